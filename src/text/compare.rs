//! The words of comparing with another cluster and of the plan.

use super::{sentences::amount, zh};
use model::Text;

texts! {
    COMPARE_OTHER: "Compare…", "比较…";
    COMPARE_HINT: "Compare this document with a cluster that runs, and see the steps from there to here", "将当前文档与运行中的集群比较，并查看过渡的步骤";
    COMPARE_TITLE: "Compare and plan", "比较与变更步骤";
    COMPARE_SENTENCE: "Bring what runs today, or an older state: its cluster.toml, its archive, or the configuration files of its nodes, in a folder with the node’s name. You see what differs, and the steps that lead from there to this document. Nothing leaves the page, and this document stays as it is.", "请提供目前运行的集群（或较早的状态）：它的 cluster.toml、部署包，或各节点的配置文件（放在以节点名命名的目录中）。页面会显示差异，以及从它过渡到当前文档的步骤。内容不会离开本页，当前文档也不会改变。";
    COMPARE_DROP: "Files, folders and archives can be dropped here, too.", "也可以把文件、文件夹或归档拖放到这里。";
    COMPARE_PASTE: "Or paste a cluster.toml", "或粘贴 cluster.toml";
    COMPARE_PASTE_HELP: "Configuration files come as files, also by pasting what was copied in a file manager: their names say what they are.", "配置文件请以文件提供（也可粘贴在文件管理器中复制的文件）：要凭文件名识别其内容。";
    COMPARE_DO: "Compare", "比较";
    COMPARE_READING: "Reading", "正在读取";
    COMPARE_ANOTHER: "Compare with another one", "换一个来比较";
    COMPARE_READ: "What was read", "读取情况";
    COMPARE_PASTED: "the pasted text", "粘贴的内容";
    COMPARE_DIFFERENCES: "What differs", "差异";
    COMPARE_STEPS: "What to do", "操作步骤";
    COMPARE_VIEW: "View", "视图";
    COMPARE_CHOICES: "Choices", "选择";
    COMPARE_NODES: "Nodes and roles", "节点与角色";
    COMPARE_WHAT: "What", "项目";
    COMPARE_THERE: "The other cluster", "另一集群";
    COMPARE_HERE: "This document", "当前文档";
    COMPARE_NOT_SET: "not set", "未设置";
    COMPARE_NOT_THERE: "not there", "没有";
    COMPARE_TAKE: "Take over", "采用";
    COMPARE_TAKEN: "Taken over: {}.", "已采用：{}。";
    COMPARE_MORE: "muster diff tells all of them.", "muster diff 会列出全部。";
    PLAN_ERRORS: "{} stand in the way of exporting this document. They come first.", "{}导致当前文档无法导出，须先修正。";
    PLAN_SHOW_ERRORS: "Show them", "查看";
    PLAN_SERIOUS: "More than a restart", "仅重启还不够的变更";
    PLAN_SERVICES: "Services", "服务";
    PLAN_BACK: "The way back", "回退";
    PLAN_CHECK: "Check", "检查";
    PLAN_COPY: "Copy the plan", "复制全部步骤";
    PLAN_JOINS: "New nodes", "新增节点";
    PLAN_LEAVES: "Nodes that go", "移除的节点";
    PLAN_MORE: "muster plan tells all of them.", "muster plan 会列出全部。";
    RUNS_ALREADY: "Does a cluster run already?", "已有集群在运行？";
    RUNS_ALREADY_SENTENCE: "See what differs from this document, and step by step how it becomes this one: which services restart on which nodes, what must stand still, and how to go back.", "查看它与当前文档的差异，以及逐步变更的方法：哪些节点上的哪些服务要重启、哪些必须停止、如何回退。";
    SHOW_PLAN: "Show the steps…", "查看变更步骤…";
    COMPARE_RUNNING: "Compare with this document…", "与当前文档比较…";
}

/// "12 differences · 340 equal keys".
pub fn differences(count: usize, equal: u32) -> String {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let differing = match (count, zh()) {
        (0, true) => "没有差异".to_owned(),
        (0, false) => "No difference".to_owned(),
        _ => amount(count, "difference", "differences", "处差异"),
    };
    format!("{differing} · {}", equal_keys(equal))
}

/// "340 equal keys".
pub fn equal_keys(count: u32) -> String {
    amount(count, "equal key", "equal keys", "个相同的键")
}

/// "3 errors".
pub fn errors(count: u32) -> String {
    amount(count, "error", "errors", "个错误")
}

/// "Files of the nodes that stay: 7".
pub fn changed_files(count: usize) -> String {
    if zh() {
        format!("保留节点上有变化的文件：{count} 个")
    } else {
        format!("Files that change on nodes that stay: {count}")
    }
}

/// A step of the plan with its place: "Deploy (in the new archive)".
pub fn at_place(title: &str, place: &str) -> String {
    match (place.is_empty(), zh()) {
        (true, _) => title.to_owned(),
        (_, true) => format!("{title}（{place}）"),
        (_, false) => format!("{title} ({place})"),
    }
}

/// "12 more. muster diff tells all of them."
pub fn labelled_more(more: &str, how: Text) -> String {
    let how = super::tr(how);
    if zh() { format!("{more}。{how}") } else { format!("{more}. {how}") }
}

/// "Check: the last line …".
pub fn labelled(label: Text, text: &str) -> String {
    let label = super::tr(label);
    if zh() { format!("{label}：{text}") } else { format!("{label}: {text}") }
}
