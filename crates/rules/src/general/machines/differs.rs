//! What the document says of a machine, and what it is.

use super::PREFLIGHT;
use crate::machines::{alike, text};
use crate::{Example, Field, Measured, Rule, Scope};
use model::facts::Machine;
use model::value::shown;
use model::{Edit, Place, Severity, Text, msg};

/// Cores, memory and disks in the document are those of the machine.
pub(in crate::general) static MACHINE_IS_ANOTHER: Rule = Rule {
    id: "HST004",
    name: "machine-is-another",
    severity: Severity::Warning,
    title: Text::new(
        "Cores, memory and disks in the document are those of the machine.",
        "文档中的核数、内存和磁盘与机器实际一致。",
    ),
    why: Text::new(
        "Sizes are computed from what the document says of a machine. Where the machine has less, programs get more threads and memory than there is; where it has more, it stands idle. Differences of up to a tenth are what a kernel or a file system keeps for itself. Take the real values, or the machine that was meant.",
        "各项容量是根据文档中的机器规格算出的。实际更小时，程序得到的线程和内存会超出机器所有；实际更大时，资源被闲置。十分之一以内的差别是内核或文件系统自身保留的。请采用实际值，或换成原本计划的机器。",
    ),
    sources: &[PREFLIGHT],
    symptoms: &[],
    fires: Example::Machines(
        "",
        &[("nodes[0].settings.<memory>", "512 GiB")],
        r#"{"schema":1,"nodes":[{"node":"<0>","memory_bytes":274877906944}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[("nodes[0].settings.<memory>", "512 GiB")],
        r#"{"schema":1,"nodes":[{"node":"<0>","memory_bytes":540000000000}]}"#,
    ),
    check: |cx, sink| {
        let fields: Vec<(&'static Field, Measured)> =
            cx.product.all_fields().filter_map(|field| Some((field, field.measured?))).collect();
        for (node, machine) in cx.machines() {
            for (field, measured) in &fields {
                let said = cx.node_text(node, field.key);
                let of_node = node.settings.contains_key(field.key);
                if said.is_empty() || !(of_node || cx.spec.settings.contains_key(field.key)) {
                    continue;
                }
                let Some(real) = text(machine, *measured) else { continue };
                if same(field, *measured, &said, machine) {
                    continue;
                }
                let place = Place::NodeSetting(node.row, field.key.to_owned());
                let found = sink.report(
                    place.clone(),
                    msg!(en: "{n}: {f} is {said} in the document, and the machine has {real}.",
                         zh: "{n}：文档中{f}为 {said}，机器实际为 {real}。",
                         n = cx.name(node.row), f = field.label, said = shown(&said), real = shown(&real)),
                );
                if field.scope != Scope::Cluster && field.check(&real).is_ok() {
                    found.fix(
                        msg!(en: "Set it to {real}", zh: "改为 {real}", real = shown(&real)),
                        vec![Edit::Set(place, real)],
                    );
                }
            }
        }
    },
};

/// Whether what is said of a machine is what it has. What cannot be read is said by another rule.
fn same(field: &Field, measured: Measured, said: &str, machine: &Machine) -> bool {
    match measured {
        Measured::Cores => {
            let said = said.parse::<u32>().ok();
            said.zip(machine.cores).is_none_or(|(said, real)| said == real)
        }
        Measured::Memory => {
            let said = field.number(said);
            said.zip(machine.memory).is_none_or(|(said, real)| alike(said, real))
        }
        Measured::Disks(notation) => (notation.read)(said).iter().all(|(mount, said)| {
            let real = machine.disks.iter().find(|disk| disk.mount == *mount);
            match real {
                // A folder of a larger disk is none of its own.
                None => machine.disks.iter().all(|disk| disk.size.is_none()),
                Some(disk) => disk.size.is_none_or(|real| alike(*said, real)),
            }
        }),
    }
}
