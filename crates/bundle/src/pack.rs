//! Packing: fixed order, times and owners, the same bytes everywhere.
//!
//! A node's folder holds what it needs, whole, so equal nodes bring the same files again and again.
//! Both forms write them out each time, since a link would give all nodes one file to edit, but
//! neither form does the same work twice: see [`side_by_side`] and [`zip`].

use crate::tree::{NODES, entries, tree};
use flate2::{Compression, GzBuilder};
use formats::File;
use rules::Checked;
use std::collections::BTreeMap;
use std::io::{Cursor, Error, ErrorKind, Result, Seek, SeekFrom, Write};
use std::sync::Arc;

/// The form of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `.tar.gz`
    TarGz,
    /// `.zip`
    Zip,
}

/// The caller asked to stop; it is the source of the error that [`pack`] gives then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("stopped by the caller")
    }
}

impl std::error::Error for Stopped {}

/// 1980-01-01 in seconds: the first time that a zip can hold, so that both forms agree.
const TIME: u64 = 315_532_800;

/// Packs a checked document into a writer. `progress` hears of every file: how many are done, and
/// how many there are; it stops the work by answering `false`.
///
/// # Errors
/// What the writer says, or [`Stopped`].
pub fn pack(
    checked: &Checked,
    form: Form,
    to: impl Write + Seek,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<()> {
    let tree = tree(checked.cx(), checked.report());
    let files = entries(&tree, checked.cx().spec);
    match form {
        Form::TarGz => tar_gz(&tree.folder, &files, to, progress),
        Form::Zip => zip(&tree.folder, &files, to, progress),
    }
}

/// The whole archive as `.zip`.
pub fn pack_zip(checked: &Checked) -> Vec<u8> {
    in_memory(checked, Form::Zip)
}

/// The whole archive as `.tar.gz`.
pub fn pack_tar_gz(checked: &Checked) -> Vec<u8> {
    in_memory(checked, Form::TarGz)
}

/// Memory takes every byte and nobody stops, so there is no error to tell of.
fn in_memory(checked: &Checked, form: Form) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    match pack(checked, form, &mut bytes, &mut |_, _| true) {
        Ok(()) => bytes.into_inner(),
        Err(_) => Vec::new(),
    }
}

fn step(done: usize, of: usize, progress: &mut dyn FnMut(usize, usize) -> bool) -> Result<()> {
    if progress(done, of) { Ok(()) } else { Err(Error::other(Stopped)) }
}

/// A path of the archive with its content.
type Entry = (String, Arc<File>);

/// The order of a tar: the cluster's files by path, then each file of nodes as one row of what all
/// nodes have under this name, equal contents first of all one after the other. gzip finds again
/// what stood less than 32 KiB before, which is less than a node's folder and more than its largest
/// script: by path a thousand nodes are 23 MB, in this order less than a tenth of it, in a third of
/// the time.
fn side_by_side(files: &[Entry]) -> Vec<&Entry> {
    let mut firsts: BTreeMap<*const File, usize> = BTreeMap::new();
    let mut order: Vec<_> = files
        .iter()
        .enumerate()
        .map(|(at, entry)| {
            let first = *firsts.entry(Arc::as_ptr(&entry.1)).or_insert(at);
            let below = entry.0.strip_prefix(NODES).and_then(|below| below.split_once('/'));
            (below.map(|(_, name)| name), first, at, entry)
        })
        .collect();
    order.sort_by_key(|(name, first, at, _)| (*name, *first, *at));
    order.into_iter().map(|(.., entry)| entry).collect()
}

fn tar_gz(
    folder: &str,
    files: &[Entry],
    to: impl Write,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<()> {
    // No name, no time, "unknown" system: nothing of the machine gets into the head.
    let gz = GzBuilder::new().mtime(0).operating_system(255).write(to, Compression::default());
    let mut out = tar::Builder::new(gz);
    for (at, (path, file)) in side_by_side(files).into_iter().enumerate() {
        let text = file.to_text();
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Regular);
        header.set_size(text.len() as u64);
        header.set_mode(file.mode.bits());
        header.set_mtime(TIME);
        header.set_uid(0);
        header.set_gid(0);
        header.set_username("root")?;
        header.set_groupname("root")?;
        out.append_data(&mut header, format!("{folder}/{path}"), text.as_bytes())?;
        step(at + 1, files.len(), progress)?;
    }
    out.into_inner()?.finish()?.flush()
}

/// Each content is compressed once, as a zip of its own, out of which each path gets a copy.
fn zip(
    folder: &str,
    files: &[Entry],
    to: impl Write + Seek,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<()> {
    let mut left: BTreeMap<*const File, usize> = BTreeMap::new();
    for (_, file) in files {
        *left.entry(Arc::as_ptr(file)).or_default() += 1;
    }
    let mut kept = BTreeMap::new();
    let mut out = zip::ZipWriter::new(Quiet { to, failed: false });
    for (at, (path, file)) in files.iter().enumerate() {
        let key = Arc::as_ptr(file);
        let mut packed = match kept.remove(&key) {
            Some(packed) => packed,
            None => alone(file)?,
        };
        out.raw_copy_file_rename(packed.by_index(0)?, format!("{folder}/{path}"))?;
        let left = left.entry(key).or_default();
        *left = left.saturating_sub(1);
        if *left > 0 {
            kept.insert(key, packed);
        }
        step(at + 1, files.len(), progress)?;
    }
    out.finish()?.flush()
}

/// A writer that takes everything once something could not be written, and keeps none of it. When zip's
/// writer is dropped it writes its list of files, and prints what fails then, in words for developers;
/// the first failure is the one that is told.
struct Quiet<W> {
    to: W,
    failed: bool,
}

impl<W: Write> Write for Quiet<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        let written = self.to.write(bytes);
        self.failed = written
            .as_ref()
            .map_or_else(|e| e.kind() != ErrorKind::Interrupted, |n| *n == 0 && !bytes.is_empty());
        written
    }

    fn flush(&mut self) -> Result<()> {
        if self.failed { Ok(()) } else { self.to.flush() }
    }
}

impl<W: Seek> Seek for Quiet<W> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        if self.failed { Ok(0) } else { self.to.seek(to) }
    }
}

/// A zip with one file.
fn alone(file: &File) -> Result<zip::ZipArchive<Cursor<Vec<u8>>>> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    out.start_file("file", options(file.mode.bits()))?;
    out.write_all(file.to_text().as_bytes())?;
    Ok(out.finish_into_readable()?)
}

/// How every file in a zip of ours is written: nothing of the machine or the day gets in.
pub(crate) fn options(mode: u32) -> zip::write::SimpleFileOptions {
    zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::DEFAULT)
        .system(zip::System::Unix)
        .unix_permissions(mode)
}
