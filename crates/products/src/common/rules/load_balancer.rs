//! The load balancer itself.

use crate::common::load_balancer::{
    ROLE,
    fields::{any, made},
    floating::wanted,
};
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::{Duration, Host, Port, Value};
use model::{Edit, Environment, Place, Severity, Text, msg};

fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

/// A limit below that of the page.
pub(super) static ANSWER_TIMEOUT: Rule = Rule {
    id: "LB005",
    name: "short-answer-timeout",
    severity: Severity::Warning,
    title: Text::new(
        "The load balancer waits longer than 300 seconds for an answer.",
        "负载均衡等待响应的时间应大于 300 秒。",
    ),
    why: Text::new(
        "The page waits 300 seconds for a query. When the load balancer hangs up before, the person sees error 504 while the query goes on. nginx's own default is 60 seconds. Use 330 seconds.",
        "页面为一次查询等待 300 秒。负载均衡提前断开时，用户看到 504 错误，而查询仍在继续。nginx 的默认值只有 60 秒。请使用 330 秒。",
    ),
    sources: &[
        Source::new(
            "nginx: proxy_read_timeout",
            "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout",
        ),
        Source::new(
            "kylinProperties.js:167 (3.1.3): the page waits 300000 ms",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/webapp/app/js/services/kylinProperties.js#L167",
        ),
    ],
    symptoms: &[
        Symptom::new(
            "upstream timed out (110: Connection timed out) while reading response header from upstream",
            "nginx error.log",
        ),
        Symptom::new("504 Gateway Time-out", "answer of the load balancer"),
    ],
    fires: Example::Edits("kylin-three", &[("settings.lb.read_timeout", "60 s")]),
    clean: Example::Edits("kylin-three", &[("settings.lb.read_timeout", "301 s")]),
    check: |cx, sink| {
        let Ok(limit) = cx.get::<Duration>("lb.read_timeout") else { return };
        if any(cx) && limit.0 <= 300_000 {
            sink.report(
                setting("lb.read_timeout"),
                msg!(en: "The load balancer hangs up after {t}, but the page waits 300 s for a query.",
                     zh: "负载均衡在 {t} 后断开，但页面为一次查询等待 300 秒。", t = limit.to_string()),
            )
            .fix(msg!(en: "Set it to 330 s", zh: "设为 330 s"), vec![Edit::Set(setting("lb.read_timeout"), "330 s".to_owned())]);
        }
    },
};

/// To be made, but nowhere.
pub(super) static NO_NODE: Rule = Rule {
    id: "LB006",
    name: "load-balancer-without-node",
    severity: Severity::Error,
    title: Text::new(
        "A load balancer that Muster makes runs on a node.",
        "由 Muster 生成的负载均衡须运行在某个节点上。",
    ),
    why: Text::new(
        "A load balancer was chosen, but no node has the role load balancer: nothing will listen at the address that clients are told. Give a node the role; it may be one of its own or one that does other work too.",
        "已选择负载均衡，但没有节点具有负载均衡角色：告知客户端的地址上不会有任何程序监听。请为某个节点选择该角色，可以是专用节点，也可以与其他角色共用。",
    ),
    sources: &[Source::own("Muster: the load balancer's files go to the nodes with the role")],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("nodes[3].-", "")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        if made(cx) && !cx.spec.nodes.is_empty() && cx.with_roles(&[ROLE]).is_empty() {
            sink.report(
                setting("lb.kind"),
                msg!(en: "No node has the role load balancer, so none will run. Give the role to a node.",
                     zh: "没有节点具有负载均衡角色，不会有负载均衡运行。请为某个节点选择该角色。"),
            );
        }
    },
};

/// Passwords in clear.
pub(super) static PLAIN_HTTP: Rule = Rule {
    id: "LB007",
    name: "plain-http",
    severity: Severity::Info,
    title: Text::new(
        "In production clients speak TLS with the load balancer.",
        "生产环境中客户端应通过 TLS 访问负载均衡。",
    ),
    why: Text::new(
        "Logins and Basic authentication carry the password in a form that anybody on the way can read. Switch TLS on, with a certificate for the name that clients use; within a closed network you may leave it off.",
        "登录和 Basic 认证中的密码可以被途经的任何人读取。请启用 TLS，并使用与访问名称相符的证书；在封闭网络中可以不启用。",
    ),
    sources: &[Source::new(
        "RFC 7617, 4: Basic authentication is not secure without TLS",
        "https://www.rfc-editor.org/rfc/rfc7617#section-4",
    )],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[]),
    clean: Example::Edits("kylin-six", &[]),
    check: |cx, sink| {
        if any(cx) && !cx.on("lb.tls") && cx.spec.environment == Environment::Production {
            sink.report(
                setting("lb.tls"),
                msg!(en: "Clients send their passwords to the load balancer in clear. Switch TLS on unless the network is closed.",
                     zh: "客户端以明文将密码发送到负载均衡。除非网络封闭，否则请启用 TLS。"),
            );
        }
    },
};

/// The name of something else.
pub(super) static NAME_OF_A_NODE: Rule = Rule {
    id: "LB008",
    name: "load-balancer-named-like-a-node",
    severity: Severity::Warning,
    title: Text::new(
        "The load balancer's name belongs to the load balancer.",
        "负载均衡的名称应指向负载均衡本身。",
    ),
    why: Text::new(
        "Clients would be sent to a node on which no load balancer runs: nobody listens at its port there. When the name is later pointed at the load balancer, that node cannot be reached by it any more, and the load balancer passes requests to itself. Give it a name of its own.",
        "客户端会被引到一个没有运行负载均衡的节点，该端口上无人监听。若以后把该名称改为指向负载均衡，就无法再用它访问该节点，负载均衡会把请求转发给自己。请使用单独的名称。",
    ),
    sources: &[Source::lab(
        "balancer-own-name",
        "Session lab: a member that is the load balancer's own name",
    )],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.lb.name", "k3.example.com")]),
    clean: Example::Edits("kylin-three", &[("settings.lb.name", "lb1.example.com")]),
    check: name_of_a_node,
};

fn name_of_a_node(cx: &Context, sink: &mut Sink) {
    let Ok(name) = cx.get::<Host>("lb.name") else { return };
    if !any(cx) {
        return;
    }
    let made = made(cx);
    for (node, hosts) in cx.spec.nodes.iter().zip(cx.hosts()) {
        let runs = made && node.roles.contains(ROLE);
        if !runs && hosts.all().any(|h| *h == name) {
            sink.report(
                setting("lb.name"),
                msg!(en: "{n} is the name of a node on which no load balancer runs. Give the load balancer a name of its own.",
                     zh: "{n} 是一个没有运行负载均衡的节点的名称。请为负载均衡使用单独的名称。", n = name.to_string()),
            )
            .related([Place::Node(node.row)]);
        }
    }
}

/// A name that every client takes for itself.
pub(super) static LOOPBACK_NAME: Rule = Rule {
    id: "LB009",
    name: "loopback-load-balancer",
    severity: Severity::Warning,
    title: Text::new(
        "The load balancer's name is one that clients can reach.",
        "负载均衡的名称必须能被客户端访问。",
    ),
    why: Text::new(
        "localhost means the client's own machine. Only on the load balancer's node itself would it lead there. Enter the name that clients use.",
        "localhost 指客户端自己的机器，只有在负载均衡所在节点上才指向它。请填写客户端使用的名称。",
    ),
    sources: &[Source::new(
        "RFC 6761, 6.3: localhost",
        "https://www.rfc-editor.org/rfc/rfc6761#section-6.3",
    )],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.lb.name", "localhost")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        if any(cx) && cx.get::<Host>("lb.name").is_ok_and(|h| h.is_loopback()) {
            let found = sink.report(
                setting("lb.name"),
                msg!(en: "{n} means the client's own machine. Enter the name that clients use.",
                     zh: "{n} 指客户端自己的机器。请填写客户端使用的名称。", n = cx.text("lb.name").into_owned()),
            );
            if let [only] = cx.with_roles(&[ROLE]).as_slice()
                && Host::parse(&only.name).is_ok_and(|name| !name.is_loopback())
            {
                let name = only.name.trim().to_owned();
                found.fix(
                    msg!(en: "Name the load balancer's node, {n}", zh: "填写负载均衡所在节点 {n}", n = name.as_str()),
                    vec![Edit::Set(setting("lb.name"), name)],
                );
            }
        }
    },
};

/// A port that only root opens.
pub(super) static PRIVILEGED_PORT: Rule = Rule {
    id: "LB010",
    name: "privileged-port",
    severity: Severity::Info,
    title: Text::new(
        "A port below 1024 needs the systemd unit.",
        "低于 1024 的端口需要 systemd 单元。",
    ),
    why: Text::new(
        "The load balancer runs as the service user, who may not open such a port. Its systemd unit has the right to; started by hand, or where systemd does not run, it fails. Use the unit, or a port from 1024 on with a redirect before it.",
        "负载均衡以服务用户身份运行，该用户无权打开此类端口。其 systemd 单元具有该权限；手工启动或没有 systemd 的环境会失败。请使用该单元，或使用 1024 及以上的端口并在前面做转发。",
    ),
    sources: &[Source::new(
        "systemd.exec: AmbientCapabilities, CAP_NET_BIND_SERVICE",
        "https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#AmbientCapabilities=",
    )],
    symptoms: &[
        Symptom::new("bind() to 0.0.0.0:… failed (13: Permission denied)", "nginx error.log"),
        Symptom::new("cannot bind socket (Permission denied)", "output of haproxy"),
    ],
    fires: Example::Edits("kylin-three", &[("settings.lb.port", "80")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        let Ok(port) = cx.get::<Port>("lb.port") else { return };
        if made(cx) && port.0 < 1024 {
            sink.report(
                setting("lb.port"),
                msg!(en: "Port {p} can be opened through the systemd unit only, not by the service user alone.",
                     zh: "端口 {p} 只能通过 systemd 单元打开，服务用户自身无权打开。", p = port.0),
            );
        }
    },
};

/// Two of them, one name.
pub(super) static SEVERAL: Rule = Rule {
    id: "LB012",
    name: "several-load-balancers",
    severity: Severity::Info,
    title: Text::new(
        "With several load balancers their name leads to each of them.",
        "有多个负载均衡时，其名称应能指向每一个。",
    ),
    why: Text::new(
        "Equal load balancers run on all nodes with the role, but clients must find another one when one dies: by a floating address, which the archive can make (keepalived), or by a name with several addresses. Enter a floating address, or give the name several; otherwise clients use only the first.",
        "具有该角色的所有节点上运行相同的负载均衡，但其中一台故障时客户端必须能找到另一台：可使用由部署包配置的浮动地址（keepalived），或让一个名称对应多个地址。请填写浮动地址，或为名称配置多个地址，否则客户端只会使用第一个。",
    ),
    sources: &[Source::lab(
        "balancer-floating-address",
        "Session lab: a virtual address moves within 5 s of the power-off of its host",
    )],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("nodes[+]", "lb2.example.com load_balancer")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        let nodes = cx.with_roles(&[ROLE]);
        if made(cx) && nodes.len() > 1 && !wanted(cx) {
            sink.report(
                setting("lb.name"),
                msg!(en: "{n} nodes run the load balancer: the name must lead to each of them, by an address that moves or by several addresses.",
                     zh: "有 {n} 个节点运行负载均衡：该名称必须能指向每一个，可使用虚拟地址或多个地址。", n = nodes.len()),
            );
        }
    },
};

/// A long wait for a machine without power.
pub(super) static CONNECT_TIMEOUT: Rule = Rule {
    id: "LB013",
    name: "slow-connect-timeout",
    severity: Severity::Info,
    title: Text::new("The connect timeout is at most 10 seconds.", "连接超时不超过 10 秒。"),
    why: Text::new(
        "A machine without power does not refuse, it keeps silent: the first requests to it wait for this long before the next node is asked. In one network a connection takes milliseconds. Use 2 to 5 seconds.",
        "断电的机器不会拒绝连接，而是没有任何回应：发往它的请求要等待这么久才会转到下一个节点。同一网络内建立连接只需几毫秒。请使用 2 到 5 秒。",
    ),
    sources: &[Source::lab(
        "balancer-host-powered-off",
        "Session lab: host powered off: one request takes the connect timeout, then 200",
    )],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.lb.connect_timeout", "60 s")]),
    clean: Example::Edits("kylin-three", &[("settings.lb.connect_timeout", "10 s")]),
    check: |cx, sink| {
        let Ok(limit) = cx.get::<Duration>("lb.connect_timeout") else { return };
        if any(cx) && limit.0 > 10_000 {
            sink.report(
                setting("lb.connect_timeout"),
                msg!(en: "When a node's power is off, its clients wait {t} before another node is asked.",
                     zh: "某节点断电时，其客户端要等待 {t} 才会转到其他节点。", t = limit.to_string()),
            )
            .fix(msg!(en: "Set it to 5 s", zh: "设为 5 s"), vec![Edit::Set(setting("lb.connect_timeout"), "5 s".to_owned())]);
        }
    },
};

/// What nodes tell each other, open to all.
pub(super) static OPEN_INTERNAL: Rule = Rule {
    id: "LB014",
    name: "open-internal-endpoints",
    severity: Severity::Warning,
    title: Text::new(
        "The load balancer closes the endpoints that nodes use among themselves.",
        "负载均衡应关闭节点之间使用的内部接口。",
    ),
    why: Text::new(
        "These endpoints ask for no login, because nodes use them to empty each other's caches and to coordinate. Open to clients, anybody who reaches the load balancer can do the same. Nodes talk to each other directly, so closing them here costs nothing.",
        "这些接口不需要登录，因为节点用它们互相清空缓存和协调。对客户端开放时，任何能访问负载均衡的人都可以这样做。节点之间直接通信，在此关闭没有任何影响。",
    ),
    sources: &[
        Source::new(
            "kylinSecurity.xml:235-265 (3.1.3): paths without login",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/server/src/main/resources/kylinSecurity.xml#L235",
        ),
        Source::lab(
            "kylin-cache-address-without-login",
            "Lab: PUT on the cache without login: 200 at the node, 403 through a load balancer that closes it",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.lb.close_internal", "false")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        if any(cx) && !cx.on("lb.close_internal") {
            sink.report(
                setting("lb.close_internal"),
                msg!(en: "Anybody who reaches the load balancer can use the endpoints that need no login. Close them.",
                     zh: "任何能访问负载均衡的人都可以使用无需登录的内部接口，请关闭。"),
            )
            .fix(msg!(en: "Close them", zh: "关闭"), vec![Edit::Set(setting("lb.close_internal"), "true".to_owned())]);
        }
    },
};

/// Longer than AWS allows.
pub(super) static LONG_IDLE: Rule = Rule {
    id: "LB018",
    name: "alb-answer-timeout-too-long",
    severity: Severity::Error,
    title: Text::new(
        "An Application Load Balancer waits at most 4000 seconds for an answer.",
        "AWS 应用负载均衡最多等待 4000 秒。",
    ),
    why: Text::new(
        "AWS refuses a longer idle timeout. 330 seconds are enough for the page, which waits 300.",
        "AWS 会拒绝更长的空闲超时。页面最长等待 300 秒，因此 330 秒已足够。",
    ),
    sources: &[Source::new(
        "Application Load Balancers: idle_timeout.timeout_seconds",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
    )],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("settings.lb.kind", "alb"), ("settings.lb.read_timeout", "2 h")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("settings.lb.kind", "alb"), ("settings.lb.read_timeout", "1 h")],
    ),
    check: |cx, sink| {
        let Ok(limit) = cx.get::<Duration>("lb.read_timeout") else { return };
        if cx.is("lb.kind", "alb") && limit.seconds() > crate::common::load_balancer::alb::LONGEST {
            sink.report(
                setting("lb.read_timeout"),
                msg!(en: "{t} is more than the 4000 seconds that AWS allows.", zh: "{t} 超过了 AWS 允许的 4000 秒。", t = limit.to_string()),
            )
            .fix(msg!(en: "Set it to 330 s", zh: "设为 330 s"), vec![Edit::Set(setting("lb.read_timeout"), "330 s".to_owned())]);
        }
    },
};
