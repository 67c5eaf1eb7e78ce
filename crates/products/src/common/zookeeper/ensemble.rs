//! The ensemble that is made on the nodes with the role `zookeeper`.

use super::Connect;
use super::fields::ID;
use ::rules::{Binding, Context};
use model::value::{Count, Host, HostPort, Port, Value};
use model::{Message, Node, RowId, Text, msg};

/// The role of its members.
pub const ROLE: &str = "zookeeper";
/// What people call it.
pub const WORDS: &[&str] = &["zk", "zks", "zookeepers", "zookeeper server"];

/// Its configuration file, inside a member's folder.
pub(crate) const ZOO_CFG: &str = "zookeeper/zoo.cfg";

/// The folder of snapshots and the transaction log.
pub(crate) const DATA_DIR: Binding = Binding {
    file: ZOO_CFG,
    key: "dataDir",
    field: "zookeeper.data_dir",
    reason: Text::new("Snapshots and the transaction log.", "快照和事务日志。"),
};

/// Where clients connect.
pub(crate) const CLIENT_PORT: Binding = Binding {
    file: ZOO_CFG,
    key: "clientPort",
    field: "zookeeper.client_port",
    reason: Text::new("Where clients connect.", "客户端连接的端口。"),
};

/// One member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The node.
    pub row: RowId,
    /// Its number, 1 to 255: what stands in `myid`.
    pub id: usize,
    /// Its name.
    pub host: Host,
    /// Where clients connect to it.
    pub client_port: Port,
}

/// What an ensemble needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ensemble {
    /// The members, in the order of the nodes.
    pub members: Vec<Member>,
    /// Where followers connect.
    pub peer_port: Port,
    /// Where leaders are elected.
    pub election_port: Port,
}

/// The key of `zoo.cfg` for a folder of the transaction log's own; it lies with the data otherwise.
pub(crate) const TRANSACTION_LOG: &str = "dataLogDir";

/// The number of a member at a position: what its field says, or its place.
///
/// # Errors
/// Why the field cannot be used.
pub(crate) fn number(node: &Node, at: usize) -> Result<usize, Message> {
    match node.settings.get(ID.key).map(|text| text.trim()).filter(|text| !text.is_empty()) {
        Some(text) => {
            ID.kind.check(text)?;
            Ok(Count::parse(text)?.0 as usize)
        }
        None => Ok(at + 1),
    }
}

/// The members, or which name or number cannot be used.
pub fn members(cx: &Context) -> Result<Vec<Member>, Message> {
    let nodes = cx.with_roles(&[ROLE]);
    if nodes.is_empty() {
        return Err(msg!(en: "no node has the role ZooKeeper", zh: "没有节点具有 ZooKeeper 角色"));
    }
    let member = |(at, node): (usize, &&Node)| {
        let (row, id, host) = (node.row, number(node, at)?, Host::parse(&node.name)?);
        Ok(Member { row, id, host, client_port: cx.effective_as(node, &CLIENT_PORT)? })
    };
    nodes.iter().enumerate().map(member).collect()
}

/// The whole ensemble, or the first thing that cannot be used.
pub fn ensemble(cx: &Context) -> Result<Ensemble, Message> {
    Ok(Ensemble {
        members: members(cx)?,
        peer_port: cx.get("zookeeper.peer_port")?,
        election_port: cx.get("zookeeper.election_port")?,
    })
}

/// What clients are told.
pub fn clients(cx: &Context) -> Result<Connect, Message> {
    let address = |m: Member| HostPort { host: m.host, port: Some(m.client_port) };
    let servers = members(cx)?.into_iter().map(address).collect();
    Ok(Connect { servers, chroot: String::new() })
}

/// Whether a node is a member.
pub fn is_member(cx: &Context, node: &Node) -> bool {
    super::fields::made(cx) && node.roles.contains(ROLE)
}
