//! Documents beside the open one, and other tabs.

use super::{fill, zh};
use model::Text;

texts! {
    DRAFTS: "Documents…", "文档列表…";
    DRAFTS_TITLE: "Documents", "文档列表";
    DRAFTS_HELP: "All of them are kept in this browser only. When you open one, the document that is open now stays here.", "这些文档只保存在此浏览器中。打开其中一份时，当前文档会留在列表中。";
    DRAFTS_OPEN_NOW: "Open now", "当前文档";
    DRAFTS_OTHERS: "Put aside", "其他文档";
    DRAFTS_NONE: "Documents that you put aside stand here.", "其他文档会显示在这里。";
    DRAFTS_COPY: "Keep a copy", "保留副本";
    DRAFTS_NEW: "New document", "新建文档";
    DRAFTS_EXPORT: "Download all (.zip)", "全部下载（.zip）";
    DRAFT_OPEN: "Open", "打开";
    DRAFT_DUPLICATE: "Duplicate", "复制";
    DRAFT_DELETE: "Delete", "删除";
    OTHER_TAB: "This document is open in another tab. Here it can be read and exported; nothing that is done here is kept.", "此文档已在另一个标签页中打开。此处可以查看和导出，但不会保存任何修改。";
    OTHER_TAB_TOOK: "Another tab has gone on with this document. Here it can be read and exported; nothing that is done here is kept.", "另一个标签页已接着编辑此文档。此处可以查看和导出，但不会保存任何修改。";
    TAKE_OVER: "Go on here", "在此继续编辑";
    TAKEN_OVER: "You go on here. The other tab can only read.", "已在此继续编辑，另一个标签页变为只读。";
    TAB_CLOSED: "The other tab is closed: you can go on here.", "另一个标签页已关闭，可以在此继续编辑。";
}

/// A draft was opened.
pub fn draft_opened(name: &str) -> String {
    fill(const { Text::new("Opened {}.", "已打开 {}。") }, &[name])
}

/// A draft was deleted.
pub fn draft_deleted(name: &str) -> String {
    fill(const { Text::new("{} was deleted.", "已删除 {}。") }, &[name])
}

/// What a draft is: product, nodes, when it was put aside.
pub fn draft_facts(product: &str, nodes: usize, when: &str) -> String {
    let nodes = super::nodes(nodes);
    let mut parts = vec![product, nodes.as_str()];
    parts.extend((!when.is_empty()).then_some(when));
    parts.join(if zh() { "，" } else { ", " })
}
