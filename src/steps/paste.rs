//! The paste box: what is typed or pasted, and live beside it what was understood.

use crate::platform::dom;
use crate::state::{App, NoticeKind, Slot};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::value::{Host, Value};
use model::{ClusterSpec, Edit, Node, Place};
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
            // A list that is pasted into the empty box of an example is taken at once.
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
    app.ask(Slot::Nodes, Ask::ReadNodes { text }, move |body| match body {
        Body::NodeList(found) => {
            let nothing = found.nodes.is_empty();
            // The step may have been left.
            if list.try_set(found).is_some() {
                return;
            }
            if let Some(schema) = take
                && !nothing
            {
                use_list(app, list, &schema, true);
            }
        }
        Body::Failed(reason) => app.notify(NoticeKind::Failed, reason, Vec::new()),
        _ => {}
    });
}

/// What was understood, and the buttons that take it over.
fn result(app: App, list: RwSignal<NodeList>, schema: &Arc<Schema>) -> AnyView {
    let found = list.get();
    if found.nodes.is_empty() && found.problems.is_empty() {
        return view! { <p class="empty">{tr(text::PASTE_EMPTY)}</p> }.any();
    }
    let count = found.nodes.len();
    let understood = (count > 0).then(|| understood(app, list, &found, schema));
    let problems = (!found.problems.is_empty()).then(|| problems(&found.problems));
    view! { {understood} {problems} }.any()
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
        .map(|(range, n)| view! { <li><code>{text::range(range, *n)}</code></li> })
        .collect_view();
    let has_address = found.nodes.iter().any(|n| !n.address.is_empty());
    let has_roles = found.nodes.iter().any(|n| !n.roles.is_empty());
    let rows = found
        .nodes
        .iter()
        .take(PREVIEW)
        .map(|n| {
            let address = has_address.then(|| view! { <td>{n.address.clone()}</td> });
            let roles: Vec<String> = n.roles.iter().cloned().collect();
            let roles = has_roles.then(|| view! { <td>{text::list(&roles)}</td> });
            view! { <tr><td>{n.name.clone()}</td>{address}{roles}</tr> }.any()
        })
        .collect_view();
    let more = (count > PREVIEW).then(|| {
        view! { <p class="quiet">{text::and_more(count - PREVIEW)}</p> }
    });
    let address_head = has_address.then(|| view! { <th scope="col">{tr(text::ADDRESS)}</th> });
    let roles_head = has_roles.then(|| view! { <th scope="col">{tr(text::ROLES)}</th> });
    let (for_replace, for_add) = (schema.clone(), schema.clone());
    let number = count.to_string();
    view! {
        <p class="label">{title}</p>
        <ul class="ranges">{ranges}</ul>
        <div class="understood" tabindex="0" role="region" aria-label=tr(text::UNDERSTOOD)>
            <table>
                <thead><tr><th scope="col">{tr(text::NAME)}</th>{address_head}{roles_head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {more}
        </div>
        <div class="buttons">
            <button type="button" id="paste-replace" on:click=move |_| use_list(app, list, &for_replace, true)>
                {text::with(text::REPLACE_NODES, &number)}
            </button>
            <button type="button" id="paste-add" on:click=move |_| use_list(app, list, &for_add, false)>
                {text::with(text::ADD_NODES, &number)}
            </button>
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

/// Takes the list over as one step of undo. What was not understood stays in the box.
fn use_list(app: App, list: RwSignal<NodeList>, schema: &Schema, replace: bool) {
    let found = list.get_untracked();
    let spec = app.spec.get_untracked();
    let from_list = found.nodes.iter().any(|n| !n.roles.is_empty());
    let nodes = with_roles(&spec, schema, &found.nodes, replace);
    let edits = if replace { replacing(&spec, &nodes) } else { adding(&spec, &nodes) };
    app.edit(edits);
    let rest: Vec<String> = found.problems.iter().map(|p| p.text.clone()).collect();
    app.paste.set(rest.join("\n"));
    read(app, list, None);
    let mut lines = went(schema, &nodes);
    if replace {
        lines.push(tr(if from_list { text::FROM_LIST } else { text::AS_EXAMPLE }).to_owned());
    }
    if !from_list && nodes.len() > spec.nodes.len() && replace {
        lines.push(tr(text::LIKE_LAST).to_owned());
    }
    app.notify(NoticeKind::Done, text::pasted(nodes.len(), &found.format, replace), lines);
    if rest.is_empty() {
        // The buttons that had the focus are gone.
        dom::focus_soon(vec![BOX.to_owned()]);
    }
}

/// The nodes of a list with roles: those of the list; else those that a node of the same name has;
/// else, in order, those of the nodes that they replace. Further nodes get the roles of the last
/// one that has roles that exclude each other, and only those: what runs once or thrice does not
/// grow.
fn with_roles(spec: &ClusterSpec, schema: &Schema, found: &[Node], replace: bool) -> Vec<Node> {
    let from_list = found.iter().any(|n| !n.roles.is_empty());
    let grouped =
        |role: &String| schema.product.roles.iter().any(|r| r.id == *role && !r.group.is_empty());
    let last = spec.nodes.iter().rev().find(|n| n.roles.iter().any(grouped));
    let last = last.or(spec.nodes.last()).map(|n| n.roles.clone()).unwrap_or_default();
    let mut more: BTreeSet<String> = last.iter().filter(|r| grouped(r)).cloned().collect();
    if more.is_empty() {
        more = last;
    }
    found
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let mut node = node.clone();
            let old = spec.nodes.iter().find(|n| n.name == node.name);
            if let Some(old) = old.filter(|_| replace) {
                let (name, address, roles) = (node.name, node.address, node.roles);
                node = old.clone();
                node.name = name;
                if !address.is_empty() {
                    node.address = address;
                }
                if from_list {
                    node.roles = roles;
                }
                return node;
            }
            if !from_list {
                let in_place = spec.nodes.get(at).filter(|_| replace);
                node.roles = in_place.map_or_else(|| more.clone(), |n| n.roles.clone());
            }
            node
        })
        .collect()
}

/// Edits that leave exactly these nodes, keeping the rows of those that were there. A node that
/// nothing was set for gives its row to the one that takes its place, so that what changes in the
/// files is seen.
fn replacing(spec: &ClusterSpec, nodes: &[Node]) -> Vec<Edit> {
    let mut kept = BTreeSet::new();
    let is_old = |node: &Node| spec.nodes.iter().any(|n| n.row == node.row && n.name == node.name);
    let mut edits = Vec::new();
    let mut placed = Vec::new();
    for node in nodes {
        // The same name twice is two nodes: the second one is new.
        let old = is_old(node) && kept.insert(node.row);
        placed.push((node.clone(), old));
    }
    for (at, (node, old)) in placed.iter_mut().enumerate() {
        let plain =
            |n: &&Node| n.settings.is_empty() && n.overrides.is_empty() && n.unknown.is_empty();
        let before = spec.nodes.get(at).filter(plain);
        if let Some(before) = before.filter(|b| !*old && !kept.contains(&b.row)) {
            kept.insert(before.row);
            node.row = before.row;
            *old = true;
            edits.push(Edit::Set(Place::NodeName(node.row), node.name.clone()));
        }
    }
    for node in &spec.nodes {
        if !kept.contains(&node.row) {
            edits.push(Edit::RemoveNode(node.row));
        }
    }
    for (at, (node, old)) in placed.into_iter().enumerate() {
        if old {
            edits.push(Edit::MoveNode(node.row, at));
            let before = spec.node(node.row);
            if before.is_some_and(|b| b.address != node.address) {
                edits.push(Edit::Set(Place::NodeAddress(node.row), node.address.clone()));
            }
            if before.is_some_and(|b| b.roles != node.roles) {
                let roles: Vec<String> = node.roles.iter().cloned().collect();
                edits.push(Edit::Set(Place::NodeRoles(node.row), roles.join(",")));
            }
        } else {
            edits.push(Edit::InsertNodes(at, vec![node]));
        }
    }
    edits
}

fn adding(spec: &ClusterSpec, nodes: &[Node]) -> Vec<Edit> {
    vec![Edit::InsertNodes(spec.nodes.len(), nodes.to_vec())]
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

#[cfg(test)]
mod tests {
    use super::*;
    use model::apply_all;
    use protocol::{ProductView, RoleView};

    fn node(name: &str, roles: &[&str]) -> Node {
        Node {
            name: name.to_owned(),
            roles: roles.iter().map(|r| (*r).to_owned()).collect(),
            ..Node::default()
        }
    }

    fn schema() -> Schema {
        let role = |id: &str, group: &str| RoleView {
            id: id.to_owned(),
            title: id.to_owned(),
            sentence: String::new(),
            group: group.to_owned(),
        };
        Schema {
            products: Vec::new(),
            product: ProductView {
                id: "p".to_owned(),
                title: "P".to_owned(),
                versions: Vec::new(),
                steps: Vec::new(),
                fields: Vec::new(),
                roles: vec![role("lead", "mode"), role("work", "mode"), role("keeper", "")],
                presets: Vec::new(),
                secret_keys: Vec::new(),
                keys: Vec::new(),
            },
        }
    }

    fn spec() -> ClusterSpec {
        let mut spec = ClusterSpec::new("p", "1");
        spec.push(node("a", &["lead", "keeper"]));
        spec.push(node("b", &["work", "keeper"]));
        spec
    }

    fn after(spec: &ClusterSpec, found: &[Node], replace: bool) -> Vec<(String, Vec<String>)> {
        let nodes = with_roles(spec, &schema(), found, replace);
        let edits = if replace { replacing(spec, &nodes) } else { adding(spec, &nodes) };
        let mut spec = spec.clone();
        apply_all(&mut spec, &edits);
        let rows: BTreeSet<_> = spec.nodes.iter().map(|n| n.row).collect();
        assert_eq!(rows.len(), spec.nodes.len());
        spec.nodes.iter().map(|n| (n.name.clone(), n.roles.iter().cloned().collect())).collect()
    }

    fn pair(name: &str, roles: &[&str]) -> (String, Vec<String>) {
        (name.to_owned(), roles.iter().map(|r| (*r).to_owned()).collect())
    }

    #[test]
    fn a_list_takes_the_roles_in_order_and_further_nodes_those_of_the_last() {
        let found = [node("x", &[]), node("y", &[]), node("z", &[])];
        let expected =
            [pair("x", &["keeper", "lead"]), pair("y", &["keeper", "work"]), pair("z", &["work"])];
        assert_eq!(after(&spec(), &found, true), expected);
    }

    #[test]
    fn a_known_name_keeps_its_row_and_its_roles() {
        let spec = spec();
        let found = [node("b", &[]), node("n", &[])];
        let nodes = with_roles(&spec, &schema(), &found, true);
        assert_eq!(nodes[0].row, spec.nodes[1].row);
        let expected = [pair("b", &["keeper", "work"]), pair("n", &["keeper", "work"])];
        assert_eq!(after(&spec, &found, true), expected);
    }

    #[test]
    fn roles_of_the_list_win_and_the_same_name_twice_stays_two_nodes() {
        let found = [node("a", &["work"]), node("a", &["lead"])];
        let expected = [pair("a", &["work"]), pair("a", &["lead"])];
        assert_eq!(after(&spec(), &found, true), expected);
    }

    #[test]
    fn a_node_gives_its_row_to_the_one_in_its_place_unless_something_was_set_for_it() {
        let mut spec = spec();
        spec.nodes[1].settings.insert("heap".to_owned(), "8 GiB".to_owned());
        let nodes = with_roles(&spec, &schema(), &[node("x", &[]), node("y", &[])], true);
        let edits = replacing(&spec, &nodes);
        let before: Vec<_> = spec.nodes.iter().map(|n| n.row).collect();
        apply_all(&mut spec, &edits);
        assert_eq!(spec.nodes[0].row, before[0]);
        assert_ne!(spec.nodes[1].row, before[1]);
        assert!(spec.nodes[1].settings.is_empty());
    }

    #[test]
    fn adding_keeps_what_is_there() {
        let expected =
            [pair("a", &["keeper", "lead"]), pair("b", &["keeper", "work"]), pair("c", &["work"])];
        assert_eq!(after(&spec(), &[node("c", &[])], false), expected);
    }
}
