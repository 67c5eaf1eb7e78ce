//! Secrets at a place of a command that no option names: written into a program, behind other words,
//! in the list of what a user may do.

use super::option::{is_said, login, take};
use super::scan::{Found, near};
use super::word::{Word, words};

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

/// How far the lines go that are looked at behind a command, in bytes.
const FAR: usize = 4096;

/// Options of whatever program that takes a password from there.
const READ: [&str; 2] = ["--password-stdin", "--passphrase-fd"];

/// Finds what the whole text says.
pub(super) fn find(text: &str, found: &mut Found) {
    modules(text, found);
    sentences(text, found);
    sent(text, found);
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
pub(super) fn in_words(text: &str, words: &[Word], found: &mut Found) {
    let mut left: &[Word] = &[];
    for command in words.split(|word| matches!(word.text, "|" | "||" | "&&" | ";")) {
        if is_piped(words, left, command) {
            written(left, command, found);
        }
        here(text, command, found);
        placed(command, found);
        left = command;
    }
    acl(words, found);
}

/// Whether nothing but a pipe stands between two commands.
fn is_piped(all: &[Word], left: &[Word], right: &[Word]) -> bool {
    let (Some(last), Some(first)) = (left.last(), right.first()) else { return false };
    let behind = all.get(all.partition_point(|word| word.at <= last.at)..).unwrap_or_default();
    behind.iter().take_while(|word| word.at < first.at).any(|word| word.text == "|")
}

/// The name of a program without its folder.
fn name<'t>(word: &Word<'t>) -> &'t str {
    let bare = word.text.trim_start_matches(['"', '\'', '`', '(', '$', '#']);
    bare.rsplit(['/', '=', ':']).next().unwrap_or(bare)
}

/// `echo secret | kinit user`.
fn written(left: &[Word], right: &[Word], found: &mut Found) {
    let Some(at) = left.iter().rposition(|word| matches!(name(word), "echo" | "printf")) else {
        return;
    };
    let written = left.get(at + 1..).unwrap_or_default();
    let Some(secret) = written.last().filter(|word| reads(right) && !is_made_by_shell(word)) else {
        return;
    };
    if of_accounts(right) {
        login(Some(secret), found);
    } else {
        take(Some(secret), "password", found);
    }
}

/// Whether a command takes a password from what is written into it.
fn reads(command: &[Word]) -> bool {
    command.first().is_some_and(|word| is_reader(command, word))
        || as_another(command).is_some_and(|word| is_reader(command, word))
        || READ.iter().any(|option| has(command, option))
}

/// Whether a word of a command is a program that takes a password from there.
fn is_reader(command: &[Word], word: &Word) -> bool {
    let known = |(program, option): &(&str, &str)| {
        *program == name(word) && (option.is_empty() || has(command, option))
    };
    READERS.iter().any(known) || READ.contains(&word.text)
}

fn has(command: &[Word], option: &str) -> bool {
    command.iter().any(|word| word.text == option)
}

/// The program that `sudo` runs.
fn as_another<'w, 't>(command: &'w [Word<'t>]) -> Option<&'w Word<'t>> {
    let mut words = command.iter();
    words.next().filter(|word| matches!(name(word), "sudo" | "doas" | "env"))?;
    while let Some(word) = words.next() {
        match word.text {
            "-u" | "-g" | "-h" | "-p" => drop(words.next()),
            text if text.starts_with('-') || text.contains('=') => {}
            _ => return Some(word),
        }
    }
    None
}

/// Whether the lines that are written into a command are `user:secret`.
fn of_accounts(command: &[Word]) -> bool {
    command.iter().any(|word| name(word) == "chpasswd")
}

/// `kinit user <<< secret`, and the lines behind `kinit user <<EOF`.
fn here(text: &str, command: &[Word], found: &mut Found) {
    let Some(at) = command.iter().position(|word| word.text.starts_with("<<")) else { return };
    // Whatever stands before the program: a time, a host, a name.
    let run = command.get(..at).unwrap_or_default();
    let reader = |word: &Word| !word.text.contains("/etc/") && is_reader(command, word);
    let Some(word) = command.get(at).filter(|_| run.iter().any(reader)) else { return };
    let accounts = of_accounts(command);
    let rest = near(text.get(word.at..).unwrap_or_default(), FAR);
    if let Some(given) = rest.strip_prefix("<<<") {
        let from = word.at + 3;
        let secret = words(given).into_iter().next().filter(|word| !is_made_by_shell(word));
        let secret = secret.map(|word| Word { at: from + word.at, text: word.text });
        return if accounts {
            login(secret.as_ref(), found);
        } else {
            take(secret.as_ref(), "password", found);
        };
    }
    let mark = word.text.trim_start_matches(['<', '-']);
    let mark = if mark.is_empty() { command.get(at + 1).map(|word| word.text) } else { Some(mark) };
    let mark = mark.unwrap_or_default().trim_matches(['"', '\'', '\\']);
    for line in rest.split('\n').skip(1).take_while(|line| line.trim() != mark) {
        let secret = Word {
            at: line.trim_start().as_ptr() as usize - text.as_ptr() as usize,
            text: line.trim(),
        };
        if accounts {
            login(Some(&secret), found);
        } else if !is_made_by_shell(&secret) {
            found(secret.at..secret.at + secret.text.len(), "password");
        }
    }
}

/// Whether a shell puts something in the place of a word.
fn is_made_by_shell(word: &Word) -> bool {
    word.text.trim_start_matches('"').starts_with('$')
}

/// How many words a command has that are looked at.
const LONGEST: usize = 32;

/// Where the words of a command stand decides.
fn placed(command: &[Word], found: &mut Found) {
    let is = |at: usize, text: &str| command.get(at).is_some_and(|word| word.text == text);
    for (at, word) in command.iter().enumerate() {
        let next = |n: usize| command.get(at + n);
        let own = || command.get(at..).unwrap_or_default().iter().take(LONGEST);
        match name(word) {
            "docker" | "podman" | "nerdctl" if is(at + 1, "login") => {
                let option = own().position(|word| word.text == "-p");
                take(option.and_then(|option| next(option + 1)), "password", found);
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
                let last = command.last().filter(|_| own().any(|w| batch(&w)));
                take(last.filter(|last| last.at > word.at), "password", found);
            }
            "sqlplus" | "sqlldr" => {
                own().for_each(|word| of_oracle(word, found));
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
    for mark in ["密码", "口令", "密钥", "秘钥", "令牌"] {
        for (at, mark) in text.match_indices(mark) {
            let rest = text.get(at + mark.len()..).unwrap_or_default();
            let Some(rest) = rest.strip_prefix(['是', '为']) else { continue };
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

/// What HAProxy's checks send to Redis: `AUTH\\ secret\\r\\n`, or the same in quotes.
fn sent(text: &str, found: &mut Found) {
    let mut over = 0;
    for (at, mark) in text.match_indices("AUTH") {
        let before = text.get(..at).unwrap_or_default();
        let rest = text.get(at + mark.len()..).unwrap_or_default();
        let quoted = before.ends_with(['"', '\'']) && rest.starts_with(' ');
        let own = before.is_empty() || before.ends_with(char::is_whitespace);
        if at < over || !(quoted || own && rest.starts_with("\\ ")) {
            continue;
        }
        let line = near(rest, FAR).split(['\n', '\r']).next().unwrap_or_default();
        let ended = ["\\r", "\\n"].iter().filter_map(|end| line.find(end)).min();
        let end = match ended {
            Some(end) => end,
            None if quoted => continue,
            None => escaped_word(line),
        };
        let sent = line.get(..end).unwrap_or_default();
        // A user may stand before it.
        let start = sent.rfind(' ').map_or(0, |blank| blank + 1);
        let from = at + mark.len();
        over = from + end;
        found(from + start..from + end, "password");
    }
}

/// The length of a word in which blanks stand behind a backslash.
fn escaped_word(text: &str) -> usize {
    let blank =
        |(at, _): &(usize, &str)| !text.get(..*at).is_some_and(|before| before.ends_with('\\'));
    text.match_indices(' ').find(blank).map_or(text.len(), |(at, _)| at)
}
