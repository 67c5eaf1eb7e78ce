//! `cargo xtask lab druid-wrong`: documents that Muster rejects are shown to fail in Druid.
//!
//! Each is a good document with one mistake, on hosts of its own; h1 has the ZooKeeper and the database
//! of all of them. Most mistakes end one program, which is started alone. The good documents are used
//! in the same way, so that what fails, fails because of the mistake.

mod cases;
mod place;
mod prove;
mod stories;

#[cfg(test)]
pub(crate) use prove::documents_of_all;
pub(crate) use prove::run;
