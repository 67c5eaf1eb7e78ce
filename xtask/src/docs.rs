//! `cargo xtask docs`: the rules' pages, from the rules themselves.

use crate::{
    args::{Args, Command, Opt},
    generated::{self, Files},
    run::root,
};
use anyhow::{Context as _, Result};
use model::{Lang, Severity};
use rules::{Example, Rule};
use std::{fmt::Write as _, path::PathBuf};

pub(crate) static COMMAND: Command = Command {
    name: "docs",
    short: "Write the rules' pages, docs/rules",
    long: "\
One page per rule, in both languages, and a list of all; from what stands beside the rule in the
code. Pages of rules that are gone are removed.",
    words: "",
    options: &[Opt {
        name: "check",
        value: None,
        help: "write nothing; fail when a page is not up to date",
    }],
    run,
};

fn run(args: &Args) -> Result<()> {
    if args.has("check") {
        return check();
    }
    let changed = generated::write(&folder(), &pages())?;
    println!("docs/rules: {changed} files changed");
    Ok(())
}

/// Fails when a page is not what the rules say.
pub(crate) fn check() -> Result<()> {
    generated::compare(&folder(), &pages()).context("write it with: cargo xtask docs")
}

fn folder() -> PathBuf {
    root().join("docs/rules")
}

fn pages() -> Files {
    let rules = products::rules();
    let mut files = Files::new();
    for rule in &rules {
        files.insert(format!("{}.md", rule.id), page(rule).into_bytes());
    }
    files.insert("README.md".to_owned(), list(&rules).into_bytes());
    files
}

fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::En) => "Error",
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Warning, Lang::En) => "Warning",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Info, Lang::En) => "Note",
        (Severity::Info, Lang::Zh) => "提示",
    }
}

fn list(rules: &[&Rule]) -> String {
    let mut text = String::from(
        "# Rules\n\nWritten by `cargo xtask docs` from the code. 由 `cargo xtask docs` 从代码生成。\n\n\
         | rule | | what it checks | 检查内容 |\n|---|---|---|---|\n",
    );
    for rule in rules {
        let _ = writeln!(
            text,
            "| [{0}]({0}.md) | {1} | {2} | {3} |",
            rule.id,
            severity(rule.severity, Lang::En),
            cell(rule.title.en),
            cell(rule.title.zh)
        );
    }
    text
}

fn page(rule: &Rule) -> String {
    let mut text = format!("# {}: {}\n", rule.id, rule.name);
    for lang in Lang::ALL {
        let pick = |en: &'static str, zh: &'static str| if lang == Lang::En { en } else { zh };
        let _ = write!(
            text,
            "\n## {}\n\n{}: {}\n\n{}\n",
            pick("English", "中文"),
            severity(rule.severity, lang),
            prose(rule.title.get(lang)),
            prose(rule.why.get(lang))
        );
        if !rule.symptoms.is_empty() {
            let _ = write!(text, "\n{}\n\n", pick("What one sees:", "现象："));
            for symptom in rule.symptoms {
                let place = match symptom.log {
                    "" => String::new(),
                    log => pick(" (in LOG)", "（见 LOG）").replace("LOG", &code(log)),
                };
                let _ = writeln!(text, "- {}{place}", code(symptom.words));
            }
        }
        let _ = write!(text, "\n{} ", pick("Broken by", "违反示例："));
        text.push_str(&example(&rule.fires, lang));
        let _ = write!(text, "\n{} ", pick("Kept by", "合规示例："));
        text.push_str(&example(&rule.clean, lang));
    }
    text.push_str("\n## Sources / 来源\n\n");
    for source in rule.sources {
        let _ = match source.url {
            "" => writeln!(text, "- {}", prose(source.title)),
            url => writeln!(text, "- [{}](<{url}>)", prose(source.title)),
        };
    }
    text
}

fn example(example: &Example, lang: Lang) -> String {
    match example {
        Example::Toml(toml) => {
            let what =
                if lang == Lang::En { "this `cluster.toml`:" } else { "此 `cluster.toml`：" };
            format!("{what}\n\n{}", block(toml))
        }
        Example::Edits(preset, []) => match lang {
            Lang::En => format!("the preset `{preset}` as it is.\n"),
            Lang::Zh => format!("预设 `{preset}` 原样。\n"),
        },
        Example::Edits(preset, edits) => {
            let mut text = match lang {
                Lang::En => format!("the preset `{preset}` with:\n\n"),
                Lang::Zh => format!("预设 `{preset}`，并修改：\n\n"),
            };
            for (path, value) in *edits {
                let _ = writeln!(text, "- {} = {}", code(path), code(value));
            }
            text
        }
    }
}

/// A text of a rule as Markdown: what would be taken for markup is not.
fn prose(text: &str) -> String {
    text.replace('<', "&lt;").replace('*', "\\*").replace("](", "]\\(")
}

fn cell(text: &str) -> String {
    prose(text).replace('|', "\\|").replace('\n', " ")
}

/// Verbatim within a line; the fence is longer than any run of backticks inside.
fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let line = text.replace('\n', " ");
    if line.is_empty() {
        return "\"\"".to_owned();
    }
    let pad = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

fn block(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}\n{}\n{fence}\n", text.trim_end())
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_are_up_to_date() {
        if let Err(error) = check() {
            panic!("{error:#}");
        }
    }

    #[test]
    fn what_looks_like_markup_stays_as_it_is() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`x"), "`` `x ``");
        assert_eq!(code(""), "\"\"");
        assert_eq!(cell("a|b <c> *"), "a\\|b &lt;c> \\*");
        assert_eq!(block("```\nx"), "````\n```\nx\n````\n");
    }
}
