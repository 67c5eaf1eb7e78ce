//! The store of sessions, whichever it is.

use crate::common::session::fields::{MSM, made, memcached_made, redis_made};
use crate::common::session::roles::{MEMCACHED_ID, REDIS_ID};
use crate::common::session::store::{Mode, Sharing, sharing};
use crate::common::session::{POOL, shared};
use ::rules::{Example, Rule, Source};
use model::{Place, Severity, Text, msg};

fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

/// To be made, but nowhere.
pub(super) static NO_NODE: Rule = Rule {
    id: "SES019",
    name: "session-store-without-node",
    severity: Severity::Error,
    title: Text::new(
        "A session store that Muster makes runs on a node.",
        "由 Muster 建立的 Session 存储须运行在某个节点上。",
    ),
    why: Text::new(
        "The store is to be made on the nodes, but none has the role for it: the session manager would have no address, and the web application would not start. Give the role to nodes.",
        "存储要在节点上建立，但没有节点具有相应角色：Session 管理器没有地址可连，Web 应用无法启动。请为节点选择该角色。",
    ),
    sources: &[Source::own("Muster: the store's files go to the nodes with its role")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-memcached",
        &[("nodes[0].roles", "all"), ("nodes[1].roles", "query")],
    ),
    clean: Example::Edits("kylin-memcached", &[]),
    check: |cx, sink| {
        let role = if redis_made(cx) { REDIS_ID } else { MEMCACHED_ID };
        if made(cx) && !cx.spec.nodes.is_empty() && cx.with_roles(&[role]).is_empty() {
            sink.report(
                setting("session.store"),
                msg!(
                en: "No node has the role {r}, so sessions would have no place. Give it to a node.",
                zh: "没有节点具有 {r} 角色，Session 无处存放。请为节点选择该角色。", r = role),
            );
        }
    },
};

/// One of it.
pub(super) static SINGLE: Rule = Rule {
    id: "SES020",
    name: "single-session-store",
    severity: Severity::Info,
    title: Text::new(
        "The session store survives the death of a machine, too.",
        "Session 存储也应能承受一台机器的故障。",
    ),
    why: Text::new(
        "With one Redis, nobody can use the page while it is down: every request ends with HTTP 500. With one memcached, everybody is logged out when it restarts. Redis with Sentinel, or a second memcached, takes over.",
        "只有一个 Redis 时，它停止期间页面无法使用，所有请求返回 HTTP 500。只有一个 memcached 时，它重启会使所有用户掉线。使用带 Sentinel 的 Redis 或增加一个 memcached 即可接管。",
    ),
    sources: &[
        Source::lab(
            "sessions-redis-down",
            "Session lab: Redis down, standalone: each request HTTP 500 after about 4 s",
        ),
        MSM,
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-memcached", &[("nodes[1].roles", "query")]),
    clean: Example::Edits("kylin-memcached", &[]),
    check: |cx, sink| {
        let single = match sharing(cx) {
            Some(Ok(Sharing::Memcached(servers, _))) => servers.len() == 1,
            Some(Ok(Sharing::Ranjit(redis) | Sharing::Jcoleman(redis))) => {
                redis.mode == Mode::Single
            }
            _ => false,
        };
        if single && cx.with_roles(POOL).len() > 1 {
            let place =
                if memcached_made(cx) || redis_made(cx) { "session.store" } else { "session.kind" };
            sink.report(
                setting(place),
                msg!(
                en: "Every node depends on one machine that keeps the sessions.",
                zh: "所有节点都依赖存放 Session 的那一台机器。"),
            );
        }
    },
};

/// Nothing to share.
pub(super) static ONE_NODE: Rule = Rule {
    id: "SES022",
    name: "sessions-shared-by-one",
    severity: Severity::Info,
    title: Text::new(
        "Sessions are shared where several nodes answer clients.",
        "有多个节点响应客户端时才需要共享 Session。",
    ),
    why: Text::new(
        "One node has nobody to share with: the store is one more thing that can fail. It does let logins outlive a restart of that node.",
        "只有一个节点时无需共享，存储反而多一个故障点。不过它能使登录在该节点重启后仍然有效。",
    ),
    sources: &[Source::own("Muster: the nodes that answer clients")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-one",
        &[
            ("settings.session.kind", "memcached"),
            ("settings.session.memcached_hosts", "m1.example.com:11211"),
        ],
    ),
    clean: Example::Edits("kylin-memcached", &[]),
    check: |cx, sink| {
        if shared(cx) && cx.with_roles(POOL).len() == 1 {
            sink.report(
                setting("session.kind"),
                msg!(
                en: "Only one node answers clients; nobody is there to share logins with.",
                zh: "只有一个节点响应客户端，没有可共享登录的对象。"),
            );
        }
    },
};
