//! How the lines of `redis.conf` and `sentinel.conf` are named.
//!
//! A line is a directive and words. The key is the directive in small letters, and of directives of
//! which there are several lines, the words that tell them apart: `maxmemory`, `rename-command
//! FLUSHALL`, `sentinel down-after-milliseconds mymaster`. The value is the rest of the line as Redis
//! reads it: words with blanks between them, an empty one as `""`.

use ::rules::Secret;
use formats::redis::{quote, quoted, words};
use model::value::shown;
use model::{Message, msg};

/// Directives of which there are several lines, and how many words more belong to the key.
const SEVERAL: &[(&str, usize)] = &[
    ("client-output-buffer-limit", 1),
    ("include", 1),
    ("loadmodule", 1),
    ("rename-command", 1),
    ("user", 1),
    ("sentinel auth-pass", 1),
    ("sentinel auth-user", 1),
    ("sentinel client-reconfig-script", 1),
    ("sentinel config-epoch", 1),
    ("sentinel down-after-milliseconds", 1),
    ("sentinel failover-timeout", 1),
    ("sentinel leader-epoch", 1),
    ("sentinel master-reboot-down-after-period", 1),
    ("sentinel monitor", 1),
    ("sentinel notification-script", 1),
    ("sentinel parallel-syncs", 1),
    ("sentinel rename-command", 2),
];

/// Those that say everything with their key.
const ALONE: &[&str] = &["include", "loadmodule", "user"];

/// The directive with which a key begins: a word, or two behind `sentinel`.
fn directive(key: &str) -> (String, usize) {
    let words = || key.split_ascii_whitespace();
    let first = words().next().unwrap_or_default().to_ascii_lowercase();
    let len = if first == "sentinel" { 2 } else { 1 };
    let words: Vec<String> = words().take(len).map(str::to_ascii_lowercase).collect();
    let mut directive = words.join(" ");
    // Redis goes on reading the names of before version 5.
    if let Some(rest) = directive.strip_prefix("slave") {
        directive = format!("replica{rest}");
    }
    let more = SEVERAL.iter().find(|(name, _)| *name == directive).map_or(0, |(_, more)| *more);
    (directive, len + more)
}

/// Whether a line can have this key and this value.
///
/// # Errors
/// Why it cannot.
pub(super) fn holds(key: &str, value: &str) -> Result<(), Message> {
    let (directive, len) = directive(key);
    let all: Vec<&str> = key.split_ascii_whitespace().collect();
    if let Some(word) = all.iter().find(|word| quote(word) != **word || word.starts_with('#')) {
        return Err(
            msg!(en: "\"{w}\" is no word of a directive", zh: "“{w}”不是指令中的词", w = shown(word)),
        );
    }
    let own = directive.split(' ').count();
    let canonical = [directive.as_str()].into_iter().chain(all.iter().skip(own).copied());
    let canonical = canonical.collect::<Vec<_>>().join(" ");
    if all.len() != len {
        let what = " NAME".repeat(len.saturating_sub(own));
        return Err(msg!(
            en: "the key of this line is \"{k}\", and the words behind it are the value",
            zh: "该行的键应为“{k}”，其后的词为值", k = format!("{directive}{what}")));
    }
    if canonical != key {
        return Err(
            msg!(en: "write the key as \"{k}\"", zh: "键应写作“{k}”", k = shown(&canonical)),
        );
    }
    if words(value)?.is_empty() && !ALONE.contains(&directive.as_str()) {
        return Err(
            msg!(en: "a value is missing; an empty one is written as \"\"", zh: "缺少值；空值写作 \"\""),
        );
    }
    Ok(())
}

/// The line of an entry. A variable that the archive's secrets name becomes a marker, which the node
/// replaces between double quotes; what only looks like a marker is hidden from that step.
pub(super) fn line(secrets: &[Secret], key: &str, value: &str) -> String {
    let Ok(words) = words(value) else { return format!("{key} {value}") };
    let mut line = key.to_owned();
    for word in words {
        line.push(' ');
        line.push_str(&with_markers(secrets, &word));
    }
    line
}

fn with_markers(secrets: &[Secret], word: &str) -> String {
    let mut word = word.to_owned();
    for secret in secrets {
        let name = &secret.variable;
        word = word.replace(&format!("${{{name}}}"), &format!("@{{{name}}}"));
    }
    if !word.contains("@{") {
        return quote(&word);
    }
    let quoted = quoted(&word);
    let mut parts = quoted.split("@{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.split_once('}').map(|(name, _)| name);
        let known = secrets.iter().any(|secret| Some(secret.variable.as_str()) == name);
        out.push_str(if known { "@{" } else { "@\\x7b" });
        out.push_str(part);
    }
    out
}

/// A size of `redis.conf` in bytes: `1g` counts by thousands, `1gb` by 1024, letters of either case
/// (the head of the release's own redis.conf; `memtoull` in src/util.c). Nothing where Redis refuses
/// it.
pub(crate) fn size(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits)?;
    let factor: u64 = match unit {
        "" | "b" => 1,
        "k" => 1_000,
        "kb" => 1 << 10,
        "m" => 1_000_000,
        "mb" => 1 << 20,
        "g" => 1_000_000_000,
        "gb" => 1 << 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_line_says_which_of_several_it_is() {
        for (key, value) in [
            ("maxmemory", "512mb"),
            ("save", "\"\""),
            ("save", "900 1 300 10"),
            ("rename-command FLUSHALL", "\"\""),
            ("client-output-buffer-limit replica", "256mb 64mb 60"),
            ("sentinel monitor mymaster", "k1 6379 2"),
            ("sentinel resolve-hostnames", "yes"),
            ("include /etc/redis/more.conf", ""),
        ] {
            assert_eq!(holds(key, value), Ok(()), "{key}");
        }
        for (key, value) in [
            ("maxmemory", ""),
            ("MaxMemory", "1gb"),
            ("maxmemory  ", "1gb"),
            ("maxmemory 1gb", "1gb"),
            ("rename-command", "FLUSHALL \"\""),
            ("sentinel", "monitor mymaster k1 6379 2"),
            ("sentinel monitor", "mymaster k1 6379 2"),
            ("slave-read-only", "no"),
            ("requirepass", "\"a"),
            ("# port", "1"),
            ("po\"rt", "1"),
            ("", "1"),
        ] {
            assert!(holds(key, value).is_err(), "{key} = {value}");
        }
    }

    #[test]
    fn only_secrets_of_the_archive_are_left_to_the_node() {
        let secrets = [Secret { variable: "PW".to_owned(), purpose: ("", "") }];
        let line = |value: &str| line(&secrets, "requirepass", value);
        assert_eq!(line("${PW}"), "requirepass \"@{PW}\"");
        assert_eq!(line("\"a @{PW}\""), "requirepass \"a @{PW}\"");
        assert_eq!(line("@{OTHER}"), "requirepass \"@\\x7bOTHER}\"");
        assert_eq!(words("\"@\\x7bOTHER}\"").unwrap(), ["@{OTHER}"]);
        assert_eq!(line("900  1"), "requirepass 900 1");
    }

    #[test]
    fn sizes_count_as_redis_counts() {
        for (text, bytes) in [
            ("1g", Some(1_000_000_000)),
            ("1GB", Some(1 << 30)),
            ("512mb", Some(512 << 20)),
            ("100", Some(100)),
            ("", None),
            ("1 gb", None),
            ("1gib", None),
            ("99999999999999gb", None),
        ] {
            assert_eq!(size(text), bytes, "{text}");
        }
    }
}
