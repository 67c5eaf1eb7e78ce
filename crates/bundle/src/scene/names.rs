//! What nodes and addresses are called.

use super::text::clean;
use model::{Lang, RowId};
use rules::Context;

/// So many ranges of names stand in a box; all of them in what it is called.
const MOST: usize = 3;

/// The end that all names share, from a dot on; empty when there is none or only one node.
pub(super) fn common_suffix(cx: &Context) -> String {
    let names: Vec<&str> = cx.spec.nodes.iter().map(|n| n.name.trim()).collect();
    let Some((first, rest)) = names.split_first() else { return String::new() };
    if rest.is_empty() || first.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return String::new();
    }
    let Some(dot) = first.find('.').filter(|dot| *dot > 0) else { return String::new() };
    let suffix = first.get(dot..).unwrap_or_default();
    let shared = rest.iter().all(|n| n.strip_suffix(suffix).is_some_and(|head| !head.is_empty()));
    if shared { suffix.to_owned() } else { String::new() }
}

/// What is said of that end.
pub(super) fn note(suffix: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Names without their common end, {suffix}"),
        Lang::Zh => format!("名称省略了共同的后缀 {suffix}"),
    }
}

/// A name without the end that all of them share.
pub(super) fn short(name: &str, suffix: &str) -> String {
    clean(name.strip_suffix(suffix).unwrap_or(name))
}

/// The name of a node.
pub(super) fn node(cx: &Context, row: RowId, suffix: &str) -> String {
    match cx.node(row).map(|node| short(node.name.trim(), suffix)) {
        Some(name) if !name.is_empty() => name,
        _ => "?".to_owned(),
    }
}

/// The names of nodes, those that are counted up as ranges, with how many nodes each is.
pub(super) fn ranges(cx: &Context, rows: &[RowId], suffix: &str) -> Vec<(String, usize)> {
    let names: Vec<String> = rows.iter().map(|row| node(cx, *row, suffix)).collect();
    let mut all = Vec::new();
    for (first, last, count) in formats::node_list::runs(names.iter().map(String::as_str)) {
        match count {
            1 => all.push((first.to_owned(), 1)),
            2 => all.extend([(first.to_owned(), 1), (last.to_owned(), 1)]),
            _ => all.push((format!("{first} – {last}"), count)),
        }
    }
    all
}

/// The first of them, and how many more there are.
pub(super) fn first(names: &[(String, usize)]) -> Vec<String> {
    // One more instead of "+1".
    let most = if names.len() == MOST + 1 { MOST + 1 } else { MOST };
    let mut shown: Vec<String> = names.iter().take(most).map(|(name, _)| name.clone()).collect();
    let rest: usize = names.iter().skip(most).map(|(_, count)| count).sum();
    if rest > 0 {
        shown.push(format!("+{rest}"));
    }
    shown
}

/// All of them.
pub(super) fn all(names: &[(String, usize)]) -> String {
    names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}
