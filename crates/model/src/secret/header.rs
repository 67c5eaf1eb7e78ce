//! Headers of HTTP: `Authorization: Basic …`, `Bearer …`.

use super::scan::{Found, near};

/// The schemes of the header.
const SCHEMES: [&str; 5] = ["basic", "bearer", "digest", "negotiate", "token"];

/// How many characters a token behind `Bearer` has at least; less is a word.
const LEAST: usize = 8;

/// Finds what they carry.
pub(super) fn find(text: &str, found: &mut Found) {
    cookies(text, found);
    // Nearly all texts have neither.
    if !["uthorization", "UTHORIZATION", "earer ", "EARER "].iter().any(|part| text.contains(part))
    {
        return;
    }
    // The bytes keep their places.
    let lower = text.to_ascii_lowercase();
    for (at, name) in lower.match_indices("authorization") {
        let end = at + name.len();
        let rest = text.get(end..).unwrap_or_default();
        let value = rest.trim_start_matches(['"', '\'', '\\', ' ']);
        let Some(value) = value.strip_prefix([':', '=']) else {
            // Nginx and HAProxy have no sign between the name and what they set it to.
            let set = rest.trim_start_matches([' ', '\t']);
            let quoted = set.strip_prefix(['"', '\'']);
            let (scheme, secret) = word(quoted.unwrap_or(set));
            let secret = secret.trim_start_matches(' ');
            let token = word(secret).0;
            let known = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
            let apart = rest.starts_with([' ', '\t']);
            if apart && known && (quoted.is_some() || is_token(token)) {
                let start = text.len() - secret.len();
                found(start..start + token.len(), "authorization");
            }
            continue;
        };
        let header = !lower.get(..at).is_some_and(|before| before.ends_with(['.', '_']));
        let value = value.trim_start_matches(['"', '\'', '\\', ' ']);
        let (first, behind) = word(value);
        let from = |part: &str| text.len() - part.len();
        if SCHEMES.iter().any(|scheme| first.eq_ignore_ascii_case(scheme)) {
            let secret = behind.trim_start_matches([' ', '\\']);
            let start = from(secret);
            found(start..start + word(secret).0.len(), "authorization");
        } else if header && is_token(first) {
            let start = from(value);
            found(start..start + first.len(), "authorization");
        }
    }
    for (at, name) in lower.match_indices("bearer ") {
        let rest = text.get(at + name.len()..).unwrap_or_default();
        let secret = rest.trim_start_matches(' ');
        let (token, _) = word(secret);
        let own = !lower.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
        if own && token.len() >= LEAST && is_token(token) {
            let start = text.len() - secret.len();
            found(start..start + token.len(), "token");
        }
    }
}

/// The values behind `Cookie:` and what sets it, and behind curl's `-b`: who has one is logged in.
fn cookies(text: &str, found: &mut Found) {
    for mark in [
        "ookie: ",
        "ookie \"",
        "ookie '",
        " -b \"",
        " -b '",
        " --cookie \"",
        " --cookie '",
        "OOKIE: ",
    ] {
        for (at, _) in text.match_indices(mark) {
            let rest = text.get(at + mark.len()..).unwrap_or_default();
            let end = rest.find(['"', '\'', '\n', '\\']).unwrap_or(rest.len());
            for pair in near(rest, end.min(FAR)).split(';') {
                let Some((name, value)) = pair.split_once('=') else { continue };
                let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
                let digit = value.contains(|c: char| c.is_ascii_digit());
                let own = name.trim().chars().all(plain) && value.contains(char::is_alphabetic);
                if own && digit && value.len() >= LEAST && !value.contains([' ', '$']) {
                    let start = value.as_ptr() as usize - text.as_ptr() as usize;
                    found(start..start + value.len(), "cookie");
                }
            }
        }
    }
}

/// How far the pairs of a cookie are looked at, in bytes.
const FAR: usize = 4096;

/// Whether a word is none of a sentence.
fn is_token(word: &str) -> bool {
    word.contains(|c: char| !c.is_ascii_lowercase())
}

/// The first word, and what stands behind it.
fn word(text: &str) -> (&str, &str) {
    let over = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | '<' | ',' | '`');
    text.split_at(text.find(over).unwrap_or(text.len()))
}
