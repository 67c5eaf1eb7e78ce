//! Directives of servers: a name, blanks and a value, and secrets that no name tells.

use super::key::{is_secret_name, is_upstream, may_be_secret};
use super::prose::unquoted;
use super::scan::{Found, near};

/// How long a line is that is looked at, in bytes.
const FAR: usize = 2048;

/// Directives before the name of a header or a variable.
const SETTERS: [&str; 9] = [
    "setenv",
    "proxy_set_header",
    "fastcgi_param",
    "uwsgi_param",
    "add_header",
    "set-header",
    "add-header",
    "requestheader",
    "grpc_set_header",
];

/// Directives whose value is a secret, and which word behind their name it is.
const SECRETS: [(&str, usize); 6] = [
    ("secure_link_secret", 0),
    ("rename-command", 1),
    ("rocommunity", 0),
    ("rwcommunity", 0),
    ("trapcommunity", 0),
    ("SessionCryptoPassphrase", 0),
];

/// What looks like the value of a directive, and is what somebody says about it.
const REMARKS: [&str; 16] = [
    "missing",
    "required",
    "unset",
    "changed",
    "unused",
    "empty",
    "optional",
    "needed",
    "wrong",
    "expired",
    "rotated",
    "default",
    "unknown",
    "invalid",
    "deprecated",
    "policy",
];

/// Finds what lines say.
pub(super) fn find(text: &str, marks: &[String], found: &mut Found) {
    let mut keys = false;
    for line in text.lines() {
        let at = line.as_ptr() as usize - text.as_ptr() as usize;
        let line = near(line, FAR);
        let bare = line.trim_start_matches([' ', '\t', '#', ';', '/']);
        let mut on = |from: usize, secret: &str, name: &str| found(from..from + secret.len(), name);
        let words = parts(bare);
        let start = at + line.len() - bare.len();
        let word = |n: usize| words.get(n).copied();
        let first = word(0).map_or("", |(_, word)| word);
        // The lines of `map $http_x_api_key $client {`.
        if keys {
            keys = !line.contains('}');
            if let Some((from, secret)) = word(0).filter(|(_, w)| {
                !matches!(*w, "}" | "default" | "hostnames" | "volatile" | "include")
            }) {
                let (quote, secret) = unquoted(secret);
                if !secret.starts_with('~') {
                    on(start + from + quote, secret, "key");
                }
            }
        } else if first == "map"
            && word(1).is_some_and(|(_, name)| name.starts_with('$') && is_secret_name(marks, name))
        {
            keys = !line.contains('}');
            let open = words.iter().position(|(_, word)| *word == "{");
            let key = open.and_then(|open| word(open + 1)).filter(|(_, w)| *w != "default");
            if let Some((from, secret)) = key {
                let (quote, secret) = unquoted(secret);
                on(start + from + quote, secret, "key");
            }
        }
        named(&words, marks, &mut |from, secret, name| on(start + from, secret, name));
        for (known, nth) in SECRETS {
            let all = words.iter().skip(1 + nth).filter(|_| first == known);
            for (from, secret) in all.copied() {
                let (quote, secret) = unquoted(secret.trim_end_matches(';'));
                on(start + from + quote, secret, "secret");
            }
        }
        // `password<tab>secret`
        if let ([(_, name), (from, value)], true) = (words.as_slice(), bare.contains('\t'))
            && bare.get(..*from).is_some_and(|head| head.ends_with('\t'))
            && is_secret_name(marks, name)
            && may_be_secret(name, value)
            && !REMARKS.contains(value)
        {
            let (quote, value) = unquoted(value);
            on(start + from + quote, value, name);
        }
        if first == "secure_link_md5" {
            links(bare.get(first.len()..).unwrap_or_default(), &mut |secret| {
                on(secret.as_ptr() as usize - text.as_ptr() as usize, secret, "secret");
            });
        }
        headers(line, marks, &mut |secret| {
            on(secret.as_ptr() as usize - text.as_ptr() as usize, secret, "key");
        });
    }
    shutdown(text, found);
}

/// The words of a line, each with its place; a quoted one goes to the quote that closes it.
fn parts(line: &str) -> Vec<(usize, &str)> {
    /// How many are looked at.
    const MOST: usize = 24;
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(rest) = line.get(from..).filter(|_| out.len() < MOST) {
        let bare = rest.trim_start();
        if bare.is_empty() {
            break;
        }
        let at = from + rest.len() - bare.len();
        let blank = bare.find(char::is_whitespace).unwrap_or(bare.len());
        let quoted = bare.starts_with(['"', '\'']).then(|| unquoted(bare).1.len() + 2);
        let end = quoted.map_or(blank, |end| end.max(blank)).min(bare.len());
        let end = (end..=bare.len()).find(|end| bare.is_char_boundary(*end)).unwrap_or(blank);
        out.push((at, bare.get(..end).unwrap_or(bare)));
        from = at + end;
    }
    out
}

/// `AuthLDAPBindPassword secret`, and a name behind a directive that sets it.
fn named(words: &[(usize, &str)], marks: &[String], found: &mut dyn FnMut(usize, &str, &str)) {
    let setter =
        words.iter().position(|(_, word)| SETTERS.contains(&word.to_ascii_lowercase().as_str()));
    let (at, over) = match setter {
        Some(at) => {
            let set = |n: &usize| {
                words.get(*n).is_some_and(|(_, word)| {
                    matches!(*word, "set" | "setifempty" | "append" | "add" | "always")
                })
            };
            let skipped = (at + 1..at + 3).take_while(set).count();
            (at + 1 + skipped, true)
        }
        // An agent between the name and Sentinel's word for all of its directives.
        None if words.first().is_some_and(|(_, word)| *word == "sentinel") => (1, false),
        None => (0, false),
    };
    let (Some((_, name)), Some((from, value))) = (words.get(at), words.get(at + 1)) else { return };
    if !over && (words.len() != at + 2 || !is_compound(name)) {
        return;
    }
    let name = unquoted(name).1;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
    let value = if value.starts_with(['"', '\'']) { value } else { value.trim_end_matches(';') };
    let (quote, value) = unquoted(value);
    let says = value.contains(char::is_alphanumeric) && !REMARKS.contains(&value);
    let template = value.starts_with('$') || value.contains("%[") || value.starts_with("%{");
    if says
        && !template
        && !is_upstream(name)
        && name.chars().all(plain)
        && is_secret_name(marks, name)
        && may_be_secret(name, value)
    {
        found(from + quote, value, name.trim_start_matches('$'));
    }
}

/// Whether a name has more than one part, so that no sentence has it.
fn is_compound(name: &str) -> bool {
    let mut pairs = name.chars().zip(name.chars().skip(1));
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    starts
        && (pairs.any(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase())
            || name.trim_end_matches(['-', '.']).contains(['-', '_', '.']))
}

/// What stands beside the variables of an expression from which a link's hash is made.
fn links<'t>(expression: &'t str, found: &mut dyn FnMut(&'t str)) {
    let over = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';');
    for mut word in expression.split(over).filter(|word| !word.is_empty()) {
        loop {
            let (literal, rest) = word.split_at(word.find('$').unwrap_or(word.len()));
            if literal.contains(char::is_alphanumeric) {
                found(literal);
            }
            let Some(name) = rest.strip_prefix('$') else { break };
            let name = name.strip_prefix('{').and_then(|name| name.split_once('}')).map_or_else(
                || name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_'),
                |(_, rest)| rest,
            );
            word = name;
        }
    }
}

/// HAProxy's comparison of a header with a secret: `req.hdr(X-Api-Key) -m str secret`.
fn headers<'t>(line: &'t str, marks: &[String], found: &mut dyn FnMut(&'t str)) {
    for (at, open) in line.match_indices("hdr(") {
        let rest = line.get(at + open.len()..).unwrap_or_default();
        let Some((name, rest)) = rest.split_once(')') else { return };
        if !is_secret_name(marks, name.split(',').next().unwrap_or_default()) {
            continue;
        }
        let mut words = rest.split_whitespace();
        while let Some(word) = words.next() {
            match word {
                "-m" => match words.next() {
                    Some("found" | "len" | "int" | "reg") | None => break,
                    Some(_) => {}
                },
                "-f" => break,
                _ if word.starts_with('-') => {}
                _ if word.starts_with(['}', '|', ',']) => break,
                _ => found(unquoted(word).1),
            }
        }
    }
}

/// The word at which Tomcat ends, on a port that everybody on its host may reach; not the one that it
/// is delivered with.
fn shutdown(text: &str, found: &mut Found) {
    for (at, tag) in text.match_indices("<Server ") {
        let rest = near(text.get(at + tag.len()..).unwrap_or_default(), FAR);
        let inner = rest.split('>').next().unwrap_or_default();
        let Some((_, given)) = inner.split_once("shutdown=") else { continue };
        let given = given.trim_start_matches(['\\', '"', '\'']);
        let word = given.split(['\\', '"', '\'']).next().unwrap_or_default();
        if word != "SHUTDOWN" {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            found(start..start + word.len(), "shutdown");
        }
    }
}
