//! A finding: what is wrong, why, and what can be done about it.

use super::icon;
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::Severity;
use protocol::{FindingView, SourceView};

/// The icon of a severity.
pub fn severity_icon(severity: Severity) -> AnyView {
    icon(match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    })
}

/// The word of a severity.
pub fn severity_word(severity: Severity) -> &'static str {
    tr(match severity {
        Severity::Error => text::ERROR,
        Severity::Warning => text::WARNING,
        Severity::Info => text::NOTE,
    })
}

/// The findings below a field, or nothing. `id` names them for the field's description.
pub fn findings_below(app: App, id: String, findings: Memo<Vec<FindingView>>) -> AnyView {
    view! {
        <div class="findings-below" id=id>
            {move || {
                findings.with(|f| f.iter().map(|f| finding_view(app, f, false)).collect_view())
            }}
        </div>
    }
    .any()
}

/// One finding. `link` makes its sentence lead to the place, which it then names.
pub fn finding_view(app: App, finding: &FindingView, link: bool) -> AnyView {
    let severity = finding.severity;
    let sentence = if link {
        let target = finding.clone();
        let go = move |_| app.go_to(&target.place, &target.step);
        view! {
            <button type="button" class="link finding-go" on:click=go>
                {format!("{}{}", finding.label, finding.message)}
            </button>
        }
        .any()
    } else {
        view! { <span>{finding.message.clone()}</span> }.any()
    };
    let buttons = buttons(app, finding);
    view! {
        <div
            class=format!("finding {}", severity.id())
            data-rule=finding.rule.clone()
            data-severity=severity.id()
            data-path=finding.path.clone()
        >
            <p class="finding-sentence">
                {severity_icon(severity)} <strong>{severity_word(severity)}</strong> " " {sentence}
            </p>
            <div class="finding-foot">
                <details>
                    <summary>{tr(text::WHY)}</summary>
                    <p>{finding.why.clone()}</p>
                    {sources(&finding.sources)}
                    <p class="quiet">{tr(text::RULE)} " " <code>{finding.rule.clone()}</code></p>
                </details>
                {buttons}
            </div>
        </div>
    }
    .any()
}

fn buttons(app: App, finding: &FindingView) -> AnyView {
    let fix = finding.fix.as_ref().map(|fix| {
        let finding = finding.clone();
        let title = text::fix_label(&fix.title);
        view! {
            <button type="button" class="small" data-action="fix" on:click=move |event| app.fix_from(&finding, &event)>
                {title}
            </button>
        }
        .any()
    });
    let acceptable = finding.severity == Severity::Warning && finding.accepted.is_none();
    let accept = acceptable.then(|| {
        let finding = finding.clone();
        view! {
            <button
                type="button"
                class="small"
                data-action="accept"
                on:click=move |_| {
                    app.accepting.set(Some(finding.clone()));
                    dom::show_dialog("dialog-accept");
                }
            >
                {tr(text::ACCEPT)}
            </button>
        }
        .any()
    });
    view! { <span class="finding-buttons">{fix} {accept}</span> }.any()
}

/// The sources of a rule or a line.
pub fn sources(sources: &[SourceView]) -> AnyView {
    if sources.is_empty() {
        return ().any();
    }
    let items = sources
        .iter()
        .map(|source| {
            let title = source.title.clone();
            if source.url.starts_with("https://") || source.url.starts_with("http://") {
                let url = source.url.clone();
                view! { <li><a href=url target="_blank" rel="noreferrer">{title}</a></li> }.any()
            } else {
                view! { <li>{title}</li> }.any()
            }
        })
        .collect_view();
    view! { <p class="quiet sources-head">{tr(text::SOURCES)}</p><ul class="sources">{items}</ul> }
        .any()
}
