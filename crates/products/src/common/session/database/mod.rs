//! Sessions in MySQL or MariaDB, by what Tomcat brings itself: `PersistentManager` with `JDBCStore`.
//!
//! A node keeps its sessions in memory. Tomcat's background thread, every ten seconds, writes each
//! that was used since; who asks for a session that a node does not hold gets it from the table. So
//! a client must stay on its node, and a login is safe some seconds after it was made.
//!
//! `PersistentValve`, which saves and loads at every request, is not used. On Tomcat 7.0.100 with
//! MariaDB beside it, four requests at once for each of twelve sessions: 179 requests a second, and
//! 3945 without it; 3 of 2121 ended with HTTP 500 in one of two runs, because the valve assumes
//! that a session has one request at a time (`PersistentValve.java:45`). And since it leaves nothing
//! in memory, everybody is logged out while the database is away: 24 of 24 requests were sent to
//! the login, and 0 of 24 without it.

mod fields;
mod files;
mod url;

pub use fields::{PASSWORD, TABLE, TOMCAT, URL, USER};
pub(super) use files::{elements, properties, table};
pub use url::{JdbcUrl, Scheme};

use super::jars;
use crate::common::jdbc::Driver;
use ::rules::Context;
use model::value::{Duration, Identifier, Variable};
use model::{Message, msg};

/// The system property that holds the password inside the Tomcat. No variable has such a name: one
/// that the files of a service name is put into the environment of its process.
pub(super) const PROPERTY: &str = "session.database.password";

/// Whether sessions are kept in a database.
pub fn chosen(cx: &Context) -> bool {
    cx.is("session.kind", "mysql")
}

/// What is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// Where it is.
    pub url: JdbcUrl,
    /// The user.
    pub user: String,
    /// The variable with that user's password.
    pub password: Variable,
    /// The table.
    pub table: String,
    /// The driver's class.
    pub class: &'static str,
    /// Milliseconds that a connection, and an answer, may take.
    pub timeout: u64,
}

/// Reads it.
pub(super) fn database(cx: &Context) -> Result<Database, Message> {
    let user = cx.text("session.username").into_owned();
    if user.is_empty() {
        return Err(msg!(en: "the database's user is not given", zh: "未填写数据库用户名"));
    }
    fields::check_user(&user)?;
    let url: JdbcUrl = cx.get("session.jdbc_url")?;
    let chosen = drivers(cx).first().map(|(_, driver)| *driver);
    let class = chosen.or_else(|| Driver::of(usual(url.scheme))).map_or("", Driver::class);
    Ok(Database {
        url,
        user,
        password: cx.get("session.database_password")?,
        table: cx.get::<Identifier>("session.table")?.0,
        class,
        timeout: cx.get::<Duration>("session.timeout")?.0,
    })
}

/// The variable with the password of the database's user.
pub(super) fn password(cx: &Context) -> Option<Variable> {
    cx.get("session.database_password").ok().filter(|_| chosen(cx))
}

/// The driver in a file whose name says which version it is: what a session's URL needs depends on
/// that.
fn driver(file: &str) -> Option<Driver> {
    Driver::of(file).filter(|driver| driver.has_version())
}

/// The drivers among the chosen jars, with their files' names.
pub fn drivers(cx: &Context) -> Vec<(String, Driver)> {
    let jars = jars::chosen(cx).into_iter();
    jars.filter_map(|file| driver(&file).map(|driver| (file, driver))).collect()
}

/// The file of the driver: the metastore's, where it is one for this URL. A node has one class
/// path, on which two versions of one driver would hide each other.
pub(super) fn fitting(cx: &Context) -> String {
    let url = cx.get::<JdbcUrl>("session.jdbc_url").ok();
    let metastore = cx.shown("metastore.driver").then(|| cx.text("metastore.driver"));
    let takes = |file: &str| {
        driver(file).is_some_and(|d| url.as_ref().is_some_and(|url| d.takes(url.text())))
    };
    if let Some(file) = metastore.filter(|file| takes(file)) {
        return file.into_owned();
    }
    usual(url.map_or(Scheme::MySql, |url| url.scheme)).to_owned()
}

/// The file of the driver that goes with a URL, where nobody has chosen one.
fn usual(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::MySql => "mysql-connector-java-5.1.49.jar",
        Scheme::MariaDb => "mariadb-java-client-2.7.12.jar",
    }
}

#[cfg(test)]
mod tests {
    use super::driver;

    #[test]
    fn a_driver_says_its_version() {
        assert!(driver("mysql-connector-java-5.1.49.jar").is_some());
        for other in ["postgresql-42.2.5.jar", "mysql-connector-java.jar", "jedis-3.0.1.jar"] {
            assert_eq!(driver(other), None, "{other}");
        }
    }
}
