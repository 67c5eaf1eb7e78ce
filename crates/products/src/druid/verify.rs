//! What `bin/verify` and `druid/load.sh` are told.

use super::effective::{encrypted, first_reads, port};
use super::fields::security;
use super::programs::{PROGRAMS, Program};
use super::secrets::named;
use super::services::home;
use ::rules::Context;

/// The nodes of a program as `name:port`.
fn addresses(cx: &Context, program: &Program) -> Vec<String> {
    let nodes = cx.spec.with_role(program.role);
    nodes
        .filter_map(|node| {
            let name = model::value::Value::parse(&node.name).ok()?;
            let host: model::value::Host = name;
            let port = Some(model::value::Port(port(cx, node, program)?));
            Some(model::value::HostPort { host, port }.to_string())
        })
        .collect()
}

/// The variable with the password of admin, as the processes read it.
fn password_variable(cx: &Context) -> String {
    let key = format!("druid.auth.authenticator.{}.initialAdminPassword", security::NAME);
    let text = first_reads(cx, &key);
    let variable = named(&text).into_iter().next();
    variable.map_or_else(String::new, |variable| variable.0)
}

/// Names and values.
pub(crate) fn verify(cx: &Context) -> Vec<(&'static str, String)> {
    let of = |id: &str| {
        let program = PROGRAMS.iter().find(|program| program.id == id);
        program.map_or_else(Vec::new, |program| addresses(cx, program))
    };
    let join = |lists: &[&str]| lists.iter().flat_map(|id| of(id)).collect::<Vec<_>>().join(" ");
    vec![
        ("DRUID_HOME", home(cx)),
        ("DRUID_SCHEME", if encrypted(cx) { "https" } else { "http" }.to_owned()),
        ("DRUID_COORDINATORS", join(&["coordinator-overlord", "coordinator"])),
        ("DRUID_OVERLORDS", join(&["coordinator-overlord", "overlord"])),
        ("DRUID_HISTORICALS", join(&["historical"])),
        ("DRUID_WORKERS", join(&["middleManager", "indexer"])),
        ("DRUID_BROKERS", join(&["broker"])),
        ("DRUID_ROUTERS", join(&["router"])),
        ("DRUID_REPLICAS", cx.text("data.replicas").into_owned()),
        ("DRUID_ROWS_BY", if cx.since("24") { "sql" } else { "native" }.to_owned()),
        ("DRUID_PASSWORD_VARIABLE", password_variable(cx)),
    ]
}
