//! Druid's files among foreign ones: in the layout of a cluster, of one server, or of older releases,
//! and the variables that its container makes files of.

use super::fields::SWITCHES;
use super::notation;
use super::programs::{
    BROKERS, COMMON, COORDINATOR_ALONE, COORDINATOR_OVERLORD, HISTORICALS, INDEXERS,
    MIDDLE_MANAGERS, OVERLORD_ALONE, PROGRAMS, ROUTERS,
};
use super::roles::{INDEXER, MASTER, MIDDLE_MANAGER};
use crate::common::beside::{CORE, HDFS, NODE};
use crate::common::import::{MYID, ZOO, host, members, named};
use ::rules::{Beside, Context, Foreign, Format, Import, Known, Named};

const fn of_program(ends: &'static str, file: &'static str) -> Known {
    Known::properties(ends, file)
}

const fn options(ends: &'static str, file: &'static str) -> Known {
    Known::properties(ends, file).in_format(Format::Options)
}

static KNOWN: &[Known] = &[
    Known::properties("common.runtime.properties", COMMON),
    of_program("coordinator-overlord/runtime.properties", COORDINATOR_OVERLORD.runtime),
    options("coordinator-overlord/jvm.config", COORDINATOR_OVERLORD.jvm),
    of_program("coordinator/runtime.properties", COORDINATOR_ALONE.runtime),
    options("coordinator/jvm.config", COORDINATOR_ALONE.jvm),
    of_program("overlord/runtime.properties", OVERLORD_ALONE.runtime),
    options("overlord/jvm.config", OVERLORD_ALONE.jvm),
    of_program("historical/runtime.properties", HISTORICALS.runtime),
    options("historical/jvm.config", HISTORICALS.jvm),
    of_program("middleManager/runtime.properties", MIDDLE_MANAGERS.runtime),
    options("middleManager/jvm.config", MIDDLE_MANAGERS.jvm),
    of_program("indexer/runtime.properties", INDEXERS.runtime),
    options("indexer/jvm.config", INDEXERS.jvm),
    of_program("broker/runtime.properties", BROKERS.runtime),
    options("broker/jvm.config", BROKERS.jvm),
    of_program("router/runtime.properties", ROUTERS.runtime),
    options("router/jvm.config", ROUTERS.jvm),
    Known::properties("environment", COMMON).in_format(Format::Environment("druid")).winning(1),
    ZOO,
];

/// Its files. In an older layout the folders of the programs stand in `conf/druid` itself.
pub(crate) static IMPORT: Import = Import {
    known: KNOWN,
    beside: &[Beside { writes: &["conf/druid/cluster/_common/hdfs-site.xml"], ..HDFS }, CORE, NODE],
    folders: &[
        "conf",
        "conf-quickstart",
        "druid",
        "cluster",
        "single-server",
        "_common",
        "master",
        "data",
        "query",
        "zk",
        "zookeeper",
        "nano-quickstart",
        "micro-quickstart",
        "small",
        "medium",
        "large",
        "xlarge",
        "quickstart",
        "tutorial",
        "auto",
        "large-old",
    ],
    beginnings: &["druid."],
    releases: &[
        "apache-druid-",
        "druid-",
        "druid:",
        "mysql-metadata-storage-",
        "postgresql-metadata-storage-",
        "druid_version=",
        "druid_version: ",
    ],
    // Its packages were called so before it became Apache's.
    tells: &[("io.druid.cli.Main", "0.12.3")],
    literal: Some((&["${env:", "${sys:", "${file:"], "0.21")),
    // The last one is that of the file for docker compose.
    samples: &["password1", "password2", "diurd", "FoolishPassword"],
    numbered: Some(MYID),
    one_secret: &[
        ("druid.escalator.internalClientPassword", ".initialInternalClientPassword"),
        ("druid.escalator.internalClientPassword", ".initialAdminPassword"),
    ],
    either: &[(MIDDLE_MANAGER, INDEXER)],
    absent: &["DRU108", "DRU110", "DRU072"],
    of_muster: &["DRU031"],
    of_version: &["DRU029"],
    value: |_, value| super::secrets::as_document(value),
    settled: switches,
    named: nodes,
    ..Import::NONE
};

/// Where files list the extensions, what they don't list was not chosen.
fn switches(cx: &Context) -> Vec<(&'static str, &'static str)> {
    let set = cx.set_values_of("druid.extensions.loadList");
    // A list that fields make elsewhere would lose by it what it has.
    if set.iter().any(|found| !found.overridden()) {
        return Vec::new();
    }
    let lists = set.iter().filter_map(|found| notation::list(found.literal()?));
    let listed: Vec<Vec<String>> = lists.collect();
    let lacks = |name: &str| listed.iter().all(|list| list.iter().all(|one| one != name));
    let chosen = SWITCHES.iter().filter(|(field, name)| cx.on(field) && lacks(name));
    chosen.filter(|_| !listed.is_empty()).map(|(field, _)| (*field, "off")).collect()
}

/// The name that a host's programs give it.
fn nodes(foreign: &Foreign) -> Vec<Named> {
    let mut all = members(foreign, &[(COMMON, "druid.zk.service.host")]);
    let files = PROGRAMS.iter().map(|program| program.runtime).chain([COMMON]);
    for file in files {
        for (of, value) in foreign.values(file, "druid.host") {
            let name =
                host(value).filter(|name| !matches!(*name, "localhost" | "0.0.0.0" | "127.0.0.1"));
            all.extend(name.map(|name| Named { of: of.to_owned(), ..named(name, "") }));
        }
    }
    // A container is told by a variable that its Coordinator does the Overlord's work, too.
    // The image's own files make every Coordinator an Overlord (druid.sh, asOverlord.enabled as
    // shipped), unless somebody has one of its own.
    let letters = |host: &str| -> String {
        host.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
    };
    let is = |host: &str, word: &str| letters(host).contains(word);
    let apart = |host: &String| is(host, "overlord") && !is(host, "coordinator");
    let own = foreign.hosts.keys().any(apart);
    for (of, files) in foreign.hosts.iter().filter(|(_, files)| files.len() == 1) {
        let Some(lines) = files.get(COMMON) else { continue };
        let said = lines.get("druid.coordinator.asOverlord.enabled").map(|text| text.trim());
        let shipped = || is(of, "coordinator") && !own && foreign.containers.contains(of);
        if said.map_or_else(shipped, |text| text.eq_ignore_ascii_case("true")) {
            all.push(Named { of: of.to_owned(), ..named(of, MASTER) });
        }
    }
    all
}
