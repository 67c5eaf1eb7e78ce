//! Databases by JDBC, as metastore and shared sessions use them: the driver in a file, and what a
//! URL names.

mod driver;
mod url;

pub use driver::{Driver, MARIADB_DRIVER, MYSQL_DRIVER, NEW_MYSQL_DRIVER, version};
pub use url::{LOADBALANCE, MARIADB, MYSQL, SERVER, database, has, servers};
