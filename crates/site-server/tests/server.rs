//! The server over a real socket.

use site_server::{Answered, Files, Options, Server, Stored};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

fn serve(prefix: &str) -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("index.html"), "<p>here").expect("a file");
    std::fs::write(folder.path().join("x.wasm"), [0, 0x61, 0x73, 0x6d]).expect("a file");
    let headers = vec![("Content-Security-Policy".to_owned(), "default-src 'none'".to_owned())];
    let files = Files::Folder(folder.path().to_owned());
    let options = Options { prefix: prefix.to_owned(), headers, log: true, ..Options::of(files) };
    let server = Server::start(options).expect("a free port");
    (folder, server)
}

/// What the server says to these bytes, until it closes the connection.
fn say(server: &Server, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address()).expect("listening");
    stream.write_all(bytes).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn files_under_a_prefix() {
    let (_kept, server) = serve("a/b");
    assert!(server.url().ends_with("/a/b/"), "{}", server.url());
    let page = say(&server, b"GET /a/b/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n") && page.ends_with("\r\n\r\n<p>here"), "{page}");
    for header in ["Content-Security-Policy: default-src 'none'", "Content-Length: 7", "nosniff"] {
        assert!(page.contains(header), "{page}");
    }
    let moved = say(&server, b"GET /a/b HTTP/1.0\r\n\r\n");
    assert!(moved.starts_with("HTTP/1.1 301") && moved.contains("Location: /a/b/\r\n"), "{moved}");
    assert!(say(&server, b"GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 404"));
    let log: Vec<(String, u16)> =
        server.requests().into_iter().map(|answered| (answered.target, answered.status)).collect();
    assert_eq!(log, [("/a/b/".to_owned(), 200), ("/a/b".to_owned(), 301), ("/".to_owned(), 404)]);
}

#[test]
fn several_requests_on_one_connection() {
    let (_kept, server) = serve("/");
    let both = say(
        &server,
        b"HEAD /x.wasm HTTP/1.1\r\n\r\nGET /index.html HTTP/1.1\r\nConnection: close\r\n\r\n",
    );
    let (head, get) = both.split_once("\r\n\r\n").expect("two answers");
    assert!(head.contains("application/wasm") && head.contains("Content-Length: 4"), "{head}");
    assert!(get.starts_with("HTTP/1.1 200") && get.ends_with("<p>here"), "{get}");
}

#[test]
fn what_is_no_request_for_a_file_is_refused() {
    let (_kept, server) = serve("/");
    assert!(
        say(&server, b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n").starts_with("HTTP/1.1 405")
    );
    for junk in [
        &b"\x16\x03\x01\n"[..],
        b"GET /\r\n\r\n",
        b"GET / HTTP/2\r\n\r\n",
        b"GET / HTTP/1.1\r\nx\r\n\r\n",
    ] {
        assert!(say(&server, junk).starts_with("HTTP/1.1 400"), "{junk:?}");
    }
    let unread = Answered { method: String::new(), target: String::new(), status: 400 };
    assert!(server.requests().contains(&unread));
}

#[test]
fn it_stops_when_dropped() {
    let (_kept, server) = serve("/");
    let address = server.address();
    drop(server);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_missing_folder_is_named() {
    let options = Options::of(Files::Folder("no/such/folder".into()));
    let error = Server::start(options).expect_err("it is not there");
    assert!(error.to_string().contains("no/such/folder"), "{error}");
}

/// A server of one file that the program holds.
fn holding(plain: &[u8]) -> Server {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(plain).expect("memory takes it");
    let gzip = gzip.finish().expect("memory takes it").leak();
    // The server looks into no brotli, so any bytes are good enough to tell them apart.
    let file = Stored { name: "index.html", brotli: b"<brotli>", gzip };
    Server::start(Options::of(Files::Held(vec![file].leak()))).expect("a free port")
}

#[test]
fn held_files_come_as_the_client_takes_them() {
    let server = holding(b"<p>held");
    let ask = |accepted: &str| {
        let head = format!("GET / HTTP/1.0\r\nAccept-Encoding: {accepted}\r\n\r\n");
        say(&server, head.as_bytes())
    };
    let brotli = ask("gzip, br");
    assert!(brotli.contains("Content-Encoding: br\r\n") && brotli.ends_with("\r\n\r\n<brotli>"));
    assert!(brotli.contains("Content-Length: 8\r\n") && brotli.contains("Vary: Accept-Encoding"));
    assert!(ask("gzip").contains("Content-Encoding: gzip\r\n"));
    let plain = ask("identity");
    assert!(!plain.contains("Content-Encoding") && plain.ends_with("\r\n\r\n<p>held"), "{plain}");
    assert!(plain.contains("Content-Type: text/html") && plain.contains("Cache-Control: no-cache"));
    assert!(server.requests().is_empty(), "nothing is kept unless it was asked for");
}

#[test]
fn it_listens_where_it_is_told_to_and_stops_there_too() {
    let everywhere = std::net::Ipv4Addr::UNSPECIFIED.into();
    let files = Files::Held(Vec::new().leak());
    let server =
        Server::start(Options { address: everywhere, ..Options::of(files) }).expect("a free port");
    let port = server.address().port();
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
    let taken = Options { port, ..Options::of(Files::Held(Vec::new().leak())) };
    let error = Server::start(taken).expect_err("the port is taken");
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
    drop(server);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

/// Somebody who opens connections and says nothing keeps nobody else out for ever, and no more than
/// so many threads.
#[test]
fn there_is_a_bound_to_open_connections() {
    let server = holding(b"x");
    let silent: Vec<TcpStream> =
        (0..300).map(|_| TcpStream::connect(server.address()).expect("taken")).collect();
    let mut last = TcpStream::connect(server.address()).expect("taken");
    let _ = last.write_all(b"GET / HTTP/1.0\r\n\r\n");
    let mut answer = Vec::new();
    let _ = last.read_to_end(&mut answer);
    assert!(answer.is_empty(), "more than the bound was answered");
    drop(silent);
    for _ in 0..200 {
        let mut stream = TcpStream::connect(server.address()).expect("listening");
        let sent = stream.write_all(b"HEAD / HTTP/1.0\r\n\r\n");
        let mut answer = Vec::new();
        if sent.is_ok() && stream.read_to_end(&mut answer).is_ok() && !answer.is_empty() {
            assert!(answer.starts_with(b"HTTP/1.1 200"));
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("it answers nobody any more");
}
