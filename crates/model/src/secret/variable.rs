//! Names of variables, and references to them.

/// Whether a text is nothing but a reference to a variable: `${NAME}`, `${env:NAME}`, `@{NAME}`,
/// or what other tools write for one, `{{ name }}` and `<name>`.
pub fn is_reference(text: &str) -> bool {
    let inside = |open: &str, close: &str| text.strip_prefix(open)?.strip_suffix(close);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '|');
    if let Some(name) = inside("${", "}").or_else(|| inside("@{", "}")) {
        // `${sys:NAME}`, `${file:UTF-8:/run/password}`, and a key of the product.
        return is_variable(name.strip_prefix("env:").unwrap_or(name))
            || name.split_once(':').is_some_and(|(kind, rest)| {
                matches!(kind, "sys" | "env" | "file") && !rest.contains(['{', '}', ' '])
            })
            || (name.contains('.') && name.split('.').all(is_variable));
    }
    let other = inside("{{", "}}").or_else(|| inside("<", ">"));
    other.is_some_and(|name| !name.trim().is_empty() && name.chars().all(plain))
}

/// Whether a text is what a program fills in where it stands: `$NAME` of a shell, `%{NAME}` of Apache httpd,
/// `%NAME%`, a mark of a prepared statement. A password may begin with a dollar, so only a name in
/// capitals counts. In a property such a text is the value itself: this is for the forms of texts.
pub(super) fn is_filled_in(text: &str) -> bool {
    let capitals = |name: &str| {
        name.len() > 1 && is_variable(name) && !name.contains(|c: char| c.is_ascii_lowercase())
    };
    let inside = |open: &str, close: &str| text.strip_prefix(open)?.strip_suffix(close);
    let plain = |name: &str| !name.is_empty() && !name.contains(['{', '}', '%', ' ']);
    text == "?"
        || text.strip_prefix('$').is_some_and(capitals)
        || inside("%{", "}").is_some_and(plain)
        || inside("%", "%").is_some_and(capitals)
        || inside("${vault:", "}").is_some_and(plain)
}

/// Words that stand where a secret could, and say only whether there is one.
const SWITCHES: [&str; 10] =
    ["true", "false", "null", "none", "on", "off", "yes", "no", "enabled", "disabled"];

/// Whether a text stands for a secret that was masked already, or is no value at all.
pub(super) fn says_nothing(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '*' | '•' | '…'))
        || SWITCHES.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a text can name a variable of the environment.
pub fn is_variable(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The variable's name for a key: `shop.a-b.password` gives `SHOP_A_B_PASSWORD`. Signs of other scripts
/// have no place in one; a key of nothing else is a secret's all the same.
pub fn variable_for(key: &str) -> String {
    let name: String = key
        .chars()
        .filter(char::is_ascii)
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
        .collect();
    match name.trim_matches('_').chars().next() {
        None => "SECRET".to_owned(),
        Some(_) if name.starts_with(|c: char| c.is_ascii_digit()) => format!("V_{name}"),
        Some(_) => name,
    }
}
