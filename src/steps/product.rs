//! Product, name, where to begin, version, environment, language of the archive.

use super::rest_of;
use crate::components::{Choice, findings_below, icon, radio_rows};
use crate::platform::{dom, file};
use crate::route;
use crate::state::{App, Beside};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{Edit, Environment, Lang, Place};
use protocol::{Schema, StepKind};

pub(super) fn content(app: App, schema: &Schema) -> AnyView {
    let step = schema.product.steps.iter().find(|s| s.kind == StepKind::Product);
    let step = step.map(|s| s.id.clone()).unwrap_or_default();
    let shown = [Place::Name, Place::Version, Place::Environment, Place::Language];
    view! {
        {products(schema)}
        {name(app)}
        {presets(app, schema)}
        {existing(app)}
        {version(app, schema)}
        {environment(app)}
        {language(app)}
        {rest_of(app, &step, move |f| shown.contains(&f.place))}
    }
    .any()
}

/// Links to the products. One is no choice, but it is named.
fn products(schema: &Schema) -> AnyView {
    let open = schema.product.id.clone();
    let links = schema
        .products
        .iter()
        .map(|product| {
            let current = (product.id == open).then_some("true");
            let address = route::link(&product.id, "");
            let address = address.trim_end_matches('/').to_owned();
            view! {
                <li>
                    <a href=address aria-current=current>
                        <strong>{product.title.clone()}</strong>
                        <span>{product.sentence.clone()}</span>
                    </a>
                </li>
            }
            .any()
        })
        .collect_view();
    view! {
        <section class="group" id="f-product">
            <h2>{tr(text::PRODUCT)}</h2>
            <ul class="products">{links}</ul>
        </section>
    }
    .any()
}

/// From the files of a cluster that runs already.
fn existing(app: App) -> AnyView {
    view! {
        <section class="group" id="existing">
            <h2>{tr(text::EXISTING)}</h2>
            <p class="help">{tr(text::EXISTING_SENTENCE)}</p>
            <p class="buttons">
                <button type="button" id="choose-files" on:click=move |_| file::choose("open-file")>
                    {icon("open")} " " {tr(text::CHOOSE_FILES)}
                </button>
                <button type="button" id="choose-folder" on:click=move |_| file::choose("open-folder")>
                    {icon("open")} " " {tr(text::CHOOSE_FOLDER)}
                </button>
                <button type="button" id="existing-compare" on:click=move |_| app.open_compare(Beside::Differences)>
                    {icon("compare")} " " {tr(text::COMPARE_RUNNING)}
                </button>
                <button type="button" id="paste-files" on:click=move |_| app.paste_files()>
                    {icon("paste")} " " {tr(text::PASTE_FILES)}
                </button>
            </p>
            <input
                type="file"
                class="visually-hidden"
                id="open-folder"
                webkitdirectory="webkitdirectory"
                tabindex="-1"
                aria-label=tr(text::CHOOSE_FOLDER)
                on:change=move |event| app.open_files(file::chosen(&event))
            />
        </section>
    }
    .any()
}

fn version(app: App, schema: &Schema) -> AnyView {
    let id = Place::Version.dom_id();
    let options = schema
        .product
        .versions
        .iter()
        .map(|v| Choice {
            id: v.id.clone(),
            title: v.id.clone(),
            sentence: if v.refused { String::new() } else { v.sentence.clone() },
            remark: v.evidence.clone(),
            // Why one is refused is read before it is chosen.
            folded: !v.refused,
        })
        .collect();
    let refused: Vec<(String, String)> = schema
        .product
        .versions
        .iter()
        .filter(|v| v.refused)
        .map(|v| (v.id.clone(), v.sentence.clone()))
        .collect();
    let rows = radio_rows(
        app,
        "version-choice",
        options,
        move || app.spec.with(|s| s.version.clone()),
        move |id| refused.iter().find(|(v, _)| v == id).map(|(_, reason)| reason.clone()),
        move |chosen| app.edit(&[Edit::Set(Place::Version, chosen)]),
    );
    let findings = app.findings_at(id.clone());
    let below = findings_below(app, format!("{id}-findings"), findings);
    view! {
        <fieldset class="field" id=id>
            <legend class="label">{tr(text::VERSION)}</legend>
            {rows}
            {below}
        </fieldset>
    }
    .any()
}

fn name(app: App) -> AnyView {
    let id = Place::Name.dom_id();
    let typed = RwSignal::new(None::<String>);
    let shown = move || typed.get().unwrap_or_else(|| app.spec.with(|s| s.name.clone()));
    let take = move |text: String| {
        app.type_text(Edit::Set(Place::Name, text.clone()));
        typed.set(Some(text));
    };
    let findings = app.findings_at(id.clone());
    let invalid = move || {
        let error = |f: &protocol::FindingView| f.severity == model::Severity::Error;
        findings.with(|f| f.iter().any(error)).then_some("true")
    };
    let below = findings_below(app, format!("{id}-findings"), findings);
    view! {
        <div class="field">
            <label class="label" for=id.clone()>{tr(text::CLUSTER_NAME)}</label>
            <div class="field-tools"></div>
            <div class="control">
                <input
                    type="text"
                    id=id.clone()
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    prop:value=shown
                    aria-invalid=invalid
                    aria-describedby=format!("{id}-help {id}-findings")
                    on:focus=move |_| app.enter_field()
                    on:input=move |event| {
                        if !dom::composing(&event) {
                            take(event_target_value(&event));
                        }
                    }
                    on:compositionend=move |event| take(event_target_value(&event))
                    on:blur=move |_| typed.set(None)
                />
            </div>
            <p class="help" id=format!("{id}-help")>{tr(text::CLUSTER_NAME_HELP)}</p>
            {below}
        </div>
    }
    .any()
}

fn environment(app: App) -> AnyView {
    let options = vec![
        choice(Environment::Production.id(), text::PRODUCTION, text::PRODUCTION_SENTENCE),
        choice(Environment::Test.id(), text::TEST, text::TEST_SENTENCE),
    ];
    let rows = radio_rows(
        app,
        "environment-choice",
        options,
        move || app.spec.with(|s| s.environment.id().to_owned()),
        |_| None,
        move |chosen| app.edit(&[Edit::Set(Place::Environment, chosen)]),
    );
    view! {
        <fieldset class="field" id=Place::Environment.dom_id()>
            <legend class="label">{tr(text::ENVIRONMENT)}</legend>
            {rows}
        </fieldset>
    }
    .any()
}

fn language(app: App) -> AnyView {
    let none = model::Text::same("");
    let options = vec![
        choice(Lang::En.id(), text::ENGLISH, none),
        choice(Lang::Zh.id(), text::CHINESE, none),
    ];
    let rows = radio_rows(
        app,
        "language-choice",
        options,
        move || app.spec.with(|s| s.language.id().to_owned()),
        |_| None,
        move |chosen| app.edit(&[Edit::Set(Place::Language, chosen)]),
    );
    view! {
        <fieldset class="field" id=Place::Language.dom_id()>
            <legend class="label">{tr(text::ARCHIVE_LANGUAGE)}</legend>
            {rows}
            <p class="help">{tr(text::ARCHIVE_LANGUAGE_SENTENCE)}</p>
        </fieldset>
    }
    .any()
}

fn choice(id: &str, title: model::Text, sentence: model::Text) -> Choice {
    Choice {
        id: id.to_owned(),
        title: tr(title).to_owned(),
        sentence: tr(sentence).to_owned(),
        remark: String::new(),
        folded: false,
    }
}

fn presets(app: App, schema: &Schema) -> AnyView {
    let rows = schema
        .product
        .presets
        .iter()
        .map(|preset| {
            let id = preset.id.clone();
            let title_id = format!("preset-{id}");
            let named = title_id.clone();
            let button_id = format!("use-{id}");
            let by = format!("{button_id} {title_id}");
            let open = move |_| app.open_preset(id.clone());
            view! {
                <li class="preset" data-preset=preset.id.clone()>
                    <div>
                        <p class="preset-title" id=named>{preset.title.clone()}</p>
                        <p class="quiet">{preset.sentence.clone()}</p>
                    </div>
                    <button type="button" class="small" id=button_id aria-labelledby=by on:click=open>
                        {tr(text::USE_PRESET)}
                    </button>
                </li>
            }
            .any()
        })
        .collect_view();
    view! {
        <section class="group" id="presets">
            <h2>{tr(text::PRESETS)}</h2>
            <p class="help">{tr(text::PRESETS_SENTENCE)}</p>
            <ul class="presets">{rows}</ul>
        </section>
    }
    .any()
}
