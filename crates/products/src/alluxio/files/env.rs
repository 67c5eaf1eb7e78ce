//! `conf/alluxio-env.sh`: the JVMs of the processes of a node. Alluxio's scripts source it.

use crate::alluxio::configure::env::NAME;
use crate::common::entries;
use crate::common::text::header;
use ::rules::Context;
use formats::{File, shell};
use model::{Node, Text};

const ABOUT: Text = Text::new(
    "Java and the heaps of this node's processes; sourced by Alluxio's scripts.",
    "本节点各进程所用的 Java 和堆内存；由 Alluxio 的脚本载入。",
);

/// Writes it.
pub(super) fn render(cx: &Context, node: &Node) -> File {
    let mut file = File::new(ABOUT);
    file.line("#!/usr/bin/env bash");
    match cx.config_of(node.row).and_then(|c| c.file(NAME)) {
        Some(config) => entries::write(cx, &mut file, config, line),
        None => header(cx, "#", &mut file),
    }
    file
}

/// Options are added, as the release's own template does it: what the environment says stays. The
/// scripts use `JAVA` themselves; everything else is for the processes, too.
fn line(name: &str, value: &str) -> String {
    match name {
        name if name.ends_with("_JAVA_OPTS") => {
            format!("{name}+={}", shell::expanding(&format!(" {value}")))
        }
        "JAVA" => format!("{name}={}", shell::expanding(value)),
        "JAVA_HOME" if !value.contains('$') => format!("export {name}={}", shell::quote(value)),
        name => format!("export {name}={}", shell::expanding(value)),
    }
}
