//! One step in a frame of another page: a slim line, the form with its findings, the files behind a
//! tab. Nothing of it is kept in the browser; the link in the line takes what was done along.

use crate::components::icon;
use crate::memo::Memo;
use crate::platform::page;
use crate::state::{App, Tab};
use crate::text::{self, tr};
use crate::view::{AnyView, IntoAny as _, view};
use crate::{route, steps};
use leptos::prelude::*;
use protocol::{Schema, StepState};
use std::sync::Arc;
use std::time::Duration;

/// After the last change, the link is made anew.
const PAUSE: Duration = Duration::from_millis(300);

/// The line and the regions.
pub fn embedded(app: App, schema: &Arc<Schema>) -> AnyView {
    view! {
        {bar(app, schema)}
        <main class="regions">
            <h1 class="visually-hidden">"Muster"</h1>
            <section class="form" id="form" aria-labelledby="step-heading">
                <p class="opening" role="status">{move || app.opening.get().map(tr)}</p>
                {steps::step(app)}
                {super::notices(app)}
            </section>
            {super::files(app)}
        </main>
        {super::accept_dialog(app)}
    }
    .any()
}

fn bar(app: App, schema: &Arc<Schema>) -> AnyView {
    let title = schema.product.title.clone();
    let version = move || app.spec.with(|s| s.version.clone());
    let ids: Vec<String> = schema.product.steps.iter().map(|s| s.id.clone()).collect();
    let state = Memo::new(move |()| {
        let open = app.step();
        let at = ids.iter().position(|id| *id == open).unwrap_or_default();
        app.checked.with(|c| c.steps.get(at).copied().unwrap_or_default())
    });
    let whole = whole(app);
    let tab = |tab: Tab, label: model::Text, id: &'static str| {
        let pressed = move || if app.tab.get() == tab { "true" } else { "false" };
        view! {
            <button type="button" class="quiet" id=id aria-pressed=pressed on:click=move |_| app.tab.set(tab)>
                {tr(label)}
            </button>
        }
        .any()
    };
    view! {
        <header class="bar embed-bar">
            <span class="brand">"Muster"</span>
            <span class="embed-product">{title} " " {version}</span>
            <span class="embed-state" id="embed-state" role="status">{move || state_of(state.get())}</span>
            <span class="bar-gap"></span>
            <span class="segment" role="group" aria-label=tr(text::REGIONS)>
                {tab(Tab::Form, text::FORM, "tab-form")} {tab(Tab::Files, text::FILES, "tab-files")}
            </span>
            <a id="open-whole" href=move || whole.get() target="_blank" rel="noopener">
                {tr(text::OPEN_WHOLE)} " " {icon("outside")}
            </a>
        </header>
    }
    .any()
}

/// The step's findings, as its mark says them; nothing where there are none.
fn state_of(state: StepState) -> AnyView {
    let StepState { errors, warnings, .. } = state;
    let (class, shape) = match (errors, warnings) {
        (0, 0) => return ().any(),
        (0, _) => ("warning", "warning"),
        _ => ("error", "error"),
    };
    view! {
        <span class=format!("step-mark {class}")>
            {icon(shape)} " " {text::step_mark(errors, warnings, 0)}
        </span>
    }
    .any()
}

/// The address of the whole page with the document as it stands, at this step. Until it is made, and
/// where the browser can't make it, the page begins with the product's example.
fn whole(app: App) -> RwSignal<String> {
    let begin = move || {
        let product = app.spec.with_untracked(|s| s.product.clone());
        let step = untrack(move || app.step());
        format!("{}{}", route::home(&page::address()), route::link(&product, &step))
    };
    let address = RwSignal::new(begin());
    let changes = StoredValue::new(0_u32);
    Effect::new(move |_| {
        app.spec.track();
        let step = app.step();
        let Some(change) = changes.try_update_value(|n| {
            *n += 1;
            *n
        }) else {
            return;
        };
        set_timeout(
            move || {
                // The page may have been drawn anew.
                if changes.try_get_value() != Some(change) {
                    return;
                }
                app.make_link(move |made| {
                    let _ = address.try_set(match made {
                        Ok(link) => format!("{link}&step={step}"),
                        Err(_) => begin(),
                    });
                });
            },
            PAUSE,
        );
    });
    address
}
