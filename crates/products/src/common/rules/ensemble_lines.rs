//! The lines `server.N` of all members, side by side.

use super::ensemble::ADMIN;
use crate::common::zookeeper::ensemble::{ROLE, number};
use crate::common::zookeeper::fields::made;
use crate::common::zookeeper::{Server, ZOO_CFG};
use ::rules::{Example, Rule, Symptom};
use model::{Place, RowId, Severity, Text, msg};
use std::collections::BTreeSet;

/// A member that others look for at another port than it listens on.
pub(super) static OTHER_PORTS: Rule = Rule {
    id: "ZOO022",
    name: "members-disagree-on-ports",
    severity: Severity::Error,
    title: Text::new(
        "All members have the same peer and election port for each of them.",
        "所有成员对每个成员的通信端口和选举端口的记录一致。",
    ),
    why: Text::new(
        "A member listens on the ports of its own line, and the others connect to those of the same line in their own files. Where these differ they never reach it: with one such member the ensemble survives no further loss, with two of three it has no leader.",
        "每个成员监听自己那一行的端口，其他成员则按各自文件中同一行的端口连接它。两者不同就永远连不上：有一个这样的成员时不能再容忍故障，三个中有两个时选不出 leader。",
    ),
    sources: &[ADMIN],
    symptoms: &[Symptom::new("Cannot open channel to … at election address", "ZooKeeper's log")],
    fires: Example::Edits(
        "kylin-six",
        &[("nodes[0].overrides.zookeeper/zoo.cfg:server.2", "k2.example.com:2889:3889")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[("nodes[0].overrides.zookeeper/zoo.cfg:server.1", "0.0.0.0:2888:3888")],
    ),
    check: |cx, sink| {
        let nodes = cx.with_roles(&[ROLE]);
        if !made(cx) || nodes.len() < 2 {
            return;
        }
        let mut told: BTreeSet<(Place, RowId)> = BTreeSet::new();
        for (at, member) in nodes.iter().enumerate() {
            let Ok(number) = number(member, at) else { continue };
            let key = format!("server.{number}");
            let line = |row: RowId| {
                let node = cx.node(row)?;
                let server = Server::parse(&cx.read_at(node, ZOO_CFG, &key)?)?;
                Some((server, cx.place_at(node, ZOO_CFG, &key)?))
            };
            let Some((own, place_of_own)) = line(member.row) else { continue };
            for other in nodes.iter().filter(|other| other.row != member.row) {
                let Some((seen, place)) = line(other.row) else { continue };
                if (own.peer, own.election) == (seen.peer, seen.election) {
                    continue;
                }
                // The hand-written one of the two is the one to look at.
                let here =
                    if matches!(place, Place::Override(..)) { place } else { place_of_own.clone() };
                if told.insert((here.clone(), member.row)) {
                    sink.report(
                        here,
                        msg!(en: "{m} listens on {p} and {e}, and {o} looks for it on {q} and {f}.",
                             zh: "{m} 监听 {p} 和 {e}，而 {o} 连接的是 {q} 和 {f}。",
                             m = cx.name(member.row), o = cx.name(other.row),
                             p = own.peer.0, e = own.election.0, q = seen.peer.0, f = seen.election.0),
                    );
                }
            }
        }
    },
};
