//! Alluxio's files among foreign ones.

use super::configure::{NAME, env, hosts};
use super::roles::{MASTER, WORKER};
use crate::common::beside::{CORE, HDFS, NODE};
use crate::common::import::{ZOO, hosts as hosts_of, members, named};
use ::rules::{Beside, Foreign, Format, Hint, Import, Known, Named};

const LIST: Format = Format::Hosts(hosts::HOSTS);

/// Its files.
pub(crate) static IMPORT: Import = Import {
    known: &[
        Known::properties("alluxio-site.properties", NAME),
        Known::properties("alluxio-env.sh", env::NAME).in_format(Format::Shell),
        Known::properties("conf/masters", hosts::MASTERS).in_format(LIST),
        Known::properties("conf/workers", hosts::WORKERS).in_format(LIST),
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
    absent: &["ALX001", "ALX002", "ALX004"],
    tells: &[],
    settled: |_| Vec::new(),
    named: nodes,
    ..Import::NONE
};

fn nodes(foreign: &Foreign) -> Vec<Named> {
    let mut all = members(foreign, &[(NAME, "alluxio.zookeeper.address")]);
    let lists = [
        (hosts::MASTERS, hosts::HOSTS, MASTER),
        (hosts::WORKERS, hosts::HOSTS, WORKER),
        (NAME, "alluxio.master.embedded.journal.addresses", MASTER),
        (NAME, "alluxio.master.rpc.addresses", MASTER),
        (NAME, "alluxio.master.hostname", MASTER),
    ];
    for (file, key, role) in lists {
        let values = foreign.values(file, key);
        all.extend(values.flat_map(|(_, list)| hosts_of(list)).map(|host| named(host, role)));
    }
    for (of, value) in foreign.values(NAME, "alluxio.worker.hostname") {
        let of = of.to_owned();
        all.extend(hosts_of(value).map(|host| Named { of: of.clone(), ..named(host, WORKER) }));
    }
    all
}
