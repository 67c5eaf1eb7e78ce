//! The role grid: rows are nodes, columns are roles.

use super::role_edits::{set_column, set_roles};
use super::rows::{self, Rows};
use super::{rest_of, role_keys, server_types};
use crate::components::{MenuItem, Window, keyed, menu};
use crate::memo::Memo;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{Node, Place, RowId};
use protocol::{RoleView, Schema, StepKind};
use std::sync::Arc;

/// The grid's state.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub(super) app: App,
    pub(super) rows: Rows,
    /// Positions in the schema of the columns that are there.
    pub(super) columns: Memo<Vec<usize>>,
    /// Positions in the schema of the server types that can be chosen; with any, a column for them
    /// stands before those of the roles.
    pub(super) types: Memo<Vec<usize>>,
    /// The cell that Tab goes to.
    pub(super) at: RwSignal<(RowId, usize)>,
    /// Where a selection with Shift began.
    pub(super) anchor: RwSignal<Option<RowId>>,
}

impl Grid {
    /// The columns of a row's cells.
    pub(super) fn cells(self) -> Vec<usize> {
        let types = self.types.with_untracked(|t| !t.is_empty());
        let roles = self.columns.get_untracked();
        types.then_some(server_types::COLUMN).into_iter().chain(roles).collect()
    }
}

pub(super) fn content(app: App, schema: &Arc<Schema>) -> AnyView {
    let rows = Rows::new(app);
    let count = schema.product.roles.len();
    let columns = Memo::new(move |()| {
        app.checked.with(|c| {
            (0..count).filter(|at| c.roles.get(*at).is_none_or(|r| r.shown)).collect::<Vec<_>>()
        })
    });
    let first = rows.ids.with_untracked(|ids| ids.first().copied()).unwrap_or_default();
    let types = server_types::shown(app, schema);
    let at = RwSignal::new((first, 0));
    let grid = Grid { app, rows, columns, types, at, anchor: RwSignal::new(None) };
    at.set((first, grid.cells().first().copied().unwrap_or(0)));
    let with_types = server_types::has_column(grid);
    let help = move || with_types.get().then(|| format!(" {}", tr(text::TYPE_HELP)));
    let step = schema.product.steps.iter().find(|s| s.kind == StepKind::Roles);
    let step = step.map(|s| s.id.clone()).unwrap_or_default();
    view! {
        <p class="help" id="grid-help">{tr(text::ROLE_HELP)}{help}</p>
        {rows::filter(app, rows)}
        {table(grid, with_types, schema)}
        {rows::empty(app, rows)}
        {legend(grid, schema)}
        {rest_of(app, &step, |_| false)}
    }
    .any()
}

/// What a node of each server type and of each role does.
fn legend(grid: Grid, schema: &Arc<Schema>) -> AnyView {
    let schema = schema.clone();
    let rows = move || {
        let types = grid.types.with(|shown| server_types::legend(&schema, shown));
        let roles = grid.columns.get();
        let roles = roles
            .into_iter()
            .filter_map(|at| schema.product.roles.get(at).map(|r| (at, r)))
            .map(|(at, role)| legend_row(grid.app, at, role));
        types.into_iter().chain(roles).collect_view()
    };
    view! { <dl class="legend">{rows}</dl> }.any()
}

/// A role, what it does, and, where the grid's foot has no room for it, how many there should be.
fn legend_row(app: App, at: usize, role: &RoleView) -> AnyView {
    let need = move || app.checked.with(|c| c.roles.get(at).map(|r| r.need.clone()));
    view! {
        <div>
            <dt>{text::breakable(&role.title)}</dt>
            <dd>{role.sentence.clone()} " " <span class="legend-need">{need}</span></dd>
        </div>
    }
    .any()
}

fn table(grid: Grid, with_types: Memo<bool>, schema: &Arc<Schema>) -> AnyView {
    let rows = grid.rows;
    let heads = {
        let schema = schema.clone();
        move || {
            let shown = grid.columns.get();
            shown
                .into_iter()
                .filter_map(|at| {
                    schema.product.roles.get(at).map(|role| head(grid, &schema, at, role))
                })
                .collect_view()
        }
    };
    let foots = {
        let schema = schema.clone();
        move || {
            let shown = grid.columns.get();
            shown
                .into_iter()
                .filter_map(|at| schema.product.roles.get(at).map(|role| foot(grid.app, at, role)))
                .collect_view()
        }
    };
    let long = Memo::new(move |()| Window::is_long(rows.ids.with(Vec::len)).then_some("true"));
    let body = {
        let schema = schema.clone();
        keyed(
            move || rows.keys(),
            move |key| {
                let row = RowId(u32::try_from(key).unwrap_or(u32::MAX));
                row_view(grid, with_types, row, &schema)
            },
        )
    };
    // More columns than stand beside the files with their heads across.
    let many = move || grid.columns.with(|c| c.len() > 6).then_some("");
    let above = move || format!("{}px", rows.gaps().0);
    let below = move || format!("{}px", rows.gaps().1);
    view! {
        <div
            class="rows grid-box"
            id="node-rows"
            data-long=move || long.get()
            on:scroll=move |event| rows.window.scrolled(&event)
        >
            <table
                class="grid"
                id="role-grid"
                data-many=many
                role="grid"
                aria-label=tr(text::ROLES)
                aria-describedby="grid-help"
                aria-multiselectable="true"
                on:keydown=move |event| role_keys::press(grid, &event)
            >
                <thead>
                    <tr>
                        <th scope="col">{tr(text::NODE)}</th>
                        {server_types::head(with_types)}
                        {heads}
                    </tr>
                </thead>
                <tbody>
                    <tr class="gap" aria-hidden="true" style:height=above></tr>
                    {body}
                    <tr class="gap" aria-hidden="true" style:height=below></tr>
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row" colspan=move || if with_types.get() { "2" } else { "1" }>
                            {tr(text::NODES_COUNT)}
                        </th>
                        {foots}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .any()
}

/// A column's head: its name, and a menu that sets many rows at once.
fn head(grid: Grid, schema: &Arc<Schema>, at: usize, role: &RoleView) -> AnyView {
    let Grid { app, rows, .. } = grid;
    let set = {
        let schema = schema.clone();
        move |chosen: Vec<RowId>, exact: bool| {
            let edits = app.spec.with_untracked(|s| set_column(s, &schema, at, &chosen, exact));
            app.edit(&edits);
        }
    };
    let items = move || {
        let all = app.spec.with(|s| s.nodes.iter().map(|n| n.row).collect::<Vec<_>>());
        let shown = rows.ids.get();
        let selected: Vec<RowId> = app.selected.with(|s| s.iter().copied().collect());
        let mut items = Vec::new();
        let mut offer = |label: String, chosen: Vec<RowId>, exact: bool| {
            let set = set.clone();
            items.push(MenuItem::new(label, move || set(chosen.clone(), exact)));
        };
        offer(tr(text::ALL).to_owned(), all.clone(), true);
        offer(tr(text::NONE).to_owned(), Vec::new(), true);
        if all.len() > 3 {
            offer(tr(text::FIRST_THREE).to_owned(), all.iter().take(3).copied().collect(), true);
        }
        if !selected.is_empty() {
            let label = text::with(text::SELECTED, &selected.len().to_string());
            offer(label, selected, false);
        }
        if shown.len() < all.len() {
            offer(text::with(text::FILTERED, &shown.len().to_string()), shown, false);
        }
        items
    };
    let label = view! { <span>{text::breakable(&role.title)}</span> }.any();
    let name = text::with(text::SET_ROLE_FOR, &role.title);
    view! {
        <th scope="col" title=role.sentence.clone()>
            {server_types::above_head(grid, schema, role)}
            {menu(format!("column-{at}"), label, name, items)}
        </th>
    }
    .any()
}

/// How many nodes have the role, and how many should.
fn foot(app: App, at: usize, role: &RoleView) -> AnyView {
    let state = Memo::new(move |()| app.checked.with(|c| c.roles.get(at).cloned()));
    let inside = move || {
        state.get().map(|s| {
            let word = tr(if s.enough { text::ENOUGH } else { text::NOT_ENOUGH });
            let shape = if s.enough { "check" } else { "warning" };
            let need = (!s.need.is_empty())
                .then(|| view! { <span class="need">{s.need.clone()}</span> }.any());
            view! {
                <span class=if s.enough { "enough" } else { "not-enough" }>
                    <strong>{s.count.to_string()}</strong>
                    {crate::components::icon(shape)}
                    <span class="visually-hidden">{word}</span>
                </span>
                {need}
            }
            .any()
        })
    };
    view! { <td data-label=role.title.clone() data-role=role.id.clone()>{inside}</td> }.any()
}

fn row_view(grid: Grid, with_types: Memo<bool>, row: RowId, schema: &Arc<Schema>) -> AnyView {
    let app = grid.app;
    let node = app.node(row);
    let name = rows::name_memo(node);
    let selected = Memo::new(move |()| app.selected.with(|s| s.contains(&row)));
    let kind = server_types::cell(grid, with_types, node, row, name, schema);
    let schema = schema.clone();
    let cells = move || {
        grid.columns
            .get()
            .into_iter()
            .filter_map(|at| {
                let role = schema.product.roles.get(at)?;
                Some(cell(grid, node, row, at, role, name, &schema))
            })
            .collect_view()
    };
    view! {
        <tr
            id=Place::NodeRoles(row).dom_id()
            data-row=row.0.to_string()
            aria-selected=move || if selected.get() { "true" } else { "false" }
        >
            <th scope="row">
                {rows::mark_of(app, row)}
                <span class="grid-name">{move || at_dots(&name.get())}</span>
            </th>
            {kind}
            {cells}
        </tr>
    }
    .any()
}

/// A node's name, which breaks before its dots where there is too little room.
fn at_dots(name: &str) -> AnyView {
    let pieces = name.split('.').enumerate().map(|(at, piece)| {
        if at == 0 {
            view! { {piece.to_owned()} }.any()
        } else {
            view! { <wbr/> {format!(".{piece}")} }.any()
        }
    });
    pieces.collect_view()
}

pub(super) fn cell_id(row: RowId, at: usize) -> String {
    match at {
        server_types::COLUMN => format!("n{}-type", row.0),
        at => format!("n{}-role-{at}", row.0),
    }
}

fn cell(
    grid: Grid,
    node: Memo<Option<Arc<Node>>>,
    row: RowId,
    at: usize,
    role: &RoleView,
    name: Memo<String>,
    schema: &Arc<Schema>,
) -> AnyView {
    let app = grid.app;
    let id = role.id.clone();
    let has = Memo::new(move |()| node.with(|n| n.as_ref().is_some_and(|n| n.roles.contains(&id))));
    let title = role.title.clone();
    let spoken = move || format!("{}: {title}", name.get());
    let here = Memo::new(move |()| grid.at.get() == (row, at));
    let schema = schema.clone();
    let change = move |event| {
        let on = event_target_checked(&event);
        let selected = app.selected.get_untracked();
        let chosen: Vec<RowId> =
            if selected.contains(&row) { selected.into_iter().collect() } else { vec![row] };
        let edits = app.spec.with_untracked(|s| set_roles(s, &schema, at, &chosen, on));
        app.edit(&edits);
    };
    view! {
        <td data-label=role.title.clone()>
            <label class="cell">
                <input
                    type="checkbox"
                    id=cell_id(row, at)
                    data-role=role.id.clone()
                    aria-label=spoken
                    tabindex=move || if here.get() { "0" } else { "-1" }
                    prop:checked=move || has.get()
                    on:focus=move |_| grid.at.set((row, at))
                    on:change=change
                />
                <span class="cell-label" aria-hidden="true">{role.title.clone()}</span>
            </label>
        </td>
    }
    .any()
}
