//! Folders that hold nothing but what the project itself writes: compared byte for byte.

use anyhow::{Context as _, Result, bail};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Path below the folder, with `/`; and the bytes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Fails when the folder does not hold exactly these files; says which differ, from which line on.
pub(crate) fn compare(folder: &Path, wanted: &Files) -> Result<()> {
    let there = read(folder)?;
    let mut problems = Vec::new();
    for (path, bytes) in wanted {
        match there.get(path) {
            Some(found) if found == bytes => {}
            Some(found) => problems.push(format!("{path}: {}", first_difference(found, bytes))),
            None => problems.push(format!("{path}: missing")),
        }
    }
    let extra = there.keys().filter(|path| !wanted.contains_key(*path));
    problems.extend(extra.map(|path| format!("{path}: nothing writes this file")));
    if problems.is_empty() {
        return Ok(());
    }
    bail!("{} is not up to date:\n  {}", folder.display(), problems.join("\n  "))
}

/// Makes the folder hold exactly these files. Gives how many were written or removed.
pub(crate) fn write(folder: &Path, wanted: &Files) -> Result<usize> {
    let there = read(folder)?;
    let mut changed = 0;
    for path in there.keys().filter(|path| !wanted.contains_key(*path)) {
        fs::remove_file(folder.join(path))?;
        changed += 1;
    }
    for (path, bytes) in wanted.iter().filter(|(path, bytes)| there.get(*path) != Some(bytes)) {
        let file = folder.join(path);
        let parent = file.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
        fs::write(&file, bytes).with_context(|| file.display().to_string())?;
        changed += 1;
    }
    Ok(changed)
}

/// All files below the folder.
pub(crate) fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let here = folder.join(&inner);
        let entries = match fs::read_dir(&here) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| here.display().to_string()),
        };
        for entry in entries {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                let name = path.to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(entry.path())?);
            }
        }
    }
    Ok(files)
}

fn first_difference(found: &[u8], wanted: &[u8]) -> String {
    let lines = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (found, wanted) = (lines(found), lines(wanted));
    let same = found.iter().zip(&wanted).take_while(|(found, wanted)| found == wanted).count();
    let show =
        |lines: &[String]| lines.get(same).map_or("the end".to_owned(), |line| format!("{line:?}"));
    format!("line {} is {}, should be {}", same + 1, show(&found), show(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(path, text)| ((*path).into(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn what_was_written_is_up_to_date() {
        let folder = tempfile::tempdir().expect("a folder");
        let wanted = files(&[("a", "1\n"), ("b/c", "2\n")]);
        assert_eq!(write(folder.path(), &wanted).expect("written"), 2);
        compare(folder.path(), &wanted).expect("equal");
        assert_eq!(write(folder.path(), &wanted).expect("written"), 0);
    }

    #[test]
    fn changed_missing_and_extra_files_are_named() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &files(&[("a", "1\n2\n"), ("old", "")])).expect("written");
        let wanted = files(&[("a", "1\n3\n"), ("new", "")]);
        let said = compare(folder.path(), &wanted).expect_err("not equal").to_string();
        for part in ["a: line 2 is \"2\", should be \"3\"", "new: missing", "old: nothing writes"] {
            assert!(said.contains(part), "{said}");
        }
        write(folder.path(), &wanted).expect("written");
        compare(folder.path(), &wanted).expect("equal");
    }
}
