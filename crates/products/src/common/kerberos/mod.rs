//! A Hadoop with Kerberos: a ticket of the service user's own, made from a keytab and renewed.

mod fields;
mod service;

pub use fields::{ENABLED, FIELDS, GROUP, KEYTAB, PRINCIPAL, RENEWAL, enabled, in_use};
pub use service::{SERVICE, connection, keytab_name, package, variables};
