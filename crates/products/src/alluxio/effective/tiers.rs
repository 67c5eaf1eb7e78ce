//! The storage of a worker, from what it reads.

use crate::alluxio::fields::tiers::{KEYS, RAMDISK};
use crate::alluxio::notation::bytes;
use crate::alluxio::roles::WORKER;
use crate::alluxio::versions::two;
use ::rules::{Context, NodeConfig};
use model::{Node, Place};

/// One folder of a tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Folder {
    /// An absolute path.
    pub(crate) path: String,
    /// What it lies on: `MEM`, `SSD`, `HDD`.
    pub(crate) medium: String,
    /// How much of it is used; `None` when that is not known here.
    pub(crate) bytes: Option<u64>,
}

/// One tier of a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tier {
    /// Its name: `MEM`, `SSD`, `HDD`.
    pub(crate) alias: String,
    /// Its folders.
    pub(crate) folders: Vec<Folder>,
    /// How many sizes are given for them.
    pub(crate) sizes: usize,
    /// The first key that it needs and does not have: below the first tier only the medium has a
    /// default.
    pub(crate) lacks: Option<String>,
    /// Where the alias, the folders and the sizes are set.
    pub(crate) places: [Place; 3],
}

/// The tiers of a worker, the fastest first; none for a node that is no worker.
pub(crate) type Tiers = Vec<Tier>;

/// Tiers beyond this are another rule's: the masters know three.
const MOST: usize = 8;

/// What a worker will find in its file.
pub(crate) fn tiers(cx: &Context, node: &Node) -> Tiers {
    let Some(config) = cx.config_of(node.row).filter(|_| node.roles.contains(WORKER)) else {
        return Vec::new();
    };
    let levels = cx.value(config, "alluxio.worker.tieredstore.levels").trim().parse().unwrap_or(1);
    (0..usize::min(levels, MOST)).map(|level| tier(cx, node, config, level)).collect()
}

/// The parts of a list with commas.
fn list(text: &str) -> Vec<&str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The part for a folder: of a list that is too short, the last one.
fn of_folder<'t>(parts: &[&'t str], at: usize) -> Option<&'t str> {
    parts.get(at).or(parts.last()).copied()
}

fn tier(cx: &Context, node: &Node, config: &NodeConfig, level: usize) -> Tier {
    let key = |what: &str| format!("alluxio.worker.tieredstore.level{level}.{what}");
    let said = |key: &str| config.get(key).map(|entry| entry.text().trim().to_owned());
    let first = level == 0;
    let usual = ["MEM", "SSD", "HDD"].get(level).copied().unwrap_or_default();
    let alias = said(&key("alias")).unwrap_or_else(|| usual.to_owned());
    let paths = said(&key("dirs.path")).or_else(|| first.then(|| RAMDISK.to_owned()));
    let memory = if two(cx) { "alluxio.worker.ramdisk.size" } else { "alluxio.worker.memory.size" };
    let quota_key = key("dirs.quota");
    let size_key = if first && config.get(&quota_key).is_none() { memory } else { &quota_key };
    let quota = said(size_key);
    let media = said(&key("dirs.mediumtype")).filter(|_| two(cx));
    let (paths, quota) = (paths.unwrap_or_default(), quota.unwrap_or_default());
    let (paths, quota) = (list(&paths), list(&quota));
    let media = media.unwrap_or_else(|| on_media(&alias, &paths));
    let media = list(&media);
    let folders = paths.iter().enumerate().map(|(at, path)| Folder {
        path: (*path).to_owned(),
        medium: of_folder(&media, at).unwrap_or(&alias).to_owned(),
        bytes: of_folder(&quota, at).and_then(bytes),
    });
    let field = |at: usize| KEYS.get(level).map_or("tiers.medium0", |keys| keys[at]);
    let place = |key: &str, at: usize| match config.place(key, Place::Document) {
        over @ Place::Override(..) => over,
        _ if node.settings.contains_key(field(at)) => {
            Place::NodeSetting(node.row, field(at).to_owned())
        }
        _ => Place::Setting(field(at).to_owned()),
    };
    let needed = ["alias", "dirs.path", "dirs.quota"].map(key);
    let lacks = needed.into_iter().find(|key| !first && said(key).is_none_or(|t| t.is_empty()));
    Tier {
        folders: folders.collect(),
        sizes: quota.len(),
        lacks,
        places: [place(&key("alias"), 0), place(&key("dirs.path"), 1), place(size_key, 2)],
        alias,
    }
}

/// What the folders of a tier lie on where nothing says it. A tier of memory may have folders on
/// disks beside the ramdisk, as the guide of 1.8 shows: the ramdisk is the one where Alluxio itself
/// would mount it, or below /dev/shm; else the first.
fn on_media(alias: &str, paths: &[&str]) -> String {
    if alias != "MEM" || paths.len() < 2 {
        return alias.to_owned();
    }
    let known = |path: &&str| *path == RAMDISK || path.starts_with("/dev/shm");
    let ramdisk = paths.iter().position(&known).unwrap_or(0);
    let medium = |at| if at == ramdisk || known(&paths[at]) { "MEM" } else { "HDD" };
    (0..paths.len()).map(medium).collect::<Vec<_>>().join(",")
}

/// The ramdisks of a worker that must be mounted: where, and how large in bytes; `None` when the
/// size is not known.
pub(crate) fn ramdisks(cx: &Context, node: &Node) -> Vec<(String, Option<u64>)> {
    let folders = tiers(cx, node).into_iter().flat_map(|tier| tier.folders);
    let memory = folders.filter(|f| f.medium.eq_ignore_ascii_case("MEM"));
    memory.map(|folder| (folder.path, folder.bytes)).collect()
}
