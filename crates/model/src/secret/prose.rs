//! What people write of passwords in sentences: in notes, in comments, as the reason of something.

use super::key::{is_many, is_secret_key};
use super::option::take;
use super::scan::{Found, near};
use super::word::{Word, closing};

/// Words that say what the one before them is.
const SAYING: [&str; 17] = [
    "is", "is:", "was", "was:", "are", "are:", "ist", "lautet", "est", "es", "->", "→", "changed",
    "set", "reset", "to:", "now:",
];

/// Words that may stand between those and the password.
const BETWEEN: [&str; 9] =
    ["still", "now", "currently", "always", "to", "been", "also", "again", "from"];

/// How many words stand between the name of a secret and the secret, at most.
const WORDS: usize = 5;

/// Takes what stands behind the name of a secret in a sentence: "the password for admin is …", "the
/// password is: …", "the password was changed to …".
pub(super) fn said(name: &str, at: usize, words: &[Word], found: &mut Found) {
    let next = |n: usize| words.get(at + n);
    let is = |n: usize, all: &[&str]| next(n).is_some_and(|word| all.contains(&word.text));
    let mut far = 1;
    if next(1).is_some_and(|word| matches!(lower(word.text).as_str(), "for" | "of" | "on")) {
        // "of the admin"
        let saying = (2..=WORDS).find(|n| {
            let colon = next(*n - 1).is_some_and(|word| *n > 2 && word.text.ends_with([':', '：']));
            is(*n, &SAYING) || is(*n, &["="]) || colon
        });
        far = saying.unwrap_or(far);
    }
    let first = far;
    let colon = far > 2 && next(far - 1).is_some_and(|word| word.text.ends_with([':', '：']));
    let sign = far > 1 && is(far, &["="]);
    far += usize::from(sign);
    let named = sign || colon;
    while far < first + WORDS && (is(far, &SAYING) || is(far, &BETWEEN)) {
        far += 1;
    }
    let mut saying = named || (first..far).any(|n| is(n, &SAYING));
    if !saying && far > first {
        // "changed the password to …"
        let changed = ["changed", "set", "reset", "change", "rotated"];
        let verb = (1..=4).filter_map(|back| words.get(at.checked_sub(back)?));
        saying = verb.into_iter().any(|word| changed.contains(&lower(word.text).as_str()));
    }
    if far > first && !saying {
        return;
    }
    let several = is_many(name.trim_end_matches([':', '：']));
    if next(1).is_some_and(|sign| matches!(sign.text, "-" | "–" | "—")) && next(3).is_none() {
        far = 2;
        saying = false;
    }
    let proper = |word: &Word| ends(words, word) && is_proper(end(word.text));
    let told =
        |word: &Word| is_said(word.text) || saying && (is_assigned(word.text) || proper(word));
    if several && !saying && !name.ends_with([':', '：']) {
        return;
    }
    // What is the name of a secret itself is none.
    let secret = |word: &&Word| {
        let call =
            word.text.trim_start_matches('(').contains('(') && !word.text.starts_with(['"', '\'']);
        told(word) && !call && !is_secret_key(end(word.text))
    };
    let Some(word) = next(far).filter(secret) else { return };
    take(Some(&bare(word)), name, found);
    // "from … to …", "… and …", "…, …".
    for _ in 0..WORDS {
        let listed = several && next(far).is_some_and(|word| word.text.ends_with(','));
        far += match is(far + 1, &["to", "and", "or", "/"]) {
            true => 2,
            false if listed => 1,
            false => return,
        };
        let Some(more) = next(far).filter(|more| is_said(more.text)) else { return };
        take(Some(&bare(more)), name, found);
    }
}

/// "… is the admin password", "… (the password)": takes what stands before the name of a secret that
/// ends its sentence.
pub(super) fn before(at: usize, words: &[Word], found: &mut Found) {
    const THE: [&str; 12] =
        ["the", "our", "my", "its", "their", "your", "a", "an", "das", "unser", "le", "current"];
    let Some(word) = words.get(at) else { return };
    let back = |n: usize| at.checked_sub(n).and_then(|before| words.get(before));
    for n in 1..=4 {
        let Some(sign) = back(n) else { return };
        let is =
            matches!(lower(sign.text).as_str(), "is" | "=" | "as" | "was" | "ist" | "est" | "be");
        let open = sign.text.starts_with('(');
        let first = if open {
            sign.text.trim_start_matches('(')
        } else {
            back(n - 1).map_or("", |w| w.text)
        };
        let own = n == 1 && is || THE.contains(&lower(first).as_str()) || first.ends_with("'s");
        if !(is || open) || !own {
            continue;
        }
        let name = word.text.trim_matches(['(', ')', '.', ',', ';', '!', '"', '\'']);
        let ended = word.text.ends_with([')', '.', ',', ';', '!']);
        let next = words.get(at + 1).map_or("", |next| next.text);
        let on = ["for", "of", "to", "in", "on", "at", "and", "but", "now", "here", "since", "#"];
        if (ended || next.is_empty() || on.contains(&next) || next.starts_with('#'))
            && is_secret_key(name)
        {
            let secret = back(n + 1).filter(|secret| is_said(secret.text));
            take(secret.map(bare).as_ref(), name, found);
        }
        return;
    }
}

/// Accounts that every installation has, and whose passwords are written down.
const ACCOUNTS: [&str; 9] =
    ["admin", "administrator", "root", "sa", "sys", "superuser", "sysadmin", "super", "manager"];

/// What is said before a user and its password.
const BEFORE: [&str; 16] = [
    "login",
    "logon",
    "log-in",
    "account",
    "user",
    "username",
    "user/password",
    "user/pass",
    "login/password",
    "creds",
    "credentials",
    "登录",
    "账号",
    "账户",
    "帐号",
    "用户",
];

/// `admin:secret`, `admin / secret`, `login: user/secret`; the user stands at `at`.
pub(super) fn account(at: usize, words: &[Word], found: &mut Found) {
    let Some(word) = words.get(at) else { return };
    let known = |user: &str| ACCOUNTS.contains(&lower(user).as_str());
    let named = || {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let bare = |text: &str| lower(text.trim_end_matches([':', '：', '=', '-']));
        // Chinese has no blank before it: `默认账号`.
        let called = |before: &str| {
            BEFORE.iter().any(|word| before == *word || !word.is_ascii() && before.ends_with(word))
        };
        before.is_some_and(|before| called(&bare(before.text)))
    };
    // `BMC: ADMIN/…`
    let headed = || {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        before.is_some_and(|before| {
            before.text.ends_with([':', '：']) && !word.text.starts_with("root")
        })
    };
    if let Some((user, secret)) = word.text.split_once([':', '/']) {
        let start = word.at + word.text.len() - secret.len();
        let secret = end(secret);
        let sign = word.text.get(user.len()..).is_some_and(|rest| rest.starts_with(':'));
        let user = user.trim_start_matches(['"', '\'', '(']);
        let login = known(user) && (sign || headed()) || named();
        if login && is_login(user, secret) {
            found(start..start + secret.len(), "password");
        }
        return;
    }
    let sign = words.get(at + 1).is_some_and(|sign| matches!(sign.text, "/" | ":"));
    if sign
        && (known(word.text) || named())
        && let Some(next) = words.get(at + 2)
    {
        let secret = end(next.text);
        if is_login(word.text, secret) {
            found(next.at..next.at + secret.len(), "password");
        }
    }
}

/// Whether a user and what stands behind it are a login, and no principal, path, image or server.
fn is_login(user: &str, secret: &str) -> bool {
    /// How long a password is that stands beside a user, at least.
    const LEAST: usize = 6;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@' | '\\');
    let ended = secret.ends_with(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation());
    !user.is_empty()
        && user.chars().all(plain)
        && secret.len() >= LEAST
        && ended
        && is_said(secret)
        && !secret.starts_with(['"', '\'', '$', '/', '{', '<'])
        && !secret.contains(['/', ':', ',', '='])
        && !secret.contains('@')
        && !secret.contains('.')
}

/// A word without the signs that end a sentence.
fn end(word: &str) -> &str {
    word.trim_end_matches(['"', '\'', ',', ';', ')', '.', '，', '。', '；'])
}

/// The same for a word at its place, where it has no quotes.
fn bare<'t>(word: &Word<'t>) -> Word<'t> {
    let given = word.text.trim_start_matches('(');
    let at = word.at + word.text.len() - given.len();
    let quoted = given.starts_with(['"', '\'']);
    let text = if quoted { given } else { end(given).trim_end_matches('!') };
    Word { at, text: if text.is_empty() { given } else { text } }
}

fn lower(text: &str) -> String {
    near(text, 32).to_lowercase()
}

/// "api key", the second of whose words stands at `at`.
pub(super) fn two_words<'t>(text: &'t str, words: &[Word], at: usize) -> Option<&'t str> {
    let word = words.get(at).filter(|word| word.text.eq_ignore_ascii_case("key"))?;
    let before = words.get(at.checked_sub(1)?)?;
    let both = text.get(before.at..word.at + word.text.len())?;
    is_secret_key(both).then_some(both)
}

/// How long a password in a sentence is at least, in bytes: `v2` is none.
const LEAST: usize = 3;

/// Whether a word behind `password` is one: it stands in quotes, or has both a letter and a digit.
pub(super) fn is_said(word: &str) -> bool {
    let has = |what: fn(char) -> bool| word.contains(what);
    let mixed = has(char::is_alphabetic) && has(|c| c.is_ascii_digit()) && !has(|c| c == '=');
    word.starts_with(['"', '\'']) || (mixed && word.len() >= LEAST && !is_method(word))
}

/// Whether what a sentence says a password is, is one: also a word with a capital inside or with signs.
pub(super) fn is_assigned(word: &str) -> bool {
    if is_said(word) {
        return true;
    }
    let word = word.trim_end_matches(['!', '.', ',', ';', ')', ':', '?', '。', '，']);
    let mut pairs = word.chars().zip(word.chars().skip(1));
    let capital = |(a, b): (char, char)| a.is_ascii_lowercase() && b.is_ascii_uppercase();
    let sign = |c: char| "@#$%^&*!".contains(c);
    let inside =
        word.chars().skip(1).any(sign) && word.starts_with(|c: char| c.is_ascii_alphanumeric());
    word.len() > LEAST + 2 && (pairs.any(capital) || inside) && !word.contains(['(', '[', '{', '='])
}

/// Words that say something of a password where it could stand itself.
const OF_PASSWORDS: [&str; 22] = [
    "ldap",
    "kerberos",
    "hash",
    "hashed",
    "bcrypt",
    "scrypt",
    "plain",
    "text",
    "string",
    "utf",
    "ascii",
    "token",
    "vault",
    "jceks",
    "required",
    "optional",
    "empty",
    "blank",
    "wrong",
    "encrypted",
    "unknown",
    "expired",
];

/// Whether a word of letters alone can be a password, and says nothing of one.
pub(super) fn is_name(word: &str) -> bool {
    let small = lower(word);
    word.len() > LEAST
        && word.chars().all(|c| c.is_ascii_alphabetic())
        && !OF_PASSWORDS.contains(&small.as_str())
        && !is_method(word)
        && !super::variable::says_nothing(word)
}

/// The same with a capital in front, which no other word within an English sentence has.
fn is_proper(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.all(|c| c.is_ascii_lowercase())
        && is_name(word)
}

/// Whether a sentence ends with a word.
fn ends(words: &[Word], word: &Word) -> bool {
    let next = words.iter().find(|next| next.at > word.at);
    next.is_none_or(|next| next.text.starts_with('#')) || word.text.ends_with(['.', ';', '!'])
}

/// Whether a word says how a password is kept, or when it was set.
pub(super) fn is_method(word: &str) -> bool {
    const METHODS: [&str; 10] =
        ["md5", "sha1", "sha2", "sha3", "sha5", "base64", "aes", "pbkdf2", "utf8", "utf16"];
    let bare: String = lower(word).chars().filter(|c| c.is_alphanumeric()).take(24).collect();
    let date = word.get(..5).is_some_and(|year| {
        year.ends_with('-') && year.get(..4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
    });
    let known = METHODS.iter().find_map(|method| bare.strip_prefix(method));
    date || known.is_some_and(|rest| {
        rest.chars().all(|c| c.is_ascii_digit())
            || ["encoded", "hashed", "hash"].iter().any(|end| rest.ends_with(end))
    })
}

/// A word in quotes without them.
pub(super) fn unquoted(text: &str) -> (usize, &str) {
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return (0, text);
    };
    let inner = text.get(1..).unwrap_or_default();
    (1, closing(inner, quote).and_then(|end| inner.get(..end)).unwrap_or(inner))
}
