//! The place where something is to be written: what stands there, and why it is not touched.

use crate::input::{cannot, shown, writing};
use crate::output::Failure;
use model::{Message, msg};
use std::fs::{self, FileType};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What may be replaced at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum There {
    Nothing,
    File,
    Folder,
}

/// A refusal: what is there, and what to do.
pub(crate) fn refused(path: &Path, why: Message) -> Failure {
    msg!(en: "cannot write {path}: {why}", zh: "无法写入 {path}：{why}", path = shown(path), why = why)
        .into()
}

/// The folder that a place lies in.
pub(crate) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Looks at a place. A link is never followed: what it leads to is somebody's, and a place that is
/// written is replaced as a whole.
pub(crate) fn look(path: &Path) -> Result<There, Failure> {
    let failed = |error: std::io::Error| cannot(writing(), path, &error);
    match fs::metadata(parent(path)) {
        Ok(meta) if meta.is_dir() => {}
        Ok(_) => {
            return Err(refused(
                path,
                msg!(
                en: "{parent} is not a folder; choose another place",
                zh: "{parent} 不是文件夹；请另选位置", parent = shown(parent(path))),
            ));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(refused(
                path,
                msg!(
                en: "the folder {parent} does not exist; make it first (mkdir -p)",
                zh: "文件夹 {parent} 不存在；请先创建（mkdir -p）", parent = shown(parent(path))),
            ));
        }
        Err(error) => return Err(failed(error)),
    }
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => Err(refused(path, link(path))),
        Ok(meta) => kind(meta.file_type()).ok_or_else(|| {
            refused(
                path,
                msg!(
            en: "it is a device, a pipe or a socket, which is not replaced; choose another name",
            zh: "它是设备、管道或套接字，不会被替换；请另选名称"),
            )
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(There::Nothing),
        Err(error) => Err(failed(error)),
    }
}

fn kind(kind: FileType) -> Option<There> {
    if kind.is_dir() { Some(There::Folder) } else { kind.is_file().then_some(There::File) }
}

fn link(path: &Path) -> Message {
    if let Ok(to) = fs::canonicalize(path) {
        return msg!(
            en: "it is a link to {to}; write there by that name, or remove the link",
            zh: "它是指向 {to} 的链接；请直接写该路径，或删除此链接", to = shown(&to));
    }
    msg!(
        en: "it is a link that leads nowhere; remove it, or choose another name",
        zh: "它是失效的链接；请删除它，或另选名称")
}

/// Whether a folder is the one that the program was started in, or one around it: it cannot be
/// replaced under the feet of those who stand in it.
pub(crate) fn is_around_us(path: &Path) -> bool {
    let own = path.file_name().is_none();
    let here = std::env::current_dir().and_then(fs::canonicalize);
    own || fs::canonicalize(path).is_ok_and(|path| here.is_ok_and(|here| here.starts_with(path)))
}

/// Where a place really lies, so that the way to it does not lead through what is replaced: `a/../a`.
pub(crate) fn settled(path: &Path) -> PathBuf {
    match (fs::canonicalize(parent(path)), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// A path as it lies in its folder, without a slash at the end, with which a link would be followed.
pub(crate) fn plain(path: &Path) -> PathBuf {
    path.components().collect()
}
