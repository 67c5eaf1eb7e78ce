//! `MANIFEST.json`: what the archive is and what is in it.

use crate::archive::MUSTER_VERSION;
use formats::File;
use formats::json::quote as json;
use model::{ClusterSpec, Text};
use rules::Context;

/// The manifest's name.
pub(crate) const MANIFEST: &str = "MANIFEST.json";
/// The checksums' name; it is the last file of all.
pub(crate) const SHA256SUMS: &str = "SHA256SUMS";

/// What the manifest says beside the list of files.
#[derive(Clone, Debug)]
pub(crate) struct ManifestHead {
    archive: String,
    evidence: &'static str,
    evidence_sentence: &'static str,
    product_title: &'static str,
}

impl ManifestHead {
    pub(crate) fn new(cx: &Context, archive: &str) -> ManifestHead {
        let version = cx.product.version(&cx.spec.version);
        ManifestHead {
            archive: archive.to_owned(),
            evidence: version.map_or("", |v| v.evidence.id()),
            evidence_sentence: version.map_or("", |v| v.evidence.sentence().get(cx.spec.language)),
            product_title: cx.product.title,
        }
    }
}

/// The manifest of these files: path, size in bytes, SHA-256.
pub(crate) fn manifest(
    head: &ManifestHead,
    spec: &ClusterSpec,
    files: &[(String, usize, String)],
) -> File {
    let mut file = File::new(
        const {
            Text::new(
                "What this archive is, and every file with its size and SHA-256.",
                "本部署包的说明，以及每个文件的大小与 SHA-256。",
            )
        },
    );
    let fields = [
        ("archive", head.archive.as_str()),
        ("muster", MUSTER_VERSION),
        ("cluster", spec.name.as_str()),
        ("product", spec.product.as_str()),
        ("productTitle", head.product_title),
        ("version", spec.version.as_str()),
        ("evidence", head.evidence),
        ("evidenceSentence", head.evidence_sentence),
        ("environment", spec.environment.id()),
        ("language", spec.language.id()),
    ];
    file.line("{");
    for (key, value) in fields {
        file.line(format!("  {}: {},", json(key), json(value)));
    }
    file.line(format!("  \"nodes\": {},", spec.nodes.len()));
    file.line("  \"files\": [");
    for (at, (path, size, sum)) in files.iter().enumerate() {
        let comma = if at + 1 < files.len() { "," } else { "" };
        let path = json(path);
        file.line(format!(
            "    {{ \"path\": {path}, \"size\": {size}, \"sha256\": \"{sum}\" }}{comma}"
        ));
    }
    file.line("  ]");
    file.line("}");
    file
}
