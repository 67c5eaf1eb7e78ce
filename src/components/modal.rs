//! A dialog over the page: the browser's own, so focus stays inside and comes back.

use super::icon;
use crate::platform::dom;
use crate::text::{self, tr};
use crate::view::{AnyView, IntoAny as _, view};

/// A dialog with a heading and a button that closes it. It is opened by
/// [`dom::show_dialog`] with the same id.
pub fn modal(id: &'static str, title: &str, class: &'static str, body: AnyView) -> AnyView {
    modal_closing(id, title, class, body, || {})
}

/// The same, and `closed` is called whenever it was closed, by whatever key or button.
pub fn modal_closing(
    id: &'static str,
    title: &str,
    class: &'static str,
    body: AnyView,
    closed: impl Fn() + 'static,
) -> AnyView {
    let heading = format!("{id}-title");
    let labelled = heading.clone();
    view! {
        <dialog id=id class=class aria-labelledby=labelled on:close=move |_| closed()>
            <header class="dialog-head">
                <h2 id=heading>{title.to_owned()}</h2>
                <button
                    type="button"
                    class="quiet square"
                    aria-label=tr(text::CLOSE)
                    title="Esc"
                    on:click=move |_| dom::close_dialog(id)
                >
                    {icon("close")}
                </button>
            </header>
            <div class="dialog-body">{body}</div>
        </dialog>
    }
    .any()
}
