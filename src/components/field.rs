//! A field of the form, drawn from its description: label, control, one sentence, findings.

use super::control::{Control, ROWS, area, choice_list, control_view, line, secret};
use super::findings_below;
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::{Edit, Place, RowId};
use protocol::{ClassValue, FieldKind, FieldState, FieldView, FindingView};
use std::sync::Arc;

/// A field of the cluster with its state.
#[derive(Clone)]
pub struct SettingField {
    /// Its description.
    pub view: FieldView,
    /// Its state, by its position in the schema.
    pub state: Memo<Option<FieldState>>,
}

/// A field of the cluster. It is drawn when it means something for the document.
pub fn setting(app: App, field: SettingField) -> AnyView {
    let state = field.state;
    let shown = Memo::new(move |()| state.with(|s| s.as_ref().is_some_and(|s| s.shown)));
    let view = Arc::new(field.view);
    (move || shown.get().then(|| drawn(app, &view, state))).any()
}

fn drawn(app: App, field: &Arc<FieldView>, state: Memo<Option<FieldState>>) -> AnyView {
    let place = Place::Setting(field.key.clone());
    let id = place.dom_id();
    let findings = app.findings_at(id.clone());
    let own = {
        let key = field.key.clone();
        Memo::new(move |()| app.spec.with(|s| s.settings.get(&key).cloned()))
    };
    let value = Memo::new(move |()| {
        own.get().unwrap_or_else(|| {
            state.with(|s| s.as_ref().map(|s| s.value.clone()).unwrap_or_default())
        })
    });
    let of_state = move |f: fn(&FieldState) -> String| {
        Memo::new(move |()| state.with(|s| s.as_ref().map(f).unwrap_or_default()))
    };
    let keys =
        Memo::new(move |()| state.with(|s| s.as_ref().map(|s| s.keys.clone()).unwrap_or_default()));
    let formula = of_state(|s| s.formula.clone());
    let default = of_state(|s| s.default.clone());
    let meaning = of_state(|s| s.meaning.clone());
    let placeholder = text::example(&field.placeholder);
    let classes = Memo::new(move |()| {
        state.with(|s| s.as_ref().map(|s| s.classes.clone()).unwrap_or_default())
    });
    let by_node = of_state(|s| s.formula.clone());
    let control = Control {
        app,
        id: id.clone(),
        place: place.clone(),
        key: field.key.clone(),
        kind: field.kind.clone(),
        value: Signal::derive(move || value.get()),
        placeholder: Signal::derive(move || {
            let differs = placeholder.is_empty() && by_node.with(|f| !f.is_empty());
            if differs { tr(text::BY_NODE).to_owned() } else { placeholder.clone() }
        }),
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
        let meaning = meaning.get();
        (!meaning.is_empty()).then(|| view! { <span class="meaning">{meaning}</span> }.any())
    };
    let formula_view = formula_view(formula, own, classes);
    let help = help(field);
    let help_id = format!("{id}-help");
    let below = findings_below(app, format!("{id}-findings"), findings);
    let classes_view = move || {
        let rows = classes.get();
        (!rows.is_empty()).then(|| class_values(rows, &value.get()))
    };
    let body = view! {
        <div class="control">{input} {meaning_view} {classes_view} {formula_view}</div>
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

/// Where a default comes from: it stays to be seen beside what it means; where the nodes' own
/// numbers say it, the sentence for all of them is behind a click.
fn formula_view(
    formula: Memo<String>,
    own: Memo<Option<String>>,
    classes: Memo<Vec<ClassValue>>,
) -> AnyView {
    let by_class = Memo::new(move |()| classes.with(|rows| !rows.is_empty()));
    (move || {
        let formula = formula.get();
        (!formula.is_empty() && own.get().is_none()).then(|| {
            if by_class.get() {
                return view! {
                    <details class="formula">
                        <summary>{tr(text::HOW_DEFAULT)}</summary>
                        <p>{formula}</p>
                    </details>
                }
                .any();
            }
            view! { <span class="meaning formula">{text::default_is(&formula)}</span> }.any()
        })
    })
    .any()
}

/// What each class of nodes gets, and how it comes about. `value` stands in the box above.
fn class_values(rows: Vec<ClassValue>, value: &str) -> AnyView {
    // What stands in the box is not said again.
    let same = rows.len() == 1 && rows.iter().all(|row| row.value == value);
    let drawn = rows
        .into_iter()
        .map(|row| {
            view! {
                <div class="class-value">
                    <dt>{row.nodes}</dt>
                    <dd>{(!same).then(|| view! { <strong>{row.value}</strong> })} <span class="working">{row.working}</span></dd>
                </div>
            }
            .any()
        })
        .collect_view();
    view! { <dl class="class-values" aria-label=tr(text::BY_CLASS)>{drawn}</dl> }.any()
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
    let differs = Memo::new(move |()| own.with(std::option::Option::is_some));
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
                app.edit(&[Edit::Clear(place.clone())]);
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
        let node = app.node(row);
        Memo::new(move |()| node.with(|n| n.as_ref().and_then(|n| n.settings.get(&key).cloned())))
    };
    let inherited = {
        let fallback = field.placeholder.clone();
        Memo::new(move |()| {
            let (value, derived) = cluster.with(|s| {
                s.as_ref().map(|s| (s.value.clone(), !s.formula.is_empty())).unwrap_or_default()
            });
            match (value.is_empty(), derived) {
                (false, _) => value,
                (true, true) => tr(text::BY_NODE).to_owned(),
                (true, false) => text::example(&fallback),
            }
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
