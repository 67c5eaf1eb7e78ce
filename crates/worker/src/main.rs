//! The engine as a module of its own: bytes in, bytes out. Before it calls [`handle`],
//! `public/worker.js` brings the texts that [`missing_texts`] names: they are files beside the module.

use engine::Lang;
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

/// The languages whose texts the answer to a request needs and the module does not have yet, as
/// ids with spaces between them.
#[wasm_bindgen]
pub fn missing_texts(request: &[u8]) -> String {
    let Some(request) = protocol::decode(request) else { return String::new() };
    let missing = ENGINE.with_borrow(|engine| engine.missing_texts(&request));
    missing.into_iter().map(Lang::id).collect::<Vec<_>>().join(" ")
}

/// Takes in the file of a language's texts; false when it is not a whole one.
#[wasm_bindgen]
pub fn read_texts(lang: &str, file: Vec<u8>) -> bool {
    Lang::parse(lang).is_some_and(|lang| engine::read_texts(lang, file))
}

fn main() {}
