//! The ensemble that is made on the nodes with the role `zookeeper`.

use super::Connect;
use ::rules::Context;
use model::value::{AbsolutePath, ByteSize, Host, HostPort, Port, Value};
use model::{Message, Node, RowId, msg};

/// The role of its members.
pub const ROLE: &str = "zookeeper";

/// One member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The node.
    pub row: RowId,
    /// Its number, from 1 in the order of the nodes: what stands in `myid`.
    pub id: usize,
    /// Its name.
    pub host: Host,
}

/// What an ensemble needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ensemble {
    /// The members, in the order of the nodes.
    pub members: Vec<Member>,
    /// Where clients connect.
    pub client_port: Port,
    /// Where followers connect.
    pub peer_port: Port,
    /// Where leaders are elected.
    pub election_port: Port,
    /// The data folder.
    pub data_dir: AbsolutePath,
    /// The install folder.
    pub home: AbsolutePath,
    /// The heap.
    pub heap: ByteSize,
}

/// The members, or which name cannot be used.
pub fn members(cx: &Context) -> Result<Vec<Member>, Message> {
    let nodes = cx.with_roles(&[ROLE]);
    if nodes.is_empty() {
        return Err(msg!(en: "no node has the role ZooKeeper", zh: "没有节点具有 ZooKeeper 角色"));
    }
    let member = |(at, node): (usize, &&Node)| {
        Host::parse(&node.name).map(|host| Member { row: node.row, id: at + 1, host })
    };
    nodes.iter().enumerate().map(member).collect()
}

/// The whole ensemble, or the first thing that cannot be used.
pub fn ensemble(cx: &Context) -> Result<Ensemble, Message> {
    Ok(Ensemble {
        members: members(cx)?,
        client_port: cx.get("zookeeper.client_port")?,
        peer_port: cx.get("zookeeper.peer_port")?,
        election_port: cx.get("zookeeper.election_port")?,
        data_dir: cx.get("zookeeper.data_dir")?,
        home: cx.get("zookeeper.home")?,
        heap: cx.get("zookeeper.heap")?,
    })
}

/// What clients are told.
pub fn clients(cx: &Context) -> Result<Connect, Message> {
    let port: Port = cx.get("zookeeper.client_port")?;
    let servers =
        members(cx)?.into_iter().map(|m| HostPort { host: m.host, port: Some(port) }).collect();
    Ok(Connect { servers, chroot: String::new() })
}

/// Whether a node is a member.
pub fn is_member(cx: &Context, node: &Node) -> bool {
    super::fields::made(cx) && node.roles.contains(ROLE)
}
