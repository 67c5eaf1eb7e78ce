//! The programs that the scripts call, each with a stand-in that counts its calls.

use anyhow::{Context as _, Result, bail};
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

/// A set of programs: where a shell and its tools come from.
pub(crate) struct Programs {
    pub(crate) name: &'static str,
    /// What runs a script.
    shell: &'static str,
    /// What stands before a program's name to call it; empty where it is a file on the PATH.
    through: &'static str,
}

/// GNU's programs with dash, and `BusyBox` for all of them.
pub(crate) static ALL: &[Programs] = &[
    Programs { name: "dash", shell: "/bin/dash", through: "" },
    Programs { name: "busybox", shell: "/bin/busybox sh", through: "/bin/busybox" },
];

/// What the scripts call. A program that is missing here could not be killed at, and with `BusyBox` it
/// could not be found.
const CALLED: &[&str] = &[
    "awk",
    "basename",
    "cat",
    "chmod",
    "cmp",
    "cp",
    "cut",
    "date",
    "diff",
    "dirname",
    "find",
    "grep",
    "head",
    "id",
    "ln",
    "ls",
    "mkdir",
    "mktemp",
    "mv",
    "readlink",
    "rm",
    "rmdir",
    "sed",
    "sha256sum",
    "sleep",
    "sort",
    "stat",
    "sync",
    "tail",
    "tar",
    "tr",
    "uname",
    "wc",
    "xargs",
];

/// When a call is killed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Before,
    After,
}

impl Moment {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Moment::Before => "before",
            Moment::After => "after",
        }
    }
}

impl Programs {
    /// Writes the stand-ins into a folder. The control folder holds the number of calls so far, the
    /// number to kill at, when, and the group of processes.
    pub(crate) fn place(&self, folder: &Path, control: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        for name in CALLED.iter().chain(&["sh"]) {
            let real = if *name == "sh" { self.shell.to_owned() } else { self.call(name)? };
            let text = format!(
                "#!/bin/dash\nC={}\n# Adding a line is one step, also for programs at both ends of a pipe.\n\
                 echo >>\"$C/calls\"\nn=0\nwhile read -r _; do n=$((n + 1)); done <\"$C/calls\"\n\
                 read -r at when group <\"$C/kill\"\nif [ \"$at\" -gt 0 ] && [ \"$n\" -ge \"$at\" ]; then\n    \
                 echo \"{name} $*\" >>\"$C/at\"\n    [ \"$when\" = before ] || {real} \"$@\" || :\n    \
                 kill -9 -\"$group\"\n    sleep 10\nfi\nexec {real} \"$@\"\n",
                control.display()
            );
            let path = folder.join(name);
            fs::write(&path, text)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        }
        Ok(())
    }

    /// Makes a folder in which the same programs are found without a stand-in.
    pub(crate) fn place_plain(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        for name in CALLED {
            let real =
                if self.through.is_empty() { self.call(name)? } else { self.through.to_owned() };
            symlink(real, folder.join(name))?;
        }
        let shell = self.shell.split(' ').next().unwrap_or_default();
        symlink(shell, folder.join("sh")).context("the shell")
    }

    fn call(&self, name: &str) -> Result<String> {
        if !self.through.is_empty() {
            if !Path::new(self.through).exists() {
                bail!("{} is missing; apt-get install busybox", self.through);
            }
            return Ok(format!("{} {name}", self.through));
        }
        let folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];
        let found = folders.iter().map(|f| Path::new(f).join(name)).find(|p| p.exists());
        Ok(found.with_context(|| format!("the program {name} is missing"))?.display().to_string())
    }

    /// The shell, as words.
    pub(crate) fn shell(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.shell.split(' ')
    }
}
