//! The files of all nodes: choose one, choose a variant of it, compare two.

use super::{changes, lines, original};
use crate::components::icon;
use crate::memo::Memo;
use crate::platform::{dom, file};
use crate::state::{App, NoticeKind, Slot, View};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{ClusterSpec, RowId};
use protocol::{Ask, Baseline, Body, FileGroup, FileId, Variant};

/// The region of files.
pub fn files(app: App) -> AnyView {
    let groups = Memo::new(move |()| app.checked.with(|c| c.files.clone()));
    let path = Memo::new(move |()| {
        app.checked.with(|c| c.view.first().map(|v| (v.path.clone(), v.about.clone())))
    });
    let originals = app.originals();
    let beside = Memo::new(move |()| app.kept.shown.get() && originals.with(|o| !o.is_empty()));
    let shown = move || {
        if beside.get() { original::table(app, originals) } else { lines::lines(app) }
    };
    let about = move || path.get().map(|(_, about)| about).unwrap_or_default();
    view! {
        <section class="files" id="files" aria-label=tr(text::FILES) tabindex="-1">
            {super::divider::divider(app)}
            <button
                type="button"
                class="quiet files-show"
                id="files-show"
                hidden=move || !app.files_hidden.get()
                on:click=move |_| {
                    app.files_hidden.set(false);
                    dom::focus_soon(vec!["file-name".to_owned()]);
                }
            >
                {icon("panel")} <span class="show-word">{tr(text::SHOW_FILES)}</span>
            </button>
            <div class="files-head">
                {chooser(app, groups)}
                {tools(app)}
            </div>
            {variants(app, groups)}
            <div class="about quiet">
                <p>{about}</p>
                {original::chooser(app, originals)}
                {changes::changes(app)}
                {baseline(app)}
            </div>
            {shown}
        </section>
    }
    .any()
}

fn chooser(app: App, groups: Memo<Vec<FileGroup>>) -> AnyView {
    let name = Memo::new(move |()| app.view.with(|v| v.name.clone()));
    let option = move |group: &FileGroup| {
        let changed = group.variants.iter().any(|v| v.changed);
        let label = if changed {
            format!("{} ({})", group.name, tr(text::CHANGED))
        } else {
            group.name.clone()
        };
        let this = group.name.clone();
        view! { <option value=group.name.clone() selected=move || name.get() == this>{label}</option> }
            .any()
    };
    let options = move || {
        let groups = groups.get();
        let of_nodes = |g: &&FileGroup| g.variants.iter().any(|v| !v.nodes.is_empty());
        let nodes = groups.iter().filter(of_nodes).map(option).collect_view();
        let shared = groups.iter().filter(|g| !of_nodes(g)).map(option).collect_view();
        view! {
            <optgroup label=tr(text::EDIT_NODES)>{nodes}</optgroup>
            <optgroup label=tr(text::CLUSTER)>{shared}</optgroup>
        }
    };
    let choose = move |event| {
        let name = event_target_value(&event);
        let node = groups.with_untracked(|groups| {
            let group = groups.iter().find(|g| g.name == name)?;
            group.variants.first()?.nodes.first().copied()
        });
        app.show_file(View { name, node, compare: None });
    };
    view! {
        <label class="visually-hidden" for="file-name">{tr(text::CHOOSE_FILE)}</label>
        <select id="file-name" class="mono" prop:value=move || name.get() on:change=choose>
            {options}
        </select>
    }
    .any()
}

fn tools(app: App) -> AnyView {
    view! {
        <span class="files-tools">
            {changes::hold(app)}
            <button type="button" class="quiet square" id="file-copy" aria-label=tr(text::COPY) title=tr(text::COPY)
                on:click=move |_| with_text(app, move |_, text| copy(app, &text))>
                {icon("copy")}
            </button>
            <button type="button" class="quiet square" id="file-download" aria-label=tr(text::DOWNLOAD) title=tr(text::DOWNLOAD)
                on:click=move |_| with_text(app, |name, text| {
                    let name = name.rsplit('/').next().unwrap_or(&name).to_owned();
                    file::download(&name, "text/plain", text.as_bytes());
                })>
                {icon("download")}
            </button>
            <button type="button" class="quiet square wide-only" id="files-hide" aria-label=tr(text::HIDE_FILES) title=tr(text::HIDE_FILES)
                on:click=move |_| {
                    app.files_hidden.set(true);
                    dom::focus_soon(vec!["files-show".to_owned()]);
                }>
                {icon("close")}
            </button>
        </span>
    }
    .any()
}

/// What changed lines are marked against.
fn baseline(app: App) -> AnyView {
    let change = move |event| {
        app.set_baseline(match event_target_value(&event).as_str() {
            "opened" => Baseline::Opened,
            "exported" => Baseline::Exported,
            _ => Baseline::LastEdit,
        });
    };
    let is = move |b: Baseline| move || app.baseline.get() == b;
    view! {
        <span class="since">
            // The dot is the one that marks what has changed.
            <span class="changed-dot" aria-hidden="true"></span>
            <label class="visually-hidden" for="file-baseline">{tr(text::CHANGES_SINCE)}</label>
            <select id="file-baseline" title=tr(text::CHANGES_SINCE) on:change=change>
                <option value="edit" selected=is(Baseline::LastEdit)>{tr(text::LAST_EDIT)}</option>
                <option value="opened" selected=is(Baseline::Opened)>{tr(text::OPENED)}</option>
                <option value="exported" selected=is(Baseline::Exported)>{tr(text::EXPORTED)}</option>
            </select>
        </span>
    }
    .any()
}

/// Copies a text and says so.
pub(super) fn copy(app: App, text: &str) {
    file::copy(text, move |copied| {
        app.announce(tr(if copied { text::COPIED } else { text::COPY_REFUSED }).to_owned());
    });
}

/// The text of the file in view, from the engine.
fn with_text(app: App, done: impl FnOnce(String, String) + 'static) {
    let view = app.view.get_untracked();
    let id = FileId { name: view.name.clone(), node: view.node };
    app.ask(Slot::Text, Ask::FileText(id), move |body| match body {
        Body::Text(text) => done(view.name, text),
        Body::Failed(reason) => app.notify(NoticeKind::Failed, reason, Vec::new()),
        _ => {}
    });
}

/// A variant as it is drawn.
#[derive(Clone, PartialEq)]
struct Drawn {
    label: String,
    nodes: Vec<RowId>,
    changed: bool,
}

/// The variants of the file in view: who has which, the most common first. Drawn anew when one of
/// them is called otherwise or has changed, not at every key.
fn variants(app: App, groups: Memo<Vec<FileGroup>>) -> AnyView {
    let drawn = Memo::new(move |()| {
        let name = app.view.with(|v| v.name.clone());
        let group = groups.with(|g| g.iter().find(|g| g.name == name).cloned());
        let variants = group.map(|g| g.variants).unwrap_or_default();
        if variants.iter().all(|v| v.nodes.is_empty()) {
            return Vec::new();
        }
        let draw = |v: Variant| Drawn {
            label: app.spec.with(|s| called(s, &v.nodes)),
            nodes: v.nodes,
            changed: v.changed,
        };
        variants.into_iter().map(draw).collect()
    });
    (move || {
        let drawn = drawn.get();
        if drawn.is_empty() {
            return ().any();
        }
        let several = drawn.len() > 1;
        let tabs = drawn.iter().map(|v| variant(app, v, several)).collect_view();
        let compare = several.then(|| compare(app, &drawn));
        view! {
            <div class="variants">
                <div class="variant-list" role="group" aria-label=tr(text::VARIANT)>{tabs}</div>
                {compare}
            </div>
        }
        .any()
    })
    .any()
}

/// What a variant is called: the names of few nodes, the number of many.
fn called(spec: &ClusterSpec, nodes: &[RowId]) -> String {
    if nodes.len() > 3 || (nodes.len() == spec.nodes.len() && nodes.len() > 1) {
        return text::nodes(nodes.len());
    }
    let name =
        |row: &RowId| spec.node(*row).map(|n| short(&n.name, spec).to_owned()).unwrap_or_default();
    text::list(&nodes.iter().map(name).collect::<Vec<_>>())
}

/// A host name without its domain, when that is enough to tell the nodes apart.
fn short<'a>(name: &'a str, spec: &ClusterSpec) -> &'a str {
    let head = |n: &'a str| n.split('.').next().unwrap_or(n);
    let first = head(name);
    let numeric = first.chars().all(|c| c.is_ascii_digit());
    let same = spec.nodes.iter().filter(|n| n.name.split('.').next() == Some(first)).count();
    if numeric || same > 1 || first.is_empty() { name } else { first }
}

fn variant(app: App, variant: &Drawn, several: bool) -> AnyView {
    let nodes = variant.nodes.clone();
    let label = variant.label.clone();
    let all = {
        let nodes = nodes.clone();
        move || {
            app.spec.with(|s| {
                let name = |r: &RowId| s.node(*r).map(|n| n.name.clone()).unwrap_or_default();
                text::names(&nodes.iter().map(name).collect::<Vec<_>>(), 30)
            })
        }
    };
    let changed = variant
        .changed
        .then(|| view! { <span class="changed-dot" title=tr(text::CHANGED)></span> }.any());
    if !several {
        return view! { <span class="variant-only" title=all>{label}</span> }.any();
    }
    let here = {
        let nodes = nodes.clone();
        Memo::new(move |()| app.view.with(|v| v.node.is_some_and(|n| nodes.contains(&n))))
    };
    let first = nodes.first().copied();
    let choose = move |_| {
        let mut view = app.view.get_untracked();
        view.compare = view.compare.filter(|_| !here.get_untracked());
        view.node = first;
        if view.compare.is_some_and(|c| nodes.contains(&c)) {
            view.compare = None;
        }
        app.show_file(view);
    };
    view! {
        <button
            type="button"
            class="variant"
            aria-pressed=move || if here.get() { "true" } else { "false" }
            title=all
            data-nodes=variant.nodes.len().to_string()
            on:click=choose
        >
            {label} {changed}
        </button>
    }
    .any()
}

/// A list of the other variants, to compare with.
fn compare(app: App, variants: &[Drawn]) -> AnyView {
    let options = variants
        .iter()
        .filter_map(|v| {
            let first = *v.nodes.first()?;
            let nodes = v.nodes.clone();
            let chosen = {
                let nodes = nodes.clone();
                move || app.view.with(|view| view.compare.is_some_and(|c| nodes.contains(&c)))
            };
            let hidden =
                move || app.view.with(|view| view.node.is_some_and(|n| nodes.contains(&n)));
            let label = v.label.clone();
            let value = first.0.to_string();
            Some(
                view! { <option value=value selected=chosen disabled=hidden>{label}</option> }
                    .any(),
            )
        })
        .collect_view();
    let change = move |event| {
        let mut view = app.view.get_untracked();
        view.compare = event_target_value(&event).parse().ok().map(RowId);
        app.show_file(view);
    };
    view! {
        <span class="compare">
            <label for="file-compare">{tr(text::COMPARE)}</label>
            <select id="file-compare" aria-label=tr(text::COMPARE_WITH) on:change=change>
                <option value="" selected=move || app.view.with(|v| v.compare.is_none())>"–"</option>
                {options}
            </select>
        </span>
    }
    .any()
}
