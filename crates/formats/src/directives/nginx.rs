//! Nginx: words between blanks, `;` ends a directive, `{` begins a block and `}` ends it
//! (`ngx_conf_file.c`, `ngx_conf_read_token`). A quotation mark and `#` mean something at the beginning
//! of a word only.

use super::{Cursor, DEEPEST, Directives, no_block, open_quote, too_deep};
use model::{Span, msg};

/// Reads a file, or a piece of one that is included.
pub fn read(text: &str) -> Directives {
    let mut out = Directives::default();
    let mut cursor = Cursor::new(text);
    let mut blocks: Vec<usize> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut begin = cursor.at;
    loop {
        while cursor.peek().is_some_and(is_blank) {
            cursor.next();
        }
        if words.is_empty() {
            begin = cursor.at;
        }
        let here = cursor.at;
        match cursor.peek() {
            None => break,
            Some('#') => cursor.skip_line(),
            // What another language takes for a comment is read as what was meant, and told.
            Some('/') if words.is_empty() && is_foreign_comment(&cursor, &blocks, &out) => {
                out.problems.push((
                    here,
                    msg!(
                    en: "\"//\" begins no comment in Nginx, which refuses the file (\"unknown directive\"): comments begin with #.",
                    zh: "“//”在 Nginx 中不是注释，它会拒绝该文件（“unknown directive”）：注释以 # 开头。"),
                ));
                cursor.skip_line();
            }
            Some(';') => {
                cursor.next();
                let all = std::mem::take(&mut words);
                if !all.is_empty() && !out.push(all, begin, blocks.last().copied(), false) {
                    return out;
                }
            }
            Some('{') => {
                cursor.next();
                let all = std::mem::take(&mut words);
                if all.is_empty() {
                    out.problems.push((
                        here,
                        msg!(
                        en: "A block without a name: Nginx refuses the file.",
                        zh: "块没有名称：Nginx 会拒绝该文件。"),
                    ));
                }
                let foreign = all.first().is_some_and(|name| name.ends_with("_by_lua_block"));
                let all = if all.is_empty() { vec![String::new()] } else { all };
                let number = out.all.len();
                if blocks.len() >= DEEPEST {
                    out.problems.push((here, too_deep()));
                    return out;
                }
                if !out.push(all, begin, blocks.last().copied(), true) {
                    return out;
                }
                if foreign {
                    skip_program(&mut cursor);
                } else {
                    blocks.push(number);
                }
            }
            Some('}') => {
                cursor.next();
                left_open(&mut words, begin, blocks.last().copied(), &mut out);
                if blocks.pop().is_none() {
                    out.problems.push((here, no_block("}")));
                }
            }
            Some(_) => words.push(word(&mut cursor, here, &mut out)),
        }
    }
    left_open(&mut words, begin, blocks.last().copied(), &mut out);
    out.left_open(blocks);
    out
}

/// Whether lines in a block are entries of a table, which may begin with anything.
pub fn is_table(block: &str) -> bool {
    matches!(block, "map" | "geo" | "types" | "split_clients" | "charset_map")
}

fn is_foreign_comment(cursor: &Cursor, blocks: &[usize], out: &Directives) -> bool {
    let block = blocks.last().and_then(|at| out.all.get(*at));
    cursor.starts_with("//") && block.is_none_or(|block| !is_table(block.name()))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// A directive without its `;`: told, and read all the same.
fn left_open(words: &mut Vec<String>, span: Span, parent: Option<usize>, out: &mut Directives) {
    let words = std::mem::take(words);
    if let Some(name) = words.first() {
        out.problems.push((
            span,
            msg!(
            en: "{d} has no semicolon at its end: Nginx refuses the file.",
            zh: "{d} 末尾缺少分号：Nginx 会拒绝该文件。", d = model::value::shown(name)),
        ));
        out.push(words, span, parent, false);
    }
}

fn word(cursor: &mut Cursor, here: Span, out: &mut Directives) -> String {
    let quote = cursor.peek().filter(|c| matches!(c, '"' | '\''));
    let mut word = String::new();
    if quote.is_some() {
        cursor.next();
    }
    loop {
        let Some(c) = cursor.peek() else {
            if quote.is_some() {
                out.problems.push((here, open_quote()));
            }
            return word;
        };
        match quote {
            Some(q) if c == q => {
                cursor.next();
                return word;
            }
            None if is_blank(c) || matches!(c, ';' | '{') => return word,
            _ => {}
        }
        cursor.next();
        match c {
            '\\' => match cursor.next() {
                Some(c @ ('"' | '\'' | '\\')) => word.push(c),
                Some('t') => word.push('\t'),
                Some('r') => word.push('\r'),
                Some('n') => word.push('\n'),
                Some(c) => word.extend(['\\', c]),
                None => word.push('\\'),
            },
            // `${name}` is no block.
            '$' if quote.is_none() && cursor.peek() == Some('{') => {
                cursor.next();
                word.push_str("${");
            }
            c => word.push(c),
        }
    }
}

/// A program in another language, to the brace that ends it.
fn skip_program(cursor: &mut Cursor) {
    let mut depth = 1_u32;
    while let Some(c) = cursor.next() {
        match c {
            '{' => depth = depth.saturating_add(1),
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return;
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
        let text = "# a\nhttp{upstream a{server k1:7070;server [2001:db8::1]:7070 backup;}\r\n\
            \tserver { listen 80; # server k9:1;\n location ~ \"^/a{2};\" { return 200 'ok\\n'; } } }";
        assert_eq!(
            lines(text),
            [
                "http",
                ">upstream a",
                ">>server k1:7070",
                ">>server [2001:db8::1]:7070 backup",
                ">server",
                ">>listen 80",
                ">>location ~ ^/a{2};",
                ">>>return 200 ok\n"
            ]
        );
    }

    #[test]
    fn what_means_nothing_inside_of_a_word() {
        assert_eq!(lines("set $a b#c\"d'e;"), ["set $a b#c\"d'e"]);
        assert_eq!(lines("proxy_pass http://${pool}/x;"), ["proxy_pass http://${pool}/x"]);
        assert_eq!(lines(r#"a "b\"c" 'd\'e' f\;g \d;"#), [r#"a b"c d'e f\;g \d"#]);
        assert_eq!(
            lines("content_by_lua_block { a = {1}; } b c;"),
            ["content_by_lua_block", "b c"]
        );
        assert_eq!(lines("a\n  b\n  c;\n;;"), ["a b c"]);
        assert_eq!(lines("map $a $b { //c d; }"), ["map $a $b", ">//c d"]);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        for (text, line, column, count) in [
            ("a b\n}", 1, 1, 2),
            ("x;\n  http {\n a 1;", 2, 3, 1),
            ("a \"b;\n", 1, 3, 2),
            ("{ a; }", 1, 1, 1),
            ("a { //b\n c d;\n}", 1, 5, 1),
        ] {
            let read = read(text);
            let spot = read.problems.first().map(|(span, _)| (span.line, span.column));
            assert_eq!((spot, read.problems.len()), (Some((line, column)), count), "{text}");
        }
    }

    #[test]
    fn a_deep_file_and_one_of_many_directives_end() {
        let deep = "a{".repeat(50_000);
        assert_eq!((read(&deep).problems.len(), read(&deep).all.len()), (1, 64));
        assert_eq!(read(&"a;".repeat(super::super::MOST + 9)).all.len(), super::super::MOST);
    }

    #[test]
    fn the_directives_of_a_block_are_its_own() {
        let read = read("a{b;c{d;}e;}f{g;}");
        let of = |at| read.inside(at).map(|(_, d)| d.line()).collect::<Vec<_>>().join(" ");
        assert_eq!(
            (of(None), of(Some(0)), of(Some(2))),
            ("a f".into(), "b c e".into(), "d".into())
        );
    }
}
