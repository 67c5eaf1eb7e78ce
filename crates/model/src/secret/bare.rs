//! Values without quotes of their own, and where they end. A sign that may stand in a password ends
//! one only where something follows that looks like the next part, and a blank only where no part of
//! the same text can follow: better too much than half of a password.

use super::pair::word_is_pair;
use super::scan::{ends, goes_on, near};

/// How far is looked back for what a value stands in, and ahead for what follows a blank, in bytes.
const FAR: usize = 1024;

/// The length of the value that a text begins with; `before` stands in front of its name, which may
/// be in quotes of its own. In a query a blank ends no list.
pub(super) fn length(before: &str, text: &str, query: bool, quoted: bool) -> usize {
    let before = end_of(before);
    let opened =
        |open: char, close: char| before.matches(open).count() > before.matches(close).count();
    let mut blanks = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let end = match c {
            c if c.is_whitespace() => {
                let more = || if quoted { 0 } else { beyond(before, text, at, query) };
                let more = || slash(rest).map_or_else(more, |slash| slash + c.len_utf8());
                at >= *blanks.get_or_insert_with(|| at + more())
            }
            '"' | '\'' | '`' => ends(rest) || rest.starts_with('/'),
            '<' => rest.starts_with('/'),
            '&' => goes_on(rest) || rest.starts_with("amp;"),
            ',' | ';' => goes_on(rest) || (rest.starts_with([' ', '\n']) && !query),
            '}' => ends(rest) && opened('{', '}'),
            ']' => ends(rest) && opened('[', ']'),
            // `address=(password=…)/database` as well.
            ')' => (ends(rest) || rest.starts_with(['/', '?', '('])) && opened('(', ')'),
            '\\' => rest.starts_with(['"', '\'']),
            '，' | '；' | '。' => true,
            _ => false,
        };
        if end {
            return at;
        }
    }
    text.trim_end().len()
}

/// The length of `/ secret` behind the user of both.
fn slash(rest: &str) -> Option<usize> {
    let word = rest.strip_prefix("/ ")?;
    let end = word.find(char::is_whitespace).unwrap_or(word.len());
    (end > 0).then_some(end + 2)
}

/// The end of what stands before a name.
fn end_of(before: &str) -> &str {
    let from = before.len().saturating_sub(FAR);
    let from = (from..=before.len()).find(|at| before.is_char_boundary(*at));
    from.and_then(|from| before.get(from..)).unwrap_or_default()
}

/// How far a value goes on behind its first blank, which stands at `at`: not at all where it is a word
/// of its own; in a string of a connection, and in an option in quotes, as far as no other option
/// begins.
fn beyond(before: &str, text: &str, at: usize, query: bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = near(rest, FAR).split(['\n', '\r']).next().unwrap_or_default();
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let open = |quote: &char| word.matches(*quote).count() % 2 == 1;
    let quote = ['"', '\''].into_iter().find(open);
    let closed = quote.is_some_and(|quote| line.contains(quote));
    // `"-Dx.password=two words"`, but not the first word of a whole command.
    let option = closed && before.ends_with(['"', '\'']);
    let part = query || before.ends_with([';', ',', '(', ':']);
    let connection = part && (word.contains("://") || word.contains("jdbc"));
    if !option && !connection {
        return 0;
    }
    let (mut end, mut next) = (0, false);
    for part in line.split(char::is_whitespace).filter(|part| !part.is_empty()) {
        if stops(part) {
            break;
        }
        end = part.as_ptr() as usize - line.as_ptr() as usize + part.len();
        let delimited = |(at, _): (usize, &str)| {
            part.get(at + 1..).is_some_and(|rest| !rest.is_empty() && goes_on(rest))
        };
        if part.match_indices(['&', ';', ',']).any(delimited) {
            next = true;
            break;
        }
    }
    let alone = word.len() == before.len() || closed;
    if option || alone || next { end } else { 0 }
}

/// Whether a word behind a blank is the next part of a command or a list.
fn stops(word: &str) -> bool {
    word.starts_with(['-', '|', '<', '>', '&', ';', '#', '`'])
        || word.contains("://")
        || word_is_pair(word)
}
