//! Secrets that are known by their own looks: private keys, access keys, tokens.

use super::scan::{Found, near};

/// Finds them.
pub(super) fn find(text: &str, found: &mut Found) {
    private_keys(text, found);
    access_keys(text, found);
    tokens(text, found);
    hooks(text, found);
    hashes(text, found);
    users(text, found);
}

/// The inside of a PEM block with a private key; without its end, all that follows.
fn private_keys(text: &str, found: &mut Found) {
    let mut end = 0;
    for (at, mark) in text.match_indices("PRIVATE KEY-----") {
        if at < end
            || !text
                .get(..at)
                .is_some_and(|t| t.rsplit("-----").next().is_some_and(|t| t.starts_with("BEGIN")))
        {
            continue;
        }
        let from = at + mark.len();
        let rest = text.get(from..).unwrap_or_default();
        let inside = rest.get(..rest.find("-----END").unwrap_or(rest.len())).unwrap_or(rest);
        end = from + inside.len();
        let start = from + inside.len() - inside.trim_start().len();
        found(start..start + inside.trim().len(), "private.key");
    }
}

/// The id of an access key of AWS: four letters that say so and sixteen more.
pub(super) fn is_access_key(word: &str) -> bool {
    (word.starts_with("AKIA") || word.starts_with("ASIA"))
        && word.len() == 20
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Ids of access keys, and the secrets behind them.
fn access_keys(text: &str, found: &mut Found) {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '_');
    let mut behind_id = false;
    for (at, _) in text.match_indices("==") {
        let from = at.saturating_sub(38);
        let Some(word) = text.get(from..at).filter(|word| {
            word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
        }) else {
            continue;
        };
        if is_cephs(word) {
            found(from..at + 2, "key");
        }
    }
    for word in text.split(|c| !part(c)).filter(|w| !w.is_empty()) {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let id = is_access_key(word);
        if id || (behind_id && word.len() == 40) {
            found(at..at + word.len(), if id { "access.key" } else { "secret.key" });
        }
        behind_id = id || (behind_id && word.len() < 20);
    }
}

/// How the tokens of widespread services begin, and how many characters one has at least.
const BEGINNINGS: [(&str, usize); 19] = [
    ("ghp_", 20),
    ("gho_", 20),
    ("ghs_", 20),
    ("ghu_", 20),
    ("ghr_", 20),
    ("github_pat_", 20),
    ("glpat-", 20),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("eyJ", 40),
    ("hvs.", 60),
    ("AIza", 35),
    ("sk_live_", 20),
    ("rk_live_", 20),
    ("npm_", 30),
    ("dop_v1_", 40),
    ("glsa_", 20),
    ("LTAI", 20),
    ("AGE-SECRET-KEY-", 20),
];

/// Addresses whose end lets everybody write who knows it: what stands before that end.
const HOOKS: [&str; 8] = [
    "hooks.slack.com/services/",
    "webhook/send?key=",
    "open-apis/bot/v2/hook/",
    "discord.com/api/webhooks/",
    "api.telegram.org/bot",
    "outlook.office.com/webhook/",
    "webhook.office.com/webhookb2/",
    "events.pagerduty.com/integration/",
];

fn hooks(text: &str, found: &mut Found) {
    for before in HOOKS {
        for (at, _) in text.match_indices(before) {
            let from = at + before.len();
            let rest = text.get(from..).unwrap_or_default();
            let part = |c: char| c.is_ascii_alphanumeric() || "/_-:@".contains(c);
            let length = rest.find(|c| !part(c)).unwrap_or(rest.len());
            found(from..from + length, "token");
        }
    }
}

/// How the hash of a password begins that is kept in a file of users: from one, a weak password is
/// found.
const HASHES: [&str; 14] = [
    "$apr1$",
    "$1$",
    "$2a$",
    "$2b$",
    "$2y$",
    "$5$",
    "$6$",
    "$y$",
    "$argon2id$",
    "{SHA}",
    "{SSHA}",
    "{SSHA512}",
    "{CRYPT}",
    "{MD5}",
];

fn hashes(text: &str, found: &mut Found) {
    /// How long one is, at least.
    const LEAST: usize = 12;
    if !text.contains(['$', '{']) {
        return;
    }
    for before in HASHES {
        for (at, _) in text.match_indices(before) {
            let rest = text.get(at + before.len()..).unwrap_or_default();
            let part = |c: char| c.is_ascii_alphanumeric() || "./+=$,".contains(c);
            let length = rest.find(|c| !part(c)).unwrap_or(rest.len());
            let joined = text.get(..at).is_some_and(|head| head.ends_with(char::is_alphanumeric));
            if length >= LEAST && !joined {
                found(at..at + before.len() + length, "password");
            }
        }
    }
}

/// A token in the place of a user: `https://token@host`.
fn users(text: &str, found: &mut Found) {
    /// How long one is, at least and at most.
    const LENGTH: std::ops::RangeInclusive<usize> = 20..=256;
    for (at, mark) in text.match_indices("://") {
        let from = at + mark.len();
        let rest = near(text.get(from..).unwrap_or_default(), *LENGTH.end() + 1);
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let length = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(length);
        let web =
            text.get(..at).is_some_and(|head| head.ends_with("http") || head.ends_with("https"));
        let mixed =
            word.contains(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic);
        if web && mixed && behind.starts_with('@') && LENGTH.contains(&length) {
            found(from..from + length, "token");
        }
    }
}

/// A key of Ceph's: 40 characters that begin with its version.
fn is_cephs(word: &str) -> bool {
    word.len() == 38 && word.starts_with("AQ") && word.contains(|c: char| c.is_ascii_digit())
}

fn tokens(text: &str, found: &mut Found) {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    for word in text.split(|c| !part(c)) {
        let long = |(beginning, least): &(&str, usize)| {
            word.starts_with(beginning) && word.len() >= *least
        };
        let web = !word.starts_with("eyJ") || word.matches('.').count() == 2;
        if BEGINNINGS.iter().any(long) && web {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            found(at..at + word.len(), "token");
        }
    }
}
