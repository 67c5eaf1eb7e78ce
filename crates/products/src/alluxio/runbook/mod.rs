//! Alluxio's parts of the runbook: what to prepare, how it behaves, what its own pages get wrong.

mod before;
mod operate;

pub(crate) use crate::common::markdown::{code, commands, section, word};
use ::rules::{Context, Runbook, When};
use model::Lang;

/// In order.
pub(crate) fn runbook(cx: &Context, lang: Lang) -> Vec<Runbook> {
    let prepared = [before::machines(cx, lang), before::storage(cx, lang)];
    let formatted = before::first(cx, lang).map(|part| Runbook { when: When::BeforeStart, ..part });
    let later = [
        operate::death(cx, lang),
        operate::copy(cx, lang),
        operate::changes(cx, lang),
        operate::clients(cx, lang),
        operate::known(cx, lang),
    ];
    let prepared =
        prepared.into_iter().flatten().map(|part| Runbook { when: When::Before, ..part });
    prepared.chain(formatted).chain(later.into_iter().flatten()).collect()
}
