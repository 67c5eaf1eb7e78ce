//! The wizard's steps and the roles.

use model::Text;
use rules::{Role, Step, StepKind};

pub(crate) static STEPS: &[Step] = &[
    step("product", Text::new("Product", "产品"), StepKind::Product),
    step("nodes", Text::new("Nodes", "节点"), StepKind::Nodes),
    step("roles", Text::new("Roles", "角色"), StepKind::Roles),
    step("sizing", Text::new("Sizing", "容量"), StepKind::Form),
    step("review", Text::new("Review", "检查"), StepKind::Review),
];

const fn step(id: &'static str, title: Text, kind: StepKind) -> Step {
    Step { id, title, sentence: Text::new("A step.", "一个步骤。"), kind }
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
