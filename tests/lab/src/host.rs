//! The hosts of `tests/lab/hosts.sh`, from inside its private network.

use crate::artifacts;
use anyhow::{Context as _, Result, bail};
use commands::{program, root};
use std::{
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

/// The hosts that this process runs beside.
pub(crate) struct Hosts {
    /// The state folder that `hosts.sh` named.
    folder: PathBuf,
}

/// What a command printed, and whether it succeeded.
#[derive(Debug)]
pub(crate) struct Output {
    /// Whether the exit status was 0.
    pub(crate) success: bool,
    /// Whether it was stopped at its time limit.
    pub(crate) unfinished: bool,
    /// The exit status as text.
    pub(crate) status: String,
    /// Standard output and standard error, one after the other.
    pub(crate) text: String,
}

impl Output {
    /// The text, when the command succeeded.
    pub(crate) fn ok(self, what: &str) -> Result<String> {
        if !self.success {
            bail!("{what}: {}\n{}", self.status, self.text.trim_end());
        }
        Ok(self.text)
    }

    /// The text, when the command failed as it should.
    pub(crate) fn refused(self, what: &str) -> Result<String> {
        if self.success {
            bail!("{what} succeeded, and should not have:\n{}", self.text.trim_end());
        }
        if self.unfinished {
            bail!("{what}: {}\n{}", self.status, self.text.trim_end());
        }
        Ok(self.text)
    }
}

/// Whatever happens beside the hosts is over after so many seconds.
const LIMIT: u32 = 2400;

/// Hosts, before they are there.
pub(crate) struct Site<'s> {
    /// How many.
    pub(crate) count: u32,
    /// Those that only h1 reaches: "4 5".
    pub(crate) far: &'s str,
    /// The service user; the same number on every host.
    pub(crate) user: &'s str,
    /// What every host is given, as `hosts.sh` takes it in `LAB_BIND`.
    pub(crate) binds: String,
    /// Where all hosts have one and the same folder; empty for nowhere.
    pub(crate) share: &'s str,
    /// Process 1 of each host: `sshd`, or `systemd`.
    pub(crate) init: &'s str,
}

/// Runs this program again, with the same words, beside `count` hosts; `far` names those that only
/// h1 reaches: "4 5".
pub(crate) fn beside(count: u32, far: &str, words: &[&str]) -> Result<()> {
    beside_site(
        &Site { count, far, user: USER, binds: artifacts::binds(), share: "", init: "sshd" },
        words,
    )
}

/// The service user of most parts.
const USER: &str = "kylin";

/// Runs this program again, with the same words, beside the hosts of a site. Several threads may.
pub(crate) fn beside_site(site: &Site, words: &[&str]) -> Result<()> {
    static COPIES: AtomicUsize = AtomicUsize::new(0);
    let script = script();
    // A copy: Cargo may have put another build in the place of the running one.
    let number = COPIES.fetch_add(1, Ordering::Relaxed);
    let copy = artifacts::folder().join(format!("lab-{}-{number}", std::process::id()));
    fs::create_dir_all(artifacts::folder())?;
    remove_copies()?;
    fs::copy("/proc/self/exe", &copy).context("this program's own file")?;
    let status = program("timeout")
        .args(["--foreground", "--kill-after=5"])
        .arg(LIMIT.to_string())
        .arg(&script)
        .env("LAB_BIND", &site.binds)
        .env("LAB_FAR", site.far)
        .env("LAB_USER", site.user)
        .env("LAB_SHARE", site.share)
        .env("LAB_INIT", site.init)
        .arg("run")
        .arg(site.count.to_string())
        .arg(&copy)
        .args(words)
        .status()
        .with_context(|| format!("{} can't be started", script.display()));
    fs::remove_file(&copy)?;
    let status = status?;
    if !status.success() {
        bail!("the part beside the hosts: {status}");
    }
    Ok(())
}

/// Copies that a run left behind when it was killed: those whose process is gone.
fn remove_copies() -> Result<()> {
    for entry in fs::read_dir(artifacts::folder())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix("lab-").and_then(|rest| rest.split('-').next());
        if process.is_some_and(|id| !Path::new("/proc").join(id).exists()) {
            let _ = fs::remove_file(entry.path()); // another run may be faster
        }
    }
    Ok(())
}

fn script() -> PathBuf {
    root().join("tests/lab/hosts.sh")
}

/// Runs a command with a limit in seconds; its whole process group is killed afterwards.
pub(crate) fn limited(limit: u32, command: &Command) -> Result<Output> {
    let mut timeout = program("timeout");
    timeout.arg("--kill-after=5").arg(limit.to_string()).arg(command.get_program());
    timeout.args(command.get_args()).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            timeout.env(name, value);
        }
    }
    if let Some(folder) = command.get_current_dir() {
        timeout.current_dir(folder);
    }
    let out = timeout.output().context("timeout can't be started")?;
    let mut text = String::from_utf8_lossy(&out.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&out.stderr));
    let unfinished = matches!(out.status.code(), Some(124 | 137));
    let status =
        if unfinished { format!("not finished within {limit} s") } else { out.status.to_string() };
    Ok(Output { success: out.status.success(), unfinished, status, text })
}

/// Starts a command that asks at a terminal: what it prints is read until it asks for a password.
fn typed(mut command: Command, password: &str, limit: u32) -> Result<Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("timeout can't be started")?;
    let mut keyboard = child.stdin.take().context("its keyboard")?;
    let mut screen = child.stdout.take().context("its screen")?;
    let (mut text, mut chunk) = (String::new(), [0_u8; 4096]);
    loop {
        let count = screen.read(&mut chunk)?;
        let Some(bytes) = chunk.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        text.push_str(&String::from_utf8_lossy(bytes));
        let asked = text.lines().next_back().is_some_and(|line| {
            let line = line.to_lowercase();
            line.contains("password") && line.ends_with(": ")
        });
        if asked {
            text.push_str("(typed)\n");
            keyboard.write_all(format!("{password}\n").as_bytes())?;
        }
    }
    drop(keyboard);
    let status = child.wait()?;
    let unfinished = matches!(status.code(), Some(124 | 137));
    let said =
        if unfinished { format!("not finished within {limit} s") } else { status.to_string() };
    Ok(Output { success: status.success(), unfinished, status: said, text })
}

impl Hosts {
    /// The hosts, when this process was started by [`beside`].
    pub(crate) fn here() -> Option<Hosts> {
        let folder = PathBuf::from(std::env::var_os("LAB_DIR")?);
        folder.join("ssh_config").is_file().then_some(Hosts { folder })
    }

    /// The folder with their state, keys and files.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What `ssh` needs to know to reach them: for `ssh -F`.
    pub(crate) fn ssh_config(&self) -> PathBuf {
        self.folder.join("ssh_config")
    }

    /// The full name of a host.
    pub(crate) fn name(number: u32) -> String {
        format!("h{number}.lab.test")
    }

    fn tool(&self, limit: u32, args: &[&str]) -> Result<Output> {
        let mut command = program(script());
        command.args(args).env("LAB_DIR", &self.folder);
        limited(limit, &command)
    }

    /// A shell script as root on a host, not by ssh.
    pub(crate) fn root(&self, number: u32, text: &str, limit: u32) -> Result<String> {
        let host = number.to_string();
        self.tool(limit, &["sh", &host, "bash", "-euc", text])?
            .ok(&format!("as root on h{number}: {text}"))
    }

    /// The same as the service user.
    pub(crate) fn user(&self, number: u32, text: &str, limit: u32) -> Result<String> {
        self.user_output(number, text, limit)?
            .ok(&format!("as the service user on h{number}: {text}"))
    }

    /// The same, whether it succeeds or not.
    pub(crate) fn user_output(&self, number: u32, text: &str, limit: u32) -> Result<Output> {
        let user = std::env::var("LAB_USER").unwrap_or_else(|_| USER.to_owned());
        self.as_user(number, &user, text, limit)
    }

    /// The same as any user of the host.
    pub(crate) fn as_user(
        &self,
        number: u32,
        user: &str,
        text: &str,
        limit: u32,
    ) -> Result<Output> {
        self.tool(limit, &["as", &number.to_string(), user, "bash", "-euc", text])
    }

    /// The same at a terminal, where a password is typed whenever one is asked for.
    pub(crate) fn typed(
        &self,
        number: u32,
        user: &str,
        text: &str,
        password: &str,
        limit: u32,
    ) -> Result<Output> {
        let mut command = program("timeout");
        command.arg("--kill-after=5").arg(limit.to_string()).arg(script());
        command.args(["as", &number.to_string(), user, "script", "--quiet", "--flush"]);
        command.args(["--return", "--command", text, "/dev/null"]);
        command.env("LAB_DIR", &self.folder);
        typed(command, password, limit)
    }

    /// Puts a file of this machine onto a host, as root.
    pub(crate) fn put(&self, number: u32, from: &Path, to: &str) -> Result<()> {
        let mut scp = program("scp");
        scp.arg("-qrF").arg(self.ssh_config());
        let far = std::env::var("LAB_FAR").unwrap_or_default();
        if far.split_whitespace().any(|host| host == number.to_string()) {
            scp.args(["-J", "root@h1"]);
        }
        scp.arg(from).arg(format!("root@h{number}:{to}"));
        limited(60, &scp)?.ok(&format!("copy {} to h{number}", from.display())).map(drop)
    }

    /// Pulls the network cable.
    pub(crate) fn cut(&self, number: u32) -> Result<()> {
        self.tool(30, &["cut", &number.to_string()])?.ok("cut").map(drop)
    }

    /// Puts it back.
    pub(crate) fn join(&self, number: u32) -> Result<()> {
        self.tool(30, &["join", &number.to_string()])?.ok("join").map(drop)
    }

    /// Forgets which files were touched so far.
    pub(crate) fn mark(&self, number: u32) -> Result<()> {
        self.tool(30, &["mark", &number.to_string()])?.ok("mark").map(drop)
    }

    /// The files that were touched since the last mark, a line each: what, path.
    pub(crate) fn diff(&self, number: u32) -> Result<String> {
        self.tool(30, &["diff", &number.to_string()])?.ok("diff")
    }

    /// Every file that is not the machine's: mode, owner, size, SHA-256, path.
    pub(crate) fn tree(&self, number: u32) -> Result<String> {
        self.tool(60, &["tree", &number.to_string()])?.ok("tree")
    }

    /// Power off: all processes are gone, the disk stays.
    pub(crate) fn power_off(&self, number: u32) -> Result<()> {
        self.tool(30, &["kill", &number.to_string()])?.ok("power off").map(drop)
    }

    /// A machine as new: whatever was on its disk is gone.
    pub(crate) fn wipe(&self, number: u32) -> Result<()> {
        self.tool(30, &["wipe", &number.to_string()])?.ok("wipe").map(drop)
    }

    /// Power on: only sshd runs.
    pub(crate) fn power_on(&self, number: u32) -> Result<()> {
        self.tool(30, &["boot", &number.to_string()])?.ok("power on").map(drop)
    }
}
