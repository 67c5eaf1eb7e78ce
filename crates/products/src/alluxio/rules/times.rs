//! Times and sizes that can be read and make no sense.

use super::{by_hand, rule};
use crate::alluxio::notation::{size, time};
use crate::alluxio::roles::{MASTER, WORKER};
use crate::alluxio::sources::{BLOCK_MASTER, FORMAT_UTILS, INODE_TREE, PROPERTY_KEY};
use ::rules::{Context, Found, KeyType};
use model::msg;
use model::value::shown;

/// How long the masters wait for a sign of a worker.
const PATIENCE: [&str; 2] = ["alluxio.job.master.worker.timeout", "alluxio.master.worker.timeout"];
const BLOCK: &str = "alluxio.user.block.size.bytes.default";

rule!(
    /// A limit that nothing can keep.
    NOTHING, "ALX073", "no-time-for-workers-or-no-block", Warning,
    ["Masters wait for workers, and blocks have a size.", "master 会等待 worker，块也有大小。"],
    ["A master calls a worker lost whose last word is older than this time: with none at all every worker is lost at every look, and its blocks with it. The master refuses a file whose blocks hold less than a byte, so no program can write. Correct the value, or leave the default.",
     "worker 最近一次心跳早于该时间时，master 就认为它已丢失：时间不大于零时，每次检查都会判定所有 worker 丢失，其数据块也随之丢失。块小于一个字节时 master 拒绝创建文件，任何程序都无法写入。请更正，或保留默认值。"],
    [BLOCK_MASTER, INODE_TREE], [("Invalid block size", "client")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.worker.timeout", "0")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.worker.timeout", "1min")],
    |cx, sink| {
        for (key, found) in PATIENCE.iter().flat_map(|key| by_hand(cx, key).into_iter().map(move |f| (*key, f))) {
            if time(&found.value).is_some_and(|t| t <= 0) {
                sink.report(found.place, msg!(en: "{k} is {v}: the master would call every worker lost.",
                    zh: "{k} 为 {v}：master 会认为所有 worker 都已丢失。", k = key, v = shown(&found.value)));
            }
        }
        for found in by_hand(cx, BLOCK) {
            if size(&found.value).is_some_and(|s| s < 1.0) {
                sink.report(found.place, msg!(en: "{k} is {v}: the master refuses every file that is to be written.",
                    zh: "{k} 为 {v}：master 会拒绝写入任何文件。", k = BLOCK, v = shown(&found.value)));
            }
        }
    }
);

/// The values of a key on the nodes of a role.
fn on(cx: &Context, role: &str, key: &str) -> Vec<Found> {
    let mut all = cx.values_of(key);
    for found in &mut all {
        found.nodes.retain(|row| cx.node(*row).is_some_and(|node| node.roles.contains(role)));
    }
    all.retain(|found| !found.nodes.is_empty());
    all
}

/// How often a worker speaks to the master.
const SPEAKS: &str = "alluxio.worker.block.heartbeat.interval";

rule!(
    /// Workers that are lost between two signs of life.
    SLOW_WORKER, "ALX081", "worker-slower-than-its-master-waits", Warning,
    ["A worker speaks more often than its master waits.", "worker 的心跳间隔应短于 master 的等待时间。"],
    ["The master calls a worker lost when its last word is older than alluxio.master.worker.timeout. A worker that speaks no sooner is lost between two words, and comes back with the next one: its blocks vanish and return all the time. Make the interval shorter, or leave both alone (1 s and 5 min).",
     "worker 最近一次心跳早于 alluxio.master.worker.timeout 时，master 就认为它已丢失。心跳间隔不短于该时间的 worker 会在两次心跳之间丢失，下一次又恢复：其数据块不断消失又出现。请缩短间隔，或都保留默认值（1 秒和 5 分钟）。"],
    [BLOCK_MASTER, PROPERTY_KEY], [],
    fires "alluxio-three" [("overrides.role.worker.alluxio.worker.block.heartbeat.interval", "10min")],
    clean "alluxio-three" [("overrides.role.worker.alluxio.worker.block.heartbeat.interval", "1min")],
    |cx, sink| {
        let waits = PATIENCE[1];
        let limits = on(cx, MASTER, waits);
        let mut seen = Vec::new();
        for speaks in on(cx, WORKER, SPEAKS) {
            let every = time(&speaks.value);
            let longer = |limit: &&Found| time(&limit.value).zip(every).is_some_and(|(most, every)| most > 0 && every >= most);
            let Some(limit) = limits.iter().find(longer) else { continue };
            let (place, other) = if speaks.overridden() { (&speaks.place, &limit.place) } else { (&limit.place, &speaks.place) };
            if !seen.contains(place) {
                sink.report(place.clone(), msg!(en: "{s} is {a}, and {w} is {b}: the master would call the worker lost between two of its words.",
                    zh: "{s} 为 {a}，而 {w} 为 {b}：master 会在两次心跳之间认为 worker 已丢失。", s = SPEAKS, a = shown(&speaks.value), w = waits, b = shown(&limit.value)))
                    .related([other.clone()]);
                seen.push(place.clone());
            }
        }
    }
);

/// What a time of nothing or less switches off, or what another library reads.
const MEANS_SOMETHING: [&str; 6] = [
    "alluxio.fuse.stat.cache.refresh.interval",
    "alluxio.master.periodic.block.integrity.check.interval",
    "alluxio.security.group.mapping.cache.timeout",
    "alluxio.table.",
    "alluxio.underfs.",
    "fs.",
];

/// A hundred years in milliseconds.
const CENTURY: i64 = 100 * 365 * 86_400_000;

/// Why a time makes no sense for a key whose default is more than nothing.
fn odd(key: &str, time: i64) -> bool {
    let means = MEANS_SOMETHING.iter().any(|known| key.starts_with(known));
    let none = time < 0 || time == 0 && key.ends_with(".interval");
    let hurried = key.starts_with("alluxio.zookeeper.") && time < 1_000;
    time > CENTURY || none && !means || hurried
}

/// Whether another rule looks at the key.
fn judged(cx: &Context, key: &str) -> bool {
    let present = cx.catalogue().name_here(key);
    PATIENCE.contains(&present) || present == "alluxio.master.heartbeat.timeout"
}

rule!(
    /// A time that nobody can have meant.
    ODD_TIME, "ALX074", "time-of-nothing-or-of-centuries", Info,
    ["Times are more than nothing, and less than a lifetime.", "时间应大于零，且不会长达百年。"],
    ["What is done at intervals of nothing is done without a pause, and a limit below zero is over before it begins; a session of ZooKeeper's below a second is over before an answer comes, unless the ensemble makes it longer; a hundred years are most likely a unit or a digit too many. Alluxio reads such a time without a word. Correct it, or leave the default. Where it is meant, accept this note.",
     "间隔为零或负数时会不停顿地执行，负的时限在开始前就已超过；不足一秒的 ZooKeeper 会话在收到应答之前就已过期（除非 ZooKeeper 将其延长）；上百年则多半是单位或位数写错。Alluxio 读取时不会提示。请更正，或保留默认值。如果确实如此，可以接受此提示。"],
    [FORMAT_UTILS, PROPERTY_KEY], [],
    fires "alluxio-three" [("overrides.cluster.alluxio.worker.block.heartbeat.interval", "-1sec")],
    clean "alluxio-three" [("overrides.cluster.alluxio.worker.block.heartbeat.interval", "2sec")],
    |cx, sink| super::values::each(cx, |place, key, value| {
        let of_time = cx.catalogue().find(key).filter(|k| k.kind == KeyType::Time);
        let usual = of_time.map(|k| k.default.as_str()).filter(|d| time(d).is_some_and(|t| t > 0));
        let Some(usual) = usual.filter(|_| !judged(cx, key)) else { return };
        if time(value).is_some_and(|t| odd(key, t)) {
            sink.report(place, msg!(en: "{k} is {v}; left alone it is {d}.", zh: "{k} 为 {v}；默认值是 {d}。",
                k = key, v = shown(value), d = usual));
        }
    })
);

#[cfg(test)]
mod tests {
    use super::{CENTURY, odd};

    #[test]
    fn what_a_time_of_nothing_means_depends_on_the_key() {
        assert!(odd("alluxio.worker.block.heartbeat.interval", 0));
        assert!(
            odd("alluxio.worker.session.timeout", -1) && !odd("alluxio.worker.session.timeout", 0)
        );
        assert!(!odd("alluxio.master.periodic.block.integrity.check.interval", -1));
        assert!(!odd("alluxio.underfs.s3.request.timeout", -1));
        assert!(odd("alluxio.underfs.s3.request.timeout", CENTURY + 1));
        let session = |time| odd("alluxio.zookeeper.session.timeout", time);
        assert!(session(0) && session(1) && !session(1_000));
    }
}
