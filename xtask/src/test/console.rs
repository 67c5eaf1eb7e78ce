//! What a run shows while it runs: a line when something happens, and, in a terminal, one line at the
//! bottom that is kept up to date; where nobody watches, that line every half minute.

use std::{
    io::{IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

/// How often the state is printed where there is no terminal.
const RARELY: Duration = Duration::from_secs(30);

/// Back to the first column, delete the line.
const CLEAR: &str = "\r\x1b[2K";

/// Standard output, and what it shows.
pub(super) struct Console {
    terminal: bool,
    begin: Instant,
    /// When the state was printed.
    last: Instant,
}

impl Console {
    /// Begins to count.
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self { terminal: std::io::stdout().is_terminal(), begin: now, last: now }
    }

    /// Since it began.
    pub(super) fn elapsed(&self) -> Duration {
        self.begin.elapsed()
    }

    /// A line that stays.
    pub(super) fn say(&self, text: &str) {
        let clear = if self.terminal { CLEAR } else { "" };
        println!("{clear}{}  {text}", clock(self.elapsed().as_secs_f64()));
    }

    /// The state, if it is time to show it.
    pub(super) fn state(&mut self, text: impl FnOnce() -> String) {
        let wait = if self.terminal { Duration::from_secs(1) } else { RARELY };
        if self.last.elapsed() < wait {
            return;
        }
        self.last = Instant::now();
        if self.terminal {
            // Without wrapping: what does not fit into the line is cut off.
            print!("{CLEAR}\x1b[?7l{}  {}\x1b[?7h", clock(self.elapsed().as_secs_f64()), text());
            let _ = std::io::stdout().flush();
        } else {
            self.say(&text());
        }
    }

    /// Takes the state away.
    pub(super) fn end(&self) {
        if self.terminal {
            print!("{CLEAR}");
            let _ = std::io::stdout().flush();
        }
    }
}

/// Seconds as `m:ss`.
pub(super) fn clock(seconds: f64) -> String {
    let seconds = Duration::try_from_secs_f64(seconds).unwrap_or_default().as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    #[test]
    fn seconds_as_minutes() {
        let shown = [0.0, 59.9, 60.0, 3725.0, -1.0].map(super::clock);
        assert_eq!(shown, ["0:00", "0:59", "1:00", "62:05", "0:00"]);
    }
}
