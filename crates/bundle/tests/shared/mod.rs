//! What a document gives, and other texts for its fields.
#![allow(clippy::allow_attributes, dead_code, missing_docs)]

use bundle::archive_id;
use model::{ClusterSpec, Lang, Place};
use rules::{Context, Field, Kind, Product, check};
use std::collections::BTreeSet;

/// Other texts that a field takes.
pub(crate) fn others(cx: &Context, field: &Field) -> Vec<String> {
    let now = cx.text(field.key).into_owned();
    let texts: Vec<String> = match &field.kind {
        Kind::Count(from, to) => vec![from.saturating_add(1).min(*to).to_string()],
        _ => [
            "other.example.net",
            "other.example.net:1234",
            "other1.example.net:1234,other2.example.net:1235",
            "1234",
            "3 GiB",
            "77 s",
            "OTHER_SECRET",
            "/other/folder",
            "hdfs://other.example.net:8020/other",
            "s3://other/folder/",
            "ldaps://other.example.net:1636",
            "jdbc:mysql://other.example.net:3307/other",
            "mysql-connector-java-8.0.11.jar",
            "Europe/Vienna",
            "cn=other",
            "other",
            "5%",
            "2.5",
        ]
        .map(str::to_owned)
        .to_vec(),
    };
    let fits = |text: &String| *text != now && field.check(text).is_ok();
    texts.into_iter().filter(fits).take(1).collect()
}

/// Everything that the document gives, without what only says who set it: file, line.
pub(crate) fn lines(product: &'static Product, spec: &ClusterSpec) -> BTreeSet<String> {
    let cx = Context::new(spec, product);
    let report = check(&cx);
    let tree = bundle::tree(&cx, &report);
    let id = archive_id(spec);
    let mut all = BTreeSet::new();
    for (path, file) in bundle::entries(&tree, spec) {
        let own = ["cluster.toml", "MANIFEST.json", "SHA256SUMS", "FINDINGS.md"];
        if own.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        let text = file.to_text().replace(&id, "ARCHIVE");
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        all.extend(lines.map(|line| format!("{path}: {line}")));
    }
    all
}

pub(crate) fn said(
    product: &'static Product,
    spec: &ClusterSpec,
    field: &Field,
) -> BTreeSet<String> {
    let at_field = |place: &Place| match place {
        Place::Setting(key) | Place::NodeSetting(_, key) => key == field.key,
        _ => false,
    };
    let report = check(&Context::new(spec, product));
    let findings = report.findings.iter().filter(|f| !at_field(&f.place));
    findings.map(|f| format!("{}: {}", f.rule, f.message.render(Lang::En))).collect()
}
