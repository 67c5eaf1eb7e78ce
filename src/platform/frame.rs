//! The page in a frame of another one.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

/// Tells the page around this one how high this one is, now and whenever it changes, as
/// `{ type: "muster:size", height }` in CSS pixels. A number goes out, to whoever frames it; nothing
/// is heard.
pub fn tell_height() {
    let Some(body) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.body()) else {
        return;
    };
    let observed = body.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        send(observed.get_bounding_client_rect().height().ceil());
    });
    // It lives as long as the page.
    if let Ok(observer) = ResizeObserver::new(changed.into_js_value().unchecked_ref()) {
        observer.observe(&body);
    }
}

fn send(height: f64) {
    let Some(parent) = web_sys::window().and_then(|w| w.parent().ok().flatten()) else { return };
    let message = Object::new();
    let _ = Reflect::set(&message, &"type".into(), &"muster:size".into());
    let _ = Reflect::set(&message, &"height".into(), &height.into());
    let _ = parent.post_message(&message, "*");
}
