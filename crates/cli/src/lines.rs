//! Spots in a text: lines, columns, and the value that stands there.

use model::Span;

/// A text by lines.
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

/// The lines around a spot.
pub(crate) struct Around<'t> {
    /// The text of the lines.
    pub(crate) text: &'t str,
    /// The number of the first one.
    pub(crate) first: usize,
    /// What is marked in them.
    pub(crate) marked: std::ops::Range<usize>,
}

impl<'t> Lines<'t> {
    /// A text.
    pub(crate) fn new(text: &'t str) -> Lines<'t> {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The byte offset of a spot.
    pub(crate) fn offset(&self, span: Span) -> Option<usize> {
        let start = *self.starts.get(usize::try_from(span.line).ok()?.checked_sub(1)?)?;
        Some(start + column(self.text.get(start..)?, span))
    }

    /// The value or key that starts at a spot, where it ends on the same line.
    pub(crate) fn value(&self, span: Span) -> Option<&'t str> {
        let from = self.offset(span)?;
        let rest = self.text.get(from..)?;
        let line = rest.split(['\n', '\r']).next()?;
        line.get(..value_length(line)).filter(|value| !value.is_empty())
    }

    /// The line of a spot with the one before it, and what to mark: the value or key that starts
    /// there. Nothing for a spot that is not in the text, and for a line that no terminal can show.
    pub(crate) fn around(&self, span: Span) -> Option<Around<'t>> {
        const LONGEST: usize = 4096;
        let line = usize::try_from(span.line).ok()?.checked_sub(1)?;
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let this = self.text.get(start..end)?.trim_end_matches(['\n', '\r']);
        let from = column(this, span);
        let length = value_length(this.get(from..)?);
        let before =
            line.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or(start);
        let first = if start - before > LONGEST { start } else { before };
        if this.len() > LONGEST {
            return None;
        }
        let text = self.text.get(first..start + this.len())?;
        let marked = start - first + from..start - first + from + length;
        Some(Around { text, first: if first == start { line + 1 } else { line }, marked })
    }
}

/// The byte offset of a spot's column in its line.
fn column(line: &str, span: Span) -> usize {
    let column = usize::try_from(span.column).unwrap_or(usize::MAX).saturating_sub(1);
    line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
}

/// How long the value or key at the start of a text is.
pub(crate) fn value_length(text: &str) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    let close = match first {
        '"' | '\'' => first,
        '[' => ']',
        '{' => '}',
        _ => {
            let end = text.find([' ', '\t', ',', '=', ']', '}', '#']).unwrap_or(text.len());
            return end.max(first.len_utf8());
        }
    };
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if first == '"' => escaped = true,
            c if c == close => {
                // A table's head ends with two brackets.
                let rest = text.get(at..).unwrap_or_default();
                let more = usize::from(text.starts_with("[[") && rest.starts_with("]]"));
                return at + c.len_utf8() + more;
            }
            _ => {}
        }
    }
    text.trim_end().len().max(first.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_at_a_spot_is_marked() {
        let lines = Lines::new("a = 1\n名 = \"x \\\" y\" # c\n[[nodes]]\n");
        let marked = |line, column| {
            lines.around(Span { line, column }).map(|a| (a.first, a.text[a.marked].to_owned()))
        };
        assert_eq!(marked(1, 5), Some((1, "1".into())));
        assert_eq!(marked(2, 5), Some((1, "\"x \\\" y\"".into())));
        assert_eq!(marked(3, 1), Some((2, "[[nodes]]".into())));
        assert_eq!(marked(4, 9), Some((3, String::new())));
        assert_eq!(marked(9, 1), None);
    }
}
