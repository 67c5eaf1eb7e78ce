//! `cargo xtask docs`: the rules' pages, from the rules themselves.

use crate::generated::{self, Files};
use anyhow::{Context as _, Result};
use commands::{Args, Command, Opt, root};
use model::{Lang, Severity};
use rules::{Product, Rule};
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
    if crate::shipped::write()? {
        println!("docs/druid-shipped.md: changed");
    }
    Ok(())
}

/// Fails when a page is not what the rules say.
pub(crate) fn check() -> Result<()> {
    generated::compare(&folder(), &pages()).context("write it with: cargo xtask docs")?;
    crate::shipped::check()
}

fn folder() -> PathBuf {
    root().join("docs/rules")
}

fn pages() -> Files {
    let rules = products::rules();
    let mut files = Files::new();
    for rule in &rules {
        let of = |product: &&&'static Product| product.all_rules().any(|r| r.id == rule.id);
        let Some(product) = products::ALL.iter().find(of) else { continue };
        files.insert(format!("{}.md", rule.id), page(product, rule).into_bytes());
    }
    files.insert("README.md".to_owned(), list(&rules).into_bytes());
    files
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error / 错误",
        Severity::Warning => "Warning / 警告",
        Severity::Info => "Note / 提示",
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
            severity(rule.severity),
            cell(rule.title.get(Lang::En)),
            cell(rule.title.get(Lang::Zh))
        );
    }
    text
}

/// Both languages on one page: a reader of either sees that nothing is left out.
fn page(product: &'static Product, rule: &Rule) -> String {
    let pages = Lang::ALL.map(|lang| rules::page(product, rule, lang).trim_end().to_owned());
    format!("# {}\n\n{}\n", rule.id, pages.join("\n\n"))
}

/// A text of a rule as Markdown: what would be taken for markup is not.
fn prose(text: &str) -> String {
    text.replace('<', "&lt;").replace('*', "\\*").replace("](", "]\\(")
}

fn cell(text: &str) -> String {
    prose(text).replace('|', "\\|").replace('\n', " ")
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
        assert_eq!(cell("a|b <c> *"), "a\\|b &lt;c> \\*");
    }
}
