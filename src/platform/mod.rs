//! The browser, behind plain functions. No other module names `web_sys`.
//!
//! Nothing here panics: what a browser does not have or refuses is `None`, `false` or nothing.

pub mod deflate;
pub mod dom;
pub mod element;
pub mod file;
pub mod frame;
pub mod page;
pub mod panic;
pub mod pinyin;
pub mod storage;
pub mod tabs;
pub mod time;
pub mod worker;
