//! The engine of a build that has only the made-up product, as a worker's module.
//!
//! The browser test puts it in the place of the real one: the page must not notice. Its texts are
//! linked, so it never asks for a file of them.
use engine::{Engine, Lang};
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

/// None: they are linked.
#[wasm_bindgen]
pub fn missing_texts(_: &[u8]) -> String {
    String::new()
}

/// Takes in the file of a language's texts, which nobody brings.
#[wasm_bindgen]
pub fn read_texts(lang: &str, file: Vec<u8>) -> bool {
    Lang::parse(lang).is_some_and(|lang| engine::read_texts(lang, file))
}
