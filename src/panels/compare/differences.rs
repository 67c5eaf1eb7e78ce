//! What differs between the other cluster and the document.

use super::more;
use crate::components::icon;
use crate::platform::dom;
use crate::state::{App, COMPARE_DIALOG};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{Edit, Text};
use protocol::{Comparison, Differing, FileDifference, PlaceLink};

pub(super) fn differences(app: App, comparison: &Comparison) -> AnyView {
    let in_files = comparison.files.iter().map(|file| file.keys.len());
    let more_than_told = usize::try_from(comparison.more).unwrap_or(usize::MAX);
    let count = comparison.choices.len() + comparison.nodes.len() + in_files.sum::<usize>();
    let sum = text::differences(count.saturating_add(more_than_told), comparison.equal);
    let taken = app.compare.taken;
    let undo = move || {
        (taken.get() > 0).then(|| {
            view! {
                <button type="button" class="small" id="compare-undo" on:click=move |_| {
                    app.undo();
                    taken.update(|taken| *taken = taken.saturating_sub(1));
                    dom::focus_soon(vec!["compare-shown".to_owned()]);
                }>
                    {icon("undo")} " " {tr(text::UNDO)}
                </button>
            }
            .any()
        })
    };
    let files = comparison.files.iter().map(|f| file(app, f)).collect_view();
    view! {
        <div class="compare-head">
            <p id="compare-sum"><strong>{sum}</strong></p>
            {undo}
        </div>
        {section(app, tr(text::COMPARE_CHOICES), &comparison.choices, text::COMPARE_NOT_SET)}
        {section(app, tr(text::COMPARE_NODES), &comparison.nodes, text::COMPARE_NOT_SET)}
        {files}
        {more(comparison.more, text::COMPARE_MORE)}
    }
    .any()
}

fn section(app: App, title: &'static str, rows: &[Differing], absent: Text) -> AnyView {
    if rows.is_empty() {
        return ().any();
    }
    view! {
        <section class="compare-section">
            <h3>{title}</h3>
            {table(app, title, rows, absent, false)}
        </section>
    }
    .any()
}

fn file(app: App, file: &FileDifference) -> AnyView {
    let keys = (!file.keys.is_empty())
        .then(|| table(app, &file.name, &file.keys, text::COMPARE_NOT_THERE, true));
    let count = u32::try_from(file.same.len()).unwrap_or(u32::MAX);
    let same = file
        .same
        .iter()
        .map(|(key, value)| {
            let value = if value.is_empty() { String::new() } else { format!("={value}") };
            view! { <li><code>{key.clone()}</code><code class="quiet">{value}</code></li> }.any()
        })
        .collect_view();
    let same = (count > 0).then(|| {
        view! {
            <details class="compare-same">
                <summary>{text::equal_keys(count)}</summary>
                <ul class="plain-list">{same}</ul>
            </details>
        }
        .any()
    });
    view! {
        <section class="compare-section" data-file=file.name.clone()>
            <h3><code>{file.name.clone()}</code></h3>
            {keys}
            {same}
        </section>
    }
    .any()
}

fn table(app: App, name: &str, rows: &[Differing], absent: Text, of_keys: bool) -> AnyView {
    let drawn = rows.iter().map(|row| difference(app, row, absent, of_keys)).collect_view();
    view! {
        <table class="differences" aria-label=name.to_owned()>
            <thead>
                <tr>
                    <th scope="col">{tr(text::COMPARE_WHAT)}</th>
                    <th scope="col">{tr(text::COMPARE_THERE)}</th>
                    <th scope="col">{tr(text::COMPARE_HERE)}</th>
                </tr>
            </thead>
            <tbody>{drawn}</tbody>
        </table>
    }
    .any()
}

fn difference(app: App, row: &Differing, absent: Text, of_keys: bool) -> AnyView {
    let whole = is_whole_node(row, of_keys);
    let absent = if whole { text::COMPARE_NOT_THERE } else { absent };
    let value = |value: &Option<String>| match value {
        Some(value) => view! { <code>{value.clone()}</code> }.any(),
        None => view! { <span class="quiet">{tr(absent)}</span> }.any(),
    };
    let named = row.label.clone();
    // What is a field or a node leads to itself; a key leads to what causes it.
    let (label, links) = match row.places.split_first() {
        Some((own, _)) if !of_keys => (link(app, own, row.label.clone()), ().any()),
        _ if of_keys => {
            let links = row.places.iter().map(|place| link(app, place, place.label.clone()));
            let links = links.collect_view();
            let label = view! { <code>{row.label.clone()}</code> }.any();
            (label, view! { <span class="difference-links">{links}</span> }.any())
        }
        _ => (view! { <span>{row.label.clone()}</span> }.any(), ().any()),
    };
    let small = |text: &str| {
        (!text.is_empty())
            .then(|| view! { <span class="quiet small">{text.to_owned()}</span> }.any())
    };
    view! {
        <tr data-difference=named>
            <th scope="row">{label} {small(&row.detail)} {small(&row.nodes)} {links}</th>
            <td data-label=tr(text::COMPARE_THERE)>{value(&row.there)} {take(app, row, whole)}</td>
            <td data-label=tr(text::COMPARE_HERE)>{value(&row.here)}</td>
        </tr>
    }
    .any()
}

/// Whether a row is a node that only one of the two has.
fn is_whole_node(row: &Differing, of_keys: bool) -> bool {
    let nodes = |edit: &Edit| matches!(edit, Edit::InsertNodes(..) | Edit::RemoveNode(_));
    !of_keys && row.take.iter().any(nodes)
}

fn link(app: App, to: &PlaceLink, words: String) -> AnyView {
    let target = to.clone();
    let go = move |_| {
        dom::close_dialog(COMPARE_DIALOG);
        app.go_to(&target.place, &target.step);
    };
    view! { <button type="button" class="link" data-action="go" on:click=go>{words}</button> }.any()
}

fn take(app: App, row: &Differing, whole: bool) -> AnyView {
    if row.take.is_empty() || app.only_read() {
        return ().any();
    }
    let of = if row.detail.is_empty() {
        row.label.clone()
    } else {
        format!("{} {}", row.label, row.detail)
    };
    let edits = row.take.clone();
    let label = match (whole, &row.there) {
        (false, _) => text::COMPARE_TAKE,
        (true, Some(_)) => text::ADD,
        (true, None) => text::REMOVE,
    };
    let name = text::labelled(label, &of);
    view! {
        <button type="button" class="small" data-action="take" aria-label=name.clone() title=name
            on:click=move |_| app.take_over(&edits, &of)>
            {tr(label)}
        </button>
    }
    .any()
}
