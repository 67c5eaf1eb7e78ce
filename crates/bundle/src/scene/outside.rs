//! What exists already: what stands in front of the nodes, and what they stand on.

use super::lines::Bands;
use super::names;
use super::plan::{Band, Block, Is, Member};
use model::scene::Tone;
use model::{Lang, Text};
use rules::{Connection, Context, Frame, Members, Party};
use std::collections::{BTreeMap, BTreeSet};

/// Things outside that the same bands use.
pub(super) struct Store {
    pub(super) names: Vec<Text>,
    pub(super) band: Band,
}

/// What opens connections itself, such as a load balancer that exists.
pub(super) fn entry(
    connections: &[Connection],
    lang: Lang,
    suffix: &str,
) -> Option<(Vec<Text>, Band)> {
    let mut names: Vec<Text> = Vec::new();
    for c in connections {
        if let Party::Outside(name, _) = &c.from
            && !names.contains(name)
        {
            names.push(*name);
        }
    }
    let members: Vec<Member> =
        names.iter().map(|name| member(connections, *name, lang, suffix)).collect();
    let band = Band {
        is: Is::Outside,
        title: const { Text::new("Entry", "入口") }.get(lang).to_owned(),
        notes: Vec::new(),
        blocks: vec![Block { members, ..Block::default() }],
    };
    (!names.is_empty()).then_some((names, band))
}

/// Whether others than the band above use it, how many, which.
type Order = (bool, usize, BTreeSet<usize>);

/// The rest, by the bands that use it. With the last band of nodes.
pub(super) fn stores(
    cx: &Context,
    connections: &[Connection],
    lang: Lang,
    suffix: &str,
    (last, bands): (usize, Bands),
) -> Vec<Store> {
    let mut used: Vec<(Text, BTreeSet<usize>)> = Vec::new();
    let entry = |name: &Text| {
        connections.iter().any(|c| matches!(&c.from, Party::Outside(from, _) if from == name))
    };
    for c in connections {
        let Party::Outside(name, _) = &c.to else { continue };
        if entry(name) {
            continue;
        }
        let users = bands(&c.from);
        match used.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => known.extend(users),
            None => used.push((*name, users)),
        }
    }
    // What the band above alone uses comes first, then what has few users.
    let mut groups: BTreeMap<Order, Vec<Text>> = BTreeMap::new();
    for (name, users) in used {
        let far = users != BTreeSet::from([last]);
        groups.entry((far, users.len(), users)).or_default().push(name);
    }
    let frames: Vec<Frame> = (cx.product.picture.frames)(cx);
    let store = |names: Vec<Text>| {
        let mut blocks: Vec<Block> = Vec::new();
        let mut rest = names.clone();
        for frame in &frames {
            let Members::Outside(inside) = &frame.members else { continue };
            let (own, others): (Vec<Text>, Vec<Text>) =
                rest.into_iter().partition(|name| inside.contains(name));
            rest = others;
            if !own.is_empty() {
                blocks.push(Block {
                    title: frame.title.render(lang),
                    detail: frame.detail.as_ref().map_or_else(String::new, |d| d.render(lang)),
                    members: own.iter().map(|n| member(connections, *n, lang, suffix)).collect(),
                });
            }
        }
        if !rest.is_empty() {
            let members = rest.iter().map(|n| member(connections, *n, lang, suffix)).collect();
            blocks.push(Block { members, ..Block::default() });
        }
        let title = const { Text::new("Exists already", "已有系统") }.get(lang).to_owned();
        Store { names, band: Band { is: Is::Outside, title, notes: Vec::new(), blocks } }
    };
    groups.into_values().map(store).collect()
}

/// The box of something outside, with its addresses.
fn member(connections: &[Connection], name: Text, lang: Lang, suffix: &str) -> Member {
    let mut addresses: Vec<(String, usize)> = Vec::new();
    for party in connections.iter().flat_map(|c| [&c.from, &c.to]) {
        let Party::Outside(known, all) = party else { continue };
        for address in all.iter().filter(|_| *known == name) {
            let short = (names::short(address.trim(), suffix), 1);
            if !short.0.is_empty() && !addresses.contains(&short) {
                addresses.push(short);
            }
        }
    }
    let title = name.get(lang).to_owned();
    let all = names::all(&addresses);
    Member {
        tone: Tone::Outside,
        name: if all.is_empty() { title.clone() } else { format!("{title}: {all}") },
        detail: names::first(&addresses),
        title,
        ..Member::default()
    }
}
