//! `cargo xtask lab alluxio-wrong`: documents that Muster rejects are shown to fail in Alluxio.
//!
//! Each is a good document with one mistake, on hosts of its own. The good ones are deployed and
//! used in the same way, so that what fails, fails because of the mistake.

mod cases;
mod prove;
mod stories;

#[cfg(test)]
pub(crate) use prove::documents_of_all;
pub(crate) use prove::run;
