//! The program under test.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program, run in a folder to its end.
pub(crate) fn muster(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().expect("muster runs")
}

/// The program in a folder, without an input, in English.
pub(crate) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.args(args).current_dir(folder).env("LC_ALL", "C").stdin(Stdio::null());
    command
}

/// A folder for the test.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// How it ended.
pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

/// What it wrote for people.
pub(crate) fn error(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// What it wrote for programs.
pub(crate) fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// A folder with the one-node example in `a.toml`.
pub(crate) fn example() -> tempfile::TempDir {
    let folder = folder();
    let output = muster(folder.path(), &["init", "--preset", "kylin-one", "-o", "a.toml"]);
    assert_eq!(code(&output), 0, "{}", error(&output));
    folder
}
