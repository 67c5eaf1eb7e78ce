//! Fixed texts in both languages.
//!
//! Natively a [`Text`] holds both. The engine's WebAssembly module is built with the feature
//! `texts-in-files`: there a text is a number, computed from both languages while compiling, and
//! the words come from a file per language, of which a page loads one. `cargo xtask build` writes
//! the files from the same source lines.

mod file;

pub use file::{Words, write_texts};

#[cfg(not(feature = "texts-in-files"))]
mod linked;
#[cfg(not(feature = "texts-in-files"))]
pub use linked::{Text, has_texts, read_texts};

#[cfg(feature = "texts-in-files")]
mod filed;
#[cfg(feature = "texts-in-files")]
pub use filed::{Text, has_texts, read_texts};

/// The number of a text in the files: FNV-1a of both languages.
pub const fn text_key(en: &str, zh: &str) -> u32 {
    let hash = fnv(0x811c_9dc5, en.as_bytes());
    // A byte that no UTF-8 text has, so that the border between the two counts.
    fnv(fnv(hash, &[0xff]), zh.as_bytes())
}

const fn fnv(mut hash: u32, bytes: &[u8]) -> u32 {
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        hash = (hash ^ *byte as u32).wrapping_mul(0x0100_0193);
        rest = tail;
    }
    hash
}
