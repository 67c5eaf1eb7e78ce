//! Another cluster beside the open document: bringing it, what differs, the steps from there to here.

mod differences;
mod plan;

use crate::components::{icon, modal};
use crate::platform::{dom, file};
use crate::state::{App, Beside, COMPARE_DIALOG};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::Text;
use protocol::Other;
use std::sync::Arc;

/// Most lines that are told of the reading.
const LINES: usize = 50;

/// The dialog.
pub fn compare_dialog(app: App) -> AnyView {
    let compare = app.compare;
    // In another language everything is said anew.
    compare.comparison.set(None);
    compare.plan.set(None);
    compare.failed.set(String::new());
    Effect::new(move |_| {
        compare.opened.track();
        compare.other.track();
        compare.beside.track();
        app.spec.track();
        if dom::shows_dialog(COMPARE_DIALOG) {
            app.ask_comparison();
        }
    });
    let body = move || match compare.other.get() {
        None => bring(app),
        Some(other) => beside(app, &other),
    };
    let failed = move || {
        let reason = compare.failed.get();
        (!reason.is_empty()).then(|| {
            view! { <p class="problem" id="compare-failed">{icon("error")} " " {reason}</p> }.any()
        })
    };
    let reading = move || {
        compare.reading.get().then(|| {
            view! {
                <p class="progress">
                    {tr(text::COMPARE_READING)} "…"
                    <button type="button" class="small" on:click=move |_| app.stop_engine()>{tr(text::STOP)}</button>
                </p>
            }
            .any()
        })
    };
    let dialog = view! {
        <div role="status" class="compare-status">{reading} {failed}</div>
        {body}
    }
    .any();
    modal(COMPARE_DIALOG, tr(text::COMPARE_TITLE), "wide", dialog)
}

/// Nothing is compared with yet.
fn bring(app: App) -> AnyView {
    view! {
        <p>{tr(text::COMPARE_SENTENCE)}</p>
        <p class="buttons">
            <button type="button" id="compare-files" on:click=move |_| file::choose("compare-file")>
                {icon("open")} " " {tr(text::CHOOSE_FILES)}
            </button>
            <button type="button" id="compare-folder" on:click=move |_| file::choose("compare-folder-input")>
                {icon("open")} " " {tr(text::CHOOSE_FOLDER)}
            </button>
        </p>
        <p class="help">{tr(text::COMPARE_DROP)}</p>
        <input
            type="file"
            class="visually-hidden"
            id="compare-file"
            multiple="multiple"
            tabindex="-1"
            aria-label=tr(text::CHOOSE_FILES)
            on:change=move |event| app.compare_with(file::chosen(&event))
        />
        <input
            type="file"
            class="visually-hidden"
            id="compare-folder-input"
            webkitdirectory="webkitdirectory"
            tabindex="-1"
            aria-label=tr(text::CHOOSE_FOLDER)
            on:change=move |event| app.compare_with(file::chosen(&event))
        />
        <label class="label" for="compare-text">{tr(text::COMPARE_PASTE)}</label>
        <textarea
            id="compare-text"
            class="mono"
            rows="6"
            spellcheck="false"
            autocapitalize="off"
            aria-describedby="compare-text-help"
            on:focus=move |_| app.enter_field()
            on:input=move |_| app.typed_elsewhere()
            on:paste=move |event| {
                let files = file::pasted(&event);
                if !files.is_empty() {
                    event.prevent_default();
                    app.compare_with(files);
                }
            }
        ></textarea>
        <p class="help" id="compare-text-help">{tr(text::COMPARE_PASTE_HELP)}</p>
        <button type="button" id="compare-do" on:click=move |_| app.compare_with_text(&dom::value("compare-text"))>
            {tr(text::COMPARE_DO)}
        </button>
    }
    .any()
}

/// Something is compared with.
fn beside(app: App, other: &Arc<Other>) -> AnyView {
    let compare = app.compare;
    let tab = |beside: Beside, label: Text, id: &'static str| {
        let pressed = move || if compare.beside.get() == beside { "true" } else { "false" };
        view! {
            <button type="button" id=id aria-pressed=pressed on:click=move |_| compare.beside.set(beside)>
                {tr(label)}
            </button>
        }
        .any()
    };
    let shown = move || match compare.beside.get() {
        Beside::Differences => match compare.comparison.get() {
            Some(comparison) => differences::differences(app, &comparison),
            None => waiting(app),
        },
        Beside::Plan => match compare.plan.get() {
            Some(plan) => plan::plan(app, &plan),
            None => waiting(app),
        },
    };
    view! {
        <div class="compare-other" id="compare-other">
            <p>{icon("file")} " " {other.sum.clone()}</p>
            <button type="button" class="small" id="compare-another" on:click=move |_| app.forget_other()>
                {tr(text::COMPARE_ANOTHER)}
            </button>
        </div>
        {was_read(other)}
        {secrets(app)}
        <span class="segment compare-tabs" role="group" aria-label=tr(text::COMPARE_VIEW)>
            {tab(Beside::Differences, text::COMPARE_DIFFERENCES, "compare-differences")}
            {tab(Beside::Plan, text::COMPARE_STEPS, "compare-plan")}
        </span>
        <div id="compare-shown" tabindex="-1">{shown}</div>
    }
    .any()
}

fn waiting(app: App) -> AnyView {
    // Why there is nothing to wait for stands above.
    (move || {
        let failed = app.compare.failed.with(|reason| !reason.is_empty());
        (!failed).then(|| view! { <p class="quiet">{tr(text::LOADING)} "…"</p> }.any())
    })
    .any()
}

fn was_read(other: &Other) -> AnyView {
    if other.lines.is_empty() {
        return ().any();
    }
    let lines =
        other.lines.iter().take(LINES).map(|l| view! { <li>{l.clone()}</li> }.any()).collect_view();
    view! {
        <details class="compare-read">
            <summary>{tr(text::COMPARE_READ)}</summary>
            <ul class="plain-list">{lines}</ul>
        </details>
    }
    .any()
}

/// What was taken out is offered here, too: the notice stands behind the dialog.
fn secrets(app: App) -> AnyView {
    (move || {
        let names: Vec<String> = app.secrets.with(|s| s.iter().map(|(n, _)| n.clone()).collect());
        (!names.is_empty()).then(|| {
            view! {
                <div class="notice" id="compare-secrets">
                    <div>
                        <p>{icon("info")} " " {tr(text::SECRETS_REMOVED)}</p>
                        <p><code>{text::list(&names)}</code></p>
                        <p class="quiet">{tr(text::SECRETS_ONCE)}</p>
                        <p class="buttons">
                            <button type="button" class="small" on:click=move |_| app.download_secrets()>
                                {tr(text::SECRETS_DOWNLOAD)}
                            </button>
                        </p>
                    </div>
                </div>
            }
            .any()
        })
    })
    .any()
}

/// A list of differences or files that is longer than what is told of it.
fn more(count: u32, how: Text) -> AnyView {
    if count == 0 {
        return ().any();
    }
    let more = text::and_more(usize::try_from(count).unwrap_or(usize::MAX));
    view! { <p class="quiet">{text::labelled_more(&more, how)}</p> }.any()
}
