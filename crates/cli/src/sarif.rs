//! SARIF 2.1.0: the findings as code hosts and editors show them.

use crate::findings::{At, Findings, Found};
use model::{Lang, Severity};
use rules::Rule;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Where the schema of this version stands.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log of one run.
pub(crate) fn log(findings: &Findings, lang: Lang) -> String {
    let mut rules: Vec<&'static Rule> = findings.all.iter().filter_map(|f| f.rule).collect();
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    let results: Vec<Value> = findings.all.iter().map(|found| result(found, &rules)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "Muster",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "language": match lang { Lang::En => "en", Lang::Zh => "zh-CN" },
                    "rules": rules.iter().map(|rule| descriptor(rule, lang)).collect::<Vec<_>>(),
                },
            },
            "invocations": [{"executionSuccessful": true}],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    // A value that was made here is always text.
    serde_json::to_string_pretty(&log).unwrap_or_default()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A rule: its explanation stands in the file itself, since the pages of rules have no address.
fn descriptor(rule: &Rule, lang: Lang) -> Value {
    let (title, why) = (rule.title.get(lang), rule.why.get(lang));
    let mut text = why.to_owned();
    let mut markdown = format!("**{}**\n\n{}\n", escaped(title), escaped(why));
    for source in rule.sources {
        // Writing into a String cannot fail.
        let _ = if source.url.is_empty() {
            let _ = write!(markdown, "\n- {}", escaped(source.title));
            write!(text, "\n{}", source.title)
        } else {
            let _ = write!(markdown, "\n- [{}]({})", escaped(source.title), source.url);
            write!(text, "\n{}: {}", source.title, source.url)
        };
    }
    json!({
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"page": format!("docs/rules/{}.md", rule.id)},
    })
}

/// Text whose Markdown characters mean themselves.
fn escaped(text: &str) -> String {
    let sign = |c: char| matches!(c, '[' | ']' | '*' | '_' | '<' | '>' | '`' | '|' | '\\');
    text.chars().fold(String::new(), |mut out, c| {
        if sign(c) {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

fn result(found: &Found, rules: &[&'static Rule]) -> Value {
    let mut result = Map::new();
    if let Some(rule) = found.rule {
        result.insert("ruleId".into(), json!(rule.id));
        let index = rules.iter().position(|known| known.id == rule.id);
        result.insert("ruleIndex".into(), json!(index));
    }
    result.insert("level".into(), json!(level(found.severity)));
    result.insert("message".into(), json!({"text": found.message}));
    let mut location = Map::new();
    if let Some(at) = &found.at {
        location.insert("physicalLocation".into(), physical(at));
    }
    if !found.path.is_empty() {
        location.insert(
            "logicalLocations".into(),
            json!([{"fullyQualifiedName": found.path, "kind": "member"}]),
        );
    }
    if !location.is_empty() {
        result.insert("locations".into(), json!([location]));
    }
    if !found.related.is_empty() {
        let related = found.related.iter().enumerate().map(|(id, (what, at))| {
            json!({"id": id, "message": {"text": what}, "physicalLocation": physical(at)})
        });
        result.insert("relatedLocations".into(), related.collect());
    }
    // What makes it the same finding on another day: the rule and the place, never the line.
    let rule = found.rule.map_or("", |rule| rule.id);
    let file =
        found.at.as_ref().filter(|_| found.path.is_empty()).map_or("", |at| at.file.as_str());
    let place = format!("{rule} {}{file}", found.path);
    result.insert("partialFingerprints".into(), json!({"place/v1": place.trim()}));
    if let Some((title, Some(replacement))) = &found.fix {
        let change = json!({
            "artifactLocation": {"uri": uri(&replacement.at.file)},
            "replacements": [{
                "deletedRegion": region(&replacement.at),
                "insertedContent": {"text": replacement.text},
            }],
        });
        let fix = json!([{"description": {"text": title}, "artifactChanges": [change]}]);
        result.insert("fixes".into(), fix);
    }
    if let Some(reason) = &found.accepted {
        let accepted = json!([{"kind": "inSource", "status": "accepted", "justification": reason}]);
        result.insert("suppressions".into(), accepted);
    }
    Value::Object(result)
}

fn physical(at: &At) -> Value {
    let mut physical = Map::new();
    physical.insert("artifactLocation".into(), json!({"uri": uri(&at.file)}));
    if at.span.is_some() {
        physical.insert("region".into(), region(at));
    }
    Value::Object(physical)
}

fn region(at: &At) -> Value {
    let mut region = Map::new();
    if let Some(span) = at.span {
        region.insert("startLine".into(), json!(span.line));
        region.insert("startColumn".into(), json!(span.column));
        if let Some(end) = at.end {
            region.insert("endLine".into(), json!(span.line));
            region.insert("endColumn".into(), json!(end));
        }
    }
    Value::Object(region)
}

/// A file's name as a reference: relative, or `file://` for a path from the root; every byte that may
/// not stand there as %XX. Standard input has no name.
fn uri(file: &str) -> String {
    if file == "<stdin>" {
        return "stdin".to_owned();
    }
    let file = file.replace('\\', "/");
    let mut out = String::from(if file.starts_with('/') { "file://" } else { "" });
    // In a relative reference the first part may hold no colon.
    let relative = file.strip_prefix("./").unwrap_or(&file);
    for byte in relative.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => _ = write!(out, "%{byte:02X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_name_becomes_a_reference() {
        assert_eq!(uri("./clusters/a b.toml"), "clusters/a%20b.toml");
        assert_eq!(uri("C:\\x\\集.toml"), "C%3A/x/%E9%9B%86.toml");
        assert_eq!(uri("/etc/cluster.toml"), "file:///etc/cluster.toml");
        assert_eq!(uri("a#b?c%.toml"), "a%23b%3Fc%25.toml");
    }
}
