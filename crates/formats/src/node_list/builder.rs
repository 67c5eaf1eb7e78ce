//! Collects the nodes of a list: ranges, checks, duplicates, ports.

use super::roles::Roles;
use super::{Format, MOST_EXPANDED, MOST_NODES, NodeList, Problem, range};
use model::value::{Host, HostPort, Value, shown};
use model::{Message, Node, msg};
use std::collections::BTreeMap;

/// The most problems that are told of one line, beside one that says that there are more.
const MOST_IN_LINE: u32 = 8;

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

impl<'t> Line<'t> {
    /// Whether there is nothing in it but a comment.
    pub(super) fn is_blank(&self) -> bool {
        self.without_comment().is_empty()
    }

    /// The text before a `#` that starts a word.
    pub(super) fn without_comment(&self) -> &'t str {
        let starts = |at: usize| at == 0 || self.text[..at].ends_with(char::is_whitespace);
        let cut = self.text.match_indices('#').map(|(at, _)| at).find(|at| starts(*at));
        self.text[..cut.unwrap_or(self.text.len())].trim()
    }
}

/// Collects nodes.
pub(super) struct Builder<'t> {
    /// The product's roles and server types.
    pub(super) roles: Roles<'t>,
    list: NodeList,
    /// The line of each name.
    seen: BTreeMap<String, u32>,
    /// Ports that stood behind hosts.
    ports: Vec<(Line<'t>, u16)>,
    /// How many names ranges have made so far.
    expanded: usize,
    full: bool,
    /// The line of the last problem, and how many it has.
    told: (u32, u32),
}

impl<'t> Builder<'t> {
    pub(super) fn new(roles: Roles<'t>) -> Builder<'t> {
        Builder {
            roles,
            list: NodeList::default(),
            seen: BTreeMap::new(),
            ports: Vec::new(),
            expanded: 0,
            full: false,
            told: (0, 0),
        }
    }

    /// The roles that a word means: one, or those of a server type.
    pub(super) fn roles_of(&self, word: &str) -> Option<&'t [&'t str]> {
        self.roles.find(word)
    }

    /// Whether every part of a text, between `+`, `|`, `/`, `;`, commas and blanks, is a role or a
    /// server type.
    pub(super) fn are_roles(&self, text: &str) -> bool {
        let mut any = false;
        super::csv::role_words(text).all(|word| {
            any = true;
            self.roles_of(word).is_some()
        }) && any
    }

    /// Says what is wrong with a line. Of many reasons the first few are told: each holds the line,
    /// and a line can be as long as the list.
    pub(super) fn problem(&mut self, line: &Line, reason: Message) {
        if self.told.0 != line.number {
            self.told = (line.number, 0);
        }
        let same = |p: &Problem| p.line == line.number && p.reason == reason;
        let last = MOST_IN_LINE as usize;
        if self.told.1 > MOST_IN_LINE || self.list.problems.iter().rev().take(last).any(same) {
            return;
        }
        self.told.1 += 1;
        let reason = if self.told.1 > MOST_IN_LINE {
            msg!(en: "there is more in this line that was not used", zh: "该行还有其他内容没有使用")
        } else {
            reason
        };
        let text = line.original.to_owned();
        self.list.problems.push(Problem { line: line.number, text, reason });
    }

    /// Gives nodes roles by words; a word that is no role is a problem.
    pub(super) fn give_roles(&mut self, line: &Line, nodes: std::ops::Range<usize>, words: &str) {
        for word in super::csv::role_words(words) {
            let Some(roles) = self.roles_of(word) else {
                let known = self.roles.known();
                self.problem(line, msg!(
                    en: "\"{word}\" is not a role; roles are {known}",
                    zh: "“{word}”不是角色；可用的角色有 {known}", word = shown(word), known = known));
                continue;
            };
            for role in roles {
                self.give_role(nodes.clone(), role);
            }
        }
    }

    /// Gives nodes a role. They stand behind each other and get everything together, so the first
    /// one tells whether all have it: a word that is repeated costs nothing.
    pub(super) fn give_role(&mut self, nodes: std::ops::Range<usize>, role: &str) {
        let nodes = self.list.nodes.get_mut(nodes).unwrap_or_default();
        if nodes.first().is_some_and(|n| n.roles.contains(role)) {
            return;
        }
        for node in nodes {
            node.roles.insert(role.to_owned());
        }
    }

    /// Sets a field of nodes that were just added. What is said twice is a problem: nobody knows
    /// which one is meant.
    pub(super) fn give(
        &mut self,
        line: &Line,
        nodes: std::ops::Range<usize>,
        key: &str,
        value: &str,
    ) {
        let nodes = self.list.nodes.get_mut(nodes).unwrap_or_default();
        if let Some(old) = nodes.first().and_then(|n| n.settings.get(key)) {
            if old != value {
                let old = shown(old);
                self.problem(
                    line,
                    msg!(
                    en: "\"{v}\" was not used: \"{old}\" stands before it in this line",
                    zh: "没有使用“{v}”：该行前面已有“{old}”", v = shown(value), old = old),
                );
            }
            return;
        }
        for node in nodes {
            node.settings.insert(key.to_owned(), value.to_owned());
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

    /// The names that a word with ranges means, and notes what each range makes. `None` when it
    /// cannot be read, or when the list's ranges have made enough names: the same ten thousand can
    /// be written in eleven characters, again and again.
    pub(super) fn expand(&mut self, line: &Line, word: &str) -> Option<Vec<String>> {
        if self.expanded >= MOST_EXPANDED {
            self.problem(line, msg!(
                en: "the ranges of the list have made {n} names by now, most of them again and again; this one was not read",
                zh: "列表中的范围到此已产生 {n} 个名称，其中大多重复；没有读取这一个", n = self.expanded));
            return None;
        }
        let names = match range::expand(word) {
            Ok(names) => names,
            Err(reason) => {
                self.problem(line, reason);
                return None;
            }
        };
        if names.len() > 1 {
            self.expanded += names.len();
            let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
            self.list.ranges.push((word.to_owned(), count));
        }
        Some(names)
    }

    /// How many nodes there are.
    pub(super) fn count(&self) -> usize {
        self.list.nodes.len()
    }

    /// Adds the nodes of one word: a host, `user@host:port`, a web address, or a range of hosts.
    /// Returns where they stand; nothing when the word could not be read.
    pub(super) fn add(
        &mut self,
        line: &Line<'t>,
        word: &str,
        template: &Node,
    ) -> Option<std::ops::Range<usize>> {
        let start = self.count();
        let (user, rest) = bare(word);
        let names = self.expand(line, rest)?;
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
                self.ports.push((*line, port.0));
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
        let first = self.ports.first().map(|(_, port)| *port);
        if self.ports.iter().any(|(_, port)| Some(*port) != first) {
            for (line, port) in std::mem::take(&mut self.ports) {
                self.problem(&line, msg!(
                    en: "the node was added; its port {port} was not used, since the nodes have different ports",
                    zh: "节点已添加；由于各节点的端口不同，没有使用端口 {port}", port = port));
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
