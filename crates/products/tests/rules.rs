//! One test for all rules: their words, their examples, their fixes, and that they keep quiet.

use model::facts::Facts;
use model::{ClusterSpec, Lang, Severity, apply_all};
use products::{ALL, presets};
use rules::{Context, Example, Product, Report, Rule, check};
use std::collections::BTreeSet;

fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

fn is_id(id: &str) -> bool {
    let (area, number) = id.split_at(id.len().saturating_sub(3));
    (2..=4).contains(&area.len())
        && area.chars().all(|c| c.is_ascii_uppercase())
        && number.chars().all(|c| c.is_ascii_digit())
}

fn is_kebab(name: &str) -> bool {
    let part =
        |p: &str| !p.is_empty() && p.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    name.split('-').all(part)
}

/// Each rule of a product once, with the product.
fn all() -> Vec<(&'static Product, &'static Rule)> {
    let mut seen = BTreeSet::new();
    let pairs = ALL.iter().flat_map(|p| p.all_rules().map(move |r| (*p, r)));
    pairs.filter(|(_, r)| seen.insert(r.id)).collect()
}

fn report(product: &'static Product, spec: &ClusterSpec, facts: Option<&Facts>) -> Report {
    check(&Context::new(spec, product).with_facts(facts))
}

/// The ids that a document gives: the reader's and the rules'.
fn ids(product: &'static Product, example: Example) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    if let Example::Toml(text) = example {
        ids.extend(formats::document::read(text).problems.iter().map(|p| p.rule.to_owned()));
    }
    let spec = example.document(product).expect("example");
    let facts = example.facts(product).expect("facts");
    ids.extend(report(product, &spec, facts.as_ref()).findings.iter().map(|f| f.rule.to_owned()));
    ids
}

/// Numbers of rules that are no more: what was accepted under one must not be taken for another.
const RETIRED: &[&str] = &["ALX046", "KYL074"];

#[test]
fn every_rule_is_well_formed() {
    let mut ids = BTreeSet::new();
    let mut names = BTreeSet::new();
    for (_, rule) in all() {
        assert!(is_id(rule.id), "{}", rule.id);
        assert!(ids.insert(rule.id), "{} twice", rule.id);
        assert!(!RETIRED.contains(&rule.id), "{} was another rule's", rule.id);
        assert!(is_kebab(rule.name), "{}: {}", rule.id, rule.name);
        assert!(names.insert(rule.name), "{}: {} twice", rule.id, rule.name);
        assert!(!rule.sources.is_empty(), "{}: no source", rule.id);
        for source in rule.sources {
            assert!(!source.title.is_empty(), "{}: a source without a title", rule.id);
            assert!(source.url.is_empty() || source.url.starts_with("https://"), "{}", rule.id);
        }
        for text in [rule.title, rule.why] {
            assert!(text.get(Lang::En).trim().len() > 20, "{}: {}", rule.id, text.get(Lang::En));
            assert!(
                has_chinese(text.get(Lang::Zh)) && !has_chinese(text.get(Lang::En)),
                "{}: {}",
                rule.id,
                text.get(Lang::Zh)
            );
            assert!(
                text.get(Lang::En).ends_with('.') && text.get(Lang::Zh).ends_with('。'),
                "{}: {}",
                rule.id,
                text.get(Lang::Zh)
            );
        }
        for symptom in rule.symptoms {
            let words: usize = symptom.words.split('…').map(|p| p.trim().len()).sum();
            assert!(words >= 12, "{}: \"{}\" would match too much", rule.id, symptom.words);
        }
    }
}

#[test]
fn rules_are_listed_by_id() {
    for product in ALL {
        for list in product.rules {
            assert!(list.is_sorted_by_key(|r| r.id), "{}", product.id);
        }
    }
    assert!(rules::general::RULES.is_sorted_by_key(|r| r.id));
}

#[test]
fn every_rule_fires_on_its_example_and_not_on_its_clean_one() {
    let mut wrong = Vec::new();
    // The example of DOC005 has nine megabytes: it stands in a test of its own.
    for (product, rule) in all().into_iter().filter(|(_, r)| r.id != "DOC005") {
        for (example, fires) in [(rule.fires, true), (rule.clean, false)] {
            if let Err(why) = example.document(product) {
                wrong.push(format!("{}: {why}", rule.id));
                continue;
            }
            let found = ids(product, example);
            if found.contains(rule.id) != fires {
                let what = if fires { "does not fire" } else { "fires on the clean one" };
                wrong.push(format!("{} {what}: {found:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_document_of_nine_megabytes_is_refused() {
    let text = format!("# {}\n", "x".repeat(9 << 20));
    let loaded = formats::document::read(&text);
    assert!(loaded.problems.iter().any(|p| p.rule == "DOC005"));
}

#[test]
fn an_example_that_names_nothing_is_an_error() {
    for (product, preset) in presets() {
        for path in ["nodes[99].name", "settngs.x", "overrides.cluster.<unicorn>", "nodes[99].-"] {
            let edits: &'static [(&'static str, &'static str)] = Box::leak(Box::new([(path, "x")]));
            assert!(Example::Edits(preset.id, edits).document(product).is_err(), "{path}");
        }
        assert!(Example::Edits("no-such-preset", &[]).document(product).is_err());
    }
}

#[test]
fn a_fix_removes_its_finding_and_twice_is_once() {
    let mut fixes = 0;
    let mut wrong = Vec::new();
    for (product, rule) in all() {
        let spec = rule.fires.document(product).expect(rule.id);
        let facts = rule.fires.facts(product).expect(rule.id);
        let findings = report(product, &spec, facts.as_ref()).findings;
        for finding in findings.iter().filter(|f| f.rule == rule.id) {
            let Some(fix) = &finding.fix else { continue };
            fixes += 1;
            let mut once = spec.clone();
            apply_all(&mut once, &fix.edits);
            if once == spec {
                wrong.push(format!("{}: the fix changes nothing", rule.id));
            }
            let still = report(product, &once, facts.as_ref()).findings;
            if still.iter().any(|f| {
                f.rule == finding.rule && f.place == finding.place && f.message == finding.message
            }) {
                wrong.push(format!("{}: the fix leaves the finding", rule.id));
            }
            let mut twice = once.clone();
            apply_all(&mut twice, &fix.edits);
            if once != twice {
                wrong.push(format!("{}: the fix is not idempotent", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(fixes > 20, "{fixes} fixes were tried");
}

#[test]
fn presets_have_no_error_and_no_warning() {
    for (product, preset) in presets() {
        let loaded = formats::document::read(preset.toml);
        assert!(loaded.complete && loaded.problems.is_empty(), "{}", preset.id);
        let bad: Vec<String> = report(product, &loaded.spec, None)
            .findings
            .iter()
            .filter(|f| f.severity != Severity::Info)
            .map(|f| format!("{} {}", f.rule, f.message.render(Lang::En)))
            .collect();
        assert!(bad.is_empty(), "{}: {bad:#?}", preset.id);
    }
}

#[test]
fn messages_are_complete_in_both_languages() {
    let mut wrong = Vec::new();
    for (product, rule) in all() {
        let spec = rule.fires.document(product).expect(rule.id);
        let facts = rule.fires.facts(product).expect(rule.id);
        for finding in
            report(product, &spec, facts.as_ref()).findings.iter().filter(|f| f.rule == rule.id)
        {
            let (en, zh) = (finding.message.render(Lang::En), finding.message.render(Lang::Zh));
            if !has_chinese(&zh) || !zh.ends_with(['。', '？']) || zh.contains("。。") {
                wrong.push(format!("{}: {zh}", rule.id));
            }
            if !en.ends_with(['.', '?']) || en.ends_with("..") {
                wrong.push(format!("{}: {en}", rule.id));
            }
            if finding.fix.as_ref().is_some_and(|f| !has_chinese(&f.title.render(Lang::Zh))) {
                wrong.push(format!("{}: the fix has no Chinese title", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The part of a page below a heading.
fn section<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("\n### {heading}\n\n"))?;
    Some(rest.split("\n### ").next().unwrap_or(rest).trim())
}

/// What Markdown code holds, as a reader sees it, and what comes after it.
fn code(text: &str) -> Option<(String, &str)> {
    let fence = &text[..text.len() - text.trim_start_matches('`').len()];
    let (code, rest) = text.strip_prefix(fence)?.split_once(fence).filter(|_| !fence.is_empty())?;
    let padded = code.strip_prefix(' ').and_then(|c| c.strip_suffix(' '));
    let code = padded.filter(|c| c.starts_with('`') || c.ends_with('`')).unwrap_or(code);
    Some((if code == "\"\"" { String::new() } else { code.to_owned() }, rest))
}

/// The example that a section of a page describes, as a reader would follow it.
fn described(section: &str) -> Option<Example> {
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    if let Some(text) = section.strip_prefix("```toml\n") {
        return Some(Example::Toml(leak(text.strip_suffix("\n```")?.to_owned())));
    }
    let (section, facts) = match section.split_once("With this `facts.json`:") {
        Some((edits, facts)) => (edits.trim(), Some(facts.trim())),
        None => match section.split_once("配合以下 `facts.json`：") {
            Some((edits, facts)) => (edits.trim(), Some(facts.trim())),
            None => (section, None),
        },
    };
    let (head, list) = section.split_once("\n\n").unwrap_or((section, ""));
    let preset = head.split_once('`').map(|(_, rest)| format!("`{rest}"));
    let preset = preset.and_then(|rest| Some(code(&rest)?.0)).unwrap_or_default();
    let mut edits = Vec::new();
    for line in list.lines() {
        let (path, rest) = code(line.strip_prefix("- ")?)?;
        let (value, _) = code(rest.strip_prefix(" = ")?)?;
        let value = value.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r");
        edits.push((leak(path), leak(value)));
    }
    let Some(facts) = facts else { return Some(Example::Edits(leak(preset), edits.leak())) };
    let facts = facts.strip_prefix("```json\n")?.strip_suffix("\n```")?;
    Some(Example::Machines(leak(preset), edits.leak(), leak(facts.to_owned())))
}

/// Whether a line of a page's list is that of a source.
fn is_line_of((line, source): (&str, &rules::Source)) -> bool {
    let line = line.replace('\\', "");
    let words = source.title.replace('\\', "");
    let seen = format!("../lab-observations.md#{}", source.observation);
    match (source.url, source.observation) {
        ("", "") => line == format!("- {words}"),
        ("", _) => line == format!("- [{words}]({seen})"),
        (url, _) => line == format!("- [{words}]({url})"),
    }
}

/// A page is read as a person does: what it shows as breaking the rule breaks it when followed, and
/// what it shows as keeping it keeps it; nothing of what the rule says is missing, and nothing else
/// is there.
#[test]
fn a_page_says_what_the_rule_says() {
    let mut wrong = Vec::new();
    let (mut examples, mut overriding) = (0, 0);
    for (product, rule) in all() {
        for lang in Lang::ALL {
            let page = rules::page(product, rule, lang);
            let [seen, breaks, by_override, keeps, sources] = match lang {
                Lang::En => {
                    ["What one sees", "Breaks it", "Breaks it by override", "Keeps it", "Sources"]
                }
                Lang::Zh => {
                    ["现象", "违反规则的例子", "用覆盖项违反规则的例子", "符合规则的例子", "来源"]
                }
            };
            let severity = match (rule.severity, lang) {
                (Severity::Error, Lang::En) => "Error: blocks the export.",
                (Severity::Error, Lang::Zh) => "错误：阻止导出。",
                (Severity::Warning, Lang::En) => "Warning: can be accepted with a reason.",
                (Severity::Warning, Lang::Zh) => "警告：可以说明理由后接受。",
                (Severity::Info, Lang::En) => "Note.",
                (Severity::Info, Lang::Zh) => "提示。",
            };
            let head = format!(
                "## {} · `{}`\n\n**{}**\n\n{severity}\n\n{}\n\n### ",
                rule.id,
                rule.name,
                rule.title.get(lang),
                rule.why.get(lang)
            );
            if !page.starts_with(&head) {
                wrong.push(format!("{}: begins otherwise than\n{head}", rule.id));
            }
            // Each symptom and each source on a line of its own, in order.
            let symptoms: Vec<String> = section(&page, seen).map_or(Vec::new(), |text| {
                text.lines().map(|l| code(&l[2..]).expect("code").0).collect()
            });
            let expected: Vec<String> =
                rule.symptoms.iter().map(|s| s.words.escape_default().to_string()).collect();
            let symptoms: Vec<String> =
                symptoms.iter().map(|s| s.escape_default().to_string()).collect();
            if symptoms != expected {
                wrong.push(format!("{}: {symptoms:?} instead of {expected:?}", rule.id));
            }
            let list = section(&page, sources).unwrap_or_default();
            if list.lines().count() != rule.sources.len()
                || !list.lines().zip(rule.sources).all(is_line_of)
            {
                wrong.push(format!("{}: sources\n{list}", rule.id));
            }
            let said = if lang == Lang::En { "What is said of it" } else { "报告的内容" };
            let shown = section(&page, said).is_some_and(|said| said.starts_with("- "));
            // The example of DOC005 would have nine megabytes.
            if !shown && rule.id != "DOC005" {
                wrong.push(format!("{}: nothing is said of its example", rule.id));
            }
            for (heading, fires) in [(breaks, true), (by_override, true), (keeps, false)] {
                let there = section(&page, heading);
                if rule.id == "DOC005" || (heading == by_override && there.is_none()) {
                    continue;
                }
                let text = there.unwrap_or_default();
                let Some(example) = described(text) else {
                    wrong.push(format!("{}: can't be followed: {text}", rule.id));
                    continue;
                };
                // Both languages describe the same one.
                if lang != Lang::En {
                    let english = rules::page(product, rule, Lang::En);
                    let heading = match (heading == by_override, fires) {
                        (true, _) => "Breaks it by override",
                        (_, true) => "Breaks it",
                        (_, false) => "Keeps it",
                    };
                    let same = described(section(&english, heading).unwrap_or_default());
                    if format!("{same:?}") != format!("{:?}", Some(example)) {
                        wrong.push(format!("{}: another example than in English: {text}", rule.id));
                    }
                    continue;
                }
                match example.document(product) {
                    Err(why) => wrong.push(format!("{}: {why}: {text}", rule.id)),
                    Ok(_) if ids(product, example).contains(rule.id) != fires => {
                        wrong.push(format!("{}: \"{heading}\" does otherwise: {text}", rule.id));
                    }
                    Ok(_) => {
                        examples += 1;
                        overriding += usize::from(heading == by_override);
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(examples > 200, "only {examples} examples were followed");
    assert!(overriding > 30, "only {overriding} of them were by override");
}
