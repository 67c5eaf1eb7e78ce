//! Every word of the page that is not a product's, in both languages.
//!
//! The page is drawn anew when the language changes, so a text is read once, with [`tr`].

use model::{Lang, Text};
use std::cell::Cell;

thread_local! {
    static LANGUAGE: Cell<Lang> = const { Cell::new(Lang::En) };
}

/// Sets the language of everything drawn from now on.
pub fn set_language(lang: Lang) {
    LANGUAGE.set(lang);
}

/// The text in the language of the page.
pub fn tr(text: Text) -> &'static str {
    text.get(LANGUAGE.get())
}

/// A text with `{}` replaced by each argument in turn.
fn fill(text: Text, args: &[&str]) -> String {
    let mut out = String::new();
    let mut parts = tr(text).split("{}");
    out.push_str(parts.next().unwrap_or_default());
    for (part, arg) in parts.zip(args.iter().chain(std::iter::repeat(&""))) {
        out.push_str(arg);
        out.push_str(part);
    }
    out
}

fn zh() -> bool {
    LANGUAGE.get() == Lang::Zh
}

macro_rules! texts {
    ($($name:ident: $en:literal, $zh:literal;)*) => {
        $(#[doc = $en] pub const $name: Text = Text::new($en, $zh);)*

        /// All of them, for tests.
        #[cfg(test)]
        pub(super) const EVERY: &[(&str, Text)] = &[$((stringify!($name), $name)),*];
    };
}

mod brought;
mod compare;
mod drill;

pub use brought::*;
pub use compare::*;
pub use drill::*;

texts! {
    // The bar
    UNDO: "Undo", "撤销";
    REDO: "Redo", "重做";
    OPEN: "Open…", "打开…";
    EXISTING: "A cluster that runs already", "已有集群";
    EXISTING_SENTENCE: "Drop its configuration files on the page: the conf folder of each node in a folder with the node’s name, or archives of them. They become this document, and what is wrong or differs between nodes is told. Nothing leaves the page.", "把它的配置文件拖到页面上：每个节点的 conf 目录放在以节点名命名的目录中，或其归档。它们会成为当前文档，并指出其中的问题和节点间的差异。内容不会离开本页。";
    CHOOSE_FILES: "Choose files…", "选择文件…";
    CHOOSE_FOLDER: "Choose a folder…", "选择文件夹…";
    LEFT_OUT: "Left out", "不写入的配置项";
    LEFT_OUT_SENTENCE: "The files do not have these lines, so the product’s own defaults count. Taken from here, a line is written again.", "文件中没有这些行，因此使用产品自身的默认值。从此处移除后会重新写入。";
    WRITE_AGAIN: "Write {} again", "重新写入 {}";
    OPEN_HINT: "Open a cluster.toml, configuration files or an archive, or drop them on the page", "打开 cluster.toml、配置文件或归档，也可拖放到页面上";
    TOO_MUCH: "More than 256 MB: bring the conf folders alone. The open document is unchanged.", "超过 256 MB：请只提供 conf 目录。当前文档未改动。";
    EXPORT: "Export", "导出";
    HELP: "Keyboard", "键盘";
    LIGHT: "Light", "浅色";
    DARK: "Dark", "深色";
    TO_LIGHT: "Use the light theme", "使用浅色主题";
    TO_DARK: "Use the dark theme", "使用深色主题";
    LANGUAGE_SWITCH: "Language", "语言";
    MORE: "More", "更多";
    STEPS: "Steps", "步骤";
    FORM: "Form", "表单";
    FILES: "Files", "文件";
    FINDINGS: "Findings", "问题";
    STEP_FINDINGS: "Findings of this step", "此步骤的问题";
    REGIONS: "Regions", "区域";
    SKIP: "Skip to the form", "跳到表单";
    TOOLS: "Tools", "工具";
    CHANGE_NAME: "Change the cluster’s name", "修改集群名称";
    CHANGE_VERSION: "Change product or version", "更换产品或版本";
    DONE_MARK: "no findings", "没有问题";
    // Notices
    EXAMPLE_NOTICE: "This is an example. Paste your nodes, or open an existing configuration.", "这是一个示例。请粘贴自己的节点列表，或打开已有的配置。";
    DISMISS: "Dismiss", "关闭提示";
    READ_ONLY: "This document was written by a newer version of Muster. It can be looked at, not changed.", "此文档由更新版本的 Muster 写成，只能查看，不能修改。";
    NOT_KEPT: "The browser does not keep your work. Export it, or save cluster.toml, before you leave.", "浏览器不保存当前工作。离开之前请导出，或另存 cluster.toml。";
    AUTOSAVE_UNREADABLE: "Your saved work could not be read. It is kept in this browser and can be downloaded; the page goes on with the example.", "无法读取之前保存的工作。原文仍保存在此浏览器中，可以下载；页面先显示示例。";
    AUTOSAVE_NOT_READ: "Your saved work was not read. It is still in this browser; reload the page to try again.", "尚未读取之前保存的工作。内容仍在此浏览器中，重新加载页面可再试一次。";
    OPENING: "Opening your saved work", "正在打开之前保存的工作";
    DOWNLOAD_UNREADABLE: "Download it", "下载原文";
    OTHER_TAB: "Another tab of this browser has saved a different state.", "此浏览器的另一个标签页保存了不同的内容。";
    OPEN_OTHER_TAB: "Open the other one", "打开那份内容";
    ENGINE_STOPPED: "The checking engine stopped.", "检查引擎已停止。";
    ENGINE_LOST: "The checking engine stopped and could not be restarted. Your work is saved in this browser.", "检查引擎已停止且无法重新启动。你的工作已保存在此浏览器中。";
    ENGINE_OTHER_BUILD: "The engine belongs to another build of the page. Reload the page.", "检查引擎与页面不是同一版本，请重新加载页面。";
    RETRY: "Try again", "重试";
    RELOAD: "Reload", "重新加载";
    STOP: "Stop", "停止";
    STOPPED: "Stopped.", "已停止。";
    UNDONE: "Undone: {}.", "已撤销：{}。";
    REDONE: "Redone: {}.", "已重做：{}。";
    FIXED: "Fixed: {}.", "已修复：{}。";
    ACCEPTED_DONE: "Accepted: {}.", "已接受：{}。";
    NOTHING_TO_UNDO: "Nothing to undo.", "没有可撤销的操作。";
    NOTHING_TO_REDO: "Nothing to redo.", "没有可重做的操作。";
    SECRETS_REMOVED: "A secret was taken out. The document keeps only the name of its variable.", "已移除密码等机密信息，文档只保留变量名。";
    SECRETS_DOWNLOAD: "Download secrets.env", "下载 secrets.env";
    SECRETS_ONCE: "Offered once: nothing keeps the value after that.", "只提供这一次，之后不再保留该值。";
    // Words
    WHOLE_DOCUMENT: "the whole document", "整个文档";
    NODE_LIST: "the node list", "节点列表";
    NAME: "Name", "名称";
    ADDRESS: "Address", "地址";
    ROLES: "Roles", "角色";
    NODE: "Node", "节点";
    ERROR: "Error", "错误";
    WARNING: "Warning", "警告";
    NOTE: "Note", "提示";
    CLOSE: "Close", "关闭";
    CANCEL: "Cancel", "取消";
    COPY: "Copy", "复制";
    COPIED: "Copied.", "已复制。";
    COPY_REFUSED: "The browser did not allow copying.", "浏览器不允许复制。";
    DOWNLOAD: "Download", "下载";
    REMOVE: "Remove", "移除";
    ADD: "Add", "添加";
    RESET: "Reset", "恢复默认";
    BY_NODE: "by node", "按节点";
    HOW_DEFAULT: "How the default comes about", "默认值的算法";
    BY_CLASS: "What each node gets", "各节点的取值";
    MEMORY: "What takes the nodes' memory", "节点内存的分配";
    DISKS: "What may lie on the nodes' disks", "节点磁盘的占用上限";
    LOADING: "Loading", "正在加载";
    // Product step
    PRODUCT: "Product", "产品";
    VERSION: "Version", "版本";
    EVIDENCE: "Evidence", "依据";
    CLUSTER_NAME: "Cluster name", "集群名称";
    CLUSTER_NAME_HELP: "Also the top folder of the archive.", "也是部署包的顶层文件夹名。";
    ENVIRONMENT: "Environment", "环境";
    PRODUCTION: "Production", "生产";
    PRODUCTION_SENTENCE: "People depend on it: some rules are stricter.", "有人依赖它：部分规则更严格。";
    TEST: "Test", "测试";
    TEST_SENTENCE: "It may break: a single node, small memory and the like are fine.", "可以出故障：单节点、小内存等都可以。";
    ARCHIVE_LANGUAGE: "Language of the archive", "部署包的语言";
    ARCHIVE_LANGUAGE_SENTENCE: "Runbook, comments and findings in the archive. The page has its own switch.", "部署包中的部署手册、注释和问题所用的语言。页面语言另行切换。";
    ENGLISH: "English", "English";
    CHINESE: "简体中文", "简体中文";
    PRESETS: "Start from an example", "从示例开始";
    PRESETS_SENTENCE: "Replaces the open document; undo brings it back.", "会替换当前文档，可以撤销。";
    USE_PRESET: "Use", "使用";
    // Nodes step
    PASTE_LABEL: "Paste nodes", "粘贴节点";
    PASTE_HELP: "Lines, CSV, /etc/hosts, an Ansible inventory, or ranges such as k[01-12].example.com. Roles, cores and memory can stand behind a name: k1 query 16c 64G.", "每行一个节点、CSV、/etc/hosts、Ansible 清单，或 k[01-12].example.com 这样的范围均可；名称后可写角色、核数和内存：k1 查询 16c 64G。";
    PASTE_EMPTY: "What is understood will be shown here.", "识别结果会显示在这里。";
    UNDERSTOOD: "Understood", "识别结果";
    NOT_UNDERSTOOD: "Not understood, and kept in the box", "未能识别，保留在框中";
    NODES_STAY: "Nothing of it can be read as nodes, so the nodes stay as they are.", "其中没有可识别的节点，现有节点保持不变。";
    ALL_THERE: "All of them are in the list already.", "这些节点都已在列表中。";
    REPLACE_NODES: "Replace all nodes by these {}", "用这 {} 个节点替换全部节点";
    ADD_NODES: "Add these {}", "添加这 {} 个节点";
    EDIT_NODES: "Nodes", "节点";
    ADD_NODE: "Add a node", "添加节点";
    REMOVE_NODE: "Remove {}", "移除 {}";
    MOVE_UP: "Move {} up", "上移 {}";
    MOVE_DOWN: "Move {} down", "下移 {}";
    NODE_SETTINGS: "Own settings of {}", "{} 的单独设置";
    OWN_SETTINGS: "Settings", "设置";
    AS_CLUSTER: "As the cluster", "与集群相同";
    ON: "On", "开";
    OFF: "Off", "关";
    FILTER: "Filter by name or role", "按名称或角色筛选";
    NO_MATCH: "No node matches the filter.", "没有符合筛选条件的节点。";
    NO_NODES: "No nodes yet. Paste a list above, or add one.", "还没有节点。请在上方粘贴列表，或逐个添加。";
    UNNAMED: "(no name)", "（未命名）";
    AS_EXAMPLE: "Roles as they were, in order", "角色按原有顺序分配";
    FROM_LIST: "Roles from the list", "角色来自列表";
    LIKE_LAST: "further nodes like the last one", "其余节点与最后一个相同";
    WITHOUT_ROLES: "no roles", "无角色";
    // Roles step
    ROLE_HELP: "Arrow keys move, space toggles, Shift+arrows select rows.", "方向键移动，空格切换，Shift+方向键选择多行。";
    TYPE_HELP: "A server type sets its roles at once; Space opens the list.", "选择服务器类型会一次设定其全部角色；空格打开列表。";
    SERVER_TYPE: "Server type", "服务器类型";
    NO_TYPE: "—", "—";
    OWN_TYPE: "own mix", "自选组合";
    ALL: "All", "全部";
    NONE: "None", "全不选";
    FIRST_THREE: "First three", "前三个";
    SELECTED: "Selected ({})", "所选行（{}）";
    FILTERED: "Filtered ({})", "筛选结果（{}）";
    NODES_COUNT: "Number of nodes", "节点数";
    SET_ROLE_FOR: "{}: set for …", "{}：应用到……";
    ENOUGH: "as it should be", "符合要求";
    NOT_ENOUGH: "not as it should be", "不符合要求";
    // Fields
    SHOW_LINES: "Show the lines of {}", "显示 {} 所在的行";
    WRITES: "Writes", "写入";
    SECRET_HELP: "The name of a variable, A to Z, digits and _. The value goes into secrets.env on your machine, never in here.", "变量名：A 到 Z、数字和下划线。实际的值写在你自己机器上的 secrets.env 中，不要填在这里。";
    LIST_HELP: "One entry per line.", "每行一项。";
    OTHER_FINDINGS: "Other findings of this step", "此步骤的其他问题";
    NO_FIELDS: "Nothing to choose here for this configuration.", "当前配置下，此处没有可选项。";
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
    // Review
    ACCEPTED_WARNINGS: "Accepted warnings", "已接受的警告";
    NO_ACCEPTED: "None. A warning can be accepted with a reason where it is shown.", "没有。可在警告处填写理由后接受。";
    TAKE_BACK: "Take back", "取消接受";
    OVERRIDES: "Own properties", "自定义属性";
    OVERRIDES_SENTENCE: "Any property of the product, for the whole cluster, a role or a node. Checked against the product’s catalogue.", "可为整个集群、某个角色或某个节点设置产品的任意属性，并按产品的属性目录检查。";
    NO_OVERRIDES: "None.", "没有。";
    LAYER: "For", "范围";
    CLUSTER: "All nodes", "全部节点";
    KEY: "Key", "属性";
    VALUE: "Value", "值";
    ADD_OVERRIDE: "Set", "设置";
    KEY_MISSING: "A key is needed.", "必须填写属性名。";
    EXPORT_SENTENCE: "Everything for the deployment in one archive: files per node, scripts, runbook.", "部署所需的一切都在一个部署包中：各节点的文件、脚本和部署手册。";
    SAVE_RECIPE: "Download cluster.toml", "下载 cluster.toml";
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
    EXPORT_BLOCKED: "These errors stand in the way of the export.", "以下错误使导出无法进行。";
    // Open
    OPENED_TITLE: "The file could not be read in full", "未能完整读取此文件";
    OPENED_SENTENCE: "What could be read can replace the open document; undo brings it back. What could not be read:", "可以用已读取的部分替换当前文档，也可以撤销。未能读取的内容：";
    OPENED_USE: "Open what was read", "打开已读取的部分";
    DROP_HERE: "Drop a cluster.toml, or the configuration files of a cluster: folders, archives", "松开以打开 cluster.toml，或读取集群的配置文件（文件夹、归档）";
    // Keyboard
    KEYBOARD_TITLE: "Keyboard", "键盘快捷键";
    K_REGION: "Next region: steps, form, files, findings", "下一个区域：步骤、表单、文件、问题";
    K_EXPORT: "Export", "导出";
    K_UNDO: "Undo; in a text field, the browser’s own until it is left", "撤销；在文本框内，离开前为浏览器自身的撤销";
    K_REDO: "Redo", "重做";
    K_NEXT: "Next finding; with Shift, the one before", "下一个问题；加 Shift 为上一个";
    K_GRID: "In the role grid: move, toggle, select rows", "角色表中：移动、切换、选择多行";
    K_LINES: "In the files: move by line; go to the field", "文件中：逐行移动；跳到对应字段";
    K_HELP: "This list", "此列表";
    K_ESCAPE: "Close what is open", "关闭已打开的内容";
    SPACE: "Space", "空格";
    ARROWS: "Arrows", "方向键";
}

/// "2 errors · 1 warning".
pub fn counts(errors: u32, warnings: u32) -> String {
    let mut parts = vec![amount(errors, "error", "errors", "个错误")];
    if warnings > 0 {
        parts.push(amount(warnings, "warning", "warnings", "个警告"));
    }
    parts.join(" · ")
}

/// "4 values still from the example".
pub fn examples(n: u32) -> String {
    if zh() {
        format!("{n} 个值仍来自示例")
    } else if n == 1 {
        "1 value still from the example".to_owned()
    } else {
        format!("{n} values still from the example")
    }
}

/// "3 notes".
pub fn infos(n: u32) -> String {
    amount(n, "note", "notes", "个提示")
}

/// "1 accepted".
pub fn accepted(n: u32) -> String {
    if zh() { format!("已接受 {n} 个") } else { format!("{n} accepted") }
}

/// "3 nodes".
pub fn nodes(n: usize) -> String {
    amount(u32::try_from(n).unwrap_or(u32::MAX), "node", "nodes", "个节点")
}

/// "120 lines".
pub fn lines(n: u32) -> String {
    amount(n, "line", "lines", "行")
}

/// "12 files".
pub fn files(n: usize) -> String {
    amount(u32::try_from(n).unwrap_or(u32::MAX), "file", "files", "个文件")
}

fn amount(n: u32, one: &str, many: &str, zh_word: &str) -> String {
    if zh() { format!("{n} {zh_word}") } else { format!("{n} {}", if n == 1 { one } else { many }) }
}

/// "2 errors", "1 warning" or "3 values still from the example" of a step, for its mark.
pub fn step_mark(errors: u32, warnings: u32, from_example: u32) -> String {
    if errors == 0 && warnings == 0 {
        return if from_example > 0 { examples(from_example) } else { tr(DONE_MARK).to_owned() };
    }
    if errors == 0 {
        return amount(warnings, "warning", "warnings", "个警告");
    }
    counts(errors, warnings)
}

/// A text with one thing named in it.
pub fn did(text: Text, what: &str) -> String {
    fill(text, &[what])
}

/// A field of a node: "address of k1".
pub fn of_node(field: Text, node: &str) -> String {
    of_node_text(&tr(field).to_ascii_lowercase(), node)
}

/// A field of a node, by its label.
pub fn of_node_text(field: &str, node: &str) -> String {
    if zh() { format!("{node} 的{field}") } else { format!("{field} of {node}") }
}

/// "and 4 more".
pub fn and_more(n: usize) -> String {
    if zh() { format!("另外 {n} 项") } else { format!("{n} more") }
}

/// "For example k1.example.com"; nothing for nothing.
pub fn example(text: &str) -> String {
    match (text.is_empty(), zh()) {
        (true, _) => String::new(),
        (_, true) => format!("例如 {text}"),
        (_, false) => format!("for example {text}"),
    }
}

/// A name that may be broken after its underscores.
pub fn breakable(name: &str) -> String {
    name.replace('_', "_\u{200b}")
}

/// The label of a fix: "Fix: set the scheduler to 2".
pub fn fix_label(title: &str) -> String {
    if zh() { format!("修复：{title}") } else { format!("Fix: {title}") }
}

/// Two sentences after each other.
pub fn sentences(one: &str, two: &str) -> String {
    if zh() { format!("{one}{two}") } else { format!("{one} {two}") }
}

/// "Reset to 7070".
pub fn reset_to(default: &str) -> String {
    if zh() { format!("恢复默认值 {default}") } else { format!("Reset to {default}") }
}

/// "Own settings of k1: 2".
pub fn counted(what: &str, count: usize) -> String {
    if zh() { format!("{what}：{count}") } else { format!("{what}: {count}") }
}

/// "Default: memory / 4".
pub fn default_is(formula: &str) -> String {
    if zh() { format!("默认：{formula}") } else { format!("Default: {formula}") }
}

/// "60 GiB of 64 GiB; 4 GiB left".
pub fn memory_left(sum: &str, total: &str, rest: Option<&str>) -> String {
    match (rest, zh()) {
        (Some(rest), true) => format!("已分配 {sum}，共 {total}；剩余 {rest}"),
        (Some(rest), false) => format!("{sum} of {total}; {rest} left"),
        (None, true) => format!("{total} 已全部分配"),
        (None, false) => format!("all of {total}; nothing left"),
    }
}

/// "72 GiB of 64 GiB: 8 GiB too much".
pub fn memory_over(sum: &str, total: &str, rest: &str) -> String {
    if zh() {
        format!("需要 {sum}，只有 {total}：超出 {rest}")
    } else {
        format!("{sum} of {total}: {rest} too much")
    }
}

/// "12 GiB; give the memory in the step Nodes".
pub fn memory_unknown(sum: &str) -> String {
    if zh() {
        format!("需要 {sum}；内存大小未知，可在“节点”步骤填写")
    } else {
        format!("needs {sum}; how much memory there is can be said in the step Nodes")
    }
}

/// A list in a sentence.
pub fn list(words: &[String]) -> String {
    words.join(if zh() { "、" } else { ", " })
}

/// A list of names, the first few of them, and how many more.
pub fn names(names: &[String], most: usize) -> String {
    let mut shown: Vec<String> = names.iter().take(most).cloned().collect();
    if names.len() > most {
        shown.push(and_more(names.len() - most));
    }
    list(&shown)
}

/// "Finding 2 of 5: …".
pub fn finding_of(at: usize, count: usize, message: &str) -> String {
    if zh() {
        format!("第 {at} 个问题，共 {count} 个：{message}")
    } else {
        format!("Finding {at} of {count}: {message}")
    }
}

/// "No line of the files has this key".
pub fn no_lines(key: &str) -> String {
    if zh() {
        format!("当前值下，没有文件写入 {key}。")
    } else {
        format!("With this value, no file has a line for {key}.")
    }
}

/// A product was asked for by an address, but the open document was edited.
pub fn keeps_work(product: &str) -> String {
    if zh() {
        format!("当前文档已修改，因此没有打开 {product} 的示例。可在“产品”步骤中打开。")
    } else {
        format!(
            "The open document was edited, so the example of {product} was not opened. \
             The step Product can open it."
        )
    }
}

/// "Opened x. Undo brings back what was open before."
pub fn opened_with_undo(name: &str) -> String {
    if zh() {
        format!("已打开 {name}。撤销可恢复之前的文档。")
    } else {
        format!("Opened {name}. Undo brings back what was open before.")
    }
}

/// Files of an existing cluster became the document.
pub fn imported_with_undo(sum: &str) -> String {
    if zh() {
        format!("{sum}。撤销可恢复之前的文档。")
    } else {
        format!("{sum}. Undo brings back what was open before.")
    }
}

/// What was found on the machines stands in the nodes.
pub fn filled_with_undo(sum: &str) -> String {
    if zh() {
        format!("{sum}。文档中没有写的机器信息已补全；撤销可恢复原样。")
    } else {
        format!("{sum}. What the document did not say of them is filled in; Undo takes it back.")
    }
}

/// A file of more than 8 MB.
pub fn too_big(name: &str) -> String {
    if zh() {
        format!("{name} 超过 8 MB，不是 cluster.toml。当前文档未改动。")
    } else {
        format!(
            "{name} has more than 8 MB: it is not a cluster.toml. The open document is unchanged."
        )
    }
}

/// A file that the browser or the engine could not read.
pub fn unreadable_file(name: &str) -> String {
    if zh() {
        format!("无法读取 {name}。当前文档未改动。")
    } else {
        format!("{name} could not be read. The open document is unchanged.")
    }
}

/// A file in which nothing of a cluster was found.
pub fn nothing_in_file(name: &str) -> String {
    if zh() {
        format!("{name} 中没有集群配置。当前文档未改动。")
    } else {
        format!("{name} has nothing of a cluster in it. The open document is unchanged.")
    }
}

/// What became of a pasted list.
pub fn pasted(count: usize, format: &str, replaced: bool) -> String {
    match (zh(), replaced) {
        (true, true) => format!("读取到 {count} 个节点（{format}），已替换原有节点。"),
        (true, false) => format!("读取到 {count} 个节点（{format}），已添加。"),
        (false, true) => format!("{} read ({format}); they replace the ones before.", nodes(count)),
        (false, false) => format!("{} read ({format}) and added.", nodes(count)),
    }
}

/// Which roles went where: "job: k2, k3".
pub fn went_to(roles: &str, names_of: &[String]) -> String {
    let names = names(names_of, 6);
    if zh() { format!("{roles}：{names}") } else { format!("{roles}: {names}") }
}

/// "line 3".
pub fn line_number(n: u32) -> String {
    if zh() { format!("第 {n} 行") } else { format!("Line {n}") }
}

/// "k[1-3] makes 3 nodes".
pub fn range(text: &str, n: u32) -> String {
    if zh() { format!("{text} → {n} 个节点") } else { format!("{text} → {n} nodes") }
}

/// "12 s", for what takes long.
pub fn busy(seconds: u32) -> String {
    if zh() {
        format!("正在计算，已用 {seconds} 秒")
    } else {
        format!("Working, {seconds} s so far")
    }
}

/// How many findings more there are than are drawn.
pub fn more_findings(count: u32) -> String {
    if zh() {
        format!("另有 {count} 条问题，解决上面的问题后显示")
    } else {
        format!("{count} more findings, which are shown when those above are solved")
    }
}

/// A size in bytes with a unit that reads well.
pub fn size(bytes: u64) -> String {
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let tenths = bytes.saturating_mul(10) / 1024;
    if tenths < 10240 {
        return format!("{}.{} KiB", tenths / 10, tenths % 10);
    }
    let tenths = tenths / 1024;
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

/// A label and what it is: "job: set for …".
pub fn with(text: Text, arg: &str) -> String {
    fill(text, &[arg])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_filled_in_order() {
        set_language(Lang::En);
        assert_eq!(fill(Text::same("{} and {}"), &["a", "b"]), "a and b");
        assert_eq!(fill(Text::same("{} and {}"), &["{}"]), "{} and ");
        assert_eq!(counts(1, 2), "1 error · 2 warnings");
        assert_eq!(size(1536), "1.5 KiB");
        assert_eq!(size(3 << 20), "3.0 MiB");
    }

    #[test]
    fn both_languages_have_the_same_arguments_and_their_own_words() {
        let every = EVERY.iter().chain(compare::EVERY).chain(brought::EVERY).chain(drill::EVERY);
        for (name, text) in every {
            let (en, zh) = (text.get(Lang::En), text.get(Lang::Zh));
            assert!(!en.is_empty() && !zh.is_empty(), "{name}");
            assert_eq!(en.matches("{}").count(), zh.matches("{}").count(), "{name}");
            let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            assert!(zh.chars().any(chinese) || en == zh, "{name}: {zh}");
            assert!(!zh.contains(['!', '！']) && !en.contains('!'), "{name}");
            // A space stands between Chinese and Latin letters or digits.
            let pairs: Vec<char> = zh.chars().collect();
            for pair in pairs.windows(2) {
                let mixed = |a: char, b: char| chinese(a) && b.is_ascii_alphanumeric();
                assert!(!mixed(pair[0], pair[1]) && !mixed(pair[1], pair[0]), "{name}: {zh}");
            }
        }
    }
}
