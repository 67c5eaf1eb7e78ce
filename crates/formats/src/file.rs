//! A generated file: lines, each with the reason why it is there.

use model::{Message, Place, Text};

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The text; never holds a line end.
    pub text: String,
    /// Index into [`File::origins`].
    pub origin: Option<u32>,
}

/// A generated text file. Always UTF-8 without a mark, `\n` ends, a line end after the last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What it is for, one sentence.
    pub about: Text,
    /// Its permissions.
    pub mode: Mode,
    /// The lines.
    pub lines: Vec<Line>,
    /// The origins that lines point to.
    pub origins: Vec<Origin>,
}

impl File {
    /// An empty file.
    pub fn new(about: Text) -> File {
        File { about, mode: Mode::Plain, lines: Vec::new(), origins: Vec::new() }
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
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            self.push(line, None);
        }
    }

    /// Appends a line with the reason why it is there.
    pub fn because(&mut self, text: impl AsRef<str>, origin: Origin) {
        let known = self.origins.iter().position(|o| *o == origin);
        let index = known.unwrap_or_else(|| {
            self.origins.push(origin);
            self.origins.len() - 1
        });
        self.push(text.as_ref(), u32::try_from(index).ok());
    }

    fn push(&mut self, text: &str, origin: Option<u32>) {
        for part in text.split(['\n', '\r']) {
            self.lines.push(Line { text: part.to_owned(), origin });
        }
    }

    /// The file's bytes as text.
    pub fn to_text(&self) -> String {
        let mut out = String::with_capacity(self.lines.iter().map(|l| l.text.len() + 1).sum());
        for line in &self.lines {
            out.push_str(&line.text);
            out.push('\n');
        }
        out
    }
}
