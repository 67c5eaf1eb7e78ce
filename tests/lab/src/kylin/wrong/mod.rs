//! `cargo xtask lab wrong`: documents that Muster rejects are shown to fail, with the words that
//! the rule quotes.
//!
//! Each is the good document `one.toml` with one mistake. First the good one has to work on the
//! same hosts, so that what fails, fails because of the mistake.

mod cases;
mod prove;

pub(crate) use prove::run;
