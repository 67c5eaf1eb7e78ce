//! From pasted log lines to rules.

mod fragment;

use crate::{Product, Rule};
use fragment::Words;
use std::collections::BTreeSet;

/// A rule that a log points to.
pub struct Match {
    /// The rule.
    pub rule: &'static Rule,
    /// The line that led to it, trimmed.
    pub line: String,
}

struct Known {
    rule: &'static Rule,
    /// What stands between `…`.
    parts: Vec<String>,
    words: Words,
}

/// Words of warnings after which a program does what it would have done: Java leaves out an option that
/// it had before, and goes on.
const HARMLESS: [&str; 1] = ["warning: ignoring option "];

/// The rules whose symptoms appear in a log, in the order of the lines, each once. A line without
/// a whole symptom leads to the rules of which it has the most telling words in a row.
pub fn explain(product: &'static Product, log: &str) -> Vec<Match> {
    let symptoms: Vec<Known> = product
        .all_rules()
        .flat_map(|rule| rule.symptoms.iter().map(move |s| (rule, parts(s.words))))
        .filter(|(_, parts)| !parts.is_empty())
        .map(|(rule, parts)| Known { rule, words: Words::of(&parts), parts })
        .collect();
    let telling: BTreeSet<&str> = symptoms.iter().flat_map(|s| s.words.telling()).collect();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut matches: Vec<Match> = Vec::new();
    for line in log.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let folded = fold(line);
        if HARMLESS.iter().any(|words| folded.contains(words)) {
            continue;
        }
        let mut found: Vec<&'static Rule> =
            symptoms.iter().filter(|s| appear(&s.parts, &folded)).map(|s| s.rule).collect();
        if found.is_empty() {
            found = by_fragment(&symptoms, &telling, &folded);
        }
        for rule in found {
            if known.insert(rule.id) {
                matches.push(Match { rule, line: line.to_owned() });
            }
        }
    }
    matches
}

/// The rules of which a line has a part, those with the largest.
fn by_fragment(symptoms: &[Known], telling: &BTreeSet<&str>, folded: &str) -> Vec<&'static Rule> {
    let line = fragment::words(folded);
    if !fragment::is_worth_a_look(&line, telling) {
        return Vec::new();
    }
    let runs: Vec<(usize, &'static Rule)> =
        symptoms.iter().filter_map(|s| Some((fragment::run(&s.words, &line)?, s.rule))).collect();
    let most = runs.iter().map(|(letters, _)| *letters).max().unwrap_or(0);
    runs.into_iter().filter(|(letters, _)| *letters == most).map(|(_, rule)| rule).collect()
}

/// Blanks folded, in lower case.
fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_ascii_lowercase()
}

/// The parts between `…`.
fn parts(words: &str) -> Vec<String> {
    words.split('…').map(fold).filter(|p| !p.is_empty()).collect()
}

/// Whether the parts appear in a line, one behind the other.
fn appear(parts: &[String], line: &str) -> bool {
    let mut rest = line;
    for part in parts {
        let Some(at) = rest.find(part.as_str()) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_appear_in_order() {
        let yes = |words: &str, line: &str| appear(&parts(words), &fold(line));
        assert!(yes("Setting … is  mandatory", "x: setting \"URL\" is mandatory."));
        assert!(!yes("b … a", "a b"));
        assert!(yes("a … a", "a a") && !yes("a … a", "a"));
    }
}
