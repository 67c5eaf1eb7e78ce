//! Leader election through ZooKeeper.

use super::{by_hand, removal, rule};
use crate::alluxio::choice::Topology;
use crate::alluxio::effective::{
    JOURNAL_TYPE as TYPE, ZOOKEEPER_ADDRESS as ADDRESS, ZOOKEEPER_ENABLED as ENABLED, topology,
    zookeeper_on as on,
};
use crate::alluxio::sources::{CONFIGURATION, DOC_HA, PROPERTY_KEY, lab, oracle};
use crate::alluxio::versions::two;
use crate::common::zookeeper::fields::made;
use ::rules::{Context, Entry, Sink};
use model::value::shown;
use model::{Edit, Place, msg};

const ELECTION: &str = "alluxio.zookeeper.election.path";
const LEADER: &str = "alluxio.zookeeper.leader.path";
const PATHS: [&str; 4] =
    [ELECTION, LEADER, "alluxio.zookeeper.job.election.path", "alluxio.zookeeper.job.leader.path"];

rule!(
    /// Two ways of agreeing at once.
    JOURNAL_TYPE, "ALX005", "zookeeper-without-ufs-journal", Error,
    ["ZooKeeper goes with a journal of type UFS.", "使用 ZooKeeper 时，Journal 类型必须是 UFS。"],
    ["2.x takes EMBEDDED unless told otherwise and then stops: it is where the old guide fails on a new release. ValidateConf and the format say nothing. Choose how masters agree in the field, and remove the override.",
     "2.x 默认为 EMBEDDED，与 ZooKeeper 同时使用会停止：旧文档照搬到新版本时正是在此失败。ValidateConf 和格式化都不会提示。请在字段中选择选主方式，并删除覆盖项。"],
    [lab("alluxio-zookeeper-and-embedded"), CONFIGURATION],
    [("Raft-based embedded journal and Zookeeper cannot be used at the same time", "logs/master.log")],
    fires "alluxio-zookeeper" [("overrides.cluster.alluxio.master.journal.type", "EMBEDDED")],
    clean "alluxio-zookeeper" [("overrides.cluster.alluxio.master.journal.type", "UFS")],
    |cx, sink| {
        if !two(cx) {
            return;
        }
        let mut seen = Vec::new();
        for config in cx.configs().iter().filter(|c| c.entries().next().is_some() && on(cx, c)) {
            let kind = cx.value(config, TYPE).trim().to_ascii_uppercase();
            let named = [TYPE, ENABLED].map(|k| config.place(k, Place::Setting("masters.kind".to_owned())));
            let place = named.iter().find(|p| matches!(p, Place::Override(..))).or(named.first());
            let Some(place) = place.filter(|p| kind == "EMBEDDED" && !seen.contains(*p)) else { continue };
            sink.report(
                place.clone(),
                msg!(en: "ZooKeeper is on and the journal's type is {t}: masters would stop at once.",
                     zh: "已启用 ZooKeeper，而 Journal 类型是 {t}：master 会立即停止。", t = kind),
            );
            seen.push(place.clone());
        }
    }
);

rule!(
    /// One of two keys that need each other.
    HALF_SET, "ALX006", "zookeeper-half-set", Error,
    ["ZooKeeper is switched on together with its address.", "启用 ZooKeeper 时必须同时给出地址，反之亦然。"],
    ["Masters, workers and clients all stop when one of the two is there without the other; a value other than true counts as off. Set ZooKeeper in the fields, and remove the override.",
     "只设置其中之一时，master、worker 和客户端都会停止；true 以外的值等于关闭。请在字段中设置 ZooKeeper，并删除覆盖项。"],
    [oracle("alluxio-loader-zookeeper-half-set")], [("Inconsistent Zookeeper configuration", "any log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.zookeeper.enabled", "true")],
    clean "alluxio-zookeeper" [("overrides.cluster.alluxio.zookeeper.enabled", "TRUE")],
    |cx, sink| {
        let mut seen = Vec::new();
        for config in cx.configs().iter().filter(|c| c.entries().next().is_some()) {
            // An empty address counts as one that is set, and is none that could be asked.
            let on = on(cx, config);
            let usable = |e: &&Entry| !on || e.broken.is_some() || !e.text().trim().is_empty();
            let address = config.get(ADDRESS).filter(usable);
            let places = [ENABLED, ADDRESS].map(|k| config.place(k, Place::Setting("masters.kind".to_owned())));
            let place = places.iter().find(|p| matches!(p, Place::Override(..)));
            let Some(place) = place.filter(|p| !seen.contains(*p)) else { continue };
            if on == address.is_some() {
                continue;
            }
            seen.push(place.clone());
            let message = if address.is_some() {
                msg!(en: "alluxio.zookeeper.address is set, but ZooKeeper is not switched on.",
                     zh: "设置了 alluxio.zookeeper.address，但没有启用 ZooKeeper。")
            } else {
                msg!(en: "ZooKeeper is switched on without an address.", zh: "启用了 ZooKeeper，但没有地址。")
            };
            sink.report(place.clone(), message).fix(
                msg!(en: "Remove the override", zh: "删除该覆盖项"),
                vec![Edit::Clear(place.clone())],
            );
        }
    }
);

rule!(
    /// Election and result in one znode.
    ONE_PATH, "ALX016", "election-and-leader-share-a-path", Error,
    ["Election and leader have different znodes.", "选举和主（leader）地址使用不同的 znode。"],
    ["With one znode for both a master becomes primary and cannot find itself; with 1.8 nobody can use the cluster. Remove the override.",
     "两者使用同一个 znode 时，master 成为主却找不到自己；1.8 则整个集群不可用。请删除覆盖项。"],
    [lab("alluxio-one-znode")], [("Failed to receive leader master heartbeat command", "logs/master.log"), ("Invalid InetSocketAddress", "logs/master.log"), ("Error getting the leader master address from zookeeper", "logs/master.log")],
    fires "alluxio-zookeeper" [("overrides.cluster.alluxio.zookeeper.leader.path", "/a"), ("overrides.cluster.alluxio.zookeeper.election.path", "/a")],
    clean "alluxio-zookeeper" [("overrides.cluster.alluxio.zookeeper.leader.path", "/a/leader"), ("overrides.cluster.alluxio.zookeeper.election.path", "/a/election")],
    |cx, sink| {
        if topology(cx) != Topology::ZooKeeper {
            return;
        }
        let mut seen = Vec::new();
        for config in cx.configs().iter().filter(|c| c.entries().next().is_some()) {
            let (election, leader) = (cx.value(config, ELECTION).trim(), cx.value(config, LEADER).trim());
            let place = config.place(LEADER, Place::Setting("zookeeper.base_path".to_owned()));
            if election == leader && !election.is_empty() && !seen.contains(&place) {
                sink.report(
                    place.clone(),
                    msg!(en: "Election and leader both use the znode {z}.", zh: "选举和主（leader）地址都使用 znode {z}。", z = shown(leader)),
                );
                seen.push(place);
            }
        }
    }
);

rule!(
    /// A znode without its slash.
    PATH_FORM, "ALX017", "relative-election-znode", Error,
    ["A znode begins with a slash.", "znode 必须以斜杠开头。"],
    ["The master ends at its start when the path is relative. Write it with a slash at its beginning.",
     "路径不以斜杠开头时 master 在启动时退出。请在开头加上斜杠。"],
    [lab("alluxio-relative-znode")], [("Path must start with / character", "logs/master.log")],
    fires "alluxio-zookeeper" [("overrides.cluster.alluxio.zookeeper.election.path", "alluxio/election")],
    clean "alluxio-zookeeper" [("overrides.cluster.alluxio.zookeeper.election.path", "/alluxio/election")],
    |cx, sink| {
        for key in PATHS {
            for found in by_hand(cx, key).into_iter().filter(|f| !f.value.starts_with('/')) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "{k} is \"{v}\", which does not begin with a slash.", zh: "{k} 的值“{v}”没有以斜杠开头。", k = key, v = shown(&found.value)),
                )
                .fix(
                    msg!(en: "Put a slash before it", zh: "在开头加上斜杠"),
                    vec![Edit::Set(found.place.clone(), format!("/{}", found.value))],
                );
            }
        }
    }
);

rule!(
    /// The znodes that every other cluster takes, too.
    DEFAULT_PATHS, "ALX018", "znodes-of-everybody", Warning,
    ["The znodes are of this cluster only.", "znode 应仅供本集群使用。"],
    ["Two clusters with one pair of znodes become one: in the lab the second one's master silently stood by for the first, with another journal. The defaults of the release are the ones that everybody has. Use a znode with the cluster's name.",
     "两个集群使用同一对 znode 会合成一个：实测后者的 master 静默地成为前者的备用，而 Journal 并不相同。发行包的默认值人人相同。请使用带集群名称的 znode。"],
    [lab("alluxio-default-znodes")], [],
    fires "alluxio-zookeeper" [("settings.zookeeper.base_path", "/alluxio")],
    clean "alluxio-zookeeper" [("settings.zookeeper.base_path", "/alluxio/reports")],
    |cx, sink| {
        let field = Place::Setting("zookeeper.base_path".to_owned());
        if topology(cx) != Topology::ZooKeeper {
            return;
        }
        let of_everybody = |v: &str| matches!(v, "/alluxio/election" | "/alluxio/leader" | "/election" | "/leader");
        let mut seen = Vec::new();
        for found in [ELECTION, LEADER].iter().flat_map(|key| cx.values_of(key)) {
            let place = if found.overridden() { found.place } else { field.clone() };
            if of_everybody(&found.value) && !seen.contains(&place) {
                let mut edits = vec![Edit::Clear(place.clone())];
                // In the files that were imported nothing says it.
                if place == field {
                    edits.extend(cx.spec.put_back(&PATHS));
                }
                sink.report(
                    place.clone(),
                    msg!(en: "The znode {z} is the release's own default: another cluster on this ensemble would join this one.",
                         zh: "znode {z} 是发行包的默认值：同一 ZooKeeper 上的另一个集群会并入本集群。", z = shown(&found.value)),
                )
                .fix(msg!(en: "Use the default with the cluster's name", zh: "使用带集群名称的默认值"), edits);
                seen.push(place);
            }
        }
    }
);

rule!(
    /// A session that the ensemble shortens.
    SESSION, "ALX053", "session-cut-short", Info,
    ["A session is not longer than the ensemble allows.", "会话时长不应超过 ZooKeeper 允许的上限。"],
    ["The ensemble that is made here allows at most 20 ticks of 2 s: a longer session is cut to 40 s without a word. Set less, or raise maxSessionTimeout of the ensemble.",
     "此处建立的 ZooKeeper 最多允许 20 个 2 秒的 tick：更长的会话会被静默缩短为 40 秒。请设置更小的值，或提高 ZooKeeper 的 maxSessionTimeout。"],
    [lab("alluxio-session-cut"), DOC_HA], [],
    fires "alluxio-zookeeper" [("overrides.cluster.alluxio.zookeeper.session.timeout", "120s")],
    clean "alluxio-zookeeper" [("overrides.cluster.alluxio.zookeeper.session.timeout", "30s")],
    session
);

fn session(cx: &Context, sink: &mut Sink) {
    if topology(cx) != Topology::ZooKeeper || !made(cx) {
        return;
    }
    for found in by_hand(cx, "alluxio.zookeeper.session.timeout") {
        if crate::alluxio::notation::time(&found.value).is_some_and(|ms| ms > 40_000) {
            let (title, edits) = removal(&found);
            sink.report(
                found.place.clone(),
                msg!(en: "A session of {v} is cut to 40 s by the ensemble that is made here.",
                     zh: "{v} 的会话会被此处建立的 ZooKeeper 缩短为 40 秒。", v = shown(&found.value)),
            )
            .fix(title, edits);
        }
    }
}

rule!(
    /// An ensemble for nobody.
    UNUSED, "ALX055", "unused-ensemble", Info,
    ["An ensemble that is made is used.", "建立的 ZooKeeper 集群应当被使用。"],
    ["The masters agree in another way, so nothing connects to the ensemble. Choose ZooKeeper for the masters, or do not make one.",
     "master 以其他方式选主，没有程序连接该 ZooKeeper 集群。请让 master 通过 ZooKeeper 选主，或不要建立它。"],
    [PROPERTY_KEY], [],
    fires "alluxio-three" [("settings.zookeeper.kind", "nodes"), ("nodes[0].roles", "master,zookeeper")],
    clean "alluxio-zookeeper" [],
    |cx, sink| {
        if topology(cx) != Topology::ZooKeeper && made(cx) {
            sink.report(
                Place::Setting("zookeeper.kind".to_owned()),
                msg!(en: "An ensemble is made on the nodes, but the masters do not use it.",
                     zh: "在节点上建立了 ZooKeeper 集群，但 master 不使用它。"),
            )
            .fix(msg!(en: "Make none", zh: "不建立"), vec![Edit::Clear(Place::Setting("zookeeper.kind".to_owned()))]);
        }
    }
);
