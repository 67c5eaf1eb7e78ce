//! The words of the drill that are the page's own; all else is said by the engine.

use super::{tr, zh};
use model::Text;

texts! {
    DRILL: "Failure drill", "故障演练";
    DRILL_HELP: "Click a node, here or in the picture, and it loses its power; click again, and it has it back.", "点击列表或图中的节点，使其断电；再次点击则恢复供电。";
    DRILL_NODES: "Nodes", "节点";
    DRILL_FILTER: "Filter nodes by name", "按名称筛选节点";
    POWER_ALL: "All nodes have power again", "全部恢复供电";
    RUNS: "runs", "运行中";
    NO_POWER: "no power", "已断电";
}

/// How many nodes of a stack have no power: "w1, w2: 1 of 2 without power".
pub fn powerless(name: &str, dead: usize, all: usize) -> String {
    match (zh(), all) {
        (true, 1) => format!("{name}：{}", tr(if dead == 0 { RUNS } else { NO_POWER })),
        (false, 1) => format!("{name}: {}", tr(if dead == 0 { RUNS } else { NO_POWER })),
        (true, _) => format!("{name}：{all} 个节点中 {dead} 个已断电"),
        (false, _) => format!("{name}: {dead} of {all} without power"),
    }
}

/// "12 more nodes: filter them by name".
pub fn more_nodes(n: usize) -> String {
    if zh() {
        format!("另有 {n} 个节点，可按名称筛选")
    } else {
        format!("{n} more nodes: filter them by name")
    }
}
