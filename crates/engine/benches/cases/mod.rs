//! The clusters that are measured: an example of each product, grown by nodes of one role.

use model::{ClusterSpec, Lang, Node};
use std::fmt;

/// The roles of which a large cluster has many.
const MANY: [&str; 3] = ["query", "worker", "historical"];

/// One cluster: an example, and how many nodes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    preset: &'static str,
    /// How many nodes.
    pub(crate) nodes: usize,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}", self.preset, self.nodes)
    }
}

/// The first example of every product at each size.
pub(crate) fn cases(sizes: &[usize]) -> Vec<Case> {
    let first = products::ALL.iter().filter_map(|product| product.presets.first());
    first.flat_map(|p| sizes.iter().map(move |&nodes| Case { preset: p.id, nodes })).collect()
}

impl Case {
    /// The example with so many nodes; the new ones are like the last of such a role.
    pub(crate) fn cluster(self) -> ClusterSpec {
        let loaded = engine::preset(products::ALL, self.preset, Lang::En).expect("a preset");
        let mut spec = loaded.spec;
        let like = spec.nodes.iter().rfind(|n| n.roles.iter().any(|r| MANY.contains(&r.as_str())));
        let like = like.expect("a node of such a role").clone();
        spec.nodes.truncate(self.nodes);
        while spec.nodes.len() < self.nodes {
            let name = format!("n{}.example.com", spec.nodes.len());
            spec.push(Node { name, roles: like.roles.clone(), ..Node::default() });
        }
        spec
    }
}
