//! What edits do to a document, whatever they are.

use crate::common::{edit, key, layer, role, spec, text};
use model::secret::is_reference;
use model::{Accepted, ClusterSpec, Edit, Layer, Node, Place, RowId, apply, apply_all};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn rows(spec: &ClusterSpec) -> Vec<RowId> {
    spec.nodes.iter().map(|n| n.row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_keep_their_identity(mut spec in spec(), edits in vec(edit(), 0..20)) {
        for edit in &edits {
            let before = rows(&spec);
            let next = spec.next_row;
            apply(&mut spec, edit);
            let after = rows(&spec);
            let distinct: BTreeSet<RowId> = after.iter().copied().collect();
            prop_assert_eq!(distinct.len(), after.len());
            prop_assert!(after.iter().all(|row| row.0 < spec.next_row));
            if !matches!(edit, Edit::Replace(_)) {
                // A row that was not there before was never used before.
                prop_assert!(after.iter().all(|row| before.contains(row) || row.0 >= next));
            }
        }
    }

    #[test]
    fn most_edits_twice_are_edits_once(mut spec in spec(), before in vec(edit(), 0..5), edit in edit()) {
        apply_all(&mut spec, &before);
        // Inserting twice inserts twice; clearing an acceptance moves the next one to its place.
        prop_assume!(!matches!(edit, Edit::InsertNodes(..) | Edit::Clear(Place::Accepted(_))));
        apply(&mut spec, &edit);
        let once = spec.clone();
        apply(&mut spec, &edit);
        prop_assert_eq!(spec, once);
    }

    #[test]
    fn clearing_undoes_setting(spec in spec(), layer in layer(), key in key(), text in text()) {
        for place in [Place::Setting(key.clone()), Place::Override(layer.clone(), key.as_str().into())] {
            let mut clean = spec.clone();
            apply(&mut clean, &Edit::Clear(place.clone()));
            let mut edited = clean.clone();
            apply_all(&mut edited, &[Edit::Set(place.clone(), text.clone()), Edit::Clear(place)]);
            prop_assert_eq!(edited, clean);
        }
    }

    #[test]
    fn no_override_ever_holds_a_secret(mut spec in spec(), edits in vec(edit(), 0..20), layer in layer(), text in text()) {
        apply_all(&mut spec, &edits);
        apply(&mut spec, &Edit::Set(Place::Override(layer, "x.password".into()), text));
        let roles = spec.overrides.roles.values();
        let nodes = spec.nodes.iter().map(|n| &n.overrides);
        for map in roles.chain(nodes).chain([&spec.overrides.cluster]) {
            for (key, value) in map {
                prop_assert!(!value.contains("hunter2") || key.key() == "a" || !value.contains("password=hunter2"), "{key} = {value}");
                if key.key() == "x.password" {
                    prop_assert!(value.is_empty() || is_reference(value), "{value}");
                }
            }
        }
    }

    #[test]
    fn roles_are_given_and_taken(mut spec in spec(), role in role()) {
        for row in rows(&spec) {
            apply(&mut spec, &Edit::SetRole(row, role.clone(), true));
            prop_assert!(spec.node(row).is_some_and(|n| n.roles.contains(&role)));
            apply(&mut spec, &Edit::SetRole(row, role.clone(), false));
            prop_assert!(spec.node(row).is_some_and(|n| !n.roles.contains(&role)));
        }
    }

    #[test]
    fn moving_keeps_all_nodes(mut spec in spec(), to in 0_usize..9) {
        for row in rows(&spec) {
            let mut before = rows(&spec);
            apply(&mut spec, &Edit::MoveNode(row, to));
            prop_assert_eq!(spec.position(row), Some(to.min(before.len() - 1)));
            let mut after = rows(&spec);
            before.sort();
            after.sort();
            prop_assert_eq!(before, after);
        }
    }
}

fn accepted(node: Option<RowId>, fact: &str) -> Accepted {
    Accepted {
        rule: "R1".into(),
        node,
        field: "roles".into(),
        reason: "r".into(),
        facts: vec![fact.into()],
    }
}

#[test]
fn an_acceptance_moves_with_a_rename_and_goes_with_its_node() {
    let mut spec = ClusterSpec::new("p", "1");
    let k1 = spec.push(Node { name: "k1".into(), ..Node::default() });
    let k2 = spec.push(Node { name: "k2".into(), ..Node::default() });
    for node in [k1, k2] {
        apply(&mut spec, &Edit::Accept(accepted(Some(node), "k1")));
    }
    apply(&mut spec, &Edit::Set(Place::NodeName(k1), "new".into()));
    assert!(spec.accepted.iter().all(|a| a.facts == ["new"]));
    apply(&mut spec, &Edit::RemoveNode(k1));
    let left: Vec<_> = spec.accepted.iter().map(|a| a.node).collect();
    assert_eq!(left, [Some(k2)]);
}

#[test]
fn a_second_acceptance_of_the_same_thing_replaces_the_first() {
    let mut spec = ClusterSpec::new("p", "1");
    apply(&mut spec, &Edit::Accept(accepted(None, "old")));
    apply(&mut spec, &Edit::Accept(accepted(None, "new")));
    assert_eq!(spec.accepted, [accepted(None, "new")]);
}

#[test]
fn the_last_row_id_does_not_panic() {
    let mut spec = ClusterSpec { next_row: u32::MAX, ..ClusterSpec::default() };
    apply(&mut spec, &Edit::InsertNodes(0, vec![Node::default(), Node::default()]));
    assert_eq!(spec.nodes.len(), 2);
}

#[test]
fn edits_of_what_is_not_there_change_nothing() {
    let spec = ClusterSpec::new("p", "1");
    let gone = RowId(99);
    let over = Place::Override(Layer::Node(gone), "k".into());
    for edit in [
        Edit::Set(Place::NodeName(gone), "x".into()),
        Edit::Set(Place::NodeSetting(gone, "k".into()), "x".into()),
        Edit::Set(over.clone(), "x".into()),
        Edit::Clear(over),
        Edit::Clear(Place::Accepted(7)),
        Edit::SetRole(gone, "r".into(), true),
        Edit::RemoveNode(gone),
        Edit::MoveNode(gone, 0),
        Edit::Set(Place::Environment, "somewhere".into()),
        Edit::Set(Place::Language, "fr".into()),
    ] {
        let mut edited = spec.clone();
        apply(&mut edited, &edit);
        assert_eq!(edited, spec, "{edit:?}");
    }
}
