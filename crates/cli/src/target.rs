//! Writing: first beside the target, then into its place; nothing is overwritten unasked.

use crate::input::{cannot, shown};
use crate::output::Failure;
use formats::{File, Mode};
use model::{Message, msg};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufWriter, Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::NamedTempFile;

fn writing() -> Message {
    msg!(en: "write", zh: "写入")
}

/// The folder that a target lies in.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(unix)]
fn permissions(bits: u32) -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(bits)
}

/// Writes a file: whole or not at all.
pub(crate) fn file(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut BufWriter<NamedTempFile>) -> Result<()>,
) -> std::result::Result<(), Failure> {
    let failed = |error: Error| cannot(writing(), path, &error);
    if path.is_dir() {
        return Err(failed(ErrorKind::IsADirectory.into()));
    }
    if !force && path.symlink_metadata().is_ok() {
        return Err(failed(ErrorKind::AlreadyExists.into()));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".muster-");
    #[cfg(unix)]
    builder.permissions(permissions(0o666));
    let temporary = builder.tempfile_in(parent(path)).map_err(failed)?;
    let mut to = BufWriter::new(temporary);
    fill(&mut to).and_then(|()| to.flush()).map_err(failed)?;
    let temporary = to.into_inner().map_err(|error| failed(error.into_error()))?;
    let kept = if force { temporary.persist(path) } else { temporary.persist_noclobber(path) };
    kept.map(|_| ()).map_err(|error| failed(error.error))
}

/// Writes a folder: whole or not at all. With `force`, an older export in its place goes, and what
/// no export wrote (`packages/`, `secrets.env`, facts) stays.
pub(crate) fn folder(
    path: &Path,
    force: bool,
    files: &[(String, Arc<File>)],
) -> std::result::Result<(), Failure> {
    let failed = |error: Error| cannot(writing(), path, &error);
    let old = match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(_) if path.is_file() => {
            return Err(msg!(
                en: "cannot write {path}: it is a file; an export is a folder, or a file that ends in .zip or .tar.gz",
                zh: "无法写入 {path}：它是文件；导出的是文件夹，或以 .zip、.tar.gz 结尾的文件", path = shown(path)).into());
        }
        Err(error) => return Err(failed(error)),
    };
    if old && !force {
        return Err(msg!(
            en: "cannot write {path}: the folder is not empty; --force replaces an older export in it",
            zh: "无法写入 {path}：文件夹不是空的；用 --force 替换其中旧的部署包", path = shown(path)).into());
    }
    if old && !path.join(SUMS).is_file() {
        return Err(msg!(
            en: "cannot write {path}: the folder is not empty and holds no export; choose another one",
            zh: "无法写入 {path}：文件夹不是空的，且其中没有部署包；请另选一个", path = shown(path)).into());
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".muster-");
    #[cfg(unix)]
    builder.permissions(permissions(0o777));
    let temporary = builder.tempdir_in(parent(path)).map_err(failed)?;
    let new = temporary.path().join("new");
    fill(&new, files).map_err(failed)?;
    if old {
        keep_own(path, &new).map_err(failed)?;
        fs::rename(path, temporary.path().join("old")).map_err(failed)?;
    }
    fs::rename(&new, path).map_err(|error| {
        // Puts the older export back; if that fails, it is not thrown away either.
        let back = fs::rename(temporary.path().join("old"), path);
        if old && back.is_err() {
            let _ = temporary.keep();
        }
        failed(error)
    })
}

/// The list of an export's files, which lies in it.
const SUMS: &str = "SHA256SUMS";

fn fill(folder: &Path, files: &[(String, Arc<File>)]) -> Result<()> {
    fs::create_dir(folder)?;
    for (name, file) in files {
        let path = folder.join(name);
        fs::create_dir_all(parent(&path))?;
        fs::write(&path, file.to_text().as_bytes())?;
        #[cfg(unix)]
        if file.mode == Mode::Executable {
            // What the umask left for reading may be executed, too.
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path)?.permissions().mode();
            fs::set_permissions(&path, permissions(mode | ((mode & 0o444) >> 2)))?;
        }
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
            fs::create_dir_all(parent(&target))?;
            if fs::hard_link(entry.path(), &target).is_err() {
                fs::copy(entry.path(), &target)?;
            }
        }
    }
    Ok(())
}
