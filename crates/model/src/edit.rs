//! Every change of the document is an [`Edit`] value.

use crate::{
    Accepted, ClusterSpec, Environment, Lang, Layer, Node, Place, Property, RowId, secret,
};
use serde::{Deserialize, Serialize};

/// One change. Undo, redo, fixes and imports are made of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// Sets the text of a place. The roles of a node are a list with commas.
    Set(Place, String),
    /// Removes what was set: a field gets its default, an override or an acceptance goes.
    Clear(Place),
    /// Leaves a property of the product out of its file, for the nodes of a layer: what was set
    /// for it there goes. Setting or clearing it puts it back.
    LeaveOut(Layer, Property),
    /// Gives a node a role, or takes it away.
    SetRole(RowId, String, bool),
    /// Inserts nodes before this position; rows of 0..n are given new ids.
    InsertNodes(usize, Vec<Node>),
    /// Takes a node out of the list.
    RemoveNode(RowId),
    /// Moves a node to this position.
    MoveNode(RowId, usize),
    /// Accepts a warning; replaces an older acceptance of the same rule, node and field.
    Accept(Accepted),
    /// Replaces the whole document.
    Replace(Box<ClusterSpec>),
}

/// Applies edits in order.
pub fn apply_all(spec: &mut ClusterSpec, edits: &[Edit]) {
    for edit in edits {
        apply(spec, edit);
    }
}

/// Applies one edit. An edit of something that is not there changes nothing. A secret in it becomes
/// the name of a variable here at the latest, wherever the edit comes from: see [`secret`].
pub fn apply(spec: &mut ClusterSpec, edit: &Edit) {
    match edit {
        Edit::Set(place, text) => {
            let text = secret::text_of(spec, place, text);
            set(spec, &secret::place(place), &text);
        }
        Edit::Clear(place) => clear(spec, &secret::place(place)),
        Edit::LeaveOut(layer, property) => {
            let place = secret::place(&Place::Override(layer.clone(), property.clone()));
            clear(spec, &place);
            if let Place::Override(layer, property) = &place {
                spec.leave_out(layer, property, true);
            }
        }
        Edit::SetRole(row, role, on) => {
            let role = secret::text_of(spec, &Place::NodeRoles(*row), role);
            if let Some(node) = spec.node_mut(*row) {
                if *on {
                    node.roles.insert(role);
                } else {
                    node.roles.remove(&role);
                }
            }
        }
        Edit::InsertNodes(at, nodes) => {
            let at = (*at).min(spec.nodes.len());
            for (offset, node) in nodes.iter().enumerate() {
                let mut node = node.clone();
                secret::node(&mut node);
                node.row = spec.fresh_row();
                spec.nodes.insert(at + offset, node);
            }
        }
        Edit::RemoveNode(row) => {
            spec.nodes.retain(|n| n.row != *row);
            spec.accepted.retain(|a| a.node != Some(*row));
        }
        Edit::MoveNode(row, to) => {
            if let Some(from) = spec.position(*row) {
                let node = spec.nodes.remove(from);
                spec.nodes.insert((*to).min(spec.nodes.len()), node);
            }
        }
        Edit::Accept(accepted) => {
            let mut accepted = accepted.clone();
            secret::accepted(&mut accepted);
            let same = |a: &Accepted| {
                a.rule == accepted.rule && a.node == accepted.node && a.field == accepted.field
            };
            match spec.accepted.iter_mut().find(|a| same(a)) {
                Some(old) => *old = accepted,
                None => spec.accepted.push(accepted),
            }
        }
        Edit::Replace(new) => {
            *spec = (**new).clone();
            secret::protect_document(spec, &[], &mut secret::Names::default());
        }
    }
}

fn set(spec: &mut ClusterSpec, place: &Place, text: &str) {
    match place {
        Place::Document | Place::Nodes | Place::Node(_) => {}
        Place::Name => text.clone_into(&mut spec.name),
        Place::Product => text.clone_into(&mut spec.product),
        Place::Version => text.clone_into(&mut spec.version),
        Place::Environment => {
            if let Some(environment) = Environment::parse(text) {
                spec.environment = environment;
            }
        }
        Place::Language => {
            if let Some(language) = Lang::parse(text) {
                spec.language = language;
            }
        }
        Place::Setting(key) => {
            spec.settings.insert(key.clone(), text.to_owned());
        }
        Place::Override(layer, key) => {
            spec.leave_out(layer, key, false);
            let text = text.to_owned();
            match layer {
                Layer::Cluster => {
                    spec.overrides.cluster.insert(key.clone(), text);
                }
                Layer::Role(role) => {
                    let of_role = spec.overrides.roles.entry(role.clone()).or_default();
                    of_role.insert(key.clone(), text);
                }
                Layer::Node(row) => {
                    if let Some(node) = spec.node_mut(*row) {
                        node.overrides.insert(key.clone(), text);
                    }
                }
            }
        }
        Place::NodeName(row) => rename(spec, *row, text),
        Place::NodeAddress(row) => {
            if let Some(node) = spec.node_mut(*row) {
                text.clone_into(&mut node.address);
            }
        }
        Place::NodeRoles(row) => {
            if let Some(node) = spec.node_mut(*row) {
                node.roles = text
                    .split([',', ' ', '+'])
                    .map(str::trim)
                    .filter(|r| !r.is_empty())
                    .map(str::to_owned)
                    .collect();
            }
        }
        Place::NodeSetting(row, key) => {
            if let Some(node) = spec.node_mut(*row) {
                node.settings.insert(key.clone(), text.to_owned());
            }
        }
        Place::Accepted(at) => {
            if let Some(accepted) = spec.accepted.get_mut(*at) {
                text.clone_into(&mut accepted.reason);
            }
        }
    }
}

/// Renames a node; acceptances whose facts name it move with it.
fn rename(spec: &mut ClusterSpec, row: RowId, text: &str) {
    let Some(node) = spec.node_mut(row) else { return };
    let old = std::mem::replace(&mut node.name, text.to_owned());
    for accepted in &mut spec.accepted {
        for fact in &mut accepted.facts {
            if *fact == old {
                text.clone_into(fact);
            }
        }
    }
}

fn clear(spec: &mut ClusterSpec, place: &Place) {
    if let Place::Override(layer, key) = place {
        spec.leave_out(layer, key, false);
    }
    match place {
        Place::Setting(key) => {
            spec.settings.remove(key);
        }
        Place::NodeSetting(row, key) => {
            if let Some(node) = spec.node_mut(*row) {
                node.settings.remove(key);
            }
        }
        Place::NodeAddress(row) => {
            if let Some(node) = spec.node_mut(*row) {
                node.address.clear();
            }
        }
        Place::NodeRoles(row) => {
            if let Some(node) = spec.node_mut(*row) {
                node.roles.clear();
            }
        }
        Place::Override(Layer::Cluster, key) => {
            spec.overrides.cluster.remove(key);
        }
        Place::Override(Layer::Role(role), key) => {
            if let Some(of_role) = spec.overrides.roles.get_mut(role) {
                of_role.remove(key);
                if of_role.is_empty() {
                    spec.overrides.roles.remove(role);
                }
            }
        }
        Place::Override(Layer::Node(row), key) => {
            if let Some(node) = spec.node_mut(*row) {
                node.overrides.remove(key);
            }
        }
        Place::Accepted(at) => {
            if *at < spec.accepted.len() {
                spec.accepted.remove(*at);
            }
        }
        Place::Name => spec.name.clear(),
        Place::Document
        | Place::Product
        | Place::Version
        | Place::Environment
        | Place::Language
        | Place::Nodes
        | Place::Node(_)
        | Place::NodeName(_) => {}
    }
}
