//! Writing: first beside the target, then into its place; nothing is overwritten unasked, nothing is
//! written through a link, and a signal leaves nothing behind.

use crate::half;
use crate::input::{cannot, writing};
use crate::output::Failure;
use crate::place::{There, is_around_us, look, parent, plain, refused, settled};
use formats::{File, Mode};
use model::msg;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufWriter, Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::NamedTempFile;

#[cfg(unix)]
fn permissions(bits: u32) -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(bits)
}

/// A temporary name beside a target.
fn beside<'a>(mode: u32) -> tempfile::Builder<'a, 'a> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".muster-");
    #[cfg(unix)]
    builder.permissions(permissions(mode));
    #[cfg(not(unix))]
    let _ = mode;
    builder
}

/// Writes a file: whole or not at all.
pub(crate) fn file(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut BufWriter<NamedTempFile>) -> Result<()>,
) -> std::result::Result<(), Failure> {
    file_with(path, force, 0o666, fill)
}

/// The same for a text with secrets: only its owner can read it, from the first byte on.
pub(crate) fn secret(path: &Path, force: bool, text: &str) -> std::result::Result<(), Failure> {
    file_with(path, force, 0o600, |to| to.write_all(text.as_bytes()))
}

fn file_with(
    path: &Path,
    force: bool,
    mode: u32,
    fill: impl FnOnce(&mut BufWriter<NamedTempFile>) -> Result<()>,
) -> std::result::Result<(), Failure> {
    let path = &plain(path);
    let failed = |error: Error| cannot(writing(), path, &error);
    match look(path)? {
        There::Folder => {
            return Err(refused(
                path,
                msg!(
                en: "it is a folder; choose another name, or name a file in it",
                zh: "它是文件夹；请另选名称，或指定其中的文件"),
            ));
        }
        There::File if !force => return Err(failed(ErrorKind::AlreadyExists.into())),
        There::File | There::Nothing => {}
    }
    half::watch();
    let temporary = half::step(|half| {
        let temporary = beside(mode).tempfile_in(parent(path))?;
        *half = Some(temporary.path().to_owned());
        Ok(temporary)
    });
    let mut to = BufWriter::new(temporary.map_err(failed)?);
    fill(&mut to).and_then(|()| to.flush()).map_err(failed)?;
    let temporary = to.into_inner().map_err(|error| failed(error.into_error()))?;
    half::step(|half| {
        let kept = if force { temporary.persist(path) } else { temporary.persist_noclobber(path) };
        let kept = kept.map(|_| ()).map_err(|error| failed(error.error));
        *half = None;
        kept
    })
}

/// Writes a folder: whole or not at all. With `force`, an older export in its place goes, and what
/// no export wrote (`packages/`, `secrets.env`, facts) stays.
pub(crate) fn folder(
    path: &Path,
    force: bool,
    files: &[(String, Arc<File>)],
) -> std::result::Result<(), Failure> {
    let path = &plain(path);
    let failed = |error: Error| cannot(writing(), path, &error);
    let old = holds_export(path, force)?;
    let at = &settled(path);
    half::watch();
    let temporary = half::step(|half| {
        let temporary = beside(0o777).tempdir_in(parent(at))?;
        *half = Some(temporary.path().to_owned());
        Ok(temporary)
    });
    let temporary = temporary.map_err(failed)?;
    let new = temporary.path().join("new");
    fill(&new, files).map_err(failed)?;
    if old {
        keep_own(at, &new).map_err(failed)?;
    }
    let aside = temporary.path().join("old");
    half::step(|half| {
        if old {
            fs::rename(at, &aside).map_err(failed)?;
        }
        let Err(error) = fs::rename(&new, at) else { return Ok(temporary) };
        // Puts the older export back; if that fails, it is not thrown away either.
        if old && fs::rename(&aside, at).is_err() {
            let _ = temporary.keep();
            *half = None;
            return Err(refused(
                path,
                msg!(
                en: "somebody changed what stands there meanwhile; the older export lies in {kept}",
                zh: "期间有人改动了该位置；旧的部署包在 {kept} 中", kept = crate::input::shown(&aside)),
            ));
        }
        Err(failed(error))
    })
    .map(drop)
}

/// Whether the folder holds an older export that may be replaced; if not, it must be empty, or not
/// there at all.
fn holds_export(path: &Path, force: bool) -> std::result::Result<bool, Failure> {
    let such_as = || crate::input::shown(&path.join("archive"));
    if is_around_us(path) {
        return Err(refused(
            path,
            msg!(
            en: "it is the folder that you are in, or one around it, which cannot be replaced; name a new folder in it, such as {inner}",
            zh: "它是当前所在的文件夹或其上级，不能被替换；请指定其中的新文件夹，例如 {inner}", inner = such_as()),
        ));
    }
    match look(path)? {
        There::Nothing => return Ok(false),
        There::Folder => {}
        There::File => {
            return Err(refused(
                path,
                msg!(
                en: "it is a file; an export is a folder, or a file that ends in .zip or .tar.gz",
                zh: "它是文件；导出的是文件夹，或以 .zip、.tar.gz 结尾的文件"),
            ));
        }
    }
    let mut entries = fs::read_dir(path).map_err(|error| cannot(writing(), path, &error))?;
    if entries.next().is_none() {
        return Ok(false);
    }
    if !path.join(SUMS).is_file() {
        return Err(refused(
            path,
            msg!(
            en: "the folder is not empty and holds no export; choose another one, or a new one in it, such as {inner}",
            zh: "文件夹不是空的，且其中没有部署包；请另选一个，或指定其中的新文件夹，例如 {inner}", inner = such_as()),
        ));
    }
    if !force {
        return Err(refused(
            path,
            msg!(
            en: "the folder is not empty; --force replaces an older export in it",
            zh: "文件夹不是空的；用 --force 替换其中旧的部署包"),
        ));
    }
    Ok(true)
}

/// The list of an export's files, which lies in it.
const SUMS: &str = "SHA256SUMS";

fn fill(folder: &Path, files: &[(String, Arc<File>)]) -> Result<()> {
    half::step(|_| fs::create_dir(folder))?;
    for (name, file) in files {
        half::step(|_| write(&folder.join(name), file))?;
    }
    Ok(())
}

fn write(path: &Path, file: &File) -> Result<()> {
    fs::create_dir_all(parent(path))?;
    fs::write(path, file.to_text().as_bytes())?;
    #[cfg(unix)]
    if file.mode == Mode::Executable {
        // What the umask left for reading may be executed, too.
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path)?.permissions().mode();
        fs::set_permissions(path, permissions(mode | ((mode & 0o444) >> 2)))?;
    }
    Ok(())
}

/// Takes over what the older export did not write: by a second name where that is possible, so
/// that nothing is lost if the rest fails.
fn keep_own(old: &Path, new: &Path) -> Result<()> {
    let sums = fs::read_to_string(old.join(SUMS))?;
    let mut written: BTreeSet<PathBuf> =
        sums.lines().filter_map(|l| l.split_once("  ")).map(|(_, name)| name.into()).collect();
    written.insert(SUMS.into());
    let mut open = vec![PathBuf::new()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(old.join(&folder))? {
            let entry = entry?;
            let name = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(name);
                continue;
            }
            let target = new.join(&name);
            if written.contains(&name) || target.symlink_metadata().is_ok() {
                continue;
            }
            half::step(|_| take_over(&entry.path(), &target))?;
        }
    }
    Ok(())
}

fn take_over(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(parent(to))?;
    // A link stays one, and what it leads to is not looked at.
    #[cfg(unix)]
    if from.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to)?;
    }
    Ok(())
}
