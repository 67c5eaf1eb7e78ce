//! The list of extensions: what the choices need, and what was named besides.

use crate::druid::fields::{SWITCHES, metadata, more, security, storage};
use crate::druid::notation::as_list;
use ::rules::{Context, Entry};
use model::msg;

/// The extensions of the release, as folders in `extensions/`: since which version each is a core one,
/// and until when (release notes, docs/configuration/extensions of 0.20 to 38).
pub(crate) static CORE: &[(&str, &str, &str)] = &[
    ("druid-avro-extensions", "", ""),
    ("druid-azure-extensions", "0.21", ""),
    ("druid-basic-security", "", ""),
    ("druid-bloom-filter", "", ""),
    ("druid-catalog", "24", ""),
    ("druid-datasketches", "", ""),
    ("druid-google-extensions", "", ""),
    ("druid-hdfs-storage", "", ""),
    ("druid-histogram", "", ""),
    ("druid-kafka-extraction-namespace", "", ""),
    ("druid-kafka-indexing-service", "", ""),
    ("druid-kerberos", "", ""),
    ("druid-kinesis-indexing-service", "", ""),
    ("druid-kubernetes-extensions", "0.21", ""),
    ("druid-lookups-cached-global", "", ""),
    ("druid-lookups-cached-single", "", ""),
    ("druid-multi-stage-query", "24", ""),
    ("druid-orc-extensions", "", ""),
    ("druid-parquet-extensions", "", ""),
    ("druid-pac4j", "0.17", ""),
    ("druid-protobuf-extensions", "", ""),
    ("druid-ranger-security", "0.20", ""),
    ("druid-s3-extensions", "", ""),
    ("druid-stats", "", ""),
    ("mysql-metadata-storage", "", ""),
    ("postgresql-metadata-storage", "", ""),
    ("simple-client-sslcontext", "", ""),
];

/// Whether a version ships an extension; nothing of what the list does not know.
pub(crate) fn core(cx: &Context, name: &str) -> Option<bool> {
    let (_, since, until) = CORE.iter().find(|(core, ..)| *core == name)?;
    let begun = since.is_empty() || cx.since(since);
    Some(begun && (until.is_empty() || !cx.since(until)))
}

/// What the document's choices need, in the order in which it is written, each with the fields that
/// caused it.
pub(crate) fn wanted(cx: &Context) -> Vec<(String, &'static str)> {
    let mut all: Vec<(String, &'static str)> = Vec::new();
    let mut add = |name: &str, field: &'static str| {
        if all.iter().all(|(known, _)| known != name) {
            all.push((name.to_owned(), field));
        }
    };
    if metadata::is_mysql(cx) {
        add("mysql-metadata-storage", metadata::KIND);
    } else if cx.is(metadata::KIND, "postgresql") {
        add("postgresql-metadata-storage", metadata::KIND);
    }
    match cx.text(storage::KIND).as_ref() {
        "s3" => add("druid-s3-extensions", storage::KIND),
        "hdfs" => add("druid-hdfs-storage", storage::KIND),
        "azure" => add("druid-azure-extensions", storage::KIND),
        "google" => add("druid-google-extensions", storage::KIND),
        _ => {}
    }
    for (field, name) in SWITCHES {
        if cx.on(field) {
            add(name, field);
        }
    }
    // SQL loads by it; from 35 on it is part of the core, and the name is only skipped.
    if cx.since("24") && !cx.since("35") {
        add("druid-multi-stage-query", "ingestion.more");
    }
    if security::basic(cx) {
        add("druid-basic-security", "security.kind");
    }
    if security::tls(cx) {
        add("simple-client-sslcontext", "security.tls");
    }
    if cx.is("metrics.emitter", "prometheus") {
        add("prometheus-emitter", "metrics.emitter");
    }
    for name in more(cx) {
        add(&name, "ingestion.more");
    }
    all
}

pub(super) fn entry(cx: &Context) -> Entry {
    let wanted = wanted(cx);
    let names: Vec<&str> = wanted.iter().map(|(name, _)| name.as_str()).collect();
    let mut fields: Vec<&str> = wanted.iter().map(|(_, field)| *field).collect();
    fields.dedup();
    let reason = msg!(en: "What the choices need. Without this line every folder of extensions/ would be loaded.",
        zh: "各项选择所需的扩展。没有这一行时会加载 extensions/ 下的全部目录。");
    let entry = Entry::new("druid.extensions.loadList", as_list(&names), &fields, reason);
    match cx.check_text("ingestion.more", &cx.text("ingestion.more")) {
        Ok(()) => entry,
        Err(why) => entry.broken(why),
    }
}
