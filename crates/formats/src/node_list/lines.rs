//! Plain lists: hosts, roles and sizes with commas, blanks or semicolons between them, a name's
//! address behind it.

use super::builder::{Builder, Line};
use super::hosts::{self, is_address};
use super::sizes::{self, Amount};
use super::{Format, csv};
use model::value::{Count, Value, shown};
use model::{Node, msg};

pub(super) fn read<'t>(lines: &[Line<'t>], format: Format, builder: &mut Builder<'t>) {
    let mut heading = String::new();
    for line in lines.iter().filter(|l| !l.is_blank()) {
        let text = line.without_comment();
        if hosts::is_hosts_line(text, builder) || (format == Format::Hosts && hosts::has_name(text))
        {
            hosts::line(line, builder);
        } else {
            self::line(line, text, &mut heading, builder);
        }
    }
}

/// What a word of a line says.
enum Word<'t> {
    /// A host, and the roles that stand behind it without a blank.
    Host(&'t str, Option<&'t str>),
    Address(&'t str),
    Roles(&'t str),
    Amounts(Vec<Amount>),
    Set(&'static str, String),
    /// A role of another product.
    Foreign,
    /// Says what the word before it is.
    Nothing,
}

/// A role stands behind the hosts that it is for: `k1 k2 job k3 query`, `k1 job+zookeeper`,
/// `k1=job+zookeeper`; or before all of a line, or of the lines below it, with a colon. So do
/// cores and memory: `k1 job 64G 16c`.
fn line<'t>(line: &Line<'t>, text: &'t str, heading: &mut String, builder: &mut Builder<'t>) {
    let text = ["- ", "* ", "• "].iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text);
    let (head, text) = head(text, builder);
    if let Some(head) = head.filter(|_| text.is_empty()) {
        head.clone_into(heading);
        return;
    }
    let start = builder.count();
    let (mut group, mut own) = (start..start, false);
    let (mut any, mut closed) = (false, false);
    let addresses = names_and_addresses(text, builder);
    let mut words = words(text).peekable();
    while let Some(word) = words.next() {
        let next = words.peek().copied();
        let two = next.filter(|unit| any && Count::parse(word).is_ok() && sizes::is_unit(unit));
        let said = match two.and_then(|unit| sizes::read(&format!("{word}{unit}"))) {
            Some(amounts) => {
                words.next();
                Word::Amounts(amounts)
            }
            None => meaning(word, any, addresses, builder),
        };
        match said {
            Word::Address(address) => builder.give_address(line, group.clone(), address),
            Word::Roles(roles) => {
                builder.give_roles(line, group.clone(), roles);
                (closed, own) = (true, true);
            }
            Word::Amounts(amounts) => {
                for amount in amounts {
                    give(line, group.clone(), word, &amount, builder);
                }
                closed = true;
            }
            Word::Set(key, text) => {
                builder.give(line, group.clone(), key, &text);
                closed = true;
            }
            Word::Foreign => {
                builder.problem(line, msg!(
                    en: "\"{w}\" is not a role here; roles are {known}",
                    zh: "“{w}”在此不是角色；可用的角色有 {known}", w = shown(word), known = builder.roles.known()));
                closed = true;
            }
            Word::Nothing => {}
            Word::Host(host, roles) => {
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
                    (closed, own) = (true, true);
                }
            }
        }
    }
    // What stands before the hosts is for all of them; a heading only for lines that say nothing
    // else.
    let before = head.or((!own && !heading.is_empty()).then_some(heading.as_str()));
    if let Some(roles) = before {
        let added = start..builder.count();
        // Some of them have roles of their own by now, so each is asked.
        for at in added {
            builder.give_roles(line, at..at + 1, roles);
        }
    }
}

/// The roles that a line begins with, with a colon behind them, and what is left of it.
fn head<'t>(text: &'t str, builder: &Builder) -> (Option<&'t str>, &'t str) {
    match text.split_once(':') {
        Some((head, rest))
            // `query:7070` is a host; a word that no host can be called needs no blank.
            if (rest.is_empty() || rest.starts_with(is_separator) || !head.is_ascii())
                && head.len() <= 200
                && builder.are_roles(head) =>
        {
            (Some(head), rest.trim())
        }
        _ => (None, text),
    }
}

/// Gives nodes what a word says of their machine.
pub(super) fn give(
    line: &Line,
    group: std::ops::Range<usize>,
    word: &str,
    amount: &Amount,
    builder: &mut Builder,
) {
    match amount {
        Amount::Of(key, text) => builder.give(line, group, key, text),
        Amount::Disks => builder.problem(line, msg!(
            en: "the node was added; \"{w}\" was not used: it looks like disks, which a node list cannot set",
            zh: "节点已添加；没有使用“{w}”：它像是磁盘，节点列表无法设置磁盘", w = shown(word))),
    }
}

/// What a word says; `any` is whether a host stands before it.
fn meaning<'t>(word: &'t str, any: bool, addresses: bool, builder: &Builder) -> Word<'t> {
    if addresses && is_address(word) {
        return Word::Address(word);
    }
    // "k1: job", "k1:job"
    let by_colon =
        word.split_once(':').filter(|(_, behind)| behind.is_empty() || are_roles(behind, builder));
    let by_sign = word.split_once('=').or(by_colon);
    if !any {
        return match by_sign {
            Some((host, "")) => Word::Host(host, None),
            Some((host, roles)) => Word::Host(host, Some(roles)),
            None => Word::Host(word, None),
        };
    }
    if are_roles(word, builder) {
        return Word::Roles(word);
    }
    if let Some(amounts) = sizes::read(word) {
        return Word::Amounts(amounts);
    }
    if sizes::is_name_of_memory(word) {
        return Word::Nothing;
    }
    if builder.roles.is_of_another(word) {
        return Word::Foreign;
    }
    match by_sign {
        Some(("role" | "roles" | "角色", roles)) => Word::Roles(roles),
        Some((name, text)) => match csv::field(name, text) {
            Some((key, text)) => Word::Set(key, text),
            None if text.is_empty() => Word::Host(name, None),
            None => Word::Host(name, Some(text)),
        },
        None => Word::Host(word, None),
    }
}

/// Whether a word is a role or a server type, or several with plus signs between them.
fn are_roles(word: &str, builder: &Builder) -> bool {
    word.split('+').all(|part| builder.roles_of(part).is_some())
}

/// Whether each host of a line is a name with its address behind it: `k1 10.0.0.1 k2 10.0.0.2`.
fn names_and_addresses(text: &str, builder: &Builder) -> bool {
    let is_host = |(at, word): &(usize, &str)| {
        *at == 0
            || !(are_roles(word, builder)
                || sizes::read(word).is_some()
                || sizes::is_unit(word)
                || sizes::is_name_of_memory(word)
                || builder.roles.is_of_another(word)
                || Count::parse(word).is_ok())
    };
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
