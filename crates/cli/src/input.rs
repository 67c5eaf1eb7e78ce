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

/// Whose the nearest thing is that is there on the way to a path, where it is somebody else's.
#[cfg(unix)]
fn denied(path: &Path) -> Message {
    use std::os::unix::fs::MetadataExt;
    let owner = |path: &Path| std::fs::metadata(path).ok().map(|meta| meta.uid());
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let there = whole.ancestors().find_map(|path| Some((path, owner(path)?)));
    let people = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    match (there, owner(Path::new("/proc/self"))) {
        (Some((at, other)), Some(own)) if other != own => msg!(
            en: "permission denied: {at} belongs to {o}, and this runs as {u}. Choose another place, or let {o} do it",
            zh: "没有权限：{at} 属于 {o}，而当前用户是 {u}。请另选位置，或由 {o} 执行",
            at = shown(at), o = name_of(&people, other), u = name_of(&people, own)),
        (Some((at, _)), _) => msg!(
            en: "permission denied by the mode of {at}; look at: ls -ld {at}",
            zh: "{at} 的权限不允许；请查看：ls -ld {at}", at = shown(at)),
        _ => msg!(en: "permission denied", zh: "没有权限"),
    }
}

#[cfg(not(unix))]
fn denied(_: &Path) -> Message {
    msg!(en: "permission denied", zh: "没有权限")
}

/// The name of a user by lines of `/etc/passwd`, or the number.
#[cfg(unix)]
fn name_of(people: &str, number: u32) -> String {
    let named = people.lines().find_map(|line| {
        let mut parts = line.split(':');
        let (name, id) = (parts.next()?, parts.nth(1)?);
        (id.parse() == Ok(number)).then_some(name)
    });
    named.map_or_else(|| number.to_string(), str::to_owned)
}

/// What cannot be done with a file, in words.
pub(crate) fn cannot(what: Message, path: &Path, error: &std::io::Error) -> Failure {
    use std::io::ErrorKind;
    let why = match error.kind() {
        ErrorKind::NotFound => msg!(en: "it does not exist", zh: "它不存在"),
        ErrorKind::PermissionDenied => denied(path),
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

#[cfg(all(test, unix))]
mod tests {
    use super::name_of;

    #[test]
    fn a_user_has_the_name_of_the_list_or_a_number() {
        let people = "root:x:0:0:root:/root:/bin/sh\nolap:x:998:998::/home/olap:/bin/sh\nbroken\n";
        assert_eq!(
            [name_of(people, 0), name_of(people, 998), name_of(people, 7)],
            ["root", "olap", "7"]
        );
    }
}
