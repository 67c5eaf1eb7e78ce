//! The fields of a load balancer.

use ::rules::{Answer, Choice, Condition, Context, Field, Kind, Pick};
use model::Text;

/// The longest time that HAProxy takes ("timer overflow"), in milliseconds, to a whole second: 24.8
/// days. It takes 0 for none; Apache httpd refuses 0 ("Proxy Timeout must be at least 1 second").
const LONGEST: u64 = 2_147_483_000;

/// The step in which they stand.
const STEP: &str = "load_balancer";
const WHAT: Text = Text::new("Load balancer", "负载均衡");
const ADDRESS: Text = Text::new("Address", "访问地址");
const TRAFFIC: Text = Text::new("Traffic", "流量");

/// Whether there is one.
pub fn any(cx: &Context) -> bool {
    !cx.is("lb.kind", "none")
}

/// Whether Muster makes it.
pub fn made(cx: &Context) -> bool {
    matches!(cx.text("lb.kind").as_ref(), "nginx" | "haproxy" | "httpd")
}

fn made_with_tls(cx: &Context) -> bool {
    made(cx) && cx.on("lb.tls")
}

static KINDS: &[Choice] = &[
    Choice::new(
        "none",
        Text::new("None", "不使用"),
        Text::new(
            "Clients name a node themselves; when it dies, they must be told another one.",
            "客户端直接指定节点；该节点故障时需要手工切换。",
        ),
    ),
    Choice::new(
        "nginx",
        Text::same("Nginx"),
        Text::new(
            "Made on the nodes with the role. It notices a dead node when a request fails, and tries the next one.",
            "在具有该角色的节点上建立。请求失败时才发现节点故障，并转到下一个节点。",
        ),
    ),
    Choice::new(
        "haproxy",
        Text::same("HAProxy"),
        Text::new(
            "Made on the nodes with the role. It asks every node every five seconds whether its web application answers, so it also notices one that failed while its port is open.",
            "在具有该角色的节点上建立。每五秒检查各节点的 Web 应用是否应答，因此端口仍开放但应用已失败的节点也能被发现。",
        ),
    ),
    Choice::new(
        "httpd",
        Text::same("Apache httpd"),
        Text::new(
            "Made on the nodes with the role. It checks the web applications as HAProxy does, and keeps a client at its node by a cookie, not by address.",
            "在具有该角色的节点上建立。与 HAProxy 一样检查各 Web 应用；用 Cookie 而不是地址使客户端保持在同一节点。",
        ),
    ),
    Choice::new(
        "alb",
        Text::new("AWS Application Load Balancer", "AWS 应用负载均衡（ALB）"),
        Text::new(
            "Made by a script of the archive with the AWS CLI; for nodes in a VPC. It keeps a client at its node by a cookie.",
            "由部署包中的脚本通过 AWS CLI 创建；适用于 VPC 内的节点。用 Cookie 使客户端保持在同一节点。",
        ),
    ),
    Choice::new(
        "external",
        Text::new("External (F5 and others)", "外部负载均衡（F5 等）"),
        Text::new(
            "Exists already; the archive has a sheet for the network team.",
            "已有的设备；部署包中附有交给网络团队的配置单。",
        ),
    ),
];

static METHODS: &[Choice] = &[
    Choice::new(
        "ip_hash",
        Text::new("By client address", "按客户端地址（ip_hash）"),
        Text::new(
            "The same client always meets the same node, so a login in the page holds. Nginx looks at the first three numbers of an IPv4 address only; Apache httpd uses a cookie in place of the address.",
            "同一客户端总是访问同一节点，页面登录状态得以保持。Nginx 只看 IPv4 地址的前三段；Apache httpd 用 Cookie 代替地址。",
        ),
    ),
    Choice::new(
        "hash",
        Text::new("By the whole client address, consistent", "按完整客户端地址的一致性哈希"),
        Text::new(
            "As above with the whole address: take it when all clients come from one network of 256 addresses.",
            "同上，但使用完整地址：当客户端都来自同一个 /24 网段时选它。",
        ),
    ),
    Choice::new(
        "round_robin",
        Text::new("In turn", "轮询（round robin）"),
        Text::new(
            "For programs that send their password with every request. People in the page are thrown out at every second click unless sessions are in Redis or memcached (step \"Session sharing\").",
            "适合每次请求都带密码的程序。除非 Session 存放在 Redis 或 memcached 中（见“Session 共享”步骤），页面用户会不断被要求重新登录。",
        ),
    ),
    Choice::new(
        "least_conn",
        Text::new("Fewest connections", "最少连接（least connections）"),
        Text::new(
            "As in turn, but evens out long queries; with the same effect on people in the page.",
            "与轮询类似，但能均衡长查询；对页面用户的影响相同。",
        ),
    ),
];

static WITH_TLS: Condition =
    Condition::new(Text::new("with TLS", "启用 TLS 时"), |cx, _| cx.on("lb.tls"));
static PORT: Pick =
    Pick { cases: &[(&WITH_TLS, Answer::Is("8443"))], otherwise: Answer::Is("8080") };

const fn field(key: &'static str, group: Text, label: Text, help: Text, kind: Kind) -> Field {
    Field::new(key, STEP, group, label, help, kind)
}

/// All of them. `folder` is where an instance of Nginx or HAProxy keeps its files.
#[expect(clippy::too_many_lines, reason = "a table: one entry after the other")]
pub const fn fields(folder: &'static str) -> [Field; 11] {
    [
        field(
            "lb.kind",
            WHAT,
            Text::new("Load balancer", "负载均衡"),
            Text::new(
                "What clients talk to; only nodes that answer queries stand behind it.",
                "客户端访问的入口；其后只有响应查询的节点。",
            ),
            Kind::Choice(KINDS),
        )
        .default("none"),
        field(
            "lb.name",
            ADDRESS,
            Text::new("Host name", "主机名"),
            Text::new(
                "The name that clients use; certificate and links are made for it.",
                "客户端使用的名称；证书和链接都以它为准。",
            ),
            Kind::Host,
        )
        .shown(any)
        .required()
        .placeholder("kylin.example.com"),
        field(
            "lb.tls",
            ADDRESS,
            Text::new("TLS", "TLS"),
            Text::new(
                "Clients speak HTTPS with the load balancer; without it passwords cross the network in clear.",
                "客户端通过 HTTPS 访问负载均衡；否则密码以明文在网络上传输。",
            ),
            Kind::Switch,
        )
        .shown(any)
        .default("false"),
        field(
            "lb.port",
            ADDRESS,
            Text::new("Port", "端口"),
            Text::new(
                "Where it listens. Ports below 1024 work too: its unit may open them without root.",
                "监听端口。1024 以下的端口也可以使用：其 systemd 单元有权打开，无需 root。",
            ),
            Kind::Port,
        )
        .shown(any)
        .pick(&PORT)
        .required(),
        field(
            "lb.certificate",
            ADDRESS,
            Text::new("Certificate", "证书"),
            Text::new(
                "PEM file on the load balancer's node: the certificate, then its chain. Put it there before the deployment.",
                "负载均衡节点上的 PEM 文件：先证书，后证书链。部署前请先放好。",
            ),
            Kind::Path,
        )
        .shown(made_with_tls)
        .required()
        .placeholder("/etc/ssl/certs/kylin.pem"),
        field(
            "lb.key",
            ADDRESS,
            Text::new("Private key", "私钥"),
            Text::new(
                "PEM file on the load balancer's node, readable by the service user.",
                "负载均衡节点上的 PEM 文件，服务用户须可读取。",
            ),
            Kind::Path,
        )
        .shown(made_with_tls)
        .required()
        .placeholder("/etc/ssl/private/kylin.key"),
        field(
            "lb.method",
            TRAFFIC,
            Text::new("Method", "分发方式"),
            Text::new(
                "Which node gets a request.",
                "请求分发到哪个节点。",
            ),
            Kind::Choice(METHODS),
        )
        .shown(any)
        .default("ip_hash"),
        field(
            "lb.read_timeout",
            TRAFFIC,
            Text::new("Answer timeout", "响应超时"),
            Text::new(
                "How long a query may take. The page waits 300 seconds: with less here, long queries end with error 504.",
                "查询允许的时长。页面最长等待 300 秒：若小于此值，长查询会以 504 错误结束。",
            ),
            Kind::Duration,
        )
        .within(1, LONGEST)
        .shown(any)
        .default("330 s")
        .required(),
        field(
            "lb.connect_timeout",
            TRAFFIC,
            Text::new("Connect timeout", "连接超时"),
            Text::new(
                "How long to wait for a node whose power is off before the next one is asked.",
                "节点断电时，转向下一个节点之前等待的时间。",
            ),
            Kind::Duration,
        )
        .within(1, LONGEST)
        .shown(any)
        .default("5 s")
        .required(),
        field(
            "lb.close_internal",
            TRAFFIC,
            Text::new("Close internal endpoints", "关闭内部接口"),
            Text::new(
                "Refuses paths that nodes use among themselves without any login. Nodes talk to each other directly, so nothing is lost.",
                "拒绝节点之间使用的、无需登录的内部路径。节点之间直接通信，不受影响。",
            ),
            Kind::Switch,
        )
        .shown(any)
        .default("true"),
        field(
            "lb.dir",
            TRAFFIC,
            Text::new("Folder", "目录"),
            Text::new(
                "Configuration, pid file, logs and temporary files of this instance; a load balancer that runs there already is not touched.",
                "该实例的配置、pid 文件、日志和临时文件；不影响机器上已有的负载均衡。",
            ),
            Kind::Path,
        )
        .shown(made)
        .default(folder)
        .made(&[])
        .required(),
    ]
}
