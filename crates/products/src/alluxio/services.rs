//! Alluxio's processes as services: one script for all of them, told apart by its name.

use super::choice::{Topology, jobs};
use super::effective::{
    ZOOKEEPER_ADDRESS, connect, journal_folder, journal_is_ufs, jvm, port_on, ramdisks, root,
    store, tiers, topology,
};
use super::fields::sizing::folder;
use super::fields::storage::Storage;
use super::roles::{MASTER, PROXY, WORKER};
use super::versions::two;
use crate::common::machine::{NO_PATH, java_environment_of, path};
use crate::common::zookeeper::{self, Connect, ensemble};
use ::rules::{Context, Service};
use model::value::{HostPort, Value};
use model::{Node, Text};

const SCRIPT: &str = include_str!("scripts/alluxio.sh");
const LIMITS: &[(&str, u32)] = &[("nofile", 65_536), ("nproc", 16_384)];

/// What every process reads. The lists of masters and workers are for Alluxio's own start scripts.
const READS: &[&str] = &["conf/alluxio-", "-site.xml"];

/// In start order: the ensemble, the masters, the workers, the job service, the proxies.
pub(crate) static SERVICES: &[&Service] =
    &[&zookeeper::SERVICE, &MASTERS, &WORKERS, &JOB_MASTERS, &JOB_WORKERS, &PROXIES];

static MASTERS: Service = Service {
    id: "alluxio-master",
    title: Text::same("Alluxio master"),
    roles: &[MASTER],
    applies: |_, _| true,
    order: 20,
    rolling: None,
    after: None,
    reads: READS,
    script: SCRIPT,
    variables,
    folders: |cx, node| {
        let mut all = vec![home(cx)];
        all.extend(master_folders(cx, node));
        all.extend(node.roles.contains(WORKER).then(|| disks(cx, node)).into_iter().flatten());
        all
    },
    unit: |cx, node| unit(cx, node),
    limits: LIMITS,
    kernel: &[],
};

static WORKERS: Service = Service {
    id: "alluxio-worker",
    title: Text::same("Alluxio worker"),
    roles: &[WORKER],
    applies: |_, _| true,
    order: 30,
    rolling: None,
    after: None,
    reads: READS,
    script: SCRIPT,
    variables,
    folders: |cx, node| {
        let mut all = vec![home(cx)];
        all.extend(disks(cx, node));
        all
    },
    unit: |cx, node| {
        let mut lines = unit(cx, node);
        for (at, bytes) in mounts(cx, node) {
            // The plus sign lets systemd run this one line as root: nobody needs sudo to mount.
            let user = cx.node_text(node, "service.user");
            let group = cx.node_text(node, "service.group");
            let plain = |t: &str| model::value::UserName::parse(t).map(|u| u.0);
            if let (Ok(user), Ok(group)) = (plain(&user), plain(&group)) {
                lines.push(format!(
                    "ExecStartPre=+/bin/sh -c 'mkdir -p {at} && {{ mountpoint -q {at} || mount -t tmpfs -o size={bytes},mode=0750,uid={user},gid={group} tmpfs {at}; }}'"
                ));
            }
        }
        lines
    },
    limits: LIMITS,
    kernel: &[],
};

static JOB_MASTERS: Service = Service {
    id: "alluxio-job-master",
    title: Text::same("Alluxio job master"),
    roles: &[MASTER],
    applies: |cx, _| jobs(cx),
    order: 40,
    rolling: None,
    after: None,
    reads: READS,
    script: SCRIPT,
    variables,
    folders: |cx, _| vec![home(cx)],
    unit: |cx, node| unit(cx, node),
    limits: LIMITS,
    kernel: &[],
};

static JOB_WORKERS: Service = Service {
    id: "alluxio-job-worker",
    title: Text::same("Alluxio job worker"),
    roles: &[WORKER],
    applies: |cx, _| jobs(cx),
    order: 50,
    rolling: None,
    after: None,
    reads: READS,
    script: SCRIPT,
    variables,
    folders: |cx, _| vec![home(cx)],
    unit: |cx, node| unit(cx, node),
    limits: LIMITS,
    kernel: &[],
};

static PROXIES: Service = Service {
    id: "alluxio-proxy",
    title: Text::same("Alluxio proxy"),
    roles: &[PROXY],
    applies: |_, _| true,
    order: 60,
    rolling: None,
    after: None,
    reads: READS,
    script: SCRIPT,
    variables,
    folders: |cx, _| vec![home(cx)],
    unit: |cx, node| unit(cx, node),
    limits: LIMITS,
    kernel: &[],
};

/// The install folder.
pub(crate) fn home(cx: &Context) -> String {
    folder(&cx.text("paths.home")).unwrap_or_else(|| NO_PATH.to_owned())
}

/// What a master writes besides its logs. The journal itself is not among them: a folder that is
/// there counts as formatted, so only its parent is made, where that is one that can be given away.
fn master_folders(cx: &Context, node: &Node) -> Vec<String> {
    let mut all = Vec::new();
    let journal = journal_folder(cx, node);
    // A folder of a shared mount is made by who mounts it.
    if topology(cx) != Topology::ZooKeeper
        && let Some((parent, _)) = folder(&journal).as_deref().and_then(|j| j.rsplit_once('/'))
    {
        // One directly below the root, such as /journal, is often a disk of its own; nobody may
        // make a folder beside it but root.
        all.push(if parent.is_empty() { journal.trim().to_owned() } else { parent.to_owned() });
    }
    if two(cx) && cx.read_for(node, "masters.metastore").eq_ignore_ascii_case("ROCKS") {
        all.extend(folder(&cx.read_for(node, "masters.metastore_dir")));
    }
    all
}

/// The folders of a worker's tiers on disks.
fn disks(cx: &Context, node: &Node) -> Vec<String> {
    let folders = tiers(cx, node).into_iter().flat_map(|tier| tier.folders);
    let on_disks = folders.filter(|f| !f.medium.eq_ignore_ascii_case("MEM"));
    let mut all: Vec<String> = on_disks.filter_map(|f| folder(&f.path)).collect();
    all.sort();
    all.dedup();
    all
}

/// Where ramdisks are mounted, and how large each is in bytes. What cannot be read is left out; a
/// rule says so.
pub(crate) fn mounts(cx: &Context, node: &Node) -> Vec<(String, u64)> {
    let all = ramdisks(cx, node).into_iter();
    all.filter_map(|(at, bytes)| Some((folder(&at)?, bytes?))).collect()
}

/// The same for every service of a node: the script takes what concerns it.
fn variables(cx: &Context, node: &Node) -> Vec<(&'static str, String)> {
    // What the file says in the end: an override counts, or the format would look elsewhere.
    let written = |key: &str| {
        let config = cx.config_of(node.row).and_then(|c| c.get(key));
        config.and_then(|e| e.on(cx, node).ok()).map(|value| value.to_string())
    };
    let journal = journal_folder(cx, node);
    let embedded = two(cx) && !journal_is_ufs(cx);
    let ramdisks: Vec<String> =
        mounts(cx, node).into_iter().map(|(at, bytes)| format!("{at}:{bytes}")).collect();
    let endpoints: Vec<String> = endpoints(cx).iter().map(ToString::to_string).collect();
    let mounted = (store(cx) == Storage::Mount).then(|| folder(&root(cx))).flatten();
    let zookeeper = written(ZOOKEEPER_ADDRESS).and_then(|a| Connect::parse(&a).ok());
    let text = |key: &str| cx.text(key).into_owned();
    let port = |field: &str| port_on(cx, node, field).map_or_else(String::new, |p| p.to_string());
    vec![
        ("JAVA_HOME", jvm::java_home(cx, node)),
        ("ALLUXIO_HOME", home(cx)),
        ("ALLUXIO_VERSION", cx.spec.version.trim().to_owned()),
        ("ALLUXIO_PACKAGE", text("paths.package")),
        ("ALLUXIO_JOURNAL", journal),
        ("ALLUXIO_JOURNAL_TYPE", if embedded { "EMBEDDED" } else { "UFS" }.to_owned()),
        ("ALLUXIO_RAMDISKS", ramdisks.join(" ")),
        ("ALLUXIO_SHARED", mounted.unwrap_or_default()),
        ("ALLUXIO_ENDPOINTS", endpoints.join(" ")),
        (
            "ALLUXIO_ZOOKEEPER",
            zookeeper
                .as_ref()
                .and_then(|z| z.servers.first())
                .map_or_else(String::new, |s| with_port(s.clone(), 2181).to_string()),
        ),
        ("ALLUXIO_CHROOT", zookeeper.map_or_else(String::new, |z| z.chroot)),
        ("ALLUXIO_MASTER_PORT", port("ports.master_rpc")),
        ("ALLUXIO_WORKER_PORT", port("ports.worker_rpc")),
        ("ALLUXIO_PROXY_PORT", port("ports.proxy")),
        ("ALLUXIO_PORTS_MASTER", ports(cx, MASTER)),
        ("ALLUXIO_PORTS_WORKER", ports(cx, WORKER)),
        ("ALLUXIO_WORKER_HEAP", jvm::worker_heap(cx, node)),
    ]
}

fn with_port(mut server: HostPort, port: u16) -> HostPort {
    server.port = server.port.or(Some(model::value::Port(port)));
    server
}

/// The ports that a node with a role opens.
fn ports(cx: &Context, role: &str) -> String {
    let mut all: Vec<u16> = super::connections::own(cx)
        .iter()
        .filter(|(of, _)| *of == role)
        .map(|(_, port)| *port)
        .collect();
    all.sort_unstable();
    all.dedup();
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// What must be reachable before the first start.
fn endpoints(cx: &Context) -> Vec<HostPort> {
    let mut all = Vec::new();
    if topology(cx) == Topology::ZooKeeper
        && let Ok(connect) = connect(cx)
    {
        let own = ensemble::clients(cx).map_or_else(|_| Vec::new(), |own| own.servers);
        let others = connect.servers.into_iter().filter(|server| !own.contains(server));
        all.extend(others.map(|s| with_port(s, 2181)));
    }
    all.extend(super::connections::storage_servers(cx));
    all
}

fn unit(cx: &Context, node: &Node) -> Vec<String> {
    let mut lines = vec!["Type=simple".to_owned()];
    lines.extend(java_environment_of(&jvm::java_home(cx, node)));
    lines.extend(["SuccessExitStatus=143".to_owned(), "TimeoutStartSec=120".to_owned()]);
    lines
}

/// A path of the installation on a node.
pub(crate) fn in_home(cx: &Context, node: &Node, name: &str) -> String {
    format!("{}/{name}", path(cx, node, "paths.home"))
}
