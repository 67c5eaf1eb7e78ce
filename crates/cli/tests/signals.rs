//! Signals while something is written, and places at which nothing may be written.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.args(args).current_dir(folder).env("LC_ALL", "C").stdin(Stdio::null());
    command
}

fn muster(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().expect("muster runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with an example of so many nodes in `a.toml`.
fn example(nodes: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let output = muster(folder.path(), &["init", "--preset", "kylin-three", "-o", "a.toml"]);
    assert!(output.status.success(), "{}", said(&output));
    let path = folder.path().join("a.toml");
    let mut text = fs::read_to_string(&path).unwrap();
    for at in 1..nodes {
        text += &format!("\n[[nodes]]\nname = \"n{at}.example.com\"\nroles = [\"query\"]\n");
    }
    fs::write(path, text).unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Starts an export, waits until something of it is on the disk, sends a signal and waits.
fn interrupted(at: &Path, target: &str, signal: &str, wrap: &[&str]) -> std::process::ExitStatus {
    let muster = env!("CARGO_BIN_EXE_muster");
    let words = [wrap, &[muster, "export", "a.toml", "-o", target, "--force"]].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).current_dir(at).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let begun = Instant::now();
    let half = |name: &String| name.starts_with(".muster-");
    while !names(at).iter().any(half) {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it could be interrupted");
        assert!(begun.elapsed() < Duration::from_mins(2), "nothing is written");
        std::thread::sleep(Duration::from_millis(2));
    }
    let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
    child.wait().unwrap()
}

#[test]
fn a_signal_leaves_nothing_half_written_and_what_was_there() {
    let folder = example(1500);
    let at = folder.path();
    fs::write(at.join("there.zip"), "mine").unwrap();
    let first = muster(at, &["export", "a.toml", "-o", "there"]);
    assert!(first.status.success(), "{}", said(&first));
    fs::write(at.join("there/secrets.env"), "X=1\n").unwrap();
    let before = names(at);
    let nodes = names(&at.join("there/nodes"));
    for (signal, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        for target in ["new.zip", "new.tar.gz", "new", "there.zip", "there"] {
            let status = interrupted(at, target, signal, &[]);
            // It ends by the signal, as shells and supervisors expect of who was interrupted.
            assert_eq!(status.signal(), Some(number), "{target} {signal}: {status}");
            assert_eq!(names(at), before, "{target} {signal}");
        }
    }
    assert_eq!(fs::read(at.join("there.zip")).unwrap(), b"mine");
    assert_eq!(fs::read(at.join("there/secrets.env")).unwrap(), b"X=1\n");
    assert_eq!(names(&at.join("there/nodes")), nodes);
}

#[test]
fn a_signal_that_was_ignored_stays_ignored() {
    let folder = example(300);
    let at = folder.path();
    let status = interrupted(at, "new.tar.gz", "HUP", &["nohup"]);
    assert!(status.success(), "{status}");
    assert_eq!(names(at), ["a.toml", "new.tar.gz"]);
}

#[test]
fn nothing_is_written_through_a_link() {
    let folder = example(1);
    let at = folder.path();
    assert!(muster(at, &["export", "a.toml", "-o", "real"]).status.success());
    fs::write(at.join("real/secrets.env"), "X=1\n").unwrap();
    fs::write(at.join("mine.txt"), "mine").unwrap();
    fs::create_dir(at.join("empty")).unwrap();
    symlink("real", at.join("folder")).unwrap();
    symlink("empty", at.join("hollow")).unwrap();
    symlink("mine.txt", at.join("file.zip")).unwrap();
    symlink("gone", at.join("dangling")).unwrap();
    let before = fs::read(at.join("real/MANIFEST.json")).unwrap();
    for target in ["folder", "folder/", "hollow", "file.zip", "dangling", "dangling/"] {
        for force in [&[][..], &["--force"]] {
            let args = [&["export", "a.toml", "-o", target], force].concat();
            let output = muster(at, &args);
            assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
            let words = if target.starts_with('d') { "leads nowhere" } else { "it is a link to /" };
            assert!(said(&output).contains(words), "{args:?}: {}", said(&output));
        }
    }
    let output = muster(at, &["init", "-o", "file.zip", "--force"]);
    assert!(said(&output).contains("it is a link to"), "{}", said(&output));
    assert_eq!(fs::read(at.join("mine.txt")).unwrap(), b"mine");
    assert_eq!(fs::read(at.join("real/MANIFEST.json")).unwrap(), before);
    for link in ["folder", "hollow", "file.zip", "dangling"] {
        assert!(at.join(link).is_symlink(), "{link}");
    }
    assert_eq!(names(&at.join("empty")), [""; 0]);
}

#[test]
fn a_link_that_the_admin_put_into_an_export_is_kept_as_one() {
    let folder = example(1);
    let at = folder.path();
    assert!(muster(at, &["export", "a.toml", "-o", "out"]).status.success());
    fs::create_dir(at.join("store")).unwrap();
    fs::write(at.join("store/kylin.tar.gz"), "big").unwrap();
    symlink("../store", at.join("out/packages")).unwrap();
    fs::remove_dir_all(at.join("out/bin")).unwrap();
    symlink("../store", at.join("out/bin")).unwrap();
    let output = muster(at, &["export", "a.toml", "-o", "out", "--force"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(fs::read_link(at.join("out/packages")).unwrap(), Path::new("../store"));
    assert!(!at.join("out/bin").is_symlink() && at.join("out/bin/deploy").is_file());
    assert_eq!(names(&at.join("store")), ["kylin.tar.gz"]);
}

#[test]
fn a_refusal_says_what_is_there_and_what_to_do() {
    let folder = example(1);
    let at = folder.path();
    fs::create_dir_all(at.join("full/inner")).unwrap();
    fs::write(at.join("full/mine.txt"), "mine").unwrap();
    fs::create_dir(at.join("folder.zip")).unwrap();
    fs::write(at.join("plain"), "mine").unwrap();
    assert!(Command::new("mkfifo").arg(at.join("pipe.zip")).status().unwrap().success());
    let here = at.to_string_lossy().into_owned();
    let cases = [
        (".", "folder that you are in"),
        ("./", "such as ./archive"),
        ("..", "such as ../archive"),
        ("/", "folder that you are in"),
        (here.as_str(), "folder that you are in"),
        ("full", "holds no export; choose another one, or a new one in it, such as full/archive"),
        ("full/..", "folder that you are in"),
        ("no/such/x.zip", "the folder no/such does not exist; make it first"),
        ("no/such", "the folder no does not exist; make it first"),
        ("plain/x.zip", "plain is not a folder"),
        ("plain", "it is a file"),
        ("folder.zip", "it is a folder; choose another name"),
        ("pipe.zip", "a pipe or a socket"),
    ];
    let before = names(at);
    for (target, words) in cases {
        for force in [&[][..], &["--force"]] {
            let args = [&["export", "a.toml", "-o", target], force].concat();
            let output = muster(at, &args);
            assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
            assert!(said(&output).contains(words), "{args:?}: {}", said(&output));
            let chinese = muster(at, &[&args[..], &["--lang", "zh"]].concat());
            assert!(said(&chinese).starts_with("错误：无法写入 "), "{}", said(&chinese));
            assert!(!said(&chinese).contains(words), "{}", said(&chinese));
        }
    }
    assert_eq!(names(at), before);
    assert_eq!(fs::read(at.join("full/mine.txt")).unwrap(), b"mine");
    // An empty folder, and one for which nobody stands in the way, are taken.
    for target in ["full/inner", "full/new"] {
        let output = muster(at, &["export", "a.toml", "-o", target]);
        assert!(output.status.success(), "{}", said(&output));
    }
    // What is written beside its place and then moved there would take a device's place.
    let output = muster(at, &["init", "-o", "pipe.zip", "--force"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(fs::symlink_metadata(at.join("pipe.zip")).unwrap().file_type().is_fifo());
}
