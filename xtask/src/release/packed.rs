//! Archives whose bytes follow from their files and one time.

use super::time::moment;
use anyhow::{Context as _, Result, ensure};
use flate2::{Compression, GzBuilder};
use std::{
    fs,
    io::{Cursor, Write as _},
    path::Path,
};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// A file of an archive.
pub(super) struct Entry {
    /// Its path in the archive, with `/`.
    pub(super) name: String,
    /// Its permissions.
    pub(super) mode: u32,
    /// Its content.
    pub(super) bytes: Vec<u8>,
}

/// The files of a folder without folders, by name, below a folder that is called so in the archive.
pub(super) fn folder(from: &Path, top: &str) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().into_string().ok().context("a name that is not UTF-8")?;
        ensure!(entry.file_type()?.is_file(), "{name} is no file");
        let bytes = fs::read(entry.path())?;
        entries.push(Entry { name: format!("{top}/{name}"), mode: 0o644, bytes });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

pub(super) fn zip(entries: &[Entry], seconds: u64) -> Result<Vec<u8>> {
    let at = moment(seconds)?;
    let time =
        DateTime::from_date_and_time(at.year, at.month, at.day, at.hour, at.minute, at.second);
    let time = time.ok().with_context(|| format!("a zip can't hold the time {at}"))?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in entries {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(time)
            .unix_permissions(entry.mode);
        zip.start_file(entry.name.as_str(), options)?;
        zip.write_all(&entry.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

pub(super) fn tar_gz(entries: &[Entry], seconds: u64) -> Result<Vec<u8>> {
    let gzip = GzBuilder::new().write(Vec::new(), Compression::best());
    let mut tar = tar::Builder::new(gzip);
    for entry in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(entry.bytes.len())?);
        header.set_mode(entry.mode);
        header.set_mtime(seconds);
        header.set_uid(0);
        header.set_gid(0);
        tar.append_data(&mut header, &entry.name, entry.bytes.as_slice())?;
    }
    Ok(tar.into_inner()?.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    const SECONDS: u64 = 1_700_000_000; // 2023-11-14 22:13:20 UTC

    fn entries() -> Vec<Entry> {
        vec![
            Entry { name: "top/muster".into(), mode: 0o755, bytes: b"program".repeat(99) },
            Entry { name: "top/page.html".into(), mode: 0o644, bytes: b"<p>".to_vec() },
        ]
    }

    #[test]
    fn a_zip_holds_the_files_at_that_time() -> Result<()> {
        let bytes = zip(&entries(), SECONDS)?;
        assert_eq!(bytes, zip(&entries(), SECONDS)?);
        let mut archive = ::zip::ZipArchive::new(Cursor::new(bytes))?;
        let mut file = archive.by_index(0)?;
        assert_eq!(file.name()?, "top/muster");
        assert_eq!(file.unix_mode(), Some(0o100_755));
        let time = file.last_modified().context("no time")?;
        assert_eq!((time.year(), time.month(), time.day(), time.hour()), (2023, 11, 14, 22));
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        assert_eq!(text, "program".repeat(99));
        assert!(zip(&entries(), 0).is_err(), "before 1980 there is no zip");
        Ok(())
    }

    #[test]
    fn a_tar_holds_the_files_at_that_time() -> Result<()> {
        let bytes = tar_gz(&entries(), SECONDS)?;
        assert_eq!(bytes, tar_gz(&entries(), SECONDS)?);
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()));
        let mut seen = Vec::new();
        for file in archive.entries()? {
            let file = file?;
            let header = file.header();
            seen.push((file.path()?.display().to_string(), header.mode()?, header.mtime()?));
        }
        let expected = [
            ("top/muster".to_owned(), 0o755, SECONDS),
            ("top/page.html".to_owned(), 0o644, SECONDS),
        ];
        assert_eq!(seen, expected);
        Ok(())
    }
}
