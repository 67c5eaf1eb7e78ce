//! What `bin/verify` is told.

use super::balancer::site;
use super::roles::PORT;
use crate::common::load_balancer::{Balancer, fields::any};
use crate::common::session::promise;
use ::rules::Context;

/// Names and values.
pub(crate) fn verify(cx: &Context) -> Vec<(&'static str, String)> {
    let url = if any(cx) { Balancer::read(cx, site(cx)).url() } else { String::new() };
    let closed = any(cx) && cx.on("lb.close_internal");
    vec![
        ("KYLIN_ACCEPT", "application/json".to_owned()),
        ("KYLIN_HEALTH", site(cx).health.to_owned()),
        ("KYLIN_PORT", PORT.to_string()),
        ("KYLIN_SCHEDULER", cx.read("engine.scheduler")),
        ("KYLIN_ADMIN", cx.text("security.admin_user").into_owned()),
        ("KYLIN_ADMIN_SECRET", cx.text("security.admin_password").into_owned()),
        ("KYLIN_URL", url),
        ("KYLIN_SESSIONS", crate::common::session::verify(cx).to_owned()),
        ("KYLIN_WAIT_BALANCER", wait(promise::balancer(cx))),
        ("KYLIN_WAIT_MEMCACHED", wait(promise::memcached(cx))),
        ("KYLIN_WAIT_SAVED", wait(promise::saved(cx))),
        ("KYLIN_CLOSED", if closed { "yes" } else { "no" }.to_owned()),
    ]
}

/// Seconds, or nothing.
fn wait(seconds: Option<u64>) -> String {
    seconds.map_or_else(String::new, |s| s.to_string())
}
