//! The memory of a node and what takes it.

use crate::formula::{Exact, Unit};
use crate::{Claim, Context, Example, Rule, Sink, Source, Symptom, budget};
use model::{Message, Node, Place, Severity, Text, msg};

/// More than the machine has.
pub(super) static OVERCOMMITTED: Rule = Rule {
    id: "GEN063",
    name: "memory-overcommitted",
    severity: Severity::Warning,
    title: Text::new(
        "What a node runs fits into its memory.",
        "节点上运行的程序所需内存不超过节点内存。",
    ),
    why: Text::new(
        "Counted are the heaps and caches of all programs that Muster knows on the node, what their JVMs and the system need besides, and what is reserved for other programs. When that is more than there is, the machine swaps, garbage collections last minutes, sessions with ZooKeeper run out, and the kernel ends a process, often the largest. Make a heap or a cache smaller, move a program to another node, or take a larger machine.",
        "统计的是 Muster 所知的该节点全部程序的堆内存与缓存、JVM 和系统另外需要的内存，以及为其他程序保留的内存。超过实际内存时，机器会使用交换区，垃圾回收持续数分钟，ZooKeeper 会话过期，内核还会终止进程，往往是最大的那个。请减小堆内存或缓存，将程序移到其他节点，或使用更大的机器。",
    ),
    sources: &[
        Source::own("Muster: the product's table of what takes memory on a node"),
        Source::new(
            "Oracle: HotSpot memory beside the heap",
            "https://docs.oracle.com/javase/8/docs/technotes/guides/troubleshoot/tooldescr007.html",
        ),
    ],
    symptoms: &[Symptom::new("OOMKilled (exit code 137)", "state of the container")],
    fires: Example::Edits("", &[("nodes[0].settings.<memory>", "64 MiB")]),
    clean: Example::Edits("", &[("nodes[0].settings.<memory>", "512 GiB")]),
    check: |cx, sink| {
        for config in cx.configs() {
            // Equal nodes have equal claims, only the places of some are their own.
            let Some(node) = cx.node(config.node()) else { continue };
            let Some(memory) = cx.memory_of(node) else { continue };
            let claims = cx.claims(node);
            if budget::sum(&claims) > memory {
                let nodes = config.nodes.iter().filter_map(|row| cx.node(*row));
                nodes.for_each(|node| report(cx, sink, node, memory));
            }
        }
    },
};

fn report(cx: &Context, sink: &mut Sink, node: &Node, memory: u64) {
    let claims = cx.claims(node);
    let Some(parts) = added(&claims) else { return };
    let size = |bytes: u64| Exact::whole(bytes).shown(Unit::Bytes);
    let place = Place::NodeSetting(node.row, cx.product.budget.memory.to_owned());
    let found = sink.report(
                place.clone(),
                msg!(en: "{n} has {m} of memory, but needs {s}: {parts}.",
                     zh: "{n} 的内存为 {m}，但需要 {s}：{parts}。",
                     n = cx.name(node.row), m = size(memory), s = size(budget::sum(&claims)), parts = parts),
            );
    let mut related: Vec<Place> = claims.into_iter().map(|claim| claim.place).collect();
    related.retain(|other| *other != place);
    related.dedup();
    found.related(related);
}

/// "heap of the worker 12 GiB + ramdisk 39 GiB".
fn added(claims: &[Claim]) -> Option<Message> {
    let words = claims.iter().map(|claim| {
        let size = Exact::whole(claim.bytes).shown(Unit::Bytes);
        msg!(en: "{t} {s}", zh: "{t} {s}", t = claim.title, s = size)
    });
    words.reduce(|all, next| msg!(en: "{a} + {b}", zh: "{a} + {b}", a = all, b = next))
}
