//! From pasted log lines to rules.

use crate::{Product, Rule};
use std::collections::BTreeSet;

/// A rule that a log points to.
pub struct Match {
    /// The rule.
    pub rule: &'static Rule,
    /// The line that led to it, trimmed.
    pub line: String,
}

/// The rules whose symptoms appear in a log, in the order of the lines, each once.
pub fn explain(product: &'static Product, log: &str) -> Vec<Match> {
    let symptoms: Vec<(&'static Rule, Vec<String>)> = product
        .all_rules()
        .flat_map(|rule| rule.symptoms.iter().map(move |s| (rule, parts(s.words))))
        .filter(|(_, parts)| !parts.is_empty())
        .collect();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut matches: Vec<Match> = Vec::new();
    for line in log.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let folded = fold(line);
        for (rule, parts) in &symptoms {
            if !known.contains(rule.id) && appear(parts, &folded) {
                known.insert(rule.id);
                matches.push(Match { rule, line: line.to_owned() });
            }
        }
    }
    matches
}

/// Blanks folded, in lower case.
fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
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
