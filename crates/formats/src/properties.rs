//! Java `.properties`: escaping on the way out, lines with spots on the way in.

use model::Span;
use std::fmt::Write;

/// A key, escaped so that `java.util.Properties` reads it back: pure ASCII.
pub fn escape_key(key: &str) -> String {
    let mut out = String::new();
    for c in key.chars() {
        match c {
            ' ' | ':' | '=' | '#' | '!' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            _ => push_common(&mut out, c),
        }
    }
    out
}

/// A value, escaped so that `java.util.Properties` reads it back: pure ASCII, blanks at both ends
/// kept.
pub fn escape_value(value: &str) -> String {
    let mut out = String::new();
    let leading = value.len() - value.trim_start_matches(' ').len();
    for (at, c) in value.char_indices() {
        match c {
            ' ' if at < leading => out.push_str("\\ "),
            '\\' => out.push_str("\\\\"),
            _ => push_common(&mut out, c),
        }
    }
    out
}

fn push_common(out: &mut String, c: char) {
    match c {
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\u{c}' => out.push_str("\\f"),
        ' '..='~' => out.push(c),
        _ => {
            let mut units = [0_u16; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04X}");
            }
        }
    }
}

/// One entry as written in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key, unescaped.
    pub key: String,
    /// The value, unescaped, blanks at the end kept as Java keeps them.
    pub value: String,
    /// Where the key starts.
    pub span: Span,
}

/// Reads a file as `java.util.Properties` does (a byte-order mark at the start is dropped). Later
/// entries of a key come later; the last one counts.
pub fn read(text: &str) -> Vec<Entry> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut entries = Vec::new();
    let mut lines = natural_lines(text).enumerate();
    'entries: while let Some((number, first)) = lines.next() {
        let start = first.trim_start_matches(BLANKS);
        if start.is_empty() || start.starts_with(['#', '!']) {
            continue;
        }
        let column = first.chars().count() - start.chars().count() + 1;
        let mut logical = start.to_owned();
        // Each line is asked about itself alone, as Java does: what it follows ends with an even
        // number of backslashes, and to count those again for every line is quadratic.
        let mut open = ends_with_continuation(start);
        while open {
            logical.pop();
            let Some((_, next)) = lines.next() else { break };
            let next = next.trim_start_matches(BLANKS);
            // As long as nothing but a backslash was there, Java takes this for a new line.
            if logical.is_empty() && (next.is_empty() || next.starts_with(['#', '!'])) {
                continue 'entries;
            }
            logical.push_str(next);
            open = ends_with_continuation(next);
        }
        let (key, value) = split(&logical);
        let span = Span {
            line: u32::try_from(number + 1).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        };
        entries.push(Entry { key: unescape(key), value: unescape(value), span });
    }
    entries
}

/// What Java skips at the start of a line.
const BLANKS: [char; 3] = [' ', '\t', '\u{c}'];

/// Lines as Java ends them: with `\n`, `\r` or both. As in Java, an empty line follows a `\r\n` at
/// the end of the file, but not the other two.
fn natural_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    let mut both = false;
    std::iter::from_fn(move || {
        let text = rest.filter(|text| both || !text.is_empty())?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let (line, after) = text.split_at(end);
        both = after.starts_with("\r\n");
        rest = after.get(if both { 2 } else { 1 }..);
        Some(line)
    })
}

fn ends_with_continuation(line: &str) -> bool {
    line.chars().rev().take_while(|c| *c == '\\').count() % 2 == 1
}

/// Splits a logical line at the first unescaped `=`, `:` or blank.
fn split(line: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if matches!(c, '=' | ':' | ' ' | '\t' | '\u{c}') {
            let blank = [' ', '\t', '\u{c}'];
            let rest = line[at..].trim_start_matches(blank);
            let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest);
            return (&line[..at], rest.trim_start_matches(blank));
        }
    }
    (line, "")
}

fn unescape(text: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut chars = text.chars();
    let mut buffer = [0_u16; 2];
    while let Some(c) = chars.next() {
        if c != '\\' {
            units.extend_from_slice(c.encode_utf16(&mut buffer));
            continue;
        }
        match chars.next() {
            Some('t') => units.push(9),
            Some('n') => units.push(10),
            Some('r') => units.push(13),
            Some('f') => units.push(12),
            Some('u') => {
                match code_unit(chars.as_str()) {
                    Some(unit) => {
                        units.push(unit);
                        chars.nth(3);
                    }
                    // Java refuses the file; what stands there is kept so that nothing is lost.
                    None => units.extend("\\u".encode_utf16()),
                }
            }
            Some(other) => units.extend_from_slice(other.encode_utf16(&mut buffer)),
            None => {}
        }
    }
    String::from_utf16_lossy(&units)
}

/// The number that four hexadecimal digits at the start of a text mean. Nothing else is one, no sign
/// either: `Properties.load` throws "Malformed \\uxxxx encoding." (`java.util.Properties.loadConvert`).
fn code_unit(text: &str) -> Option<u16> {
    let digits = text.get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_values_survive_the_round_trip() {
        for value in ["", " a ", "a\\b", "=x", "a\nb=c", "é中😀", "\tx", "#!", "C:\\t", "x\\"] {
            let text = format!("{}={}\n", escape_key("k =:#!é"), escape_value(value));
            let entries = read(&text);
            assert_eq!(entries.len(), 1, "{text}");
            assert_eq!((entries[0].key.as_str(), entries[0].value.as_str()), ("k =:#!é", value));
            assert!(text.is_ascii());
        }
    }

    #[test]
    fn continuations_comments_and_separators_are_read() {
        let e = read("\u{FEFF}# c\n! d\n\n  a = 1\nb:2\nc 3\nd=x\\\n   y\ne\n");
        let got: Vec<_> = e.iter().map(|e| (e.key.as_str(), e.value.as_str())).collect();
        assert_eq!(got, [("a", "1"), ("b", "2"), ("c", "3"), ("d", "xy"), ("e", "")]);
        assert_eq!(e[0].span, Span { line: 4, column: 3 });
    }

    #[test]
    fn only_four_hexadecimal_digits_are_an_escape() {
        let value = |text: &str| read(&format!("k={text}")).remove(0).value;
        assert_eq!(value("\\u0041\\u00e9\\uD83D\\uDE00"), "Aé😀");
        for bad in
            ["\\u+041", "\\u-041", "\\u 041", "\\u041", "\\u", "\\u00é", "\\uxxxx", "\\u0x41"]
        {
            assert_eq!(value(bad), bad, "what Java refuses stays as it stands");
        }
    }

    #[test]
    fn a_megabyte_of_backslashes_is_read_once() {
        // Read anew for each of its lines, this would be some 80 000 million characters.
        let lines = 400_000;
        let entries = read(&format!("k={}end\nb=1\n", "\\\\\\\n".repeat(lines)));
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].value.len(), lines + "end".len());
        assert_eq!(entries[1].span.line, u32::try_from(lines).unwrap_or_default() + 2);
        // An even number ends the value, wherever the line stands.
        let entries = read("a=1\\\n\\\\\nb=2\\\\\nc=\\\n\\\n3\n");
        let got: Vec<_> = entries.iter().map(|e| (e.key.as_str(), e.value.as_str())).collect();
        assert_eq!(got, [("a", "1\\"), ("b", "2\\"), ("c", "3")]);
    }
}
