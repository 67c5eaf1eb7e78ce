//! Brokers and Routers.

use super::{below_data, fixed, of_field, of_result, of_size};
use crate::druid::notation::written;
use crate::druid::versions::broker_merges_only;
use ::rules::{Class, Context, Entry};
use model::msg;

pub(super) fn broker(cx: &Context, class: &Class) -> Vec<Entry> {
    let wire = || msg!(en: "Requests that it serves, and connections to each data node.", zh: "服务的请求数，以及到每个数据节点的连接数。");
    let buffers = || msg!(en: "Buffers for merging: so many take direct memory.", zh: "合并所用的缓冲区：按此数量占用堆外内存。");
    let mut all = vec![
        of_field(cx, class, "druid.server.http.numThreads", "broker.http_threads", wire()),
        of_field(cx, class, "druid.broker.http.numConnections", "broker.connections", wire()),
        of_size(cx, class, "druid.broker.http.maxQueuedBytes", "broker.queued", written, wire()),
        of_size(
            cx,
            class,
            "druid.processing.buffer.sizeBytes",
            "broker.buffer",
            written,
            buffers(),
        ),
        of_field(cx, class, "druid.processing.numMergeBuffers", "broker.merge_buffers", buffers()),
    ];
    if !broker_merges_only(cx) {
        all.push(fixed("druid.processing.numThreads", "1", buffers()));
    }
    all.push(of_result(
        "druid.processing.tmpDir",
        below_data(cx, class, "processing"),
        &["paths.data"],
        msg!(en: "Where a large GROUP BY puts what does not fit.", zh: "大型 GROUP BY 放不下时的临时目录。"),
    ));
    let cache = || msg!(en: "Historicals keep results; a Broker's cache would hide new data.", zh: "结果缓存在 Historical；Broker 的缓存会使新数据不可见。");
    all.push(fixed("druid.broker.cache.useCache", "false", cache()));
    all.push(fixed("druid.broker.cache.populateCache", "false", cache()));
    if cx.since("37") {
        all.push(fixed(
            "druid.sql.planner.metadataSegmentPollPeriod",
            "5000",
            msg!(en: "As shipped, in ms.", zh: "与发行包一致，单位毫秒。"),
        ));
    }
    all
}

pub(super) fn router() -> Vec<Entry> {
    let wire = || msg!(en: "As shipped.", zh: "与发行包一致。");
    let names = || msg!(en: "To whom requests go.", zh: "请求的转发目标。");
    vec![
        fixed("druid.router.http.numConnections", "50", wire()),
        fixed("druid.router.http.readTimeout", "PT5M", wire()),
        fixed("druid.router.http.numMaxThreads", "100", wire()),
        fixed("druid.server.http.numThreads", "100", wire()),
        fixed("druid.router.defaultBrokerServiceName", "druid/broker", names()),
        fixed("druid.router.coordinatorServiceName", "druid/coordinator", names()),
        fixed(
            "druid.router.managementProxy.enabled",
            "true",
            msg!(en: "The console reaches Coordinator and Overlord through it.", zh: "控制台通过它访问 Coordinator 和 Overlord。"),
        ),
    ]
}
