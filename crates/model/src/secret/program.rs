//! Which programs take a password, and behind which option.

/// Programs whose `-p` is a port, a parent folder or the like, and whose `-u` is a user with a group.
const OTHERS: [&str; 30] = [
    "ssh",
    "sftp",
    "rsync",
    "lftp",
    "mkdir",
    "install",
    "cp",
    "tar",
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

/// Programs with options for a password that mean something else elsewhere, and whether it may be
/// joined with one.
const OWN: [(&str, &[&str], bool); 27] = [
    ("redis-cli", &["-a"], true),
    ("ldapsearch", &["-w"], true),
    ("ldapadd", &["-w"], true),
    ("ldapmodify", &["-w"], true),
    ("ldapdelete", &["-w"], true),
    ("ldapwhoami", &["-w"], true),
    ("ldappasswd", &["-w", "-s", "-a"], true),
    ("sqlcmd", &["-P"], true),
    ("bcp", &["-P"], true),
    ("isql", &["-P"], true),
    ("mosquitto_pub", &["-P"], false),
    ("mosquitto_sub", &["-P"], false),
    ("ipmitool", &["-P"], true),
    ("zip", &["-P"], true),
    ("unzip", &["-P"], true),
    ("ssh-keygen", &["-N", "-P"], false),
    ("kadmin", &["-w", "-pw"], true),
    ("kadmin.local", &["-w", "-pw"], false),
    ("openssl", &["-k"], false),
    ("hadoop", &["-value"], false),
    ("hdfs", &["-value"], false),
    ("snmpwalk", &["-c", "-A", "-X"], false),
    ("snmpget", &["-c", "-A", "-X"], false),
    ("snmpset", &["-c", "-A", "-X"], false),
    ("snmptrap", &["-c", "-A", "-X"], false),
    ("useradd", &["-p"], false),
    ("usermod", &["-p"], false),
];

/// Programs whose `-p` is a password, joined or not.
const LOGINS: [&str; 11] = [
    "sshpass",
    "beeline",
    "mysql",
    "mysqldump",
    "mysqladmin",
    "mariadb",
    "mongo",
    "mongosh",
    "7z",
    "7za",
    "cqlsh",
];

/// The program that the words belong to, as far as it is known.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Program {
    #[default]
    Unknown,
    Other,
    Login,
    /// Whose `-u` may be joined with user and secret.
    Curl,
    /// With its options, and whether a password may be joined with one.
    Own(&'static [&'static str], bool),
}

impl Program {
    /// The program after this word.
    pub(super) fn after(self, word: &str) -> Program {
        if matches!(word, "|" | "||" | "&&" | ";") {
            return Program::Unknown;
        }
        let name = word.trim_matches(['"', '\'', '`', '(', ',', ']', '#']);
        let name = name.rsplit(['/', '=', ':']).next().unwrap_or(name);
        if OTHERS.contains(&name) {
            Program::Other
        } else if LOGINS.contains(&name) {
            Program::Login
        } else if name == "curl" {
            Program::Curl
        } else if let Some((_, options, joined)) = OWN.iter().find(|(program, ..)| *program == name)
        {
            Program::Own(options, *joined)
        } else if word.ends_with(';') {
            Program::Unknown
        } else {
            self
        }
    }

    /// How long the option is that a word begins with, if it is one for a password of this program,
    /// by itself or the last of several letters: `-w`, `-xw`.
    pub(super) fn option(self, word: &str) -> Option<usize> {
        let Program::Own(options, joined) = self else { return None };
        if options.contains(&word) {
            return Some(word.len());
        }
        let letters = word.strip_prefix('-').filter(|_| joined)?;
        let last = |option: &&&str| option.len() == 2;
        options.iter().filter(last).find_map(|option| {
            let letter = option.get(1..)?;
            if word.starts_with(option) {
                return Some(option.len());
            }
            let several =
                letters.len() <= SEVERAL && letters.bytes().all(|b| b.is_ascii_alphabetic());
            (several && letters.ends_with(letter) && letters.starts_with('x')).then_some(word.len())
        })
    }
}

/// How many letters of options may stand in one word.
const SEVERAL: usize = 5;
