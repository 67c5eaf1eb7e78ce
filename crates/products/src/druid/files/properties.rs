//! `common.runtime.properties` of a node and the `runtime.properties` of its programs.

use crate::common::properties;
use crate::druid::configure::COMMON;
use crate::druid::programs::Program;
use crate::druid::secrets::as_druid_reads;
use ::rules::{ConfigFile, Context, Entry, NodeConfig};
use formats::File;
use model::{Node, Text};

/// The file that all programs of a node read.
pub(super) fn common(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "What every Druid process of this node reads.",
        "本节点所有 Druid 进程都会读取的配置。",
    );
    let config = cx.config_of(node.row).and_then(NodeConfig::main);
    written(cx, ABOUT, config.map(|config| config.resolved(cx, node)), COMMON)
}

/// The file of one program; its values win over those of the common file.
pub(super) fn runtime(cx: &Context, node: &Node, program: &Program) -> File {
    const ABOUT: Text = Text::new(
        "What this process reads besides the common file.",
        "本进程在公共文件之外读取的配置。",
    );
    let config = cx.config_of(node.row).and_then(|config| config.file(program.runtime));
    written(cx, ABOUT, config.cloned(), program.runtime)
}

fn written(cx: &Context, about: Text, config: Option<ConfigFile>, name: &'static str) -> File {
    let Some(config) = config else { return File::new(about) };
    let put_in = |entry: &Entry| {
        let text = entry.text();
        let named = text.contains("${").then(|| as_druid_reads(cx, &entry.key, text));
        named.map_or_else(|| entry.clone(), |text| entry.clone().with(text))
    };
    let entries = config.entries().iter().map(put_in).collect();
    properties::write(cx, about, &ConfigFile::new(name, entries))
}
