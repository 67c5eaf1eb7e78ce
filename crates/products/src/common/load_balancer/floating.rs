//! keepalived for several nodes with a load balancer: an address that moves to the next one when
//! its host dies, or when the load balancer there no longer answers.

use super::fields::made;
use super::service::{ROLE, folder};
use crate::common::text::{header, not_usable, origin};
use ::rules::{Context, Field, Kind};
use formats::File;
use model::value::{Count, Host, shown};
use model::{Message, Node, Text, msg};
use std::net::IpAddr;

const STEP: &str = "load_balancer";
const GROUP: Text = Text::new("Floating address", "浮动地址");

/// Its fields.
pub static FIELDS: &[Field] = &[
    Field::new(
        "lb.floating_address",
        STEP,
        GROUP,
        Text::new("Floating address", "浮动地址（VIP）"),
        Text::new(
            "With its prefix, as 10.0.0.100/24: it belongs to one load balancer at a time, and moves to the next one by itself. All of them are in one network; clouds usually do not allow that. Empty: none.",
            "带前缀长度，如 10.0.0.100/24：同一时间只属于一台负载均衡，故障时自动转移到下一台。它们须在同一网络中；云环境通常不支持。留空则不使用。",
        ),
        Kind::Custom(check_address),
    )
    .shown(made)
    .placeholder("10.0.0.100/24"),
    Field::new(
        "lb.floating_interface",
        STEP,
        GROUP,
        Text::new("Network interface", "网络接口"),
        Text::new(
            "Of the load balancers' nodes in that network; `ip -br addr` lists them.",
            "负载均衡节点在该网络中的接口；`ip -br addr` 可列出。",
        ),
        Kind::Custom(check_interface),
    )
    .shown(wanted)
    .default("eth0")
    .required(),
    Field::new(
        "lb.virtual_router_id",
        STEP,
        GROUP,
        Text::new("Virtual router id", "虚拟路由器 ID"),
        Text::new(
            "1 to 255, and of no other VRRP group in the same network.",
            "1 到 255，且不得与同一网络中的其他 VRRP 组相同。",
        ),
        Kind::Count(1, 255),
    )
    .shown(wanted)
    .default("51")
    .required(),
];

/// Whether there is to be one.
pub fn wanted(cx: &Context) -> bool {
    made(cx) && !cx.text("lb.floating_address").is_empty()
}

/// Whether a node takes part.
pub fn is_keepalived(cx: &Context, node: &Node) -> bool {
    wanted(cx) && node.roles.contains(ROLE)
}

/// The address and its prefix.
///
/// # Errors
/// When it is not of that form.
pub fn address(text: &str) -> Result<(IpAddr, u8), Message> {
    let bad = || {
        msg!(en: "\"{t}\" is not an address with its prefix such as 10.0.0.100/24",
             zh: "“{t}”不是带前缀长度的地址，应如 10.0.0.100/24", t = shown(text))
    };
    let (ip, prefix) = text.trim().split_once('/').ok_or_else(bad)?;
    let ip: IpAddr = ip.parse().map_err(|_| bad())?;
    let most = if ip.is_ipv4() { 32 } else { 128 };
    let digits = prefix.chars().all(|c| c.is_ascii_digit());
    let prefix: u8 = prefix.parse().map_err(|_| bad())?;
    let usable = !ip.is_loopback() && !ip.is_multicast() && !ip.is_unspecified();
    if digits && usable && (1..=most).contains(&prefix) { Ok((ip, prefix)) } else { Err(bad()) }
}

fn check_address(text: &str) -> Result<(), Message> {
    address(text).map(|_| ())
}

fn check_interface(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if (1..=15).contains(&text.len()) && text.chars().all(plain) && text != "lo" {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not a network interface such as eth0", zh: "“{t}”不是网络接口，应如 eth0", t = shown(text)),
    )
}

/// Where the load balancer's state is written for keepalived.
fn track_file(cx: &Context) -> String {
    format!("{}/keepalived.track", folder(cx))
}

/// What the service's script is told.
pub fn keepalived_variables(cx: &Context, _: &Node) -> Vec<(&'static str, String)> {
    let scheme = if cx.on("lb.tls") { "https" } else { "http" };
    let ip = address(&cx.text("lb.floating_address"))
        .map_or_else(|_| String::new(), |a| a.0.to_string());
    vec![
        ("KEEPALIVED_DIR", folder(cx)),
        ("KEEPALIVED_CONFIG", format!("{}/keepalived.conf", folder(cx))),
        ("KEEPALIVED_TRACK", track_file(cx)),
        ("KEEPALIVED_ADDRESS", ip),
        ("KEEPALIVED_INTERFACE", cx.text("lb.floating_interface").into_owned()),
        ("KEEPALIVED_ASK", format!("{scheme}://127.0.0.1:{}/lb-health", cx.text("lb.port"))),
    ]
}

/// Its unit: it may change addresses and speak VRRP without being root.
pub fn keepalived_unit(_: &Context, _: &Node) -> Vec<String> {
    vec![
        "Type=simple".to_owned(),
        "AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW CAP_NET_BROADCAST".to_owned(),
    ]
}

/// The configuration of one node: the earlier in the list, the higher its priority.
pub fn keepalived(cx: &Context, node: &Node) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(
        const {
            Text::new(
                "keepalived: the floating address of the load balancers.",
                "keepalived：负载均衡的浮动地址。",
            )
        },
    );
    header(cx, "#", &mut file);
    let all = cx.with_roles(&[ROLE]);
    let place = all.iter().position(|n| n.row == node.row).unwrap_or_default();
    let priority = 200_usize.saturating_sub(place * 10).max(1);
    let vip = address(&cx.text("lb.floating_address"));
    let interface = cx.text("lb.floating_interface").into_owned();
    let interface = check_interface(&interface).map(|()| interface);
    let id = cx.get::<Count>("lb.virtual_router_id").map(|c| c.0.clamp(1, 255));
    for why in
        [vip.as_ref().err(), interface.as_ref().err(), id.as_ref().err()].into_iter().flatten()
    {
        file.line(format!("# {}", not_usable(why, lang)));
    }
    let (Ok((ip, prefix)), Ok(interface), Ok(id)) = (vip, interface, id) else { return file };

    let state = origin(
        msg!(en: "0 while the load balancer here answers, -254 when it does not: then the address goes elsewhere.",
             zh: "本机负载均衡应答时为 0，不应答时为 -254：此时地址转移到别处。"),
        &["lb.floating_address"],
    );
    for line in [
        "vrrp_track_file balancer {".to_owned(),
        format!("    file \"{}\"", track_file(cx)),
        "}".to_owned(),
    ] {
        file.because(line, state.clone());
    }
    file.line("");
    file.line("vrrp_instance balancer {");
    let first = origin(
        msg!(en: "All begin as backup; the first load balancer in the list of nodes wins.",
             zh: "所有节点都以备用状态启动；节点列表中靠前的负载均衡优先。"),
        &["lb.floating_address"],
    );
    file.because("    state BACKUP", first.clone());
    let of = |field: &'static str, label: Message| origin(label, &[field]);
    let network = of(
        "lb.floating_interface",
        msg!(en: "The network in which the address moves.", zh: "地址在该网络中转移。"),
    );
    file.because(format!("    interface {interface}"), network);
    let group = of(
        "lb.virtual_router_id",
        msg!(en: "The same on all of them, and of no other group in the network.",
             zh: "各节点相同，且不与网络中其他组重复。"),
    );
    file.because(format!("    virtual_router_id {id}"), group);
    file.because(format!("    priority {priority}"), first);
    file.line("    advert_int 1");
    // Without multicast where all addresses are known: switches and firewalls often drop it.
    let addresses: Option<Vec<IpAddr>> = all
        .iter()
        .map(|n| match cx.hosts_of(n.row)?.machine()? {
            Host::V4(ip) => Some(IpAddr::V4(*ip)),
            Host::V6(ip) => Some(IpAddr::V6(*ip)),
            Host::Name(_) => None,
        })
        .collect();
    if let Some(addresses) =
        addresses.filter(|a| a.len() > 1 && a.iter().all(|x| x.is_ipv4() == ip.is_ipv4()))
    {
        let peers = origin(
            msg!(en: "They speak with each other directly, since all addresses are known: no multicast is needed.",
                 zh: "各节点地址已知，因此直接互相通信，不需要组播。"),
            &["lb.floating_address"],
        );
        if let Some(own) = addresses.get(place) {
            file.because(format!("    unicast_src_ip {own}"), peers.clone());
        }
        file.because("    unicast_peer {", peers.clone());
        for (at, peer) in addresses.iter().enumerate() {
            if at != place {
                file.because(format!("        {peer}"), peers.clone());
            }
        }
        file.because("    }", peers);
    }
    let moves =
        of("lb.floating_address", msg!(en: "The address that moves.", zh: "会转移的地址。"));
    file.line("    virtual_ipaddress {");
    file.because(format!("        {ip}/{prefix}"), moves);
    file.line("    }");
    file.because("    track_file {", state.clone());
    file.because("        balancer weight 1", state.clone());
    file.because("    }", state);
    file.line("}");
    file
}

#[cfg(test)]
mod tests {
    use super::{address, check_interface};

    #[test]
    fn addresses_and_interfaces_have_their_form() {
        assert!(address("10.0.0.100/24").is_ok() && address("fd00::1/64").is_ok());
        for bad in [
            "10.0.0.100",
            "10.0.0.300/24",
            "10.0.0.1/33",
            "10.0.0.1/0",
            "10.0.0.1/+8",
            "127.0.0.1/8",
            "lb/24",
            "",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
        assert!(check_interface("eth0.100").is_ok());
        for bad in ["lo", "", "eth0 }", "averyveryverylongname"] {
            assert!(check_interface(bad).is_err(), "{bad}");
        }
    }
}
