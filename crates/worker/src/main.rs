//! The engine as a module of its own: bytes in, bytes out. `public/worker.js` calls [`handle`].

use protocol::{Body, PROTOCOL, Reply};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static ENGINE: RefCell<engine::Engine> = RefCell::new(engine::Engine::new(products::ALL));
}

/// Answers one request. Bytes that are none get an answer of revision 0, which the page takes for
/// a lost engine.
#[wasm_bindgen]
pub fn handle(request: &[u8]) -> Vec<u8> {
    let reply = match protocol::decode(request) {
        Some(request) => ENGINE.with_borrow_mut(|engine| engine.handle(&request)),
        None => Reply {
            protocol: PROTOCOL,
            revision: 0,
            body: Body::Failed("the request could not be read".to_owned()),
        },
    };
    protocol::encode(&reply)
}

fn main() {}
