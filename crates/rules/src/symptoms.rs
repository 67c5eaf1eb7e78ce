//! From pasted log lines to rules.

use crate::{Product, Rule};

/// A rule that a log points to.
pub struct Match {
    /// The rule.
    pub rule: &'static Rule,
    /// The line that led to it, trimmed.
    pub line: String,
}

/// The rules whose symptoms appear in a log, in the order of the lines, each once.
pub fn explain(product: &'static Product, log: &str) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    let rules: Vec<&'static Rule> = product.all_rules().collect();
    for line in log.lines().map(str::trim).filter(|l| !l.is_empty()) {
        for rule in &rules {
            let known = matches.iter().any(|m| m.rule.id == rule.id);
            if !known && rule.symptoms.iter().any(|s| appears(s.words, line)) {
                matches.push(Match { rule, line: line.to_owned() });
            }
        }
    }
    matches
}

/// Whether the words appear in a line: the parts between `…` in order, blanks folded.
fn appears(words: &str, line: &str) -> bool {
    let fold = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let line = fold(line);
    let mut rest = line.as_str();
    let mut any = false;
    for part in words.split('…').map(fold).filter(|p| !p.is_empty()) {
        let Some(at) = rest.find(&part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
        any = true;
    }
    any
}
