//! Documents for the page and the command line: read, checked, with the reader's problems among
//! the findings.

use formats::document::{self, Loaded};
use model::{ClusterSpec, Finding, Lang, Place};
use protocol::{Body, Packed};
use rules::{Context, Product, Report};

/// A document's product: the one it names, or the first one, which then reports the name.
pub fn product_of(products: &[&'static Product], spec: &ClusterSpec) -> Option<&'static Product> {
    let named = products.iter().copied().find(|p| p.id == spec.product.trim());
    named.or_else(|| products.first().copied())
}

/// Reads the bytes of a file. Secrets are known by their form and by the marks of the catalogue of
/// the product that the document names.
pub fn read_bytes(products: &[&'static Product], bytes: &[u8]) -> Loaded {
    document::read_bytes_with(bytes, &|spec| {
        product_of(products, spec).map(Product::secret_marks).unwrap_or_default()
    })
}

/// Checks a document that was read, and puts what the reader found in front. Of a file that is no
/// document at all nothing else is said: that an image has no nodes helps nobody.
pub fn check_loaded(cx: &Context, loaded: &Loaded) -> Report {
    let mut report = if loaded.is_nothing() { Report::default() } else { rules::check(cx) };
    let mut read: Vec<Finding> = loaded
        .problems
        .iter()
        .map(|p| Finding {
            rule: p.rule,
            severity: p.severity,
            place: Place::parse(&p.path, cx.spec).unwrap_or(Place::Document),
            related: Vec::new(),
            message: p.message.clone(),
            fix: None,
            span: p.span,
        })
        .collect();
    for finding in &mut report.findings {
        if finding.span.is_none() {
            finding.span = loaded.spans.of(&cx.path(&finding.place));
        }
    }
    read.append(&mut report.findings);
    read.sort_by_key(|f| std::cmp::Reverse(f.severity));
    report.findings = read;
    report
}

/// The preset with this id, for an archive in this language; a product's id gives its first.
pub fn preset(products: &[&'static Product], id: &str, lang: Lang) -> Option<Loaded> {
    let exact = products.iter().flat_map(|p| p.presets).find(|p| p.id == id);
    let first = || products.iter().find(|p| p.id == id).and_then(|p| p.presets.first());
    let mut loaded = exact.or_else(first).map(|preset| document::read(preset.toml))?;
    loaded.spec.language = lang;
    Some(loaded)
}

/// A document that was read, for the page.
pub(crate) fn view(loaded: Loaded, lang: Lang) -> protocol::Loaded {
    let problem = |p: &formats::document::Problem| {
        let message = p.message.render(lang);
        match p.span {
            Some(span) => format!("{}:{}: {message}", span.line, span.column),
            None => message,
        }
    };
    protocol::Loaded {
        problems: loaded.problems.iter().map(problem).collect(),
        spec: loaded.spec,
        complete: loaded.complete,
        read_only: loaded.read_only,
        secrets: loaded.secrets,
    }
}

/// The texts of documents as one zip.
pub(crate) fn packed(documents: &[(String, String)]) -> Body {
    match bundle::documents_zip(documents) {
        Ok(bytes) => Body::Packed(Packed {
            name: "muster-documents.zip".to_owned(),
            sha256: bundle::sha256_hex(&bytes),
            bytes,
        }),
        Err(why) => Body::Failed(why.to_string()),
    }
}
