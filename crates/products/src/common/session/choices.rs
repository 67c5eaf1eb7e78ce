//! What can be chosen, and what rules it out.

use super::Tomcat;
use ::rules::{Choice, Context};
use model::{Text, msg};

/// The major version of the product's Tomcat, when it can be read.
fn major(cx: &Context) -> Option<u32> {
    cx.get::<Tomcat>("session.tomcat").ok().map(|t| t.major)
}

/// The managers.
pub(super) static KINDS: &[Choice] = &[
    Choice::new(
        "none",
        Text::new("Not shared", "不共享"),
        Text::new(
            "Each node knows its own logins only. The load balancer must send a client to the same node every time (by client address), and who was logged in on a node that dies logs in again.",
            "每个节点只知道自己的登录。负载均衡须把同一客户端始终发往同一节点（按客户端地址），节点故障时其上的用户需重新登录。",
        ),
    ),
    Choice::new(
        "redis_ranjit",
        Text::new("Redis, ran-jit's manager", "Redis（ran-jit 管理器）"),
        Text::new(
            "One Redis, Sentinel or Cluster. A login survives the death of a node, and any method of the load balancer will do. The manager is on no public repository: take its jar from the release on GitHub.",
            "支持单个 Redis、Sentinel 和 Cluster。节点故障时登录不丢失，负载均衡可用任意分发方式。该管理器不在公共仓库中：请从 GitHub 的发行包中取得 jar。",
        ),
    )
    .blocked(|cx| {
        major(cx).filter(|m| !matches!(m, 7..=9)).map(|m| msg!(
            en: "It is made for Tomcat 7 to 9; from 10 on it does not load, because the servlet classes have other names. This Tomcat is {m}.",
            zh: "它适用于 Tomcat 7 至 9；从 10 起 servlet 类的包名已改变，无法加载。当前 Tomcat 为 {m}。", m = m))
    }),
    Choice::new(
        "redis_jcoleman",
        Text::new("Redis, jcoleman's manager (old)", "Redis（jcoleman 管理器，旧）"),
        Text::new(
            "As an older manual of KAP describes it, with the right pool library. One Redis only, Tomcat 7 only. It hides errors when it saves; ran-jit's manager does the same work better.",
            "KAP 旧版手册所述的方式，但使用正确的连接池库。只支持单个 Redis 和 Tomcat 7。保存出错时不报告；ran-jit 管理器是更好的替代。",
        ),
    )
    .blocked(|cx| {
        major(cx).filter(|m| *m != 7).map(|m| msg!(
            en: "Version 1.2 is compiled for Tomcat 7, and what it calls is gone in Tomcat 8.5. This Tomcat is {m}. Take ran-jit's manager.",
            zh: "1.2 版针对 Tomcat 7 编译，它调用的接口在 Tomcat 8.5 中已不存在。当前 Tomcat 为 {m}。请使用 ran-jit 管理器。", m = m))
    }),
    Choice::new(
        "memcached",
        Text::new("memcached (memcached-session-manager)", "memcached（memcached-session-manager）"),
        Text::new(
            "A login survives the death of a node, and any method of the load balancer will do. With two memcached servers it survives the death of one of these, too. All jars are on Maven Central.",
            "节点故障时登录不丢失，负载均衡可用任意分发方式。有两个 memcached 时，其中一个故障也不丢失。全部 jar 均在 Maven 中央仓库。",
        ),
    )
    .blocked(|cx| {
        major(cx).filter(|m| !matches!(m, 7..=9)).map(|m| msg!(
            en: "Its parts are made for Tomcat 7, 8 and 9. This Tomcat is {m}.",
            zh: "其组件只适用于 Tomcat 7、8 和 9。当前 Tomcat 为 {m}。", m = m))
    }),
    Choice::new(
        "mysql",
        Text::new("MySQL or MariaDB (Tomcat's own manager)", "MySQL 或 MariaDB（Tomcat 自带的管理器）"),
        Text::new(
            "No jar but the driver, and while the database is down everybody goes on. A node writes the sessions that were used every ten seconds: a login older than that survives the death of its node. The load balancer must keep a client on its node.",
            "除驱动外不需要其他 jar，数据库停止期间用户不受影响。各节点每十秒写入使用过的 Session：超过该时间的登录在节点故障时不丢失。负载均衡须使客户端保持在同一节点。",
        ),
    )
    .blocked(|cx| {
        major(cx).filter(|m| !matches!(m, 7..=9)).map(|m| msg!(
            en: "Tomcat has the class JDBCStore from 7 to 9; 10 took it out. This Tomcat is {m}.",
            zh: "JDBCStore 类存在于 Tomcat 7 至 9；10 已将其移除。当前 Tomcat 为 {m}。", m = m))
    }),
];

/// Where the store is.
pub(super) static STORES: &[Choice] = &[
    Choice::new(
        "given",
        Text::new("Exists already", "已有"),
        Text::new("Enter where it listens.", "填写其监听地址。"),
    ),
    Choice::new(
        "nodes",
        Text::new("Made on the nodes", "在节点上建立"),
        Text::new(
            "On the nodes with the role Redis or memcached, as a service of its own.",
            "在具有 Redis 或 memcached 角色的节点上，作为独立的服务。",
        ),
    ),
];

const fn not_for_jcoleman(choice: Choice) -> Choice {
    choice.blocked(|cx| {
        cx.is("session.kind", "redis_jcoleman").then(|| {
            msg!(en: "jcoleman's manager 1.2 speaks with one Redis only, although an older manual of KAP speaks of a cluster.",
                 zh: "jcoleman 管理器 1.2 只能连接单个 Redis，尽管 KAP 旧版手册提到集群。")
        })
    })
}

/// How Redis stays available.
pub(super) static MODES: &[Choice] = &[
    Choice::new(
        "single",
        Text::new("One Redis", "单个 Redis"),
        Text::new(
            "Simple; while it is down nobody can use the page: every request ends with HTTP 500 after about four seconds.",
            "最简单；它停止期间页面无法使用：每个请求约四秒后返回 HTTP 500。",
        ),
    ),
    not_for_jcoleman(Choice::new(
        "sentinel",
        Text::same("Sentinel"),
        Text::new(
            "One Redis writes, others follow; three sentinels agree on a new one when it dies.",
            "一主多从；主节点故障时由三个 Sentinel 协商选出新的主节点。",
        ),
    )),
    not_for_jcoleman(Choice::new(
        "cluster",
        Text::same("Cluster"),
        Text::new(
            "Sessions are spread over at least three masters; each should have a replica. Only worth it for very many sessions.",
            "Session 分布在至少三个主节点上，每个主节点应有副本。仅在 Session 极多时才有必要。",
        ),
    )),
];
