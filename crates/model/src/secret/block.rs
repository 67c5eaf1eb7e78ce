//! Values of several lines or members: YAML's blocks, objects, lists.

use super::key::holds_secrets;
use super::scan::near;
use std::ops::Range;

/// How far from its beginning an object says that it tells where its secret is, in bytes.
const FAR: usize = 1024;

/// The ends of the names of members behind the name of a secret that are none themselves.
const NAMES: [&str; 3] = ["name", "file", "path"];

/// The values of the lines under a name that ends its own line, or has YAML's `|` or `>` behind it,
/// and where the last one ends; `at` is where the name begins, `from` what stands behind its sign.
pub(super) fn lines(text: &str, at: usize, from: usize) -> Option<(Vec<Range<usize>>, usize)> {
    let rest = text.get(from..)?;
    let head = rest.get(..rest.find('\n')?)?;
    let (sign, comment) = head.trim_matches([' ', '\t', '\r']).split_at(first_word(head));
    let marked = sign.strip_prefix(['|', '>']);
    let indicators =
        |text: &str| text.chars().all(|c| matches!(c, '+' | '-') || c.is_ascii_digit());
    let text_block = marked.is_some_and(indicators);
    let comment = comment.trim_start();
    if !(text_block || sign.is_empty()) || !(comment.is_empty() || comment.starts_with('#')) {
        return None;
    }
    let own = indent(text.get(..at)?.rsplit('\n').next()?);
    let start = from + head.len() + 1;
    let holds = holds_secrets(name_at(text, at));
    let under = text.get(start..)?;
    let first = under.lines().find(|line| !line.trim().is_empty())?.trim();
    let told = || near(under, FAR).lines().any(|line| line.trim_start().starts_with("type:"));
    if !text_block && member(first).is_some() && (!holds || told()) {
        return None;
    }
    let mut all: Vec<(Range<usize>, &str)> = Vec::new();
    let mut begin = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        let inner = line.trim();
        let here = indent(line);
        if !inner.is_empty() {
            let item = here == own && !text_block && inner.starts_with("- ");
            if here <= own && !item {
                break;
            }
            let from = begin + line.len() - line.trim_start().len();
            all.push((from..from + inner.len(), inner));
        }
        begin += line.len();
    }
    let (first, last) = (all.first()?.0.start, all.last()?.0.end);
    let whole = || Some((std::iter::once(first..last).collect(), last));
    if text_block {
        return whole();
    }
    if all.iter().all(|(_, line)| member(line).is_some()) {
        let values = all.iter().filter_map(|(at, line)| {
            let (key, value) = member(line)?;
            let secret = !is_name(key) && !value.is_empty();
            secret.then(|| bare(at.end - value.len()..at.end, value))
        });
        return Some((values.collect(), last));
    }
    let items = all.iter().filter_map(|(at, line)| {
        let item = line.strip_prefix("- ")?.trim_start();
        Some(bare(at.end - item.len()..at.end, item))
    });
    let items: Vec<_> = items.collect();
    if items.len() == all.len() { Some((items, last)) } else { whole() }
}

/// The length of the first word behind blanks, as far as it is none of a comment.
fn first_word(text: &str) -> usize {
    let text = text.trim_matches([' ', '\t', '\r']);
    if text.starts_with('#') { 0 } else { text.find([' ', '\t']).unwrap_or(text.len()) }
}

/// How far a line is indented.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The name that begins at a place.
fn name_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    rest.split([':', '=', '：', '＝', '"', '\'']).next().unwrap_or_default().trim()
}

/// `name: value` of YAML.
fn member(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix("- ").unwrap_or(line);
    let (name, value) = line.split_once(':')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    let value_apart = value.is_empty() || value.starts_with([' ', '\t']);
    (!name.is_empty() && name.chars().all(plain) && value_apart).then(|| (name, value.trim()))
}

/// Whether a member only names something.
fn is_name(key: &str) -> bool {
    let lower = key.trim_matches(['"', '\'', '\\']).to_ascii_lowercase();
    NAMES.iter().any(|end| lower.ends_with(end))
}

/// A range without the quotes that its text stands in.
fn bare(at: Range<usize>, text: &str) -> Range<usize> {
    let quoted =
        ['"', '\''].iter().any(|q| text.len() > 1 && text.starts_with(*q) && text.ends_with(*q));
    if quoted { at.start + 1..at.end - 1 } else { at }
}

/// The secrets of an object or a list of quoted texts that begins at `from`, and where it ends; nothing
/// where it says that it tells where its secret is, or where its members say what they are.
pub(super) fn members(text: &str, from: usize, name: &str) -> Option<(Vec<Range<usize>>, usize)> {
    let rest = text.get(from..)?;
    let object = rest.starts_with('{');
    let inner = rest.get(1..)?.trim_start();
    let quote = ["\\\"", "\"", "'"].into_iter().find(|quote| inner.starts_with(quote))?;
    if object && !holds_secrets(name) {
        return None;
    }
    let mut found = Vec::new();
    let (mut depth, mut at, mut key) = (0_usize, from, "");
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let here = text.get(at..)?;
        if here.starts_with(quote) {
            let start = at + quote.len();
            let length = closed(text.get(start..)?, quote);
            let value = text.get(start..start + length)?;
            at = (start + length + quote.len()).min(text.len());
            while !text.is_char_boundary(at) {
                at += 1;
            }
            let behind = text.get(at..)?.trim_start();
            if behind.starts_with(':') {
                if object && depth == 1 && value == "type" && at - from < FAR {
                    return None;
                }
                key = value;
                at = text.len() - behind.len() + 1;
            } else if !is_name(key) && !value.is_empty() {
                found.push(start..start + length);
            }
            continue;
        }
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some((found, at + 1));
                }
            }
            ',' => {
                if object && depth == 1 {
                    key = "";
                }
            }
            c if c.is_whitespace() => {}
            _ => {
                let over = |c: char| c.is_whitespace() || matches!(c, ',' | '}' | ']');
                let reference = super::pair::reference(here);
                let length = reference.or_else(|| here.find(over)).unwrap_or(here.len());
                if !is_name(key) {
                    found.push(at..at + length);
                }
                at += length;
                continue;
            }
        }
        at += c.len_utf8();
    }
    Some((found, text.len()))
}

/// The length of what stands before the quote that closes it.
fn closed(text: &str, quote: &str) -> usize {
    if quote.len() > 1 {
        return text.find(quote).unwrap_or(text.len());
    }
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if text.get(at..).is_some_and(|rest| rest.starts_with(quote)) => return at,
            _ => {}
        }
    }
    text.len()
}
