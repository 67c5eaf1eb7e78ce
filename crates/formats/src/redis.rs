//! The lines of `redis.conf` and `sentinel.conf`: words, between blanks, in quotes where need be.

use model::value::shown;
use model::{Message, msg};

/// The words of a text, as Redis reads them: between double quotes a backslash begins an escape,
/// between single quotes only one of them is escaped, and a quotation mark ends its word.
///
/// # Errors
/// Why Redis would refuse the line.
pub fn words(text: &str) -> Result<Vec<String>, Message> {
    let unbalanced = || {
        msg!(en: "\"{t}\" has a quotation mark that is not closed, or something right behind one",
             zh: "“{t}”中的引号没有闭合，或引号后紧跟其他字符", t = shown(text))
    };
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let mut word = Vec::new();
        let mut chars = rest.char_indices().peekable();
        let mut end = rest.len();
        let mut quote = None;
        while let Some((at, c)) = chars.next() {
            let after = |at: usize| rest.get(at..).unwrap_or_default();
            match (quote, c) {
                (None, c) if c.is_ascii_whitespace() => {
                    end = at;
                    break;
                }
                (None, '"' | '\'') => quote = Some(c),
                (Some('"'), '\\') => match hex(after(at)) {
                    Some(byte) => {
                        word.push(byte);
                        for _ in 0..3 {
                            chars.next();
                        }
                    }
                    None => match chars.next() {
                        Some((_, escaped)) => push(&mut word, unescaped(escaped)),
                        None => return Err(unbalanced()),
                    },
                },
                (Some('\''), '\\') if after(at + 1).starts_with('\'') => {
                    chars.next();
                    word.push(b'\'');
                }
                (Some(open), c) if c == open => {
                    let next = chars.peek().map(|(_, c)| *c);
                    if next.is_some_and(|c| !c.is_ascii_whitespace()) {
                        return Err(unbalanced());
                    }
                    quote = None;
                }
                (_, c) => push(&mut word, c),
            }
        }
        if quote.is_some() {
            return Err(unbalanced());
        }
        words.push(String::from_utf8_lossy(&word).into_owned());
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    Ok(words)
}

fn push(word: &mut Vec<u8>, c: char) {
    word.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The byte of `\xNN`.
fn hex(text: &str) -> Option<u8> {
    let digits = text.strip_prefix("\\x")?.get(..2)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(digits, 16).ok())?
}

fn unescaped(c: char) -> char {
    match c {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'a' => '\u{7}',
        c => c,
    }
}

/// A word that Redis reads as exactly this text. Safe words stay bare.
pub fn quote(word: &str) -> String {
    let bare = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '\\');
    if !word.is_empty() && word.chars().all(bare) {
        return word.to_owned();
    }
    quoted(word)
}

/// The same, always between double quotes.
pub fn quoted(word: &str) -> String {
    let mut out = String::from("\"");
    for c in word.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_ascii_control() => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_redis_reads_them() {
        let read = |text: &str| words(text).unwrap();
        assert_eq!(read(" 900 1\t300  10 "), ["900", "1", "300", "10"]);
        assert_eq!(read(r#""""#), [""]);
        assert_eq!(read(r#""a b" 'c "d' "#), ["a b", "c \"d"]);
        assert_eq!(read(r#""\x41\n\q\"" 'it\'s\n'"#), ["A\nq\"", "it's\\n"]);
        assert_eq!(read(r#""\x4" a#b ä"#), ["x4", "a#b", "ä"]);
        assert!(read("").is_empty());
        for bad in ["\"", "'a", "\"a\"b", "a\"", "\"a\\"] {
            assert!(words(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_quoted_is_read_again() {
        for text in ["", "a", "a b", "\"", "'", "\\", "#x", "é\u{1}\n", "@{X}", "a\"b\\c"] {
            assert_eq!(words(&quote(text)).unwrap(), [text]);
            assert_eq!(words(&quoted(text)).unwrap(), [text]);
        }
        assert_eq!((quote("-::*"), quote("")), ("-::*".to_owned(), "\"\"".to_owned()));
    }
}
