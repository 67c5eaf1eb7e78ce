//! What Kyligence Enterprise 3.x and KAP 2.x share with each other and not with Apache Kylin, from
//! which both descend. What they share with it is taken from `kylin`, item by item.
//!
//! Both are closed source: what is known of them are their manuals, and what Apache Kylin's own
//! code does with the keys that they kept.

pub mod configure;
pub mod connections;
pub mod fields;
pub mod files;
pub(crate) mod import;
pub mod packages;
pub mod rules;
pub mod runbook;
pub mod services;
mod setenv;
pub mod sources;
pub mod verify;

use crate::common::load_balancer::Site;
use crate::kylin::roles::{PORT, QUERY};
use ::rules::{Context, Relative};

/// Either of them behind a load balancer. No page of the manuals names a path for health checks
/// that needs no login; the start page is served by the web application itself, so it fails with
/// it. The paths of the cache are those that Apache Kylin's nodes use among themselves.
pub static SITE: Site = Site {
    path: "/kylin",
    health: "/kylin/",
    redirects: true,
    internal: &["^/kylin/api/cache"],
    open: &["^/kylin/api/cache/announce/"],
    port: PORT,
    roles: QUERY,
};

/// From which both descend. The last release that both lines can have taken over keys from.
pub static RELATIVE: Relative = Relative {
    title: crate::kylin::PRODUCT.title,
    catalogue: crate::kylin::PRODUCT.catalogue,
    version: "3.1.0",
};

/// Whether the document is one of Kyligence Enterprise, which has more than KAP.
pub fn kyligence(cx: &Context) -> bool {
    cx.product.id == "kyligence"
}
