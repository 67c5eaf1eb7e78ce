//! HAProxy: a directive a line, words between blanks; a section's name begins a section, and the next
//! one ends it (`parse_line` of HAProxy's `tools.c`). Quotation marks may stand inside of a word, and `#`
//! begins a comment wherever it stands.

use super::{Cursor, Directives, open_quote};
use model::msg;

/// Words that begin a section.
pub const SECTIONS: [&str; 18] = [
    "global",
    "defaults",
    "frontend",
    "backend",
    "listen",
    "peers",
    "userlist",
    "resolvers",
    "mailers",
    "cache",
    "program",
    "http-errors",
    "ring",
    "log-forward",
    "log-profile",
    "fcgi-app",
    "crt-store",
    "traces",
];

/// Reads a file.
pub fn read(text: &str) -> Directives {
    let mut out = Directives::default();
    let mut cursor = Cursor::new(text);
    let mut section = None;
    while cursor.peek().is_some() {
        while cursor.peek().is_some_and(|c| matches!(c, ' ' | '\t' | '\r')) {
            cursor.next();
        }
        let begin = cursor.at;
        let words = words(&mut cursor, &mut out);
        let Some(first) = words.first() else { continue };
        let begins = SECTIONS.contains(&first.as_str());
        if !begins && section.is_none() && !first.starts_with('.') {
            out.problems.push((
                begin,
                msg!(
                en: "{d} stands in no section: HAProxy refuses the file.",
                zh: "{d} 不在任何段落中：HAProxy 会拒绝该文件。", d = model::value::shown(first)),
            ));
        }
        let number = out.all.len();
        let parent = if begins { None } else { section };
        if !out.push(words, begin, parent, begins) {
            return out;
        }
        if begins {
            section = Some(number);
        }
    }
    out
}

/// The words of a line, to its end.
fn words(cursor: &mut Cursor, out: &mut Directives) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<(char, model::Span)> = None;
    loop {
        let here = cursor.at;
        let Some(c) = cursor.next().filter(|c| *c != '\n') else { break };
        match (quote, c) {
            (None, '#') => {
                cursor.skip_line();
                cursor.next();
                break;
            }
            (None, ' ' | '\t' | '\r') => words.extend(word.take()),
            (None, '"' | '\'') => {
                quote = Some((c, here));
                word.get_or_insert_default();
            }
            (Some((q, _)), c) if q == c => quote = None,
            (Some(('\'', _)), c) => word.get_or_insert_default().push(c),
            (_, '\\') => {
                let next = cursor.peek().filter(|c| !matches!(c, '\n' | '\r'));
                let known = next.and_then(|c| escaped(c, quote.is_some()));
                if known.is_some() {
                    cursor.next();
                }
                word.get_or_insert_default().push(known.unwrap_or('\\'));
            }
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if let Some((_, span)) = quote {
        out.problems.push((span, open_quote()));
    }
    words
}

/// What a character behind a backslash stands for; nothing where the backslash stays.
fn escaped(c: char, quoted: bool) -> Option<char> {
    match c {
        '\\' | '"' | '#' | ' ' | '$' => Some(c),
        '\'' if !quoted => Some(c),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn sections_words_and_comments() {
        let text = "global\r\n\tmaxconn 10 # many\n\ndefaults\n mode http\nfrontend f\n  bind *:80\n\
            # server x y\nbackend b\n    server k1 10.0.0.1:7070 check\\ x 'a # b' \"c\\\"d\"e\n";
        let read = read(text);
        assert_eq!(read.problems, Vec::new());
        let of = |at| read.inside(at).map(|(_, d)| d.words.join("|")).collect::<Vec<_>>();
        assert_eq!(of(None), ["global", "defaults", "frontend|f", "backend|b"]);
        assert_eq!(of(Some(0)), ["maxconn|10"]);
        assert_eq!(of(Some(6)), ["server|k1|10.0.0.1:7070|check x|a # b|c\"de"]);
    }

    #[test]
    fn regular_expressions_keep_their_backslashes() {
        let read = read("frontend f\n acl a path -m reg '\\.x$' ^\\.(a|b)\\d\n");
        assert_eq!(read.all[1].words, ["acl", "a", "path", "-m", "reg", "\\.x$", "^\\.(a|b)\\d"]);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let read = read("server a b\nfrontend f\n  bind \"x\n  mode http");
        let spots: Vec<_> = read.problems.iter().map(|(s, _)| (s.line, s.column)).collect();
        assert_eq!(spots, [(1, 1), (3, 8)]);
        assert_eq!(
            read.all.last().map(super::super::Directive::line),
            Some("mode http".to_owned())
        );
    }
}
