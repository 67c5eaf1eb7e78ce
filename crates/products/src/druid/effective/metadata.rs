//! The metadata store as the masters read it.

use crate::druid::fields::metadata::{TYPE, URI, USER};
use crate::druid::programs::{PROGRAMS, Program};
use crate::druid::roles::{COORDINATORS, OVERLORDS, has};
use ::rules::Context;
use model::Node;
use model::value::{HostPort, Value};

/// A database as an address names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Database {
    /// `mysql`, `mariadb`, `postgresql`, `derby`, or what else stands behind `jdbc:`.
    pub(crate) scheme: String,
    /// The servers; none where they cannot be read.
    pub(crate) servers: Vec<HostPort>,
    /// The name of the database; empty for none.
    pub(crate) name: String,
}

/// The database of an address: `jdbc:mysql://host:3306/druid?…`.
pub(crate) fn parse(uri: &str) -> Option<Database> {
    let (scheme, rest) = uri.trim().strip_prefix("jdbc:")?.split_once("://")?;
    let (servers, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let name = rest.split(['?', ';']).next().unwrap_or_default();
    Some(Database {
        scheme: scheme.to_owned(),
        servers: servers.split(',').filter_map(|one| HostPort::parse(one).ok()).collect(),
        name: name.to_owned(),
    })
}

/// The masters' programs of a node.
pub(crate) fn masters_of(node: &Node) -> impl Iterator<Item = &'static Program> + use<'_> {
    let leads = |p: &&&Program| COORDINATORS.contains(&p.role) || OVERLORDS.contains(&p.role);
    PROGRAMS.iter().filter(leads).copied().filter(|p| node.roles.contains(p.role))
}

/// The first master with its program.
fn first(cx: &Context) -> Option<(&'static Program, Node)> {
    let is_master = |node: &&Node| has(node, COORDINATORS) || has(node, OVERLORDS);
    let node = cx.spec.nodes.iter().find(is_master)?;
    let program = masters_of(node).next()?;
    Some((program, node.clone()))
}

/// The kind of database that the masters read: `derby` where nothing is said.
pub(crate) fn metadata_type(cx: &Context) -> String {
    let read = first(cx).map(|(program, node)| program.reads(cx, &node, TYPE));
    read.filter(|kind| !kind.is_empty()).unwrap_or_else(|| "derby".to_owned())
}

/// Whether it is Derby.
pub(crate) fn is_derby(cx: &Context) -> bool {
    metadata_type(cx) == "derby"
}

/// Whether it is a MySQL or MariaDB.
pub(crate) fn is_mysql(cx: &Context) -> bool {
    metadata_type(cx) == "mysql"
}

/// The user as whom the first master connects.
pub(crate) fn metadata_user(cx: &Context) -> String {
    first(cx).map_or_else(String::new, |(program, node)| program.reads(cx, &node, USER))
}

/// The database that the first master reads.
pub(crate) fn database(cx: &Context) -> Option<Database> {
    let (program, node) = first(cx)?;
    parse(&program.reads(cx, &node, URI))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn an_address_names_kind_servers_and_database() {
        let read = parse("jdbc:mysql://db.example.com:3306/druid?useSSL=false").unwrap();
        assert_eq!((read.scheme.as_str(), read.name.as_str()), ("mysql", "druid"));
        assert_eq!(read.servers[0].to_string(), "db.example.com:3306");
        let derby = parse("jdbc:derby://m1:1527/var/druid/metadata.db;create=true").unwrap();
        assert_eq!(
            (derby.scheme.as_str(), derby.name.as_str()),
            ("derby", "var/druid/metadata.db")
        );
        let two = parse("jdbc:postgresql://a:5432,b/druid").unwrap();
        assert_eq!(two.servers.len(), 2);
        assert_eq!(parse("jdbc:mysql://db").unwrap().name, "");
        assert_eq!(parse("mysql://db/druid"), None);
    }
}
