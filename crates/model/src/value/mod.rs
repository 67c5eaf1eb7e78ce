//! Typed values, parsed from the text of a field when it is read.
//!
//! Every `parse` trims the text, accepts nothing that could not be written into a file safely, and
//! says in both languages what is wrong.

mod amount;
mod host;
mod name;
mod uri;
mod width;

pub use amount::{ByteSize, Count, Duration, Switch};
pub use host::{Host, HostPort, Port, parse_list};
pub use name::{AbsolutePath, Identifier, UserName, Variable};
pub use uri::Uri;
pub use width::half_width;

use crate::Message;

/// A type that a field's text can be read as.
pub trait Value: Sized {
    /// Reads the text.
    fn parse(text: &str) -> Result<Self, Message>;
}

/// The first character that no value may hold: control characters, line and paragraph separators,
/// bidirectional controls and the byte-order mark. They could break out of a line or fool a reader.
pub fn forbidden_character(text: &str) -> Option<char> {
    text.chars().find(|c| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{200E}' | '\u{200F}')
            || ('\u{202A}'..='\u{202E}').contains(c)
            || ('\u{2066}'..='\u{2069}').contains(c)
    })
}

/// A text cut to a length that a message can show, control characters made visible, secrets masked.
pub fn shown(text: &str) -> String {
    const LIMIT: usize = 60;
    shown_in(text, LIMIT)
}

/// The same, cut to a length in characters.
pub fn shown_in(text: &str, longest: usize) -> String {
    // Before it is cut: half a login does not look like one.
    let text = crate::secret::masked(text);
    let mut out = String::new();
    for c in text.chars().take(longest) {
        // A quote of the other kind needs no sign before it.
        if c == '\'' { out.push(c) } else { out.extend(c.escape_debug()) }
    }
    if text.chars().count() > longest {
        out.push('…');
    }
    out
}
