//! `muster check`.

use crate::args::{Check, Reporting};
use crate::findings::Findings;
use crate::input::{self, is_standard};
use crate::output::{Done, Failure, Outcome, Output, remark};
use crate::{facts, junit, report, sarif, target};
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
    let name = if is_standard(path) { "<stdin>".to_owned() } else { input::shown(path) };
    read(name, &bytes)
}

/// The same of its bytes.
fn read(name: String, bytes: &[u8]) -> Result<Opened, Failure> {
    let loaded = engine::read_bytes(products::ALL, bytes);
    // What was too large to be read has no excerpts either.
    let shown = if bytes.len() > document::MAX_BYTES { &[][..] } else { bytes };
    let text = String::from_utf8_lossy(shown.strip_prefix(b"\xef\xbb\xbf").unwrap_or(shown));
    let product = engine::product_of(products::ALL, &loaded.spec);
    let Some(product) = product else {
        return Err(msg!(en: "this program knows no product", zh: "本程序不认识任何产品").into());
    };
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
    let mut opened = open(&args.file)?;
    let facts = args.facts.as_deref().map(|path| facts::open(path, &mut opened)).transpose()?;
    let to = if args.write { Some(args.file.as_path()) } else { args.output.as_deref() };
    if args.write && !opened.loaded.secrets.is_empty() {
        return Err(msg!(
            en: "{p} holds a secret, which would be lost: put it into secrets.env and the name of its variable here first; muster check {p} names it",
            zh: "{p} 中含有机密，写入会使其丢失：请先把它放入 secrets.env，并在此处改写为变量名；muster check {p} 会指出位置", p = opened.name.clone())
        .into());
    }
    if let Some(to) = to {
        let text = keep(&opened, to, args.write || args.force, out)?;
        if args.write {
            // What is told stands at the lines that are there now.
            opened = read(opened.name, text.as_bytes())?;
        }
    }
    let cx = Context::new(&opened.loaded.spec, opened.product);
    let cx = cx.with_facts(facts.as_ref().map(|facts| &facts.said));
    let report = engine::check_loaded(&cx, &opened.loaded);
    let threshold = args.fail_on.severity();
    let outcome = outcome(&report, threshold);
    let found = || Findings::of_check(&opened, &cx, &report, lang);
    let text = match args.format {
        Reporting::Json => report::json(&opened, &cx, &report, facts.as_ref(), lang) + "\n",
        Reporting::Text => {
            let beside = facts.as_ref().map(|facts| facts.text(lang, to.is_some()));
            beside.unwrap_or_default() + &report::text(&opened, &cx, &report, facts.as_ref(), lang)
        }
        Reporting::Sarif => sarif::log(&found(), lang) + "\n",
        Reporting::Junit => junit::report(&found(), threshold, lang),
    };
    if to.is_some_and(is_standard) {
        remark(text.trim_end());
    } else {
        out.text(&text, outcome)?;
    }
    out.end(outcome)
}

/// Writes the document with what was filled in, and gives its text.
fn keep(opened: &Opened, to: &Path, force: bool, out: &mut Output) -> Result<String, Failure> {
    let loaded = &opened.loaded;
    if !loaded.complete || loaded.read_only {
        return Err(msg!(
            en: "{p} was not read whole, so it is not written; muster check {p} says what is wrong",
            zh: "{p} 没有完整读取，因此不会写出；muster check {p} 会说明问题", p = opened.name.clone())
        .into());
    }
    let text = document::write(&loaded.spec);
    if is_standard(to) {
        out.text(&text, Outcome::Clean)?;
    } else {
        target::file(to, force, |file| std::io::Write::write_all(file, text.as_bytes()))?;
    }
    Ok(text)
}
