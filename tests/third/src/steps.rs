//! The wizard's steps, the roles and the server types.

use model::{Environment, Text};
use rules::{Role, ServerType, Step, StepKind};

pub(crate) static STEPS: &[Step] = &[
    step("product", Text::new("Product", "产品"), StepKind::Product),
    step("nodes", Text::new("Nodes", "节点"), StepKind::Nodes),
    step("roles", Text::new("Roles", "角色"), StepKind::Roles),
    step("sizing", Text::new("Sizing", "容量"), StepKind::Form),
    step("review", Text::new("Review", "检查"), StepKind::Review),
];

const fn step(id: &'static str, title: Text, kind: StepKind) -> Step {
    Step { id, title, short: title, sentence: Text::new("A step.", "一个步骤。"), kind }
}

pub(crate) static ROLES: &[Role] = &[
    role("gate", Text::new("Takes requests.", "接收请求。")),
    role("keeper", Text::new("Knows where all is.", "知道数据在哪里。")),
    role("store", Text::new("Keeps the data.", "保存数据。")),
];

const fn role(id: &'static str, sentence: Text) -> Role {
    Role {
        id,
        title: Text::same(id),
        sentence,
        words: &[],
        group: "",
        shown: |_| true,
        need: |_| (1, Text::new("at least 1", "至少 1 个")),
    }
}

pub(crate) static SERVER_TYPES: &[ServerType] = &[
    ServerType {
        id: "entry",
        title: Text::new("Entry", "入口"),
        sentence: Text::new("A gate that knows the way.", "熟悉路径的入口。"),
        words: &["way in", "接入"],
        roles: &["gate", "keeper"],
        shown: |_| true,
    },
    ServerType {
        id: "store",
        title: Text::new("Storage", "存储"),
        sentence: Text::new("Disks.", "磁盘。"),
        words: &["disks"],
        roles: &["store"],
        shown: |_| true,
    },
    ServerType {
        id: "archive",
        title: Text::new("Archive", "归档"),
        sentence: Text::new("Disks that know where all is.", "知道数据在哪里的磁盘。"),
        words: &[],
        roles: &["keeper", "store"],
        shown: |cx| cx.spec.environment == Environment::Production,
    },
];
