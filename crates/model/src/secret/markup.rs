//! Names and values that stand apart: XML, and lists of members with a name and a value.

use super::key::{is_secret_name, may_be_secret};
use super::scan;
use std::ops::Range;

/// How far a value may stand from its name, in bytes.
const FAR: usize = 1024;

/// `<password>…</password>`, and `<name>a.password</name> <value>…</value>` in either order; the `<`
/// stands at `at`.
pub(super) fn element<'t>(
    text: &'t str,
    at: usize,
    marks: &[String],
) -> Option<(Range<usize>, &'t str)> {
    let rest = text.get(at + 1..)?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_-.:".contains(c)))?;
    let (tag, behind) = rest.split_at(end);
    let inner = behind.strip_prefix('>')?;
    let from = text.len() - inner.len();
    let length = inner.find('<').unwrap_or(inner.len());
    if is_secret_name(marks, tag) {
        // `<![CDATA[…]]>` holds a text with signs of markup.
        const OPENS: &str = "<![CDATA[";
        if let Some(data) = inner.trim_start().strip_prefix(OPENS) {
            let from = text.len() - data.len();
            return content(text, from..from + data.find("]]>").unwrap_or(data.len()), tag);
        }
        return content(text, from..from + length, tag);
    }
    if tag == "value" {
        let (between, behind) = scan::near(inner.get(length..)?, FAR).split_once("<name>")?;
        let (name, next) = behind.split_once("</name>")?;
        let other = between.contains("<value>") || between.contains("</property>");
        let own = next.trim_start().starts_with("<value>");
        let secret = !other && !own && is_secret_name(marks, name.trim());
        return if secret { content(text, from..from + length, name.trim()) } else { None };
    }
    let name = inner.get(..length)?.trim();
    if tag != "name" || name.len() > FAR || !is_secret_name(marks, name) {
        return None;
    }
    let value = scan::near(inner, FAR).find("<value>")? + "<value>".len();
    if inner.get(..value)?.contains("<name>") {
        return None;
    }
    let body = inner.get(value..)?;
    let length = body.find("</").unwrap_or(body.len());
    content(text, from + value..from + value + length, name)
}

/// The value that belongs to a name which is a value itself: `name="password" value="…"`,
/// `"name": "PASSWORD", "value": "…"`, `name: PASSWORD` and `value: …` in the next line,
/// `key="password">…<`; and the other way round. `member` is what the first of them is called, `from`
/// where its value begins.
pub(super) fn member<'t>(
    text: &'t str,
    member: &str,
    from: usize,
    marks: &[String],
) -> Option<(Range<usize>, &'t str)> {
    let given = text.get(from..)?;
    if is_value(member) {
        let at = value(scan::near(given, FAR));
        let (at, behind) =
            (from + at.start..from + at.end, scan::near(text.get(from + at.end..)?, FAR));
        let behind = apart(behind);
        let end = behind.find(|c: char| !c.is_ascii_alphabetic())?;
        let (member, behind) = behind.split_at(end);
        let (name, _) = name(signed(behind).filter(|_| is_key(member))?);
        return if is_secret_name(marks, name) { content(text, at, name) } else { None };
    }
    if !is_key(member) {
        return None;
    }
    let (name, behind) = name(given);
    if name.len() > FAR || !is_secret_name(marks, name) {
        return None;
    }
    let rest = behind.trim_start_matches(['\\', '"', '\'']);
    let at = text.len() - rest.len();
    if let Some(inner) = rest.strip_prefix('>') {
        let length = inner.find('<').unwrap_or(inner.len());
        return content(text, at + 1..at + 1 + length, name);
    }
    let next = apart(rest);
    let end = next.find(|c: char| !c.is_ascii_alphabetic())?;
    let (member, behind) = next.split_at(end);
    let given = signed(behind).filter(|_| is_value(member))?;
    let from = text.len() - given.len();
    let at = value(given);
    content(text, from + at.start..from + at.end, name)
}

/// Whether a member says what another one is called.
fn is_key(member: &str) -> bool {
    let known = |name: &str| member.eq_ignore_ascii_case(name);
    ["name", "key", "property", "id", "ParameterKey"].into_iter().any(known)
}

/// Whether a member is the value of another one.
fn is_value(member: &str) -> bool {
    ["value", "ParameterValue"].iter().any(|name| member.eq_ignore_ascii_case(name))
}

/// What stands behind the sign between a member and its value.
fn signed(text: &str) -> Option<&str> {
    text.trim_start_matches(['\\', '"', '\'', ' ']).strip_prefix([':', '='])
}

/// The next member.
fn apart(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\r', '\n', ',', ';', '\\', '"', '\''])
}

/// The name that a text begins with, in quotes or not, and what stands behind it.
fn name(text: &str) -> (&str, &str) {
    let given = text.trim_start_matches([' ', '\\', '"', '\'']);
    let end = given.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)));
    given.split_at(end.unwrap_or(given.len()))
}

/// Where the value stands in a text that begins with it, in quotes or not.
fn value(text: &str) -> Range<usize> {
    let value = text.trim_start_matches([' ', '\t']);
    let inner = value.trim_start_matches(['\\', '"', '\'']);
    let quoted = inner.len() < value.len();
    let over = |c: char| match c {
        '"' | '\'' | '\\' => quoted,
        '\n' | '\r' => true,
        ' ' | ',' | '}' => !quoted,
        _ => false,
    };
    let start = text.len() - inner.len();
    start..start + inner.find(over).unwrap_or(inner.len())
}

fn content<'t>(text: &str, at: Range<usize>, name: &'t str) -> Option<(Range<usize>, &'t str)> {
    let inside = text.get(at.clone())?;
    let start = at.start + inside.len() - inside.trim_start().len();
    let secret = inside.trim();
    may_be_secret(name, secret).then_some((start..start + secret.len(), name))
}
