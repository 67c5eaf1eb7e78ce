//! Which node has which roles.

use crate::{Context, Example, Rule, ServerType, Sink, Source};
use model::value::shown;
use model::{Edit, Place, RowId, Severity, Text, msg};

/// A role that the product does not have.
pub(super) static UNKNOWN_ROLE: Rule = Rule {
    id: "GEN010",
    name: "unknown-role",
    severity: Severity::Error,
    title: Text::new("Every role is one of the product's roles.", "每个角色都是该产品已有的角色。"),
    why: Text::new(
        "A role decides which processes run on a node and which files it gets. One that is not known gives it nothing, and the cluster lacks what was meant. Choose one of the roles in the grid.",
        "角色决定节点上运行哪些进程、得到哪些文件。未知的角色不会产生任何作用，集群会缺少本应有的部分。请在角色表中选择。",
    ),
    sources: &[Source::own("Muster: the product's table of roles")],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes[0].roles", "captain")]),
    clean: Example::Edits("", &[]),
    check: unknown_roles,
};

fn unknown_roles(cx: &Context, sink: &mut Sink) {
    for node in &cx.spec.nodes {
        for role in node.roles.iter().filter(|r| cx.product.role(r).is_none()) {
            if let Some(kind) = cx.product.server_type(role) {
                server_type_as_role(cx, sink, node.row, role, kind);
                continue;
            }
            let known: Vec<&str> = cx.product.roles.iter().map(|r| r.id).collect();
            let near = nearest(role, &known);
            let found = sink.report(
                Place::NodeRoles(node.row),
                msg!(en: "{n} has the role \"{r}\", which does not exist. Choose from {known}.",
                     zh: "{n} 的角色“{r}”不存在，可选：{known}。",
                     n = cx.name(node.row), r = shown(role), known = known.join(", ")),
            );
            if let Some(near) = near {
                found.fix(
                    msg!(en: "Make it {r}", zh: "改为 {r}", r = near),
                    vec![
                        Edit::SetRole(node.row, role.clone(), false),
                        Edit::SetRole(node.row, near.to_owned(), true),
                    ],
                );
            } else {
                found.fix(
                    msg!(en: "Remove the role \"{r}\"", zh: "删除角色“{r}”", r = shown(role)),
                    vec![Edit::SetRole(node.row, role.clone(), false)],
                );
            }
        }
    }
}

/// A document knows roles alone: a server type's name stands for its roles.
fn server_type_as_role(
    cx: &Context,
    sink: &mut Sink,
    node: RowId,
    written: &str,
    kind: &ServerType,
) {
    let roles = kind.roles.join(", ");
    let given = kind.roles.iter().map(|role| Edit::SetRole(node, (*role).to_owned(), true));
    sink.report(
        Place::NodeRoles(node),
        msg!(en: "{n} has the role \"{r}\", which is a server type. Its roles are {roles}.",
             zh: "{n} 的角色“{r}”是服务器类型，它包含的角色是 {roles}。",
             n = cx.name(node), r = shown(written), roles = roles.clone()),
    )
    .fix(
        msg!(en: "Make it {roles}", zh: "改为 {roles}", roles = roles),
        [Edit::SetRole(node, written.to_owned(), false)].into_iter().chain(given).collect(),
    );
}

/// The id most like a text, if one is close.
pub(super) fn nearest<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    let text: String = text.to_ascii_lowercase().chars().take(100).collect();
    known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(k, &text), *k))
        .min()
        .filter(|(distance, k)| *distance <= 1.max(k.len() / 3))
        .map(|(_, k)| k)
}

/// Two roles that cannot be on one node.
pub(super) static EXCLUSIVE_ROLES: Rule = Rule {
    id: "GEN011",
    name: "exclusive-roles",
    severity: Severity::Error,
    title: Text::new(
        "A node has at most one role of a group that excludes each other.",
        "同一组互斥的角色中，一个节点最多有一个。",
    ),
    why: Text::new(
        "Such roles are modes of one and the same process: it runs in one of them. Keep the one that is meant.",
        "这些角色是同一个进程的不同模式，进程只能以其中一种运行。请只保留需要的那一个。",
    ),
    sources: &[Source::own("Muster: the product's table of roles")],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes[0].roles", "all,query")]),
    clean: Example::Edits("", &[("nodes[0].roles", "all")]),
    check: |cx, sink| {
        for node in cx.spec.nodes.iter().filter(|n| n.roles.len() > 1) {
            let mut groups: Vec<&str> = Vec::new();
            for role in cx.product.roles.iter().filter(|r| !r.group.is_empty()) {
                if groups.contains(&role.group) || !node.roles.contains(role.id) {
                    continue;
                }
                groups.push(role.group);
                let rest: Vec<&str> = cx
                    .product
                    .roles
                    .iter()
                    .filter(|r| {
                        r.group == role.group && r.id != role.id && node.roles.contains(r.id)
                    })
                    .map(|r| r.id)
                    .collect();
                if rest.is_empty() {
                    continue;
                }
                let drop =
                    rest.iter().map(|r| Edit::SetRole(node.row, (*r).to_owned(), false)).collect();
                sink.report(
                    Place::NodeRoles(node.row),
                    msg!(en: "{n} has the roles {a} and {rest}, which exclude each other. Keep one.",
                         zh: "{n} 同时有角色 {a} 和 {rest}，它们互斥，只能保留一个。",
                         n = cx.name(node.row), a = role.id, rest = rest.join(", ")),
                )
                .fix(msg!(en: "Keep {a} only", zh: "只保留 {a}", a = role.id), drop);
            }
        }
    },
};

/// A node that does nothing.
pub(super) static NO_ROLE: Rule = Rule {
    id: "GEN017",
    name: "node-without-role",
    severity: Severity::Warning,
    title: Text::new("Every node has a role.", "每个节点都有角色。"),
    why: Text::new(
        "A node without a role runs nothing and gets no files. Give it a role, or take it out of the list.",
        "没有角色的节点不运行任何程序，也不会得到任何文件。请为它选择角色，或将其从列表中删除。",
    ),
    sources: &[Source::own("Muster: roles decide what a node gets")],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes[+]", "spare.example.com ")]),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        for node in cx.spec.nodes.iter().filter(|n| n.roles.is_empty()) {
            sink.report(
                Place::NodeRoles(node.row),
                msg!(en: "{n} has no role, so nothing will run on it. Choose a role or remove the node.",
                     zh: "{n} 没有角色，不会运行任何程序。请选择角色或删除该节点。", n = cx.name(node.row)),
            )
            .fix(
                msg!(en: "Remove {n}", zh: "删除 {n}", n = cx.name(node.row)),
                vec![Edit::RemoveNode(node.row)],
            );
        }
    },
};

/// A role whose column is not there.
pub(super) static ROLE_WITHOUT_EFFECT: Rule = Rule {
    id: "GEN033",
    name: "role-without-effect",
    severity: Severity::Warning,
    title: Text::new(
        "No node has a role that the other choices make meaningless.",
        "节点不应有因其他选择而失去意义的角色。",
    ),
    why: Text::new(
        "Some roles exist only with a certain choice, for example one that makes a load balancer or an ensemble on the nodes. Without that choice the role writes no file and starts nothing, although the list says so. Remove the role, or change the choice.",
        "有些角色只在选择了特定选项时才存在，例如在节点上安装负载均衡或 ZooKeeper 集群。没有选择该选项时，角色不会写任何文件，也不会启动任何程序。请删除该角色，或更改选项。",
    ),
    sources: &[Source::own("Muster: the product's table of roles")],
    symptoms: &[],
    fires: Example::Edits(
        "",
        &[("settings.lb.kind", "none"), ("nodes[0].roles", "all,load_balancer")],
    ),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        for role in cx.product.roles.iter().filter(|r| !(r.shown)(cx)) {
            for node in cx.spec.with_role(role.id) {
                sink.report(
                    Place::NodeRoles(node.row),
                    msg!(en: "The role {r} of {n} has no effect with the present choices. Remove it, or change the choice that it belongs to.",
                         zh: "按当前的选择，{n} 的角色 {r} 不起作用。请删除该角色，或更改相应的选项。",
                         r = role.id, n = cx.name(node.row)),
                )
                .fix(
                    msg!(en: "Remove the role {r} from {n}", zh: "从 {n} 删除角色 {r}",
                         r = role.id, n = cx.name(node.row)),
                    vec![Edit::SetRole(node.row, role.id.to_owned(), false)],
                );
            }
        }
    },
};
