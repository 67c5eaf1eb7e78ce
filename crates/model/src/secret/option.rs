//! Secrets that stand in a word of their own: options of commands, statements, headers.

use super::key::{is_many, is_secret_key, is_upstream, may_be_secret};
use super::pair::is_port;
use super::program::Program;
use super::prose::{said, two_words};
use super::scan::Found;
use super::word::{Word, closing, words};
use super::{chinese, command, prose};

/// Finds secrets behind options.
pub(super) fn find(text: &str, found: &mut Found) {
    command::find(text, found);
    chinese::find(text, found);
    in_words(text, DEEPEST, &mut |at, name| found(at, name));
}

/// How many commands may stand in the quotes of each other.
const DEEPEST: usize = 3;

fn in_words(text: &str, deeper: usize, found: &mut Found) {
    let list = || text.contains(",\"") || text.contains(",'");
    if !text.contains([' ', '\t', '\n']) && !list() {
        return prose::account(0, &[Word { at: 0, text }], found);
    }
    let words = words(text);
    let beeline = words.iter().any(|w| w.text == "-n" || w.text.starts_with("jdbc:"));
    let mysql = words.iter().any(|w| w.text.starts_with("-u"));
    let mut program = Program::default();
    command::in_words(text, &words, found);
    for (at, word) in words.iter().enumerate() {
        let next = |n: usize| words.get(at + n);
        program = program.after(word.text);
        // A command in quotes.
        if let (Some(inner), Some(deeper)) = (word.inner(), deeper.checked_sub(1)) {
            let from = word.at + 1;
            in_words(inner, deeper, &mut |at, name| found(from + at.start..from + at.end, name));
        }
        if let Some(option) = program.option(word.text) {
            match word.text.get(option..).unwrap_or_default() {
                "" => take(next(1), "password", found),
                secret => {
                    let start = word.at + option;
                    take(Some(&Word { at: start, text: secret }), "password", found);
                }
            }
            continue;
        }
        prose::before(at, &words, found);
        if program != Program::Other {
            prose::account(at, &words, found);
        }
        if let Some(word) = joined_login(word, program) {
            login(Some(&word), found);
        }
        let several = || program == Program::Curl && is_curls(word.text);
        match what(word.text) {
            What::Nothing if several() => login(next(1), found),
            What::Nothing => {
                if let Some(name) = two_words(text, &words, at) {
                    said(name, at, &words, found);
                }
            }
            What::Password | What::Joined | What::Login
                if matches!(program, Program::Other | Program::Own(..)) => {}
            What::Secret(name) => take(next(1), name, found),
            What::By => {
                let is = |back: usize, text: &str| {
                    let word = at.checked_sub(back).and_then(|before| words.get(before));
                    word.is_some_and(|w| w.text.eq_ignore_ascii_case(text))
                };
                // `identified with mysql_native_password by '…'`.
                if is(1, "identified") || (is(2, "with") && is(3, "identified")) {
                    take(next(1), "password", found);
                }
            }
            What::Auth => {
                let before = at.checked_sub(1).and_then(|before| words.get(before));
                if before.is_some_and(|w| w.text == "stats") {
                    login(next(1), found);
                }
            }
            What::Digest => login(next(2), found),
            // A list of names: what stands behind a name is the next one.
            What::Said(_) if word.is_element() && next(1).is_some_and(Word::is_name) => {}
            // So it is of the names of variables.
            What::Said(_) if word.is_listed() && next(1).is_some_and(Word::is_variable) => {}
            What::Said(name) => said(name, at, &words, found),
            What::Password => {
                let other = |w: &&Word| {
                    let bare = w.text.trim_start_matches(['"', '\'']);
                    bare.starts_with('/') || (is_port(bare) && !beeline)
                };
                take(next(1).filter(|w| !other(w)), "password", found);
            }
            What::Joined => {
                if mysql || beeline || program == Program::Login {
                    let secret = word.text.get(2..).unwrap_or_default();
                    let bare = secret.strip_prefix('=').unwrap_or(secret);
                    let bare = bare.trim_start_matches(['"', '\'']);
                    let start = word.at + word.text.len() - bare.len();
                    found(start..start + bare.trim_end_matches(['"', '\'']).len(), "password");
                }
            }
            What::Login => login(next(1), found),
            What::Behind(name, skipped) => take(next(skipped), name, found),
        }
    }
}

/// `--user=user:secret`, and curl's `-uuser:secret`: the part of the word that is the login.
fn joined_login<'t>(word: &Word<'t>, program: Program) -> Option<Word<'t>> {
    let bare = word.text.trim_start_matches(['"', '\'']);
    let options = ["--user=", "--proxy-user="];
    let rest = options.iter().find_map(|option| bare.strip_prefix(option));
    let short = || bare.strip_prefix("-u").filter(|_| program == Program::Curl);
    let rest = rest.filter(|_| program != Program::Other).or_else(short)?;
    let rest = rest.trim_start_matches(['"', '\'']);
    rest.contains(':').then(|| Word { at: word.at + word.text.len() - rest.len(), text: rest })
}

/// Curl's `-su`: several options in one word, the last of which takes a login.
fn is_curls(word: &str) -> bool {
    let letters = word.strip_prefix('-').and_then(|letters| letters.strip_suffix('u'));
    letters.is_some_and(|l| l.len() < 5 && l.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// What a word says about the ones behind it.
enum What<'t> {
    Nothing,
    /// The next one is a secret.
    Secret(&'t str),
    /// The next one is a secret if it does not look like a word of the sentence.
    Said(&'t str),
    /// The next one is a password, a port or a path.
    Password,
    /// The password stands in the word itself, behind `-p`.
    Joined,
    /// The next one is `user:secret`.
    Login,
    /// SQL's `identified by`.
    By,
    /// HAProxy's `stats auth`.
    Auth,
    /// ZooKeeper's `addauth digest`.
    Digest,
    /// The one that many further is a secret.
    Behind(&'static str, usize),
}

fn what(word: &str) -> What<'_> {
    let bare = word.trim_matches(['"', '\'', '{', '(', '[', ',']);
    // `OPTIONS="--password`.
    let value = bare.rsplit_once('=').map(|(_, value)| value.trim_start_matches(['"', '\'']));
    let bare = value.filter(|value| value.starts_with('-')).unwrap_or(bare);
    let lower = bare.to_ascii_lowercase();
    match lower.rsplit('=').next().unwrap_or_default() {
        "-p" if bare == "-p" => return What::Password,
        "-u" | "--user" | "-user" | "--proxy-user" => return What::Login,
        "insecure-password" => return What::Secret("insecure-password"),
        "requirepass" | "masterauth" => return What::Secret("password"),
        "auth-pass" => return What::Behind("password", 2),
        "auth" => return What::Auth,
        "addauth" => return What::Digest,
        "by" | "as" => return What::By,
        _ => {}
    }
    let name = bare.trim_start_matches('-');
    if bare.starts_with("-p") && !is_secret_key(name) {
        let other = bare == "-p" || name.starts_with("port") || name.starts_with("pro");
        return if other { What::Nothing } else { What::Joined };
    }
    if bare.trim_end_matches(':').contains(['=', ':']) || name.is_empty() {
        return What::Nothing;
    }
    if bare.starts_with('-') {
        return if is_secret_key(name) { What::Secret(name) } else { What::Nothing };
    }
    let name = name.trim_end_matches(['是', '为']);
    let name = name.strip_suffix("'s").unwrap_or(name);
    let many = is_many(name.trim_end_matches([':', '：']));
    if (many || is_secret_key(name)) && !is_upstream(name) {
        What::Said(name)
    } else {
        What::Nothing
    }
}

/// Takes a word, without its quotes; another option is none.
pub(super) fn take(word: Option<&Word>, name: &str, found: &mut Found) {
    let Some(word) = word.filter(|word| !word.is_member()) else { return };
    let quoted = word.text.starts_with(['"', '\'']);
    let start = usize::from(quoted);
    let inner = word.text.get(start..).unwrap_or_default();
    let inner = match word.text.chars().next().filter(|_| quoted) {
        Some(quote) => closing(inner, quote).and_then(|end| inner.get(..end)).unwrap_or(inner),
        None => inner.trim_end_matches(['"', '\'', ',', ';', '}']),
    };
    // `"-Dx.password" = …`: what stands behind a sign is found by it.
    let sign = inner.chars().all(|c| matches!(c, '=' | ':' | '>'));
    if !word.text.starts_with('-') && !sign && may_be_secret(name, inner) {
        found(word.at + start..word.at + start + inner.len(), name);
    }
}

/// `user:secret` in a word; two numbers are ids.
pub(super) fn login(word: Option<&Word>, found: &mut Found) {
    let Some(word) = word.filter(|w| !w.text.contains("://") && !w.text.starts_with("jdbc:"))
    else {
        return;
    };
    let Some((user, secret)) = word.text.split_once(':') else { return };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if number(user) && number(secret) {
        return;
    }
    let secret = secret.trim_start_matches(['"', '\'']);
    let start = word.at + word.text.len() - secret.len();
    found(start..start + secret.trim_end_matches(['"', '\'']).len(), "password");
}
