//! What keepalived's file says of the address that moves from one load balancer to the next.

use super::{At, Facts, Piece};
use formats::directives::keepalived;
use model::{Severity, Span};
use std::rc::Rc;

/// Directives of an instance, each with its fact.
const SAID: [(&str, &str); 4] = [
    ("state", "state"),
    ("interface", "interface"),
    ("virtual_router_id", "router"),
    ("priority", "priority"),
];

/// Those by which Muster and others do the same: they are no choice of anybody's.
const ANYWAY: [&str; 3] = ["unicast_src_ip", "unicast_peer", "advert_int"];

/// The first instance that has an address; whatever else stands there is left.
pub(super) fn read(piece: &Piece, facts: &mut Facts) {
    let read = keepalived::read(&piece.text);
    let place = |span: Span| At { path: Rc::clone(&piece.path), span };
    for (span, message) in &read.problems {
        facts.note(Severity::Error, &place(*span), message.clone());
    }
    let addresses = |instance: usize| {
        let of_instance = read.inside(Some(instance));
        let blocks = of_instance.filter(|(_, d)| d.name() == "virtual_ipaddress");
        blocks.flat_map(|(at, _)| read.inside(Some(at))).map(|(_, d)| d).collect::<Vec<_>>()
    };
    let instances = || read.inside(None).filter(|(_, d)| d.name() == "vrrp_instance");
    let own = instances().find(|(at, _)| !addresses(*at).is_empty()).or_else(|| instances().next());
    let own = own.map(|(at, _)| at);
    for (_, directive) in read.inside(None).filter(|(at, _)| Some(*at) != own) {
        facts.leave(directive.line(), &place(directive.span));
    }
    let Some(own) = own else { return };
    let mut moving = addresses(own).into_iter();
    if let Some(first) = moving.next() {
        facts.say("address", with_prefix(first.name()), &place(first.span));
    }
    for more in moving {
        facts.leave(format!("virtual_ipaddress {}", more.line()), &place(more.span));
    }
    for (_, directive) in read.inside(Some(own)) {
        let at = place(directive.span);
        match SAID.iter().find(|(name, _)| *name == directive.name()) {
            Some((_, fact)) if !directive.word(1).is_empty() => {
                facts.say(*fact, directive.word(1), &at);
            }
            _ if directive.name() == "virtual_ipaddress" => {}
            _ if ANYWAY.contains(&directive.name()) => {}
            _ => facts.leave(directive.line(), &at),
        }
    }
}

/// Without a prefix keepalived takes the address alone.
fn with_prefix(address: &str) -> String {
    match address {
        _ if address.contains('/') => address.to_owned(),
        _ if address.contains(':') => format!("{address}/128"),
        _ => format!("{address}/32"),
    }
}
