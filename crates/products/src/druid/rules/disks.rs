//! The segment cache on the disks of a machine.

use super::rule;
use super::segments::{KEY, text_of};
use super::shared::{Said, each};
use crate::common::disks::{Disk, of_class};
use crate::druid::effective::place_of;
use crate::druid::notation::{self, Location};
use crate::druid::programs::HISTORICALS;
use crate::druid::sources::{DOC_CONFIGURATION, DOC_TUNING, issue, lab};
use ::rules::{Class, Context, Sink, disk_of};
use model::value::shown;
use model::{Node, Place, msg};

/// The locations of a machine on its disks.
struct Laid {
    disks: Vec<Disk>,
    /// Each location with the position of its disk.
    locations: Vec<(Location, Option<usize>)>,
}

impl Laid {
    /// How many bytes of a disk the locations on it may take together.
    fn taken(&self, disk: usize) -> u64 {
        let on = self.locations.iter().filter(|(_, at)| *at == Some(disk));
        on.fold(0, |sum, (location, _)| sum.saturating_add(location.size.unwrap_or_default()))
    }

    /// The locations on a disk.
    fn on(&self, disk: usize) -> impl Iterator<Item = &Location> {
        self.locations.iter().filter(move |(_, at)| *at == Some(disk)).map(|(location, _)| location)
    }
}

/// Historicals of which disks and locations are known, one of each class, each place once.
fn laid(cx: &Context, mut f: impl FnMut(&Node, &Laid, Place)) {
    let mut said = Said::default();
    each(cx, &[&HISTORICALS], |node, program| {
        let disks = of_class(cx, Some(&Class::of(node)));
        let locations = notation::locations(&program.reads(cx, node, KEY)).unwrap_or_default();
        let place = place_of(cx, node, program, KEY);
        if disks.is_empty() || locations.is_empty() || !said.first(&place) {
            return;
        }
        let locations = locations.into_iter().map(|one| {
            let at = disk_of(disks.iter().map(|disk| disk.path.as_str()), &one.path);
            (one, at)
        });
        let laid = Laid { locations: locations.collect(), disks };
        f(node, &laid, place);
    });
}

/// Reports disks of which locations take more than so many hundredths, up to the whole.
fn filled(cx: &Context, sink: &mut Sink, beyond: bool) {
    laid(cx, |node, laid, place| {
        for (at, disk) in laid.disks.iter().enumerate() {
            let taken = laid.taken(at);
            let nearly = taken > disk.size / 100 * 90 && taken <= disk.size;
            if if beyond { taken <= disk.size } else { !nearly } {
                continue;
            }
            sink.report(place.clone(), msg!(en: "The locations on {d} of {n} may take {t}; the disk has {s}.", zh: "{n} 的 {d} 上各位置共可用 {t}；磁盘容量为 {s}。",
                d = shown(&disk.path), n = cx.name(node.row), t = text_of(taken), s = text_of(disk.size)));
        }
    });
}

rule!(
    /// More than the disk has.
    BEYOND, "DRU092", "segment-cache-beyond-the-disk", Error,
    ["The segment cache fits onto its disks.", "Segment 缓存不能超过磁盘容量。"],
    ["A Historical believes what druid.segmentCache.locations says and asks no disk: it starts with any size. The Coordinator fills it until the disk is full, segments fail to load, and tasks on the same disk fail with them. Leave a tenth free.",
     "Historical 只相信 druid.segmentCache.locations，不检查磁盘：任何大小都能启动。Coordinator 会一直分配到磁盘写满，Segment 加载失败，同一磁盘上的任务也随之失败。请留出十分之一。"],
    [lab("druid-cache-beyond-the-disk"), issue("apache/druid#5137", "https://github.com/apache/druid/issues/5137")],
    [("No space left on device", "the Historical's log")],
    fires "druid-kinds" [("settings.historical.locations", "/data1/segments 3 TB, /data2/segments 1.6 TB")],
    clean "druid-kinds" [("settings.historical.locations", "/data1/segments 1.6 TB, /data2/segments 1.6 TB")],
    |cx, sink| filled(cx, sink, true)
);

rule!(
    /// Hardly any room besides.
    NEARLY_FULL, "DRU093", "segment-cache-fills-the-disk", Warning,
    ["A tenth of a disk stays free beside the segment cache.", "磁盘除 Segment 缓存外应保留十分之一。"],
    ["maxSize counts segments, not what the file system takes for itself, nor what a segment takes while it is unpacked beside its archive. Leave a tenth free, or set freeSpacePercent for the location.",
     "maxSize 只计算 Segment，不包括文件系统自身的占用，也不包括解压时与压缩包并存的占用。请留出十分之一，或为该位置设置 freeSpacePercent。"],
    [DOC_CONFIGURATION, DOC_TUNING], [],
    fires "druid-kinds" [("settings.historical.locations", "/data1/segments 1.8 TB, /data2/segments 1.6 TB")],
    clean "druid-kinds" [("settings.historical.locations", "/data1/segments 1.7 TB, /data2/segments 1.6 TB")],
    |cx, sink| filled(cx, sink, false)
);

rule!(
    /// A location on the disk of the system.
    OFF_DISK, "DRU094", "segments-on-no-disk", Warning,
    ["Every location of the segment cache is on a disk for segments.", "Segment 缓存的每个位置都应在数据磁盘上。"],
    ["The machine's disks are known, and this folder is on none of them: it would fill the disk of the system, on which everything else stops, too. Put it below a mount point, or add its disk to the machine's.",
     "已知该机器的磁盘，而此目录不在其中任何一块上：它会占满系统盘，使其他程序也停止。请放到挂载点之下，或将其磁盘加入该机器的磁盘列表。"],
    [DOC_CONFIGURATION], [],
    fires "druid-kinds" [("settings.historical.locations", "/data1/segments 1.6 TB, /data2/segments 1.6 TB, /opt/segments 10 GB")],
    clean "druid-kinds" [("settings.historical.locations", "/data1/segments 1.6 TB, /data2/segments 1.6 TB")],
    |cx, sink| laid(cx, |node, laid, place| for (location, _) in laid.locations.iter().filter(|(_, at)| at.is_none()) {
        sink.report(place.clone(), msg!(en: "{p} is on none of the disks of {n}.", zh: "{p} 不在 {n} 的任何磁盘上。", p = shown(&location.path), n = cx.name(node.row)));
    })
);

rule!(
    /// Two locations on one disk.
    ONE_DISK, "DRU095", "two-locations-on-one-disk", Info,
    ["Each location of the segment cache has a disk of its own.", "Segment 缓存的每个位置使用各自的磁盘。"],
    ["Druid spreads segments over the locations as over disks. Two on one disk bring nothing, and their sizes have to be shared out by hand. One location for each disk is enough.",
     "Druid 把各位置当作不同磁盘来分散 Segment。同一磁盘上的两个位置没有益处，大小还需手工分配。每块磁盘一个位置即可。"],
    [DOC_CONFIGURATION], [],
    fires "druid-kinds" [("settings.historical.locations", "/data1/a 800 GB, /data1/b 800 GB, /data2/segments 1.6 TB")],
    clean "druid-kinds" [("settings.historical.locations", "/data1/segments 1.6 TB, /data2/segments 1.6 TB")],
    |cx, sink| laid(cx, |node, laid, place| for (at, disk) in laid.disks.iter().enumerate() {
        let all: Vec<&str> = laid.on(at).map(|location| location.path.as_str()).collect();
        if let [first, second, ..] = all.as_slice() {
            sink.report(place.clone(), msg!(en: "{a} and {b} are both on {d} of {n}.", zh: "{a} 和 {b} 都在 {n} 的 {d} 上。",
                a = shown(first), b = shown(second), d = shown(&disk.path), n = cx.name(node.row)));
        }
    })
);

rule!(
    /// A disk that nothing uses.
    UNUSED, "DRU096", "disk-without-segments", Warning,
    ["Every disk for segments has a location.", "每块数据磁盘都应有位置。"],
    ["A disk without a location stays empty, and all reads go to the others: half of the room and half of the speed. Name a folder on each disk.",
     "没有位置的磁盘一直空闲，全部读取集中到其他磁盘：容量和速度都减半。请在每块磁盘上设置一个目录。"],
    [DOC_TUNING], [],
    fires "druid-kinds" [("settings.historical.locations", "/data1/segments 1.6 TB")],
    clean "druid-kinds" [("settings.historical.locations", "/data1/segments 1.6 TB, /data2/segments 1.6 TB")],
    |cx, sink| laid(cx, |node, laid, place| {
        let some = laid.locations.iter().any(|(_, at)| at.is_some());
        for (at, disk) in laid.disks.iter().enumerate().filter(|_| some) {
            if laid.on(at).next().is_none() {
                sink.report(place.clone(), msg!(en: "{d} of {n} has no location of the segment cache.", zh: "{n} 的 {d} 上没有 Segment 缓存的位置。", d = shown(&disk.path), n = cx.name(node.row)));
            }
        }
    })
);

/// What the shipped file says: 300g.
const AS_SHIPPED: u64 = 300_000_000_000;

rule!(
    /// The example's size on another disk.
    SHIPPED, "DRU097", "segment-cache-as-shipped", Warning,
    ["The segment cache is as large as its disk allows.", "Segment 缓存应按磁盘容量设置。"],
    ["300g is the size of the shipped example. On a larger disk the rest stays empty; when the cache is full, streaming tasks wait for their segments to be taken over. Queries read nothing but the cache, never deep storage. Set 85 % of the disk.",
     "300g 是发行包示例的大小。磁盘更大时其余空间一直空闲；缓存写满后，流式任务会等待 Segment 移交。查询只读缓存，不读深度存储。请设为磁盘的 85%。"],
    [issue("apache/druid#16265", "https://github.com/apache/druid/issues/16265"), DOC_TUNING],
    [("Still waiting for Handoff for […] Segments", "the task's log")],
    fires "druid-33" [("settings.historical.locations", "/data1/segments 300 GB")],
    clean "druid-33" [("settings.historical.locations", "/data1/segments 600 GB")],
    |cx, sink| laid(cx, |node, laid, place| for (at, disk) in laid.disks.iter().enumerate() {
        let shipped = laid.on(at).any(|location| location.size == Some(AS_SHIPPED));
        if shipped && laid.taken(at) < disk.size / 2 {
            sink.report(place.clone(), msg!(en: "{d} of {n} has {s}, of which segments may take 300 GB, as in the shipped example.", zh: "{n} 的 {d} 容量为 {s}，Segment 只能使用 300 GB，即发行包示例的大小。",
                d = shown(&disk.path), n = cx.name(node.row), s = text_of(disk.size)));
        }
    })
);
