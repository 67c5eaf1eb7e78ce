//! What stands in front of the nodes: Nginx, HAProxy, or something that exists already.

pub mod fields;
