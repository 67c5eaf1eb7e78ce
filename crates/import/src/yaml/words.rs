//! Words of YAML: scalars, names of members, what stands in brackets.

/// A text without the comment behind it.
pub(super) fn bare(text: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' && before.is_whitespace() => {
                return text.get(..at).unwrap_or(text).trim();
            }
            None if matches!(c, '"' | '\'') && !before.is_alphanumeric() => quote = Some(c),
            None => {}
        }
        before = c;
    }
    text.trim()
}

/// A scalar as its program gets it.
pub(super) fn scalar(text: &str) -> String {
    let text = text.trim();
    let inside = |q: char| text.strip_prefix(q).and_then(|t| t.strip_suffix(q));
    if let Some(inside) = inside('\'') {
        return inside.replace("''", "'");
    }
    match inside('"') {
        Some(inside) => inside
            .replace("\\\\", "\u{0}")
            .replace("\\\"", "\"")
            .replace("\\n", "\n")
            .replace("\\t", "\t")
            .replace('\u{0}', "\\"),
        None => text.to_owned(),
    }
}

/// The name of a member and what stands behind its colon.
pub(super) fn member(text: &str) -> Option<(String, &str)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let end = text.get(1..)?.find(quote)? + 2;
        let rest = text.get(end..)?.trim_start().strip_prefix(':')?;
        return Some((scalar(text.get(..end)?), rest.trim()));
    }
    let at = text.match_indices(':').map(|(at, _)| at).find(|at| {
        text.get(at + 1..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    })?;
    let name = text.get(..at)?.trim();
    let plain = !name.is_empty() && !name.starts_with(['[', '{', '&', '*', '-']);
    plain.then(|| Some((name.to_owned(), text.get(at + 1..)?.trim())))?
}

/// Which brackets and quotes of a text that grows are open.
#[derive(Default)]
pub(super) struct Brackets {
    open: usize,
    quote: Option<char>,
    pub(super) read: usize,
}

impl Brackets {
    /// Whether all are closed behind some more of the text.
    pub(super) fn closed(&mut self, more: &str) -> bool {
        self.read += more.len();
        for c in more.chars() {
            match (self.quote, c) {
                (Some(mark), c) if c == mark => self.quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => self.quote = Some(c),
                (None, '[' | '{') => self.open += 1,
                (None, ']' | '}') => self.open = self.open.saturating_sub(1),
                (None, _) => {}
            }
        }
        self.open == 0
    }
}

/// How long a text in quotes is, with both; a quote that is doubled or behind a backslash is none.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote
            && (quote == '"' || chars.next_if(|(_, next)| *next == quote).is_none())
        {
            return Some(at + 1);
        }
    }
    None
}

/// Takes a scalar of a flow from the beginning of a text.
pub(super) fn word<'t>(rest: &mut &'t str) -> &'t str {
    let text = *rest;
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let end = match quote {
        Some(quote) => quoted(text, quote),
        None => text.find([',', ']', '}']),
    };
    let (word, behind) = text.split_at(end.unwrap_or(text.len()));
    // A bracket that nobody opened must not stop the reader.
    *rest = if word.is_empty() { behind.get(1..).unwrap_or_default() } else { behind };
    word.trim()
}

/// Takes a member's name and its colon.
pub(super) fn name<'t>(rest: &mut &'t str) -> Option<&'t str> {
    let text = *rest;
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let end = match quote {
        Some(quote) => text.get(1..)?.find(quote)? + 2,
        None => text.find([':', ',', '}'])?,
    };
    let name = text.get(..end)?.trim();
    let behind = text.get(end..)?.trim_start();
    *rest = behind.strip_prefix(':').unwrap_or(behind);
    (!name.is_empty() || behind.starts_with(':')).then_some(name)
}
