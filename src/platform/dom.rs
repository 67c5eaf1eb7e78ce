//! Elements: focus, scrolling, dialogs, and what an event was about.

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

fn by_id(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

fn active() -> Option<Element> {
    document()?.active_element()
}

/// The id of the focused element.
pub fn active_id() -> Option<String> {
    active().map(|e| e.id()).filter(|id| !id.is_empty())
}

/// What takes the focus in place of an element that cannot, the best first.
const INNER: [&str; 4] = [
    "[aria-current=step]",
    "input:checked",
    "input, select, textarea",
    "button, a[href], [tabindex]",
];

fn inside(element: &HtmlElement, selector: &str) -> Option<HtmlElement> {
    element.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Moves focus to the element with this id; when it cannot take it, to the first control in it.
/// Opens a closed `<details>` around it. Returns whether it is there.
pub fn focus(id: &str) -> bool {
    let Some(element) = by_id(id) else { return false };
    let mut around = element.parent_element();
    while let Some(outer) = around {
        if outer.tag_name() == "DETAILS" {
            let _ = outer.set_attribute("open", "");
        }
        around = outer.parent_element();
    }
    let _ = element.focus();
    if active().is_none_or(|a| !a.is_same_node(Some(&element)))
        && let Some(first) = INNER.iter().find_map(|selector| inside(&element, selector))
    {
        let _ = first.focus();
    }
    scroll_to(&element);
    true
}

/// Moves focus to the first of the ids that is there, after the page has been drawn.
pub fn focus_soon(ids: Vec<String>) {
    leptos::prelude::request_animation_frame(move || {
        leptos::prelude::request_animation_frame(move || {
            for id in &ids {
                if focus(id) {
                    return;
                }
            }
        });
    });
}

fn scroll_to(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls the element with this id into view, in the middle.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls as little as brings the first such element into view.
pub fn bring_near(selector: &str) {
    if let Some(element) = document().and_then(|d| d.query_selector(selector).ok().flatten()) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls the element with this id to its top.
pub fn scroll_top(id: &str) {
    if let Some(element) = by_id(id) {
        element.set_scroll_top(0);
    }
}

/// How far the element that an event happened on is scrolled, and how high it is.
pub fn scroll_of(event: &ev::Event) -> (i32, i32) {
    event
        .current_target()
        .and_then(|t| t.dyn_into::<Element>().ok())
        .map_or((0, 0), |e| (e.scroll_top(), e.client_height()))
}

/// Whether the focused element is one that text is typed into.
pub fn in_text_field() -> bool {
    active().is_some_and(|element| {
        element.dyn_ref::<HtmlTextAreaElement>().is_some()
            || element.dyn_ref::<HtmlInputElement>().is_some_and(|input| {
                !matches!(
                    input.type_().as_str(),
                    "checkbox" | "radio" | "button" | "range" | "file"
                )
            })
    })
}

/// Whether the focused element is a box of several lines.
pub fn in_text_area() -> bool {
    active().is_some_and(|e| e.dyn_ref::<HtmlTextAreaElement>().is_some())
}

/// Whether the focused element, or one around it, matches a selector.
pub fn focus_is_in(selector: &str) -> bool {
    active().and_then(|e| e.closest(selector).ok().flatten()).is_some()
}

/// Writes into a text box without an event, for a box that is not bound to the document.
pub fn set_value(id: &str, text: &str) {
    let Some(element) = by_id(id) else { return };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.set_value(text);
    }
}

/// Selects the text of a box.
pub fn select(id: &str) {
    if let Some(input) = by_id(id).and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) {
        input.select();
    }
}

/// What stands in a text box.
pub fn value(id: &str) -> String {
    by_id(id)
        .and_then(|element| {
            if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
                return Some(input.value());
            }
            if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
                return Some(area.value());
            }
            element.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value)
        })
        .unwrap_or_default()
}

/// Opens a dialog over the page; the browser keeps focus inside and gives it back.
pub fn show_dialog(id: &str) {
    if let Some(dialog) = by_id(id).and_then(|e| e.dyn_into::<HtmlDialogElement>().ok())
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = by_id(id).and_then(|e| e.dyn_into::<HtmlDialogElement>().ok())
        && dialog.open()
    {
        dialog.close();
    }
}

/// Whether this dialog is open.
pub fn shows_dialog(id: &str) -> bool {
    by_id(id).and_then(|e| e.dyn_into::<HtmlDialogElement>().ok()).is_some_and(|d| d.open())
}

/// Whether any dialog is open.
pub fn dialog_open() -> bool {
    document().and_then(|d| d.query_selector("dialog[open]").ok().flatten()).is_some()
}

/// Closes the pop-up menu that an element is in.
pub fn close_menu(id: &str) {
    if let Some(menu) = by_id(id) {
        let _ = menu.hide_popover();
    }
}

/// Whether an input method is composing: nothing is read and no shortcut fires meanwhile.
pub fn composing_key(event: &ev::KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Whether an input event is a part of a composition that has not ended.
pub fn composing(event: &ev::Event) -> bool {
    event.dyn_ref::<web_sys::InputEvent>().is_some_and(web_sys::InputEvent::is_composing)
}

/// Whether a click is a key's: Enter or Space on a button.
pub fn is_by_key(event: &ev::MouseEvent) -> bool {
    event.detail() == 0
}

/// The text that a paste event brings.
pub fn pasted_text(event: &ev::Event) -> Option<String> {
    let data = js_sys::Reflect::get(event, &"clipboardData".into()).ok()?;
    data.dyn_into::<web_sys::DataTransfer>().ok()?.get_data("text").ok()
}

/// Whether the page is at least this wide, in CSS pixels.
pub fn wider_than(pixels: u32) -> bool {
    web_sys::window()
        .and_then(|w| w.match_media(&format!("(min-width: {pixels}px)")).ok().flatten())
        .is_some_and(|m| m.matches())
}

/// The width of the page in CSS pixels.
pub fn page_width() -> i32 {
    document().and_then(|d| d.document_element()).map_or(0, |e| e.client_width())
}

/// Sets or takes the mark of a radio button or a box.
pub fn set_checked(id: &str, checked: bool) {
    if let Some(input) = by_id(id).and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) {
        input.set_checked(checked);
    }
}

/// Gives the mark of a radio group back to the button that the document has chosen: the one with
/// `data-chosen`. `left` is the button that lost it.
pub fn restore_radio(group: &str, left: &str) {
    let selector = format!("input[name=\"{group}\"][data-chosen]");
    if let Some(input) = document()
        .and_then(|d| d.query_selector(&selector).ok().flatten())
        .and_then(|e| e.dyn_into::<HtmlInputElement>().ok())
        && input.id() != left
    {
        input.set_checked(true);
    }
}

/// Scrolls a list that scrolls by itself.
pub fn scroll_list(id: &str, top: i32) {
    if let Some(element) = by_id(id) {
        element.set_scroll_top((top - element.client_height() / 2).max(0));
    }
}

fn all(selector: &str) -> Vec<HtmlElement> {
    let Some(list) = document().and_then(|d| d.query_selector_all(selector).ok()) else {
        return Vec::new();
    };
    (0..list.length()).filter_map(|i| list.get(i)?.dyn_into().ok()).collect()
}

fn focus_and_show(element: &HtmlElement) {
    let _ = element.focus();
    scroll_to(element);
}

/// Moves focus to the n-th of the elements that match, from 0.
pub fn focus_nth(selector: &str, n: usize) {
    if let Some(element) = all(selector).get(n) {
        focus_and_show(element);
    }
}

/// Moves focus on by so many of the elements that match.
pub fn focus_sibling(selector: &str, by: i32) {
    let elements = all(selector);
    let Some(active) = active() else { return };
    let Some(at) = elements.iter().position(|e| e.is_same_node(Some(&active))) else { return };
    let last = elements.len().saturating_sub(1);
    let to = i64::try_from(at).unwrap_or(0).saturating_add(i64::from(by));
    let to = usize::try_from(to.max(0)).unwrap_or(0).min(last);
    if let Some(element) = elements.get(to) {
        focus_and_show(element);
    }
}

/// Whether an element has a place on the page.
pub fn is_shown(selector: &str) -> bool {
    all(selector).first().is_some_and(|e| e.offset_width() > 0 && e.offset_height() > 0)
}

/// Has the element of a pointer event hear the pointer until it is let go.
pub fn capture(event: &ev::PointerEvent) {
    if let Some(target) = event.current_target().and_then(|t| t.dyn_into::<Element>().ok()) {
        let _ = target.set_pointer_capture(event.pointer_id());
    }
}
