//! Reading files, with limits.

use crate::output::Failure;
use model::{Message, msg};
use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

/// More than this is not even read to be refused.
const MOST: u64 = 64 << 20;

/// A name as it can be shown on a terminal.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy()
        .chars()
        .flat_map(|c| {
            let odd = model::value::forbidden_character(c.encode_utf8(&mut [0; 4])).is_some();
            if odd { c.escape_default().collect::<Vec<_>>() } else { vec![c] }
        })
        .collect()
}

/// Whether a name means standard input or output.
pub(crate) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What was to be done with a file that cannot be written.
pub(crate) fn writing() -> Message {
    msg!(en: "write", zh: "写入")
}

/// What cannot be done with a file, in words.
pub(crate) fn cannot(what: Message, path: &Path, error: &std::io::Error) -> Failure {
    use std::io::ErrorKind;
    let why = match error.kind() {
        ErrorKind::NotFound => msg!(en: "it does not exist", zh: "它不存在"),
        ErrorKind::PermissionDenied => msg!(en: "permission denied", zh: "没有权限"),
        ErrorKind::IsADirectory => msg!(en: "it is a folder", zh: "它是文件夹"),
        ErrorKind::NotADirectory => {
            msg!(en: "a part of the path is not a folder", zh: "路径中有一段不是文件夹")
        }
        ErrorKind::AlreadyExists => {
            msg!(en: "it exists already; --force replaces it", zh: "它已存在；用 --force 替换")
        }
        ErrorKind::ReadOnlyFilesystem => msg!(
            en: "the file system can only be read; choose another place",
            zh: "文件系统是只读的；请另选位置"),
        ErrorKind::ResourceBusy => msg!(
            en: "it is in use as a whole, as a mount point is; name a folder in it",
            zh: "它正被整体占用（例如是挂载点）；请指定其中的文件夹"),
        ErrorKind::StorageFull => msg!(en: "the disk is full", zh: "磁盘已满"),
        _ => msg!(en: "{e}", zh: "{e}", e = error.to_string()),
    };
    msg!(en: "cannot {what} {path}: {why}", zh: "无法{what} {path}：{why}",
        what = what, path = shown(path), why = why)
    .into()
}

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let reading = || msg!(en: "read", zh: "读取");
    let mut bytes = Vec::new();
    let read = if is_standard(path) {
        stdin().lock().take(MOST + 1).read_to_end(&mut bytes)
    } else {
        let file = File::open(path).map_err(|error| cannot(reading(), path, &error))?;
        let meta = file.metadata().map_err(|error| cannot(reading(), path, &error))?;
        if meta.is_dir() {
            let error = std::io::Error::from(std::io::ErrorKind::IsADirectory);
            return Err(cannot(reading(), path, &error));
        }
        file.take(MOST + 1).read_to_end(&mut bytes)
    };
    read.map_err(|error| cannot(reading(), path, &error))?;
    if bytes.len() as u64 > MOST {
        return Err(msg!(
            en: "cannot read {path}: it has more than {n} MiB; a cluster.toml has at most 8 MiB",
            zh: "无法读取 {path}：它超过 {n} MiB；cluster.toml 最多 8 MiB",
            path = shown(path), n = MOST >> 20)
        .into());
    }
    Ok(bytes)
}
