//! The small dialogs: accepting a warning, a file that could not be read in full, the keyboard.

use crate::components::{modal, modal_closing};
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::Text;

/// Asks for the reason of an acceptance.
pub fn accept_dialog(app: App) -> AnyView {
    let missing = RwSignal::new(false);
    // The reason of another warning, whose dialog was left, is not this one's.
    Effect::new(move |_| {
        if app.accepting.get().is_some() {
            dom::set_value("accept-reason", "");
            missing.set(false);
        }
    });
    let accept = move || {
        let reason = dom::value("accept-reason").trim().to_owned();
        if reason.is_empty() {
            missing.set(true);
            dom::focus("accept-reason");
            return;
        }
        missing.set(false);
        if let Some(finding) = app.accepting.get_untracked() {
            app.accept(&finding, &reason);
        }
        app.accepting.set(None);
        dom::close_dialog("dialog-accept");
        // The button that opened the dialog has gone with its finding; the rest of the list is near.
        let near =
            if app.findings_open.get_untracked() { "findings-toggle" } else { "step-heading" };
        dom::focus_soon(vec![near.to_owned()]);
    };
    let message =
        move || app.accepting.get().map(|f| view! { <p><code>{f.rule}</code> " " {f.message}</p> });
    let body = view! {
        {message}
        <label class="label" for="accept-reason">{tr(text::ACCEPT_REASON)}</label>
        <textarea
            id="accept-reason"
            rows="3"
            aria-describedby="accept-help accept-problem"
            aria-required="true"
            aria-invalid=move || missing.get().then_some("true")
            on:focus=move |_| app.enter_field()
            on:input=move |_| app.typed_elsewhere()
        ></textarea>
        <p class="help" id="accept-help">{tr(text::ACCEPT_HELP)}</p>
        <p class="problem" id="accept-problem" role="status">
            {move || missing.get().then(|| tr(text::ACCEPT_NEEDS_REASON))}
        </p>
        <div class="buttons">
            <button type="button" id="accept-do" on:click=move |_| accept()>{tr(text::ACCEPT_DO)}</button>
            <button type="button" class="quiet" on:click=move |_| dom::close_dialog("dialog-accept")>
                {tr(text::CANCEL)}
            </button>
        </div>
    }
    .any();
    modal("dialog-accept", tr(text::ACCEPT_TITLE), "", body)
}

/// Asks whether a document that could not be read in full replaces the open one.
pub fn opened_dialog(app: App) -> AnyView {
    // The page may be drawn anew while it asks, for another product's form: then it asks again.
    Effect::new(move |_| {
        if app.opened.with(Option::is_some) {
            request_animation_frame(|| dom::show_dialog("dialog-opened"));
        }
    });
    let problems = move || {
        app.opened.get().map(|opened| {
            let rows = opened
                .loaded
                .problems
                .into_iter()
                .take(200)
                .map(|p| view! { <li>{p}</li> }.any())
                .collect_view();
            view! { <p><code>{opened.name}</code></p> <ul class="problems" id="open-problems">{rows}</ul> }
                .any()
        })
    };
    let take = move |_| {
        dom::close_dialog("dialog-opened");
        app.open_incomplete();
    };
    let body = view! {
        <p>{tr(text::OPENED_SENTENCE)}</p>
        {problems}
        <div class="buttons">
            <button type="button" id="open-incomplete" on:click=take>{tr(text::OPENED_USE)}</button>
            <button type="button" class="quiet" id="open-cancel" on:click=move |_| dom::close_dialog("dialog-opened")>
                {tr(text::CANCEL)}
            </button>
        </div>
    }
    .any();
    // However it was closed: what was read in part is not taken.
    let closed = move || app.opened.set(None);
    modal_closing("dialog-opened", tr(text::OPENED_TITLE), "", body, closed)
}

/// The shortcuts. One table: the page has no other list of them.
const KEYS: &[(&[&str], Text)] = &[
    (&["F6"], text::K_REGION),
    (&["F8"], text::K_NEXT),
    (&["Ctrl", "K"], text::K_PALETTE),
    (&["Ctrl", "Enter"], text::K_EXPORT),
    (&["Ctrl", "Z"], text::K_UNDO),
    (&["Ctrl", "Shift", "Z"], text::K_REDO),
    (&["↑ ↓ ← →"], text::K_GRID),
    (&["↑ ↓", "Enter"], text::K_LINES),
    (&["Esc"], text::K_ESCAPE),
    (&["?"], text::K_HELP),
];

/// The list of shortcuts.
pub fn help_dialog() -> AnyView {
    let rows = KEYS
        .iter()
        .map(|(keys, what)| {
            let keys = keys.iter().map(|k| view! { <kbd>{*k}</kbd> " " }.any()).collect_view();
            view! { <div><dt>{keys}</dt><dd>{tr(*what)}</dd></div> }.any()
        })
        .collect_view();
    modal(
        "dialog-help",
        tr(text::KEYBOARD_TITLE),
        "",
        view! { <dl class="keys-list">{rows}</dl> }.any(),
    )
}
