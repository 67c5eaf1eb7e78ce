//! How overrides of the cluster, of roles and of nodes lie over one another.

use super::role_choice::nearest;
use crate::{Class, ConfigFile, Context, Example, Rule, Sink, Source};
use model::value::shown;
use model::{Edit, Layer, Place, Property, RowId, Severity, Text, msg};
use std::collections::BTreeMap;

const LAYERS: Source = Source::own(
    "Muster: defaults, fields, overrides of the cluster, of the roles by name, of the node; the later wins",
);

/// Two roles of a node that set one key differently.
pub(super) static ROLES_DISAGREE: Rule = Rule {
    id: "GEN028",
    name: "roles-disagree",
    severity: Severity::Warning,
    title: Text::new(
        "The roles of a node do not set one key to two values.",
        "同一节点的多个角色不能为同一配置项设置不同的值。",
    ),
    why: Text::new(
        "A node with both roles has one file, and only one value can stand in it. The role whose name comes later in the alphabet wins, which nobody means. Set the key on the node itself, or take it out of one of the roles.",
        "同时具有这些角色的节点只有一个文件，其中只能有一个值。按字母顺序靠后的角色会生效，这通常不是本意。请在该节点上单独设置，或从其中一个角色中删除。",
    ),
    sources: &[LAYERS],
    symptoms: &[],
    fires: Example::Edits(
        "",
        &[
            ("nodes[0].roles", "all,load_balancer"),
            ("overrides.role.all.<int>", "5"),
            ("overrides.role.load_balancer.<int>", "6"),
        ],
    ),
    clean: Example::Edits(
        "",
        &[
            ("nodes[0].roles", "all,load_balancer"),
            ("overrides.role.all.<int>", "5"),
            ("overrides.role.load_balancer.<int>", "6"),
            ("nodes[0].overrides.<int>", "6"),
        ],
    ),
    check: roles_disagree,
};

fn roles_disagree(cx: &Context, sink: &mut Sink) {
    if cx.spec.overrides.roles.len() < 2 {
        return;
    }
    for config in cx.configs() {
        let Some(node) = cx.node(config.node()) else { continue };
        let mut first: BTreeMap<&Property, (&str, &str)> = BTreeMap::new();
        for role in &node.roles {
            for (key, value) in cx.spec.overrides.roles.get(role).into_iter().flatten() {
                let (by, old) = *first.entry(key).or_insert((role, value));
                if old == value || node.overrides.contains_key(key) {
                    continue;
                }
                let place = |role: &str| Place::Override(Layer::Role(role.to_owned()), key.clone());
                sink.report(
                    place(role),
                    msg!(en: "On {nodes} the roles {a} and {b} set {k} to \"{va}\" and \"{vb}\"; the second one counts. Set it on the node, or in one of the roles only.",
                         zh: "在 {nodes} 上，角色 {a} 和 {b} 分别将 {k} 设为“{va}”和“{vb}”，生效的是后者。请在节点上设置，或只保留其中一个角色的设置。",
                         nodes = cx.names(&config.nodes), a = by, b = role, k = key.to_string(),
                         va = shown(old), vb = shown(value)),
                )
                .related([place(by)]);
            }
        }
    }
}

/// An override of a key that a field writes.
pub(super) static REPEATS_A_FIELD: Rule = Rule {
    id: "GEN029",
    name: "override-of-a-field",
    severity: Severity::Info,
    title: Text::new(
        "What a field can say is said in the field.",
        "字段能够表达的内容应在字段中设置。",
    ),
    why: Text::new(
        "This key is written by a field. The override wins over it, so the form shows one thing and the file says another, and what follows from the field elsewhere (firewall sheet, scripts, other files) does not know of the override. Set the field, and remove the override.",
        "该配置项由某个字段写入。覆盖项优先，因此界面显示的与文件内容不一致，由该字段推导出的其他内容（防火墙清单、脚本、其他文件）也不知道覆盖项的存在。请设置字段并删除覆盖项。",
    ),
    sources: &[LAYERS],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<field>", "7")]),
    clean: Example::Edits("", &[("overrides.cluster.<int>", "7")]),
    check: |cx, sink| {
        let mut plain: BTreeMap<RowId, Vec<ConfigFile>> = BTreeMap::new();
        for (place, key, value) in cx.overrides() {
            let field = cx.writers(key).into_iter().find(|f| (f.shown)(cx));
            let Some(field) = field else { continue };
            let found = sink
                .report(
                    place.clone(),
                    msg!(en: "{k} is written by the field \"{label}\". Set it there, and remove the override.",
                         zh: "{k} 由字段“{label}”写入。请在该字段中设置，并删除覆盖项。", k = key, label = field.label),
                )
                .related([Place::Setting(field.key.to_owned())]);
            let row = match &place {
                Place::Override(Layer::Node(row), _) => Some(*row),
                Place::Override(Layer::Role(role), _) => {
                    cx.spec.with_role(role).next().map(|n| n.row)
                }
                _ => cx
                    .configs()
                    .iter()
                    .find(|c| c.entries().next().is_some())
                    .map(crate::NodeConfig::node),
            };
            let Some(node) = row.and_then(|row| cx.node(row)) else { continue };
            let files = plain
                .entry(node.row)
                .or_insert_with(|| (cx.product.configure)(cx, &Class::of(node)));
            let same =
                files.iter().any(|f| f.get(key).is_some_and(|e| e.text().trim() == value.trim()));
            if same {
                found.fix(
                    msg!(en: "Remove the override: the field says the same", zh: "删除覆盖项：字段已是相同的值"),
                    vec![Edit::Clear(place)],
                );
            }
        }
    },
};

/// Overrides for a role that does not exist.
pub(super) static UNKNOWN_ROLE_LAYER: Rule = Rule {
    id: "GEN034",
    name: "overrides-for-unknown-role",
    severity: Severity::Warning,
    title: Text::new(
        "Overrides for a role are for one of the product's roles.",
        "角色级覆盖项必须针对该产品已有的角色。",
    ),
    why: Text::new(
        "Overrides for a role that does not exist reach no node. Correct the name of the role.",
        "针对不存在的角色的覆盖项不会作用于任何节点。请更正角色名称。",
    ),
    sources: &[LAYERS],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.role.captain.<int>", "5")]),
    clean: Example::Edits("", &[("overrides.cluster.<int>", "5")]),
    check: |cx, sink| {
        let known: Vec<&str> = cx.product.roles.iter().map(|r| r.id).collect();
        for (role, values) in &cx.spec.overrides.roles {
            if known.contains(&role.as_str()) {
                continue;
            }
            let near = nearest(role, &known);
            for (key, value) in values {
                let place = Place::Override(Layer::Role(role.clone()), key.clone());
                let found = sink.report(
                    place.clone(),
                    msg!(en: "{k} is set for the role \"{r}\", which does not exist; choose from {known}.",
                         zh: "{k} 是为不存在的角色“{r}”设置的，可选角色：{known}。",
                         k = key.to_string(), r = shown(role), known = known.join(", ")),
                );
                if let Some(near) = near {
                    let target = Place::Override(Layer::Role(near.to_owned()), key.clone());
                    found.fix(
                        msg!(en: "Set it for {r}", zh: "改为角色 {r}", r = near),
                        vec![Edit::Set(target, value.clone()), Edit::Clear(place)],
                    );
                }
            }
        }
    },
};

/// A value that must be the same everywhere and is not.
pub(super) static NODES_DIFFER: Rule = Rule {
    id: "GEN037",
    name: "nodes-differ",
    severity: Severity::Info,
    title: Text::new(
        "What several nodes read is the same on all of them.",
        "多个节点都会读取的配置项应当一致。",
    ),
    why: Text::new(
        "The product's code reads this key on several nodes. With two values a request may be answered differently from node to node. Set it for the cluster, unless you know that only some of the nodes use it.",
        "产品代码会在多个节点上读取该配置项。取值不一致时，同一请求在不同节点上可能得到不同的结果。除非确知只有部分节点使用它，否则请在集群级设置。",
    ),
    sources: &[Source::own(
        "The product's catalogue of keys: scope by the places in the code that read it",
    )],
    symptoms: &[],
    fires: Example::Edits(
        "",
        &[("nodes[0].overrides.<same>", "true"), ("nodes[1].overrides.<same>", "false")],
    ),
    clean: Example::Edits("", &[("overrides.cluster.<same>", "true")]),
    check: |cx, sink| {
        let mut keys: Vec<&str> = cx
            .overrides()
            .filter(|(place, ..)| !matches!(place, Place::Override(Layer::Cluster, _)))
            .map(|(_, key, _)| key)
            .filter(|key| cx.catalogue().find(key).is_some_and(|k| k.scope == "same" && !k.dead))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let found = cx.values_of(key);
            let Some(usual) = found.iter().max_by_key(|f| f.nodes.len()) else { continue };
            for other in found.iter().filter(|f| f.value != usual.value) {
                let odd = if other.overridden() { other } else { usual };
                let rest = if other.overridden() { usual } else { other };
                sink.report(
                    odd.place.clone(),
                    msg!(en: "{k} should be the same on all nodes, but it is \"{a}\" on {na} and \"{b}\" on {nb}.",
                         zh: "{k} 在各节点上应当一致，但 {na} 上是“{a}”，{nb} 上是“{b}”。",
                         k = key, a = shown(&odd.value), na = cx.names(&odd.nodes),
                         b = shown(&rest.value), nb = cx.names(&rest.nodes)),
                )
                .related([rest.place.clone()]);
            }
        }
    },
};
