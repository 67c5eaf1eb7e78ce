//! What stands in the files of workers only.

use super::{bytes, port};
use crate::alluxio::choice::jobs;
use crate::alluxio::fields::tiers::{KEYS, RAMDISK, Tier, folders, sizes, tiers};
use crate::alluxio::versions::two;
use ::rules::{Context, Entry};
use model::{Node, msg};

pub(super) fn entries(cx: &Context, node: &Node) -> Vec<Entry> {
    let mut entries = Vec::new();
    let tiers = tiers(cx, node);
    if tiers.len() > 1 {
        let reason = msg!(en: "How many tiers a worker has.", zh: "worker 的存储层数。");
        let fields = &["tiers.medium1", "tiers.medium2"];
        let count = tiers.len().to_string();
        entries.push(Entry::new("alluxio.worker.tieredstore.levels", count, fields, reason));
    }
    for (level, (tier, [medium, paths, quota])) in tiers.iter().zip(KEYS).enumerate() {
        entries.extend(of_tier(cx, level, tier, [medium, paths, quota]));
    }
    let rpc = if two(cx) { "alluxio.worker.rpc.port" } else { "alluxio.worker.port" };
    entries.extend(port(cx, rpc, "ports.worker_rpc"));
    if !two(cx) {
        entries.extend(port(cx, "alluxio.worker.data.port", "ports.worker_data"));
    }
    entries.extend(port(cx, "alluxio.worker.web.port", "ports.worker_web"));
    if jobs(cx) {
        entries.extend(port(cx, "alluxio.job.worker.rpc.port", "ports.job_worker_rpc"));
        entries.extend(port(cx, "alluxio.job.worker.data.port", "ports.job_worker_data"));
        entries.extend(port(cx, "alluxio.job.worker.web.port", "ports.job_worker_web"));
    }
    entries
}

fn of_tier(
    cx: &Context,
    level: usize,
    tier: &Tier,
    [medium, paths, quota]: [&str; 3],
) -> Vec<Entry> {
    let key = |what: &str| format!("alluxio.worker.tieredstore.level{level}.{what}");
    let mut entries = Vec::new();
    let memory = tier.medium == "MEM";
    if !(memory && level == 0) {
        let reason = msg!(en: "What kind of storage this tier is.", zh: "这一层的存储类型。");
        let mut entry = Entry::new(&key("alias"), tier.medium.as_str(), &[medium], reason);
        if let Some(why) = cx.product.field(medium).and_then(|f| f.kind.check(&tier.medium).err()) {
            entry = entry.broken(why);
        }
        entries.push(entry);
    }
    let read = folders(&tier.paths);
    let is_default = read.as_ref().is_ok_and(|f| matches!(f.as_slice(), [one] if one.0 == RAMDISK));
    if !(level == 0 && is_default) {
        let reason = msg!(en: "Where its blocks lie.", zh: "数据块存放的位置。");
        let list =
            read.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
        let list =
            list.and_then(|list| if list.is_empty() { Err(missing(paths)) } else { Ok(list) });
        entries.push(match list {
            Ok(list) => Entry::new(&key("dirs.path"), list, &[paths], reason),
            Err(why) => {
                Entry::new(&key("dirs.path"), tier.paths.as_str(), &[paths], reason).broken(why)
            }
        });
    }
    let sizes = sizes(&tier.quota).and_then(|all| {
        let list: Vec<String> = all.into_iter().map(bytes).collect();
        if list.is_empty() { Err(missing(quota)) } else { Ok(list.join(",")) }
    });
    let (name, reason) = if memory && level == 0 {
        let name =
            if two(cx) { "alluxio.worker.ramdisk.size" } else { "alluxio.worker.memory.size" };
        (
            name.to_owned(),
            msg!(
            en: "The size of the ramdisk. Unset it would be two thirds of the memory, heaps not counted.",
            zh: "ramdisk 的大小。不设置时为内存的三分之二，且不考虑堆内存。"),
        )
    } else {
        (
            key("dirs.quota"),
            msg!(
            en: "How much of each folder it uses; without it the worker does not start.",
            zh: "每个目录的容量上限；缺少时 worker 无法启动。"),
        )
    };
    entries.push(match sizes {
        Ok(list) => Entry::new(&name, list, &[quota], reason),
        Err(why) => Entry::new(&name, tier.quota.as_str(), &[quota], reason).broken(why),
    });
    if two(cx) && !(memory && level == 0) {
        let reason = msg!(en: "The medium of its folders.", zh: "其目录所在介质的类型。");
        entries.push(Entry::new(&key("dirs.mediumtype"), tier.medium.as_str(), &[medium], reason));
    }
    entries
}

fn missing(field: &str) -> model::Message {
    if field.starts_with("tiers.paths") {
        msg!(en: "the folders of the tier are missing", zh: "缺少该层的目录")
    } else {
        msg!(en: "the sizes of the tier's folders are missing", zh: "缺少该层各目录的容量")
    }
}
