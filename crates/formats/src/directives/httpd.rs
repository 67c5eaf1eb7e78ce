//! Apache httpd: a directive a line, `\` at a line's end continues it, `<Name …>` begins a block and
//! `</Name>` ends it. `#` begins a comment at the beginning of a line only (`ap_cfg_getline`,
//! `ap_getword_conf`).

use super::{DEEPEST, Directives, no_block, open_quote, too_deep, unclosed};
use model::Span;

/// Reads a file. Names keep their case; httpd does not mind it.
pub fn read(text: &str) -> Directives {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut out = Directives::default();
    let mut blocks: Vec<usize> = Vec::new();
    let mut lines = (1_u32..).zip(text.lines());
    while let Some((number, first)) = lines.next() {
        let mut line = first.to_owned();
        while line.ends_with('\\') {
            line.pop();
            match lines.next() {
                Some((_, more)) => line.push_str(more),
                None => break,
            }
        }
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let before = line.chars().take_while(|c| c.is_whitespace()).count();
        let column = u32::try_from(before.saturating_add(1)).unwrap_or(u32::MAX);
        let span = Span { line: number, column };
        if let Some(end) = content.strip_prefix("</") {
            let name = end.trim_end_matches('>').trim();
            close(name, span, &mut blocks, &mut out);
            continue;
        }
        let block = content.starts_with('<');
        if block && blocks.len() >= DEEPEST {
            out.problems.push((span, too_deep()));
            return out;
        }
        let inner = match content.strip_prefix('<') {
            Some(inner) => inner.strip_suffix('>').unwrap_or(inner),
            None => content,
        };
        let words = words(inner, span, &mut out);
        let number = out.all.len();
        if words.is_empty() || !out.push(words, span, blocks.last().copied(), block) {
            return out;
        }
        if block {
            blocks.push(number);
        }
    }
    out.left_open(blocks);
    out
}

/// Ends the innermost block of a name; those inside of it that were left open are told.
fn close(name: &str, span: Span, blocks: &mut Vec<usize>, out: &mut Directives) {
    let is = |at: &usize| out.all.get(*at).is_some_and(|d| d.name().eq_ignore_ascii_case(name));
    let Some(at) = blocks.iter().rposition(is) else {
        out.problems.push((span, no_block(&format!("</{name}>"))));
        return;
    };
    for open in blocks.split_off(at).into_iter().skip(1) {
        if let Some((span, name)) = out.all.get(open).map(|d| (d.span, d.name().to_owned())) {
            out.problems.push((span, unclosed(&name)));
        }
    }
}

/// The words of a line: a quotation mark at the beginning of a word holds it together, and a backslash
/// before that mark, or before a backslash in front of it, is taken away.
fn words(text: &str, span: Span, out: &mut Directives) -> Vec<String> {
    let mut words = Vec::new();
    let mut chars = text.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        let Some(first) = chars.peek().copied() else { return words };
        let quote = Some(first).filter(|c| matches!(c, '"' | '\''));
        let mut word = String::new();
        if quote.is_some() {
            chars.next();
        }
        let mut closed = quote.is_none();
        while let Some(c) = chars.next_if(|c| quote.is_some() || !c.is_whitespace()) {
            match quote {
                Some(q) if c == q => {
                    closed = true;
                    break;
                }
                Some(q) if c == '\\' => {
                    let next = chars.next_if(|c| *c == q || *c == '\\');
                    word.push(next.unwrap_or('\\'));
                }
                _ => word.push(c),
            }
        }
        if !closed {
            out.problems.push((span, open_quote()));
        }
        words.push(word);
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn blocks_quotes_and_continuation_lines() {
        let text = "# x\r\n<Proxy \"balancer://nodes\">\r\n  BalancerMember http://k1:7070 \\\r\n    \
            route=n1\r\n</Proxy>\n<VirtualHost *:80>\n<IfModule mod_x.c>\n ProxyPass \"/a b/\" 'x\\'y' z#1\n\
            </IfModule>\n</virtualhost>\n";
        let read = read(text);
        assert_eq!(read.problems, Vec::new());
        let all: Vec<_> =
            read.all.iter().map(|d| (read.around(d).count(), d.words.join("|"))).collect();
        let all: Vec<(usize, &str)> = all.iter().map(|(n, d)| (*n, d.as_str())).collect();
        assert_eq!(
            all,
            [
                (0, "Proxy|balancer://nodes"),
                (1, "BalancerMember|http://k1:7070|route=n1"),
                (0, "VirtualHost|*:80"),
                (1, "IfModule|mod_x.c"),
                (2, "ProxyPass|/a b/|x'y|z#1"),
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let spots =
            |text| read(text).problems.iter().map(|(s, _)| (s.line, s.column)).collect::<Vec<_>>();
        assert_eq!(spots("<A>\n  <B>\n</A>\n</C>"), [(2, 3), (4, 1)]);
        assert_eq!(spots("a\n <A x>\n b \"c"), [(3, 2), (2, 2)]);
        assert_eq!(spots("a \\"), []);
        assert_eq!(read(&"<a>\n".repeat(20_000)).problems.len(), 1);
    }
}
