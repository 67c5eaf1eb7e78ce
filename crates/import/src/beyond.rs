//! What files beside the product say that is proposed for fields, and what no field says.

use crate::beside::Said;
use crate::facts::{MEMBER, member_of};
use crate::fit::{Distance, said_by};
use crate::read::Note;
use crate::target::{Line, Read, Target};
use crate::together::together;
use crate::tried::{Written, adds, counts, same, text_of, written};
use model::{ClusterSpec, Message, RowId, Severity, msg};
use rules::{Beside, Context, Hint, Kind, Product, Reader, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// Fills in fields that the document asks for and no file of the product says, where a file beside it does:
/// an ensemble, name nodes, a certificate. Each is told.
pub(crate) fn propose(
    product: &'static Product,
    spec: &mut ClusterSpec,
    target: &Target,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let distance = Distance::of(product, spec, target);
    for field in product.all_fields().filter(|f| f.scope != Scope::Node) {
        let open = {
            let cx = Context::new(spec, product);
            (field.shown)(&cx)
                && cx.text(field.key).is_empty()
                && !spec.settings.contains_key(field.key)
        };
        if !open
            || matches!(field.kind, Kind::Choice(_) | Kind::Switch)
            || said_by(product, spec, target, field)
        {
            continue;
        }
        let all = target.beyond.iter().flat_map(|(_, said)| said);
        let found = all.flat_map(|(subject, lines)| {
            let beside = product.import.beside.iter().find(|b| b.subject == *subject);
            let hints = beside.into_iter().flat_map(|b| b.hints).filter(|h| h.field == field.key);
            hints.filter_map(move |hint| {
                fact(hint, lines).map(|(key, line)| (*subject, hint, key, line))
            })
        });
        let found: Vec<(&str, &Hint, &String, &Line)> = found.collect();
        for (subject, hint, key, line) in found {
            if !meant(spec, hint, key) {
                continue;
            }
            let text = (hint.text)(&line.value).and_then(|text| text_of(field, &text));
            let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
            let before = distance.now(spec);
            spec.settings.insert(field.key.to_owned(), text.clone());
            // The product's own files count more: what they leave out stays left out.
            if distance.now(spec) > before {
                spec.settings.remove(field.key);
                continue;
            }
            notes.push(Note {
                severity: Severity::Info,
                path: line.path.to_string(),
                span: line.span,
                message: msg!(
                    en: "{l}: {t}, from {s}; no file of the product says it.",
                    zh: "{l}：{t}，取自 {s}；产品自身的文件没有说明。",
                    l = field.label, t = model::value::shown(&text), s = subject),
            });
            break;
        }
    }
    notes
}

/// The fact of a hint; `*` at its end stands for a name.
fn fact<'l>(hint: &Hint, lines: &'l BTreeMap<String, Line>) -> Option<(&'l String, &'l Line)> {
    match hint.fact.strip_suffix('*') {
        Some(head) => lines.iter().find(|(key, _)| key.starts_with(head)),
        None => lines.get_key_value(hint.fact),
    }
}

/// Whether a fact about something with a name is about what the document names.
fn meant(spec: &ClusterSpec, hint: &Hint, key: &str) -> bool {
    let Some(head) = hint.fact.strip_suffix('*') else { return true };
    let name = key.strip_prefix(head).unwrap_or_default();
    spec.settings.values().any(|text| {
        let rest = text.split_once("://").map_or("", |(_, rest)| rest);
        rest.split('/').next() == Some(name)
    })
}

/// What no field says, a note for each file; and members on other ports than the product's.
pub(crate) fn told(
    product: &'static Product,
    spec: &ClusterSpec,
    read: &Read,
    target: &Target,
) -> Vec<Note> {
    let cx = Context::new(spec, product);
    let mut notes: Vec<Note> = Vec::new();
    let mut seen: BTreeSet<(&str, Vec<String>)> = BTreeSet::new();
    let row = |host: &String| target.hosts.get(host).copied();
    for (host, of_host) in &read.beyond.hosts {
        let of_target = row(host).and_then(|row| target.beyond.iter().find(|(r, _)| *r == row));
        let of_target = of_target.or_else(|| {
            target.beyond.iter().find(|(_, said)| host.is_empty() && said.keys().eq(of_host.keys()))
        });
        let said = of_target.map_or(of_host, |(_, said)| said);
        let row = of_target.map(|(row, _)| *row);
        together(said, &mut notes);
        for beside in product.import.beside.iter().filter(|b| b.reader != Reader::Environment) {
            let Some(lines) = said.get(beside.subject) else { continue };
            let node = row.and_then(|row: RowId| cx.node(row));
            let own = node.map_or_else(Written::default, |node| written(&cx, node, beside));
            let rest = read.beyond.rest.get(&(host.clone(), beside.subject));
            let differ = Differ::of(product, spec, beside, lines, &own, said);
            let mut rest: Vec<_> =
                rest.into_iter().flatten().filter(|(_, text)| !own.rest.contains(text)).collect();
            let mut key: Vec<String> = differ.all.iter().map(|(text, ..)| text.clone()).collect();
            key.extend(rest.iter().map(|(_, text)| text.clone()).chain(differ.more.clone()));
            // Hosts with the same files hear it once.
            if !key.is_empty() && !seen.insert((beside.subject, key)) {
                continue;
            }
            differ.tell(beside, lines, &own, &mut notes);
            left(beside, &mut rest, &mut notes);
            ports(product, lines, &mut notes);
            silent(&cx, lines, &mut notes);
        }
    }
    notes
}

/// Facts that Muster would not write as they were read.
struct Differ<'l> {
    /// In words, with what Muster would write there, and the line.
    all: Vec<(String, Option<String>, &'l Line)>,
    /// What Muster would write, and nobody says.
    more: Vec<String>,
}

impl<'l> Differ<'l> {
    fn of(
        product: &'static Product,
        spec: &ClusterSpec,
        beside: &Beside,
        lines: &'l BTreeMap<String, Line>,
        own: &Written,
        said: &Said,
    ) -> Differ<'l> {
        let cx = Context::new(spec, product);
        // What was proposed for a field that writes into another file is said.
        let used = |key: &str, value: &str| {
            beside.hints.iter().any(|h| {
                let named = h.fact == key
                    || h.fact.strip_suffix('*').is_some_and(|head| key.starts_with(head));
                let text = if named { (h.text)(value) } else { None };
                text.is_some_and(|text| {
                    spec.settings.get(h.field).is_some_and(|now| {
                        *now == text && (product.field(h.field).is_some_and(|f| (f.shown)(&cx)))
                    })
                })
            })
        };
        // A system property that another file refers to.
        let referred = |key: &str| {
            let name = format!("${{{key}}}");
            said.values().flat_map(BTreeMap::values).any(|line| line.value.contains(&name))
        };
        let mut all = Vec::new();
        for (key, line) in lines.iter().filter(|(key, _)| counts(key)) {
            let text = own.said.get(key).map_or(beside.default_of(key), String::as_str);
            if same(product, beside, key, &line.value, text)
                || used(key, &line.value)
                || referred(key)
            {
                continue;
            }
            let shown =
                if line.value.is_empty() { key.clone() } else { format!("{key} {}", line.value) };
            let own = (own.said.contains_key(key) && !text.is_empty()).then(|| text.to_owned());
            all.push((shown, own, line));
        }
        let more = own.said.iter().filter(|(key, text)| {
            adds(key)
                && !lines.contains_key(*key)
                && !same(product, beside, key, beside.default_of(key), text)
        });
        let more =
            more.map(|(key, text)| model::value::shown(format!("{key} {text}").trim())).collect();
        Differ { all, more }
    }

    fn tell(
        &self,
        beside: &Beside,
        lines: &BTreeMap<String, Line>,
        own: &Written,
        notes: &mut Vec<Note>,
    ) {
        let first = self.all.first().map(|(.., line)| *line).or_else(|| lines.values().next());
        let Some(first) = first.filter(|_| !self.all.is_empty() || !self.more.is_empty()) else {
            return;
        };
        // A part of a file, or a balancer, of which no choice of the document is.
        let unknown = own.said.is_empty() && !beside.writes.is_empty();
        let severity = if unknown { Severity::Warning } else { Severity::Info };
        let list = numbered(
            self.all
                .iter()
                .map(|(words, own, line)| (words.as_str(), own.as_deref(), line.span.line)),
        );
        let more = self.more.join("; ");
        let message = if unknown {
            msg!(en: "Read, and no choice of the document says it: {l}. What is exported would not have it.",
                 zh: "已读取，但文档中没有对应的选项：{l}。导出的内容中不会有它。", l = list)
        } else if self.all.is_empty() {
            msg!(en: "Read; Muster would write this, too: {m}.", zh: "已读取；Muster 还会写入：{m}。", m = more)
        } else if more.is_empty() {
            msg!(en: "Read, and no field says it: {l}.", zh: "已读取，但没有对应的字段：{l}。", l = list)
        } else {
            msg!(en: "Read, and no field says it: {l}. Muster would write: {m}.",
                 zh: "已读取，但没有对应的字段：{l}。Muster 会写入：{m}。", l = list, m = more)
        };
        notes.push(Note { severity, path: first.path.to_string(), span: first.span, message });
    }
}

/// What is no fact: Muster writes nothing of it, or leaves it where it is.
fn left(beside: &Beside, rest: &mut [&(crate::facts::At, String)], notes: &mut Vec<Note>) {
    rest.sort_by_key(|(at, text)| (at.span, text));
    let mut by_path: BTreeMap<&str, Vec<&(crate::facts::At, String)>> = BTreeMap::new();
    for one in rest {
        let own = by_path.entry(&one.0.path).or_default();
        if !own.last().is_some_and(|last| *last == *one) {
            own.push(one);
        }
    }
    for (path, all) in by_path {
        let Some(first) = all.first() else { continue };
        let list = numbered(all.iter().map(|(at, text)| (text.as_str(), None, at.span.line)));
        let message: Message = if all.iter().all(|(_, text)| text.is_empty()) {
            msg!(en: "Nothing of it is known to {s}: kept aside.", zh: "其中没有 {s} 认识的内容：已搁置。", s = beside.subject)
        } else if beside.part || beside.writes.is_empty() {
            msg!(en: "Read; it stays as it is on the machine, and no field says it: {l}.",
                 zh: "已读取；机器上的内容保持不变，没有对应的字段：{l}。", l = list)
        } else {
            msg!(en: "Read, and no field says it; what is exported would not have it: {l}.",
                 zh: "已读取，但没有对应的字段；导出的内容中不会有：{l}。", l = list)
        };
        notes.push(Note {
            severity: Severity::Info,
            path: path.to_owned(),
            span: first.0.span,
            message,
        });
    }
}

/// Most texts of one list; how many more there are is told.
const LISTED: usize = 200;

/// Texts, each with what Muster would write in its place, and its line.
fn numbered<'w>(all: impl ExactSizeIterator<Item = (&'w str, Option<&'w str>, u32)>) -> String {
    let more = all.len().saturating_sub(LISTED);
    let words = all.take(LISTED).map(|(words, own, line)| {
        let own = own.map(|own| format!(" (Muster: {})", model::value::shown(own)));
        format!("{}{} [{line}]", model::value::shown(words), own.unwrap_or_default())
    });
    let list = words.collect::<Vec<_>>().join("; ");
    if more > 0 { format!("{list}; … (+{more})") } else { list }
}

/// Members that answer nobody, since their role is another one.
fn silent(cx: &Context, lines: &BTreeMap<String, Line>, notes: &mut Vec<Note>) {
    let Some(site) = cx.product.site else { return };
    for (key, line) in lines.iter().filter(|(_, line)| line.value != "down") {
        let Some(host) = key.strip_prefix(MEMBER).map(|address| member_of(address).0) else {
            continue;
        };
        let mut machines = cx.spec.nodes.iter().filter(|n| n.name == host || n.address == host);
        let Some(node) = machines.next().filter(|n| !n.roles.is_empty()) else { continue };
        if !site.roles.iter().any(|role| node.roles.contains(*role)) {
            let its: Vec<&str> = node.roles.iter().map(|role| &**role).collect();
            notes.push(Note {
                severity: Severity::Warning,
                path: line.path.to_string(),
                span: line.span,
                message: msg!(
                    en: "{m} answers no queries, since it is {r}: those that the load balancer sends there fail.",
                    zh: "{m} 的角色是 {r}，不回答查询：负载均衡发到那里的查询会失败。",
                    m = model::value::shown(host), r = its.join(", ")),
            });
        }
    }
}

/// Members on another port than the product's.
fn ports(product: &Product, lines: &BTreeMap<String, Line>, notes: &mut Vec<Note>) {
    let Some(site) = product.site else { return };
    for (key, line) in lines {
        let Some(port) = key.strip_prefix(MEMBER).and_then(|address| member_of(address).1) else {
            continue;
        };
        if port != site.port {
            notes.push(Note {
                severity: Severity::Warning,
                path: line.path.to_string(),
                span: line.span,
                message: msg!(
                    en: "{m}: the document has port {p} for every node, and the load balancer would ask there.",
                    zh: "{m}：文档中每个节点的端口都是 {p}，负载均衡会访问该端口。",
                    m = model::value::shown(key.trim_start_matches(MEMBER)), p = site.port),
            });
        }
    }
}
