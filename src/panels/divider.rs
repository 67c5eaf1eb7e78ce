//! The width of the files.

use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, IntoAny as _, view};
use leptos::prelude::*;

/// The line between form and files: drag it, or move it with the arrow keys.
pub(super) fn divider(app: App) -> AnyView {
    let dragging = RwSignal::new(false);
    let to = move |x: i32| {
        let width = dom::page_width().max(1);
        app.set_files_width(100 - x * 100 / width);
    };
    view! {
        <div
            class="divider"
            id="divider"
            role="separator"
            aria-orientation="vertical"
            aria-label=tr(text::RESIZE)
            aria-valuemin="20"
            aria-valuemax="70"
            aria-valuenow=move || app.files_width.get().to_string()
            tabindex="0"
            on:pointerdown=move |event| {
                dom::capture(&event);
                dragging.set(true);
            }
            on:pointermove=move |event| {
                if dragging.get_untracked() {
                    to(event.client_x());
                }
            }
            on:pointerup=move |_| dragging.set(false)
            on:pointercancel=move |_| dragging.set(false)
            on:keydown=move |event| {
                let now = app.files_width.get_untracked();
                let next = match event.key().as_str() {
                    "ArrowLeft" => now + 2,
                    "ArrowRight" => now - 2,
                    "Home" => 70,
                    "End" => 20,
                    _ => return,
                };
                event.prevent_default();
                app.set_files_width(next);
            }
        ></div>
    }
    .any()
}
