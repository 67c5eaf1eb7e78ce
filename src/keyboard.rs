//! The shortcuts of the page.

use crate::panels;
use crate::platform::dom;
use crate::state::App;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The regions that F6 goes round, by the id of what takes the focus.
const REGIONS: [(&str, &str); 4] = [
    ("#steps-nav", "steps-nav"),
    ("#form", "step-heading"),
    ("#files", "file-name"),
    ("#findings", "findings-toggle"),
];

/// Listens as long as the page lives.
pub fn listen(app: App) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| press(app, &event));
    on_cleanup(move || handle.remove());
}

fn press(app: App, event: &KeyboardEvent) {
    if dom::composing_key(event) {
        return;
    }
    let command = event.ctrl_key() || event.meta_key();
    let shift = event.shift_key();
    let key = event.key();
    let done = match key.as_str() {
        // In a frame the other keys are the page's around it.
        _ if app.embed && !matches!(key.as_str(), "z" | "Z" | "y" | "Y") => false,
        "F6" => {
            next_region(app, shift);
            true
        }
        "F8" if !dom::dialog_open() => {
            app.next_finding(shift);
            true
        }
        "Enter" if command => export(app),
        "k" | "K" if command && !shift && !event.alt_key() => {
            app.open_palette();
            true
        }
        "z" | "Z" if command && !event.alt_key() => undo(app, shift),
        "y" | "Y" if command && !shift && !event.alt_key() => undo(app, true),
        "?" if !command && !dom::in_text_field() && !dom::dialog_open() => {
            dom::show_dialog("dialog-help");
            true
        }
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}

/// Not from a box of several lines, where Ctrl+Enter may be a habit.
fn export(app: App) -> bool {
    if dom::in_text_area() || dom::dialog_open() {
        return false;
    }
    panels::export(app);
    true
}

/// In a text field that was typed into, undo is the browser's.
fn undo(app: App, again: bool) -> bool {
    if (dom::in_text_field() && app.is_typing()) || dom::dialog_open() {
        return false;
    }
    if again {
        app.redo();
    } else {
        app.undo();
    }
    true
}

fn next_region(app: App, back: bool) {
    if dom::dialog_open() {
        return;
    }
    let here = REGIONS.iter().position(|(selector, _)| dom::focus_is_in(selector));
    let count = REGIONS.len();
    // A region that is not shown is passed over.
    for step in 1..=count {
        let at = match here {
            Some(at) if back => (at + count - step) % count,
            Some(at) => (at + step) % count,
            None => step - 1,
        };
        let Some((selector, target)) = REGIONS.get(at) else { continue };
        if dom::is_shown(selector) && dom::focus(target) {
            app.enter_field();
            return;
        }
    }
}
