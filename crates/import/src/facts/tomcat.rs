//! What Tomcat's own files say: the session manager of `context.xml`, ports and names of `server.xml`.

use super::{At, Facts, Piece, top};
use formats::xml_read::{self, Element};
use model::{Severity, Span, msg};
use rules::Site;
use std::rc::Rc;

fn elements(piece: &Piece, text: &str, facts: &mut Facts) -> Vec<Element> {
    match xml_read::read(text) {
        Ok(all) => all,
        Err((span, message)) => {
            let at = At { path: Rc::clone(&piece.path), span };
            facts.note(Severity::Error, &at, message);
            Vec::new()
        }
    }
}

fn at(piece: &Piece, span: Span) -> At {
    At { path: Rc::clone(&piece.path), span }
}

/// Names of an element and those around it, the innermost last.
fn path(all: &[Element], element: &Element) -> Vec<String> {
    let mut names = vec![element.name.clone()];
    let mut up = element.parent;
    // Deeper ones are none of Tomcat's.
    while let Some(parent) = up.and_then(|at| all.get(at)).filter(|_| names.len() < 16) {
        names.push(parent.name.clone());
        up = parent.parent;
    }
    names.reverse();
    names
}

/// Elements with which every release comes.
const STOCK: [&str; 4] = ["WatchedResource", "Loader", "JarScanner", "JarScanFilter"];

/// What loads the classes of the web application: the file that stays has it, and nobody writes it.
pub(crate) const LOADER: &str = "Loader loaderClass";

/// The session manager and its valve.
pub(super) fn context(piece: &Piece, facts: &mut Facts) {
    // A part of an archive has no root.
    let whole = piece.text.contains("<Context");
    let wrapped = format!("<Context>{}</Context>", piece.text);
    let all = elements(piece, if whole { &piece.text } else { &wrapped }, facts);
    let managers = all.iter().filter(|e| e.name == "Manager").count();
    for element in &all {
        let names = path(&all, element);
        let names: Vec<&str> =
            names.iter().map(String::as_str).filter(|n| *n != "Context").collect();
        let here = at(piece, element.span);
        match names.as_slice() {
            [] => {}
            ["Valve"] => {
                let class = element.attribute("className").unwrap_or_default();
                facts.say(format!("Valve {class}"), "on", &here);
                for (name, value, span) in
                    element.attributes.iter().filter(|(n, ..)| n != "className")
                {
                    facts.leave(format!("Valve {name}={value}"), &at(piece, *span));
                }
            }
            ["Manager", ..] => {
                for (name, value, span) in &element.attributes {
                    facts.say(
                        format!("{} {name}", names.join("/")),
                        value.as_str(),
                        &at(piece, *span),
                    );
                }
            }
            ["Loader"] => {
                let class = element.attribute("loaderClass").unwrap_or_default();
                facts.say(LOADER, class, &here);
            }
            [name, ..] if STOCK.contains(name) => {}
            _ => facts.leave(names.join("/"), &here),
        }
    }
    if let Some(second) = all.iter().filter(|e| e.name == "Manager").nth(1) {
        facts.note(Severity::Warning, &at(piece, second.span), msg!(
            en: "{n} session managers: Tomcat takes the last one.", zh: "有 {n} 个 Session 管理器：Tomcat 采用最后一个。", n = managers));
    }
    servers(piece, &all, facts);
    managed(piece, &all, facts);
}

/// The servers of a manager, as addresses: of Redis two attributes say one, memcached's have names before
/// them. What has a scheme is neither.
fn servers(piece: &Piece, all: &[Element], facts: &mut Facts) {
    let Some(manager) = all.iter().rfind(|e| e.name == "Manager") else { return };
    let here = at(piece, manager.span);
    if manager.attribute("className").is_some_and(|c| c.ends_with(".RedisSessionManager")) {
        let or = |name: &str, other: &str| manager.attribute(name).unwrap_or(other).to_owned();
        facts.say("servers", format!("{}:{}", or("host", "localhost"), or("port", "6379")), &here);
    }
    let nodes = manager.attribute("memcachedNodes").filter(|nodes| !nodes.contains("://"));
    let address = |node: &str| {
        let parts: Vec<&str> = node.split(':').collect();
        match parts.as_slice() {
            [_, host, port] | [host, port] => Some(format!("{host}:{port}")),
            _ => None,
        }
    };
    if let Some(nodes) = nodes {
        let all = nodes.split([',', ' ', '\n', '\t']).filter(|n| !n.is_empty()).map(address);
        if let Some(all) = all.collect::<Option<Vec<String>>>() {
            facts.say("servers", all.join(","), &here);
        }
    }
}

/// What the lab and the managers' code say of a manager.
fn managed(piece: &Piece, all: &[Element], facts: &mut Facts) {
    let class = |e: &Element| e.attribute("className").unwrap_or_default().to_owned();
    let Some(manager) = all.iter().rfind(|e| e.name == "Manager") else { return };
    let here = at(piece, manager.span);
    let name = class(manager);
    let valve = all.iter().any(|e| e.name == "Valve" && class(e).ends_with("SessionHandlerValve"));
    if (name.ends_with(".RedisSessionManager")
        || name == "tomcat.request.session.redis.SessionManager")
        && !valve
    {
        facts.note(Severity::Error, &here, msg!(
            en: "The manager stands without its valve: it refuses to start, and the web application answers 404.",
            zh: "管理器缺少对应的 Valve：它拒绝启动，Web 应用返回 404。"));
    }
    if let Some((_, value, span)) =
        manager.attributes.iter().find(|(n, ..)| n == "maxInactiveInterval")
    {
        facts.note(Severity::Warning, &at(piece, *span), msg!(
            en: "maxInactiveInterval={v} is ignored by every Tomcat since 7.0.69: the time in WEB-INF/web.xml of the web application counts.",
            zh: "maxInactiveInterval={v} 自 Tomcat 7.0.69 起被忽略：以 Web 应用 WEB-INF/web.xml 中的时间为准。", v = model::value::shown(value)));
    }
    let nodes = manager.attribute("memcachedNodes").unwrap_or_default();
    if manager.attribute("failoverNodes").is_some_and(|f| !f.is_empty())
        && !nodes.contains([',', ' '])
    {
        facts.note(
            Severity::Error,
            &here,
            msg!(
            en: "failoverNodes with one memcached: the manager refuses to start.",
            zh: "只有一个 memcached 却设置了 failoverNodes：管理器拒绝启动。"),
        );
    }
    for (name, value, span) in
        manager.attributes.iter().filter(|(n, ..)| n == "port" || n == "database" || n == "timeout")
    {
        if value.trim().parse::<u32>().is_err() && !value.contains("${") {
            facts.note(Severity::Error, &at(piece, *span), msg!(
                en: "{k}={v} is no number: Tomcat only warns in its log, the manager takes its default, and the first session ends with HTTP 500.",
                zh: "{k}={v} 不是数字：Tomcat 仅在日志中警告，管理器使用默认值，首个 Session 返回 HTTP 500。",
                k = name.as_str(), v = model::value::shown(value)));
        }
    }
}

/// Ports, and the name of the node in session ids.
pub(super) fn server(piece: &Piece, site: Option<&Site>, facts: &mut Facts) {
    let all = elements(piece, &piece.text, facts);
    let mut plain: Vec<&Element> = Vec::new();
    for element in &all {
        let here = at(piece, element.span);
        let value = |name: &str| element.attribute(name).unwrap_or_default();
        match element.name.as_str() {
            "Server" => facts.leave(format!("shutdown port {}", value("port")), &here),
            "Connector" => {
                let protocol = value("protocol");
                let http = protocol.is_empty() || protocol.starts_with("HTTP") || protocol.contains(".http11.");
                let tls = value("SSLEnabled").eq_ignore_ascii_case("true") || value("scheme") == "https";
                if http && !tls {
                    plain.push(element);
                } else {
                    let kind = if tls { "HTTPS" } else { protocol };
                    facts.leave(format!("{kind} port {}", value("port")), &here);
                }
            }
            "Engine" => {
                if let Some((_, route, span)) = element.attributes.iter().find(|(n, ..)| n == "jvmRoute") {
                    facts.say("jvmRoute", route.as_str(), &at(piece, *span));
                }
            }
            "Manager" | "Cluster" => facts.note(Severity::Warning, &here, msg!(
                en: "{e} ({c}) stands in server.xml: no field says it. A manager in context.xml wins over it.",
                zh: "{e}（{c}）写在 server.xml 中：没有对应的字段。context.xml 中的管理器优先。",
                e = element.name.as_str(), c = model::value::shown(value("className")))),
            "Valve" if value("className").ends_with("SessionHandlerValve") => facts.note(Severity::Error, &here, msg!(
                en: "The session manager's valve stands in server.xml: there it ends with a NullPointerException. It belongs into context.xml.",
                zh: "Session 管理器的 Valve 写在 server.xml 中：会抛出 NullPointerException。应写入 context.xml。")),
            _ => {}
        }
    }
    connectors(piece, site, &plain, facts);
}

fn connectors(piece: &Piece, site: Option<&Site>, plain: &[&Element], facts: &mut Facts) {
    let Some(first) = plain.first() else {
        if !piece.text.trim().is_empty() && site.is_some() {
            facts.note(
                Severity::Info,
                &top(piece),
                msg!(
                en: "No HTTP connector.", zh: "没有 HTTP Connector。"),
            );
        }
        return;
    };
    let here = at(piece, first.span);
    let port = first.attribute("port").unwrap_or_default();
    facts.say("http port", port, &here);
    for other in plain.iter().skip(1) {
        facts.leave(
            format!("HTTP port {}", other.attribute("port").unwrap_or_default()),
            &at(piece, other.span),
        );
    }
    let Some(site) = site else { return };
    if port.parse::<u16>().ok() != Some(site.port) && !port.contains("${") {
        facts.note(Severity::Warning, &here, msg!(
            en: "The web server listens on {p}; the document has {s} for every node: load balancer, firewall list and checks would ask there. Set it back to {s}, or leave those to yourself.",
            zh: "Web 服务器监听 {p}，而文档中每个节点都是 {s}：负载均衡、防火墙清单和检查都会使用该端口。请改回 {s}，或自行处理这些内容。",
            p = model::value::shown(port), s = site.port));
    }
    let line = usize::try_from(first.span.line).unwrap_or(usize::MAX);
    let text = piece.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let on_a_line = text.contains("<Connector port=") && text.contains("protocol=\"HTTP/1.1\"");
    if !on_a_line {
        facts.note(Severity::Error, &here, msg!(
            en: "The product's start script looks for <Connector port= and protocol=\"HTTP/1.1\" on one line, and finds none: it stops (\"Port  is in use\").",
            zh: "产品的启动脚本要求 <Connector port= 与 protocol=\"HTTP/1.1\" 在同一行，此处找不到：脚本会停止（“Port  is in use”）。"));
    } else if let Some(second) =
        plain.iter().skip(1).find(|e| e.attribute("protocol") == Some("HTTP/1.1"))
    {
        facts.note(Severity::Error, &at(piece, second.span), msg!(
            en: "A second connector with protocol=\"HTTP/1.1\": the product's start script takes both ports for one address, and the process dies. Leave protocol out, or write its class.",
            zh: "第二个 protocol=\"HTTP/1.1\" 的 Connector：产品的启动脚本会把两个端口当作一个地址，进程随即退出。请去掉 protocol 或改写为类名。"));
    }
}
