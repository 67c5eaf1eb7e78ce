//! `name=value` and `name: value` in all their dresses: queries, JDBC's lists, options, JSON,
//! YAML, XML.

use super::key::{holds_secrets, is_secret_key, is_secret_name, may_be_secret};
use super::markup::{element, member};
use super::prose::{is_method, is_said};
use super::scan::{Found, ends, near};
use super::{bare, block};
use std::ops::Range;

/// Finds the values of secret names; `marks` are those of a catalogue.
pub(super) fn find(text: &str, marks: &[String], found: &mut Found) {
    // What stands in a value that was found is looked at no more.
    let mut end = 0;
    for (at, sign) in text.char_indices().filter(|(_, c)| "=:＝：<(→".contains(*c)) {
        if at < end {
            continue;
        }
        if sign != '<'
            && let Some((secrets, over, name)) = several(text, at, sign, marks)
        {
            end = over;
            for secret in secrets.into_iter().filter(|at| may_be(text, name, at)) {
                found(secret, name);
            }
            continue;
        }
        let more = if sign == '<' { element(text, at, marks) } else { pair(text, at, sign, marks) };
        if let Some((at, name)) = more {
            end = at.end;
            found(at, name);
        }
    }
}

fn may_be(text: &str, name: &str, at: &Range<usize>) -> bool {
    text.get(at.clone()).is_some_and(|secret| may_be_secret(name, secret))
}

/// The secrets of a name whose value has lines or members of its own, and where it ends.
fn several<'t>(
    text: &'t str,
    at: usize,
    sign: char,
    marks: &[String],
) -> Option<(Vec<Range<usize>>, usize, &'t str)> {
    if sign == '(' {
        return None;
    }
    let from = at + sign.len_utf8();
    let value = text.get(from..)?.trim_start();
    let open = value.starts_with(['{', '[']);
    let blank = text.get(from..)?.trim_start_matches([' ', '\t', '\r']);
    if !open && !blank.starts_with(['|', '>', '\n', '#']) {
        return None;
    }
    let (name, quoted) = name_before(text, at);
    let pure = pure(name);
    if !(is_secret_name(marks, pure) || holds_secrets(pure)) {
        return None;
    }
    let start = name.as_ptr() as usize - text.as_ptr() as usize;
    let members = || block::members(text, text.len() - value.len(), pure);
    let lines = || block::lines(text, start, from).filter(|_| sign == ':' && !quoted);
    let (secrets, over) = if open { members() } else { lines() }?;
    Some((secrets, over, pure))
}

/// A name without what makes an option of it.
fn pure(name: &str) -> &str {
    let pure = name.trim_start_matches('-').trim_end_matches(['是', '为']);
    pure.strip_prefix('D').filter(|_| name.starts_with('-')).unwrap_or(pure)
}

/// The longest name, or reference to one, that is looked at, in bytes.
const LONGEST: usize = 256;

/// The name that ends here; whether it stands in quotes.
fn name_before(text: &str, at: usize) -> (&str, bool) {
    let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
    // `$http_x_api_key != "…"`, `%{HTTP:X-Api-Key} == "…"`.
    let before = match before.strip_suffix(['!', '=', '~']) {
        Some(head) => head.trim_end_matches([' ', '\t', '}']),
        None => before,
    };
    let bare = before.trim_end_matches(['"', '\'']);
    let quoted = bare.len() < before.len();
    let bare = bare.trim_end_matches('\\');
    let mut from = bare.len();
    for (at, c) in bare.char_indices().rev() {
        if !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) || bare.len() - at > LONGEST {
            break;
        }
        from = at;
    }
    (words_before(bare, from), quoted)
}

/// The name that begins at `from`, with the words before it that belong to it: `Secret Key: …`.
fn words_before(text: &str, from: usize) -> &str {
    let name = text.get(from..).unwrap_or_default();
    if !["key", "id", "phrase", "passe", "word"].iter().any(|last| name.eq_ignore_ascii_case(last))
    {
        return name;
    }
    let mut from = from;
    let mut words = name;
    for _ in 0..2 {
        let head = text.get(..from).unwrap_or_default();
        let Some(head) = head.strip_suffix(' ') else { break };
        let word = head.len() - head.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        if word == 0 || word > LONGEST {
            break;
        }
        from = head.len() - word;
        let wider = text.get(from..).unwrap_or_default();
        if is_secret_key(wider) {
            words = wider;
        }
    }
    words
}

fn pair<'t>(
    text: &'t str,
    at: usize,
    sign: char,
    marks: &[String],
) -> Option<(Range<usize>, &'t str)> {
    let (name, quoted) = name_before(text, at);
    let from = at + sign.len_utf8();
    let rest = text.get(from..).unwrap_or_default();
    if sign == '('
        && let Some(tuple) = tuple(text, from, marks)
    {
        return Some(tuple);
    }
    let start = name.as_ptr() as usize - text.as_ptr() as usize;
    let before = text.get(..start).unwrap_or_default();
    let query = before.ends_with(['?', '&']);
    let pure = pure(name);
    if let Some(apart) = member(text, name, from, marks) {
        return Some(apart);
    }
    let signature = || pure == "sig" || pure.to_ascii_lowercase().ends_with("signature");
    if !(is_secret_name(marks, pure) || (query && signature())) {
        return None;
    }
    if sign == '(' && !rest.starts_with(['"', '\'']) {
        // `password(secret)`, and not `getPassword(name)`.
        let (word, _) = near(rest, LONGEST).split_once(')')?;
        let joined = text.get(..at).is_some_and(|head| head.ends_with(char::is_alphanumeric));
        let sign = |c: char| !c.is_ascii_lowercase();
        let variable = name.contains(|c: char| c.is_ascii_uppercase())
            && name.contains(|c: char| c.is_ascii_lowercase());
        let word_alone =
            word.len() > 2 && word.contains(sign) && !word.contains([' ', ',', '.', '(']);
        let alone = joined && !variable && word_alone && !is_method(word);
        return alone.then(|| (from..from + word.len(), pure));
    }
    // `=>` and `:=` are signs as well.
    let whole = match sign {
        '=' => rest.strip_prefix('>'),
        ':' => rest.strip_prefix('='),
        _ => None,
    };
    let from = from + usize::from(whole.is_some());
    let rest = whole.unwrap_or(rest);
    let colon = matches!(sign, ':' | '：');
    if colon && (rest.starts_with("//") || (before.ends_with('/') && !is_user(before))) {
        return None;
    }
    let value = continued(rest, quoted && colon);
    let skipped = rest.len() - value.len();
    // `password= user=x` has an empty one; so has `password:` at the end of a line.
    if skipped > 0 && !colon && (value.starts_with('-') || word_is_pair(value)) {
        return None;
    }
    if colon && !quoted && skipped == 0 && is_port(value) {
        return None;
    }
    let listed = colon && before.ends_with('/');
    let inside = value_of(before, value, query, quoted)?;
    let start = from + skipped;
    let secret = value.get(inside.clone()).unwrap_or_default();
    if listed && !secret.contains('/') && !is_said(secret) {
        return None;
    }
    // What something is compared with may be another name.
    let compared = text.get(..at).is_some_and(|head| head.ends_with(['!', '=', '~']));
    let word = !is_said(secret) || is_secret_key(secret);
    if (compared || sign == '→') && !value.starts_with(['"', '\'']) && word {
        return None;
    }
    may_be_secret(pure, secret).then_some((start + inside.start..start + inside.end, pure))
}

/// `(spark.ssl.keyPassword,secret)`, as Spark writes its properties into a log.
fn tuple<'t>(text: &'t str, from: usize, marks: &[String]) -> Option<(Range<usize>, &'t str)> {
    let (inner, _) = near(text.get(from..)?, LONGEST).split_once(')')?;
    let (name, value) = inner.split_once(',')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let secret = name.chars().all(plain) && is_secret_name(marks, name);
    let alone = !value.is_empty() && !value.contains([' ', ',', '(']);
    let told = name.contains('.') || is_said(value);
    let start = from + name.len() + 1;
    (secret && alone && told && may_be_secret(name, value))
        .then_some((start..start + value.len(), name))
}

/// Whether `user/` stands before the name of a secret, for both of which a value follows.
fn is_user(before: &str) -> bool {
    const USERS: [&str; 9] =
        ["ak", "user", "username", "login", "account", "用户名", "用户", "账号", "账户"];
    let word = before.trim_end_matches('/').rsplit(|c: char| !c.is_alphanumeric()).next();
    word.is_some_and(|word| USERS.iter().any(|user| word.eq_ignore_ascii_case(user)))
}

/// A value without the blanks before it: those in front of a line's end that is taken back, and in an
/// object any line's end. YAML's signs stay before it where lines were put into one.
fn continued(text: &str, object: bool) -> &str {
    let value = text.trim_start_matches([' ', '\t']);
    let rest = value.trim_start_matches(['|', '>', '-', '+']);
    let signs = (1..=2).contains(&(value.len() - rest.len()));
    if signs && text.len() > value.len() && rest.starts_with([' ', '\t']) {
        return rest.trim_start_matches([' ', '\t']);
    }
    let next = value.strip_prefix('\\').unwrap_or_default();
    let next = next.strip_prefix('\r').unwrap_or(next);
    match next.strip_prefix('\n') {
        Some(next) => next.trim_start(),
        None if object => value.trim_start(),
        None => value,
    }
}

/// Whether the first word is itself `name=value`.
pub(super) fn word_is_pair(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
    })
}

/// Whether a text begins with a port: one to five digits, and then the end or another part.
pub(super) fn is_port(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or_default();
    (1..=5).contains(&digits)
        && (ends(rest) || rest.starts_with(['/', '?', '#', '"', '\'', '<', '|', '&', '\\']))
}

/// Where the value stands in a text that begins with it.
fn value_of(before: &str, text: &str, query: bool, quoted: bool) -> Option<Range<usize>> {
    let first = text.chars().next()?;
    if let Some(end) = reference(text) {
        return Some(0..end);
    }
    // Quotes in a text that is in quotes itself.
    for quote in ["\\\"", "\\'"] {
        if let Some(inner) = text.strip_prefix(quote) {
            let end = inner.find(quote).unwrap_or_else(|| line(inner));
            return Some(2..2 + end);
        }
    }
    if let Some(inside) = argument(text) {
        return Some(inside);
    }
    match first {
        // What a shell puts in.
        '$' if text.starts_with("$(") => None,
        '"' | '\'' | '`' => {
            let triple = first.to_string().repeat(3);
            if let Some(inner) = text.strip_prefix(&triple) {
                let end = inner.find(&triple).unwrap_or(inner.len());
                return Some(3..3 + end);
            }
            Some(1..1 + closed(text.get(1..)?, first))
        }
        '{' => {
            let inner = text.get(1..)?;
            let next = inner.trim_start();
            // An object: its members are looked at by themselves.
            if next.is_empty() || next.starts_with(['"', '}', '\'', '\\']) {
                return None;
            }
            let whole = inner.find('}').map_or(0, |end| end + 1);
            let variable = inner.get(..whole).is_some_and(super::is_reference);
            Some(1..1 + if variable { whole } else { braced(inner) })
        }
        '[' => {
            let end = text.find(']').unwrap_or_else(|| line(text));
            Some(0..end.max(1))
        }
        _ => {
            let end = bare::length(before, text, query, quoted);
            (end > 0).then_some(0..end)
        }
    }
}

/// What stands in the quotes of `ENC('…')`, which Kyligence's metadata address has: the product
/// decrypts it.
fn argument(text: &str) -> Option<Range<usize>> {
    let inner = text.strip_prefix("ENC(")?;
    let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = inner.get(1..)?;
    let end = closed(inner, quote);
    let start = text.len() - inner.len();
    inner.get(end..)?.starts_with(quote).then_some(start..start + end)
}

/// The end of the line.
fn line(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// The length of a reference at the start of a text.
pub(super) fn reference(text: &str) -> Option<usize> {
    let close = if text.starts_with("{{") { "}}" } else { "}" };
    let close = if text.starts_with('<') { ">" } else { close };
    if !(text.starts_with("${") || text.starts_with("@{") || close != "}") {
        return None;
    }
    let end = near(text, LONGEST).find(close)? + close.len();
    let rest = text.get(end..).unwrap_or_default();
    let whole = super::is_reference(text.get(..end)?);
    let next = rest.starts_with(['"', '\'', '<', '&', '@', '/', '#', '\\', '`']);
    (whole && (ends(rest) || next)).then_some(end)
}

/// The length of what stands before the quote that closes it.
fn closed(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            '\n' => return at,
            c if c == quote => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of what stands before the brace that closes it; two of them are one of the text.
fn braced(text: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find('}')) {
        let here = from + at;
        if !text.get(here + 1..).is_some_and(|rest| rest.starts_with('}')) {
            return here;
        }
        from = here + 2;
    }
    line(text)
}
