//! The whole configuration of an own instance of Nginx.

use super::memory::NGINX_CONNECTIONS;
use super::{Balancer, Method};
use crate::common::text::{header, not_usable, origin};
use ::rules::Context;
use formats::{File, Origin};
use model::value::Host;
use model::{Message, Place, Text, msg};

const ABOUT: Text = Text::new(
    "Nginx in front of the nodes that answer queries: an instance of its own, run by the service user.",
    "响应查询的节点前的 Nginx：独立实例，由服务用户运行。",
);

/// Writes it. Names are RFC 1123, paths are plain, numbers are numbers: nothing that comes from
/// the document needs quoting here.
pub fn nginx(cx: &Context, balancer: &Balancer) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    header(cx, "#", &mut file);
    for (place, why) in &balancer.broken {
        let origin = Origin { reason: why.clone(), places: vec![place.clone()] };
        file.because(format!("# {}", not_usable(why, lang)), origin);
    }
    instance(&mut file, balancer);
    upstream(&mut file, balancer);
    server(&mut file, balancer);
    file.line("}");
    file
}

fn instance(file: &mut File, b: &Balancer) {
    let folder = origin(
        msg!(en: "Everything of this instance lies in its own folder.", zh: "该实例的所有文件都在自己的目录中。"),
        &["lb.dir"],
    );
    let dir = &b.folder;
    file.line("");
    file.line("worker_processes auto;");
    file.line("worker_rlimit_nofile 4096;");
    file.because(format!("pid {dir}/nginx.pid;"), folder.clone());
    file.because(format!("error_log {dir}/error.log warn;"), folder.clone());
    file.line("");
    file.line("events {");
    file.line(format!("    worker_connections {NGINX_CONNECTIONS};"));
    file.line("}");
    file.line("");
    file.line("http {");
    file.because(format!("    access_log {dir}/access.log;"), folder.clone());
    for (name, sub) in [
        ("client_body", "body"),
        ("proxy", "proxy"),
        ("fastcgi", "fastcgi"),
        ("uwsgi", "uwsgi"),
        ("scgi", "scgi"),
    ] {
        file.because(format!("    {name}_temp_path {dir}/temp/{sub};"), folder.clone());
    }
    file.line("    server_tokens off;");
    file.line("    client_max_body_size 64m;");
    file.line("");
}

/// The name of the upstream; legal as a Host header too.
const UPSTREAM: &str = "nodes";

/// The same nodes, of which none is ever left out.
const EVERY: &str = "every";

fn upstream(file: &mut File, b: &Balancer) {
    let backup = matches!(b.method, Method::RoundRobin | Method::LeastConnections);
    open(file, b, UPSTREAM);
    let member = Origin {
        reason: msg!(en: "A node that answers queries. After two failures in 15 s it is left out for 15 s.",
                     zh: "响应查询的节点。15 秒内失败两次则停用 15 秒。"),
        places: vec![Place::Nodes],
    };
    let reserve = Origin {
        reason: msg!(en: "Runs jobs too: it is asked only when no query node lives.",
                     zh: "同时运行任务：仅当没有可用的查询节点时才访问。"),
        places: vec![Place::Nodes, Place::Setting("lb.method".to_owned())],
    };
    for m in &b.members {
        let last = m.reserve && backup;
        let tail = if last { " backup" } else { "" };
        file.because(
            format!("        server {} max_fails=2 fail_timeout=15s{tail};", m.address),
            if last { reserve.clone() } else { member.clone() },
        );
    }
    if b.members.is_empty() {
        let none = Origin {
            reason: msg!(en: "No node answers queries.", zh: "没有节点响应查询。"),
            places: vec![Place::Nodes],
        };
        file.because("        server 127.0.0.1:9 down;", none);
    }
    // No `keepalive`: a request sent on a connection that was open when its node lost its power
    // would wait for the whole read timeout, since a dead node refuses nothing. A new connection
    // fails within the connect timeout, and the next node is asked.
    file.line("    }");
    file.line("");
    every(file, b);
}

/// The head of a group of nodes, with how one of them is chosen.
fn open(file: &mut File, b: &Balancer, name: &str) {
    let (words, reason): (&str, Message) = match b.method {
        Method::RoundRobin => ("", msg!(en: "In turn.", zh: "轮询。")),
        Method::LeastConnections => (
            "least_conn;",
            msg!(en: "The node with the fewest connections.", zh: "连接最少的节点。"),
        ),
        Method::ClientAddress => (
            "ip_hash;",
            msg!(en: "The same client (the first three numbers of its address) meets the same node, so a login in the page holds.",
                 zh: "同一客户端（按地址前三段）总是访问同一节点，页面登录状态得以保持。"),
        ),
        Method::Consistent => (
            "hash $binary_remote_addr consistent;",
            msg!(en: "The same client (its whole address) meets the same node, so a login in the page holds.",
                 zh: "同一客户端（按完整地址）总是访问同一节点，页面登录状态得以保持。"),
        ),
    };
    file.line(format!("    upstream {name} {{"));
    // About 1 KiB of shared memory per member, and room for Nginx's own needs.
    file.line(format!("        zone {name} {}k;", 64 + 4 * b.members.len()));
    if !words.is_empty() {
        file.because(format!("        {words}"), origin(reason, &["lb.method"]));
    }
}

/// Nginx asks no node how it is: it tries one again 15 s after the last failure. When a node came
/// back less than that ago and the other one goes, none is left, and everybody gets 502 until the
/// 15 s are over (measured: 9.1 s in a restart of one node after the other). So the same nodes
/// stand in a second group, which is asked when the first has none left.
fn every(file: &mut File, b: &Balancer) {
    if b.members.len() < 2 {
        return;
    }
    open(file, b, EVERY);
    let member = Origin {
        reason: msg!(en: "Asked when all nodes of the list above are left out, even if one of them has just come back. Here none is left out.",
                     zh: "当上面列表中的节点全部停用时访问（其中可能有刚刚恢复的节点）。此处不停用任何节点。"),
        places: vec![Place::Nodes],
    };
    for m in &b.members {
        file.because(format!("        server {} max_fails=0;", m.address), member.clone());
    }
    file.line("    }");
    file.line("");
}

fn server(file: &mut File, b: &Balancer) {
    file.line("    server {");
    let listen = if b.tls.is_some() { " ssl" } else { "" };
    file.because(
        format!("        listen {}{listen};", b.port),
        origin(
            msg!(en: "Where clients connect.", zh: "客户端连接的端口。"),
            &["lb.port", "lb.tls"],
        ),
    );
    if let Some(name) = &b.name {
        let name = match name {
            Host::V6(ip) => format!("[{ip}]"),
            name => name.to_string(),
        };
        file.because(
            format!("        server_name {name};"),
            origin(msg!(en: "The name that clients use.", zh: "客户端使用的名称。"), &["lb.name"]),
        );
    }
    if let Some((certificate, key)) = &b.tls {
        let tls = origin(
            msg!(en: "Clients speak TLS 1.2 or 1.3 with the load balancer.", zh: "客户端以 TLS 1.2 或 1.3 访问负载均衡。"),
            &["lb.tls", "lb.certificate", "lb.key"],
        );
        for line in [
            format!("ssl_certificate {certificate};"),
            format!("ssl_certificate_key {key};"),
            "ssl_protocols TLSv1.2 TLSv1.3;".to_owned(),
            "ssl_session_cache shared:tls:10m;".to_owned(),
            "ssl_session_tickets off;".to_owned(),
        ] {
            file.because(format!("        {line}"), tls.clone());
        }
    }
    file.line("");
    proxy(file, b);
    file.line("");
    let path = b.site.path;
    file.line(format!("        location = / {{ return 302 {path}/; }}"));
    file.line(format!("        location = {path} {{ return 302 {path}/; }}"));
    file.line(
        "        location = /lb-health { access_log off; default_type text/plain; return 200 \"ok\\n\"; }",
    );
    file.line("        location / { return 404; }");
    file.line(format!("        location {path}/ {{ proxy_pass http://{UPSTREAM}; }}"));
    if b.members.len() > 1 {
        last_resort(file);
    }
    if b.close_internal {
        closed(file, b);
    }
    file.line("    }");
}

/// `$upstream_addr` ends with the name of a group that had no node left
/// (<https://nginx.org/en/docs/http/ngx_http_upstream_module.html#var_upstream_addr>). Any other 502
/// is of a node that took the request, which must not be sent again.
fn last_resort(file: &mut File) {
    let because = Origin {
        reason: msg!(en: "No node is left: all are tried. What a node has taken is not sent again.",
                     zh: "没有可用的节点：尝试所有节点。已被节点接收的请求不会再次发送。"),
        places: vec![Place::Nodes],
    };
    for line in [
        format!("error_page 502 = @{EVERY};"),
        format!("location @{EVERY} {{"),
        format!("    if ($upstream_addr !~ \"{UPSTREAM}$\") {{ return 502; }}"),
        format!("    proxy_pass http://{EVERY};"),
        "}".to_owned(),
    ] {
        file.because(format!("        {line}"), because.clone());
    }
}

fn closed(file: &mut File, b: &Balancer) {
    let odd = origin(
        msg!(en: "The web server behind takes a backslash for a slash and drops what follows a semicolon: both could hide a closed path.",
             zh: "后端 Web 服务器把反斜杠当作斜杠，并丢弃分号之后的内容：两者都可能掩盖被关闭的路径。"),
        &["lb.close_internal"],
    );
    let open = origin(
        msg!(en: "The one of them that the page itself calls.", zh: "其中唯一由页面自身调用的接口。"),
        &["lb.close_internal"],
    );
    let closed = origin(
        msg!(en: "Nodes call these among themselves, without a login; nobody else may.",
             zh: "这些接口仅供节点之间调用，无需登录；其他人不得访问。"),
        &["lb.close_internal"],
    );
    file.line("");
    file.because("        location ~ \"[;\\\\\\\\]\" { return 403; }", odd);
    for pattern in b.site.open {
        file.because(
            format!("        location ~ \"{pattern}\" {{ proxy_pass http://{UPSTREAM}; }}"),
            open.clone(),
        );
    }
    for pattern in b.site.internal {
        file.because(format!("        location ~ \"{pattern}\" {{ return 403; }}"), closed.clone());
    }
}

/// How a request is handed on: for every location that does.
fn proxy(file: &mut File, b: &Balancer) {
    let timeout = origin(
        msg!(en: "A long query may take this long; the page itself waits 300 s.", zh: "长查询允许的时长；页面本身最长等待 300 秒。"),
        &["lb.read_timeout"],
    );
    let connect = origin(
        msg!(en: "How long a node whose power is off holds a request up.", zh: "节点断电时，请求最多停顿的时间。"),
        &["lb.connect_timeout"],
    );
    for line in [
        "proxy_http_version 1.1;",
        "proxy_set_header Connection \"\";",
        "proxy_set_header Host $http_host;",
        "proxy_set_header X-Real-IP $remote_addr;",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
    ] {
        file.line(format!("        {line}"));
    }
    file.because(format!("        proxy_connect_timeout {}s;", b.connect_timeout), connect);
    file.because(format!("        proxy_read_timeout {}s;", b.read_timeout), timeout.clone());
    file.because(format!("        proxy_send_timeout {}s;", b.read_timeout), timeout);
    let retry = Origin {
        reason: msg!(en: "A request that a node did not take is given to the next one; what changes data is never sent twice.",
                     zh: "节点未接收的请求转给下一个节点；会修改数据的请求绝不发送两次。"),
        places: vec![Place::Setting("lb.kind".to_owned())],
    };
    file.because("        proxy_next_upstream error timeout http_502 http_503;", retry.clone());
    file.because("        proxy_next_upstream_tries 3;", retry);
    if b.tls.is_some() {
        let tls = origin(
            msg!(en: "The node does not know that clients speak TLS: its redirects and cookies are put right.",
                 zh: "后端节点不知道客户端使用 TLS：在此修正其重定向和 Cookie。"),
            &["lb.tls"],
        );
        file.because("        proxy_redirect http://$http_host/ https://$http_host/;", tls.clone());
        file.because("        proxy_cookie_path ~^(/.*)$ \"$1; Secure; SameSite=Lax\";", tls);
    }
}
