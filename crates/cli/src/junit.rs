//! `JUnit`: a case for each rule that was tried, for what shows results of tests.

use crate::findings::{Findings, Found};
use model::{Lang, Severity, Text};
use rules::{Example, Rule};
use std::fmt::Write as _;

/// The report of one run: a rule fails that found something at or above the threshold. What it found
/// below stands in its output.
pub(crate) fn report(findings: &Findings, threshold: Severity, lang: Lang) -> String {
    let mut cases: Vec<Case> = Vec::new();
    let mut rules: Vec<&'static Rule> = findings.product.all_rules().collect();
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    for rule in rules {
        let own = findings.all.iter().filter(|f| f.rule.is_some_and(|r| r.id == rule.id));
        let untried = matches!(rule.fires, Example::Machines(..)) && !findings.machines;
        cases.push(Case::new(rule.id, rule.name, own, threshold, untried, lang));
    }
    let read: Vec<&Found> = findings.all.iter().filter(|f| f.rule.is_none()).collect();
    if !read.is_empty() {
        cases.push(Case::new("", "reading", read.into_iter(), threshold, false, lang));
    }
    let count = |of: fn(&Verdict) -> bool| cases.iter().filter(|case| of(&case.verdict)).count();
    let tests = cases.len();
    let failures = count(|verdict| matches!(verdict, Verdict::Failed(..)));
    let skipped = count(|verdict| matches!(verdict, Verdict::Skipped(..)));
    let subject = text(&findings.subject);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing into a String cannot fail.
    let _ = writeln!(
        out,
        "<testsuites name=\"muster\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    );
    let _ = writeln!(
        out,
        "  <testsuite name=\"{subject}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" file=\"{subject}\">"
    );
    for case in &cases {
        case.write(&mut out);
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

enum Verdict {
    Passed,
    /// The first message, the severity, and all of them.
    Failed(String, &'static str, String),
    /// Why.
    Skipped(String),
}

struct Case {
    class: String,
    name: String,
    verdict: Verdict,
    /// What does not fail it.
    output: String,
}

impl Case {
    fn new<'f>(
        id: &str,
        name: &str,
        found: impl Iterator<Item = &'f Found>,
        threshold: Severity,
        untried: bool,
        lang: Lang,
    ) -> Case {
        let found: Vec<&Found> = found.collect();
        let area = id.trim_end_matches(|c: char| c.is_ascii_digit());
        let fails = |f: &&&Found| f.accepted.is_none() && f.severity >= threshold;
        let failing: Vec<&Found> = found.iter().filter(fails).copied().collect();
        let others = found.iter().filter(|f| !fails(f)).map(|f| line(f, lang) + "\n");
        let output: String = others.collect();
        let accepted = found.iter().find_map(|f| f.accepted.as_deref());
        let all_accepted = !found.is_empty() && found.iter().all(|f| f.accepted.is_some());
        let verdict = match (failing.first(), accepted) {
            (Some(first), _) => {
                let worst = failing.iter().map(|f| f.severity).max().unwrap_or(threshold);
                let lines: Vec<String> = failing.iter().map(|f| line(f, lang)).collect();
                Verdict::Failed(first.message.clone(), worst.id(), lines.join("\n"))
            }
            (None, Some(reason)) if all_accepted => {
                let word = Text::new("accepted", "已接受").get(lang);
                Verdict::Skipped(format!("{word}: {reason}"))
            }
            _ if untried => Verdict::Skipped(
                Text::new("no facts of the machines: --facts", "没有实际机器的信息：--facts")
                    .get(lang)
                    .to_owned(),
            ),
            _ => Verdict::Passed,
        };
        Case {
            class: if area.is_empty() { "muster".to_owned() } else { format!("muster.{area}") },
            name: format!("{id} {name}").trim().to_owned(),
            verdict,
            output,
        }
    }

    fn write(&self, out: &mut String) {
        let head = format!(
            "    <testcase classname=\"{}\" name=\"{}\"",
            text(&self.class),
            text(&self.name)
        );
        if matches!(self.verdict, Verdict::Passed) && self.output.is_empty() {
            let _ = writeln!(out, "{head}/>");
            return;
        }
        let _ = writeln!(out, "{head}>");
        match &self.verdict {
            Verdict::Passed => {}
            Verdict::Failed(message, kind, all) => {
                let (message, all) = (text(message), text(all));
                let _ = writeln!(
                    out,
                    "      <failure message=\"{message}\" type=\"{kind}\">{all}</failure>"
                );
            }
            Verdict::Skipped(why) => {
                let _ = writeln!(out, "      <skipped message=\"{}\"/>", text(why));
            }
        }
        if !self.output.is_empty() {
            let _ = writeln!(out, "      <system-out>{}</system-out>", text(&self.output));
        }
        out.push_str("    </testcase>\n");
    }
}

/// One finding on a line: where, how bad, what, and what mends it.
fn line(found: &Found, lang: Lang) -> String {
    let at = found.at.as_ref().map_or_else(String::new, |at| match at.span {
        Some(span) => format!("{}:{}:{}: ", at.file, span.line, span.column),
        None => format!("{}: ", at.file),
    });
    let place = if found.path.is_empty() { String::new() } else { format!(" ({})", found.path) };
    let fix = found.fix.as_ref().map_or_else(String::new, |(title, _)| {
        let word = Text::new("fix", "修复").get(lang);
        format!(" [{word}: {title}]")
    });
    format!("{at}{}: {}{place}{fix}", found.severity.id(), found.message)
}

/// Text that XML can hold: a character that it cannot is shown by its number, so that nothing is lost.
fn text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => shown.push(c),
            '\u{FFFE}' | '\u{FFFF}' => shown.extend(c.escape_unicode()),
            c if c.is_control() => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    formats::xml::escape(&shown)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn no_character_breaks_the_file() {
        assert_eq!(
            text("a<b>&\"\u{1}\u{ffff}\u{85}中"),
            "a&lt;b&gt;&amp;&quot;\\u{1}\\u{ffff}\\u{85}中"
        );
        assert_eq!(text("]]>\n"), "]]&gt;&#10;");
    }
}
