//! Secrets at a place of a command that no option names: written into a program, behind other words,
//! in the list of what a user may do.

use super::option::{login, take};
use super::prose::is_said;
use super::scan::{Found, near};
use super::word::{Word, words};

/// Programs that take a password from what is written into them, and the word that makes them, where
/// they take something else without it.
const READERS: [(&str, &str); 8] = [
    ("kinit", ""),
    ("kadmin", ""),
    ("chpasswd", ""),
    ("passwd", ""),
    ("smbpasswd", ""),
    ("su", ""),
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
                let joined = own().find_map(|word| behind(word, word.text.strip_prefix("-p")?));
                take(joined.as_ref(), "password", found);
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
            "kubectl" => own().for_each(|word| of_literal(word, found)),
            "vault" if is(at + 1, "kv") => own().for_each(|word| of_pair(word, found)),
            "nmcli" => {
                let option = own().position(|word| word.text == "password");
                take(option.and_then(|option| next(option + 1)), "password", found);
            }
            // A line of `.netrc`.
            "machine" | "default" if own().any(|word| word.text == "login") => {
                let option = own().position(|word| word.text == "password");
                take(option.and_then(|option| next(option + 1)), "password", found);
            }
            "lftp" => {
                let option = own().position(|word| word.text == "-u");
                let login = option.and_then(|option| next(option + 1));
                of_user(login.filter(|login| !login.text.contains("://")), ',', found);
            }
            "aws" if is(at + 1, "configure") && is(at + 2, "set") => {
                take(next(4).filter(|_| next(3).is_some_and(is_named)), "secret.key", found);
            }
            "htpasswd" => {
                let batch = |word: &&Word| word.text.starts_with('-') && word.text.contains('b');
                let last = command.last().filter(|_| own().any(|w| batch(&w)));
                take(last.filter(|last| last.at > word.at), "password", found);
            }
            "exp" | "imp" => {
                own()
                    .skip(1)
                    .filter(|word| word.text.contains('@'))
                    .for_each(|word| of_oracle(word, found));
            }
            "sqlplus" | "sqlldr" | "rman" | "expdp" | "impdp" => {
                own().skip(1).for_each(|word| of_oracle(word, found));
            }
            "net" if is(at + 1, "ads") || is(at + 1, "rpc") => {
                own().skip(1).for_each(|word| of_user(Some(word), '%', found));
            }
            "smbclient" | "rpcclient" | "smbget" | "samba-tool" | "winexe" | "wbinfo" => {
                own().skip(1).for_each(|word| of_user(Some(word), '%', found));
            }
            _ => {}
        }
        positional(name(word), command.get(at + 1..).unwrap_or_default(), found);
    }
}

/// Programs with the words of a command of theirs, and which of the words behind that are no options
/// is a password.
const PLACES: [(&str, &[&str], usize); 11] = [
    ("rabbitmqctl", &["add_user"], 1),
    ("rabbitmqctl", &["change_password"], 1),
    ("mc", &["admin", "user", "add"], 2),
    ("mcli", &["admin", "user", "add"], 2),
    ("samba-tool", &["user", "create"], 1),
    ("samba-tool", &["user", "add"], 1),
    ("wpa_passphrase", &[], 1),
    ("openssl", &["passwd"], 0),
    ("redis-cli", &["AUTH"], 0),
    ("vault", &["login"], 0),
    ("consul", &["login"], 0),
];

/// A password at its place among the words behind a program.
fn positional(program: &str, rest: &[Word], found: &mut Found) {
    for (_, words, nth) in PLACES.iter().filter(|(known, ..)| *known == program) {
        let mut plain = rest.iter().take(LONGEST).filter(|word| !word.text.starts_with('-'));
        let own = words.iter().all(|word| plain.next().is_some_and(|own| own.text == *word));
        let secret = plain.nth(*nth).filter(|word| own && !word.text.contains('='));
        // Of a sentence the next word is another one.
        let alone =
            secret.filter(|word| *nth > 0 || !is_plain(word.text) || plain.next().is_none());
        take(alone, "password", found);
    }
}

/// Whether a word has nothing but small letters.
fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_lowercase())
}

/// The word for what stands at the end of another.
fn behind<'t>(word: &Word<'t>, rest: &'t str) -> Option<Word<'t>> {
    let start = word.at + word.text.len() - rest.len();
    (!rest.is_empty()).then_some(Word { at: start, text: rest })
}

/// Whether a word is the name of a secret.
fn is_named(word: &Word) -> bool {
    super::is_secret_key(word.text)
}

/// `--from-literal=name=secret`, as a secret of Kubernetes is made.
fn of_literal(word: &Word, found: &mut Found) {
    let pair = word.text.strip_prefix("--from-literal=").and_then(|pair| pair.split_once('='));
    take(pair.and_then(|(_, secret)| behind(word, secret)).as_ref(), "secret", found);
}

/// `name=secret`, as a secret is put into a vault.
fn of_pair(word: &Word, found: &mut Found) {
    let pair = word.text.split_once('=').filter(|(name, _)| super::is_variable(name));
    take(pair.and_then(|(_, secret)| behind(word, secret)).as_ref(), "secret", found);
}

/// A user and a secret with a sign between them: `user%secret`, `user,secret`.
fn of_user(word: Option<&Word>, sign: char, found: &mut Found) {
    let Some(word) = word.filter(|word| !word.text.starts_with('/')) else { return };
    let secret = word.text.split_once(sign).filter(|(user, _)| !user.is_empty());
    let secret = secret.map(|(_, secret)| secret.trim_end_matches(['"', '\'']));
    if let Some(secret) = secret.filter(|secret| !secret.is_empty()) {
        let start = secret.as_ptr() as usize - word.text.as_ptr() as usize + word.at;
        found(start..start + secret.len(), "password");
    }
}

/// `user/secret@database`, and the same without a database.
fn of_oracle(word: &Word, found: &mut Found) {
    let Some((user, rest)) = word.text.split_once('/') else { return };
    let secret = rest.split_once('@').map_or(rest, |(secret, _)| secret);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '#');
    let path = secret.len() == rest.len() && secret.contains(['/', '.']);
    if !user.is_empty() && user.chars().all(plain) && !path {
        let start = word.at + user.len() + 1;
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
        let hash = |text: &&str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let secret = word.text.strip_prefix('#').filter(hash);
        let secret = secret.or_else(|| word.text.strip_prefix('>')).unwrap_or_default();
        if !secret.starts_with(['/', '&', '>']) {
            let start = word.at + 1;
            found(start..start + secret.len(), "password");
        }
    }
}

/// `user_NAME="secret"`, as the login modules of ZooKeeper and Kafka have the users of a server.
fn modules(text: &str, found: &mut Found) {
    // Such a line by itself has the user of everybody's documentation, or a value that is no word.
    const USERS: [&str; 4] = ["super", "admin", "root", "kafka"];
    const FLAGS: [&str; 4] = ["required", "requisite", "sufficient", "optional"];
    let module =
        |(_, behind): (&str, &str)| FLAGS.iter().any(|flag| behind.trim_start().starts_with(flag));
    let within = text.split_once("LoginModule").is_some_and(module);
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
            if within || USERS.contains(&user) {
                found(start..start + length, "password");
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
