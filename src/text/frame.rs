//! What stands around the steps: the bar, notices, words that many places share, opening, keys.

use model::Text;

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
    EXAMPLE_NOTICE: "An example. Paste your nodes, or open a configuration.", "这是示例。请粘贴自己的节点，或打开已有的配置。";
    DISMISS: "Dismiss", "关闭提示";
    READ_ONLY: "This document was written by a newer version of Muster. It can be looked at, not changed.", "此文档由更新版本的 Muster 写成，只能查看，不能修改。";
    NOT_KEPT: "The browser does not keep your work. Export it, or save cluster.toml, before you leave.", "浏览器不保存当前工作。离开之前请导出，或另存 cluster.toml。";
    AUTOSAVE_UNREADABLE: "Your saved work could not be read. It is kept in this browser and can be downloaded; the page goes on with the example.", "无法读取之前保存的工作。原文仍保存在此浏览器中，可以下载；页面先显示示例。";
    AUTOSAVE_NOT_READ: "Your saved work was not read. It is still in this browser; reload the page to try again.", "尚未读取之前保存的工作。内容仍在此浏览器中，重新加载页面可再试一次。";
    OPENING: "Opening your saved work", "正在打开之前保存的工作";
    DOWNLOAD_UNREADABLE: "Download it", "下载原文";
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
    ABOUT_OPTION: "When to take it", "何时选用";
    HOW_DEFAULT: "How the default comes about", "默认值的算法";
    BY_CLASS: "What each node gets", "各节点的取值";
    MEMORY: "What takes the nodes' memory", "节点内存的分配";
    DISKS: "What may lie on the nodes' disks", "节点磁盘的占用上限";
    LOADING: "Loading", "正在加载";
    // Open
    OPENED_TITLE: "Not everything could be read", "未能完整读取";
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
