//! What the run's one compilation of everything native has made.

use super::logs;
use anyhow::{Context as _, Result, bail};
use commands::{BUILT, cargo, output, program, run};
use serde_json::Value;
use std::{fs, path::PathBuf, process::Command};

/// A compiled test.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Test {
    /// The target: `browser` of `tests/browser/main.rs`.
    pub(super) name: String,
    executable: PathBuf,
    /// The package's folder, where its tests run.
    folder: PathBuf,
}

/// Compiles every native program and test. All packages at once: what several need is compiled once,
/// with the features of all.
pub(super) fn compile() -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--locked", "--workspace", "--lib", "--bins", "--tests"]);
    run(&mut build)?;
    // Everything is there; again for the list.
    let list = output(build.args(["--quiet", "--message-format", "json"]))?;
    fs::write(file()?, list).context("target/test-logs")
}

fn file() -> Result<PathBuf> {
    Ok(logs::folder()?.join("compiled.json"))
}

/// The tests. Within a run that began with [`compile`], what that has made; else it is done now.
pub(super) fn tests() -> Result<Vec<Test>> {
    if std::env::var_os(BUILT).is_none() {
        compile()?;
    }
    let list = fs::read_to_string(file()?).context("target/test-logs/compiled.json")?;
    let tests = read(&list);
    if tests.is_empty() {
        bail!("cargo names no test");
    }
    Ok(tests)
}

/// From Cargo's messages.
fn read(messages: &str) -> Vec<Test> {
    let test = |line: &str| {
        let message: Value = serde_json::from_str(line).ok()?;
        let is_test = message["profile"]["test"].as_bool()?;
        let manifest = PathBuf::from(message["manifest_path"].as_str()?);
        is_test.then_some(Test {
            name: message["target"]["name"].as_str()?.to_owned(),
            executable: message["executable"].as_str()?.into(),
            folder: manifest.parent()?.to_owned(),
        })
    };
    messages.lines().filter_map(test).collect()
}

impl Test {
    /// Runs all of its functions.
    pub(super) fn run(&self) -> Result<()> {
        run(&mut self.command())
    }

    /// Runs those whose name has this word in it. That there is none is an error.
    pub(super) fn run_some(&self, word: &str) -> Result<()> {
        if !output(self.command().args([word, "--list"]))?.contains(": test") {
            bail!("{} has no test with {word:?} in its name", self.name);
        }
        run(self.command().arg(word))
    }

    /// As Cargo starts it.
    fn command(&self) -> Command {
        let mut test = program(&self.executable);
        test.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        test
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_read_from_the_messages_of_cargo() {
        let messages = r#"
            {"reason":"compiler-artifact","manifest_path":"/r/a/Cargo.toml","target":{"name":"a"},"profile":{"test":false},"executable":"/r/target/debug/a"}
            {"reason":"compiler-artifact","manifest_path":"/r/a/Cargo.toml","target":{"name":"t"},"profile":{"test":true},"executable":"/r/target/debug/deps/t-1"}
            {"reason":"build-finished","success":true}"#;
        let t = Test {
            name: "t".into(),
            executable: "/r/target/debug/deps/t-1".into(),
            folder: "/r/a".into(),
        };
        assert_eq!(read(messages), [t]);
    }
}
