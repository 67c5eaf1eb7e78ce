//! `conf/alluxio-site.properties` of a node.

use crate::alluxio::secrets::as_markers;
use crate::common::properties;
use ::rules::{ConfigFile, Context, Entry, NodeConfig};
use formats::File;
use model::{Node, Text};

const ABOUT: Text = Text::new(
    "Alluxio's configuration: only what differs from its defaults.",
    "Alluxio 的配置：只含与默认值不同的内容。",
);

/// The file of a node. Where several masters are, each has a line with its own name.
pub(super) fn render(cx: &Context, node: &Node) -> File {
    let Some(config) = cx.config_of(node.row).and_then(NodeConfig::main) else {
        return File::new(ABOUT);
    };
    // A variable of the environment, which Alluxio itself would take for one of its keys.
    let put_in = |entry: Entry| {
        let marked = entry.text().contains("${").then(|| as_markers(entry.text()));
        marked.map_or(entry.clone(), |text| entry.with(text))
    };
    let entries = config.resolved(cx, node).entries().iter().cloned().map(put_in).collect();
    properties::write(cx, ABOUT, &ConfigFile::new(config.name, entries))
}
