//! What the tests of node lists share: roles, and a list in words.

use formats::node_list::{NodeList, RoleWords};
use model::Lang;

const fn words(
    id: &'static str,
    words: &'static [&'static str],
    roles: &'static [&'static str],
) -> RoleWords<'static> {
    RoleWords { id, words, roles }
}

const ROLES: &[RoleWords] = &[
    words("all", &[], &["all"]),
    words("job", &["build", "任务"], &["job"]),
    words("query", &["查询"], &["query"]),
    words("stream_coordinator", &[], &["stream_coordinator"]),
    words("zookeeper", &["zk"], &["zookeeper"]),
    words("load_balancer", &["lb", "负载均衡"], &["load_balancer"]),
    // Server types, one of them called as a role is.
    words("edge", &["front end", "接入"], &["load_balancer", "query"]),
    words("job", &["batch", "query"], &["job"]),
];
/// Words for roles of other products.
const OTHERS: &[&str] = &["master", "worker", "zk"];

pub(crate) fn read(text: &str) -> NodeList {
    formats::node_list::read(text, ROLES, OTHERS)
}

pub(crate) fn names(list: &NodeList) -> Vec<&str> {
    list.nodes.iter().map(|n| n.name.as_str()).collect()
}

/// `name address role+role key=value`, one string per node.
pub(crate) fn nodes(text: &str) -> Vec<String> {
    let list = read(text);
    assert_eq!(list.problems, [], "{text}");
    let show = |n: &model::Node| {
        let mut parts = vec![n.name.clone()];
        if !n.address.is_empty() {
            parts.push(n.address.clone());
        }
        if !n.roles.is_empty() {
            parts.push(n.roles.iter().cloned().collect::<Vec<_>>().join("+"));
        }
        parts.extend(n.settings.iter().map(|(k, v)| format!("{k}={v}")));
        parts.join(" ")
    };
    list.nodes.iter().map(show).collect()
}

pub(crate) fn problems(text: &str) -> Vec<(u32, String)> {
    let list = read(text);
    list.problems.iter().map(|p| (p.line, p.reason.render(Lang::En))).collect()
}
