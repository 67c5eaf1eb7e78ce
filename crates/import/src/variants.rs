//! The texts that a field may have had, given what was read where it writes.

use model::value::{ByteSize, Value};
use rules::{Field, Kind, Unit};
use std::collections::BTreeSet;

/// Most texts that are tried for a field.
const MOST: usize = 40;

/// Every text that may be tried, the simpler ones first.
pub(crate) fn variants(field: &Field, values: &BTreeSet<String>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    match &field.kind {
        Kind::Choice(options) => texts.extend(options.iter().map(|o| o.id.to_owned())),
        Kind::Switch => texts.extend(["on", "off"].map(str::to_owned)),
        _ => {
            for value in values {
                of_value(field, value, &mut texts);
            }
        }
    }
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()) && usable(field, text));
    texts.truncate(MOST);
    texts
}

/// Whether a field takes a text.
pub(crate) fn usable(field: &Field, text: &str) -> bool {
    if text.is_empty() { !field.required } else { field.check(text).is_ok() }
}

fn of_value(field: &Field, value: &str, texts: &mut Vec<String>) {
    let value = value.trim();
    if matches!(field.kind, Kind::Secret) {
        // The variable that a secret has become.
        let named = value.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
        texts.extend(named.map(|(name, _)| name.to_owned()));
        return;
    }
    texts.push(value.to_owned());
    if let Some((Unit::Bytes, read)) = field.written
        && let Some(bytes) = read(value)
    {
        texts.push(ByteSize(bytes).to_string());
    }
    if matches!(field.kind, Kind::Bytes) {
        texts.extend(sizes(value));
        return;
    }
    // Parts of composed values: of lists, of addresses, of options.
    texts.extend(parts(value, &[',', ';', ' ', '&', '?', '=', '@']));
    texts.extend(parts(value, &[',', ';', ' ', '&', '?', '=', '@', '/']));
    texts.extend(parts(value, &[',', ';', ' ', '&', '?', '=', '@', '/', ':']));
    if let Some((_, rest)) = value.split_once("://") {
        let path = rest.find('/').and_then(|at| rest.get(at..));
        texts.extend(path.map(str::to_owned));
    }
    if let Some(at) = value.find('/').filter(|at| *at > 0) {
        // What stands behind a list of servers: a path in ZooKeeper.
        texts.extend(value.get(at..).map(str::to_owned));
        texts.extend(value.get(..at).map(str::to_owned));
    }
}

fn parts(value: &str, at: &[char]) -> Vec<String> {
    value.split(at).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The sizes among the words of a value: `-Xmx8g`, `4096m`.
fn sizes(value: &str) -> Vec<String> {
    let words = value.split(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | '"'));
    let sizes = words.filter_map(|word| {
        let from = word.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        let word = word.get(from..)?;
        let from = word.find(|c: char| c.is_ascii_digit())?;
        ByteSize::parse(word.get(from..)?).ok().map(|size| size.to_string())
    });
    sizes.collect()
}
