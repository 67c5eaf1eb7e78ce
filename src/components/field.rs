//! A field of the form, drawn from its description: label, control, one sentence, findings.

use super::{Choice, findings_below, radio_rows};
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{Edit, Place, RowId};
use protocol::{FieldKind, FieldState, FieldView, FindingView};
use std::sync::Arc;

/// More options than this are a list to choose from, not rows.
const ROWS: usize = 6;

/// A field of the cluster with its state.
#[derive(Clone)]
pub struct SettingField {
    /// Its description.
    pub view: FieldView,
    /// Its state, by its position in the schema.
    pub state: Memo<Option<FieldState>>,
}

/// What a control needs to know.
#[derive(Clone)]
struct Control {
    app: App,
    id: String,
    place: Place,
    key: String,
    kind: FieldKind,
    /// What stands in the box when nobody types in it.
    value: Signal<String>,
    placeholder: Signal<String>,
    default_is_empty: Signal<bool>,
    invalid: Signal<bool>,
    described: String,
}

/// A field of the cluster. It is drawn when it means something for the document.
pub fn setting(app: App, field: SettingField) -> AnyView {
    let state = field.state;
    let shown = Memo::new(move |_| state.with(|s| s.as_ref().is_some_and(|s| s.shown)));
    let view = Arc::new(field.view);
    (move || shown.get().then(|| drawn(app, &view, state))).any()
}

fn drawn(app: App, field: &Arc<FieldView>, state: Memo<Option<FieldState>>) -> AnyView {
    let place = Place::Setting(field.key.clone());
    let id = place.dom_id();
    let findings = app.findings_at(id.clone());
    let own = {
        let key = field.key.clone();
        Memo::new(move |_| app.spec.with(|s| s.settings.get(&key).cloned()))
    };
    let value = Memo::new(move |_| {
        own.get().unwrap_or_else(|| {
            state.with(|s| s.as_ref().map(|s| s.value.clone()).unwrap_or_default())
        })
    });
    let of_state = move |f: fn(&FieldState) -> String| {
        Memo::new(move |_| state.with(|s| s.as_ref().map(f).unwrap_or_default()))
    };
    let keys =
        Memo::new(move |_| state.with(|s| s.as_ref().map(|s| s.keys.clone()).unwrap_or_default()));
    let formula = of_state(|s| s.formula.clone());
    let default = of_state(|s| s.default.clone());
    let meaning = of_state(|s| s.meaning.clone());
    let placeholder = text::example(&field.placeholder);
    let control = Control {
        app,
        id: id.clone(),
        place: place.clone(),
        key: field.key.clone(),
        kind: field.kind.clone(),
        value: Signal::derive(move || value.get()),
        placeholder: Signal::derive(move || placeholder.clone()),
        default_is_empty: Signal::derive(move || default.with(|d: &String| d.is_empty())),
        invalid: invalid(findings),
        described: format!("{id}-help {id}-findings"),
    };
    let grouped = field.kind == FieldKind::Choice && field.options.len() <= ROWS;
    let reset = reset_button(
        app,
        place.clone(),
        field.label.clone(),
        own,
        Signal::derive(move || default.get()),
    );
    let keys_view = keys_view(app, place, keys);
    let head = if grouped {
        view! { <legend class="label" id=format!("{id}-label")>{field.label.clone()}</legend> }
            .any()
    } else {
        view! { <label class="label" for=id.clone()>{field.label.clone()}</label> }.any()
    };
    let input = control_view(&control, field, state);
    let meaning_view = move || {
        let (meaning, formula) = (meaning.get(), formula.get());
        (!meaning.is_empty())
            .then(|| view! { <span class="meaning">{meaning}</span> }.any())
            .or_else(|| {
                (!formula.is_empty() && own.get().is_none())
                    .then(|| view! { <span class="meaning">{formula}</span> }.any())
            })
    };
    let help = help(field);
    let help_id = format!("{id}-help");
    let below = findings_below(app, format!("{id}-findings"), findings);
    let body = view! {
        <div class="control">{input} {meaning_view}</div>
        <p class="help" id=help_id>{help}</p>
        {below}
    }
    .any();
    let is_set = move || own.get().is_some().then_some("true");
    if grouped {
        // The id makes the whole group a target of findings and links.
        view! {
            <fieldset class="field" id=id data-field=field.key.clone() data-set=is_set>
                {head} <div class="field-tools">{reset} {keys_view}</div> {body}
            </fieldset>
        }
        .any()
    } else {
        view! {
            <div class="field" data-field=field.key.clone() data-set=is_set>
                {head} <div class="field-tools">{reset} {keys_view}</div> {body}
            </div>
        }
        .any()
    }
}

fn help(field: &FieldView) -> String {
    let more = match field.kind {
        FieldKind::Secret => tr(text::SECRET_HELP),
        FieldKind::List => tr(text::LIST_HELP),
        _ => "",
    };
    match (field.help.is_empty(), more.is_empty()) {
        (_, true) => field.help.clone(),
        (true, false) => more.to_owned(),
        (false, false) => text::sentences(&field.help, more),
    }
}

fn invalid(findings: Memo<Vec<FindingView>>) -> Signal<bool> {
    Signal::derive(move || {
        findings.with(|f| f.iter().any(|f| f.severity == model::Severity::Error))
    })
}

fn reset_button(
    app: App,
    place: Place,
    label: String,
    own: Memo<Option<String>>,
    default: Signal<String>,
) -> AnyView {
    let differs = Memo::new(move |_| own.with(|o| o.is_some()));
    (move || {
        differs.get().then(|| {
            let place = place.clone();
            let id = place.dom_id();
            let title = move || {
                let default = default.get();
                if default.is_empty() { tr(text::RESET).to_owned() } else { text::reset_to(&default) }
            };
            let name = text::of_node_text(tr(text::RESET), &label);
            let clear = move |_| {
                app.edit(vec![Edit::Clear(place.clone())]);
                dom::focus_soon(vec![id.clone()]);
            };
            view! {
                <button type="button" class="link reset" data-action="reset" title=title aria-label=name on:click=clear>
                    {tr(text::RESET)}
                </button>
            }
            .any()
        })
    })
    .any()
}

/// The keys that a field writes; a click shows their lines.
fn keys_view(app: App, place: Place, keys: Memo<Vec<String>>) -> AnyView {
    (move || {
        let keys = keys.get();
        let place = place.clone();
        (!keys.is_empty()).then(move || {
            let buttons = keys
                .into_iter()
                .map(|key| {
                    let place = place.clone();
                    let name = text::with(text::SHOW_LINES, &key);
                    let shown = key.clone();
                    let show = move |_| app.show_lines(place.clone(), key.clone());
                    view! {
                        <button type="button" class="key" title=name on:click=show>{shown}</button>
                    }
                    .any()
                })
                .collect_view();
            view! { <span class="keys">{buttons}</span> }.any()
        })
    })
    .any()
}

fn control_view(
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
        })
        .collect();
    let value = control.value;
    let blocked = move |id: &str| {
        state.with(|s| {
            s.as_ref()?.blocked.iter().find(|(option, _)| option == id).map(|(_, why)| why.clone())
        })
    };
    let (app, place) = (control.app, control.place.clone());
    let choose = move |id: String| app.edit(vec![Edit::Set(place.clone(), id)]);
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
fn choice_list(control: &Control, field: &FieldView, inherit: Option<String>) -> AnyView {
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
        app.edit(vec![edit]);
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
        app.edit(vec![Edit::Set(place.clone(), text.to_owned())]);
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

/// What stands in a box: what is typed while it has the focus, else what the document has.
fn shown(value: Signal<String>) -> (RwSignal<Option<String>>, Signal<String>) {
    let typed = RwSignal::new(None::<String>);
    (typed, Signal::derive(move || typed.get().unwrap_or_else(|| value.get())))
}

fn line(control: &Control) -> AnyView {
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
    let (typed, text_shown) = shown(value);
    let take = {
        let (place, key) = (place.clone(), key.clone());
        move |text: String| {
            app.type_setting(place.clone(), &key, &text, default_is_empty.get_untracked());
            typed.set(Some(text));
        }
    };
    let take_end = take.clone();
    let left = move |_| {
        if let Some(text) = typed.get_untracked() {
            app.leave_text(&key, &text);
            typed.set(None);
        }
    };
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
            on:blur=left
        />
    }
    .any()
}

/// Several entries: one per line in the box, with commas in the document.
fn area(control: &Control) -> AnyView {
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
    let (typed, text_shown) = shown(lines);
    let rows = move || text_shown.with(|t| t.lines().count().clamp(2, 12).to_string());
    let take = {
        let (place, key) = (place.clone(), key.clone());
        move |text: String| {
            let list = from_lines(&text);
            app.type_setting(place.clone(), &key, &list, default_is_empty.get_untracked());
            typed.set(Some(text));
        }
    };
    let take_end = take.clone();
    let left = move |_| {
        if let Some(text) = typed.get_untracked() {
            app.leave_text(&key, &from_lines(&text));
            typed.set(None);
        }
    };
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
            on:blur=left
        ></textarea>
    }
    .any()
}

/// The name of a variable. Nothing of it is taken before the box is left: it may be a secret.
fn secret(control: &Control) -> AnyView {
    let Control { app, id, place, key, value, placeholder, invalid, described, .. } =
        control.clone();
    let (typed, text_shown) = shown(value);
    let left = move |_| {
        if let Some(text) = typed.get_untracked() {
            app.leave_secret(place.clone(), &key, &text);
            typed.set(None);
        }
    };
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
            on:blur=left
        />
    }
    .any()
}

/// A field of one node; empty means "as the cluster".
pub fn node_setting(
    app: App,
    row: RowId,
    field: &FieldView,
    cluster: Memo<Option<FieldState>>,
) -> AnyView {
    let place = Place::NodeSetting(row, field.key.clone());
    let id = place.dom_id();
    let findings = app.findings_at(id.clone());
    let own = {
        let key = field.key.clone();
        Memo::new(move |_| {
            app.spec.with(|s| s.node(row).and_then(|n| n.settings.get(&key).cloned()))
        })
    };
    let inherited = {
        let fallback = field.placeholder.clone();
        Memo::new(move |_| {
            let value = cluster.with(|s| s.as_ref().map(|s| s.value.clone()).unwrap_or_default());
            if value.is_empty() { text::example(&fallback) } else { value }
        })
    };
    let control = Control {
        app,
        id: id.clone(),
        place: place.clone(),
        key: field.key.clone(),
        kind: field.kind.clone(),
        value: Signal::derive(move || own.get().unwrap_or_default()),
        placeholder: Signal::derive(move || inherited.get()),
        default_is_empty: Signal::derive(|| true),
        invalid: invalid(findings),
        described: format!("{id}-help {id}-findings"),
    };
    let input = match field.kind {
        FieldKind::Choice | FieldKind::Switch => {
            choice_list(&control, field, Some(tr(text::AS_CLUSTER).to_owned()))
        }
        FieldKind::List => area(&control),
        FieldKind::Secret => secret(&control),
        _ => line(&control),
    };
    let reset = reset_button(app, place, field.label.clone(), own, Signal::derive(String::new));
    let help_id = format!("{id}-help");
    let below = findings_below(app, format!("{id}-findings"), findings);
    view! {
        <div class="field compact" data-field=field.key.clone() data-set=move || own.get().is_some().then_some("true")>
            <label class="label" for=id>{field.label.clone()}</label>
            <div class="field-tools">{reset}</div>
            <div class="control">{input}</div>
            <p class="help" id=help_id>{help(field)}</p>
            {below}
        </div>
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
