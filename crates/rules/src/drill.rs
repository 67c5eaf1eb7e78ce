//! What a cluster still does without some of its nodes: what it takes, as data of the product.

pub mod words;

use crate::Context;
use model::{Message, RowId, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Something that the cluster does for people, and all that it takes.
#[derive(Clone, Debug)]
pub struct Ability {
    /// What: "Queries".
    pub title: Text,
    /// All of these must be there.
    pub needs: Vec<Need>,
}

/// Nodes of which a number must live.
#[derive(Clone, Debug)]
pub struct Need {
    /// What they are: "Broker".
    pub title: Text,
    /// The nodes, in order.
    pub rows: Vec<RowId>,
    /// How many of them are enough; more than there are when nothing is.
    pub least: usize,
    /// What happens when one of them goes and enough are left, with how long it takes.
    pub meanwhile: Message,
}

impl Need {
    /// One of the nodes with some roles is enough; nothing when there is no such node.
    pub fn one_of(cx: &Context, roles: &[&str], title: Text, meanwhile: Message) -> Option<Need> {
        let rows: Vec<RowId> = cx.with_roles(roles).iter().map(|node| node.row).collect();
        (!rows.is_empty()).then_some(Need { title, rows, least: 1, meanwhile })
    }

    /// More than half of the nodes with a role are enough; nothing when there is no such node.
    pub fn most_of(cx: &Context, role: &str, title: Text, meanwhile: Message) -> Option<Need> {
        let need = Need::one_of(cx, &[role], title, meanwhile)?;
        Some(Need { least: need.rows.len() / 2 + 1, ..need })
    }
}

/// Data that lies on nodes.
#[derive(Clone, Debug)]
pub struct Holding {
    /// The nodes that hold it, in order.
    pub rows: Vec<RowId>,
    /// How many of them have each part of it.
    pub copies: usize,
    /// What it means that a part has no copy left.
    pub lost: Message,
}

/// What a cluster does, and what lies on its nodes.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// In the order of what people ask for.
    pub abilities: Vec<Ability>,
    /// Data.
    pub holdings: Vec<Holding>,
}

/// What becomes of an ability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing that it takes is dead.
    Untouched,
    /// It goes on: what happens meanwhile, each with what died of it.
    GoesOn(Vec<(Text, Message)>),
    /// It stops: what is missing, how many live, how many it takes.
    Stops(Vec<(Text, usize, usize)>),
}

/// The outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drill {
    /// Every ability, in the product's order.
    pub abilities: Vec<(Text, State)>,
    /// What data have no copy left, or may have none.
    pub lost: Vec<Message>,
}

/// What the cluster still does when some of its nodes have lost their power.
pub fn drill(cx: &Context, dead: &BTreeSet<RowId>) -> Drill {
    let survey = (cx.product.survey)(cx);
    let state = |ability: &Ability| {
        let mut stops = Vec::new();
        let mut meanwhile = Vec::new();
        for need in &ability.needs {
            let live = need.rows.iter().filter(|row| !dead.contains(row)).count();
            if live < need.least {
                stops.push((need.title, live, need.least));
            } else if live < need.rows.len() {
                meanwhile.push((need.title, need.meanwhile.clone()));
            }
        }
        match (stops.is_empty(), meanwhile.is_empty()) {
            (false, _) => State::Stops(stops),
            (true, false) => State::GoesOn(meanwhile),
            (true, true) => State::Untouched,
        }
    };
    let gone = |holding: &&Holding| {
        let dead = holding.rows.iter().filter(|row| dead.contains(row)).count();
        dead > 0 && dead >= holding.copies
    };
    Drill {
        abilities: survey.abilities.iter().map(|a| (a.title, state(a))).collect(),
        lost: survey.holdings.iter().filter(gone).map(|h| h.lost.clone()).collect(),
    }
}

/// The machines that may not die: each with what stops without it alone. It takes as long as one
/// drill, however many machines there are.
pub fn single_points(cx: &Context) -> Vec<(RowId, Vec<Text>)> {
    let survey = (cx.product.survey)(cx);
    let mut stops: BTreeMap<RowId, Vec<Text>> = BTreeMap::new();
    for ability in &survey.abilities {
        // What stops already stops without anybody.
        let broken = ability.needs.iter().any(|need| need.rows.len() < need.least);
        let rows: BTreeSet<RowId> = if broken {
            cx.spec.nodes.iter().map(|node| node.row).collect()
        } else {
            ability
                .needs
                .iter()
                .filter(|n| n.rows.len() <= n.least)
                .flat_map(|n| &n.rows)
                .copied()
                .collect()
        };
        for row in rows {
            stops.entry(row).or_default().push(ability.title);
        }
    }
    let all = cx.spec.nodes.iter();
    all.filter_map(|node| Some((node.row, stops.remove(&node.row)?))).collect()
}
