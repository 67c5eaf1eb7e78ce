//! The palette's dialog: one box from which everything with a name is reached, by key alone.

use crate::components::modal;
use crate::platform::{dom, file};
use crate::route;
use crate::state::{Action, App, Beside, Item, PALETTE_DIALOG, Target, View};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use model::{Lang, Place, Text};

/// The dialog.
pub fn palette_dialog(app: App) -> AnyView {
    let palette = app.palette;
    let press = move |event: KeyboardEvent| {
        if dom::composing_key(&event) {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => palette.choose_next(1),
            "ArrowUp" => palette.choose_next(-1),
            "Enter" => {
                if let Some(item) = palette.found().into_iter().nth(palette.chosen.get_untracked())
                {
                    go(app, item.target);
                }
            }
            _ => return,
        }
        event.prevent_default();
        dom::scroll_into_view(&row_id(palette.chosen.get_untracked()));
    };
    let list = move || {
        let found = palette.found();
        if found.is_empty() {
            return view! { <li class="empty" role="presentation">{tr(text::PALETTE_NONE)}</li> }
                .any();
        }
        let rows = found.into_iter().enumerate().map(|(at, item)| row(app, at, item));
        rows.collect_view().any()
    };
    let body = view! {
        <label class="visually-hidden" for="palette-query">{tr(text::PALETTE_LABEL)}</label>
        <input
            type="text"
            id="palette-query"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            placeholder=tr(text::PALETTE_LABEL)
            aria-expanded="true"
            aria-controls="palette-list"
            aria-describedby="palette-help"
            aria-activedescendant=move || row_id(palette.chosen.get())
            on:input=move |event| palette.ask(event_target_value(&event))
            on:keydown=press
        />
        <ul class="palette-list" id="palette-list" role="listbox" aria-label=tr(text::PALETTE_TITLE)>
            {list}
        </ul>
        <p class="help" id="palette-help">{tr(text::PALETTE_HELP)}</p>
    }
    .any();
    modal(PALETTE_DIALOG, tr(text::PALETTE_TITLE), "palette", body)
}

fn row_id(at: usize) -> String {
    format!("palette-{at}")
}

fn row(app: App, at: usize, item: Item) -> AnyView {
    let chosen = app.palette.chosen;
    let (kind, word) = kind(&item.target);
    let target = item.target.clone();
    view! {
        <li
            id=row_id(at)
            class="palette-item"
            role="option"
            data-kind=kind
            aria-selected=move || if chosen.get() == at { "true" } else { "false" }
            on:click=move |_| go(app, target.clone())
        >
            <span class="palette-title">{item.title}</span>
            <span class="palette-detail">{item.detail}</span>
            <span class="palette-kind">{tr(word)}</span>
        </li>
    }
    .any()
}

fn kind(target: &Target) -> (&'static str, Text) {
    match target {
        Target::Action(_) => ("action", text::PALETTE_ACTION),
        Target::Step(_) => ("step", text::PALETTE_STEP),
        Target::Field(_) => ("field", text::PALETTE_FIELD),
        Target::Node(_) => ("node", text::PALETTE_NODE),
        Target::File(_) => ("file", text::PALETTE_FILE),
        Target::Rule(_) => ("rule", text::PALETTE_RULE),
    }
}

/// Closes the palette, then goes there.
fn go(app: App, target: Target) {
    dom::close_dialog(PALETTE_DIALOG);
    match target {
        Target::Action(action) => act(app, action),
        Target::Step(step) => {
            let product = app.schema.with_untracked(|s| s.product.id.clone());
            app.focus_in(&route::link(&product, &step), vec!["step-heading".to_owned()]);
        }
        Target::Field(place) => app.go_to(&place, ""),
        Target::Node(row) => app.go_to(&Place::NodeName(row), ""),
        Target::File(name) => show_file(app, name),
        Target::Rule(id) => {
            app.explained.set(app.palette.rule(&id).map(|rule| vec![rule]));
            dom::show_dialog("dialog-explain");
        }
    }
}

fn show_file(app: App, name: String) {
    let node = app.checked.with_untracked(|c| {
        let group = c.files.iter().find(|f| f.name == name)?;
        group.variants.first()?.nodes.first().copied()
    });
    app.show_file(View { name, node, compare: None });
    app.files_hidden.set(false);
    app.tab.set(crate::state::Tab::Files);
    dom::focus_soon(vec!["file-name".to_owned()]);
}

fn act(app: App, action: Action) {
    match action {
        Action::Export => super::export(app),
        Action::Open => file::choose("open-file"),
        Action::Drafts => app.open_drafts(),
        Action::Compare => app.open_compare(Beside::Differences),
        Action::PasteFiles => app.paste_files(),
        Action::Explain => dom::show_dialog("dialog-explain"),
        Action::Picture => super::open_picture(app),
        Action::Undo => app.undo(),
        Action::Redo => app.redo(),
        Action::Language => app.set_lang(match app.lang.get_untracked() {
            Lang::En => Lang::Zh,
            Lang::Zh => Lang::En,
        }),
        Action::Theme => app.toggle_theme(),
        Action::Help => dom::show_dialog("dialog-help"),
    }
}
