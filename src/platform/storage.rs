//! The browser's local storage. Private windows and full disks refuse; then nothing is kept.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The text under a key.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a text; false when the browser refuses.
pub fn set(key: &str, text: &str) -> bool {
    storage().is_some_and(|s| s.set_item(key, text).is_ok())
}

/// Forgets a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // A refusal leaves what was there, which is no worse than before.
        let _ = storage.remove_item(key);
    }
}

/// All keys that begin with a word, sorted.
pub fn keys(begin: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let mut keys: Vec<String> = (0..count)
        .filter_map(|at| storage.key(at).ok()?)
        .filter(|k| k.starts_with(begin))
        .collect();
    keys.sort();
    keys
}
