//! Fields, roles, steps and findings as they stand, in one language.

use crate::sizing;
use model::value::{ByteSize, Duration, Value};
use model::{Finding, Lang, Place, Severity};
use protocol::{Counts, FieldState, FindingView, FixView, RoleState, SourceView, StepState};
use rules::{Context, Field, Kind, Report, Rule, Source};
use std::collections::BTreeMap;

pub(crate) fn counts(cx: &Context, report: &Report) -> Counts {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Counts {
        errors: count(report.count(Severity::Error)),
        warnings: count(report.count(Severity::Warning)),
        infos: count(report.count(Severity::Info)),
        accepted: count(report.accepted.len()),
        examples: count(rules::general::example_places(cx).len()),
    }
}

/// How many findings the page gets, the worst first. Nobody reads more of them, and drawing a hundred
/// thousand takes the page's breath; [`counts`] has them all.
const MOST: usize = 1000;

pub(crate) fn findings(cx: &Context, report: &Report, lang: Lang) -> Vec<FindingView> {
    let rules: BTreeMap<&str, &'static Rule> =
        cx.product.all_rules().map(|rule| (rule.id, rule)).collect();
    let view = |f: &Finding, accepted: Option<String>| {
        finding(cx, f, rules.get(f.rule).copied(), accepted, lang)
    };
    let open = report.findings.iter().take(MOST).map(|f| view(f, None));
    let accepted = report.accepted.iter().map(|(f, reason)| view(f, Some(reason.clone())));
    open.chain(accepted).collect()
}

fn finding(
    cx: &Context,
    f: &Finding,
    rule: Option<&'static Rule>,
    accepted: Option<String>,
    lang: Lang,
) -> FindingView {
    let message = f.message.render(lang);
    FindingView {
        rule: f.rule.to_owned(),
        severity: f.severity,
        place: f.place.clone(),
        path: cx.path(&f.place),
        step: cx.step(&f.place).to_owned(),
        label: label(cx, f, &message, lang),
        message,
        why: rule.map(|r| r.why.get(lang).to_owned()).unwrap_or_default(),
        sources: rule.map(|r| sources(r.sources)).unwrap_or_default(),
        fix: f
            .fix
            .as_ref()
            .map(|fix| FixView { title: fix.title.render(lang), edits: fix.edits.clone() }),
        accepted,
        facts: f.facts(),
    }
}

/// What goes before a message that does not name its field or key.
fn label(cx: &Context, f: &Finding, message: &str, lang: Lang) -> String {
    if !matches!(f.place, Place::Setting(_) | Place::NodeSetting(..) | Place::Override(..)) {
        return String::new();
    }
    let label = cx.label(&f.place).render(lang);
    if message.to_lowercase().contains(&label.to_lowercase()) {
        return String::new();
    }
    lang.pick(format!("{label}: "), format!("{label}："))
}

pub(crate) fn sources(sources: &[Source]) -> Vec<SourceView> {
    let view = |s: &Source| SourceView { title: s.title.to_owned(), url: s.url.to_owned() };
    sources.iter().map(view).collect()
}

pub(crate) fn steps(cx: &Context, report: &Report) -> Vec<StepState> {
    let mut states = vec![StepState::default(); cx.product.steps.len()];
    for f in &report.findings {
        let id = cx.step(&f.place);
        let at = cx.product.steps.iter().position(|s| s.id == id);
        if let Some(state) = at.and_then(|at| states.get_mut(at)) {
            match f.severity {
                Severity::Error => state.errors += 1,
                Severity::Warning => state.warnings += 1,
                Severity::Info => {}
            }
        }
    }
    for place in rules::general::example_places(cx).iter() {
        let id = cx.step(place);
        let at = cx.product.steps.iter().position(|s| s.id == id);
        if let Some(state) = at.and_then(|at| states.get_mut(at)) {
            state.examples += 1;
        }
    }
    states
}

pub(crate) fn fields(cx: &Context, step: &str, lang: Lang) -> Vec<FieldState> {
    cx.product.all_fields().map(|f| field(cx, f, step, lang)).collect()
}

fn field(cx: &Context, field: &Field, step: &str, lang: Lang) -> FieldState {
    let set = cx.spec.settings.contains_key(field.key);
    let value = cx.text(field.key).into_owned();
    let blocked = match &field.kind {
        Kind::Choice(choices) => choices
            .iter()
            .filter_map(|c| Some((c.id.to_owned(), (c.blocked)(cx)?.render(lang))))
            .collect(),
        _ => Vec::new(),
    };
    // What no node has is no question, unless somebody answered it.
    let of_nodes = || cx.spec.nodes.is_empty() || cx.one_of_each_class(field).next().is_some();
    let shown = (field.shown)(cx) && (set || of_nodes());
    let in_view = shown && field.step == step;
    FieldState {
        key: field.key.to_owned(),
        shown,
        meaning: meaning(field, &value),
        default: cx.default(field, None),
        formula: cx.default_in_words(field).map(|words| words.render(lang)).unwrap_or_default(),
        value,
        set,
        blocked,
        keys: field.keys.iter().map(|k| (*k).to_owned()).collect(),
        classes: if in_view { sizing::of_classes(cx, field, lang) } else { Vec::new() },
    }
}

/// What a size or a time amounts to, when the text does not say it already.
fn meaning(field: &Field, value: &str) -> String {
    match field.kind {
        Kind::Bytes => match ByteSize::parse(value) {
            Ok(size) => format!("{size} = {} B", grouped(size.0)),
            Err(_) => String::new(),
        },
        Kind::Duration => match Duration::parse(value) {
            Ok(time) => format!("= {time}"),
            Err(_) => String::new(),
        },
        _ => String::new(),
    }
}

/// A number with thin gaps between its thousands.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202F}');
        }
        out.push(digit);
    }
    out
}

pub(crate) fn roles(cx: &Context, lang: Lang) -> Vec<RoleState> {
    let state = |role: &rules::Role| {
        let count = u32::try_from(cx.spec.with_role(role.id).count()).unwrap_or(u32::MAX);
        let (least, words) = (role.need)(cx);
        RoleState {
            count,
            need: words.get(lang).to_owned(),
            enough: count >= least,
            shown: (role.shown)(cx),
        }
    };
    cx.product.roles.iter().map(state).collect()
}
