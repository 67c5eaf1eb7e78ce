//! A step made of fields.

use super::rest_of;
use crate::components::{SettingField, memory, setting};
use crate::memo::Memo;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::Place;
use protocol::{FieldView, Schema};

pub(super) fn content(app: App, schema: &Schema, step: &str) -> AnyView {
    let mine: Vec<(usize, FieldView)> = schema
        .product
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| f.step == step && !f.node_only)
        .map(|(at, f)| (at, f.clone()))
        .collect();
    let keys: Vec<(usize, String)> = mine.iter().map(|(at, f)| (*at, f.key.clone())).collect();
    let nothing = {
        let keys = keys.clone();
        Memo::new(move |()| app.checked.with(|c| !keys.iter().any(|(at, _)| is_shown(c, *at))))
    };
    let mut groups: Vec<(String, Vec<(usize, FieldView)>)> = Vec::new();
    for (at, field) in mine {
        match groups.iter_mut().find(|(name, _)| *name == field.group) {
            Some((_, fields)) => fields.push((at, field)),
            None => groups.push((field.group.clone(), vec![(at, field)])),
        }
    }
    let this = schema.product.steps.iter().find(|s| s.id == step);
    let title = this.map(|s| s.title.as_str());
    let bars = this.is_some_and(|s| s.memory).then(|| memory(app));
    let drawn = groups
        .into_iter()
        .map(|(name, fields)| {
            // The step's own heading says it already.
            let name = if Some(name.as_str()) == title { String::new() } else { name };
            group(app, name, fields)
        })
        .collect_view();
    let rest = rest_of(app, step, move |f| {
        let shown = |at: &usize| app.checked.with_untracked(|c| is_shown(c, *at));
        matches!(&f.place, Place::Setting(key) if keys.iter().any(|(at, k)| k == key && shown(at)))
    });
    view! {
        {bars}
        {drawn}
        {move || nothing.get().then(|| view! { <p class="quiet">{tr(text::NO_FIELDS)}</p> })}
        {rest}
    }
    .any()
}

fn is_shown(checked: &protocol::Checked, at: usize) -> bool {
    checked.fields.get(at).is_some_and(|f| f.shown)
}

fn group(app: App, name: String, fields: Vec<(usize, FieldView)>) -> AnyView {
    let positions: Vec<usize> = fields.iter().map(|(at, _)| *at).collect();
    let any =
        Memo::new(move |()| app.checked.with(|c| positions.iter().any(|at| is_shown(c, *at))));
    let drawn = fields
        .into_iter()
        .map(|(at, field)| {
            let state = app.field(at, field.key.clone());
            setting(app, SettingField { view: field, state })
        })
        .collect_view();
    let heading = (!name.is_empty()).then(|| view! { <h2>{name}</h2> });
    view! { <section class="group" hidden=move || !any.get()>{heading} {drawn}</section> }.any()
}
