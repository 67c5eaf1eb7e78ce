//! Serves the built site over plain HTTP/1.1, for `muster serve`, `cargo xtask serve` and the browser
//! tests.
//!
//! A handful of files that never change while it runs need little of HTTP: it answers GET and HEAD,
//! lists no folder, gives no file outside the site, and takes so many connections at once and no
//! more. For many people a web server is the place (docs/hosting.md).

mod files;
mod http;
mod stored;

pub use stored::Stored;

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// What is served.
#[derive(Debug, Clone)]
pub enum Files {
    /// The files of a folder, read when they are asked for.
    Folder(PathBuf),
    /// Files that the program holds itself.
    Held(&'static [Stored]),
}

/// What to serve, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The files.
    pub files: Files,
    /// Where the site begins: `/` or a sub-path such as `/a/b/`; anything else is "not found".
    /// Missing slashes at its ends are added.
    pub prefix: String,
    /// Where it listens; the default is 127.0.0.1, which only this machine reaches.
    pub address: IpAddr,
    /// The port; 0 lets the system choose.
    pub port: u16,
    /// Headers that every answer gets, for example a `Content-Security-Policy`.
    pub headers: Vec<(String, String)>,
    /// Whether requests are kept for [`Server::requests`], as long as it runs.
    pub log: bool,
}

impl Options {
    /// These files at `/` on 127.0.0.1, on a port that the system chooses.
    pub fn of(files: Files) -> Self {
        Self {
            files,
            prefix: "/".to_owned(),
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            headers: Vec::new(),
            log: false,
        }
    }
}

/// One request, as it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// `GET`, `HEAD` …; empty when the request could not be read.
    pub method: String,
    /// The target as sent, with its query.
    pub target: String,
    /// The status code of the answer.
    pub status: u16,
}

/// A running server; stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    prefix: String,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    site: files::Site,
    headers: Vec<(String, String)>,
    log: Option<Mutex<Vec<Answered>>>,
    /// Connections that are open.
    open: AtomicUsize,
    stopped: AtomicBool,
}

/// Connections at once; a browser opens six. Another one is closed, and the browser comes back.
const MOST: usize = 256;

impl Server {
    /// Starts to listen; requests are answered by threads of their own.
    ///
    /// # Errors
    /// When the folder does not exist or the port is taken.
    pub fn start(options: Options) -> io::Result<Self> {
        let prefix = match options.prefix.trim_matches('/') {
            "" => "/".to_owned(),
            inner => format!("/{inner}/"),
        };
        let site = files::Site::open(options.files, &prefix)?;
        let listener = TcpListener::bind((options.address, options.port))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            site,
            headers: options.headers,
            log: options.log.then(Mutex::default),
            open: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        });
        let listening = thread::spawn({
            let shared = Arc::clone(&shared);
            move || listen(&listener, &shared)
        });
        Ok(Self { address, prefix, shared, listening: Some(listening) })
    }

    /// Where the site begins: `http://ADDRESS:PORT/PREFIX/`.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests answered so far, in the order of their answers; none without [`Options::log`].
    pub fn requests(&self) -> Vec<Answered> {
        let log = self.shared.log.as_ref();
        log.map(|log| log.lock().unwrap_or_else(PoisonError::into_inner).clone())
            .unwrap_or_default()
    }

    /// Waits until the process ends.
    pub fn wait(mut self) {
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        let mut wake = self.address; // one that listens everywhere is reached here
        if wake.ip().is_unspecified() {
            wake.set_ip(if wake.is_ipv4() {
                Ipv4Addr::LOCALHOST.into()
            } else {
                Ipv6Addr::LOCALHOST.into()
            });
        }
        let _ = TcpStream::connect_timeout(&wake, Duration::from_secs(1)); // wakes accept()
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

/// The Content-Security-Policy that a page's `meta` says.
pub fn policy(page: &str) -> Option<&str> {
    let meta =
        page.split("<meta").find(|tag| tag.contains("http-equiv=\"Content-Security-Policy\""))?;
    meta.split("content=\"").nth(1)?.split('"').next()
}

fn listen(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stopped.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else {
            thread::sleep(Duration::from_millis(20)); // too many open files: some will close
            continue;
        };
        if shared.open.fetch_add(1, Ordering::Relaxed) >= MOST {
            shared.open.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let theirs = Arc::clone(shared);
        let begun = thread::Builder::new().spawn(move || {
            http::converse(stream, &theirs);
            theirs.open.fetch_sub(1, Ordering::Relaxed);
        });
        if begun.is_err() {
            shared.open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}
