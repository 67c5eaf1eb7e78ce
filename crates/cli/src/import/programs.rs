//! What is told about an import, for programs.

use super::Told;
use crate::args::Import;
use crate::findings::{At, Findings, Found, rule_of};
use crate::input::{is_standard, shown};
use ::import::Spot;
use model::{Finding, Place, Span};
use rules::Rule;
use serde_json::{Value, json};

impl Told<'_> {
    /// The findings, each where it stands in the files that were read; one of what no file says stands
    /// at the document that was written, or at what was brought.
    pub(super) fn found(&self, args: &Import) -> Findings {
        let of = self.imported;
        let written = args.output.as_deref().filter(|path| !is_standard(path));
        let brought = args.paths.first().map(std::path::PathBuf::as_path);
        let subject = brought.map(shown).unwrap_or_default();
        let whole = written.or(brought).map(|path| At { file: shown(path), span: None, end: None });
        let related =
            |place: &Place| Some((self.say(&self.cx.label(place)), at(of.spots.at(place)?)));
        let found = |finding: &Finding, accepted: Option<&String>| Found {
            rule: rule_of(of.product, finding),
            severity: finding.severity,
            message: self.say(&finding.message),
            path: self.cx.path(&finding.place),
            at: of.spots.at(&finding.place).map(at).or_else(|| whole.clone()),
            related: finding.related.iter().filter_map(related).collect(),
            fix: finding.fix.as_ref().map(|fix| (self.say(&fix.title), None)),
            accepted: accepted.cloned(),
        };
        let notes = of.notes.iter().map(|note| Found {
            rule: None,
            severity: note.severity,
            message: self.say(&note.message),
            path: String::new(),
            at: Some(At { file: note.path.clone(), span: Some(note.span), end: None }),
            related: Vec::new(),
            fix: None,
            accepted: None,
        });
        let open = self.report.findings.iter().map(|finding| found(finding, None));
        let accepted = self.report.accepted.iter().map(|(f, reason)| found(f, Some(reason)));
        Findings {
            subject,
            product: of.product,
            machines: false,
            all: notes.chain(open).chain(accepted).collect(),
        }
    }

    /// For programs.
    pub(super) fn json(&self) -> String {
        let of = self.imported;
        let files: Vec<Value> = of
            .files
            .iter()
            .map(|f| {
                json!({
                    "path": f.path,
                    "host": f.host,
                    "file": f.kind.as_ref().ok(),
                    "kept": f.kind.as_ref().err().map(|why| why.sentence().get(self.lang)),
                    "keys": f.keys,
                })
            })
            .collect();
        let rule = |f: &Finding| -> Option<&'static Rule> {
            of.product.all_rules().find(|r| r.id == f.rule)
        };
        let of_rules = self.report.findings.iter().map(|f| {
            let spot = of.spots.at(&f.place);
            json!({
                "rule": f.rule,
                "severity": f.severity.id(),
                "path": self.cx.path(&f.place),
                "file": spot.map(|s| s.path.as_str()),
                "line": spot.map(|s| s.line),
                "column": spot.map(|s| s.column),
                "message": self.say(&f.message),
                "why": rule(f).map(|r| r.why.get(self.lang)),
            })
        });
        let of_notes = of.notes.iter().map(|n| {
            json!({
                "rule": Value::Null,
                "severity": n.severity.id(),
                "path": Value::Null,
                "file": n.path,
                "line": n.span.line,
                "column": n.span.column,
                "message": self.say(&n.message),
            })
        });
        let findings: Vec<Value> = of_notes.chain(of_rules).collect();
        let absent: Vec<Value> = self
            .judged
            .absent
            .iter()
            .map(|f| json!({"rule": f.rule, "message": self.say(&f.message)}))
            .collect();
        let drift: Vec<Value> = of.drift.iter().map(|d| json!({
            "file": d.file,
            "key": d.key,
            "values": d.values.iter().map(|(value, nodes)| json!({"value": value, "nodes": nodes})).collect::<Vec<_>>(),
        })).collect();
        let unsaid: Vec<Value> = of
            .unsaid
            .iter()
            .map(|u| {
                json!({
                    "file": u.file, "key": u.key, "value": u.value, "nodes": u.nodes,
                    "reason": self.say(&u.reason),
                })
            })
            .collect();
        let refused: Vec<Value> = self
            .brought
            .refused
            .iter()
            .map(|(path, why)| json!({"path": path, "why": self.say(why)}))
            .collect();
        json!({
            "product": of.product.id,
            "version": of.spec.version,
            "reasons": of.guess.reasons.iter().map(|r| self.say(r)).collect::<Vec<_>>(),
            "nodes": of.counts.nodes,
            "keys": of.counts.keys,
            "fields": of.counts.fields,
            "own": of.counts.own,
            "left_out": of.counts.left_out,
            "files": files,
            "refused": refused,
            "findings": findings,
            "absent": absent,
            "drift": drift,
            "unsaid": unsaid,
            "secrets": of.secrets.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        })
        .to_string()
    }
}

fn at(spot: &Spot) -> At {
    let span = Span { line: spot.line, column: spot.column };
    At { file: spot.path.clone(), span: Some(span), end: None }
}
