//! The list of documents: the open one and those that were put aside.

use crate::components::modal;
use crate::platform::time;
use crate::state::{App, DRAFTS_DIALOG, Draft};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::Lang;

/// The dialog.
pub fn drafts_dialog(app: App) -> AnyView {
    let body = view! {
        <p class="help">{tr(text::DRAFTS_HELP)}</p>
        <section>
            <h3>{tr(text::DRAFTS_OPEN_NOW)}</h3>
            {move || open_now(app)}
        </section>
        <section>
            <h3>{tr(text::DRAFTS_OTHERS)}</h3>
            {move || list(app)}
            <div id="drafts-deleted" role="status">{move || deleted(app)}</div>
        </section>
        <div class="buttons">
            <button type="button" id="drafts-new" on:click=move |_| app.new_document()>{tr(text::DRAFTS_NEW)}</button>
            <button type="button" class="quiet" id="drafts-export" on:click=move |_| app.export_drafts()>
                {tr(text::DRAFTS_EXPORT)}
            </button>
        </div>
    }
    .any();
    modal(DRAFTS_DIALOG, tr(text::DRAFTS_TITLE), "wide", body)
}

fn open_now(app: App) -> AnyView {
    let (name, nodes) = app.spec.with(|s| (shown(&s.name), s.nodes.len()));
    let product = app.schema.with(|s| s.product.title.clone());
    view! {
        <div class="draft">
            <span class="draft-name">{name}</span>
            <span class="draft-facts">{text::draft_facts(&product, nodes, "")}</span>
            <span class="buttons">
                <button type="button" class="small" id="drafts-copy" on:click=move |_| app.keep_copy(|| {})>
                    {tr(text::DRAFTS_COPY)}
                </button>
            </span>
        </div>
    }
    .any()
}

fn list(app: App) -> AnyView {
    let drafts = app.drafts.list.get();
    if drafts.is_empty() {
        return view! { <p class="empty">{tr(text::DRAFTS_NONE)}</p> }.any();
    }
    let rows = drafts.into_iter().map(|draft| row(app, draft)).collect_view();
    view! { <ul class="drafts" id="drafts">{rows}</ul> }.any()
}

fn row(app: App, draft: Draft) -> AnyView {
    let language = match app.lang.get_untracked() {
        Lang::En => "en",
        Lang::Zh => "zh-CN",
    };
    let when = time::in_words(draft.saved, language);
    let facts = text::draft_facts(&draft.product, draft.nodes, &when);
    let name = shown(&draft.name);
    let button = |word: model::Text, action: &'static str, act: Box<dyn Fn()>| {
        let label = format!("{}: {name}, {when}", tr(word));
        view! {
            <button type="button" class="small" data-action=action aria-label=label on:click=move |_| act()>
                {tr(word)}
            </button>
        }
        .any()
    };
    let (open, copy, gone) = (draft.clone(), draft.clone(), draft);
    let buttons = vec![
        button(text::DRAFT_OPEN, "open", Box::new(move || app.open_draft(open.clone()))),
        button(text::DRAFT_DUPLICATE, "duplicate", Box::new(move || app.duplicate_draft(&copy))),
        button(text::DRAFT_DELETE, "delete", Box::new(move || app.delete_draft(gone.clone()))),
    ];
    view! {
        <li class="draft">
            <span class="draft-name">{name.clone()}</span>
            <span class="draft-facts">{facts}</span>
            <span class="buttons">{buttons}</span>
        </li>
    }
    .any()
}

fn deleted(app: App) -> AnyView {
    let Some(draft) = app.drafts.deleted.get() else { return ().any() };
    view! {
        <p class="buttons">
            <span>{text::draft_deleted(&shown(&draft.name))}</span>
            <button type="button" class="small" id="drafts-undo" on:click=move |_| app.undelete_draft()>
                {tr(text::UNDO)}
            </button>
        </p>
    }
    .any()
}

fn shown(name: &str) -> String {
    if name.is_empty() { tr(text::UNNAMED).to_owned() } else { name.to_owned() }
}
