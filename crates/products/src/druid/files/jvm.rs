//! `jvm.config`: an option a line and nothing else, since `bin/run-druid` hands every word to Java.

use crate::druid::effective::line;
use crate::druid::programs::Program;
use ::rules::{ConfigFile, Context};
use formats::{File, Origin};
use model::{Node, Text};

/// Writes it. What cannot be used is left out: a comment would be an option, too.
pub(super) fn render(cx: &Context, node: &Node, program: &Program) -> File {
    const ABOUT: Text = Text::new(
        "The options of this process's JVM: every word of the file, so there are no comments.",
        "本进程 JVM 的参数：文件中的每个词都会作为参数，因此没有注释。",
    );
    let mut file = File::new(ABOUT);
    let config = cx.config_of(node.row).and_then(|config| config.file(program.jvm));
    for entry in config.into_iter().flat_map(ConfigFile::entries) {
        if entry.broken.is_none() {
            let origin = Origin { reason: entry.reason.clone(), places: entry.places.clone() };
            file.because(line(&entry.key, entry.text()), origin);
        }
    }
    file
}
