//! What Druid does, and what it takes: seen in the lab, where machines lost their power.

use super::effective::{Store, is_derby, store, tiers};
use super::roles::{
    BROKER, COORDINATOR, HISTORICAL, INDEXER, MASTER, MIDDLE_MANAGER, OVERLORD, ROUTER,
};
use crate::common::survey::ensemble;
use ::rules::{Ability, Context, Holding, Need, Survey};
use model::{Message, RowId, Text, msg};

fn rows(cx: &Context, roles: &[&str]) -> Vec<RowId> {
    cx.with_roles(roles).iter().map(|node| node.row).collect()
}

fn another_leads() -> Message {
    msg!(en: "another one leads after 24 to 34 s, when the old session has run out; new tasks wait meanwhile",
        zh: "旧会话过期后（24 到 34 秒）由另一个接任；期间新任务等待")
}

pub(crate) fn survey(cx: &Context) -> Survey {
    let broker = Need::one_of(
        cx,
        &[BROKER],
        const { Text::same("Broker") },
        msg!(en: "for some 30 s the Router sends queries to the dead one, which end with 502; a client tries again",
            zh: "约 30 秒内 Router 仍会把查询发给故障节点，返回 502；请让客户端重试"),
    );
    let router = Need::one_of(
        cx,
        &[ROUTER],
        const { Text::same("Router") },
        msg!(en: "clients ask another Router, or a Broker", zh: "客户端改用其他 Router 或 Broker"),
    );
    let historical = Need::one_of(
        cx,
        &[HISTORICAL],
        const { Text::same("Historical") },
        msg!(en: "until the dead one is noticed, some 30 s, queries about its segments may fail; then the others load them",
            zh: "故障被发现之前（约 30 秒）涉及其 Segment 的查询可能失败；之后由其他节点加载"),
    );
    let overlord =
        Need::one_of(cx, &[MASTER, OVERLORD], const { Text::same("Overlord") }, another_leads());
    let coordinator = Need::one_of(
        cx,
        &[MASTER, COORDINATOR],
        const { Text::same("Coordinator") },
        another_leads(),
    );
    let worker = Need::one_of(
        cx,
        &[MIDDLE_MANAGER, INDEXER],
        const { Text::new("worker", "worker（任务进程）") },
        msg!(en: "its tasks fail; streams go on elsewhere from the last offsets, a batch is started again by you",
            zh: "其上的任务失败；流式任务在其他节点从上次的 offset 继续，批量任务需手工重新提交"),
    );
    let all = |needs: Vec<Option<Need>>| needs.into_iter().flatten().collect();
    let abilities = vec![
        Ability {
            title: const { Text::new("Queries", "查询") },
            needs: all(vec![router, broker, historical]),
        },
        Ability {
            title: const { Text::new("New data", "导入新数据") },
            needs: all(vec![overlord, worker, ensemble(cx)]),
        },
        Ability {
            title: const { Text::new("Segments are loaded and moved", "Segment 的加载与迁移") },
            needs: all(vec![coordinator, ensemble(cx)]),
        },
    ];
    Survey { abilities, holdings: holdings(cx) }
}

fn holdings(cx: &Context) -> Vec<Holding> {
    let copies = cx.text("data.replicas").trim().parse().unwrap_or(1);
    let mut all: Vec<Holding> = tiers(cx)
        .into_iter()
        .map(|(tier, rows)| Holding {
            copies: copies.min(rows.len()),
            rows,
            lost: msg!(en: "Segments of the tier {t} may have no copy left on a Historical: they cannot be queried until another one has loaded them from deep storage",
                zh: "层 {t} 的部分 Segment 在 Historical 上可能没有副本：其他节点从深度存储加载之前无法查询", t = tier),
        })
        .collect();
    let masters = rows(cx, &[MASTER, COORDINATOR]);
    if is_derby(cx) {
        all.push(Holding {
            rows: masters,
            copies: 1,
            lost: msg!(en: "The metadata lie in Derby on the master alone: with its disk the list of all segments is lost",
                zh: "元数据只保存在 master 的 Derby 中：若其磁盘损坏，全部 Segment 的清单随之丢失"),
        });
    }
    if store(cx) == Store::Local && !cx.is(super::fields::storage::KIND, "mount") {
        all.push(Holding {
            rows: rows(cx, &[HISTORICAL, MIDDLE_MANAGER, INDEXER]),
            copies: 1,
            lost: msg!(en: "Deep storage is a folder of one machine: with its disk the data are lost",
                zh: "深度存储是单台机器上的目录：若其磁盘损坏，数据随之丢失"),
        });
    }
    all
}
