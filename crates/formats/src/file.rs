//! A generated file: lines, each with the reason why it is there.

use model::{Message, Place, Text};
use std::borrow::Cow;
use std::sync::Arc;

/// The permissions of a file in the archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// 0644
    #[default]
    Plain,
    /// 0755
    Executable,
}

impl Mode {
    /// The permission bits.
    pub fn bits(self) -> u32 {
        match self {
            Mode::Plain => 0o644,
            Mode::Executable => 0o755,
        }
    }
}

/// Why a line is there, and what caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// One sentence.
    pub reason: Message,
    /// The fields, overrides or roles that caused it, the most specific first.
    pub places: Vec<Place>,
}

/// One line without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'f> {
    /// The text; never holds a line end.
    pub text: &'f str,
    /// Index into [`File::origins`].
    pub origin: Option<u32>,
}

/// A long line that stands in the files of many nodes, such as the list of all nodes: kept once,
/// so that these files cost what they differ in.
#[derive(Clone, Debug)]
pub struct SharedLine(Arc<(String, u64)>);

impl SharedLine {
    /// A line from a text; what would end it becomes a blank.
    pub fn new(mut text: String) -> SharedLine {
        if text.contains(['\n', '\r']) {
            text = text.replace(['\n', '\r'], " ");
        }
        let hash = hash_line(&text);
        SharedLine(Arc::new((text, hash)))
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.0.0
    }
}

impl PartialEq for SharedLine {
    fn eq(&self, other: &SharedLine) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Eq for SharedLine {}

/// Where a line's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    /// In the file's own text; a line end follows it there.
    Own(u32, u32),
    /// Among the shared lines.
    Shared(u32),
}

/// A generated text file. Always UTF-8 without a mark, `\n` ends, a line end after the last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What it is for, one sentence.
    pub about: Text,
    /// Its permissions.
    pub mode: Mode,
    /// The origins that lines point to.
    pub origins: Vec<Origin>,
    /// All lines but the shared ones, each with its end.
    text: String,
    shared: Vec<SharedLine>,
    spots: Vec<(Spot, Option<u32>)>,
}

impl File {
    /// An empty file.
    pub fn new(about: Text) -> File {
        File {
            about,
            mode: Mode::Plain,
            origins: Vec::new(),
            text: String::new(),
            shared: Vec::new(),
            spots: Vec::new(),
        }
    }

    /// A file with a fixed text, such as a script.
    pub fn fixed(about: Text, mode: Mode, text: &str) -> File {
        let mut file = File::new(about);
        file.mode = mode;
        file.text(text);
        file
    }

    /// Appends a line without origin. A line end inside the text starts a new line.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.push(text.as_ref(), None);
    }

    /// Appends all lines of a text.
    pub fn text(&mut self, text: &str) {
        self.push(text.strip_suffix('\n').unwrap_or(text), None);
    }

    /// Appends a line with the reason why it is there.
    pub fn because(&mut self, text: impl AsRef<str>, origin: Origin) {
        let origin = self.origin(origin);
        self.push(text.as_ref(), origin);
    }

    /// Appends a line that other files have as well, with the reason why it is there.
    pub fn because_shared(&mut self, line: &SharedLine, origin: Origin) {
        let origin = self.origin(origin);
        let at = u32::try_from(self.shared.len()).unwrap_or(u32::MAX);
        self.shared.push(line.clone());
        self.spots.push((Spot::Shared(at), origin));
    }

    /// The index of an origin. Lines of one origin follow each other, so only the last are asked.
    fn origin(&mut self, origin: Origin) -> Option<u32> {
        const RECENT: usize = 8;
        let known = self.origins.iter().rev().take(RECENT).position(|o| *o == origin);
        let index = known.map_or(self.origins.len(), |back| self.origins.len() - 1 - back);
        if known.is_none() {
            self.origins.push(origin);
        }
        u32::try_from(index).ok()
    }

    fn push(&mut self, text: &str, origin: Option<u32>) {
        if text.contains('\r') {
            return self.push(&text.replace('\r', "\n"), origin);
        }
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let first = self.text.len();
        self.text.push_str(text);
        self.text.push('\n');
        let mut start = first;
        for end in text.match_indices('\n').map(|(at, _)| at).chain([text.len()]) {
            let end = first + end;
            self.spots.push((Spot::Own(place(start), place(end)), origin));
            start = end + 1;
        }
    }

    /// The lines, in order.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = Line<'_>> + ExactSizeIterator + Clone {
        self.spots.iter().map(|(spot, origin)| Line { text: self.at(*spot), origin: *origin })
    }

    fn at(&self, spot: Spot) -> &str {
        match spot {
            Spot::Own(start, end) => self.text.get(start as usize..end as usize),
            Spot::Shared(at) => self.shared.get(at as usize).map(SharedLine::text),
        }
        .unwrap_or_default()
    }

    /// The lines of its own, all in one text, and the lines that it shares with other files.
    pub fn parts(&self) -> (&str, &[SharedLine]) {
        (&self.text, &self.shared)
    }

    /// The file's bytes as text.
    pub fn to_text(&self) -> Cow<'_, str> {
        if self.shared.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut out = String::with_capacity(self.size());
        for line in self.lines() {
            out.push_str(line.text);
            out.push('\n');
        }
        Cow::Owned(out)
    }

    /// Its length in bytes.
    pub fn size(&self) -> usize {
        self.text.len() + self.shared.iter().map(|line| line.text().len() + 1).sum::<usize>()
    }

    /// A number that is the same for the same content on every machine; seldom for another one.
    pub fn content_hash(&self) -> u64 {
        let each = self.spots.iter().map(|(spot, _)| match spot {
            Spot::Shared(at) => self.shared.get(*at as usize).map_or(0, |line| line.0.1),
            Spot::Own(..) => hash_line(self.at(*spot)),
        });
        each.fold(u64::from(self.mode.bits()), mix)
    }

    /// Whether bytes and permissions are the same; the reasons of the lines may differ.
    pub fn same_content(&self, other: &File) -> bool {
        if self.mode != other.mode || self.spots.len() != other.spots.len() {
            return false;
        }
        if self.shared.is_empty() && other.shared.is_empty() {
            return self.text == other.text;
        }
        self.spots.iter().zip(&other.spots).all(|((a, _), (b, _))| match (a, b) {
            (Spot::Shared(a), Spot::Shared(b)) => {
                self.shared.get(*a as usize) == other.shared.get(*b as usize)
            }
            _ => self.at(*a) == other.at(*b),
        })
    }
}

/// Eight bytes at a time: a document of many nodes hashes megabytes at every key.
fn hash_line(line: &str) -> u64 {
    let mut chunks = line.as_bytes().chunks_exact(8);
    let mut hash = line.len() as u64;
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = mix(hash, u64::from_le_bytes(word));
    }
    let rest = chunks.remainder().iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    mix(hash, rest)
}

fn mix(hash: u64, word: u64) -> u64 {
    let mixed = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::msg;

    fn origin() -> Origin {
        Origin { reason: msg!(en: "x", zh: "x"), places: Vec::new() }
    }

    #[test]
    fn a_shared_line_is_a_line_like_any_other() {
        let shared = SharedLine::new("long\rline".to_owned());
        let (mut with, mut without) = (File::new(Text::same("t")), File::new(Text::same("t")));
        for file in [&mut with, &mut without] {
            file.line("first");
        }
        with.because_shared(&shared, origin());
        without.because("long line", origin());
        for file in [&mut with, &mut without] {
            file.text("a\nb\n");
        }
        assert_eq!(with.to_text(), "first\nlong line\na\nb\n");
        assert_eq!(with.to_text(), without.to_text());
        assert_eq!((with.size(), with.lines().len()), (without.size(), 4));
        assert_eq!(with.content_hash(), without.content_hash());
        assert!(with.same_content(&without) && without.same_content(&with));
        assert!(with.lines().eq(without.lines()));
        let mut other = with.clone();
        other.line("c");
        assert!(!with.same_content(&other));
        assert_ne!(with.content_hash(), other.content_hash());
    }

    #[test]
    fn every_byte_counts_for_the_hash() {
        let hashes: std::collections::BTreeSet<u64> =
            ["", "a", "b", "ab", "ba", "12345678", "12345679", "123456789", "1234567890"]
                .iter()
                .map(|text| File::fixed(Text::same("t"), Mode::Plain, text).content_hash())
                .collect();
        assert_eq!(hashes.len(), 9);
        let executable = File::fixed(Text::same("t"), Mode::Executable, "a");
        assert!(!hashes.contains(&executable.content_hash()));
    }
}
