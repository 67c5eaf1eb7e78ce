//! An Ansible inventory, in whichever form it was written: hosts, their groups, the groups of
//! groups, and the few variables that a node has a field for.

use super::builder::{Builder, Line};
use super::keys;
use model::value::{Host, Port, UserName, Value};
use model::{Node, msg};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The most characters of a variable. No name has so many; a longer text is cut here, where it is
/// said once, and not refused at its whole length for each host of a range.
const MOST_CHARACTERS: usize = 300;

/// The most steps that are made from groups to the groups above them.
const MOST_STEPS: usize = 500_000;

/// A variable that is read. Of two names for one thing, the first one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Variable {
    Host,
    OldHost,
    User,
    OldUser,
    Port,
    OldPort,
}

impl Variable {
    /// The variable of a name.
    pub(super) fn find(name: &str) -> Option<Variable> {
        Some(match name {
            "ansible_host" => Variable::Host,
            "ansible_ssh_host" => Variable::OldHost,
            "ansible_user" => Variable::User,
            "ansible_ssh_user" => Variable::OldUser,
            "ansible_port" => Variable::Port,
            "ansible_ssh_port" => Variable::OldPort,
            _ => return None,
        })
    }
}

/// What variables say. A range of hosts shares the texts.
pub(super) type Variables = BTreeMap<Variable, Rc<str>>;

/// A host with its groups and variables.
struct Entry<'t> {
    line: Line<'t>,
    groups: BTreeSet<Rc<str>>,
    variables: Variables,
}

/// The hosts, in the order of the file, and their groups.
#[derive(Default)]
pub(super) struct Inventory<'t> {
    order: Vec<String>,
    entries: BTreeMap<String, Entry<'t>>,
    /// Group to the groups that it is a child of.
    parents: BTreeMap<Rc<str>, BTreeSet<Rc<str>>>,
    variables: BTreeMap<Rc<str>, Variables>,
    full: bool,
}

impl<'t> Inventory<'t> {
    /// Puts hosts, or ranges of them, into a group; empty for none. Returns their names.
    pub(super) fn hosts(
        &mut self,
        line: &Line<'t>,
        pattern: &str,
        group: &Rc<str>,
        builder: &mut Builder<'t>,
    ) -> Vec<String> {
        let names = builder.expand(line, pattern).unwrap_or_default();
        if self.order.len() + names.len() > super::MOST_NODES {
            if !self.full {
                self.full = true;
                builder.problem(
                    line,
                    msg!(
                    en: "the list makes more than {n} nodes; the rest was left out",
                    zh: "列表产生的节点超过 {n} 个；其余已略去", n = super::MOST_NODES),
                );
            }
            return Vec::new();
        }
        for name in &names {
            let entry = self.entries.entry(name.clone()).or_insert_with(|| {
                self.order.push(name.clone());
                Entry { line: *line, groups: BTreeSet::new(), variables: BTreeMap::new() }
            });
            if !group.is_empty() {
                entry.groups.insert(group.clone());
            }
        }
        names
    }

    /// Sets a variable of hosts that are there.
    pub(super) fn set(&mut self, names: &[String], variable: Variable, text: &str) {
        let text = cut(text);
        for name in names {
            if let Some(entry) = self.entries.get_mut(name) {
                entry.variables.insert(variable, text.clone());
            }
        }
    }

    /// Sets a variable of a group.
    pub(super) fn set_of_group(&mut self, group: &Rc<str>, variable: Variable, text: &str) {
        self.variables.entry(group.clone()).or_default().insert(variable, cut(text));
    }

    /// Makes a group the child of another one.
    pub(super) fn child(&mut self, parent: &Rc<str>, child: &str) {
        self.parents.entry(child.into()).or_default().insert(parent.clone());
    }

    /// Adds the hosts as nodes.
    pub(super) fn finish(self, builder: &mut Builder<'t>) {
        // Most hosts share their groups.
        let mut known: BTreeMap<&BTreeSet<Rc<str>>, Groups> = BTreeMap::new();
        let mut steps = 0;
        for (name, entry) in self.order.iter().filter_map(|n| self.entries.get_key_value(n)) {
            if !known.contains_key(&entry.groups) {
                let groups = self.groups(&entry.groups, &mut steps, builder);
                known.insert(&entry.groups, groups);
            }
            if steps > MOST_STEPS {
                builder.problem(&entry.line, msg!(
                    en: "the inventory has too many groups of groups; this host and those behind it were not read",
                    zh: "主机清单中组的嵌套过多；没有读取该主机及其后的主机"));
                return;
            }
            if let Some(groups) = known.get(&entry.groups) {
                add(name, entry, groups, builder);
            }
        }
    }

    /// What groups and all groups above them say.
    fn groups(&self, own: &BTreeSet<Rc<str>>, steps: &mut usize, builder: &Builder<'t>) -> Groups {
        let mut all = own.clone();
        let mut open: Vec<Rc<str>> = own.iter().cloned().collect();
        while let Some(group) = open.pop().filter(|_| *steps <= MOST_STEPS) {
            for parent in self.parents.get(&group).into_iter().flatten() {
                *steps += 1;
                if all.insert(parent.clone()) {
                    open.push(parent.clone());
                }
            }
        }
        let meant = |group: &Rc<str>| match &**group {
            "all" => &[],
            name => builder.roles.of_group(name).unwrap_or_default(),
        };
        let (own_roles, above) = (own.iter().map(meant), all.difference(own).map(meant));
        let (single, several): (Vec<_>, Vec<_>) = above.partition(|roles| roles.len() < 2);
        let mut roles: BTreeSet<String> =
            own_roles.chain(single).flatten().map(|r| (*r).to_owned()).collect();
        // A group of groups may be called as a server type: whoever has some of its roles by the
        // groups below has those alone.
        let whole = several.into_iter().filter(|of| of.iter().all(|r| !roles.contains(*r)));
        let whole: Vec<String> = whole.flatten().map(|r| (*r).to_owned()).collect();
        roles.extend(whole);
        // In an inventory, `all` is every host. Only a host that stands in that group and in no
        // group of another role can be meant to have a role of that name.
        if roles.is_empty() && own.contains("all") {
            roles.extend(
                builder.roles_of("all").unwrap_or_default().iter().map(|r| (*r).to_owned()),
            );
        }
        let mut variables = Variables::new();
        for group in all.iter().map(|g| &**g).filter(|g| *g != "all").chain(["all"]) {
            for (variable, text) in self.variables.get(group).into_iter().flatten() {
                variables.entry(*variable).or_insert_with(|| text.clone());
            }
        }
        Groups { roles, variables }
    }
}

fn cut(text: &str) -> Rc<str> {
    text.chars().take(MOST_CHARACTERS).collect::<String>().into()
}

/// What a set of groups says.
struct Groups {
    roles: BTreeSet<String>,
    variables: Variables,
}

fn add<'t>(name: &str, entry: &Entry<'t>, groups: &Groups, builder: &mut Builder<'t>) {
    let variable = |names: [Variable; 2]| {
        names.iter().find_map(|name| entry.variables.get(name).or(groups.variables.get(name)))
    };
    let line = &entry.line;
    let mut node = Node::default();
    // A port behind the name is the one for ssh.
    let (name, port) = match name.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => (host, Some(port)),
        _ => (name, None),
    };
    if let Some(address) = variable([Variable::Host, Variable::OldHost]) {
        match Host::parse(address) {
            Ok(_) => (**address).clone_into(&mut node.address),
            Err(reason) => builder.problem(line, reason),
        }
    }
    if let Some(user) = variable([Variable::User, Variable::OldUser]) {
        match UserName::parse(user) {
            Ok(_) => _ = node.settings.insert(keys::SSH_USER.to_owned(), (**user).to_owned()),
            Err(reason) => builder.problem(line, reason),
        }
    }
    if let Some(port) = variable([Variable::Port, Variable::OldPort]).map(|p| &**p).or(port) {
        match Port::parse(port) {
            Ok(_) => _ = node.settings.insert(keys::SSH_PORT.to_owned(), port.to_owned()),
            Err(reason) => builder.problem(line, reason),
        }
    }
    if let Some(added) = builder.add(line, name, &node) {
        for role in &groups.roles {
            builder.give_role(added.clone(), role);
        }
    }
}
