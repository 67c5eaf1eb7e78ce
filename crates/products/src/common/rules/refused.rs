//! Values of `zoo.cfg`, `redis.conf` and `sentinel.conf` that their program refuses at its start.

use super::ensemble::ADMIN;
use crate::common::session::redis::words::{TAKES as OF_REDIS, is_known};
use crate::common::session::redis::{REDIS_CONF, SENTINEL_CONF};
use crate::common::takes::Takes;
use crate::common::zookeeper::ZOO_CFG;
use crate::common::zookeeper::words::TAKES as OF_ZOOKEEPER;
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use formats::redis::words;
use model::value::shown;
use model::{Edit, Message, Place, Severity, Text, msg};
use std::collections::BTreeSet;

const REDIS: Source = Source::new(
    "config.c of Redis 7.0: the directives and what each takes",
    "https://github.com/redis/redis/blob/7.0/src/config.c",
);
const PRESET: &str = "kylin-redis-sentinel";

/// Judges each entry of a file of the nodes once: its key, and its value without a variable.
fn each(cx: &Context, sink: &mut Sink, file: &str, judge: impl Fn(&str, &str) -> Option<Message>) {
    let mut told: BTreeSet<(Place, String)> = BTreeSet::new();
    let files = cx.configs().iter().filter_map(|config| config.file(file));
    for entry in files.flat_map(|file| file.entries().iter()).filter(|e| e.broken.is_none()) {
        let Some(text) = entry.shared() else { continue };
        // What a variable holds is known on the host only.
        if text.contains("${") || text.contains("@{") {
            continue;
        }
        let Some(message) = judge(&entry.key, text.trim()) else { continue };
        let place = entry.places.first().cloned().unwrap_or(Place::Nodes);
        if !told.insert((place.clone(), entry.key.clone())) {
            continue;
        }
        let found = sink.report(place.clone(), message);
        if matches!(place, Place::Override(..)) {
            found.fix(
                msg!(en: "Remove {k}", zh: "删除 {k}", k = shown(&entry.key)),
                vec![Edit::Clear(place)],
            );
        }
    }
}

/// What is wrong with a value, by what its program takes for the key.
fn refused(all: &[(&str, Takes)], key: &str, text: &str) -> Option<Message> {
    let (_, takes) = all.iter().find(|(name, _)| *name == key)?;
    let wanted = takes.instead_of(text)?;
    Some(msg!(
        en: "{k} is \"{v}\", and its program takes {w}.", zh: "{k} 的值为“{v}”，而程序接受：{w}。",
        k = shown(key), v = shown(text), w = wanted))
}

/// A word of `zoo.cfg` that ends a member.
pub(super) static OF_ZOO_CFG: Rule = Rule {
    id: "ZOO021",
    name: "value-that-zookeeper-refuses",
    severity: Severity::Error,
    title: Text::new(
        "zoo.cfg says only what ZooKeeper takes.",
        "zoo.cfg 中的取值都是 ZooKeeper 接受的。",
    ),
    why: Text::new(
        "A switch that is neither true nor false, another election than 3, a kind of member that does not exist: ZooKeeper ends while it reads the file. A relative folder is read, but lies where the service happens to start, and the member's number lies elsewhere.",
        "既非 true 也非 false 的开关、3 以外的选举算法、不存在的成员类型：ZooKeeper 读取文件时就会退出。相对路径虽能读取，但其位置取决于服务的启动目录，成员编号文件则在别处。",
    ),
    sources: &[
        ADMIN,
        Source::new(
            "QuorumPeerConfig.parseProperties and parseBoolean (3.8)",
            "https://github.com/apache/zookeeper/blob/release-3.8.4/zookeeper-server/src/main/java/org/apache/zookeeper/server/quorum/QuorumPeerConfig.java",
        ),
    ],
    symptoms: &[
        Symptom::new("Invalid option … for …. Choose 'true' or 'false.'", "ZooKeeper's log"),
        Symptom::new("myid file is missing", "ZooKeeper's log"),
    ],
    fires: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.zookeeper/zoo.cfg:standaloneEnabled", "no")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.zookeeper/zoo.cfg:standaloneEnabled", "False")],
    ),
    check: |cx, sink| each(cx, sink, ZOO_CFG, |key, text| refused(OF_ZOOKEEPER, key, text)),
};

/// The first word of a value, as Redis reads it.
fn first(text: &str) -> Option<String> {
    words(text).ok()?.into_iter().next()
}

/// A word of `redis.conf` that ends Redis.
pub(super) static OF_REDIS_CONF: Rule = Rule {
    id: "SES039",
    name: "value-that-redis-refuses",
    severity: Severity::Error,
    title: Text::new(
        "redis.conf and sentinel.conf say only what Redis takes.",
        "redis.conf 和 sentinel.conf 中的取值都是 Redis 接受的。",
    ),
    why: Text::new(
        "Redis reads its file whole before it starts, and ends at the first word that it does not take: a switch other than yes or no, a policy that does not exist. A relative folder lies where the service happens to start.",
        "Redis 启动前会读完整个文件，遇到第一个不接受的取值就退出：yes、no 之外的开关，不存在的策略。相对路径的位置则取决于服务的启动目录。",
    ),
    sources: &[REDIS],
    symptoms: &[
        Symptom::new("argument must be 'yes' or 'no'", "output of redis-server"),
        Symptom::new("argument(s) must be one of the following", "output of redis-server"),
    ],
    fires: Example::Edits(PRESET, &[("overrides.cluster.session/redis.conf:appendfsync", "abc")]),
    clean: Example::Edits(
        PRESET,
        &[("overrides.cluster.session/redis.conf:appendfsync", "Always")],
    ),
    check: |cx, sink| {
        for file in [REDIS_CONF, SENTINEL_CONF] {
            each(cx, sink, file, |key, text| refused(OF_REDIS, key, &first(text)?));
        }
    },
};

/// A directive of nobody.
pub(super) static UNKNOWN_DIRECTIVE: Rule = Rule {
    id: "SES040",
    name: "directive-that-redis-does-not-know",
    severity: Severity::Warning,
    title: Text::new(
        "Every directive of redis.conf is one of Redis.",
        "redis.conf 中的每条指令都是 Redis 认识的。",
    ),
    why: Text::new(
        "Redis does not ignore what it does not know: it ends with \"Bad directive or wrong number of arguments\". Correct the name. If a module or a newer Redis brings it, accept this warning.",
        "Redis 不会忽略不认识的指令，而是以“Bad directive or wrong number of arguments”退出。请更正名称；如果该指令来自模块或更新的 Redis，可以接受此警告。",
    ),
    sources: &[REDIS],
    symptoms: &[Symptom::new(
        "Bad directive or wrong number of arguments",
        "output of redis-server",
    )],
    fires: Example::Edits(PRESET, &[("overrides.cluster.session/redis.conf:apendonly", "yes")]),
    clean: Example::Edits(PRESET, &[("overrides.cluster.session/redis.conf:hz", "20")]),
    check: |cx, sink| {
        for file in [REDIS_CONF, SENTINEL_CONF] {
            each(cx, sink, file, |key, _| {
                let directive = key.split(' ').next().unwrap_or_default();
                // A module's own begin with its name and a dot; those of a sentinel are another list.
                let other = directive == "sentinel" || directive.contains('.');
                (!other && !is_known(directive)).then(|| {
                    msg!(en: "Redis 7.0 knows no directive {k}, and does not start with one.",
                         zh: "Redis 7.0 没有指令 {k}，含有它就无法启动。", k = shown(key))
                })
            });
        }
    },
};
