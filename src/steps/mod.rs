//! The steps of the wizard: one file per kind.

mod form;
mod nodes;
mod overrides;
mod paste;
mod product;
mod review;
mod role_edits;
mod role_keys;
mod roles;
mod rows;
mod server_types;

pub use rows::{open_row, scroll_to_row};

use crate::components::finding_view;
use crate::memo::Memo;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use protocol::{FindingView, StepKind};

/// The step that is open: heading, sentence, content.
pub fn step(app: App) -> AnyView {
    let schema = app.schema.get();
    let open = Memo::new(move |()| app.step());
    (move || {
        let open = open.get();
        let Some(step) = schema.product.steps.iter().find(|s| s.id == open) else {
            return ().any();
        };
        let content = match step.kind {
            StepKind::Product => product::content(app, &schema),
            StepKind::Nodes => nodes::content(app, &schema),
            StepKind::Roles => roles::content(app, &schema),
            StepKind::Form => form::content(app, &schema, &step.id),
            StepKind::Review => review::content(app, &schema),
        };
        view! {
            <div class="step" data-step=step.id.clone()>
                <h1 id="step-heading" tabindex="-1">{step.title.clone()}</h1>
                <p class="lead">{step.sentence.clone()}</p>
                <fieldset class="plain" disabled=move || app.only_read()>
                    {content}
                </fieldset>
            </div>
        }
        .any()
    })
    .any()
}

/// The findings of a step that no field of it shows.
fn rest_of(
    app: App,
    step: &str,
    shows: impl Fn(&FindingView) -> bool + Send + Sync + 'static,
) -> AnyView {
    let step = step.to_owned();
    let findings = Memo::new(move |()| {
        app.checked.with(|c| {
            let mine = |f: &&FindingView| f.step == step && f.accepted.is_none() && !shows(f);
            c.findings.iter().filter(mine).cloned().collect::<Vec<_>>()
        })
    });
    (move || {
        let findings = findings.get();
        (!findings.is_empty()).then(|| {
            let drawn = findings.iter().map(|f| finding_view(app, f, true)).collect_view();
            view! {
                <section class="step-findings" aria-label=tr(text::STEP_FINDINGS)>{drawn}</section>
            }
            .any()
        })
    })
    .any()
}
