//! Runs the rules over a document.

use crate::{Context, Sink, general};
use model::{Accepted, Finding, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// What the rules say about a document.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, worst first, then by step and place. Accepted warnings are not among them.
    pub findings: Vec<Finding>,
    /// Warnings that a person accepted, with the reason.
    pub accepted: Vec<(Finding, String)>,
    /// Acceptances that no warning matches any more, by position.
    pub lapsed: Vec<usize>,
}

impl Report {
    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).count()
    }
}

/// Checks everything, on each call: there is no state to go stale.
pub fn check(cx: &Context) -> Report {
    let mut found = Vec::new();
    for rule in cx.product.all_rules() {
        let mut sink = Sink::new(rule);
        (rule.check)(cx, &mut sink);
        found.extend(sink.into_findings());
    }
    yield_to_special(&mut found);
    let unusable = general::unusable_entries(cx, &found);
    found.extend(unusable);
    let mut used = vec![false; cx.spec.accepted.len()];
    let mut report = Report::default();
    for finding in found {
        let at = cx.spec.accepted.iter().position(|a| accepts(a, &finding));
        match at.and_then(|at| cx.spec.accepted.get(at).map(|a| (at, a))) {
            Some((at, accepted)) => {
                if let Some(used) = used.get_mut(at) {
                    *used = true;
                }
                report.accepted.push((finding, accepted.reason.clone()));
            }
            None => report.findings.push(finding),
        }
    }
    // While nobody says what the machines are, what was accepted of them stays accepted.
    let waits = |at: usize| {
        let rule = cx.spec.accepted.get(at).map(|accepted| accepted.rule.as_str());
        cx.facts.is_none() && rule.is_some_and(general::is_of_machines)
    };
    let unused = used.iter().enumerate().filter(|(_, used)| !**used).map(|(at, _)| at);
    report.lapsed = unused.filter(|at| !waits(*at)).collect();
    report.findings.extend(general::lapsed_acceptances(cx, &report.lapsed));
    let order: Vec<&str> = cx.product.steps.iter().map(|s| s.id).collect();
    let step = |f: &Finding| {
        let id = cx.step(&f.place);
        order.iter().position(|s| *s == id).unwrap_or(order.len())
    };
    report.findings.sort_by_cached_key(|f| {
        let place = f.place.row().and_then(|r| cx.position(r));
        (std::cmp::Reverse(f.severity), step(f), place, f.place.clone(), f.rule)
    });
    report
}

/// Drops what the catalogue or a field's kind says about a place when a rule that knows more says
/// something at least as bad about the same place: one mistake, one finding.
fn yield_to_special(found: &mut Vec<Finding>) {
    let (general, special): (Vec<&Finding>, Vec<&Finding>) =
        found.iter().partition(|f| general::yields(f.rule));
    if general.is_empty() || special.is_empty() {
        return;
    }
    // Of two lists one may be very long: an index of the shorter one is enough.
    let disputed: BTreeSet<&Place> = if general.len() < special.len() {
        general.iter().map(|f| &f.place).collect()
    } else {
        special.iter().map(|f| &f.place).collect()
    };
    let mut worst: BTreeMap<Place, Severity> = BTreeMap::new();
    for finding in special.iter().filter(|f| disputed.contains(&f.place)) {
        let at = worst.entry(finding.place.clone()).or_insert(finding.severity);
        *at = (*at).max(finding.severity);
    }
    found.retain(|f| {
        !general::yields(f.rule)
            || worst
                .get(&f.place)
                .is_none_or(|worst| *worst < f.severity && !general::yields_always(f.rule))
    });
}

/// Whether an acceptance is for this finding: same rule, node, field, and the same facts.
fn accepts(accepted: &Accepted, finding: &Finding) -> bool {
    finding.severity == Severity::Warning
        && accepted.rule == finding.rule
        && accepted.node == finding.place.row()
        && accepted.field == finding.place.field()
        && accepted.facts == finding.facts()
        && !accepted.reason.trim().is_empty()
}

/// A document whose report has no error. Only this can be packed, so that a broken cluster cannot
/// be exported by forgetting to ask.
pub struct Checked<'c, 'a> {
    cx: &'c Context<'a>,
    report: &'c Report,
}

impl<'c, 'a> Checked<'c, 'a> {
    /// Passes when the report has no error.
    pub fn new(cx: &'c Context<'a>, report: &'c Report) -> Option<Checked<'c, 'a>> {
        (report.count(Severity::Error) == 0).then_some(Checked { cx, report })
    }

    /// The document and what follows from it.
    pub fn cx(&self) -> &'c Context<'a> {
        self.cx
    }

    /// What was said about it.
    pub fn report(&self) -> &'c Report {
        self.report
    }
}
