//! Kylin's parts of the runbook: what to prepare, how it behaves, what its own pages get wrong.

pub(crate) mod before;
pub(crate) mod certificate;
mod emr;
mod known;
pub(crate) mod operate;
pub(crate) mod users;

use crate::common::session;
use crate::common::text::one_line;
use ::rules::{Context, Runbook, When};
use model::{Lang, Text};

/// In order.
pub(crate) fn runbook(cx: &Context, lang: Lang) -> Vec<Runbook> {
    let prepared = [
        before::machines(cx, lang),
        before::database(cx, lang),
        emr::clusters(cx, lang),
        before::separate_hbase(cx, lang),
        users::directory(cx, lang),
        users::kerberos(cx, lang, Vec::new()),
        certificate::certificate(cx, lang),
        before::memcached(cx, lang),
        session::runbook::before(cx, lang),
        before::adopt(cx, lang),
    ];
    let later = [
        users::passwords(cx, lang),
        operate::death(cx, lang),
        session::runbook::death(cx, lang),
        operate::balancer(cx, lang),
        operate::ensemble(cx, lang),
        operate::streaming(cx, lang),
        operate::changes(cx, lang),
        emr::end(cx, lang),
        known::versions(cx, lang),
        known::pages(cx, lang),
    ];
    let prepared =
        prepared.into_iter().flatten().map(|part| Runbook { when: When::Before, ..part });
    let between = emr::prepare(cx, lang).map(|part| Runbook { when: When::BeforeStart, ..part });
    prepared.chain(between).chain(later.into_iter().flatten()).collect()
}

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
