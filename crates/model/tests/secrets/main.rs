//! What the policy takes for a secret, what it leaves alone, and its laws.

mod documents;
mod fields;
mod forms;
mod laws;
mod left;
mod more;
mod taken;
