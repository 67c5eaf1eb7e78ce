//! What the browser tests, the screenshots and the measurement share: the built site behind a
//! server of its own, and a Chromium that ends with the test.
//!
//! Everything here waits for a condition with a limit, never for a fixed time, and every function
//! gives an error that says what was expected and what the page showed instead.

mod axe;
mod browser;
mod chrome;
mod hands;
mod keys;
mod page;
mod site;
mod slow;

pub use axe::Violation;
pub use browser::{Browser, Setup};
pub use page::{Look, Theme};
pub use site::{Site, root};
pub use slow::{Line, Slow};

use std::sync::{Mutex, MutexGuard, PoisonError};

/// One browser at a time: two would compete for the machine and make every limit a guess.
///
/// Held by [`Browser`]; a test that failed does not lock the others out.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}
