//! TOML values: as text, and written back.

use model::Text;
use model::secret::{Names, Slot};
use std::fmt::Write;
use toml::Spanned;
use toml::de::DeValue;

/// What a value is, for a message.
pub(super) fn kind(value: &DeValue) -> Text {
    match value {
        DeValue::String(_) => const { Text::new("a text", "文本") },
        DeValue::Integer(_) | DeValue::Float(_) => const { Text::new("a number", "数字") },
        DeValue::Boolean(_) => const { Text::new("true or false", "布尔值") },
        DeValue::Datetime(_) => const { Text::new("a date or time", "日期或时间") },
        DeValue::Array(_) => const { Text::new("a list", "列表") },
        DeValue::Table(_) => const { Text::new("a table", "表") },
    }
}

/// A scalar as text: numbers, booleans and dates as they are written, `_` inside numbers left out.
/// A list of scalars is their texts with commas.
pub(super) fn text(value: &Spanned<DeValue>, source: &str) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) => Some(source.get(value.span())?.replace('_', "")),
        DeValue::Boolean(_) | DeValue::Datetime(_) => Some(source.get(value.span())?.to_owned()),
        DeValue::Array(array) => {
            let parts: Option<Vec<String>> = array
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::Array(_) => None,
                    _ => text(item, source),
                })
                .collect();
            Some(parts?.join(","))
        }
        DeValue::Table(_) => None,
    }
}

/// A value as TOML on one line: what is kept of an unknown key. Secrets are taken out, variable and
/// secret of each are added to `removed`. A value that had a syntax error is kept as a text.
pub(super) fn keep(
    key: &str,
    value: &DeValue,
    names: &mut Names,
    removed: &mut Vec<(String, String)>,
) -> String {
    valid(&render(key, value, names, removed))
}

/// The TOML of one value on one line; what is none becomes a text.
pub(super) fn valid(toml: &str) -> String {
    let valid = !toml.contains(['\n', '\r'])
        && super::syntax::too_deep(toml).is_none()
        && DeValue::parse(toml).is_ok();
    if valid { toml.trim().to_owned() } else { string(toml) }
}

fn render(
    key: &str,
    value: &DeValue,
    names: &mut Names,
    removed: &mut Vec<(String, String)>,
) -> String {
    match value {
        DeValue::String(text) => string(
            &names
                .protect(Slot::Property, key, text, &[], removed)
                .unwrap_or_else(|| text.to_string()),
        ),
        // One with a syntax error may be left with nothing that can stand in a list.
        DeValue::Integer(number) => scalar(key, &number.to_string(), names, removed),
        DeValue::Float(number) => scalar(key, number.as_str(), names, removed),
        DeValue::Boolean(on) => on.to_string(),
        DeValue::Datetime(time) => scalar(key, &time.to_string(), names, removed),
        DeValue::Array(array) => {
            let items: Vec<String> =
                array.iter().map(|item| render(key, item.get_ref(), names, removed)).collect();
            format!("[{}]", items.join(", "))
        }
        DeValue::Table(table) => {
            let items: Vec<String> = table
                .iter()
                .map(|(key, value)| {
                    let name = key.get_ref();
                    let safe = names.protect(Slot::Text, "key", name, &[], removed);
                    format!(
                        "{} = {}",
                        self::key(safe.as_deref().unwrap_or(name)),
                        render(name, value.get_ref(), names, removed)
                    )
                })
                .collect();
            if items.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", items.join(", ")) }
        }
    }
}

/// A number or a date, which may be a password as well.
fn scalar(key: &str, text: &str, names: &mut Names, removed: &mut Vec<(String, String)>) -> String {
    match names.protect(Slot::Property, key, text, &[], removed) {
        Some(safe) => string(&safe),
        None => valid(text),
    }
}

/// A basic string on one line. Characters that one cannot see are escaped.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if model::value::forbidden_character(c.encode_utf8(&mut [0; 4])).is_some() => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key, bare when it can be.
pub(super) fn key(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !text.is_empty() && text.chars().all(bare) { text.to_owned() } else { string(text) }
}
