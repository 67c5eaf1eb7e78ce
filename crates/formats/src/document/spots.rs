//! From byte offsets to lines and columns, quickly also in one very long line.

use model::Span;

const BLOCK: usize = 1024;

/// Where lines start, and how many characters stand before every block of bytes.
pub(crate) struct Spots<'t> {
    text: &'t str,
    lines: Vec<usize>,
    characters: Vec<usize>,
}

impl<'t> Spots<'t> {
    pub(crate) fn new(text: &'t str) -> Spots<'t> {
        let mut lines = vec![0];
        let mut characters = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut seen = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % BLOCK == 0 {
                characters.push(seen);
            }
            // Bytes that continue a character have the bits 10 in front.
            seen += usize::from(byte & 0xC0 != 0x80);
            if byte == b'\n' {
                lines.push(at + 1);
            }
        }
        Spots { text, lines, characters }
    }

    /// The line and column of a byte offset; an offset beyond the end is the end.
    pub(crate) fn at(&self, offset: usize) -> Span {
        let offset = offset.min(self.text.len());
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        let column = self.characters_before(offset) - self.characters_before(start) + 1;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { line: number(line), column: number(column) }
    }

    /// Where the line of an offset starts.
    pub(super) fn line_start(&self, offset: usize) -> usize {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        self.lines.get(line - 1).copied().unwrap_or(0)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.characters.len().saturating_sub(1));
        let bytes = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        let inside = bytes.iter().filter(|b| **b & 0xC0 != 0x80).count();
        self.characters.get(block).copied().unwrap_or(0) + inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_also_far_to_the_right() {
        let text = format!("a\n{}x\n中b", "é".repeat(3000));
        let spots = Spots::new(&text);
        let at = |o| (spots.at(o).line, spots.at(o).column);
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(1), (1, 2));
        assert_eq!(at(text.find('x').unwrap()), (2, 3001));
        assert_eq!(at(text.find('b').unwrap()), (3, 2));
        assert_eq!(at(usize::MAX), (3, 3));
        assert_eq!(spots.line_start(text.find('x').unwrap()), 2);
        assert_eq!(Spots::new("").at(5), Span { line: 1, column: 1 });
    }
}
