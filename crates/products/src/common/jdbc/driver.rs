//! Drivers for MySQL and MariaDB, known by the names of their files.

use super::url::{MARIADB, has};

/// MySQL's own driver of the first generation; the second still answers to the name.
pub const MYSQL_DRIVER: &str = "com.mysql.jdbc.Driver";
/// MySQL's own driver since 6.
pub const NEW_MYSQL_DRIVER: &str = "com.mysql.cj.jdbc.Driver";
/// MariaDB's.
pub const MARIADB_DRIVER: &str = "org.mariadb.jdbc.Driver";

/// Whose driver it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Maker {
    MySql,
    MariaDb,
}

/// A driver for MySQL or MariaDB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Driver {
    maker: Maker,
    /// The first number of its version; nothing when the file names none, as in a package of a
    /// distribution.
    major: Option<u32>,
}

impl Driver {
    /// The driver in a file, by its name.
    pub fn of(file: &str) -> Option<Driver> {
        let (maker, version) = named(file)?;
        let major = match version {
            Some(version) => Some(version.split('.').next()?.parse().ok()?),
            None => None,
        };
        let known = maker == Maker::MariaDb || major.is_none_or(|v| v >= 5);
        known.then_some(Driver { maker, major })
    }

    /// Whether its file says which version it is.
    pub fn has_version(self) -> bool {
        self.major.is_some()
    }

    /// Whether it is MySQL's own of the first generation.
    pub fn is_connector_5(self) -> bool {
        self.maker == Maker::MySql && self.major == Some(5)
    }

    /// Its class. Of MySQL's without a version it is the name to which both generations answer.
    pub fn class(self) -> &'static str {
        match (self.maker, self.major) {
            (Maker::MariaDb, _) => MARIADB_DRIVER,
            (Maker::MySql, Some(6..)) => NEW_MYSQL_DRIVER,
            (Maker::MySql, _) => MYSQL_DRIVER,
        }
    }

    /// Whether it makes a connection of a URL: MySQL's knows no scheme but its own, and MariaDB's
    /// from 3 on takes that only when the URL says `permitMysqlScheme`. Asked for another one a
    /// driver gives nothing at all.
    pub fn takes(self, url: &str) -> bool {
        let own = url.starts_with(MARIADB);
        match (self.maker, self.major) {
            (Maker::MySql, _) => !own,
            (Maker::MariaDb, Some(3..)) => own || has(url, "permitMysqlScheme"),
            (Maker::MariaDb, _) => true,
        }
    }
}

/// The version in the name of a driver's file.
pub fn version(file: &str) -> Option<&str> {
    named(file)?.1
}

/// Whose driver a file is, and its version.
fn named(file: &str) -> Option<(Maker, Option<&str>)> {
    const NAMES: [(&str, Maker); 4] = [
        ("mysql-connector-java", Maker::MySql),
        ("mysql-connector-j", Maker::MySql),
        ("mariadb-java-client", Maker::MariaDb),
        ("mariadb-connector-java", Maker::MariaDb),
    ];
    let stem = file.strip_suffix(".jar")?;
    NAMES.iter().find_map(|(name, maker)| {
        let rest = stem.strip_prefix(name)?;
        if rest.is_empty() {
            return Some((*maker, None));
        }
        let version = rest.strip_prefix('-')?;
        version.starts_with(|c: char| c.is_ascii_digit()).then_some((*maker, Some(version)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(file: &str) -> Option<&'static str> {
        Driver::of(file).map(Driver::class)
    }

    #[test]
    fn the_class_follows_from_the_drivers_version() {
        let (old, new) = (Some("com.mysql.jdbc.Driver"), Some("com.mysql.cj.jdbc.Driver"));
        assert_eq!(class("mysql-connector-java-5.1.49.jar"), old);
        assert_eq!(class("mysql-connector-java-5.1.49-bin.jar"), old);
        assert_eq!(class("mysql-connector-java.jar"), old);
        assert_eq!(class("mysql-connector-j-8.0.33.jar"), new);
        assert_eq!(class("mysql-connector-java-8.0.28.jar"), new);
        for maria in ["mariadb-java-client-2.7.2.jar", "mariadb-connector-java.jar"] {
            assert_eq!(class(maria), Some("org.mariadb.jdbc.Driver"));
        }
        for other in [
            "",
            "x.jar",
            "postgresql-42.2.5.jar",
            "jedis-3.0.1.jar",
            "mysql-connector-java-.jar",
            "mysql-connector-java-4.0.jar",
            "mysql-connector-java-5.1.49.zip",
            "../mysql-connector-java-5.1.49.jar",
        ] {
            assert_eq!(class(other), None, "{other}");
        }
    }

    #[test]
    fn a_driver_takes_the_schemes_that_it_knows() {
        let urls =
            ["jdbc:mysql://db/k", "jdbc:mariadb://db/k", "jdbc:mysql://db/k?permitMysqlScheme"];
        for (file, expected) in [
            ("mysql-connector-java-5.1.49.jar", [true, false, true]),
            ("mysql-connector-j-8.0.33.jar", [true, false, true]),
            ("mariadb-java-client-2.7.12.jar", [true, true, true]),
            ("mariadb-java-client-3.1.4.jar", [false, true, true]),
        ] {
            let driver = Driver::of(file);
            let takes = urls.map(|url| driver.is_some_and(|d| d.takes(url)));
            assert_eq!(takes, expected, "{file}");
        }
    }
}
