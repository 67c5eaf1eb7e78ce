//! Nginx and HAProxy with the generated files, in front of small web servers on this machine: what
//! they let through, what they refuse, and what happens when a node is gone.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use shared::{preset, set, text};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(20);

/// A web server that answers everything with 200 and its name.
struct Backend {
    alive: Arc<AtomicBool>,
    /// Has the socket, until it ends.
    listens: Option<JoinHandle<()>>,
}

impl Backend {
    fn start(address: &str, port: u16, name: &'static str) -> Backend {
        let listener = TcpListener::bind((address, port)).unwrap();
        let alive = Arc::new(AtomicBool::new(true));
        let running = alive.clone();
        listener.set_nonblocking(true).unwrap();
        let listens = std::thread::spawn(move || {
            while running.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((stream, _)) => {
                        std::thread::spawn(move || answer(stream, name));
                    }
                    Err(_) => std::thread::sleep(Duration::from_millis(5)),
                }
            }
        });
        Backend { alive, listens: Some(listens) }
    }
}

/// Whoever connects afterwards is refused.
impl Drop for Backend {
    fn drop(&mut self) {
        self.alive.store(false, Ordering::Relaxed);
        if let Some(listens) = self.listens.take() {
            let _ = listens.join();
        }
    }
}

/// The web servers of two nodes, at the same port.
struct Nodes {
    port: u16,
    first: Backend,
    _second: Backend,
    _turn: MutexGuard<'static, ()>,
}

/// One test after the other. Between fork and exec a program that another thread starts has a copy of
/// each socket: one that a test has closed would still take connections, and then reset them.
fn two_nodes() -> Nodes {
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let port = free_port();
    Nodes {
        port,
        first: Backend::start("127.0.0.11", port, "one"),
        _second: Backend::start("127.0.0.12", port, "two"),
        _turn: turn,
    }
}

fn answer(mut stream: TcpStream, name: &str) {
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let _ = head(&mut stream);
    let text = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{name}",
        name.len()
    );
    let _ = stream.write_all(text.as_bytes());
}

/// Reads up to the empty line.
fn head(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        text.push(byte[0]);
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// A load balancer of this kind in front of nodes at 127.0.0.11 and 127.0.0.12.
struct Balancer {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Drop for Balancer {
    fn drop(&mut self) {
        // Asked, not killed: only so it ends its own children.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A port at which nobody listens, at any address. None of those from which the system takes the
/// client's end of a connection (from 32768 on): one that is free now could be such an end when the
/// program binds it.
fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let mut tries = (0..10_000_u32).map(|_| {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        u16::try_from(20_000 + (std::process::id() * 7 + step) % 10_000).unwrap()
    });
    tries.find(|port| TcpListener::bind(("0.0.0.0", *port)).is_ok()).unwrap()
}

fn start(kind: &str, method: &str, backend: u16) -> Balancer {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("b{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(folder.join("temp")).unwrap();
    let port = free_port();
    let mut spec = preset("kylin-one");
    "127.0.0.11".clone_into(&mut spec.nodes[0].name);
    let mut second = spec.nodes[0].clone();
    "127.0.0.12".clone_into(&mut second.name);
    second.roles.insert("load_balancer".to_owned());
    spec.push(second);
    set(
        &mut spec,
        &[
            ("settings.lb.kind", kind),
            ("settings.lb.name", "kylin.example.com"),
            ("settings.lb.port", &port.to_string()),
            ("settings.lb.method", method),
            ("settings.lb.dir", folder.to_str().unwrap()),
        ],
    );
    let (file, program) = match kind {
        "nginx" => ("load-balancer/nginx.conf", "nginx"),
        "httpd" => ("load-balancer/httpd.conf", "apache2"),
        _ => ("load-balancer/haproxy.cfg", "haproxy"),
    };
    // The nodes' port is Kylin's own; here it is one that is free.
    let text = text(&spec, "127.0.0.12", file).replace(":7070", &format!(":{backend}"));
    let path = folder.join("config");
    std::fs::write(&path, text).unwrap();
    let mut command = Command::new(program);
    match kind {
        "nginx" => command.arg("-p").arg(&folder).args(["-g", "daemon off;", "-c"]).arg(&path),
        "httpd" => command
            .env("HTTPD_MODULES", "/usr/lib/apache2/modules")
            // As root, which tests may be, it wants to know whom to become.
            .args(["-D", "FOREGROUND", "-C", "User nobody", "-C", "Group nogroup", "-f"])
            .arg(&path),
        _ => command.arg("-db").arg("-f").arg(&path),
    };
    let log = folder.join("said");
    let said = File::create(&log).unwrap();
    let child =
        command.stdout(said.try_clone().unwrap()).stderr(said).spawn().unwrap_or_else(|e| {
            panic!("{program} cannot be run ({e}); install it with: apt-get install {program}")
        });
    let balancer = Balancer { child, port, folder };
    let since = Instant::now();
    while ask(&balancer, "GET", "/lb-health").0 != 200 {
        let said = || std::fs::read_to_string(&log).unwrap();
        assert!(since.elapsed() < LIMIT, "{kind} does not answer at {port}: {}", said());
        std::thread::sleep(Duration::from_millis(20));
    }
    balancer
}

/// The status and the body of an answer; 0 for none. The path is sent as it stands.
fn ask(balancer: &Balancer, method: &str, path: &str) -> (u16, String) {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", balancer.port)) else {
        return (0, String::new());
    };
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: kylin.example.com\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    if stream.write_all(request.as_bytes()).is_err() {
        return (0, String::new());
    }
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text);
    let status = text.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
    let body = text.split_once("\r\n\r\n").map_or(String::new(), |(_, b)| b.to_owned());
    (status, body)
}

fn refuses_internal_paths(kind: &str) {
    let nodes = two_nodes();
    let balancer = start(kind, "round_robin", nodes.port);
    for path in [
        "/kylin/",
        "/kylin/api/admin/version",
        "/kylin/api/query?sql=a;b",
        "/kylin/api/cubes/a%20b",
        "/kylin/api/cache/announce/all/all/update",
        "/kylin/api/tables/p/t",
    ] {
        assert_eq!(ask(&balancer, "GET", path).0, 200, "{kind} {path}");
    }
    for path in [
        "/kylin/api/cache/project/x/update",
        "/kylin/api/cache",
        "/kylin/api/streaming_coordinator/cubes/x/assign",
        "/kylin/api/tables/p/t/s/snapshotLocalCache",
        "/kylin/api/%63ache/project/x/update",
        "/kylin/api%2Fcache/project/x/update",
        "/kylin//api///cache/project/x/update",
        "/kylin/api;a=b/cache/project/x/update",
        "/kylin;x/api/cache/project/x/update",
        "/kylin/api/cache;x/project/x/update",
        "/kylin/api/cache%3Bx/project/x/update",
        "/kylin/x/../api/cache/project/x/update",
        "/kylin/x/%2e%2e/api/cache/project/x/update",
        "/kylin/api/cache/announce/../project/x/update",
        "/kylin/api/cache/announce/..;/project/x/update",
        "/kylin/api/cache/announce/%2e%2e/project/x/update",
        "/kylin/api/cache/announce/..%2Fproject/x/update",
        "/kylin/api/cache/announce/..\\project\\x\\update",
        "/kylin/api\\cache\\project\\x\\update",
        "/kylin/api/%5Ccache/project/x/update",
    ] {
        let status = ask(&balancer, "PUT", path).0;
        assert!(matches!(status, 403 | 404), "{kind} {path}: {status}");
    }
    assert_eq!(ask(&balancer, "GET", "/").0, 302);
    assert_eq!(ask(&balancer, "GET", "/kylin").0, 302);
    assert_eq!(ask(&balancer, "GET", "/manager/html").0, 404);
}

fn survives_the_loss_of_a_node(kind: &str) {
    let nodes = two_nodes();
    let balancer = start(kind, "round_robin", nodes.port);
    let since = Instant::now();
    let mut seen = std::collections::BTreeSet::new();
    while seen.len() < 2 {
        assert!(since.elapsed() < LIMIT, "{kind}: only {seen:?} answers");
        let (status, body) = ask(&balancer, "GET", "/kylin/");
        assert_eq!(status, 200, "{kind}");
        seen.insert(body);
    }
    drop(nodes.first);
    for _ in 0..6 {
        for method in ["GET", "POST"] {
            let answer = ask(&balancer, method, "/kylin/api/query");
            assert_eq!(answer, (200, "two".to_owned()), "{kind} {method}");
        }
    }
}

#[test]
fn nginx_refuses_internal_paths_however_they_are_written() {
    refuses_internal_paths("nginx");
}

#[test]
fn haproxy_refuses_internal_paths_however_they_are_written() {
    refuses_internal_paths("haproxy");
}

#[test]
fn nginx_survives_the_loss_of_a_node() {
    survives_the_loss_of_a_node("nginx");
}

#[test]
fn haproxy_survives_the_loss_of_a_node() {
    survives_the_loss_of_a_node("haproxy");
}

#[test]
fn httpd_refuses_internal_paths_however_they_are_written() {
    refuses_internal_paths("httpd");
}

#[test]
fn httpd_survives_the_loss_of_a_node() {
    survives_the_loss_of_a_node("httpd");
}

#[test]
fn httpd_keeps_a_client_at_its_node_by_a_cookie() {
    let nodes = two_nodes();
    let balancer = start("httpd", "ip_hash", nodes.port);
    let with_cookie = |cookie: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", balancer.port)).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        let request = format!(
            "GET /kylin/ HTTP/1.1\r\nHost: kylin.example.com\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    };
    let answer = with_cookie("a=b");
    let cookie = answer.lines().find_map(|l| l.strip_prefix("Set-Cookie: ")).expect(&answer);
    let cookie = cookie.split(';').next().unwrap();
    assert!(cookie.starts_with("MUSTER_ROUTE=.n"), "{cookie}");
    let node = answer.rsplit("\r\n").next().unwrap().to_owned();
    for _ in 0..6 {
        assert!(with_cookie(cookie).ends_with(&node), "{node}");
    }
    // When the node is gone the client is led to the other one, and stays there.
    if node == "one" {
        drop(nodes.first);
        let moved = with_cookie(cookie);
        assert!(moved.starts_with("HTTP/1.1 200") && moved.ends_with("two"), "{moved}");
        assert!(moved.contains("Set-Cookie: MUSTER_ROUTE=.n"), "{moved}");
    }
}
