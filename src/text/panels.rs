//! The panels: findings, files, the picture, the export.

use model::Text;

texts! {
    // Findings
    WHY: "Why", "原因";
    SOURCES: "Sources", "来源";
    RULE: "Rule", "规则";
    FIX: "Fix", "修复";
    ACCEPT: "Accept…", "接受…";
    ACCEPT_TITLE: "Accept this warning", "接受此警告";
    ACCEPT_REASON: "Reason", "理由";
    ACCEPT_HELP: "The reason is kept in cluster.toml and printed in the archive’s README. It lapses when the facts change.", "理由保存在 cluster.toml 中，并写入部署包的 README。事实改变后，此接受自动失效。";
    ACCEPT_NEEDS_REASON: "A reason is needed.", "必须填写理由。";
    ACCEPT_DO: "Accept", "接受";
    NEXT: "Next", "下一个";
    PREVIOUS: "Previous", "上一个";
    NO_FINDINGS: "Nothing was found.", "没有发现问题。";
    NO_FINDINGS_LONG: "Every rule was checked, and none has anything to say.", "已检查全部规则，没有任何问题。";
    MACHINES_NOT_CHECKED: "machines not checked", "未检查实际机器";
    SHOW_FINDINGS: "Show the findings", "展开问题列表";
    EXPLAIN: "Explain log lines…", "解释日志…";
    EXPLAIN_TITLE: "Explain log lines", "解释日志";
    EXPLAIN_LABEL: "Lines from a product’s log", "产品日志中的若干行";
    EXPLAIN_HELP: "Finds the rules whose symptoms are in these lines. Whole lines are best; several words of a message in a row are enough. Nothing leaves the page.", "查找症状与这些日志相符的规则。最好粘贴完整的行；一条消息中连续的几个词也可以。内容不会离开此页面。";
    EXPLAIN_DO: "Explain", "解释";
    EXPLAIN_NONE: "No rule knows these lines.", "没有规则与这些日志相符。";
    FIRES: "fires in this document", "当前文档中存在此问题";
    MATCHED: "Found in", "匹配的行";
    SYMPTOMS: "Symptoms", "症状";
    // Files
    CHOOSE_FILE: "File", "文件";
    VARIANT: "Variant", "版本";
    ALL_NODES: "All nodes", "全部节点";
    COMPARE: "Compare", "对比";
    COMPARE_WITH: "Compare with", "对比对象";
    STOP_COMPARE: "Stop comparing", "结束对比";
    CHANGES_SINCE: "Mark changes", "标出变更";
    LAST_EDIT: "since last edit", "上次修改以来";
    OPENED: "since opened", "打开以来";
    EXPORTED: "since last export", "上次导出以来";
    CHANGED: "changed", "有变更";
    HOLD_FILE: "Hold this file: an edit elsewhere shows no other", "固定此文件：修改其他内容时不切换";
    CHANGE_BEFORE: "The change before", "上一处变更";
    CHANGE_NEXT: "The next change", "下一处变更";
    REASON_HINT: "Choose a line to see why it is there. Enter goes to its field.", "选择一行可查看其缘由，按 Enter 跳到对应字段。";
    NO_REASON: "This line belongs to the file’s form.", "此行属于文件的固定格式。";
    GO_TO: "Go to", "跳到";
    HIDE_FILES: "Hide the files", "隐藏文件";
    SHOW_FILES: "Show the files", "显示文件";
    RESIZE: "Width of the files", "文件区宽度";
    NO_FILE: "The files of all nodes will be here.", "各节点的文件会显示在这里。";
    SHOW_ALL_LINES: "Show all {} lines", "显示全部 {} 行";
    ONLY_LEFT: "only here", "仅此版本";
    ONLY_RIGHT: "only in the other", "仅另一版本";
    SAME_FILES: "Both variants are the same.", "两个版本相同。";
    // Picture
    PICTURE: "Picture", "拓扑图";
    PICTURE_OPEN: "Open the picture", "查看拓扑图";
    PICTURE_DOWNLOAD: "The archive has it as topology.svg.", "部署包中的 topology.svg 是同一张图。";
    // Export
    EXPORT_TITLE: "Export the archive", "导出部署包";
    FORMAT: "Format", "格式";
    TARGZ_SENTENCE: "Keeps the executable bits: for Linux hosts, and to carry to a jump host.", "保留可执行权限：适合 Linux 主机，也便于传到跳板机。";
    ZIP_SENTENCE: "Opens anywhere.", "任何系统都能打开。";
    CONTENTS: "Contents", "内容";
    TO_FILL_IN: "To fill in by hand", "需要手工填写";
    TO_FILL_IN_NONE: "No secrets: nothing has to be filled in.", "不涉及机密信息，无需填写。";
    TO_FILL_IN_SENTENCE: "In secrets.env, on your machine, before you deploy:", "部署之前，在你自己机器上的 secrets.env 中填写：";
    NEXT_COMMANDS: "Next", "接下来";
    EXPORT_OF_EXAMPLE: "This is still the example: its machines are nobody's. The archive shows what yours will look like; replace the values first to deploy it.", "这仍是示例：其中的机器并不存在。部署包仅用于展示内容；要部署，请先替换为自己的值。";
    DOWNLOAD_ARCHIVE: "Download", "下载";
    PACKING: "Packing", "正在打包";
    PACKED: "Downloaded.", "已下载。";
    SHA256: "SHA-256, to compare on the other side", "SHA-256，用于在目标机器上核对";
    REFUSED: "Errors stand in the way of the export.", "存在错误，无法导出。";
    ERRORS: "Errors", "错误";
    WARNINGS: "Warnings", "警告";
    NOTES: "Notes", "提示";
    EXPORT_BLOCKED: "These errors stand in the way of the export.", "以下错误使导出无法进行。";
}
