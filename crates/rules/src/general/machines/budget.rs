//! Real memory against what a node's programs take.

use super::PREFLIGHT;
use crate::formula::{Exact, Unit};
use crate::{Example, Rule, Source};
use model::{Place, Severity, Text, msg};

/// What a node runs fits into the memory that its machine really has.
pub(in crate::general) static MACHINE_TOO_SMALL: Rule = Rule {
    id: "HST003",
    name: "machine-too-small",
    severity: Severity::Warning,
    title: Text::new(
        "What a node runs fits into the memory that its machine really has.",
        "节点上运行的程序所需内存不超过机器的实际内存。",
    ),
    why: Text::new(
        "The document's memory, or none, was counted with, and the machine has less: it will swap, or the kernel ends a process. Make heaps and caches smaller, move a program to another node, or take the machine that was meant. How much each thing takes is in the message and in the step about sizing.",
        "计算时用的是文档中的内存（或没有填写），而机器实际内存更小：会使用交换区，或由内核终止进程。请减小堆内存与缓存，将程序移到其他节点，或换成原本计划的机器。每一项占用多少见消息和容量步骤。",
    ),
    sources: &[
        PREFLIGHT,
        Source::own("Muster: the product's table of what takes memory on a node"),
    ],
    symptoms: &[],
    fires: Example::Machines(
        "",
        &[("nodes[0].settings.<memory>", "512 GiB")],
        r#"{"schema":1,"nodes":[{"node":"<0>","memory_bytes":67108864}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[("nodes[0].settings.<memory>", "512 GiB")],
        r#"{"schema":1,"nodes":[{"node":"<0>","memory_bytes":549755813888}]}"#,
    ),
    check: |cx, sink| {
        for (node, machine) in cx.machines() {
            let Some(real) = machine.memory else { continue };
            let claims = cx.claims(node);
            let sum = claims.iter().fold(0_u64, |sum, claim| sum.saturating_add(claim.bytes));
            // What is too much for the document's own number is said by another rule.
            if sum <= real || cx.memory_of(node).is_some_and(|said| sum > said) {
                continue;
            }
            let size = |bytes: u64| Exact::whole(bytes).shown(Unit::Bytes);
            let place = Place::NodeSetting(node.row, cx.product.budget.memory.to_owned());
            let mut related: Vec<Place> = claims.into_iter().map(|claim| claim.place).collect();
            related.retain(|other| *other != place);
            related.dedup();
            let message = msg!(
                en: "The machine of {n} has {m} of memory, but the node needs {s}.",
                zh: "{n} 的机器有 {m} 内存，但该节点需要 {s}。",
                n = cx.name(node.row), m = size(real), s = size(sum));
            sink.report(place, message).related(related);
        }
    },
};
