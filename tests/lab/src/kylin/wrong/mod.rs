//! `cargo xtask lab wrong`: documents that Muster rejects are shown to fail, with the words that
//! the rule quotes.
//!
//! Each is the good document `one.toml` with one mistake. First the good one has to work on the
//! same hosts, so that what fails, fails because of the mistake.

mod cases;
mod prove;

#[cfg(test)]
pub(crate) use prove::documents_of_all;
pub(crate) use prove::run;
