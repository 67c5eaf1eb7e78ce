//! How the picture is ordered: who takes queries, who leads, who keeps and loads data, by tiers.

use super::programs::HISTORICALS;
use super::roles::{
    BROKER, COORDINATOR, HISTORICAL, INDEXER, MASTER, MIDDLE_MANAGER, OVERLORD, ROUTER,
};
use crate::common::zookeeper;
use ::rules::{Band, Context, Frame, Members, Picture};
use model::{RowId, Text, msg};

/// The picture.
pub(super) static PICTURE: Picture = Picture { bands: BANDS, frames };

static BANDS: &[Band] = &[
    Band { title: Text::new("Query", "查询节点"), roles: &[BROKER, ROUTER], aside: false },
    Band {
        title: Text::new("Master", "管理节点"),
        roles: &[MASTER, COORDINATOR, OVERLORD],
        aside: false,
    },
    Band {
        title: Text::new("Data", "数据节点"),
        roles: &[HISTORICAL, MIDDLE_MANAGER, INDEXER],
        aside: false,
    },
    Band {
        title: Text::new("Coordination", "协调"),
        roles: &[zookeeper::ensemble::ROLE],
        aside: true,
    },
];

fn frames(cx: &Context) -> Vec<Frame> {
    let mut all: Vec<Frame> = zookeeper::frame(cx).into_iter().collect();
    all.extend(tiers(cx));
    all
}

/// The tiers of Historicals, where there are several, in the order of the nodes.
fn tiers(cx: &Context) -> Vec<Frame> {
    let mut tiers: Vec<(String, Vec<RowId>)> = Vec::new();
    for node in cx.spec.with_role(HISTORICAL) {
        let tier = HISTORICALS.reads(cx, node, "druid.server.tier");
        match tiers.iter_mut().find(|(known, _)| *known == tier) {
            Some((_, nodes)) => nodes.push(node.row),
            None => tiers.push((tier, vec![node.row])),
        }
    }
    if tiers.len() < 2 {
        return Vec::new();
    }
    let frame = |(tier, nodes): (String, Vec<RowId>)| Frame {
        title: msg!(en: "Tier {t}", zh: "Tier {t}", t = model::value::shown(&tier)),
        detail: None,
        members: Members::Nodes(nodes),
    };
    tiers.into_iter().map(frame).collect()
}
