//! Texts that somebody is still typing.

use super::login::{oracle, user_of};
use super::pair::is_port;
use super::{Names, Protected, Slot, is_reference, variable_for};
use crate::{ClusterSpec, Place};

/// What somebody has typed, as [`protect`] does it; and the text may end in the middle:
/// `scheme://user:secr` is a secret as well before its `@` has come, because it is no port. With
/// `servers` the text is a list of servers, where a name and a colon need no scheme.
pub fn protect_typed(
    slot: Slot,
    key: &str,
    text: &str,
    marks: &[String],
    servers: bool,
) -> Protected {
    typed_with(&mut Names::default(), slot, key, text, marks, servers)
}

/// What somebody has typed as the value of a property of the product. A variable that another text
/// of the document refers to stands for another secret.
pub fn protect_property(
    spec: &ClusterSpec,
    place: &Place,
    text: &str,
    marks: &[String],
) -> Protected {
    let (slot, key) = match place {
        Place::Override(_, property) => (Slot::Property, property.key()),
        _ => (Slot::Text, ""),
    };
    let typed = |names: &mut Names| typed_with(names, slot, key, text, marks, false);
    let alone = typed(&mut Names::default());
    if alone.removed.is_empty() { alone } else { typed(&mut Names::beside(spec, place)) }
}

fn typed_with(
    names: &mut Names,
    slot: Slot,
    key: &str,
    text: &str,
    marks: &[String],
    servers: bool,
) -> Protected {
    let mut removed = Vec::new();
    let protected = names.protect(slot, key, text, marks, &mut removed);
    let mut text = protected.unwrap_or_else(|| text.to_owned());
    let length = unfinished(&text, servers).map(str::len);
    if let Some(from) = length.and_then(|length| text.len().checked_sub(length)) {
        let secret = text.split_off(from);
        let variable = names.name(variable_for(&format!("{key}.password")), &secret);
        text = format!("{text}${{{variable}}}");
        removed.push((variable, secret));
        // Without its end it may no longer look like the place where a secret is.
        if let Some(again) = names.protect(slot, key, &text, marks, &mut removed) {
            text = again;
        }
    }
    Protected { text, removed }
}

/// The end of a text that stops within a login. SQL Server's driver has a port there and names its
/// database behind a semicolon: `jdbc:sqlserver://host:1433;database=name`.
fn unfinished(text: &str, servers: bool) -> Option<&str> {
    if let Some((from, None)) = oracle(text).last() {
        return text.get(from..).filter(|secret| is_secret(secret));
    }
    let (scheme, authority) = match text.rsplit_once("://") {
        Some((scheme, authority)) => (scheme, authority),
        None if servers => ("", text),
        None => return None,
    };
    if authority.contains(['/', '?', '#', ' ', '@']) && !(servers && scheme.is_empty()) {
        return None;
    }
    let last = authority.rsplit(',').next().unwrap_or(authority);
    let (_, rest) = user_of(last)?;
    if last.contains('@') {
        return None;
    }
    let end = if scheme.ends_with("sqlserver") { rest.find(';') } else { None };
    let port = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    let digits = port.len() <= 5 && port.chars().all(|c| c.is_ascii_digit());
    let port = digits || (scheme.is_empty() && is_port(port));
    (!port && is_secret(rest)).then_some(rest)
}

fn is_secret(text: &str) -> bool {
    !text.is_empty() && !is_reference(text)
}
