//! TOML syntax: how deep a text is nested, and its errors in both languages.

use model::{Arg, Message, Text, msg};
use toml_parser::lexer::TokenKind;
use toml_parser::{ParseError, Source};

/// How deep tables, arrays and dotted keys may be nested. Beyond it, taking the result apart again
/// could overflow the stack.
const DEEPEST: usize = 64;

/// Where a text is nested too deep, if it is.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    let (mut dots, mut sum) = (0, 0);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::Dot => dots += 1,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                open.push(dots);
                sum += dots + 1;
                dots = 0;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                if let Some(before) = open.pop() {
                    sum -= before + 1;
                    dots = before;
                }
            }
            TokenKind::Comma => dots = 0,
            TokenKind::Newline if open.is_empty() => dots = 0,
            _ => {}
        }
        if sum + dots > DEEPEST {
            return Some(token.span().start());
        }
    }
    None
}

/// Where a text has more errors than a `cluster.toml` ever has, if it does: the parser would need
/// gigabytes for all of them.
pub(super) fn too_many_errors(text: &str) -> Option<usize> {
    const MOST: usize = 1000;
    let tokens = Source::new(text).lex().into_vec();
    let (mut count, mut at) = (0_usize, None);
    // Keys and values that are missing are no errors yet for the lower half of the parser.
    let mut before = TokenKind::Newline;
    for token in tokens.iter().filter(|t| t.kind() != TokenKind::Whitespace) {
        let pair = (before, token.kind());
        before = token.kind();
        if matches!(
            pair,
            (TokenKind::Newline, TokenKind::Equals) | (TokenKind::Equals, TokenKind::Newline)
        ) {
            count += 1;
            if count > MOST {
                return Some(token.span().start());
            }
        }
    }
    toml_parser::parser::parse_document(&tokens, &mut (), &mut |error: ParseError| {
        count += 1;
        if count > MOST && at.is_none() {
            at = error.unexpected().map(|span| span.start());
        }
    });
    at
}

pub(super) fn too_many_errors_message() -> Message {
    msg!(en: "There are too many errors; what follows was not read. Is this a cluster.toml?",
         zh: "错误太多，此处之后的内容没有读取。这是 cluster.toml 吗？")
}

pub(super) fn too_deep_message() -> Message {
    msg!(en: "Tables and lists are nested more than {n} deep; what follows was not read.",
         zh: "表和列表的嵌套超过 {n} 层；此处之后的内容没有读取。", n = DEEPEST)
}

/// An error of the parser as a message. The parser's words are English; the common ones are known
/// in both languages.
pub(super) fn message(english: &str) -> Message {
    let said = english.split(", expected ").next().unwrap_or(english);
    let known = WORDS.iter().find(|(words, _)| *words == said);
    let detail = known.map_or_else(|| Arg::from(english), |(_, text)| Arg::Text(*text));
    msg!(en: "This is not TOML: {detail}.", zh: "这里不符合 TOML 语法：{detail}。", detail = detail)
}

/// The parser's words, and what they mean.
const WORDS: &[(&str, Text)] = &[
    ("duplicate key", Text::new("duplicate key", "键重复（保留第一个）")),
    ("string values must be quoted", Text::new("string values must be quoted", "字符串必须加引号")),
    ("key with no value", Text::new("key with no value", "键没有值")),
    ("missing value for key", Text::new("missing value for key", "键没有值")),
    ("missing value", Text::new("missing value", "缺少值")),
    ("invalid value", Text::new("invalid value", "值无效")),
    ("invalid key-value pair", Text::new("invalid key-value pair", "键值对无效")),
    ("invalid unquoted key", Text::new("invalid unquoted key", "键含有特殊字符时必须加引号")),
    (
        "unquoted keys cannot be empty",
        Text::new("unquoted keys cannot be empty", "键为空时必须加引号"),
    ),
    ("extra `=`", Text::new("extra `=`", "多余的 `=`")),
    (
        "extra assignment between key-value pairs",
        Text::new("extra assignment between key-value pairs", "多余的 `=`"),
    ),
    (
        "missing assignment between key-value pairs",
        Text::new("missing assignment between key-value pairs", "键和值之间缺少 `=`"),
    ),
    ("unexpected content", Text::new("unexpected content", "多余的内容")),
    ("unexpected key or value", Text::new("unexpected key or value", "多余的键或值")),
    ("unclosed table", Text::new("unclosed table", "表头没有以 ] 结束")),
    ("unclosed array table", Text::new("unclosed array table", "表头没有以 ]] 结束")),
    ("unclosed array", Text::new("unclosed array", "列表没有以 ] 结束")),
    ("unclosed inline table", Text::new("unclosed inline table", "内联表没有以 } 结束")),
    (
        "invalid basic string",
        Text::new("invalid basic string", "字符串无效：引号没有成对，或含有不允许的字符"),
    ),
    (
        "invalid literal string",
        Text::new("invalid literal string", "字符串无效：引号没有成对，或含有不允许的字符"),
    ),
    (
        "invalid multi-line basic string",
        Text::new("invalid multi-line basic string", "多行字符串无效：引号没有成对"),
    ),
    (
        "invalid multi-line literal string",
        Text::new("invalid multi-line literal string", "多行字符串无效：引号没有成对"),
    ),
    (
        "missing escaped value",
        Text::new("missing escaped value", "反斜杠之后缺少字符；反斜杠本身要写成 \\\\"),
    ),
    (
        "missing comma between array elements",
        Text::new("missing comma between array elements", "列表的元素之间缺少逗号"),
    ),
    (
        "missing comma between key-value pairs",
        Text::new("missing comma between key-value pairs", "键值对之间缺少逗号"),
    ),
    ("extra comma in array", Text::new("extra comma in array", "列表中有多余的逗号")),
    (
        "extra comma in inline table",
        Text::new("extra comma in inline table", "内联表中有多余的逗号"),
    ),
    ("unexpected leading zero", Text::new("unexpected leading zero", "数字不能以 0 开头")),
    ("invalid comment character", Text::new("invalid comment character", "注释中有不允许的字符")),
    (
        "carriage return must be followed by newline",
        Text::new("carriage return must be followed by newline", "回车符之后必须是换行符"),
    ),
    (
        "cannot recurse further; max recursion depth met",
        Text::new("cannot recurse further; max recursion depth met", "嵌套太深"),
    ),
    ("recursion limit", Text::new("recursion limit", "嵌套太深")),
];
