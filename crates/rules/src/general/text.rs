//! Characters that no value may hold.

use crate::{Context, Example, Rule, Sink, Source};
use model::value::{forbidden_character, shown};
use model::{Edit, Place, Severity, Text, msg};

/// Control characters and the like, anywhere.
pub(super) static FORBIDDEN_CHARACTER: Rule = Rule {
    id: "GEN001",
    name: "forbidden-character",
    severity: Severity::Error,
    title: Text::new(
        "No value holds control characters, line breaks, direction marks or a byte-order mark.",
        "任何值都不能含有控制字符、换行符、文字方向标记或字节顺序标记。",
    ),
    why: Text::new(
        "A line break ends a line of a configuration file early, so that the rest of the value is read as a setting or a command of its own. Direction marks make a value look different from what it is. Such characters usually come along when text is copied. Remove them.",
        "换行符会让配置文件中的一行提前结束，值的剩余部分会被当作另一条配置或命令。方向标记会让显示的内容与实际内容不一致。这类字符通常是复制文本时带进来的，请将其删除。",
    ),
    sources: &[
        Source::new(
            "java.util.Properties: a line break ends the value",
            "https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader-",
        ),
        Source::new(
            "Unicode TR 36: bidirectional text spoofing",
            "https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes[0].address", "10.0.0.1\nrm -rf /")]),
    clean: Example::Edits("", &[("nodes[0].address", "10.0.0.1")]),
    check: forbidden_characters,
};

fn forbidden_characters(cx: &Context, sink: &mut Sink) {
    forbidden_keys(cx, sink);
    for (place, text) in texts(cx) {
        let Some(c) = forbidden_character(&text) else { continue };
        let clean: String = text
            .chars()
            .filter(|c| forbidden_character(c.encode_utf8(&mut [0; 4])).is_none())
            .collect();
        sink.report(
            place.clone(),
            msg!(
                en: "\"{t}\" holds the character {c}, which no value may hold. Remove it.",
                zh: "“{t}”含有不允许的字符 {c}，请将其删除。",
                t = shown(&text), c = format!("U+{:04X}", u32::from(c))),
        )
        .fix(msg!(en: "Remove such characters", zh: "删除这类字符"), vec![Edit::Set(place, clean)]);
    }
}

/// Keys are names: one with such a character is nobody's, and there is nothing to mend in it.
fn forbidden_keys(cx: &Context, sink: &mut Sink) {
    let settings = cx.spec.settings.keys().map(|k| Place::Setting(k.clone()));
    let of_nodes = cx
        .spec
        .nodes
        .iter()
        .flat_map(|n| n.settings.keys().map(|k| Place::NodeSetting(n.row, k.clone())));
    let overrides = cx.all_overrides().map(|(place, ..)| place);
    for place in settings.chain(of_nodes).chain(overrides) {
        let key = match &place {
            Place::Setting(key) | Place::NodeSetting(_, key) => key.clone(),
            Place::Override(_, property) => property.to_string(),
            _ => continue,
        };
        let Some(c) = forbidden_character(&key) else { continue };
        sink.report(
            place.clone(),
            msg!(
                en: "The key \"{t}\" holds the character {c}, which no key may hold. Remove it.",
                zh: "配置项名称“{t}”含有不允许的字符 {c}，请将其删除。",
                t = shown(&key), c = format!("U+{:04X}", u32::from(c))),
        )
        .fix(msg!(en: "Remove the entry", zh: "删除该项"), vec![Edit::Clear(place.clone())]);
    }
}

/// Every text that a person can type, with its place.
fn texts(cx: &Context) -> Vec<(Place, String)> {
    let spec = cx.spec;
    let mut texts = vec![
        (Place::Name, spec.name.clone()),
        (Place::Product, spec.product.clone()),
        (Place::Version, spec.version.clone()),
    ];
    let setting = |k: &String| Place::Setting(k.clone());
    texts.extend(spec.settings.iter().map(|(k, v)| (setting(k), v.clone())));
    for node in &spec.nodes {
        texts.push((Place::NodeName(node.row), node.name.clone()));
        texts.push((Place::NodeAddress(node.row), node.address.clone()));
        texts.extend(node.roles.iter().filter(|r| forbidden_character(r).is_some()).map(|_| {
            (Place::NodeRoles(node.row), node.roles.iter().cloned().collect::<Vec<_>>().join(","))
        }));
        let of_node = |k: &String| Place::NodeSetting(node.row, k.clone());
        texts.extend(node.settings.iter().map(|(k, v)| (of_node(k), v.clone())));
    }
    texts.extend(cx.all_overrides().map(|(place, _, value)| (place, value.to_owned())));
    let accepted = spec.accepted.iter().enumerate();
    texts.extend(accepted.map(|(at, a)| (Place::Accepted(at), a.reason.clone())));
    texts
}
