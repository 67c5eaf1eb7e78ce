//! Alluxio's files among foreign ones.

use super::configure::{NAME, env, hosts};
use super::roles::{MASTER, WORKER};
use crate::common::beside::{CORE, HDFS, NODE};
use crate::common::import::{MYID, ZOO, hosts as hosts_of, members, named};
use ::rules::{
    Beside, Foreign, Format, Hint, Import, Known, Named, Stranger, defined_in, same_machine,
};
use model::Text;
use model::value::{Host, Value as _};
use std::collections::{BTreeMap, BTreeSet};

const LIST: Format = Format::Hosts(hosts::HOSTS);
/// What stands in the folder of the lists, whatever it is called.
const BESIDE_LISTS: &[&str] = &["alluxio-site.properties", "alluxio-env.sh"];
const HOSTNAME: &str = "alluxio.master.hostname";
const ADDRESSES: &str = "alluxio.master.rpc.addresses";

/// Its files.
pub(crate) static IMPORT: Import = Import {
    known: &[
        Known::properties("alluxio-site.properties", NAME),
        Known::properties("alluxio-env.sh", env::NAME).in_format(Format::Shell),
        Known::properties("conf/masters", hosts::MASTERS).in_format(LIST),
        Known::properties("conf/workers", hosts::WORKERS).in_format(LIST),
        Known::properties("masters", hosts::MASTERS).in_format(LIST).with(BESIDE_LISTS),
        Known::properties("workers", hosts::WORKERS).in_format(LIST).with(BESIDE_LISTS),
        ZOO,
    ],
    beside: &[
        Beside { writes: &["conf/hdfs-site.xml"], ..HDFS },
        Beside { hints: &[Hint::new("fs.defaultFS", "storage.hdfs_uri")], ..CORE },
        NODE,
    ],
    folders: &["conf", "zookeeper", "alluxio"],
    beginnings: &["alluxio."],
    releases: &["alluxio-", "alluxio:"],
    numbered: Some(MYID),
    absent: &["ALX001", "ALX002", "ALX004"],
    named: nodes,
    unspoken: &["masters.jobs"],
    clients,
    strangers: STRANGERS,
    ..Import::NONE
};

static STRANGERS: &[Stranger] = &[
    Stranger {
        title: Text::new("Alluxio Enterprise", "Alluxio 企业版"),
        begins: &[
            "alluxio.security.kerberos.",
            "alluxio.security.underfs.",
            "alluxio.network.tls.",
            "alluxio.policy.",
            "alluxio.license.",
        ],
        values: &[("alluxio.security.authentication.type", "KERBEROS")],
        since: "",
    },
    // Without masters of the old kind: files lie where a hash of their path says.
    Stranger {
        title: Text::same("Alluxio 3 (Dora)"),
        begins: &["alluxio.dora."],
        values: &[],
        since: "3",
    },
];

/// What the hosts say of a property: in the file, by an option of Java, or by a variable of which the
/// scripts make one; in a container often only so.
fn said<'f>(foreign: &'f Foreign, key: &str) -> Vec<(&'f str, &'f str)> {
    let mut all = Vec::new();
    for (host, files) in &foreign.hosts {
        let by_file = files.get(NAME).and_then(|lines| lines.get(key));
        all.extend(by_file.map(|value| (host.as_str(), value.as_str())));
        for (name, value) in files.get(env::NAME).into_iter().flatten() {
            if name.ends_with("_JAVA_OPTS") {
                let defined = defined_in(value).filter(|(own, _)| *own == key);
                all.extend(defined.map(|(_, value)| (host.as_str(), value)));
            } else if env::VARIABLES.contains(&(name, key)) {
                all.push((host, value));
            }
        }
    }
    all
}

fn is_loopback(host: &str) -> bool {
    Host::parse(host).is_ok_and(|host| host.is_loopback())
}

fn nodes(foreign: &Foreign) -> Vec<Named> {
    let mut all = members(foreign, &[(NAME, "alluxio.zookeeper.address")]);
    let of_file = |file, role| {
        let values = foreign.values(file, hosts::HOSTS);
        values.flat_map(|(_, list)| hosts_of(list)).map(move |host| named(host, role))
    };
    let mut masters: Vec<Named> = of_file(hosts::MASTERS, MASTER).collect();
    // With the journal on a shared storage nobody reads the list, which was left behind.
    let journal = said(foreign, "alluxio.master.journal.type");
    let embedded: Vec<&str> =
        if journal.iter().any(|(_, kind)| kind.trim().eq_ignore_ascii_case("UFS")) {
            Vec::new()
        } else {
            let lists = said(foreign, "alluxio.master.embedded.journal.addresses");
            lists.into_iter().flat_map(|(_, list)| hosts_of(list)).collect()
        };
    masters.extend(embedded.iter().map(|host| named(host, MASTER)));
    let lists_any = |masters: &[Named]| masters.iter().any(|node| !is_loopback(&node.host));
    let clients: BTreeSet<String> = clients(foreign).into_iter().collect();
    let by_server = |key| {
        let values = said(foreign, key).into_iter();
        values.filter(|(of, _)| !clients.contains(*of)).collect::<Vec<_>>()
    };
    if !lists_any(&masters) {
        let lists = by_server(ADDRESSES).into_iter().flat_map(|(_, list)| hosts_of(list));
        masters.extend(lists.map(|host| named(host, MASTER)));
    }
    let names = by_server(HOSTNAME);
    if lists_any(&masters) {
        // A name that no list has makes no further master: it is what a listed one is called in its
        // own file, or how clients find whoever leads.
        for (of, host) in names.iter().flat_map(|(of, v)| hosts_of(v).map(move |h| (of, h))) {
            let listed = masters.iter().any(|node| same_machine(&node.host, host));
            if !listed && !is_loopback(host) && embedded.contains(of) {
                all.push(Named { of: (*of).to_owned(), ..named(host, MASTER) });
            }
        }
    } else {
        let hosts = names.iter().flat_map(|(_, value)| hosts_of(value));
        masters.extend(hosts.map(|host| named(host, MASTER)));
    }
    all.extend(own_names(foreign, &masters, &names));
    let mut workers: Vec<Named> = of_file(hosts::WORKERS, WORKER).collect();
    // The scripts that read the lists are run on the one master, which localhost then is.
    let called: BTreeSet<String> =
        masters.iter().map(|n| n.host.clone()).filter(|host| !is_loopback(host)).collect();
    if let (Some(only), 1) = (called.first(), called.len()) {
        for node in masters.iter_mut().chain(&mut workers).filter(|n| is_loopback(&n.host)) {
            node.host.clone_from(only);
        }
    }
    // The one folder that was brought is the one master's, where it has no name of a node.
    let mut folders = foreign.hosts.keys().filter(|host| !host.is_empty());
    if let (Some(only), None) = (folders.next(), folders.next()) {
        let of_lists: BTreeSet<&str> = of_file(hosts::MASTERS, MASTER)
            .map(|node| node.host)
            .filter(|host| !is_loopback(host))
            .filter_map(|host| masters.iter().find(|n| n.host == host))
            .map(|node| node.host.as_str())
            .collect();
        let known = masters.iter().chain(&workers).any(|node| same_machine(&node.host, only));
        if let (Some(master), 1, false) = (of_lists.first(), of_lists.len(), known) {
            all.push(Named { of: only.clone(), ..named(master, MASTER) });
        }
    }
    all.extend(masters);
    all.extend(workers);
    for (of, value) in said(foreign, "alluxio.worker.hostname") {
        let of = of.to_owned();
        all.extend(hosts_of(value).map(|host| Named { of: of.clone(), ..named(host, WORKER) }));
    }
    all
}

/// The folders that are listed masters by the name in their own files, as each master has it: a list by
/// addresses, and folders by names. Where several folders say one name, it is the master's that they
/// look for; where there is no other name, it may be.
fn own_names(foreign: &Foreign, masters: &[Named], names: &[(&str, &str)]) -> Vec<Named> {
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (of, host) in names.iter().flat_map(|(of, v)| hosts_of(v).map(move |h| (*of, h))) {
        if masters.iter().any(|node| node.host == host) && !is_loopback(host) {
            folders.entry(host).or_default().insert(of);
        }
    }
    if folders.len() < 2 {
        return Vec::new();
    }
    let listed = |of: &str| masters.iter().any(|node| same_machine(&node.host, of));
    let only = folders.into_iter().filter_map(|(host, of)| {
        let of = of.first().copied().filter(|own| of.len() == 1 && !own.is_empty());
        of.filter(|of| !listed(of) && foreign.hosts.contains_key(*of)).map(|of| (host, of))
    });
    only.map(|(host, of)| Named { of: of.to_owned(), ..named(host, MASTER) }).collect()
}

/// Hosts with nothing but a file that says where the masters are and how files are written: those of a
/// program that uses the cluster.
fn clients(foreign: &Foreign) -> Vec<String> {
    const OWN: [&str; 5] = [
        "alluxio.user.",
        "alluxio.security.",
        "alluxio.network.",
        "alluxio.zookeeper.",
        "alluxio.master.rpc.",
    ];
    let of_client = |key: &str| key == HOSTNAME || OWN.iter().any(|own| key.starts_with(own));
    let lists = [hosts::MASTERS, hosts::WORKERS].map(|file| foreign.values(file, hosts::HOSTS));
    let embedded = said(foreign, "alluxio.master.embedded.journal.addresses");
    let servers: Vec<&str> =
        lists.into_iter().flatten().chain(embedded).flat_map(|(_, list)| hosts_of(list)).collect();
    let is_client = |host: &str| {
        let files = foreign.hosts.get(host)?;
        let lines = files.get(NAME).filter(|_| files.len() == 1)?;
        let uses =
            lines.contains_key(ADDRESSES) || lines.keys().any(|key| key.contains(".client."));
        let master = lines.get(HOSTNAME).map(String::as_str).unwrap_or_default();
        let elsewhere = lines.contains_key(ADDRESSES)
            || !master.is_empty() && !is_loopback(master) && !same_machine(master, host);
        let listed = lines.get(ADDRESSES).into_iter().flat_map(|list| hosts_of(list));
        let itself = listed
            .chain([master])
            .chain(servers.iter().copied())
            .any(|own| same_machine(own, host));
        Some(uses && elsewhere && !itself && lines.keys().all(|key| of_client(key)))
    };
    let hosts = foreign.hosts.keys().filter(|host| !host.is_empty());
    hosts.filter(|host| is_client(host) == Some(true)).cloned().collect()
}
