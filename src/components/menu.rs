//! A button with a list of actions, opened by the browser itself: Escape, a click outside and the
//! way back of the focus need no script.

use super::icon;
use crate::platform::dom;
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use std::sync::Arc;

/// One action of a menu.
#[derive(Clone)]
pub struct MenuItem {
    /// What it does.
    pub label: String,
    /// Doing it.
    pub action: Arc<dyn Fn() + Send + Sync>,
}

impl MenuItem {
    /// An action.
    pub fn new(label: impl Into<String>, action: impl Fn() + Send + Sync + 'static) -> MenuItem {
        MenuItem { label: label.into(), action: Arc::new(action) }
    }
}

/// A menu. `name` is what a screen reader calls the button, `items` is asked when it is drawn.
pub fn menu(
    id: String,
    label: AnyView,
    name: String,
    items: impl Fn() -> Vec<MenuItem> + Send + 'static,
) -> AnyView {
    let list_id = format!("{id}-list");
    let target = list_id.clone();
    let rows = move || {
        let close = list_id.clone();
        items()
            .into_iter()
            .map(|item| {
                let close = close.clone();
                let action = item.action;
                let act = move |_| {
                    dom::close_menu(&close);
                    action();
                };
                view! { <li><button type="button" on:click=act>{item.label}</button></li> }.any()
            })
            .collect_view()
    };
    let list = target.clone();
    view! {
        <button type="button" class="menu-button" id=id popovertarget=target aria-label=name>
            {label} {icon("down")}
        </button>
        <ul class="menu" id=list popover="auto">{rows}</ul>
    }
    .any()
}
