//! A JDBC URL of MySQL or MariaDB.

use crate::common::jdbc;
use model::value::{HostPort, Port, Value, parse_list, shown};
use model::{Message, msg};

/// What a URL begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `jdbc:mysql://`
    MySql,
    /// `jdbc:mariadb://`
    MariaDb,
}

/// `jdbc:mysql://host:3306/database?useSSL=false`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JdbcUrl {
    /// What it begins with.
    pub scheme: Scheme,
    /// The servers, each with a port. Never empty; of several the driver takes the first that
    /// answers.
    pub servers: Vec<HostPort>,
    /// The database's name.
    pub database: String,
    /// All of it, as it was typed.
    text: String,
}

impl JdbcUrl {
    /// Whether it has a parameter of this name.
    pub fn has(&self, name: &str) -> bool {
        jdbc::has(&self.text, name)
    }

    /// All of it, as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The URL with limits for connecting and for an answer, in milliseconds, unless it has its
    /// own: a database without power would hold Tomcat's background thread up for a quarter of an
    /// hour otherwise.
    pub(super) fn with_limits(&self, milliseconds: u64) -> String {
        let mut text = self.text.clone();
        for name in ["connectTimeout", "socketTimeout"] {
            if !self.has(name) {
                text.push(if text.contains('?') { '&' } else { '?' });
                text.push_str(&format!("{name}={milliseconds}"));
            }
        }
        text
    }
}

impl Value for JdbcUrl {
    fn parse(text: &str) -> Result<JdbcUrl, Message> {
        let text = text.trim();
        let scheme = [(jdbc::MYSQL, Scheme::MySql), (jdbc::MARIADB, Scheme::MariaDb)];
        let found = scheme.iter().find_map(|(begin, s)| text.strip_prefix(begin).map(|r| (*s, r)));
        let Some((scheme, rest)) = found else {
            return Err(msg!(
                en: "\"{t}\" begins neither with jdbc:mysql:// nor with jdbc:mariadb://",
                zh: "“{t}”不是以 jdbc:mysql:// 或 jdbc:mariadb:// 开头", t = shown(text)));
        };
        // Tomcat replaces ${…} in an attribute; quotes and angles stand in no URL.
        let odd = |c: &char| !c.is_ascii_graphic() || "\"'\\`<>${}".contains(*c);
        let (hosts, tail) = rest.split_once('/').unwrap_or((rest, ""));
        let (database, query) = tail.split_once('?').unwrap_or((tail, ""));
        let login = |pair: &str| matches!(pair.split('=').next(), Some("user" | "password"));
        if query.split('&').any(login) || hosts.contains('@') {
            return Err(msg!(
                en: "the URL holds a login; user and password have fields of their own",
                zh: "URL 中含有登录信息；用户名和密码另有字段"));
        }
        if let Some(c) = text.chars().find(odd) {
            return Err(msg!(en: "the URL has the character {c}, which must be percent-encoded",
                zh: "URL 含有字符 {c}，必须使用百分号编码", c = c.escape_unicode().to_string()));
        }
        let servers: Vec<HostPort> =
            parse_list::<HostPort>(hosts).into_iter().collect::<Result<_, _>>()?;
        let named = |c: char| c.is_ascii_alphanumeric() || "_-%".contains(c);
        if servers.is_empty() || database.is_empty() || !database.chars().all(named) {
            return Err(msg!(
                en: "\"{t}\" names no server and database: jdbc:mysql://host:3306/database",
                zh: "“{t}”没有写明服务器和数据库：jdbc:mysql://host:3306/database", t = shown(text)));
        }
        let with_port = |s: HostPort| HostPort { port: s.port.or(Some(Port(3306))), ..s };
        Ok(JdbcUrl {
            scheme,
            servers: servers.into_iter().map(with_port).collect(),
            database: database.to_owned(),
            text: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_servers_and_a_database_and_no_login() {
        let read = JdbcUrl::parse(" jdbc:mariadb://h1,h2:3307/s?useSSL=false ");
        let servers = read.as_ref().map(|u| u.servers.iter().map(ToString::to_string).collect());
        assert_eq!(servers, Ok(vec!["h1:3306".to_owned(), "h2:3307".to_owned()]));
        assert_eq!(read.map(|u| u.database), Ok("s".to_owned()));
        for bad in [
            "",
            "jdbc:mysql:loadbalance://h1,h2/s",
            "jdbc:postgresql://h1/s",
            "jdbc:mysql://h1",
            "jdbc:mysql://h1/",
            "jdbc:mysql:///s",
            "jdbc:mysql://h1/s?password=x",
            "jdbc:mysql://u:p@h1/s",
            "jdbc:mysql://h1/s?a=${X}",
            "jdbc:mysql://h1/s?a=\"",
            "jdbc:mysql://h1/s\u{202e}",
        ] {
            assert!(JdbcUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn limits_are_added_once() {
        let with = |text| JdbcUrl::parse(text).map(|url| url.with_limits(2000));
        assert_eq!(
            with("jdbc:mysql://h/s"),
            Ok("jdbc:mysql://h/s?connectTimeout=2000&socketTimeout=2000".to_owned())
        );
        let own = "jdbc:mysql://h/s?socketTimeout=9&connectTimeout=8";
        assert_eq!(with(own), Ok(own.to_owned()));
    }
}
