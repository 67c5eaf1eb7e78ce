//! Collects the nodes of a list: ranges, checks, duplicates, ports.

use super::{Format, MOST_NODES, NodeList, Problem, range};
use model::value::{Host, HostPort, Value, shown};
use model::{Message, Node, msg};
use std::collections::BTreeMap;

/// A line of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// From 1.
    pub(super) number: u32,
    /// With plain punctuation, trimmed.
    pub(super) text: &'t str,
    /// As it stands.
    pub(super) original: &'t str,
}

impl Line<'_> {
    /// Whether there is nothing in it but a comment.
    pub(super) fn is_blank(&self) -> bool {
        self.without_comment().is_empty()
    }

    /// The text before a `#` that starts a word.
    pub(super) fn without_comment(&self) -> &str {
        let starts = |at: usize| at == 0 || self.text[..at].ends_with(char::is_whitespace);
        let cut = self.text.match_indices('#').map(|(at, _)| at).find(|at| starts(*at));
        self.text[..cut.unwrap_or(self.text.len())].trim()
    }
}

/// Collects nodes.
pub(super) struct Builder<'r> {
    roles: &'r [&'r str],
    list: NodeList,
    /// The line of each name.
    seen: BTreeMap<String, u32>,
    /// Ports that stood behind hosts: line, text, port.
    ports: Vec<(u32, String, u16)>,
    full: bool,
}

impl<'r> Builder<'r> {
    pub(super) fn new(roles: &'r [&'r str]) -> Builder<'r> {
        Builder {
            roles,
            list: NodeList::default(),
            seen: BTreeMap::new(),
            ports: Vec::new(),
            full: false,
        }
    }

    /// The role that a word means.
    pub(super) fn role(&self, word: &str) -> Option<&'r str> {
        let same = |role: &&&str| {
            role.len() == word.len()
                && role.chars().zip(word.chars()).all(|(a, b)| {
                    a.eq_ignore_ascii_case(&b) || (a == '_' && b == '-') || (a == '-' && b == '_')
                })
        };
        self.roles.iter().find(same).copied()
    }

    /// Whether every part of a text, between `+`, `|`, `/`, `;`, commas and blanks, is a role.
    pub(super) fn are_roles(&self, text: &str) -> bool {
        let mut any = false;
        super::csv::role_words(text).all(|word| {
            any = true;
            self.role(word).is_some()
        }) && any
    }

    pub(super) fn problem(&mut self, line: &Line, reason: Message) {
        let text = line.original.to_owned();
        let same = |p: &Problem| p.line == line.number && p.reason == reason;
        if !self.list.problems.last().is_some_and(same) {
            self.list.problems.push(Problem { line: line.number, text, reason });
        }
    }

    /// Gives nodes roles by words; a word that is no role is a problem.
    pub(super) fn give_roles(&mut self, line: &Line, nodes: std::ops::Range<usize>, words: &str) {
        for word in super::csv::role_words(words) {
            let Some(role) = self.role(word) else {
                let known = self.roles.join(", ");
                self.problem(line, msg!(
                    en: "\"{word}\" is not a role; roles are {known}",
                    zh: "“{word}”不是角色；可用的角色有 {known}", word = shown(word), known = known));
                continue;
            };
            for node in self.list.nodes.get_mut(nodes.clone()).unwrap_or_default() {
                node.roles.insert(role.to_owned());
            }
        }
    }

    /// Gives a node that was just added its address. Several of them can't share one; one that was
    /// not added, because it could not be read or is there already, needs none.
    pub(super) fn give_address(
        &mut self,
        line: &Line,
        nodes: std::ops::Range<usize>,
        address: &str,
    ) {
        match self.list.nodes.get_mut(nodes).unwrap_or_default() {
            [] => {}
            [node] => address.clone_into(&mut node.address),
            _ => self.problem(
                line,
                msg!(
                en: "the address {a} was not used: it stands behind several nodes",
                zh: "没有使用地址 {a}：它前面有多个节点", a = address),
            ),
        }
    }

    /// Notes a range and how many nodes it makes.
    pub(super) fn range(&mut self, text: &str, nodes: usize) {
        self.list.ranges.push((text.to_owned(), u32::try_from(nodes).unwrap_or(u32::MAX)));
    }

    /// How many nodes there are.
    pub(super) fn count(&self) -> usize {
        self.list.nodes.len()
    }

    /// Adds the nodes of one word: a host, `user@host:port`, a web address, or a range of hosts.
    /// Returns where they stand; nothing when the word could not be read.
    pub(super) fn add(
        &mut self,
        line: &Line,
        word: &str,
        template: &Node,
    ) -> Option<std::ops::Range<usize>> {
        let start = self.count();
        let (user, rest) = bare(word);
        let names = match range::expand(rest) {
            Ok(names) => names,
            Err(reason) => {
                self.problem(line, reason);
                return None;
            }
        };
        if names.len() > 1 {
            self.range(rest, names.len());
        }
        for name in names {
            if self.count() >= MOST_NODES {
                if !self.full {
                    self.full = true;
                    self.problem(
                        line,
                        msg!(
                        en: "the list makes more than {n} nodes; the rest was left out",
                        zh: "列表产生的节点超过 {n} 个；其余已略去", n = MOST_NODES),
                    );
                }
                break;
            }
            let parsed = match HostPort::parse(&name) {
                Ok(parsed) => parsed,
                Err(reason) => {
                    self.problem(line, reason);
                    continue;
                }
            };
            let host = host_text(&name, &parsed);
            let key = parsed.host.to_string();
            if let Some(first) = self.seen.get(&key).copied() {
                self.problem(line, msg!(
                    en: "\"{name}\" stands in line {first} already; it was added once",
                    zh: "“{name}”在第 {first} 行已出现；只添加了一次", name = shown(&host), first = first));
                continue;
            }
            self.seen.insert(key, line.number);
            if let Some(port) = parsed.port {
                self.ports.push((line.number, line.original.to_owned(), port.0));
            }
            let mut node = Node { name: host, ..template.clone() };
            if let Some(user) = user {
                node.settings.insert(super::keys::SSH_USER.to_owned(), user.to_owned());
            }
            if node.address == node.name {
                node.address.clear();
            }
            self.list.nodes.push(node);
        }
        Some(start..self.count())
    }

    /// The list. Ports that are not the same for all nodes are reported, since no field takes them.
    pub(super) fn finish(mut self, format: Format) -> NodeList {
        let first = self.ports.first().map(|(_, _, port)| *port);
        if self.ports.iter().any(|(_, _, port)| Some(*port) != first) {
            for (line, text, port) in std::mem::take(&mut self.ports) {
                let reason = msg!(
                    en: "the node was added; its port {port} was not used, since the nodes have different ports",
                    zh: "节点已添加；由于各节点的端口不同，没有使用端口 {port}", port = port);
                self.list.problems.push(Problem { line, text, reason });
            }
        }
        self.list.problems.sort_by_key(|p| p.line);
        self.list.format = format;
        self.list
    }
}

/// The host of a word as typed, without port and brackets.
fn host_text(word: &str, parsed: &HostPort) -> String {
    match parsed.host {
        Host::V6(ip) => ip.to_string(),
        _ => word.trim().split(':').next().unwrap_or_default().to_owned(),
    }
}

/// A word without what surrounds its host: quotes, `http://` and a path, `user@`.
fn bare(word: &str) -> (Option<&str>, &str) {
    let word = word.trim_matches(['"', '\'', '`']);
    let word = ["http://", "https://", "ssh://"]
        .iter()
        .find_map(|scheme| {
            let rest = word.strip_prefix(scheme)?;
            Some(rest.split('/').next().unwrap_or(rest))
        })
        .unwrap_or(word);
    match word.rsplit_once('@') {
        Some((user, rest)) if model::value::UserName::parse(user).is_ok() => (Some(user), rest),
        _ => (None, word),
    }
}
