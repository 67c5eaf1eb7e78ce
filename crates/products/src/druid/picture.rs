//! How the picture is ordered: who takes queries, who leads, who keeps and loads data, by tiers.

use super::effective::tiers;
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
    zookeeper::BAND,
];

fn frames(cx: &Context) -> Vec<Frame> {
    let mut all: Vec<Frame> = zookeeper::frame(cx).into_iter().collect();
    all.extend(framed_tiers(cx));
    all
}

/// The tiers, where there are several.
fn framed_tiers(cx: &Context) -> Vec<Frame> {
    let tiers = tiers(cx);
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
