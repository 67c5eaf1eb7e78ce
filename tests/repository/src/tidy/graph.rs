//! Dependencies point one way, and what would make the page's modules large stays out of them.

use super::Problem;
use anyhow::{Context as _, Result};
use commands::{cargo, output};
use serde_json::Value;

/// What a package of the workspace may depend on within it; ARCHITECTURE.md says why. Packages
/// that are not listed may use all.
const ALLOWED: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("protocol", &["model"]),
    ("formats", &["model"]),
    ("rules", &["model", "formats"]),
    ("products", &["model", "formats", "rules"]),
    ("bundle", &["model", "formats", "rules", "products"]),
    ("import", &["model", "formats", "rules"]),
    ("plan", &["model", "formats", "rules", "bundle"]),
    ("engine", &["model", "protocol", "formats", "rules", "products", "bundle", "import", "plan"]),
    ("worker", &["protocol", "products", "engine"]),
    (
        "cli",
        &[
            "model",
            "protocol",
            "formats",
            "rules",
            "products",
            "bundle",
            "import",
            "plan",
            "engine",
            "site-server",
        ],
    ),
    ("commands", &[]),
    ("markup", &[]),
    ("muster-app", &["model", "protocol", "markup"]),
    ("site-server", &[]),
];

/// Crates that the engine's module must not link: each is large, and the standard library or a
/// part of Muster does what it would be taken for.
const HEAVY: [&str; 8] =
    ["regex", "url", "chrono", "time", "serde_json", "serde_yaml", "web-sys", "rand"];

pub(crate) fn check() -> Result<Vec<Problem>> {
    let metadata = output(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    let mut problems = directions(&metadata)?;
    if packages(&metadata)?.iter().any(|package| package["name"] == "worker") {
        let mut tree = cargo();
        tree.args(["tree", "--package", "worker", "--target", "wasm32-unknown-unknown"]);
        tree.args(["--edges", "normal", "--prefix", "none", "--format", "{p}"]);
        let linked = output(&mut tree)?;
        problems.extend(heavy(&linked));
        problems.extend(without_texts(&linked));
    }
    Ok(problems)
}

fn packages(metadata: &Value) -> Result<&Vec<Value>> {
    metadata["packages"].as_array().context("cargo metadata has no packages")
}

/// Dependencies within the workspace that point the wrong way; those of tests may point anywhere.
fn directions(metadata: &Value) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for package in packages(metadata)? {
        let name = package["name"].as_str().context("a package without a name")?;
        let Some((_, allowed)) = ALLOWED.iter().find(|(listed, _)| *listed == name) else {
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().unwrap_or_default();
            let ours = dependency["path"].is_string();
            if ours && dependency["kind"] != "dev" && !allowed.contains(&to) {
                let what = format!("depends on {to}, which points the wrong way");
                problems.push(Problem { at: name.to_owned(), line: 0, what });
            }
        }
    }
    Ok(problems)
}

/// Lines of `cargo tree` that name a crate which must not be there.
fn heavy(tree: &str) -> Vec<Problem> {
    let mut names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| HEAVY.contains(name));
    let what = |name| format!("links {name}, which must not be in the engine's module");
    names.iter().map(|name| Problem { at: "worker".into(), line: 0, what: what(name) }).collect()
}

/// Crates of the workspace that the engine's module links and whose texts nobody collects: the page would
/// show nothing in their place.
fn without_texts(tree: &str) -> Vec<Problem> {
    let own = tree.lines().filter(|line| line.contains("/crates/"));
    let mut names: Vec<&str> = own.filter_map(|line| line.split(' ').next()).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !site_files::texts::is_engine(&format!("crates/{name}/src/lib.rs")));
    let what = "is linked into the engine's module, and site_files::texts does not read its texts";
    let problem = |name: &str| Problem { at: name.into(), line: 0, what: what.into() };
    names.into_iter().map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_dependency_against_the_direction_is_found() {
        let on = |name: &str, kind: Value| json!({"name": name, "path": "/x", "kind": kind});
        let metadata = json!({"packages": [
            {"name": "model", "dependencies": [on("rules", Value::Null), on("engine", json!("dev"))]},
            {"name": "rules", "dependencies": [on("model", Value::Null), {"name": "serde", "path": null}]},
            {"name": "lab", "dependencies": [on("engine", Value::Null)]},
        ]});
        let problems = directions(&metadata).expect("well formed");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].to_string(), "model: depends on rules, which points the wrong way");
    }

    #[test]
    fn a_crate_whose_texts_are_not_collected_is_found() {
        let tree = "worker v0.1.0 (/a/crates/worker)\nimport v0.1.0 (/a/crates/import)\n\
                    cli v0.1.0 (/a/crates/cli) (*)\nserde v1\n";
        let problems = without_texts(tree);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].at, "cli");
    }

    #[test]
    fn a_heavy_crate_is_found_once() {
        let problems = heavy("worker v0.1.0 (x)\nregex v1.0\nregex-syntax v1\nregex v1.0 (*)\n");
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
}
