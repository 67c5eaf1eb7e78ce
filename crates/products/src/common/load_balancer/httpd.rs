//! The whole configuration of an own instance of Apache httpd.

use super::{Balancer, Method};
use crate::common::text::{header, not_usable, origin};
use ::rules::Context;
use formats::{File, Origin};
use model::value::Host;
use model::{Place, Text, msg};

const ABOUT: Text = Text::new(
    "Apache httpd in front of the nodes that answer queries: an instance of its own, run by the service user.",
    "响应查询的节点前的 Apache httpd：独立实例，由服务用户运行。",
);

/// Modules; what a build has in itself is not loaded.
const MODULES: &[&str] = &[
    "mpm_event",
    "unixd",
    "log_config",
    "watchdog",
    "authz_core",
    "alias",
    "rewrite",
    "headers",
    "proxy",
    "proxy_http",
    "slotmem_shm",
    "proxy_balancer",
    "proxy_hcheck",
];

/// The cookie by which a client meets the same node.
const COOKIE: &str = "MUSTER_ROUTE";

/// Writes it. Names are RFC 1123, paths are plain, numbers are numbers: nothing that comes from
/// the document needs quoting here. `${HTTPD_MODULES}` is the folder of the modules, which the
/// service's script finds.
pub fn httpd(cx: &Context, balancer: &Balancer) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    header(cx, "#", &mut file);
    for (place, why) in &balancer.broken {
        let origin = Origin { reason: why.clone(), places: vec![place.clone()] };
        file.because(format!("# {}", not_usable(why, lang)), origin);
    }
    instance(&mut file, balancer);
    nodes(&mut file, balancer);
    server(&mut file, balancer);
    file
}

fn sticky(b: &Balancer) -> bool {
    matches!(b.method, Method::ClientAddress | Method::Consistent)
}

fn method(b: &Balancer) -> &'static str {
    if b.method == Method::LeastConnections { "bybusyness" } else { "byrequests" }
}

fn instance(file: &mut File, b: &Balancer) {
    let dir = &b.folder;
    let folder = origin(
        msg!(en: "Everything of this instance lies in its own folder.", zh: "该实例的所有文件都在自己的目录中。"),
        &["lb.dir"],
    );
    file.line("");
    for line in [
        format!("ServerRoot \"{dir}\""),
        format!("DefaultRuntimeDir \"{dir}/temp\""),
        format!("DocumentRoot \"{dir}/temp\""),
        format!("PidFile \"{dir}/httpd.pid\""),
        format!("ErrorLog \"{dir}/error.log\""),
    ] {
        file.because(line, folder.clone());
    }
    file.line("LogLevel warn");
    // A balancer begins with this method whatever it is given afterwards: without it httpd's own
    // check is content and its start fails ("Cannot find LB Method: byrequests").
    let first = "lbmethod_byrequests";
    let balance = format!("lbmethod_{}", method(b));
    let methods = [first, balance.as_str()];
    let methods = methods.iter().copied().take(if balance == first { 1 } else { 2 });
    let tls: &[&str] = if b.tls.is_some() { &["socache_shmcb", "ssl"] } else { &[] };
    for module in MODULES.iter().copied().chain(methods).chain(tls.iter().copied()) {
        file.line(format!("<IfModule !{module}_module>"));
        file.line(format!("    LoadModule {module}_module \"${{HTTPD_MODULES}}/mod_{module}.so\""));
        file.line("</IfModule>");
    }
    file.line("LogFormat \"%h %u %t \\\"%r\\\" %>s %b %{BALANCER_WORKER_NAME}e %D\" common");
    file.because(format!("CustomLog \"{dir}/access.log\" common"), folder);
    for line in ["ServerTokens Prod", "ServerSignature Off", "TraceEnable off", "ProxyRequests Off"]
    {
        file.line(line);
    }
    file.line("");
}

fn nodes(file: &mut File, b: &Balancer) {
    let health = origin(
        msg!(en: "A node whose web application failed keeps its port open, so every node is asked for an answer: 200 without a login.",
             zh: "Web 应用失败的节点端口仍然开放，因此要求每个节点给出应答：无需登录即返回 200。"),
        &["lb.kind"],
    );
    let expected = if b.site.redirects { "(200|30[12378])" } else { "200" };
    file.because(
        format!("ProxyHCExpr alive {{%{{REQUEST_STATUS}} =~ /^{expected}$/}}"),
        health.clone(),
    );
    file.line("<Proxy \"balancer://nodes\">");
    let member = Origin {
        reason: msg!(en: "A node that answers queries. A new connection for each request: one that was open when a node lost its power would wait for the whole answer timeout.",
                     zh: "响应查询的节点。每个请求使用新的连接：节点断电时仍打开的连接会一直等到响应超时。"),
        places: vec![Place::Nodes, Place::Setting("lb.connect_timeout".to_owned())],
    };
    let reserve = Origin {
        reason: msg!(en: "Runs jobs too: it is asked only when no query node lives.",
                     zh: "同时运行任务：仅当没有可用的查询节点时才访问。"),
        places: vec![Place::Nodes],
    };
    for (at, m) in b.members.iter().enumerate() {
        let tail = if m.reserve { " status=+H" } else { "" };
        file.because(
            format!(
                "    BalancerMember \"http://{}\" route=n{} connectiontimeout={} retry=15 disablereuse=on{tail} hcmethod=GET hcuri={} hcexpr=alive hcinterval=5 hcpasses=2 hcfails=2",
                m.address,
                at + 1,
                b.connect_timeout,
                b.site.health
            ),
            if m.reserve { reserve.clone() } else { member.clone() },
        );
    }
    let reason = match b.method {
        Method::RoundRobin => msg!(en: "In turn.", zh: "轮询。"),
        Method::LeastConnections => {
            msg!(en: "The node with the fewest requests.", zh: "请求最少的节点。")
        }
        Method::ClientAddress | Method::Consistent => {
            msg!(en: "In turn; a cookie of its own then leads the same client to the same node, so a login in the page holds.",
                 zh: "轮询；之后由自己的 Cookie 把同一客户端引到同一节点，页面登录状态得以保持。")
        }
    };
    let cookie = if sticky(b) { format!(" stickysession={COOKIE}") } else { String::new() };
    file.because(
        format!("    ProxySet lbmethod={}{cookie} timeout={}", method(b), b.read_timeout),
        origin(reason, &["lb.method", "lb.read_timeout"]),
    );
    file.line("</Proxy>");
    file.line("");
}

fn server(file: &mut File, b: &Balancer) {
    let name = match &b.name {
        Some(Host::V6(ip)) => format!("[{ip}]"),
        Some(name) => name.to_string(),
        None => "localhost".to_owned(),
    };
    file.because(
        format!("ServerName {name}:{}", b.port),
        origin(msg!(en: "The name that clients use.", zh: "客户端使用的名称。"), &["lb.name"]),
    );
    file.because(
        format!("Listen {}", b.port),
        origin(msg!(en: "Where clients connect.", zh: "客户端连接的端口。"), &["lb.port"]),
    );
    file.line(format!("<VirtualHost *:{}>", b.port));
    let tls = origin(
        msg!(en: "Clients speak TLS 1.2 or 1.3 with the load balancer.", zh: "客户端以 TLS 1.2 或 1.3 访问负载均衡。"),
        &["lb.tls", "lb.certificate", "lb.key"],
    );
    if let Some((certificate, key)) = &b.tls {
        for line in [
            "SSLEngine on".to_owned(),
            format!("SSLCertificateFile \"{certificate}\""),
            format!("SSLCertificateKeyFile \"{key}\""),
            "SSLProtocol -all +TLSv1.2 +TLSv1.3".to_owned(),
            "SSLSessionTickets off".to_owned(),
        ] {
            file.because(format!("    {line}"), tls.clone());
        }
    }
    let path = b.site.path;
    for line in [
        "RewriteEngine On".to_owned(),
        "ErrorDocument 200 \"ok\"".to_owned(),
        "RewriteRule \"^/lb-health$\" - [R=200,L]".to_owned(),
        format!("RewriteRule \"^(/|{path})$\" \"{path}/\" [R=302,L]"),
        format!("RewriteRule \"!^{path}/\" - [R=404,L]"),
        "ProxyPreserveHost On".to_owned(),
    ] {
        file.line(format!("    {line}"));
    }
    let answer = origin(
        msg!(en: "A long query may take this long; the page itself waits 300 s.", zh: "长查询允许的时长；页面本身最长等待 300 秒。"),
        &["lb.read_timeout"],
    );
    file.because(format!("    Timeout {}", b.read_timeout), answer.clone());
    file.because(format!("    ProxyTimeout {}", b.read_timeout), answer);
    file.line(format!("    ProxyPass \"{path}/\" \"balancer://nodes{path}/\""));
    let proto = if b.tls.is_some() { "https" } else { "http" };
    file.line(format!("    RequestHeader set X-Forwarded-Proto \"{proto}\""));
    if b.tls.is_some() {
        let put_right = origin(
            msg!(en: "The node does not know that clients speak TLS: its redirects and cookies are put right.",
                 zh: "后端节点不知道客户端使用 TLS：在此修正其重定向和 Cookie。"),
            &["lb.tls"],
        );
        file.because("    Header edit Location \"^http://\" \"https://\"", put_right.clone());
        file.because(
            "    Header edit Set-Cookie \"^(.*)$\" \"$1; Secure; SameSite=Lax\"",
            put_right,
        );
    }
    if sticky(b) {
        let secure = if b.tls.is_some() { "; Secure" } else { "" };
        file.because(
            format!(
                "    Header add Set-Cookie \"{COOKIE}=.%{{BALANCER_WORKER_ROUTE}}e; path={path}; HttpOnly{secure}; SameSite=Lax\" env=BALANCER_ROUTE_CHANGED"
            ),
            origin(
                msg!(en: "Names the node that a client met; a new one is set when that node is gone.",
                     zh: "记录客户端访问的节点；该节点不可用时会重新设置。"),
                &["lb.method"],
            ),
        );
    }
    if b.close_internal {
        closed(file, b);
    }
    file.line("</VirtualHost>");
}

/// A semicolon or a backslash; httpd itself reads two backslashes as one.
const ODD: &str = "[;\\x5c]";

/// Later sections win. Paths are compared decoded, with dots resolved and slashes merged; `%2F` is
/// refused by httpd itself.
fn closed(file: &mut File, b: &Balancer) {
    let closed = origin(
        msg!(en: "Nodes call these among themselves, without a login; nobody else may.",
             zh: "这些接口仅供节点之间调用，无需登录；其他人不得访问。"),
        &["lb.close_internal"],
    );
    let open = origin(
        msg!(en: "The one of them that the page itself calls.", zh: "其中唯一由页面自身调用的接口。"),
        &["lb.close_internal"],
    );
    let odd = origin(
        msg!(en: "The web server behind takes a backslash for a slash and drops what follows a semicolon: both could hide a closed path.",
             zh: "后端 Web 服务器把反斜杠当作斜杠，并丢弃分号之后的内容：两者都可能掩盖被关闭的路径。"),
        &["lb.close_internal"],
    );
    let internal = b.site.internal.iter().map(|p| (*p, "denied", &closed));
    let pages = b.site.open.iter().map(|p| (*p, "granted", &open));
    for (pattern, word, why) in internal.chain(pages).chain([(ODD, "denied", &odd)]) {
        for line in [
            format!("    <LocationMatch \"{pattern}\">"),
            format!("        Require all {word}"),
            "    </LocationMatch>".to_owned(),
        ] {
            file.because(line, why.clone());
        }
    }
}
