//! Who reaches whom: one line from band to band, with all its protocols and ports.

use super::plan::Band;
use model::{Lang, Text};
use rules::{Connection, Party};
use std::collections::{BTreeMap, BTreeSet};

/// What bands say to one of them by the same ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) from: BTreeSet<usize>,
    pub(super) to: usize,
    /// `HTTP 8081, 8083`; one for each protocol.
    pub(super) ports: Vec<String>,
}

/// The bands of a side of a connection.
pub(super) type Bands<'b> = &'b dyn Fn(&Party) -> BTreeSet<usize>;

/// Bands that all ask each other, or one in itself, and by which ports.
pub(super) type Among = (BTreeSet<usize>, Vec<String>);

/// Ports by the bands between which they are used.
type Ports<K> = BTreeMap<K, Vec<(&'static str, Option<String>)>>;

/// The lines, and what bands say among each other: those that all ask each other, or one in itself.
pub(super) fn lines(connections: &[Connection], bands: Bands) -> (Vec<Line>, Vec<Among>) {
    let mut pairs: Ports<(usize, usize)> = BTreeMap::new();
    let mut among: Ports<BTreeSet<usize>> = BTreeMap::new();
    for c in connections {
        let (from, to) = (bands(&c.from), bands(&c.to));
        let port = (c.protocol, c.ports());
        if from == to {
            among.entry(from).or_default().push(port);
            continue;
        }
        for (a, b) in from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b))) {
            if a == b {
                among.entry(BTreeSet::from([a])).or_default().push(port.clone());
            } else {
                pairs.entry((a, b)).or_default().push(port.clone());
            }
        }
    }
    let mut sources: BTreeMap<(usize, Vec<String>), BTreeSet<usize>> = BTreeMap::new();
    for ((from, to), ports) in pairs {
        sources.entry((to, merged(&ports))).or_default().insert(from);
    }
    let lines = sources.into_iter().map(|((to, ports), from)| Line { from, to, ports }).collect();
    let among = among.into_iter().filter(|(bands, _)| !bands.is_empty());
    (lines, among.map(|(bands, ports)| (bands, merged(&ports))).collect())
}

/// The ports of each protocol, in the order in which the protocols come; each port once.
fn merged(ports: &[(&'static str, Option<String>)]) -> Vec<String> {
    let mut all: Vec<(&str, BTreeSet<(u32, &str)>)> = Vec::new();
    for (protocol, port) in ports {
        let at = all.iter().position(|(known, _)| known == protocol).unwrap_or_else(|| {
            all.push((protocol, BTreeSet::new()));
            all.len() - 1
        });
        let first = |port: &str| {
            port.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok())
        };
        if let (Some((_, known)), Some(port)) = (all.get_mut(at), port) {
            known.insert((first(port).unwrap_or(0), port));
        }
    }
    let one = |(protocol, ports): (&str, BTreeSet<(u32, &str)>)| {
        let ports: Vec<&str> = ports.into_iter().map(|(_, port)| port).collect();
        format!("{protocol} {}", ports.join(", ")).trim_end().to_owned()
    };
    all.into_iter().map(one).collect()
}

/// Writes what nodes say among each other where they stand; gives what concerns several bands.
pub(super) fn say(among: &[Among], bands: &mut [Band], lang: Lang) -> Vec<String> {
    let mut below = Vec::new();
    for (all, ports) in among {
        let ports = ports.join(" · ");
        if all.len() > 1 {
            let comma = const { Text::new(", ", "、") }.get(lang);
            let known = all.iter().filter_map(|at| bands.get(*at));
            let titles: Vec<&str> = known.map(|band| band.title.as_str()).collect();
            let titles = titles.join(comma);
            below.push(match lang {
                Lang::En => format!("{titles}, among each other: {ports}"),
                Lang::Zh => format!("{titles}之间：{ports}"),
            });
        } else if let Some(band) = all.first().and_then(|at| bands.get_mut(*at)) {
            let members = band.blocks.iter().flat_map(|b| &b.members);
            let named = |m: &super::plan::Member| {
                if m.rows.is_empty() { 2 } else { m.rows.len() }
            };
            if members.map(named).sum::<usize>() > 1 {
                band.notes.push(match lang {
                    Lang::En => format!("among each other: {ports}"),
                    Lang::Zh => format!("节点之间：{ports}"),
                });
            }
        }
    }
    below
}
