//! How many requests go between Brokers and data nodes.

use super::rule;
use super::shared::{Said, each};
use crate::druid::effective::{number, peon_place, peon_reads, place_of, size};
use crate::druid::programs::{BROKERS, HISTORICALS, INDEXERS, MIDDLE_MANAGERS};
use crate::druid::roles::{BROKER, HISTORICAL};
use crate::druid::sources::DOC_TUNING;
use ::rules::Unit;
use ::rules::formula::Exact;
use model::msg;
use model::value::ByteSize;

const SERVES: &str = "druid.server.http.numThreads";
const OPENS: &str = "druid.broker.http.numConnections";

rule!(
    /// Brokers that ask more than is answered.
    SERVED, "DRU088", "more-connections-than-threads", Warning,
    ["A data node serves more requests at once than all Brokers open.", "数据节点的服务线程数应多于全部 Broker 的连接数之和。"],
    ["Every Broker opens druid.broker.http.numConnections to each data node. When all of them together are as many as the node's threads, one heavy moment takes all: queries wait, and loads of segments and lookups with them. The guide shares 50 out among the Brokers and serves 60.",
     "每个 Broker 会向每个数据节点打开 druid.broker.http.numConnections 个连接。总数达到节点的服务线程数时，高峰会占满全部线程：查询等待，Segment 和 Lookup 的加载也随之等待。调优文档将 50 个连接分给各 Broker，服务线程取 60。"],
    [DOC_TUNING], [],
    fires "druid-ha" [("settings.data.http_threads", "40")], clean "druid-ha" [("settings.data.http_threads", "55")],
    |cx, sink| {
        let mut all = 0_u64;
        for node in cx.with_roles(&[BROKER]) {
            let Some(opens) = number(cx, node, &BROKERS, OPENS) else { return };
            all = all.saturating_add(opens);
        }
        if all == 0 {
            return;
        }
        let mut said = Said::default();
        each(cx, &[&HISTORICALS, &MIDDLE_MANAGERS, &INDEXERS], |node, program| {
            let (threads, place) = if program.id == MIDDLE_MANAGERS.id {
                (peon_reads(cx, node, SERVES).parse().ok(), peon_place(cx, node, SERVES))
            } else {
                (number(cx, node, program, SERVES), place_of(cx, node, program, SERVES))
            };
            if let Some(threads) = threads.filter(|n: &u64| *n > 0 && *n <= all)
                && said.first(&place)
            {
                sink.report(place, msg!(en: "On {n} the {p} serves {t} requests at once; the Brokers open up to {a} connections to it.",
                    zh: "{n} 上的 {p} 同时处理 {t} 个请求；各 Broker 会向它打开最多 {a} 个连接。", n = cx.name(node.row), p = program.title, t = threads, a = all));
            }
        });
    }
);

rule!(
    /// A Broker that serves fewer than it asks for.
    BROKER_THREADS, "DRU089", "broker-threads-below-connections", Warning,
    ["A Broker serves more requests than it opens connections.", "Broker 的服务线程数应多于其连接数。"],
    ["Each query that it serves takes a connection to every data node. With fewer threads than connections some of these are never used; what is left over answers health checks and lookups. The guide adds ten.",
     "Broker 处理的每个查询都会占用到每个数据节点的一个连接。服务线程少于连接数时部分连接永远用不到；多出的线程用于健康检查和 Lookup。调优文档建议多十个。"],
    [DOC_TUNING], [],
    fires "druid-ha" [("settings.broker.http_threads", "20")], clean "druid-ha" [("settings.broker.http_threads", "40")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &[&BROKERS], |node, program| {
            let (threads, opens) = (number(cx, node, program, SERVES), number(cx, node, program, OPENS));
            let (Some(threads), Some(opens)) = (threads, opens) else { return };
            let place = place_of(cx, node, program, SERVES);
            if threads > 0 && threads <= opens && said.first(&place) {
                sink.report(place, msg!(en: "The Broker on {n} serves {t} requests at once and opens {c} connections to each data node.",
                    zh: "{n} 上的 Broker 同时处理 {t} 个请求，却向每个数据节点打开 {c} 个连接。", n = cx.name(node.row), t = threads, c = opens));
            }
        });
    }
);

rule!(
    /// Answers that wait.
    QUEUED, "DRU090", "queue-too-small", Warning,
    ["A Broker's queue has 2 MiB for each Historical.", "Broker 的队列应为每个 Historical 留 2 MiB。"],
    ["druid.broker.http.maxQueuedBytes is the limit of a query's answers that are not merged yet. When it is small, every data node waits for the others instead of computing. The guide counts 2 MiB for each Historical.",
     "druid.broker.http.maxQueuedBytes 是单个查询尚未合并的结果上限。过小时各数据节点会相互等待而不是计算。调优文档按每个 Historical 2 MiB 计算。"],
    [DOC_TUNING], [],
    fires "druid-ha" [("settings.broker.queued", "1 MiB")], clean "druid-ha" [("settings.broker.queued", "6 MiB")],
    |cx, sink| {
        let historicals = cx.with_roles(&[HISTORICAL]).len() as u64;
        let wanted = historicals.saturating_mul(2 * ByteSize::MIB);
        let mut said = Said::default();
        each(cx, &[&BROKERS], |node, program| {
            let key = "druid.broker.http.maxQueuedBytes";
            // None at all is no limit.
            let Some(bytes) = size(cx, node, program, key).filter(|b| *b > 0 && *b < wanted) else { return };
            let place = place_of(cx, node, program, key);
            if said.first(&place) {
                let s = |bytes| Exact::whole(bytes).shown(Unit::Bytes);
                sink.report(place, msg!(en: "The Broker on {n} lets {b} of a query's answers wait; for {h} Historicals the guide counts {w}.",
                    zh: "{n} 上的 Broker 允许每个查询排队 {b}；{h} 个 Historical 应为 {w}。", n = cx.name(node.row), b = s(bytes), h = historicals, w = s(wanted)));
            }
        });
    }
);
