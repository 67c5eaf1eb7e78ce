//! What a link from a documentation page asks for.

use serde::{Deserialize, Serialize};

/// An example, and what is put into it before anybody types. Everything is a text of a link: none of
/// it need exist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prefill {
    /// The product's id.
    pub product: String,
    /// The step that is to be open; empty for the first that has something to say.
    pub step: String,
    /// The example's id; empty for the product's first.
    pub preset: String,
    /// A node list, as the box for one takes it; empty for the example's own nodes.
    pub nodes: String,
    /// Keys of fields of the cluster, or `name`, `version` and `environment`, with their texts.
    pub settings: Vec<(String, String)>,
}
