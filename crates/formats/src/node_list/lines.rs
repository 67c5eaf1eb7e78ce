//! Plain lists: hosts and roles with commas, blanks or semicolons between them, a name's address
//! behind it.

use super::builder::{Builder, Line};
use super::hosts;
use model::Node;
use std::net::IpAddr;

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

/// A role stands behind the hosts that it is for: `k1 k2 job k3 query`, `k1 job+zookeeper`,
/// `k1=job+zookeeper`.
fn line(line: &Line, text: &str, builder: &mut Builder) {
    let text = ["- ", "* ", "• "].iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text);
    let mut group = builder.count()..builder.count();
    let (mut any, mut closed) = (false, false);
    let addresses = names_and_addresses(text, builder);
    for word in words(text) {
        if addresses && is_address(word) {
            builder.give_address(line, group.clone(), word);
            continue;
        }
        if any && are_roles(word, builder) {
            builder.give_roles(line, group.clone(), word);
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
        if closed || addresses || roles.is_some() {
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

/// Whether a word is a role, or several with plus signs between them.
fn are_roles(word: &str, builder: &Builder) -> bool {
    word.split('+').all(|part| builder.role(part).is_some())
}

fn is_address(word: &str) -> bool {
    word.parse::<IpAddr>().is_ok()
}

/// Whether each host of a line is a name with its address behind it: `k1 10.0.0.1 k2 10.0.0.2`.
fn names_and_addresses(text: &str, builder: &Builder) -> bool {
    let is_host = |(at, word): &(usize, &str)| *at == 0 || !are_roles(word, builder);
    let hosts = words(text).enumerate().filter(is_host).filter(|(_, word)| !word.contains('='));
    let mut name = false;
    hosts.map(|(_, word)| is_address(word)).all(|address| {
        name = !name;
        name != address
    }) && !name
}

/// The words of a line, split at blanks and commas outside of brackets, and at semicolons that
/// end a word: inside one, a semicolon is a mistake and no separator.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    let mut ends: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let last = || text[at + c.len_utf8()..].chars().next().is_none_or(is_separator);
        if depth == 0 && (is_separator(c) || (c == ';' && last())) {
            ends.push(at);
        }
    }
    let mut start = 0;
    ends.push(text.len());
    ends.into_iter()
        .map(move |end| {
            let word = text.get(start..end).unwrap_or_default();
            start = end;
            word.trim_start_matches(|c| is_separator(c) || c == ';')
        })
        .filter(|word| !word.is_empty())
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || c == ','
}
