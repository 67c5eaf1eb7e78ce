//! `zoo.cfg` and `myid`.

use super::ensemble::{CLIENT_PORT, DATA_DIR, ROLE, ZOO_CFG, ensemble, number};
use super::fields::ID;
use crate::common::properties;
use ::rules::{Class, ConfigFile, Context, Entry, NodeConfig};
use formats::{File, Origin};
use model::value::HostPort;
use model::{Message, Node, Place, Text, msg};

const ABOUT: Text = Text::new(
    "A member of the ensemble; the same on all members.",
    "ZooKeeper 集群成员的配置；所有成员相同。",
);

/// Writes `zoo.cfg`, which ZooKeeper reads as Java reads properties.
pub(crate) fn zoo_cfg(cx: &Context, node: &Node) -> File {
    match cx.config_of(node.row).and_then(|c: &NodeConfig| c.file(ZOO_CFG)) {
        Some(config) => properties::write(cx, ABOUT, config),
        None => File::new(ABOUT),
    }
}

/// What stands in `zoo.cfg` of the members.
pub(crate) fn configure(cx: &Context, class: &Class) -> Option<ConfigFile> {
    if !super::fields::made(cx) || !class.has(ROLE) {
        return None;
    }
    let kind = &["zookeeper.kind"];
    let mut entries = vec![DATA_DIR.entry(cx, class), CLIENT_PORT.entry(cx, class)];
    let mut put = |keys: &[(&str, &str)], fields: &[&str], reason: Message| {
        entries.extend(keys.iter().map(|(k, v)| Entry::new(k, *v, fields, reason.clone())));
    };
    put(
        &[("tickTime", "2000"), ("initLimit", "10"), ("syncLimit", "5")],
        kind,
        msg!(en: "Milliseconds per tick. A session lasts at most 20 ticks, 40 s: that long jobs stand still after a job node died.",
             zh: "每个 tick 的毫秒数。会话最长 20 个 tick，即 40 秒：任务节点故障后任务停顿的时间。"),
    );
    put(
        &[("autopurge.snapRetainCount", "5"), ("autopurge.purgeInterval", "24")],
        &["zookeeper.data_dir"],
        msg!(en: "Old snapshots are removed once a day; without this they fill the disk.",
             zh: "每天清理旧快照；否则会占满磁盘。"),
    );
    put(
        &[("admin.enableServer", "false")],
        kind,
        msg!(en: "The admin server would take port 8080, and it needs no login.",
             zh: "管理服务会占用 8080 端口，且无需登录。"),
    );
    put(
        &[("4lw.commands.whitelist", "srvr,ruok,mntr")],
        kind,
        msg!(en: "What the checks ask; other commands could change something.",
             zh: "检查时使用的命令；其他命令可能改变状态。"),
    );
    entries.extend(servers(cx));
    Some(ConfigFile::new(ZOO_CFG, entries))
}

/// The members; none for a single one, which runs alone.
fn servers(cx: &Context) -> Vec<Entry> {
    let places = || {
        let ports = ["zookeeper.peer_port", "zookeeper.election_port"];
        let ports = ports.map(|p| Place::Setting(p.to_owned()));
        [Place::Nodes].into_iter().chain(ports).collect::<Vec<_>>()
    };
    let reason = msg!(
        en: "The members by their numbers: a node's own, or its place in the list; myid holds it. To replace a machine, keep its number.",
        zh: "按编号列出的集群成员：编号由节点设置，否则为其在列表中的序号；myid 中是自己的编号。更换机器时请保持编号。");
    let e = match ensemble(cx) {
        Ok(e) => e,
        Err(why) => return vec![Entry::new("server.1", "", &[], reason).at(places()).broken(why)],
    };
    if e.members.len() < 2 {
        return Vec::new();
    }
    let listen = msg!(
        en: "A member listens for the others on all its addresses: where /etc/hosts maps the own name to 127.0.1.1, as Debian does, they would not reach it.",
        zh: "成员在所有地址上监听其他成员：若 /etc/hosts 像 Debian 那样把本机名映射到 127.0.1.1，其他成员将无法连接。");
    let mut entries = vec![Entry::new("quorumListenOnAllIPs", "true", &["zookeeper.kind"], listen)];
    entries.extend(e.members.iter().map(|member| {
        let host = HostPort { host: member.host.clone(), port: Some(e.peer_port) };
        let value = format!("{host}:{}", e.election_port);
        Entry::new(&format!("server.{}", member.id), value, &[], reason.clone()).at(places())
    }));
    entries
}

/// Writes `myid`: the number of this member.
pub(crate) fn myid(cx: &Context, node: &Node) -> File {
    let mut file = File::new(const { Text::new("The number of this member.", "本成员的编号。") });
    let at = cx.with_roles(&[ROLE]).iter().position(|n| n.row == node.row);
    let own = node.settings.contains_key(ID.key);
    let origin = Origin {
        reason: if own {
            msg!(en: "The number that was given to it.", zh: "为其设置的编号。")
        } else {
            msg!(en: "Its position among the nodes with the role ZooKeeper.",
                 zh: "在具有 ZooKeeper 角色的节点中的序号。")
        },
        places: vec![if own {
            Place::NodeSetting(node.row, ID.key.to_owned())
        } else {
            Place::NodeRoles(node.row)
        }],
    };
    // One that cannot be used is an error of its field; 0 is nobody's number.
    let number = at.and_then(|at| number(node, at).ok()).unwrap_or_default();
    file.because(number.to_string(), origin);
    file
}
