//! The link that holds the document.

use super::save_recipe;
use crate::components::{icon, modal};
use crate::platform::{dom, file};
use crate::share::LONGEST;
use crate::state::{App, Link, SHARE_DIALOG};
use crate::text::{self, tr};
use crate::view::{AnyView, IntoAny as _, view};
use leptos::prelude::*;

/// The dialog; [`App::share`] opens it.
pub fn share_dialog(app: App) -> AnyView {
    let link = move || match app.sharing.get() {
        Link::Making => view! { <p class="quiet" role="status">{tr(text::LOADING)} "…"</p> }.any(),
        Link::Made(link) if link.len() <= LONGEST => made(link),
        Link::Made(link) => instead(app, tr(text::SHARE_TOO_LONG), link.len()),
        Link::Failed(why) => instead(app, &why, 0),
    };
    modal(SHARE_DIALOG, tr(text::SHARE_TITLE), "share", view! { {link} }.any())
}

fn made(link: String) -> AnyView {
    let length = text::characters(link.len());
    let copied = RwSignal::new("");
    let copy = {
        let link = link.clone();
        move |_| {
            file::copy(&link, move |done| {
                let said = if done { text::COPIED } else { text::COPY_REFUSED };
                let _ = copied.try_set(tr(said));
            });
        }
    };
    view! {
        <label class="label" for="share-link">{tr(text::SHARE_LINK)}</label>
        <div class="share-line">
            <input
                type="text"
                class="mono"
                id="share-link"
                readonly="readonly"
                prop:value=link
                aria-describedby="share-length"
                on:focus=move |_| dom::select("share-link")
            />
            <button type="button" id="share-copy" on:click=copy>
                {icon("copy")} " " {tr(text::SHARE_COPY)}
            </button>
        </div>
        <p class="help">
            <span id="share-length">{length}</span> " " <span id="share-copied" role="status">{move || copied.get()}</span>
        </p>
        <p>{tr(text::SHARE_SENTENCE)}</p>
        <p>{tr(text::SHARE_SECRETS)}</p>
    }
    .any()
}

/// Why there is no link, and the file in its place.
fn instead(app: App, why: &str, length: usize) -> AnyView {
    let length = (length > 0)
        .then(|| view! { <p class="help" id="share-length">{text::characters(length)}</p> }.any());
    view! {
        <p id="share-none">{icon("info")} " " {why.to_owned()}</p>
        {length}
        <div class="buttons">
            <button type="button" id="share-save" on:click=move |_| save_recipe(app)>
                {icon("download")} " " {tr(text::SHARE_SAVE)}
            </button>
        </div>
    }
    .any()
}
