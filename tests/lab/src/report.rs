//! What a part of the lab prints: the seconds since it began, and what was seen.

use std::time::{Duration, Instant};

/// Prints lines with the seconds since it was made.
#[derive(Clone, Copy)]
pub(crate) struct Report {
    begin: Instant,
}

impl Report {
    /// Begins to count now.
    pub(crate) fn new() -> Report {
        Report { begin: Instant::now() }
    }

    /// Seconds since then.
    pub(crate) fn seconds(&self) -> f64 {
        self.begin.elapsed().as_secs_f64()
    }

    /// One line, at once.
    pub(crate) fn say(&self, text: &str) {
        println!("[{:6.1} s] {text}", self.seconds());
    }
}

/// Asks every 0.3 seconds until there is an answer, or gives up with the last reason.
pub(crate) fn wait_for<T>(
    what: &str,
    limit: Duration,
    mut ask: impl FnMut() -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let end = Instant::now() + limit;
    loop {
        match ask() {
            Ok(answer) => return Ok(answer),
            Err(reason) if Instant::now() >= end => {
                return Err(reason.context(format!("{what}: not within {} s", limit.as_secs())));
            }
            Err(_) => std::thread::sleep(Duration::from_millis(300)),
        }
    }
}
