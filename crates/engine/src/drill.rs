//! What the cluster still does without some machines, as the command line says it.

use crate::{Engine, product_of};
use model::{Lang, RowId};
use protocol::{AbilityView, Body, DrillView, Fate};
use rules::drill::words;
use rules::{Context, State, drill, single_points};
use std::collections::BTreeSet;

/// A drill of the open document.
pub(crate) fn answer(engine: &Engine, dead: &[RowId], lang: Lang) -> Option<Body> {
    let product = product_of(engine.products, &engine.spec)?;
    let cx = Context::new(&engine.spec, product);
    Some(Body::Drill(Box::new(view(&cx, dead, lang))))
}

/// The outcome in words. Rows that are no nodes of the document are passed over.
fn view(cx: &Context, dead: &[RowId], lang: Lang) -> DrillView {
    let wanted: BTreeSet<RowId> = dead.iter().copied().collect();
    let nodes = cx.spec.nodes.iter().map(|node| node.row);
    let dead: Vec<RowId> = nodes.filter(|row| wanted.contains(row)).collect();
    let mut view =
        DrillView { given: words::taken_as_given().render(lang), ..DrillView::default() };
    let single = single_points(cx);
    view.single = words::single_points(cx, &single).render(lang);
    let point = |(row, stops): (RowId, Vec<_>)| {
        (row, words::single_point(&cx.name(row), &stops, lang).render(lang))
    };
    view.points = single.into_iter().map(point).collect();
    if dead.is_empty() {
        return view;
    }
    let outcome = drill(cx, &dead.iter().copied().collect());
    view.without = words::without(&cx.names(&dead)).render(lang);
    let ability = |(title, state): &(model::Text, State)| AbilityView {
        fate: match state {
            State::Untouched => Fate::Untouched,
            State::GoesOn(_) => Fate::GoesOn,
            State::Stops(_) => Fate::Stops,
        },
        said: words::said(*title, state).render(lang),
        why: words::why(state).iter().map(|why| why.render(lang)).collect(),
    };
    view.abilities = outcome.abilities.iter().map(ability).collect();
    view.lost = outcome.lost.iter().map(|lost| lost.render(lang)).collect();
    view.dead = dead;
    view
}
