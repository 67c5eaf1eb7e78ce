//! `zoo.cfg` and `myid`.

use super::ensemble::{Ensemble, ensemble};
use crate::common::text::{header, not_usable, origin};
use ::rules::Context;
use formats::properties::escape_value;
use formats::{File, Origin};
use model::value::HostPort;
use model::{Node, Place, Text, msg};

const ABOUT: Text = Text::new(
    "A member of the ensemble; the same on all members.",
    "ZooKeeper 集群成员的配置；所有成员相同。",
);

/// Writes `zoo.cfg`.
pub(crate) fn zoo_cfg(cx: &Context, _: &Node) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    header(cx, "#", &mut file);
    let e = match ensemble(cx) {
        Ok(e) => e,
        Err(why) => {
            let origin = Origin { reason: why.clone(), places: vec![Place::Nodes] };
            file.because(format!("# {}", not_usable(&why, lang)), origin);
            return file;
        }
    };
    let mut put = |lines: &[String], reason: model::Message, fields: &[&str]| {
        let origin = origin(reason, fields);
        file.line("");
        file.because(format!("# {}", origin.reason.render(lang)), origin.clone());
        for line in lines {
            file.because(line, origin.clone());
        }
    };
    put(
        &[format!("dataDir={}", escape_value(&e.data_dir.0))],
        msg!(en: "Snapshots and the transaction log.", zh: "快照和事务日志。"),
        &["zookeeper.data_dir"],
    );
    put(
        &[format!("clientPort={}", e.client_port)],
        msg!(en: "Where clients connect.", zh: "客户端连接的端口。"),
        &["zookeeper.client_port"],
    );
    put(
        &["tickTime=2000".to_owned(), "initLimit=10".to_owned(), "syncLimit=5".to_owned()],
        msg!(en: "Milliseconds per tick. A session lasts at most 20 ticks, 40 s: that long jobs stand still after a job node died.",
             zh: "每个 tick 的毫秒数。会话最长 20 个 tick，即 40 秒：任务节点故障后任务停顿的时间。"),
        &["zookeeper.kind"],
    );
    put(
        &["autopurge.snapRetainCount=5".to_owned(), "autopurge.purgeInterval=24".to_owned()],
        msg!(en: "Old snapshots are removed once a day; without this they fill the disk.",
             zh: "每天清理旧快照；否则会占满磁盘。"),
        &["zookeeper.data_dir"],
    );
    put(
        &["admin.enableServer=false".to_owned()],
        msg!(en: "The admin server would take port 8080, and it needs no login.",
             zh: "管理服务会占用 8080 端口，且无需登录。"),
        &["zookeeper.kind"],
    );
    put(
        &["4lw.commands.whitelist=srvr,ruok,mntr".to_owned()],
        msg!(en: "What the checks ask; other commands could change something.",
             zh: "检查时使用的命令；其他命令可能改变状态。"),
        &["zookeeper.kind"],
    );
    servers(&mut file, cx, &e);
    file
}

fn servers(file: &mut File, cx: &Context, e: &Ensemble) {
    if e.members.len() < 2 {
        return;
    }
    let lang = cx.spec.language;
    let listen = origin(
        msg!(en: "A member listens for the others on all its addresses: where /etc/hosts maps the own name to 127.0.1.1, as Debian does, they would not reach it.",
             zh: "成员在所有地址上监听其他成员：若 /etc/hosts 像 Debian 那样把本机名映射到 127.0.1.1，其他成员将无法连接。"),
        &["zookeeper.kind"],
    );
    file.line("");
    file.because(format!("# {}", listen.reason.render(lang)), listen.clone());
    file.because("quorumListenOnAllIPs=true", listen);
    let members = Origin {
        reason: msg!(
            en: "The members, numbered in the order of the nodes; myid holds the own number. To replace a machine, keep its place in the list.",
            zh: "集群成员，按节点顺序编号；myid 中是本机编号。更换机器时请保持其在列表中的位置。"),
        places: vec![
            Place::Nodes,
            Place::Setting("zookeeper.peer_port".to_owned()),
            Place::Setting("zookeeper.election_port".to_owned()),
        ],
    };
    file.line("");
    file.because(format!("# {}", members.reason.render(lang)), members.clone());
    for member in &e.members {
        let host = HostPort { host: member.host.clone(), port: Some(e.peer_port) };
        file.because(format!("server.{}={host}:{}", member.id, e.election_port), members.clone());
    }
}

/// Writes `myid`: the number of this member.
pub(crate) fn myid(cx: &Context, node: &Node) -> File {
    let mut file = File::new(const { Text::new("The number of this member.", "本成员的编号。") });
    let at = cx.with_roles(&[super::ensemble::ROLE]).iter().position(|n| n.row == node.row);
    let origin = Origin {
        reason: msg!(en: "Its position among the nodes with the role ZooKeeper.",
                     zh: "在具有 ZooKeeper 角色的节点中的序号。"),
        places: vec![Place::NodeRoles(node.row)],
    };
    file.because(at.map_or(0, |at| at + 1).to_string(), origin);
    file
}
