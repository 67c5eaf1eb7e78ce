//! Running other programs.

use anyhow::{Context as _, Result, bail};
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The repository's top folder: where the lock file lies, above the running package. Cargo names
/// that one at run time, so a moved checkout works.
pub fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let top = package.ancestors().find(|folder| folder.join("Cargo.lock").is_file());
    top.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where the Python programs are that `cargo xtask setup` installs.
pub fn python() -> PathBuf {
    root().join(".tools/python/bin")
}

/// Where a run of the tests, which compiles all programs first, says that they are there: the
/// folder. They are taken as they are then; Cargo would wait for a compilation beside it.
pub const BUILT: &str = "MUSTER_PROGRAMS";

/// Where Cargo puts what it compiles for work.
pub fn debug() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR");
    target.map_or_else(|| root().join("target"), PathBuf::from).join("debug")
}

/// A program of this workspace, up to date: compiled now, or by the run of the tests that this is
/// a part of (see [`BUILT`]).
pub fn built(package: &str, name: &str) -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os(BUILT) {
        return Ok(PathBuf::from(folder).join(name));
    }
    run(cargo().args(["build", "--quiet", "--package", package, "--bin", name]))?;
    Ok(debug().join(name))
}

/// The Cargo that runs us, or the one on PATH.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program, started in the repository's top folder, with the project's tools on its PATH.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    if let Ok(path) = std::env::join_paths(folders()) {
        command.env("PATH", path);
    }
    command
}

/// The file that [`program`] would start.
pub fn find(name: &str) -> Option<PathBuf> {
    folders().into_iter().map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Where programs are looked for: the project's own tools, PATH, where Cargo installs, and where
/// Debian keeps what only root has on its PATH.
fn folders() -> Vec<PathBuf> {
    let root = root();
    let mut folders = vec![root.join("node_modules/.bin"), root.join(".tools/bin")];
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders.extend(cargo_home().map(|home| home.join("bin")));
    folders.extend(["/usr/local/sbin", "/usr/sbin", "/sbin"].map(PathBuf::from));
    folders
}

fn cargo_home() -> Option<PathBuf> {
    let given = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    given.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

/// Prints the command, runs it and waits; an error when it can't be started or fails.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = show(command);
    println!("$ {shown}");
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("{shown}: {status}");
    }
    Ok(())
}

/// Runs the command silently and gives what it printed; the error carries its messages.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = show(command);
    let out = command.stdin(Stdio::null()).output().with_context(|| cannot_start(command))?;
    if !out.status.success() {
        let said = String::from_utf8_lossy(&out.stderr);
        bail!("{shown}: {}\n{}", out.status, said.trim());
    }
    String::from_utf8(out.stdout).with_context(|| format!("{shown} did not print UTF-8"))
}

fn cannot_start(command: &Command) -> String {
    let name = command.get_program().to_string_lossy();
    format!("{name} can't be started; `cargo xtask setup` installs what is missing")
}

/// Characters of a command that are shown; some carry whole scripts.
const LONGEST: usize = 400;

/// The command as one would type it.
fn show(command: &Command) -> String {
    let mut words =
        vec![Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy()];
    words.extend(command.get_args().map(OsStr::to_string_lossy));
    let line = words.join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{} …", line.split_at(at).0.replace('\n', " ")),
        None => line,
    }
}
