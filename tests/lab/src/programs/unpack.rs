//! The programs with which people unpack an archive: each gives the same tree.

use anyhow::{Context as _, Result, bail};
use commands::{output, program};
use std::{fs, path::Path};

/// How a program unpacks an archive into the folder that stands at the end of its command line.
struct Unpacker {
    name: &'static str,
    /// The command, up to the folder; `@` is the archive.
    command: &'static [&'static str],
    /// Whether the folder is one word with what stands before it, as 7-Zip wants it.
    joined: bool,
}

const fn unpacker(name: &'static str, command: &'static [&'static str]) -> Unpacker {
    Unpacker { name, command, joined: false }
}

static OF_TAR: &[Unpacker] = &[
    unpacker("GNU tar", &["tar", "xzf", "@", "-C"]),
    unpacker("bsdtar", &["bsdtar", "-xzf", "@", "-C"]),
    unpacker("BusyBox tar", &["busybox", "tar", "xzf", "@", "-C"]),
];

static OF_ZIP: &[Unpacker] = &[
    unpacker("unzip", &["unzip", "-qq", "@", "-d"]),
    unpacker("bsdtar (zip)", &["bsdtar", "-xf", "@", "-C"]),
    unpacker("BusyBox unzip", &["busybox", "unzip", "-q", "@", "-d"]),
    Unpacker { name: "7-Zip (zip)", command: &["7z", "x", "-y", "-bd", "@", "-o"], joined: true },
];

/// 7-Zip sees two archives in a `.tar.gz`: the tar is the first one's only file.
static SEVEN_ZIP: Unpacker =
    Unpacker { name: "7-Zip", command: &["7z", "x", "-y", "-bd", "@", "-o"], joined: true };

impl Unpacker {
    fn run(&self, archive: &Path, into: &Path) -> Result<()> {
        fs::create_dir_all(into)?;
        let (name, words) = self.command.split_first().context("a command")?;
        let mut command = program(name);
        let (last, words) = words.split_last().context("its words")?;
        for word in words {
            if *word == "@" {
                command.arg(archive)
            } else {
                command.arg(word)
            };
        }
        if self.joined {
            command.arg(format!("{last}{}", into.display()));
        } else {
            command.arg(last).arg(into);
        }
        output(&mut command).map(|_| ()).with_context(|| self.name.to_owned())
    }
}

/// Unpacks a zip and a tar.gz with all of them. GNU tar's tree stays in `tree`.
pub(super) fn check(zip: &Path, tar: &Path, tree: &Path) -> Result<()> {
    output(program("unzip").arg("-tqq").arg(zip))?;
    let (first, others) = OF_TAR.split_first().context("a first one")?;
    first.run(tar, tree)?;
    let kind = listed(tree)?;
    if kind.lines().any(|line| !line.starts_with("f 1 ")) {
        bail!("an unpacked archive has something else than files with one name each:\n{kind}");
    }
    for unpacker in others {
        compare(unpacker, tar, tree)?;
    }
    for unpacker in OF_ZIP {
        compare(unpacker, zip, tree)?;
    }
    let inner = tree.with_extension("inner");
    SEVEN_ZIP.run(tar, &inner)?;
    let unzipped = fs::read_dir(&inner)?.next().context("7-Zip found nothing")??.path();
    compare(&SEVEN_ZIP, &unzipped, tree)?;
    fs::remove_dir_all(&inner)?;
    Ok(())
}

/// Files, bytes and permissions are those of `tree`.
fn compare(unpacker: &Unpacker, archive: &Path, tree: &Path) -> Result<()> {
    let other = tree.with_extension("other");
    unpacker.run(archive, &other)?;
    output(program("diff").arg("--recursive").arg(tree).arg(&other))
        .with_context(|| unpacker.name.to_owned())?;
    if listed(tree)? != listed(&other)? {
        bail!("{} gives other permissions than GNU tar", unpacker.name);
    }
    fs::remove_dir_all(&other)?;
    Ok(())
}

/// All that are no folders, by path: what it is, how many names it has, its permissions.
fn listed(folder: &Path) -> Result<String> {
    let format = ["!", "-type", "d", "-printf", "%y %n %m %p\n"];
    let list = output(program("find").arg(".").args(format).current_dir(folder))?;
    let mut lines: Vec<&str> = list.lines().collect();
    lines.sort_unstable();
    Ok(lines.join("\n"))
}
