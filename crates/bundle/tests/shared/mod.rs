//! What a document gives, and other texts for its fields.
#![allow(clippy::allow_attributes, dead_code, missing_docs)]

use bundle::archive_id;
use model::{ClusterSpec, Lang, Place};
use rules::{Context, Field, Kind, Product, check};
use std::collections::{BTreeMap, BTreeSet};

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

/// Everything that the document gives, without what only says who set it: the text of each file.
pub(crate) struct Given(BTreeMap<String, String>);

pub(crate) fn given(product: &'static Product, spec: &ClusterSpec) -> Given {
    let cx = Context::new(spec, product);
    let report = check(&cx);
    let tree = bundle::tree(&cx, &report);
    let id = archive_id(spec);
    let own = ["cluster.toml", "MANIFEST.json", "SHA256SUMS", "FINDINGS.md"];
    let files = bundle::entries(&tree, spec)
        .into_iter()
        .filter(|(path, _)| !own.iter().any(|name| path.ends_with(name)))
        .map(|(path, file)| (path.clone(), file.to_text().replace(&id, "ARCHIVE")))
        .collect();
    Given(files)
}

impl Given {
    /// The lines that these files have and the others don't, comments apart: file, line.
    pub(crate) fn without(&self, others: &Self) -> BTreeSet<String> {
        let differ = self.0.iter().filter(|(path, text)| others.0.get(*path) != Some(text));
        let gone = differ.flat_map(|(path, text)| {
            let other = others.0.get(path).map(String::as_str).unwrap_or_default();
            let there: BTreeSet<&str> = other.lines().collect();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
            let lines = lines.filter(move |line| !there.contains(line));
            lines.map(move |line| format!("{path}: {line}"))
        });
        gone.collect()
    }

    /// The lines that only one of them has.
    pub(crate) fn differences(&self, others: &Self) -> BTreeSet<String> {
        let mut all = self.without(others);
        all.extend(others.without(self));
        all
    }
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
