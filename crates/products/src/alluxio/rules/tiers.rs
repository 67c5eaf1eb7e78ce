//! The storage of workers.

use super::{by_hand, removal, rule};
use crate::alluxio::effective::{Tier, tiers};
use crate::alluxio::notation::bytes;
use crate::alluxio::roles::WORKER;
use crate::alluxio::sources::{CONFIGURATION, SPACE_RESERVER, STORAGE_DIR, TIERS, lab, oracle};
use crate::alluxio::versions::two;
use ::rules::{Context, NodeConfig};
use model::value::{ByteSize, shown};
use model::{Node, Place, msg};

/// The workers of the document, one of each class.
pub(super) fn workers<'a>(cx: &'a Context) -> Vec<&'a Node> {
    let mut seen = Vec::new();
    let mut all = Vec::new();
    for node in cx.with_roles(&[WORKER]) {
        let class = cx.position(node.row).and_then(|at| cx.class_of().get(at).copied());
        if !seen.contains(&class) {
            seen.push(class);
            all.push(node);
        }
    }
    all
}

/// Where a field of a node stands: its own, or the cluster's.
pub(super) fn place_of(node: &Node, key: &str) -> Place {
    if node.settings.contains_key(key) {
        Place::NodeSetting(node.row, key.to_owned())
    } else {
        Place::Setting(key.to_owned())
    }
}

/// Each pair of a tier and those above it, on one worker of each class.
fn with_those_above(cx: &Context, mut f: impl FnMut(&[Tier], &Tier)) {
    for node in workers(cx) {
        let tiers = tiers(cx, node);
        for (level, tier) in tiers.iter().enumerate() {
            f(tiers.get(..level).unwrap_or_default(), tier);
        }
    }
}

/// How many tiers a worker has.
const LEVEL_COUNT: &str = "alluxio.worker.tieredstore.levels";

fn rank(medium: &str) -> usize {
    ["MEM", "SSD", "HDD"].iter().position(|m| *m == medium).unwrap_or(3)
}

rule!(
    /// A slower tier above a faster one.
    ORDER, "ALX040", "tiers-upside-down", Error,
    ["A faster tier stands above a slower one.", "较快的存储层必须在较慢的之上。"],
    ["Memory, then SSD, then HDD. With another order the master refuses the worker, which ends some seconds after its start, when its port is open already. Change the order.",
     "顺序为内存、SSD、HDD。顺序颠倒时 master 会拒绝该 worker：它在启动几秒后退出，而此时端口已经打开。请调整顺序。"],
    [lab("alluxio-tiers-upside-down"), TIERS], [("Worker cannot place storage tier … above … in the hierarchy", "logs/worker.log")],
    fires "alluxio-s3" [("settings.tiers.medium0", "HDD"), ("settings.tiers.medium1", "SSD")], clean "alluxio-s3" [],
    |cx, sink| {
        let mut seen = Vec::new();
        with_those_above(cx, |above, tier| {
            let Some(upper) = above.last() else { return };
            let [place, ..] = &tier.places;
            if rank(&upper.alias) > rank(&tier.alias) && !seen.contains(place) {
                sink.report(place.clone(), msg!(en: "{a} stands above {b}, which is faster.", zh: "{a} 在更快的 {b} 之上。",
                    a = shown(&upper.alias), b = shown(&tier.alias)));
                seen.push(place.clone());
            }
        });
    }
);

rule!(
    /// One kind twice.
    TWICE, "ALX041", "tier-twice", Error,
    ["No two tiers are of one kind.", "不能有两个相同类型的存储层。"],
    ["A tier is known by its kind; with the same one twice a 2.9 worker exits at once, a 1.8 worker after a minute of silence. Put the folders into one tier.",
     "存储层以类型标识；同一类型出现两次时，2.9 的 worker 立即退出，1.8 的 worker 静默一分钟后退出。请把目录放到同一层。"],
    [lab("alluxio-tier-twice")], [],
    fires "alluxio-s3" [("settings.tiers.medium1", "SSD")], clean "alluxio-s3" [],
    |cx, sink| {
        let mut seen = Vec::new();
        with_those_above(cx, |above, tier| {
            let [place, ..] = &tier.places;
            let known = !tier.alias.is_empty() && above.iter().any(|t| t.alias == tier.alias);
            if known && !seen.contains(place) {
                sink.report(place.clone(), msg!(en: "There are two tiers of the kind {m}.", zh: "有两个类型为 {m} 的存储层。", m = shown(&tier.alias)));
                seen.push(place.clone());
            }
        });
    }
);

rule!(
    /// Folders without sizes of their own.
    COUNT, "ALX042", "sizes-and-folders-differ", Warning,
    ["A tier has one size for each folder.", "每个目录对应一个容量。"],
    ["A list of sizes that is too short uses its last one again, one that is too long is cut: the capacity is not the sum that is written. Write one size for each folder.",
     "容量列表过短时会重复最后一个，过长时多余的被忽略：实际容量与看上去的不同。请为每个目录写一个容量。"],
    [lab("alluxio-sizes-and-folders"), TIERS], [],
    fires "alluxio-s3" [("settings.tiers.quota0", "800 GiB")], clean "alluxio-s3" [],
    |cx, sink| {
        let mut seen = Vec::new();
        with_those_above(cx, |_, tier| {
            let ([_, _, place], paths) = (&tier.places, tier.folders.len());
            if paths > 0 && tier.sizes > 0 && paths != tier.sizes && !seen.contains(place) {
                sink.report(place.clone(), msg!(en: "The tier {m} has {p} folders and {s} sizes.", zh: "存储层 {m} 有 {p} 个目录和 {s} 个容量。",
                    m = shown(&tier.alias), p = paths, s = tier.sizes));
                seen.push(place.clone());
            }
        });
    }
);

rule!(
    /// A tier below the first without a kind, a folder or a size.
    INCOMPLETE, "ALX062", "tier-incomplete", Error,
    ["Every tier below the first has its kind, its folders and their sizes.", "第一层以下的每个存储层都须写明类型、目录和容量。"],
    ["The first tier has a default for each of them, and without a size takes two thirds of the memory; a further one has none, and the worker ends at its start. A number of tiers that was raised alone is such a case. Write what is missing, or take the tier away.",
     "第一层的各项都有默认值，没有写明容量时使用三分之二的内存；其余各层没有默认值，worker 会在启动时退出。只增加层数就属于这种情况。请补全缺少的内容，或去掉该层。"],
    [lab("alluxio-tier-without-size"), TIERS], [("No value set for configuration key alluxio.worker.tieredstore.level", "logs/worker.log"), ("Tier capacity configuration should not be blank", "logs/worker.log")],
    fires "alluxio-three" [("overrides.role.worker.alluxio.worker.tieredstore.levels", "2"), ("overrides.role.worker.alluxio.worker.tieredstore.level1.alias", "HDD"), ("overrides.role.worker.alluxio.worker.tieredstore.level1.dirs.path", "/data/hdd")],
    clean "alluxio-s3" [],
    |cx, sink| {
        let mut seen = Vec::new();
        for node in workers(cx) {
            let config = cx.config_of(node.row);
            for tier in tiers(cx, node) {
                let Some(key) = tier.lacks else { continue };
                let [_, folders, _] = &tier.places;
                // A number of tiers that somebody raised is what is to be mended.
                let raised = config.map(|c| c.place(LEVEL_COUNT, folders.clone()));
                let place = raised.filter(|p| matches!(p, Place::Override(..))).unwrap_or_else(|| folders.clone());
                if !seen.contains(&(place.clone(), key.clone())) {
                    sink.report(place.clone(), msg!(en: "{k} is not set, and has no default: the worker would end.", zh: "{k} 没有设置，也没有默认值，worker 会退出。", k = shown(&key)));
                    seen.push((place, key));
                }
                break;
            }
        }
    }
);

rule!(
    /// A disk that counts twice.
    FOLDER_TWICE, "ALX043", "folder-twice", Warning,
    ["A folder stands in one tier and once.", "一个目录只能出现在一个存储层中，且只出现一次。"],
    ["The worker counts it for each time: it promises twice what the disk holds, and writes fail when that is full. Name every folder once.",
     "worker 会重复计入容量：承诺的容量是磁盘的两倍，写满后写入失败。请让每个目录只出现一次。"],
    [lab("alluxio-folder-twice")], [],
    fires "alluxio-s3" [("settings.tiers.paths1", "/ssd1/alluxio")], clean "alluxio-s3" [],
    |cx, sink| {
        let mut seen = Vec::new();
        for node in workers(cx) {
            let mut known = Vec::new();
            for tier in tiers(cx, node) {
                let [_, place, _] = &tier.places;
                for folder in tier.folders {
                    if known.contains(&folder.path) && !seen.contains(place) {
                        sink.report(place.clone(), msg!(en: "{f} is named twice, so its capacity counts twice.", zh: "{f} 出现了两次，其容量会被重复计算。", f = shown(&folder.path)));
                        seen.push(place.clone());
                    }
                    known.push(folder.path);
                }
            }
        }
    }
);

rule!(
    /// More tiers than the masters know.
    LEVELS, "ALX044", "too-many-tiers", Error,
    ["A worker has at most three tiers.", "worker 最多有三个存储层。"],
    ["The masters know three kinds of storage. With more a 2.9 worker exits at once and a 1.8 worker after a minute. Remove the override: the number follows from the fields.",
     "master 只认识三种存储类型。超过时 2.9 的 worker 立即退出，1.8 的 worker 一分钟后退出。请删除覆盖项：层数由字段决定。"],
    [oracle("alluxio-loader-tiers")], [("tiers on worker (configured by alluxio.worker.tieredstore.levels), larger than global", "logs/worker.log")],
    fires "alluxio-three" [("overrides.role.worker.alluxio.worker.tieredstore.levels", "5")], clean "alluxio-three" [],
    |cx, sink| for found in by_hand(cx, LEVEL_COUNT) {
        let global = by_hand(cx, "alluxio.master.tieredstore.global.levels");
        let most = global.iter().filter_map(|f| f.value.parse().ok()).max().unwrap_or(3);
        if found.value.parse::<u32>().is_ok_and(|n| n > most) {
            let (title, edits) = removal(&found);
            sink.report(found.place.clone(), msg!(en: "{n} tiers are more than the three that masters know.", zh: "{n} 个存储层超过了 master 所认识的三层。", n = shown(&found.value)))
                .fix(title, edits);
        }
    }
);

/// The kinds that a process of 2.x knows: those of its own file, and those that anybody was given.
fn global(cx: &Context, config: &NodeConfig) -> Vec<String> {
    let levels = cx.value(config, "alluxio.master.tieredstore.global.levels");
    let count = levels.trim().parse().unwrap_or(3_usize).min(8);
    let key = |level| format!("alluxio.master.tieredstore.global.level{level}.alias");
    let own = (0..count).map(|level| cx.value(config, &key(level)).trim().to_owned());
    let given = (0..count).flat_map(|level| cx.set_values_of(&key(level))).map(|found| found.value);
    own.chain(given).collect()
}

rule!(
    /// A kind that the masters do not know.
    UNKNOWN, "ALX071", "unknown-kind-of-tier", Error,
    ["A tier is of a kind that the masters know.", "存储层的类型必须是 master 认识的类型。"],
    ["A process of 2.x compares the tiers of workers with alluxio.master.tieredstore.global as soon as it reads the file, letter by letter, and ends where one is missing there. The kinds are MEM, SSD and HDD. Write one of them.",
     "2.x 的进程在读取文件时就把 worker 的存储层与 alluxio.master.tieredstore.global 逐字比较，缺少时立即退出。类型为 MEM、SSD 和 HDD。请改为其中之一。"],
    [CONFIGURATION], [("Alias … on tier … on worker (configured by …) is not found in global tiered storage setting", "any log"), ("is not found in global tiered storage setting", "any log")],
    fires "alluxio-three" [("overrides.role.worker.alluxio.worker.tieredstore.level0.alias", "MEMORY")],
    clean "alluxio-three" [("overrides.role.worker.alluxio.worker.tieredstore.level0.alias", "MEM")],
    |cx, sink| {
        let mut seen = Vec::new();
        for node in workers(cx).into_iter().filter(|_| two(cx)) {
            let Some(config) = cx.config_of(node.row) else { continue };
            let known = global(cx, config);
            for tier in tiers(cx, node) {
                let [place, ..] = &tier.places;
                let literal = !tier.alias.is_empty() && !tier.alias.contains('{');
                if literal && !known.contains(&tier.alias) && !seen.contains(place) {
                    sink.report(place.clone(), msg!(en: "{m} is no kind of storage that the masters know: every process that reads it ends.",
                        zh: "{m} 不是 master 认识的存储类型：读取它的进程都会退出。", m = shown(&tier.alias)));
                    seen.push(place.clone());
                }
            }
        }
    }
);

rule!(
    /// Marks at which 1.8 does not start.
    WATERMARKS, "ALX072", "watermarks-out-of-order", Error,
    ["With 1.8 the low mark of a tier is below its high one, and that below 1.", "1.8 中存储层的低水位必须低于高水位，高水位必须小于 1。"],
    ["A worker of 1.8 frees space from the high mark down to the low one, and ends at its start unless 0 <= low < high < 1. 2.9 does not look at them. Correct them, or leave both alone (0.95 and 0.7).",
     "1.8 的 worker 从高水位开始释放空间，直到低水位；不满足 0 <= 低水位 < 高水位 < 1 时，启动即退出。2.9 不检查。请更正，或都保留默认值（0.95 和 0.7）。"],
    [SPACE_RESERVER], [("The high watermark of tier … should be", "logs/worker.log"), ("The low watermark of tier … should not be negative", "logs/worker.log"), ("The low watermark … of tier … should not be smaller than the high watermark", "logs/worker.log")],
    fires "alluxio-legacy" [("overrides.role.worker.alluxio.worker.tieredstore.level0.watermark.high.ratio", "1.5")],
    clean "alluxio-legacy" [("overrides.role.worker.alluxio.worker.tieredstore.level0.watermark.high.ratio", "0.9")],
    |cx, sink| {
        let mut seen = Vec::new();
        for node in workers(cx).into_iter().filter(|_| !two(cx)) {
            let Some(config) = cx.config_of(node.row) else { continue };
            if cx.value(config, "alluxio.worker.tieredstore.reserver.enabled").trim() != "true" {
                continue;
            }
            for level in 0..tiers(cx, node).len() {
                let key = |what: &str| format!("alluxio.worker.tieredstore.level{level}.watermark.{what}.ratio");
                if config.get(&format!("alluxio.worker.tieredstore.level{level}.reserved.ratio")).is_some() {
                    continue;
                }
                let (high_key, low_key) = (key("high"), key("low"));
                let (high, low) = (cx.value(config, &high_key).trim(), cx.value(config, &low_key).trim());
                let (Ok(h), Ok(l)) = (high.parse::<f64>(), low.parse::<f64>()) else { continue };
                let place = config.place(&high_key, config.place(&low_key, Place::Document));
                let within = 0.0 <= l && l < h && h < 1.0;
                if !within && !seen.contains(&place) {
                    sink.report(place.clone(), msg!(en: "Tier {n} is emptied from {h} down to {l}: a worker of 1.8 ends unless 0 <= low < high < 1.",
                        zh: "存储层 {n} 的高水位为 {h}，低水位为 {l}：不满足 0 <= 低 < 高 < 1 时，1.8 的 worker 会退出。", n = level, h = shown(high), l = shown(low)));
                    seen.push(place);
                }
            }
        }
    }
);

rule!(
    /// A cache that holds no block.
    BLOCK, "ALX047", "cache-smaller-than-a-block", Warning,
    ["A worker holds several blocks.", "worker 的容量应能放下若干个块。"],
    ["A file is cached in blocks. A worker smaller than four of them throws out what was just read; one smaller than a single block caches nothing, and with MUST_CACHE every write fails, seen in the lab on 1.8 with its blocks of 512 MiB. Give the worker more, or make blocks smaller.",
     "文件按块缓存。容量不足四个块的 worker 会不断淘汰刚读入的数据；不足一个块时什么都无法缓存，使用 MUST_CACHE 则每次写入都失败（实测 1.8 的块为 512 MiB）。请增大容量，或减小块。"],
    [lab("alluxio-block-does-not-fit")], [("There is no worker with enough space for a new block of size", "client")],
    fires "alluxio-three" [("settings.tiers.quota0", "128 MiB")], clean "alluxio-three" [("settings.tiers.quota0", "256 MiB")],
    |cx, sink| {
        let mut seen = Vec::new();
        for node in workers(cx) {
            let Some(config) = cx.config_of(node.row) else { continue };
            let Some(block) = bytes(cx.value(config, BLOCK_SIZE)) else { continue };
            let tiers = tiers(cx, node);
            let folders = tiers.iter().flat_map(|t| &t.folders);
            let Some(capacity) = folders.map(|f| f.bytes).try_fold(0, |sum: u64, b| Some(sum.saturating_add(b?))) else { continue };
            let Some([_, _, place]) = tiers.first().map(|t| &t.places) else { continue };
            if capacity > 0 && capacity < block.saturating_mul(4) && !seen.contains(place) {
                sink.report(place.clone(), msg!(en: "{n} holds {c}, which is less than four blocks of {b}.", zh: "{n} 的容量为 {c}，不足四个 {b} 的块。",
                    n = cx.name(node.row), c = ByteSize(capacity).to_string(), b = ByteSize(block).to_string()));
                seen.push(place.clone());
            }
        }
    }
);

rule!(
    /// A tier without room for a block.
    SMALL, "ALX082", "tier-smaller-than-a-block", Warning,
    ["Every folder of a tier has room for a block.", "存储层的每个目录都放得下一个块。"],
    ["A block lies in one folder. A folder that is smaller than one is there, is asked each time, and never takes any: most likely a unit is missing, since 16 is sixteen bytes. Give it a size, or take it out of the tier.",
     "一个块只存放在一个目录中。容量小于一个块的目录虽然存在，每次都会被询问，却永远存不下任何块：多半是漏写了单位，16 表示 16 字节。请改正容量，或从存储层中去掉该目录。"],
    [lab("alluxio-block-does-not-fit"), STORAGE_DIR], [],
    fires "alluxio-s3" [("overrides.role.worker.alluxio.worker.tieredstore.level1.dirs.quota", "1")],
    clean "alluxio-s3" [("overrides.role.worker.alluxio.worker.tieredstore.level1.dirs.quota", "1GB")],
    |cx, sink| {
        let mut seen = Vec::new();
        for node in workers(cx) {
            let Some(config) = cx.config_of(node.row) else { continue };
            let Some(block) = bytes(cx.value(config, BLOCK_SIZE)).filter(|block| *block > 0) else { continue };
            let tiers = tiers(cx, node);
            let all = tiers.iter().flat_map(|t| &t.folders).filter_map(|f| f.bytes);
            let sum = all.fold(0, u64::saturating_add);
            // Of a worker that is small as a whole another rule speaks.
            if sum > 0 && sum < block.saturating_mul(4) {
                continue;
            }
            for tier in &tiers {
                let [_, _, place] = &tier.places;
                let small = tier.folders.iter().find(|f| f.bytes.is_some_and(|bytes| bytes < block));
                let Some(small) = small.filter(|_| !seen.contains(place)) else { continue };
                sink.report(place.clone(), msg!(en: "{f} of the tier {m} holds {c}, which is less than a block of {b}.", zh: "存储层 {m} 的 {f} 容量为 {c}，不足一个 {b} 的块。",
                    f = shown(&small.path), m = shown(&tier.alias), c = ByteSize(small.bytes.unwrap_or(0)).to_string(), b = ByteSize(block).to_string()));
                seen.push(place.clone());
            }
        }
    }
);

/// The size of the blocks that clients write.
const BLOCK_SIZE: &str = "alluxio.user.block.size.bytes.default";
