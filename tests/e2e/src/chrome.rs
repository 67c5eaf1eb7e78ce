//! The driver's process. It and its browser end with the value, and with the process that made it.

use anyhow::{Context as _, Result, bail};
use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// A running chromedriver.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts one on a free port of its own choice.
    pub(crate) fn start() -> Result<Self> {
        program("chromium", "chromium")?;
        let driver = program("chromedriver", "chromium-driver")?;
        // setpriv ends it when this thread ends, even by SIGKILL.
        let setpriv = program("setpriv", "util-linux")?;
        let mut process = Command::new(setpriv)
            .args(["--pdeathsig", "TERM"])
            .arg(driver)
            .args(["--port=0", "--log-level=SEVERE"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver can't be started")?;
        let out = process.stdout.take().context("chromedriver has no output")?;
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if let Some(port) = port_of(&line) {
                    let _ = tell.send(port);
                }
            }
        });
        let mut driver = Self { process, port: 0 };
        driver.port = match told.recv_timeout(Duration::from_mins(1)) {
            Ok(port) => port,
            Err(_) => bail!("chromedriver did not say its port within a minute"),
        };
        Ok(driver)
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // What the session's end has left: the browser is the driver's child.
        let browsers = children(self.process.id());
        end(&browsers);
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `ChromeDriver was started successfully on port 40123.`
fn port_of(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

/// A program on PATH, or an error that says how to get it.
fn program(name: &str, package: &str) -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .with_context(|| {
            format!("{name} is missing; `cargo xtask setup` installs it (Debian package {package})")
        })
}

/// The processes whose parent this is.
fn children(parent: u32) -> Vec<u32> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter(|pid| parent_of(*pid) == Some(parent)).collect()
}

fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in parentheses and may hold anything.
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

/// Ends these processes, and waits a moment for it.
fn end(pids: &[u32]) {
    if pids.is_empty() {
        return;
    }
    let names: Vec<String> = pids.iter().map(u32::to_string).collect();
    let _ = Command::new("kill").arg("-KILL").args(&names).stderr(Stdio::null()).status();
    let limit = Instant::now() + Duration::from_secs(3);
    let alive = |pid: &u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
    };
    while pids.iter().any(alive) && Instant::now() < limit {
        thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read() {
        assert_eq!(port_of("ChromeDriver was started successfully on port 40123."), Some(40123));
        assert_eq!(port_of("Please see https://chromedriver.chromium.org/"), None);
    }

    #[test]
    fn a_missing_program_says_how_to_get_it() {
        let error = program("no-such-program", "some-package").expect_err("not there").to_string();
        assert!(error.contains("cargo xtask setup") && error.contains("some-package"), "{error}");
    }

    #[test]
    fn children_are_found_and_ended() {
        let mut child = Command::new("sleep").arg("30").spawn().expect("sleep");
        let found = children(std::process::id());
        assert!(found.contains(&child.id()), "{found:?}");
        end(&[child.id()]);
        assert!(!child.wait().expect("ended").success());
    }
}
