//! The way from a cluster that runs to the open document, for the page.

use ::plan::{Origin, Plan, Step, words};
use model::{ClusterSpec, Lang};
use protocol::{PlanStep, PlanView, SeriousView};
use rules::Product;

/// Most files that are told; the command line tells all.
const MOST: usize = 400;

/// The plan.
pub(crate) fn plan(
    product: &'static Product,
    running: &ClusterSpec,
    open: &ClusterSpec,
    foreign: bool,
    lang: Lang,
) -> PlanView {
    let origin = if foreign { Origin::Foreign } else { Origin::Archive };
    view(&::plan::plan(product, running, open, origin), lang)
}

fn view(plan: &Plan, lang: Lang) -> PlanView {
    let names = |nodes: &[String]| words::names(nodes, lang);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let serious = plan.serious.iter().map(|one| SeriousView {
        id: one.id.to_owned(),
        title: one.title.get(lang).to_owned(),
        why: one.why.get(lang).to_owned(),
        stands: words::stands(one.still).render(lang),
        back: words::goes_back(&one.back).render(lang),
        sources: crate::state::sources(one.sources),
    });
    let files = plan.files.iter().take(MOST);
    let services = words::services(plan).into_iter().map(|(what, all)| {
        let all = all.iter().map(|(id, nodes)| ((*id).to_owned(), names(nodes)));
        (what.render(lang), all.collect())
    });
    PlanView {
        errors: count(plan.errors),
        sum: words::sum(plan).render(lang),
        joins: names(&plan.joins),
        leaves: names(&plan.leaves),
        serious: serious.collect(),
        files: files.map(|f| (f.how.sign(), f.path.clone(), names(&f.nodes))).collect(),
        more: count(plan.files.len().saturating_sub(MOST)),
        services: services.collect(),
        steps: plan.steps.iter().map(|one| step(one, lang)).collect(),
        back: plan.back.iter().map(|said| said.render(lang)).collect(),
    }
}

fn step(step: &Step, lang: Lang) -> PlanStep {
    PlanStep {
        title: step.title.render(lang),
        place: words::place(&step.place, lang),
        commands: step.commands.clone(),
        check: step.check.as_ref().map(|check| check.render(lang)).unwrap_or_default(),
    }
}
