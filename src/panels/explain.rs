//! The box for log lines: which rules know them.

use crate::components::{modal, severity_icon, severity_word, sources};
use crate::platform::dom;
use crate::state::{App, NoticeKind, Slot};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use protocol::{Ask, Body, RuleView};

/// The dialog.
pub fn explain_dialog(app: App) -> AnyView {
    let found = app.explained;
    let explain = move || {
        let log = dom::value("explain-log");
        app.ask(Slot::Explain, Ask::Explain { log }, move |body| match body {
            Body::Rules(rules) => {
                let _ = found.try_set(Some(rules));
            }
            Body::Failed(reason) => app.notify(NoticeKind::Failed, reason, Vec::new()),
            _ => {}
        });
    };
    let results = move || {
        found.get().map(|rules| {
            if rules.is_empty() {
                return view! { <p class="empty">{tr(text::EXPLAIN_NONE)}</p> }.any();
            }
            let drawn = rules.iter().map(|r| rule(app, r)).collect_view();
            view! { {drawn} }.any()
        })
    };
    let body = view! {
        <label class="label" for="explain-log">{tr(text::EXPLAIN_LABEL)}</label>
        <textarea
            id="explain-log"
            class="mono"
            rows="8"
            spellcheck="false"
            aria-describedby="explain-help"
            on:focus=move |_| app.enter_field()
            on:input=move |_| app.typed_elsewhere()
        ></textarea>
        <p class="help" id="explain-help">{tr(text::EXPLAIN_HELP)}</p>
        <button type="button" id="explain-do" on:click=move |_| explain()>{tr(text::EXPLAIN_DO)}</button>
        <div id="explain-results" role="status">{results}</div>
    }
    .any();
    modal("dialog-explain", tr(text::EXPLAIN_TITLE), "wide", body)
}

fn rule(app: App, rule: &RuleView) -> AnyView {
    let finding = app
        .checked
        .with_untracked(|c| c.findings.iter().find(|f| f.rule == rule.id).cloned())
        .filter(|_| rule.fires);
    let fires = rule.fires.then(|| view! { <span class="fires">{tr(text::FIRES)}</span> }.any());
    let tools = finding.map(|finding| {
        let target = finding.clone();
        let go = move |_| {
            dom::close_dialog("dialog-explain");
            app.go_to(&target.place, &target.step);
        };
        let fix = finding.fix.clone().map(|fix| {
            let finding = finding.clone();
            view! {
                <button type="button" class="small" on:click=move |_| app.fix(&finding)>
                    {text::fix_label(&fix.title)}
                </button>
            }
            .any()
        });
        view! {
            <p class="buttons">
                <button type="button" class="small" on:click=go>{tr(text::GO_TO)} ": " {finding.message.clone()}</button>
                {fix}
            </p>
        }
        .any()
    });
    let matched = (!rule.matched.is_empty()).then(|| {
        view! { <p class="quiet">{tr(text::MATCHED)} ": " <code>{rule.matched.clone()}</code></p> }.any()
    });
    view! {
        <article class=format!("finding {}", rule.severity.id()) data-rule=rule.id.clone()>
            <p class="finding-sentence">
                {severity_icon(rule.severity)} <strong>{severity_word(rule.severity)}</strong> " "
                <code>{rule.id.clone()}</code> " " {rule.title.clone()} " " {fires}
            </p>
            {matched}
            <p>{rule.why.clone()}</p>
            {tools}
            {sources(&rule.sources)}
        </article>
    }
    .any()
}
