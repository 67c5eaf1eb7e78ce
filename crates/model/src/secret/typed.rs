//! Texts that somebody is still typing.

use super::login::{oracle, user_of};
use super::pair::is_port;
use super::{Names, Protected, Slot, is_reference, protect, variable_for};

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
    let mut protected = protect(slot, key, text, marks);
    let length = unfinished(&protected.text, servers).map(str::len);
    if let Some(from) = length.and_then(|length| protected.text.len().checked_sub(length)) {
        let secret = protected.text.split_off(from);
        let base = variable_for(&format!("{key}.password"));
        let mut names = Names::default();
        names.keep(&protected.text);
        let variable = names.name(base, &secret);
        protected.text = format!("{}${{{variable}}}", protected.text);
        protected.removed.push((variable, secret));
        // Without its end it may no longer look like the place where a secret is.
        let again = protect(slot, key, &protected.text, marks);
        protected.removed.extend(again.removed);
        protected.text = again.text;
    }
    protected
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
