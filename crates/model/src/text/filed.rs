//! Texts whose words come from a file per language.

use super::{Words, text_key};
use crate::Lang;
use std::sync::OnceLock;

/// A fixed text in both languages: its number in the files. There is no way to make one with a
/// language missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    key: u32,
}

impl Text {
    /// Both languages, English first.
    pub const fn new(en: &'static str, zh: &'static str) -> Text {
        Text { key: text_key(en, zh) }
    }

    /// A text that is the same in both languages: a product's name, a key, a number.
    pub const fn same(text: &'static str) -> Text {
        Text { key: text_key(text, text) }
    }

    /// The text in one language; nothing before [`read_texts`] had its file.
    pub fn get(self, lang: Lang) -> &'static str {
        words(lang).get().and_then(|words| words.find(self.key)).unwrap_or_default()
    }

    /// Its number in the files of texts.
    pub const fn key(self) -> u32 {
        self.key
    }
}

fn words(lang: Lang) -> &'static OnceLock<Words> {
    static EN: OnceLock<Words> = OnceLock::new();
    static ZH: OnceLock<Words> = OnceLock::new();
    lang.pick(&EN, &ZH)
}

/// Whether the words of a language are there.
pub fn has_texts(lang: Lang) -> bool {
    words(lang).get().is_some()
}

/// Takes in a language's file of texts, once, and says whether it is a whole one.
pub fn read_texts(lang: Lang, file: Vec<u8>) -> bool {
    let Some(read) = Words::read(file) else { return false };
    words(lang).get_or_init(|| read);
    true
}
