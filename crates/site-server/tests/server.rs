//! The server over a real socket.

use site_server::{Answered, Options, Server};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

fn serve(prefix: &str) -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("index.html"), "<p>here").expect("a file");
    std::fs::write(folder.path().join("x.wasm"), [0, 0x61, 0x73, 0x6d]).expect("a file");
    let headers = vec![("Content-Security-Policy".to_owned(), "default-src 'none'".to_owned())];
    let options =
        Options { folder: folder.path().to_owned(), prefix: prefix.to_owned(), port: 0, headers };
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
    let options = Options { folder: "no/such/folder".into(), ..Options::default() };
    let error = Server::start(options).expect_err("it is not there");
    assert!(error.to_string().contains("no/such/folder"), "{error}");
}
