//! Secrets at a place of a command that no option names: written into a program, behind other words,
//! in the list of what a user may do.

use super::option::{Word, is_said, login, take, words};
use super::scan::Found;

/// Programs that take a password from what is written into them, and the word that makes them, where
/// they take something else without it.
const READERS: [(&str, &str); 6] = [
    ("kinit", ""),
    ("kadmin", ""),
    ("chpasswd", ""),
    ("passwd", ""),
    ("cryptsetup", ""),
    ("sudo", "-S"),
];

/// Options of whatever program that takes a password from there.
const READ: [&str; 2] = ["--password-stdin", "--passphrase-fd"];

/// Finds what the whole text says.
pub(super) fn find(text: &str, found: &mut Found) {
    modules(text, found);
    sentences(text, found);
    let all = || words(text);
    // Redis' own command, as it is typed into its shell.
    if text.trim_start().starts_with("AUTH ")
        && let [_, rest @ ..] = all().as_slice()
        && let [.., secret] = rest
        && rest.len() <= 2
        && is_said(secret.text)
    {
        take(Some(secret), "password", found);
    }
}

/// Finds what the words of a command say.
pub(super) fn in_words(words: &[Word], found: &mut Found) {
    let mut left: &[Word] = &[];
    for command in words.split(|word| matches!(word.text, "|" | "||" | "&&" | ";")) {
        if is_piped(words, left, command) {
            written(left, command, found);
        }
        placed(command, found);
        left = command;
    }
    acl(words, found);
}

/// Whether nothing but a pipe stands between two commands.
fn is_piped(all: &[Word], left: &[Word], right: &[Word]) -> bool {
    let (Some(last), Some(first)) = (left.last(), right.first()) else { return false };
    all.iter().any(|word| word.text == "|" && word.at > last.at && word.at < first.at)
}

/// The name of a program without its folder.
fn name<'t>(word: &Word<'t>) -> &'t str {
    let bare = word.text.trim_start_matches(['"', '\'', '`', '(', '$']);
    bare.rsplit('/').next().unwrap_or(bare)
}

/// `echo secret | kinit user`.
fn written(left: &[Word], right: &[Word], found: &mut Found) {
    let Some(at) = left.iter().rposition(|word| matches!(name(word), "echo" | "printf")) else {
        return;
    };
    let reader = right.first().map(name).unwrap_or_default();
    let has = |text: &str| text.is_empty() || right.iter().any(|word| word.text == text);
    let reads = READERS.iter().any(|(program, option)| *program == reader && has(option))
        || READ.iter().any(|option| has(option));
    let written = left.get(at + 1..).unwrap_or_default();
    let Some(secret) = written.last().filter(|word| reads && !is_made_by_shell(word)) else {
        return;
    };
    let accounts = right.iter().any(|word| name(word) == "chpasswd");
    if accounts { login(Some(secret), found) } else { take(Some(secret), "password", found) }
}

/// Whether a shell puts something in the place of a word.
fn is_made_by_shell(word: &Word) -> bool {
    word.text.trim_start_matches('"').starts_with('$')
}

/// Where the words of a command stand decides.
fn placed(command: &[Word], found: &mut Found) {
    let is = |at: usize, text: &str| command.get(at).is_some_and(|word| word.text == text);
    for (at, word) in command.iter().enumerate() {
        let next = |n: usize| command.get(at + n);
        match name(word) {
            "docker" | "podman" | "nerdctl" if is(at + 1, "login") => {
                let option = command.iter().position(|word| word.text == "-p");
                take(option.and_then(|at| command.get(at + 1)), "password", found);
            }
            // `mc alias set NAME URL KEY SECRET`, and the way in which it was written before.
            "mc" | "mcli" if is(at + 1, "alias") && is(at + 2, "set") => {
                take(next(5), "access.key", found);
                take(next(6), "secret.key", found);
            }
            "mc" | "mcli" if is(at + 1, "config") && is(at + 3, "add") => {
                take(next(6), "access.key", found);
                take(next(7), "secret.key", found);
            }
            "htpasswd" => {
                let batch = |word: &&Word| word.text.starts_with('-') && word.text.contains('b');
                let last = command.last().filter(|_| command.iter().any(|w| batch(&w)));
                take(last.filter(|last| last.at > word.at), "password", found);
            }
            "sqlplus" | "sqlldr" => {
                for word in command {
                    of_oracle(word, found);
                }
            }
            _ => {}
        }
    }
}

/// `user/secret@database`.
fn of_oracle(word: &Word, found: &mut Found) {
    let Some((user, rest)) = word.text.split_once('/') else { return };
    let Some((secret, _)) = rest.split_once('@') else { return };
    let start = word.at + user.len() + 1;
    if !user.is_empty() {
        found(start..start + secret.len(), "password");
    }
}

/// Redis' `user NAME on >secret ~* +@all`.
fn acl(words: &[Word], found: &mut Found) {
    let rule = |word: &Word| {
        let text = word.text;
        text.len() > 1 && text.starts_with(['~', '+', '&', '%']) || text.starts_with("all")
    };
    if !words.iter().any(|word| word.text == "on") || !words.iter().any(rule) {
        return;
    }
    for word in words {
        let secret = word.text.strip_prefix('>').unwrap_or_default();
        if !secret.starts_with(['/', '&', '>']) {
            let start = word.at + 1;
            found(start..start + secret.len(), "password");
        }
    }
}

/// `user_NAME="secret"`, as the login modules of ZooKeeper and Kafka have the users of a server.
fn modules(text: &str, found: &mut Found) {
    const FLAGS: [&str; 4] = ["required", "requisite", "sufficient", "optional"];
    let module =
        |(_, behind): (&str, &str)| FLAGS.iter().any(|flag| behind.trim_start().starts_with(flag));
    if !text.split_once("LoginModule").is_some_and(module) {
        return;
    }
    for (at, mark) in text.match_indices("user_") {
        let own = text
            .get(..at)
            .is_none_or(|before| before.is_empty() || before.ends_with(char::is_whitespace));
        let rest = text.get(at + mark.len()..).unwrap_or_default();
        let Some((user, value)) = rest.split_once('=') else { continue };
        let value = value.trim_start_matches('\\');
        let Some(inner) = value.strip_prefix('"') else { continue };
        let plain = |c: char| c.is_alphanumeric() || "_-.@/".contains(c);
        if own && user.chars().all(plain) {
            let start = text.len() - inner.len();
            let length = inner.find(['"', '\\', '\n']).unwrap_or(inner.len());
            found(start..start + length, "password");
        }
    }
}

/// `密码是…`, without a blank between the words.
fn sentences(text: &str, found: &mut Found) {
    for mark in ["密码是", "密码为", "口令是", "口令为"] {
        for (at, mark) in text.match_indices(mark) {
            let rest = text.get(at + mark.len()..).unwrap_or_default();
            let said = rest.trim_start_matches([' ', '“', '"', '「']);
            let start = text.len() - said.len();
            let length = said.find(|c: char| !c.is_ascii_graphic()).unwrap_or(said.len());
            let secret =
                said.get(..length).unwrap_or_default().trim_end_matches(['"', ',', ';', '.']);
            if is_said(secret) {
                found(start..start + secret.len(), "password");
            }
        }
    }
}
