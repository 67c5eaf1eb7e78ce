//! Alluxio's parts of the runbook: what to prepare, how it behaves, what its own pages get wrong.

mod before;
mod operate;

use ::rules::{Context, Runbook, When};
use model::{Lang, Text};

/// In order.
pub(crate) fn runbook(cx: &Context, lang: Lang) -> Vec<Runbook> {
    let prepared = [before::machines(cx, lang), before::storage(cx, lang)];
    let formatted = before::first(cx, lang).map(|part| Runbook { when: When::BeforeStart, ..part });
    let later = [
        operate::death(cx, lang),
        operate::copy(cx, lang),
        operate::changes(cx, lang),
        operate::clients(cx, lang),
        operate::known(cx, lang),
    ];
    let prepared =
        prepared.into_iter().flatten().map(|part| Runbook { when: When::Before, ..part });
    prepared.chain(formatted).chain(later.into_iter().flatten()).collect()
}

/// A section, its paragraphs and list items a line each.
fn section(lang: Lang, title: Text, lines: &[String]) -> Runbook {
    let mut body = lines.join("\n");
    body.push('\n');
    Runbook { when: When::After, title: title.get(lang).to_owned(), body }
}

/// A value for a command in a code block: a shell word on one line.
fn word(text: &str) -> String {
    crate::common::text::one_line(&formats::shell::quote(&crate::common::text::one_line(text)))
}

/// Lines as a code block inside a list item whose text begins at this column; 0 outside of lists.
fn code(column: usize, lines: &[String]) -> String {
    fence(column, "", lines)
}

/// The same for what the admin's machine runs, in the archive's folder.
fn commands(column: usize, lines: &[String]) -> String {
    fence(column, "sh", lines)
}

fn fence(column: usize, language: &str, lines: &[String]) -> String {
    let indent = " ".repeat(column);
    let mut out = format!("\n{indent}```{language}\n");
    for line in lines {
        out.push_str(&indent);
        out.push_str(&crate::common::text::one_line(line));
        out.push('\n');
    }
    out.push_str(&indent);
    out.push_str("```\n");
    out
}
