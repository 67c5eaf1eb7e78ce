//! The clusters that are measured: an example of each product, grown by nodes of one role.

use model::{ClusterSpec, Lang, Node};
use std::fmt;

/// An example, and the role of which a large cluster has many.
const GROWN: [(&str, &str); 4] = [
    ("kylin-three", "query"),
    ("kyligence-balanced", "query"),
    ("kap-balanced", "query"),
    ("alluxio-three", "worker"),
];

/// One cluster: an example, and how many nodes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    preset: &'static str,
    role: &'static str,
    /// How many nodes.
    pub(crate) nodes: usize,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}", self.preset, self.nodes)
    }
}

/// Every product at each size.
pub(crate) fn cases(sizes: &[usize]) -> Vec<Case> {
    let case = |(preset, role)| sizes.iter().map(move |&nodes| Case { preset, role, nodes });
    GROWN.into_iter().flat_map(case).collect()
}

impl Case {
    /// The example with so many nodes; the new ones are like the last of the role.
    pub(crate) fn cluster(self) -> ClusterSpec {
        let loaded = engine::preset(products::ALL, self.preset, Lang::En).expect("a preset");
        let mut spec = loaded.spec;
        let like = spec.nodes.iter().rfind(|n| n.roles.iter().any(|r| r == self.role));
        let like = like.expect("a node of the role").clone();
        spec.nodes.truncate(self.nodes);
        while spec.nodes.len() < self.nodes {
            let name = format!("n{}.example.com", spec.nodes.len());
            spec.push(Node { name, roles: like.roles.clone(), ..Node::default() });
        }
        spec
    }
}
