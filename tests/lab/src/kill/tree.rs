//! A tree of files as text, to compare it.

use anyhow::Result;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// Path below the top, and what is there: kind, mode, owner, and the content or the link's target.
pub(crate) type Tree = BTreeMap<String, String>;

pub(crate) fn read(top: &Path) -> Result<Tree> {
    let mut tree = Tree::new();
    walk(top, top, &mut tree)?;
    Ok(tree)
}

fn walk(top: &Path, folder: &Path, tree: &mut Tree) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let about = fs::symlink_metadata(&path)?;
        let name = path.strip_prefix(top)?.display().to_string();
        let kind = format!("{:o} {}:{}", about.mode(), about.uid(), about.gid());
        let text = if about.is_symlink() {
            format!("{kind} -> {}", fs::read_link(&path)?.display())
        } else if about.is_dir() {
            walk(top, &path, tree)?;
            kind
        } else {
            format!("{kind} {}", String::from_utf8_lossy(&fs::read(&path)?))
        };
        tree.insert(name, text);
    }
    Ok(())
}

/// What differs, in words; nothing when they are equal.
pub(crate) fn difference(is: &Tree, should: &Tree) -> Option<String> {
    let mut lines = Vec::new();
    for (path, text) in should {
        match is.get(path) {
            None => lines.push(format!("{path} is missing")),
            Some(now) if now != text => {
                lines.push(format!("{path} is {now:?} instead of {text:?}"));
            }
            Some(_) => {}
        }
    }
    lines
        .extend(is.keys().filter(|p| !should.contains_key(*p)).map(|p| format!("{p} is too much")));
    (!lines.is_empty()).then(|| lines.join("; "))
}
