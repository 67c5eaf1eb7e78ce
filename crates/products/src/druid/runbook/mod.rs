//! Druid's parts of the runbook: what to prepare, the first load, how the cluster behaves, how it is
//! updated, how one server becomes a cluster, what the official pages get wrong.

mod before;
mod migrate;
mod operate;

use ::rules::{Context, Runbook, When};
use model::Lang;

/// In order.
pub(crate) fn runbook(cx: &Context, lang: Lang) -> Vec<Runbook> {
    if cx.with_roles(super::roles::DRUID).is_empty() {
        return Vec::new();
    }
    let prepared = [
        Some(before::machines(cx, lang)),
        Some(before::metadata(cx, lang)),
        Some(before::storage(cx, lang)),
        before::certificates(cx, lang),
        migrate::before(cx, lang),
    ];
    let made = before::tables(cx, lang).map(|part| Runbook { when: When::BeforeStart, ..part });
    let later = [
        Some(operate::load(cx, lang)),
        migrate::data(cx, lang),
        Some(operate::death(cx, lang)),
        Some(operate::update(lang)),
        Some(operate::grow(cx, lang)),
        operate::passwords(cx, lang),
        Some(operate::known(cx, lang)),
    ];
    let prepared =
        prepared.into_iter().flatten().map(|part| Runbook { when: When::Before, ..part });
    prepared.chain(made).chain(later.into_iter().flatten()).collect()
}
