//! The bar at the top: what is open, undo and redo, language and theme, export.

use crate::components::icon;
use crate::platform::{dom, file};
use crate::route;
use crate::state::{App, Beside};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{Lang, Place, Text};
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

/// A button of the bar that does something with the document.
struct Tool {
    id: &'static str,
    icon: &'static str,
    /// Beside the icon; behind it on wide pages where `quiet`.
    word: Text,
    /// What it does, in its tooltip; the word itself where there is nothing to add.
    hint: Option<Text>,
    /// The shortcut, as its tooltip shows it.
    keys: &'static str,
    /// Whether the icon alone is enough on a wide page.
    quiet: bool,
    /// Whether there is anything to do.
    ready: fn(App) -> bool,
    act: fn(App),
}

const fn tool(id: &'static str, icon: &'static str, word: Text, act: fn(App)) -> Tool {
    Tool { id, icon, word, hint: None, keys: "", quiet: false, ready: |_| true, act }
}

/// The buttons, from left to right.
const TOOLS: &[Tool] = &[
    Tool {
        keys: "Ctrl+K",
        quiet: true,
        ..tool("palette", "search", text::PALETTE, App::open_palette)
    },
    Tool {
        keys: "Ctrl+Z",
        quiet: true,
        ready: |app| app.can_undo(),
        ..tool("undo", "undo", text::UNDO, App::undo)
    },
    Tool {
        keys: "Ctrl+Shift+Z",
        quiet: true,
        ready: |app| app.can_redo(),
        ..tool("redo", "redo", text::REDO, App::redo)
    },
    Tool {
        hint: Some(text::OPEN_HINT),
        ..tool("open", "open", text::OPEN, |_| file::choose("open-file"))
    },
    Tool { quiet: true, ..tool("drafts-open", "documents", text::DRAFTS, App::open_drafts) },
    Tool { hint: Some(text::SHARE_HINT), ..tool("share", "share", text::SHARE, App::share) },
    Tool {
        hint: Some(text::COMPARE_HINT),
        ..tool("compare", "compare", text::COMPARE_OTHER, |app| {
            app.open_compare(Beside::Differences);
        })
    },
];

fn tool_button(app: App, tool: &'static Tool) -> AnyView {
    let hint = tr(tool.hint.unwrap_or(tool.word));
    let title =
        if tool.keys.is_empty() { hint.to_owned() } else { format!("{hint} ({})", tool.keys) };
    let class = if tool.quiet { "tool-word" } else { "" };
    view! {
        <button type="button" class="quiet" id=tool.id title=title
            aria-disabled=move || (!(tool.ready)(app)).then_some("true")
            on:click=move |_| (tool.act)(app)>
            {icon(tool.icon)} <span class=class>{tr(tool.word)}</span>
        </button>
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
    let buttons = TOOLS.iter().map(|tool| tool_button(app, tool)).collect_view();
    view! {
        <div class="tools" id="tools" popover="auto" role="group" aria-label=tr(text::TOOLS)>
            {buttons}
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
