//! Fields whose text cannot be used.

use super::full_width::write_plain;
use super::role_choice::nearest;
use crate::{Context, Example, Field, Kind, Rule, Scope, Sink, Source};
use model::value::{forbidden_character, half_width, shown};
use model::{Edit, Message, Node, Place, Severity, Text, msg};

/// A text that its field cannot be read from.
pub(super) static UNREADABLE_VALUE: Rule = Rule {
    id: "GEN007",
    name: "unreadable-value",
    severity: Severity::Error,
    title: Text::new(
        "Every field's text is of the field's kind, and its number in its range.",
        "每个字段的内容都符合该字段的类型，数值在其范围之内。",
    ),
    why: Text::new(
        "A value that cannot be read cannot be written into a file with the right meaning: its line would be missing, and the product would silently take its own default. A size or a time beyond its range is refused by a program that reads it, or means something else, such as a timeout of 0 that is none. The message says which form or range is expected.",
        "无法读取的值不能正确写入文件：相应的行会缺失，产品会静默使用自己的默认值。超出范围的大小或时间会被读取它的程序拒绝，或含义不同，例如 0 表示不超时。提示信息说明了应有的格式或范围。",
    ),
    sources: &[
        Source::own("Muster: the field's kind and its reader"),
        Source::lab("balancer-ends-of-times", "load balancers: times of 0 and of months"),
        Source::lab("java-option-words", "Java 17: the smallest and the largest heap"),
        Source::lab("redis-no-room", "Redis: a limit in which nothing has room"),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("settings.ssh.port", "70000")]),
    clean: Example::Edits("", &[("settings.ssh.port", "2222")]),
    check: |cx, sink| {
        each(cx, |field, node, place, text| {
            if text.is_empty() || forbidden_character(text).is_some() {
                return;
            }
            let Err(why) = field.check(text) else { return };
            // What no field says and no line of a file needs: a default that follows from an override.
            if !cx.spec.settings.contains_key(field.key) && !decides(cx, field, node) {
                return;
            }
            let found = sink.report(
                place.clone(),
                msg!(en: "{label}: {why}.", zh: "{label}：{why}。", label = label(cx, field, node), why = why),
            );
            let plain = half_width(text).or_else(|| counted(field, text));
            if let Some(plain) = plain.filter(|plain| field.check(plain).is_ok()) {
                let (title, edits) = write_plain(place, plain);
                found.fix(title, edits);
            }
        });
    },
};

/// What a number of cores is often given with.
const COUNTED: &[&str] =
    &["vcpu", "vcpus", "cpu", "cpus", "core", "cores", "thread", "threads", "c", "核", "个"];

/// A number without the name of what is counted: `16` of `16 vCPU`.
fn counted(field: &Field, text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
    let (number, word) = text.split_at(end);
    let word = word.trim().to_lowercase();
    let count = matches!(field.kind, Kind::Count(..)) && COUNTED.contains(&word.as_str());
    count.then(|| number.to_owned())
}

/// A field that needs a value and has none.
pub(super) static MISSING_VALUE: Rule = Rule {
    id: "GEN008",
    name: "missing-value",
    severity: Severity::Error,
    title: Text::new("A field that the choices need has a value.", "所选方案需要的字段必须有值。"),
    why: Text::new(
        "With the present choices this value has no sensible default: only you know it. Without it a file would be incomplete and the product would not start, or would go somewhere else. Fill it in, or change the choice that needs it.",
        "按当前的选择，该值没有合理的默认值，只有你知道。缺少它，文件就不完整，产品无法启动，或连接到错误的位置。请填写，或更改需要它的选项。",
    ),
    sources: &[Source::own("Muster: the product's table of fields")],
    symptoms: &[],
    fires: Example::Edits("", &[("settings.lb.kind", "external"), ("settings.lb.name", "")]),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        each(cx, |field, node, place, text| {
            if field.required && text.is_empty() && decides(cx, field, node) {
                sink.report(
                    place,
                    msg!(en: "{group}: fill in {label}.", zh: "{group}：请填写“{label}”。",
                         group = field.group, label = label(cx, field, node)),
                );
            }
        });
    },
};

/// Whether a field decides anything on a node, or on one of those that it is for. A node on which it
/// writes no line, such as a load balancer, says nothing of it where others have its lines.
fn decides(cx: &Context, field: &'static Field, node: Option<&Node>) -> bool {
    if let Some(node) = node {
        return cx.decides(node, field.key).unwrap_or(true);
    }
    let mut nodes = cx.one_of_each_class(field).filter_map(|node| cx.decides(node, field.key));
    nodes.next().is_none_or(|first| first || nodes.any(|decides| decides))
}

/// Calls a function for every shown field: its value for the cluster, or what each class of nodes
/// gets where those differ, then the values that nodes have of their own.
fn each(cx: &Context, mut f: impl FnMut(&'static Field, Option<&Node>, Place, &str)) {
    for field in cx.product.all_fields() {
        if !(field.shown)(cx) {
            continue;
        }
        let set = cx.spec.settings.contains_key(field.key);
        if !set && field.scope == Scope::Both && field.default.is_computed() {
            of_classes(cx, field, &mut f);
            continue;
        }
        if field.scope != Scope::Node || set {
            f(field, None, Place::Setting(field.key.to_owned()), &cx.text(field.key));
        }
    }
    for node in &cx.spec.nodes {
        for (key, text) in &node.settings {
            let Some(field) = cx.product.field(key) else { continue };
            if field.scope != Scope::Cluster && (field.shown)(cx) {
                let place = Place::NodeSetting(node.row, key.clone());
                f(field, Some(node), place, text.trim());
            }
        }
    }
}

/// A field whose value follows from the node: where all that have it get the same, it is the
/// cluster's.
fn of_classes(
    cx: &Context,
    field: &'static Field,
    f: &mut impl FnMut(&'static Field, Option<&Node>, Place, &str),
) {
    let own = |node: &&Node| !node.settings.contains_key(field.key);
    let nodes: Vec<(&Node, String)> = cx
        .one_of_each_class(field)
        .filter(own)
        .map(|node| (node, cx.node_text(node, field.key)))
        .collect();
    let Some((_, first)) = nodes.first() else { return };
    if nodes.iter().all(|(_, text)| text == first) {
        return f(field, None, Place::Setting(field.key.to_owned()), first);
    }
    for (node, text) in &nodes {
        f(field, Some(node), Place::NodeSetting(node.row, field.key.to_owned()), text);
    }
}

fn label(cx: &Context, field: &Field, node: Option<&Node>) -> Message {
    match node {
        Some(node) => cx.label(&Place::NodeSetting(node.row, field.key.to_owned())),
        None => Message::from(field.label),
    }
}

/// A key of no field.
pub(super) static UNKNOWN_SETTING: Rule = Rule {
    id: "GEN009",
    name: "unknown-setting",
    severity: Severity::Warning,
    title: Text::new(
        "Every setting is one of the product's fields.",
        "每个设置项都是该产品的字段。",
    ),
    why: Text::new(
        "A setting with a name that no field has is kept in the document and does nothing; usually it is a typo, so the field that was meant still has its default. A property of the product itself belongs under overrides.",
        "名称不属于任何字段的设置项会保留在文档中，但不起作用；通常是拼写错误，原本要设置的字段仍是默认值。产品自身的配置项应放在覆盖项中。",
    ),
    sources: &[Source::own("Muster: the product's table of fields")],
    symptoms: &[],
    fires: Example::Edits("", &[("settings.ssh.prot", "22")]),
    clean: Example::Edits("", &[("settings.ssh.port", "22")]),
    check: unknown_settings,
};

fn unknown_settings(cx: &Context, sink: &mut Sink) {
    let known: Vec<&str> = cx.product.all_fields().map(|f| f.key).collect();
    let cluster = cx.spec.settings.iter().map(|(k, v)| (Place::Setting(k.clone()), k, v, None));
    let nodes = cx.spec.nodes.iter().flat_map(|n| {
        n.settings.iter().map(move |(k, v)| (Place::NodeSetting(n.row, k.clone()), k, v, Some(n)))
    });
    let mut guesses = 0;
    for (place, key, text, node) in cluster.chain(nodes) {
        if known.contains(&key.as_str()) {
            continue;
        }
        guesses += 1;
        let near = if guesses <= 200 { nearest(key, &known) } else { None };
        let Some(near) = near else {
            sink.report(
                place.clone(),
                msg!(en: "There is no setting \"{k}\"; it has no effect. Remove it; a property of the product belongs under overrides.",
                     zh: "没有设置项“{k}”，它不起作用。请删除；产品自身的配置项应放在覆盖项中。", k = shown(key)),
            )
            .fix(
                msg!(en: "Remove {k}", zh: "删除 {k}", k = shown(key)),
                vec![Edit::Clear(place)],
            );
            continue;
        };
        let target = match node {
            Some(node) => Place::NodeSetting(node.row, near.to_owned()),
            None => Place::Setting(near.to_owned()),
        };
        sink.report(
            place.clone(),
            msg!(en: "There is no setting \"{k}\"; it has no effect. Did you mean {near}?",
                 zh: "没有设置项“{k}”，它不起作用。是否指 {near}？", k = shown(key), near = near),
        )
        .fix(
            msg!(en: "Rename it to {near}", zh: "改名为 {near}", near = near),
            vec![Edit::Set(target, text.clone()), Edit::Clear(place)],
        );
    }
}

/// An option that the other choices rule out.
pub(super) static BLOCKED_CHOICE: Rule = Rule {
    id: "GEN012",
    name: "blocked-choice",
    severity: Severity::Error,
    title: Text::new(
        "No option is chosen that the other choices rule out.",
        "不能选择被其他选项排除的选项。",
    ),
    why: Text::new(
        "The option cannot work together with what else is chosen, or Muster cannot make it; the message says why. Choose another option, or change what rules it out.",
        "该选项无法与其他选择同时生效，或 Muster 无法生成；提示信息说明了原因。请选择其他选项，或更改与之冲突的选择。",
    ),
    sources: &[Source::own("Muster: the product's table of fields; each option names its reason")],
    symptoms: &[],
    fires: Example::Edits("", &[("settings.security.profile", "saml")]),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        each(cx, |field, node, place, text| {
            let Kind::Choice(options) = &field.kind else { return };
            let option = options.iter().find(|o| o.id == text);
            if let Some(why) = option.and_then(|o| (o.blocked)(cx)) {
                sink.report(
                place,
                msg!(en: "{label}: {o} cannot be chosen here. {why}", zh: "{label}：此处不能选择 {o}。{why}",
                     label = label(cx, field, node), o = shown(text), why = why),
            );
            }
        });
    },
};

/// A value of the cluster on a node.
pub(super) static NOT_PER_NODE: Rule = Rule {
    id: "GEN032",
    name: "setting-not-per-node",
    severity: Severity::Warning,
    title: Text::new(
        "A node sets only what nodes can have of their own.",
        "节点只能设置允许各节点不同的字段。",
    ),
    why: Text::new(
        "This field holds for the whole cluster; a value on one node is kept in the document and has no effect. Set it for the cluster, or remove it.",
        "该字段对整个集群有效；写在单个节点上的值会保留在文档中，但不起作用。请在集群级设置，或将其删除。",
    ),
    sources: &[Source::own("Muster: the product's table of fields")],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes[0].settings.lb.kind", "none")]),
    clean: Example::Edits("", &[("nodes[0].settings.ssh.port", "2222")]),
    check: |cx, sink| {
        for node in &cx.spec.nodes {
            for key in node.settings.keys() {
                let Some(field) = cx.product.field(key) else { continue };
                if field.scope != Scope::Cluster {
                    continue;
                }
                let place = Place::NodeSetting(node.row, key.clone());
                sink.report(
                    place.clone(),
                    msg!(en: "{label} holds for the whole cluster; the value of {n} has no effect.",
                         zh: "{label}对整个集群有效，{n} 上的值不起作用。",
                         label = field.label, n = cx.name(node.row)),
                )
                .fix(
                    msg!(en: "Remove it from {n}", zh: "从 {n} 删除", n = cx.name(node.row)),
                    vec![Edit::Clear(place)],
                );
            }
        }
    },
};
