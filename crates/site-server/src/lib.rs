//! Serves the built site on this machine, over plain HTTP/1.1, with the standard library only.
//!
//! For `cargo xtask serve` and the browser tests; not a server for the public. It listens on
//! 127.0.0.1 alone, answers GET and HEAD, lists no folder and gives no file outside its folder.

mod files;
mod http;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// What to serve, and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folder with the files.
    pub folder: PathBuf,
    /// Where the site begins: `/` or a sub-path such as `/a/b/`; anything else is "not found".
    /// Missing slashes at its ends are added.
    pub prefix: String,
    /// The port on 127.0.0.1; 0 lets the system choose.
    pub port: u16,
    /// Headers that every answer gets, for example a `Content-Security-Policy`.
    pub headers: Vec<(String, String)>,
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
    log: Mutex<Vec<Answered>>,
    stopped: AtomicBool,
}

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
        let site = files::Site::open(&options.folder, &prefix)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            site,
            headers: options.headers,
            log: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let listening = thread::spawn({
            let shared = Arc::clone(&shared);
            move || listen(&listener, &shared)
        });
        Ok(Self { address, prefix, shared, listening: Some(listening) })
    }

    /// Where the site begins: `http://127.0.0.1:PORT/PREFIX/`.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests answered so far, in the order of their answers.
    pub fn requests(&self) -> Vec<Answered> {
        self.shared.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
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
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1)); // wakes accept()
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

fn listen(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stopped.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        thread::spawn(move || http::converse(stream, &shared));
    }
}
