//! What is linked into the files of a release, as `CycloneDX` has it.
//!
//! Written here because a release is made of two modules for the browser and a native program: the
//! programs that write such lists give one for each package, with a number drawn by chance and the
//! time of the run, so no two would be equal. Format: <https://cyclonedx.org/docs/1.5/json/>.

use super::{metadata, time::moment};
use anyhow::{Context as _, Result};
use commands::root;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// What a release links: packages of the workspace, for a target.
const LINKED: [(&str, &[&str]); 2] = [
    ("wasm32-unknown-unknown", &["muster-app", "worker"]),
    ("x86_64-unknown-linux-musl", &["cli"]),
];

/// The list of this version.
pub(super) fn of_release(version: &str, seconds: u64) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("Cargo.lock")?;
    let mut graph = Graph::default();
    for (target, packages) in LINKED {
        let metadata = metadata(&["--filter-platform", target])?;
        graph.add(&metadata, packages).with_context(|| format!("cargo metadata for {target}"))?;
    }
    let text =
        serde_json::to_string_pretty(&graph.bom(&lock, version, &moment(seconds)?.to_string()))?;
    Ok(text + "\n")
}

/// A package that somebody else publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Package {
    name: String,
    version: String,
    licence: String,
}

/// What needs what, by the packages' addresses; what the workspace needs is under the empty one.
#[derive(Debug, Default)]
struct Graph {
    packages: BTreeMap<String, Package>,
    needs: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Adds what these packages of the workspace link, which is neither what their tests need nor
    /// what only runs while they are built.
    fn add(&mut self, metadata: &Value, roots: &[&str]) -> Result<()> {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let packages: BTreeMap<String, Value> =
            list(&metadata["packages"]).into_iter().map(|p| (word(&p["id"]), p)).collect();
        let nodes: BTreeMap<String, Vec<Value>> = list(&metadata["resolve"]["nodes"])
            .iter()
            .map(|node| (word(&node["id"]), list(&node["deps"])))
            .collect();
        let mut open: Vec<String> = packages
            .iter()
            .filter(|(_, p)| p["source"].is_null() && roots.contains(&word(&p["name"]).as_str()))
            .map(|(id, _)| id.clone())
            .collect();
        anyhow::ensure!(open.len() == roots.len(), "not all of {roots:?} are packages");
        let mut seen: BTreeSet<String> = open.iter().cloned().collect();
        while let Some(id) = open.pop() {
            let package = packages.get(&id).with_context(|| format!("no package {id}"))?;
            let from = self.note(package);
            for needed in nodes.get(&id).into_iter().flatten() {
                let linked = list(&needed["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
                let id = word(&needed["pkg"]);
                let Some(package) = packages.get(&id).filter(|_| linked) else { continue };
                let to = self.note(package);
                // Between two of the workspace's own nothing is said.
                if !to.is_empty() {
                    self.needs.entry(from.clone()).or_default().insert(to);
                }
                if seen.insert(id.clone()) {
                    open.push(id);
                }
            }
        }
        Ok(())
    }

    /// Keeps a package and gives its address.
    fn note(&mut self, package: &Value) -> String {
        if package["source"].is_null() {
            return String::new();
        }
        let word = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
        let (name, version) = (word("name"), word("version"));
        let address = format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"));
        // An old form of "or".
        let licence = word("license").replace(" / ", " OR ").replace('/', " OR ");
        self.packages.insert(address.clone(), Package { name, version, licence });
        address
    }

    fn bom(&self, lock: &str, version: &str, time: &str) -> Value {
        let own = format!("pkg:cargo/muster@{version}");
        let components: Vec<Value> = self
            .packages
            .iter()
            .map(|(address, Package { name, version, licence })| {
                let mut component = json!({
                    "type": "library", "bom-ref": address, "name": name, "version": version, "purl": address,
                });
                if !licence.is_empty() {
                    component["licenses"] = json!([{ "expression": licence }]);
                }
                if let Some(sum) = checksum(lock, name, version) {
                    component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
                }
                component
            })
            .collect();
        let dependencies: Vec<Value> = std::iter::once(&String::new())
            .chain(self.packages.keys())
            .map(|address| {
                let empty = BTreeSet::new();
                let needs = self.needs.get(address).unwrap_or(&empty);
                let address = if address.is_empty() { &own } else { address };
                json!({ "ref": address, "dependsOn": needs })
            })
            .collect();
        json!({
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "metadata": {
                "timestamp": time,
                "component": {
                    "type": "application", "bom-ref": own, "name": "muster", "version": version,
                    "licenses": [{ "expression": "Apache-2.0" }],
                },
            },
            "components": components,
            "dependencies": dependencies,
        })
    }
}

/// What Cargo.lock says that the package's archive sums to.
fn checksum(lock: &str, name: &str, version: &str) -> Option<String> {
    let head = format!("name = \"{name}\"\nversion = \"{version}\"\n");
    let entry = lock.split("[[package]]").find(|entry| entry.trim_start().starts_with(&head))?;
    let sum = entry.split("checksum = \"").nth(1)?.split('"').next()?;
    Some(sum.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata() -> Value {
        let published = "registry";
        json!({
            "packages": [
                { "id": "cli", "name": "cli", "version": "0.1.0", "source": null },
                { "id": "model", "name": "model", "version": "0.1.0", "source": null },
                { "id": "a", "name": "a", "version": "1.0.0", "source": published, "license": "MIT/Apache-2.0" },
                { "id": "b", "name": "b", "version": "2.0.0+x", "source": published, "license": "MIT" },
                { "id": "t", "name": "t", "version": "1.0.0", "source": published, "license": "MIT" },
            ],
            "resolve": { "nodes": [
                { "id": "cli", "deps": [
                    { "pkg": "model", "dep_kinds": [{ "kind": null }] },
                    { "pkg": "t", "dep_kinds": [{ "kind": "dev" }, { "kind": "build" }] },
                ]},
                { "id": "model", "deps": [{ "pkg": "a", "dep_kinds": [{ "kind": "build" }, { "kind": null }] }]},
                { "id": "a", "deps": [{ "pkg": "b", "dep_kinds": [{ "kind": null }] }]},
                { "id": "b", "deps": [] },
                { "id": "t", "deps": [] },
            ]},
        })
    }

    #[test]
    fn what_is_linked_stands_in_the_list_and_nothing_else() {
        let mut graph = Graph::default();
        graph.add(&metadata(), &["cli"]).expect("it is a package");
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"r\"\nchecksum = \"0a1b\"\n\n\
                    [[package]]\nname = \"b\"\nversion = \"2.0.0+x\"\n";
        let bom = graph.bom(lock, "0.1.0", "2026-01-01T00:00:00Z");
        let names: Vec<&Value> =
            bom["components"].as_array().into_iter().flatten().map(|c| &c["purl"]).collect();
        assert_eq!(names, ["pkg:cargo/a@1.0.0", "pkg:cargo/b@2.0.0%2Bx"]);
        assert_eq!(bom["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bom["components"][0]["hashes"][0]["content"], "0a1b");
        assert!(bom["components"][1]["hashes"].is_null());
        assert_eq!(
            bom["dependencies"],
            json!([
                { "ref": "pkg:cargo/muster@0.1.0", "dependsOn": ["pkg:cargo/a@1.0.0"] },
                { "ref": "pkg:cargo/a@1.0.0", "dependsOn": ["pkg:cargo/b@2.0.0%2Bx"] },
                { "ref": "pkg:cargo/b@2.0.0%2Bx", "dependsOn": [] },
            ])
        );
        assert!(Graph::default().add(&metadata(), &["no-such"]).is_err());
    }

    #[test]
    fn the_list_of_this_workspace_is_whole() -> Result<()> {
        let text = of_release("0.1.0", 1_700_000_000)?;
        assert_eq!(text, of_release("0.1.0", 1_700_000_000)?);
        let bom: Value = serde_json::from_str(&text)?;
        let components = bom["components"].as_array().context("no components")?;
        let named = |name: &str| components.iter().any(|component| component["name"] == name);
        for linked in ["clap", "toml", "leptos", "zip", "flate2"] {
            assert!(named(linked), "{linked} is linked");
        }
        for other in ["thirtyfour", "proptest", "brotli", "model"] {
            assert!(!named(other), "{other} is for tests, for builds, or our own");
        }
        for component in components {
            let whole = component["hashes"].is_array() && component["licenses"].is_array();
            assert!(whole, "{component}");
        }
        Ok(())
    }
}
