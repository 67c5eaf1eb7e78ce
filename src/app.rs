//! The page: bar, steps, form, files, findings, dialogs.
//!
//! # Elements by id
//!
//! Tests and links go by ids and data attributes, never by words.
//!
//! - `#app`: `data-engine` is `starting`, `ready`, `busy` or `lost`; `data-product`, `data-edited`,
//!   `data-opening`, `data-tab` (`form`, `files`, `findings`), `data-files` (`shown`, `hidden`).
//! - A place of the document has the element [`model::Place::dom_id`]: `#f-name`,
//!   `#f-settings-metastore-kind`, `#n3-name`, `#n3-address`, `#n3-roles` (a row of the grid),
//!   `#n3-settings-heap`. Its findings are in `#<id>-findings`, its help is `#<id>-help`.
//!   Options of radio rows are `#<id>-choice--<option>` (`#version-choice--<version>`).
//! - Regions: `#steps-nav`, `#form`, `#files`, `#findings`. The heading is `#step-heading`,
//!   around it `.step[data-step]`. A step's link is `#step-<id>` with `data-errors`,
//!   `data-warnings`.
//! - Bar: `#undo`, `#redo`, `#open`, `#open-file` (the input), `#share`, `#lang-en`, `#lang-zh`,
//!   `#theme`, `#help`, `#export`.
//! - Nodes: `#paste`, `#paste-result`, `#paste-problems`, `#paste-replace`, `#paste-add`,
//!   `#add-node`, rows `li.node-row[data-row]`, `#n3-up`, `#n3-down`, `#n3-remove`, `#n3-open`.
//! - Roles: `#role-grid`, cells `#n3-role-<column>` with `data-role`, heads `#column-<column>`;
//!   a node's server type is `#n3-type`.
//! - Findings: `#counts[data-errors][data-warnings]`, `#findings-toggle`, `#worst`, `#fix-worst`,
//!   `#next-finding`; one finding is `.finding[data-rule][data-severity][data-path]` with buttons
//!   `[data-action=fix]` and `[data-action=accept]`.
//! - Files: `#file-name`, `.variant[data-nodes]`, `#file-compare`, `#file-baseline`, `#file-lines`
//!   with `.line` (`.changed`, `.left`, `.right`), `#line-reason`, `#file-copy`, `#file-download`.
//! - Dialogs: `#dialog-export` (`#export-download`, `#packed[data-sha256][data-name]`,
//!   `#export-tree`, `#export-secrets`, `#export-commands`), `#dialog-accept` (`#accept-reason`,
//!   `#accept-do`), `#dialog-opened` (`#open-problems`, `#open-incomplete`), `#dialog-explain`
//!   (`#explain-log`, `#explain-do`, `#explain-results`), `#dialog-picture`, `#dialog-help`.
//! - Palette: `#palette` opens `#dialog-palette` (`#palette-query`, `#palette-list` with
//!   `.palette-item[data-kind]`).
//! - Documents: `#drafts-open` opens `#dialog-drafts` (`#drafts` with `.draft` and `[data-action]`,
//!   `#drafts-copy`, `#drafts-new`, `#drafts-export`, `#drafts-undo`).
//! - `#dialog-share` (`#share-link`, `#share-copy`, `#share-length`; where there is no link `#share-none`
//!   and `#share-save`).
//! - One step in a frame: `#app.embed` with `#embed-state`, `#tab-form`, `#tab-files`, `#open-whole`.
//! - `#dialog-compare` (`#compare-files`, `#compare-folder`, `#compare-text`, `#compare-do`, then
//!   `#compare-other`, `#compare-differences`, `#compare-plan`, `#compare-shown`, `#compare-sum`; a difference is
//!   `[data-difference]` with `[data-action=take]`, a step `[data-step-number]`), opened by `#compare`,
//!   `#existing-compare`, `#review-plan` and `#export-plan`.
//! - Drill: `#drill-switch` in the picture; boxes are `.scene-box[role=button]` (`.dead`, `.hurt`), nodes
//!   `#drill-n3`; `#drill-outcome` with `.ability[data-fate]`, `#drill-single`, `#drill-all`.
//! - What was brought: `#drift` with `#drift-table`; `#file-original`, `#original-of`, `#original` with
//!   `tr[data-join]`; `#paste-files` opens `#dialog-paste-files` (`#brought-node`, `#brought-name`,
//!   `#brought-text`, `#brought-add`, `#brought-read`, `#brought-list`, `#brought-problem`).
//! - Notices: `.notice[data-kind]`; what a screen reader is told: `#live`; after a panic: `#broken`.

use crate::components::icon;
use crate::memo::Memo;
use crate::platform::worker::Boot;
use crate::platform::{dom, file, page, panic};
use crate::state::{App, EngineState, Tab};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use crate::{keyboard, panels, route, steps};
use leptos::prelude::*;
use model::ClusterSpec;
use protocol::{FirstView, PROTOCOL, Schema, StepKind, StepState};
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// Draws the page and opens the line to the engine.
pub fn start(boot: &JsValue) {
    panic::install();
    let mut boot = Boot::read(boot);
    let bytes = std::mem::take(&mut boot.first);
    // Without its data the page waits for the engine.
    let first = protocol::decode::<FirstView>(&bytes)
        .filter(|first| first.protocol == PROTOCOL)
        .unwrap_or_else(empty);
    crate::view::mount(move || {
        let app = App::new(boot, first);
        root(app)
    });
}

fn empty() -> FirstView {
    let product = protocol::ProductView {
        id: String::new(),
        title: String::new(),
        versions: Vec::new(),
        steps: Vec::new(),
        fields: Vec::new(),
        roles: Vec::new(),
        server_types: Vec::new(),
        presets: Vec::new(),
        secret_keys: Vec::new(),
        keys: Vec::new(),
    };
    let checked = protocol::Checked {
        machines: String::new(),
        counts: protocol::Counts::default(),
        findings: Vec::new(),
        steps: Vec::new(),
        fields: Vec::new(),
        roles: Vec::new(),
        server_types: Vec::new(),
        memory: Vec::new(),
        disks: Vec::new(),
        files: Vec::new(),
        view: Vec::new(),
        picture: None,
        archive: String::new(),
        folder: String::new(),
        partial: false,
    };
    let schema = Schema { products: Vec::new(), product };
    FirstView { protocol: PROTOCOL, spec: ClusterSpec::default(), schema, checked }
}

/// The page as it stands, drawn anew when the language or the product changes.
pub fn root(app: App) -> AnyView {
    app.begin();
    app.connect();
    keyboard::listen(app);
    Effect::new(move |_| page::set_title(&title(app)));
    let step = Memo::new(move |()| app.step());
    Effect::new(move |_| {
        let open = step.get();
        app.clear_outdated();
        // What each class of nodes gets is told of the open step only.
        let told = |s: &Schema| s.product.steps.iter().any(|s| s.id == open && s.classes);
        if app.schema.with_untracked(|s| told(s)) {
            app.look();
        }
    });
    focus_first(app);
    (move || {
        let schema = app.schema.get();
        app.lang.track();
        shell(app, &schema)
    })
    .any()
}

fn title(app: App) -> String {
    let name = app.spec.with(|s| s.name.clone());
    let errors = app.checked.with(|c| c.counts.errors);
    let mark = if errors > 0 { format!("({errors}) ") } else { String::new() };
    if name.is_empty() { format!("{mark}Muster") } else { format!("{mark}{name} · Muster") }
}

/// The paste box has the focus where no keyboard pops up for it.
fn focus_first(app: App) {
    let nodes = app.schema.with_untracked(|s| {
        let open = untrack(move || app.step());
        s.product.steps.iter().any(|s| s.id == open && s.kind == StepKind::Nodes)
    });
    // In a frame it would take the focus from the page around it.
    if nodes && !app.embed && dom::wider_than(1000) {
        dom::focus_soon(vec!["paste".to_owned()]);
    }
}

fn shell(app: App, schema: &Arc<Schema>) -> AnyView {
    let engine = move || match app.engine.get() {
        EngineState::Starting => "starting",
        EngineState::Ready => "ready",
        EngineState::Busy(_) => "busy",
        EngineState::Lost => "lost",
    };
    let tab = move || match app.tab.get() {
        Tab::Form => "form",
        Tab::Files => "files",
        Tab::Findings => "findings",
    };
    if app.embed {
        return view! {
            <div
                class="app embed"
                id="app"
                data-engine=engine
                data-product=schema.product.id.clone()
                data-tab=tab
                data-opening=move || app.opening.get().map(|_| "true")
            >
                {panels::embedded(app, schema)}
                {live(app)}
            </div>
        }
        .any();
    }
    let dragging = RwSignal::new(false);
    view! {
        <div
            class="app"
            id="app"
            data-engine=engine
            data-product=schema.product.id.clone()
            data-edited=move || app.edited.get().then_some("true")
            data-tab=tab
            data-opening=move || app.opening.get().map(|_| "true")
            data-files=move || if app.files_hidden.get() { "hidden" } else { "shown" }
            style:--files=move || format!("{}%", app.files_width.get())
            on:dragover=move |event| {
                if file::has_files(&event) {
                    event.prevent_default();
                    dragging.set(true);
                }
            }
            on:dragleave=move |event| {
                if event.related_target().is_none() {
                    dragging.set(false);
                }
            }
            on:drop=move |event| {
                if file::has_files(&event) {
                    event.prevent_default();
                    dragging.set(false);
                    file::dropped(&event, move |files| app.dropped(files));
                }
            }
        >
            {panels::bar(app, schema)}
            {steps_nav(app, schema)}
            // One of the three regions is always shown, so a narrow page has its main part too.
            <main class="regions">
                <h1 class="visually-hidden">"Muster"</h1>
                <section class="form" id="form" aria-labelledby="step-heading">
                    {panels::example_notice(app)}
                    <p class="opening" role="status">
                        {move || app.opening.get().map(tr)}
                    </p>
                    {steps::step(app)}
                    {panels::notices(app)}
                </section>
                {panels::files(app)}
                {panels::findings(app, schema)}
            </main>
            {tabs(app)}
            {panels::export_dialog(app)}
            {panels::accept_dialog(app)}
            {panels::opened_dialog(app)}
            {panels::palette_dialog(app)}
            {panels::drafts_dialog(app)}
            {panels::share_dialog(app)}
            {panels::explain_dialog(app)}
            {panels::picture_dialog(app)}
            {panels::paste_files_dialog(app)}
            {panels::help_dialog()}
            {panels::compare_dialog(app)}
            {live(app)}
            <div class="drop" hidden=move || !dragging.get()>
                <p>{icon("open")} " " {tr(text::DROP_HERE)}</p>
            </div>
        </div>
    }
    .any()
}

/// What a screen reader is told.
fn live(app: App) -> AnyView {
    view! {
        <div class="visually-hidden" id="live" role="status" aria-live="polite">
            {move || app.announcement.get()}
        </div>
    }
    .any()
}

fn steps_nav(app: App, schema: &Arc<Schema>) -> AnyView {
    let open = Memo::new(move |()| app.step());
    let product = schema.product.id.clone();
    let links = schema
        .product
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let state = Memo::new(move |()| {
                app.checked.with(|c| c.steps.get(at).copied().unwrap_or_default())
            });
            let id = step.id.clone();
            let current = move || (open.get() == id).then_some("step");
            let address = route::link(&product, &step.id);
            let this = step.id.clone();
            // An address that is open already changes nothing: the focus goes to the step all the same.
            let go = move |_| {
                dom::close_menu("steps-nav");
                if open.get_untracked() == this {
                    dom::focus_soon(vec!["step-heading".to_owned()]);
                }
            };
            view! {
                <li>
                    <a
                        href=address
                        id=format!("step-{}", step.id)
                        title=step.title.clone()
                        aria-current=current
                        data-errors=move || state.get().errors.to_string()
                        data-warnings=move || state.get().warnings.to_string()
                        on:click=go
                    >
                        <span class="step-number" aria-hidden="true">{(at + 1).to_string()}</span>
                        <span class="step-short" aria-hidden="true">{step.short.clone()}</span>
                        <span class="step-title">{step.title.clone()}</span>
                        {move || step_mark(state.get())}
                    </a>
                </li>
            }
            .any()
        })
        .collect_view();
    view! {
        <nav class="steps" id="steps-nav" popover="auto" aria-label=tr(text::STEPS)>
            <ol>{links}</ol>
            {panels::small_picture(app)}
            {panels::picture_button(app)}
        </nav>
    }
    .any()
}

fn step_mark(state: StepState) -> AnyView {
    let words = text::step_mark(state.errors, state.warnings, state.examples);
    let (class, shape, number) = match (state.errors, state.warnings, state.examples) {
        (0, 0, 0) => ("good", "check", 0),
        (0, 0, _) => ("example", "pencil", 0),
        (0, n, _) => ("warning", "warning", n),
        (n, ..) => ("error", "error", n),
    };
    let number = (number > 0).then(|| number.to_string());
    view! {
        <span class=format!("step-mark {class}")>
            {icon(shape)} <span aria-hidden="true">{number}</span>
            <span class="visually-hidden">{words}</span>
        </span>
    }
    .any()
}

/// The regions of a narrow page.
fn tabs(app: App) -> AnyView {
    let tab = |tab: Tab, label: model::Text, id: &'static str, shape: &'static str| {
        let current = move || if app.tab.get() == tab { "true" } else { "false" };
        view! {
            <button type="button" class="tab" id=id aria-pressed=current on:click=move |_| {
                app.tab.set(tab);
                if tab == Tab::Findings {
                    app.findings_open.set(true);
                }
            }>
                {icon(shape)} <span>{tr(label)}</span>
                {(tab == Tab::Findings).then(|| tab_count(app))}
            </button>
        }
        .any()
    };
    view! {
        <nav class="tabs" aria-label=tr(text::REGIONS)>
            {tab(Tab::Form, text::FORM, "tab-form", "settings")}
            {tab(Tab::Files, text::FILES, "tab-files", "file")}
            {tab(Tab::Findings, text::FINDINGS, "tab-findings", "warning")}
        </nav>
    }
    .any()
}

fn tab_count(app: App) -> AnyView {
    let count = move || {
        let (errors, warnings) = app.checked.with(|c| (c.counts.errors, c.counts.warnings));
        (errors + warnings > 0).then(|| (errors + warnings).to_string())
    };
    let error = move || app.checked.with(|c| c.counts.errors > 0);
    view! { <span class="tab-count" class:error=error>{count}</span> }.any()
}
