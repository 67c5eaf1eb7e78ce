//! Packing: sorted, fixed times and owners, the same bytes everywhere.

use crate::tree::{entries, tree};
use flate2::{Compression, GzBuilder};
use formats::File;
use rules::Checked;
use std::io::{Error, Result, Write};
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
    to: impl Write,
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
    let mut bytes = Vec::new();
    match pack(checked, form, &mut bytes, &mut |_, _| true) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

fn step(done: usize, of: usize, progress: &mut dyn FnMut(usize, usize) -> bool) -> Result<()> {
    if progress(done, of) { Ok(()) } else { Err(Error::other(Stopped)) }
}

fn tar_gz(
    folder: &str,
    files: &[(String, Arc<File>)],
    to: impl Write,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<()> {
    // No name, no time, "unknown" system: nothing of the machine gets into the head.
    let gz = GzBuilder::new().mtime(0).operating_system(255).write(to, Compression::default());
    let mut out = tar::Builder::new(gz);
    for (at, (path, file)) in files.iter().enumerate() {
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

fn zip(
    folder: &str,
    files: &[(String, Arc<File>)],
    to: impl Write,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<()> {
    let mut out = zip::ZipWriter::new_stream(to);
    for (at, (path, file)) in files.iter().enumerate() {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::DEFAULT)
            .system(zip::System::Unix)
            .unix_permissions(file.mode.bits());
        out.start_file(format!("{folder}/{path}"), options)?;
        out.write_all(file.to_text().as_bytes())?;
        step(at + 1, files.len(), progress)?;
    }
    out.finish()?.flush()
}
