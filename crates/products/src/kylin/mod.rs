//! Apache Kylin 3.1.

pub mod rules;
