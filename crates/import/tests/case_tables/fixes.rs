//! What is offered as a fix mends what was told, and breaks nothing else.

use import::{Imported, judged};
use model::{Edit, Finding, Place, Severity, apply_all};
use rules::Context;
use std::collections::BTreeSet;

/// Errors that come behind a fix and say what comes next: the storage of logs is that of the segments,
/// whose folder no file of the report says; made-up names of the report, in a line that was renamed.
const NEXT: [(&str, &str); 2] = [("DRU024", "DRU122"), ("DRU079", "GEN030")];

/// What is wrong with the fixes of an import's findings.
pub(super) fn wrong(imported: &mut Imported, findings: &[Finding]) -> Vec<String> {
    let read = imported.spec.clone();
    let mut wrong = Vec::new();
    for finding in findings {
        wrong.extend(after(imported, findings, finding));
        imported.spec.clone_from(&read);
    }
    wrong
}

fn after(imported: &mut Imported, before: &[Finding], finding: &Finding) -> Option<String> {
    let fix = finding.fix.as_ref()?;
    let say =
        |what: String| Some(format!("the fix of {} at {:?}: {what}", finding.rule, finding.place));
    apply_all(&mut imported.spec, &fix.edits);
    for edit in &fix.edits {
        if let Edit::Set(Place::NodeRoles(row), text) = edit {
            let known = |role: &str| imported.product.roles.iter().any(|own| own.id == role);
            if !text.split([',', ' ']).all(known) {
                return say(format!("{text} are no roles of {row:?}"));
            }
        }
    }
    let report = judged(imported, &Context::new(&imported.spec, imported.product)).report;
    let same = |other: &Finding| {
        (other.rule, &other.place, &other.message)
            == (finding.rule, &finding.place, &finding.message)
    };
    if report.findings.iter().any(same) {
        return say("it is still told".to_owned());
    }
    let errors = |all: &[Finding]| -> BTreeSet<&str> {
        all.iter().filter(|f| f.severity == Severity::Error).map(|f| f.rule).collect()
    };
    let (old, new) = (errors(before), errors(&report.findings));
    let next = |rule: &&&str| NEXT.contains(&(finding.rule, **rule));
    let more: Vec<&&str> = new.difference(&old).filter(|rule| !next(rule)).collect();
    if more.is_empty() { None } else { say(format!("then there are {more:?}")) }
}
