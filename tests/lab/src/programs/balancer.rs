//! The generated load balancers on a host of the lab, where their archive installs them.

use super::{SEEN, cases::Case};
use anyhow::{Context as _, Result, bail};
use commands::{output, program, root};

/// Runs on the host: as root, in the node's folder, with what the case says in the environment.
const SCRIPT: &str = include_str!("balancer.sh");

pub(crate) fn check(cases: &[Case]) -> Result<()> {
    let mut judged = 0;
    for case in cases {
        let kind = case.setting("lb.kind");
        let floating = !case.setting("lb.floating_address").is_empty();
        if floating || !matches!(kind.as_str(), "nginx" | "haproxy" | "httpd") {
            continue;
        }
        let said = on_host(case, &kind).with_context(|| format!("{} of {}", kind, case.id))?;
        if !said.contains("answers as it should") {
            bail!("{}: {said}", case.id);
        }
        judged += 1;
    }
    if judged == 0 {
        bail!("no case has a load balancer");
    }
    println!(
        "nginx, haproxy and httpd take the files of {judged} archives, answer, and keep closed what is internal"
    );
    Ok(())
}

fn on_host(case: &Case, kind: &str) -> Result<String> {
    let mut hosts = program(root().join("tests/lab/hosts.sh"));
    hosts.args(["sh", "1", "timeout", "60", "env"]);
    let names: Vec<_> = case.spec.nodes.iter().map(|node| node.name.as_str()).collect();
    // Apache Kylin's relatives have no real-time part.
    let closed = if case.id.starts_with("kylin-") {
        "/kylin/api/streaming_coordinator/balance /kylin/api/tables/x/y/snapshotLocalCache/z"
    } else {
        ""
    };
    for (name, value) in [
        ("ARCHIVE", format!("{SEEN}/{}", case.id)),
        ("KIND", kind.to_owned()),
        ("NODES", names.join(" ")),
        ("NAME", case.setting("lb.name")),
        ("PORT", case.setting("lb.port")),
        ("TLS", case.setting("lb.tls")),
        ("CERTIFICATE", case.setting("lb.certificate")),
        ("KEY", case.setting("lb.key")),
        ("CLOSED", closed.to_owned()),
    ] {
        hosts.arg(format!("{name}={value}"));
    }
    output(hosts.args(["sh", "-euc", SCRIPT]))
}
