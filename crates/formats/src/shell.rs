//! POSIX shell words.

/// A word that the shell reads as exactly this text. Safe words stay bare.
pub fn quote(text: &str) -> String {
    let bare = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '.' | '_' | '/' | ':' | '-' | '@' | ',' | '+' | '%')
    };
    if !text.is_empty() && text.chars().all(bare) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// An assignment, `NAME=word`.
pub fn assign(name: &str, value: &str) -> String {
    format!("{name}={}", quote(value))
}

/// Whether a text is the name of a variable.
pub fn is_name(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.chars().all(word) && text.starts_with(|c: char| !c.is_ascii_digit())
}

/// A word between double quotes in which `$NAME`, `${NAME}` and `${NAME:-word}` are what they are
/// for a shell; everything else is read as it stands, and nothing is run.
pub fn expanding(text: &str) -> String {
    let mut out = String::from("\"");
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let len = reference(rest).unwrap_or(c.len_utf8());
        let (part, after) = rest.split_at(len);
        if matches!(part, "\"" | "\\" | "`" | "$") {
            out.push('\\');
        }
        out.push_str(part);
        rest = after;
    }
    out.push('"');
    out
}

/// How long the reference to a variable is with which a text begins.
fn reference(text: &str) -> Option<usize> {
    let after = text.strip_prefix('$')?;
    let name =
        |t: &str| t.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(t.len());
    let Some(inner) = after.strip_prefix('{') else {
        let len = name(after);
        return is_name(after.get(..len)?).then_some(1 + len);
    };
    let (inner, _) = inner.split_once('}')?;
    let (variable, otherwise) = inner.split_at(name(inner));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | ':' | '-');
    let default = otherwise.strip_prefix(":-").is_some_and(|word| word.chars().all(plain));
    let fine = is_name(variable) && (otherwise.is_empty() || default);
    fine.then_some(inner.len() + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_when_needed() {
        assert_eq!(quote("/opt/kylin-3.1"), "/opt/kylin-3.1");
        assert_eq!(quote("a'b"), "'a'\\''b'");
        assert_eq!(quote(""), "''");
        assert_eq!(quote("$(id)"), "'$(id)'");
    }

    #[test]
    fn variables_are_left_to_the_shell_and_nothing_else_is() {
        for (text, word) in [
            ("-Xloggc:$KYLIN_HOME/logs/gc.%p", "\"-Xloggc:$KYLIN_HOME/logs/gc.%p\""),
            ("${A}${B:-4}${C:-}", "\"${A}${B:-4}${C:-}\""),
            ("$(id) `id` \\ \"", "\"\\$(id) \\`id\\` \\\\ \\\"\""),
            ("${A:-$(id)} ${A:=b} ${!A} $1 $", "\"\\${A:-\\$(id)} \\${A:=b} \\${!A} \\$1 \\$\""),
            ("it's ${x", "\"it's \\${x\""),
        ] {
            assert_eq!(expanding(text), word, "{text}");
        }
        assert!(
            is_name("_A9") && !is_name("9A") && !is_name("") && !is_name("A-B") && !is_name("Ä")
        );
    }
}
