//! The cache of results in a process's own memory.

use super::asked::{Seen, each_of};
use super::rule;
use crate::druid::effective::{heap, place_of, size};
use crate::druid::roles::{BROKER, HISTORICAL, INDEXER};
use crate::druid::sources::{CACHE_PROVIDER, DOC_CONFIGURATION};
use ::rules::Unit;
use ::rules::formula::Exact;
use model::msg;

/// How large it may become.
pub(super) const SIZE: &str = "druid.cache.sizeInBytes";
/// The kinds that lie in the heap; what is not known is taken as the first.
const IN_THE_HEAP: &[&str] = &["", "caffeine", "local"];

rule!(
    /// A cache that its heap has no room for.
    HEAP, "DRU136", "cache-larger-than-the-heap", Warning,
    ["The cache of results is smaller than the heap that it lies in.", "结果缓存应小于其所在的堆内存。"],
    ["caffeine and local keep results in the process's heap. With druid.cache.sizeInBytes of the heap's size or more they fill it, and the process collects garbage all the time or ends with OutOfMemoryError. Make the cache smaller or the heap larger.",
     "caffeine 和 local 把结果保存在进程的堆内存中。druid.cache.sizeInBytes 达到或超过堆内存时会将其占满，进程不断进行垃圾回收，或因 OutOfMemoryError 退出。请减小缓存或增大堆内存。"],
    [CACHE_PROVIDER, DOC_CONFIGURATION], [],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.cache.sizeInBytes", "200GiB")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.cache.sizeInBytes", "1GiB")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, &[HISTORICAL, BROKER, INDEXER]) {
            let kind = program.reads(cx, node, "druid.cache.type");
            let sizes = size(cx, node, program, SIZE).zip(heap(cx, node, program));
            let Some((cache, heap)) = sizes.filter(|(cache, heap)| cache >= heap) else { continue };
            let place = place_of(cx, node, program, SIZE);
            if IN_THE_HEAP.contains(&kind.as_str()) && seen.first(&place) {
                let of = |bytes: u64| Exact::whole(bytes).shown(Unit::Bytes);
                sink.report(place, msg!(en: "The cache of the {p} on {n} may take {c} of a heap of {h}.", zh: "{n} 上的 {p} 的缓存最多占用 {c}，而堆内存为 {h}。",
                    p = program.title, n = cx.name(node.row), c = of(cache), h = of(heap)));
            }
        }
    }
);
