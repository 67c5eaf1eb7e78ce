//! JSON, written with two blanks per level, a value or an opening bracket per line.

pub mod read;

use crate::{File, Origin};
use model::value::forbidden_character;
use std::fmt::Write as _;

/// A JSON value, and why it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// A string.
    Text(String),
    /// A whole number.
    Number(u64),
    /// `true` or `false`.
    Switch(bool),
    /// A list.
    List(Vec<Json>),
    /// An object; the names are written in the order given.
    Object(Vec<(String, Json)>),
    /// A value whose lines have this origin.
    Because(Box<Json>, Origin),
}

impl Json {
    /// A string.
    pub fn text(text: impl Into<String>) -> Json {
        Json::Text(text.into())
    }

    /// An object with these names.
    pub fn object<const N: usize>(parts: [(&str, Json); N]) -> Json {
        Json::Object(parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The same value with an origin.
    #[must_use]
    pub fn because(self, origin: Origin) -> Json {
        Json::Because(Box::new(self), origin)
    }

    /// Appends the value to a file.
    pub fn write(&self, file: &mut File) {
        write(file, self, 0, "", "", None);
    }
}

fn write(
    file: &mut File,
    value: &Json,
    depth: usize,
    head: &str,
    tail: &str,
    origin: Option<&Origin>,
) {
    let indent = "  ".repeat(depth);
    let mut line = |text: String| match origin {
        Some(origin) => file.because(text, origin.clone()),
        None => file.line(text),
    };
    match value {
        Json::Because(value, origin) => write(file, value, depth, head, tail, Some(origin)),
        Json::Text(text) => line(format!("{indent}{head}{}{tail}", quote(text))),
        Json::Number(number) => line(format!("{indent}{head}{number}{tail}")),
        Json::Switch(on) => line(format!("{indent}{head}{on}{tail}")),
        Json::List(parts) if parts.is_empty() => line(format!("{indent}{head}[]{tail}")),
        Json::Object(parts) if parts.is_empty() => line(format!("{indent}{head}{{}}{tail}")),
        Json::List(parts) => {
            line(format!("{indent}{head}["));
            for (at, part) in parts.iter().enumerate() {
                write(file, part, depth + 1, "", comma(at, parts.len()), origin);
            }
            close(file, format!("{indent}]{tail}"), origin);
        }
        Json::Object(parts) => {
            line(format!("{indent}{head}{{"));
            for (at, (name, part)) in parts.iter().enumerate() {
                let head = format!("{}: ", quote(name));
                write(file, part, depth + 1, &head, comma(at, parts.len()), origin);
            }
            close(file, format!("{indent}}}{tail}"), origin);
        }
    }
}

fn close(file: &mut File, text: String, origin: Option<&Origin>) {
    match origin {
        Some(origin) => file.because(text, origin.clone()),
        None => file.line(text),
    }
}

fn comma(at: usize, of: usize) -> &'static str {
    if at + 1 < of { "," } else { "" }
}

/// A JSON string with its quotes.
pub fn quote(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            // Also what JSON permits and a reader cannot see; all of them have four digits.
            c if forbidden_character(c.encode_utf8(&mut [0; 4])).is_some() => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Text, msg};

    #[test]
    fn strings_are_json() {
        assert_eq!(quote("a\"b\\c\nd\u{2028}"), "\"a\\\"b\\\\c\\u000ad\\u2028\"");
        assert_eq!(quote("\u{202e}\u{7f}\u{85}\u{feff}中"), "\"\\u202e\\u007f\\u0085\\ufeff中\"");
    }

    #[test]
    fn values_are_nested_and_know_their_origin() {
        let why = Origin { reason: msg!(en: "x", zh: "x"), places: Vec::new() };
        let value = Json::object([
            ("a", Json::List(vec![Json::Number(1), Json::Switch(true)]).because(why)),
            ("b", Json::List(Vec::new())),
        ]);
        let mut file = File::new(Text::same("x"));
        value.write(&mut file);
        let expected = "{\n  \"a\": [\n    1,\n    true\n  ],\n  \"b\": []\n}\n";
        assert_eq!(file.to_text(), expected);
        let with: Vec<bool> = file.lines().map(|l| l.origin.is_some()).collect();
        assert_eq!(with, [false, true, true, true, true, false, false]);
    }
}
