//! A rule is data and a pure function.

use crate::Context;
use model::{Edit, Finding, Fix, Message, Place, Severity, Span, Text};

/// Where something is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// File and line of the product, a page, an observation in the lab, or a part of Muster.
    pub title: &'static str,
    /// Its address; empty when it has none.
    pub url: &'static str,
    /// The observation in `docs/lab-observations.md` that it is; empty for anything else.
    pub observation: &'static str,
}

impl Source {
    /// A source with an address.
    pub const fn new(title: &'static str, url: &'static str) -> Source {
        Source { title, url, observation: "" }
    }

    /// Something seen with the real program in our own lab: the name of the observation, which
    /// `cargo xtask tidy` looks for in `docs/lab-observations.md`, and its title.
    pub const fn lab(observation: &'static str, title: &'static str) -> Source {
        Source { title, url: "", observation }
    }

    /// What follows from Muster itself: what it writes, and what its tables say.
    pub const fn own(title: &'static str) -> Source {
        Source { title, url: "", observation: "" }
    }
}

/// What the product prints, or what one sees, when a rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symptom {
    /// The words. `…` stands for any text between two parts.
    pub words: &'static str,
    /// The log or place where they appear; empty when it is something one sees.
    pub log: &'static str,
}

impl Symptom {
    /// Words in a log.
    pub const fn new(words: &'static str, log: &'static str) -> Symptom {
        Symptom { words, log }
    }
}

/// A document for a rule's test and page.
#[cfg(not(feature = "without-examples"))]
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// A preset with values set in order: (path, text). `nodes[+]` adds a node: "name role,role";
    /// `nodes[2].-` removes one; an empty text for a setting or override sets it empty, the text
    /// `-` clears it.
    Edits(&'static str, &'static [(&'static str, &'static str)]),
    /// A `cluster.toml` as it stands: for rules about reading.
    Toml(&'static str),
    /// A preset with values set in order, as in `Edits`, and a `facts.json` about its machines, in which
    /// `<0>` stands for the first node's name, `<port>` for a port that this node's programs listen on,
    /// `<java>` for a version of Java that they run on.
    Machines(&'static str, &'static [(&'static str, &'static str)], &'static str),
}

/// A document for a rule's test and page: nothing, in the engine's module, which has neither.
#[cfg(feature = "without-examples")]
#[derive(Clone, Copy, Debug)]
pub struct Example;

#[cfg(feature = "without-examples")]
#[expect(non_snake_case, reason = "rules are written with the variants of the other `Example`")]
impl Example {
    /// See the variant of this name.
    pub const fn Edits(_: &'static str, _: &'static [(&'static str, &'static str)]) -> Example {
        Example
    }

    /// See the variant of this name.
    pub const fn Toml(_: &'static str) -> Example {
        Example
    }

    /// See the variant of this name.
    pub const fn Machines(
        _: &'static str,
        _: &'static [(&'static str, &'static str)],
        _: &'static str,
    ) -> Example {
        Example
    }
}

/// A rule.
pub struct Rule {
    /// Area and number, `KYL012`; never reused.
    pub id: &'static str,
    /// The problem in kebab-case, so that "allow …" reads well.
    pub name: &'static str,
    /// How bad a break of it is.
    pub severity: Severity,
    /// The rule in one sentence.
    pub title: Text,
    /// Why it matters and what to do.
    pub why: Text,
    /// Where that is known from; never empty.
    pub sources: &'static [Source],
    /// What one sees when it is broken.
    pub symptoms: &'static [Symptom],
    /// A document that breaks it.
    pub fires: Example,
    /// A close one that does not.
    pub clean: Example,
    /// Looks for breaks.
    pub check: fn(&Context, &mut Sink),
}

/// Where a rule puts its findings.
pub struct Sink {
    rule: &'static str,
    severity: Severity,
    findings: Vec<Finding>,
}

impl Sink {
    pub(crate) fn new(rule: &'static Rule) -> Sink {
        Sink { rule: rule.id, severity: rule.severity, findings: Vec::new() }
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Reports a finding at a place. Returns it, to add related places and a fix.
    pub fn report(&mut self, place: Place, message: Message) -> Reported<'_> {
        self.findings.push(Finding {
            rule: self.rule,
            severity: self.severity,
            place,
            related: Vec::new(),
            message,
            fix: None,
            span: None,
        });
        let at = self.findings.len() - 1;
        Reported { finding: &mut self.findings[at] }
    }
}

/// A finding that was just reported.
pub struct Reported<'a> {
    finding: &'a mut Finding,
}

impl Reported<'_> {
    /// Adds places that take part.
    pub fn related(self, places: impl IntoIterator<Item = Place>) -> Self {
        self.finding.related.extend(places);
        self
    }

    /// Adds a fix.
    pub fn fix(self, title: Message, edits: Vec<Edit>) -> Self {
        self.finding.fix = Some(Fix { title, edits });
        self
    }

    /// Adds the spot in the text that was read.
    pub fn span(self, span: Span) -> Self {
        self.finding.span = Some(span);
        self
    }
}
