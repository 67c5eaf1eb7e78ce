//! The scripts of `bin/` with the tools of other systems, and nodes that have such tools.

use super::{
    archive,
    story::{Lab, says},
};
use crate::host::{Output, limited};
use anyhow::{Context as _, Result, bail};
use commands::program;
use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
};

/// An admin's machine: its shell, and the folder that is its whole PATH.
struct Desk {
    name: &'static str,
    shell: &'static [&'static str],
    path: PathBuf,
}

/// What the scripts use here, and the same for a machine that has only these.
const USED: &[&str] = &[
    "awk", "basename", "cat", "chmod", "cp", "cut", "date", "dirname", "du", "grep", "head", "id",
    "mkdir", "mkfifo", "mktemp", "mv", "od", "readlink", "rm", "sed", "sleep", "sort", "tail",
    "tr", "uname", "wc",
];

/// The programs of the tests that stand for those of macOS.
const BSDTAR: &str = "/usr/bin/bsdtar";
const AWK: &str = "/usr/bin/original-awk";
const BUSYBOX: &str = "/usr/bin/busybox";

fn is_here(path: &str, package: &str) -> Result<()> {
    if !Path::new(path).exists() {
        bail!("{path} is missing; install it with: apt-get install {package}");
    }
    Ok(())
}

fn wrapper(path: &Path, text: &str) -> Result<()> {
    fs::write(path, format!("#!/bin/dash\n{text}\n"))?;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}

fn found(name: &str) -> Result<PathBuf> {
    let folders = ["/usr/bin", "/bin"];
    let mut paths = folders.iter().map(|folder| Path::new(folder).join(name));
    paths.find(|path| path.exists()).with_context(|| format!("the program {name} is missing"))
}

/// `BusyBox` alone, and ssh.
fn busybox(work: &Path) -> Result<Desk> {
    is_here(BUSYBOX, "busybox")?;
    let path = work.join("desk-busybox");
    fs::create_dir_all(&path)?;
    let applets = limited(10, program(BUSYBOX).arg("--list"))?.ok("busybox --list")?;
    for applet in applets.lines() {
        symlink(BUSYBOX, path.join(applet))?;
    }
    symlink(found("ssh")?, path.join("ssh"))?;
    Ok(Desk { name: "BusyBox alone", shell: &[BUSYBOX, "sh"], path })
}

/// What macOS has: bash in the place of sh, the tar of BSD, the awk of its authors, a sed without GNU's
/// additions, a stat with other options, shasum.
fn macos(work: &Path) -> Result<Desk> {
    is_here(BSDTAR, "libarchive-tools")?;
    is_here(AWK, "original-awk")?;
    let path = work.join("desk-macos");
    fs::create_dir_all(&path)?;
    for name in USED.iter().filter(|name| !["awk", "sed"].contains(*name)) {
        symlink(found(name)?, path.join(name))?;
    }
    symlink(AWK, path.join("awk"))?;
    symlink(BSDTAR, path.join("tar"))?;
    for name in ["ssh", "curl", "base64", "shasum", "perl"] {
        symlink(found(name)?, path.join(name))?;
    }
    let sed = found("sed")?;
    wrapper(&path.join("sed"), &format!("exec {} --posix \"$@\"", sed.display()))?;
    let stat = found("stat")?;
    wrapper(
        &path.join("stat"),
        &format!(
            "[ \"$1 $2\" = '-f %Lp' ] || {{ echo 'stat: illegal option' >&2; exit 1; }}\n\
             exec {} -c %a \"$3\"",
            stat.display()
        ),
    )?;
    symlink("/bin/bash", path.join("sh"))?;
    Ok(Desk { name: "the tools of macOS", shell: &["/bin/bash", "--posix"], path })
}

impl Lab<'_> {
    fn at_desk(&self, desk: &Desk, archive: &str, line: &str) -> Result<Output> {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let mut command = program("/usr/bin/env");
        command.arg(format!("PATH={}", desk.path.display())).args(desk.shell);
        command.arg(archive::folder(self.work, archive).join("bin").join(name));
        command.args(words).current_dir("/");
        command.env("MUSTER_SSH", format!("ssh -F {}", self.hosts.ssh_config().display()));
        limited(120, &command)
    }

    /// The admin's tools are those of another system; so are a node's.
    pub(super) fn other_tools(&self) -> Result<()> {
        // A node whose every program is BusyBox, and one whose sh is bash.
        is_here(BUSYBOX, "busybox")?;
        let everything = format!(
            "for applet in $({BUSYBOX} --list); do
                 case $applet in busybox | env | ip | setpriv | su) ;; *) ln -sf {BUSYBOX} /usr/local/bin/$applet ;; esac
             done
             ln -sf {BUSYBOX} /bin/sh"
        );
        self.hosts.root(1, "cp -P /bin/sh /bin/sh.kept && ln -sf bash /bin/sh", 20)?;
        self.hosts.root(3, &format!("cp -P /bin/sh /bin/sh.kept\n{everything}"), 20)?;
        let there =
            self.hosts.user(3, "readlink -f /usr/local/bin/tar; readlink -f /bin/sh", 10)?;
        says(&there, &["/usr/bin/busybox\n/usr/bin/busybox"])?;
        for desk in [busybox(self.work)?, macos(self.work)?] {
            let run = |archive: &str, line: &str, words: &[&str]| {
                let what = format!("{}: bin/{line} of {archive}", desk.name);
                let text = self.at_desk(&desk, archive, line)?.ok(&what)?;
                // A program or a shell that complains is an error that nobody noticed.
                let odd = ["illegal option", "unrecognized", "syntax error", "Ignoring unknown"];
                if let Some(odd) = odd.iter().find(|word| text.contains(**word)) {
                    bail!("{what} says {odd:?}:\n{text}");
                }
                says(&text, words).with_context(|| what)
            };
            let nodes = "--node h1.lab.test --node h3.lab.test";
            run("first", "fetch", &["there", "packages/ is complete"])?;
            run("first", &format!("preflight {nodes}"), &["preflight is green"])?;
            run("first", &format!("root-once {nodes} --dry-run"), &["root-once: done"])?;
            run("second", &format!("deploy {nodes}"), &["replace /opt/kylin/conf", "deployed:"])?;
            self.as_promised("second", 1)?;
            self.as_promised("second", 3)?;
            run("second", &format!("rollback {nodes}"), &["rolled back:"])?;
            self.as_promised("first", 1)?;
            self.as_promised("first", 3)?;
            run("first", &format!("start {nodes}"), &["started"])?;
            // The stand-in of these tests answers no SQL; the services' own words are what counts.
            let text = self.at_desk(&desk, "first", "verify --node h1.lab.test")?;
            says(&text.refused("bin/verify")?, &["Apache Kylin answers", "HTTP 404"])?;
            self.report.say(&format!("the scripts of bin/ with {}", desk.name));
        }
        self.hosts.root(
            3,
            "/usr/bin/find /usr/local/bin -lname /usr/bin/busybox -delete; mv -f /bin/sh.kept /bin/sh",
            20,
        )?;
        self.hosts.root(1, "mv -f /bin/sh.kept /bin/sh", 20)?;
        self.tools_are_missing()
    }

    /// What is missing is named at once, before anything else is done.
    fn tools_are_missing(&self) -> Result<()> {
        let path = self.work.join("desk-poor");
        fs::create_dir_all(&path)?;
        for name in USED.iter().filter(|name| !["awk", "mktemp"].contains(*name)) {
            symlink(found(name)?, path.join(name))?;
        }
        let desk = Desk { name: "too few tools", shell: &["/bin/dash"], path };
        let text = self.at_desk(&desk, "first", "deploy")?.refused("too few tools")?;
        says(&text, &["are missing on this machine: awk mktemp sha256sum|shasum stat ssh tar\n"])?;
        self.report.say("what the admin's machine lacks is named at once");
        Ok(())
    }
}
