//! Files and folders that somebody names, as sources for an import.

use crate::input;
use crate::output::Failure;
use import::{Limits, Source};
use model::{Message, msg};
use std::path::{Path, PathBuf};

/// Most files that are looked at.
const MOST: usize = 20_000;
/// Longer files are logs, data, packages: configuration is short. In bytes.
const LONGEST: u64 = 8 << 20;
/// An archive that was named may be as long as a file that is read at all. In bytes.
const ARCHIVE: u64 = 64 << 20;

/// What was brought.
#[derive(Default)]
pub(crate) struct Brought {
    /// The files.
    pub(crate) sources: Vec<Source>,
    /// What was not read, and why.
    pub(crate) refused: Vec<(String, Message)>,
}

/// Reads files and folders, in the order of their names. What a link in a folder leads to is not
/// read: it may stand anywhere.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Brought, Failure> {
    let mut brought = Brought::default();
    for path in paths {
        if input::is_standard(path) {
            return Err(Failure::Message(msg!(
                en: "files cannot come from standard input: name files, folders or an archive",
                zh: "无法从标准输入读取文件：请指定文件、文件夹或压缩包")));
        }
        let meta = std::fs::metadata(path)
            .map_err(|error| input::cannot(msg!(en: "read", zh: "读取"), path, &error))?;
        // A folder that is named names its host where the path in it does not.
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let name = if matches!(name.as_str(), "." | "..") { String::new() } else { name };
        if meta.is_dir() {
            folder(path, &name, &mut brought);
        } else {
            let shown = path.to_string_lossy().trim_start_matches("./").to_owned();
            file(path, &shown, ARCHIVE, &mut brought);
        }
    }
    let unpacked = ::import::unpack(std::mem::take(&mut brought.sources), &Limits::IMPORT);
    brought.sources = unpacked.sources;
    brought.refused.extend(unpacked.refused);
    Ok(brought)
}

fn folder(path: &Path, name: &str, brought: &mut Brought) {
    let Ok(entries) = std::fs::read_dir(path) else {
        let why = msg!(en: "the folder cannot be read", zh: "无法读取该文件夹");
        brought.refused.push((name.to_owned(), why));
        return;
    };
    let mut entries: Vec<_> = entries.filter_map(Result::ok).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let own = entry.file_name().to_string_lossy().into_owned();
        let shown = if name.is_empty() { own } else { format!("{name}/{own}") };
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_symlink() {
            let why = msg!(en: "a link, which is not followed", zh: "链接，不会跟随");
            brought.refused.push((shown, why));
        } else if kind.is_dir() {
            folder(&entry.path(), &shown, brought);
        } else if kind.is_file() {
            file(&entry.path(), &shown, LONGEST, brought);
        }
    }
}

fn file(path: &Path, shown: &str, longest: u64, brought: &mut Brought) {
    let length = std::fs::metadata(path).map_or(0, |meta| meta.len());
    let refused = if brought.sources.len() >= MOST {
        Some(msg!(en: "more than {n} files: not read", zh: "文件超过 {n} 个：未读取", n = MOST))
    } else if length > longest {
        Some(
            msg!(en: "{n} MiB: too long for a configuration file", zh: "{n} MiB：对配置文件来说太长", n = length >> 20),
        )
    } else {
        None
    };
    match refused.map_or_else(
        || input::bytes(path).map_err(|_| msg!(en: "it cannot be read", zh: "无法读取")),
        Err,
    ) {
        Ok(bytes) => brought.sources.push(Source { path: shown.replace('\\', "/"), bytes }),
        Err(why) => brought.refused.push((shown.to_owned(), why)),
    }
}
