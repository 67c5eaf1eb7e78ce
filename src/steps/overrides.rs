//! Properties of the product that were set by hand: for the cluster, a role or a node.

use crate::components::{findings_below, icon};
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{ClusterSpec, Edit, Layer, Place, Property, RowId};
use protocol::Schema;
use std::sync::Arc;

/// How many keys are offered while one is typed.
const OFFERED: usize = 20;

pub(super) fn content(app: App, schema: &Arc<Schema>) -> AnyView {
    let list = Memo::new(move |()| app.spec.with(|s| all(s)));
    let titles: Vec<(String, String)> =
        schema.product.roles.iter().map(|r| (r.id.clone(), r.title.clone())).collect();
    let for_rows = titles.clone();
    let left = Memo::new(move |()| app.spec.with(|s| all_left_out(s)));
    let left_titles = titles.clone();
    let left_rows = move || {
        let list = left.get();
        let drawn = list.iter().map(|(l, k)| left_row(app, l, k, &left_titles)).collect_view();
        (!list.is_empty()).then(|| {
            view! {
                <div id="left-out">
                    <h3>{tr(text::LEFT_OUT)}</h3>
                    <p class="help">{tr(text::LEFT_OUT_SENTENCE)}</p>
                    <ul class="overrides">{drawn}</ul>
                </div>
            }
            .any()
        })
    };
    let rows = move || {
        let list = list.get();
        if list.is_empty() {
            return view! { <p class="quiet">{tr(text::NO_OVERRIDES)}</p> }.any();
        }
        let drawn = list.into_iter().map(|(l, k)| row(app, l, &k, &for_rows)).collect_view();
        view! { <ul class="overrides">{drawn}</ul> }.any()
    };
    view! {
        <section class="group" id="overrides">
            <h2>{tr(text::OVERRIDES)}</h2>
            <p class="help">{tr(text::OVERRIDES_SENTENCE)}</p>
            {rows}
            {left_rows}
            {adding(app, schema, titles)}
        </section>
    }
    .any()
}

/// All overrides by layer and key.
fn all(spec: &ClusterSpec) -> Vec<(Layer, Property)> {
    let mut out: Vec<(Layer, Property)> =
        spec.overrides.cluster.keys().map(|k| (Layer::Cluster, k.clone())).collect();
    for (role, of_role) in &spec.overrides.roles {
        out.extend(of_role.keys().map(|k| (Layer::Role(role.clone()), k.clone())));
    }
    for node in &spec.nodes {
        out.extend(node.overrides.keys().map(|k| (Layer::Node(node.row), k.clone())));
    }
    out
}

/// All properties that are left out, by layer and key.
fn all_left_out(spec: &ClusterSpec) -> Vec<(Layer, Property)> {
    let mut out: Vec<(Layer, Property)> =
        spec.overrides.left_out.iter().map(|k| (Layer::Cluster, k.clone())).collect();
    for (role, of_role) in &spec.overrides.left_out_of_roles {
        out.extend(of_role.iter().map(|k| (Layer::Role(role.clone()), k.clone())));
    }
    for node in &spec.nodes {
        out.extend(node.left_out.iter().map(|k| (Layer::Node(node.row), k.clone())));
    }
    out
}

/// A property that is left out, with what puts it back.
fn left_row(app: App, layer: &Layer, key: &Property, titles: &[(String, String)]) -> AnyView {
    let place = Place::Override(layer.clone(), key.clone());
    let name = layer_name(app, layer, titles);
    let back = text::with(text::WRITE_AGAIN, &key.to_string());
    let write = move |_| app.edit(&[Edit::Clear(place.clone())]);
    view! {
        <li>
            <div class="override-line">
                <span class="override-layer quiet">{name}</span>
                <code>{key.to_string()}</code>
                <span></span>
                <button type="button" class="quiet square small" aria-label=back.clone() title=back on:click=write>
                    {icon("close")}
                </button>
            </div>
        </li>
    }
    .any()
}

/// What a layer is called: the cluster, a role's title, a node's name.
fn layer_name(app: App, layer: &Layer, titles: &[(String, String)]) -> String {
    match layer {
        Layer::Cluster => tr(text::CLUSTER).to_owned(),
        Layer::Role(role) => {
            titles.iter().find(|(r, _)| r == role).map_or_else(|| role.clone(), |(_, t)| t.clone())
        }
        Layer::Node(row) => {
            app.spec.with_untracked(|s| s.node(*row).map(super::rows::name_of)).unwrap_or_default()
        }
    }
}

fn value_of(spec: &ClusterSpec, layer: &Layer, key: &Property) -> String {
    spec.override_of(layer, key).unwrap_or_default().to_owned()
}

fn row(app: App, layer: Layer, key: &Property, titles: &[(String, String)]) -> AnyView {
    let place = Place::Override(layer.clone(), key.clone());
    let id = place.dom_id();
    let name = layer_name(app, &layer, titles);
    let value = {
        let (layer, key) = (layer, key.clone());
        Memo::new(move |()| app.spec.with(|s| value_of(s, &layer, &key)))
    };
    let change = {
        let place = place.clone();
        move |event| {
            let typed = event_target_value(&event);
            app.set_override(place.clone(), &typed);
            // A secret has become the name of a variable.
            dom::set_value(&place.dom_id(), &value.get_untracked());
        }
    };
    let findings = app.findings_at(id.clone());
    let below = findings_below(app, format!("{id}-findings"), findings);
    let spoken = format!("{name}: {key}");
    let remove_name = text::with(text::REMOVE_NODE, &key.to_string());
    let remove = move |_| {
        app.edit(&[Edit::Clear(place.clone())]);
        dom::focus_soon(vec!["override-key".to_owned()]);
    };
    view! {
        <li>
            <div class="override-line">
                <span class="override-layer quiet">{name}</span>
                <code>{key.to_string()}</code>
                <input
                    type="text"
                    id=id.clone()
                    class="mono"
                    aria-label=spoken
                    aria-describedby=format!("{id}-findings")
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || value.get()
                    on:focus=move |_| app.enter_field()
                    on:input=move |_| app.typed_elsewhere()
                    on:change=change
                />
                <button type="button" class="quiet square small" aria-label=remove_name.clone() title=remove_name on:click=remove>
                    {icon("close")}
                </button>
            </div>
            {below}
        </li>
    }
    .any()
}

/// The row that adds one.
fn adding(app: App, schema: &Arc<Schema>, titles: Vec<(String, String)>) -> AnyView {
    let layer = RwSignal::new("cluster".to_owned());
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(false);
    let schema = schema.clone();
    let offered = move || {
        let words = typed.get().to_ascii_lowercase();
        let keys = schema.product.keys.iter().filter(|k| k.to_ascii_lowercase().contains(&words));
        keys.take(OFFERED).map(|k| view! { <option value=k.clone()></option> }.any()).collect_view()
    };
    let layers = move || {
        let roles = titles
            .iter()
            .map(|(id, title)| {
                view! { <option value=format!("role {id}")>{title.clone()}</option> }.any()
            })
            .collect_view();
        let nodes = app.spec.with(|s| {
            s.nodes
                .iter()
                .map(|n| {
                    let value = format!("node {}", n.row.0);
                    view! { <option value=value>{super::rows::name_of(n)}</option> }.any()
                })
                .collect_view()
        });
        view! {
            <option value="cluster">{tr(text::CLUSTER)}</option>
            <optgroup label=tr(text::ROLES)>{roles}</optgroup>
            <optgroup label=tr(text::EDIT_NODES)>{nodes}</optgroup>
        }
    };
    let add = move || {
        let (key, value) = parts(&typed.get_untracked(), dom::value("override-value"));
        if key.is_empty() {
            problem.set(true);
            dom::focus("override-key");
            return;
        }
        problem.set(false);
        let place = Place::Override(layer_of(&layer.get_untracked()), Property::parse(&key));
        app.set_override(place, &value);
        typed.set(String::new());
        dom::set_value("override-value", "");
        dom::focus("override-key");
    };
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && !dom::composing_key(&event) && !event.ctrl_key() {
            add();
        }
    };
    view! {
        <div class="override-add" on:keydown=enter>
            <div>
                <label class="label" for="override-layer">{tr(text::LAYER)}</label>
                <select id="override-layer" on:change=move |e| layer.set(event_target_value(&e))>
                    {layers}
                </select>
            </div>
            <div class="wide">
                <label class="label" for="override-key">{tr(text::KEY)}</label>
                <input
                    type="text"
                    id="override-key"
                    class="mono"
                    list="override-keys"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid=move || problem.get().then_some("true")
                    aria-describedby="override-problem"
                    prop:value=move || typed.get()
                    on:focus=move |_| app.enter_field()
                    on:input=move |e| {
                        app.typed_elsewhere();
                        typed.set(event_target_value(&e));
                    }
                />
                <datalist id="override-keys">{offered}</datalist>
            </div>
            <div class="wide">
                <label class="label" for="override-value">{tr(text::VALUE)}</label>
                <input
                    type="text"
                    id="override-value"
                    class="mono"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    on:focus=move |_| app.enter_field()
                    on:input=move |_| app.typed_elsewhere()
                />
            </div>
            <button type="button" id="override-set" on:click=move |_| add()>{tr(text::ADD_OVERRIDE)}</button>
        </div>
        <p class="problem" id="override-problem">
            {move || problem.get().then(|| tr(text::KEY_MISSING))}
        </p>
    }
    .any()
}

/// Key and value; a whole line `key=value` in the box of the key is taken apart, so that no value
/// becomes part of a key.
fn parts(key: &str, value: String) -> (String, String) {
    match key.split_once('=') {
        Some((key, behind)) if value.is_empty() => {
            (key.trim().to_owned(), behind.trim().to_owned())
        }
        Some((key, _)) => (key.trim().to_owned(), value),
        None => (key.trim().to_owned(), value),
    }
}

fn layer_of(value: &str) -> Layer {
    if let Some(role) = value.strip_prefix("role ") {
        return Layer::Role(role.to_owned());
    }
    match value.strip_prefix("node ").and_then(|n| n.parse().ok()) {
        Some(row) => Layer::Node(RowId(row)),
        None => Layer::Cluster,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_in_the_box_of_the_key_is_taken_apart() {
        let read = |key: &str, value: &str| parts(key, value.to_owned());
        let is = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(read(" a.b ", "1"), is("a.b", "1"));
        assert_eq!(read("a.url = x@jdbc,password=y", ""), is("a.url", "x@jdbc,password=y"));
        assert_eq!(read("a.b=2", "1"), is("a.b", "1"));
    }
}
