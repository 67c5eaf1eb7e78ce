//! Looking for secrets by the form of a text.

use super::{directive, header, login, option, pair, token};
use std::ops::Range;

/// A place in a text where a secret, or a reference to one, stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Bytes of the text; never empty.
    pub(super) at: Range<usize>,
    /// What its variable is called, behind the key of the text.
    pub(super) name: String,
}

/// All of them, in order and apart; `marks` are the names that a catalogue marks.
pub(super) fn hits(text: &str, marks: &[String]) -> Vec<Hit> {
    let mut hits = Vec::new();
    if !worth_a_look(text) {
        return hits;
    }
    let mut found = |at: Range<usize>, name: &str| {
        if !at.is_empty() && text.get(at.clone()).is_some() {
            hits.push(Hit { at, name: name.to_owned() });
        }
    };
    pair::find(text, marks, &mut found);
    login::find(text, &mut found);
    option::find(text, &mut found);
    header::find(text, &mut found);
    token::find(text, &mut found);
    directive::find(text, marks, &mut found);
    apart(hits)
}

/// Where hits are reported to: where it stands, and what to call it.
pub(super) type Found<'f> = dyn FnMut(Range<usize>, &str) + 'f;

/// Most texts are a name or a number: nothing in them joins a name with a secret.
fn worth_a_look(text: &str) -> bool {
    text.len() >= 3
        && (text.contains([
            ':', '=', '@', '(', ' ', '\t', '\n', '<', '"', '\'', '：', '＝', '是', '为',
        ]) || text.len() >= 20
            || !text.is_ascii())
}

/// Sorted, and those that overlap as one.
fn apart(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.at.start, std::cmp::Reverse(hit.at.end)));
    let mut out: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        match out.last_mut() {
            Some(last) if hit.at.start < last.at.end => last.at.end = last.at.end.max(hit.at.end),
            _ => out.push(hit),
        }
    }
    out
}

/// Whether a text begins with what ends a list's part: nothing, a blank, a comma and the like.
pub(super) fn ends(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '}' | ']' | ')' | '>' | '，' | '；')
    })
}

/// Whether a text begins with the next part of a list: `name=`, an address with a scheme, a
/// quoted or nested one.
pub(super) fn goes_on(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    if rest.is_empty() || rest.starts_with(['"', '\'', '{', '[', '\\', '}', ']', ')']) {
        return true;
    }
    let name = rest.trim_start_matches('-');
    let end = name
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | ':')))
        .unwrap_or(name.len());
    let (name, behind) = name.split_at(end);
    !name.is_empty()
        && ((behind.starts_with('=') && name.starts_with(|c: char| c.is_ascii_alphabetic()))
            || (name.ends_with(':') && behind.starts_with("//")))
}

/// At most so many bytes of the beginning of a text.
pub(super) fn near(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}
