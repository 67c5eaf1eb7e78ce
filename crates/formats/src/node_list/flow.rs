//! What stands behind a colon in YAML, in one line: a plain or quoted text, `{a: b}`, `[a, b]`.

/// A value. Texts have their quotes removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Nothing, `null` or `~`.
    Nothing,
    Text(String),
    Map(Vec<(String, Flow)>),
    List(Vec<Flow>),
}

/// No inventory nests deeper in one line.
const DEPTH: u32 = 8;

/// Reads a value. `None` for what is none of these: anchors, tags, block texts, a bracket or a
/// quote that does not end in this line.
pub(super) fn read(text: &str) -> Option<Flow> {
    let mut reader = Reader { rest: text.trim_start() };
    let value = reader.value(0, DEPTH)?;
    reader.blanks();
    reader.rest.is_empty().then_some(value)
}

/// Reads a key at the start of a line, and what stands behind its colon. `None` when there is none.
pub(super) fn key(text: &str) -> Option<(String, &str)> {
    let mut reader = Reader { rest: text };
    let key = reader.text(0, true)?;
    reader.blanks();
    let rest = reader.rest.strip_prefix(':')?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| (key, rest.trim_start()))
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, sign: char) -> bool {
        self.blanks();
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// A value; `inside` counts the brackets around it, `deeper` those that may still be opened.
    fn value(&mut self, inside: u32, deeper: u32) -> Option<Flow> {
        self.blanks();
        if self.take('{') {
            let mut entries = Vec::new();
            while !self.take('}') {
                self.blanks();
                let key = self.text(inside + 1, true)?;
                let value = if self.take(':') {
                    self.value(inside + 1, deeper.checked_sub(1)?)?
                } else {
                    Flow::Nothing
                };
                entries.push((key, value));
                if !self.take(',') && !self.rest.starts_with('}') {
                    return None;
                }
            }
            return Some(Flow::Map(entries));
        }
        if self.take('[') {
            let mut items = Vec::new();
            while !self.take(']') {
                items.push(self.value(inside + 1, deeper.checked_sub(1)?)?);
                if !self.take(',') && !self.rest.starts_with(']') {
                    return None;
                }
            }
            return Some(Flow::List(items));
        }
        let quoted = self.rest.starts_with(['"', '\'']);
        let text = self.text(inside, false)?;
        let nothing = !quoted && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL");
        Some(if nothing { Flow::Nothing } else { Flow::Text(text) })
    }

    /// A plain or quoted text, of a key or a value.
    fn text(&mut self, inside: u32, of_key: bool) -> Option<String> {
        if let Some(quote) = ['"', '\''].into_iter().find(|q| self.rest.starts_with(*q)) {
            return self.quoted(quote);
        }
        // Signs that begin something else: an anchor, an alias, a tag, a block.
        if self.rest.starts_with(['&', '*', '!', '|', '>', '%', '@', '`']) {
            return None;
        }
        let mut end = self.rest.len();
        // `k[1:3]` is a range, and what stands in it belongs to it.
        let mut range = 0_u32;
        for (at, c) in self.rest.char_indices() {
            let next = self.rest[at + c.len_utf8()..].chars().next();
            let colon = c == ':'
                && next.is_none_or(|n| n.is_whitespace() || (inside > 0 && ",]}".contains(n)));
            let bracket = inside > 0 && ",}]".contains(c);
            if range == 0 && ((colon && (of_key || inside > 0)) || bracket) {
                end = at;
                break;
            }
            match c {
                '[' => range = range.saturating_add(1),
                ']' => range = range.saturating_sub(1),
                _ => {}
            }
        }
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        let text = text.trim_end();
        (!(of_key && text.is_empty())).then(|| text.to_owned())
    }

    fn quoted(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let mut signs = self.rest.char_indices().skip(1).peekable();
        while let Some((at, c)) = signs.next() {
            if c == quote && quote == '\'' && signs.peek().is_some_and(|(_, c)| *c == '\'') {
                signs.next();
                text.push('\'');
            } else if c == quote {
                self.rest = &self.rest[at + 1..];
                return Some(text);
            } else if c == '\\' && quote == '"' {
                // Names and addresses need no more than these.
                text.push(signs.next().map(|(_, c)| c).filter(|c| "\"\\/".contains(*c))?);
            } else {
                text.push(c);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Flow {
        Flow::Text(text.to_owned())
    }

    #[test]
    fn one_line_of_yaml_is_read() {
        assert_eq!(read(""), Some(Flow::Nothing));
        assert_eq!(read("~"), Some(Flow::Nothing));
        assert_eq!(read("'null'"), Some(text("null")));
        assert_eq!(read("10.0.0.1"), Some(text("10.0.0.1")));
        assert_eq!(read("fd00::1"), Some(text("fd00::1")));
        assert_eq!(read("'it''s'"), Some(text("it's")));
        assert_eq!(read("\"a\\\"b\""), Some(text("a\"b")));
        assert_eq!(read("{}"), Some(Flow::Map(Vec::new())));
        let map = Flow::Map(vec![("a".to_owned(), text("1")), ("b".to_owned(), Flow::Nothing)]);
        assert_eq!(read("{a: 1, b: }"), Some(map.clone()));
        assert_eq!(read("{ \"a\": \"1\", \"b\" }"), Some(map.clone()));
        assert_eq!(read("{x: {a: 1, b}}"), Some(Flow::Map(vec![("x".to_owned(), map)])));
        assert_eq!(read("[k1, 'k2']"), Some(Flow::List(vec![text("k1"), text("k2")])));
        assert_eq!(read("{k[1:3]: }"), Some(Flow::Map(vec![("k[1:3]".to_owned(), Flow::Nothing)])));
        assert_eq!(read("[k[1,3], b]"), Some(Flow::List(vec![text("k[1,3]"), text("b")])));
        for bad in [
            "{a: 1",
            "[a",
            "'a",
            "&x",
            "*x",
            "!vault |",
            "|",
            "{a: 1} b",
            "[a]]",
            "\"\\n\"",
            &"[".repeat(100_000),
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_key_ends_at_a_colon_before_a_blank() {
        assert_eq!(key("k1:"), Some(("k1".to_owned(), "")));
        assert_eq!(key("k[1:3].x: 1"), Some(("k[1:3].x".to_owned(), "1")));
        assert_eq!(key("k1:22: a: b"), Some(("k1:22".to_owned(), "a: b")));
        assert_eq!(key("'a: b' : c"), Some(("a: b".to_owned(), "c")));
        for bad in ["k1", "k1:x", ":", "&a: b", ""] {
            assert_eq!(key(bad), None, "{bad}");
        }
    }
}
