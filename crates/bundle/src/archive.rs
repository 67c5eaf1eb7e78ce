//! What identifies an archive.

use model::{ClusterSpec, Lang};
use sha2::{Digest, Sha256};

/// Muster's version: it is part of every archive's id.
pub const MUSTER_VERSION: &str = env!("CARGO_PKG_VERSION");

/// SHA-256 in lower-case hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The archive's id: the hash of the document's text, its language and Muster's version. Equal ids
/// mean equal bytes.
pub fn archive_id(spec: &ClusterSpec) -> String {
    id_of(&crate::cluster::recipe_text(spec), spec.language)
}

/// The same, for a recipe whose text is there already.
pub(crate) fn id_of(recipe: &str, lang: Lang) -> String {
    let whole = format!("{}\n{MUSTER_VERSION}\n{recipe}", lang.id());
    sha256_hex(whole.as_bytes()).get(..16).unwrap_or_default().to_owned()
}
