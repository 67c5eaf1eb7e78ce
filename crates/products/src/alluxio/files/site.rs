//! `conf/alluxio-site.properties` of a node.

use crate::alluxio::secrets::as_markers;
use crate::alluxio::topology::available;
use crate::common::properties;
use ::rules::{ConfigFile, Context, Entry};
use formats::File;
use model::value::{Host, Value};
use model::{Node, Place, Text, msg};

const ABOUT: Text = Text::new(
    "Alluxio's configuration: only what differs from its defaults.",
    "Alluxio 的配置：只含与默认值不同的内容。",
);

/// A master's: with several masters each has its own name in it.
pub(super) fn of_master(cx: &Context, node: &Node) -> File {
    let mut config = entries(cx, node);
    if available(cx) && config.get(HOSTNAME).is_none() {
        let reason = msg!(
            en: "This master's own name, under which workers and clients reach it: the one line that no other node has. Never copy this folder to another master.",
            zh: "本 master 自己的名称，worker 和客户端据此访问它：唯一一行其他节点没有的内容。切勿把本目录复制到其他 master。");
        let name = Host::parse(&node.name);
        let text = name.as_ref().map_or_else(|_| node.name.clone(), ToString::to_string);
        let mut entry = Entry::new(HOSTNAME, text, &[], reason).at(vec![Place::NodeName(node.row)]);
        if let Err(why) = name {
            entry = entry.broken(why);
        }
        config.entries.insert(0, entry);
    }
    properties::write(cx, ABOUT, &config)
}

const HOSTNAME: &str = "alluxio.master.hostname";

/// That of nodes that share one.
pub(super) fn of_class(cx: &Context, node: &Node) -> File {
    properties::write(cx, ABOUT, &entries(cx, node))
}

fn entries(cx: &Context, node: &Node) -> ConfigFile {
    let mut config =
        cx.config_of(node.row).and_then(|c| c.files.first()).cloned().unwrap_or_default();
    for entry in &mut config.entries {
        if entry.value.contains("${") {
            entry.value = as_markers(&entry.value).into();
        }
    }
    config
}
