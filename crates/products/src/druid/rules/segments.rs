//! The segment cache: what is read of it, and whether all data has room.

use super::rule;
use super::shared::{Said, by_hand, each};
use crate::druid::effective::place_of;
use crate::druid::notation::{self, Location};
use crate::druid::programs::HISTORICALS;
use crate::druid::roles::HISTORICAL;
use crate::druid::sources::{DOC_CONFIGURATION, DOC_TUNING, HUMAN_READABLE, issue, lab};
use ::rules::formula::Exact;
use ::rules::{Context, Unit};
use model::value::shown;
use model::{Edit, Message, Node, Place, msg};

/// The key.
pub(super) const KEY: &str = "druid.segmentCache.locations";

/// A size for people.
pub(super) fn text_of(bytes: u64) -> String {
    Exact::whole(bytes).shown(Unit::Bytes)
}

/// Whether the value that a node reads was marked as one that cannot be used: somebody else says so.
fn marked(cx: &Context, node: &Node) -> bool {
    let config = cx.config_of(node.row).zip(HISTORICALS.process(cx));
    config.is_some_and(|(config, process)| {
        cx.entry_read_by(process, config, KEY).is_some_and(|entry| entry.broken.is_some())
    })
}

/// What is wrong with the locations of a text.
fn wrong(text: &str) -> Option<Message> {
    let all = match notation::locations(text) {
        Ok(all) => all,
        Err(_) if text.is_empty() => Vec::new(),
        Err(why) => {
            return Some(
                msg!(en: "the locations cannot be read: {w}", zh: "无法读取各位置：{w}", w = why),
            );
        }
    };
    if all.is_empty() {
        return Some(msg!(en: "there is no location", zh: "没有任何位置"));
    }
    let bad = |l: &&Location| l.size.is_none_or(|bytes| bytes == 0);
    let location = all.iter().find(bad)?;
    Some(
        msg!(en: "the maxSize of {p}, \"{t}\", is no size such as 300g or 280GiB", zh: "{p} 的 maxSize“{t}”不是 300g 或 280GiB 这样的大小",
        p = shown(&location.path), t = shown(&location.text)),
    )
}

/// The same text with sizes as Druid reads them, where only the unit's letters are wrong: `300GB`.
fn with_units(text: &str) -> Option<String> {
    let mut right = text.to_owned();
    for location in notation::locations(text).ok()? {
        let lower = location.text.to_ascii_lowercase();
        let unit = ["kb", "mb", "gb", "tb", "pb"].iter().find(|unit| lower.ends_with(*unit));
        if location.size.is_none() && unit.is_some() {
            let plain = location.text.get(..location.text.len() - 1)?.trim().replace(' ', "");
            right = right.replace(
                &format!("\"{}\"", location.text),
                &format!("\"{}\"", plain.to_ascii_lowercase()),
            );
        }
    }
    (right != text && wrong(&right).is_none()).then_some(right)
}

rule!(
    /// Locations that a Historical cannot read.
    LOCATIONS, "DRU091", "segment-cache-unreadable", Error,
    ["A Historical's segment cache is a list of folders with sizes.", "Historical 的 Segment 缓存必须是目录及其大小的列表。"],
    ["druid.segmentCache.locations is JSON: [{\"path\":\"/data1/segments\",\"maxSize\":\"300g\"}]. Without a location, without a path, with a size of nothing or a unit such as GB the Historical ends at its start; up to 0.20 without saying why. k, m, g, t are decimal, KiB, MiB, GiB, TiB binary.",
     "druid.segmentCache.locations 为 JSON：[{\"path\":\"/data1/segments\",\"maxSize\":\"300g\"}]。没有位置、没有 path、大小为零或使用 GB 这样的单位时，Historical 启动即退出；0.20 及更早不说明原因。k、m、g、t 为十进制，KiB、MiB、GiB、TiB 为二进制。"],
    [lab("druid-segment-cache"), HUMAN_READABLE],
    [("druid.segmentCache.locations must be set on historicals.", "the Historical's log"),
     ("Segment cache locations must be set on historicals.", "the Historical's log"),
     ("Cannot deserialize value of type `java.util.ArrayList<org.apache.druid.segment.loading.StorageLocationConfig>`", "the Historical's log"),
     ("maxSize[…] should be positive", "the Historical's log")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.segmentCache.locations", "[{\"path\":\"/data1/segments\",\"maxSize\":\"300GB\"}]")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.segmentCache.locations", "[{\"path\":\"/data1/segments\",\"maxSize\":\"1600g\"},{\"path\":\"/data2/segments\",\"maxSize\":\"1600g\"}]")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &[&HISTORICALS], |node, program| {
            let text = program.reads(cx, node, KEY);
            let Some(why) = wrong(&text).filter(|_| !marked(cx, node) && !text.contains("${")) else { return };
            let place = place_of(cx, node, program, KEY);
            if !said.first(&place) {
                return;
            }
            let found = sink.report(place.clone(), msg!(en: "The Historical on {n} would not start: {w}.", zh: "{n} 上的 Historical 无法启动：{w}。", n = cx.name(node.row), w = why));
            if let Some(right) = with_units(&text).filter(|_| matches!(place, Place::Override(..))) {
                found.fix(msg!(en: "Write the sizes as Druid reads them", zh: "按 Druid 的格式书写大小"), vec![Edit::Set(place, right)]);
            }
        });
    }
);

rule!(
    /// One folder counted twice.
    TWICE, "DRU138", "segment-folder-twice", Warning,
    ["Each folder stands in the segment cache once.", "Segment 缓存中每个目录只出现一次。"],
    ["Every entry of druid.segmentCache.locations counts its maxSize for itself: a folder that stands there twice is filled to the sum of both, which its disk may not have. Write it once.",
     "druid.segmentCache.locations 的每一项各自计算 maxSize：同一目录写两次时会按两者之和填充，磁盘可能放不下。请只写一次。"],
    [DOC_CONFIGURATION], [],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.segmentCache.locations", "[{\"path\":\"/data1/segments\",\"maxSize\":\"300g\"},{\"path\":\"/data1/segments/\",\"maxSize\":\"300g\"}]")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.segmentCache.locations", "[{\"path\":\"/data1/segments\",\"maxSize\":\"1600g\"},{\"path\":\"/data2/segments\",\"maxSize\":\"1600g\"}]")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &[&HISTORICALS], |node, program| {
            let all = notation::locations(&program.reads(cx, node, KEY)).unwrap_or_default();
            let paths: Vec<&str> = all.iter().map(|location| location.path.trim_end_matches('/')).collect();
            let twice = paths.iter().enumerate().find(|(at, path)| paths.iter().take(*at).any(|other| other == *path));
            let place = place_of(cx, node, program, KEY);
            if let Some((_, path)) = twice.filter(|_| said.first(&place)) {
                sink.report(place, msg!(en: "{f} stands there twice: the Historical on {n} counts both sizes.", zh: "{f} 出现了两次：{n} 上的 Historical 会把两个大小都计算在内。",
                    f = shown(path), n = cx.name(node.row)));
            }
        });
    }
);

/// How many bytes of segments a node may hold.
pub(super) fn held(cx: &Context, node: &Node) -> Option<u64> {
    let all = notation::locations(&HISTORICALS.reads(cx, node, KEY)).ok()?;
    all.iter().try_fold(0_u64, |sum, l| sum.checked_add(l.size?))
}

rule!(
    /// Another total than the sum.
    TOTAL, "DRU098", "max-size-is-not-the-sum", Warning,
    ["druid.server.maxSize is the sum of the locations.", "druid.server.maxSize 应等于各位置之和。"],
    ["The Coordinator fills a Historical up to druid.server.maxSize. When that is more than the locations have, segments are assigned that find no room and are tried again for ever; when it is less, disks stay empty. From 0.20 on it is the sum by itself: remove the line.",
     "Coordinator 按 druid.server.maxSize 向 Historical 分配 Segment。大于各位置之和时，分配的 Segment 放不下并不断重试；小于时磁盘会空闲。自 0.20 起默认即为总和：请删除该行。"],
    [DOC_CONFIGURATION, issue("apache/druid#6469", "https://github.com/apache/druid/issues/6469")], [],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.server.maxSize", "8t")],
    clean "druid-kinds" [],
    |cx, sink| {
        let set = by_hand(cx, &format!("{}:druid.server.maxSize", HISTORICALS.runtime)).into_iter().chain(by_hand(cx, "druid.server.maxSize"));
        let mut said = Said::default();
        for found in set {
            let nodes = found.nodes.iter().filter_map(|row| cx.node(*row)).filter(|node| node.roles.contains(HISTORICAL));
            for node in nodes {
                let total = notation::size(&found.value);
                let (Some(total), Some(held)) = (total, held(cx, node)) else { continue };
                if total != held && said.first(&found.place) {
                    sink.report(found.place.clone(), msg!(en: "{n} would take {t} of segments; its locations have {h}.", zh: "{n} 会接收 {t} 的 Segment；其各位置共 {h}。",
                        n = cx.name(node.row), t = text_of(total), h = text_of(held)))
                        .fix(msg!(en: "Remove the override", zh: "删除该覆盖项"), vec![Edit::Clear(found.place.clone())]);
                }
            }
        }
    }
);

rule!(
    /// More data than room.
    ROOM, "DRU099", "data-beyond-the-segment-cache", Warning,
    ["All copies of all data have room on the Historicals.", "全部数据的全部副本应能放入 Historical。"],
    ["A query reads nothing but segment caches: deep storage is where they are filled from, not where queries look. Without room segments are not loaded, queries answer without them and say nothing, and streaming tasks wait for their segments to be taken over until they fail. Add disks or Historicals, keep fewer copies, or drop old data by rules.",
     "查询只读取 Segment 缓存：深度存储只用于填充缓存，查询不会直接读取。空间不足时 Segment 不会加载，查询结果缺少这部分且没有提示，流式任务一直等待移交直至失败。请增加磁盘或 Historical，减少副本，或用规则删除旧数据。"],
    [DOC_TUNING, issue("apache/druid#16265", "https://github.com/apache/druid/issues/16265")],
    [("Still waiting for Handoff for […] Segments", "the task's log"),
     ("too large for storage[…]. Check your druid.segmentCache.locations maxSize param", "the Historical's log")],
    fires "druid-ha" [("settings.data.size", "20 TB")], clean "druid-ha" [("settings.data.size", "4 TB")],
    |cx, sink| {
        let (Some(data), Some(copies)) = (cx.quantity(None, "data.size"), cx.quantity(None, "data.replicas")) else { return };
        let mut room = 0_u64;
        for node in cx.with_roles(&[HISTORICAL]) {
            let Some(held) = held(cx, node) else { return };
            room = room.saturating_add(held);
        }
        let wanted = data.saturating_mul(copies);
        if room > 0 && wanted > room {
            sink.report(Place::Setting("data.size".to_owned()), msg!(en: "{c} copies of {d} are {w}; all Historicals together hold {r}.",
                zh: "{d} 的 {c} 份副本共 {w}；全部 Historical 合计只能容纳 {r}。", c = copies, d = text_of(data), w = text_of(wanted), r = text_of(room)));
        }
    }
);

#[cfg(test)]
mod tests {
    use super::{with_units, wrong};

    #[test]
    fn locations_are_judged_as_a_historical_reads_them() {
        for bad in [
            "",
            "[]",
            "{}",
            r#"[{"path":"/a"}]"#,
            r#"[{"path":"/a","maxSize":"300GB"}]"#,
            r#"[{"path":"/a","maxSize":0}]"#,
        ] {
            assert!(wrong(bad).is_some(), "{bad}");
        }
        assert!(wrong(r#"[{"path":"/a","maxSize":"300g"}]"#).is_none());
    }

    #[test]
    fn only_the_unit_is_mended() {
        let right =
            with_units(r#"[{"path":"/a","maxSize":"300GB"},{"path":"/b","maxSize":"1.5 TB"}]"#);
        assert_eq!(right, None, "a fraction has no right answer");
        let right = with_units(r#"[{"path":"/a","maxSize":"300GB"}]"#);
        assert_eq!(right.as_deref(), Some(r#"[{"path":"/a","maxSize":"300g"}]"#));
        assert_eq!(with_units(r#"[{"path":"/a","maxSize":0}]"#), None);
    }
}
