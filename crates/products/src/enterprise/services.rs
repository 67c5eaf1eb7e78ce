//! The server as a service: Apache Kylin's, told what is other.

use super::fields::engine::can_announce;
use super::fields::storage::split;
use super::{configure, kyligence};
use crate::common::{kerberos, session, zookeeper};
use crate::kylin::roles::{JOB, PORT, is_kylin};
use crate::kylin::services::{self as kylin, HAPROXY, HTTPD, KEEPALIVED, NGINX};
use ::rules::{Context, Service};
use model::value::{Host, HostPort, Port};
use model::{Node, Text};

/// Of Kyligence Enterprise, in start order.
pub(crate) static KYLIGENCE: &[&Service] = &[
    &zookeeper::SERVICE,
    &session::REDIS,
    &session::MEMCACHED,
    &session::SENTINEL,
    &kerberos::SERVICE,
    &KYLIGENCE_SERVICE,
    &NGINX,
    &HAPROXY,
    &HTTPD,
    &KEEPALIVED,
];
/// Of KAP, in start order.
pub(crate) static KAP: &[&Service] = &[
    &zookeeper::SERVICE,
    &session::REDIS,
    &session::MEMCACHED,
    &session::SENTINEL,
    &kerberos::SERVICE,
    &KAP_SERVICE,
    &NGINX,
    &HAPROXY,
    &HTTPD,
    &KEEPALIVED,
];

static KYLIGENCE_SERVICE: Service =
    Service { title: Text::same("Kyligence Enterprise"), variables, ..kylin::SERVICE };
static KAP_SERVICE: Service = Service { title: Text::same("KAP"), variables, ..kylin::SERVICE };

/// The folder of `setenv.sh` in an installation: KAP 2.4 moved it.
pub(crate) fn setenv_folder(cx: &Context) -> &'static str {
    if kyligence(cx) || cx.since("2.4") { "conf" } else { "bin" }
}

/// The address under which a node announces itself; empty when it is to use its own host name.
pub(crate) fn announced(cx: &Context, node: &Node) -> String {
    if !can_announce(cx) {
        return String::new();
    }
    let hosts = cx.hosts_of(node.row);
    let host = match cx.text("engine.announce").as_ref() {
        "name" => hosts.and_then(|h| h.name.clone()),
        "address" => hosts.and_then(|h| h.machine().cloned()),
        _ => None,
    };
    let address = |host: Host| HostPort { host, port: Some(Port(PORT)) }.to_string();
    host.map_or_else(String::new, address)
}

/// The versions of Java that a node's programs run on: what `KYLIN_JAVA` says to its script.
pub(crate) fn javas(cx: &Context, node: &Node) -> &'static [u32] {
    match () {
        () if !is_kylin(cx, node) => &[],
        () if kyligence(cx) => &[8],
        () => &[8, 7],
    }
}

/// The commands of Hadoop that the nodes need.
fn commands(cx: &Context) -> &'static str {
    let hbase = crate::kylin::effective::hbase(cx) || cx.is("storage.edition", "enterprise");
    if hbase { "hadoop hive hbase" } else { "hadoop hive" }
}

/// Which of the two clusters a node's clients belong to; empty when there is one.
fn side(cx: &Context, node: &Node) -> &'static str {
    if !split(cx) {
        ""
    } else if JOB.iter().any(|role| node.roles.contains(*role)) {
        "build"
    } else {
        "query"
    }
}

fn variables(cx: &Context, node: &Node) -> Vec<(&'static str, String)> {
    let mut all = kylin::variables(cx, node);
    let mut set = |name: &'static str, value: String| match all.iter_mut().find(|(n, _)| *n == name)
    {
        Some((_, old)) => *old = value,
        None => all.push((name, value)),
    };
    set("KYLIN_PACKAGE", cx.text("paths.package").into_owned());
    set("KYLIN_CONFIG", configure::NAME.to_owned());
    set("KYLIN_JAVA", if kyligence(cx) { "1.8" } else { "1.7 1.8" }.to_owned());
    set("KYLIN_COMMANDS", commands(cx).to_owned());
    set("KYLIN_PROFILE", cx.text("engine.profile").into_owned());
    set("KYLIN_SIDE", side(cx, node).to_owned());
    let ldap = crate::kylin::effective::ldap(cx);
    let password = cx.read_for(node, "security.ldap_password");
    let tool = crate::kylin::secrets::named(&password).pop().filter(|_| ldap);
    let tool = tool.map_or_else(String::new, |variable| variable.0);
    set("KYLIN_CRYPT_TOOL", tool);
    set("KYLIN_REST_ADDRESS", announced(cx, node));
    let keytab = if kerberos::in_use(cx) {
        crate::common::machine::path(cx, node, "kerberos.keytab")
    } else {
        String::new()
    };
    set("KYLIN_KEYTAB", keytab);
    all
}
