//! A file as it was brought, beside the one that Muster writes.

use crate::components::{self, Numbered, keyed, numbered, show_all};
use crate::memo::Memo;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use protocol::{BesideView, Join, OriginalView, PairView};

type Originals = Memo<Vec<OriginalView>>;

/// The button that shows the original, where there is one; a list, where there are several.
pub(super) fn chooser(app: App, here: Originals) -> AnyView {
    // What is drawn of the list: a key in a field draws nothing here anew.
    let paths = Memo::new(move |()| {
        here.with(|all| all.iter().map(|o| o.path.clone()).collect::<Vec<_>>())
    });
    (move || {
        let paths = paths.get();
        if paths.is_empty() {
            return ().any();
        }
        let several = (paths.len() > 1).then(|| list(app, here, &paths));
        view! {
            <span class="original-tools">
                <button
                    type="button"
                    class="small"
                    id="file-original"
                    title=tr(text::ORIGINAL_HINT)
                    aria-pressed=move || if app.kept.shown.get() { "true" } else { "false" }
                    on:click=move |_| app.kept.shown.update(|shown| *shown = !*shown)
                >
                    {tr(text::ORIGINAL)}
                </button>
                {several}
            </span>
        }
        .any()
    })
    .any()
}

fn list(app: App, here: Originals, paths: &[String]) -> AnyView {
    let chosen = Memo::new(move |()| app.original(here).map(|o| o.path).unwrap_or_default());
    let options = paths.iter().map(|path| {
        let this = path.clone();
        let selected = move || chosen.get() == this;
        view! { <option value=path.clone() selected=selected>{path.clone()}</option> }.any()
    });
    let options = options.collect_view();
    view! {
        <select
            id="original-of"
            aria-label=tr(text::ORIGINAL_OF)
            hidden=move || !app.kept.shown.get()
            on:change=move |event| app.kept.chosen.set(event_target_value(&event))
        >
            {options}
        </select>
    }
    .any()
}

/// The two beside each other, joined by key.
pub(super) fn table(app: App, here: Originals) -> AnyView {
    let original = Memo::new(move |()| app.original(here));
    Effect::new(move |before: Option<String>| {
        app.checked.track();
        let original = original.get();
        let path = original.as_ref().map(|o| o.path.clone()).unwrap_or_default();
        // What was said of another file is not this one's.
        if before.is_some_and(|before| before != path) {
            app.kept.beside.set(None);
        }
        if let Some(original) = original {
            app.ask_beside(original);
        }
        path
    });
    let whole = RwSignal::new(false);
    let pairs: Memo<Numbered<PairView>> = Memo::new(move |()| {
        let most = components::drawn(whole);
        app.kept
            .beside
            .with(|b| numbered(&rows_of(b.as_deref()).cloned().collect::<Vec<_>>(), most))
    });
    let said = move || app.kept.beside.with(|b| b.as_ref().map(|b| b.said.clone()));
    let path = move || original.get().map(|o| o.path).unwrap_or_default();
    let rows = keyed(
        move || pairs.with(|(keys, _)| keys.clone()),
        move |key| {
            pairs.with_untracked(|(_, all)| all.get(&key).map(row)).unwrap_or_else(|| ().any())
        },
    );
    let more = move || {
        let count = app.kept.beside.with(|b| rows_of(b.as_deref()).count());
        show_all(count, whole)
    };
    view! {
        <div class="original" id="original" tabindex="0" role="region" aria-label=tr(text::ORIGINAL) translate="no">
            <p class="quiet" role="status" translate="yes">{said}</p>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{tr(text::ORIGINAL)} " " <code>{path}</code></th>
                        <th scope="col">{tr(text::WRITTEN)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {more}
        </div>
    }
    .any()
}

fn row(pair: &PairView) -> AnyView {
    let (join, note) = match (pair.join, &pair.original) {
        (Join::Same, _) => ("same", None),
        (Join::Comment, _) => ("comment", None),
        (Join::Differs, _) => ("differs", Some(text::PAIR_DIFFERS)),
        (Join::Alone, Some(_)) => ("original", Some(text::PAIR_ORIGINAL)),
        (Join::Alone, None) => ("written", Some(text::PAIR_WRITTEN)),
    };
    // Spelled the same it is shown once where there is no room for two.
    let text = |side: &Option<(u32, String)>| side.as_ref().map(|(_, text)| text.clone());
    let equal = pair.join == Join::Same && text(&pair.original) == text(&pair.written);
    let class = if equal { "same equal" } else { join };
    let note = note.map(|n| view! { <span class="visually-hidden">{tr(n)} ": "</span> }.any());
    let (left, right) = match &pair.original {
        Some(_) => (note, None),
        None => (None, note),
    };
    view! {
        <tr class=class data-join=join>
            {cell("was", left, pair.original.as_ref())}
            {cell("now", right, pair.written.as_ref())}
        </tr>
    }
    .any()
}

/// What is drawn of the two: why Muster writes a line stands in its own view.
fn rows_of(beside: Option<&BesideView>) -> impl Iterator<Item = &PairView> {
    let pairs = beside.into_iter().flat_map(|b| &b.pairs);
    pairs.filter(|p| p.join != Join::Comment || p.original.is_some())
}

fn cell(class: &'static str, note: Option<AnyView>, side: Option<&(u32, String)>) -> AnyView {
    let Some((number, text)) = side else {
        return view! { <td class=format!("{class} nothing")></td> }.any();
    };
    view! {
        <td class=class>
            <span class="pair-number" aria-hidden="true">{number.to_string()}</span>
            {note}
            <code>{text.clone()}</code>
        </td>
    }
    .any()
}
