//! Two nodes that are one machine.

use super::PREFLIGHT;
use crate::{Example, Rule, Source};
use model::facts::Machine;
use model::{Place, RowId, Severity, Text, msg};
use std::collections::BTreeMap;

/// Two nodes with different addresses are two machines.
pub(in crate::general) static ONE_MACHINE_TWICE: Rule = Rule {
    id: "HST008",
    name: "one-machine-twice",
    severity: Severity::Warning,
    title: Text::new(
        "Two nodes with different addresses are two machines.",
        "地址不同的两个节点是两台机器。",
    ),
    why: Text::new(
        "Both names lead to one machine: its memory and cores are counted twice, its ports are wanted twice, and when it dies both nodes die. Two containers on one host are such nodes, too. Correct the address of one of them; where two installations on one machine are meant, give both nodes the same address.",
        "两个名称指向同一台机器：内存和核数被算了两次，端口会冲突，机器故障时两个节点一起失效。同一台宿主机上的两个容器也属于这种情况。请修正其中一个的地址；若确实要在一台机器上装两套，请让两个节点的地址相同。",
    ),
    sources: &[
        PREFLIGHT,
        Source::new(
            "proc_sys_kernel(5): random/boot_id",
            "https://man7.org/linux/man-pages/man5/proc_sys_kernel.5.html",
        ),
    ],
    symptoms: &[],
    fires: Example::Machines(
        "",
        &[("nodes[+]", "other.example.net ")],
        r#"{"schema":1,"nodes":[{"node":"<0>","boot":"1f2e3d4c"},{"node":"other.example.net","boot":"1f2e3d4c"}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[("nodes[+]", "other.example.net ")],
        r#"{"schema":1,"nodes":[{"node":"<0>","boot":"1f2e3d4c"},{"node":"other.example.net","boot":"5b6a7988"}]}"#,
    ),
    check: |cx, sink| {
        let mut first: BTreeMap<String, RowId> = BTreeMap::new();
        for (node, machine) in cx.machines() {
            let Some(mark) = mark(machine) else { continue };
            let other = *first.entry(mark).or_insert(node.row);
            let meant = |row| cx.hosts_of(row).and_then(|hosts| hosts.address.clone());
            let deliberate = meant(node.row).is_some() && meant(node.row) == meant(other);
            if other != node.row && !deliberate {
                sink.report(
                    Place::NodeName(node.row),
                    msg!(en: "{a} and {b} are one machine. Correct the address of one of the two.",
                         zh: "{a} 和 {b} 是同一台机器。请修正其中一个的地址。",
                         a = cx.name(other), b = cx.name(node.row)),
                )
                .related([Place::NodeName(other)]);
            }
        }
    },
};

/// What only one machine has: the number that its kernel took at the boot. Older facts do not have it; of
/// them the name with all addresses, since one address may be that of a bridge that all machines have.
fn mark(machine: &Machine) -> Option<String> {
    if !machine.boot.is_empty() {
        return Some(machine.boot.clone());
    }
    let known = !machine.hostname.is_empty() && !machine.addresses.is_empty();
    known.then(|| format!("{} {}", machine.hostname, machine.addresses.join(" ")))
}
