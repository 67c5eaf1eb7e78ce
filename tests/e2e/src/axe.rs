//! axe-core in the page.

use crate::{Browser, root};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::{fmt, fs};

/// One thing that axe-core found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// axe's name of the rule.
    pub rule: String,
    /// What it asks for.
    pub help: String,
    /// The elements, and what is wrong with each.
    pub elements: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.help)?;
        self.elements.iter().try_for_each(|element| write!(f, "\n    {element}"))
    }
}

impl Browser {
    /// What axe-core finds on the page as it stands, best practices included.
    ///
    /// # Errors
    /// When axe-core is not installed.
    pub fn axe(&self) -> Result<Vec<Violation>> {
        if !self.holds("typeof axe === 'object'")? {
            let file = root().join("node_modules/axe-core/axe.min.js");
            let source = fs::read_to_string(&file).with_context(|| {
                format!("{} is missing; `cargo xtask setup` installs it", file.display())
            })?;
            self.run(&source, &[])?;
            ensure!(self.holds("typeof axe === 'object'")?, "axe-core did not start");
        }
        let found = self.run_async(
            "const done = arguments[arguments.length - 1];
             // A colour that is still on its way is none that anybody reads.
             Promise.allSettled(document.getAnimations().map((a) => a.finished)).then(() =>
               axe.run(document, { resultTypes: ['violations'] })).then((r) => done({
               passes: r.passes.length,
               violations: r.violations.map((v) => ({ rule: v.id, help: v.help,
                 elements: v.nodes.map((n) => n.target.join(' ') + ' ' + n.html.slice(0, 200)
                   + ' | ' + (n.failureSummary ?? '').replace(/\\s+/g, ' ').slice(0, 300)) })),
             }), (error) => done({ error: String(error) }));",
            &[json!(null)],
        )?;
        ensure!(found["error"].is_null(), "axe-core failed: {}", found["error"]);
        // A page that gives axe nothing to look at would pass everything.
        ensure!(found["passes"].as_u64() > Some(5), "axe-core saw too little: {found}");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let violations = list(&found["violations"]);
        let read = |v: &Value| Violation {
            rule: text(&v["rule"]),
            help: text(&v["help"]),
            elements: list(&v["elements"]).iter().map(text).collect(),
        };
        Ok(violations.iter().map(read).collect())
    }
}
