//! The options with which the JVM of a program starts: every line of its `jvm.config`.

use crate::common::jvm::Options;
use crate::druid::programs::Program;
use ::rules::{ConfigFile, Context, Entry};
use model::{Node, Place};

/// An option as it stands on a line: `-Xmx8g`, `-XX:MaxDirectMemorySize=13g`, `-Dkey=value`, `-server`.
pub(crate) fn line(key: &str, value: &str) -> String {
    let bare = matches!(key, "-Xms" | "-Xmx" | "-Xss" | "-Xmn");
    match value {
        "" => key.to_owned(),
        value if bare => format!("{key}{value}"),
        value => format!("{key}={value}"),
    }
}

/// The options of a program on a node.
pub(crate) fn options(cx: &Context, node: &Node, program: &Program) -> Options {
    let file = cx.config_of(node.row).and_then(|config| config.file(program.jvm));
    let entries = file.into_iter().flat_map(ConfigFile::entries);
    let usable = entries.filter(|entry| entry.broken.is_none());
    let lines: Vec<String> = usable.map(|entry: &Entry| line(&entry.key, entry.text())).collect();
    Options::new(lines.join(" "))
}

/// The heap of a program on a node, in bytes.
pub(crate) fn heap(cx: &Context, node: &Node, program: &Program) -> Option<u64> {
    options(cx, node, program).heap().map(|bytes| bytes.0)
}

/// What it may take beside the heap for buffers, in bytes; as much as the heap where nothing is said.
pub(crate) fn direct(cx: &Context, node: &Node, program: &Program) -> Option<u64> {
    let options = options(cx, node, program);
    options.direct().or(options.heap()).map(|bytes| bytes.0)
}

/// Where an option of a program is set on a node: what caused its line, or the role.
pub(crate) fn place(cx: &Context, node: &Node, program: &Program, option: &str) -> Place {
    cx.place_at(node, program.jvm, option).unwrap_or(Place::NodeRoles(node.row))
}
