//! The steps: product, nodes, roles, fields, review.

use model::Text;

texts! {
    // Product step
    PRODUCT: "Product", "产品";
    VERSION: "Version", "版本";
    EVIDENCE: "Evidence", "依据";
    CLUSTER_NAME: "Cluster name", "集群名称";
    CLUSTER_NAME_HELP: "Also the top folder of the archive.", "也是部署包的顶层文件夹名。";
    ENVIRONMENT: "Environment", "环境";
    PRODUCTION: "Production", "生产";
    PRODUCTION_SENTENCE: "People depend on it: some rules are stricter.", "有业务依赖它：部分规则更严格。";
    TEST: "Test", "测试";
    TEST_SENTENCE: "It may break: a single node, small memory and the like are fine.", "允许出故障：单节点、小内存等都可以。";
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
    // Review
    ACCEPTED_WARNINGS: "Accepted warnings", "已接受的警告";
    NO_ACCEPTED: "None. A warning can be accepted with a reason where it is shown.", "没有。可在警告处填写理由后接受。";
    TAKE_BACK: "Take back", "取消接受";
    OVERRIDES: "Overrides", "覆盖项";
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
}
