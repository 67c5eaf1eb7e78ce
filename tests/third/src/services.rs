//! The programs on the nodes, and who talks to whom.

use model::{Node, Place, Text};
use rules::{Connection, Context, Package, Party, Process, Service};

pub(crate) static GATE: Service = service("trio-gate", &["gate"], 2);
pub(crate) static KEEPER: Service = service("trio-keeper", &["keeper"], 0);
pub(crate) static STORE: Service = service("trio-store", &["store"], 1);

const fn service(id: &'static str, roles: &'static [&'static str], order: u32) -> Service {
    Service {
        id,
        title: Text::same("Trio"),
        roles,
        applies: |_, _| true,
        order,
        rolling: None,
        after: None,
        reads: &["conf/"],
        script: "#!/bin/sh\nexit 0\n",
        variables: |_, _| vec![("TRIO_HOME", "/opt/trio".to_owned())],
        folders: |_, _| vec!["/opt/trio".to_owned()],
        unit: |_, _| vec!["ExecStart=/opt/trio/bin/trio".to_owned()],
        limits: &[],
        kernel: &[],
    }
}

pub(crate) fn packages(_: &Context) -> Vec<Package> {
    vec![Package {
        id: "trio",
        title: Text::same("Trio"),
        version: "2.0".to_owned(),
        architecture: "any",
        file: "trio-2.0.tar.gz".to_owned(),
        url: "https://trio.example/trio-2.0.tar.gz".to_owned(),
        sha256: "",
        services: &["trio-gate", "trio-keeper", "trio-store"],
    }]
}

/// The ports that the processes read, each once.
pub(crate) fn connections(cx: &Context) -> Vec<Connection> {
    let mut all = Vec::new();
    for (from, to) in [("", "gate"), ("gate", "keeper"), ("gate", "store")] {
        let Some(process) = cx.process(to) else { continue };
        let from = if from.is_empty() { Party::Clients } else { Party::Roles(vec![from]) };
        for found in cx.values_read_by(process, "trio.port") {
            all.push(Connection {
                from: from.clone(),
                to: Party::Roles(vec![to]),
                port: found.value.parse().ok(),
                last: None,
                protocol: "TCP",
                purpose: Text::new("requests", "请求"),
            });
        }
    }
    all
}

/// Where a process's port is set.
pub(crate) fn place(cx: &Context, process: &Process, node: &Node) -> Place {
    let config = cx.config_of(node.row);
    let entry = config.and_then(|config| cx.entry_read_by(process, config, "trio.port"));
    let set = entry.and_then(|entry| entry.places.first().cloned());
    set.unwrap_or_else(|| Place::Setting(format!("{}.port", process.id)))
}
