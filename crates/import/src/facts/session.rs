//! What the files of session managers say: properties, each a fact.

use super::{At, Facts, Piece};
use formats::properties;
use model::{Severity, msg};
use rules::Beside;
use std::collections::BTreeMap;
use std::rc::Rc;

/// All properties of a file; of one that stands twice the last counts.
pub(super) fn properties(beside: &Beside, piece: &Piece, facts: &mut Facts) {
    let mut values: BTreeMap<String, (String, At)> = BTreeMap::new();
    for entry in properties::read(&piece.text) {
        let at = At { path: Rc::clone(&piece.path), span: entry.span };
        if !beside.defaults.iter().any(|(key, _)| *key == entry.key) {
            facts.note(Severity::Warning, &at, msg!(
                en: "{k} is no key of {f}: nobody reads it.", zh: "{k} 不是 {f} 的配置项：没有程序读取它。",
                k = model::value::shown(&entry.key), f = beside.subject));
        }
        values.insert(entry.key, (entry.value, at));
    }
    // A cluster's client asks for neither.
    let cluster =
        values.get("redis.cluster.enabled").is_some_and(|(v, _)| v.eq_ignore_ascii_case("true"));
    let unasked = |key: &str| cluster && key.starts_with("redis.sentinel.");
    let is = |key: &str| values.get(key).map(|(value, at)| (value.as_str(), at));
    for (key, (value, at)) in &values {
        judge(beside.default_of(key), key, value, at, facts);
        if unasked(key) {
            facts.leave(format!("{key} {value}"), at);
        } else {
            facts.say(key.as_str(), value.trim(), at);
        }
    }
    if let Some((hosts, at)) = is("redis.hosts") {
        hosts_of(hosts, at, facts);
    }
    let on = |key: &str| is(key).is_some_and(|(value, _)| value.eq_ignore_ascii_case("true"));
    let two = ["redis.cluster.enabled", "redis.sentinel.enabled"];
    if two.iter().all(|key| on(key))
        && let Some((_, at)) = is("redis.sentinel.enabled")
    {
        facts.note(
            Severity::Warning,
            at,
            msg!(
            en: "Cluster and Sentinel are both on: the manager takes Cluster, and says nothing.",
            zh: "同时启用了 Cluster 和 Sentinel：管理器会采用 Cluster，且不作提示。"),
        );
    }
    if on("lb.sticky-session.enabled")
        && let Some((_, at)) = is("lb.sticky-session.enabled")
    {
        facts.note(Severity::Warning, at, msg!(
            en: "A node reads its own copy of a session first: unless the load balancer keeps each client on one node, people see what is old.",
            zh: "节点优先读取自己内存中的 Session 副本：除非负载均衡使客户端保持在同一节点，否则会读到过时的内容。"));
    }
}

/// What the manager does with a value that is none: numbers end its start, words are taken for false.
fn judge(default: &str, key: &str, value: &str, at: &At, facts: &mut Facts) {
    let (k, v) = (model::value::shown(key), model::value::shown(value));
    let number = !default.is_empty() && default.chars().all(|c| c.is_ascii_digit());
    if number && value.trim().parse::<i32>().is_err() && !value.contains("${") {
        facts.note(Severity::Error, at, msg!(
            en: "{k}={v} is no whole number: the manager ends with a NullPointerException, and the web application does not start.",
            zh: "{k}={v} 不是整数：管理器抛出 NullPointerException，Web 应用无法启动。", k = k, v = v));
        return;
    }
    let switch = matches!(default, "true" | "false");
    if switch && !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false") {
        facts.note(Severity::Warning, at, msg!(
            en: "{k}={v}: only the word true counts, without a blank behind it; this is taken for false.",
            zh: "{k}={v}：只有 true 一词有效，且后面不能有空格；此值被当作 false。", k = k, v = v));
    }
}

fn hosts_of(hosts: &str, at: &At, facts: &mut Facts) {
    for host in hosts.split(',').map(str::trim).filter(|h| !h.is_empty() && !h.contains("${")) {
        let parts: Vec<&str> = host.split(':').collect();
        let good = matches!(parts.as_slice(), [_, port] if port.parse::<u16>().is_ok());
        if !good {
            facts.note(Severity::Error, at, msg!(
                en: "{h} in redis.hosts is not host:port: the manager cuts at colons, and the web application does not start.",
                zh: "redis.hosts 中的 {h} 不是 主机:端口：管理器按冒号切分，Web 应用无法启动。", h = model::value::shown(host)));
        }
    }
}

/// What Tomcat's own file has of itself.
const STOCK: [&str; 9] = [
    "package.",
    "common.loader",
    "server.loader",
    "shared.loader",
    "tomcat.util.",
    "java.",
    "org.apache.el.",
    "org.apache.jasper.",
    "org.apache.tomcat.",
];

/// What was added to `catalina.properties`.
pub(super) fn system(piece: &Piece, facts: &mut Facts) {
    let mut values: BTreeMap<String, (String, At)> = BTreeMap::new();
    for entry in properties::read(&piece.text) {
        if !STOCK.iter().any(|own| entry.key.starts_with(own)) {
            let at = At { path: Rc::clone(&piece.path), span: entry.span };
            // As a part of an archive names a variable of the node's script.
            let named = entry.value.trim().strip_prefix("@{").and_then(|v| v.strip_suffix('}'));
            let value = named.map_or(entry.value.clone(), |name| format!("${{{name}}}"));
            values.insert(entry.key, (value, at));
        }
    }
    for (key, (value, at)) in values {
        facts.say(key, value, &at);
    }
}

/// The variable with the names of a node's services.
pub(crate) const SERVICES: &str = "MUSTER_SERVICES";

/// Those variables of a node's scripts that say something: others name secrets, and are none.
pub(super) fn environment(beside: &Beside, piece: &Piece, facts: &mut Facts) {
    let all = formats::shell_read::read(&piece.text);
    let own = |name: &str| name == SERVICES || beside.hints.iter().any(|hint| hint.fact == name);
    for set in formats::shell_settings::settings(&all).into_iter().filter(|set| own(&set.name)) {
        facts.say(set.name, set.value, &At { path: Rc::clone(&piece.path), span: set.span });
    }
}
