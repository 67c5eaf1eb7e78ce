//! A source that is the lab names what was seen there, in `docs/lab-observations.md`; and what that
//! page says is shown again is a case of the lab.

use super::Problem;
use site_files::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

const PAGE: &str = "docs/lab-observations.md";
const LAB: &str = "tests/lab/src/";
const COMMAND: &str = "`cargo xtask ";

/// The parts of the lab whose cases have names, and the file that has them.
const CASES: &[(&str, &str)] = &[
    ("wrong", "kylin/wrong/cases.rs"),
    ("alluxio-wrong", "alluxio/wrong/cases.rs"),
    ("sessions", "kylin/sessions.rs"),
];

/// Those of them in which every case is an observation.
const WHOLE: [&str; 2] = ["wrong", "alluxio-wrong"];

pub(crate) fn check(tree: &Tree) -> Vec<Problem> {
    find(tree, &cited())
}

/// The observations that rules, fields and products name, each with who does.
fn cited() -> BTreeMap<&'static str, String> {
    let mut all = BTreeMap::new();
    for product in products::ALL {
        let rules = product.all_rules().flat_map(|r| r.sources.iter().map(|s| (s, r.id)));
        let fields = product.all_fields().flat_map(|f| f.source.iter().map(|s| (s, f.key)));
        let own = product.sources.iter().map(|s| (s, product.id));
        for (source, who) in rules.chain(fields).chain(own) {
            if !source.observation.is_empty() {
                all.entry(source.observation).or_insert_with(|| who.to_owned());
            }
        }
    }
    all
}

fn find(tree: &Tree, cited: &BTreeMap<&str, String>) -> Vec<Problem> {
    let text = |path: &str| tree.files.iter().find(|file| file.path == path).map(|f| &*f.text);
    let problem = |line: usize, what: String| Problem { at: PAGE.to_owned(), line, what };
    let Some(page) = text(PAGE) else {
        return vec![problem(0, "is not there".to_owned())];
    };
    let mut problems = Vec::new();
    let mut names = BTreeSet::new();
    let mut shown: BTreeSet<(String, String)> = BTreeSet::new();
    for (at, line) in page.lines().enumerate() {
        if let Some(name) = line.strip_prefix("### ") {
            let good =
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if !good || !names.insert(name) {
                problems.push(problem(at + 1, format!("{name:?} is no name, or is there twice")));
            }
            if !cited.contains_key(name) {
                problems.push(problem(at + 1, format!("nobody names the observation {name}")));
            }
        }
        for command in line.split(COMMAND).skip(1) {
            let words: Vec<&str> =
                command.split('`').next().unwrap_or_default().split(' ').collect();
            match words.as_slice() {
                ["lab", part, "--only", case] => {
                    let file = CASES.iter().find(|(name, _)| name == part);
                    let file = file.and_then(|(_, file)| text(&format!("{LAB}{file}")));
                    if !file.is_some_and(|file| file.contains(&format!("\"{case}\""))) {
                        problems
                            .push(problem(at + 1, format!("the lab's {part} has no case {case}")));
                    }
                    shown.insert(((*part).to_owned(), (*case).to_owned()));
                }
                // The latter is said of the page itself.
                ["programs" | "tidy"] => {}
                _ => problems.push(problem(at + 1, format!("no part of the lab: {words:?}"))),
            }
        }
    }
    for (name, who) in cited.iter().filter(|(name, _)| !names.contains(**name)) {
        problems.push(problem(0, format!("has no observation {name}, which {who} names")));
    }
    for (part, file) in CASES.iter().filter(|(part, _)| WHOLE.contains(part)) {
        let rules = text(&format!("{LAB}{file}")).map(rules_in).unwrap_or_default();
        for rule in rules.iter().filter(|r| !shown.contains(&((*part).to_owned(), (*r).clone()))) {
            let what = format!("does not say that the lab's {part} shows {rule}");
            problems.push(problem(0, what));
        }
    }
    problems
}

/// The rules that a table of wrong documents has: quoted words of letters and three digits.
fn rules_in(text: &str) -> BTreeSet<String> {
    let is_rule = |word: &&str| {
        let (area, number) =
            word.split_at_checked(word.len().saturating_sub(3)).unwrap_or_default();
        (2..=4).contains(&area.len())
            && area.bytes().all(|b| b.is_ascii_uppercase())
            && number.bytes().all(|b| b.is_ascii_digit())
    };
    text.split('"').filter(is_rule).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(page: &str) -> Vec<String> {
        let tree = Tree::of(&[
            (PAGE, page),
            ("tests/lab/src/kylin/wrong/cases.rs", "overriding(\"KYL007\", &[(\"k\", \"1\")])"),
            ("tests/lab/src/alluxio/wrong/cases.rs", ""),
        ]);
        let cited = [("one-seen", "KYL007".to_owned())].into();
        find(&tree, &cited).into_iter().map(|p| p.what).collect()
    }

    #[test]
    fn what_is_named_is_there_and_what_is_there_is_named() {
        let shown = "Shown again by `cargo xtask lab wrong --only KYL007`.";
        assert!(found(&format!("### one-seen\n\nIt ended. {shown}\n")).is_empty());
        assert_eq!(found(&format!("### other-seen\n\n{shown}\n")).len(), 2);
        assert_eq!(found(&format!("### one-seen\n\n{shown}\n\n### one-seen\n")).len(), 1);
        assert_eq!(found("### one-seen\n").len(), 1, "the case is not mentioned");
    }

    #[test]
    fn a_case_that_the_lab_has_not_is_found() {
        let good = "`cargo xtask lab wrong --only KYL007`";
        for bad in ["lab wrong --only KYL008", "lab nothing --only KYL007", "lab wrong"] {
            let said = found(&format!("### one-seen\n\n{good} `cargo xtask {bad}`\n"));
            assert_eq!(said.len(), 1, "{bad}: {said:?}");
        }
    }
}
