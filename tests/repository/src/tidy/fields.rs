//! What a program reads is asked of the effective value, not of the field that usually writes it;
//! and a field that is asked for by name is one.

use super::Problem;
use site_files::tree::Tree;
use std::collections::BTreeMap;

/// The questions that name a field, and whether the answer is the field's own text.
const QUESTIONS: &[(&str, bool)] = &[
    ("text", true),
    ("text_for", true),
    ("node_text", true),
    ("text_of", true),
    ("is", true),
    ("on", true),
    ("get", true),
    ("get_for", true),
    ("shown", false),
    ("read", false),
    ("read_for", false),
    ("read_values", false),
];

/// Where fields are turned into values: there their own text is the question.
const WRITERS: &[&str] = &["/fields/", "/fields.rs", "/configure/", "/choice.rs", "/choices.rs"];

/// Readers of a field's own text that has a key: the file's end, or nothing for all of them; the
/// field, or with a dot at its end all that begin so; the reason.
const ALLOWED: &[(&str, &str, &str)] = &[
    ("", "zookeeper.kind", "a choice: whether an ensemble is made on nodes"),
    ("", "storage.namenodes", "written into a file of its own, which no key names them in"),
    ("", "metastore.driver", "the driver's file; the key names a class"),
    ("", "kerberos.keytab", "where the file lies on a node; the key has its name alone"),
    ("", "emr.", "AWS's own configuration is made of them too"),
    ("emr/mod.rs", "storage.working_dir", "for what is configured: the archive lies below it"),
    ("runbook/before.rs", "kerberos.platform", "a choice of the manual's own steps"),
    ("effective/election.rs", "masters.journal_folder", "of a document without masters"),
    (
        "rules/metastore.rs",
        "metastore.jdbc_url",
        "as it was typed: it is not written when it is cut",
    ),
    ("rules/addresses.rs", "storage.path", "as it was typed: what is no path is not written"),
    ("rules/addresses.rs", "masters.journal_folder", "the same"),
    ("rules/time.rs", "engine.timezone", "as it was typed: it is not written when it is no zone"),
];

pub(crate) fn check(tree: &Tree) -> Vec<Problem> {
    find(tree, &fields(), ALLOWED)
}

/// All fields of all products, and whether one has a key.
fn fields() -> BTreeMap<&'static str, bool> {
    let mut all = BTreeMap::new();
    for field in products::ALL.iter().flat_map(|product| product.all_fields()) {
        *all.entry(field.key).or_default() |= !field.keys.is_empty();
    }
    all
}

fn find(
    tree: &Tree,
    fields: &BTreeMap<&str, bool>,
    allowed: &[(&str, &str, &str)],
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut used = vec![false; allowed.len()];
    let of_products =
        |path: &str| path.starts_with("crates/products/src/") && path.ends_with(".rs");
    for file in tree.files.iter().filter(|file| of_products(&file.path)) {
        let text = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, question, key) in asked(text) {
            let line = text.get(..at).map_or(0, |before| before.lines().count());
            let problem = |what: String| Problem { at: file.path.clone(), line, what };
            let Some(has_key) = fields.get(key) else {
                problems.push(problem(format!("asks for the field {key:?}, which no product has")));
                continue;
            };
            let own = QUESTIONS.iter().any(|(name, own)| *name == question && *own);
            if !own || !has_key || WRITERS.iter().any(|place| file.path.contains(place)) {
                continue;
            }
            match allowed.iter().position(|(path, k, _)| file.path.ends_with(path) && of(k, key)) {
                Some(at) => used[at] = true,
                None => problems.push(problem(format!(
                    "reads the field {key:?}, which writes a key: ask cx.read, or what read it back"
                ))),
            }
        }
    }
    for ((path, key, _), _) in allowed.iter().zip(used).filter(|(_, used)| !used) {
        let what = format!("is allowed to read the field {key:?} and does not: remove the line");
        problems.push(Problem { at: (*path).to_owned(), line: 0, what });
    }
    problems
}

fn of(allowed: &str, key: &str) -> bool {
    if allowed.ends_with('.') { key.starts_with(allowed) } else { key == allowed }
}

/// The questions in a text that name a field: where, which, and the field.
fn asked(text: &str) -> Vec<(usize, &str, &str)> {
    text.match_indices("cx.")
        .filter_map(|(at, _)| {
            let rest = text.get(at + 3..)?;
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
            let (question, rest) = rest.split_at(end);
            QUESTIONS.iter().find(|(name, _)| *name == question)?;
            let rest = match rest.strip_prefix("::<") {
                Some(typed) => typed.split_once(">(")?.1,
                None => rest.strip_prefix('(')?,
            };
            // A node or a class may stand before the name.
            let arguments = rest.trim_start();
            let first = arguments
                .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_&.".contains(c));
            let name = first.strip_prefix(',').map_or(first, str::trim_start).strip_prefix('"')?;
            let (key, _) = name.split_once('"')?;
            key.contains('.').then_some((at, question, key))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let fields = [("a.keyed", true), ("a.free", false)].into();
        let allowed: &[(&str, &str, &str)] =
            if path.ends_with("may.rs") { &[("may.rs", "a.keyed", "why")] } else { &[] };
        let problems = find(&Tree::of(&[(path, text)]), &fields, allowed);
        problems.into_iter().map(|p| p.what).collect()
    }

    #[test]
    fn a_reader_asks_for_what_is_read() {
        let path = "crates/products/src/x/services.rs";
        assert_eq!(found(path, "cx.text(\"a.keyed\")").len(), 1);
        assert_eq!(found(path, "cx.get_for::<Vec<Port>>(\n    node, \"a.keyed\",\n)").len(), 1);
        assert!(found(path, "cx.read(\"a.keyed\"); cx.is(\"a.free\", \"x\")").is_empty());
        assert!(found("crates/products/src/x/configure/a.rs", "cx.on(\"a.keyed\")").is_empty());
        assert!(found(path, "#[cfg(test)]\ncx.on(\"a.keyed\")").is_empty());
    }

    #[test]
    fn a_field_that_is_none_is_found_everywhere() {
        let said = found("crates/products/src/x/fields/a.rs", "cx.shown(\"a.misspelt\")");
        assert!(said[0].contains("a.misspelt"), "{said:?}");
    }

    #[test]
    fn what_is_allowed_is_used() {
        assert!(found("crates/products/src/x/may.rs", "cx.on(\"a.keyed\")").is_empty());
        assert_eq!(found("crates/products/src/x/may.rs", "").len(), 1);
    }
}
