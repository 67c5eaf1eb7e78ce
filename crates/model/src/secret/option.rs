//! Secrets that stand in a word of their own: options of commands, statements, headers.

use super::command;
use super::key::{is_secret_key, may_be_secret};
use super::pair::is_port;
use super::scan::Found;

/// A word of a text.
pub(super) struct Word<'t> {
    /// Where it begins, in bytes of the text.
    pub(super) at: usize,
    /// The word, with its quotes.
    pub(super) text: &'t str,
}

impl<'t> Word<'t> {
    /// What stands between its quotes.
    fn inner(&self) -> Option<&'t str> {
        let quote = self.text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        self.text.strip_prefix(quote)?.strip_suffix(quote)
    }
}

impl Word<'_> {
    /// Whether it is one of a list of quoted texts, and not the last.
    fn is_element(&self) -> bool {
        self.text.ends_with("\",") || self.text.ends_with("',")
    }

    /// Whether it is a quoted name of a secret, as in a list of properties to hide.
    fn is_name(&self) -> bool {
        let bare = self.text.trim_matches(['"', '\'', ',', ']', '[', ')']);
        self.text.starts_with(['"', '\'']) && (is_secret_key(bare) || bare == "key")
    }
}

/// The words between blanks; one that begins with a quote goes to the quote that closes it.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.get(from..) {
        let skipped = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let closed = quote.and_then(|q| rest.get(1..)?.find(q)).map(|end| end + 2);
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let end = closed.map_or(end, |closed| closed.max(end));
        out.push(Word { at: from + skipped, text: rest.get(..end).unwrap_or(rest) });
        from += skipped + end;
    }
    out
}

/// Programs whose `-p` is a port, a parent folder or the like, and whose `-u` is a user with a group.
const OTHERS: [&str; 30] = [
    "ssh",
    "sftp",
    "rsync",
    "mkdir",
    "install",
    "cp",
    "tar",
    "unzip",
    "docker",
    "podman",
    "nerdctl",
    "nc",
    "ncat",
    "netstat",
    "ss",
    "lsof",
    "nmap",
    "iperf3",
    "telnet",
    "ps",
    "kill",
    "pkill",
    "kinit",
    "read",
    "sudo",
    "chown",
    "runuser",
    "id",
    "redis-server",
    "sysctl",
];

/// Programs with an option for a password that means something else elsewhere.
const OWN: [(&str, &str); 15] = [
    ("redis-cli", "-a"),
    ("ldapsearch", "-w"),
    ("ldapadd", "-w"),
    ("ldapmodify", "-w"),
    ("ldapwhoami", "-w"),
    ("ldappasswd", "-w"),
    ("sqlcmd", "-P"),
    ("isql", "-P"),
    ("ipmitool", "-P"),
    ("kadmin", "-w"),
    ("openssl", "-k"),
    ("hadoop", "-value"),
    ("hdfs", "-value"),
    ("snmpwalk", "-c"),
    ("snmpget", "-c"),
];

/// Programs whose `-p` is a password, joined or not.
const LOGINS: [&str; 7] =
    ["sshpass", "beeline", "mysql", "mysqldump", "mysqladmin", "mariadb", "mongo"];

/// The program that the words belong to, as far as it is known.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Program {
    #[default]
    Unknown,
    Other,
    Login,
    /// With its option.
    Own(&'static str),
}

impl Program {
    /// The program after this word.
    fn after(self, word: &str) -> Program {
        if matches!(word, "|" | "||" | "&&" | ";") {
            return Program::Unknown;
        }
        let name = word.trim_matches(['"', '\'', '`', '(']);
        let name = name.rsplit(['/', '=', ':']).next().unwrap_or(name);
        if OTHERS.contains(&name) {
            Program::Other
        } else if LOGINS.contains(&name) {
            Program::Login
        } else if let Some((_, option)) = OWN.iter().find(|(program, _)| *program == name) {
            Program::Own(option)
        } else if word.ends_with(';') {
            Program::Unknown
        } else {
            self
        }
    }
}

/// Finds secrets behind options.
pub(super) fn find(text: &str, found: &mut Found) {
    command::find(text, found);
    in_words(text, DEEPEST, &mut |at, name| found(at, name));
}

/// How many commands may stand in the quotes of each other.
const DEEPEST: usize = 3;

fn in_words(text: &str, deeper: usize, found: &mut Found) {
    if !text.contains([' ', '\t', '\n']) {
        return;
    }
    let words = words(text);
    let beeline = words.iter().any(|w| w.text == "-n" || w.text.starts_with("jdbc:"));
    let mysql = words.iter().any(|w| w.text.starts_with("-u"));
    let mut program = Program::default();
    command::in_words(&words, found);
    for (at, word) in words.iter().enumerate() {
        let next = |n: usize| words.get(at + n);
        program = program.after(word.text);
        // A command in quotes.
        if let (Some(inner), Some(deeper)) = (word.inner(), deeper.checked_sub(1)) {
            let from = word.at + 1;
            in_words(inner, deeper, &mut |at, name| found(from + at.start..from + at.end, name));
        }
        if matches!(program, Program::Own(option) if option == word.text) {
            take(next(1), "password", found);
            continue;
        }
        // The tools of LDAP take it joined as well.
        if let Program::Own("-w") = program
            && let Some(secret) = word.text.strip_prefix("-w").filter(|rest| !rest.is_empty())
        {
            found(word.at + 2..word.at + 2 + secret.len(), "password");
            continue;
        }
        match what(word.text) {
            What::Nothing => {}
            What::Password | What::Joined | What::Login
                if matches!(program, Program::Other | Program::Own(_)) => {}
            What::Secret(name) => take(next(1), name, found),
            What::By => {
                let identified = at.checked_sub(1).and_then(|before| words.get(before));
                if identified.is_some_and(|w| w.text.eq_ignore_ascii_case("identified")) {
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
            What::Said(name) => {
                // "the password for admin is …", "the password is: …".
                let far = next(1).filter(|w| w.text == "for" || w.text == "of").map_or(0, |_| 2);
                let is = next(1 + far).is_some_and(|w| matches!(w.text, "is" | "is:"));
                let said = if is { next(2 + far) } else { next(1) };
                take(said.filter(|w| is_said(w.text)), name, found);
            }
            What::Password => {
                let other = |w: &&Word| w.text.starts_with('/') || (is_port(w.text) && !beeline);
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
    let bare = word.trim_matches(['"', '\'', '{', '(', ',']);
    // `OPTIONS="--password`.
    let value = bare.rsplit_once('=').map(|(_, value)| value.trim_start_matches(['"', '\'']));
    let bare = value.filter(|value| value.starts_with('-')).unwrap_or(bare);
    let lower = bare.to_ascii_lowercase();
    match lower.rsplit('=').next().unwrap_or_default() {
        "-p" if bare == "-p" => return What::Password,
        "-u" | "--user" | "-user" | "--proxy-user" => return What::Login,
        "requirepass" | "masterauth" => return What::Secret("password"),
        "auth-pass" => return What::Behind("password", 2),
        "auth" => return What::Auth,
        "addauth" => return What::Digest,
        "by" => return What::By,
        _ => {}
    }
    let name = bare.trim_start_matches('-');
    if bare.starts_with("-p") && !is_secret_key(name) {
        let other = bare == "-p" || name.starts_with("port") || name.starts_with("pro");
        return if other { What::Nothing } else { What::Joined };
    }
    if bare.contains(['=', ':']) || name.is_empty() {
        return What::Nothing;
    }
    if bare.starts_with('-') {
        return if is_secret_key(name) { What::Secret(name) } else { What::Nothing };
    }
    let name = name.trim_end_matches(['是', '为']);
    if is_secret_key(name) { What::Said(name) } else { What::Nothing }
}

/// How long a password in a sentence is at least, in bytes: `v2` is none.
const LEAST: usize = 3;

/// Whether a word behind `password` is one: it stands in quotes, or has both a letter and a digit.
pub(super) fn is_said(word: &str) -> bool {
    let has = |what: fn(char) -> bool| word.contains(what);
    let mixed = has(char::is_alphabetic) && has(|c| c.is_ascii_digit()) && !has(|c| c == '=');
    word.starts_with(['"', '\'']) || (mixed && word.len() >= LEAST)
}

/// Takes a word, without its quotes; another option is none.
pub(super) fn take(word: Option<&Word>, name: &str, found: &mut Found) {
    let Some(word) = word else { return };
    let closing = word.text.starts_with(['"', '\'']);
    let start = usize::from(closing);
    let inner = word.text.get(start..).unwrap_or_default();
    let inner = match word.text.chars().next().filter(|_| closing) {
        Some(quote) => inner.find(quote).and_then(|end| inner.get(..end)).unwrap_or(inner),
        None => inner.trim_end_matches(['"', '\'', ',', ';', '}']),
    };
    if !word.text.starts_with('-') && may_be_secret(name, inner) {
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
    let start = word.at + user.len() + 1;
    found(start..start + secret.trim_end_matches(['"', '\'']).len(), "password");
}
