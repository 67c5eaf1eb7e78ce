//! The files of the cluster that belong to no product.

mod firewall;
mod lists;
mod manifest;
mod picture;
mod playbook;
mod readme;
mod ssh;
mod table;

use crate::archive::id_of;
use crate::script;
use formats::{File, Mode};
use model::{ClusterSpec, RowId, Text};
use rules::{Context, Report};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use firewall::connections;
pub(crate) use manifest::{MANIFEST, ManifestHead, SHA256SUMS, manifest};
pub use picture::svg;

/// Where each node's folder is.
pub(crate) type Folders = BTreeMap<RowId, String>;

/// The text of the recipe.
pub(crate) fn recipe_text(spec: &ClusterSpec) -> String {
    formats::document::write(spec)
}

/// All of them but the manifest and the checksums, which name every other file; and the archive's
/// id, since it follows from the recipe.
pub(crate) fn files(
    cx: &Context,
    report: &Report,
    folder: &str,
    folders: &Folders,
) -> (Vec<(String, Arc<File>)>, String) {
    let lang = cx.spec.language;
    let text = recipe_text(cx.spec);
    let id = id_of(&text, lang);
    let recipe = const {
        Text::new(
            "The recipe: open it in Muster to continue.",
            "配方：用 Muster 打开即可继续编辑。",
        )
    };
    let own = [
        ("README.md", readme::file(cx, report, folder, folders)),
        ("cluster.toml", File::fixed(recipe, Mode::Plain, &text)),
        ("PACKAGES.tsv", lists::packages(cx)),
        ("FINDINGS.md", lists::findings(cx, report)),
        ("FIREWALL.md", firewall::file(cx)),
        ("secrets.env.example", lists::secrets(cx)),
        ("topology.svg", picture::file(cx, lang)),
        ("bin/nodes.tsv", table::nodes(cx, folders)),
        ("bin/cluster.env", table::cluster(cx, folder, &id)),
        ("bin/inventory.ini", playbook::inventory(cx, folders)),
        ("bin/playbook.yml", playbook::playbook(folder)),
    ];
    let mut files: Vec<(String, Arc<File>)> =
        own.into_iter().map(|(name, file)| (name.to_owned(), Arc::new(file))).collect();
    for (name, file) in script::bin() {
        files.push(((*name).to_owned(), Arc::clone(file)));
    }
    if !cx.product.verify_script.is_empty() {
        let file = script::verify_product(cx.product.verify_script);
        files.push(("bin/verify-product.sh".to_owned(), file));
    }
    (files, id)
}
