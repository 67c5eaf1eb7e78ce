//! How many files an edit has changed, and a way through them.

use crate::components::icon;
use crate::memo::Memo;
use crate::state::{App, changed};
use crate::text::{self, tr};
use crate::view::{AnyView, IntoAny as _, view};
use leptos::prelude::*;

/// The count with its buttons; nothing where nothing has changed.
pub(super) fn changes(app: App) -> AnyView {
    let count = Memo::new(move |()| app.checked.with(|c| changed(&c.files).len()));
    let step = move |back: bool, id: &'static str, word: model::Text, shape: &'static str| {
        view! {
            <button type="button" class="quiet square small" id=id title=tr(word) aria-label=tr(word)
                on:click=move |_| app.next_change(back)>
                {icon(shape)}
            </button>
        }
        .any()
    };
    (move || {
        let count = count.get();
        (count > 0).then(|| {
            view! {
                <span class="changes" id="file-changes" data-count=count.to_string()>
                    <span>{text::files_changed(count)}</span>
                    {step(true, "change-before", text::CHANGE_BEFORE, "up")}
                    {step(false, "change-next", text::CHANGE_NEXT, "down")}
                </span>
            }
            .any()
        })
    })
    .any()
}

/// Holds the file that is shown, or lets it follow the edits again.
pub(super) fn hold(app: App) -> AnyView {
    view! {
        <button type="button" class="quiet square" id="file-hold" title=tr(text::HOLD_FILE) aria-label=tr(text::HOLD_FILE)
            aria-pressed=move || if app.hold.get() { "true" } else { "false" }
            on:click=move |_| app.hold.update(|hold| *hold = !*hold)>
            {icon("pin")}
        </button>
    }
    .any()
}
