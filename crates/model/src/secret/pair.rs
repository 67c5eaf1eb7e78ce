//! `name=value` and `name: value` in all their dresses: queries, JDBC's lists, options, JSON,
//! YAML, XML.

use super::key::{is_secret_key, may_be_secret};
use super::markup::{element, member};
use super::scan::{Found, ends, goes_on};
use std::ops::Range;

/// Finds the values of secret names.
pub(super) fn find(text: &str, found: &mut Found) {
    // What stands in a value that was found is looked at no more.
    let mut end = 0;
    for (at, sign) in text.char_indices().filter(|(_, c)| "=:＝：<(".contains(*c)) {
        if at >= end {
            let more = if sign == '<' { element(text, at) } else { pair(text, at, sign) };
            if let Some((at, name)) = more {
                end = at.end;
                found(at, name);
            }
        }
    }
}

/// The longest name that is looked at, in bytes.
const LONGEST: usize = 256;

/// The name that ends here; whether it stands in quotes.
fn name_before(text: &str, at: usize) -> (&str, bool) {
    let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
    let bare = before.trim_end_matches(['"', '\'']);
    let quoted = bare.len() < before.len();
    let bare = bare.trim_end_matches('\\');
    let mut from = bare.len();
    for (at, c) in bare.char_indices().rev() {
        if !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) || bare.len() - at > LONGEST {
            break;
        }
        from = at;
    }
    (bare.get(from..).unwrap_or_default(), quoted)
}

fn pair(text: &str, at: usize, sign: char) -> Option<(Range<usize>, &str)> {
    let (name, quoted) = name_before(text, at);
    let from = at + sign.len_utf8();
    let rest = text.get(from..).unwrap_or_default();
    let before = text.get(..at - name.len().min(at)).unwrap_or_default();
    let query = before.ends_with(['?', '&']);
    let pure = name.trim_start_matches('-');
    let pure = pure.trim_end_matches(['是', '为']);
    let pure = pure.strip_prefix('D').filter(|_| name.starts_with('-')).unwrap_or(pure);
    if let Some(apart) = member(text, name, from) {
        return Some(apart);
    }
    let signature = || pure == "sig" || pure.to_ascii_lowercase().ends_with("signature");
    if !(is_secret_key(pure) || (query && signature())) {
        return None;
    }
    if sign == '(' && !rest.starts_with(['"', '\'']) {
        return None;
    }
    // `=>` and `:=` are signs as well.
    let whole = match sign {
        '=' => rest.strip_prefix('>'),
        ':' => rest.strip_prefix('='),
        _ => None,
    };
    let from = from + usize::from(whole.is_some());
    let rest = whole.unwrap_or(rest);
    let colon = matches!(sign, ':' | '：');
    if colon && (rest.starts_with("//") || before.ends_with('/')) {
        return None;
    }
    let value = rest.trim_start_matches([' ', '\t']);
    let skipped = rest.len() - value.len();
    // `password= user=x` has an empty one; so has `password:` at the end of a line.
    if skipped > 0 && !colon && (value.starts_with('-') || word_is_pair(value)) {
        return None;
    }
    if colon && !quoted && skipped == 0 && is_port(value) {
        return None;
    }
    let inside = value_of(before, value, query)?;
    let start = from + skipped;
    let secret = value.get(inside.clone()).unwrap_or_default();
    may_be_secret(pure, secret).then_some((start + inside.start..start + inside.end, pure))
}

/// Whether the first word is itself `name=value`.
fn word_is_pair(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
    })
}

/// Whether a text begins with a port: one to five digits, and then the end or another part.
pub(super) fn is_port(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or_default();
    (1..=5).contains(&digits)
        && (ends(rest) || rest.starts_with(['/', '?', '#', '"', '\'', '<', '|', '&', '\\']))
}

/// Where the value stands in a text that begins with it.
fn value_of(before: &str, text: &str, query: bool) -> Option<Range<usize>> {
    let first = text.chars().next()?;
    if let Some(end) = reference(text) {
        return Some(0..end);
    }
    // Quotes in a text that is in quotes itself.
    for quote in ["\\\"", "\\'"] {
        if let Some(inner) = text.strip_prefix(quote) {
            let end = inner.find(quote).unwrap_or_else(|| line(inner));
            return Some(2..2 + end);
        }
    }
    match first {
        // What a shell puts in.
        '$' if text.starts_with("$(") => None,
        '"' | '\'' | '`' => {
            let triple = first.to_string().repeat(3);
            if let Some(inner) = text.strip_prefix(&triple) {
                let end = inner.find(&triple).unwrap_or(inner.len());
                return Some(3..3 + end);
            }
            Some(1..1 + quoted(text.get(1..)?, first))
        }
        '{' => {
            let inner = text.get(1..)?;
            let next = inner.trim_start();
            // An object: its members are looked at by themselves.
            if next.is_empty() || next.starts_with(['"', '}', '\'', '\\']) {
                return None;
            }
            let whole = inner.find('}').map_or(0, |end| end + 1);
            let variable = inner.get(..whole).is_some_and(super::is_reference);
            Some(1..1 + if variable { whole } else { braced(inner) })
        }
        '[' => {
            let end = text.find(']').unwrap_or_else(|| line(text));
            Some(0..end.max(1))
        }
        _ => {
            let end = bare(before, text, query);
            (end > 0).then_some(0..end)
        }
    }
}

/// The end of the line.
fn line(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// The length of a reference at the start of a text.
pub(super) fn reference(text: &str) -> Option<usize> {
    let close = if text.starts_with("{{") { "}}" } else { "}" };
    let close = if text.starts_with('<') { ">" } else { close };
    if !(text.starts_with("${") || text.starts_with("@{") || close != "}") {
        return None;
    }
    let end = text.find(close)? + close.len();
    let rest = text.get(end..).unwrap_or_default();
    let whole = super::is_reference(text.get(..end)?);
    let next = rest.starts_with(['"', '\'', '<', '&', '@', '/', '#', '\\', '`']);
    (whole && (ends(rest) || next)).then_some(end)
}

/// The length of what stands before the quote that closes it.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            '\n' => return at,
            c if c == quote => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of what stands before the brace that closes it; two of them are one of the text.
fn braced(text: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find('}')) {
        let here = from + at;
        if !text.get(here + 1..).is_some_and(|rest| rest.starts_with('}')) {
            return here;
        }
        from = here + 2;
    }
    line(text)
}

/// The length of a value without quotes. A sign that may stand in a password ends it only where
/// something follows that looks like the next part: better too much than half of a password.
fn bare(before: &str, text: &str, query: bool) -> usize {
    let opened =
        |open: char, close: char| before.matches(open).count() > before.matches(close).count();
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let end = match c {
            c if c.is_whitespace() => true,
            '"' | '\'' | '`' => ends(rest) || rest.starts_with('/'),
            '<' => rest.starts_with('/'),
            '&' => goes_on(rest) || rest.starts_with("amp;"),
            ',' | ';' => goes_on(rest) || (rest.starts_with([' ', '\n']) && !query),
            '}' => opened('{', '}') && ends(rest),
            ']' => opened('[', ']') && ends(rest),
            ')' => opened('(', ')') && ends(rest),
            '\\' => rest.starts_with(['"', '\'']),
            '，' | '；' | '。' => true,
            _ => false,
        };
        if end {
            return at;
        }
    }
    text.len()
}
