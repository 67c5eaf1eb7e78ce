//! Words about what was brought: the table of differences, originals, pasted files.

use super::{sentences::amount, zh};
use model::Text;

texts! {
    // The table of what differs
    DRIFT_TABLE: "What differs between nodes", "节点间不一致的配置";
    DRIFT_KEY: "Key", "属性";
    DRIFT_ODD: "stands out", "与众不同";
    DRIFT_ABSENT: "not there", "没有";
    DRIFT_OWN: "its own", "自己的值";
    DRIFT_APART: "not compared: other roles", "未比较：角色不同";
    MUST_DIFFER: "must differ from node to node", "各节点必须不同";
    // Originals
    ORIGINAL: "Original", "原文件";
    ORIGINAL_HINT: "The file as it was brought, beside the one that Muster writes", "把带来的原文件与 Muster 的文件对照显示";
    ORIGINAL_OF: "Which original", "选择原文件";
    WRITTEN: "Muster writes", "Muster 写入";
    PAIR_DIFFERS: "another value", "取值不同";
    PAIR_ORIGINAL: "only in the original", "仅在原文件中";
    PAIR_WRITTEN: "only Muster’s", "仅 Muster 的文件中";
    // Pasted files
    PASTE_FILES: "Paste a file…", "粘贴文件…";
    PASTE_FILES_TITLE: "Paste configuration files", "粘贴配置文件";
    PASTE_FILES_HELP: "For when nothing can be dropped or chosen: paste the text of a file, and say which file of which node it is. Several files are read together. Nothing leaves the page; a secret is taken out before anything is stored.", "无法拖放或选择文件时使用：粘贴文件内容，并注明是哪个节点的哪个文件。多个文件会一起读取。内容不会离开本页；机密信息会在保存之前移除。";
    PASTE_NODE: "Node", "节点";
    PASTE_NODE_HELP: "Its name. Empty when the file is the same on all nodes.", "节点名。若所有节点上都相同，可留空。";
    PASTE_NAME: "File", "文件";
    PASTE_NAME_HELP: "Its name, with the folder where several files have it: broker/runtime.properties.", "文件名；若有多个同名文件，请带上目录：broker/runtime.properties。";
    PASTE_TEXT: "Text", "内容";
    PASTE_ADD: "Add another file", "再加一个文件";
    PASTE_READ: "Read", "读取";
    PASTE_LIST: "Added", "已添加";
    PASTE_CHANGE: "Take {} out again, to change it", "取出 {} 以便修改";
    PASTE_NEEDS_NAME: "Say what the file is called.", "请填写文件名。";
    PASTE_NEEDS_TEXT: "Paste the text of the file.", "请粘贴文件内容。";
}

/// "3 keys differ between nodes".
pub fn drift_sum(rows: usize) -> String {
    let keys = amount(u32::try_from(rows).unwrap_or(u32::MAX), "key", "keys", "个属性");
    match (zh(), rows) {
        (true, _) => format!("{keys}在节点间不一致"),
        (false, 1) => {
            format!("{keys} that differs between nodes and should not, or should and does not")
        }
        (false, _) => {
            format!("{keys} that differ between nodes and should not, or should and do not")
        }
    }
}

/// What of the table is not drawn: "and 3 more columns, 12 more keys".
pub fn drift_more(columns: u32, rows: u32) -> String {
    match (columns, rows, zh()) {
        (0, r, true) => format!("另有 {r} 个属性；muster import 会全部列出。"),
        (0, r, false) => format!("And {r} more keys; muster import lists all of them."),
        (c, 0, true) => format!("另有 {c} 列；muster import 会全部列出。"),
        (c, 0, false) => format!("And {c} more columns; muster import lists all of them."),
        (c, r, true) => format!("另有 {c} 列、{r} 个属性；muster import 会全部列出。"),
        (c, r, false) => {
            format!("And {c} more columns and {r} more keys; muster import lists all of them.")
        }
    }
}
