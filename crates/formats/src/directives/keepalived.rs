//! keepalived: a directive a line, words between blanks; `{` begins a block and `}` ends it. Outside of
//! quotation marks `#` and `!` begin a comment wherever they stand (`lib/parser.c` of keepalived:
//! `decomment`, `alloc_strvec_quoted_escaped`).

use super::{Cursor, DEEPEST, Directives, no_block, open_quote, too_deep};
use model::msg;

/// Reads a file.
pub fn read(text: &str) -> Directives {
    let mut out = Directives::default();
    let mut cursor = Cursor::new(text);
    let mut blocks: Vec<usize> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut begin = cursor.at;
    while let Some(c) = cursor.peek() {
        let here = cursor.at;
        match c {
            ' ' | '\t' | '\r' => {
                cursor.next();
            }
            '#' | '!' => cursor.skip_line(),
            '\n' | '}' => {
                cursor.next();
                let all = std::mem::take(&mut words);
                if !all.is_empty() && !out.push(all, begin, blocks.last().copied(), false) {
                    return out;
                }
                if c == '}' && blocks.pop().is_none() {
                    out.problems.push((here, no_block("}")));
                }
            }
            '{' => {
                cursor.next();
                if blocks.len() >= DEEPEST {
                    out.problems.push((here, too_deep()));
                    return out;
                }
                let Some(number) = block(&mut out, &mut words, begin, here, blocks.last().copied())
                else {
                    return out;
                };
                blocks.push(number);
            }
            _ => {
                if words.is_empty() {
                    begin = here;
                }
                words.push(word(&mut cursor, here, &mut out));
            }
        }
    }
    if !words.is_empty() {
        out.push(words, begin, blocks.last().copied(), false);
    }
    out.left_open(blocks);
    out
}

/// The number of the block that begins: with the words before it, or those of the line before.
fn block(
    out: &mut Directives,
    words: &mut Vec<String>,
    begin: model::Span,
    here: model::Span,
    parent: Option<usize>,
) -> Option<usize> {
    let all = std::mem::take(words);
    if all.is_empty()
        && let Some(last) = out.all.last_mut().filter(|d| d.parent == parent && !d.block)
    {
        last.block = true;
        return Some(out.all.len() - 1);
    }
    let nameless = all.is_empty();
    if nameless {
        out.problems.push((here, nobody()));
    }
    let (all, span) = if nameless { (vec![String::new()], here) } else { (all, begin) };
    out.push(all, span, parent, true).then(|| out.all.len() - 1)
}

/// A block without a name.
fn nobody() -> model::Message {
    msg!(en: "A block without a name: keepalived does not know what it is of.",
         zh: "块没有名称：keepalived 不知道它属于什么。")
}

fn word(cursor: &mut Cursor, here: model::Span, out: &mut Directives) -> String {
    let quote = cursor.peek().filter(|c| matches!(c, '"' | '\''));
    if quote.is_some() {
        cursor.next();
    }
    let mut word = String::new();
    loop {
        let c = cursor.peek().filter(|c| *c != '\n');
        match (quote, c) {
            (Some(_), None) => {
                out.problems.push((here, open_quote()));
                return word;
            }
            (Some(q), Some(c)) if q == c => {
                cursor.next();
                return word;
            }
            (None, None | Some(' ' | '\t' | '\r' | '{' | '}' | '#' | '!')) => return word,
            (_, Some(c)) => {
                cursor.next();
                word.push(c);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn lines(text: &str) -> Vec<String> {
        super::super::drawn(read, text)
    }

    #[test]
    fn blocks_words_and_comments() {
        let text = "! a comment\nvrrp_instance VI_1 {\n  state MASTER # first\r\n  virtual_ipaddress { 10.0.0.100/24 dev eth0 }\n\
            track_script\n  {\n    chk_nginx\n  }\n  notify \"/etc/x y.sh\" root\n}\n";
        assert_eq!(
            lines(text),
            [
                "vrrp_instance VI_1",
                ">state MASTER",
                ">virtual_ipaddress",
                ">>10.0.0.100/24 dev eth0",
                ">track_script",
                ">>chk_nginx",
                ">notify /etc/x y.sh root",
            ]
        );
        assert_eq!(lines("auth_pass ab#cd"), ["auth_pass ab"]);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        for (text, line, column) in
            [("a {\n b\n", 1, 1), ("a }\n", 1, 3), ("x\na \"b\n}", 2, 3), ("\n{ a }\n", 2, 1)]
        {
            let read = read(text);
            let spots = read.problems.iter().map(|(span, _)| (span.line, span.column));
            let spots: Vec<_> = spots.collect();
            assert!(spots.contains(&(line, column)), "{text}: {spots:?}");
        }
        let deep = "a {\n".repeat(50_000);
        assert_eq!((read(&deep).problems.len(), read(&deep).all.len()), (1, 64));
        assert_eq!(read(&"a\n".repeat(super::super::MOST + 9)).all.len(), super::super::MOST);
    }
}
