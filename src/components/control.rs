//! The controls of fields: rows of options, a list, a switch, a line, an area, the name of a secret.

use super::{Choice, radio_rows};
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{Edit, Place};
use protocol::{FieldKind, FieldState, FieldView};
use std::sync::Arc;
use std::time::Duration;

/// More options than this are a list to choose from, not rows.
pub(super) const ROWS: usize = 6;

/// What a control needs to know.
#[derive(Clone)]
pub(super) struct Control {
    pub(super) app: App,
    pub(super) id: String,
    pub(super) place: Place,
    pub(super) key: String,
    pub(super) kind: FieldKind,
    /// What stands in the box when nobody types in it.
    pub(super) value: Signal<String>,
    pub(super) placeholder: Signal<String>,
    pub(super) default_is_empty: Signal<bool>,
    pub(super) invalid: Signal<bool>,
    pub(super) described: String,
}

pub(super) fn control_view(
    control: &Control,
    field: &Arc<FieldView>,
    state: Memo<Option<FieldState>>,
) -> AnyView {
    match field.kind {
        FieldKind::Choice if field.options.len() <= ROWS => choice_rows(control, field, state),
        FieldKind::Choice => choice_list(control, field, None),
        FieldKind::Switch => switch(control),
        FieldKind::List => area(control),
        FieldKind::Secret => secret(control),
        FieldKind::Text | FieldKind::Count | FieldKind::Bytes | FieldKind::Duration => {
            line(control)
        }
    }
}

fn choice_rows(control: &Control, field: &FieldView, state: Memo<Option<FieldState>>) -> AnyView {
    let options = field
        .options
        .iter()
        .map(|o| Choice {
            id: o.id.clone(),
            title: o.title.clone(),
            sentence: o.sentence.clone(),
            remark: String::new(),
            folded: false,
        })
        .collect();
    let value = control.value;
    let blocked = move |id: &str| {
        state.with(|s| {
            s.as_ref()?.blocked.iter().find(|(option, _)| option == id).map(|(_, why)| why.clone())
        })
    };
    let (app, place) = (control.app, control.place.clone());
    let choose = move |id: String| app.edit(&[Edit::Set(place.clone(), id)]);
    radio_rows(
        control.app,
        &format!("{}-choice", control.id),
        options,
        move || value.get(),
        blocked,
        choose,
    )
}

/// A choice as a list. `inherit` is the first option: what it means to choose nothing.
pub(super) fn choice_list(
    control: &Control,
    field: &FieldView,
    inherit: Option<String>,
) -> AnyView {
    let mut options: Vec<(String, String)> =
        field.options.iter().map(|o| (o.id.clone(), o.title.clone())).collect();
    if field.kind == FieldKind::Switch {
        options = vec![
            ("true".to_owned(), tr(text::ON).to_owned()),
            ("false".to_owned(), tr(text::OFF).to_owned()),
        ];
    }
    if let Some(inherit) = inherit {
        options.insert(0, (String::new(), inherit));
    }
    let Control { app, id, place, value, invalid, described, .. } = control.clone();
    let drawn = options
        .into_iter()
        .map(|(option, title)| {
            let this = option.clone();
            view! { <option value=option selected=move || value.get() == this>{title}</option> }
                .any()
        })
        .collect_view();
    let change = move |event| {
        let chosen = event_target_value(&event);
        let edit = if chosen.is_empty() {
            Edit::Clear(place.clone())
        } else {
            Edit::Set(place.clone(), chosen)
        };
        app.edit(&[edit]);
    };
    view! {
        <select
            id=id
            prop:value=move || value.get()
            aria-invalid=move || invalid.get().then_some("true")
            aria-describedby=described
            on:change=change
        >
            {drawn}
        </select>
    }
    .any()
}

fn switch(control: &Control) -> AnyView {
    let Control { app, id, place, value, described, .. } = control.clone();
    let on =
        move || matches!(value.get().trim().to_ascii_lowercase().as_str(), "true" | "on" | "yes");
    let change = move |event| {
        let text = if event_target_checked(&event) { "true" } else { "false" };
        app.edit(&[Edit::Set(place.clone(), text.to_owned())]);
    };
    view! {
        <span class="switch">
            <input type="checkbox" role="switch" id=id prop:checked=on aria-describedby=described on:change=change />
            <span class="switch-state" aria-hidden="true">
                {move || if on() { tr(text::ON) } else { tr(text::OFF) }}
            </span>
        </span>
    }
    .any()
}

/// What stands in a box: what is typed while it has the focus, else what the document has. `left`
/// hears what was typed when the box is left, and when it goes with its step.
fn shown(
    value: Signal<String>,
    left: impl Fn(&str) + Send + Sync + Clone + 'static,
) -> (RwSignal<Option<String>>, Signal<String>, impl Fn()) {
    let typed = RwSignal::new(None::<String>);
    let gone = left.clone();
    on_cleanup(move || {
        if let Some(Some(text)) = typed.try_get_untracked() {
            // The step is on its way out: the document changes when it is gone.
            set_timeout(move || gone(&text), Duration::ZERO);
        }
    });
    let leave = move || {
        // A box that is taken out with the focus in it is left after its state is gone.
        if let Some(Some(text)) = typed.try_get_untracked() {
            left(&text);
            typed.set(None);
        }
    };
    (typed, Signal::derive(move || typed.get().unwrap_or_else(|| value.get())), leave)
}

pub(super) fn line(control: &Control) -> AnyView {
    let Control {
        app,
        id,
        place,
        key,
        kind,
        value,
        placeholder,
        default_is_empty,
        invalid,
        described,
    } = control.clone();
    let own_key = key.clone();
    let (typed, text_shown, left) = shown(value, move |text| app.leave_text(&own_key, text, false));
    let take = move |text: String| {
        app.type_setting(place.clone(), &key, &text, false, default_is_empty.get_untracked());
        typed.set(Some(text));
    };
    let take_end = take.clone();
    let class = match kind {
        FieldKind::Text => "",
        _ => "short",
    };
    view! {
        <input
            type="text"
            id=id
            class=class
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            placeholder=move || placeholder.get()
            prop:value=move || text_shown.get()
            aria-invalid=move || invalid.get().then_some("true")
            aria-describedby=described
            on:focus=move |_| app.enter_field()
            on:input=move |event| {
                if !dom::composing(&event) {
                    take(event_target_value(&event));
                }
            }
            on:compositionend=move |event| take_end(event_target_value(&event))
            on:blur=move |_| left()
        />
    }
    .any()
}

/// Several entries: one per line in the box, with commas in the document.
pub(super) fn area(control: &Control) -> AnyView {
    let Control {
        app,
        id,
        place,
        key,
        value,
        placeholder,
        default_is_empty,
        invalid,
        described,
        ..
    } = control.clone();
    let lines = Signal::derive(move || to_lines(&value.get()));
    let own_key = key.clone();
    let leave = move |text: &str| app.leave_text(&own_key, &from_lines(text), true);
    let (typed, text_shown, left) = shown(lines, leave);
    let rows = move || text_shown.with(|t| t.lines().count().clamp(2, 12).to_string());
    let take = move |text: String| {
        let list = from_lines(&text);
        app.type_setting(place.clone(), &key, &list, true, default_is_empty.get_untracked());
        typed.set(Some(text));
    };
    let take_end = take.clone();
    view! {
        <textarea
            id=id
            class="list-box"
            rows=rows
            autocapitalize="off"
            spellcheck="false"
            placeholder=move || placeholder.get()
            prop:value=move || text_shown.get()
            aria-invalid=move || invalid.get().then_some("true")
            aria-describedby=described
            on:focus=move |_| app.enter_field()
            on:input=move |event| {
                if !dom::composing(&event) {
                    take(event_target_value(&event));
                }
            }
            on:compositionend=move |event| take_end(event_target_value(&event))
            on:blur=move |_| left()
        ></textarea>
    }
    .any()
}

/// The name of a variable. Nothing of it is taken before the box is left: it may be a secret.
pub(super) fn secret(control: &Control) -> AnyView {
    let Control { app, id, place, key, value, placeholder, invalid, described, .. } =
        control.clone();
    let (typed, text_shown, left) =
        shown(value, move |text| app.leave_secret(place.clone(), &key, text));
    view! {
        <input
            type="text"
            id=id
            class="mono"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            placeholder=move || placeholder.get()
            prop:value=move || text_shown.get()
            aria-invalid=move || invalid.get().then_some("true")
            aria-describedby=described
            on:focus=move |_| app.enter_field()
            on:input=move |event| {
                if !dom::composing(&event) {
                    app.typed_elsewhere();
                    typed.set(Some(event_target_value(&event)));
                }
            }
            on:blur=move |_| left()
        />
    }
    .any()
}

/// A list with commas as lines.
fn to_lines(list: &str) -> String {
    list.split(',').map(str::trim).filter(|e| !e.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Lines as a list with commas.
fn from_lines(lines: &str) -> String {
    let entries = lines.split(['\n', ',', '，']).map(str::trim).filter(|e| !e.is_empty());
    entries.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_lines_in_the_box_and_commas_in_the_document() {
        assert_eq!(to_lines("a:1,b:2, c"), "a:1\nb:2\nc");
        assert_eq!(from_lines("a:1\n\nb:2,c\n"), "a:1,b:2,c");
        assert_eq!(from_lines(&to_lines("a,b")), "a,b");
        assert_eq!(to_lines(""), "");
    }
}
