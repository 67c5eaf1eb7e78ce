//! What a load balancer needs to know, read from the fields and the nodes.

use crate::common::machine::NO_PATH;
use ::rules::{Context, Site};
use model::value::{AbsolutePath, Duration, Host, HostPort, Port, Value};
use model::{Message, Place};

/// Which node gets a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// In turn.
    RoundRobin,
    /// The one with the fewest connections.
    LeastConnections,
    /// By the client's address.
    ClientAddress,
    /// By the client's whole address, consistently.
    Consistent,
}

impl Method {
    /// The method with this id.
    pub fn parse(id: &str) -> Option<Method> {
        match id {
            "round_robin" => Some(Method::RoundRobin),
            "least_conn" => Some(Method::LeastConnections),
            "ip_hash" => Some(Method::ClientAddress),
            "hash" => Some(Method::Consistent),
            _ => None,
        }
    }
}

/// A node behind the balancer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Host and port, IPv6 in brackets.
    pub address: String,
    /// A name for it: the host's.
    pub name: String,
    /// Whether it is only asked when no other lives.
    pub reserve: bool,
}

/// Everything that the files say.
pub struct Balancer {
    /// The product.
    pub site: &'static Site,
    /// The name that clients use.
    pub name: Option<Host>,
    /// Where it listens.
    pub port: u16,
    /// Certificate and key, when it speaks TLS.
    pub tls: Option<(String, String)>,
    /// Which node gets a request.
    pub method: Method,
    /// How long an answer may take, in seconds.
    pub read_timeout: u64,
    /// How long a connection may take, in seconds.
    pub connect_timeout: u64,
    /// Whether the internal paths are closed.
    pub close_internal: bool,
    /// Whether every node knows every login at once.
    pub shared_sessions: bool,
    /// The folder of the instance.
    pub folder: String,
    /// The nodes behind it.
    pub members: Vec<Member>,
    /// What could not be used, with its place. The file says so.
    pub broken: Vec<(Place, Message)>,
}

impl Balancer {
    /// Reads it. What cannot be used is listed, and a safe value stands in its place.
    pub fn read(cx: &Context, site: &'static Site) -> Balancer {
        let mut broken = Vec::new();
        let port = field(cx, "lb.port", Port(8080), &mut broken).0;
        let tls = cx.on("lb.tls");
        let none = || AbsolutePath(NO_PATH.to_owned());
        let tls = tls.then(|| {
            let made = super::fields::made(cx);
            let mut path = |key: &str| {
                if made { field(cx, key, none(), &mut broken).0 } else { String::new() }
            };
            (path("lb.certificate"), path("lb.key"))
        });
        let method = Method::parse(&cx.text("lb.method")).unwrap_or(Method::ClientAddress);
        let (members, bad) = members(cx, site);
        let balancer = Balancer {
            site,
            name: cx.get("lb.name").ok(),
            port,
            tls,
            method,
            read_timeout: field(cx, "lb.read_timeout", Duration(330_000), &mut broken).seconds(),
            connect_timeout: field(cx, "lb.connect_timeout", Duration(5_000), &mut broken)
                .seconds(),
            close_internal: cx.on("lb.close_internal"),
            shared_sessions: crate::common::session::everywhere(cx),
            folder: field(cx, "lb.dir", none(), &mut broken).0,
            members,
            broken: Vec::new(),
        };
        if let Err(why) = cx.get::<Host>("lb.name") {
            broken.push((Place::Setting("lb.name".to_owned()), why));
        }
        broken.extend(bad);
        Balancer { broken, ..balancer }
    }

    /// Whether some members are only a reserve.
    pub fn has_reserve(&self) -> bool {
        self.members.iter().any(|m| m.reserve)
    }

    /// The address that clients use: scheme, name, and the port where it is not the scheme's own.
    pub fn url(&self) -> String {
        let name = match &self.name {
            Some(Host::V6(ip)) => format!("[{ip}]"),
            Some(host) => host.to_string(),
            None => String::new(),
        };
        let (scheme, own) = if self.tls.is_some() { ("https", 443) } else { ("http", 80) };
        if self.port == own {
            format!("{scheme}://{name}")
        } else {
            format!("{scheme}://{name}:{}", self.port)
        }
    }
}

fn field<T: Value>(cx: &Context, key: &str, otherwise: T, broken: &mut Vec<(Place, Message)>) -> T {
    cx.get(key).unwrap_or_else(|why| {
        broken.push((Place::Setting(key.to_owned()), why));
        otherwise
    })
}

type Bad = Vec<(Place, Message)>;

/// The nodes that answer clients, each address once, in the order of the nodes; and those whose
/// name cannot be used.
fn members(cx: &Context, site: &Site) -> (Vec<Member>, Bad) {
    let nodes = cx.with_roles(site.roles);
    let best =
        site.roles.iter().find(|role| nodes.iter().any(|n| n.roles.contains(**role))).copied();
    let mut members: Vec<Member> = Vec::new();
    let mut bad = Bad::new();
    let mut seen = std::collections::BTreeSet::new();
    for node in nodes {
        let host = match Host::parse(&node.name) {
            Ok(host) => host,
            Err(why) => {
                bad.push((Place::NodeName(node.row), why));
                continue;
            }
        };
        let name = host.to_string();
        let address = HostPort { host, port: Some(Port(site.port)) }.to_string();
        if seen.insert(address.clone()) {
            let reserve = best.is_some_and(|role| !node.roles.contains(role));
            members.push(Member { address, name, reserve });
        }
    }
    (members, bad)
}
