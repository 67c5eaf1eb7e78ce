//! Plain lists: hosts and roles with commas, blanks or semicolons between them.

use super::builder::{Builder, Line};
use super::hosts;
use model::Node;

pub(super) fn read(lines: &[Line], builder: &mut Builder) {
    for line in lines.iter().filter(|l| !l.is_blank()) {
        let text = line.without_comment();
        if hosts::is_hosts_line(text, builder) {
            hosts::line(line, builder);
        } else {
            self::line(line, text, builder);
        }
    }
}

/// A role stands behind the hosts that it is for: `k1 k2 job k3 query`, `k1=job+zookeeper`.
fn line(line: &Line, text: &str, builder: &mut Builder) {
    let text = ["- ", "* ", "• "].iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text);
    let mut group = builder.count()..builder.count();
    let (mut any, mut closed) = (false, false);
    for word in words(text) {
        if any && let Some(role) = builder.role(word) {
            builder.give_roles(line, group.clone(), role);
            closed = true;
            continue;
        }
        let (host, roles) = match word.split_once('=') {
            Some(("role" | "roles" | "角色", roles)) if any => {
                builder.give_roles(line, group.clone(), roles);
                closed = true;
                continue;
            }
            Some((host, roles)) => (host, Some(roles)),
            None => (word, None),
        };
        if closed || roles.is_some() {
            group = builder.count()..builder.count();
            closed = false;
        }
        any = true;
        if let Some(added) = builder.add(line, host, &Node::default()) {
            group.end = added.end;
        }
        if let Some(roles) = roles {
            builder.give_roles(line, group.clone(), roles);
            closed = true;
        }
    }
}

/// The words of a line, split at blanks, commas and semicolons outside of brackets.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    text.split(move |c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && (c.is_whitespace() || matches!(c, ',' | ';'))
    })
    .filter(|word| !word.is_empty())
}
