//! The palette.

use model::Text;

texts! {
    PALETTE: "Go to…", "前往…";
    PALETTE_TITLE: "Go to", "前往";
    PALETTE_LABEL: "A step, node, field, key, file, rule or action", "步骤、节点、字段、配置项、文件、规则或操作";
    PALETTE_HELP: "↑ ↓ to choose, Enter to go", "↑ ↓ 选择，Enter 前往；可输入拼音首字母";
    PALETTE_NONE: "Nothing is called that.", "没有找到匹配的内容。";
    PALETTE_ACTION: "action", "操作";
    PALETTE_STEP: "step", "步骤";
    PALETTE_FIELD: "field", "字段";
    PALETTE_NODE: "node", "节点";
    PALETTE_FILE: "file", "文件";
    PALETTE_RULE: "rule", "规则";
    THEME_SWITCH: "Light or dark", "浅色或深色";
    K_PALETTE: "Go to a step, a node, a field, a file or a rule; do something", "前往步骤、节点、字段、文件或规则，或执行操作";
}
