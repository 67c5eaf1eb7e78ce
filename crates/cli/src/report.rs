//! Reports: text with excerpts for people, JSON for programs.

use crate::check::Opened;
use crate::explain::severity;
use crate::facts::Facts;
use crate::lines::{Lines, value_length};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use model::{Finding, Lang, Severity, Span, Text, msg};
use rules::{Context, Report, Rule};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::IsTerminal;

/// A report as JSON.
#[derive(Serialize)]
struct Json<'a> {
    errors: usize,
    warnings: usize,
    infos: usize,
    findings: Vec<JsonFinding<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facts: Option<Value>,
}

/// One finding of it. Of a hundred thousand each is made of what is there, and written once.
#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    path: String,
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: String,
    why: Option<&'a str>,
    fix: Option<String>,
    sources: Vec<JsonSource<'a>>,
}

#[derive(Serialize)]
struct JsonSource<'a> {
    title: &'a str,
    url: &'a str,
}

/// One JSON object.
pub(crate) fn json(
    opened: &Opened,
    cx: &Context,
    report: &Report,
    facts: Option<&Facts>,
    lang: Lang,
) -> String {
    let rules: BTreeMap<&str, &'static Rule> =
        cx.product.all_rules().map(|rule| (rule.id, rule)).collect();
    let finding = |f: &Finding| {
        let rule = rules.get(f.rule);
        let sources = rule.map_or(&[][..], |rule| rule.sources);
        JsonFinding {
            rule: f.rule,
            severity: f.severity.id(),
            path: cx.path(&f.place),
            file: &opened.name,
            line: f.span.map(|s| s.line),
            column: f.span.map(|s| s.column),
            message: f.message.render(lang),
            why: rule.map(|rule| rule.why.get(lang)),
            fix: f.fix.as_ref().map(|fix| fix.title.render(lang)),
            sources: sources.iter().map(|s| JsonSource { title: s.title, url: s.url }).collect(),
        }
    };
    let all = Json {
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        infos: report.count(Severity::Info),
        findings: report.findings.iter().map(finding).collect(),
        facts: facts.map(|facts| facts.json(cx, lang)),
    };
    // Texts and numbers: there is nothing in it that JSON cannot say.
    serde_json::to_string(&all).unwrap_or_default()
}

/// How many findings are shown with their excerpts; more would help nobody.
const MOST: usize = 200;

/// Text with excerpts, colours on a terminal.
pub(crate) fn text(
    opened: &Opened,
    cx: &Context,
    report: &Report,
    facts: Option<&Facts>,
    lang: Lang,
) -> String {
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let masked = masked(opened, &cx.product.secret_marks());
    let lines = Lines::new(&masked);
    let mut out = String::new();
    for finding in report.findings.iter().take(MOST) {
        out.push_str(&renderer.render(&[excerpt(finding, opened, cx, &lines, lang)]));
        out.push_str("\n\n");
    }
    if let Some(more) = report.findings.len().checked_sub(MOST).filter(|n| *n > 0) {
        let more = msg!(
            en: "{n} more findings are not shown; --format json has them all",
            zh: "另有 {n} 条没有显示；--format json 给出全部", n = more);
        out.push_str(&more.render(lang));
        out.push_str("\n\n");
    }
    let count = |s| counted(report.count(s), severity(s), lang);
    let sum = [Severity::Error, Severity::Warning, Severity::Info].map(count);
    out.push_str(&match lang {
        Lang::En => format!("{}: {}", opened.name, sum.join(", ")),
        Lang::Zh => format!("{}：{}", opened.name, sum.join("，")),
    });
    if !report.accepted.is_empty() {
        let accepted = msg!(
            en: "; accepted: {n}", zh: "；已接受 {n} 条警告", n = report.accepted.len());
        out.push_str(&accepted.render(lang));
    }
    if let Some(facts) = facts {
        out.push_str(if lang == Lang::En { "; " } else { "；" });
        out.push_str(&engine::machines_checked(&facts.said).render(lang));
    }
    out.push('\n');
    out
}

/// A number with its noun.
pub(crate) fn counted(n: usize, noun: Text, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{n} {}{}", noun.get(Lang::En), if n == 1 { "" } else { "s" }),
        Lang::Zh => format!("{n} 条{}", noun.get(Lang::Zh)),
    }
}

/// The text with stars where secrets stand; nothing when there are more than the reader lists.
fn masked(opened: &Opened, marks: &[String]) -> String {
    let places = opened.loaded.problems.iter().filter(|p| p.rule == "DOC007");
    let spans: Option<Vec<Span>> = places.map(|p| p.span).collect();
    let Some(spans) = spans else { return String::new() };
    let mut text = opened.text.clone();
    for span in spans {
        let Some(from) = Lines::new(&text).offset(span) else { continue };
        let Some((before, value)) = text.split_at_checked(from) else { continue };
        let quoted = ["\"\"\"", "'''"].iter().find_map(|quotes| {
            let inside = value.strip_prefix(quotes)?;
            Some(inside.find(quotes).map_or(value.len(), |at| at + 6))
        });
        let end = quoted.unwrap_or_else(|| value_length(value));
        let value = value.get(..end).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let key = line.trim().trim_end_matches('=').trim().trim_matches(['"', '\'']);
        let hidden = without_secret(key, value, marks);
        text.replace_range(from..from + end, &hidden);
    }
    // The longest first: one may begin like another.
    let mut secrets: Vec<&str> = opened.loaded.secrets.iter().map(|(_, s)| s.as_str()).collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    for secret in secrets {
        text = model::secret::without(&text, secret, &stars(secret));
    }
    // What was not read, because of a mistake before it, has its secrets still.
    model::secret::starred(&text)
}

fn stars(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { '*' }).collect()
}

/// A value of TOML with stars where its secrets stand: as a whole where it is not written as it is
/// read, or where only its place tells.
fn without_secret(key: &str, value: &str, marks: &[String]) -> String {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inner = quote.and_then(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    let (Some(quote), Some(inner)) = (quote, inner) else { return stars(value) };
    let hidden = model::secret::starred_value(key, inner, marks);
    let as_read = !inner.contains('\\') && !inner.starts_with(quote) && hidden != inner;
    if as_read { format!("{quote}{hidden}{quote}") } else { stars(value) }
}

fn excerpt<'a>(
    finding: &Finding,
    opened: &'a Opened,
    cx: &Context,
    lines: &Lines<'a>,
    lang: Lang,
) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let level = level.with_name(severity(finding.severity).get(lang));
    let title = level.primary_title(finding.message.render(lang)).id(finding.rule);
    let path = cx.path(&finding.place);
    let group = match finding.span.and_then(|span| lines.around(span)) {
        Some(around) => title.element(
            Snippet::source(around.text)
                .path(opened.name.as_str())
                .line_start(around.first)
                .annotation(AnnotationKind::Primary.span(around.marked)),
        ),
        None => title.element(Origin::path(opened.name.as_str())),
    };
    let word = |text: Text| text.get(lang);
    let mut group = group;
    if !path.is_empty() {
        let name = word(Text::new("place", "位置"));
        group = group.element(Level::NOTE.with_name(name).message(path));
    }
    if let Some(fix) = &finding.fix {
        let name = word(Text::new("fix", "修复"));
        group = group.element(Level::HELP.with_name(name).message(fix.title.render(lang)));
    }
    let more = format!("muster explain {}", finding.rule);
    let name = word(Text::new("why", "原因"));
    group.element(Level::NOTE.with_name(name).message(more))
}
