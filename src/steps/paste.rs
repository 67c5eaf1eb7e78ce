//! The paste box: what is typed or pasted, and live beside it what was understood.

use crate::memo::Memo;
use crate::platform::dom;
use crate::state::{App, NoticeKind, Slot};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::Node;
use model::node_list::{adding, new_ones, replacing, with_roles};
use model::value::{Host, Value};
use protocol::{Ask, Body, NodeList, NodeListProblem, Schema};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The box's element.
const BOX: &str = "paste";
/// More rows of the preview are not drawn.
const PREVIEW: usize = 100;

pub(super) fn content(app: App, schema: &Arc<Schema>) -> AnyView {
    let list = RwSignal::new(NodeList::default());
    let schema = schema.clone();
    // What was in the box before the step was left is read again.
    if !app.paste.with_untracked(String::is_empty) {
        read(app, list, None);
    }
    let pasted = {
        let schema = schema.clone();
        move |event: leptos::ev::Event| {
            let whole = app.paste.with_untracked(|t| t.trim().is_empty());
            let text = dom::pasted_text(&event).unwrap_or_default();
            // A list that is pasted into the empty box of an example is taken at once, when all of
            // it is understood.
            if whole && !text.trim().is_empty() && has_example_nodes(app) {
                event.prevent_default();
                app.paste.set(text);
                read(app, list, Some(schema.clone()));
            }
        }
    };
    let typed = move |text: String| {
        app.typed_elsewhere();
        app.paste.set(text);
        read(app, list, None);
    };
    view! {
        <div class="paste">
            <div class="paste-box">
                <label class="label" for=BOX>{tr(text::PASTE_LABEL)}</label>
                <textarea
                    id=BOX
                    rows="6"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="paste-help paste-result"
                    prop:value=move || app.paste.get()
                    on:focus=move |_| app.enter_field()
                    on:paste=move |event| pasted(event.into())
                    on:input=move |event| {
                        if !dom::composing(&event) {
                            typed(event_target_value(&event));
                        }
                    }
                    on:compositionend=move |event| typed(event_target_value(&event))
                ></textarea>
                <p class="help" id="paste-help">{tr(text::PASTE_HELP)}</p>
            </div>
            <div class="paste-result" id="paste-result">
                {move || result(app, list, &schema)}
            </div>
        </div>
    }
    .any()
}

/// Whether the nodes are those of an example: nothing is lost when a list replaces them.
fn has_example_nodes(app: App) -> bool {
    let untouched = untrack(move || app.is_example());
    untouched
        || app.spec.with_untracked(|s| {
            s.nodes.iter().all(|n| Host::parse(&n.name).is_ok_and(|h| h.is_example()))
        })
}

/// Has the engine read the box; `take` takes over what was understood.
fn read(app: App, list: RwSignal<NodeList>, take: Option<Arc<Schema>>) {
    let text = app.paste.get_untracked();
    if text.trim().is_empty() {
        list.set(NodeList::default());
        return;
    }
    let taken = app.paste_left.with_value(|left| *left == text);
    app.ask(Slot::Nodes, Ask::ReadNodes { text }, move |body| match body {
        Body::NodeList(mut found) => {
            let there = |nodes| app.spec.with_untracked(|spec| new_ones(spec, nodes).is_empty());
            if taken && there(&found.nodes) {
                // Of these lines everything was used that could be.
                found = only_problems(found);
            }
            let whole = !found.nodes.is_empty() && found.problems.is_empty();
            // The step may have been left.
            if list.try_set(found).is_some() {
                return;
            }
            if let Some(schema) = take
                && whole
            {
                use_list(app, list, &schema, true);
            }
        }
        Body::Failed(reason) => app.notify(NoticeKind::Failed, reason, Vec::new()),
        _ => {}
    });
}

/// What is left of a list that was taken over.
fn only_problems(found: NodeList) -> NodeList {
    NodeList { problems: found.problems, format: found.format, ..NodeList::default() }
}

/// What was understood, and the buttons that take it over.
fn result(app: App, list: RwSignal<NodeList>, schema: &Arc<Schema>) -> AnyView {
    let found = list.get();
    if found.nodes.is_empty() && found.problems.is_empty() {
        return view! { <p class="empty">{tr(text::PASTE_EMPTY)}</p> }.any();
    }
    let count = found.nodes.len();
    let understood = (count > 0).then(|| understood(app, list, &found, schema));
    let nothing =
        count == 0 && app.paste_left.with_value(|left| app.paste.with_untracked(|p| p != left));
    let nothing = nothing.then(|| view! { <p class="quiet">{tr(text::NODES_STAY)}</p> });
    let problems = (!found.problems.is_empty()).then(|| problems(&found.problems));
    view! { {understood} {nothing} {problems} }.any()
}

fn understood(
    app: App,
    list: RwSignal<NodeList>,
    found: &NodeList,
    schema: &Arc<Schema>,
) -> AnyView {
    let count = found.nodes.len();
    let title = format!("{} · {} · {}", tr(text::UNDERSTOOD), text::nodes(count), found.format);
    let ranges = found
        .ranges
        .iter()
        .take(PREVIEW)
        .map(|(range, n)| view! { <li><code>{text::range(range, *n)}</code></li> })
        .collect_view();
    let has_address = found.nodes.iter().any(|n| !n.address.is_empty());
    let has_roles = found.nodes.iter().any(|n| !n.roles.is_empty());
    let keys: BTreeSet<&String> = found.nodes.iter().flat_map(|n| n.settings.keys()).collect();
    let rows = found
        .nodes
        .iter()
        .take(PREVIEW)
        .map(|n| {
            let address = has_address.then(|| view! { <td>{n.address.clone()}</td> });
            let roles: Vec<String> = n.roles.iter().cloned().collect();
            let roles = has_roles.then(|| view! { <td>{text::list(&roles)}</td> });
            let set = keys
                .iter()
                .map(|key| view! { <td>{n.settings.get(*key).cloned().unwrap_or_default()}</td> })
                .collect_view();
            view! { <tr><td>{n.name.clone()}</td>{address}{roles}{set}</tr> }.any()
        })
        .collect_view();
    let more = (count > PREVIEW).then(|| {
        view! { <p class="quiet">{text::and_more(count - PREVIEW)}</p> }
    });
    let address_head = has_address.then(|| view! { <th scope="col">{tr(text::ADDRESS)}</th> });
    let roles_head = has_roles.then(|| view! { <th scope="col">{tr(text::ROLES)}</th> });
    let label = |key: &str| {
        let field = schema.product.fields.iter().find(|f| f.key == key);
        field.map_or_else(|| key.to_owned(), |f| f.label.clone())
    };
    let set_heads =
        keys.iter().map(|key| view! { <th scope="col">{label(key)}</th> }).collect_view();
    let (for_replace, for_add) = (schema.clone(), schema.clone());
    // Those that are there already are not added once more.
    let nodes = found.nodes.clone();
    let new = Memo::new(move |()| app.spec.with(|spec| new_ones(spec, &nodes).len()));
    let add = move || {
        let for_add = for_add.clone();
        match new.get() {
            0 => view! { <span class="quiet">{tr(text::ALL_THERE)}</span> }.any(),
            n => view! {
                <button type="button" id="paste-add" on:click=move |_| use_list(app, list, &for_add, false)>
                    {text::with(text::ADD_NODES, &n.to_string())}
                </button>
            }
            .any(),
        }
    };
    let number = count.to_string();
    view! {
        <p class="label">{title}</p>
        <ul class="ranges">{ranges}</ul>
        <div class="understood" tabindex="0" role="region" aria-label=tr(text::UNDERSTOOD)>
            <table>
                <thead><tr><th scope="col">{tr(text::NAME)}</th>{address_head}{roles_head}{set_heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {more}
        </div>
        <div class="buttons">
            <button type="button" id="paste-replace" on:click=move |_| use_list(app, list, &for_replace, true)>
                {text::with(text::REPLACE_NODES, &number)}
            </button>
            {add}
        </div>
    }
    .any()
}

fn problems(problems: &[NodeListProblem]) -> AnyView {
    let rows = problems
        .iter()
        .take(PREVIEW)
        .map(|p| {
            view! {
                <li data-line=p.line.to_string()>
                    <span class="mark error">{crate::components::icon("error")}</span>
                    <span>
                        <strong>{text::line_number(p.line)}</strong> " " <code>{p.text.clone()}</code>
                        <br/>
                        {p.reason.clone()}
                    </span>
                </li>
            }
            .any()
        })
        .collect_view();
    let more = (problems.len() > PREVIEW)
        .then(|| view! { <p class="quiet">{text::and_more(problems.len() - PREVIEW)}</p> });
    view! {
        <p class="label">{tr(text::NOT_UNDERSTOOD)}</p>
        <ul class="problems" id="paste-problems">{rows}</ul>
        {more}
    }
    .any()
}

/// Takes the list over as one step of undo. What was not understood stays in the box, and what was
/// can't be taken a second time: the buttons go at once, and come back when something is typed.
fn use_list(app: App, list: RwSignal<NodeList>, schema: &Schema, replace: bool) {
    let found = list.get_untracked();
    if found.nodes.is_empty() {
        return;
    }
    let spec = app.spec.get_untracked();
    let from_list = found.nodes.iter().any(|n| !n.roles.is_empty());
    let grouped =
        |role: &str| schema.product.roles.iter().any(|r| r.id == role && !r.group.is_empty());
    let nodes = with_roles(&spec, &grouped, &found.nodes, replace);
    let edits = if replace { replacing(&spec, &nodes) } else { adding(&spec, &nodes) };
    let count = if replace { nodes.len() } else { new_ones(&spec, &nodes).len() };
    if !edits.is_empty() {
        app.edit(&edits);
    }
    let rest = left(&found.problems);
    app.paste_left.set_value(rest.clone());
    app.paste.set(rest.clone());
    let format = found.format.clone();
    list.set(only_problems(found));
    // The lines have other numbers now.
    read(app, list, None);
    let mut lines = went(schema, &nodes);
    if replace {
        lines.push(tr(if from_list { text::FROM_LIST } else { text::AS_EXAMPLE }).to_owned());
    }
    if !from_list && nodes.len() > spec.nodes.len() && replace {
        lines.push(tr(text::LIKE_LAST).to_owned());
    }
    app.notify(NoticeKind::Done, text::pasted(count, &format, replace), lines);
    if rest.is_empty() {
        // The buttons that had the focus are gone.
        dom::focus_soon(vec![BOX.to_owned()]);
    }
}

/// Which roles went to which nodes.
fn went(schema: &Schema, nodes: &[Node]) -> Vec<String> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for node in nodes {
        let titles: Vec<String> = schema
            .product
            .roles
            .iter()
            .filter(|r| node.roles.contains(&r.id))
            .map(|r| r.title.clone())
            .collect();
        let roles =
            if titles.is_empty() { tr(text::WITHOUT_ROLES).to_owned() } else { titles.join(" + ") };
        match groups.iter_mut().find(|(r, _)| *r == roles) {
            Some((_, names)) => names.push(node.name.clone()),
            None => groups.push((roles, vec![node.name.clone()])),
        }
    }
    groups.iter().map(|(roles, names)| text::went_to(roles, names)).collect()
}

/// What stays in the box when a list was taken over: each line of which something was not used,
/// once.
fn left(problems: &[NodeListProblem]) -> String {
    let mut lines: Vec<&NodeListProblem> = problems.iter().collect();
    lines.dedup_by_key(|p| p.line);
    lines.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_in_the_box_once() {
        let problem = |line: u32, text: &str| NodeListProblem {
            line,
            text: text.to_owned(),
            reason: String::new(),
        };
        let problems = [problem(2, "k1 _a _b"), problem(2, "k1 _a _b"), problem(4, "k1 _a _b")];
        assert_eq!(left(&problems), "k1 _a _b\nk1 _a _b");
    }
}
