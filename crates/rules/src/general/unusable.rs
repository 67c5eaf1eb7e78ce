//! Lines that would be missing from a file.

use crate::{Context, Entry, Example, NodeConfig, Rule, Source};
use model::{Finding, Place, Property, Severity, Text, msg};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A property that cannot be written, and nobody else has said why.
pub(super) static UNUSABLE_ENTRY: Rule = Rule {
    id: "GEN039",
    name: "unusable-entry",
    severity: Severity::Error,
    title: Text::new(
        "Every property that the choices need can be written.",
        "所选方案需要的每个配置项都能写入文件。",
    ),
    why: Text::new(
        "A value that cannot be used leaves a comment in the file in the place of its line, and the product would silently take its own default. Mend the field that the message names.",
        "无法使用的值在文件中只会留下一行注释，产品会静默使用自己的默认值。请修正提示信息所指的字段。",
    ),
    sources: &[Source::own(
        "Muster: writing is total, so a line that is missing must block the export",
    )],
    symptoms: &[],
    fires: Example::Edits(
        "",
        &[
            ("settings.zookeeper.kind", "nodes"),
            ("nodes[0].roles", "all,zookeeper"),
            ("overrides.cluster.zookeeper/zoo.cfg:clientPort", "abc"),
        ],
    ),
    clean: Example::Edits(
        "",
        &[
            ("settings.zookeeper.kind", "nodes"),
            ("nodes[0].roles", "all,zookeeper"),
            ("overrides.cluster.zookeeper/zoo.cfg:clientPort", "2281"),
        ],
    ),
    // It needs to know what the other rules found; see `unusable_entries`.
    check: |_, _| {},
};

/// The entries of a class as its nodes have them: one that differs from node to node for each.
fn on_nodes<'c>(cx: &Context, config: &'c NodeConfig) -> Vec<(&'c str, Cow<'c, Entry>)> {
    let mut all = Vec::new();
    for (file, entry) in config.all_entries() {
        if entry.shared().is_some() {
            all.push((file.name, Cow::Borrowed(entry)));
            continue;
        }
        let nodes = config.nodes.iter().filter_map(|row| cx.node(*row));
        all.extend(nodes.map(|node| (file.name, Cow::Owned(entry.clone().resolved(cx, node)))));
    }
    all
}

/// The findings about entries that cannot be written and whose cause no error names yet.
pub(crate) fn unusable_entries(cx: &Context, found: &[Finding]) -> Vec<Finding> {
    let errors = || found.iter().filter(|f| f.severity == Severity::Error);
    let named: BTreeSet<&Place> = errors().map(|f| &f.place).collect();
    // "The nodes" is a cause when any node, or the list, has an error.
    let nodes = errors().any(|f| f.place.row().is_some() || f.place == Place::Nodes);
    let explained = |place: &Place| named.contains(place) || (nodes && *place == Place::Nodes);
    let mut findings: Vec<Finding> = Vec::new();
    for (file, entry) in cx.configs().iter().flat_map(|config| on_nodes(cx, config)) {
        let Some(why) = &entry.broken else { continue };
        if entry.places.iter().any(explained) {
            continue;
        }
        let property = if file == cx.main_file() {
            Property::new("", &entry.key)
        } else {
            Property::new(file, &entry.key)
        };
        let place = entry.places.first().cloned().unwrap_or(Place::Document);
        let message = msg!(en: "{k} cannot be written: {why}.", zh: "无法写入 {k}：{why}。",
            k = property.to_string(), why = why.clone());
        if findings.iter().any(|f| f.place == place && f.message == message) {
            continue;
        }
        findings.push(Finding {
            rule: UNUSABLE_ENTRY.id,
            severity: UNUSABLE_ENTRY.severity,
            place,
            related: entry.places.iter().skip(1).cloned().collect(),
            message,
            fix: None,
            span: None,
        });
    }
    findings
}
