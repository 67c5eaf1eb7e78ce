//! As much of HTTP/1.1 as a browser needs to fetch files: GET and HEAD over kept connections.

use crate::{
    Answered, Shared,
    files::{Bytes, Found},
    stored::Coding,
};
use std::{
    fs,
    io::{self, BufRead, BufReader, Read as _, Write as _},
    net::TcpStream,
    sync::{PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

/// A head longer than this is refused; browsers stay far below.
const LONGEST_HEAD: u64 = 32 * 1024;
/// How long a connection may be silent.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a head may take that comes bit by bit.
const LONGEST: Duration = Duration::from_secs(30);

struct Request {
    method: String,
    target: String,
    accepted: String,
    keep: bool,
}

struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// Answers request after request until the other side has no more.
pub(crate) fn converse(stream: TcpStream, shared: &Shared) {
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let _ = stream.set_write_timeout(Some(PATIENCE));
    let _ = stream.set_nodelay(true);
    let Ok(mut out) = stream.try_clone() else { return };
    let mut incoming = BufReader::new(stream);
    while !shared.stopped.load(Ordering::Relaxed) {
        let (request, answer) = match read(&mut incoming) {
            // Its last word was said while this came.
            Ok(Some(_)) if shared.stopped.load(Ordering::Relaxed) => return,
            Ok(Some(request)) => {
                let answer = answer(&request, shared);
                (request, answer)
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let nothing = Request {
                    method: String::new(),
                    target: String::new(),
                    accepted: String::new(),
                    keep: false,
                };
                (nothing, text(400, "Bad request"))
            }
            Ok(None) | Err(_) => return,
        };
        // Logged before it is sent: who has the answer finds it in the log.
        if let Some(log) = &shared.log {
            log.lock().unwrap_or_else(PoisonError::into_inner).push(Answered {
                method: request.method.clone(),
                target: request.target.clone(),
                status: answer.status,
            });
        }
        if send(&mut out, &request, &answer, shared).is_err() || !request.keep {
            return;
        }
    }
}

/// The next request; `None` when the other side is done, `InvalidData` when it is no HTTP.
fn read(incoming: &mut impl BufRead) -> io::Result<Option<Request>> {
    let broken = || io::Error::from(io::ErrorKind::InvalidData);
    let mut head = incoming.take(LONGEST_HEAD);
    let mut begun: Option<Instant> = None;
    let mut next = || -> io::Result<Option<String>> {
        let mut line = Vec::new();
        if head.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if begun.get_or_insert_with(Instant::now).elapsed() > LONGEST {
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        }
        if line.pop() != Some(b'\n') {
            return Err(broken());
        }
        String::from_utf8(line).map(|line| Some(line.trim_end().to_owned())).map_err(|_| broken())
    };
    let Some(first) = next()? else { return Ok(None) };
    let mut words = first.split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(broken());
    };
    if !version.starts_with("HTTP/1.") {
        return Err(broken());
    }
    let mut keep = version != "HTTP/1.0";
    let mut accepted = String::new();
    loop {
        let line = next()?.ok_or_else(broken)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(broken)?;
        let (name, value) = (name.to_ascii_lowercase(), value.trim());
        match name.as_str() {
            "connection" => keep = keep && !value.eq_ignore_ascii_case("close"),
            "accept-encoding" => value.clone_into(&mut accepted),
            // A body is not read, so nothing after it can be.
            "content-length" | "transfer-encoding" => keep = false,
            _ => {}
        }
    }
    Ok(Some(Request { method: method.to_owned(), target: target.to_owned(), accepted, keep }))
}

fn answer(request: &Request, shared: &Shared) -> Answer {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        let mut answer = text(405, "Only GET and HEAD are answered");
        answer.headers.push(("Allow", "GET, HEAD".to_owned()));
        return answer;
    }
    match shared.site.find(&request.target) {
        Found::File { bytes, kind, cache } => {
            let mut headers =
                vec![("Content-Type", kind.to_owned()), ("Cache-Control", cache.to_owned())];
            let body = match bytes {
                Bytes::At(path) => fs::read(path),
                Bytes::Held(file) => {
                    let coding = Coding::best(&request.accepted);
                    headers.push(("Vary", "Accept-Encoding".to_owned()));
                    headers.extend(coding.name().map(|name| ("Content-Encoding", name.to_owned())));
                    file.body(coding)
                }
            };
            body.map_or_else(
                |_| text(404, "Not found"),
                |body| Answer { status: 200, headers, body },
            )
        }
        Found::Redirect(to) => {
            let mut answer = text(301, "The site begins with a slash more");
            answer.headers.push(("Location", to));
            answer
        }
        Found::Nothing => text(404, "Not found"),
    }
}

fn text(status: u16, body: &str) -> Answer {
    let kind = "text/plain; charset=utf-8".to_owned();
    Answer { status, headers: vec![("Content-Type", kind)], body: format!("{body}\n").into_bytes() }
}

fn send(
    out: &mut TcpStream,
    request: &Request,
    answer: &Answer,
    shared: &Shared,
) -> io::Result<()> {
    let reason = match answer.status {
        200 => "OK",
        301 => "Moved Permanently",
        400 => "Bad Request",
        405 => "Method Not Allowed",
        _ => "Not Found",
    };
    let mut bytes = format!("HTTP/1.1 {} {reason}\r\n", answer.status).into_bytes();
    let own = shared.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let given = answer.headers.iter().map(|(name, value)| (*name, value.as_str()));
    for (name, value) in given.chain(own).chain([("X-Content-Type-Options", "nosniff")]) {
        write!(bytes, "{name}: {value}\r\n")?;
    }
    let keep = if request.keep { "keep-alive" } else { "close" };
    write!(bytes, "Content-Length: {}\r\nConnection: {keep}\r\n\r\n", answer.body.len())?;
    if request.method != "HEAD" {
        bytes.extend(&answer.body);
    }
    out.write_all(&bytes)
}
