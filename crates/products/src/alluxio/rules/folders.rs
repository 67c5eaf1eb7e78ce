//! Folders that a program formats, empties or owns.

use super::journal::{folders as journals, holds, local, others};
use super::tiers::workers;
use super::{by_hand, removal, rule};
use crate::alluxio::choice::Topology;
use crate::alluxio::effective::{tiers, topology};
use crate::alluxio::fields::masters::METASTORE_DIR;
use crate::alluxio::sources::{PATH_UTILS, STORAGE_DIR, STORAGE_TIER, lab};
use crate::alluxio::versions::two;
use ::rules::general::{folder_of_the_system, normal};
use ::rules::{Context, Found, Sink};
use model::value::shown;
use model::{Message, Place, msg};

/// What makes the folder of blocks out of a tier's.
const DATA_FOLDER: &str = "alluxio.worker.data.folder";

/// The folders of the first tier.
const FIRST: &str = "alluxio.worker.tieredstore.level0.dirs.path";

/// The keys of the tiers' folders.
fn is_tier(key: &str) -> bool {
    key.starts_with("alluxio.worker.tieredstore.level") && key.ends_with(".dirs.path")
}

/// Reports what somebody wrote, with the fix that takes an override away.
fn report(sink: &mut Sink, found: &Found, message: Message) {
    let report = sink.report(found.place.clone(), message);
    if found.overridden() {
        let (title, edits) = removal(found);
        report.fix(title, edits);
    }
}

rule!(
    /// A folder that is the root of the machine, or the system's.
    NOWHERE, "ALX078", "journal-or-blocks-nowhere", Error,
    ["Journal, metadata and blocks have folders of their own.", "Journal、元数据和数据块都有专用目录。"],
    ["A folder that is empty is left out of a path, so what is made in it begins at the root of the machine: the format of a UFS journal made its folders beside /etc and /usr, that of an embedded one deleted the machine's files, the system's too. A service user may make nothing there: the master ends, a tier is lost. Name a folder of its own, or remove the line.",
     "路径中的空目录会被略过，其中的内容就从机器的根目录开始：UFS Journal 的格式化在 /etc 和 /usr 旁建立目录，内嵌 Journal 的格式化则删除机器上的文件，包括系统文件。服务用户在那里没有写权限：master 会退出，存储层会丢失。请填写专用目录，或删除该行。"],
    [lab("alluxio-journal-nowhere"), PATH_UTILS, STORAGE_TIER], [("Unable to initialize storage directory at /alluxioworker", "logs/worker.log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.journal.folder", "")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.journal.folder", "/data/alluxio/journal")],
    |cx, sink| {
        for found in journals(cx) {
            if found.value.is_empty() && found.overridden() {
                report(sink, &found, msg!(en: "The journal's folder is empty, which is the root of the machine: a format would write there, or delete what is there.",
                    zh: "Journal 目录为空，即机器的根目录：格式化会写入该处，或删除其中的内容。"));
                continue;
            }
            // A plain folder without ZooKeeper is one that root-once.sh would give away: its rule speaks.
            let plain = found.value == normal(&found.value);
            if topology(cx) != Topology::ZooKeeper && plain {
                continue;
            }
            if let Some(folder) = local(&found.value).and_then(folder_of_the_system) {
                report(sink, &found, msg!(en: "The journal {j} has no folder of its own, since {f} is the system's: a format would write there, or delete what is there.",
                    zh: "Journal {j} 没有专用目录（{f} 是系统目录）：格式化会写入该处，或删除其中的内容。", j = shown(&found.value), f = shown(&folder)));
            }
        }
        for found in by_hand(cx, METASTORE_DIR).iter().filter(|f| two(cx) && f.value.is_empty()) {
            report(sink, found, msg!(en: "{k} is empty: the master would make its database in the root of the machine.",
                zh: "{k} 为空：master 会在机器的根目录下建立数据库。", k = METASTORE_DIR));
        }
        // Below the first tier the key counts as missing, which another rule says.
        for found in by_hand(cx, FIRST).iter().filter(|f| f.value.trim_matches([',', ' ']).is_empty()) {
            report(sink, found, msg!(en: "{k} is empty: the worker would look for its blocks in the root of the machine.",
                zh: "{k} 为空：worker 会在机器的根目录下存放数据块。", k = FIRST));
        }
    }
);

rule!(
    /// Blocks where something else lies.
    BLOCKS, "ALX079", "blocks-among-other-things", Error,
    ["The folder of blocks holds nothing but blocks.", "数据块目录中只能存放数据块。"],
    ["When it starts, a worker deletes everything in its folder of blocks that is no block: folders with all that is in them, and files whose names are no numbers. That folder is alluxio.worker.data.folder inside of each folder of a tier; with an empty one it is the tier's folder itself, and .. leads out of it. Leave the key alone, and give each tier a folder of its own.",
     "worker 启动时会删除数据块目录中所有不是数据块的内容：子目录及其全部内容，以及名称不是数字的文件。该目录是各存储层目录之下的 alluxio.worker.data.folder：该项为空时就是存储层目录本身，.. 则会跳到目录之外。请不要修改该项，并为每个存储层使用专用目录。"],
    [STORAGE_DIR, STORAGE_TIER], [("in StorageDir is not a file", "logs/worker.log"), ("in StorageDir can not be parsed into long", "logs/worker.log")],
    fires "alluxio-s3" [("overrides.role.worker.alluxio.worker.data.folder", "../..")],
    clean "alluxio-s3" [("overrides.role.worker.alluxio.worker.data.folder", "/blocks/")],
    blocks
);

/// The folders of a machine that are no blocks'.
fn not_for_blocks(cx: &Context) -> Vec<String> {
    let journals: Vec<Found> = journals(cx);
    let local = journals.iter().filter_map(|found| local(&found.value)).map(str::to_owned);
    others(cx).into_iter().chain(local).collect()
}

/// What a folder of blocks would hold beside them.
fn taken_by(blocks: &str, others: &[String]) -> Option<String> {
    let held = others.iter().find(|other| other.starts_with('/') && holds(blocks, other));
    folder_of_the_system(blocks).or_else(|| held.cloned())
}

rule!(
    /// Blocks in the very folder that was named.
    NO_FOLDER, "ALX083", "blocks-without-a-folder-below", Warning,
    ["Blocks lie in a folder of their own below each folder of a tier.", "数据块位于各存储层目录之下的专用子目录中。"],
    ["Without a name in alluxio.worker.data.folder blocks lie in the folders of the tiers themselves, and there the worker deletes at its start whatever is no block: lost+found of a disk, what another program has below the same mount, what somebody put there later. Remove the line; the default makes a folder alluxioworker below each.",
     "alluxio.worker.data.folder 为空时，数据块直接放在存储层目录中，worker 启动时会删除其中一切不是数据块的内容：磁盘的 lost+found、同一挂载点下其他程序的数据、之后放入的文件。请删除该行；默认会在各目录下建立 alluxioworker。"],
    [STORAGE_DIR, STORAGE_TIER], [],
    fires "alluxio-s3" [("overrides.role.worker.alluxio.worker.data.folder", "/")],
    clean "alluxio-s3" [("overrides.role.worker.alluxio.worker.data.folder", "/blocks/")],
    |cx, sink| {
        let others = not_for_blocks(cx);
        let mut seen: Vec<Place> = Vec::new();
        for node in workers(cx) {
            let Some(config) = cx.config_of(node.row) else { continue };
            let named = cx.value(config, DATA_FOLDER).split('/').any(|part| !matches!(part.trim(), "" | "."));
            let place = config.place(DATA_FOLDER, Place::Document);
            if named || !matches!(place, Place::Override(..)) || seen.contains(&place) {
                continue;
            }
            let folders: Vec<String> = tiers(cx, node).into_iter().flat_map(|tier| tier.folders).map(|f| normal(&f.path)).collect();
            // What is known to lie there is an error, which another rule says.
            if folders.iter().any(|folder| taken_by(folder, &others).is_some()) {
                continue;
            }
            seen.push(place.clone());
            sink.report(place.clone(), msg!(en: "Blocks would lie in {f} itself: the worker would delete there what is no block.",
                zh: "数据块会直接放在 {f} 中：worker 会删除其中不是数据块的内容。", f = shown(&folders.join(", "))))
                .fix(msg!(en: "Remove the override", zh: "删除该覆盖项"), vec![model::Edit::Clear(place)]);
        }
    }
);

fn blocks(cx: &Context, sink: &mut Sink) {
    let others = not_for_blocks(cx);
    let mut seen: Vec<Place> = Vec::new();
    for node in workers(cx) {
        let Some(config) = cx.config_of(node.row) else { continue };
        let inside = cx.value(config, DATA_FOLDER).trim().trim_matches('/').to_owned();
        for tier in tiers(cx, node) {
            let [_, place, _] = &tier.places;
            for folder in tier.folders.iter().filter(|folder| folder.path.starts_with('/')) {
                let blocks = normal(&format!("{}/{inside}", folder.path));
                let other = taken_by(&blocks, &others);
                let place = match config.place(DATA_FOLDER, place.clone()) {
                    by_hand @ Place::Override(..) => by_hand,
                    _ => place.clone(),
                };
                let Some(other) = other.filter(|_| !seen.contains(&place)) else { continue };
                let message = if other == blocks {
                    msg!(en: "The folder of blocks would be {b}, which is another's: the worker would delete what is no block.",
                         zh: "数据块目录会是 {b}，而该目录另有用途：worker 会删除不是数据块的内容。", b = shown(&blocks))
                } else {
                    msg!(en: "The folder of blocks would be {b}, and {o} is there too: the worker would delete what is no block.",
                         zh: "数据块目录会是 {b}，而 {o} 也在其中：worker 会删除不是数据块的内容。", b = shown(&blocks), o = shown(&other))
                };
                seen.push(place.clone());
                let report = sink.report(place.clone(), message);
                if matches!(place, Place::Override(..)) {
                    let title = msg!(en: "Remove the override", zh: "删除该覆盖项");
                    report.fix(title, vec![model::Edit::Clear(place)]);
                }
            }
        }
    }
}

rule!(
    /// A folder below wherever a program was started.
    RELATIVE, "ALX080", "relative-folder", Warning,
    ["Folders of data begin with /.", "数据目录应以 / 开头。"],
    ["A path that does not begin with / lies below the folder in which the program was started. The services here start in the installation, so data would lie inside of it, and go with it when the next release is unpacked; a program that is started elsewhere finds nothing. Name a whole path.",
     "不以 / 开头的路径位于程序启动时所在目录之下。这里的服务在安装目录中启动，数据会位于其中，更换版本时随之消失；从别处启动的程序则什么也找不到。请填写完整路径。"],
    [STORAGE_TIER, PATH_UTILS], [],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.metastore.dir", "metastore")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.metastore.dir", "/data/alluxio/metastore")],
    |cx, sink| super::values::each(cx, |place, key, value| {
        let metastore = two(cx) && cx.catalogue().name_here(key) == METASTORE_DIR;
        if !metastore && !is_tier(key) {
            return;
        }
        let relative = value.split(',').map(str::trim).find(|p| !p.is_empty() && !p.starts_with('/'));
        if let Some(relative) = relative {
            sink.report(place, msg!(en: "{k}: {v} lies below the folder in which the program was started.",
                zh: "{k}：{v} 位于程序启动时所在的目录之下。", k = key, v = shown(relative)));
        }
    })
);
