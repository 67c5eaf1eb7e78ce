//! Overrides whose key the product does not read.

use crate::context::compare_versions;
use crate::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::shown;
use model::{Edit, Message, Place, Severity, Text, msg};
use std::collections::BTreeMap;

const CATALOGUE: Source = Source::lab(
    "The product's catalogue of keys: every key that its sources read, with the releases that read it",
);

/// Most different keys for which the nearest one is looked up: pasted noise must not take seconds.
const GUESSES: usize = 200;

/// A key of nobody.
pub(super) static UNKNOWN_KEY: Rule = Rule {
    id: "GEN018",
    name: "unknown-key",
    severity: Severity::Warning,
    title: Text::new(
        "Every override is a key that the product reads.",
        "每个覆盖项都是产品会读取的配置项。",
    ),
    why: Text::new(
        "A key that nothing reads is accepted without a word and does nothing: the product works with its default instead. Correct the name, or remove it. If it belongs to a plug-in of your own, accept this warning.",
        "没有代码读取的配置项会被静默接受，但不起作用，产品实际使用的是默认值。请更正名称或将其删除。如果它属于自行开发的插件，可以接受此警告。",
    ),
    sources: &[
        CATALOGUE,
        Source::lab("Oracle: unknown keys are never reported by the product's own loader"),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<bool>x", "true")]),
    clean: Example::Edits("", &[("overrides.cluster.<bool>", "true")]),
    check: unknown_keys,
};

fn unknown_keys(cx: &Context, sink: &mut Sink) {
    let catalogue = cx.catalogue();
    let mut near: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (place, key, value) in cx.overrides() {
        if catalogue.find(key).is_some()
            || catalogue.renamed(key).is_some()
            || wrong_case(cx, key).is_some()
        {
            continue;
        }
        let room = near.len() < GUESSES && key.len() <= 200;
        let near =
            *near.entry(key).or_insert_with(|| if room { catalogue.nearest(key) } else { None });
        let Some(near) = near else {
            sink.report(
                place,
                msg!(en: "{p} has no key \"{k}\"; it will be ignored.",
                     zh: "{p} 没有配置项“{k}”，它会被忽略。", p = cx.product.title, k = shown(key)),
            );
            continue;
        };
        sink.report(
            place.clone(),
            msg!(en: "{p} has no key \"{k}\"; it will be ignored. Did you mean {near}?",
                 zh: "{p} 没有配置项“{k}”，它会被忽略。是否指 {near}？",
                 p = cx.product.title, k = shown(key), near = near),
        )
        .fix(rename_title(near), rename(&place, near, value));
    }
}

fn rename_title(to: &str) -> Message {
    msg!(en: "Rename it to {to}", zh: "改名为 {to}", to = to)
}

/// The edits that give an override another key.
fn rename(place: &Place, to: &str, value: &str) -> Vec<Edit> {
    let Place::Override(layer, property) = place else { return Vec::new() };
    let target = Place::Override(layer.clone(), property.renamed(to));
    vec![Edit::Set(target, value.to_owned()), Edit::Clear(place.clone())]
}

/// The key that differs from this one in upper and lower case only.
fn wrong_case<'c>(cx: &'c Context, key: &str) -> Option<&'c str> {
    let lower = key.to_ascii_lowercase();
    if lower == key || cx.catalogue().find(key).is_some() {
        return None;
    }
    cx.catalogue().find(&lower).map(|_| ())?;
    cx.catalogue().keys().map(|k| k.key.as_str()).find(|k| *k == lower)
}

/// A key with capital letters where there are none.
pub(super) static WRONG_CASE: Rule = Rule {
    id: "GEN036",
    name: "wrong-case",
    severity: Severity::Error,
    title: Text::new("Keys are written in the right case.", "配置项名称的大小写必须正确。"),
    why: Text::new(
        "Keys are compared letter by letter: with a capital letter in the wrong place the line is ignored as a whole, and the product goes on with its default, for a metastore with another database. Some pages of the documentation print such keys.",
        "配置项名称按字符逐一比较：只要大小写不对，整行都会被忽略，产品改用默认值；对于元数据库，就是另一个数据库。有些官方文档页面就印有这样的名称。",
    ),
    sources: &[
        Source::lab(
            "Lab, negative cases: a key with a capital letter is ignored and the server does not start",
        ),
        CATALOGUE,
    ],
    symptoms: &[Symptom::new("RetriesExhaustedException: Can't get the locations", "")],
    fires: Example::Edits("", &[("overrides.cluster.<Bool>", "true")]),
    clean: Example::Edits("", &[("overrides.cluster.<bool>", "true")]),
    check: |cx, sink| {
        for (place, key, value) in cx.overrides() {
            let Some(right) = wrong_case(cx, key) else { continue };
            sink.report(
                place.clone(),
                msg!(en: "\"{k}\" is ignored: keys are compared letter by letter, and this one is written {right}.",
                     zh: "“{k}”会被忽略：配置项名称区分大小写，正确写法是 {right}。", k = shown(key), right = right),
            )
            .fix(rename_title(right), rename(&place, right, value));
        }
    },
};

/// A key that was renamed.
pub(super) static OLD_KEY: Rule = Rule {
    id: "GEN019",
    name: "old-key",
    severity: Severity::Warning,
    title: Text::new("Overrides use the present names of keys.", "覆盖项使用配置项的现用名称。"),
    why: Text::new(
        "The product still maps the old name to the new one, but when both are there, which one wins depends on their order; and checks that look at the new name do not see it. Use the new name.",
        "产品仍会把旧名称映射到新名称，但两者同时存在时，哪个生效取决于顺序；而且针对新名称的检查看不到它。请使用新名称。",
    ),
    sources: &[CATALOGUE, Source::lab("Oracle: old names are mapped")],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<old>", "x")]),
    clean: Example::Edits("", &[("overrides.cluster.<bool>", "true")]),
    check: |cx, sink| {
        for (place, key, value) in cx.overrides() {
            let Some(new) = cx.catalogue().renamed(key) else { continue };
            sink.report(
                place.clone(),
                msg!(en: "{k} is an old name; it is called {new} now.", zh: "{k} 是旧名称，现在称为 {new}。",
                     k = key, new = new),
            )
            .fix(rename_title(new), rename(&place, new, value));
        }
    },
};

/// A key that is accepted and does nothing.
pub(super) static DEAD_KEY: Rule = Rule {
    id: "GEN020",
    name: "dead-key",
    severity: Severity::Warning,
    title: Text::new("No override is a key without effect.", "覆盖项不应是没有作用的配置项。"),
    why: Text::new(
        "No code of this release reads the key any more, although old pages still show it. Whoever sets it believes that something is switched on which is not. Remove it, and use what the message names in its place.",
        "该版本没有任何代码读取这个配置项，尽管旧文档仍在介绍它。设置者会误以为某项功能已经启用。请将其删除，并使用提示信息中给出的替代项。",
    ),
    sources: &[CATALOGUE],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<dead>", "true")]),
    clean: Example::Edits("", &[("overrides.cluster.<bool>", "true")]),
    check: |cx, sink| {
        for (place, key, _) in cx.overrides() {
            let Some(known) = cx.catalogue().find(key).filter(|k| k.dead) else { continue };
            let message = if known.instead.is_empty() {
                msg!(en: "{k} has no effect in {p} {v}.", zh: "{k} 在 {p} {v} 中不起作用。",
                     k = key, p = cx.product.title, v = cx.spec.version.as_str())
            } else {
                msg!(en: "{k} has no effect in {p} {v}. Use {instead}.",
                     zh: "{k} 在 {p} {v} 中不起作用，请使用 {instead}。",
                     k = key, p = cx.product.title, v = cx.spec.version.as_str(),
                     instead = known.instead.as_str())
            };
            sink.report(place.clone(), message)
                .fix(msg!(en: "Remove {k}", zh: "删除 {k}", k = key), vec![Edit::Clear(place)]);
        }
    },
};

/// A key of an earlier or a later release.
pub(super) static OTHER_VERSION: Rule = Rule {
    id: "GEN021",
    name: "key-of-another-version",
    severity: Severity::Warning,
    title: Text::new(
        "Every override is read by the chosen version.",
        "每个覆盖项都会被所选版本读取。",
    ),
    why: Text::new(
        "Keys come and go between releases. One that this release does not read yet, or not any more, is ignored without a word. Remove it, or choose a version that reads it.",
        "不同版本的配置项会有增减。当前版本尚未支持或已不再支持的配置项会被静默忽略。请将其删除，或选择支持它的版本。",
    ),
    sources: &[CATALOGUE],
    symptoms: &[],
    fires: Example::Edits("", &[("version", "<oldest>"), ("overrides.cluster.<future>", "true")]),
    clean: Example::Edits("", &[("overrides.cluster.<future>", "true")]),
    check: other_version,
};

fn other_version(cx: &Context, sink: &mut Sink) {
    let version = cx.spec.version.as_str();
    if cx.product.version(version).is_none() {
        return;
    }
    for (place, key, _) in cx.overrides() {
        let Some(known) = cx.catalogue().find(key).filter(|k| !k.dead) else { continue };
        if known.is_read_by(version) {
            continue;
        }
        let instead = known.instead.as_str();
        let later = !known.since.is_empty() && compare_versions(&known.since, version).is_gt();
        let message = match (later, instead) {
            (true, "") => {
                msg!(en: "{k} is read from {since} on; {v} ignores it.", zh: "{k} 自 {since} 起才会读取，{v} 会忽略它。",
                     k = key, since = known.since.as_str(), v = version)
            }
            (true, _) => {
                msg!(en: "{k} is read from {since} on; {v} ignores it. There it is called {instead}.",
                     zh: "{k} 自 {since} 起才会读取，{v} 会忽略它。在该版本中它叫 {instead}。",
                     k = key, since = known.since.as_str(), v = version, instead = instead)
            }
            (false, "") => {
                msg!(en: "{k} is not read any more since {removed}; {v} ignores it.",
                     zh: "{k} 自 {removed} 起不再读取，{v} 会忽略它。",
                     k = key, removed = known.removed.as_str(), v = version)
            }
            (false, _) => {
                msg!(en: "{k} is not read any more since {removed}; {v} ignores it. Use {instead}.",
                     zh: "{k} 自 {removed} 起不再读取，{v} 会忽略它。请使用 {instead}。",
                     k = key, removed = known.removed.as_str(), v = version, instead = instead)
            }
        };
        sink.report(place.clone(), message)
            .fix(msg!(en: "Remove {k}", zh: "删除 {k}", k = key), vec![Edit::Clear(place)]);
    }
}
