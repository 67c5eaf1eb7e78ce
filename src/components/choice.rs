//! Radio rows: a name, a sentence, and the reason when an option cannot be chosen.

use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use std::sync::Arc;

/// An option of a choice.
#[derive(Clone)]
pub struct Choice {
    /// As written into the document.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it does and when to take it.
    pub sentence: String,
    /// A remark below it, such as what stands behind the claim.
    pub remark: String,
    /// Whether both are folded away while another option is chosen.
    pub folded: bool,
}

/// Radio rows. The chosen one is `value`; `blocked` gives the reason of an option that cannot be
/// chosen: it can be reached and read, and choosing it changes nothing.
pub fn radio_rows(
    app: App,
    id: &str,
    options: Vec<Choice>,
    value: impl Fn() -> String + Send + Sync + 'static,
    blocked: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    choose: impl Fn(String) + Send + Sync + 'static,
) -> AnyView {
    let rows = Rows {
        app,
        id: id.to_owned(),
        value: Arc::new(value),
        blocked: Arc::new(blocked),
        choose: Arc::new(choose),
    };
    let drawn = options.into_iter().map(|option| row(rows.clone(), option)).collect_view();
    view! { <div class="radio-rows">{drawn}</div> }.any()
}

/// Why an option can't be chosen, or nothing.
type Blocked = dyn Fn(&str) -> Option<String> + Send + Sync;

#[derive(Clone)]
struct Rows {
    app: App,
    id: String,
    value: Arc<dyn Fn() -> String + Send + Sync>,
    blocked: Arc<Blocked>,
    choose: Arc<dyn Fn(String) + Send + Sync>,
}

fn row(rows: Rows, option: Choice) -> AnyView {
    let Rows { app, id: group, value, blocked, choose } = rows;
    let slug: String =
        option.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let input_id = format!("{group}--{slug}");
    let text_id = format!("{input_id}-text");
    let option_id = option.id.clone();
    let reason = {
        let blocked = blocked.clone();
        let id = option_id.clone();
        Memo::new(move |()| blocked(&id))
    };
    let checked = {
        let value = value.clone();
        let id = option_id.clone();
        Memo::new(move |()| value() == id)
    };
    let element = input_id.clone();
    let back = group.clone();
    let change = move |_| {
        if let Some(reason) = reason.get_untracked() {
            // The browser has moved the mark already: it goes back, the focus stays.
            dom::set_checked(&element, checked.get_untracked());
            dom::restore_radio(&back, &element);
            app.announce(reason);
            return;
        }
        choose(option_id.clone());
    };
    let label_for = input_id.clone();
    let described = text_id.clone();
    let remark_id = format!("{input_id}-remark");
    let described =
        if option.remark.is_empty() { described } else { format!("{described} {remark_id}") };
    let remark = (!option.remark.is_empty())
        .then(|| view! { <p class="remark" id=remark_id>{option.remark.clone()}</p> }.any());
    let words = view! {
        <p id=text_id>
            {option.sentence}
            {move || {
                reason.get().map(|r| view! { <span class="blocked-reason">" " {r}</span> })
            }}
        </p>
        {remark}
    }
    .any();
    // Arrow keys choose an option, and what is said of it opens: Tab has no need to stop here.
    let words = if option.folded {
        view! {
            <details class="option-words" open=move || checked.get().then_some("")>
                <summary tabindex="-1">{tr(text::ABOUT_OPTION)}</summary>
                {words}
            </details>
        }
        .any()
    } else {
        words
    };
    view! {
        <div class="radio-row" class:blocked=move || reason.get().is_some() data-option=option.id.clone()>
            <input
                type="radio"
                id=input_id
                name=group
                prop:checked=move || checked.get()
                data-chosen=move || checked.get().then_some("")
                aria-describedby=described
                aria-disabled=move || reason.get().is_some().then_some("true")
                on:change=change
            />
            <div>
                <label for=label_for>{option.title}</label>
                {words}
            </div>
        </div>
    }
    .any()
}
