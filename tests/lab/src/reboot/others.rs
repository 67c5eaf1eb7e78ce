//! The services that the cluster of `reboot-kylin` has not: Nginx, Apache httpd and memcached, each on
//! a host of its own, to which nothing else is deployed.

use super::{
    Cluster,
    power::{Order, stranger, stranger_was_there},
    site,
};
use crate::{
    host::Hosts,
    kylin::archive::{Archive, documents, export},
    report::{Report, wait_for},
};
use anyhow::{Context as _, Result, bail};
use std::{fs, path::Path, time::Duration};

/// A balancer of another kind.
struct Other {
    kind: &'static str,
    /// The document that its settings are taken from.
    document: &'static str,
    host: u32,
    roles: &'static str,
    /// Its pid files and those of what stands beside it.
    files: &'static str,
    order: Order,
}

static OTHERS: &[Other] = &[
    Other {
        kind: "nginx",
        document: "sessions-memcached",
        host: 7,
        roles: r#""load_balancer", "memcached""#,
        files: "/opt/kylin-lb/nginx.pid /opt/kylin-session/memcached/memcached.pid",
        order: Order { name: "nginx", groups: &[&[7]], pause: Duration::ZERO },
    },
    Other {
        kind: "httpd",
        document: "sessions-none",
        host: 8,
        roles: r#""load_balancer""#,
        files: "/opt/kylin-lb/httpd.pid",
        order: Order { name: "httpd", groups: &[&[8]], pause: Duration::ZERO },
    },
];

/// The last of their hosts.
pub(super) const LAST: u32 = 8;

/// The settings of the sessions' documents, for clusters whose balancer is another one.
pub(super) fn export_archives(muster: &Path, work: &Path) -> Result<()> {
    fs::create_dir_all(work)?;
    for other in OTHERS {
        let text = fs::read_to_string(documents().join(format!("{}.toml", other.document)))?;
        let (settings, _) = text.split_once("[[nodes]]").context("no nodes")?;
        let own = settings
            .replace("\"nginx\"", &format!("\"{}\"", other.kind))
            .replace("name = \"h1.lab.test\"", &format!("name = \"h{}.lab.test\"", other.host))
            .replace("kylin-lab", &format!("{}-lab", other.kind));
        let beside = if other.roles.contains("memcached") { ", \"memcached\"" } else { "" };
        let nodes = [
            (other.host, other.roles.to_owned()),
            (2, format!("\"all\", \"zookeeper\"{beside}")),
            (3, format!("\"query\"{beside}")),
        ]
        .map(|(number, roles)| {
            format!("[[nodes]]\nname = \"h{number}.lab.test\"\nroles = [{roles}]\n")
        });
        let document = work.join(format!("{}.toml", other.kind));
        fs::write(&document, own + &nodes.join("\n"))?;
        export(muster, &document, &work.join(other.kind))?.fill_in()?;
    }
    Ok(())
}

/// Each of them: enabled, limited, killed, stopped, and back with the power, whoever has the number
/// in its pid file.
pub(super) fn tell(hosts: &Hosts, work: &Path) -> Result<()> {
    let report = Report::new();
    for other in OTHERS {
        let archive = Archive::open(&work.join(other.kind))?;
        let mut cluster = Cluster::new(hosts, &archive, report, "kylin")?;
        cluster.nodes.retain(|(number, _)| *number == other.host);
        let node = format!("--node h{}.lab.test", other.host);
        site::earlier_units(hosts, other.host, &format!("{}-lab", other.kind))?;
        archive.root_once(hosts, other.host)?;
        site::earlier_units_are_gone(hosts, other.host)?;
        archive.run(hosts, &format!("deploy {node}"), 120)?;
        archive.run(hosts, &format!("start {node}"), 120)?;
        cluster.each_once()?;
        cluster.limits()?;
        cluster.refuse_a_second()?;
        cluster.kill()?;
        archive.run(hosts, &format!("stop {node}"), 60)?;
        cluster.none()?;
        stranger(hosts, other.host, "kylin", other.files)?;
        cluster.power(&other.order)?;
        wait_for(other.kind, Duration::from_mins(1), || cluster.each_once())?;
        stranger_was_there(hosts, other.host)?;
        let said = archive.run(hosts, &format!("start {node}"), 60)?;
        if !said.contains(&format!("{} runs already", other.kind)) {
            bail!("{} is not back: {said}", other.kind);
        }
        cluster.say(&format!("{}: killed, replaced, back with the power", other.kind));
    }
    Ok(())
}
