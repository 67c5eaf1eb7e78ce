//! Packs documents that have errors, to show that the errors are real. Only this program's feature
//! `unchecked` can do it, and `cargo xtask lab wrong` and `lab alluxio-wrong` start themselves again
//! with it.

use anyhow::{Context as _, Result, bail};
use model::{ClusterSpec, Severity};
use rules::{Checked, Context, Product, Report};
use std::{fs, path::Path, process::Command};

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

    /// Packs it in spite of its errors, and unpacks it into a folder.
    pub(crate) fn unpack(&self, folder: &Path) -> Result<()> {
        let cx = Context::new(&self.spec, self.product);
        let report: Report = rules::check(&cx);
        let bytes = bundle::pack_tar_gz(&Checked::despite_errors(&cx, &report));
        fs::create_dir_all(folder)?;
        let packed = folder.join("archive.tar.gz");
        fs::write(&packed, bytes)?;
        let status = Command::new("tar").arg("xzf").arg(&packed).arg("-C").arg(folder).status()?;
        if !status.success() {
            bail!("tar: {status}");
        }
        fs::remove_file(&packed)?;
        Ok(())
    }
}
