//! Reports: text with excerpts for people, JSON for programs.

use crate::check::Opened;
use crate::explain::severity;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use model::{Finding, Lang, Severity, Span, Text, msg};
use rules::{Context, Report, Rule};
use serde_json::{Value, json};
use std::io::IsTerminal;

fn rule_of(cx: &Context, finding: &Finding) -> Option<&'static Rule> {
    cx.product.all_rules().find(|r| r.id == finding.rule)
}

/// One JSON object.
pub(crate) fn json(opened: &Opened, cx: &Context, report: &Report, lang: Lang) -> String {
    let findings: Vec<Value> = report
        .findings
        .iter()
        .map(|f| {
            let rule = rule_of(cx, f);
            let sources: Vec<Value> = rule
                .map(|r| {
                    r.sources.iter().map(|s| json!({"title": s.title, "url": s.url})).collect()
                })
                .unwrap_or_default();
            json!({
                "rule": f.rule,
                "severity": f.severity.id(),
                "path": cx.path(&f.place),
                "file": opened.name,
                "line": f.span.map(|s| s.line),
                "column": f.span.map(|s| s.column),
                "message": f.message.render(lang),
                "why": rule.map(|r| r.why.get(lang)),
                "fix": f.fix.as_ref().map(|fix| fix.title.render(lang)),
                "sources": sources,
            })
        })
        .collect();
    json!({
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
        "infos": report.count(Severity::Info),
        "findings": findings,
    })
    .to_string()
}

/// How many findings are shown with their excerpts; more would help nobody.
const MOST: usize = 200;

/// Text with excerpts, colours on a terminal.
pub(crate) fn text(opened: &Opened, cx: &Context, report: &Report, lang: Lang) -> String {
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let masked = masked(opened);
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
fn masked(opened: &Opened) -> String {
    let stars =
        |text: &str| text.chars().map(|c| if c == '\n' { c } else { '*' }).collect::<String>();
    let places = opened.loaded.problems.iter().filter(|p| p.rule == "DOC007");
    let spans: Option<Vec<Span>> = places.map(|p| p.span).collect();
    let Some(spans) = spans else { return String::new() };
    let mut text = opened.text.clone();
    let mut short = false;
    // The longest first: one may begin like another.
    let mut secrets: Vec<&str> = opened.loaded.secrets.iter().map(|(_, s)| s.as_str()).collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    for secret in secrets {
        // A short one stands in many words: there, the value that held it goes.
        if secret.chars().count() < 4 {
            short = true;
        } else {
            text = text.replace(secret, &stars(secret));
        }
    }
    for span in spans {
        let Some(from) = Lines::new(&text).offset(span) else { continue };
        let Some(value) = text.get(from..) else { continue };
        let quoted = ["\"\"\"", "'''"].iter().find_map(|quotes| {
            let inside = value.strip_prefix(quotes)?;
            Some(inside.find(quotes).map_or(value.len(), |at| at + 6))
        });
        let end = from + quoted.unwrap_or_else(|| value_length(value));
        // One that is written with escapes was not found above.
        if let Some(value) = text.get(from..end)
            && (short || value.contains('\\'))
        {
            let hidden = stars(value);
            text.replace_range(from..end, &hidden);
        }
    }
    // What was not read, because of a mistake before it, has its secrets still.
    model::secret::starred(&text)
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

/// A text by lines.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

/// The lines around a spot.
struct Around<'t> {
    text: &'t str,
    first: usize,
    marked: std::ops::Range<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Lines<'t> {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The byte offset of a spot.
    fn offset(&self, span: Span) -> Option<usize> {
        let start = *self.starts.get(usize::try_from(span.line).ok()?.checked_sub(1)?)?;
        Some(start + column(self.text.get(start..)?, span))
    }

    /// The line of a spot with the one before it, and what to mark: the value or key that starts
    /// there. Nothing for a spot that is not in the text, and for a line that no terminal can show.
    fn around(&self, span: Span) -> Option<Around<'t>> {
        const LONGEST: usize = 4096;
        let line = usize::try_from(span.line).ok()?.checked_sub(1)?;
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let this = self.text.get(start..end)?.trim_end_matches(['\n', '\r']);
        let from = column(this, span);
        let length = value_length(this.get(from..)?);
        let before =
            line.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or(start);
        let first = if start - before > LONGEST { start } else { before };
        if this.len() > LONGEST {
            return None;
        }
        let text = self.text.get(first..start + this.len())?;
        let marked = start - first + from..start - first + from + length;
        Some(Around { text, first: if first == start { line + 1 } else { line }, marked })
    }
}

/// The byte offset of a spot's column in its line.
fn column(line: &str, span: Span) -> usize {
    let column = usize::try_from(span.column).unwrap_or(usize::MAX).saturating_sub(1);
    line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
}

/// How long the value or key at the start of a text is.
fn value_length(text: &str) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    let close = match first {
        '"' | '\'' => first,
        '[' => ']',
        '{' => '}',
        _ => {
            let end = text.find([' ', '\t', ',', '=', ']', '}', '#']).unwrap_or(text.len());
            return end.max(first.len_utf8());
        }
    };
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if first == '"' => escaped = true,
            c if c == close => {
                // A table's head ends with two brackets.
                let rest = text.get(at..).unwrap_or_default();
                let more = usize::from(text.starts_with("[[") && rest.starts_with("]]"));
                return at + c.len_utf8() + more;
            }
            _ => {}
        }
    }
    text.trim_end().len().max(first.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_at_a_spot_is_marked() {
        let lines = Lines::new("a = 1\n名 = \"x \\\" y\" # c\n[[nodes]]\n");
        let marked = |line, column| {
            lines.around(Span { line, column }).map(|a| (a.first, a.text[a.marked].to_owned()))
        };
        assert_eq!(marked(1, 5), Some((1, "1".into())));
        assert_eq!(marked(2, 5), Some((1, "\"x \\\" y\"".into())));
        assert_eq!(marked(3, 1), Some((2, "[[nodes]]".into())));
        assert_eq!(marked(4, 9), Some((3, String::new())));
        assert_eq!(marked(9, 1), None);
    }
}
