//! The generated files: what comes on top of those that the release brings.

use super::configure;
use super::services::setenv_folder;
use crate::common::properties;
use crate::common::text::{header, not_usable};
use crate::kylin::fields::sizing::options;
use crate::kylin::files::in_home;
use crate::kylin::roles::is_kylin;
use ::rules::{Context, FileKind, Install, NodeConfig, PART, Reach};
use formats::File;
use model::value::ByteSize;
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
        name: "conf/setenv-lines.sh",
        reach: Reach::Class {
            applies: is_kylin,
            render: setenv_lines,
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

/// The lines that the deployment puts at the end of the release's own `setenv.sh`, between
/// two marks. The JVM takes the last of several `-Xmx`. Both variables are set, because it is not
/// known at which point of its own file each version puts them together.
fn setenv_lines(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "Lines for the end of the release's own setenv.sh; the deployment puts them there.",
        "追加到发行包自带 setenv.sh 末尾的内容；由部署脚本写入。",
    );
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    header(cx, "#", &mut file);
    let heap = cx.get_for::<ByteSize>(node, "jvm.heap");
    let extra = cx.node_text(node, "jvm.extra");
    let extra = options(&extra).map(|words| words.join(" "));
    for why in [heap.as_ref().err(), extra.as_ref().err()].into_iter().flatten() {
        file.line(format!("# {}", not_usable(why, lang)));
    }
    let heap = heap.unwrap_or(ByteSize(4 * ByteSize::GIB)).0;
    let mut words = format!(
        "-Xms{} -Xmx{}",
        crate::kylin::files::size(heap.min(ByteSize::GIB)),
        crate::kylin::files::size(heap)
    );
    if let Some(extra) = extra.ok().filter(|e| !e.is_empty()) {
        words = format!("{words} {extra}");
    }
    let fields = &["jvm.heap", "jvm.extra"];
    let reason = crate::kylin::files::heap_reason();
    let because = crate::common::text::origin(reason, fields);
    file.because(format!("muster_options=\"{words}\""), because);
    file.line("export KYLIN_JVM_SETTINGS=\"${KYLIN_JVM_SETTINGS:-} $muster_options\"");
    file.line("export KYLIN_EXTRA_START_OPTS=\"${KYLIN_EXTRA_START_OPTS:-} $muster_options\"");
    file
}
