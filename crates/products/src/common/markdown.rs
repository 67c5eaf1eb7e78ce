//! Pieces of a runbook: sections, shell words, code blocks.

use super::text::one_line;
use ::rules::{Runbook, When};
use model::{Lang, Text};

/// A section, its paragraphs and list items a line each.
pub(crate) fn section(lang: Lang, title: Text, lines: &[String]) -> Runbook {
    let mut body = lines.join("\n");
    body.push('\n');
    Runbook { when: When::After, title: title.get(lang).to_owned(), body }
}

/// A value for a command in a code block: a shell word on one line.
pub(crate) fn word(text: &str) -> String {
    one_line(&formats::shell::quote(&one_line(text)))
}

/// Lines as a code block inside a list item whose text begins at this column; 0 outside of lists.
pub(crate) fn code(column: usize, lines: &[String]) -> String {
    fence(column, "", lines)
}

/// The same for what the admin's machine runs, in the archive's folder.
pub(crate) fn commands(column: usize, lines: &[String]) -> String {
    fence(column, "sh", lines)
}

fn fence(column: usize, language: &str, lines: &[String]) -> String {
    let indent = " ".repeat(column);
    let mut out = format!("\n{indent}```{language}\n");
    for line in lines {
        out.push_str(&indent);
        out.push_str(&one_line(line));
        out.push('\n');
    }
    out.push_str(&indent);
    out.push_str("```\n");
    out
}
