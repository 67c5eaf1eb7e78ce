//! `--facts`: what `bin/preflight` found on the machines, for a check.

use crate::check::Opened;
use crate::input::{self, shown};
use crate::output::Failure;
use model::{Lang, Message, apply_all, msg};
use rules::{Context, Filled};
use serde_json::{Value, json};
use std::path::Path;

/// More names of members that are not known are not told.
const MOST: usize = 20;

/// A file of facts that was read, and what of it was filled in.
pub(crate) struct Facts {
    /// The file's name as it is shown.
    name: String,
    /// What it says.
    pub(crate) said: model::facts::Facts,
    read: formats::facts::Read,
    filled: Vec<Filled>,
}

/// Reads the file and fills in what the document does not say.
pub(crate) fn open(path: &Path, opened: &mut Opened) -> Result<Facts, Failure> {
    let bytes = input::bytes(path)?;
    let name = if input::is_standard(path) { "<stdin>".to_owned() } else { shown(path) };
    let mut read = formats::facts::read(&bytes);
    let Some(facts) = read.facts.take() else {
        let (why, at) = read.problems.first().map_or_else(
            || (msg!(en: "it cannot be read", zh: "无法读取"), String::new()),
            |p| {
                (
                    p.message.clone(),
                    p.span.map_or_else(String::new, |s| format!(":{}:{}", s.line, s.column)),
                )
            },
        );
        return Err(
            msg!(en: "{p}{at}: {why}", zh: "{p}{at}：{why}", p = name, at = at, why = why).into()
        );
    };
    let filled = {
        let cx = Context::new(&opened.loaded.spec, opened.product).with_facts(Some(&facts));
        rules::fill(&cx)
    };
    let edits: Vec<_> = filled.iter().map(|filled| filled.edit.clone()).collect();
    apply_all(&mut opened.loaded.spec, &edits);
    Ok(Facts { name, said: facts, read, filled })
}

impl Facts {
    /// What is told beside the findings.
    pub(crate) fn text(&self, lang: Lang, kept: bool) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        for problem in &self.read.problems {
            let at = problem.span.map_or_else(String::new, |s| format!(":{}:{}", s.line, s.column));
            line(format!("{}{at}: {}", self.name, problem.message.render(lang)));
        }
        if !self.read.unknown.is_empty() {
            line(self.unknown().render(lang));
        }
        if !self.filled.is_empty() {
            let n = self.filled.len();
            let head = if kept {
                msg!(en: "Filled in from the machines ({n}):", zh: "已从实际机器补全（{n} 项）：", n = n)
            } else {
                msg!(en: "Filled in from the machines for this check ({n}); --write or -o FILE keeps it:",
                     zh: "本次检查已从实际机器补全（{n} 项）；用 --write 或 -o FILE 保存：", n = n)
            };
            line(head.render(lang));
            for filled in &self.filled {
                line(format!("  {}", filled.message.render(lang)));
            }
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }

    fn unknown(&self) -> Message {
        let names: Vec<&str> = self.read.unknown.iter().take(MOST).map(String::as_str).collect();
        let more = match self.read.unknown.len().saturating_sub(MOST) {
            0 => String::new(),
            n => format!(", +{n}"),
        };
        msg!(en: "{f}: kept aside, because it is not known here: {n}{m}.",
             zh: "{f}：无法识别、不予采用：{n}{m}。",
             f = self.name.clone(), n = names.join(", "), m = more)
    }

    /// The same for programs.
    pub(crate) fn json(&self, cx: &Context, lang: Lang) -> Value {
        let problems: Vec<Value> = self
            .read
            .problems
            .iter()
            .map(|p| {
                json!({
                    "line": p.span.map(|s| s.line),
                    "column": p.span.map(|s| s.column),
                    "message": p.message.render(lang),
                })
            })
            .collect();
        let filled: Vec<Value> = self
            .filled
            .iter()
            .filter_map(|filled| match &filled.edit {
                model::Edit::Set(place, text) => {
                    Some(json!({"path": cx.path(place), "value": text}))
                }
                _ => None,
            })
            .collect();
        json!({
            "file": self.name,
            "date": Some(&self.said.date).filter(|date| !date.is_empty()),
            "problems": problems,
            "unknown": self.read.unknown,
            "filled": filled,
        })
    }
}
