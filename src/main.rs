//! The page's own module. `public/boot.js` calls [`start`] when it has been compiled.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the page. `boot` has the engine's worker, a way to make another, and the first view.
#[wasm_bindgen]
pub fn start(boot: &JsValue) {
    muster_app::app::start(boot);
}

fn main() {}
