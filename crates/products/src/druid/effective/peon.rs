//! What a task reads that a MiddleManager starts in a JVM of its own: every property that the
//! MiddleManager has, those behind `druid.indexer.fork.property.` in place of them, and options of its
//! own (`ForkingTaskRunner`).

use crate::common::jvm::Options;
use crate::druid::configure;
use crate::druid::notation;
use crate::druid::programs::MIDDLE_MANAGERS;
use ::rules::{Among, Context};
use model::{Node, Place};

/// What stands in front of a property that is for tasks alone.
pub(crate) const FORK: &str = "druid.indexer.fork.property.";
/// The options of a task, as a JSON list.
pub(crate) const OPTS_ARRAY: &str = "druid.indexer.runner.javaOptsArray";
/// The options of a task, as words.
pub(crate) const OPTS: &str = "druid.indexer.runner.javaOpts";

/// What a task on a node reads for a key, trimmed.
pub(crate) fn peon_reads(cx: &Context, node: &Node, key: &str) -> String {
    let own = format!("{FORK}{key}");
    let config = cx.config_of(node.row);
    let process = MIDDLE_MANAGERS.process(cx);
    let set = config.zip(process).and_then(|(config, process)| {
        cx.entry_read_by(process, config, &own).map(|entry| entry.text().trim().to_owned())
    });
    set.unwrap_or_else(|| MIDDLE_MANAGERS.reads(cx, node, key))
}

/// Where what a task reads is set.
pub(crate) fn peon_place(cx: &Context, node: &Node, key: &str) -> Place {
    let own = format!("{FORK}{key}");
    let config = cx.config_of(node.row);
    let process = MIDDLE_MANAGERS.process(cx);
    let set = config.zip(process).and_then(|(config, process)| {
        cx.entry_read_by(process, config, &own).and_then(|e| e.places.first().cloned())
    });
    set.unwrap_or_else(|| super::place_of(cx, node, &MIDDLE_MANAGERS, key))
}

/// The options of a task on a node: the words of the one key, then those of the other, of which a
/// later one counts.
pub(crate) fn task_options(cx: &Context, node: &Node) -> Options {
    let words = MIDDLE_MANAGERS.reads(cx, node, OPTS);
    let list = notation::list(&MIDDLE_MANAGERS.reads(cx, node, OPTS_ARRAY)).unwrap_or_default();
    Options::new(format!("{words} {}", list.join(" ")))
}

/// What overrides of the options say of a size; asked of the document alone.
fn by_hand(cx: &Context, node: &Node, direct: bool) -> Option<(Option<u64>, Place)> {
    let (place, text) = [OPTS_ARRAY, OPTS]
        .iter()
        .flat_map(|key| [MIDDLE_MANAGERS.runtime, configure::COMMON].map(|file| (file, *key)))
        .find_map(|(file, key)| cx.overridden(node, file, key))?;
    let words = notation::list(text).map_or_else(|| text.to_owned(), |list| list.join(" "));
    let options = Options::new(words);
    // Without a limit of its own direct memory may become as large as the heap.
    let size = if direct { options.direct().or(options.heap()) } else { options.heap() };
    Some((size.map(|bytes| bytes.0), place))
}

/// The heap of a task where somebody wrote its options by hand.
pub(crate) const TASK_HEAP: Among = |cx, node| by_hand(cx, node, false);
/// Its direct memory.
pub(crate) const TASK_DIRECT: Among = |cx, node| by_hand(cx, node, true);

/// Where the options of tasks are set on a node.
pub(crate) fn task_place(cx: &Context, node: &Node) -> Place {
    let set = |key: &str| {
        let config = cx.config_of(node.row)?;
        let process = MIDDLE_MANAGERS.process(cx)?;
        cx.entry_read_by(process, config, key)?.places.first().cloned()
    };
    set(OPTS_ARRAY).or_else(|| set(OPTS)).unwrap_or(Place::NodeRoles(node.row))
}
