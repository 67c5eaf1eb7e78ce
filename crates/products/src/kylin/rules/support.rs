//! What several rules look at: modes, lists, the metadata URL.

pub(crate) use crate::kylin::effective::{METADATA, MetadataUrl};
use crate::kylin::roles::KYLIN;
use ::rules::{Context, Found, Source};
use model::value::{Host, HostPort, Value};
use model::{Edit, Place, RowId};
use std::collections::BTreeSet;

/// A line of a file of the release 3.1.3: its short name, its path, its line.
macro_rules! code {
    ($name:literal, $path:literal, $line:literal) => {
        ::rules::Source::new(
            concat!($name, ":", $line, " (3.1.3)"),
            concat!("https://github.com/apache/kylin/blob/kylin-3.1.3/", $path, "#L", $line),
        )
    };
}
pub(crate) use code;

pub(crate) const MODE: &str = "kylin.server.mode";
pub(crate) const SERVERS: &str = "kylin.server.cluster-servers";
pub(crate) const DISCOVERY: &str = "kylin.server.self-discovery-enabled";
pub(crate) const SCHEDULER: &str = "kylin.job.scheduler.default";
pub(crate) const CONNECT: &str = "kylin.env.zookeeper-connect-string";
pub(crate) const WORKING_DIR: &str = "kylin.env.hdfs-working-dir";
pub(crate) const CLUSTER_FS: &str = "kylin.storage.hbase.cluster-fs";
pub(crate) const PROFILE: &str = "kylin.security.profile";

pub(crate) const SERVER_MODE: Source = code!(
    "ServerMode.java",
    "core-common/src/main/java/org/apache/kylin/common/ServerMode.java",
    "48"
);
pub(crate) const BROADCASTER: Source = code!(
    "Broadcaster.java",
    "core-metadata/src/main/java/org/apache/kylin/metadata/cachesync/Broadcaster.java",
    "100"
);
pub(crate) const REST_CLIENT: Source = code!(
    "RestClient.java",
    "core-common/src/main/java/org/apache/kylin/common/restclient/RestClient.java",
    "70"
);
pub(crate) const DISCOVERY_CODE: Source = Source::new(
    "KylinServerDiscovery.java (3.1.3)",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/zookeeper/KylinServerDiscovery.java",
);
pub(crate) const KYLIN_SH: Source = code!("kylin.sh", "build/bin/kylin.sh", "145");
pub(crate) const QUERY_SERVICE: Source = code!(
    "QueryService.java",
    "server-base/src/main/java/org/apache/kylin/rest/service/QueryService.java",
    "414"
);
pub(crate) const HBASE_CONNECTION: Source = code!(
    "HBaseConnection.java",
    "storage-hbase/src/main/java/org/apache/kylin/storage/hbase/HBaseConnection.java",
    "164"
);
pub(crate) const PLACEHOLDER: Source = code!(
    "PasswordPlaceholderConfigurer.java",
    "server-base/src/main/java/org/apache/kylin/rest/security/PasswordPlaceholderConfigurer.java",
    "76"
);

/// The nodes that run Kylin.
pub(crate) fn kylin_rows(cx: &Context) -> Vec<RowId> {
    cx.with_roles(KYLIN).iter().map(|n| n.row).collect()
}

/// The words of a mode as Kylin reads them: split at commas, lower case.
pub(crate) fn words(mode: &str) -> Vec<String> {
    mode.split(',').map(|w| w.trim().to_ascii_lowercase()).collect()
}

/// Whether a mode runs jobs.
pub(crate) fn runs_jobs(mode: &str) -> bool {
    words(mode).iter().any(|w| w == "all" || w == "job")
}

/// Whether a mode answers queries.
pub(crate) fn answers(mode: &str) -> bool {
    words(mode).iter().any(|w| w == "all" || w == "query")
}

/// The nodes whose mode passes. A node with several roles of the group, which another rule reports,
/// counts when one of them passes.
pub(crate) fn rows_with_mode(cx: &Context, passes: fn(&str) -> bool) -> Vec<RowId> {
    let mut rows: Vec<RowId> = Vec::new();
    for config in cx.configs() {
        let Some(entry) = config.get(MODE) else { continue };
        let roles = || cx.node(config.node()).is_some_and(|n| n.roles.iter().any(|r| passes(r)));
        if passes(entry.text()) || (entry.broken.is_some() && roles()) {
            rows.extend_from_slice(&config.nodes);
        }
    }
    rows.sort_by_key(|row| cx.position(*row));
    rows
}

/// The values of a key on some of the nodes only.
pub(crate) fn values_on(cx: &Context, key: &str, rows: &[RowId]) -> Vec<Found> {
    let rows: BTreeSet<RowId> = rows.iter().copied().collect();
    let mut found = cx.values_of(key);
    for value in &mut found {
        value.nodes.retain(|row| rows.contains(row));
    }
    found.retain(|f| !f.nodes.is_empty());
    found
}

/// Where to speak of the roles as a whole: at the first Kylin node's roles.
pub(crate) fn roles_place(cx: &Context) -> Place {
    kylin_rows(cx).first().map_or(Place::Nodes, |row| Place::NodeRoles(*row))
}

/// A place of a value; one that only says "the nodes" becomes the roles of its first node.
pub(crate) fn place_of(found: &Found) -> Place {
    match (&found.place, found.nodes.first()) {
        (Place::Nodes, Some(row)) => Place::NodeRoles(*row),
        (place, _) => place.clone(),
    }
}

/// Whether a switch is on: Kylin takes everything but `true` for off.
pub(crate) fn is_true(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("true")
}

/// Whether a text names the machine on which it is read, alone, with a port, or in a URL.
pub(crate) fn is_loopback(text: &str) -> bool {
    let text = text.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = text.split(['/', '?']).next().unwrap_or_default();
    HostPort::parse(authority).is_ok_and(|h| h.host.is_loopback())
}

/// The edits that give a value: in place of the override, or in the field.
pub(crate) fn give(found: &Found, value: &str, field: &str) -> Vec<Edit> {
    let place =
        if found.overridden() { found.place.clone() } else { Place::Setting(field.to_owned()) };
    vec![Edit::Set(place, value.to_owned())]
}

/// The host of an entry `host`, `host:port` or `user:password@host:port`.
pub(crate) fn host_of(entry: &str) -> Option<Host> {
    let entry = entry.trim().rsplit('@').next().unwrap_or_default();
    HostPort::parse(entry).ok().map(|h| h.host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_seen_in_every_form() {
        for text in [
            "localhost",
            "localhost:7070",
            "hdfs://127.0.0.1:8020/x",
            "jdbc:mysql://localhost:3306/k?a=b",
            "[::1]:1",
        ] {
            assert!(is_loopback(text), "{text}");
        }
        for text in ["/kylin", "hdfs://nn:8020", "localhost.corp.example.org:1x", ""] {
            assert!(!is_loopback(text), "{text}");
        }
    }
}
