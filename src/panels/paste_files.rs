//! Files that are pasted: the text of each, what it is called, and of which node it is.

use crate::components::{icon, modal};
use crate::platform::dom;
use crate::state::{App, PASTE_DIALOG};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;

/// The dialog.
pub fn paste_files_dialog(app: App) -> AnyView {
    let pasting = app.pasting;
    let names = move || {
        let names = pasting.names.get().into_iter();
        names.map(|name| view! { <option value=name></option> }.any()).collect_view()
    };
    let nodes = move || {
        app.spec.with(|s| {
            let names = s.nodes.iter().take(100).map(|n| n.name.clone());
            names.map(|name| view! { <option value=name></option> }.any()).collect_view()
        })
    };
    let add = move |_| {
        if app.add_pasted() {
            dom::focus("brought-name");
        }
    };
    let body = view! {
        <p class="help">{tr(text::PASTE_FILES_HELP)}</p>
        <div class="paste-files">
            {line(app, "brought-node", (text::PASTE_NODE, text::PASTE_NODE_HELP), pasting.node)}
            {line(app, "brought-name", (text::PASTE_NAME, text::PASTE_NAME_HELP), pasting.file)}
            <datalist id="brought-node-list">{nodes}</datalist>
            <datalist id="brought-name-list">{names}</datalist>
        </div>
        <label class="label" for="brought-text">{tr(text::PASTE_TEXT)}</label>
        <textarea
            id="brought-text"
            class="mono"
            rows="10"
            autocapitalize="off"
            autocomplete="off"
            spellcheck="false"
            prop:value=move || pasting.text.get()
            on:focus=move |_| app.enter_field()
            on:input=move |event| {
                app.typed_elsewhere();
                pasting.text.set(event_target_value(&event));
            }
        ></textarea>
        <p class="problem" id="brought-problem" role="status">{move || pasting.problem.get()}</p>
        {move || list(app)}
        <div class="buttons">
            <button type="button" id="brought-read" on:click=move |_| app.read_pasted()>{tr(text::PASTE_READ)}</button>
            <button type="button" class="quiet" id="brought-add" on:click=add>{icon("add")} " " {tr(text::PASTE_ADD)}</button>
        </div>
    }
    .any();
    modal(PASTE_DIALOG, tr(text::PASTE_FILES_TITLE), "wide", body)
}

fn line(
    app: App,
    id: &'static str,
    (label, help): (model::Text, model::Text),
    value: RwSignal<String>,
) -> AnyView {
    let help_id = format!("{id}-help");
    view! {
        <div>
            <label class="label" for=id>{tr(label)}</label>
            <input
                type="text"
                id=id
                list=format!("{id}-list")
                autocapitalize="off"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=help_id.clone()
                prop:value=move || value.get()
                on:focus=move |_| app.enter_field()
                on:input=move |event| {
                    app.typed_elsewhere();
                    value.set(event_target_value(&event));
                }
            />
            <p class="help" id=help_id>{tr(help)}</p>
        </div>
    }
    .any()
}

/// The files before the one that is being written.
fn list(app: App) -> AnyView {
    let files = app.pasting.files.get();
    if files.is_empty() {
        return ().any();
    }
    let rows = files.into_iter().map(|file| {
        let lines = u32::try_from(file.text.lines().count()).unwrap_or(u32::MAX);
        let label = text::with(text::PASTE_CHANGE, &file.path);
        let path = file.path.clone();
        view! {
            <li>
                <code>{file.path}</code> <span class="quiet">{text::lines(lines)}</span>
                <button type="button" class="quiet square small" aria-label=label.clone() title=label
                    on:click=move |_| {
                        if app.take_back_pasted(&path) {
                            dom::focus("brought-text");
                        }
                    }>
                    {icon("pencil")}
                </button>
            </li>
        }
        .any()
    });
    let rows = rows.collect_view();
    view! { <h3>{tr(text::PASTE_LIST)}</h3> <ul class="brought-list" id="brought-list">{rows}</ul> }
        .any()
}
