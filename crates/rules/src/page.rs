//! The documentation page of a rule, made from the rule itself.

use crate::by_override::{ByOverride, Reach};
use crate::{Context, Example, Product, Rule, check};
use model::{Lang, Severity};
use std::fmt::Write;

/// The page in one language, as Markdown that begins with a heading of the second level. What the
/// rule says of its example is found by running it, on a document of the product.
pub fn page(product: &'static Product, rule: &Rule, lang: Lang) -> String {
    let say = |en: &'static str, zh: &'static str| match lang {
        Lang::En => en,
        Lang::Zh => zh,
    };
    let severity = match rule.severity {
        Severity::Error => say("Error: blocks the export.", "错误：阻止导出。"),
        Severity::Warning => {
            say("Warning: can be accepted with a reason.", "警告：可以说明理由后接受。")
        }
        Severity::Info => say("Note.", "提示。"),
    };
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(out, "## {} · `{}`\n", rule.id, rule.name);
    let _ = writeln!(out, "**{}**\n\n{severity}\n", rule.title.get(lang));
    let _ = writeln!(out, "{}\n", rule.why.get(lang));
    if !rule.symptoms.is_empty() {
        let _ = writeln!(out, "### {}\n", say("What one sees", "现象"));
        for symptom in rule.symptoms {
            let words = code(symptom.words);
            match symptom.log {
                "" => _ = writeln!(out, "- {words}"),
                log => _ = writeln!(out, "- {words} ({})", code(log)),
            }
        }
        out.push('\n');
    }
    let _ = writeln!(out, "### {}\n", say("Breaks it", "违反规则的例子"));
    example(&mut out, product, rule.fires, lang);
    let said = said(product, rule, lang);
    if !said.is_empty() {
        let _ = writeln!(out, "### {}\n", say("What is said of it", "报告的内容"));
        for line in said {
            let _ = writeln!(out, "- {line}");
        }
        out.push('\n');
    }
    if let Some(by) = by_override(product, rule) {
        let _ = writeln!(out, "### {}\n", say("Breaks it by override", "用覆盖项违反规则的例子"));
        let edits = by.edits.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        changes(&mut out, by.preset, edits, lang);
    }
    let _ = writeln!(out, "### {}\n", say("Keeps it", "符合规则的例子"));
    example(&mut out, product, rule.clean, lang);
    let _ = writeln!(out, "### {}\n", say("Sources", "来源"));
    for source in rule.sources {
        let title = plain(source.title);
        match (source.url, source.observation) {
            ("", "") => _ = writeln!(out, "- {title}"),
            ("", name) => _ = writeln!(out, "- [{title}](../lab-observations.md#{name})"),
            (url, _) => _ = writeln!(out, "- [{title}]({url})"),
        }
    }
    out
}

/// An example by override stands on the page when it has at most this many lines.
const LINES: usize = 6;

/// The example by override: when it breaks the rule, and is short enough to be read.
fn by_override(product: &'static Product, rule: &Rule) -> Option<ByOverride> {
    let by =
        rule.fires.by_override(product, Reach::Cluster, |f| !f.keys.is_empty()).ok().flatten()?;
    let set = by.edits.iter().any(|(path, _)| path.contains("overrides."));
    let breaks = || {
        let report = check(&Context::new(&by.document, product));
        report.findings.iter().any(|finding| finding.rule == rule.id)
    };
    (set && by.edits.len() <= LINES && breaks()).then_some(by)
}

/// At most this many findings of one example stand on the page.
const SHOWN: usize = 6;

/// What the rule says of the document that breaks it: where, what, and what a click would change.
fn said(product: &'static Product, rule: &Rule, lang: Lang) -> Vec<String> {
    let (colon, open, close) = match lang {
        Lang::En => (": ", " (Fix: ", ")"),
        Lang::Zh => ("：", "（修复：", "）"),
    };
    let Ok(spec) = rule.fires.document(product) else { return Vec::new() };
    let facts = rule.fires.facts(product).ok().flatten();
    let cx = Context::new(&spec, product).with_facts(facts.as_ref());
    let read = match rule.fires {
        Example::Toml(text) => formats::document::read(text).problems,
        Example::Edits(..) | Example::Machines(..) => Vec::new(),
    };
    let mut lines: Vec<String> = read
        .iter()
        .filter(|problem| problem.rule == rule.id)
        .map(|problem| plain(&problem.message.render(lang)))
        .collect();
    let own = check(&cx).findings.into_iter().filter(|finding| finding.rule == rule.id);
    lines.extend(own.map(|finding| {
        let place = plain(&cx.label(&finding.place).render(lang));
        let message = plain(&finding.message.render(lang));
        let mend = finding.fix.as_ref().map(|f| plain(&f.title.render(lang)));
        let mend = mend.map_or_else(String::new, |title| format!("{open}{title}{close}"));
        format!("**{place}**{colon}{message}{mend}")
    }));
    let more = lines.len().saturating_sub(SHOWN);
    if more > 0 {
        lines.truncate(SHOWN);
        lines.push(format!("… +{more}"));
    }
    lines
}

fn example(out: &mut String, product: &'static Product, example: Example, lang: Lang) {
    match example {
        Example::Machines(preset, edits, _) => {
            changes(out, preset, edits.iter().copied(), lang);
            let facts = example.facts_text(product).ok().flatten().unwrap_or_default();
            let with = match lang {
                Lang::En => "With this `facts.json`:",
                Lang::Zh => "配合以下 `facts.json`：",
            };
            let _ = writeln!(out, "{with}\n\n```json\n{facts}\n```\n");
        }
        Example::Toml(text) => _ = writeln!(out, "```toml\n{}\n```\n", text.trim_end()),
        Example::Edits(preset, edits) => changes(out, preset, edits.iter().copied(), lang),
    }
}

/// A preset and what is changed in it.
fn changes<'e>(
    out: &mut String,
    preset: &str,
    edits: impl ExactSizeIterator<Item = (&'e str, &'e str)>,
    lang: Lang,
) {
    let preset = match (preset, lang) {
        ("", Lang::En) => "the example of the start page".to_owned(),
        ("", Lang::Zh) => "起始页的示例".to_owned(),
        (id, Lang::En) => format!("the example `{id}`"),
        (id, Lang::Zh) => format!("示例 `{id}`"),
    };
    let none = edits.len() == 0;
    let _ = match (none, lang) {
        (true, Lang::En) => writeln!(out, "As it stands: {preset}.\n"),
        (true, Lang::Zh) => writeln!(out, "不做修改：{preset}。\n"),
        (false, Lang::En) => writeln!(out, "Change {preset}:\n"),
        (false, Lang::Zh) => writeln!(out, "在{preset}的基础上修改：\n"),
    };
    for (path, text) in edits {
        let _ = writeln!(out, "- {} = {}", code(path), code(text));
    }
    if !none {
        out.push('\n');
    }
}

/// Text as Markdown code, whatever backticks and control characters it holds.
fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .flat_map(|c| {
            let shown: String =
                if c.is_control() { c.escape_default().collect() } else { c.to_string() };
            shown.chars().collect::<Vec<_>>()
        })
        .collect();
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Text whose Markdown characters mean themselves.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '[' | ']' | '*' | '_' | '<' | '>' | '`' | '|' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_holds_backticks_and_control_characters() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code("a\nb"), "`a\\nb`");
        assert_eq!(plain("a_b [c]"), "a\\_b \\[c\\]");
    }
}
