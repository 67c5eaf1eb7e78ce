//! The picture of the cluster.

use super::drill;
use crate::components::{icon, modal};
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::scene::{Area, Box as SceneBox, CHIP, Kind, Link, Picture, Rect, Scene, Tone, Words};
use model::{Place, RowId, Severity};
use std::collections::BTreeMap;

pub(super) const DIALOG: &str = "dialog-picture";

/// The small picture below the steps: shapes only, it opens large.
pub fn small_picture(app: App) -> AnyView {
    view! {
        <button
            type="button"
            class="picture-small"
            id="picture-open"
            title=tr(text::PICTURE_OPEN)
            aria-label=tr(text::PICTURE_OPEN)
            on:click=move |_| open(app)
        >
            {small_drawing(app)}
        </button>
    }
    .any()
}

/// The button in place of the small picture, where there is no room for one.
pub fn picture_button(app: App) -> AnyView {
    view! {
        <button
            type="button"
            class="quiet square picture-button"
            id="picture-button"
            aria-label=tr(text::PICTURE_OPEN)
            title=tr(text::PICTURE_OPEN)
            on:click=move |_| open(app)
        >
            {icon("picture")}
        </button>
    }
    .any()
}

/// The large picture.
pub fn picture_dialog(app: App) -> AnyView {
    let summary = move || {
        app.checked.with(|c| c.picture.as_ref().map(|p| p.summary.clone()).unwrap_or_default())
    };
    let drilling = move || app.drilling.on.get();
    let body = view! {
        {drill::switch(app)}
        <div class="picture-body" class:drilling=drilling>
            <div class="picture-large" tabindex="0" role="region" aria-label=tr(text::PICTURE)>
                {large_drawing(app)}
            </div>
            {drill::panel(app)}
        </div>
        <p hidden=drilling>{summary}</p>
        <p class="quiet">{tr(text::PICTURE_DOWNLOAD)}</p>
    }
    .any();
    modal(DIALOG, tr(text::PICTURE), "wide", body)
}

/// Opens the large picture.
pub fn open(app: App) {
    dom::show_dialog(DIALOG);
    app.picture.update(|times| *times += 1);
    if app.drilling.on.get_untracked() {
        app.drill();
    }
}

/// Shapes alone: a name that is typed changes nothing in it.
fn small_drawing(app: App) -> AnyView {
    let shapes = Memo::new(move |()| {
        app.checked.with(|c| c.picture.as_ref().map(|p| without_words(&p.wide)).unwrap_or_default())
    });
    let marks = app.marks;
    (move || marks.with(|marks| shapes.with(|scene| small(scene, marks)))).any()
}

fn without_words(scene: &Scene) -> Scene {
    let boxes = scene.boxes.iter().map(|shape| SceneBox {
        name: String::new(),
        rows: shape.rows.clone(),
        words: Vec::new(),
        chips: Vec::new(),
        ..*shape
    });
    Scene {
        boxes: boxes.collect(),
        areas: scene.areas.clone(),
        links: scene.links.clone(),
        words: Vec::new(),
        ..*scene
    }
}

/// Both drawings, of which the style shows the one that has room. Drawn while the dialog is open
/// only: no key has to wait for what nobody sees.
fn large_drawing(app: App) -> AnyView {
    let picture = Memo::new(move |()| app.checked.with(|c| c.picture.clone().unwrap_or_default()));
    let marks = app.marks;
    (move || {
        app.picture.track();
        if dom::shows_dialog(DIALOG) && app.drilling.on.get() {
            picture.with(|picture| large(app, picture, None))
        } else if dom::shows_dialog(DIALOG) {
            marks.with(|marks| picture.with(|picture| large(app, picture, Some(marks))))
        } else {
            ().any()
        }
    })
    .any()
}

type Marks = BTreeMap<RowId, Severity>;

/// With the marks of findings; without them it is a drill, whose boxes are buttons.
fn large(app: App, picture: &Picture, marks: Option<&Marks>) -> AnyView {
    [(&picture.wide, "scene wide"), (&picture.narrow, "scene narrow")]
        .into_iter()
        .map(|(scene, class)| {
            let boxes = scene.boxes.iter().map(|b| node(app, b, marks)).collect_view();
            let words = scene.words.iter().map(text).collect_view();
            let role = if marks.is_some() { "img" } else { "group" };
            svg(scene, class, (role, &picture.summary), view! { {boxes} {words} }.any())
        })
        .collect_view()
}

fn small(scene: &Scene, marks: &Marks) -> AnyView {
    let shape = |b: &SceneBox| {
        let sheets = b.sheets().into_iter().chain([b.at]).map(|at| rect(at, 5)).collect_view();
        view! { <g class=class(b, worst(b, marks))>{sheets}</g> }.any()
    };
    svg(scene, "scene", ("img", ""), scene.boxes.iter().map(shape).collect_view())
}

fn svg(
    scene: &Scene,
    class: &'static str,
    (role, summary): (&'static str, &str),
    shapes: AnyView,
) -> AnyView {
    let areas = scene.areas.iter().map(area).collect_view();
    let links = scene.links.iter().map(link).collect_view();
    let size = format!("0 0 {} {}", scene.width.max(1), scene.height.max(1));
    let (width, height) = (scene.width.max(1).to_string(), scene.height.max(1).to_string());
    view! {
        <svg
            class=class
            viewBox=size
            width=width
            height=height
            role=role
            aria-label=summary.to_owned()
        >
            {areas} {links} {shapes}
        </svg>
    }
    .any()
}

pub(super) fn rect(at: Rect, round: i32) -> AnyView {
    view! {
        <rect
            x=at.x.to_string()
            y=at.y.to_string()
            width=at.width.to_string()
            height=at.height.to_string()
            rx=round.to_string()
        />
    }
    .any()
}

fn area(area: &Area) -> AnyView {
    let class = match area.kind {
        Kind::Band => "scene-area",
        Kind::Outside => "scene-area outside",
        Kind::Frame => "scene-area frame",
    };
    view! { <g class=class>{rect(area.at, 6)}</g> }.any()
}

fn text(words: &Words) -> AnyView {
    let class = format!("scene-{}", words.style.id());
    let (x, y) = (words.x.to_string(), words.y.to_string());
    view! { <text class=class x=x y=y>{words.text.clone()}</text> }.any()
}

fn link(link: &Link) -> AnyView {
    let points: Vec<String> = link.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let head = link.head().map(|[(x, y), (ax, ay), (bx, by)]| {
        let shape = format!("M{x},{y} L{ax},{ay} L{bx},{by} z");
        view! { <path class="scene-arrow" d=shape /> }.any()
    });
    view! { <polyline class="scene-link" points=points.join(" ") /> {head} }.any()
}

fn worst(shape: &SceneBox, marks: &Marks) -> Option<Severity> {
    shape.rows.iter().filter_map(|r| marks.get(r)).max().copied()
}

fn class(shape: &SceneBox, worst: Option<Severity>) -> &'static str {
    match (shape.tone, worst) {
        (_, Some(Severity::Error)) => "scene-box error",
        (_, Some(Severity::Warning)) => "scene-box warning",
        (Tone::Outside, _) => "scene-box outside",
        (Tone::Group, _) => "scene-box group",
        (Tone::Node | Tone::Stack, _) => "scene-box",
    }
}

fn node(app: App, shape: &SceneBox, marks: Option<&Marks>) -> AnyView {
    let worst = marks.and_then(|marks| worst(shape, marks));
    let sheets = shape.sheets().into_iter().chain([shape.at]).map(|at| rect(at, 5)).collect_view();
    let words = shape.words.iter().map(text).collect_view();
    let chips = shape.chips.iter().map(|chip| {
        let at = Rect { x: chip.x, y: chip.y, width: chip.width, height: CHIP };
        view! { <g class="scene-pill">{rect(at, CHIP / 2)} {text(&chip.words())}</g> }.any()
    });
    let chips = chips.collect_view();
    if marks.is_none() && !shape.rows.is_empty() {
        let inside = view! { {sheets} {words} {chips} }.any();
        return drill::button(app, shape, class(shape, None), inside);
    }
    let mark = worst.map(|severity| {
        let (x, y) = (shape.at.right() - 10, shape.at.y + 17);
        let sign = if severity == Severity::Info { "i" } else { "!" };
        view! { <text class=format!("scene-mark {}", severity.id()) x=x.to_string() y=y.to_string()>{sign}</text> }
            .any()
    });
    let target = shape.rows.first().copied();
    let go = move |_| {
        if let Some(row) = target {
            dom::close_dialog(DIALOG);
            app.go_to(&Place::NodeRoles(row), "");
        }
    };
    view! {
        <g class=class(shape, worst) data-rows=shape.rows.len().to_string() on:click=go>
            <title>{shape.name.clone()}</title>
            {sheets}
            {words}
            {chips}
            {mark}
        </g>
    }
    .any()
}
