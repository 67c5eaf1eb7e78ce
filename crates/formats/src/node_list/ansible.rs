//! Ansible inventories in INI form.

use super::builder::{Builder, Line};
use super::inventory::{Inventory, Variable};
use model::msg;
use model::value::shown;
use std::rc::Rc;

/// Whether a line is a section's head. `[fd00::1]` is an address.
pub(super) fn is_header(text: &str) -> bool {
    header(text).is_some()
}

/// The group and kind of a section's head: `[query]`, `[query:vars]`, `[query:children]`.
fn header(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('[')?;
    let (inside, after) = inside.split_once(']')?;
    let after = after.trim();
    if !(after.is_empty() || after.starts_with(['#', ';']))
        || inside.parse::<std::net::Ipv6Addr>().is_ok()
    {
        return None;
    }
    let (group, kind) = inside.split_once(':').unwrap_or((inside, ""));
    let plain =
        |t: &str| t.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    (!group.trim().is_empty() && plain(group) && plain(kind)).then(|| (group.trim(), kind.trim()))
}

pub(super) fn read<'t>(lines: &[Line<'t>], builder: &mut Builder<'t>) {
    let mut inventory = Inventory::default();
    let (mut group, mut kind): (Rc<str>, &str) = ("".into(), "");
    for line in lines {
        let text = line.text;
        if text.is_empty() || text.starts_with(['#', ';']) {
            continue;
        }
        if let Some(found) = header(text) {
            (group, kind) = (found.0.into(), found.1);
            if !matches!(kind, "" | "vars" | "children") {
                builder.problem(
                    line,
                    msg!(
                    en: "\"{k}\" is not a kind of section; vars and children are",
                    zh: "“{k}”不是小节的种类；可用的有 vars 和 children", k = shown(kind)),
                );
            }
            continue;
        }
        match kind {
            "" => host_line(line, &group, &mut inventory, builder),
            "vars" => {
                if let Some((name, value)) = text.split_once('=')
                    && let Some(variable) = Variable::find(name.trim())
                {
                    let value = words(value).into_iter().next().unwrap_or_default();
                    inventory.set_of_group(&group, variable, &value);
                }
            }
            "children" => {
                let child = text.split_whitespace().next().unwrap_or_default();
                inventory.child(&group, child);
            }
            _ => {}
        }
    }
    inventory.finish(builder);
}

fn host_line<'t>(
    line: &Line<'t>,
    group: &Rc<str>,
    inventory: &mut Inventory<'t>,
    builder: &mut Builder<'t>,
) {
    let text = line.text;
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (host, rest) = text.split_at(end);
    let names = inventory.hosts(line, host, group, builder);
    for word in words(rest) {
        let Some((name, value)) = word.split_once('=') else {
            builder.problem(line, msg!(
                en: "\"{w}\" is not a variable: name=value", zh: "“{w}”不是变量：应为 名称=值", w = shown(&word)));
            continue;
        };
        if let Some(variable) = Variable::find(name) {
            inventory.set(&names, variable, value);
        }
    }
}

/// The words of a line; quotes keep blanks, a `#` starts a comment.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quote, mut inside) = (None, false);
    for c in text.chars() {
        match quote {
            Some(q) if c == q => quote = None,
            None if c == '\'' || c == '"' => {
                quote = Some(c);
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
            }
            None if c.is_whitespace() => inside = false,
            None if c == '#' && !inside => break,
            _ => {
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    words
}
