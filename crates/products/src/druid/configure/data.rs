//! Historicals.

use super::{below_data, fixed, of_field, of_result, of_size, usable};
use crate::druid::fields::sizing_locations;
use crate::druid::notation::{as_locations, written};
use ::rules::{Class, Context, Entry};
use model::msg;

pub(super) fn historical(cx: &Context, class: &Class) -> Vec<Entry> {
    let number = |key: &str, field: &str, reason| of_field(cx, class, key, field, reason);
    let buffers = || msg!(en: "Threads and buffers for queries: so many take direct memory.", zh: "查询所用的线程和缓冲区：按此数量占用堆外内存。");
    let mut all = vec![
        number(
            "druid.server.http.numThreads",
            "data.http_threads",
            msg!(en: "More than all Brokers' connections together.", zh: "多于全部 Broker 的连接数之和。"),
        ),
        of_size(
            cx,
            class,
            "druid.processing.buffer.sizeBytes",
            "historical.buffer",
            written,
            buffers(),
        ),
        number("druid.processing.numMergeBuffers", "historical.merge_buffers", buffers()),
        number("druid.processing.numThreads", "historical.threads", buffers()),
        of_result(
            "druid.processing.tmpDir",
            below_data(cx, class, "processing"),
            &["paths.data"],
            msg!(en: "Where a large GROUP BY puts what does not fit.", zh: "大型 GROUP BY 放不下时的临时目录。"),
        ),
        of_result(
            "druid.segmentCache.locations",
            usable(cx, class, "historical.locations")
                .and_then(|text| sizing_locations(&text))
                .map(|all| as_locations(&all)),
            &["historical.locations"],
            msg!(en: "Where segments are kept on this machine, and how much of each folder.", zh: "Segment 在本机的存放位置及各目录的容量上限。"),
        ),
    ];
    let cache = || msg!(en: "Results that are asked for again, in the heap.", zh: "在堆内存中缓存重复查询的结果。");
    all.push(fixed("druid.historical.cache.useCache", "true", cache()));
    all.push(fixed("druid.historical.cache.populateCache", "true", cache()));
    all.push(fixed("druid.cache.type", "caffeine", cache()));
    all.push(of_size(cx, class, "druid.cache.sizeInBytes", "historical.cache", written, cache()));
    let tier = || msg!(en: "Its tier, for rules about where data lies.", zh: "所属 Tier，供数据分布规则使用。");
    if cx.text_of(Some(class), "historical.tier") != "_default_tier" {
        all.push(number("druid.server.tier", "historical.tier", tier()));
    }
    if cx.text_of(Some(class), "historical.priority") != "0" {
        all.push(number("druid.server.priority", "historical.priority", tier()));
    }
    all
}
