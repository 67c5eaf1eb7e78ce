//! The text files of the repository.

use anyhow::{Context as _, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Every text file, by path.
pub struct Tree {
    /// Sorted by path.
    pub files: Vec<Text>,
}

/// One of them.
pub struct Text {
    /// From the top folder, with `/`.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// What others make: by path from the top, or by name anywhere.
const MADE: [&str; 12] = [
    ".git",
    ".tools",
    "target",
    "dist",
    "dist-single",
    "node_modules",
    "fuzz/target",
    "fuzz/corpus",
    "fuzz/artifacts",
    "fuzz/coverage",
    "packages",
    "Cargo.lock",
];

impl Tree {
    /// Reads every file below these folders of the repository (`""` for all of it), except what
    /// tools make there and what is not UTF-8.
    pub fn read(root: &Path, folders: &[&str]) -> Result<Self> {
        let mut files = Vec::new();
        let mut folders: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
        while let Some(folder) = folders.pop() {
            let all = root.join(&folder);
            for entry in fs::read_dir(&all).with_context(|| all.display().to_string())? {
                let entry = entry?;
                let inner = folder.join(entry.file_name());
                let path = inner.to_string_lossy().replace('\\', "/");
                if MADE.contains(&path.as_str()) {
                    continue;
                }
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    folders.push(inner);
                } else if kind.is_file()
                    && let Ok(text) = String::from_utf8(fs::read(entry.path())?)
                {
                    files.push(Text { path, text });
                }
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { files })
    }

    /// A tree of these paths and texts, for tests of what reads one.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let text =
            |(path, text): &(&str, &str)| Text { path: (*path).into(), text: (*text).into() };
        Self { files: files.iter().map(text).collect() }
    }
}

impl Text {
    /// Whether the name ends so, as in `.rs`.
    pub fn is(&self, end: &str) -> bool {
        self.path.ends_with(end)
    }

    /// The lines that drive something: number and text, without those that are comments and, in
    /// Rust, without what follows `#[cfg(test)]` (test modules stand at the end of a file).
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let comment = if self.is(".sh") || self.is(".toml") { "#" } else { "//" };
        self.lines()
            .take_while(|(_, line)| !line.trim_start().starts_with("#[cfg(test)]"))
            .filter(move |(_, line)| !line.trim_start().starts_with(comment))
    }

    /// All lines with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}
