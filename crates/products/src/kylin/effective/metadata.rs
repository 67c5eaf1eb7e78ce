//! `kylin.metadata.url`, taken apart as Kylin does: what the fields compose is read back from the
//! file, so that an override of the whole is the same.

use crate::common::jdbc;
use crate::kylin::fields::metastore::database;
use ::rules::Context;
use model::value::HostPort;

/// The key.
pub(crate) const METADATA: &str = "kylin.metadata.url";

/// `kylin.metadata.url` as `StorageURL` reads it: cut at every comma, then at the first `=`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MetadataUrl<'a> {
    pub(crate) ident: &'a str,
    pub(crate) scheme: &'a str,
    pub(crate) parts: Vec<(&'a str, &'a str)>,
    /// Parts without `=`: what stood after a comma that was not meant as one.
    pub(crate) cut: Vec<&'a str>,
}

impl<'a> MetadataUrl<'a> {
    pub(crate) fn read(text: &'a str) -> MetadataUrl<'a> {
        let mut chunks = text.split(',').map(str::trim);
        let first = chunks.next().unwrap_or_default();
        let (ident, scheme) = first.rsplit_once('@').unwrap_or((first, ""));
        let (mut parts, mut cut) = (Vec::new(), Vec::new());
        for chunk in chunks.filter(|c| !c.is_empty()) {
            match chunk.split_once('=') {
                Some((name, value)) => parts.push((name.trim(), value.trim())),
                None => cut.push(chunk),
            }
        }
        MetadataUrl { ident: ident.trim(), scheme: scheme.trim(), parts, cut }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.parts.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }

    pub(crate) fn jdbc(&self) -> bool {
        self.scheme == "jdbc"
    }
}

/// The database's kind, by its URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// MySQL or MariaDB.
    MySql,
    /// SQL Server, which other products of the family know.
    SqlServer,
}

impl Server {
    /// The port when the URL names none.
    pub(crate) fn port(self) -> u16 {
        match self {
            Server::MySql => 3306,
            Server::SqlServer => 1433,
        }
    }
}

/// A metastore in a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Database {
    /// What stands before the `@`: the table.
    pub(crate) ident: String,
    pub(crate) server: Server,
    /// The hosts that the JDBC URL names.
    pub(crate) hosts: Vec<HostPort>,
    /// The database that it names.
    pub(crate) name: Option<String>,
    pub(crate) user: String,
    /// The largest number of connections of one node; dbcp's own default is 8
    /// (`BasicDataSource.maxActive`, commons-dbcp 1.4).
    pub(crate) connections: u32,
}

impl Database {
    /// The database in what a node reads as its metadata URL; nothing when it is another store.
    pub(crate) fn read(text: &str) -> Option<Database> {
        let url = MetadataUrl::read(text);
        if !url.jdbc() {
            return None;
        }
        // Of MySQL's form with several hosts the parts after a comma belong to it.
        let after = text.split_once(",url=").map_or("", |(_, rest)| rest);
        let named = [",username=", ",password=", ",driverClassName=", ",maxActive="]
            .iter()
            .fold(after, |text, next| text.split_once(next).map_or(text, |(before, _)| before));
        let read = |name: &str| url.get(name).unwrap_or_default();
        Some(Database {
            ident: url.ident.to_owned(),
            server: if named.starts_with(jdbc::SERVER) { Server::SqlServer } else { Server::MySql },
            hosts: jdbc::servers(named),
            name: jdbc::database(named),
            user: read("username").to_owned(),
            connections: read("maxActive").parse().unwrap_or(8),
        })
    }
}

/// Which store a metadata URL means, in the words of a message: nodes with the same one are one
/// cluster, whatever else they say of their connections to it.
pub(crate) fn store(text: &str) -> String {
    let url = MetadataUrl::read(text);
    let head = format!("{}@{}", url.ident, url.scheme);
    match Database::read(text).filter(|database| !database.hosts.is_empty()) {
        Some(database) => {
            let port = database.server.port();
            let host = |h: &HostPort| {
                let host = h.host.to_string().to_ascii_lowercase();
                format!("{host}:{}", h.port.map_or(port, |port| port.0))
            };
            let hosts: Vec<String> = database.hosts.iter().map(host).collect();
            format!("{head}, {}/{}", hosts.join(","), database.name.unwrap_or_default())
        }
        // Which HBase it is may be said in the parts (`HBaseConnection`).
        None if !url.jdbc() => {
            let parts = url.parts.iter().map(|(name, value)| format!(",{name}={value}"));
            head + &parts.collect::<String>()
        }
        None => match url.get("url") {
            Some(address) => format!("{head}, {}", address.split('?').next().unwrap_or_default()),
            None => head,
        },
    }
}

/// The databases in which nodes keep their metadata, each once, in the order of nodes.
pub(crate) fn databases(cx: &Context) -> Vec<Database> {
    let urls = cx.values_read(METADATA).unwrap_or_default();
    let mut all: Vec<Database> = Vec::new();
    for database in urls.iter().filter_map(|url| Database::read(url)) {
        if !all.contains(&database) {
            all.push(database);
        }
    }
    all
}

/// The file of the driver that the nodes need for their metadata; nothing without a database, and
/// where the release brings one.
pub(crate) fn driver_file(cx: &Context) -> Option<String> {
    let file = cx.text("metastore.driver").into_owned();
    Some(file).filter(|file| !file.is_empty() && !databases(cx).is_empty())
}

/// Whether some node keeps its metadata in HBase; as the field says when no node runs the product.
pub(crate) fn hbase(cx: &Context) -> bool {
    let of = |urls: Vec<String>| urls.iter().any(|url| !MetadataUrl::read(url).jdbc());
    cx.values_read(METADATA).map_or_else(|| !database(cx), of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_the_same_whatever_is_said_of_the_connections_to_it() {
        let one = store("k@jdbc,url=jdbc:mysql://DB1/kylin?useSSL=false,username=a,maxActive=10");
        assert_eq!(one, "k@jdbc, db1:3306/kylin");
        assert_eq!(one, store("k@jdbc,url=jdbc:mysql://db1:3306/kylin,maxActive=20,username=a"));
        for other in [
            "k2@jdbc,url=jdbc:mysql://db1/kylin",
            "k@jdbc,url=jdbc:mysql://db2/kylin",
            "k@jdbc,url=jdbc:mysql://db1:3307/kylin",
            "k@jdbc,url=jdbc:mysql://db1/other",
            "k@jdbc",
            "k@hbase",
        ] {
            assert_ne!(one, store(other), "{other}");
        }
        assert_ne!(store("k@hbase"), store("k@hbase,hbase.zookeeper.quorum=z1"));
    }

    #[test]
    fn a_metadata_url_is_cut_as_kylin_cuts_it() {
        let url =
            MetadataUrl::read("k@jdbc,url=jdbc:mysql://h1,h2/db?a=b,username=x, password=a=b");
        assert_eq!((url.ident, url.scheme), ("k", "jdbc"));
        assert_eq!(url.get("url"), Some("jdbc:mysql://h1"));
        assert_eq!(url.get("password"), Some("a=b"));
        assert_eq!(url.parts.len() + url.cut.len(), 4);
        assert_eq!(MetadataUrl::read("a@b@hbase").ident, "a@b");
        assert_eq!(MetadataUrl::read("").scheme, "");
    }

    #[test]
    fn a_database_is_read_back() {
        let read = Database::read(
            "k@jdbc,url=jdbc:mysql:loadbalance://h1,h2:3307/db?a=b,username=x,password=@{P},maxActive=12",
        )
        .unwrap();
        let hosts: Vec<String> = read.hosts.iter().map(ToString::to_string).collect();
        assert_eq!(hosts, ["h1", "h2:3307"]);
        assert_eq!((read.name.as_deref(), read.user.as_str()), (Some("db"), "x"));
        assert_eq!((read.connections, read.server.port()), (12, 3306));
        let other = Database::read("k@jdbc,url=jdbc:sqlserver://s;database=d,username=y").unwrap();
        assert_eq!((other.server, other.name.as_deref()), (Server::SqlServer, Some("d")));
        assert_eq!(other.connections, 8);
        assert!(Database::read("kylin_metadata@hbase").is_none());
    }
}
