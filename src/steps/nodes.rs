//! The node list: the paste box, and a table to edit it by hand.

use super::rows::{self, Rows};
use super::{paste, rest_of};
use crate::components::{findings_below, icon, keyed, node_setting};
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{Edit, Node, Place, RowId};
use protocol::{FieldView, Schema, StepKind};
use std::sync::Arc;

pub(super) fn content(app: App, schema: &Arc<Schema>) -> AnyView {
    let rows = Rows::new(app);
    let step = schema.product.steps.iter().find(|s| s.kind == StepKind::Nodes);
    let step = step.map(|s| s.id.clone()).unwrap_or_default();
    let count = move || text::nodes(app.spec.with(|s| s.nodes.len()));
    view! {
        {paste::content(app, schema)}
        <section class="group" id=Place::Nodes.dom_id()>
            <h2>{tr(text::EDIT_NODES)} " " <span class="quiet">{count}</span></h2>
            {rows::filter(app, rows)}
            {table(app, rows, schema)}
            {rows::empty(app, rows)}
            <button type="button" id="add-node" on:click=move |_| add(app)>
                {icon("add")} {tr(text::ADD_NODE)}
            </button>
        </section>
        {rest_of(app, &step, |f| {
            matches!(f.place, Place::NodeName(_) | Place::NodeAddress(_) | Place::NodeSetting(..))
        })}
    }
    .any()
}

fn add(app: App) {
    let count = app.spec.with_untracked(|s| s.nodes.len());
    app.edit(&[Edit::InsertNodes(count, vec![Node::default()])]);
    let row = app.spec.with_untracked(|s| s.nodes.last().map(|n| n.row));
    if let Some(row) = row {
        app.filter.set(String::new());
        rows::scroll_to_row(row);
        dom::focus_soon(vec![Place::NodeName(row).dom_id()]);
    }
}

fn table(app: App, rows: Rows, schema: &Arc<Schema>) -> AnyView {
    let schema = schema.clone();
    let long = Memo::new(move |()| {
        crate::components::Window::is_long(rows.ids.with(Vec::len)).then_some("true")
    });
    let above = move || format!("{}px", rows.gaps().0);
    let below = move || format!("{}px", rows.gaps().1);
    let body = keyed(
        move || rows.keys(),
        move |key| {
            let row = RowId(u32::try_from(key).unwrap_or(u32::MAX));
            row_view(app, rows, row, &schema)
        },
    );
    view! {
        <div
            class="rows"
            id="node-rows"
            data-long=move || long.get()
            on:scroll=move |event| rows.window.scrolled(&event)
        >
            <div class="node-head" aria-hidden="true">
                <span>{tr(text::NAME)}</span>
                <span>{tr(text::ADDRESS)}</span>
                <span>{tr(text::ROLES)}</span>
            </div>
            <div class="gap" style:height=above></div>
            <ul class="node-list" aria-label=tr(text::EDIT_NODES)>{body}</ul>
            <div class="gap" style:height=below></div>
        </div>
    }
    .any()
}

fn row_view(app: App, rows: Rows, row: RowId, schema: &Arc<Schema>) -> AnyView {
    let node = app.node(row);
    let name = rows::name_memo(node);
    let own = Memo::new(move |()| node.with(|n| n.as_ref().map_or(0, |n| n.settings.len())));
    let titles: Vec<(String, String)> =
        schema.product.roles.iter().map(|r| (r.id.clone(), r.title.clone())).collect();
    let roles = Memo::new(move |()| {
        node.with(|node| {
            let Some(node) = node else { return String::new() };
            let title = |id: &String| {
                titles.iter().find(|(r, _)| r == id).map_or_else(|| id.clone(), |(_, t)| t.clone())
            };
            text::list(&node.roles.iter().map(title).collect::<Vec<_>>())
        })
    });
    let fields: Vec<(usize, FieldView)> = schema
        .product
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| f.per_node || f.node_only)
        .map(|(at, f)| (at, f.clone()))
        .collect();
    let has_fields = !fields.is_empty();
    let open = Memo::new(move |()| rows.open.get() == Some(row));
    let details_id = format!("n{}-settings", row.0);
    let toggle_id = format!("n{}-open", row.0);
    let controls = details_id.clone();
    let toggle = move |_| rows.open.set((!open.get_untracked()).then_some(row));
    // The number that the button shows is part of its name.
    let spoken = move || {
        let (settings, own) = (text::with(text::NODE_SETTINGS, &name.get()), own.get());
        if own > 0 { text::counted(&settings, own) } else { settings }
    };
    let settings_button = has_fields.then(|| {
        view! {
            <button
                type="button"
                class="quiet small"
                id=toggle_id
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=controls
                aria-label=spoken
                title=spoken
                on:click=toggle
            >
                {icon("settings")}
                {move || (own.get() > 0).then(|| own.get().to_string())}
            </button>
        }
    });
    let details = move || {
        open.get().then(|| {
            let drawn = fields
                .iter()
                .map(|(at, field)| node_setting(app, row, field, app.field(*at, field.key.clone())))
                .collect_view();
            view! {
                <div class="node-settings" id=details_id.clone()>
                    <p class="node-settings-title">
                        {move || text::with(text::NODE_SETTINGS, &name.get())}
                    </p>
                    {drawn}
                </div>
            }
            .any()
        })
    };
    view! {
        <li class="node-row" id=Place::Node(row).dom_id() data-row=row.0.to_string()>
            <div class="node-line">
                {rows::mark_of(app, row)}
                {cell(app, node, Place::NodeName(row), text::NAME)}
                {cell(app, node, Place::NodeAddress(row), text::ADDRESS)}
                <span class="node-roles quiet">{move || roles.get()}</span>
                <span class="node-tools">
                    {settings_button}
                    {move_button(app, row, name, true)}
                    {move_button(app, row, name, false)}
                    {remove_button(app, rows, row, name)}
                </span>
            </div>
            {below(app, &Place::NodeName(row))}
            {below(app, &Place::NodeAddress(row))}
            {details}
        </li>
    }
    .any()
}

fn below(app: App, place: &Place) -> AnyView {
    let id = place.dom_id();
    let findings = app.findings_at(id.clone());
    findings_below(app, format!("{id}-findings"), findings)
}

fn cell(app: App, node: Memo<Option<Arc<Node>>>, place: Place, label: model::Text) -> AnyView {
    let id = place.dom_id();
    let name = rows::name_memo(node);
    let is_name = matches!(place, Place::NodeName(_));
    let text_of = move |n: &Node| if is_name { n.name.clone() } else { n.address.clone() };
    let own = Memo::new(move |()| node.with(|n| n.as_deref().map(text_of).unwrap_or_default()));
    let typed = RwSignal::new(None::<String>);
    let take = move |text: String| {
        app.type_text(Edit::Set(place.clone(), text.clone()));
        typed.set(Some(text));
    };
    let take_end = take.clone();
    let findings = app.findings_at(id.clone());
    let invalid = move || {
        let error = |f: &protocol::FindingView| f.severity == model::Severity::Error;
        findings.with(|f| f.iter().any(error)).then_some("true")
    };
    let spoken = move || {
        if is_name { tr(label).to_owned() } else { text::of_node_text(tr(label), &name.get()) }
    };
    view! {
        <input
            type="text"
            class=if is_name { "node-name" } else { "node-address" }
            id=id.clone()
            aria-label=spoken
            placeholder=tr(label)
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            prop:value=move || typed.get().unwrap_or_else(|| own.get())
            aria-invalid=invalid
            aria-describedby=format!("{id}-findings")
            on:focus=move |_| app.enter_field()
            on:input=move |event| {
                if !dom::composing(&event) {
                    take(event_target_value(&event));
                }
            }
            on:compositionend=move |event| take_end(event_target_value(&event))
            on:blur=move |_| typed.set(None)
        />
    }
    .any()
}

fn move_button(app: App, row: RowId, name: Memo<String>, up: bool) -> AnyView {
    let (text, shape, id) = if up {
        (text::MOVE_UP, "up", format!("n{}-up", row.0))
    } else {
        (text::MOVE_DOWN, "down", format!("n{}-down", row.0))
    };
    let back = id.clone();
    let go = move |_| {
        let (at, count) = app.spec.with_untracked(|s| (s.position(row), s.nodes.len()));
        let Some(at) = at else { return };
        let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < count) };
        if let Some(to) = to {
            app.edit(&[Edit::MoveNode(row, to)]);
            // The row keeps its elements, but moving them loses the focus.
            dom::focus_soon(vec![back.clone()]);
        }
    };
    let spoken = move || text::with(text, &name.get());
    view! {
        <button type="button" class="quiet square small" id=id aria-label=spoken title=spoken on:click=go>
            {icon(shape)}
        </button>
    }
    .any()
}

fn remove_button(app: App, rows: Rows, row: RowId, name: Memo<String>) -> AnyView {
    let go = move |_| {
        let next = rows.ids.with_untracked(|ids| {
            let at = ids.iter().position(|r| *r == row)?;
            ids.get(at + 1).or_else(|| at.checked_sub(1).and_then(|at| ids.get(at))).copied()
        });
        app.edit(&[Edit::RemoveNode(row)]);
        let mut ids: Vec<String> = next.map(|r| Place::NodeName(r).dom_id()).into_iter().collect();
        ids.push("add-node".to_owned());
        dom::focus_soon(ids);
    };
    let spoken = move || text::with(text::REMOVE_NODE, &name.get());
    view! {
        <button
            type="button"
            class="quiet square small"
            id=format!("n{}-remove", row.0)
            aria-label=spoken
            title=spoken
            on:click=go
        >
            {icon("close")}
        </button>
    }
    .any()
}
