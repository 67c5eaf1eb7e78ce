//! Logins: `user:secret@host` in an address or in a list of servers, and their relatives.

use super::pair::{is_port, reference};
use super::scan::{Found, ends, goes_on, near};

/// Finds the secrets of logins.
pub(super) fn find(text: &str, found: &mut Found) {
    addresses(text, found);
    servers(text, found);
    slashes(text, found);
    digests(text, found);
    granted(text, found);
}

fn report(text: &str, from: usize, length: usize, found: &mut Found) {
    if text.get(from..from + length).is_some_and(|secret| !secret.is_empty()) {
        found(from..from + length, "password");
    }
}

/// `scheme://user:secret@host`, wherever it stands.
fn addresses(text: &str, found: &mut Found) {
    for (at, _) in text.match_indices("://") {
        let from = at + 3;
        let rest = text.get(from..).unwrap_or_default();
        if let Some((colon, after)) = user_of(rest)
            && (!is_port(after) || begins_with_number(rest.get(..colon).unwrap_or_default(), after))
            && let Some(length) = secret_length(after).or_else(|| with_blanks(after))
        {
            report(text, from + colon + 1, length, found);
        }
    }
}

/// The length of a secret with blanks in it, where an `@` before a host follows soon.
fn with_blanks(text: &str) -> Option<usize> {
    /// How many words one has at most.
    const WORDS: usize = 4;
    let line = near(text, FAR).split(['\n', '\r']).next()?;
    let first = line.split(' ').next()?;
    let other = first.is_empty() || first.contains(['/', '?', '"', '\'', '<', ',', ';']);
    if other || reference(first).is_some() {
        return None;
    }
    let mut over = false;
    for word in line.split(' ').filter(|word| !word.is_empty()).take(WORDS) {
        over |= word.starts_with('-') || word.contains("://");
        let host = |(at, _): &(usize, &str)| {
            word.get(at + 1..).is_some_and(|host| !host.is_empty() && is_host(host))
        };
        if let Some((at, _)) = word.match_indices('@').rfind(host).filter(|_| !over) {
            return Some(word.as_ptr() as usize - text.as_ptr() as usize + at);
        }
    }
    None
}

/// Where a user ends at a colon, and what stands behind it. An address in brackets has none.
pub(super) fn user_of(rest: &str) -> Option<(usize, &str)> {
    let (end, _) = rest
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| c.is_whitespace() || ":/?#\"<>,;[(=".contains(*c))?;
    let after = rest.get(end..)?.strip_prefix(':')?;
    Some((end, after))
}

/// How long the name of a user may be, in characters.
const LONGEST: usize = 256;

/// How long a password in an address may be, in bytes.
const FAR: usize = 1024;

/// The length of the secret at the start of a text, up to the `@` before a host: the last one of
/// this address, because a password may hold one, too.
fn secret_length(text: &str) -> Option<usize> {
    if let Some(end) =
        reference(text).filter(|end| text.get(*end..).is_some_and(|r| r.starts_with('@')))
    {
        return Some(end);
    }
    let near = Some(near(text, FAR)).filter(|near| near.contains('@'))?;
    let word = near.split(char::is_whitespace).next()?;
    let mut last = None;
    for (at, c) in word.char_indices() {
        let rest = word.get(at + c.len_utf8()..).unwrap_or_default();
        let over = match c {
            '@' if is_host(rest) => {
                last = Some(at);
                false
            }
            _ if last.is_none() => false,
            ',' | ';' => goes_on(rest) || is_login(rest),
            '?' | '&' | '#' => goes_on(rest),
            '"' | '\'' | '`' => ends(rest),
            '<' => rest.starts_with('/'),
            _ => false,
        };
        if over {
            break;
        }
    }
    last
}

/// Whether a host may begin here, or has not been typed yet. Of the signs of a password, none does.
fn is_host(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with("${")
        || rest.starts_with("@{")
        || rest.starts_with("{{")
        || rest
            .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '_' | '/' | '(' | '<'))
}

/// Whether a text begins with `user:…@`.
fn is_login(text: &str) -> bool {
    user_of(text).is_some_and(|(_, after)| {
        let part = after.split([',', ';']).next().unwrap_or_default();
        !is_port(after) && part.contains('@')
    })
}

/// `user:secret@host:port` without a scheme, alone or in a list.
fn servers(text: &str, found: &mut Found) {
    if !text.contains('@') {
        return;
    }
    let mut from = 0;
    while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        if let Some((colon, after)) = user_of(rest)
            && is_user(rest.get(..colon).unwrap_or_default())
            && (!is_port(after) || begins_with_number(rest.get(..colon).unwrap_or_default(), after))
            && !after.starts_with(['/', '\\', '[', ':'])
            && !is_group(after)
            && let Some(length) = secret_length(after)
        {
            let host = after.get(length + 1..).unwrap_or_default();
            if !is_storage(host) {
                report(text, from + colon + 1, length, found);
                from += colon + 1 + length;
                continue;
            }
        }
        // A login may also stand behind a path and a colon.
        let mut path = false;
        let next = rest.find(|c: char| {
            path |= c == '/';
            c.is_whitespace() || ",;=([{\"'|<>#".contains(c) || (path && c == ':')
        });
        let Some(next) = next else { return };
        from += next + rest.get(next..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8);
    }
}

/// Whether a password begins as a port would, and goes on behind a comma: `12345,secret@host:7070`. Most
/// servers have a dot in their names or a number at the end, and no login has a user alone.
fn begins_with_number(user: &str, text: &str) -> bool {
    if user.contains('.') || user.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let next = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let next = next.strip_prefix(',').unwrap_or_default();
    let end = next.find([',', ';', ' ', ':']).unwrap_or(next.len());
    let login = next.get(..end).unwrap_or_default();
    let port = next.get(end..).and_then(|rest| rest.strip_prefix(':')).is_some_and(is_port);
    port && login.rsplit_once('@').is_some_and(|(rest, host)| !rest.is_empty() && is_host(host))
}

/// Whether what stands before a colon may be a user: not the scheme of an address.
fn is_user(user: &str) -> bool {
    // ZooKeeper's schemes of access are among them: `sasl:kylin@REALM:cdrwa`.
    let scheme = ["jdbc", "mailto", "classpath", "file", "RULE", "http", "https", "sasl", "x509"];
    !user.contains(['=', '{', '}', '$', '\'', '`']) && !scheme.contains(&user)
}

/// `$1@…`: a group of a regular expression.
fn is_group(text: &str) -> bool {
    text.strip_prefix('$').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// `namespace:table@storage` names a table, `image:tag@sha256:…` an image, and `address:port@port` a
/// member of a Redis cluster: no login.
fn is_storage(host: &str) -> bool {
    let end = host.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(host.len());
    let (word, rest) = host.split_at(end);
    let port = (1..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    (matches!(word, "hbase" | "jdbc" | "hdfs" | "ifile")
        && (rest.is_empty() || rest.starts_with(',')))
        || (word == "sha256" && rest.starts_with(':'))
        || (port && super::scan::ends(rest))
}

/// Oracle's `jdbc:oracle:thin:user/secret@host`.
fn slashes(text: &str, found: &mut Found) {
    for (at, length) in oracle(text) {
        if let Some(length) = length {
            report(text, at, length, found);
        }
    }
}

/// Where the secrets of Oracle's form begin, and how long they are: nothing while the `@` lacks.
pub(super) fn oracle(text: &str) -> impl Iterator<Item = (usize, Option<usize>)> + '_ {
    const DRIVER: &str = "jdbc:oracle:";
    text.match_indices(DRIVER).filter_map(|(at, _)| {
        let rest = text.get(at + DRIVER.len()..)?;
        let (_, login) = rest.split_once(':')?;
        let slash = login.find(['/', '@', ' ', ',', ';', ':'])?;
        let secret = login.get(slash..)?.strip_prefix('/')?;
        (slash > 0).then(|| (text.len() - secret.len(), secret_length(secret)))
    })
}

/// ZooKeeper's `auth:user:secret:rights`.
fn granted(text: &str, found: &mut Found) {
    for (at, word) in text.match_indices("auth:") {
        let from = at + word.len();
        let rest = near(text.get(from..).unwrap_or_default(), FAR);
        let word = rest.split([' ', ',', '"', '\'', '\n']).next().unwrap_or_default();
        let Some((login, rights)) = word.rsplit_once(':') else { continue };
        let Some((user, secret)) = login.split_once(':') else { continue };
        let rights = !rights.is_empty() && rights.chars().all(|c| "crwda".contains(c));
        if rights && !user.is_empty() {
            report(text, from + user.len() + 1, secret.len(), found);
        }
    }
}

/// ZooKeeper's `digest:user:secret`.
fn digests(text: &str, found: &mut Found) {
    for (at, word) in text.match_indices("digest:") {
        if text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric())) {
            continue;
        }
        let from = at + word.len();
        let rest = text.get(from..).unwrap_or_default();
        let Some((colon, after)) = user_of(rest).filter(|(colon, _)| *colon > 0) else { continue };
        let end = after
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | ','))
            .unwrap_or(after.len());
        report(text, from + colon + 1, end, found);
    }
}
