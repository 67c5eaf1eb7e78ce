//! Ansible inventories in YAML: groups with `hosts`, `children` and `vars`.
//!
//! This reads the part of YAML in which inventories are written: one mapping in another by indent,
//! and a value in one line. The library that reads files of services (`import`) ends at the first
//! mistake; while somebody types or pastes a list, what cannot be read is reported here at its line,
//! and the lines behind it are read.

use super::builder::{Builder, Line};
use super::flow::{self, Flow};
use super::inventory::{Inventory, Variable};
use model::value::shown;
use model::{Message, msg};
use std::rc::Rc;

/// Whether a list is such an inventory, or a playbook, which lists hosts in the same words.
pub(super) fn is_inventory(lines: &[Line]) -> bool {
    let begins = |text: &str| {
        let text = text.strip_prefix("- ").unwrap_or(text).trim_start();
        let mut keys = ["hosts", "children"].into_iter().filter_map(|k| text.strip_prefix(k));
        keys.any(|rest| rest.strip_prefix(':').is_some_and(|r| r.is_empty() || r.starts_with(' ')))
    };
    lines.iter().any(|l| begins(l.text)) && !lines.iter().any(|l| super::ansible::is_header(l.text))
}

/// What a mapping's keys are.
enum Kind {
    /// Groups: the whole file.
    Groups,
    /// `hosts`, `children`, `vars` of a group.
    Group(Rc<str>),
    /// Hosts of a group.
    Hosts(Rc<str>),
    /// Groups inside of one.
    Children(Rc<str>),
    /// Variables of a group.
    GroupVariables(Rc<str>),
    /// Variables of hosts.
    Variables(Vec<String>),
    /// What is not read.
    Other,
}

/// A mapping that lines stand in.
struct Level {
    /// The blanks before the key that it belongs to; -1 for the whole file.
    outer: i64,
    /// The blanks before its own keys, once one is there.
    inner: Option<i64>,
    kind: Kind,
    /// Whether it belongs to an item of a list, beside which the next item stands.
    item: bool,
}

pub(super) fn read<'t>(lines: &[Line<'t>], builder: &mut Builder<'t>) {
    let mut inventory = Inventory::default();
    let mut levels = vec![Level { outer: -1, inner: None, kind: Kind::Groups, item: false }];
    for line in lines {
        let text = without_comment(line.text);
        if text.is_empty() || text == "---" || text == "..." || text.starts_with('%') {
            continue;
        }
        let blanks = line.original.trim_start_matches('\u{FEFF}');
        let blanks = &blanks[..blanks.len() - blanks.trim_start().len()];
        if blanks.contains('\t') {
            builder.problem(
                line,
                msg!(en: "YAML indents with blanks, and a tab stands here",
                zh: "YAML 用空格缩进，此处是制表符"),
            );
            continue;
        }
        let indent = i64::try_from(blanks.chars().count()).unwrap_or(i64::MAX);
        // The items of a list may stand as far left as the key that they belong to.
        let item = text.strip_prefix("- ").or((text == "-").then_some(""));
        let beside = |l: &Level| item.is_some() && !l.item && l.outer == indent;
        let mine = |l: &Level| l.outer < indent || beside(l);
        while levels.len() > 1 && !levels.last().is_some_and(mine) {
            levels.pop();
        }
        let Some(level) = levels.last_mut() else { return };
        if matches!(level.kind, Kind::Other) {
            continue;
        }
        if *level.inner.get_or_insert(indent) != indent {
            builder.problem(
                line,
                msg!(
                en: "the line is indented like none above it, so it belongs to nothing",
                zh: "该行的缩进与上面各行都不一致，不属于任何一项"),
            );
            levels.push(Level {
                outer: indent,
                inner: None,
                kind: Kind::Other,
                item: item.is_some(),
            });
            continue;
        }
        let below = match item {
            Some(item) => list_item(line, item, &level.kind, &mut inventory, builder),
            None => entry(line, text, &level.kind, &mut inventory, builder),
        };
        levels.push(Level { outer: indent, inner: None, kind: below, item: item.is_some() });
    }
    inventory.finish(builder);
}

/// Text before a `#` that starts a word, outside of quotes.
fn without_comment(text: &str) -> &str {
    let (mut quote, mut blank) = (None, true);
    for (at, c) in text.char_indices() {
        match quote {
            Some(q) if c == q => quote = None,
            None if c == '#' && blank => return text[..at].trim_end(),
            None if (c == '"' || c == '\'') && blank => quote = Some(c),
            _ => {}
        }
        blank = c.is_whitespace() || ":,{[".contains(c);
    }
    text.trim_end()
}

/// Reads one key with its value; what the deeper lines below it are.
fn entry<'t>(
    line: &Line<'t>,
    text: &str,
    kind: &Kind,
    inventory: &mut Inventory<'t>,
    builder: &mut Builder<'t>,
) -> Kind {
    let Some((key, rest)) = flow::key(text) else {
        builder.problem(
            line,
            msg!(
            en: "this is no \"key:\" of an inventory in YAML", zh: "这不是 YAML 主机清单中的“键:”"),
        );
        return Kind::Other;
    };
    let Some(value) = flow::read(rest) else {
        let variable = matches!(kind, Kind::Variables(_) | Kind::GroupVariables(_));
        // A variable that no field of a node takes may be anything.
        if !variable || Variable::find(&key).is_some() {
            builder.problem(
                line,
                msg!(
                en: "\"{v}\" is not read: only plain values in one line are",
                zh: "没有读取“{v}”：只读取写在一行内的普通值", v = shown(rest)),
            );
        }
        return Kind::Other;
    };
    let (below, wrong) = apply(line, kind, &key, &value, inventory, builder);
    if let Some(reason) = wrong {
        builder.problem(line, reason);
    }
    below
}

/// What a key and its value say.
fn apply<'t>(
    line: &Line<'t>,
    kind: &Kind,
    key: &str,
    value: &Flow,
    inventory: &mut Inventory<'t>,
    builder: &mut Builder<'t>,
) -> (Kind, Option<Message>) {
    match kind {
        Kind::Groups => {
            let group: Rc<str> = key.into();
            let kind = Kind::Group(group);
            let wrong = inside(line, &kind, value, inventory, builder);
            (kind, wrong)
        }
        Kind::Children(parent) => {
            inventory.child(parent, key);
            let kind = Kind::Group(key.into());
            let wrong = inside(line, &kind, value, inventory, builder);
            (kind, wrong)
        }
        Kind::Group(group) => {
            let kind = match key {
                "hosts" => Kind::Hosts(group.clone()),
                "children" => Kind::Children(group.clone()),
                "vars" => Kind::GroupVariables(group.clone()),
                _ => {
                    return (
                        Kind::Other,
                        Some(msg!(
                        en: "\"{k}\" was not used: a group has hosts, children and vars",
                        zh: "没有使用“{k}”：组只有 hosts、children 和 vars", k = shown(key))),
                    );
                }
            };
            let wrong = inside(line, &kind, value, inventory, builder);
            (kind, wrong)
        }
        Kind::Hosts(group) => {
            let kind = Kind::Variables(inventory.hosts(line, key, group, builder));
            let wrong = inside(line, &kind, value, inventory, builder);
            (kind, wrong)
        }
        Kind::Variables(names) => {
            if let (Some(variable), Flow::Text(text)) = (Variable::find(key), value) {
                inventory.set(names, variable, text);
            }
            (Kind::Other, None)
        }
        Kind::GroupVariables(group) => {
            if let (Some(variable), Flow::Text(text)) = (Variable::find(key), value) {
                inventory.set_of_group(group, variable, text);
            }
            (Kind::Other, None)
        }
        Kind::Other => (Kind::Other, None),
    }
}

/// What stands in braces or brackets behind a key belongs into its mapping.
fn inside<'t>(
    line: &Line<'t>,
    kind: &Kind,
    value: &Flow,
    inventory: &mut Inventory<'t>,
    builder: &mut Builder<'t>,
) -> Option<Message> {
    match (value, kind) {
        (Flow::Nothing, _) => None,
        (Flow::Map(entries), _) => entries.iter().fold(None, |wrong, (key, value)| {
            let (_, found) = apply(line, kind, key, value, inventory, builder);
            wrong.or(found)
        }),
        // One name, or a list of them, as Ansible's own `--list` writes it.
        (Flow::Text(name), Kind::Hosts(_) | Kind::Children(_)) => {
            apply(line, kind, name, &Flow::Nothing, inventory, builder).1
        }
        (Flow::List(items), Kind::Hosts(_) | Kind::Children(_)) => {
            items.iter().fold(None, |wrong, item| {
                let found = match item {
                    Flow::Text(name) => {
                        apply(line, kind, name, &Flow::Nothing, inventory, builder).1
                    }
                    _ => Some(not_a_name()),
                };
                wrong.or(found)
            })
        }
        (Flow::Text(text), _) => Some(msg!(
            en: "\"{v}\" was not used: what a group or a host has stands below it, or in braces",
            zh: "没有使用“{v}”：组或主机的内容应写在其下方或花括号中", v = shown(text))),
        (Flow::List(_), _) => Some(not_a_name()),
    }
}

fn not_a_name() -> Message {
    msg!(en: "a list stands here, where names with a colon are read",
         zh: "此处是列表，应为带冒号的名称")
}

/// Reads an item of a list: a host or a group, as people write them in spite of Ansible.
fn list_item<'t>(
    line: &Line<'t>,
    item: &str,
    kind: &Kind,
    inventory: &mut Inventory<'t>,
    builder: &mut Builder<'t>,
) -> Kind {
    match (kind, flow::read(item)) {
        (Kind::Hosts(_) | Kind::Children(_), Some(Flow::Text(name)))
            if flow::key(item).is_none() =>
        {
            let wrong = apply(line, kind, &name, &Flow::Nothing, inventory, builder).1;
            if let Some(reason) = wrong {
                builder.problem(line, reason);
            }
        }
        (Kind::Groups, _) => builder.problem(
            line,
            msg!(
            en: "a list stands here, as in a playbook; an inventory begins with a group: \"all:\"",
            zh: "此处是列表，像是 playbook；主机清单以组开头：“all:”"),
        ),
        _ => builder.problem(line, not_a_name()),
    }
    Kind::Other
}
