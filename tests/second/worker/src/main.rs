//! The engine of a build that has only the made-up product, as a worker's module.
//!
//! The browser test puts it in the place of the real one: the page must not notice.
use engine::Engine;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local!(static ENGINE: RefCell<Engine> = RefCell::new(Engine::new(second::ONLY)));

fn main() {}

/// Answers one request; the bytes are postcard.
#[wasm_bindgen]
pub fn handle(request: &[u8]) -> Vec<u8> {
    let Some(request) = protocol::decode(request) else { return Vec::new() };
    ENGINE.with_borrow_mut(|engine| protocol::encode(&engine.handle(&request)))
}
