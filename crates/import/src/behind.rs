//! What stands beside the product and in front of its nodes: whose it is, and who stands behind it.

use crate::apart::is_address;
use crate::beside::{Beyond, Said};
use crate::facts::{MEMBER, member_of};
use crate::nodes::give;
use crate::read::Note;
use crate::target::{Line, Read, Target};
use model::{ClusterSpec, Node, RowId, Severity, msg};
use rules::{Product, same_machine};
use std::collections::{BTreeMap, BTreeSet};

/// The name of a load balancer's host that no file names, before a number.
const NAMELESS: &str = "lb";

/// Whose the facts beside the product are, and the roles that they tell: of the services of an archive of
/// Muster's, and of a load balancer.
pub(crate) fn beyond(
    product: &'static Product,
    spec: &mut ClusterSpec,
    read: &Read,
    target: &mut Target,
) {
    for (host, said) in &read.beyond.hosts {
        let only = || target.rows.first().filter(|_| target.rows.len() == 1).map(|(row, _)| *row);
        let Some(row) = target.hosts.get(host).copied().or_else(only) else {
            of_nobody(product, spec, read, said, target);
            continue;
        };
        let services = Beyond::services(product, said);
        for service in product.services.iter().filter(|s| services.iter().any(|id| id == s.id)) {
            if let [role] = service.roles {
                give(spec, row, role);
            }
        }
        for beside in product.import.beside.iter().filter(|b| !b.role.is_empty()) {
            if said.get(beside.subject).is_some_and(has_members) {
                give(spec, row, beside.role);
            }
        }
        target.beyond.push((row, said.clone()));
    }
}

fn has_members(lines: &BTreeMap<String, Line>) -> bool {
    lines.keys().any(|key| key.starts_with(MEMBER))
}

/// Files of which no folder says whose they are, where there are several nodes. A load balancer is a host
/// of its own, which gets a name until somebody says it; the others are those of every node whose own
/// files stand there, too.
fn of_nobody(
    product: &Product,
    spec: &mut ClusterSpec,
    read: &Read,
    said: &Said,
    target: &mut Target,
) {
    let mut rest = said.clone();
    for beside in product.import.beside.iter().filter(|b| !b.role.is_empty()) {
        let Some(lines) = said.get(beside.subject).filter(|lines| has_members(lines)) else {
            continue;
        };
        rest.remove(beside.subject);
        let free = |name: &String| spec.nodes.iter().all(|node| node.name != *name);
        let Some(name) = (1..=u16::MAX).map(|n| format!("{NAMELESS}{n}")).find(free) else {
            continue;
        };
        let row = spec.push(Node { name, ..Node::default() });
        give(spec, row, beside.role);
        target.nameless = lines.values().min_by_key(|line| line.span).map(|l| (row, l.clone()));
        target.beyond.push((row, BTreeMap::from([(beside.subject, lines.clone())])));
    }
    if !rest.is_empty() && read.hosts.contains_key("") {
        let of_folders: BTreeSet<RowId> = target.hosts.values().copied().collect();
        let rows = target.rows.iter().map(|(row, _)| *row).filter(|row| !of_folders.contains(row));
        target.beyond.extend(rows.map(|row| (row, rest.clone())));
    }
}

/// Where a load balancer got a name of which no file speaks.
pub(crate) fn told(product: &Product, spec: &ClusterSpec, target: &Target) -> Option<Note> {
    let (row, line) = target.nameless.as_ref()?;
    let name = &spec.node(*row)?.name;
    let role =
        product.roles.iter().find(|r| spec.node(*row).is_some_and(|n| n.roles.contains(r.id)));
    Some(Note {
        severity: Severity::Info,
        path: line.path.to_string(),
        span: line.span,
        message: msg!(
            en: "Nothing says on which host this runs ({r}): the node {n} stands for it. Give it the host's name, or put the file into a folder with that name.",
            zh: "没有内容说明它（{r}）运行在哪台主机上：由节点 {n} 代替。请将其改为主机名，或把文件放入以主机名命名的目录。",
            r = role.map_or("", |r| r.id), n = name.as_str()),
    })
}

/// Nodes that wait behind a load balancer: what the file says of each member counts.
const IN_RESERVE: &str = "LB019";
/// Requests that go round: not where all but one of the members wait.
const GOES_ROUND: &str = "LB003";

/// Rules about what Muster would write for a load balancer, where the file that was read says otherwise.
pub(crate) fn answered(product: &Product, target: &Target) -> Vec<&'static str> {
    let balancers = product.import.beside.iter().filter(|b| !b.role.is_empty());
    let lines = balancers.flat_map(|b| target.beyond.iter().filter_map(|(_, s)| s.get(b.subject)));
    let members = |lines: &BTreeMap<String, Line>| {
        let members = lines.iter().filter(|(key, _)| key.starts_with(MEMBER));
        members.map(|(_, line)| line.value.clone()).collect::<Vec<_>>()
    };
    let all: Vec<Vec<String>> = lines.map(members).filter(|all| !all.is_empty()).collect();
    let is = |member: &String, words: &[&str]| member.split(' ').any(|word| words.contains(&word));
    let none_waits = !all.iter().flatten().any(|member| is(member, &["backup"]));
    let one_works = |members: &Vec<String>| {
        members.iter().filter(|member| !is(member, &["backup", "down"])).count() < 2
    };
    let rules = [(IN_RESERVE, none_waits), (GOES_ROUND, all.iter().all(one_works))];
    let answered = rules.into_iter().filter(|(_, answers)| *answers && !all.is_empty());
    answered.map(|(rule, _)| rule).collect()
}

/// Hosts behind a load balancer are nodes: the one with that name or address, or one more; what answers
/// clients there has the role for it. The facts then call each by the node's name.
pub(crate) fn behind(product: &'static Product, spec: &mut ClusterSpec, target: &mut Target) {
    let Some(site) = product.site else { return };
    let group = |id: &str| product.roles.iter().find(|r| r.id == id).map_or("", |r| r.group);
    let answers = site.roles.first().copied().unwrap_or_default();
    let apart = target.apart.take();
    for (_, said) in &mut target.beyond {
        let members = Beyond::members(said);
        let pairs = apart.as_ref().map(|apart| apart.pairs(said)).unwrap_or_default();
        for (host, name) in &pairs {
            rename(said, host, name);
        }
        let known = |host: &str| apart.as_ref().is_some_and(|a| a.has(host));
        for (host, called) in members.into_iter().filter(|(host, _)| !known(host)) {
            let found = same_host(spec, &host).or_else(|| same_host(spec, called.as_deref()?));
            let row =
                found.unwrap_or_else(|| spec.push(Node { name: host.clone(), ..Node::default() }));
            let Some(node) = spec.node_mut(row) else { continue };
            if node.address.is_empty() && node.name != host && is_address(&host) {
                node.address.clone_from(&host);
            }
            let name = node.name.clone();
            let mode =
                node.roles.iter().any(|r| !group(answers).is_empty() && group(r) == group(answers));
            if !mode && !answers.is_empty() {
                node.roles.insert(answers.to_owned());
            }
            if name != host {
                rename(said, &host, &name);
            }
        }
    }
    target.apart = apart;
}

/// The node with a name or an address; a name may lack its domain.
fn same_host(spec: &ClusterSpec, host: &str) -> Option<RowId> {
    let ip = is_address(host);
    let same = |node: &&Node| {
        node.address.eq_ignore_ascii_case(host) || !ip && same_machine(&node.name, host)
    };
    let exact = spec.nodes.iter().find(|n| n.name.eq_ignore_ascii_case(host));
    exact.or_else(|| spec.nodes.iter().find(same)).map(|node| node.row)
}

fn rename(said: &mut Said, host: &str, name: &str) {
    for lines in said.values_mut() {
        let old: Vec<String> = lines
            .keys()
            .filter(|k| k.strip_prefix(MEMBER).is_some_and(|a| member_of(a).0 == host))
            .cloned()
            .collect();
        for key in old {
            let port = key.strip_prefix(MEMBER).and_then(|a| member_of(a).1);
            if let Some((line, port)) = lines.remove(&key).zip(port) {
                let host = if name.contains(':') { format!("[{name}]") } else { name.to_owned() };
                lines.insert(format!("{MEMBER}{host}:{port}"), line);
            }
        }
    }
}
