//! No registry's host and no machine's path in any file: the project builds wherever the ordinary
//! clients are set up, through mirrors too.

use super::Problem;
use site_files::tree::Tree;

/// Each in two parts, so that this file does not hold what it looks for.
const FORBIDDEN: [(&str, &str); 15] = [
    ("crates", ".io/"),
    ("index.crates", ".io"),
    ("static.crates", ".io"),
    ("registry.npm", "js.org"),
    ("repo1.maven", ".org"),
    ("repo.maven", ".apache.org"),
    ("deb.debian", ".org"),
    ("security.debian", ".org"),
    ("snapshot.debian", ".org"),
    ("archive.ubuntu", ".com"),
    ("pypi", ".org/simple"),
    ("/ro", "ot/."),
    ("/wo", "rk/"),
    ("/tmp/ba", "sh_"),
    ("/home/", "runner"),
];

pub(crate) fn check(tree: &Tree) -> Vec<Problem> {
    let words = FORBIDDEN.map(|(begin, end)| format!("{begin}{end}"));
    let mut problems = Vec::new();
    for file in &tree.files {
        for (line, text) in file.lines() {
            if let Some(word) = words.iter().find(|word| text.contains(word.as_str())) {
                let what = format!("holds {word}: a registry's host or a path of one machine");
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
    fn a_registry_and_a_path_are_found() {
        let (npm, path) = (["registry.npm", "js.org"].concat(), ["/wo", "rk/x"].concat());
        let tree = Tree::of(&[
            ("package-lock.json", &format!("{{\n\"resolved\": \"https://{npm}/a\"")),
            ("README.md", &path),
            ("pom.xml", "xmlns=\"http://maven.apache.org/POM/4.0.0\""),
        ]);
        let problems = check(&tree);
        let at: Vec<_> = problems.iter().map(|p| (p.at.as_str(), p.line)).collect();
        assert_eq!(at, [("package-lock.json", 2), ("README.md", 1)]);
    }
}
