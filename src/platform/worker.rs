//! The line to the engine's worker: bytes out, bytes or a failure in.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker};

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

/// An open line.
pub struct Port {
    worker: Worker,
    message: Closure<dyn Fn(MessageEvent)>,
    error: Closure<dyn Fn(Event)>,
}

impl Port {
    fn new(worker: Worker, on: impl Fn(Incoming) + 'static) -> Port {
        let on = std::rc::Rc::new(on);
        let heard = on.clone();
        let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            if data.is_instance_of::<js_sys::ArrayBuffer>() {
                heard(Incoming::Bytes(Uint8Array::new(&data).to_vec()));
            } else {
                let reason = Reflect::get(&data, &"failed".into()).ok().and_then(|v| v.as_string());
                heard(Incoming::Failed(reason.unwrap_or_default()));
            }
        });
        let error = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let reason = Reflect::get(&event, &"message".into()).ok().and_then(|v| v.as_string());
            on(Incoming::Failed(reason.unwrap_or_default()));
        });
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        let _ =
            worker.add_event_listener_with_callback("messageerror", error.as_ref().unchecked_ref());
        Port { worker, message, error }
    }

    /// Sends bytes; false when the worker does not take them.
    pub fn post(&self, bytes: &[u8]) -> bool {
        let buffer = Uint8Array::from(bytes).buffer();
        self.worker.post_message_with_transfer(&buffer, &Array::of1(&buffer)).is_ok()
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        let _ = self.worker.remove_event_listener_with_callback(
            "messageerror",
            self.error.as_ref().unchecked_ref(),
        );
        self.worker.terminate();
        let _ = &self.message;
    }
}
