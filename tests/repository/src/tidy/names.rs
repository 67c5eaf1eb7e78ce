//! No product's name or key outside `crates/products`: what Muster knows of a product is data, and
//! a second product needs no change elsewhere.

use super::Problem;
use site_files::tree::Tree;

/// Where the code lies that must not know a product. Presets, tests and documents may name one,
/// and so may the lab, which starts real products.
const GENERIC: [&str; 7] =
    ["src/", "crates/", "public/", "style/", "index.html", "Trunk.toml", ".cargo/"];

pub(crate) fn check(tree: &Tree) -> Vec<Problem> {
    find(tree, &forbidden())
}

/// Ids and names of all products, and the keys that their programs read; in lower case.
fn forbidden() -> Vec<String> {
    let mut words = Vec::new();
    for product in products::ALL {
        words.push(product.id.to_lowercase());
        words.push(product.title.to_lowercase());
        let keys = product
            .catalogue
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split('\t').next());
        words.extend(keys.filter(|key| key.contains('.')).map(str::to_lowercase));
    }
    // A key that contains a name already adds nothing; without these the search is quick.
    let all = words.clone();
    words.retain(|word| !all.iter().any(|other| other != word && word.contains(other.as_str())));
    words.sort();
    words.dedup();
    words
}

fn find(tree: &Tree, words: &[String]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in &tree.files {
        let generic = GENERIC.iter().any(|place| file.path.starts_with(place));
        let own = file.path.starts_with("crates/products/") || file.path.contains("/tests/");
        if !generic || own {
            continue;
        }
        for (line, text) in file.code() {
            let text = text.to_lowercase();
            if let Some(word) = words.iter().find(|word| text.contains(word.as_str())) {
                let what = format!("names {word:?}, which only crates/products may know");
                problems.push(Problem { at: file.path.clone(), line, what });
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_code_is_found_and_one_in_a_product_a_comment_or_a_test_is_not() {
        let tree = Tree::of(&[
            (
                "crates/engine/src/a.rs",
                "//! For Widget.\nlet port = if WIDGET { 1 };\n#[cfg(test)]\nwidget",
            ),
            ("crates/products/src/widget.rs", "widget"),
            ("crates/bundle/tests/widget.rs", "widget"),
            ("docs/widget.md", "widget"),
        ]);
        let problems = find(&tree, &["widget".to_owned()]);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!((problems[0].at.as_str(), problems[0].line), ("crates/engine/src/a.rs", 2));
    }

    #[test]
    fn every_product_has_a_word_that_is_looked_for() {
        let words = forbidden();
        for product in products::ALL {
            let id = product.id.to_lowercase();
            assert!(words.iter().any(|word| id.contains(word.as_str())), "{id} not in {words:?}");
        }
    }
}
