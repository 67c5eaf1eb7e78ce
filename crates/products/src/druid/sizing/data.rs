//! From the data's size to replicas and nodes: proposals with their arithmetic.

use super::{WHOLE, nodes};
use crate::common::disks;
use crate::druid::roles::HISTORICAL;
use ::rules::formula::Measure;
use ::rules::{Class, Context, Formula, Unit};
use model::Text;

/// Two, one where one Historical has all.
pub(crate) static REPLICAS: Formula = Formula::AtMost(
    &Formula::count(2),
    &Formula::Measure(&Measure {
        name: Text::new("number of Historicals", "Historical 数"),
        unit: Unit::Count,
        of: |cx, _| nodes(cx, &[HISTORICAL]),
    }),
);

/// Data with its growth, in bytes.
static GROWN: Formula = Formula::Sum(&[
    Formula::Field("data.size"),
    Formula::Times(&[Formula::Field("data.daily"), Formula::Field("data.days")]),
]);

/// What the segment cache of a node holds at most: the smallest node's.
static HELD: Measure = Measure {
    name: Text::new("segment cache of a node", "单节点的 Segment 缓存"),
    unit: Unit::Bytes,
    of: |cx, _| {
        let nodes = cx.with_roles(&[HISTORICAL]);
        let of = |node: &&model::Node| {
            let class = Class::of(node);
            let all = default_locations(cx, Some(&class));
            all.iter().map(|(_, bytes)| *bytes).fold(0, u64::saturating_add)
        };
        nodes.iter().map(of).filter(|bytes| *bytes > 0).min()
    },
};

const COPIES: Text = Text::new("all copies with a fifth of room", "全部副本加五分之一余量");

static ALL_COPIES: Formula = Formula::Part(
    &Formula::Times(&[
        Formula::Sum(&[
            Formula::Field("data.size"),
            Formula::Times(&[Formula::Field("data.daily"), Formula::Field("data.days")]),
        ]),
        Formula::Field("data.replicas"),
    ]),
    6,
    5,
);

/// All copies over what one node holds, rounded up.
pub(crate) static NODES: Formula = Formula::AtLeast(
    &Formula::InSteps(
        &Formula::Sum(&[
            Formula::Over(&Formula::Named(COPIES, &ALL_COPIES), &Formula::Measure(&HELD)),
            Formula::count(1),
        ]),
        WHOLE,
    ),
    &Formula::Field("data.replicas"),
);

/// What a Historical has of the data, in bytes: all copies with room, shared out among them. Nothing
/// while the data's size is not known.
pub(crate) fn part_of_node(cx: &Context) -> Option<u64> {
    let grown =
        GROWN.compute(cx, None).or_else(|| Formula::Field("data.size").compute(cx, None))?;
    let replicas = cx.quantity(None, "data.replicas")?;
    let all = grown.times(::rules::formula::Exact::whole(replicas))?.part(6, 5)?;
    Some(all.part(1, nodes(cx, &[HISTORICAL])?)?.floor())
}

/// As shipped, where nothing is known: 300 · 10⁹ bytes.
const SHIPPED: u64 = 300_000_000_000;

/// Where segments lie on the nodes of a class unless somebody says it: 85 % of each disk; without
/// disks one folder with the node's part of the data, or as shipped.
pub(crate) fn default_locations(cx: &Context, class: Option<&Class>) -> Vec<(String, u64)> {
    let disks = disks::of_class(cx, class);
    if disks.is_empty() {
        let data = cx.text_of(class, "paths.data");
        let path = format!("{}/segment-cache", data.trim_end_matches('/'));
        let bytes = part_of_node(cx).map_or(SHIPPED, |bytes| bytes.div_ceil(GB).saturating_mul(GB));
        return vec![(path, bytes.max(GB))];
    }
    let of = |disk: disks::Disk| {
        let usable = disk.size / 100 * 85;
        let bytes = if usable > GB { usable / GB * GB } else { usable };
        (format!("{}/druid/segment-cache", disk.path.trim_end_matches('/')), bytes)
    };
    disks.into_iter().map(of).collect()
}

const GB: u64 = 1_000_000_000;

/// Locations as a field's text: `/data1/druid/segment-cache 1615 GB, …`.
pub(crate) fn as_text(all: &[(String, u64)]) -> String {
    let size = |bytes: u64| match bytes {
        b if b.is_multiple_of(GB) => format!("{} GB", b / GB),
        b => format!("{} MB", b / 1_000_000),
    };
    all.iter().map(|(path, b)| format!("{path} {}", size(*b))).collect::<Vec<_>>().join(", ")
}
