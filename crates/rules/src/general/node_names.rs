//! What a node is called and where it is reached.

use super::full_width::write_plain;
use crate::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::{Host, Value, forbidden_character, half_width};
use model::{Message, Place, Severity, Text, msg};

const RFC_1123: Source =
    Source::new("RFC 1123, 2.1: host names", "https://www.rfc-editor.org/rfc/rfc1123#section-2.1");

/// A node without a name.
pub(super) static MISSING_NAME: Rule = Rule {
    id: "GEN002",
    name: "missing-node-name",
    severity: Severity::Error,
    title: Text::new("Every node has a name.", "每个节点都有名称。"),
    why: Text::new(
        "The name is how the other nodes and the clients find a node, it stands in their configuration files, and its folder in the archive is called after it. Enter the name that `hostname -f` prints on that machine.",
        "其他节点和客户端通过名称找到该节点，名称会写入它们的配置文件，部署包中的文件夹也以它命名。请填写在该机器上执行 `hostname -f` 得到的名称。",
    ),
    sources: &[RFC_1123],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes[0].name", "")]),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        for node in cx.spec.nodes.iter().filter(|n| n.name.trim().is_empty()) {
            sink.report(
                Place::NodeName(node.row),
                msg!(en: "Node {n} has no name. Enter its host name.",
                     zh: "节点 {n} 没有名称，请填写主机名。", n = cx.name(node.row)),
            );
        }
    },
};

/// A name that is not a host name.
pub(super) static INVALID_NAME: Rule = Rule {
    id: "GEN003",
    name: "invalid-node-name",
    severity: Severity::Error,
    title: Text::new(
        "A node's name is a host name: letters, digits, inner hyphens and dots, at most 253 characters.",
        "节点名称必须是主机名：只含字母、数字、中间的连字符和点，最多 253 个字符。",
    ),
    why: Text::new(
        "The name is written into configuration files, scripts and addresses of the form host:port, and it names a folder. Blanks, quotes and other signs do not resolve and could break out of a command; an IPv6 address has colons, which most of these places cannot tell from the port. Enter a host name, and the address in its own column.",
        "名称会写入配置文件、脚本以及 host:port 形式的地址，并用作文件夹名。空格、引号等符号无法解析，还可能破坏命令；IPv6 地址含有冒号，多数场合无法与端口区分。请填写主机名，地址填在单独的列中。",
    ),
    sources: &[
        RFC_1123,
        Source::lab(
            "balancer-unknown-host",
            "load balancers: nginx -t, haproxy -c on unknown and malformed hosts",
        ),
    ],
    symptoms: &[
        Symptom::new("URISyntaxException: Illegal character in hostname", "any log"),
        Symptom::new(
            "The character [_] is never valid in a domain name",
            "answer of the web server",
        ),
    ],
    fires: Example::Edits("", &[("nodes[0].name", "k1; reboot")]),
    clean: Example::Edits("", &[("nodes[0].name", "K1-a.example.com")]),
    check: invalid_names,
};

fn invalid_names(cx: &Context, sink: &mut Sink) {
    for (node, hosts) in cx.spec.nodes.iter().zip(cx.hosts()) {
        let name = node.name.trim();
        let good = hosts.name.as_ref().is_some_and(|h| !matches!(h, Host::V6(_)));
        if good || name.is_empty() || forbidden_character(name).is_some() {
            continue;
        }
        let what: Message = match Host::parse(name) {
            Ok(Host::V6(_)) => msg!(
                en: "\"{t}\" is an IPv6 address. Enter a host name here and the address in its own column.",
                zh: "“{t}”是 IPv6 地址。此处请填写主机名，地址填在单独的列中。",
                t = model::value::shown(name)),
            Ok(_) => continue,
            Err(why) => msg!(en: "Node name: {why}.", zh: "节点名称：{why}。", why = why),
        };
        let found = sink.report(Place::NodeName(node.row), what);
        if let Some(plain) = plain_host(name) {
            let (title, edits) = write_plain(Place::NodeName(node.row), plain);
            found.fix(title, edits);
        }
    }
}

/// The host that a text with full-width signs means.
fn plain_host(text: &str) -> Option<String> {
    half_width(text).filter(|plain| Host::parse(plain).is_ok())
}

/// An address that is none.
pub(super) static INVALID_ADDRESS: Rule = Rule {
    id: "GEN004",
    name: "invalid-node-address",
    severity: Severity::Error,
    title: Text::new(
        "A node's address is an IPv4 or IPv6 address or a host name.",
        "节点地址必须是 IPv4、IPv6 地址或主机名。",
    ),
    why: Text::new(
        "The scripts reach the node at its address when its name does not resolve from where they run. Enter the address alone, without port or user, or leave it empty.",
        "当脚本所在的机器无法解析节点名称时，会使用该地址连接节点。只填写地址本身，不带端口或用户名；也可以留空。",
    ),
    sources: &[RFC_1123],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes[0].address", "10.0.0.256")]),
    clean: Example::Edits("", &[("nodes[0].address", "10.0.0.25")]),
    check: |cx, sink| {
        for node in &cx.spec.nodes {
            let address = node.address.trim();
            if address.is_empty() || forbidden_character(address).is_some() {
                continue;
            }
            if let Err(why) = Host::parse(address) {
                let found = sink.report(
                    Place::NodeAddress(node.row),
                    msg!(en: "Address of {n}: {why}.", zh: "{n} 的地址：{why}。",
                         n = cx.name(node.row), why = why),
                );
                if let Some(plain) = plain_host(address) {
                    let (title, edits) = write_plain(Place::NodeAddress(node.row), plain);
                    found.fix(title, edits);
                }
            }
        }
    },
};

/// An address that pages use as a sample.
pub(super) static SAMPLE_ADDRESS: Rule = Rule {
    id: "GEN040",
    name: "sample-address",
    severity: Severity::Warning,
    title: Text::new(
        "No node has the sample address 1.1.1.1 or one beside it.",
        "节点不使用 1.1.1.1 等示例地址。",
    ),
    why: Text::new(
        "Manuals name their sample nodes 1.1.1.1 and 1.1.1.2. These are no free addresses: the network 1.1.1.0/24 belongs to a public DNS resolver on the internet, so clients of such a load balancer would send their passwords there. Enter the addresses of your machines.",
        "一些产品手册用 1.1.1.1 和 1.1.1.2 作为示例节点。它们并非空闲地址：1.1.1.0/24 网段属于互联网上的公共 DNS 服务，按此配置的负载均衡器会把用户的密码发往那里。请填写自己机器的地址。",
    ),
    sources: &[Source::new(
        "Cloudflare: addresses of the resolver 1.1.1.1",
        "https://developers.cloudflare.com/1.1.1.1/ip-addresses/",
    )],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes[0].address", "1.1.1.1")]),
    clean: Example::Edits("", &[("nodes[0].address", "10.1.1.1")]),
    check: |cx, sink| {
        let sample = |host: &Option<Host>| matches!(host, Some(Host::V4(address)) if address.octets().starts_with(&[1, 1, 1]));
        for (node, hosts) in cx.spec.nodes.iter().zip(cx.hosts()) {
            let place = if sample(&hosts.name) {
                Place::NodeName(node.row)
            } else if sample(&hosts.address) {
                Place::NodeAddress(node.row)
            } else {
                continue;
            };
            sink.report(
                place,
                msg!(en: "{n} has a sample address: 1.1.1.0/24 belongs to a public DNS resolver. Enter the address of your machine.",
                     zh: "{n} 使用了示例地址：1.1.1.0/24 属于公共 DNS 服务。请填写自己机器的地址。",
                     n = cx.name(node.row)),
            );
        }
    },
};
