//! Kylin's server as a service, and what stands beside it.

use super::connections;
use super::effective::{self, Database, METADATA};
use super::emr;
use super::roles::{KYLIN, PORT, is_kylin, mode};
use crate::common::load_balancer as lb;
use crate::common::machine::{java_environment, path};
use crate::common::{kerberos, session, zookeeper};
use ::rules::{Context, Service};
use model::value::HostPort;
use model::{Node, Text};

/// In start order.
pub(crate) static SERVICES: &[&Service] = &[
    &zookeeper::SERVICE,
    &session::REDIS,
    &session::MEMCACHED,
    &session::SENTINEL,
    &kerberos::SERVICE,
    &SERVICE,
    &NGINX,
    &HAPROXY,
    &HTTPD,
    &KEEPALIVED,
];

/// The server.
pub(crate) const SERVICE: Service = Service {
    id: "kylin",
    title: Text::same("Apache Kylin"),
    roles: KYLIN,
    applies: is_kylin,
    order: 20,
    rolling: None,
    after: None,
    reads: &[
        "conf/",
        "session/context.xml",
        "session/catalina.properties",
        "session/redis-data-cache",
    ],
    script: concat!(include_str!("scripts/kylin.sh"), include_str!("scripts/preflight.sh")),
    variables,
    folders: |cx, node| vec![home(cx, node)],
    unit,
    limits: &[("nofile", 65_536), ("nproc", 16_384)],
    kernel: &[],
};

/// Nginx in front of the nodes.
pub(crate) static NGINX: Service = Service {
    id: "nginx",
    title: Text::same("Nginx"),
    roles: &[lb::ROLE],
    applies: lb::is_nginx,
    order: 30,
    rolling: None,
    after: lb::AFTER,
    reads: &["load-balancer/nginx"],
    script: include_str!("../common/scripts/nginx.sh"),
    variables: lb::nginx_variables,
    folders: lb::folders,
    unit: lb::nginx_unit,
    limits: &[("nofile", 65_536)],
    kernel: &[],
};

/// HAProxy in front of the nodes.
pub(crate) static HAPROXY: Service = Service {
    id: "haproxy",
    title: Text::same("HAProxy"),
    roles: &[lb::ROLE],
    applies: lb::is_haproxy,
    order: 30,
    rolling: None,
    after: lb::AFTER,
    reads: &["load-balancer/haproxy"],
    script: include_str!("../common/scripts/haproxy.sh"),
    variables: lb::haproxy_variables,
    folders: lb::folders,
    unit: lb::haproxy_unit,
    limits: &[("nofile", 65_536)],
    kernel: &[],
};

/// Apache httpd in front of the nodes.
pub(crate) static HTTPD: Service = Service {
    id: "httpd",
    title: Text::same("Apache httpd"),
    roles: &[lb::ROLE],
    applies: lb::is_httpd,
    order: 30,
    rolling: None,
    after: lb::AFTER,
    reads: &["load-balancer/httpd"],
    script: include_str!("../common/scripts/httpd.sh"),
    variables: lb::httpd_variables,
    folders: lb::folders,
    unit: lb::httpd_unit,
    limits: &[("nofile", 65_536)],
    kernel: &[],
};

/// The floating address of the load balancers.
pub(crate) static KEEPALIVED: Service = Service {
    id: "keepalived",
    title: Text::same("keepalived"),
    roles: &[lb::ROLE],
    applies: lb::is_keepalived,
    order: 40,
    rolling: None,
    after: Some(&["nginx", "haproxy", "httpd"]),
    reads: &["load-balancer/keepalived"],
    script: include_str!("../common/scripts/keepalived.sh"),
    variables: lb::floating::keepalived_variables,
    folders: lb::folders,
    unit: lb::floating::keepalived_unit,
    limits: &[],
    kernel: &[],
};

/// The versions of Java that a node's programs run on: what `KYLIN_JAVA` says to its script.
pub(crate) fn javas(cx: &Context, node: &Node) -> &'static [u32] {
    if is_kylin(cx, node) { &[8] } else { &[] }
}

/// `KYLIN_HOME` of a node.
pub(crate) fn home(cx: &Context, node: &Node) -> String {
    path(cx, node, "paths.home")
}

/// The name of the release's archive.
pub(crate) fn package_file(version: &str) -> String {
    format!("apache-kylin-{version}-bin-hbase1x.tar.gz")
}

/// What the script is told.
pub(crate) fn variables(cx: &Context, node: &Node) -> Vec<(&'static str, String)> {
    let driver = effective::driver_file(cx).unwrap_or_default();
    let endpoints = endpoints(cx, node).into_iter().chain(session::endpoints(cx, node));
    let mut seen = std::collections::BTreeSet::new();
    let endpoints = endpoints.map(|e| e.to_string()).filter(|e| seen.insert(e.clone()));
    let endpoints: Vec<String> = endpoints.collect();
    vec![
        ("JAVA_HOME", cx.node_text(node, "paths.java_home")),
        ("KYLIN_HOME", home(cx, node)),
        ("KYLIN_TITLE", cx.product.title.to_owned()),
        ("KYLIN_VERSION", cx.spec.version.trim().to_owned()),
        ("KYLIN_PACKAGE", package_file(cx.spec.version.trim())),
        ("KYLIN_CONFIG", super::configure::NAME.to_owned()),
        ("KYLIN_HEALTH", super::balancer::site(cx).health.to_owned()),
        ("KYLIN_JAVA", "1.8".to_owned()),
        ("KYLIN_DRIVER", driver),
        ("KYLIN_PORT", PORT.to_string()),
        ("KYLIN_MODE", mode(node).unwrap_or_default().to_owned()),
        ("KYLIN_COMMANDS", "hadoop hbase hive".to_owned()),
        ("KYLIN_ENDPOINTS", endpoints.join(" ")),
        ("KYLIN_NEEDS", needs(cx, node).join(" ")),
        ("KYLIN_ENVIRONMENT", emr::environment(cx).join(" ")),
        ("KYLIN_PLAIN", if emr::master_unknown(cx) { emr::MASTER_VARIABLE } else { "" }.to_owned()),
        ("KYLIN_TOMCAT_JARS", session::jars::variable(cx, node)),
    ]
}

fn with_port(mut server: HostPort, port: u16) -> HostPort {
    server.port = server.port.or(Some(model::value::Port(port)));
    server
}

/// What Kylin does not start without, by name: its database, its ensemble and the name nodes of
/// HBase's file system. One server of each is enough.
fn needed(cx: &Context, node: &Node) -> Vec<(&'static str, Vec<HostPort>)> {
    let on = |servers: Vec<HostPort>, port: u16| {
        servers.into_iter().map(|server| with_port(server, port)).collect()
    };
    let mut all = Vec::new();
    let metadata = cx.config_of(node.row).map(|config| cx.value(config, METADATA));
    if let Some(database) = metadata.and_then(Database::read) {
        all.push(("database", on(database.hosts, database.server.port())));
    }
    if let Some(connect) = effective::of_node(cx, node) {
        all.push(("zookeeper", on(connect.servers, 2181)));
    }
    all.push(("namenode", on(connections::name_nodes(cx), 8020)));
    all
}

/// The same as the script takes it, with what shared sessions need.
fn needs(cx: &Context, node: &Node) -> Vec<String> {
    let all = needed(cx, node).into_iter().chain([("redis", session::needed(cx, node))]);
    let some = all.filter(|(_, servers)| !servers.is_empty());
    some.map(|(name, servers)| {
        let servers: Vec<String> = servers.iter().map(ToString::to_string).collect();
        format!("{name}={}", servers.join(","))
    })
    .collect()
}

/// What a node must reach before the first start: what it does not start without, and the directory.
pub(crate) fn endpoints(cx: &Context, node: &Node) -> Vec<HostPort> {
    let mut all: Vec<HostPort> =
        needed(cx, node).into_iter().flat_map(|(_, servers)| servers).collect();
    for (secure, server) in connections::directory_servers(cx) {
        all.push(with_port(server, if secure { 636 } else { 389 }));
    }
    all
}

/// The unit's own lines.
pub(crate) fn unit(cx: &Context, node: &Node) -> Vec<String> {
    let home = home(cx, node);
    let mut lines = vec!["Type=forking".to_owned(), format!("PIDFile={home}/pid")];
    lines.extend(java_environment(cx, node));
    lines.extend(emr::environment(cx).iter().map(|pair| format!("Environment={pair}")));
    lines.extend([
        format!("Environment=KYLIN_HOME={home}"),
        format!("ExecStop={home}/bin/kylin.sh stop"),
        "TimeoutStartSec=600".to_owned(),
        "SuccessExitStatus=143".to_owned(),
    ]);
    lines
}
