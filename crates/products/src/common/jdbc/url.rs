//! What a JDBC URL names, read leniently: whether it can stand where it stands is said elsewhere.

use model::value::{HostPort, parse_list};

/// MySQL.
pub const MYSQL: &str = "jdbc:mysql://";
/// MySQL's form that spreads connections over several hosts; a manual of the family shows it.
pub const LOADBALANCE: &str = "jdbc:mysql:loadbalance://";
/// MySQL, as MariaDB's own driver calls it.
pub const MARIADB: &str = "jdbc:mariadb://";
/// SQL Server, which other products of the family know.
pub const SERVER: &str = "jdbc:sqlserver://";

/// What follows the scheme of a URL.
fn after_scheme(url: &str) -> Option<&str> {
    let url = url.trim();
    [MYSQL, MARIADB, LOADBALANCE, SERVER].iter().find_map(|scheme| url.strip_prefix(scheme))
}

/// The servers, for the firewall sheet and for preflight.
pub fn servers(url: &str) -> Vec<HostPort> {
    let Some(rest) = after_scheme(url) else { return Vec::new() };
    let end = rest.find(['/', ';', '?']).unwrap_or(rest.len());
    parse_list::<HostPort>(rest.get(..end).unwrap_or_default())
        .into_iter()
        .filter_map(Result::ok)
        .collect()
}

/// The database.
pub fn database(url: &str) -> Option<String> {
    let rest = after_scheme(url)?;
    let name = if url.trim().starts_with(SERVER) {
        let mut parts = rest.split(';').filter_map(|part| part.split_once('='));
        parts
            .find(|(name, _)| {
                ["database", "databasename"].contains(&name.to_ascii_lowercase().as_str())
            })?
            .1
    } else {
        rest.split_once('/')?.1.split('?').next()?
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether a URL of MySQL or MariaDB has a parameter of this name behind its `?`. Drivers know the
/// names in one spelling only.
pub fn has(url: &str, name: &str) -> bool {
    let (_, query) = url.split_once('?').unwrap_or_default();
    query.split('&').any(|pair| pair.split('=').next() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_and_databases_of_all_forms_are_read() {
        let names = |url| servers(url).iter().map(ToString::to_string).collect::<Vec<_>>();
        let two = "jdbc:mysql:loadbalance://h1:3306,h2/kylin?useSSL=false";
        assert_eq!(names(two), ["h1:3306", "h2"]);
        assert_eq!(database(two).as_deref(), Some("kylin"));
        let microsoft = "jdbc:sqlserver://db:1433;database=kylin";
        assert_eq!(names(microsoft), ["db:1433"]);
        assert_eq!(database(microsoft).as_deref(), Some("kylin"));
        assert_eq!(database("jdbc:sqlserver://db:1433"), None);
        assert_eq!(names("jdbc:mysql://db:3306/k"), ["db:3306"]);
        assert!(has(two, "useSSL") && !has(two, "usessl") && !has("jdbc:mysql://h/k", "useSSL"));
    }
}
