//! The line to the engine's worker: bytes out, bytes or a failure in.

use gloo_events::EventListener;
use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

/// What `boot.js` hands over.
pub struct Boot {
    /// Makes another worker of the same compiled module.
    spawn: Function,
    /// The one that is already on its way.
    worker: Option<Worker>,
    /// The first view, as bytes; empty when it could not be loaded.
    pub first: Vec<u8>,
    /// `en` or `zh`.
    pub lang: String,
}

impl Boot {
    /// Reads the object of `boot.js`; what is missing is left out.
    pub fn read(boot: &JsValue) -> Boot {
        let get = |name: &str| Reflect::get(boot, &name.into()).unwrap_or(JsValue::UNDEFINED);
        Boot {
            spawn: get("spawn").dyn_into().unwrap_or_else(|_| Function::new_no_args("")),
            worker: Some(get("worker")).filter(JsValue::is_object).map(JsCast::unchecked_into),
            first: get("first").dyn_into::<Uint8Array>().map(|b| b.to_vec()).unwrap_or_default(),
            lang: get("lang").as_string().unwrap_or_default(),
        }
    }

    /// The worker that is on its way, or a new one. `on` hears every message of it.
    pub fn connect(&mut self, on: impl Fn(Incoming) + 'static) -> Option<Port> {
        let worker = match self.worker.take() {
            Some(worker) => worker,
            None => {
                self.spawn.call0(&JsValue::NULL).ok().filter(JsValue::is_object)?.unchecked_into()
            }
        };
        Some(Port::new(worker, on))
    }
}

/// What comes from the worker.
pub enum Incoming {
    /// A reply.
    Bytes(Vec<u8>),
    /// The worker is lost, and why.
    Failed(String),
}

/// An open line. Its listeners go with it.
pub struct Port {
    worker: Worker,
    _listeners: [EventListener; 3],
}

impl Port {
    fn new(worker: Worker, on: impl Fn(Incoming) + 'static) -> Port {
        let on = std::rc::Rc::new(on);
        let heard = on.clone();
        let message = EventListener::new(&worker, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let data = event.data();
            if data.is_instance_of::<js_sys::ArrayBuffer>() {
                heard(Incoming::Bytes(Uint8Array::new(&data).to_vec()));
            } else {
                heard(Incoming::Failed(text_of(&data, "failed")));
            }
        });
        let lost = |name: &'static str| {
            let on = on.clone();
            EventListener::new(&worker, name, move |event| {
                on(Incoming::Failed(text_of(event, "message")));
            })
        };
        let listeners = [message, lost("error"), lost("messageerror")];
        Port { worker, _listeners: listeners }
    }

    /// Sends bytes; false when the worker does not take them.
    pub fn post(&self, bytes: &[u8]) -> bool {
        let buffer = Uint8Array::from(bytes).buffer();
        self.worker.post_message_with_transfer(&buffer, &Array::of1(&buffer)).is_ok()
    }
}

/// A text of an object; empty where it has none.
fn text_of(object: &JsValue, name: &str) -> String {
    Reflect::get(object, &name.into()).ok().and_then(|v| v.as_string()).unwrap_or_default()
}

impl Drop for Port {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
