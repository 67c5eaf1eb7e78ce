//! Nginx and HAProxy as services: instances of their own, run by the service user.

use super::fields::made;
use crate::common::machine::NO_PATH;
use ::rules::{Context, Package};
use model::value::AbsolutePath;
use model::{Node, Text};

/// The role of the nodes that run it.
pub const ROLE: &str = "load_balancer";

fn runs(cx: &Context, node: &Node, kind: &str) -> bool {
    made(cx) && cx.is("lb.kind", kind) && node.roles.contains(ROLE)
}

/// Whether a node runs one, whichever.
pub fn is_load_balancer(cx: &Context, node: &Node) -> bool {
    made(cx) && node.roles.contains(ROLE)
}

/// Whether a node runs Nginx.
pub fn is_nginx(cx: &Context, node: &Node) -> bool {
    runs(cx, node, "nginx")
}

/// Whether a node runs HAProxy.
pub fn is_haproxy(cx: &Context, node: &Node) -> bool {
    runs(cx, node, "haproxy")
}

/// Whether a node runs Apache httpd.
pub fn is_httpd(cx: &Context, node: &Node) -> bool {
    runs(cx, node, "httpd")
}

/// The folder of the instance.
pub fn folder(cx: &Context) -> String {
    cx.get::<AbsolutePath>("lb.dir").map_or_else(|_| NO_PATH.to_owned(), |path| path.0)
}

/// Its folders: configuration and logs; temporary files.
pub fn folders(cx: &Context, _: &Node) -> Vec<String> {
    let folder = folder(cx);
    vec![folder.clone(), format!("{folder}/temp")]
}

/// Certificate and key, empty without TLS.
fn tls(cx: &Context) -> (String, String) {
    if cx.on("lb.tls") {
        (cx.text("lb.certificate").into_owned(), cx.text("lb.key").into_owned())
    } else {
        (String::new(), String::new())
    }
}

/// What Nginx's script is told.
pub fn nginx_variables(cx: &Context, _: &Node) -> Vec<(&'static str, String)> {
    let (certificate, key) = tls(cx);
    vec![
        ("NGINX_DIR", folder(cx)),
        ("NGINX_CONFIG", format!("{}/nginx.conf", folder(cx))),
        ("NGINX_PORT", cx.text("lb.port").into_owned()),
        ("NGINX_CERTIFICATE", certificate),
        ("NGINX_KEY", key),
    ]
}

/// What HAProxy's script is told.
pub fn haproxy_variables(cx: &Context, _: &Node) -> Vec<(&'static str, String)> {
    let (certificate, key) = tls(cx);
    vec![
        ("HAPROXY_DIR", folder(cx)),
        ("HAPROXY_CONFIG", format!("{}/haproxy.cfg", folder(cx))),
        ("HAPROXY_PORT", cx.text("lb.port").into_owned()),
        ("HAPROXY_CERTIFICATE", certificate),
        ("HAPROXY_KEY", key),
    ]
}

/// What Apache httpd's script is told.
pub fn httpd_variables(cx: &Context, _: &Node) -> Vec<(&'static str, String)> {
    let (certificate, key) = tls(cx);
    vec![
        ("HTTPD_DIR", folder(cx)),
        ("HTTPD_CONFIG", format!("{}/httpd.conf", folder(cx))),
        ("HTTPD_PORT", cx.text("lb.port").into_owned()),
        ("HTTPD_CERTIFICATE", certificate),
        ("HTTPD_KEY", key),
    ]
}

/// Apache httpd's unit.
pub fn httpd_unit(cx: &Context, _: &Node) -> Vec<String> {
    unit(cx, "httpd")
}

/// Nginx's unit: it may open ports below 1024 without being root.
pub fn nginx_unit(cx: &Context, _: &Node) -> Vec<String> {
    unit(cx, "nginx")
}

/// HAProxy's unit.
pub fn haproxy_unit(cx: &Context, _: &Node) -> Vec<String> {
    unit(cx, "haproxy")
}

/// A balancer waits for none of the node's services: it is there before the nodes that it asks, and one
/// on its own machine may wait for a database.
pub const AFTER: Option<&[&str]> = Some(&[]);

/// When the main process is killed, the others are, too, as in the units of distributions: children
/// of Apache httpd do not end by themselves then.
fn unit(cx: &Context, program: &str) -> Vec<String> {
    vec![
        "Type=forking".to_owned(),
        format!("PIDFile={}/{program}.pid", folder(cx)),
        "KillMode=mixed".to_owned(),
        "AmbientCapabilities=CAP_NET_BIND_SERVICE".to_owned(),
    ]
}

/// The programs, as the operating system brings them.
pub fn package(cx: &Context) -> Vec<Package> {
    let of = |id, title, version: &str, services| Package {
        id,
        title,
        version: version.to_owned(),
        architecture: "any",
        file: String::new(),
        url: String::new(),
        sha256: "",
        services,
    };
    let mut all = match cx.text("lb.kind").as_ref() {
        "nginx" => vec![of("nginx", const { Text::same("Nginx") }, "≥ 1.18", &["nginx"])],
        "haproxy" => vec![of("haproxy", const { Text::same("HAProxy") }, "≥ 2.4", &["haproxy"])],
        "httpd" => vec![of("httpd", const { Text::same("Apache httpd") }, "≥ 2.4.39", &["httpd"])],
        _ => Vec::new(),
    };
    if super::floating::wanted(cx) {
        all.push(of("keepalived", const { Text::same("keepalived") }, "≥ 2.0", &["keepalived"]));
    }
    all
}
