//! What a site file of Hadoop's family says, as `org.apache.hadoop.conf.Configuration` reads it.

use super::{At, Facts, Piece};
use formats::xml_read::{self, Element};
use model::{Severity, msg};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A property.
struct Property {
    value: String,
    at: At,
    last: bool,
}

/// Names that a property has now, by those that files still have.
const RENAMED: [(&str, &str); 3] = [
    ("fs.default.name", "fs.defaultFS"),
    ("dfs.federation.nameservices", "dfs.nameservices"),
    ("dfs.http.address", "dfs.namenode.http-address"),
];

pub(super) fn read(piece: &Piece, facts: &mut Facts) {
    let all = match xml_read::read(&piece.text) {
        Ok(all) => all,
        Err((span, message)) => {
            let at = At { path: Rc::clone(&piece.path), span };
            facts.note(Severity::Error, &at, message);
            return;
        }
    };
    let root = all.first().map_or("", |e| e.name.as_str());
    if root != "configuration" {
        let span = all.first().map_or(model::Span { line: 1, column: 1 }, |e| e.span);
        let at = At { path: Rc::clone(&piece.path), span };
        facts.note(Severity::Warning, &at, msg!(
            en: "The root is <{r}>, not <configuration>: nothing of it is read.",
            zh: "根元素是 <{r}>，不是 <configuration>：其中的内容都不会被读取。", r = model::value::shown(root)));
        return;
    }
    let mut properties = properties(piece, &all, facts);
    expand(&mut properties);
    judge(&properties, facts);
    derive(&properties, facts);
    for (name, property) in properties {
        facts.say(name, property.value, &property.at);
    }
}

fn properties(piece: &Piece, all: &[Element], facts: &mut Facts) -> BTreeMap<String, Property> {
    // The children of each property, by its number.
    let mut parts: BTreeMap<usize, Vec<&Element>> = BTreeMap::new();
    for element in all {
        if let Some(parent) = element.parent {
            parts.entry(parent).or_default().push(element);
        }
    }
    let mut known: BTreeMap<String, Property> = BTreeMap::new();
    for (number, element) in all.iter().enumerate() {
        let at = At { path: Rc::clone(&piece.path), span: element.span };
        match element.name.as_str() {
            "property" => {}
            "include" => {
                facts.note(
                    Severity::Warning,
                    &at,
                    msg!(
                    en: "Includes {f}, which is not read here: bring it as a file of its own.",
                    zh: "引用了 {f}，此处不会读取：请单独提供该文件。",
                    f = model::value::shown(element.attribute("href").unwrap_or_default())),
                );
                continue;
            }
            _ => continue,
        }
        let part = |name: &str| {
            let own = parts.get(&number).into_iter().flatten().find(|e| e.name == name);
            own.map(|e| e.text.trim().to_owned())
                .or_else(|| element.attribute(name).map(str::to_owned))
        };
        let name = part("name").map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
        let (Some(name), Some(value)) = (name, part("value")) else {
            facts.note(
                Severity::Warning,
                &at,
                msg!(
                en: "A property without a name or without a value: it sets nothing.",
                zh: "该 property 缺少 name 或 value：不会设置任何内容。"),
            );
            continue;
        };
        let renamed = RENAMED.iter().find(|(old, _)| *old == name);
        let name = renamed.map_or(name.clone(), |(_, new)| (*new).to_owned());
        let last = part("final").is_some_and(|f| f == "true");
        match known.get(&name) {
            Some(old) if old.last => {
                facts.note(Severity::Warning, &at, msg!(
                    en: "{k} is final since line {l}: this one is ignored.", zh: "{k} 在第 {l} 行已声明为 final：此处的值被忽略。",
                    k = model::value::shown(&name), l = old.at.span.line));
                continue;
            }
            Some(old) if old.value != value => facts.note(Severity::Warning, &at, msg!(
                en: "{k} stands in this file twice, first in line {l}, with different values: the last one counts.",
                zh: "{k} 在该文件中出现两次（第一次在第 {l} 行），取值不同：以最后一个为准。",
                k = model::value::shown(&name), l = old.at.span.line)),
            _ => {}
        }
        known.insert(name, Property { value, at, last });
    }
    known
}

/// `${name}` of the same file; others are left to whoever knows the machine. As Hadoop does, twenty times
/// at most, and no longer than a configuration is.
fn expand(properties: &mut BTreeMap<String, Property>) {
    const ROUNDS: usize = 20;
    const LONG: usize = 4096;
    let values: BTreeMap<String, String> =
        properties.iter().map(|(name, p)| (name.clone(), p.value.clone())).collect();
    for property in properties.values_mut() {
        for _ in 0..ROUNDS {
            let found = property.value.find("${").and_then(|from| {
                let end = property.value.get(from..)?.find('}')? + from;
                let value = values.get(property.value.get(from + 2..end)?)?;
                Some((from, end, value))
            });
            let Some((from, end, value)) =
                found.filter(|(.., v)| v.len() + property.value.len() < LONG)
            else {
                break;
            };
            property.value.replace_range(from..=end, value);
        }
    }
}

fn judge(properties: &BTreeMap<String, Property>, facts: &mut Facts) {
    if let Some(services) = properties.get("dfs.nameservices") {
        for service in list(&services.value) {
            let key = format!("dfs.ha.namenodes.{service}");
            let one = format!("dfs.namenode.rpc-address.{service}");
            if !properties.contains_key(&key) && !properties.contains_key(&one) {
                facts.note(Severity::Warning, &services.at, msg!(
                    en: "The name service {s} has neither {k} nor {o}: a client finds no name node of it.",
                    zh: "名称服务 {s} 既没有 {k} 也没有 {o}：客户端找不到它的 NameNode。",
                    s = model::value::shown(service), k = model::value::shown(&key), o = model::value::shown(&one)));
            }
        }
    }
    if let Some(quorum) = properties.get("hbase.zookeeper.quorum") {
        let members: Vec<&str> = list(&quorum.value).collect();
        let own = |m: &&str| matches!(m.split(':').next(), Some("localhost" | "127.0.0.1"));
        let here = members.iter().any(own);
        let whole = properties.get("hbase.cluster.distributed").is_some_and(|p| p.value == "true");
        if here && (members.len() > 1 || whole) {
            facts.note(Severity::Warning, &quorum.at, msg!(
                en: "localhost in hbase.zookeeper.quorum: every machine with this file asks itself.",
                zh: "hbase.zookeeper.quorum 中有 localhost：每台使用该文件的机器都会访问自己。"));
        }
    }
}

/// What several properties say together: name nodes, an ensemble with its port.
fn derive(properties: &BTreeMap<String, Property>, facts: &mut Facts) {
    let value = |key: &str| properties.get(key).map(|p| p.value.as_str());
    if let Some(services) = properties.get("dfs.nameservices") {
        let all: Vec<&str> = list(&services.value).collect();
        for service in &all {
            let names =
                value(&format!("dfs.ha.namenodes.{service}")).map(|n| list(n).collect::<Vec<_>>());
            let addresses = names
                .into_iter()
                .flatten()
                .filter_map(|name| value(&format!("dfs.namenode.rpc-address.{service}.{name}")));
            let addresses: Vec<&str> = addresses.collect();
            if !addresses.is_empty() {
                facts.say(format!("name nodes of {service}"), addresses.join(","), &services.at);
            }
        }
    }
    if let Some(quorum) = properties.get("hbase.zookeeper.quorum") {
        let port = value("hbase.zookeeper.property.clientPort").unwrap_or("2181");
        let member = |m: &str| if m.contains(':') { m.to_owned() } else { format!("{m}:{port}") };
        let all: Vec<String> = list(&quorum.value).map(member).collect();
        facts.say("ZooKeeper", all.join(","), &quorum.at);
    }
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}
