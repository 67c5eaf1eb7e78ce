//! One tab at a time: a lock that the browser keeps for all tabs of this site.

use js_sys::{Function, Object, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// How a lock is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Only if no tab has it.
    IfFree,
    /// When the tab that has it gives it back, which it does when it is closed.
    Wait,
    /// Now: who has it loses it.
    Take,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// This tab has it, as long as it lives.
    Taken,
    /// Another tab has it.
    Busy,
    /// Another tab has taken it away.
    Lost,
    /// The browser keeps no locks for this page: it came over http, or is in a frame without rights.
    Unknown,
}

/// Asks for a lock by its name; `tell` hears what becomes of it.
pub fn hold(name: &str, how: How, tell: impl Fn(Hold) + 'static) {
    let Some((locks, request)) = manager() else { return tell(Hold::Unknown) };
    let tell = Rc::new(tell);
    let told = tell.clone();
    // Held until the promise that is given back is kept, which it never is.
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            told(Hold::Busy);
            return JsValue::UNDEFINED;
        }
        told(Hold::Taken);
        Promise::new(&mut |_, _| {}).into()
    });
    let options = Object::new();
    let option = match how {
        How::IfFree => "ifAvailable",
        How::Take => "steal",
        How::Wait => "",
    };
    if !option.is_empty() {
        let _ = Reflect::set(&options, &option.into(), &JsValue::TRUE);
    }
    let promise = request.call3(&locks, &name.into(), &options, &granted);
    let Ok(promise) = promise.and_then(JsCast::dyn_into::<Promise>) else {
        return tell(Hold::Unknown);
    };
    spawn_local(async move {
        if JsFuture::from(promise).await.is_err() {
            tell(Hold::Lost);
        }
    });
}

fn manager() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
