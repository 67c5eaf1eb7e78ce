//! The memory and the disks of each class of nodes as bars: what takes them, what is left, what is
//! missing.

use super::icon;
use crate::memo::Memo;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::Text;
use protocol::{BudgetView, Checked, ClaimView};

/// The bars; nothing while nothing is taken of any node.
pub fn memory(app: App) -> AnyView {
    let memory = bars(app, "memory-heading", text::MEMORY, |c| c.memory.clone());
    let disks = bars(app, "disks-heading", text::DISKS, |c| c.disks.clone());
    view! { {memory} {disks} }.any()
}

fn bars(app: App, id: &'static str, title: Text, of: fn(&Checked) -> Vec<BudgetView>) -> AnyView {
    let classes = Memo::new(move |()| app.checked.with(|c| of(c)));
    (move || {
        let classes = classes.get();
        (!classes.is_empty()).then(|| {
            let drawn = classes.iter().map(class).collect_view();
            view! {
                <section class="memory" aria-labelledby=id>
                    <h2 id=id>{tr(title)}</h2>
                    {drawn}
                </section>
            }
            .any()
        })
    })
    .any()
}

fn class(of: &BudgetView) -> AnyView {
    let state = match (of.capacity, of.over) {
        (0, _) if of.mount.is_empty() => text::memory_unknown(&of.sum),
        (memory, false) => {
            let rest = (taken(of) < memory).then_some(of.rest.as_str());
            text::memory_left(&of.sum, &of.total, rest)
        }
        (_, true) => text::memory_over(&of.sum, &of.total, &of.rest),
    };
    let mount = (!of.mount.is_empty()).then(|| format!(" {}", of.mount));
    let mark = of.over.then(|| icon("warning"));
    let bar = (of.capacity > 0).then(|| bar(of));
    let parts = of.claims.iter().enumerate().map(|(at, claim)| part(at, claim)).collect_view();
    view! {
        <div class="memory-class" data-over=of.over.then_some("true") data-nodes=of.nodes.clone()>
            <p class="memory-head">
                <strong>{of.nodes.clone()} {mount}</strong>
                <span class="memory-state">{mark} {state}</span>
            </p>
            {bar}
            <ul class="memory-parts">{parts}</ul>
        </div>
    }
    .any()
}

/// What is taken, in bytes.
fn taken(of: &BudgetView) -> u64 {
    of.claims.iter().fold(0, |sum, claim| sum.saturating_add(claim.bytes))
}

/// Of shades there are so many; neighbours differ.
const SHADES: usize = 4;

fn shade(at: usize, claim: &ClaimView) -> String {
    if claim.kept { "kept".to_owned() } else { format!("shade-{}", at % SHADES) }
}

fn part(at: usize, claim: &ClaimView) -> AnyView {
    view! {
        <li>
            <span class=format!("swatch {}", shade(at, claim)) aria-hidden="true"></span>
            {claim.title.clone()}
            <span class="memory-size">{claim.size.clone()}</span>
        </li>
    }
    .any()
}

/// The bar itself: as long as the memory, or as what is taken where that is more; then a line says
/// where the memory ends. The list below says the same in words.
fn bar(of: &BudgetView) -> AnyView {
    // In hundredths of a per cent, without fractions.
    let unit = (of.capacity.max(taken(of)) / 10_000).max(1);
    let percent = |bytes: u64| format!("{}.{:02}%", bytes / unit / 100, bytes / unit % 100);
    let segments = of
        .claims
        .iter()
        .enumerate()
        .map(|(at, claim)| {
            let wide = claim.bytes / unit > 1_600;
            let name = wide.then(|| claim.title.clone());
            view! {
                <span class=format!("claim {}", shade(at, claim)) style:width=percent(claim.bytes)>
                    {name}
                </span>
            }
            .any()
        })
        .collect_view();
    let end = of
        .over
        .then(|| view! { <span class="memory-end" style:left=percent(of.capacity)></span> }.any());
    view! { <div class="memory-bar" aria-hidden="true">{segments} {end}</div> }.any()
}
