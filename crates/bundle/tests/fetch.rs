//! `bin/fetch` of an exported archive on a machine that has neither curl nor wget.

mod unpacked;

use std::path::Path;
use std::process::{Command, Output};

/// Runs it with a PATH on which everything is but what downloads.
fn fetch(top: &Path, options: &[&str]) -> Output {
    let tools = top.join("tools");
    std::fs::create_dir_all(&tools).expect("a folder");
    let path = std::env::var_os("PATH").expect("a PATH");
    for folder in std::env::split_paths(&path) {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name();
            if !["curl", "wget"].iter().any(|other| name == *other) {
                let _ = std::os::unix::fs::symlink(entry.path(), tools.join(name));
            }
        }
    }
    Command::new("sh")
        .arg(top.join("bin/fetch"))
        .args(options)
        .env("PATH", &tools)
        .output()
        .expect("sh")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

/// The files that an archive needs, by the columns of its list; those without a known sum too.
fn packages(top: &Path) -> Vec<String> {
    let list = std::fs::read_to_string(top.join("PACKAGES.tsv")).expect("PACKAGES.tsv");
    let rows = list.lines().filter(|line| !line.starts_with('#'));
    let files = rows.filter_map(|row| row.split('\t').nth(3));
    files.filter(|file| *file != "-").map(str::to_owned).collect()
}

#[test]
fn what_is_there_needs_no_program_that_downloads() {
    let archive = unpacked::archive("kylin-six");
    let top = archive.path();
    // Without sums, whatever is there is right.
    let list = std::fs::read_to_string(top.join("PACKAGES.tsv")).expect("PACKAGES.tsv");
    let plain = list.lines().map(|line| {
        let mut columns: Vec<&str> = line.split('\t').collect();
        if let Some(sum) = columns.get_mut(4).filter(|_| !line.starts_with('#')) {
            *sum = "-";
        }
        columns.join("\t") + "\n"
    });
    std::fs::write(top.join("PACKAGES.tsv"), plain.collect::<String>()).expect("a file");
    std::fs::create_dir_all(top.join("packages")).expect("a folder");
    let files = packages(top);
    assert!(files.len() > 1, "{files:?}");
    for file in &files {
        std::fs::write(top.join("packages").join(file), "there\n").expect("a file");
    }
    let output = fetch(top, &[]);
    let said = text(&output);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("packages/ is complete"), "{said}");
    for file in &files {
        assert!(said.contains(&format!("there    {file} (")), "{file}: {said}");
    }
}

#[test]
fn what_is_not_there_and_cannot_be_fetched_is_named() {
    let archive = unpacked::archive("kylin-six");
    let output = fetch(archive.path(), &[]);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("neither curl nor wget is on this machine"), "{said}");
    assert!(said.contains("put the file there by hand: https://"), "{said}");
    assert!(!archive.path().join("packages").exists(), "nothing was begun");
    // What would be done needs none of them.
    let output = fetch(archive.path(), &["--dry-run"]);
    let said = text(&output);
    assert!(output.status.success() && said.contains("would fetch https://"), "{said}");
}
