//! The line at the bottom and the list of findings.

use crate::components::{finding_view, icon, severity_icon};
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::{App, EngineState};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::Severity;
use protocol::{Counts, FindingView, Schema};
use std::sync::Arc;

/// The region of findings.
pub fn findings(app: App, schema: &Arc<Schema>) -> AnyView {
    let counts = Memo::new(move |()| app.checked.with(|c| (c.counts, c.machines.clone())));
    let worst = Memo::new(move |()| {
        app.checked.with(|c| c.findings.iter().find(|f| f.accepted.is_none()).cloned())
    });
    let open = app.findings_open;
    let toggle = move |_| open.update(|o| *o = !*o);
    let list_schema = schema.clone();
    let list = move || open.get().then(|| list(app, &list_schema));
    let phone_schema = schema.clone();
    view! {
        <section
            class="findings"
            id="findings"
            aria-label=tr(text::FINDINGS)
            tabindex="-1"
            data-open=move || open.get().then_some("true")
        >
            <div class="findings-line">
                <button
                    type="button"
                    class="quiet counts"
                    id="findings-toggle"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls="findings-list"
                    title=tr(text::SHOW_FINDINGS)
                    on:click=toggle
                >
                    {icon("up")}
                    {move || counts_view(&counts.get())}
                </button>
                {move || worst_view(app, worst.get(), &phone_schema)}
                {progress(app)}
            </div>
            <div class="findings-list" id="findings-list">{list}</div>
        </section>
    }
    .any()
}

/// The counts: each with its word, never by colour alone.
fn counts_view((counts, machines): &(Counts, String)) -> AnyView {
    let class = match (counts.errors, counts.warnings) {
        (0, 0) => "count good",
        (0, _) => "count warning",
        _ => "count error",
    };
    let shape = match (counts.errors, counts.warnings) {
        (0, 0) => "check",
        (0, _) => "warning",
        _ => "error",
    };
    let mut more = Vec::new();
    if counts.infos > 0 {
        more.push(text::infos(counts.infos));
    }
    if counts.accepted > 0 {
        more.push(text::accepted(counts.accepted));
    }
    if counts.examples > 0 {
        more.push(text::examples(counts.examples));
    }
    more.push(match machines.as_str() {
        "" => tr(text::MACHINES_NOT_CHECKED).to_owned(),
        checked => checked.to_owned(),
    });
    view! {
        <span
            class=class
            id="counts"
            data-errors=counts.errors.to_string()
            data-warnings=counts.warnings.to_string()
        >
            {icon(shape)} {text::counts(counts.errors, counts.warnings)}
        </span>
        <span class="count-more">{more.into_iter().map(|m| view! { <span>{m}</span> }).collect_view()}</span>
    }
    .any()
}

/// The worst finding, and the buttons that walk through all.
fn worst_view(app: App, worst: Option<FindingView>, schema: &Schema) -> AnyView {
    let Some(worst) = worst else { return ().any() };
    let step = schema.product.steps.iter().find(|s| s.id == worst.step);
    let step = step.map(|s| s.title.clone()).unwrap_or_default();
    let target = worst.clone();
    let go = move |_| app.go_to(&target.place, &target.step);
    let fix = worst.fix.as_ref().map(|fix| {
        let finding = worst.clone();
        let title = fix.title.clone();
        view! {
            <button type="button" class="small" id="fix-worst" title=title on:click=move |event| app.fix_from(&finding, &event)>
                {tr(text::FIX)}
            </button>
        }
        .any()
    });
    view! {
        <button type="button" class="quiet worst" id="worst" data-rule=worst.rule.clone() on:click=go>
            <span class=format!("mark {}", worst.severity.id())>{severity_icon(worst.severity)}</span>
            <code>{worst.rule.clone()}</code>
            <span class="worst-text">
                <strong>{step}</strong> " " {worst.message.clone()}
            </span>
        </button>
        <span class="findings-tools">
            <button
                type="button"
                class="small"
                id="next-finding"
                title=format!("F8 · Shift+F8: {}", tr(text::PREVIOUS))
                on:click=move |_| app.next_finding(false)
            >
                {tr(text::NEXT)} <kbd>"F8"</kbd>
            </button>
            {fix}
        </span>
    }
    .any()
}

/// What takes long: since when, and a way to stop it.
fn progress(app: App) -> AnyView {
    (move || match app.engine.get() {
        EngineState::Busy(seconds) if seconds > 0 => view! {
            <span class="progress">
                {text::busy(seconds)}
                <button type="button" class="small" id="stop-engine" on:click=move |_| app.stop_engine()>
                    {tr(text::STOP)}
                </button>
            </span>
        }
        .any(),
        _ => ().any(),
    })
    .any()
}

/// The whole list, grouped by step.
fn list(app: App, schema: &Arc<Schema>) -> AnyView {
    view! {
        <div class="findings-inside">
            <h2 class="visually-hidden">{tr(text::FINDINGS)}</h2>
            {grouped_findings(app, schema, true)}
            <p>
                <button type="button" id="explain-open" on:click=move |_| dom::show_dialog("dialog-explain")>
                    {tr(text::EXPLAIN)}
                </button>
            </p>
        </div>
    }
    .any()
}

/// All findings that are not accepted: errors, then warnings, then notes, each by step, which is the
/// order of F8. `blocking` says that the errors stand in the way of the export.
pub fn grouped_findings(app: App, schema: &Arc<Schema>, blocking: bool) -> AnyView {
    let schema = schema.clone();
    let findings = Memo::new(move |()| {
        app.checked.with(|c| {
            c.findings.iter().filter(|f| f.accepted.is_none()).cloned().collect::<Vec<_>>()
        })
    });
    (move || {
        let findings = findings.get();
        if findings.is_empty() {
            return view! { <p class="quiet">{tr(text::NO_FINDINGS_LONG)}</p> }.any();
        }
        let all = app.checked.with(|c| c.counts.errors + c.counts.warnings + c.counts.infos);
        let more = u32::try_from(findings.len()).map_or(0, |drawn| all.saturating_sub(drawn));
        let more = (more > 0).then(|| view! { <p class="quiet">{text::more_findings(more)}</p> });
        let of = |severity: Severity| of_severity(app, &schema, &findings, (severity, blocking));
        let drawn =
            [Severity::Error, Severity::Warning, Severity::Info].into_iter().map(of).collect_view();
        view! { {drawn} {more} }.any()
    })
    .any()
}

/// The findings of a severity, by step; nothing where there are none.
fn of_severity(
    app: App,
    schema: &Schema,
    findings: &[FindingView],
    (severity, blocking): (Severity, bool),
) -> AnyView {
    let steps = &schema.product.steps;
    let mine: Vec<&FindingView> = findings.iter().filter(|f| f.severity == severity).collect();
    if mine.is_empty() {
        return ().any();
    }
    let title = match severity {
        Severity::Error => text::ERRORS,
        Severity::Warning => text::WARNINGS,
        Severity::Info => text::NOTES,
    };
    let blocked = (blocking && severity == Severity::Error).then(
        || view! { <p class="blocked-export" id="export-blocked">{tr(text::EXPORT_BLOCKED)}</p> },
    );
    // They come in the order of the steps; one of a step that the product does not have is last.
    let groups = mine
        .chunk_by(|a, b| a.step == b.step)
        .map(|findings| {
            let step = findings.first().map(|f| f.step.as_str()).unwrap_or_default();
            let step = steps.iter().find(|s| s.id == step).map(|s| s.title.clone());
            let step = step.unwrap_or_else(|| tr(text::OTHER_FINDINGS).to_owned());
            let drawn = findings.iter().map(|f| {
                let rule = &f.rule;
                // Where several can be mended alike, the first one offers it.
                let kin: Vec<FindingView> = mine
                    .iter()
                    .filter(|other| other.rule == *rule && other.fix.is_some())
                    .map(|f| (*f).clone())
                    .collect();
                let first = kin.first().is_some_and(|first| first.path == f.path);
                let all = (first && kin.len() > 1).then(|| fix_all(app, kin));
                view! { {finding_view(app, f, true)} {all} }.any()
            });
            view! {
                <div class="finding-group">
                    <h4 class="finding-step">{step}</h4>
                    {drawn.collect_view()}
                </div>
            }
            .any()
        })
        .collect_view();
    view! {
        <section class="finding-severity" data-findings=severity.id()>
            <h3>{tr(title)}</h3>
            {blocked}
            {groups}
        </section>
    }
    .any()
}

/// One press that mends all of a kind.
fn fix_all(app: App, findings: Vec<FindingView>) -> AnyView {
    let label = text::fix_all(findings.len());
    view! {
        <p class="fix-all">
            <button type="button" class="small" data-action="fix-all" on:click=move |event| app.fix_all(&findings, &event)>
                {label}
            </button>
        </p>
    }
    .any()
}
