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
    /// The driver.
    pub driver: Driver,
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
    let driver = drivers(cx).first().map_or(Driver::fitting(url.scheme), |(_, driver)| *driver);
    Ok(Database {
        url,
        user,
        password: cx.get("session.database_password")?,
        table: cx.get::<Identifier>("session.table")?.0,
        driver,
        timeout: cx.get::<Duration>("session.timeout")?.0,
    })
}

/// The variable with the password of the database's user.
pub(super) fn password(cx: &Context) -> Option<Variable> {
    cx.get("session.database_password").ok().filter(|_| chosen(cx))
}

/// A driver for MySQL or MariaDB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Driver {
    /// MySQL Connector/J 5.
    Connector5,
    /// MySQL Connector/J 8 and later.
    Connector8,
    /// MariaDB Connector/J 1 and 2, which take both URLs.
    MariaDb2,
    /// MariaDB Connector/J 3 and later, which take `jdbc:mariadb:` unless told otherwise.
    MariaDb3,
}

impl Driver {
    /// The driver in a file, by its name.
    pub fn of(file: &str) -> Option<Driver> {
        let (name, version) = jars::split(file);
        let major: u32 = version.split('.').next()?.parse().ok()?;
        match (name, major) {
            ("mysql-connector-java", 5) => Some(Driver::Connector5),
            ("mysql-connector-java" | "mysql-connector-j", 8..) => Some(Driver::Connector8),
            ("mariadb-java-client", 1 | 2) => Some(Driver::MariaDb2),
            ("mariadb-java-client", 3..) => Some(Driver::MariaDb3),
            _ => None,
        }
    }

    /// The one that goes with a URL.
    pub fn fitting(scheme: Scheme) -> Driver {
        match scheme {
            Scheme::MySql => Driver::Connector5,
            Scheme::MariaDb => Driver::MariaDb2,
        }
    }

    /// The class that Tomcat loads.
    pub fn class(self) -> &'static str {
        match self {
            Driver::Connector5 => "com.mysql.jdbc.Driver",
            Driver::Connector8 => "com.mysql.cj.jdbc.Driver",
            Driver::MariaDb2 | Driver::MariaDb3 => "org.mariadb.jdbc.Driver",
        }
    }

    /// Whether it makes a connection of this URL. Others get nothing at all, which Tomcat 7.0.100
    /// does not expect (`JDBCStore.java:978`).
    pub fn takes(self, url: &JdbcUrl) -> bool {
        match (self, url.scheme) {
            (Driver::Connector5 | Driver::Connector8, scheme) => scheme == Scheme::MySql,
            (Driver::MariaDb2, _) | (Driver::MariaDb3, Scheme::MariaDb) => true,
            (Driver::MariaDb3, Scheme::MySql) => url.has("permitMysqlScheme"),
        }
    }
}

/// The drivers among the chosen jars, with their files' names.
pub fn drivers(cx: &Context) -> Vec<(String, Driver)> {
    let jars = jars::chosen(cx).into_iter();
    jars.filter_map(|file| Driver::of(&file).map(|driver| (file, driver))).collect()
}

/// The file of the driver: the metastore's, where it is one for this URL. A node has one class
/// path, on which two versions of one driver would hide each other.
pub(super) fn fitting(cx: &Context) -> String {
    let url = cx.get::<JdbcUrl>("session.jdbc_url").ok();
    let metastore = cx.shown("metastore.driver").then(|| cx.text("metastore.driver"));
    let takes = |file: &str| {
        let driver = Driver::of(file);
        driver.is_some_and(|d| url.as_ref().is_some_and(|url| d.takes(url)))
    };
    if let Some(file) = metastore.filter(|file| takes(file)) {
        return file.into_owned();
    }
    match url.map(|url| url.scheme) {
        Some(Scheme::MariaDb) => "mariadb-java-client-2.7.12.jar".to_owned(),
        _ => "mysql-connector-java-5.1.49.jar".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::value::Value;

    #[test]
    fn a_driver_is_known_by_its_file_and_takes_its_own_urls() {
        let mysql = JdbcUrl::parse("jdbc:mysql://db/s").unwrap_or_else(|_| unreachable!());
        let maria = JdbcUrl::parse("jdbc:mariadb://db/s").unwrap_or_else(|_| unreachable!());
        for (file, class, urls) in [
            ("mysql-connector-java-5.1.49.jar", "com.mysql.jdbc.Driver", [true, false]),
            ("mysql-connector-java-8.0.28.jar", "com.mysql.cj.jdbc.Driver", [true, false]),
            ("mysql-connector-j-8.0.33.jar", "com.mysql.cj.jdbc.Driver", [true, false]),
            ("mariadb-java-client-2.7.12.jar", "org.mariadb.jdbc.Driver", [true, true]),
            ("mariadb-java-client-3.1.4.jar", "org.mariadb.jdbc.Driver", [false, true]),
        ] {
            let driver = Driver::of(file);
            assert_eq!(driver.map(Driver::class), Some(class), "{file}");
            let takes = [&mysql, &maria].map(|url| driver.is_some_and(|d| d.takes(url)));
            assert_eq!(takes, urls, "{file}");
        }
        for other in ["postgresql-42.2.5.jar", "mysql-connector-java.jar", "jedis-3.0.1.jar"] {
            assert_eq!(Driver::of(other), None, "{other}");
        }
    }
}
