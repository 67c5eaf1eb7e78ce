//! The driver's process: one for all browsers of a test process, ended with it, however it ends.

use anyhow::{Context as _, Result, bail};
use std::{
    env,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// A shell that starts the driver in a process group of its own, which the browsers join, and waits
/// until nobody holds its input any more. A process that is killed lets go of it as well, so there
/// is no end that leaves a browser, a driver or their files behind.
const KEEPER: &str = r#"
setsid chromedriver --port=0 --log-level=SEVERE </dev/null 2>/dev/null &
driver=$!
exec >/dev/null
cat
kill -s KILL -- "-$driver" "$driver" 2>/dev/null
wait
tries=0
until rm -rf -- "$TMPDIR" 2>/dev/null || [ "$tries" -ge 50 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
"#;

/// A running chromedriver, its browsers' files in a folder; both are gone when it is dropped.
#[derive(Debug)]
pub(crate) struct Driver {
    keeper: Child,
    port: u16,
    folder: PathBuf,
}

impl Driver {
    /// Starts one on a free port of its own choice.
    pub(crate) fn start() -> Result<Self> {
        program("chromium", "chromium")?;
        program("chromedriver", "chromium-driver")?;
        program("setsid", "util-linux")?;
        let folder = tempfile::Builder::new().prefix("muster-e2e-").tempdir()?.keep();
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER])
            .env("TMPDIR", &folder)
            // Ctrl+C in a terminal is for the tests; what they leave is ended by the keeper.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver can't be started")?;
        let out = keeper.stdout.take().context("chromedriver has no output")?;
        let mut driver = Self { keeper, port: 0, folder };
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if let Some(port) = port_of(&line) {
                    let _ = tell.send(port);
                }
            }
        });
        match told.recv_timeout(Duration::from_mins(1)) {
            Ok(port) => {
                driver.port = port;
                Ok(driver)
            }
            Err(_) => bail!("chromedriver did not say its port within a minute"),
        }
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// For the browsers' files.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
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
}
