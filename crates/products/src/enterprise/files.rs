//! The generated files: what comes on top of those that the release brings.

use super::configure;
use super::services::setenv_folder;
use super::setenv;
use crate::common::properties;
use crate::kylin::files::in_home;
use crate::kylin::roles::is_kylin;
use ::rules::{Context, FileKind, Install, NodeConfig, PART, Reach};
use formats::File;
use model::{Node, Text};

/// In the order in which they are shown.
pub(crate) static FILES: &[FileKind] = &[
    FileKind {
        name: configure::NAME,
        reach: Reach::Class {
            applies: is_kylin,
            render: override_file,
            install: Install {
                to: |cx, node| in_home(cx, node, configure::NAME),
                mode: "0600",
                render: "kylin",
            },
        },
    },
    FileKind {
        name: setenv::NAME,
        reach: Reach::Class {
            applies: is_kylin,
            render: setenv::render,
            install: Install {
                to: |cx, node| in_home(cx, node, &format!("{}/setenv.sh", setenv_folder(cx))),
                mode: PART,
                render: "",
            },
        },
    },
];

fn override_file(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "What this cluster sets on top of the release's own conf/kylin.properties; it wins, and an upgrade keeps it.",
        "本集群在发行包自带的 conf/kylin.properties 之上的设置；优先级更高，升级时保留。",
    );
    let config = cx.config_of(node.row).and_then(NodeConfig::main);
    match config {
        Some(config) => properties::write(cx, ABOUT, config),
        None => File::new(ABOUT),
    }
}
