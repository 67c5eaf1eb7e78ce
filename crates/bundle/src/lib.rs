//! The archive: files that belong to no product, and packing.
//!
//! [`tree`] is total: any document gives files, for the live view. Only [`pack`] needs a
//! [`rules::Checked`] document. The scripts are static files beside this one; all data is in
//! generated tables, so that shellcheck reads what admins run.

mod account;
mod archive;
mod cluster;
mod documents;
mod node;
mod pack;
mod scene;
mod script;
mod tree;

pub use account::services;
pub use archive::{MUSTER_VERSION, archive_id, sha256_hex};
pub use cluster::svg;
pub use documents::documents_zip;
pub use node::ARCHIVE;
pub use pack::{Form, Stopped, pack, pack_tar_gz, pack_zip};
pub use scene::picture;
pub use tree::{Group, Reach, Tree, Variant, entries, is_own, partial_tree, path_of, tree};
