//! Who the masters are, how one of them leads, where the journal lies.

use super::{of_field, of_result, port, unless_default};
use crate::alluxio::choice::{
    Topology, available, connect, jobs, journal_is_ufs, masters, masters_at, topology,
};
use crate::alluxio::roles::{MASTER, WORKER};
use crate::alluxio::versions::two;
use ::rules::{Class, Context, Entry};
use model::value::{Host, Value};
use model::{Message, Node, Place, msg};

pub(super) fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let mut entries = Vec::new();
    if class.has(MASTER) && available(cx) {
        let reason = msg!(
            en: "This master's own name, under which workers and clients reach it: the one line that no other node has. Never copy this folder to another master.",
            zh: "本 master 自己的名称，worker 和客户端据此访问它：唯一一行其他节点没有的内容。切勿把本目录复制到其他 master。");
        entries.push(Entry::of_node(HOSTNAME, own_name, reason));
    }
    entries.extend(finding(cx));
    if two(cx) {
        let (kind, reason) = if journal_is_ufs(cx) {
            (
                "UFS",
                msg!(
                en: "The journal is one folder for all masters. It must be said: 2.x takes EMBEDDED, which stops beside ZooKeeper.",
                zh: "Journal 是所有 master 共用的一个目录。必须写明：2.x 默认为 EMBEDDED，与 ZooKeeper 同时使用会停止。"),
            )
        } else {
            (
                "EMBEDDED",
                msg!(
                en: "Each master keeps the journal on its own disk. In capitals: the release's start script compares letter by letter.",
                zh: "每个 master 在自己的磁盘上保存 Journal。必须大写：发行包的启动脚本按字符比较。"),
            )
        };
        let fields = &["masters.kind", "masters.journal_folder"];
        entries.push(Entry::new("alluxio.master.journal.type", kind, fields, reason));
    }
    let master_port = if two(cx) { "alluxio.master.rpc.port" } else { "alluxio.master.port" };
    entries.extend(port(cx, master_port, "ports.master_rpc"));
    if topology(cx) == Topology::Embedded {
        entries.extend(port(cx, JOURNAL_PORT, "ports.journal"));
    }
    if class.has(MASTER) {
        entries.extend(of_masters(cx));
    }
    if jobs(cx) && (class.has(MASTER) || class.has(WORKER)) {
        entries.extend(port(cx, "alluxio.job.master.rpc.port", "ports.job_master_rpc"));
        entries.extend(port(cx, "alluxio.job.master.web.port", "ports.job_master_web"));
        if topology(cx) == Topology::Embedded {
            entries.extend(port(
                cx,
                "alluxio.job.master.embedded.journal.port",
                "ports.job_journal",
            ));
        }
    }
    entries
}

/// The key of the port by which masters elect.
const JOURNAL_PORT: &str = "alluxio.master.embedded.journal.port";

/// The key of a master's own address, and of the one master's.
pub(crate) const HOSTNAME: &str = "alluxio.master.hostname";

fn own_name(_: &Context, node: &Node) -> Result<String, Message> {
    Host::parse(&node.name).map(|host| host.to_string())
}

/// How servers find the masters.
fn finding(cx: &Context) -> Vec<Entry> {
    match topology(cx) {
        Topology::Single => vec![hostname(cx)],
        Topology::ZooKeeper => zookeeper(cx, two(cx)),
        Topology::Embedded => {
            let reason = msg!(
                en: "All masters, the same list everywhere: who is not in it does not start, and without it each master is a cluster of its own.",
                zh: "全部 master，各处列表相同：不在列表中的 master 无法启动；没有该列表时，每个 master 各自成为一个集群。");
            let list = masters_at(cx, JOURNAL_PORT, "ports.journal");
            vec![
                of_result("alluxio.master.embedded.journal.addresses", list, &[], reason).at(vec![
                    Place::Nodes,
                    setting("ports.journal"),
                    setting("masters.kind"),
                ]),
            ]
        }
    }
}

/// How clients find the masters; also what their files begin with.
pub fn client_entries(cx: &Context) -> Vec<Entry> {
    let mut entries = match topology(cx) {
        Topology::Single => vec![hostname(cx)],
        Topology::ZooKeeper => zookeeper(cx, false),
        Topology::Embedded => {
            let reason = msg!(en: "All masters: a client asks them until it meets the leader.",
                zh: "全部 master：客户端逐个询问，直到找到主（leader）。");
            let list = masters_at(cx, "alluxio.master.rpc.port", "ports.master_rpc");
            vec![
                of_result("alluxio.master.rpc.addresses", list, &[], reason)
                    .at(vec![Place::Nodes, setting("ports.master_rpc")]),
            ]
        }
    };
    if topology(cx) == Topology::Single {
        let key = if two(cx) { "alluxio.master.rpc.port" } else { "alluxio.master.port" };
        entries.extend(port(cx, key, "ports.master_rpc"));
    }
    entries
}

fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

fn hostname(cx: &Context) -> Entry {
    let reason =
        msg!(en: "The master: the same line on every node.", zh: "master 的地址：每个节点相同。");
    let first = masters(cx).and_then(|all| {
        let first = all.first().map(ToString::to_string);
        first.ok_or_else(|| msg!(en: "no node has the role master", zh: "没有节点具有 master 角色"))
    });
    of_result(HOSTNAME, first, &[], reason).at(vec![Place::Nodes])
}

fn zookeeper(cx: &Context, with_jobs: bool) -> Vec<Entry> {
    let made = cx.is("zookeeper.kind", "nodes");
    let reason = msg!(
        en: "One master leads, and ZooKeeper says which: needed by masters, workers and clients, together with the address.",
        zh: "由 ZooKeeper 选出并告知哪个 master 为主（leader）：master、worker 和客户端都需要，并须与地址一起设置。");
    let mut entries =
        vec![Entry::new("alluxio.zookeeper.enabled", "true", &["masters.kind"], reason)];
    let reason = msg!(
        en: "All servers, the same text everywhere: Alluxio compares it letter by letter between nodes.",
        zh: "全部服务器，各处文本相同：Alluxio 会在节点间逐字符比较。");
    let fields = &["zookeeper.connect", "zookeeper.kind"];
    let mut address =
        of_result("alluxio.zookeeper.address", connect(cx).map(|c| c.to_string()), fields, reason);
    if made {
        address.places =
            vec![Place::Nodes, setting("zookeeper.client_port"), setting("zookeeper.kind")];
    } else if address.broken.is_some() {
        address = address.with(cx.text("zookeeper.connect"));
    }
    entries.push(address);
    let path = |key: &str, last: &str, reason: Message| {
        let entry = of_field(cx, key, "zookeeper.base_path", reason);
        if entry.broken.is_some() {
            return entry;
        }
        let value = format!("{}/{last}", entry.text());
        entry.with(value)
    };
    entries.push(path(
        "alluxio.zookeeper.election.path",
        "election",
        msg!(en: "Where masters queue for the lead; of this cluster only.", zh: "master 排队竞选的 znode；仅供本集群使用。"),
    ));
    entries.push(path(
        "alluxio.zookeeper.leader.path",
        "leader",
        msg!(en: "Where the leader's address stands; clients need the same line.", zh: "记录主（leader）地址的 znode；客户端也需要同样的设置。"),
    ));
    if with_jobs && jobs(cx) {
        entries.push(path(
            "alluxio.zookeeper.job.election.path",
            "job_election",
            msg!(en: "The same for the job masters.", zh: "job master 竞选用的 znode。"),
        ));
        entries.push(path(
            "alluxio.zookeeper.job.leader.path",
            "job_leader",
            msg!(en: "Where the leading job master's address stands.", zh: "记录主 job master 地址的 znode。"),
        ));
    }
    entries
}

fn of_masters(cx: &Context) -> Vec<Entry> {
    let reason = if topology(cx) == Topology::ZooKeeper {
        msg!(en: "The journal holds all metadata. All masters read and write this one folder; a folder of each would lose what the last leader knew.",
             zh: "Journal 保存全部元数据。所有 master 读写同一个目录；若各用各的目录，切换后会丢失上一个主（leader）的元数据。")
    } else {
        msg!(en: "The journal holds all metadata. A folder of its own: a format deletes everything in it.",
             zh: "Journal 保存全部元数据。必须是专用目录：格式化会删除其中的一切。")
    };
    let mut entries =
        vec![of_field(cx, "alluxio.master.journal.folder", "masters.journal_folder", reason)];
    if two(cx) {
        entries.push(of_field(
            cx,
            "alluxio.master.metastore",
            "masters.metastore",
            msg!(en: "Written down, because its default changed between releases and a change needs a backup and a format.",
                 zh: "显式写明：不同版本的默认值不同，而更改它需要备份并格式化。"),
        ));
        if cx.is("masters.metastore", "ROCKS") {
            entries.push(of_field(
                cx,
                "alluxio.master.metastore.dir",
                "masters.metastore_dir",
                msg!(en: "Where RocksDB keeps the metadata; made anew from the journal when it is lost.",
                     zh: "RocksDB 存放元数据的目录；丢失后可由 Journal 重建。"),
            ));
        }
        let on = cx.on("masters.update_check");
        if !on {
            let reason = msg!(en: "Nothing leaves the network: otherwise the leader asks diagnostics.alluxio.io once a week.",
                zh: "不向外网发送任何数据：否则主（leader）每周会访问 diagnostics.alluxio.io。");
            let fields = &["masters.update_check"];
            entries.push(Entry::new(
                "alluxio.master.update.check.enabled",
                "false",
                fields,
                reason,
            ));
        }
    }
    entries.extend(unless_default(
        cx,
        "alluxio.master.web.port",
        "ports.master_web",
        msg!(en: "Another port than the version's own.", zh: "与该版本默认值不同的端口。"),
    ));
    entries
}
