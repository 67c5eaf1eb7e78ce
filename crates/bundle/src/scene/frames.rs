//! Which nodes have a frame around them, and which ensembles cannot have one.

use super::names;
use super::plan::{Key, Member, band_of};
use model::scene::Tone;
use model::{Lang, RowId};
use rules::{Context, Frame, Members};
use std::collections::{BTreeMap, BTreeSet};

/// The frames around nodes. A node stands in one at most.
#[derive(Default)]
pub(super) struct Framed {
    /// The frame of a node, by its place in `titles`.
    pub(super) of: BTreeMap<RowId, usize>,
    /// Title and detail of each.
    pub(super) titles: Vec<(String, String)>,
}

impl Framed {
    /// A frame around these nodes, unless another one would cross it. Two around the same nodes are
    /// one with both names.
    fn add(&mut self, rows: &[RowId], title: &str, detail: &str) -> bool {
        let known: BTreeSet<Option<usize>> =
            rows.iter().map(|row| self.of.get(row).copied()).collect();
        let mut known = known.into_iter();
        match (known.next(), known.next()) {
            (Some(None), None) => {
                self.of.extend(rows.iter().map(|row| (*row, self.titles.len())));
                self.titles.push((title.to_owned(), detail.to_owned()));
                true
            }
            (Some(Some(same)), None) => {
                let whole = self.of.values().filter(|at| **at == same).count() == rows.len();
                if let Some((old, _)) = self.titles.get_mut(same).filter(|_| whole) {
                    old.push_str(" · ");
                    old.push_str(title);
                }
                whole
            }
            _ => false,
        }
    }
}

/// An ensemble whose members stand in several bands.
pub(super) struct Apart {
    /// The band in which it is named.
    pub(super) key: Key,
    pub(super) title: String,
}

/// Ensembles by the role of their members.
pub(super) type AllApart = BTreeMap<&'static str, Apart>;

/// The frames of a document's nodes. Those that are there for their own work come first; programs
/// that go along with others are framed where that crosses none of them.
pub(super) fn frames(cx: &Context, lang: Lang, of: &BTreeMap<RowId, Key>) -> (Framed, AllApart) {
    let mut framed = Framed::default();
    let mut apart = BTreeMap::new();
    let all: Vec<Frame> = (cx.product.picture.frames)(cx);
    let aside = |frame: &Frame| match frame.members {
        Members::Role(role) => band_of(cx, role).1,
        _ => false,
    };
    let (aside, own): (Vec<Frame>, Vec<Frame>) = all.into_iter().partition(aside);
    for frame in own.into_iter().chain(aside) {
        let title = frame.title.render(lang);
        let detail = frame.detail.as_ref().map_or_else(String::new, |d| d.render(lang));
        let (rows, role): (Vec<RowId>, _) = match frame.members {
            Members::Role(role) => (cx.spec.with_role(role).map(|n| n.row).collect(), Some(role)),
            Members::Nodes(rows) => (rows, None),
            Members::Outside(_) => continue,
        };
        if role.is_some() && rows.len() < 2 {
            continue;
        }
        let mut parts: BTreeMap<&Key, Vec<RowId>> = BTreeMap::new();
        for row in rows {
            if let Some(key) = of.get(&row) {
                parts.entry(key).or_default().push(row);
            }
        }
        let aside = role.map(|role| (role, band_of(cx, role))).filter(|(_, (_, aside))| *aside);
        let Some((role, (band, _))) = aside else {
            for rows in parts.values() {
                framed.add(rows, &title, &detail);
            }
            continue;
        };
        let one = parts.len() == 1;
        if !one || !parts.values().all(|rows| framed.add(rows, &title, &detail)) {
            apart.insert(role, Apart { key: vec![band], title });
        }
    }
    (framed, apart)
}

/// The boxes of the ensembles that are named in a band: whose members stand elsewhere.
pub(super) fn groups(cx: &Context, apart: &AllApart, key: &Key, suffix: &str) -> Vec<Member> {
    let here = apart.iter().filter(|(_, apart)| &apart.key == key);
    let member = |(role, apart): (&&str, &Apart)| {
        let rows: Vec<RowId> = cx.spec.with_role(role).map(|n| n.row).collect();
        let names: Vec<(String, usize)> = names::ranges(cx, &rows, suffix);
        Member {
            tone: Tone::Group,
            title: apart.title.clone(),
            detail: names::first(&names),
            name: format!("{}: {}", apart.title, names::all(&names)),
            ..Member::default()
        }
    };
    here.map(member).collect()
}
