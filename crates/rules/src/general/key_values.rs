//! Overrides whose value the product cannot use.

use crate::{Context, Example, Key, KeyType, Rule, Source};
use model::secret::{is_reference, is_variable};
use model::value::{HostPort, Value, shown};
use model::{Edit, Message, Place, Severity, Text, msg};

const CATALOGUE: Source =
    Source::own("The product's catalogue of keys: the parser that its sources use for each");

/// Every override of a known, live key whose value is not left to a variable.
fn each(cx: &Context, mut f: impl FnMut(Place, &Key, &str, &str)) {
    for (place, key, value) in cx.overrides() {
        if value.contains("${") || value.contains("@{") {
            continue;
        }
        if let Some(known) = cx.catalogue().find(key).filter(|k| !k.dead) {
            f(place, known, key, value.trim());
        }
    }
}

fn default_fix(cx: &Context, known: &Key) -> Message {
    if known.default.is_empty() {
        return msg!(en: "Remove it", zh: "删除该项");
    }
    let _ = cx;
    msg!(en: "Remove it: the default is {d}", zh: "删除该项，默认值为 {d}", d = known.default.as_str())
}

/// A number that is none.
pub(super) static NOT_A_NUMBER: Rule = Rule {
    id: "GEN022",
    name: "not-a-number",
    severity: Severity::Error,
    title: Text::new("Keys that are numbers have plain numbers.", "数值型配置项必须是纯数字。"),
    why: Text::new(
        "The product reads such a value with a parser for plain numbers, which throws at a unit, a blank inside or an empty text: at the start, or later, when something first asks for it. Write the number alone, in the unit that the key is defined in.",
        "产品用纯数字解析器读取这类值，遇到单位、中间的空格或空文本就会抛出异常：可能在启动时，也可能在之后首次用到时。请只写数字，单位以该配置项的定义为准。",
    ),
    sources: &[
        CATALOGUE,
        Source::lab("loader-not-a-number", "Oracle: integer key = ten, empty, 1mb"),
    ],
    symptoms: &[crate::Symptom::new("NumberFormatException: For input string: …", "")],
    fires: Example::Edits("", &[("overrides.cluster.<int>", "ten")]),
    clean: Example::Edits("", &[("overrides.cluster.<int>", "10")]),
    check: |cx, sink| {
        each(cx, |place, known, key, value| {
            let bad = match known.kind {
                KeyType::Integer => value.parse::<i64>().is_err(),
                KeyType::Number => !is_number(value),
                _ => false,
            };
            if bad {
                sink.report(
                place.clone(),
                msg!(en: "{k} must be a number, but is \"{v}\".", zh: "{k} 必须是数字，但现在是“{v}”。", k = key, v = shown(value)),
            )
            .fix(default_fix(cx, known), vec![Edit::Clear(place)]);
            }
        });
    },
};

/// Whether a product's parser for numbers takes a text. Looked at and not computed: the standard
/// library's parser brings a table of 10 KB into the page's engine.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (unsigned, "0"),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let some = (!whole.is_empty() || !part.is_empty()) && !exponent.is_empty();
    let plain = some && digits(whole) && digits(part) && digits(exponent);
    plain || matches!(unsigned, "NaN" | "Infinity")
}

/// A switch that is neither on nor off.
pub(super) static NOT_A_BOOLEAN: Rule = Rule {
    id: "GEN023",
    name: "not-a-boolean",
    severity: Severity::Warning,
    title: Text::new(
        "Keys that are switches are true or false.",
        "开关型配置项只能是 true 或 false。",
    ),
    why: Text::new(
        "Everything that is not the word true counts as false, without a message: yes, on and 1 switch the thing off. Write true or false.",
        "除 true 之外的任何内容都会被当作 false，且没有提示：写 yes、on 或 1 的结果是关闭。请写 true 或 false。",
    ),
    sources: &[
        CATALOGUE,
        Source::lab("loader-switch", "Oracle: a switch set to yes or 1 is read as false"),
        Source::new(
            "java.lang.Boolean.parseBoolean",
            "https://docs.oracle.com/javase/8/docs/api/java/lang/Boolean.html#parseBoolean-java.lang.String-",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<bool>", "yes")]),
    clean: Example::Edits("", &[("overrides.cluster.<bool>", "TRUE")]),
    check: |cx, sink| {
        each(cx, |place, known, key, value| {
            let lower = value.to_ascii_lowercase();
            if known.kind != KeyType::Bool || lower == "true" || lower == "false" {
                return;
            }
            let meant = if matches!(lower.as_str(), "yes" | "on" | "1" | "y" | "t") {
                "true"
            } else {
                "false"
            };
            sink.report(
            place.clone(),
            msg!(en: "{k} is \"{v}\", which counts as false. Write true or false.",
                 zh: "{k} 的值“{v}”会被当作 false。请写 true 或 false。", k = key, v = shown(value)),
        )
        .fix(
            msg!(en: "Set {k} to {m}", zh: "将 {k} 设为 {m}", k = key, m = meant),
            vec![Edit::Set(place, meant.to_owned())],
        );
        });
    },
};

/// A value outside of a closed list.
pub(super) static NOT_AN_OPTION: Rule = Rule {
    id: "GEN024",
    name: "not-an-option",
    severity: Severity::Warning,
    title: Text::new(
        "Keys with a closed list of values have one of them.",
        "取值范围固定的配置项必须取其中之一。",
    ),
    why: Text::new(
        "The product knows these values only; another one is ignored, taken for the default, or fails when it is first used. Choose one of the values in the message.",
        "产品只认识这些值；其他值会被忽略、当作默认值，或在首次使用时失败。请从提示信息中选择。",
    ),
    sources: &[CATALOGUE],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<enum>", "none-such")]),
    clean: Example::Edits("", &[("overrides.cluster.<bool>", "true")]),
    check: |cx, sink| {
        each(cx, |place, known, key, value| {
            let (allowed, parts): (&[String], Vec<&str>) = match &known.kind {
                KeyType::Enum(allowed, false) => (allowed, vec![value]),
                KeyType::EnumList(allowed, false) => {
                    (allowed, value.split(',').map(str::trim).collect())
                }
                KeyType::Duration if !is_duration(value) => {
                    sink.report(
                    place,
                    msg!(en: "{k} is a time with a unit such as 60s or 5min, not \"{v}\".",
                         zh: "{k} 应为带单位的时间，例如 60s 或 5min，而不是“{v}”。", k = key, v = shown(value)),
                );
                    return;
                }
                _ => return,
            };
            let known_value = |part: &&str| allowed.iter().any(|a| a.eq_ignore_ascii_case(part));
            let Some(bad) = parts.iter().find(|p| !known_value(p)) else { return };
            sink.report(
            place.clone(),
            msg!(en: "{k} knows {allowed}, not \"{v}\".", zh: "{k} 的可选值为 {allowed}，没有“{v}”。",
                 k = key, allowed = allowed.join(", "), v = shown(bad)),
        )
        .fix(default_fix(cx, known), vec![Edit::Clear(place)]);
        });
    },
};

/// A number and a unit as Spark reads them; without a unit it is a number too.
fn is_duration(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < text.len() && matches!(unit, "" | "us" | "ms" | "s" | "m" | "min" | "h" | "d")
}

/// A list of servers that is none.
pub(super) static NOT_ADDRESSES: Rule = Rule {
    id: "GEN025",
    name: "not-addresses",
    severity: Severity::Warning,
    title: Text::new(
        "Keys that are lists of servers have host:port entries with commas.",
        "服务器列表型配置项必须是以逗号分隔的 host:port。",
    ),
    why: Text::new(
        "The entries are split at commas and then at the colon. A scheme, a path, a blank inside or another separator makes an address that no one answers at.",
        "各项先按逗号、再按冒号拆分。带协议、路径、中间空格或使用其他分隔符，得到的都是无法访问的地址。",
    ),
    sources: &[CATALOGUE],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<host-ports>", "http://cache:11211/")]),
    clean: Example::Edits("", &[("overrides.cluster.<host-ports>", "cache1.example.com:11211")]),
    check: |cx, sink| {
        each(cx, |place, known, key, value| {
            if known.kind != KeyType::HostPorts {
                return;
            }
            let bad = value.split(',').find_map(|part| HostPort::parse(part).err());
            if let Some(why) = bad.filter(|_| !value.is_empty()) {
                sink.report(place, msg!(en: "{k}: {why}.", zh: "{k}：{why}。", k = key, why = why));
            }
        });
    },
};

/// A value that depends on the environment.
pub(super) static VARIABLE: Rule = Rule {
    id: "GEN027",
    name: "variable-in-value",
    severity: Severity::Info,
    title: Text::new(
        "A value with ${NAME} needs the variable in the service's environment on every node.",
        "含有 ${NAME} 的值要求每个节点的服务环境中都有该变量。",
    ),
    why: Text::new(
        "The value is completed on the node, when the service starts. A variable that is not set there stays in the value as it is written, so a password would be sent as the text ${NAME}. See that the variable is set for the service on every node that has this line.",
        "该值在节点上启动服务时才补全。未设置的变量会原样保留在值中，例如密码会以 ${NAME} 这段文字发送。请确保凡有此行的节点，其服务环境中都设置了该变量。",
    ),
    sources: &[
        Source::lab("loader-variable", "Oracle: ${LAB_ENV} set is replaced, unset stays literally"),
        Source::new(
            "commons-lang StrSubstitutor",
            "https://commons.apache.org/proper/commons-lang/javadocs/api-2.6/org/apache/commons/lang/text/StrSubstitutor.html",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<text>", "${SITE}")]),
    clean: Example::Edits("", &[("overrides.cluster.<text>", "site")]),
    check: |cx, sink| {
        if cx.catalogue().has_references() {
            return;
        }
        for (place, key, value) in cx.overrides() {
            let names = variables(value);
            if names.iter().any(Option::is_none) {
                continue;
            }
            let names: Vec<&str> = names.into_iter().flatten().collect();
            if names.is_empty() {
                continue;
            }
            sink.report(
                place,
                msg!(en: "{k} is completed on the node: {names} must be set in the environment of the service there.",
                     zh: "{k} 在节点上补全：服务的环境中必须设置 {names}。", k = key, names = names.join(", ")),
            );
        }
    },
};

/// The names in `${…}`; `None` for one that is not closed or is no name. `$${` stands for itself.
/// A product whose values may name its keys has rules of its own.
fn variables(text: &str) -> Vec<Option<&str>> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let escaped = rest[..at].ends_with('$');
        let tail = &rest[at + 2..];
        let end = tail.find('}');
        if !escaped {
            let name = end.and_then(|e| tail.get(..e));
            names.push(name.filter(|n| is_variable(n)));
        }
        rest = tail;
    }
    names
}

/// `${` that is not the name of a variable.
pub(super) static BROKEN_VARIABLE: Rule = Rule {
    id: "GEN035",
    name: "broken-variable",
    severity: Severity::Warning,
    title: Text::new(
        "`${` in a value begins the name of a variable and is closed.",
        "值中的 `${` 必须是完整的变量引用。",
    ),
    why: Text::new(
        "`${` begins a variable wherever it stands. When it is not closed or not a name it stays in the value, or swallows what follows. Write ${NAME}, or $${ for the two characters themselves.",
        "`${` 在任何位置都表示变量的开始。没有闭合或不是合法名称时，它会原样保留，或吞掉后面的内容。请写 ${NAME}；需要这两个字符本身时写 $${。",
    ),
    sources: &[
        Source::new(
            "commons-lang StrSubstitutor",
            "https://commons.apache.org/proper/commons-lang/javadocs/api-2.6/org/apache/commons/lang/text/StrSubstitutor.html",
        ),
        Source::lab("loader-doubled-dollar", "Session lab: $${X} is read as ${X}"),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<text>", "a${b c")]),
    clean: Example::Edits("", &[("overrides.cluster.<text>", "a$${b c")]),
    check: |cx, sink| {
        if cx.catalogue().has_references() {
            return;
        }
        for (place, key, value) in cx.overrides() {
            if !is_reference(value) && variables(value).iter().any(Option::is_none) {
                sink.report(
                    place,
                    msg!(en: "{k} holds ${{ that is not the name of a variable: \"{v}\". Write ${{NAME}}, or $${{ for the characters themselves.",
                         zh: "{k} 中的 ${{ 不是合法的变量引用：“{v}”。请写 ${{NAME}}；需要字符本身时写 $${{。", k = key, v = shown(value)),
                );
            }
        }
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_and_escapes_are_not() {
        let found = variables;
        assert_eq!(found("a${B}c${D_1}"), [Some("B"), Some("D_1")]);
        assert_eq!(found("a${b c"), [None]);
        assert!(found("a$${b}").is_empty() && found("$b {c}").is_empty());
        assert_eq!(found("${a.c}"), [None]);
        assert_eq!(found("${"), [None]);
    }

    #[test]
    fn durations_have_a_number() {
        assert!(is_duration("60s") && is_duration("5min") && is_duration("10"));
        assert!(!is_duration("s") && !is_duration("") && !is_duration("5 apples"));
    }

    #[test]
    fn numbers_are_what_the_standard_library_takes() {
        let texts = [
            "0", "1.0", "-1.5", "+2", ".5", "5.", "1e5", "1E-5", "1.5e+10", "", ".", "-", "e5",
            "1e", "1e+", "1.2.3", "ten", "1mb", " 1", "1 ", "1,5", "--1", "1e5.0", "\u{661}",
        ];
        for text in texts {
            assert_eq!(is_number(text), text.parse::<f64>().is_ok(), "{text:?}");
        }
        assert!(is_number("-Infinity") && is_number("NaN") && !is_number("inf"));
    }
}
