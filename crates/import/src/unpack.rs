//! Archives become files: zip, tar, and what is packed with gzip. What they are is told by their first
//! bytes, never by their names; nothing is believed that their headers say of sizes.

use crate::Source;
use model::secret::masked;
use model::{Message, msg};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};

/// How much may come out of what somebody brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files together.
    pub bytes: u64,
    /// Bytes of one file: more is no configuration.
    pub file: u64,
    /// Files.
    pub files: usize,
}

impl Limits {
    /// For an import: 256 MiB, 8 MiB each, 20 000 files.
    pub const IMPORT: Limits = Limits { bytes: 256 << 20, file: 8 << 20, files: 20_000 };
}

/// What came out of archives.
#[derive(Clone, Debug, Default)]
pub struct Unpacked {
    /// The files, in the order in which they were found.
    pub sources: Vec<Source>,
    /// What was not unpacked, and why.
    pub refused: Vec<(String, Message)>,
    bytes: u64,
    /// What the paths of the archive that is being read stand below.
    below: String,
}

/// How deep archives may lie in each other.
const DEEPEST: u32 = 1;

/// Unpacks what is an archive, and takes everything else as it is.
pub fn unpack(brought: Vec<Source>, limits: &Limits) -> Unpacked {
    let mut out = Unpacked::default();
    // Of several archives each may be one host's, and is called as it.
    let several = brought.iter().filter(|source| is_archive(&source.bytes)).count() > 1;
    for source in brought {
        let archive = is_archive(&source.bytes);
        out.below =
            if several && archive { format!("{}/", bare(&source.path)) } else { String::new() };
        out.take(source, DEEPEST + 1, limits);
    }
    out.cover();
    out
}

/// A path whose folders and file show no secret.
fn covered(path: &str) -> String {
    path.split('/').map(masked).collect::<Vec<_>>().join("/")
}

impl Unpacked {
    /// A login or a password in the name of a file or a folder is told to nobody. What would have the
    /// name of another file then has a number.
    fn cover(&mut self) {
        for (path, _) in &mut self.refused {
            *path = covered(path);
        }
        let covered: Vec<String> =
            self.sources.iter().map(|source| covered(&source.path)).collect();
        let same = |(source, covered): (&Source, &String)| source.path == *covered;
        if self.sources.iter().zip(&covered).all(same) {
            return;
        }
        let mut taken = BTreeSet::new();
        for (source, covered) in self.sources.iter_mut().zip(covered) {
            let mut path = covered.clone();
            let mut number = 2;
            while !taken.insert(path.clone()) {
                path = format!("{covered}~{number}");
                number += 1;
            }
            source.path = path;
        }
    }
}

/// A reader that notes whether its end was reached.
struct Ending<'e, R> {
    from: R,
    ended: &'e Cell<bool>,
}

impl<R: Read> Read for Ending<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(into)?;
        if read == 0 && !into.is_empty() {
            self.ended.set(true);
        }
        Ok(read)
    }
}

fn is_archive(bytes: &[u8]) -> bool {
    is_zip(bytes) || is_gzip(bytes) || is_tar(bytes)
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar".as_slice())
}

/// A file's name without what tells that it was packed.
fn bare(path: &str) -> &str {
    for end in [".tar.gz", ".tgz", ".zip", ".tar", ".gz"] {
        if let Some(bare) = path.strip_suffix(end).filter(|bare| !bare.is_empty()) {
            return bare;
        }
    }
    path
}

/// What desktops put beside files.
fn is_noise(path: &str) -> bool {
    path.split('/').any(|part| part == "__MACOSX" || part == ".DS_Store" || part.starts_with("._"))
}

/// A path inside of an archive: none that leads out of it.
fn inside(path: &str) -> Result<String, Message> {
    let plain = path.replace('\\', "/");
    let drive = plain.as_bytes().get(1) == Some(&b':');
    if plain.starts_with('/') || drive || plain.split('/').any(|part| part == "..") {
        return Err(msg!(
            en: "its path leads out of the archive: not unpacked",
            zh: "其路径指向归档之外：未解包"));
    }
    let parts: Vec<&str> = plain.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    if parts.is_empty() || plain.len() > 1024 {
        return Err(
            msg!(en: "its path cannot be used: not unpacked", zh: "其路径无法使用：未解包"),
        );
    }
    Ok(parts.join("/"))
}

fn too_long(limits: &Limits) -> Message {
    msg!(en: "more than {n} MiB: too long for a configuration file, not read",
        zh: "超过 {n} MiB：对配置文件来说太长，未读取", n = limits.file >> 20)
}

impl Unpacked {
    fn refuse(&mut self, path: &str, why: Message) {
        /// More of them help nobody.
        const MOST: usize = 1000;
        if self.refused.len() < MOST {
            self.refused.push((path.to_owned(), why));
        }
    }

    /// Whether no more may come; the first time that is told.
    fn full(&mut self, path: &str, limits: &Limits) -> bool {
        let full = self.bytes >= limits.bytes || self.sources.len() >= limits.files;
        if full {
            self.refuse(
                path,
                msg!(
                en: "more than {f} files or {m} MiB in all: the rest was not read",
                zh: "总计超过 {f} 个文件或 {m} MiB：其余未读取",
                f = limits.files, m = limits.bytes >> 20),
            );
        }
        full
    }

    fn take(&mut self, source: Source, deeper: u32, limits: &Limits) {
        let archive = is_archive(&source.bytes);
        if !archive || deeper == 0 {
            if archive {
                let why = msg!(en: "an archive in an archive in an archive: not unpacked",
                    zh: "归档套归档再套归档：未解包");
                return self.refuse(&source.path, why);
            }
            if u64::try_from(source.bytes.len()).unwrap_or(u64::MAX) > limits.file {
                return self.refuse(&source.path, too_long(limits));
            }
            self.bytes += u64::try_from(source.bytes.len()).unwrap_or(u64::MAX);
            self.sources.push(source);
            return;
        }
        if is_zip(&source.bytes) {
            self.zip(&source, deeper, limits);
        } else if is_tar(&source.bytes) {
            self.tar(&source.path, source.bytes.as_slice(), deeper, limits);
        } else {
            self.gzip(&source, deeper, limits);
        }
    }

    /// What is packed with gzip: a tar is read while it is unpacked, anything else is one file.
    fn gzip(&mut self, source: &Source, deeper: u32, limits: &Limits) {
        let open = || flate2::read::MultiGzDecoder::new(source.bytes.as_slice());
        let mut head = [0_u8; 512];
        let mut filled = 0;
        let mut probe = open();
        while let Some(room) = head.get_mut(filled..).filter(|room| !room.is_empty()) {
            match probe.read(room) {
                Ok(0) | Err(_) => break,
                Ok(n) => filled += n,
            }
        }
        if is_tar(&head) {
            return self.tar(&source.path, open(), deeper, limits);
        }
        let path = bare(&source.path).to_owned();
        if !self.full(&path, limits) {
            self.one(&path, &mut open(), deeper, limits);
        }
    }

    /// One file of an archive.
    fn one(&mut self, path: &str, from: &mut dyn Read, deeper: u32, limits: &Limits) {
        let mut bytes = Vec::new();
        // One byte more than is allowed tells that there is more.
        match from.take(limits.file + 1).read_to_end(&mut bytes) {
            Ok(_) if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.file => {
                self.bytes += limits.file;
                self.refuse(path, too_long(limits));
            }
            Ok(_) => {
                let below = if deeper > DEEPEST { self.below.as_str() } else { "" };
                let source = Source { path: format!("{below}{path}"), bytes };
                self.take(source, deeper - 1, limits);
            }
            Err(error) => self.refuse(path, broken(&error)),
        }
    }

    /// One entry of an archive, `plain` for a file that is no link; whether more may come.
    fn entry(
        &mut self,
        path: &str,
        plain: bool,
        from: &mut dyn Read,
        deeper: u32,
        limits: &Limits,
    ) -> bool {
        if is_noise(path) {
            return true;
        }
        if !plain {
            let why = msg!(en: "a link or a device: not unpacked", zh: "链接或设备：未解包");
            self.refuse(path, why);
            return true;
        }
        match inside(path) {
            Ok(path) if self.full(&path, limits) => return false,
            Ok(path) => self.one(&path, from, deeper, limits),
            Err(why) => self.refuse(path, why),
        }
        true
    }

    fn tar(&mut self, name: &str, from: impl Read, deeper: u32, limits: &Limits) {
        // An archive ends with a mark; who reads beyond what is there reads one that was cut off.
        let ended = Cell::new(false);
        let bounded = Ending { from: from.take(limits.bytes.saturating_mul(4)), ended: &ended };
        let mut archive = tar::Archive::new(bounded);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return self.refuse(name, broken(&error)),
        };
        for entry in entries {
            let mut entry = match entry {
                Ok(entry) => entry,
                // What came before it stays.
                Err(error) => return self.refuse(name, broken(&error)),
            };
            let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let kind = entry.header().entry_type();
            if kind.is_dir() || kind.is_pax_global_extensions() {
                continue;
            }
            let file = kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse();
            if !self.entry(&path, file, &mut entry, deeper, limits) {
                return;
            }
        }
        if ended.get() {
            self.cut_off(name);
        }
    }

    /// Says that a tar has no end mark.
    fn cut_off(&mut self, name: &str) {
        self.refuse(
            name,
            msg!(
            en: "the archive has no end mark: it was cut off, and what came before was read",
            zh: "归档没有结束标记：已被截断，此前的内容已读取"),
        );
    }

    fn zip(&mut self, source: &Source, deeper: u32, limits: &Limits) {
        let mut archive = match zip::ZipArchive::new(Cursor::new(source.bytes.as_slice())) {
            Ok(archive) => archive,
            Err(error) => return self.refuse(&source.path, broken(&error)),
        };
        for at in 0..archive.len() {
            let name = archive.name_for_index(at).and_then(Result::ok);
            let path = name.map_or_else(|| source.path.clone(), std::borrow::Cow::into_owned);
            let mut file = match archive.by_index(at) {
                Ok(file) => file,
                Err(error) => {
                    self.refuse(&path, broken(&error));
                    continue;
                }
            };
            let plain = !file.is_symlink();
            if !file.is_dir() && !self.entry(&path, plain, &mut file, deeper, limits) {
                return;
            }
        }
    }
}

fn broken(error: &dyn std::fmt::Display) -> Message {
    msg!(en: "the archive is cut off, encrypted or damaged here ({e}): what came before it was read",
        zh: "归档在此处被截断、加密或损坏（{e}）：此前的内容已读取", e = error.to_string())
}
