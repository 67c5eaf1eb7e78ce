//! Acceptances that no finding matches any more.

use crate::{Context, Example, Rule, Source};
use model::value::shown;
use model::{Finding, Place, Severity, Text, msg};

/// An acceptance without its warning.
pub(super) static LAPSED: Rule = Rule {
    id: "GEN031",
    name: "lapsed-acceptance",
    severity: Severity::Info,
    title: Text::new(
        "Every acceptance belongs to a warning that is there.",
        "每条“接受警告”的记录都对应一个仍存在的警告。",
    ),
    why: Text::new(
        "A warning is accepted for the facts it was given for. When they change it comes back, and when the cause is gone nothing is left to accept. An acceptance without a reason does not count. Remove it, or accept the warning again.",
        "接受警告时针对的是当时的事实。事实变化后警告会重新出现；原因消除后也就无可接受。没有写明理由的接受不算数。请删除该记录，或重新接受警告。",
    ),
    sources: &[Source::own("Muster: an acceptance names rule, node, field and facts")],
    symptoms: &[],
    fires: Example::Toml(
        "schema = 1\nname = \"c\"\nproduct = \"\"\n\n[[nodes]]\nname = \"k1.example.com\"\nroles = [\"all\"]\n\n[[accepted]]\nrule = \"GEN017\"\nnode = \"k1.example.com\"\nfield = \"roles\"\nreason = \"a spare\"\nfacts = [\"k1.example.com\"]\n",
    ),
    clean: Example::Edits("", &[]),
    // The check itself knows which acceptances were used; see `lapsed_acceptances`.
    check: |_, _| {},
};

/// The findings about acceptances that were not used, by their positions.
pub(crate) fn lapsed_acceptances(cx: &Context, lapsed: &[usize]) -> Vec<Finding> {
    let found = lapsed.iter().filter_map(|at| Some((at, cx.spec.accepted.get(*at)?)));
    found
        .map(|(at, accepted)| Finding {
            rule: LAPSED.id,
            severity: LAPSED.severity,
            place: Place::Accepted(*at),
            related: Vec::new(),
            message: if accepted.reason.trim().is_empty() {
                msg!(en: "The acceptance of {r} gives no reason, so it does not count.",
                     zh: "对 {r} 的接受没有写明理由，因此不算数。", r = shown(&accepted.rule))
            } else {
                msg!(en: "The acceptance of {r} (\"{why}\") matches no warning any more. Remove it.",
                     zh: "对 {r} 的接受（“{why}”）已不对应任何警告，请删除。",
                     r = shown(&accepted.rule), why = shown(&accepted.reason))
            },
            fix: None,
            span: None,
        })
        .collect()
}
