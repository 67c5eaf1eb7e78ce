//! The floating address of several load balancers.

use crate::common::load_balancer::ROLE;
use crate::common::load_balancer::floating::{address, wanted};
use ::rules::{Context, Example, Rule, Source, Symptom};
use model::value::Host;
use model::{Edit, Place, Severity, Text, msg};
use std::net::IpAddr;

const KEEPALIVED: Source =
    Source::new("keepalived.conf(5)", "https://www.keepalived.org/manpage.html");

fn place() -> Place {
    Place::Setting("lb.floating_address".to_owned())
}

fn floating(cx: &Context) -> Option<IpAddr> {
    if !wanted(cx) {
        return None;
    }
    address(&cx.text("lb.floating_address")).ok().map(|(ip, _)| ip)
}

fn ip(host: &Host) -> Option<IpAddr> {
    match host {
        Host::V4(ip) => Some(IpAddr::V4(*ip)),
        Host::V6(ip) => Some(IpAddr::V6(*ip)),
        Host::Name(_) => None,
    }
}

/// An address that cannot move.
pub(super) static NOWHERE_TO_GO: Rule = Rule {
    id: "LB015",
    name: "floating-address-of-one",
    severity: Severity::Warning,
    title: Text::new(
        "A floating address has at least two load balancers.",
        "浮动地址至少需要两台负载均衡。",
    ),
    why: Text::new(
        "keepalived moves the address to another load balancer when one dies. With a single one there is nowhere to go: it costs a program more and gains nothing. Give a second node the role, or leave the address out.",
        "keepalived 在一台负载均衡故障时把地址转移到另一台。只有一台时无处可去，只是多运行一个程序而已。请再为一个节点选择该角色，或不使用浮动地址。",
    ),
    sources: &[KEEPALIVED],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.lb.floating_address", "10.0.0.100/24")]),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("settings.lb.floating_address", "10.0.0.100/24"),
            ("nodes[+]", "lb2.example.com load_balancer"),
        ],
    ),
    check: |cx, sink| {
        if wanted(cx) && cx.with_roles(&[ROLE]).len() == 1 {
            sink.report(
                place(),
                msg!(en: "There is one load balancer only: the floating address has nowhere to go when it dies.",
                     zh: "只有一台负载均衡：它故障时浮动地址无处可转移。"),
            )
            .fix(
                msg!(en: "Leave the floating address out", zh: "不使用浮动地址"),
                vec![Edit::Clear(place())],
            );
        }
    },
};

/// An address that somebody has for good.
pub(super) static TAKEN: Rule = Rule {
    id: "LB016",
    name: "floating-address-of-a-node",
    severity: Severity::Error,
    title: Text::new(
        "The floating address is no node's own.",
        "浮动地址不能是某个节点自己的地址。",
    ),
    why: Text::new(
        "keepalived adds the address to one machine and takes it away from the others. A node whose own address it is would be on the network twice, or lose its address. Take one that nobody has.",
        "keepalived 会在一台机器上添加该地址，并从其他机器上移除。如果它是某节点自己的地址，网络中会出现重复地址，或该节点失去自己的地址。请使用未被占用的地址。",
    ),
    sources: &[KEEPALIVED],
    symptoms: &[Symptom::new("duplicate address", "log of the operating system")],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.lb.floating_address", "10.0.0.100/24"),
            ("nodes[+]", "lb2.example.com load_balancer"),
            ("nodes[4].address", "10.0.0.100"),
        ],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("settings.lb.floating_address", "10.0.0.100/24"),
            ("nodes[+]", "lb2.example.com load_balancer"),
            ("nodes[4].address", "10.0.0.12"),
        ],
    ),
    check: |cx, sink| {
        let Some(floating) = floating(cx) else { return };
        for (node, hosts) in cx.spec.nodes.iter().zip(cx.hosts()) {
            if hosts.all().any(|h| ip(h) == Some(floating)) {
                sink.report(
                    place(),
                    msg!(en: "{a} is {n}'s own address. Take one that nobody has.",
                         zh: "{a} 是 {n} 自己的地址。请使用未被占用的地址。", a = floating.to_string(), n = cx.name(node.row)),
                )
                .related([Place::NodeAddress(node.row)]);
            }
        }
    },
};

/// A name that must lead to the address.
pub(super) static NAME: Rule = Rule {
    id: "LB017",
    name: "name-of-floating-address",
    severity: Severity::Info,
    title: Text::new(
        "The load balancer's name leads to the floating address.",
        "负载均衡的名称应解析到浮动地址。",
    ),
    why: Text::new(
        "Clients that know the name of one machine do not move along. Let the name that they use resolve to the floating address alone.",
        "如果客户端使用的是某台机器的名称，就不会随地址转移。请让客户端使用的名称只解析到浮动地址。",
    ),
    sources: &[KEEPALIVED],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.lb.floating_address", "10.0.0.100/24"),
            ("nodes[+]", "lb2.example.com load_balancer"),
        ],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("settings.lb.floating_address", "10.0.0.100/24"),
            ("settings.lb.name", "10.0.0.100"),
            ("nodes[+]", "lb2.example.com load_balancer"),
        ],
    ),
    check: |cx, sink| {
        let (Some(floating), Ok(name)) = (floating(cx), cx.get::<Host>("lb.name")) else { return };
        if ip(&name) != Some(floating) {
            sink.report(
                Place::Setting("lb.name".to_owned()),
                msg!(en: "{n} must resolve to {a} alone, or clients do not move along with it.",
                     zh: "{n} 必须只解析到 {a}，否则客户端不会随之转移。", n = name.to_string(), a = floating.to_string()),
            );
        }
    },
};
