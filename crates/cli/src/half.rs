//! What is half written goes when a signal ends the program.
//!
//! A thread waits for the signals that end a program: the terminal's Ctrl-C, `kill`, a connection that
//! breaks. It removes the temporary file or folder, and then lets the signal do what it does to
//! everybody, so that shells and supervisors see the end that they know. Work on the temporary things
//! is done in steps; a signal waits for the end of a step, so that it never meets half of one, and
//! after it no step begins.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// The temporary file or folder that is being written.
static HALF: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Does one step. It may say what is half written after it, and what no longer is.
pub(crate) fn step<T>(step: impl FnOnce(&mut Option<PathBuf>) -> T) -> T {
    step(&mut HALF.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Begins to watch. Where that fails there is one comfort less, and nothing else is different.
#[cfg(unix)]
pub(crate) fn watch() {
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let Ok(mut signals) = Signals::new(ends()) else { return };
    let wait = move || {
        for signal in signals.forever() {
            step(|half| {
                if let Some(path) = half.take() {
                    let removed = std::fs::remove_file(&path);
                    let _ = removed.or_else(|_| std::fs::remove_dir_all(&path));
                }
                let _ = emulate_default_handler(signal);
            });
        }
    };
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(wait);
}

/// Files of other systems are left to their own cleaning.
#[cfg(not(unix))]
pub(crate) fn watch() {}

/// The signals that are watched. One that was ignored when the program began stays so: `nohup` and
/// a shell's background jobs mean it.
#[cfg(unix)]
pub(crate) fn ends() -> Vec<i32> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    // Linux says which are ignored; elsewhere there is no safe way to ask.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = ignored(&status);
    [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|s| ignored & (1 << (s - 1)) == 0).collect()
}

/// The mask of ignored signals in the text of `/proc/self/status`: the lowest bit is signal 1.
#[cfg(unix)]
fn ignored(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(all(test, unix))]
mod tests {
    use super::ignored;

    #[test]
    fn the_mask_is_read() {
        assert_eq!(ignored("Name:\tx\nSigIgn:\t0000000000001003\nSigCgt:\tff\n"), 0x1003);
        assert_eq!((ignored(""), ignored("SigIgn:\tnone\n")), (0, 0));
    }
}
