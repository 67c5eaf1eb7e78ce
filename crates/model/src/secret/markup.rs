//! Names and values that stand apart: XML, and lists of members with a name and a value.

use super::key::{is_secret_key, may_be_secret};
use std::ops::Range;

/// How far a value may stand from its name, in bytes.
const FAR: usize = 1024;

/// `<password>…</password>`, and `<name>a.password</name> <value>…</value>`; the `<` stands at `at`.
pub(super) fn element(text: &str, at: usize) -> Option<(Range<usize>, &str)> {
    let rest = text.get(at + 1..)?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_-.:".contains(c)))?;
    let (tag, behind) = rest.split_at(end);
    let inner = behind.strip_prefix('>')?;
    let from = text.len() - inner.len();
    let length = inner.find('<').unwrap_or(inner.len());
    if is_secret_key(tag) {
        // `<![CDATA[…]]>` holds a text with signs of markup.
        const OPENS: &str = "<![CDATA[";
        if let Some(data) = inner.trim_start().strip_prefix(OPENS) {
            let from = text.len() - data.len();
            return content(text, from..from + data.find("]]>").unwrap_or(data.len()), tag);
        }
        return content(text, from..from + length, tag);
    }
    let name = inner.get(..length)?.trim();
    if tag != "name" || name.len() > FAR || !is_secret_key(name) {
        return None;
    }
    let value = near(inner).find("<value>")? + "<value>".len();
    if inner.get(..value)?.contains("<name>") {
        return None;
    }
    let body = inner.get(value..)?;
    let length = body.find("</").unwrap_or(body.len());
    content(text, from + value..from + value + length, name)
}

/// The value that belongs to a name which is a value itself: `name="password" value="…"`,
/// `"name": "PASSWORD", "value": "…"`, `name: PASSWORD` and `value: …` in the next line,
/// `key="password">…<`. `member` is what the name is called, `from` where it begins.
pub(super) fn member<'t>(
    text: &'t str,
    member: &str,
    from: usize,
) -> Option<(Range<usize>, &'t str)> {
    if !matches!(member, "name" | "key" | "property" | "id") {
        return None;
    }
    let given = text.get(from..)?;
    let given = given.trim_start_matches([' ', '\\', '"', '\'']);
    let end = given.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)))?;
    let (name, behind) = given.split_at(end);
    if name.len() > FAR || !is_secret_key(name) {
        return None;
    }
    let rest = behind.trim_start_matches(['\\', '"', '\'']);
    let at = text.len() - rest.len();
    if let Some(inner) = rest.strip_prefix('>') {
        let length = inner.find('<').unwrap_or(inner.len());
        return content(text, at + 1..at + 1 + length, name);
    }
    let next = rest.trim_start_matches([' ', '\t', '\r', '\n', ',', ';', '\\', '"', '\'']);
    let value = next.strip_prefix("value")?;
    let value = value.trim_start_matches(['\\', '"', '\'', ' ']).strip_prefix([':', '='])?;
    let value = value.trim_start_matches([' ', '\t']);
    let inner = value.trim_start_matches(['\\', '"', '\'']);
    let quoted = inner.len() < value.len();
    let over = |c: char| match c {
        '"' | '\'' | '\\' => quoted,
        '\n' | '\r' => true,
        ' ' | ',' | '}' => !quoted,
        _ => false,
    };
    let start = text.len() - inner.len();
    content(text, start..start + inner.find(over).unwrap_or(inner.len()), name)
}

/// The beginning of a text, where a value is looked for.
fn near(text: &str) -> &str {
    let end = (0..=FAR.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

fn content<'t>(text: &str, at: Range<usize>, name: &'t str) -> Option<(Range<usize>, &'t str)> {
    let inside = text.get(at.clone())?;
    let start = at.start + inside.len() - inside.trim_start().len();
    let secret = inside.trim();
    may_be_secret(name, secret).then_some((start..start + secret.len(), name))
}
