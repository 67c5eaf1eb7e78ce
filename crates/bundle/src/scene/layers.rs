//! Which boxes there are, and in which layer each stands.

use crate::cluster::connections;
use model::{Lang, RowId, Text};
use rules::{Connection, Context, Party};
use std::collections::{BTreeMap, BTreeSet};

/// More equal nodes than this stand as one box.
const SEPARATE: usize = 8;

/// What a box stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Clients,
    /// Nodes with exactly these roles, those in a box of [`Who::Ensemble`] left out, and the position
    /// of the server type that they are.
    Roles(BTreeSet<String>, Option<usize>),
    /// All nodes with a role that only answers and shares its machines with other roles: one box,
    /// so that the picture does not run in circles.
    Ensemble(String),
    Outside(Text),
}

/// One box.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) who: Who,
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) rows: Vec<RowId>,
}

impl Member {
    /// The position of the server type that it is.
    pub(super) fn server_type(&self) -> Option<usize> {
        match self.who {
            Who::Roles(_, server_type) => server_type,
            _ => None,
        }
    }

    /// Whether a side of a connection means this box.
    pub(super) fn is(&self, party: &Party) -> bool {
        match (&self.who, party) {
            (Who::Clients, Party::Clients) => true,
            (Who::Roles(has, _), Party::Roles(roles)) => roles.iter().any(|r| has.contains(*r)),
            (Who::Ensemble(role), Party::Roles(roles)) => roles.contains(&role.as_str()),
            (Who::Outside(name), Party::Outside(text, _)) => name == text,
            _ => false,
        }
    }
}

/// Boxes that stand side by side.
pub(super) struct Layer {
    pub(super) members: Vec<Member>,
}

/// The end that all names share, from a dot on; empty when there is none or only one node.
pub(super) fn common_suffix(cx: &Context) -> String {
    let names: Vec<&str> = cx.spec.nodes.iter().map(|n| n.name.trim()).collect();
    let Some((first, rest)) = names.split_first() else { return String::new() };
    if rest.is_empty() || first.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return String::new();
    }
    let Some(dot) = first.find('.').filter(|dot| *dot > 0) else { return String::new() };
    let suffix = first.get(dot..).unwrap_or_default();
    let shared = rest.iter().all(|n| n.strip_suffix(suffix).is_some_and(|head| !head.is_empty()));
    if shared { suffix.to_owned() } else { String::new() }
}

/// All layers, from the clients down.
pub(super) fn layers(cx: &Context, lang: Lang) -> Vec<Layer> {
    let connections = connections(cx);
    let ensembles = ensembles(cx, &connections);
    let groups = groups(cx, &ensembles);
    let mut whos: Vec<Who> = Vec::new();
    let mentioned = |party: &Party| connections.iter().any(|c| &c.from == party || &c.to == party);
    if mentioned(&Party::Clients) {
        whos.push(Who::Clients);
    }
    whos.extend(groups.keys().cloned().map(|(kind, roles)| Who::Roles(roles, kind)));
    whos.extend(ensembles.iter().cloned().map(Who::Ensemble));
    let mut addresses: Vec<(Text, Vec<String>)> = Vec::new();
    for party in connections.iter().flat_map(|c| [&c.from, &c.to]) {
        if let Party::Outside(name, known) = party {
            if let Some((_, all)) = addresses.iter_mut().find(|(other, _)| other == name) {
                all.extend(known.iter().cloned());
            } else {
                whos.push(Who::Outside(*name));
                addresses.push((*name, known.clone()));
            }
        }
    }
    let ranks = ranks(&connections, &whos);
    let suffix = common_suffix(cx);
    let mut layers: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
    for (who, rank) in whos.iter().zip(ranks) {
        let layer = layers.entry(rank).or_default();
        match who {
            Who::Clients => layer.push(Member {
                who: who.clone(),
                title: const { Text::new("Clients", "客户端") }.get(lang).to_owned(),
                detail: String::new(),
                rows: Vec::new(),
            }),
            Who::Outside(name) => layer.push(Member {
                who: who.clone(),
                title: name.get(lang).to_owned(),
                detail: addresses
                    .iter()
                    .find(|(known, _)| known == name)
                    .map_or_else(String::new, |(_, all)| several(all, &suffix)),
                rows: Vec::new(),
            }),
            Who::Ensemble(role) => {
                let nodes: Vec<_> = cx.spec.with_role(role).collect();
                let names: Vec<&str> =
                    nodes.iter().map(|n| short(n.name.trim(), &suffix)).collect();
                layer.push(Member {
                    who: who.clone(),
                    title: cx.product.role(role).map_or("", |r| r.title.get(lang)).to_owned(),
                    detail: names.join(", "),
                    rows: nodes.iter().map(|n| n.row).collect(),
                });
            }
            Who::Roles(roles, kind) => {
                let nodes = groups.get(&(*kind, roles.clone())).map_or(&[][..], Vec::as_slice);
                layer.extend(boxes(lang, who, &detail(cx, lang, roles, *kind), nodes, &suffix));
            }
        }
    }
    let mut layers: Vec<Layer> = layers.into_values().map(|members| Layer { members }).collect();
    for layer in &mut layers {
        let at = |m: &Member| m.rows.first().and_then(|r| cx.position(*r));
        // Nodes first, by their server types and in their order; then an ensemble; then what is
        // outside.
        layer.members.sort_by_cached_key(|m| match m.who {
            Who::Clients => (0, usize::MAX, None),
            Who::Roles(_, kind) => (0, kind.unwrap_or(usize::MAX), at(m)),
            Who::Ensemble(_) => (1, 0, None),
            Who::Outside(_) => (2, 0, None),
        });
    }
    layers
}

/// The first of several addresses, and how many more there are.
fn several(all: &[String], suffix: &str) -> String {
    let distinct: BTreeSet<&String> = all.iter().collect();
    let first = all.first().map_or("", |first| short(first, suffix));
    match distinct.len() {
        0 | 1 => first.to_owned(),
        n => format!("{first} +{}", n - 1),
    }
}

/// Roles that only answer, and that share a machine with another role.
fn ensembles(cx: &Context, connections: &[Connection]) -> BTreeSet<String> {
    let has = |party: &Party, role: &str| matches!(party, Party::Roles(r) if r.contains(&role));
    let only_answers = |role: &str| {
        connections.iter().any(|c| has(&c.to, role))
            && connections.iter().all(|c| !has(&c.from, role) || has(&c.to, role))
            && !connections.iter().any(|c| c.from == Party::Clients && has(&c.to, role))
    };
    let shares = |role: &str| cx.spec.with_role(role).any(|n| n.roles.len() > 1);
    let ids = cx.product.roles.iter().map(|r| r.id);
    // A role that talks to its equals only, as members of an ensemble do, still only answers; one
    // whose equals are reached by clients' requests is what the cluster is for.
    ids.filter(|id| only_answers(id) && shares(id)).map(str::to_owned).collect()
}

/// Nodes by their server type and roles.
type Groups = BTreeMap<(Option<usize>, BTreeSet<String>), Vec<(RowId, String)>>;

/// The nodes by their server type and roles.
fn groups(cx: &Context, ensembles: &BTreeSet<String>) -> Groups {
    let mut groups = Groups::new();
    for node in &cx.spec.nodes {
        let roles: BTreeSet<String> = node.roles.difference(ensembles).cloned().collect();
        if roles.is_empty() && !node.roles.is_empty() {
            continue;
        }
        let kind = cx.product.type_of(&node.roles);
        groups.entry((kind, roles)).or_default().push((node.row, node.name.trim().to_owned()));
    }
    groups
}

/// A name without the end that all of them share.
fn short<'n>(name: &'n str, suffix: &str) -> &'n str {
    name.strip_suffix(suffix).unwrap_or(name)
}

/// What nodes with these roles are: their server type, and the roles that say more.
fn detail(cx: &Context, lang: Lang, roles: &BTreeSet<String>, kind: Option<usize>) -> String {
    let kind = kind.and_then(|at| cx.product.server_types.get(at));
    let known = cx.product.roles.iter().filter(|r| roles.contains(r.id));
    let more = known.filter(|r| kind.is_none() || !cx.product.is_of_a_type(r.id));
    let titles: Vec<&str> = kind
        .map(|t| t.title)
        .into_iter()
        .chain(more.map(|r| r.title))
        .map(|t| t.get(lang))
        .collect();
    if titles.is_empty() {
        return const { Text::new("no role", "无角色") }.get(lang).to_owned();
    }
    titles.join(" · ")
}

/// One box per node, or one for all of them when they are many.
fn boxes(
    lang: Lang,
    who: &Who,
    detail: &str,
    nodes: &[(RowId, String)],
    suffix: &str,
) -> Vec<Member> {
    let detail = detail.to_owned();
    if nodes.len() > SEPARATE {
        let title = match lang {
            Lang::En => format!("{} nodes", nodes.len()),
            Lang::Zh => format!("{} 个节点", nodes.len()),
        };
        let rows = nodes.iter().map(|(row, _)| *row).collect();
        return vec![Member { who: who.clone(), title, detail, rows }];
    }
    let one = |(row, name): &(RowId, String)| Member {
        who: who.clone(),
        title: if name.is_empty() { "?".to_owned() } else { short(name, suffix).to_owned() },
        detail: detail.clone(),
        rows: vec![*row],
    };
    nodes.iter().map(one).collect()
}

/// The layer of each: as many steps as it is away from the clients; what only answers stands at
/// the bottom.
fn ranks(connections: &[Connection], whos: &[Who]) -> Vec<usize> {
    let member = |who: &Who| Member {
        who: who.clone(),
        title: String::new(),
        detail: String::new(),
        rows: Vec::new(),
    };
    let members: Vec<Member> = whos.iter().map(member).collect();
    let all = |party: &Party| -> Vec<usize> {
        members.iter().enumerate().filter(|(_, m)| m.is(party)).map(|(i, _)| i).collect()
    };
    let mut edges: BTreeSet<(usize, usize)> = BTreeSet::new();
    for c in connections {
        for from in all(&c.from) {
            edges.extend(all(&c.to).into_iter().filter(|to| *to != from).map(|to| (from, to)));
        }
    }
    let mut rank: Vec<Option<usize>> =
        whos.iter().map(|who| matches!(who, Who::Clients).then_some(0)).collect();
    if !rank.iter().any(Option::is_some) {
        rank = whos.iter().map(|who| matches!(who, Who::Roles(..)).then_some(1)).collect();
    }
    for step in 0..whos.len() {
        for (from, to) in &edges {
            let here = rank.get(*from).copied().flatten() == Some(step);
            if let Some(slot) = rank.get_mut(*to).filter(|slot| here && slot.is_none()) {
                *slot = Some(step + 1);
            }
        }
    }
    let talks = |at: usize| edges.iter().any(|(from, _)| *from == at);
    let answers = |at: usize| edges.iter().any(|(_, to)| *to == at);
    let upper = |at: usize| talks(at) || matches!(whos.get(at), Some(Who::Clients));
    // Only the clients ask it: then it is the cluster itself, and not something below.
    let asked_by_nodes = |at: usize| {
        edges.iter().any(|(from, to)| *to == at && !matches!(whos.get(*from), Some(Who::Clients)))
    };
    let deepest =
        rank.iter().enumerate().filter(|(at, _)| upper(*at)).filter_map(|(_, r)| *r).max();
    let bottom = deepest.unwrap_or(0) + 2;
    rank.iter()
        .enumerate()
        .map(|(at, rank)| {
            if answers(at) && !upper(at) && asked_by_nodes(at) {
                bottom
            } else {
                rank.unwrap_or(bottom - 1)
            }
        })
        .collect()
}

/// Whether a connection is among equals: it is said below the picture, not drawn.
pub(super) fn is_among_equals(c: &Connection) -> bool {
    match (&c.from, &c.to) {
        (Party::Roles(from), Party::Roles(to)) => from.iter().any(|role| to.contains(role)),
        _ => false,
    }
}

/// What equals say among each other: a line for each kind of them.
pub(super) fn among_equals(cx: &Context, lang: Lang) -> Vec<String> {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for c in connections(cx).iter().filter(|c| is_among_equals(c)) {
        let Party::Roles(roles) = &c.to else { continue };
        if cx.with_roles(roles).len() < 2 {
            continue;
        }
        let known = cx.product.roles.iter().filter(|r| roles.contains(&r.id));
        let used = known.filter(|r| cx.spec.with_role(r.id).next().is_some());
        let titles: Vec<&str> = used.map(|r| r.title.get(lang)).collect();
        let who = titles.join(const { Text::new(", ", "、") }.get(lang));
        let label =
            c.ports().map_or_else(|| c.protocol.to_owned(), |p| format!("{} {p}", c.protocol));
        lines.entry(who).or_default().push(label);
    }
    let line = |(who, labels): (String, Vec<String>)| {
        let labels = super::route::merged(&labels);
        match lang {
            Lang::En => format!("{who}, among each other: {labels}"),
            Lang::Zh => format!("{who} 节点之间：{labels}"),
        }
    };
    lines.into_iter().map(line).collect()
}
