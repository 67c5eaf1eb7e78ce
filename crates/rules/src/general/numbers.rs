//! Numbers that no program takes, whoever wrote them.

use crate::{Catalogue, ConfigKind, Context, Entry, Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Edit, Message, Place, Severity, Text, msg};
use std::collections::BTreeSet;

/// A number that is refused, or means nothing.
pub(super) static OUT_OF_RANGE: Rule = Rule {
    id: "GEN064",
    name: "number-beyond-its-range",
    severity: Severity::Error,
    title: Text::new(
        "Every number is one that its program takes.",
        "每个数值都在读取它的程序所接受的范围之内。",
    ),
    why: Text::new(
        "A port above 65535, a time of 0 that must be more, a number that is larger than the program can hold: the program refuses the file and does not start, or takes the number for something else. The range is the program's own; the message says it.",
        "例如大于 65535 的端口、必须大于 0 却为 0 的时间，或超出程序可表示范围的数值：程序会拒绝该文件而无法启动，或将其理解为别的含义。范围由程序本身决定，提示信息会说明。",
    ),
    sources: &[
        Source::new(
            "RFC 9293, 3.1: a port has 16 bits",
            "https://www.rfc-editor.org/rfc/rfc9293#section-3.1",
        ),
        Source::lab(
            "zookeeper-ends-of-numbers",
            "ZooKeeper 3.8: the numbers that its reader refuses",
        ),
        Source::lab("redis-ends-of-numbers", "Redis 7.0: the numbers that its reader refuses"),
        Source::lab("redis-no-room", "Redis: a limit in which nothing has room"),
    ],
    symptoms: &[
        Symptom::new("IllegalArgumentException: port out of range", "any log"),
        Symptom::new("IllegalArgumentException: tickTime is not set", "ZooKeeper's log"),
        Symptom::new("IllegalArgumentException: initLimit is not set", "ZooKeeper's log"),
        Symptom::new("argument must be between", "output of redis-server"),
        Symptom::new("negative or zero time parameter", "output of redis-server"),
    ],
    fires: Example::Edits("", &[("overrides.cluster.<range>", "9000000000000000000")]),
    clean: Example::Edits("", &[("overrides.cluster.<range>", "100")]),
    check: |cx, sink| {
        let mut told: BTreeSet<(Place, String)> = BTreeSet::new();
        for config in cx.configs() {
            for file in &config.files {
                let Some(kind) = cx.product.configs.iter().find(|k| k.name == file.name) else {
                    continue;
                };
                for entry in file.entries().iter().filter(|e| e.broken.is_none()) {
                    let Some(why) = beyond(kind, cx.catalogue(), entry) else { continue };
                    let place = entry.places.first().cloned().unwrap_or(Place::Nodes);
                    // What a field's own range says is said there.
                    if refused_by_field(cx, &place)
                        || !told.insert((place.clone(), entry.key.clone()))
                    {
                        continue;
                    }
                    let by_hand = matches!(place, Place::Override(..));
                    let found = sink.report(place.clone(), why);
                    if by_hand {
                        found.fix(
                            msg!(en: "Remove {k}", zh: "删除 {k}", k = shown(&entry.key)),
                            vec![Edit::Clear(place)],
                        );
                    }
                }
            }
        }
    },
};

/// What is wrong with the number of an entry, if anything is.
fn beyond(kind: &ConfigKind, catalogue: &Catalogue, entry: &Entry) -> Option<Message> {
    let text = entry.shared().map(|text| text.trim())?;
    // What a variable holds is known on the host only.
    if text.contains("${") || text.contains("@{") {
        return None;
    }
    let (number, ranges) = if kind.catalogue {
        let known = catalogue.find(&entry.key).filter(|k| !k.dead && !k.range.is_empty())?;
        // Of what is no number another rule speaks.
        (Some(text.parse::<i64>().ok()?), known.range.clone())
    } else {
        let known = kind.numbers.iter().find(|n| n.is(&entry.key))?;
        let also = known.also.map(|number| (number, number));
        ((known.read)(text), also.into_iter().chain([known.range]).collect())
    };
    let within = |n: i64| ranges.iter().any(|(from, to)| (*from..=*to).contains(&n));
    if number.is_some_and(within) {
        return None;
    }
    let ranges: Vec<String> = ranges.iter().map(|range| in_words(*range)).collect();
    Some(msg!(
        en: "{k} is {v}, and its program takes {r}.", zh: "{k} 的值为 {v}，而程序接受的范围是 {r}。",
        k = shown(&entry.key), v = shown(text), r = ranges.join(", ")))
}

/// A range as people write it.
fn in_words(range: (i64, i64)) -> String {
    match range {
        (from, to) if from == to => from.to_string(),
        (i64::MIN, to) => format!("≤ {to}"),
        (from, i64::MAX) => format!("≥ {from}"),
        (from, to) => format!("{from}–{to}"),
    }
}

/// Whether the field at a place says itself that its text cannot be.
fn refused_by_field(cx: &Context, place: &Place) -> bool {
    let (key, text) = match place {
        Place::Setting(key) => (key, cx.text(key).into_owned()),
        Place::NodeSetting(row, key) => {
            let Some(node) = cx.node(*row) else { return false };
            (key, cx.node_text(node, key))
        }
        _ => return false,
    };
    cx.field(key).is_some_and(|field| field.check(&text).is_err())
}
