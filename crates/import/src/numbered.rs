//! Members that find themselves in a list by a number of their own, which a file holds alone.

use crate::Source;
use crate::locate::Located;
use crate::read::Note;
use crate::target::{Line, Read};
use model::value::shown;
use model::{Message, Severity, Span, msg};
use rules::{Numbered, Product, same_machine};
use std::collections::BTreeMap;

/// A member's file.
struct Own<'s> {
    host: &'s str,
    path: &'s str,
    text: &'s str,
    number: Option<u32>,
}

/// What is wrong with the numbers, and the files that hold them.
pub(crate) fn numbered(
    product: &Product,
    sources: &[Source],
    located: &Located,
    read: &Read,
) -> (Vec<Note>, BTreeMap<String, &'static str>) {
    let Some(kind) = product.import.numbered else { return Default::default() };
    let named = |path: &str| path.rsplit('/').next() == Some(kind.name);
    let unknown = located.unknown(sources).into_iter().filter(|(s, _)| named(&s.path));
    let all: Vec<Own> = unknown
        .filter_map(|(source, host)| {
            let text = std::str::from_utf8(&source.bytes).ok().filter(|t| t.len() < 64)?.trim();
            let number = text.parse().ok().filter(|n| (kind.within.0..=kind.within.1).contains(n));
            Some(Own { host: host?, path: &source.path, text, number })
        })
        .collect();
    let told = |(at, own): (usize, &Own)| {
        let before = all.get(..at).unwrap_or_default();
        let message = wrong(&kind, own, before, read)?;
        let span = Span { line: 1, column: 1 };
        let path = own.path.to_owned();
        Some(Note { severity: Severity::Error, path, span, message })
    };
    let notes = all.iter().enumerate().filter_map(told).collect();
    (notes, all.iter().map(|own| (own.path.to_owned(), kind.name)).collect())
}

fn wrong(kind: &Numbered, own: &Own, before: &[Own], read: &Read) -> Option<Message> {
    let Some(number) = own.number else {
        return Some(msg!(
            en: "\"{t}\" is no number from {a} to {z}, and nothing else may stand in {f}: the member would end at its start.",
            zh: "“{t}”不是 {a} 至 {z} 的编号，而 {f} 中只能有编号：该成员启动时会退出。",
            t = shown(own.text), a = kind.within.0, z = kind.within.1, f = kind.name));
    };
    if let Some(other) = before.iter().find(|o| o.number == Some(number) && o.host != own.host) {
        return Some(msg!(
            en: "{f} of {a} and of {b} both say {n}: two members with one number do not form an ensemble.",
            zh: "{a} 和 {b} 的 {f} 都是 {n}：编号相同的两个成员无法组成集群。",
            f = kind.name, a = shown(other.host), b = shown(own.host), n = number));
    }
    let lines = read.hosts.get(own.host)?.get(kind.list)?;
    let numbers = |line: &(&String, &Line)| line.0.starts_with(kind.key);
    let list: Vec<(&String, &Line)> = lines.iter().filter(numbers).collect();
    if list.is_empty() {
        return None;
    }
    let key = format!("{}{number}", kind.key);
    let Some((_, line)) = list.iter().find(|(name, _)| **name == key) else {
        return Some(msg!(
            en: "The number is {n}, and the member's own file has no line {k}: it would end at its start.",
            zh: "编号为 {n}，而该成员自己的文件中没有 {k}：启动时会退出。", n = number, k = key.as_str()));
    };
    // Another one of those that were brought: a name that nobody has may be this one's own.
    let host = (kind.host)(&line.value)?;
    let another = read.hosts.keys().find(|other| same_machine(other, host))?;
    (another != own.host && !same_machine(own.host, host)).then(|| {
        msg!(
            en: "The number is {n}, and {k} is {h}, another member: this one would take its place.",
            zh: "编号为 {n}，而 {k} 是另一个成员 {h}：该成员会顶替它。",
            n = number, k = key.as_str(), h = shown(host))
    })
}
