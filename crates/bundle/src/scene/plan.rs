//! What stands in which band, before anything has a place.

use super::frames::{self, AllApart, Framed};
use super::lines::{self, Line};
use super::names;
use super::outside;
use crate::cluster::connections;
use model::scene::Tone;
use model::{Lang, RowId, Text};
use rules::{Context, Party};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// More equal nodes than this are a stack.
const SEPARATE: usize = 6;

/// What a band is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// Who uses the cluster.
    Clients,
    /// Nodes, or what stands in front of them.
    Nodes,
    /// What exists already.
    Outside,
}

/// A band.
#[derive(Clone, Debug)]
pub(super) struct Band {
    pub(super) is: Is,
    pub(super) title: String,
    /// What its nodes say among each other.
    pub(super) notes: Vec<String>,
    pub(super) blocks: Vec<Block>,
}

/// Boxes that stand together, with a frame around them or not.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) members: Vec<Member>,
}

/// A box.
#[derive(Clone, Debug, Default)]
pub(super) struct Member {
    pub(super) tone: Tone,
    pub(super) title: String,
    /// What is written below the title, each in a line or more.
    pub(super) detail: Vec<String>,
    pub(super) chips: Vec<String>,
    pub(super) rows: Vec<RowId>,
    /// All of it in words.
    pub(super) name: String,
}

/// The whole.
pub(super) struct Plan {
    /// From top to bottom.
    pub(super) bands: Vec<Band>,
    pub(super) lines: Vec<Line>,
    /// What is said below the picture.
    pub(super) notes: Vec<String>,
}

/// By which bands of the product a node is placed, the upper ones first.
pub(super) type Key = Vec<usize>;

/// Who stands where.
struct Places {
    /// The band of each node.
    of: BTreeMap<RowId, Key>,
    framed: Framed,
    apart: AllApart,
}

impl Places {
    /// The bands in which somebody of these roles stands; an ensemble that is named in a band is
    /// there.
    fn of_roles(&self, cx: &Context, roles: &[&str]) -> BTreeSet<Key> {
        let mut keys = BTreeSet::new();
        for role in roles {
            if let Some(apart) = self.apart.get(role) {
                keys.insert(apart.key.clone());
            } else {
                let nodes = cx.spec.with_role(role);
                keys.extend(nodes.filter_map(|n| self.of.get(&n.row).cloned()));
            }
        }
        keys
    }
}

/// The band of a role: its place among those of the product, whether it goes along with others.
pub(super) fn band_of(cx: &Context, role: &str) -> (usize, bool) {
    let bands = cx.product.picture.bands;
    let own = || cx.product.roles.iter().position(|r| r.id == role).unwrap_or(usize::MAX / 2);
    let found = bands.iter().enumerate().find(|(_, band)| band.roles.contains(&role));
    found.map_or_else(|| (bands.len() + own(), false), |(at, band)| (at, band.aside))
}

/// The bands of a node with these roles; none without a role.
fn key(cx: &Context, roles: &BTreeSet<String>) -> Key {
    let known = roles.iter().filter(|role| cx.product.role(role).is_some());
    let all: BTreeSet<(usize, bool)> = known.map(|role| band_of(cx, role)).collect();
    let main: Key = all.iter().filter(|(_, aside)| !aside).map(|(at, _)| *at).collect();
    if main.is_empty() { all.into_iter().take(1).map(|(at, _)| at).collect() } else { main }
}

/// What to call a band.
fn title(cx: &Context, lang: Lang, key: &Key) -> String {
    let bands = cx.product.picture.bands;
    let one = |at: &usize| match bands.get(*at) {
        Some(band) => band.title.get(lang),
        None => cx.product.roles.get(*at - bands.len()).map_or("", |role| role.title.get(lang)),
    };
    if key.is_empty() {
        return const { Text::new("No role", "无角色") }.get(lang).to_owned();
    }
    key.iter().map(one).collect::<Vec<_>>().join(" + ")
}

/// Everything that is drawn.
pub(super) fn plan(cx: &Context, lang: Lang) -> Plan {
    let connections = connections(cx);
    let suffix = names::common_suffix(cx);
    let mut known: BTreeMap<&BTreeSet<String>, Key> = BTreeMap::new();
    let mut of = BTreeMap::new();
    for node in &cx.spec.nodes {
        let key = known.entry(&node.roles).or_insert_with(|| key(cx, &node.roles));
        of.insert(node.row, key.clone());
    }
    let (framed, apart) = frames::frames(cx, lang, &of);
    let places = Places { of, framed, apart };
    let mut bands: Vec<Band> = Vec::new();
    let clients = connections.iter().any(|c| c.from == Party::Clients || c.to == Party::Clients);
    if clients {
        let title = const { Text::new("Clients", "客户端") }.get(lang).to_owned();
        bands.push(Band { is: Is::Clients, title, notes: Vec::new(), blocks: Vec::new() });
    }
    let (entering, entry) = outside::entry(&connections, lang, &suffix).unzip();
    let entry = entry.map(|band| {
        bands.push(band);
        bands.len() - 1
    });
    let entering: Vec<Text> = entering.unwrap_or_default();
    let mut keys: BTreeMap<Key, usize> = BTreeMap::new();
    for (key, band) in nodes(cx, lang, &places, &suffix) {
        keys.insert(key, bands.len());
        bands.push(band);
    }
    // The bands of each set of roles, which many connections name again.
    let known: RefCell<BTreeMap<Vec<&'static str>, BTreeSet<usize>>> = RefCell::default();
    let who = |party: &Party| -> BTreeSet<usize> {
        match party {
            Party::Clients => BTreeSet::from([0]),
            Party::Outside(name, _) => {
                entry.filter(|_| entering.contains(name)).into_iter().collect()
            }
            Party::Roles(roles) => {
                let find = || {
                    let all = places.of_roles(cx, roles);
                    all.iter().filter_map(|key| keys.get(key).copied()).collect()
                };
                known.borrow_mut().entry(roles.clone()).or_insert_with(find).clone()
            }
        }
    };
    let below = bands.len();
    let stores = outside::stores(cx, &connections, lang, &suffix, (below.saturating_sub(1), &who));
    let (lines, among) = lines::lines(&connections, &|party: &Party| match party {
        Party::Outside(name, _) => match stores.iter().position(|s| s.names.contains(name)) {
            Some(at) => BTreeSet::from([below + at]),
            None => who(party),
        },
        _ => who(party),
    });
    bands.extend(stores.into_iter().map(|store| store.band));
    let mut notes = lines::say(&among, &mut bands, lang);
    if !suffix.is_empty() {
        notes.push(names::note(&suffix, lang));
    }
    Plan { bands, lines, notes }
}

/// The bands of nodes.
fn nodes(cx: &Context, lang: Lang, places: &Places, suffix: &str) -> Vec<(Key, Band)> {
    // Equal nodes: in one frame, of one server type, with the same roles.
    type Equal<'c> = (usize, usize, &'c BTreeSet<String>);
    let mut bands: BTreeMap<&Key, BTreeMap<Equal, Vec<RowId>>> = BTreeMap::new();
    let mut types: BTreeMap<&BTreeSet<String>, usize> = BTreeMap::new();
    for node in &cx.spec.nodes {
        let Some(key) = places.of.get(&node.row) else { continue };
        let frame = places.framed.of.get(&node.row).copied().unwrap_or(usize::MAX);
        let kind = types
            .entry(&node.roles)
            .or_insert_with(|| cx.product.type_of(&node.roles).unwrap_or(usize::MAX));
        let equal = (frame, *kind, &node.roles);
        bands.entry(key).or_default().entry(equal).or_default().push(node.row);
    }
    for apart in places.apart.values() {
        bands.entry(&apart.key).or_default();
    }
    // Those without a role stand below all others.
    let (rest, with): (Vec<_>, Vec<_>) = bands.into_iter().partition(|(key, _)| key.is_empty());
    let band = |(key, groups): (&Key, BTreeMap<Equal, Vec<RowId>>)| {
        let mut frames: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for ((frame, kind, roles), rows) in groups {
            let at = rows.first().and_then(|row| cx.position(*row));
            frames.entry(frame).or_default().push((kind, at, roles, rows));
        }
        let mut blocks: Vec<Block> = Vec::new();
        for (frame, mut groups) in frames {
            groups.sort();
            let (title, detail) = places.framed.titles.get(frame).cloned().unwrap_or_default();
            let boxes = groups
                .into_iter()
                .flat_map(|(_, _, roles, rows)| members(cx, lang, roles, &rows, suffix));
            blocks.push(Block { title, detail, members: boxes.collect() });
        }
        let groups = frames::groups(cx, &places.apart, key, suffix);
        if !groups.is_empty() {
            blocks.push(Block { members: groups, ..Block::default() });
        }
        let title = title(cx, lang, key);
        (key.clone(), Band { is: Is::Nodes, title, notes: Vec::new(), blocks })
    };
    with.into_iter().chain(rest).map(band).collect()
}

/// The boxes of equal nodes.
fn members(
    cx: &Context,
    lang: Lang,
    roles: &BTreeSet<String>,
    rows: &[RowId],
    suffix: &str,
) -> Vec<Member> {
    let known = cx.product.roles.iter().filter(|role| roles.contains(role.id));
    let chips: Vec<String> = known.map(|role| role.title.get(lang).to_owned()).collect();
    let said = if chips.is_empty() {
        const { Text::new("no role", "无角色") }.get(lang).to_owned()
    } else {
        chips.join(", ")
    };
    if rows.len() > SEPARATE {
        let names = names::ranges(cx, rows, suffix);
        let title = match lang {
            Lang::En => format!("{} nodes", rows.len()),
            Lang::Zh => format!("{} 个节点", rows.len()),
        };
        let name = format!("{title}: {} ({said})", names::all(&names));
        return vec![Member {
            tone: Tone::Stack,
            detail: names::first(&names),
            title,
            chips,
            rows: rows.to_vec(),
            name,
        }];
    }
    let one = |row: &RowId| {
        let title = names::node(cx, *row, suffix);
        let name = format!("{} ({said})", names::node(cx, *row, ""));
        let (chips, rows) = (chips.clone(), vec![*row]);
        let detail = if chips.is_empty() { vec![said.clone()] } else { Vec::new() };
        Member { tone: Tone::Node, title, detail, chips, rows, name }
    };
    rows.iter().map(one).collect()
}
