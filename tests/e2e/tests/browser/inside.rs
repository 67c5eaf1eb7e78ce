//! `muster serve`: the site from inside the program.

use crate::archive;
use anyhow::{Context as _, Result, ensure};
use e2e::{Browser, PATIENCE, Setup, root};
use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    time::Instant,
};

/// A running `muster serve`; it ends when dropped.
struct Serving {
    child: Child,
    url: String,
}

/// The program with the site inside, as `cargo xtask layer inside` builds it.
fn program() -> Result<PathBuf> {
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let program = target.join("with-site/debug/muster");
    let how = "cargo xtask layer inside builds it";
    let written = |path: &PathBuf| fs::metadata(path).and_then(|about| about.modified());
    let own =
        written(&program).with_context(|| format!("there is no {}; {how}", program.display()))?;
    let site = written(&root().join("dist/index.html")).context("dist/index.html")?;
    ensure!(own >= site, "{} is older than the site; {how}", program.display());
    Ok(program)
}

impl Serving {
    fn start(args: &[&str]) -> Result<Self> {
        // A shell's background jobs ignore Ctrl+C, and what they start does too, unless it is told so.
        let mut child = Command::new("env")
            .arg("--default-signal=INT")
            .arg(program()?)
            .arg("serve")
            .args(args)
            .env("LC_ALL", "C")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        let url = line.split(' ').find(|word| word.starts_with("http://"));
        let url = url.with_context(|| format!("it says: {line}"))?.to_owned();
        Ok(Self { child, url })
    }

    /// What it answers to a request for a path, head and body.
    fn ask(&self, path: &str, accepted: &str) -> Result<(String, Vec<u8>)> {
        let host = self.url.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(host)?;
        write!(stream, "GET /{path} HTTP/1.0\r\nAccept-Encoding: {accepted}\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let at = answer.windows(4).position(|four| four == b"\r\n\r\n").context("no head")?;
        let body = answer.split_off(at + 4);
        Ok((String::from_utf8(answer)?, body))
    }

    /// Sends a signal and waits for the end.
    fn end(mut self, signal: &str) -> Result<ExitStatus> {
        let pid = self.child.id().to_string();
        ensure!(Command::new("kill").args(["-s", signal, &pid]).status()?.success());
        let begin = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            ensure!(begin.elapsed() < PATIENCE, "it does not end by {signal}");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_page_from_inside_the_program_is_the_site() -> Result<()> {
    let serving = Serving::start(&["--port", "0"])?;
    let page = Browser::start(Setup { record: true, baseline: true, ..Setup::default() })?;
    page.open(&serving.url)?;
    page.engine_ready()?;
    page.click("#lang-zh")?;
    page.wait("document.documentElement.lang === 'zh-CN'")?;
    page.wait("/[\\u4e00-\\u9fff]/.test(document.getElementById('file-lines').innerText)")?;
    archive::same_as_the_command_line(&page)?;
    page.console_is_empty()?;
    let foreign: Vec<String> = page
        .addresses()?
        .into_iter()
        .filter(|asked| !asked.starts_with(&serving.url) && !asked.starts_with("data:"))
        .filter(|asked| !asked.starts_with(&format!("blob:{}", serving.url.trim_end_matches('/'))))
        .collect();
    ensure!(foreign.is_empty(), "asked elsewhere: {foreign:?}");
    // Ctrl+C is how it ends, and no failure.
    let status = serving.end("INT")?;
    ensure!(status.success(), "{status}");
    Ok(())
}

#[test]
fn every_file_is_given_as_it_was_built() -> Result<()> {
    let serving = Serving::start(&["--port", "0"])?;
    for entry in fs::read_dir(root().join("dist"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let built = fs::read(entry.path())?;
        let (head, body) = serving.ask(&name, "identity")?;
        ensure!(head.starts_with("HTTP/1.1 200") && body == built, "{name}: {head}");
        let kept = if name == "index.html" || name == "service-worker.js" {
            "no-cache"
        } else {
            "immutable"
        };
        for said in [kept, "nosniff", "default-src 'none'", "frame-ancestors 'self'"] {
            ensure!(head.contains(said), "{name}: no {said} in {head}");
        }
        let wasm = name.ends_with(".wasm");
        ensure!(head.contains("application/wasm") == wasm, "{name}: {head}");
        for (accepted, coding) in [("gzip, br", "br"), ("gzip", "gzip")] {
            let (head, body) = serving.ask(&name, accepted)?;
            ensure!(head.contains(&format!("Content-Encoding: {coding}")), "{name}: {head}");
            ensure!(built.len() < 1000 || body.len() * 10 < built.len() * 9, "{name} as {coding}");
        }
    }
    Ok(())
}

#[test]
fn what_stands_in_the_way_is_said() -> Result<()> {
    let serving = Serving::start(&["--port", "0"])?;
    let port = serving.url.trim_end_matches('/').rsplit(':').next().context("no port")?;
    for (args, word) in [
        (["--port", port, "--lang", "en"], "in use"),
        (["--port", port, "--lang", "zh"], "占用"),
        (["--port", "70000", "--lang", "en"], "70000"),
        // An address for documentation, which no machine has.
        (["--address", "192.0.2.1", "--lang", "en"], "does not have the address 192.0.2.1"),
    ] {
        let out = Command::new(program()?).arg("serve").args(args).output()?;
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        ensure!(out.status.code() == Some(2) && said.contains(word), "{args:?}: {said}");
    }
    Ok(())
}
