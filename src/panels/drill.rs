//! The drill beside the picture: what goes on without the nodes that lost their power.

use crate::components::icon;
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use model::RowId;
use model::scene::{Box as SceneBox, Rect};
use protocol::{AbilityView, DrillView, Fate};

/// More nodes than this have a box to filter them by.
const MANY: usize = 30;
/// More nodes than this are not drawn.
const MOST: usize = 200;

/// The button that makes a drill of the picture.
pub(super) fn switch(app: App) -> AnyView {
    view! {
        <p class="picture-tools">
            <button
                type="button"
                id="drill-switch"
                aria-pressed=move || if app.drilling.on.get() { "true" } else { "false" }
                on:click=move |_| app.switch_drill()
            >
                {icon("power")} " " {tr(text::DRILL)}
            </button>
        </p>
    }
    .any()
}

/// What stands beside the picture while it is a drill.
pub(super) fn panel(app: App) -> AnyView {
    // What was changed meanwhile may change what goes on.
    Effect::new(move |_| {
        app.checked.track();
        if app.drilling.on.get_untracked() && dom::shows_dialog(super::picture::DIALOG) {
            app.drill();
        }
    });
    (move || {
        if !app.drilling.on.get() {
            return ().any();
        }
        view! {
            <section class="drill" id="drill" aria-label=tr(text::DRILL)>
                <p class="help">{tr(text::DRILL_HELP)}</p>
                <div id="drill-outcome" role="status">
                    {move || app.drilling.outcome.with(outcome)}
                </div>
                {nodes(app)}
            </section>
        }
        .any()
    })
    .any()
}

fn outcome(of: &DrillView) -> AnyView {
    let without = (!of.without.is_empty()).then(|| view! { <h3>{of.without.clone()}</h3> }.any());
    let abilities = of.abilities.iter().map(ability).collect_view();
    let lost = of.lost.iter().map(|lost| {
        view! { <p class="ability stops">{icon("error")} <span>{lost.clone()}</span></p> }.any()
    });
    let lost = lost.collect_view();
    let points = of
        .points
        .iter()
        .map(|(row, said)| view! { <li data-row=row.0.to_string()>{said.clone()}</li> }.any());
    let points = (!of.points.is_empty())
        .then(|| view! { <ul class="plain-list">{points.collect_view()}</ul> }.any());
    view! {
        {without}
        {abilities}
        {lost}
        <div class="drill-single" id="drill-single">
            <p>{of.single.clone()}</p>
            {points}
        </div>
        <p class="help">{of.given.clone()}</p>
    }
    .any()
}

fn ability(of: &AbilityView) -> AnyView {
    let (fate, shape) = match of.fate {
        Fate::Untouched => ("untouched", "check"),
        Fate::GoesOn => ("goes-on", "info"),
        Fate::Stops => ("stops", "error"),
    };
    let why = of.why.iter().map(|why| view! { <li>{why.clone()}</li> }.any()).collect_view();
    let why = (!of.why.is_empty()).then(|| view! { <ul>{why}</ul> }.any());
    view! {
        <div class=format!("ability {fate}") data-fate=fate>
            {icon(shape)}
            <div><p>{of.said.clone()}</p>{why}</div>
        </div>
    }
    .any()
}

/// Every node with its power: what the picture has as stacks, and for those who have no mouse.
fn nodes(app: App) -> AnyView {
    let filter = RwSignal::new(String::new());
    let count = app.spec.with(|s| s.nodes.len());
    let box_of_filter = (count > MANY).then(|| {
        view! {
            <input
                type="search"
                id="drill-filter"
                aria-label=tr(text::DRILL_FILTER)
                placeholder=tr(text::DRILL_FILTER)
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| filter.set(event_target_value(&event))
            />
        }
        .any()
    });
    let rows = Memo::new(move |()| {
        let wanted = filter.get().trim().to_lowercase();
        app.spec.with(|s| {
            let named = s.nodes.iter().filter(|n| n.name.to_lowercase().contains(&wanted));
            named.map(|n| (n.row, n.name.clone())).collect::<Vec<_>>()
        })
    });
    let list = move || {
        rows.with(|rows| {
            let more = rows.len().saturating_sub(MOST);
            let more =
                (more > 0).then(|| view! { <li class="quiet">{text::more_nodes(more)}</li> }.any());
            let drawn =
                rows.iter().take(MOST).map(|(row, name)| toggle(app, *row, name)).collect_view();
            view! { <ul class="drill-nodes">{drawn} {more}</ul> }.any()
        })
    };
    view! {
        <div class="drill-head">
            <h3>{tr(text::DRILL_NODES)}</h3>
            <button
                type="button"
                class="small"
                id="drill-all"
                hidden=move || !app.drilling.any_dead()
                on:click=move |event| {
                    app.power_all();
                    // The button goes with what it did.
                    if dom::is_by_key(&event) {
                        dom::focus_soon(vec!["drill-switch".to_owned()]);
                    }
                }
            >
                {tr(text::POWER_ALL)}
            </button>
        </div>
        {box_of_filter}
        {list}
    }
    .any()
}

fn toggle(app: App, row: RowId, name: &str) -> AnyView {
    let name = if name.trim().is_empty() { tr(text::UNNAMED).to_owned() } else { name.to_owned() };
    let dead = move || app.drilling.dead_of(&[row]) > 0;
    view! {
        <li>
            <button
                type="button"
                class="drill-node"
                id=format!("drill-n{}", row.0)
                class:dead=dead
                aria-pressed=move || if dead() { "true" } else { "false" }
                on:click=move |_| app.press_power(&[row])
            >
                <span class="drill-name">{name}</span>
                <span class="drill-state">{move || tr(if dead() { text::NO_POWER } else { text::RUNS })}</span>
            </button>
        </li>
    }
    .any()
}

/// A box of the picture as a button: it takes its node's power, of a stack the next one's. What is
/// written in it is its name.
pub(super) fn button(app: App, shape: &SceneBox, class: &'static str, inside: AnyView) -> AnyView {
    let rows = shape.rows.clone();
    let dead = {
        let rows = rows.clone();
        Memo::new(move |()| app.drilling.dead_of(&rows))
    };
    let all = rows.len();
    let state = move || match dead.get() {
        0 => class.to_owned(),
        n if n == all => format!("{class} dead"),
        _ => format!("{class} hurt"),
    };
    let name = shape.name.clone();
    let label = move || text::powerless(&name, dead.get(), all);
    let pressed = move || match dead.get() {
        0 => "false",
        n if n == all => "true",
        _ => "mixed",
    };
    let press = {
        let rows = rows.clone();
        move |_: MouseEvent| app.press_power(&rows)
    };
    let key = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            app.press_power(&rows);
        }
    };
    view! {
        <g
            class=state
            role="button"
            tabindex="0"
            aria-pressed=pressed
            aria-description=label
            data-name=shape.name.clone()
            data-rows=all.to_string()
            on:click=press
            on:keydown=key
        >
            {inside}
            {badge(shape.at, dead, all)}
        </g>
    }
    .any()
}

/// A sign at the upper right corner: a cross, and of a stack how many.
fn badge(at: Rect, dead: Memo<usize>, all: usize) -> AnyView {
    let words = move || {
        let dead = dead.get();
        if all == 1 { "×".to_owned() } else { format!("× {dead}/{all}") }
    };
    let digits = all.to_string().len();
    let letters = if all == 1 { 1 } else { 3 + 2 * digits };
    let width = 10 + 8 * i32::try_from(letters).unwrap_or(9);
    let place = Rect { x: at.right() - width + 4, y: at.y - 8, width, height: 17 };
    let (x, y) = (place.x + place.width / 2, place.y + 13);
    view! {
        <g class="scene-badge">
            {super::picture::rect(place, 8)}
            <text x=x.to_string() y=y.to_string()>{words}</text>
        </g>
    }
    .any()
}
