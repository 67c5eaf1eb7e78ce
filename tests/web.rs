//! The page's parts in a real browser, with the real engine behind a worker that is none.
#![cfg(target_arch = "wasm32")]

use engine::Engine;
use js_sys::{ArrayBuffer, Function, Object, Reflect, Uint8Array};
use leptos::prelude::*;
use model::{Edit, Lang, Place};
use muster_app::app;
use muster_app::platform::worker::Boot;
use muster_app::state::App;
use muster_app::view;
use protocol::{Ask, Baseline, Body, Change, Checked, FirstView, Request};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlInputElement};

#[path = "web/compare.rs"]
mod compare;
#[path = "web/drill.rs"]
mod drill;
#[path = "web/elements.rs"]
mod elements;

wasm_bindgen_test_configure!(run_in_browser);

/// What a worker does with its first messages.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    Answers,
    /// The first worker breaks at its first message.
    BreaksOnce,
    /// Every worker breaks.
    Breaks,
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).expect("an object");
}

/// An object with a worker's methods and events, and the engine inside.
fn worker(breaks: bool) -> JsValue {
    let made = Function::new_no_args("return new EventTarget()").call0(&JsValue::NULL);
    let worker = made.expect("a target of events");
    let tell = Function::new_with_args(
        "worker, data",
        "worker.dispatchEvent(new MessageEvent('message', { data }))",
    );
    let engine = Rc::new(RefCell::new(Engine::new(products::ALL)));
    let this = worker.clone();
    let post = Closure::<dyn Fn(ArrayBuffer)>::new(move |buffer: ArrayBuffer| {
        let request: Request =
            protocol::decode(&Uint8Array::new(&buffer).to_vec()).expect("a request");
        let data: JsValue = if breaks {
            let failure: JsValue = Object::new().into();
            set(&failure, "failed", &"unreachable executed".into());
            failure
        } else {
            let reply = engine.borrow_mut().handle(&request);
            Uint8Array::from(protocol::encode(&reply).as_slice()).buffer().into()
        };
        let (this, tell) = (this.clone(), tell.clone());
        set_timeout(
            move || {
                tell.call2(&JsValue::NULL, &this, &data).expect("the page takes the message");
            },
            std::time::Duration::from_millis(1),
        );
    });
    set(&worker, "postMessage", post.as_ref());
    post.forget();
    set(&worker, "terminate", &Function::new_no_args(""));
    worker
}

fn boot(manner: Manner, spawned: &Rc<Cell<u32>>) -> Boot {
    let boot: JsValue = Object::new().into();
    let count = spawned.clone();
    let spawn = Closure::<dyn Fn() -> JsValue>::new(move || {
        count.set(count.get() + 1);
        worker(manner == Manner::Breaks)
    });
    set(&boot, "spawn", spawn.as_ref());
    spawn.forget();
    set(&boot, "worker", &worker(manner != Manner::Answers));
    set(&boot, "lang", &"en".into());
    Boot::read(&boot)
}

fn first() -> FirstView {
    engine::first_view(products::ALL, Lang::En).expect("a first view")
}

async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let window = web_sys::window().expect("a window");
        let handle = resolve.unchecked_ref();
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(handle, milliseconds)
            .expect("a timer");
    });
    JsFuture::from(promise).await.expect("it passes");
}

/// Waits for a fact: a minute, on a machine that compiles beside it.
async fn until(fact: impl Fn() -> bool, what: &str) {
    for _ in 0..6_000 {
        if fact() {
            return;
        }
        pause(10).await;
    }
    panic!("not within 60 s: {what}\n{}", get("body").text_content().unwrap_or_default());
}

fn engine_is(state: &str) -> bool {
    get("#app").get_attribute("data-engine").as_deref() == Some(state)
}

/// Waits until the engine has answered for the first time.
async fn ready() {
    until(|| engine_is("ready"), "the engine is ready").await;
}

fn find(selector: &str) -> Option<Element> {
    let document = web_sys::window()?.document()?;
    document.query_selector(selector).ok()?
}

fn get(selector: &str) -> Element {
    find(selector).unwrap_or_else(|| panic!("{selector} is not there"))
}

fn input(selector: &str) -> HtmlInputElement {
    get(selector).dyn_into().expect("an input")
}

fn text(selector: &str) -> String {
    get(selector).text_content().unwrap_or_default()
}

/// A page of its own: the one before is taken away, with what it saved. Its lock would stay with it, as
/// another tab's, so the browser keeps none here: tests/e2e has several tabs.
fn page(manner: Manner) -> (App, Rc<Cell<u32>>) {
    let window = web_sys::window().expect("a window");
    let lockless =
        "Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })";
    Function::new_no_args(lockless).call0(&JsValue::NULL).expect("no locks");
    window.local_storage().expect("storage").expect("storage").clear().expect("empty");
    window.location().set_hash("").expect("a hash");
    if let Some(old) = find("#app") {
        old.remove();
    }
    let spawned = Rc::new(Cell::new(0));
    let made = Rc::new(Cell::new(None));
    let (boot, keep) = (boot(manner, &spawned), made.clone());
    view::mount(move || {
        let app = App::new(boot, first());
        keep.set(Some(app));
        app::root(app)
    });
    (made.get().expect("it was drawn"), spawned)
}

/// Types into an input as a browser does, at the caret.
fn type_at(input: &HtmlInputElement, at: u32, text: &str) {
    let value = input.value();
    let (before, after) = value.split_at(at as usize);
    input.set_value(&format!("{before}{text}{after}"));
    let caret = at + u32::try_from(text.len()).expect("short");
    input.set_selection_range(caret, caret).expect("a text box");
    fire(input, "input", false);
}

fn fire(element: &Element, name: &str, composing: bool) {
    let init = web_sys::InputEventInit::new();
    init.set_bubbles(true);
    init.set_is_composing(composing);
    let event = web_sys::InputEvent::new_with_event_init_dict(name, &init).expect("an event");
    element.dispatch_event(&event).expect("it is heard");
}

fn first_row() -> u32 {
    first().spec.nodes.first().expect("a node").row.0
}

#[wasm_bindgen_test]
async fn the_first_view_is_what_the_engine_answers() {
    let first = first();
    let mut engine = Engine::new(products::ALL);
    let view = first.checked.view.iter().map(|v| v.id.clone()).collect();
    let ask = Ask::Check {
        change: Change::Whole(Box::new(first.spec.clone())),
        step: String::new(),
        view,
        baseline: Baseline::LastEdit,
        opened: true,
    };
    let reply = engine.handle(&Request { revision: 1, lang: Lang::En, ask });
    let Body::Checked(checked) = reply.body else { panic!("not checked") };
    let expected: &Checked = &first.checked;
    assert_eq!(*checked, *expected);
}

#[wasm_bindgen_test]
async fn the_page_is_complete_before_the_engine_has_answered() {
    let (app, _) = page(Manner::Answers);
    assert_eq!(get("#app").get_attribute("data-engine").as_deref(), Some("starting"));
    assert!(text("#counts").contains("0 errors"), "{}", text("#counts"));
    assert!(find("#file-lines .line").is_some());
    let nodes = app.spec.with_untracked(|s| s.nodes.len());
    let rows = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.query_selector_all(".node-row").ok())
        .map_or(0, |l| l.length());
    assert_eq!(rows as usize, nodes);
    ready().await;
}

#[wasm_bindgen_test]
async fn typing_in_the_middle_keeps_the_caret_and_is_one_step_of_undo() {
    let (app, _) = page(Manner::Answers);
    ready().await;
    let selector = format!("#n{}-name", first_row());
    let name = input(&selector);
    let before = name.value();
    name.focus().expect("focus");
    let typed = format!("{}xy{}", &before[..1], &before[1..]);
    // The engine's answer must not move it either.
    type_at(&name, 1, "x");
    until(|| text("#file-lines").contains(&typed.replace('y', "")), "the file has it").await;
    type_at(&name, 2, "y");
    until(|| text("#file-lines").contains(&typed), "the file has both").await;
    assert_eq!(input(&selector).value(), typed);
    assert_eq!(name.selection_start().expect("a caret"), Some(3));
    assert_eq!(app.spec.with_untracked(|s| s.nodes[0].name.clone()), typed);
    app.undo();
    assert_eq!(app.spec.with_untracked(|s| s.nodes[0].name.clone()), before);
}

#[wasm_bindgen_test]
async fn nothing_is_taken_while_an_input_method_composes() {
    let (app, _) = page(Manner::Answers);
    ready().await;
    let name = input(&format!("#n{}-name", first_row()));
    let before = name.value();
    name.focus().expect("focus");
    name.set_value("zhong");
    fire(&name, "input", true);
    assert_eq!(app.spec.with_untracked(|s| s.nodes[0].name.clone()), before);
    name.set_value("中");
    fire(&name, "compositionend", false);
    assert_eq!(app.spec.with_untracked(|s| s.nodes[0].name.clone()), "中");
    until(|| !text("#counts").contains("0 errors"), "the name is an error").await;
}

#[wasm_bindgen_test]
async fn a_lost_engine_is_replaced_and_gets_the_whole_document() {
    let (app, spawned) = page(Manner::BreaksOnce);
    app.edit(&[Edit::Set(Place::Name, "other".to_owned())]);
    let folder = || app.checked.with_untracked(|c| c.folder.clone());
    until(|| folder() == "other", "the new engine has the document").await;
    assert_eq!(spawned.get(), 1);
    assert!(engine_is("ready"));
}

#[wasm_bindgen_test]
async fn when_every_engine_breaks_the_page_says_so_and_keeps_the_document() {
    let (app, spawned) = page(Manner::Breaks);
    until(|| engine_is("lost"), "the engine is lost").await;
    app.edit(&[Edit::Set(Place::Name, "other".to_owned())]);
    // No other one is tried: none would come within this time.
    pause(100).await;
    assert!(spawned.get() <= 3, "{}", spawned.get());
    assert!(engine_is("lost"));
    assert!(find(".notice[data-kind=Engine]").is_some());
    assert_eq!(app.spec.with_untracked(|s| s.name.clone()), "other");
}

#[wasm_bindgen_test]
async fn a_secret_in_a_text_becomes_a_variable_before_an_edit_exists() {
    let (app, _) = page(Manner::Answers);
    let place = Place::Setting("some.url".to_owned());
    let typed = "jdbc:mysql://h:1/d?user=a&password=hunter2";
    app.type_setting(place, "some.url", typed, false, true);
    app.leave_text("some.url", typed, false);
    let kept = app.spec.with_untracked(|s| s.settings.get("some.url").cloned());
    assert_eq!(kept.as_deref(), Some("jdbc:mysql://h:1/d?user=a&password=${SOME_URL_PASSWORD}"));
    let storage = web_sys::window().and_then(|w| w.local_storage().ok().flatten());
    let saved = || storage.as_ref().and_then(|s| s.get_item("muster.work.v1").ok().flatten());
    until(|| saved().is_some_and(|s| s.contains("SOME_URL_PASSWORD")), "it is saved").await;
    assert!(saved().is_some_and(|s| !s.contains("hunter2")));
    assert!(text(".notice[data-kind=Secrets]").contains("SOME_URL_PASSWORD"));
}

#[wasm_bindgen_test]
async fn saved_work_that_cannot_be_read_is_kept_and_the_page_goes_on() {
    let (_, _) = page(Manner::Answers);
    let storage = web_sys::window().and_then(|w| w.local_storage().ok().flatten());
    let storage = storage.expect("storage");
    storage.set_item("muster.work.v1", "\u{0}[[[").expect("it fits");
    find("#app").expect("the page").remove();
    let spawned = Rc::new(Cell::new(0));
    let boot = boot(Manner::Answers, &spawned);
    view::mount(move || app::root(App::new(boot, first())));
    until(|| find(".notice[data-kind=Autosave]").is_some(), "it is said").await;
    assert_eq!(
        storage.get_item("muster.work.unreadable").expect("storage").as_deref(),
        Some("\u{0}[[[")
    );
    assert!(text("#counts").contains("0 errors"));
}
