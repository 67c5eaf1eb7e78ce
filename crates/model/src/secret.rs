//! Keeps secrets out: a value that is one becomes the name of a variable before an edit exists,
//! so that neither undo nor autosave nor the archive ever sees it.

/// A text without secrets, and what was taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Protected {
    /// The text with `${NAME}` where a secret stood.
    pub text: String,
    /// What was taken out: the variable's name and the secret. Only ever shown to the person who
    /// typed it, to be saved as `secrets.env`.
    pub removed: Vec<(String, String)>,
}

/// Whether a key of a product holds a secret, by its name. Catalogues can name more.
pub fn is_secret_key(key: &str) -> bool {
    let last = key.rsplit('.').next().unwrap_or(key).to_ascii_lowercase();
    let ends = ["password", "passwd", "secret", "secretkey", "secret-key", "credential", "token"];
    let secret = last == "pass" || ends.iter().any(|end| last.ends_with(end));
    secret && !last.ends_with("encrypted")
}

/// Whether a text is nothing but a reference to a variable, `${NAME}`.
pub fn is_reference(text: &str) -> bool {
    text.strip_prefix("${")
        .and_then(|t| t.strip_suffix('}'))
        .is_some_and(|name| is_variable(name.strip_prefix("env:").unwrap_or(name)))
}

/// Whether a text can name a variable of the environment.
pub fn is_variable(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The variable's name for a key: `kylin.a-b.password` gives `KYLIN_A_B_PASSWORD`.
pub fn variable_for(key: &str) -> String {
    let name: String = key
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
        .collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("V_{name}") } else { name }
}

/// The value of an override without secrets: a secret key keeps a reference only, and a URL or a
/// list of `name=value` parts loses the values of its secret names.
pub fn protect_override(key: &str, text: &str) -> Protected {
    if is_secret_key(key) {
        if text.is_empty() || is_reference(text) {
            return Protected { text: text.to_owned(), removed: Vec::new() };
        }
        let name = variable_for(key);
        return Protected { text: format!("${{{name}}}"), removed: vec![(name, text.to_owned())] };
    }
    protect_text(key, text)
}

/// A text without the secrets of its `name=value` parts and of `user:secret@host` in a URL.
/// The value of a secret part ends at `&`, `,`, `;`, a blank or the end.
pub fn protect_text(key: &str, text: &str) -> Protected {
    let mut out = String::new();
    let mut removed = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('=') {
        let (head, tail) = rest.split_at(at);
        let start = head.rfind(['?', '&', ',', ';', ' ', '(']).map_or(0, |i| i + 1);
        let name = head[start..].trim();
        out.push_str(head);
        out.push('=');
        let value = &tail[1..];
        if !is_secret_key(name) {
            rest = value;
            continue;
        }
        let end = value.find(['&', ',', ';', ' ']).unwrap_or(value.len());
        let (secret, after) = value.split_at(end);
        if secret.is_empty() || is_reference(secret) {
            out.push_str(secret);
        } else {
            let variable = variable_for(&format!("{key}.{name}"));
            out.push_str("${");
            out.push_str(&variable);
            out.push('}');
            removed.push((variable, secret.to_owned()));
        }
        rest = after;
    }
    out.push_str(rest);
    protect_userinfo(key, &out, removed)
}

/// Takes the secret out of `scheme://user:secret@host`.
fn protect_userinfo(key: &str, text: &str, mut removed: Vec<(String, String)>) -> Protected {
    let mut out = text.to_owned();
    if let Some(scheme) = text.find("://") {
        let authority = &text[scheme + 3..];
        let end = authority.find(['/', '?', '#', ' ']).unwrap_or(authority.len());
        if let Some(sign) = authority[..end].rfind('@')
            && let Some(colon) = authority[..sign].find(':')
        {
            let secret = &authority[colon + 1..sign];
            if !secret.is_empty() && !is_reference(secret) {
                let variable = variable_for(&format!("{key}.password"));
                out = format!(
                    "{}{}:${{{variable}}}{}",
                    &text[..scheme + 3],
                    &authority[..colon],
                    &authority[sign..]
                );
                removed.push((variable, secret.to_owned()));
            }
        }
    }
    Protected { text: out, removed }
}

/// What somebody has typed, as [`protect_text`] does it; and the text may end in the middle:
/// `scheme://user:secr` is a secret as well before its `@` has come, because it is no port.
pub fn protect_typed(key: &str, text: &str) -> Protected {
    let mut protected = protect_text(key, text);
    if let Some(secret) = unfinished(&protected.text) {
        let secret = secret.to_owned();
        let variable = variable_for(&format!("{key}.password"));
        protected.text.truncate(protected.text.len() - secret.len());
        protected.text = format!("{}${{{variable}}}", protected.text);
        protected.removed.push((variable, secret));
    }
    protected
}

/// The end of a text that stops within `scheme://user:secr`. SQL Server's driver has a port there
/// and names its database behind a semicolon: `jdbc:sqlserver://host:1433;database=name`.
fn unfinished(text: &str) -> Option<&str> {
    let (scheme, authority) = text.rsplit_once("://")?;
    if authority.contains(['/', '?', '#', ' ', '@']) {
        return None;
    }
    let last = authority.rsplit(',').next().unwrap_or(authority);
    let (_, rest) = last.split_once(':').filter(|_| !last.starts_with('['))?;
    let end = if scheme.ends_with("sqlserver") { rest.find(';') } else { None };
    let port = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    let port = port.len() <= 5 && port.chars().all(|c| c.is_ascii_digit());
    (!port && !is_reference(rest)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_key_keeps_a_reference_only() {
        let p = protect_override("a.b-password", "hunter2");
        assert_eq!(p.text, "${A_B_PASSWORD}");
        assert_eq!(p.removed, [("A_B_PASSWORD".to_owned(), "hunter2".to_owned())]);
        assert_eq!(protect_override("a.password", "${X}").text, "${X}");
        assert!(!is_secret_key("passwordEncrypted"));
        assert!(is_secret_key("a.jdbc.pass") && !is_secret_key("a.bypass"));
    }

    #[test]
    fn secrets_in_urls_are_taken_out() {
        let p = protect_text("u", "jdbc:mysql://h:1/d?user=a&password=s3cret&x=y");
        assert_eq!(p.text, "jdbc:mysql://h:1/d?user=a&password=${U_PASSWORD}&x=y");
        let p = protect_text("u", "id@jdbc,url=jdbc:mysql://h/d,username=a,password=b=c,max=3");
        assert_eq!(p.text, "id@jdbc,url=jdbc:mysql://h/d,username=a,password=${U_PASSWORD},max=3");
        let p = protect_text("u", "http://me:s3cret@h:1/x");
        assert_eq!(p.text, "http://me:${U_PASSWORD}@h:1/x");
        assert_eq!(protect_text("u", "http://h:80/a@b").text, "http://h:80/a@b");
    }

    #[test]
    fn a_secret_is_taken_out_while_it_is_typed() {
        let whole = "jdbc:mysql://me:hunter2@db:3306/kylin";
        for end in whole.find("unter").expect("there")..=whole.len() {
            let typed = &whole[..end];
            let p = protect_typed("u", typed);
            assert!(!p.text.contains('h') || p.text.contains("${U_PASSWORD}"), "{typed}: {p:?}");
            assert_eq!(protect_typed("u", &p.text).text, p.text, "{typed}");
        }
        for plain in ["jdbc:mysql://db:3306", "zk://a:2181,b:21", "http://[fe80::1]:80", "x://h:"] {
            assert_eq!(protect_typed("u", plain).text, plain);
        }
        let server = "jdbc:sqlserver://db:1433;database=kylin;encrypt=true";
        for end in server.find("db").expect("there")..=server.len() {
            assert_eq!(protect_typed("u", &server[..end]).text, &server[..end]);
        }
        for secret in ["jdbc:sqlserver://me:hunter2;database=k", "jdbc:mysql://me:1433;hunter2"] {
            assert!(!protect_typed("u", secret).text.contains("hunter2"), "{secret}");
        }
        let p = protect_typed("u", "http://me:12345678");
        assert_eq!(p.text, "http://me:${U_PASSWORD}");
    }

    #[test]
    fn protecting_twice_changes_nothing() {
        let once = protect_text("u", "x@jdbc,url=jdbc:mysql://h?password=a,password=b");
        assert_eq!(protect_text("u", &once.text).text, once.text);
        assert_eq!(once.removed.len(), 2);
    }
}
