//! What `view!` and lists become on the page.

use super::{find, get, input, text, until};
use leptos::prelude::*;
use muster_app::view::{self, view};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

#[wasm_bindgen_test]
async fn a_row_that_stays_keeps_its_element_and_the_focus() {
    let keys = RwSignal::new(vec![1_u64, 2, 3]);
    let host = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.create_element("div").ok())
        .expect("an element");
    host.set_id("list-host");
    let body = web_sys::window().and_then(|w| w.document()).and_then(|d| d.body()).expect("body");
    body.append_child(&host).expect("it fits");
    let row = |key: u64| {
        let parent = view::el("input");
        parent.attr("id", format!("row-{key}"));
        parent.done()
    };
    // A page that another test has left with an open dialog would keep the focus to itself.
    if let Some(left) = find("#app") {
        left.remove();
    }
    view::mount(move || {
        let parent = view::el("div");
        parent.attr("id", "rows");
        parent.child(view::keyed(Box::new(move || keys.get()), Box::new(row)));
        parent.done()
    });
    let second = get("#row-2").dyn_into::<HtmlElement>().expect("an input");
    second.focus().expect("focus");
    keys.set(vec![4, 2, 1]);
    until(|| find("#row-3").is_none(), "the third row goes").await;
    let rows = get("#rows");
    let ids: Vec<String> = (0..rows.child_element_count())
        .filter_map(|at| Some(rows.children().item(at)?.id()))
        .collect();
    assert_eq!(ids, ["row-4", "row-2", "row-1"]);
    assert!(get("#row-2").is_same_node(Some(&second)));
    let active = web_sys::window().and_then(|w| w.document()).and_then(|d| d.active_element());
    assert_eq!(active.map(|e| e.id()).as_deref(), Some("row-2"));
}

/// Every form of the notation, as it stands in the page, and when its signals change.
#[wasm_bindgen_test]
async fn a_view_is_what_its_notation_says() {
    let on = RwSignal::new(false);
    let words = RwSignal::new("one".to_owned());
    let clicks = RwSignal::new(0);
    if let Some(old) = find("#drawn") {
        old.remove();
    }
    view::mount(move || {
        view! {
            <section
                id="drawn"
                class="fixed"
                class:on=move || on.get()
                class:never=false
                style:--width=move || if on.get() { "2px" } else { "1px" }
                title=move || words.get()
                lang={None::<String>}
                aria-hidden=move || on.get().then_some("true")
                hidden=true
                on:click=move |_| clicks.update(|c| *c += 1)
            >
                // Text that looks like markup is text.
                <p>"<b>&amp;</b> " {move || words.get()} {7_u32.to_string()}</p>
                <!-- "no one sees this" -->
                {move || on.get().then(|| view! { <i>"there"</i> })}
                <><em>"a"</em> <em>"b"</em></>
                {vec![view! { <s>"1"</s> }, view! { <s>"2"</s> }]}
                {None::<String>}
                <input prop:value={move || words.get()} />
                <select prop:value="two">
                    <option value="one">"1"</option>
                    <option value="two">"2"</option>
                </select>
                <svg viewBox="0 0 1 1"><g><path d="M0 0" class:on={move || on.get()} /></g></svg>
            </section>
        }
    });
    let drawn = get("#drawn");
    let shows = |selector: &str| text(&format!("#drawn {selector}"));
    let classes = || drawn.class_name();
    let width = || {
        let element = drawn.clone().dyn_into::<HtmlElement>().expect("of HTML");
        element.style().get_property_value("--width").unwrap_or_default()
    };
    assert_eq!((classes().as_str(), width().as_str()), ("fixed", "1px"));
    assert_eq!(drawn.get_attribute("title").as_deref(), Some("one"));
    assert_eq!(drawn.get_attribute("hidden").as_deref(), Some(""));
    assert!(!drawn.has_attribute("lang") && !drawn.has_attribute("aria-hidden"));
    assert_eq!(shows("p"), "<b>&amp;</b> one7");
    assert!(find("#drawn i").is_none() && find("#drawn b").is_none());
    assert_eq!(drawn.text_content().as_deref(), Some("<b>&amp;</b> one7ab1212"));
    assert_eq!(input("#drawn input").value(), "one");
    // The choice is made when the options are there.
    let chosen = js_sys::Reflect::get(&get("#drawn select"), &"value".into()).expect("a list");
    assert_eq!(chosen.as_string().as_deref(), Some("two"));
    for selector in ["svg", "g", "path"] {
        let space = get(&format!("#drawn {selector}")).namespace_uri();
        assert_eq!(space.as_deref(), Some("http://www.w3.org/2000/svg"), "{selector}");
    }
    assert_eq!(get("#drawn svg").get_attribute("viewBox").as_deref(), Some("0 0 1 1"));

    let paragraph = get("#drawn p");
    on.set(true);
    words.set("two".to_owned());
    until(|| find("#drawn i").is_some() && shows("p").ends_with("two7"), "it is drawn anew").await;
    assert_eq!((classes().as_str(), width().as_str()), ("fixed on", "2px"));
    assert_eq!(drawn.get_attribute("title").as_deref(), Some("two"));
    assert_eq!(drawn.get_attribute("aria-hidden").as_deref(), Some("true"));
    assert_eq!((shows("p").as_str(), shows("i").as_str()), ("<b>&amp;</b> two7", "there"));
    assert_eq!(input("#drawn input").value(), "two");
    assert!(get("#drawn path").has_attribute("class"));
    // What stands in it changes, not the element itself.
    assert!(get("#drawn p").is_same_node(Some(&paragraph)));
    paragraph.dyn_into::<HtmlElement>().expect("of HTML").click();
    assert_eq!(clicks.get_untracked(), 1);
    on.set(false);
    until(|| find("#drawn i").is_none() && classes() == "fixed", "it is gone").await;
    drawn.remove();
}
