//! The nodes behind a load balancer, and how a client meets one of them.

use crate::common::load_balancer::{ROLE, fields::any};
use ::rules::{Context, Example, Party, Rule, Source, Symptom};
use model::{Edit, Place, RowId, Severity, Text, msg};

const NGINX: Source = Source::new(
    "nginx: ngx_http_upstream_module",
    "https://nginx.org/en/docs/http/ngx_http_upstream_module.html",
);

/// The nodes that answer clients: where the product says that clients, or what stands in front,
/// connect to.
fn pool(cx: &Context) -> Vec<RowId> {
    let connections = cx.connections();
    let front = |party: &Party| match party {
        Party::Clients | Party::Outside(..) => true,
        Party::Roles(roles) => roles.contains(&ROLE),
    };
    let roles = connections.iter().find_map(|c| match &c.to {
        Party::Roles(roles) if front(&c.from) && !roles.contains(&ROLE) => Some(roles.clone()),
        _ => None,
    });
    roles.map_or_else(Vec::new, |roles| cx.with_roles(&roles).iter().map(|n| n.row).collect())
}

fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

/// Nobody behind it.
pub(super) static EMPTY: Rule = Rule {
    id: "LB001",
    name: "empty-pool",
    severity: Severity::Error,
    title: Text::new("A load balancer has nodes behind it.", "负载均衡后面必须有节点。"),
    why: Text::new(
        "No node answers queries, so the list of members is empty: nginx refuses to start (\"no servers are inside upstream\"), HAProxy answers 503 to everything. Give a node a role that answers queries.",
        "没有节点响应查询，成员列表为空：nginx 拒绝启动（“no servers are inside upstream”），HAProxy 对所有请求返回 503。请为某个节点选择能响应查询的角色。",
    ),
    sources: &[
        NGINX,
        Source::lab("balancer-without-servers", "Load balancers: an upstream without servers"),
    ],
    symptoms: &[Symptom::new("no servers are inside upstream", "nginx -t")],
    fires: Example::Edits(
        "kylin-three",
        &[("nodes[0].roles", "job"), ("nodes[1].roles", "job"), ("nodes[2].roles", "job")],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        if any(cx) && !cx.spec.nodes.is_empty() && pool(cx).is_empty() {
            sink.report(
                setting("lb.kind"),
                msg!(en: "No node answers queries: the load balancer has nobody to send them to.",
                     zh: "没有节点响应查询，负载均衡无处转发。"),
            );
        }
    },
};

/// One behind it.
pub(super) static ONE: Rule = Rule {
    id: "LB002",
    name: "pool-of-one",
    severity: Severity::Warning,
    title: Text::new(
        "A load balancer has at least two nodes behind it.",
        "负载均衡后面至少有两个节点。",
    ),
    why: Text::new(
        "With one node there is nothing to balance and nobody to take over: when it is down, so is everything, and nginx ignores its failure settings for a single server. Give a second node a role that answers queries.",
        "只有一个节点时没有可分摊的对象，也没有节点可接手：它停止就全部停止；对于单个服务器，nginx 还会忽略失败判定的设置。请再为一个节点选择能响应查询的角色。",
    ),
    sources: &[NGINX],
    symptoms: &[Symptom::new("no live upstreams while connecting to upstream", "nginx error.log")],
    fires: Example::Edits("kylin-three", &[("nodes[1].roles", "job"), ("nodes[2].roles", "job")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        let pool = pool(cx);
        if let ([only], true) = (pool.as_slice(), any(cx)) {
            sink.report(
                Place::NodeRoles(*only),
                msg!(en: "{n} is the only node behind the load balancer: nobody takes over when it is down.",
                     zh: "{n} 是负载均衡后面唯一的节点，它停止后没有节点可接手。", n = cx.name(*only)),
            )
            .related([setting("lb.kind")]);
        }
    },
};

/// Another node with every request.
pub(super) static LOGIN_LOST: Rule = Rule {
    id: "LB003",
    name: "login-lost-between-nodes",
    severity: Severity::Warning,
    title: Text::new(
        "Without shared sessions a client always meets the same node.",
        "没有 Session 共享时，同一客户端应始终访问同一节点。",
    ),
    why: Text::new(
        "A login in the page is known to one node only. When requests go round, the next node does not know it and answers with a redirect to the login: people are thrown out at random. Programs that send user and password with every request are not affected. Choose the client's address as the method, or share sessions; accept this warning when only such programs connect.",
        "页面登录状态只保存在一个节点上。轮流分发时，下一个节点不认识该登录，会重定向到登录页：用户会随机掉线。每次请求都带用户名和密码的程序不受影响。请选择按客户端地址分发，或启用 Session 共享；如果只有这类程序连接，可以接受该警告。",
    ),
    sources: &[
        Source::lab(
            "kylin-login-lost",
            "Lab: nginx round robin without session sharing: login 200, every cookie-only request 302",
        ),
        NGINX,
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.lb.method", "round_robin")]),
    clean: Example::Edits("kylin-three", &[("settings.lb.method", "hash")]),
    check: |cx, sink| {
        let method = cx.text("lb.method");
        let rounds = matches!(method.as_ref(), "round_robin" | "least_conn");
        if any(cx) && pool(cx).len() > 1 && rounds && !crate::common::session::shared(cx) {
            sink.report(
                setting("lb.method"),
                msg!(en: "With \"{m}\" and no shared sessions people are logged out at random. Distribute by the client's address, or share sessions.",
                     zh: "使用“{m}”且没有 Session 共享时，用户会随机掉线。请按客户端地址分发，或启用 Session 共享。", m = method.into_owned()),
            )
            .fix(
                msg!(en: "Distribute by the client's address", zh: "按客户端地址分发"),
                vec![Edit::Set(setting("lb.method"), "ip_hash".to_owned())],
            );
        }
    },
};

/// A whole network on one node.
pub(super) static COARSE_HASH: Rule = Rule {
    id: "LB004",
    name: "coarse-client-address",
    severity: Severity::Info,
    title: Text::new(
        "nginx's ip_hash looks at the first three numbers of an IPv4 address only.",
        "nginx 的 ip_hash 只看 IPv4 地址的前三段。",
    ),
    why: Text::new(
        "All clients of one network of 256 addresses meet the same node, and behind another proxy all clients are one. When most of your clients sit in one office network, take the method hash, which looks at the whole address.",
        "同一个 256 地址网段的所有客户端都会访问同一节点；在另一层代理之后，所有客户端都成为同一个。如果大部分客户端位于同一办公网段，请使用 hash 方式，它按完整地址计算。",
    ),
    sources: &[NGINX],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[]),
    clean: Example::Edits("kylin-three", &[("settings.lb.method", "hash")]),
    check: |cx, sink| {
        if cx.is("lb.kind", "nginx") && cx.is("lb.method", "ip_hash") && pool(cx).len() > 1 {
            sink.report(
                setting("lb.method"),
                msg!(en: "Clients whose IPv4 addresses differ in the last number only all meet the same node; \"hash\" looks at the whole address.",
                     zh: "IPv4 地址仅最后一段不同的客户端都会访问同一节点，“hash”按完整地址计算。"),
            )
            .fix(
                msg!(en: "Use the whole address", zh: "按完整地址计算"),
                vec![Edit::Set(setting("lb.method"), "hash".to_owned())],
            );
        }
    },
};

/// Nothing in front of several.
pub(super) static NO_BALANCER: Rule = Rule {
    id: "LB011",
    name: "no-load-balancer",
    severity: Severity::Info,
    title: Text::new(
        "Several nodes that answer queries have a load balancer in front.",
        "多个响应查询的节点前面应有负载均衡。",
    ),
    why: Text::new(
        "Without one, clients name a node themselves. When that node is down they fail, although others would answer. Choose Nginx, HAProxy, or one that exists.",
        "没有负载均衡时，客户端直接指定某个节点。该节点停止时客户端就会失败，尽管其他节点仍可响应。请选择 Nginx、HAProxy 或已有的负载均衡。",
    ),
    sources: &[Source::new(
        "Apache Kylin 3.1: deploy in cluster mode, load balancer",
        "https://kylin.apache.org/docs31/install/kylin_cluster.html",
    )],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.lb.kind", "none"), ("nodes[3].-", "")]),
    clean: Example::Edits("kylin-one", &[]),
    check: |cx, sink| {
        let pool = pool(cx);
        if !any(cx) && pool.len() > 1 {
            sink.report(
                setting("lb.kind"),
                msg!(en: "{n} nodes answer queries, but nothing stands in front of them: clients must know which one is up.",
                     zh: "有 {n} 个节点响应查询，但前面没有负载均衡，客户端须自行得知哪个可用。", n = pool.len()),
            );
        }
    },
};

/// Nodes that wait.
pub(super) static RESERVE: Rule = Rule {
    id: "LB019",
    name: "nodes-in-reserve",
    severity: Severity::Info,
    title: Text::new(
        "Nodes that also run jobs are a reserve behind the load balancer.",
        "同时运行任务的节点在负载均衡后面只作为后备。",
    ),
    why: Text::new(
        "Where some nodes only answer queries, one that runs jobs too is asked when none of them lives: a build would slow queries down. So one node for everything and one for queries share no load; give both the same role to spread it. Nginx cannot keep a node in reserve when it chooses by the client's address, and AWS' balancer cannot at all: there such a node gets its share.",
        "有专门的查询节点时，同时运行任务的节点只在它们全部不可用时才被访问，因为构建会拖慢查询。因此一个 all 节点加一个 query 节点并不分担负载；要分担请为两者选择相同的角色。Nginx 按客户端地址分配时无法设置后备节点，AWS 的负载均衡则完全没有此功能：此时这样的节点会分到同样的流量。",
    ),
    sources: &[
        NGINX,
        Source::lab(
            "balancer-reserve",
            "Load balancers: a reserve is asked when no other member lives",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.lb.kind", "haproxy")]),
    clean: Example::Edits(
        "kylin-three",
        &[("nodes[2].roles", "all"), ("settings.lb.kind", "haproxy")],
    ),
    check: |cx, sink| {
        let kind = cx.text("lb.kind");
        if !matches!(kind.as_ref(), "nginx" | "haproxy" | "httpd" | "alb") {
            return;
        }
        let waits = |row: &RowId| {
            cx.node(*row).is_some_and(|n| n.roles.contains("all") && !n.roles.contains("query"))
        };
        let (reserve, first): (Vec<RowId>, Vec<RowId>) = pool(cx).into_iter().partition(waits);
        if reserve.is_empty() || first.is_empty() {
            return;
        }
        let method = cx.text("lb.method");
        let by_address = matches!(method.as_ref(), "ip_hash" | "hash");
        let nobody_waits = kind == "alb" || (kind == "nginx" && by_address);
        let message = if nobody_waits {
            msg!(en: "Where jobs run too ({r}), queries arrive all the same: this load balancer keeps no node in reserve here.",
                 zh: "同时运行任务的节点（{r}）也会分到查询：该负载均衡在此设置下没有后备节点。", r = cx.names(&reserve))
        } else {
            msg!(en: "Where jobs run too ({r}), queries arrive only when none of {f} lives: the load is not spread over all.",
                 zh: "同时运行任务的节点（{r}）仅当 {f} 全部不可用时才会收到查询：负载并未分摊到所有节点。",
                 r = cx.names(&reserve), f = cx.names(&first))
        };
        sink.report(setting("lb.kind"), message)
            .related(reserve.iter().map(|row| Place::NodeRoles(*row)));
    },
};
