//! The service that keeps the ticket fresh, started before the servers that need it.

use super::fields::in_use;
use crate::common::machine::path;
use ::rules::{Connection, Context, Package, Party, Service};
use model::value::Duration;
use model::{Node, Text};

/// The service of the nodes with these roles.
pub const SERVICE: Service = Service {
    id: "kerberos",
    title: Text::new("Kerberos ticket", "Kerberos 票据"),
    roles: &["all", "job", "query", "stream_coordinator"],
    applies: |cx, _| in_use(cx),
    order: 15,
    rolling: None,
    after: None,
    reads: &[],
    script: include_str!("../scripts/kerberos.sh"),
    variables,
    folders: |_, _| Vec::new(),
    unit: |_, _| vec!["Type=simple".to_owned(), "SuccessExitStatus=143".to_owned()],
    limits: &[],
    kernel: &[],
};

/// What the scripts are told; empty values without Kerberos.
pub fn variables(cx: &Context, node: &Node) -> Vec<(&'static str, String)> {
    let seconds = cx.get::<Duration>("kerberos.renewal").map_or(14_400, Duration::seconds);
    vec![
        ("KERBEROS_PRINCIPAL", cx.read_for(node, "kerberos.principal")),
        ("KERBEROS_KEYTAB", path(cx, node, "kerberos.keytab")),
        ("KERBEROS_RENEWAL", seconds.to_string()),
    ]
}

/// The name of a node's keytab, without its folder.
pub fn keytab_name(cx: &Context) -> String {
    let path = cx.text("kerberos.keytab").into_owned();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// `kinit` and `klist`.
pub fn package(cx: &Context) -> Option<Package> {
    in_use(cx).then(|| Package {
        id: "kerberos-client",
        title: const {
            Text::new("Kerberos client (kinit, klist)", "Kerberos 客户端（kinit、klist）")
        },
        version: "MIT ≥ 1.10".to_owned(),
        architecture: "any",
        file: String::new(),
        url: String::new(),
        sha256: "",
        services: &["kerberos"],
    })
}

/// From the servers to the KDC.
pub fn connection(cx: &Context, from: Party) -> Option<Connection> {
    in_use(cx).then(|| Connection {
        from,
        to: Party::Outside(const { Text::same("KDC") }, Vec::new()),
        port: Some(88),
        last: None,
        protocol: "Kerberos",
        purpose: const { Text::new("Kerberos tickets", "Kerberos 票据") },
    })
}
