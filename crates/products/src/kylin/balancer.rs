//! What a load balancer must know about Kylin.

use super::roles::{PORT, QUERY};
use crate::common::load_balancer::Site;
use ::rules::Context;

/// Kylin behind a load balancer. The internal paths are those of `kylinSecurity.xml` that need no
/// login and change something; the page calls the announcement of "Reload metadata" itself.
/// Kylin tells its Tomcat to take `\` and `%2F` for a slash (`kylin.sh`).
pub(crate) static SITE: Site = Site {
    path: "/kylin",
    health: "/kylin/api/admin/version",
    redirects: false,
    internal: &[
        "^/kylin/api/cache",
        "^/kylin/api/streaming_coordinator",
        "^/kylin/api/tables/.*/snapshotLocalCache",
    ],
    open: &["^/kylin/api/cache/announce/"],
    port: PORT,
    roles: QUERY,
};

/// The one of a document's product, which one of this family always has.
pub(crate) fn site(cx: &Context) -> &'static Site {
    cx.product.site.unwrap_or(&SITE)
}
