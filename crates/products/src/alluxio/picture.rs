//! How the picture is ordered: who lets programs in, who keeps metadata, who keeps data.

use super::choice::Topology;
use super::effective::topology;
use super::roles::{MASTER, PROXY, WORKER};
use crate::common::zookeeper;
use ::rules::{Band, Context, Frame, Picture};
use model::Text;

/// The picture.
pub(super) static PICTURE: Picture = Picture { bands: BANDS, frames };

static BANDS: &[Band] = &[
    Band { title: Text::new("Proxies", "代理"), roles: &[PROXY], aside: true },
    Band { title: Text::new("Masters", "主节点"), roles: &[MASTER], aside: false },
    Band { title: Text::new("Workers", "工作节点"), roles: &[WORKER], aside: false },
    zookeeper::BAND,
];

fn frames(cx: &Context) -> Vec<Frame> {
    let mut all: Vec<Frame> = zookeeper::frame(cx).into_iter().collect();
    if topology(cx) == Topology::Embedded {
        let title = const { Text::new("Embedded journal", "内嵌 Journal") };
        all.push(Frame::ensemble(MASTER, title));
    }
    all
}
