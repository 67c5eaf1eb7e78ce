//! Overrides whose key the product does not read.

use crate::context::compare_versions;
use crate::{Context, Example, Key, Rule, Sink, Source, Symptom};
use model::value::shown;
use model::{Edit, Message, Place, Severity, Text, msg};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

const CATALOGUE: Source = Source::own(
    "The product's catalogue of keys: every key that its sources read, with the releases that read it",
);

/// Most different keys for which the nearest one is looked up: pasted noise must not take seconds.
const GUESSES: usize = 200;

/// A key that no version of the product has.
pub(super) static UNKNOWN_KEY: Rule = Rule {
    id: "GEN018",
    name: "unknown-key",
    severity: Severity::Warning,
    title: Text::new(
        "Every override is a key that the product reads.",
        "每个覆盖项都是产品会读取的配置项。",
    ),
    why: Text::new(
        "A key that nothing reads is accepted without a word and does nothing: the product works with its default instead. Correct the name, or remove it. Of a closed product only the manual is known, with the keys of the open one from which it descends: a key that stands in neither may be read all the same. If you know that it is, or if it belongs to a plug-in of your own, accept this warning.",
        "没有代码读取的配置项会被静默接受，但不起作用，产品实际使用的是默认值。请更正名称或将其删除。对于闭源产品，只知道手册以及其所源自的开源产品的配置项：两者都没有的配置项仍可能被读取。如果确知会被读取，或它属于自行开发的插件，可以接受此警告。",
    ),
    sources: &[
        CATALOGUE,
        Source::lab(
            "loader-unknown-key",
            "Oracle: unknown keys are never reported by the product's own loader",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<bool>x", "true")]),
    clean: Example::Edits("", &[("overrides.cluster.<bool>", "true")]),
    check: unknown_keys,
};

fn unknown_keys(cx: &Context, sink: &mut Sink) {
    let catalogue = cx.catalogue();
    let relative = cx.relative();
    let relative = relative.as_deref();
    let of_relative = |key: &str| {
        relative.is_some_and(|r| r.find(key).is_some_and(|k| !k.dead) || r.renamed(key).is_some())
    };
    let nearest =
        |key: &str| catalogue.nearest(key).or_else(|| relative.and_then(|r| r.nearest(key)));
    let mut near: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (place, key, value) in cx.overrides() {
        if catalogue.find(key).is_some()
            || catalogue.renamed(key).is_some()
            || of_relative(key)
            || wrong_case(cx, key).is_some()
        {
            continue;
        }
        let room = near.len() < GUESSES && key.len() <= 200;
        let near = *near.entry(key).or_insert_with(|| if room { nearest(key) } else { None });
        let (p, v, k) = (cx.product.title, cx.spec.version.as_str(), shown(key));
        let message = match (near, relative.is_some()) {
            (None, false) => {
                msg!(en: "{p} has no key \"{k}\"; it will be ignored.",
                     zh: "{p} 没有配置项“{k}”，它会被忽略。", p = p, k = k)
            }
            (Some(near), false) => {
                msg!(en: "{p} has no key \"{k}\"; it will be ignored. Did you mean {near}?",
                     zh: "{p} 没有配置项“{k}”，它会被忽略。是否指 {near}？", p = p, k = k, near = near)
            }
            (None, true) => {
                msg!(en: "The key \"{k}\" is not in the manual of {p} {v}; whether the product reads it is not known.",
                     zh: "{p} {v} 的手册中没有配置项“{k}”，无法确定产品是否读取。", p = p, v = v, k = k)
            }
            (Some(near), true) => {
                msg!(en: "The key \"{k}\" is not in the manual of {p} {v}. Did you mean {near}?",
                     zh: "{p} {v} 的手册中没有配置项“{k}”。是否指 {near}？", p = p, v = v, k = k, near = near)
            }
        };
        let found = sink.report(place.clone(), message);
        if let Some(near) = near {
            found.fix(rename_title(near), rename(&place, near, value));
        }
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
            "key-in-capitals",
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
        "The product still maps the old name to the new one, and Muster writes the new one. Where both are there, it depends on their order in the file which of them counts; one of them is meant. Use the new name.",
        "产品仍会把旧名称映射到新名称，Muster 写入的是新名称。两者同时存在时，哪个生效取决于它们在文件中的顺序，而真正想要的只有一个。请使用新名称。",
    ),
    sources: &[CATALOGUE, Source::lab("loader-old-names", "Oracle: old names are mapped")],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<old>", "x")]),
    clean: Example::Edits("", &[("overrides.cluster.<bool>", "true")]),
    check: old_key,
};

fn old_key(cx: &Context, sink: &mut Sink) {
    let properties: BTreeSet<Place> = cx.all_overrides().map(|(place, ..)| place).collect();
    for (place, property, value) in cx.all_overrides() {
        let Some(present) = cx.present(property) else { continue };
        let (old, new) = (shown(property.key()), shown(present.key()));
        let Place::Override(layer, _) = &place else { continue };
        let target = Place::Override(layer.clone(), present.clone());
        if properties.contains(&target) {
            sink.report(
                place.clone(),
                msg!(en: "{old} is an old name of {new}, which is set as well: its value is used, this one is not.",
                     zh: "{old} 是 {new} 的旧名称，而后者也已设置：使用后者的值，此处的值不生效。", old = old, new = new),
            )
            .related([target])
            .fix(msg!(en: "Remove {k}", zh: "删除 {k}", k = property.key()), vec![Edit::Clear(place.clone())]);
            continue;
        }
        sink.report(
            place.clone(),
            msg!(en: "{k} is an old name; it is called {new} now.", zh: "{k} 是旧名称，现在称为 {new}。",
                 k = old, new = new),
        )
        .fix(rename_title(present.key()), rename(&place, present.key(), value));
    }
}

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
    let catalogue = cx.catalogue();
    let manual = cx.product.relative.is_some();
    let set: OnceCell<BTreeSet<Place>> = OnceCell::new();
    let is_set = |place: &Place| {
        set.get_or_init(|| cx.overrides().map(|(place, ..)| place).collect()).contains(place)
    };
    for (place, key, value) in cx.overrides() {
        let Some(known) = catalogue.find(key).filter(|k| !k.dead && !k.is_read_by(version)) else {
            continue;
        };
        let here = Some(catalogue.name_here(key)).filter(|here| *here != key);
        let later = !known.since.is_empty() && compare_versions(&known.since, version).is_gt();
        let message = if later {
            not_yet(key, known, version, here, manual)
        } else {
            not_any_more(key, known, version, here, manual)
        };
        let edits = catalogue.renamed_here(key).map(|here| (here, rename(&place, here, value)));
        let free =
            |edits: &[Edit]| !edits.iter().any(|e| matches!(e, Edit::Set(to, _) if is_set(to)));
        let found = sink.report(place.clone(), message);
        match edits.filter(|(_, edits)| free(edits)) {
            Some((here, edits)) => found.fix(rename_title(here), edits),
            None => {
                found.fix(msg!(en: "Remove {k}", zh: "删除 {k}", k = key), vec![Edit::Clear(place)])
            }
        };
    }
}

fn not_yet(key: &str, known: &Key, version: &str, here: Option<&str>, manual: bool) -> Message {
    let since = known.since.as_str();
    match (here, manual) {
        (None, false) => {
            msg!(en: "{k} is read from {since} on; {v} ignores it.", zh: "{k} 自 {since} 起才会读取，{v} 会忽略它。",
                 k = key, since = since, v = version)
        }
        (Some(here), false) => {
            msg!(en: "{k} is read from {since} on; {v} ignores it. There it is called {here}.",
                 zh: "{k} 自 {since} 起才会读取，{v} 会忽略它。在该版本中它叫 {here}。",
                 k = key, since = since, v = version, here = here)
        }
        (None, true) => {
            msg!(en: "{k} is in the manual from {since} on, not in that of {v}.",
                 zh: "{k} 自 {since} 起才出现在手册中，{v} 的手册没有它。", k = key, since = since, v = version)
        }
        (Some(here), true) => {
            msg!(en: "{k} has this name from {since} on; in {v} it is called {here}.",
                 zh: "{k} 自 {since} 起才使用此名称，在 {v} 中它叫 {here}。",
                 k = key, since = since, v = version, here = here)
        }
    }
}

fn not_any_more(
    key: &str,
    known: &Key,
    version: &str,
    here: Option<&str>,
    manual: bool,
) -> Message {
    let removed = known.removed.as_str();
    // What to do in its place may also be words.
    let here = here.or(Some(known.instead.as_str()).filter(|i| !i.is_empty()));
    match (here, manual) {
        (None, false) => {
            msg!(en: "{k} is not read any more since {removed}; {v} ignores it.",
                 zh: "{k} 自 {removed} 起不再读取，{v} 会忽略它。", k = key, removed = removed, v = version)
        }
        (Some(here), false) => {
            msg!(en: "{k} is not read any more since {removed}; {v} ignores it. Use {here}.",
                 zh: "{k} 自 {removed} 起不再读取，{v} 会忽略它。请使用 {here}。",
                 k = key, removed = removed, v = version, here = here)
        }
        (None, true) => {
            msg!(en: "{k} is not in the manual any more since {removed}.", zh: "{k} 自 {removed} 起不再出现在手册中。",
                 k = key, removed = removed)
        }
        (Some(here), true) => {
            msg!(en: "{k} has another name since {removed}: {v} calls it {here}.",
                 zh: "{k} 自 {removed} 起改名，在 {v} 中它叫 {here}。", k = key, removed = removed, v = version, here = here)
        }
    }
}
