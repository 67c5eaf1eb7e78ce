//! Which services are started, restarted and stopped, and where.

use crate::files::{Sides, Stays};
use model::Node;
use rules::{Context, Move, Package, Service};
use std::collections::BTreeSet;

/// A service by its id, with its nodes.
pub type OnNodes = (&'static str, Vec<String>);

/// Services by what happens to them. Each with its nodes, in the order of the new document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services {
    /// That read something which changes, in the order of a rolling update.
    pub restarted: Vec<OnNodes>,
    /// That are new on a node, in start order.
    pub started: Vec<OnNodes>,
    /// That a node which stays no longer has, in the opposite order.
    pub stopped: Vec<OnNodes>,
}

/// Lines of a node's data that all of its services depend on.
fn identity(cx: &Context, node: &Node) -> Vec<String> {
    let text = |key| cx.node_text(node, key);
    let mut all = vec![text("service.user"), text("service.group"), text("paths.java_home")];
    all.push(cx.spec.name.trim().to_owned());
    all
}

/// The software that a service needs.
fn packages(all: &[Package], id: &str) -> BTreeSet<(&'static str, String, String)> {
    let of_service = all.iter().filter(|package| package.services.contains(&id));
    of_service.map(|p| (p.id, p.version.clone(), p.file.clone())).collect()
}

fn has(services: &[&'static Service], id: &str) -> bool {
    services.iter().any(|service| service.id == id)
}

/// The services of both sides, compared.
pub(crate) fn services(m: &Move<'_, '_>, sides: &Sides) -> Services {
    let then = (m.before.product.packages)(m.before);
    let now = (m.after.product.packages)(m.after);
    let (mut restarted, mut started, mut stopped) = (Vec::new(), Vec::new(), Vec::new());
    for Stays { old, new, files } in &sides.stays {
        let name = new.name.trim();
        let (was, is) = (bundle::services(m.before, old), bundle::services(m.after, new));
        let moved = identity(m.before, old) != identity(m.after, new);
        for service in &is {
            let unit = format!("systemd/muster-{}.service", service.id);
            let reads = |path: &String| {
                *path == unit || service.reads.iter().any(|part| path.contains(part))
            };
            let other = || {
                (service.variables)(m.before, old) != (service.variables)(m.after, new)
                    || packages(&then, service.id) != packages(&now, service.id)
            };
            if !has(&was, service.id) {
                started.push((*service, name));
            } else if moved || files.keys().any(reads) || other() {
                restarted.push((*service, name));
            }
        }
        stopped.extend(was.iter().filter(|s| !has(&is, s.id)).map(|service| (*service, name)));
    }
    for node in &sides.joins {
        let new = bundle::services(m.after, node);
        started.extend(new.into_iter().map(|service| (service, node.name.trim())));
    }
    Services {
        restarted: grouped(restarted, |s| i64::from(s.rolling.unwrap_or(s.order))),
        started: grouped(started, |s| i64::from(s.order)),
        stopped: grouped(stopped, |s| -i64::from(s.order)),
    }
}

/// By service, in an order.
fn grouped(mut all: Vec<(&'static Service, &str)>, order: fn(&Service) -> i64) -> Vec<OnNodes> {
    all.sort_by_key(|(service, _)| (order(service), service.id));
    let mut groups: Vec<OnNodes> = Vec::new();
    for (service, node) in all {
        match groups.last_mut().filter(|(id, _)| *id == service.id) {
            Some((_, nodes)) => nodes.push(node.to_owned()),
            None => groups.push((service.id, vec![node.to_owned()])),
        }
    }
    groups
}

/// The nodes of a document that run a service, in order.
pub(crate) fn nodes_of(cx: &Context, id: &str) -> Vec<String> {
    let runs = |node: &&Node| has(&bundle::services(cx, node), id);
    cx.spec.nodes.iter().filter(runs).map(|node| node.name.trim().to_owned()).collect()
}
