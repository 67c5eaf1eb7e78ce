//! The bar at the top: what is open, undo and redo, language and theme, export.

use crate::components::icon;
use crate::platform::{dom, file};
use crate::route;
use crate::state::{App, Beside};
use crate::text::{self, tr};
use crate::view::{AnyView, IntoAny as _, view};
use leptos::prelude::*;
use model::{Lang, Place};
use protocol::{Schema, StepKind};
use std::sync::Arc;

/// The bar.
pub fn bar(app: App, schema: &Arc<Schema>) -> AnyView {
    let product = schema.product.title.clone();
    let step = schema.product.steps.iter().find(|s| s.kind == StepKind::Product);
    let address = route::link(&schema.product.id, step.map_or("", |s| s.id.as_str()));
    let version = move || app.spec.with(|s| s.version.clone());
    let name = move || {
        let name = app.spec.with(|s| s.name.clone());
        if name.is_empty() { tr(text::UNNAMED).to_owned() } else { name }
    };
    let to_name = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        app.go_to(&Place::Name, "");
    };
    view! {
        <header class="bar">
            <button type="button" class="skip" on:click=move |_| { dom::focus("step-heading"); }>
                {tr(text::SKIP)}
            </button>
            <button type="button" class="quiet square narrow-only" id="steps-menu" popovertarget="steps-nav" aria-label=tr(text::STEPS)>
                {icon("menu")}
            </button>
            <span class="brand">"Muster"</span>
            <a class="bar-name" id="bar-name" href=address.clone() title=tr(text::CHANGE_NAME) on:click=to_name>
                <span>{name}</span> {icon("pencil")}
            </a>
            <a class="bar-product" id="bar-product" href=address title=tr(text::CHANGE_VERSION)>
                {product} " " {version} {icon("down")}
            </a>
            <span class="bar-gap"></span>
            {tools(app)}
            <button type="button" class="quiet square narrow-only" id="tools-menu" popovertarget="tools" aria-label=tr(text::MORE)>
                {icon("more")}
            </button>
            <button type="button" class="primary" id="export" title="Ctrl+Enter" on:click=move |_| super::export(app)>
                {tr(text::EXPORT)}
            </button>
        </header>
    }
    .any()
}

fn tools(app: App) -> AnyView {
    let dark = move || app.theme.get().is_dark();
    let theme_name = move || tr(if dark() { text::TO_LIGHT } else { text::TO_DARK });
    let theme_icon = move || icon(if dark() { "sun" } else { "moon" });
    let lang = |lang: Lang, label: &'static str, id: &'static str, tag: &'static str| {
        view! {
            <button
                type="button"
                class="quiet"
                id=id
                lang=tag
                aria-pressed=move || if app.lang.get() == lang { "true" } else { "false" }
                on:click=move |_| app.set_lang(lang)
            >
                {label}
            </button>
        }
        .any()
    };
    let palette_title = format!("{} (Ctrl+K)", tr(text::PALETTE));
    let undo_title = format!("{} (Ctrl+Z)", tr(text::UNDO));
    let redo_title = format!("{} (Ctrl+Shift+Z)", tr(text::REDO));
    view! {
        <div class="tools" id="tools" popover="auto" role="group" aria-label=tr(text::TOOLS)>
            <button type="button" class="quiet" id="palette" title=palette_title aria-label=tr(text::PALETTE)
                on:click=move |_| app.open_palette()>
                {icon("search")} <span class="tool-word">{tr(text::PALETTE)}</span>
            </button>
            <button type="button" class="quiet" id="undo" title=undo_title
                aria-disabled=move || (!app.can_undo()).then_some("true")
                on:click=move |_| app.undo()>
                {icon("undo")} <span class="tool-word">{tr(text::UNDO)}</span>
            </button>
            <button type="button" class="quiet" id="redo" title=redo_title
                aria-disabled=move || (!app.can_redo()).then_some("true")
                on:click=move |_| app.redo()>
                {icon("redo")} <span class="tool-word">{tr(text::REDO)}</span>
            </button>
            <button type="button" class="quiet" id="open" title=tr(text::OPEN_HINT) on:click=move |_| file::choose("open-file")>
                {icon("open")} <span>{tr(text::OPEN)}</span>
            </button>
            <button type="button" class="quiet" id="drafts-open" title=tr(text::DRAFTS_TITLE) aria-label=tr(text::DRAFTS_TITLE)
                on:click=move |_| app.open_drafts()>
                {icon("documents")} <span class="tool-word">{tr(text::DRAFTS)}</span>
            </button>
            <button type="button" class="quiet" id="compare" title=tr(text::COMPARE_HINT) on:click=move |_| app.open_compare(Beside::Differences)>
                {icon("compare")} <span>{tr(text::COMPARE_OTHER)}</span>
            </button>
            <input
                type="file"
                class="visually-hidden"
                id="open-file"
                multiple="multiple"
                tabindex="-1"
                aria-label=tr(text::OPEN_HINT)
                on:change=move |event| app.open_files(file::chosen(&event))
            />
            <span class="segment" role="group" aria-label=tr(text::LANGUAGE_SWITCH)>
                {lang(Lang::En, "EN", "lang-en", "en")} {lang(Lang::Zh, "中文", "lang-zh", "zh-CN")}
            </span>
            <button type="button" class="quiet" id="theme" title=theme_name aria-label=theme_name on:click=move |_| app.toggle_theme()>
                {theme_icon} <span class="tool-word">{theme_name}</span>
            </button>
            <button type="button" class="quiet" id="help" title=format!("{} (?)", tr(text::HELP)) aria-label=tr(text::HELP)
                on:click=move |_| dom::show_dialog("dialog-help")>
                {icon("help")} <span class="tool-word">{tr(text::HELP)}</span>
            </button>
        </div>
    }
    .any()
}
