//! The machines of a rule's example: a `facts.json` with signs for what differs between products.
#![cfg(not(feature = "without-examples"))]

use crate::{Context, Product};
use formats::json::quote;
use model::ClusterSpec;

/// The text of an example's `facts.json`: `<0>` is the name of the first node, `<port>` a port that a
/// program of it listens on, `<java>` a version of Java that its programs run on.
pub(crate) fn filled_in(text: &str, spec: &ClusterSpec, product: &'static Product) -> String {
    let cx = Context::new(spec, product);
    let mut text = text.to_owned();
    for (at, node) in spec.nodes.iter().enumerate() {
        let quoted = quote(node.name.trim());
        let name = quoted.trim_matches('"');
        text = text.replace(&format!("<{at}>"), name);
    }
    if let Some(node) = spec.nodes.first() {
        let port = cx.ports_of(node).first().map_or(1, |(port, _)| *port);
        let java = (product.javas)(&cx, node).first().copied().unwrap_or(8);
        text = text.replace("<port>", &port.to_string()).replace("<java>", &java.to_string());
    }
    text
}
