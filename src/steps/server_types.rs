//! Server types in the role grid: which one a node is, the column that sets them, and what is said of
//! them around it.

use super::role_edits::set_roles;
use super::roles::{Grid, cell_id};
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{ClusterSpec, Edit, Node, RowId};
use protocol::{RoleView, Schema, ServerTypeView};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The column of the server types among those of the roles, which are numbered from 0.
pub(super) const COLUMN: usize = usize::MAX;

/// The option of a node that has roles of server types, but is of none.
const OWN: &str = "own";

/// What a node's roles make it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// It has no role of any server type.
    None,
    /// A server type, by its position.
    One(usize),
    /// These server types together; none when their roles are mixed in another way.
    Own(Vec<usize>),
}

impl Kind {
    /// What a node with these roles is.
    fn of(types: &[ServerTypeView], roles: &BTreeSet<String>) -> Kind {
        let known = known(types);
        let has: BTreeSet<&str> =
            roles.iter().map(String::as_str).filter(|r| known.contains(r)).collect();
        if has.is_empty() {
            return Kind::None;
        }
        let all_of = |t: &ServerTypeView| t.roles.iter().all(|r| has.contains(r.as_str()));
        let exact = |t: &ServerTypeView| all_of(t) && t.roles.len() == has.len();
        if let Some(at) = types.iter().position(exact) {
            return Kind::One(at);
        }
        let parts = || types.iter().enumerate().filter(|(_, t)| all_of(t));
        let together: BTreeSet<&str> =
            parts().flat_map(|(_, t)| t.roles.iter().map(String::as_str)).collect();
        let whole = together == has;
        Kind::Own(parts().filter(|_| whole).map(|(at, _)| at).collect())
    }

    /// The value of its option.
    fn option(&self) -> String {
        match self {
            Kind::None => String::new(),
            Kind::One(at) => at.to_string(),
            Kind::Own(_) => OWN.to_owned(),
        }
    }

    /// What the option of a node that is of no server type is called.
    fn own_title(&self, types: &[ServerTypeView]) -> String {
        match self {
            Kind::Own(parts) if !parts.is_empty() => {
                let title = |at: &usize| types.get(*at).map(|t| t.title.as_str());
                parts.iter().filter_map(title).collect::<Vec<_>>().join(" + ")
            }
            _ => tr(text::OWN_TYPE).to_owned(),
        }
    }
}

/// The roles of all server types.
fn known(types: &[ServerTypeView]) -> BTreeSet<&str> {
    types.iter().flat_map(|t| t.roles.iter().map(String::as_str)).collect()
}

/// Makes rows a server type, or none of them: of the roles of all types they have exactly its own
/// then, and every other role stays.
fn set_type(spec: &ClusterSpec, schema: &Schema, at: Option<usize>, rows: &[RowId]) -> Vec<Edit> {
    let types = &schema.product.server_types;
    let own = at.and_then(|at| types.get(at)).map_or(&[][..], |t| t.roles.as_slice());
    let others: Vec<&str> =
        known(types).into_iter().filter(|r| !own.iter().any(|o| o == r)).collect();
    let column = |id: &str| schema.product.roles.iter().position(|r| r.id == id);
    let set = |id: &str, on: bool| {
        column(id).map_or_else(Vec::new, |at| set_roles(spec, schema, at, rows, on))
    };
    let mut edits: Vec<Edit> = others.into_iter().flat_map(|id| set(id, false)).collect();
    for edit in own.iter().flat_map(|id| set(id, true)) {
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }
    edits
}

/// The server types that can be chosen, by their positions.
pub(super) fn shown(app: App, schema: &Schema) -> Memo<Vec<usize>> {
    let count = schema.product.server_types.len();
    Memo::new(move |()| {
        app.checked
            .with(|c| (0..count).filter(|at| c.server_types.get(*at).is_none_or(|s| *s)).collect())
    })
}

/// Whether the grid has a column for them.
pub(super) fn has_column(grid: Grid) -> Memo<bool> {
    Memo::new(move |()| grid.types.with(|t| !t.is_empty()))
}

/// The column's head.
pub(super) fn head(there: Memo<bool>) -> AnyView {
    (move || there.get().then(|| view! { <th scope="col">{tr(text::SERVER_TYPE)}</th> }.any()))
        .any()
}

/// The server type to which a role belongs, above the head of its column: the first one that can be
/// chosen.
pub(super) fn above_head(grid: Grid, schema: &Arc<Schema>, role: &RoleView) -> AnyView {
    let (schema, id) = (schema.clone(), role.id.clone());
    (move || {
        let shown = grid.types.get();
        let mut types = shown.iter().filter_map(|at| schema.product.server_types.get(*at));
        let of = types.find(|t| t.roles.contains(&id));
        of.map(|t| view! { <span class="head-type">{t.title.clone()}</span> }.any())
    })
    .any()
}

/// What a node of each server type does, and which roles it has.
pub(super) fn legend(schema: &Schema, shown: &[usize]) -> Vec<AnyView> {
    let title =
        |id: &String| schema.product.roles.iter().find(|r| r.id == *id).map(|r| r.title.as_str());
    shown
        .iter()
        .filter_map(|at| schema.product.server_types.get(*at))
        .map(|t| {
            let roles: Vec<&str> = t.roles.iter().filter_map(title).collect();
            view! {
                <div>
                    <dt>{text::breakable(&t.title)}</dt>
                    <dd><strong>{roles.join(" + ")}</strong> " " {t.sentence.clone()}</dd>
                </div>
            }
            .any()
        })
        .collect()
}

/// The cell of a node: its server type, which can be changed. What is chosen holds for all selected
/// rows when it is one of them.
pub(super) fn cell(
    grid: Grid,
    there: Memo<bool>,
    node: Memo<Option<Arc<Node>>>,
    row: RowId,
    name: Memo<String>,
    schema: &Arc<Schema>,
) -> AnyView {
    let schema = schema.clone();
    (move || there.get().then(|| chooser(grid, node, row, name, &schema))).any()
}

fn chooser(
    grid: Grid,
    node: Memo<Option<Arc<Node>>>,
    row: RowId,
    name: Memo<String>,
    schema: &Arc<Schema>,
) -> AnyView {
    let app = grid.app;
    let kind = {
        let schema = schema.clone();
        Memo::new(move |()| {
            let types = &schema.product.server_types;
            node.with(|n| n.as_ref().map_or(Kind::None, |n| Kind::of(types, &n.roles)))
        })
    };
    // All options stand there, so that the value always means one of them.
    let options = schema
        .product
        .server_types
        .iter()
        .enumerate()
        .map(|(at, t)| {
            let gone = move || !grid.types.with(|s| s.contains(&at)) && kind.get() != Kind::One(at);
            view! {
                <option
                    value=at.to_string()
                    title=t.sentence.clone()
                    hidden=gone
                    disabled=gone
                >
                    {t.title.clone()}
                </option>
            }
            .any()
        })
        .collect_view();
    let own = {
        let schema = schema.clone();
        move || kind.with(|k| k.own_title(&schema.product.server_types))
    };
    let is_own = move || kind.with(|k| matches!(k, Kind::Own(_)));
    let change = {
        let schema = schema.clone();
        move |event| {
            let chosen = event_target_value(&event).parse().ok();
            let selected = app.selected.get_untracked();
            let rows: Vec<RowId> =
                if selected.contains(&row) { selected.into_iter().collect() } else { vec![row] };
            let edits = app.spec.with_untracked(|s| set_type(s, &schema, chosen, &rows));
            app.edit(&edits);
            // A document that may only be looked at keeps what it has.
            dom::set_value(&cell_id(row, COLUMN), &kind.with_untracked(Kind::option));
        }
    };
    let here = Memo::new(move |()| grid.at.get() == (row, COLUMN));
    view! {
        <td data-label=tr(text::SERVER_TYPE)>
            <label class="cell type-cell">
                <span class="cell-label" aria-hidden="true">{tr(text::SERVER_TYPE)}</span>
                <select
                    id=cell_id(row, COLUMN)
                    data-own=move || if is_own() { "true" } else { "false" }
                    aria-label=move || format!("{}: {}", name.get(), tr(text::SERVER_TYPE))
                    tabindex=move || if here.get() { "0" } else { "-1" }
                    prop:value=move || kind.with(Kind::option)
                    on:focus=move |_| grid.at.set((row, COLUMN))
                    on:change=change
                >
                    <option value="">{tr(text::NO_TYPE)}</option>
                    {options}
                    <option value=OWN hidden=move || !is_own() disabled=true>{own}</option>
                </select>
            </label>
        </td>
    }
    .any()
}

#[cfg(test)]
mod tests {
    use super::super::role_edits::tests::{roles, schema as of_roles, spec};
    use super::*;
    use model::apply_all;

    fn schema(types: &[&[&str]]) -> Schema {
        let mut schema = of_roles();
        schema.product.server_types = types
            .iter()
            .enumerate()
            .map(|(at, roles)| ServerTypeView {
                id: format!("t{at}"),
                title: format!("T{at}"),
                sentence: String::new(),
                roles: roles.iter().map(|r| (*r).to_owned()).collect(),
            })
            .collect();
        schema
    }

    fn kind(types: &[&[&str]], roles: &[&str]) -> Kind {
        let roles = roles.iter().map(|r| (*r).to_owned()).collect();
        Kind::of(&schema(types).product.server_types, &roles)
    }

    #[test]
    fn which_type_a_node_is_follows_from_its_roles() {
        let types: &[&[&str]] = &[&["a"], &["c", "d"], &["d", "e"]];
        assert_eq!(kind(types, &[]), Kind::None);
        assert_eq!(kind(types, &["other"]), Kind::None);
        assert_eq!(kind(types, &["a"]), Kind::One(0));
        assert_eq!(kind(types, &["c", "d", "other"]), Kind::One(1));
        assert_eq!(kind(types, &["d"]), Kind::Own(vec![]));
        assert_eq!(kind(types, &["a", "d"]), Kind::Own(vec![]));
        assert_eq!(kind(types, &["a", "c", "d", "other"]), Kind::Own(vec![0, 1]));
        assert_eq!(kind(types, &["c", "d", "e"]), Kind::Own(vec![1, 2]));
        assert_eq!(kind(&[], &["a"]), Kind::None);
    }

    #[test]
    fn several_types_at_once_are_called_by_all_of_them() {
        let types = schema(&[&["a"], &["c"]]).product.server_types;
        assert_eq!(Kind::Own(vec![0, 1]).own_title(&types), "T0 + T1");
        assert_eq!(Kind::Own(vec![]).own_title(&types), tr(text::OWN_TYPE));
    }

    #[test]
    fn a_type_sets_exactly_its_roles_and_leaves_those_of_no_type() {
        // The roles a and b exclude each other; c is part of no type.
        let schema = schema(&[&["a"], &["b", "d"]]);
        let mut spec = spec(&["a", "c", "d"]);
        let rows: Vec<RowId> = spec.nodes.iter().map(|n| n.row).collect();
        for (at, expected) in [
            (Some(1), ["b+d", "b+c+d", "b+d"]),
            (Some(0), ["a", "a+c", "a"]),
            (None, ["", "c", ""]),
        ] {
            let edits = set_type(&spec, &schema, at, &rows);
            apply_all(&mut spec, &edits);
            assert_eq!(roles(&spec), expected, "{at:?}");
            assert_eq!(set_type(&spec, &schema, at, &rows), [], "once more changes nothing");
        }
    }

    #[test]
    fn a_role_of_no_type_goes_where_it_excludes_one_of_the_type() {
        let schema = schema(&[&["b"]]);
        let mut spec = spec(&["a"]);
        let edits = set_type(&spec, &schema, Some(0), &[spec.nodes[0].row]);
        apply_all(&mut spec, &edits);
        assert_eq!(roles(&spec), ["b"]);
    }
}
