//! The real machines of a document's nodes, where `bin/preflight` has looked at them.

mod examples;
mod fill;
mod measured;

#[cfg(not(feature = "without-examples"))]
pub(crate) use examples::filled_in;
pub(crate) use fill::text;
pub use fill::{Filled, fill};
pub(crate) use measured::alike;
pub use measured::{DiskNotation, Measured};

use crate::{Context, Party, Service};
use model::Node;
use model::facts::{Facts, Machine};

impl<'a> Context<'a> {
    /// The same document, judged with what was found on the machines.
    #[must_use]
    pub fn with_facts(mut self, facts: Option<&'a Facts>) -> Context<'a> {
        self.facts = facts;
        self
    }

    /// The nodes with what was found on their machines; those that were not looked at, or could not be
    /// reached, are left out.
    pub fn machines(&self) -> impl Iterator<Item = (&'a Node, &'a Machine)> + use<'a> {
        let facts = self.facts;
        let names: std::collections::BTreeMap<&str, &Machine> =
            facts.into_iter().flat_map(|f| &f.machines).map(|m| (m.node.as_str(), m)).collect();
        self.spec.nodes.iter().filter_map(move |node| {
            let machine = names.get(node.name.trim()).copied()?;
            (machine.reachable != Some(false)).then_some((node, machine))
        })
    }

    /// The services of a node.
    pub fn services_of(&self, node: &Node) -> Vec<&'static Service> {
        let of = |service: &&&'static Service| {
            service.roles.iter().any(|role| node.roles.contains(*role))
                && (service.applies)(self, node)
        };
        self.product.services.iter().filter(of).copied().collect()
    }

    /// The ports that the programs of a node listen on, each once, with its roles. Ranges are left out:
    /// who has one takes what is free of it.
    pub(crate) fn ports_of(&self, node: &Node) -> Vec<(u16, Vec<&'static str>)> {
        let connections = self.connections();
        let mut all: Vec<(u16, Vec<&'static str>)> = Vec::new();
        for connection in connections.iter().filter(|c| c.last.is_none()) {
            let (Party::Roles(roles), Some(port)) = (&connection.to, connection.port) else {
                continue;
            };
            let own = roles.iter().copied().filter(|role| node.roles.contains(*role));
            match all.iter_mut().find(|(known, _)| *known == port) {
                Some((_, known)) => known.extend(own),
                None => all.push((port, own.collect())),
            }
        }
        all.retain(|(_, roles)| !roles.is_empty());
        all.sort_unstable_by_key(|(port, _)| *port);
        all
    }
}
