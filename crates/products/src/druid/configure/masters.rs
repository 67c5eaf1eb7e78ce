//! Coordinators and Overlords.

use super::fixed;
use ::rules::{Context, Entry};
use model::{Message, msg};

fn pace() -> Message {
    msg!(en: "As shipped: it looks at segments often. With very many segments PT60S saves work.",
         zh: "与发行包一致：频繁检查 Segment。Segment 极多时改为 PT60S 可减轻负担。")
}

fn coordinating(cx: &Context) -> Vec<Entry> {
    let mut all = vec![
        fixed("druid.coordinator.startDelay", "PT10S", pace()),
        fixed("druid.coordinator.period", "PT5S", pace()),
    ];
    if cx.since("24") {
        all.push(fixed("druid.manager.segments.pollDuration", "PT5S", pace()));
    }
    all
}

/// Who runs tasks is said where the version's own default is the Overlord itself.
fn handing_out(cx: &Context) -> Vec<Entry> {
    let mut all = vec![fixed(
        "druid.indexer.queue.startDelay",
        "PT5S",
        msg!(en: "How long a new leader waits before it hands out tasks.", zh: "新的主（leader）开始分配任务前等待的时间。"),
    )];
    if !cx.since("25") {
        all.push(fixed(
            "druid.indexer.runner.type",
            "remote",
            msg!(en: "Tasks run on the MiddleManagers; without this line in the Overlord itself.", zh: "任务在 MiddleManager 上运行；没有这一行时会在 Overlord 进程内运行。"),
        ));
    }
    all.push(fixed(
        "druid.indexer.storage.type",
        "metadata",
        msg!(en: "Which tasks there are is kept in the metadata store: another master goes on with them.", zh: "任务信息保存在元数据存储中：另一个 master 可以接着处理。"),
    ));
    all
}

pub(super) fn together(cx: &Context) -> Vec<Entry> {
    let mut all = coordinating(cx);
    let both =
        || msg!(en: "The Overlord runs in this process, too.", zh: "Overlord 也运行在此进程中。");
    all.push(fixed("druid.coordinator.asOverlord.enabled", "true", both()));
    all.push(fixed("druid.coordinator.asOverlord.overlordService", "druid/overlord", both()));
    all.extend(handing_out(cx));
    all
}

pub(super) fn coordinator(cx: &Context) -> Vec<Entry> {
    coordinating(cx)
}

pub(super) fn overlord(cx: &Context) -> Vec<Entry> {
    handing_out(cx)
}
