//! A server as far away as a poor line makes it, for the measurement.
//!
//! Chromium's own throttling leaves out workers, so the server itself is slow: every request waits,
//! a new connection waits once more, and all connections share one line. Files go out as a good
//! web server sends them, compressed with brotli.

use anyhow::{Context as _, Result, ensure};
use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// How slow.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// From a request to the first byte of its answer; a new connection costs it once more.
    pub delay: Duration,
    /// Bytes per second, of all connections together; 0 for no limit.
    pub rate: u32,
}

/// A running slow server; stops when dropped.
#[derive(Debug)]
pub struct Slow {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    /// By the path below the prefix.
    files: BTreeMap<String, Vec<u8>>,
    line: Line,
    /// When the line is free again.
    free: Mutex<Instant>,
}

const PREFIX: &str = "/a/b/";
/// Writes every file of a folder, compressed, as `length name` and the bytes.
const COMPRESS: &str = r"
const { readdirSync, readFileSync } = require('fs'), { join, relative } = require('path'), zlib = require('zlib');
const walk = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? walk(join(dir, entry.name)) : [join(dir, entry.name)]);
const out = [];
for (const path of walk(process.argv[1])) {
  const bytes = zlib.brotliCompressSync(readFileSync(path));
  out.push(Buffer.from(`${bytes.length} ${relative(process.argv[1], path)}\n`), bytes);
}
require('fs').writeSync(1, Buffer.concat(out));";

impl Slow {
    /// Serves a folder below `/a/b/`.
    ///
    /// # Errors
    /// When node, which compresses, is missing or fails.
    pub fn start(folder: &Path, line: Line) -> Result<Self> {
        let files = compressed(folder)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let stopped = Arc::new(AtomicBool::new(false));
        let shared = Arc::new(Shared { files, line, free: Mutex::new(Instant::now()) });
        let listening = thread::spawn({
            let stopped = Arc::clone(&stopped);
            move || {
                for stream in listener.incoming().map_while(Result::ok) {
                    if stopped.load(Ordering::Relaxed) {
                        return;
                    }
                    let shared = Arc::clone(&shared);
                    thread::spawn(move || converse(&stream, &shared));
                }
            }
        });
        Ok(Self { address, stopped, listening: Some(listening) })
    }

    /// Where the site begins.
    pub fn url(&self) -> String {
        format!("http://{}{PREFIX}", self.address)
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1)); // wakes accept()
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

fn compressed(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let out = Command::new("node").args(["-e", COMPRESS]).arg(folder).output();
    let out = out.context("node is missing; `cargo xtask setup` installs it")?;
    ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let mut files = BTreeMap::new();
    let mut rest = out.stdout.as_slice();
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').context("node wrote no head")?;
        let (head, body) = rest.split_at(end);
        let (length, name) = std::str::from_utf8(head)?.split_once(' ').context("a bad head")?;
        let (bytes, after) = body
            .get(1..)
            .and_then(|body| body.split_at_checked(length.parse().ok()?))
            .with_context(|| format!("{name} was cut"))?;
        files.insert(name.to_owned(), bytes.to_vec());
        rest = after;
    }
    Ok(files)
}

fn converse(stream: &TcpStream, shared: &Shared) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
    thread::sleep(shared.line.delay);
    let mut incoming = BufReader::new(stream);
    while let Some(target) = read(&mut incoming) {
        thread::sleep(shared.line.delay);
        if answer(stream, &target, shared).is_err() {
            return;
        }
    }
}

/// The target of the next request.
fn read(incoming: &mut BufReader<&TcpStream>) -> Option<String> {
    let mut line = String::new();
    incoming.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let target = line.split(' ').nth(1)?.to_owned();
    loop {
        line.clear();
        incoming.read_line(&mut line).ok().filter(|read| *read > 0)?;
        if line.trim().is_empty() {
            return Some(target);
        }
    }
}

fn answer(mut out: &TcpStream, target: &str, shared: &Shared) -> io::Result<()> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let name = match path.strip_prefix(PREFIX) {
        Some("") => "index.html",
        Some(name) => name,
        None => "",
    };
    let kind = match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let Some(bytes) = shared.files.get(name) else {
        return out.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: br\r\nContent-Length: {}\r\n\
         Cache-Control: max-age=3600\r\n\r\n",
        bytes.len()
    );
    out.write_all(head.as_bytes())?;
    for piece in bytes.chunks(2048) {
        shared.take(piece.len());
        out.write_all(piece)?;
    }
    Ok(())
}

impl Shared {
    /// Waits until the line has carried so many bytes.
    fn take(&self, bytes: usize) {
        if self.line.rate == 0 {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "a piece has 2048 bytes at most")]
        let needs = Duration::from_secs_f64(bytes as f64 / f64::from(self.line.rate));
        let until = {
            let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
            *free = (*free).max(Instant::now()) + needs;
            *free
        };
        thread::sleep(until.saturating_duration_since(Instant::now()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn the_line_is_as_slow_as_it_says() {
        let folder = tempfile::tempdir().expect("a folder");
        // Nothing that brotli could make smaller: a fixed sequence without a pattern.
        let mut state = 1_u32;
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state.to_le_bytes()[0]
        })
        .take(20_000)
        .collect();
        std::fs::write(folder.path().join("x.js"), bytes).expect("a file");
        let line = Line { delay: Duration::from_millis(20), rate: 100_000 };
        let slow = Slow::start(folder.path(), line).expect("node is there");
        let begin = Instant::now();
        let mut stream = TcpStream::connect(slow.address).expect("listening");
        stream.write_all(b"GET /a/b/x.js HTTP/1.1\r\nHost: x\r\n\r\n").expect("sent");
        stream.shutdown(std::net::Shutdown::Write).expect("shut");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        let took = begin.elapsed();
        assert!(answer.starts_with(b"HTTP/1.1 200") && answer.len() > 20_000, "{}", answer.len());
        // 2 x 20 ms, and 0.2 s on the line.
        assert!(took >= Duration::from_millis(230), "{took:?}");
    }
}
