//! The lines of the file in view. Unchanged lines keep their elements.

mod parts;

use crate::components::{self, Numbered, keyed, numbered, show_all};
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::{App, Compared, compare_lines};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use parts::{Parts, folded, parts};
use protocol::{FileView, OriginView};
use std::cell::Cell;

/// One line as it is drawn.
#[derive(Clone, PartialEq, Hash)]
struct Line {
    text: String,
    changed: bool,
    /// `left`, `right` or nothing, when two variants are compared.
    side: &'static str,
    reason: String,
    places: Vec<(model::Place, String, String)>,
}

thread_local! {
    /// The line that is to be shown when the file has been drawn.
    static WANTED: Cell<Option<usize>> = const { Cell::new(None) };
    /// Whether the first line that has changed comes into view when the file has been drawn.
    static CHANGES: Cell<bool> = const { Cell::new(false) };
    /// The line that the arrow keys are at, for those who show one from outside.
    static AT: Cell<Option<RwSignal<u64>>> = const { Cell::new(None) };
}

/// Shows a line of the file in view, at once when it is drawn already.
pub fn show_line(line: usize, drawn: bool) {
    if drawn {
        reveal(line);
    } else {
        WANTED.set(Some(line));
    }
}

/// Brings the first line that has changed into view, also of a file that is not drawn yet. The focus
/// stays where the hand is.
pub fn show_changes() {
    CHANGES.set(true);
    request_animation_frame(reveal_change);
}

fn reveal_change() {
    dom::bring_near("#file-lines .line.changed");
}

fn reveal(line: usize) {
    dom::focus_nth("#file-lines .line", line);
}

type Drawn = Numbered<Line>;

pub(super) fn lines(app: App) -> AnyView {
    let whole = RwSignal::new(false);
    let all = Memo::new(move |()| app.checked.with(|c| merge(&c.view)));
    let drawn: Memo<Drawn> = Memo::new(move |()| {
        let most = components::drawn(whole);
        all.with(|lines| numbered(lines, most))
    });
    let count = move || all.with(Vec::len);
    // The line that Tab goes to, and the one whose reason is shown.
    let at = RwSignal::new(0_u64);
    let hovered = RwSignal::new(None::<u64>);
    AT.set(Some(at));
    let tab_stop = Memo::new(move |()| {
        drawn.with(|(keys, _)| {
            let at = at.get();
            if keys.contains(&at) { at } else { keys.first().copied().unwrap_or(0) }
        })
    });
    Effect::new(move |_| {
        drawn.track();
        if let Some(line) = WANTED.take() {
            request_animation_frame(move || reveal(line));
        } else if CHANGES.take() {
            request_animation_frame(reveal_change);
        }
    });
    let rows = keyed(
        move || drawn.with(|(keys, _)| keys.clone()),
        move |key| line_view(app, key, drawn, at, hovered, tab_stop),
    );
    let more = move || show_all(count(), whole);
    let nothing = move || {
        drawn.with(|(keys, _)| keys.is_empty()).then(|| {
            view! { <p class="empty">{tr(text::NO_FILE)}</p> }
        })
    };
    let name =
        move || app.checked.with(|c| c.view.first().map(|v| v.path.clone()).unwrap_or_default());
    let comparing = move || app.view.with(|v| v.compare.is_some()).then_some("true");
    view! {
        <div class="code-box" id="file-box">
            <div
                class="code"
                id="file-lines"
                role="list"
                aria-label=name
                aria-describedby="line-hint"
                data-compare=comparing
                translate="no"
                on:keydown=move |event| key(&event)
                on:mouseleave=move |_| hovered.set(None)
            >
                {rows}
            </div>
            {nothing}
            {more}
        </div>
        {reason(app, drawn, at, hovered)}
    }
    .any()
}

/// The lines of one file, or of two as one comparison.
fn merge(views: &[FileView]) -> Vec<Line> {
    let Some(left) = views.first() else { return Vec::new() };
    let Some(right) = views.get(1) else {
        return (0..left.lines.len()).filter_map(|at| line_of(left, at, "")).collect();
    };
    let texts = |v: &FileView| v.lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>();
    let (a, b) = (texts(left), texts(right));
    let a: Vec<&str> = a.iter().map(String::as_str).collect();
    let b: Vec<&str> = b.iter().map(String::as_str).collect();
    compare_lines(&a, &b)
        .into_iter()
        .filter_map(|line| match line {
            Compared::Both(at, _) => line_of(left, at, ""),
            Compared::Left(at) => line_of(left, at, "left"),
            Compared::Right(at) => line_of(right, at, "right"),
        })
        .collect()
}

fn line_of(view: &FileView, at: usize, side: &'static str) -> Option<Line> {
    let line = view.lines.get(at)?;
    let origin: Option<&OriginView> = line.origin.and_then(|o| view.origins.get(o as usize));
    Some(Line {
        text: line.text.clone(),
        changed: line.changed,
        side,
        reason: origin.map(|o| o.reason.clone()).unwrap_or_default(),
        places: origin.map_or_else(Vec::new, |o| {
            let triple =
                |p: &protocol::PlaceLink| (p.place.clone(), p.label.clone(), p.step.clone());
            o.places.iter().map(triple).collect()
        }),
    })
}

fn line_view(
    app: App,
    key: u64,
    drawn: Memo<Drawn>,
    at: RwSignal<u64>,
    hovered: RwSignal<Option<u64>>,
    tab_stop: Memo<u64>,
) -> AnyView {
    let Some(line) = drawn.with_untracked(|(_, lines)| lines.get(&key).cloned()) else {
        return ().any();
    };
    let class = match (line.side, line.changed) {
        ("left", _) => "line left",
        ("right", _) => "line right",
        (_, true) => "line changed",
        _ => "line",
    };
    let note = match (line.side, line.changed) {
        ("left", _) => Some(text::ONLY_LEFT),
        ("right", _) => Some(text::ONLY_RIGHT),
        (_, true) => Some(text::CHANGED),
        _ => None,
    };
    let note = note.map(|n| view! { <span class="visually-hidden">{tr(n)} ": "</span> }.any());
    let target = line.places.first().cloned();
    let to = target.clone();
    let enter = move |event: KeyboardEvent| {
        if event.key() == "Enter"
            && let Some((place, _, step)) = &to
        {
            event.prevent_default();
            app.go_to(place, step);
        }
    };
    // The text is there to be read and selected; the number leads to the field.
    let button = target.map(|(place, label, step)| {
        let title = format!("{} {label}", tr(text::GO_TO));
        view! {
            <button type="button" class="line-go" tabindex="-1" title=title.clone() aria-label=title
                on:click=move |_| app.go_to(&place, &step)>
            </button>
        }
        .any()
    });
    view! {
        <div
            class=class
            role="listitem"
            tabindex=move || if tab_stop.get() == key { "0" } else { "-1" }
            on:focus=move |_| at.set(key)
            on:mouseenter=move |_| hovered.set(Some(key))
            on:keydown=enter
        >
            {button}{note}{words(&line.text)}
        </div>
    }
    .any()
}

/// The text of a line, its parts told apart.
fn words(line: &str) -> AnyView {
    match parts(line) {
        _ if line.is_empty() => view! { "\u{200b}" }.any(),
        Parts::Comment => view! { <span class="line-comment">{line.to_owned()}</span> }.any(),
        Parts::Plain => view! { <span>{line.to_owned()}</span> }.any(),
        Parts::Pair(key, value) => {
            let pieces = folded(value).into_iter().enumerate().map(|(at, piece)| {
                let fold = (at > 0).then(|| view! { <wbr/> }.any());
                view! { {fold} {piece.to_owned()} }.any()
            });
            let pieces = pieces.collect_view();
            view! {
                <span class="line-key">{key.to_owned()}</span>
                <span class="line-value">{pieces}</span>
            }
            .any()
        }
    }
}

/// Arrow keys move from line to line.
fn key(event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        "PageDown" => 20,
        "PageUp" => -20,
        "Home" => i32::MIN,
        "End" => i32::MAX,
        _ => return,
    };
    event.prevent_default();
    dom::focus_sibling("#file-lines .line", step);
}

/// Why the line is there, and where it comes from. Its place never changes, so nothing jumps.
fn reason(
    app: App,
    drawn: Memo<Drawn>,
    at: RwSignal<u64>,
    hovered: RwSignal<Option<u64>>,
) -> AnyView {
    let line = Memo::new(move |()| {
        let key = hovered.get().unwrap_or_else(|| at.get());
        drawn.with(|(_, lines)| lines.get(&key).cloned())
    });
    let inside = move || {
        let Some(line) = line.get() else {
            return view! { <p class="quiet">{tr(text::REASON_HINT)}</p> }.any();
        };
        let words =
            if line.reason.is_empty() { tr(text::NO_REASON).to_owned() } else { line.reason };
        let links = line
            .places
            .into_iter()
            .map(|(place, label, step)| {
                let go = move |_| app.go_to(&place, &step);
                view! { <button type="button" class="link" on:click=go>{label}</button> }.any()
            })
            .collect::<Vec<_>>();
        let links = (!links.is_empty())
            .then(|| view! { <p class="reason-links">{tr(text::GO_TO)} " " {links}</p> }.any());
        view! { <p>{words}</p> {links} }.any()
    };
    view! { <div class="reason" id="line-reason"><span class="visually-hidden" id="line-hint">{tr(text::REASON_HINT)}</span>{inside}</div> }
        .any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line {
            text: text.to_owned(),
            changed: false,
            side: "",
            reason: String::new(),
            places: Vec::new(),
        }
    }

    #[test]
    fn equal_lines_have_keys_of_their_own_and_unchanged_ones_keep_theirs() {
        let (before, _) = numbered(&[line("a"), line(""), line("b"), line("")], 100);
        let (after, _) = numbered(&[line("new"), line("a"), line(""), line("b"), line("")], 100);
        assert_eq!(before.len(), 4);
        assert_eq!(&after[1..], &before[..]);
        assert_eq!(numbered(&[line("a"), line("b")], 1).0.len(), 1);
    }
}
