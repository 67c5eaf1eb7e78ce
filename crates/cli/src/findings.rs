//! What a command found, for the formats that other programs read.

use crate::check::Opened;
use crate::lines::Lines;
use model::{Edit, Finding, Lang, Place, Severity, Span};
use rules::{Context, Product, Report, Rule};

/// Everything that one run found.
pub(crate) struct Findings {
    /// What was judged, as it is shown.
    pub(crate) subject: String,
    /// The product whose rules were tried.
    pub(crate) product: &'static Product,
    /// Whether the rules about real machines were tried, too.
    pub(crate) machines: bool,
    /// The findings, accepted ones last.
    pub(crate) all: Vec<Found>,
}

/// One finding in one language.
pub(crate) struct Found {
    /// The rule; none for what was seen while files were read.
    pub(crate) rule: Option<&'static Rule>,
    /// How bad.
    pub(crate) severity: Severity,
    /// What is wrong, and what to do.
    pub(crate) message: String,
    /// The place in the document; empty for the whole.
    pub(crate) path: String,
    /// Where in a file.
    pub(crate) at: Option<At>,
    /// Where what takes part stands.
    pub(crate) related: Vec<(String, At)>,
    /// What a fix does, and what it changes in the file, where that is one value.
    pub(crate) fix: Option<(String, Option<Replacement>)>,
    /// The reason, where somebody accepted it.
    pub(crate) accepted: Option<String>,
}

/// A spot in a file. Columns are characters.
#[derive(Clone, Debug)]
pub(crate) struct At {
    /// The file.
    pub(crate) file: String,
    /// Line and column; none for the file as a whole.
    pub(crate) span: Option<Span>,
    /// The column behind the last character, where it is known.
    pub(crate) end: Option<u32>,
}

/// A text that takes the place of another one.
pub(crate) struct Replacement {
    /// What goes, to its end.
    pub(crate) at: At,
    /// What comes.
    pub(crate) text: String,
}

/// The rule of a finding.
pub(crate) fn rule_of(product: &Product, finding: &Finding) -> Option<&'static Rule> {
    product.all_rules().find(|rule| rule.id == finding.rule)
}

impl Findings {
    /// Those of a check.
    pub(crate) fn of_check(opened: &Opened, cx: &Context, report: &Report, lang: Lang) -> Findings {
        let lines = Lines::new(&opened.text);
        let document = Document { opened, cx, lines, lang };
        let open = report.findings.iter().map(|finding| document.found(finding, None));
        let accepted =
            report.accepted.iter().map(|(finding, reason)| document.found(finding, Some(reason)));
        Findings {
            subject: opened.name.clone(),
            product: cx.product,
            machines: cx.facts.is_some(),
            all: open.chain(accepted).collect(),
        }
    }
}

/// A document with its text.
struct Document<'a> {
    opened: &'a Opened,
    cx: &'a Context<'a>,
    lines: Lines<'a>,
    lang: Lang,
}

impl Document<'_> {
    fn found(&self, finding: &Finding, accepted: Option<&String>) -> Found {
        let path = self.cx.path(&finding.place);
        let span = finding.span.or_else(|| self.opened.loaded.spans.of(&path));
        let related = finding.related.iter().filter_map(|place| {
            let span = self.opened.loaded.spans.of(&self.cx.path(place))?;
            Some((self.cx.label(place).render(self.lang), self.at(Some(span))))
        });
        let fix = finding.fix.as_ref();
        Found {
            rule: rule_of(self.cx.product, finding),
            severity: finding.severity,
            message: finding.message.render(self.lang),
            path,
            at: Some(self.at(span)),
            related: related.collect(),
            fix: fix.map(|fix| (fix.title.render(self.lang), self.replacement(&fix.edits))),
            accepted: accepted.cloned(),
        }
    }

    fn at(&self, span: Option<Span>) -> At {
        let value = span.and_then(|span| Some((span, self.lines.value(span)?)));
        let end = value.and_then(|(span, value)| {
            span.column.checked_add(u32::try_from(value.chars().count()).ok()?)
        });
        At { file: self.opened.name.clone(), span, end }
    }

    /// What a fix changes in the text, where it sets one text that stands there by itself.
    fn replacement(&self, edits: &[Edit]) -> Option<Replacement> {
        let [Edit::Set(place, text)] = edits else { return None };
        if matches!(place, Place::NodeRoles(_) | Place::Accepted(_)) {
            return None;
        }
        let span = *self.opened.loaded.spans.0.get(&self.cx.path(place))?;
        let old = self.lines.value(span)?;
        let quoted = old.len() > 1
            && ['"', '\''].iter().any(|q| old.starts_with(*q) && old.ends_with(*q))
            && !old.starts_with("\"\"\"")
            && !old.starts_with("'''");
        let plain = old.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
        // The policy about secrets is the reader's: what it would take is not written here either.
        let secret = model::secret::masked(text) != *text;
        let at = self.at(Some(span));
        let known = (quoted || plain) && !secret && at.end.is_some();
        known.then(|| Replacement { at, text: formats::json::quote(text) })
    }
}
