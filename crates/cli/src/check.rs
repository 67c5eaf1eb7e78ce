//! `muster check`.

use crate::args::{Check, Format};
use crate::input;
use crate::output::{Done, Failure, Outcome, Output};
use crate::report;
use formats::document::{self, Loaded};
use model::{Lang, Severity, msg};
use rules::{Context, Product, Report};
use std::path::Path;

/// A document that was read, with its text for excerpts.
pub(crate) struct Opened {
    /// The file's name as it is shown.
    pub(crate) name: String,
    /// Its text; empty when it is none.
    pub(crate) text: String,
    /// What was read.
    pub(crate) loaded: Loaded,
    /// Its product.
    pub(crate) product: &'static Product,
}

/// Reads a document.
pub(crate) fn open(path: &Path) -> Result<Opened, Failure> {
    let bytes = input::bytes(path)?;
    let loaded = engine::read_bytes(products::ALL, &bytes);
    // What was too large to be read has no excerpts either.
    let shown = if bytes.len() > document::MAX_BYTES { &[][..] } else { &bytes };
    let text = String::from_utf8_lossy(shown.strip_prefix(b"\xef\xbb\xbf").unwrap_or(shown));
    let product = engine::product_of(products::ALL, &loaded.spec);
    let Some(product) = product else {
        return Err(msg!(en: "this program knows no product", zh: "本程序不认识任何产品").into());
    };
    let name = if input::is_standard(path) { "<stdin>".to_owned() } else { input::shown(path) };
    Ok(Opened { name, text: text.into_owned(), loaded, product })
}

/// Whether a report has a finding at or above a severity.
pub(crate) fn outcome(report: &Report, threshold: Severity) -> Outcome {
    if report.findings.iter().any(|f| f.severity >= threshold) {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

pub(crate) fn run(args: &Check, lang: Lang, out: &mut Output) -> Done {
    let opened = open(&args.file)?;
    let cx = Context::new(&opened.loaded.spec, opened.product);
    let report = engine::check_loaded(&cx, &opened.loaded);
    let outcome = outcome(&report, args.fail_on.severity());
    match args.format {
        Format::Json => out.line(&report::json(&opened, &cx, &report, lang), outcome)?,
        Format::Text => out.text(&report::text(&opened, &cx, &report, lang), outcome)?,
    }
    out.end(outcome)
}
