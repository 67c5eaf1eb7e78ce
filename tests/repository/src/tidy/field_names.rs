//! A text that has the form of a field's name is the name of a field: a misspelt one is found here,
//! wherever it stands in the sources of the products. docs/decisions/field-names.md says why names are
//! no constants.

use super::Problem;
use site_files::tree::Tree;
use std::collections::BTreeSet;

/// What has the form of a field's name and is none.
const OTHERS: &[(&str, &str)] = &[
    ("hive.metastore.client.factory.class", "a property of Hive"),
    ("metadata.db", "the folder of Derby"),
    ("session.database.password", "what Tomcat replaces in context.xml"),
    ("session.persistent.policies", "a property of ran-jit's manager"),
    ("tiers.paths", "the beginning of names that end with the number of a tier"),
    ("zookeeper.toml", "the file of a preset"),
];

pub(crate) fn check(tree: &Tree) -> Vec<Problem> {
    let fields = products::ALL.iter().flat_map(|product| product.all_fields());
    find(tree, &fields.map(|field| field.key).collect(), OTHERS)
}

fn find(tree: &Tree, fields: &BTreeSet<&str>, others: &[(&str, &str)]) -> Vec<Problem> {
    let groups: BTreeSet<&str> = fields.iter().map(|key| group(key)).collect();
    let mut problems = Vec::new();
    let mut used = BTreeSet::new();
    let of_products =
        |path: &str| path.starts_with("crates/products/src/") && path.ends_with(".rs");
    for file in tree.files.iter().filter(|file| of_products(&file.path)) {
        let text = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (line, name) in names(text) {
            let name = name.strip_prefix("settings.").unwrap_or(name);
            if !groups.contains(group(name)) || fields.contains(name) {
                continue;
            }
            if let Some((other, _)) = others.iter().find(|(other, _)| *other == name) {
                used.insert(*other);
                continue;
            }
            let what = format!("{name:?} looks like the name of a field, and no product has it");
            problems.push(Problem { at: file.path.clone(), line, what });
        }
    }
    for (other, _) in others.iter().filter(|(other, _)| !used.contains(other)) {
        let what = format!("{other:?} is listed as no field's name, and stands nowhere");
        problems.push(Problem { at: String::from("tidy/field_names.rs"), line: 0, what });
    }
    problems
}

/// The part of a field's name before the first dot.
fn group(key: &str) -> &str {
    key.split('.').next().unwrap_or_default()
}

/// The literals of a text that are names with dots, with their lines.
fn names(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
    text.lines().enumerate().flat_map(move |(at, line)| {
        let quoted = line.split('"').skip(1);
        let names = quoted.filter(move |word| word.chars().all(name) && word.contains('.'));
        names
            .filter(|word| !word.starts_with('.') && !word.ends_with('.'))
            .map(move |w| (at + 1, w))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, others: &[(&str, &str)]) -> Vec<String> {
        let tree = Tree::of(&[("crates/products/src/x/rules.rs", text)]);
        let fields = ["lb.kind", "lb.port"].into();
        find(&tree, &fields, others).into_iter().map(|p| p.what).collect()
    }

    #[test]
    fn a_misspelt_name_is_found_wherever_it_stands() {
        for text in [
            "cx.place_of_field(node, \"lb.kynd\")",
            "Formula::Field(\"lb.kynd\")",
            "&[(\"settings.lb.kynd\", \"x\")]",
            "because(&[\"lb.kind\", \"lb.kynd\"])",
        ] {
            let said = found(text, &[]);
            assert!(said.len() == 1 && said[0].contains("lb.kynd"), "{text}: {said:?}");
        }
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in ["\"lb.kind\"", "\"kylin.lb.x\"", "\"a lb.kynd\"", "\"lb.\"", "// lb.kynd"] {
            assert!(found(text, &[]).is_empty(), "{text}");
        }
        assert!(found("#[cfg(test)]\n\"lb.kynd\"", &[]).is_empty());
    }

    #[test]
    fn what_is_listed_stands_somewhere() {
        assert!(found("\"lb.x\"", &[("lb.x", "why")]).is_empty());
        assert_eq!(found("", &[("lb.x", "why")]).len(), 1);
    }
}
