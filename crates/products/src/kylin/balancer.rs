//! What a load balancer must know about Kylin.

use super::roles::{PORT, QUERY};
use crate::common::load_balancer::Site;

/// Kylin behind a load balancer. The internal paths are those of `kylinSecurity.xml` that need no
/// login and change something; the page calls the announcement of "Reload metadata" itself.
/// Kylin tells its Tomcat to take `\` and `%2F` for a slash (`kylin.sh`).
pub(crate) static SITE: Site = Site {
    path: "/kylin",
    health: "/kylin/api/admin/version",
    internal: &[
        "^/kylin/api/cache",
        "^/kylin/api/streaming_coordinator",
        "^/kylin/api/tables/.*/snapshotLocalCache",
    ],
    open: &["^/kylin/api/cache/announce/"],
    port: PORT,
    roles: QUERY,
};
