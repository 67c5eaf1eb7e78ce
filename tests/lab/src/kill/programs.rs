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
    "chgrp",
    "chmod",
    "chown",
    "cmp",
    "cp",
    "cut",
    "date",
    "df",
    "diff",
    "dirname",
    "du",
    "find",
    "grep",
    "head",
    "id",
    "ln",
    "ls",
    "mkdir",
    "mkfifo",
    "mktemp",
    "mv",
    "od",
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

/// What no set of programs brings, or what must not touch this machine: name, and what it does instead.
/// `TOP` is the node's folder, whose `root/etc` stands for `/etc`.
const OWN: &[(&str, &str)] = &[
    ("curl", "exec /usr/bin/curl \"$@\""),
    ("getent", "exec /usr/bin/grep \"^$2:\" \"TOP/root/etc/$1\""),
    ("groupadd", "for last; do :; done\necho \"$last:\" >>TOP/root/etc/group"),
    ("useradd", "for last; do :; done\necho \"$last:\" >>TOP/root/etc/passwd"),
    // Its user can't kill root's processes, so the programs that it calls are not counted.
    ("su", "PATH=TOP/plain\nexport PATH\nexec /usr/bin/su \"$@\""),
    (
        "systemctl",
        "for last; do :; done\ncase $1 in\nenable) : >\"TOP/root/etc/enabled/$last\" ;;\n\
         is-enabled) test -e \"TOP/root/etc/enabled/$last\" ;;\n\
         disable) /usr/bin/rm -f \"TOP/root/etc/enabled/$last\" ;;\nesac",
    ),
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
        let own = OWN.iter().map(|(name, _)| name);
        for name in CALLED.iter().chain(own).chain(&["sh"]) {
            let real = match *name {
                "sh" => self.shell.to_owned(),
                name if is_own(name) => {
                    folder.with_file_name("own").join(name).display().to_string()
                }
                name => self.call(name)?,
            };
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

    /// Writes what no set of programs brings into a folder `own`, and makes it known to the plain ones.
    pub(crate) fn place_own(top: &Path) -> Result<()> {
        let own = top.join("own");
        fs::create_dir_all(&own)?;
        for (name, text) in OWN {
            let path = own.join(name);
            let text = text.replace("TOP", &top.display().to_string());
            fs::write(&path, format!("#!/bin/dash\n{text}\n"))?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
            symlink(&path, top.join("plain").join(name))?;
        }
        Ok(())
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

fn is_own(name: &str) -> bool {
    OWN.iter().any(|(own, _)| *own == name)
}
