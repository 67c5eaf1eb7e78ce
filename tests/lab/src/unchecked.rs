//! Writes the archives of documents that have errors, to show that the errors are real.

use anyhow::{Context as _, Result, bail};
use model::{ClusterSpec, Severity};
use rules::{Context, Product};
use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

/// A document that was read and checked.
pub(crate) struct Judged {
    spec: ClusterSpec,
    /// Its product.
    pub(crate) product: &'static Product,
}

impl Judged {
    /// Reads a `cluster.toml`; the text itself must be well-formed.
    pub(crate) fn read(text: &str) -> Result<Judged> {
        let loaded = formats::document::read(text);
        if !loaded.complete {
            bail!("not a document: {:?}", loaded.problems);
        }
        let product = products::find(&loaded.spec.product).context("its product")?;
        Ok(Judged { spec: loaded.spec, product })
    }

    /// The rules that reject it, each once.
    pub(crate) fn errors(&self) -> Vec<&'static str> {
        self.fired(Severity::Error)
    }

    /// The rules of a severity that have something to say of it, each once.
    pub(crate) fn fired(&self, severity: Severity) -> Vec<&'static str> {
        let cx = Context::new(&self.spec, self.product);
        let mut ids: Vec<&'static str> = rules::check(&cx)
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .map(|finding| finding.rule)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Writes the archive's files into a folder, in spite of the errors: no code of Muster packs
    /// what a rule rejects.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let cx = Context::new(&self.spec, self.product);
        let tree = bundle::tree(&cx, &rules::check(&cx));
        for (path, file) in bundle::entries(&tree, &self.spec) {
            let path = folder.join(&tree.folder).join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(&path, file.to_text().as_bytes())?;
            fs::set_permissions(&path, fs::Permissions::from_mode(file.mode.bits()))?;
        }
        Ok(())
    }
}
