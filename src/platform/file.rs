//! Files: read what a person chose or dropped, hand over what was made, the clipboard.

use leptos::ev;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, File, FileList, HtmlAnchorElement, HtmlInputElement, Url};

/// A file that a person gave.
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: f64,
    file: File,
}

fn first(list: Option<FileList>) -> Option<Given> {
    let file = list?.get(0)?;
    Some(Given { name: file.name(), size: file.size(), file })
}

/// The file of a file input's change event. The input is emptied, so that the same file can be
/// chosen again.
pub fn chosen(event: &ev::Event) -> Option<Given> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let given = first(input.files());
    input.set_value("");
    given
}

/// Whether a drag carries files.
pub fn has_files(event: &ev::DragEvent) -> bool {
    event.data_transfer().is_some_and(|d| d.types().iter().any(|t| t == "Files"))
}

/// The file of a drop.
pub fn dropped(event: &ev::DragEvent) -> Option<Given> {
    first(event.data_transfer()?.files())
}

/// Opens the file chooser of a file input.
pub fn choose(id: &str) {
    let input = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(id));
    if let Some(input) = input.and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) {
        input.click();
    }
}

/// Reads a file; `None` when the browser cannot.
pub fn read(given: &Given, done: impl FnOnce(Option<Vec<u8>>) + 'static) {
    let done = std::rc::Rc::new(std::cell::Cell::new(Some(done)));
    let failed = done.clone();
    let ok = Closure::once_into_js(move |buffer: JsValue| {
        if let Some(done) = done.take() {
            done(Some(js_sys::Uint8Array::new(&buffer).to_vec()));
        }
    });
    let err = Closure::once_into_js(move |_: JsValue| {
        if let Some(done) = failed.take() {
            done(None);
        }
    });
    let then = js_sys::Reflect::get(&given.file.array_buffer(), &"then".into());
    if let Ok(then) = then.and_then(JsCast::dyn_into::<js_sys::Function>) {
        let _ = then.call2(&given.file.array_buffer(), &ok, &err);
    }
}

/// Hands bytes to the person as a file.
pub fn download(name: &str, kind: &str, bytes: &[u8]) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    let link = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.create_element("a").ok())
        .and_then(|e| e.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser has taken the bytes by then.
    leptos::prelude::set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        std::time::Duration::from_mins(1),
    );
}

/// Copies a text; says whether the browser allowed it.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let clipboard = web_sys::window()
        .map(|w| w.navigator())
        .and_then(|n| js_sys::Reflect::get(&n, &"clipboard".into()).ok())
        .and_then(|c| c.dyn_into::<web_sys::Clipboard>().ok());
    // Only secure contexts have one; a page from http://host has none.
    let Some(clipboard) = clipboard else { return done(copy_by_command(text)) };
    let promise = clipboard.write_text(text);
    let done = std::rc::Rc::new(std::cell::Cell::new(Some(done)));
    let failed = done.clone();
    let text = text.to_owned();
    let ok = Closure::once_into_js(move |_: JsValue| {
        if let Some(done) = done.take() {
            done(true);
        }
    });
    let err = Closure::once_into_js(move |_: JsValue| {
        if let Some(done) = failed.take() {
            done(copy_by_command(&text));
        }
    });
    let then = js_sys::Reflect::get(&promise, &"then".into());
    if let Ok(then) = then.and_then(JsCast::dyn_into::<js_sys::Function>) {
        let _ = then.call2(&promise, &ok, &err);
    }
}

/// The old way, which also works where the page did not come over https.
fn copy_by_command(text: &str) -> bool {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return false };
    let area = document
        .create_element("textarea")
        .ok()
        .and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    let (Some(area), Some(body)) = (area, document.body()) else { return false };
    area.set_value(text);
    area.set_class_name("visually-hidden");
    let before = document.active_element();
    let _ = body.append_child(&area);
    area.select();
    let copied = js_sys::Reflect::get(&document, &"execCommand".into())
        .and_then(JsCast::dyn_into::<js_sys::Function>)
        .and_then(|f| f.call1(&document, &"copy".into()))
        .is_ok_and(|v| v.is_truthy());
    area.remove();
    if let Some(before) = before.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = before.focus();
    }
    copied
}
