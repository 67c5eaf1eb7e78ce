//! What `bin/verify` is told.

use super::roles::WORKER;
use super::services::home;
use super::versions::two;
use ::rules::Context;

/// Names and values.
pub(crate) fn verify(cx: &Context) -> Vec<(&'static str, String)> {
    vec![
        ("ALLUXIO_HOME", home(cx)),
        ("ALLUXIO_JOBS", if super::choice::jobs(cx) { "yes" } else { "no" }.to_owned()),
        ("ALLUXIO_LINE", if two(cx) { "2" } else { "1" }.to_owned()),
        ("ALLUXIO_WORKERS", cx.with_roles(&[WORKER]).len().to_string()),
    ]
}
