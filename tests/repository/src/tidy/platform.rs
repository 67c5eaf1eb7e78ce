//! Only `src/platform` names the browser's interfaces.

use super::Problem;
use site_files::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in &tree.files {
        let ours = file.path.starts_with("src/") && file.is(".rs");
        if !ours || file.path.starts_with("src/platform") {
            continue;
        }
        for (line, text) in file.code() {
            if let Some(name) = ["web_sys", "gloo"].iter().find(|name| text.contains(**name)) {
                let what = format!("names {name}, which only src/platform may");
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
    fn the_browser_is_named_in_one_place() {
        let tree = Tree::of(&[
            ("src/app.rs", "use web_sys::Window;"),
            ("src/platform/mod.rs", "use web_sys::Window;"),
            ("src/platform.rs", "use gloo::timers;"),
        ]);
        let problems = check(&tree);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].at, "src/app.rs");
    }
}
