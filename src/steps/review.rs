//! The last step: everything that was found, what was accepted, overrides, export.

use super::overrides;
use crate::components::icon;
use crate::memo::Memo;
use crate::panels;
use crate::platform::dom;
use crate::state::{App, Beside};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{Edit, Place};
use protocol::Schema;
use std::sync::Arc;

pub(super) fn content(app: App, schema: &Arc<Schema>) -> AnyView {
    view! {
        <section class="group" id="review-findings">
            <h2>{tr(text::FINDINGS)}</h2>
            {panels::grouped_findings(app, schema, false)}
            <button type="button" id="review-explain" on:click=move |_| dom::show_dialog("dialog-explain")>
                {tr(text::EXPLAIN)}
            </button>
        </section>
        {accepted(app)}
        {overrides::content(app, schema)}
        <section class="group" id="review-export">
            <h2>{tr(text::EXPORT)}</h2>
            <p class="help">{tr(text::EXPORT_SENTENCE)}</p>
            <div class="buttons">
                <button type="button" id="review-export-button" on:click=move |_| panels::export(app)>
                    {icon("download")} {tr(text::EXPORT)} "…"
                </button>
                <button type="button" id="save-recipe" on:click=move |_| panels::save_recipe(app)>
                    {icon("file")} {tr(text::SAVE_RECIPE)}
                </button>
            </div>
        </section>
        <section class="group" id="review-running">
            <h2>{tr(text::RUNS_ALREADY)}</h2>
            <p class="help">{tr(text::RUNS_ALREADY_SENTENCE)}</p>
            <p class="buttons">
                <button type="button" id="review-plan" on:click=move |_| app.open_compare(Beside::Plan)>
                    {icon("compare")} " " {tr(text::SHOW_PLAN)}
                </button>
            </p>
        </section>
    }
    .any()
}

fn accepted(app: App) -> AnyView {
    let list = Memo::new(move |()| app.spec.with(|s| s.accepted.clone()));
    let rows = move || {
        let list = list.get();
        if list.is_empty() {
            return view! { <p class="quiet">{tr(text::NO_ACCEPTED)}</p> }.any();
        }
        let drawn = list
            .into_iter()
            .enumerate()
            .map(|(at, accepted)| {
                let rule = accepted.rule.clone();
                // What it was accepted for, when it is still found.
                let message = app.checked.with_untracked(|c| {
                    let same = |f: &&protocol::FindingView| {
                        f.rule == rule
                            && f.place.row() == accepted.node
                            && f.place.field() == accepted.field
                    };
                    c.findings.iter().find(same).map(|f| f.message.clone())
                });
                let place = Place::Accepted(at);
                let id = place.dom_id();
                let take_back = move |_| {
                    app.edit(&[Edit::Clear(place.clone())]);
                    dom::focus_soon(vec!["step-heading".to_owned()]);
                };
                view! {
                    <li id=id data-rule=rule.clone()>
                        <div>
                            <code>{rule.clone()}</code> " " {message}
                            <p class="quiet">{tr(text::ACCEPT_REASON)} ": " {accepted.reason}</p>
                        </div>
                        <button type="button" class="small" on:click=take_back>{tr(text::TAKE_BACK)}</button>
                    </li>
                }
                .any()
            })
            .collect_view();
        view! { <ul class="accepted">{drawn}</ul> }.any()
    };
    view! {
        <section class="group" id="accepted">
            <h2>{tr(text::ACCEPTED_WARNINGS)}</h2>
            {rows}
        </section>
    }
    .any()
}
