//! A Redis Cluster as the store of sessions.

use super::session_redis::setting;
use crate::common::session::fields::redis_made;
use crate::common::session::redis::{PORT, port};
use crate::common::session::roles::REDIS_ID;
use crate::common::session::store::Mode;
use ::rules::{Example, Rule, Source, Symptom};
use model::value::Count;
use model::{Edit, Place, Severity, Text, msg};

/// Not enough for a cluster.
pub(super) static SMALL_CLUSTER: Rule = Rule {
    id: "SES011",
    name: "small-redis-cluster",
    severity: Severity::Error,
    title: Text::new(
        "A Redis Cluster has at least three masters, each with its replicas.",
        "Redis Cluster 至少有三个主节点，每个都有其副本。",
    ),
    why: Text::new(
        "redis-cli refuses to make a smaller one. With one replica per master six nodes need the role Redis. Give it to more nodes, ask for fewer replicas, or take Sentinel, which is enough for sessions.",
        "redis-cli 拒绝建立更小的集群。每个主节点一个副本时，需要六个节点具有 Redis 角色。请为更多节点选择该角色、减少副本，或改用 Sentinel，它足以存放 Session。",
    ),
    sources: &[Source::lab(
        "sessions-small-cluster",
        "Session lab: redis-cli --cluster create refuses fewer than three masters",
    )],
    symptoms: &[Symptom::new(
        "Redis Cluster requires at least 3 master nodes",
        "session/redis/create.log",
    )],
    fires: Example::Edits("kylin-redis-sentinel", &[("settings.session.redis_mode", "cluster")]),
    clean: Example::Edits(
        "kylin-redis-sentinel",
        &[("settings.session.redis_mode", "cluster"), ("settings.session.replicas", "0")],
    ),
    check: |cx, sink| {
        let Ok(replicas) = cx.get::<Count>("session.replicas") else { return };
        let count = cx.with_roles(&[REDIS_ID]).len() as u64;
        // Of 64 bits, since a `usize` of the browser has 32.
        let needed = 3 * (u64::from(replicas.0) + 1);
        if redis_made(cx) && Mode::read(cx) == Mode::Cluster && count > 0 && count < needed {
            sink.report(setting("session.redis_mode"), msg!(
                en: "Replicas per master: {r}. Such a cluster needs {n} nodes with the role Redis; {c} have it.",
                zh: "每个主节点 {r} 个副本的集群需要 {n} 个节点具有 Redis 角色，现有 {c} 个。",
                r = replicas.0, n = needed, c = count))
                .related([setting("session.replicas")]);
        }
    },
};

/// Nobody takes over.
pub(super) static NO_REPLICAS: Rule = Rule {
    id: "SES012",
    name: "redis-cluster-without-replicas",
    severity: Severity::Warning,
    title: Text::new(
        "Masters of a Redis Cluster have replicas.",
        "Redis Cluster 的主节点应有副本。",
    ),
    why: Text::new(
        "Each master holds a part of the sessions. When one without a replica dies, these people are logged out and cannot log in as long as their session falls to it. Give every master a replica.",
        "每个主节点存放一部分 Session。没有副本的主节点故障时，对应用户会掉线，且其 Session 落在该节点期间无法登录。请为每个主节点配置副本。",
    ),
    sources: &[Source::new(
        "Redis: scale with Redis Cluster, master-replica model",
        "https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/",
    )],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-redis-sentinel",
        &[("settings.session.redis_mode", "cluster"), ("settings.session.replicas", "0")],
    ),
    clean: Example::Edits("kylin-redis-sentinel", &[("settings.session.redis_mode", "cluster")]),
    check: |cx, sink| {
        if redis_made(cx)
            && Mode::read(cx) == Mode::Cluster
            && cx.get::<Count>("session.replicas") == Ok(Count(0))
        {
            sink.report(
                setting("session.replicas"),
                msg!(
                en: "Without replicas the death of any of the masters logs people out.",
                zh: "没有副本时，任一主节点故障都会使用户掉线。"),
            )
            .fix(
                msg!(en: "One replica per master", zh: "每个主节点一个副本"),
                vec![Edit::Set(setting("session.replicas"), "1".to_owned())],
            );
        }
    },
};

/// No room for the bus.
pub(super) static CLUSTER_PORT: Rule = Rule {
    id: "SES014",
    name: "redis-cluster-port",
    severity: Severity::Error,
    title: Text::new(
        "The port of a Redis Cluster is at most 55535.",
        "Redis Cluster 的端口不能大于 55535。",
    ),
    why: Text::new(
        "Members speak with each other on this port plus 10000, which must be a port, too: Redis does not start otherwise.",
        "成员之间使用该端口加 10000 通信，它也必须是有效端口，否则 Redis 无法启动。",
    ),
    sources: &[Source::lab(
        "sessions-cluster-port",
        "Session lab: redis-server with cluster-enabled and a port above 55535",
    )],
    symptoms: &[Symptom::new(
        "Your Redis port number must be 55535 or less",
        "session/redis/redis.log",
    )],
    fires: Example::Edits(
        "kylin-redis-sentinel",
        &[("settings.session.redis_mode", "cluster"), ("settings.session.redis_port", "56379")],
    ),
    clean: Example::Edits("kylin-redis-sentinel", &[("settings.session.redis_mode", "cluster")]),
    check: |cx, sink| {
        if !redis_made(cx) || Mode::read(cx) != Mode::Cluster {
            return;
        }
        let mut told: Vec<Place> = Vec::new();
        for node in cx.with_roles(&[REDIS_ID]) {
            let Some(port) = port(cx, node).filter(|port| port.0 > 55535) else { continue };
            let place = cx.place_of(node, &PORT);
            if told.contains(&place) {
                continue;
            }
            sink.report(
                place.clone(),
                msg!(
                en: "{p} plus 10000, the port of the cluster's bus, is no port.",
                zh: "{p} 加 10000（集群总线端口）超出端口范围。", p = port.0),
            )
            .fix(
                msg!(en: "Use port 6379", zh: "使用端口 6379"),
                vec![Edit::Set(place.clone(), "6379".to_owned())],
            );
            told.push(place);
        }
    },
};
