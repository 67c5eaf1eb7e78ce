//! Names and paths of things.

use super::{Value, shown};
use crate::{Message, msg};
use std::fmt;

/// A bare identifier: a letter or `_`, then letters, digits and `_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier(pub String);

impl Value for Identifier {
    fn parse(text: &str) -> Result<Identifier, Message> {
        let text = text.trim();
        if crate::secret::is_variable(text) {
            return Ok(Identifier(text.to_owned()));
        }
        Err(
            msg!(en: "\"{t}\" is not an identifier: letters, digits and _, not starting with a digit",
            zh: "“{t}”不是标识符：只能用字母、数字和下划线，且不以数字开头", t = shown(text)),
        )
    }
}

/// The name of a variable that holds a secret: upper-case letters, digits and `_`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Variable(pub String);

impl Value for Variable {
    fn parse(text: &str) -> Result<Variable, Message> {
        let text = text.trim();
        let upper = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        if crate::secret::is_variable(text) && upper {
            return Ok(Variable(text.to_owned()));
        }
        Err(msg!(en: "\"{t}\" is not the name of a variable: A to Z, digits and _",
            zh: "“{t}”不是变量名：只能用 A 到 Z、数字和下划线", t = shown(text)))
    }
}

/// The name of an operating-system user or group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserName(pub String);

impl Value for UserName {
    fn parse(text: &str) -> Result<UserName, Message> {
        let text = text.trim();
        let mut chars = text.chars();
        let first = chars.next().is_some_and(|c| c.is_ascii_lowercase() || c == '_');
        let rest =
            chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'));
        if first && rest && text.len() <= 32 {
            return Ok(UserName(text.to_owned()));
        }
        Err(msg!(en: "\"{t}\" is not a user name: a to z, digits, - and _, at most 32",
            zh: "“{t}”不是用户名：只能用 a 到 z、数字、- 和 _，最多 32 个字符", t = shown(text)))
    }
}

/// An absolute path of plain characters, without `..`, `//` or a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AbsolutePath(pub String);

impl fmt::Display for AbsolutePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Value for AbsolutePath {
    fn parse(text: &str) -> Result<AbsolutePath, Message> {
        let text = text.trim();
        if !text.starts_with('/') {
            return Err(msg!(en: "\"{t}\" is not an absolute path: it must start with /",
                zh: "“{t}”不是绝对路径：必须以 / 开头", t = shown(text)));
        }
        if let Some(c) = text.chars().find(|c| !is_path_character(*c)) {
            return Err(msg!(
                en: "the path \"{t}\" has the character '{c}'; only letters, digits and / . _ - + @ are allowed",
                zh: "路径“{t}”含有字符“{c}”，只允许字母、数字和 / . _ - + @",
                t = shown(text), c = c.escape_debug().to_string()));
        }
        let clean = if text.len() > 1 { text.trim_end_matches('/') } else { text };
        if text.contains("//") || clean.split('/').any(|part| matches!(part, "." | "..")) {
            return Err(msg!(en: "the path \"{t}\" has an empty part, . or ..",
                zh: "路径“{t}”含有空的部分、. 或 ..", t = shown(text)));
        }
        Ok(AbsolutePath(clean.to_owned()))
    }
}

pub(super) fn is_path_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | '@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_absolute_and_plain() {
        assert_eq!(AbsolutePath::parse("/opt/kylin/").map(|p| p.0), Ok("/opt/kylin".into()));
        assert!(AbsolutePath::parse("/").is_ok());
        for bad in
            ["", "opt", "/a/../b", "/a b", "/a;b", "/a\nb", "/a'b", "/a//b", "//", "/a//", "/中"]
        {
            assert!(AbsolutePath::parse(bad).is_err(), "{bad}");
        }
    }
}
