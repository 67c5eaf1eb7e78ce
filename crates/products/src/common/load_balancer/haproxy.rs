//! The whole configuration of an own instance of HAProxy.

use super::memory::HAPROXY_CONNECTIONS;
use super::{Balancer, Method};
use crate::common::text::{header, not_usable, origin};
use ::rules::Context;
use formats::{File, Origin};
use model::{Place, Text, msg};

const ABOUT: Text = Text::new(
    "HAProxy in front of the nodes that answer queries: an instance of its own, run by the service user.",
    "响应查询的节点前的 HAProxy：独立实例，由服务用户运行。",
);

/// Writes it. Names are RFC 1123, paths are plain, numbers are numbers: nothing that comes from
/// the document needs quoting here.
pub fn haproxy(cx: &Context, balancer: &Balancer) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    header(cx, "#", &mut file);
    for (place, why) in &balancer.broken {
        let origin = Origin { reason: why.clone(), places: vec![place.clone()] };
        file.because(format!("# {}", not_usable(why, lang)), origin);
    }
    global(&mut file, balancer);
    frontend(&mut file, balancer);
    backend(&mut file, balancer);
    file
}

fn global(file: &mut File, b: &Balancer) {
    file.line("");
    file.line("global");
    file.line("    log /dev/log local0");
    file.line(format!("    maxconn {HAPROXY_CONNECTIONS}"));
    // The address of a socket has room for about a hundred bytes.
    if b.folder.len() <= 70 {
        let reason = msg!(
            en: "For the administrator on this machine: show stat, disable server …",
            zh: "供本机管理员使用：show stat、disable server 等。");
        file.because(
            format!("    stats socket {}/haproxy.sock mode 600 level operator", b.folder),
            origin(reason, &["lb.dir"]),
        );
    }
    if b.tls.is_some() {
        let tls = origin(
            msg!(en: "Clients speak TLS 1.2 or 1.3 with the load balancer.", zh: "客户端以 TLS 1.2 或 1.3 访问负载均衡。"),
            &["lb.tls"],
        );
        file.because(
            "    ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets",
            tls.clone(),
        );
        file.because("    tune.ssl.default-dh-param 2048", tls);
    }
    file.line("");
    file.line("defaults");
    for line in [
        "mode http",
        "log global",
        "option httplog",
        "option dontlognull",
        "option forwardfor",
        "timeout http-request 15s",
        "timeout http-keep-alive 60s",
        "timeout queue 30s",
        "timeout check 5s",
    ] {
        file.line(format!("    {line}"));
    }
    let connect = origin(
        msg!(en: "How long a node whose power is off holds a request up.", zh: "节点断电时，请求最多停顿的时间。"),
        &["lb.connect_timeout"],
    );
    let answer = origin(
        msg!(en: "A long query may take this long; the page itself waits 300 s.", zh: "长查询允许的时长；页面本身最长等待 300 秒。"),
        &["lb.read_timeout"],
    );
    file.because(format!("    timeout connect {}s", b.connect_timeout), connect);
    file.because(format!("    timeout client {}s", b.read_timeout), answer.clone());
    file.because(format!("    timeout server {}s", b.read_timeout), answer);
    let retry = Origin {
        reason: msg!(en: "A request that a node did not take is given to another one; what a node has taken is never sent twice.",
                     zh: "节点未接收的请求转给其他节点；已被接收的请求绝不发送两次。"),
        places: vec![Place::Setting("lb.kind".to_owned())],
    };
    for line in ["retries 3", "option redispatch 1", "retry-on conn-failure"] {
        file.because(format!("    {line}"), retry.clone());
    }
    // Not `on-marked-down shutdown-sessions`: that also cuts, without an answer, the requests that
    // still try to connect to the dead node and would be given to another one a moment later
    // (measured: 24 to 27 of 20 requests a second, in each loss of power).
    let silent = Origin {
        reason: msg!(en: "A request that a node took before its power went ends with 502 after 25 s, not after the answer timeout.",
                     zh: "节点断电前已接收的请求在 25 秒后以 502 结束，而不必等到响应超时。"),
        places: vec![Place::Setting("lb.kind".to_owned())],
    };
    for line in ["option srvtcpka", "srvtcpka-idle 10s", "srvtcpka-intvl 5s", "srvtcpka-cnt 3"] {
        file.because(format!("    {line}"), silent.clone());
    }
    file.line("");
}

fn frontend(file: &mut File, b: &Balancer) {
    file.line("frontend clients");
    let listen = match &b.tls {
        Some(_) => format!("    bind :{} ssl crt {}/server.pem alpn h2,http/1.1", b.port, b.folder),
        None => format!("    bind :{}", b.port),
    };
    file.because(
        listen,
        origin(
            msg!(en: "Where clients connect. server.pem is made of certificate and key when this is installed.",
                 zh: "客户端连接的端口。server.pem 在安装时由证书和私钥合成。"),
            &["lb.port", "lb.tls", "lb.certificate", "lb.key"],
        ),
    );
    let path = b.site.path;
    file.line("    http-request return status 200 content-type text/plain string ok if { path /lb-health }");
    file.line(format!(
        "    http-request redirect location {path}/ code 302 if {{ path / }} or {{ path {path} }}"
    ));
    file.line(format!("    http-request return status 404 unless {{ path_beg {path}/ }}"));
    if b.close_internal {
        closed(file, b);
    }
    if b.tls.is_some() {
        let tls = origin(
            msg!(en: "The node does not know that clients speak TLS: its redirects and cookies are put right.",
                 zh: "后端节点不知道客户端使用 TLS：在此修正其重定向和 Cookie。"),
            &["lb.tls"],
        );
        file.because("    http-request set-header X-Forwarded-Proto https", tls.clone());
        file.because(
            "    http-response replace-header Location ^http://(.*)$ https://\\1",
            tls.clone(),
        );
        file.because(
            "    http-response replace-header Set-Cookie ^(.*)$ \"\\1; Secure; SameSite=Lax\"",
            tls,
        );
    } else {
        file.line("    http-request set-header X-Forwarded-Proto http");
    }
    file.line("    default_backend nodes");
    file.line("");
}

fn closed(file: &mut File, b: &Balancer) {
    let odd = origin(
        msg!(en: "The web server behind takes a backslash for a slash, drops what follows a semicolon and resolves dots: all could hide a closed path.",
             zh: "后端 Web 服务器把反斜杠当作斜杠、丢弃分号之后的内容并解析点号：都可能掩盖被关闭的路径。"),
        &["lb.close_internal"],
    );
    let closed = origin(
        msg!(en: "Nodes call these among themselves, without a login; nobody else may. The page itself calls the open one.",
             zh: "这些接口仅供节点之间调用，无需登录；其他人不得访问。页面自身会调用其中开放的一个。"),
        &["lb.close_internal"],
    );
    // Decoded once, as the web server does; it also takes several slashes for one.
    let slashes = |pattern: &str| pattern.replace('/', "/+");
    file.because("    acl odd path,url_dec -m reg '[;\\\\]|/\\.\\.?(/|$)'", odd.clone());
    for pattern in b.site.internal {
        file.because(
            format!("    acl internal path,url_dec -m reg '{}'", slashes(pattern)),
            closed.clone(),
        );
    }
    for pattern in b.site.open {
        file.because(
            format!("    acl open path,url_dec -m reg '{}'", slashes(pattern)),
            closed.clone(),
        );
    }
    file.because("    http-request deny deny_status 403 if odd", odd);
    let open = if b.site.open.is_empty() { "" } else { " !open" };
    file.because(format!("    http-request deny deny_status 403 if internal{open}"), closed);
}

fn backend(file: &mut File, b: &Balancer) {
    file.line("backend nodes");
    let (lines, reason): (&[&str], _) = match b.method {
        Method::RoundRobin => (&["balance roundrobin"], msg!(en: "In turn.", zh: "轮询。")),
        Method::LeastConnections => (
            &["balance leastconn"],
            msg!(en: "The node with the fewest connections.", zh: "连接最少的节点。"),
        ),
        Method::ClientAddress | Method::Consistent => (
            &["balance source", "hash-type consistent"],
            msg!(en: "The same client (its whole address) meets the same node, so a login in the page holds.",
                 zh: "同一客户端（按完整地址）总是访问同一节点，页面登录状态得以保持。"),
        ),
    };
    for line in lines {
        file.because(format!("    {line}"), origin(reason.clone(), &["lb.method"]));
    }
    let health = origin(
        msg!(en: "A node whose web application failed keeps its port open, so every node is asked for an answer: 200 without a login.",
             zh: "Web 应用失败的节点端口仍然开放，因此要求每个节点给出应答：无需登录即返回 200。"),
        &["lb.kind"],
    );
    let host = b.name.as_ref().map_or_else(|| "localhost".to_owned(), ToString::to_string);
    file.because("    option httpchk", health.clone());
    file.because(
        format!("    http-check send meth GET uri {} ver HTTP/1.1 hdr Host {host}", b.site.health),
        health.clone(),
    );
    let expected = if b.site.redirects { "rstatus ^(200|30[12378])$" } else { "status 200" };
    file.because(format!("    http-check expect {expected}"), health);
    let often = origin(
        msg!(en: "A node that is down is asked every second and used after one good answer: until then none is left if another one goes.",
             zh: "对已停用的节点每秒检查一次，一次应答正常即恢复使用：在此之前若另一节点故障，则没有可用的节点。"),
        &["lb.kind"],
    );
    file.because(
        "    default-server inter 5s fastinter 1s downinter 1s fall 2 rise 1 init-addr last,libc,none",
        often,
    );
    if b.has_reserve() {
        file.line("    option allbackups");
    }
    let member = Origin {
        reason: msg!(en: "A node that answers queries.", zh: "响应查询的节点。"),
        places: vec![Place::Nodes],
    };
    let reserve = Origin {
        reason: msg!(en: "Runs jobs too: it is asked only when no query node lives.",
                     zh: "同时运行任务：仅当没有可用的查询节点时才访问。"),
        places: vec![Place::Nodes],
    };
    for m in &b.members {
        let tail = if m.reserve { " backup" } else { "" };
        // A name cannot hold what an address in brackets does.
        let name = m.name.replace(':', "-");
        file.because(
            format!("    server {name} {} check{tail}", m.address),
            if m.reserve { reserve.clone() } else { member.clone() },
        );
    }
}
