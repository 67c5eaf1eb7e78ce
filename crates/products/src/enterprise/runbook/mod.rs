//! Parts of the runbook: what to prepare, how the cluster behaves, what the manuals get wrong.

mod before;
mod operate;

use crate::common::session;
use crate::kylin::runbook as kylin;
use ::rules::{Context, Runbook, When};
use model::Lang;

/// In order.
pub(crate) fn runbook(cx: &Context, lang: Lang) -> Vec<Runbook> {
    let prepared = [
        before::machines(cx, lang),
        before::database(cx, lang),
        before::apart(cx, lang),
        before::kerberos(cx, lang),
        before::directory(cx, lang),
        kylin::certificate::certificate(cx, lang),
        session::runbook::before(cx, lang),
        before::adopt(cx, lang),
    ];
    let later = [
        operate::first_login(cx, lang),
        operate::death(cx, lang),
        session::runbook::death(cx, lang),
        kylin::operate::balancer(cx, lang),
        kylin::operate::ensemble(cx, lang),
        operate::changes(cx, lang),
        operate::versions(cx, lang),
        operate::pages(cx, lang),
    ];
    let prepared =
        prepared.into_iter().flatten().map(|part| Runbook { when: When::Before, ..part });
    prepared.chain(later.into_iter().flatten()).collect()
}
