//! What the program that reads a file takes for a key that is no number.

use model::value::{AbsolutePath, Value};
use model::{Message, msg};

/// The values that a program takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// One of these words, in whatever case.
    Words(&'static [&'static str]),
    /// A folder, by its whole path: a relative one would lie where the program happens to start.
    Folder,
    /// A file by its whole path, or nothing.
    FolderOrNone,
}

impl Takes {
    /// What is expected, in words; nothing when the text is taken.
    pub(crate) fn instead_of(self, text: &str) -> Option<Message> {
        let path = || AbsolutePath::parse(text).is_ok();
        match self {
            Takes::Words(words) if words.iter().any(|word| word.eq_ignore_ascii_case(text)) => None,
            Takes::Words(words) => Some(msg!(en: "{w}", zh: "{w}", w = words.join(", "))),
            Takes::FolderOrNone if text.is_empty() => None,
            Takes::Folder | Takes::FolderOrNone if path() => None,
            Takes::Folder | Takes::FolderOrNone => {
                Some(msg!(en: "a whole path, from / on", zh: "以 / 开头的完整路径"))
            }
        }
    }
}
