//! What the browser tests, the screenshots and the measurement share: the built site behind a
//! server of its own, and a page of a Chromium as if its profile were new.
//!
//! Everything here waits for a condition with a limit, never for a fixed time, and every function
//! gives an error that says what was expected and what the page showed instead.

mod axe;
mod browser;
mod chrome;
mod hands;
mod keys;
mod page;
mod pool;
mod root;
mod site;
mod slow;

pub use axe::Violation;
pub use browser::{Browser, PATIENCE, Setup};
pub use page::{Look, Theme};
pub use site::{Site, root};
pub use slow::{Line, Slow};
