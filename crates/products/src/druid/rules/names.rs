//! The name under which a process announces itself.

use super::asked::{Seen, each, is_variable, report, set};
use super::rule;
use crate::druid::effective::place_of;
use crate::druid::programs::programs_of;
use crate::druid::sources::{DRUID_NODE, issue, lab};
use ::rules::{Context, Sink, Source};
use model::value::{Host, HostPort, Value, shown};
use model::{Place, RowId, msg};

const HOST: &str = "druid.host";
const SHIPPED: Source = issue(
    "apache/druid #17930: druid.host is localhost in the shipped file",
    "https://github.com/apache/druid/issues/17930",
);

/// The host of a value, without a port.
fn host_of(value: &str) -> Option<Host> {
    HostPort::parse(value).ok().map(|parsed| parsed.host)
}

fn loopback(value: &str) -> bool {
    value == "0.0.0.0" || host_of(value).is_some_and(|host| host.is_loopback())
}

/// Whether a value is digits and dots alone, so that it is read as an address: `0`, `10.0.0`.
fn numeric(value: &str) -> bool {
    value.chars().any(|c| c.is_ascii_digit())
        && value.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// How many machines run something of Druid.
fn machines(cx: &Context) -> usize {
    cx.spec.nodes.iter().filter(|node| programs_of(node).next().is_some()).count()
}

rule!(
    /// Every machine calls itself by a name that means each machine.
    LOOPBACK, "DRU001", "loopback-host", Error,
    ["With several nodes no process announces itself as localhost.", "有多个节点时，任何进程都不能以 localhost 公布自己。"],
    ["The others connect to the name that a process announces, and localhost is their own machine. In the lab all six processes were healthy and nothing could be loaded; with one such Historical the Broker never became ready. It is what the shipped file said up to 33. Remove the override: each node's file gets its own name.",
     "其他进程按公布的名称连接，而 localhost 是它们自己的机器。实测六个进程都健康，却无法导入任何数据；只要有一个这样的 Historical，Broker 就一直无法就绪。33 及以前的发行包配置正是如此。请删除覆盖项：每个节点的文件会得到自己的名称。"],
    [lab("druid-localhost"), SHIPPED],
    [("There are no available brokers. Please check that your brokers are running and healthy.", "answer of the Router"),
     ("java.nio.channels.UnresolvedAddressException", "log/broker.log")],
    fires "druid-ha" [("overrides.cluster.druid.host", "localhost")],
    clean "druid-small" [("overrides.cluster.druid.host", "localhost")],
    |cx, sink| {
        if machines(cx) < 2 {
            return;
        }
        for found in set(cx, HOST).into_iter().filter(|f| f.overridden() && loopback(&f.value)) {
            report(
                sink,
                found.place.clone(),
                msg!(en: "{nodes} would announce \"{v}\", where every other machine finds itself.",
                     zh: "{nodes} 会公布“{v}”，其他机器按此只会找到自己。", nodes = cx.names(&found.nodes), v = shown(&found.value)),
            );
        }
    }
);

rule!(
    /// One name for several machines.
    ONE_NAME, "DRU002", "one-host-for-several", Error,
    ["Each node announces a name of its own.", "每个节点公布自己的名称。"],
    ["In a file that is copied to all nodes druid.host is the name of one of them: in the lab all processes were healthy, queries through the Router ended in 502 and tasks in 503. Remove the override: each node's file gets its own name.",
     "复制到所有节点的文件中，druid.host 只是其中一台的名称：实测所有进程都健康，但经 Router 的查询返回 502，任务返回 503。请删除覆盖项：每个节点的文件会得到自己的名称。"],
    [lab("druid-one-host"), DRUID_NODE], [],
    fires "druid-ha" [("overrides.cluster.druid.host", "m1.example.com")],
    clean "druid-ha" [("nodes[0].overrides.druid.host", "10.0.0.1")],
    one_name
);

fn one_name(cx: &Context, sink: &mut Sink) {
    let mut all = set(cx, HOST);
    all.retain(|found| found.literal().is_some_and(|v| !v.is_empty() && !loopback(v)));
    let mut by_host: Vec<(Host, Vec<RowId>)> = Vec::new();
    for found in &all {
        let Some(host) = host_of(&found.value) else { continue };
        let at = by_host.iter().position(|(known, _)| *known == host);
        let at = at.unwrap_or_else(|| {
            by_host.push((host, Vec::new()));
            by_host.len() - 1
        });
        if let Some((_, rows)) = by_host.get_mut(at) {
            rows.extend(found.nodes.iter().filter(|row| !rows.contains(row)).collect::<Vec<_>>());
        }
    }
    let mut seen = Seen::default();
    for found in all.iter().filter(|found| found.overridden()) {
        let host = host_of(&found.value);
        let Some((_, rows)) = by_host.iter().find(|(known, _)| Some(known) == host.as_ref()) else {
            continue;
        };
        if rows.len() < 2 || !seen.first(&found.place) {
            continue;
        }
        report(
            sink,
            found.place.clone(),
            msg!(en: "{nodes} would all announce \"{v}\": requests for one of them go to another.",
                 zh: "{nodes} 都会公布“{v}”：发给其中一台的请求会到另一台。", nodes = cx.names(rows), v = shown(&found.value)),
        );
    }
}

rule!(
    /// An address that is none.
    FORM, "DRU003", "malformed-host", Error,
    ["druid.host is a bare name or address, without a scheme and without another port.", "druid.host 只写名称或地址，不带协议，也不带其他端口。"],
    ["Every process stops when the value has a scheme, or a port that is not the process's own; an empty one is announced as nothing, so that nobody finds the process, and 0 as it stands, which is each machine itself. Write the name alone.",
     "带有协议，或端口与进程自身端口不同时，所有进程都会停止；空值会被原样公布，没有人能找到该进程；0 同样会原样公布，而它在每台机器上都指自己。请只写名称。"],
    [lab("druid-malformed-host"), DRUID_NODE],
    [("Conflicting host:port […] and port […] settings", "output of the start"),
     ("Unparseable port number: http", "output of the start"),
     ("Expected hostname at index 7: http://:", "log/router.log")],
    fires "druid-ha" [("overrides.cluster.druid.host", "http://m1.example.com")],
    clean "druid-ha" [("overrides.cluster.druid.host", "${env:HOST_NAME}")],
    form
);

fn form(cx: &Context, sink: &mut Sink) {
    let mut seen = Seen::default();
    for (program, node) in each(cx) {
        let place = place_of(cx, node, program, HOST);
        let value = program.reads(cx, node, HOST);
        // What the node's own name is wrong about, other rules say.
        if !matches!(place, Place::Override(..)) || is_variable(&value) {
            continue;
        }
        let port = program.plaintext_port(cx, node);
        let other = HostPort::parse(&value).ok().and_then(|v| v.port).map(|p| p.to_string());
        let message = if value.is_empty() {
            msg!(en: "druid.host is empty: the process would be announced without a name.",
                 zh: "druid.host 为空：进程公布时没有名称。")
        } else if value.contains("://") {
            msg!(en: "\"{v}\" is an address with a scheme: no process would start.",
                 zh: "“{v}”带有协议：任何进程都无法启动。", v = shown(&value))
        } else if numeric(&value) && Host::parse(&value).is_err() {
            msg!(en: "\"{v}\" is no address: the process would start, and nobody else would reach it there.",
                 zh: "“{v}”不是有效地址：进程能启动，但其他机器无法按此连接到它。", v = shown(&value))
        } else if let Some(other) = other.filter(|other| *other != port && !port.is_empty()) {
            msg!(en: "\"{v}\" has the port {o}, and {p} listens on {port}: it would not start.",
                 zh: "“{v}”带有端口 {o}，而 {p} 监听 {port}：该进程无法启动。",
                 v = shown(&value), o = other, p = program.title, port = shown(&port))
        } else {
            continue;
        };
        if seen.first(&place) {
            report(sink, place, message);
        }
    }
}
