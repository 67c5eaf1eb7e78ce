//! The picture of the cluster.

use crate::components::{icon, modal};
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::scene::{Box as SceneBox, Link, Scene, Tone};
use model::{Place, RowId, Severity};
use std::collections::BTreeMap;

const DIALOG: &str = "dialog-picture";

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
        app.checked.with(|c| c.scene.as_ref().map(|s| s.summary.clone()).unwrap_or_default())
    };
    let body = view! {
        <div class="picture-large" tabindex="0" role="region" aria-label=tr(text::PICTURE)>
            {large_drawing(app)}
        </div>
        <p>{summary}</p>
        <p class="quiet">{tr(text::PICTURE_DOWNLOAD)}</p>
    }
    .any();
    modal(DIALOG, tr(text::PICTURE), "wide", body)
}

fn open(app: App) {
    dom::show_dialog(DIALOG);
    app.picture.update(|times| *times += 1);
}

/// Shapes alone: a name that is typed changes nothing in it.
fn small_drawing(app: App) -> AnyView {
    let shapes = Memo::new(move |()| {
        app.checked.with(|c| c.scene.as_ref().map(without_words).unwrap_or_default())
    });
    let marks = app.marks;
    (move || marks.with(|marks| shapes.with(|scene| svg(app, scene, marks, true)))).any()
}

fn without_words(scene: &Scene) -> Scene {
    let boxes = scene.boxes.iter().map(|shape| SceneBox {
        title: String::new(),
        detail: String::new(),
        rows: shape.rows.clone(),
        ..*shape
    });
    let links = scene.links.iter().map(|link| Link {
        label: String::new(),
        points: link.points.clone(),
        ..*link
    });
    Scene {
        boxes: boxes.collect(),
        links: links.collect(),
        captions: Vec::new(),
        summary: scene.summary.clone(),
        ..*scene
    }
}

/// Drawn while its dialog is open only: no key has to wait for what nobody sees.
fn large_drawing(app: App) -> AnyView {
    let scene = Memo::new(move |()| app.checked.with(|c| c.scene.clone().unwrap_or_default()));
    let marks = app.marks;
    (move || {
        app.picture.track();
        if dom::shows_dialog(DIALOG) {
            marks.with(|marks| scene.with(|scene| svg(app, scene, marks, false)))
        } else {
            ().any()
        }
    })
    .any()
}

fn svg(app: App, scene: &Scene, marks: &BTreeMap<RowId, Severity>, small: bool) -> AnyView {
    let links = scene.links.iter().map(link).collect_view();
    let boxes = scene.boxes.iter().map(|b| node(app, b, marks, small)).collect_view();
    let words = (!small).then(|| {
        let labels = scene.links.iter().filter(|l| !l.label.is_empty());
        let labels = labels.map(|l| (l.label_at.0, l.label_at.1, &l.label));
        let captions = scene.captions.iter().map(|(x, y, words)| (*x, *y, words));
        labels
            .chain(captions)
            .map(|(x, y, words)| {
                view! {
                    <text class="scene-label" x=x.to_string() y=y.to_string()>{words.clone()}</text>
                }
                .any()
            })
            .collect_view()
    });
    let size = format!("0 0 {} {}", scene.width.max(1), scene.height.max(1));
    let (width, height) = (scene.width.max(1).to_string(), scene.height.max(1).to_string());
    view! {
        <svg
            class="scene"
            viewBox=size
            width=width
            height=height
            role="img"
            aria-label=scene.summary.clone()
        >
            {links} {boxes} {words}
        </svg>
    }
    .any()
}

fn link(link: &Link) -> AnyView {
    let points: Vec<String> = link.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let head = link.points.last().filter(|_| link.arrow).map(|(x, y)| {
        let shape = format!("M{},{} h6 L{x},{y} z", x - 3, y - 6);
        view! { <path class="scene-arrow" d=shape /> }.any()
    });
    view! { <polyline class="scene-link" points=points.join(" ") /> {head} }.any()
}

fn node(app: App, shape: &SceneBox, marks: &BTreeMap<RowId, Severity>, small: bool) -> AnyView {
    let worst = shape.rows.iter().filter_map(|r| marks.get(r)).max().copied();
    let class = match (shape.tone, worst) {
        (_, Some(Severity::Error)) => "scene-box error",
        (_, Some(Severity::Warning)) => "scene-box warning",
        (Tone::Outside, _) => "scene-box outside",
        (Tone::Node, _) => "scene-box",
    };
    let words = (!small).then(|| {
        let x = (shape.x + shape.width / 2).to_string();
        let title = if shape.detail.is_empty() { shape.height / 2 + 5 } else { 19 };
        let (title, detail) = ((shape.y + title).to_string(), (shape.y + 35).to_string());
        view! {
            <text class="scene-title" x=x.clone() y=title>{shape.title.clone()}</text>
            <text class="scene-detail" x=x y=detail>{shape.detail.clone()}</text>
        }
        .any()
    });
    let mark = worst.filter(|_| !small).map(|severity| {
        let (x, y) = (shape.x + shape.width - 10, shape.y + 14);
        let sign = if severity == Severity::Info { "i" } else { "!" };
        view! { <text class=format!("scene-mark {}", severity.id()) x=x.to_string() y=y.to_string()>{sign}</text> }
            .any()
    });
    let target = shape.rows.first().copied().filter(|_| !small);
    let go = move |_| {
        if let Some(row) = target {
            dom::close_dialog(DIALOG);
            app.go_to(&Place::NodeRoles(row), "");
        }
    };
    view! {
        <g class=class data-rows=shape.rows.len().to_string() on:click=go>
            <rect
                x=shape.x.to_string()
                y=shape.y.to_string()
                width=shape.width.to_string()
                height=shape.height.to_string()
                rx="6"
            />
            {words}
            {mark}
        </g>
    }
    .any()
}
