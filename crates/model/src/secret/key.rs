//! What a key says about its value.

use super::{Slot, is_reference, token, variable};
use crate::value::{Value, Variable};

/// The ends of a name that holds a password: whatever its value is, it is one.
const PASSWORDS: [&str; 42] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "passwort",
    "storepass",
    "keypass",
    "sshpass",
    "rediscliauth",
    "jsessionid",
    "redisauth",
    "pwd",
    "secret",
    "secretkey",
    "secretaccesskey",
    "accesskeysecret",
    "accountkey",
    "apikey",
    "sharedkey",
    "sharedaccesskey",
    "base64encodedkey",
    "azurekey",
    "bindpw",
    "rootpw",
    "basicauthentication",
    "requirepass",
    "masterauth",
    "superdigest",
    "secretword",
    "密码",
    "密碼",
    "口令",
    "授权码",
    // As people of other languages write it beside a login.
    "kennwort",
    "motdepasse",
    "contraseña",
    "contrasena",
    "senha",
    "wachtwoord",
    "пароль",
    "パスワード",
    "비밀번호",
];

/// The ends of a name that holds a secret, or says where one is: a path or a class is none.
const KEYS: [&str; 19] = [
    "credential",
    "credentials",
    "token",
    "privatekey",
    "accesskey",
    "accesskeyid",
    "encryptionkey",
    "encryptkey",
    "aeskey",
    "presharedkey",
    "signingkey",
    "masterkey",
    "authkey",
    "secretid",
    "licensekey",
    "licencekey",
    "密钥",
    "秘钥",
    "令牌",
];

/// Names of many secrets, which stand in a list or an object behind them.
const MANY: [&str; 3] = ["passwords", "passwds", "secrets"];

/// What stands before the name of an account that has a secret of its own.
const OF_ACCOUNTS: [&str; 3] = ["account.key.", "azure.sas.", "account.oauth2.client.secret."];

/// Whether a key, or the name in `name=value`, holds a secret, by its words. Catalogues can name
/// more: see [`is_marked`].
pub fn is_secret_key(key: &str) -> bool {
    strength(key).is_some()
}

/// The same with what a catalogue marks.
pub(super) fn is_secret_name(marks: &[String], name: &str) -> bool {
    is_secret_key(name) || is_marked(marks, name)
}

/// Whether every text in an object or a list behind a name is a secret, whatever the members are
/// called. Those of `credentials` say for themselves what they are.
pub(super) fn holds_secrets(name: &str) -> bool {
    strength(name) == Some(Strength::Password) || is_many(name)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// The value is a secret, whatever it is.
    Password,
    /// The value is a secret, or says where one is.
    Key,
    /// The value is a scheme and what it needs, for most a secret.
    Authentication,
    /// The value is a user and a secret, or says only whether there are any.
    Login,
}

/// Whether a name is that of a list of secrets.
pub(super) fn is_many(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    MANY.iter().any(|end| lower.ends_with(end))
}

/// Whether a word is nginx' or httpd's for where requests go, which stands before an address.
pub(super) fn is_upstream(name: &str) -> bool {
    const SERVERS: [&str; 6] = ["proxy", "fastcgi", "uwsgi", "scgi", "grpc", "memcached"];
    let head = name.strip_suffix("_pass").or_else(|| name.strip_suffix("Pass"));
    head.is_some_and(|head| SERVERS.iter().any(|server| head.eq_ignore_ascii_case(server)))
}

fn strength(key: &str) -> Option<Strength> {
    let key = key.trim();
    // `secret.key`, `secret-key` and `secretKey` are one word. Names end soon: a long text is none.
    // Of several passwords, as Connector/J's `password2`, the number is no part of it.
    let words = key.to_ascii_lowercase().replace(['-', '_'], ".");
    let key = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let squeezed: String = key
        .chars()
        .filter(|c| !matches!(c, '.' | '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect();
    // One key for each account, which the rest of the name says.
    let of_account =
        |before: &str| words.split_once(before).is_some_and(|(_, account)| !account.is_empty());
    if PASSWORDS.iter().any(|end| squeezed.ends_with(end))
        || OF_ACCOUNTS.into_iter().any(of_account)
        || ends_with_word(key, "pass")
        || ends_with_word(key, "pw")
        || ["mdp", "clave", "psw"].iter().any(|short| key.eq_ignore_ascii_case(short))
    {
        return Some(Strength::Password);
    }
    if squeezed.ends_with("zkauth") {
        return Some(Strength::Authentication);
    }
    if squeezed.ends_with("basicauth")
        || matches!(squeezed.as_str(), "cred" | "creds" | "ak" | "sk")
    {
        return Some(Strength::Login);
    }
    KEYS.iter().any(|end| squeezed.ends_with(end)).then_some(Strength::Key)
}

/// Whether a name ends with a word of its own: `pass` in `db.pass`, `ssh_pass`, `keystorePass`, not
/// in `bypass`.
fn ends_with_word(key: &str, word: &str) -> bool {
    let Some(at) = key.len().checked_sub(word.len()).filter(|at| key.is_char_boundary(*at)) else {
        return false;
    };
    let (head, tail) = key.split_at(at);
    let own = !head.ends_with(|c: char| c.is_alphanumeric());
    let camel = tail.starts_with('P') && head.ends_with(|c: char| c.is_ascii_lowercase());
    tail.eq_ignore_ascii_case(word) && (own || camel)
}

/// Whether a product's catalogue marks a key: `a.b`, or `a.*.b` and `a.*` with anything in the
/// place of the star. Products hand keys of other programs on behind a prefix of their own, so a
/// mark holds at the end of a longer key, too.
pub fn is_marked(marks: &[String], key: &str) -> bool {
    let fits = |mark: &str, key: &str| match mark.split_once('*') {
        None => mark == key,
        Some((head, tail)) => {
            let rest = key.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail));
            rest.is_some_and(|rest| !rest.is_empty() && (tail.is_empty() || !rest.contains('.')))
        }
    };
    if marks.is_empty() {
        return false;
    }
    // As an option of Java, on a line of its own.
    let key = key.strip_prefix("-D").unwrap_or(key);
    let ends = key.match_indices('.').filter_map(|(at, _)| key.get(at + 1..));
    let mut ends = std::iter::once(key).chain(ends);
    ends.any(|end| marks.iter().any(|mark| fits(mark, end)))
}

/// Whether the text of a secret key is a secret as a whole: no reference, no switch, not empty.
pub(super) fn is_whole(slot: Slot, key: &str, text: &str, marks: &[String]) -> bool {
    let trimmed = text.trim();
    let nothing = !trimmed.is_empty() && variable::says_nothing(trimmed);
    let reference = is_reference(trimmed) && super::literal(text, marks).is_empty();
    if text.is_empty() || nothing || reference {
        return false;
    }
    let place = !may_be_secret(key, trimmed);
    if is_provider(trimmed) || (place && super::literal(text, marks).is_empty()) {
        return false;
    }
    let named = Variable::parse(text).is_ok() && !token::is_access_key(trimmed);
    slot != Slot::Field || !(named || trimmed.is_empty())
}

/// Whether the value of a name may be a secret: for a name that may also say where one is kept, a
/// path, an address or a class is none.
pub(super) fn may_be_secret(name: &str, value: &str) -> bool {
    match strength(name) {
        Some(Strength::Key) => !is_place(value),
        Some(Strength::Authentication) => is_login(value),
        Some(Strength::Login) => value.contains(|c: char| c == ':' || c.is_ascii_digit()),
        Some(Strength::Password) | None => true,
    }
}

/// ZooKeeper's `scheme:id`, but for schemes whose id is no secret.
fn is_login(text: &str) -> bool {
    let scheme = text.split(':').next().unwrap_or_default().trim_matches(['"', '\'']);
    !matches!(scheme, "ip" | "world" | "sasl" | "x509" | "auth")
}

/// `{"type": "environment", "variable": "NAME"}`: where a program finds its password.
fn is_provider(text: &str) -> bool {
    text.starts_with('{') && text.contains("\"type\"") && text.contains("\"environment\"")
}

/// A path, an address without login, or a Java class: not a secret, but where one is.
fn is_place(text: &str) -> bool {
    let text = text.trim_matches(['"', '\'']);
    if text.starts_with('/') {
        // Secret keys of 40 characters may begin with a slash as well.
        return !text.contains(['+', '=']) && text.len() != 40;
    }
    let class = |text: &str| {
        let mut parts = text.rsplit('.');
        parts.next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_uppercase()))
            && text.matches('.').count() >= 2
            && text.split('.').all(|part| variable::is_variable(&part.replace('$', "_")))
    };
    text.contains("://")
        || text.starts_with("file:")
        || text.starts_with("classpath:")
        || class(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets() {
        for secret in [
            "password",
            "a.b-password",
            "dbPasswd",
            "a.jdbc.pass",
            "ansible_ssh_pass",
            "keystorePass",
            "PGPASS_PASS",
            "spark.hadoop.fs.s3a.secret.key",
            "fs.s3a.access.key",
            "fs.azure.account.key.name.blob.core.windows.net",
            "fs.azure.account.key.n",
            "x.zk-auth",
            "db.pw",
            "fs.azure.sas.container.account.blob.core.windows.net",
            "fs.azure.account.oauth2.client.secret.a.dfs.core.windows.net",
            "fs.cosn.userinfo.secretId",
            "fs.oss.accessKeySecret",
            "clientSecret",
            "cookiePassphrase",
            "api-key",
            "X-Api-Key",
            "AWS_SECRET_ACCESS_KEY",
            "AccountKey",
            "pwd",
            "session.token",
            "password1",
            "db.password3",
            "cephfs.auth.key",
            "druid.azure.key",
            "basicAuth",
            "a.basicAuthentication",
            "bindpw",
            "Secret Key",
            "access key id",
            "密码",
        ] {
            assert!(is_secret_key(secret), "{secret}");
        }
        for plain in [
            "",
            "passwordEncrypted",
            "a.bypass",
            "compass",
            "password.file",
            "passwordFile",
            "credential.path",
            "security.credential.provider.path",
            "secret-key-name",
            "secretName",
            "tokens",
            "token.ttl",
            "rowkey",
            "base-key",
            "baseKey",
            "key",
            "public-key",
            "keytab",
            "keystore-file",
            "auth-user-cache.max-entries",
            "key_name",
            "partition.key",
            "password.provider.class",
            "authorization.enabled",
            "account.keys",
            "monkey",
            "cpw",
            "fs.azure.account.oauth2.client.id",
        ] {
            assert!(!is_secret_key(plain), "{plain}");
        }
    }

    #[test]
    fn marks_hold_at_the_end_of_a_key() {
        let marks = ["a.id".to_owned(), "b.*".to_owned(), "c.*.d".to_owned()];
        for key in
            ["-Da.id", "a.id", "x.y.a.id", "b.name.with.dots", "x.b.n", "c.one.d", "x.c.one.d"]
        {
            assert!(is_marked(&marks, key), "{key}");
        }
        for key in ["a.ids", "xa.id", "b.", "b", "c.one.two.d", "c..d", "a.id.x"] {
            assert!(!is_marked(&marks, key), "{key}");
        }
        assert!(!is_marked(&[], "a.id"));
    }

    #[test]
    fn a_path_or_a_class_is_where_a_secret_is() {
        for place in ["/etc/x/token", "file:/etc/token", "jceks://hdfs/x.jceks", "org.a.b.Provider"]
        {
            assert!(!may_be_secret("x.token", place), "{place}");
            assert!(may_be_secret("x.password", place), "{place}");
        }
        assert!(may_be_secret("x.token", "a.b.c") && may_be_secret("x.token", "eyJhbGci"));
        assert!(may_be_secret("x.zk-auth", "digest:a:b"));
        assert!(may_be_secret("basicAuth", "a:b") && !may_be_secret("basicAuth", "required"));
        for none in ["sasl", "ip:10.0.0.1", "world:anyone"] {
            assert!(!may_be_secret("x.zk-auth", none), "{none}");
        }
    }
}
