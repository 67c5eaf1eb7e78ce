//! What `zoo.cfg` of an ensemble that is made on the nodes says beside the members' lines.

use super::ensemble::ADMIN;
use super::ensemble_ports::PROMETHEUS;
use crate::common::zookeeper::ZOO_CFG;
use crate::common::zookeeper::ensemble::ROLE;
use crate::common::zookeeper::fields::made;
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::shown;
use model::{Edit, Message, Node, Place, Severity, Text, msg};
use std::collections::BTreeSet;

const PARSER: Source = Source::new(
    "QuorumPeerConfig.parseProperties and parseDynamicConfig (3.8)",
    "https://github.com/apache/zookeeper/blob/release-3.8.4/zookeeper-server/src/main/java/org/apache/zookeeper/server/quorum/QuorumPeerConfig.java",
);
const HIERARCHY: Source = Source::new(
    "QuorumHierarchical.parse (3.8)",
    "https://github.com/apache/zookeeper/blob/release-3.8.4/zookeeper-server/src/main/java/org/apache/zookeeper/server/quorum/flexible/QuorumHierarchical.java",
);

/// The lines of a member's file: key, value without a variable, place.
fn lines(cx: &Context, node: &Node) -> Vec<(String, String, Place)> {
    let file = cx.config_of(node.row).and_then(|config| config.file(ZOO_CFG));
    let entries =
        file.into_iter().flat_map(::rules::ConfigFile::entries).filter(|e| e.broken.is_none());
    let line = |entry: &::rules::Entry| {
        let text = entry.on(cx, node).ok()?.trim().to_owned();
        let place = entry.places.first().cloned().unwrap_or(Place::NodeName(node.row));
        let known = !text.contains("${") && !text.contains("@{");
        known.then(|| (entry.key.clone(), text, place))
    };
    entries.filter_map(line).collect()
}

/// The number behind a word: `server.3`.
fn number_of(key: &str, word: &str) -> Option<u64> {
    key.strip_prefix(word)?.strip_prefix('.')?.parse().ok()
}

/// Reports once, with the fix that takes an override away.
fn report(sink: &mut Sink, told: &mut BTreeSet<Place>, place: &Place, message: Message) {
    if !told.insert(place.clone()) {
        return;
    }
    let found = sink.report(place.clone(), message);
    if matches!(place, Place::Override(..)) {
        let title = msg!(en: "Remove the override", zh: "删除该覆盖项");
        found.fix(title, vec![Edit::Clear(place.clone())]);
    }
}

/// Lines about members that end a member.
pub(super) static GROUPS: Rule = Rule {
    id: "ZOO023",
    name: "groups-that-zookeeper-refuses",
    severity: Severity::Error,
    title: Text::new(
        "Groups and weights name every member once, and stand beside the members.",
        "分组和权重应让每个成员恰好属于一组，并与成员列表写在一起。",
    ),
    why: Text::new(
        "As soon as zoo.cfg has a group or a weight, every voting member must be in exactly one group, or the member ends while it reads the file; with weights of 0 alone nobody can be elected. And with dynamicConfigFile the members, groups and weights may stand in that other file only: the file that is made here lists them itself. Remove these lines; an ensemble of three or five on one site needs none of them.",
        "zoo.cfg 中一旦出现 group 或 weight，每个有投票权的成员都必须恰好属于一个组，否则成员读取文件时就会退出；权重全部为 0 时无法选出 leader。使用 dynamicConfigFile 时，成员、分组和权重只能写在那个文件中，而此处生成的文件自己列出成员。请删除这些行；同一机房的三个或五个成员不需要它们。",
    ),
    sources: &[PARSER, HIERARCHY],
    symptoms: &[
        Symptom::new("is not in a group", "ZooKeeper's log"),
        Symptom::new("is in multiple groups", "ZooKeeper's log"),
        Symptom::new("must be in a separate dynamic config file", "ZooKeeper's log"),
    ],
    fires: Example::Edits("kylin-six", &[("overrides.cluster.zookeeper/zoo.cfg:group.1", "1:2")]),
    clean: Example::Edits("kylin-six", &[("overrides.cluster.zookeeper/zoo.cfg:group.1", "1:2:3")]),
    check: groups,
};

fn groups(cx: &Context, sink: &mut Sink) {
    let mut told = BTreeSet::new();
    for node in cx.with_roles(&[ROLE]).into_iter().filter(|_| made(cx)) {
        let lines = lines(cx, node);
        let voters = lines.iter().filter(|(_, text, _)| !text.contains(":observer"));
        let voters: Vec<u64> = voters.filter_map(|(key, ..)| number_of(key, "server")).collect();
        if voters.len() < 2 {
            continue;
        }
        if let Some((_, text, place)) = lines.iter().find(|(key, ..)| key == "dynamicConfigFile") {
            let message = msg!(en: "dynamicConfigFile is {f}, and the members stand in this file: ZooKeeper would end.",
                zh: "dynamicConfigFile 为 {f}，而成员写在本文件中：ZooKeeper 会退出。", f = shown(text));
            report(sink, &mut told, place, message);
        }
        let mut grouped: Vec<u64> = Vec::new();
        for (key, text, place) in lines.iter().filter(|(key, ..)| key.starts_with("group")) {
            let members: Option<Vec<u64>> = text.split(':').map(|one| one.parse().ok()).collect();
            let Some(members) = members.filter(|_| number_of(key, "group").is_some()) else {
                let message = msg!(en: "{k} is \"{v}\", and takes numbers of members such as 1:2:3.",
                    zh: "{k} 的值为“{v}”，应为成员编号，例如 1:2:3。", k = shown(key), v = shown(text));
                report(sink, &mut told, place, message);
                return;
            };
            if let Some(twice) = members.iter().find(|one| grouped.contains(one)) {
                let message = msg!(en: "The member {n} is in two groups: ZooKeeper would end.",
                    zh: "成员 {n} 属于两个组：ZooKeeper 会退出。", n = *twice);
                report(sink, &mut told, place, message);
            }
            grouped.extend(members);
        }
        let of_groups = |(key, ..): &&(String, String, Place)| {
            key.starts_with("group") || key.starts_with("weight")
        };
        let Some((_, _, place)) = lines.iter().find(of_groups) else { continue };
        if let Some(alone) = voters.iter().find(|voter| !grouped.contains(voter)) {
            let message = msg!(en: "The member {n} is in no group: ZooKeeper would end.",
                zh: "成员 {n} 不属于任何组：ZooKeeper 会退出。", n = *alone);
            report(sink, &mut told, place, message);
        }
        let weight = |voter: &u64| {
            let own = lines.iter().find(|(key, ..)| number_of(key, "weight") == Some(*voter));
            own.map_or(Some(1), |(_, text, _)| text.parse::<i64>().ok())
        };
        if voters.iter().all(|voter| weight(voter) == Some(0)) {
            let message = msg!(en: "All members have the weight 0: nobody can be elected.",
                zh: "所有成员的权重都是 0：无法选出 leader。");
            report(sink, &mut told, place, message);
        }
    }
}

/// Ticks in which nothing can be done.
pub(super) static TICKS: Rule = Rule {
    id: "ZOO024",
    name: "ticks-too-short",
    severity: Severity::Warning,
    title: Text::new(
        "Members have at least a second to follow their leader.",
        "成员应至少有一秒时间跟上 leader。",
    ),
    why: Text::new(
        "tickTime is in milliseconds, and initLimit and syncLimit count in it: within the first a member must have joined, within the second an answer must be there. Below a second the pauses of a collector or a slow disk are enough to end a member, again and again; sessions last two to twenty ticks. Leave it at 2000, or set the limits higher.",
        "tickTime 的单位是毫秒，initLimit 和 syncLimit 以它为单位：成员须在前者之内加入，在后者之内应答。不足一秒时，垃圾回收停顿或慢磁盘就足以使成员反复掉线；会话时长为两到二十个 tick。请保留 2000，或提高这两个上限。",
    ),
    sources: &[ADMIN],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("overrides.cluster.zookeeper/zoo.cfg:tickTime", "1")]),
    clean: Example::Edits("kylin-six", &[("overrides.cluster.zookeeper/zoo.cfg:tickTime", "1000")]),
    check: |cx, sink| {
        let mut told = BTreeSet::new();
        for node in cx.with_roles(&[ROLE]).into_iter().filter(|_| made(cx)) {
            let number =
                |key: &str| -> Option<i64> { cx.read_at(node, ZOO_CFG, key)?.parse().ok() };
            let Some(tick) = number("tickTime").or(Some(3_000)).filter(|tick| *tick > 0) else {
                continue;
            };
            for key in ["initLimit", "syncLimit"] {
                let Some(ticks) = number(key).filter(|ticks| *ticks > 0) else { continue };
                let time = ticks.saturating_mul(tick);
                if time >= 1_000 {
                    continue;
                }
                let by_hand = |key: &&str| {
                    matches!(cx.place_at(node, ZOO_CFG, key), Some(Place::Override(..)))
                };
                let key_at = ["tickTime", key].into_iter().find(by_hand).unwrap_or("tickTime");
                let place = cx.place_at(node, ZOO_CFG, key_at).unwrap_or(Place::NodeName(node.row));
                let message = msg!(en: "{k} is {n} ticks of {t} ms, {all} ms in all.", zh: "{k} 为 {n} 个 {t} ms 的 tick，共 {all} ms。",
                    k = key, n = ticks, t = tick, all = time);
                report(sink, &mut told, &place, message);
            }
        }
    },
};

/// Where a member's metrics go, as the releases have it.
const PROVIDERS: [&str; 3] = [
    "org.apache.zookeeper.metrics.impl.NullMetricsProvider",
    "org.apache.zookeeper.metrics.impl.DefaultMetricsProvider",
    PROMETHEUS,
];

/// A class that no release has.
pub(super) static METRICS: Rule = Rule {
    id: "ZOO025",
    name: "no-such-metrics-provider",
    severity: Severity::Warning,
    title: Text::new(
        "The provider of metrics is a class that ZooKeeper has.",
        "指标提供者必须是 ZooKeeper 中存在的类。",
    ),
    why: Text::new(
        "From 3.6 on a member loads the class in metricsProvider.className before it does anything else, and ends where it cannot; older ones do not read the line. Of ZooKeeper's own there are NullMetricsProvider and DefaultMetricsProvider in org.apache.zookeeper.metrics.impl, and PrometheusMetricsProvider in org.apache.zookeeper.metrics.prometheus. Correct the name.",
        "自 3.6 起，成员首先加载 metricsProvider.className 指定的类，加载失败就会退出；更早的版本不读取该行。ZooKeeper 自带的有 org.apache.zookeeper.metrics.impl 中的 NullMetricsProvider 和 DefaultMetricsProvider，以及 org.apache.zookeeper.metrics.prometheus 中的 PrometheusMetricsProvider。请更正名称。",
    ),
    sources: &[Source::new(
        "MetricsProviderBootstrap.startMetricsProvider, QuorumPeerMain.runFromConfig (3.8)",
        "https://github.com/apache/zookeeper/blob/release-3.8.4/zookeeper-server/src/main/java/org/apache/zookeeper/metrics/impl/MetricsProviderBootstrap.java",
    )],
    symptoms: &[Symptom::new("Cannot boot MetricsProvider", "ZooKeeper's log")],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.zookeeper/zoo.cfg:metricsProvider.className",
            "org.apache.zookeeper.metrics.PrometheusMetricsProvider",
        )],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.zookeeper/zoo.cfg:metricsProvider.className",
            "org.apache.zookeeper.metrics.impl.NullMetricsProvider",
        )],
    ),
    check: |cx, sink| {
        const KEY: &str = "metricsProvider.className";
        let mut told = BTreeSet::new();
        for node in cx.with_roles(&[ROLE]).into_iter().filter(|_| made(cx)) {
            let lines = lines(cx, node);
            let Some((_, class, place)) = lines.iter().find(|(key, ..)| key == KEY) else {
                continue;
            };
            // A class of somebody's own may be on the path.
            let own = class.starts_with("org.apache.zookeeper.") || !class.contains('.');
            if own && !PROVIDERS.contains(&class.as_str()) {
                let near = class.to_ascii_lowercase().contains("prometheus");
                let message = msg!(en: "ZooKeeper has no class {c}: a member of 3.6 or later would end.",
                    zh: "ZooKeeper 中没有类 {c}：3.6 及以上版本的成员会退出。", c = shown(class));
                match place {
                    Place::Override(..) if near && told.insert(place.clone()) => {
                        let title = msg!(en: "Write {n}", zh: "改为 {n}", n = PROMETHEUS);
                        let edits = vec![Edit::Set(place.clone(), PROMETHEUS.to_owned())];
                        sink.report(place.clone(), message).fix(title, edits);
                    }
                    _ => report(sink, &mut told, place, message),
                }
            }
        }
    },
};
