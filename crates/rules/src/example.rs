//! Turning the example of a rule into a document.

use crate::machines::filled_in;
use crate::{Example, KeyType, Product};
use formats::document;
use model::apply;
use model::facts::Facts;
use model::{ClusterSpec, Edit, Node, Place};

impl Example {
    /// The document: a preset of the product with the edits, or the text read as it stands.
    ///
    /// # Errors
    /// When it names a preset, a path or a kind of key that is not there: a rule with such an
    /// example proves nothing.
    pub fn document(&self, product: &Product) -> Result<ClusterSpec, String> {
        let (preset, edits) = match self {
            Example::Toml(text) => return Ok(document::read(text).spec),
            Example::Edits(preset, edits) | Example::Machines(preset, edits, _) => {
                (*preset, *edits)
            }
        };
        document_of(product, preset, edits.iter().copied())
    }

    /// The text of its `facts.json`, where it has one.
    ///
    /// # Errors
    /// See [`Example::document`].
    pub fn facts_text(&self, product: &'static Product) -> Result<Option<String>, String> {
        let Example::Machines(_, _, text) = self else { return Ok(None) };
        Ok(Some(filled_in(text, &self.document(product)?, product)))
    }

    /// What was found on its machines, where it says so.
    ///
    /// # Errors
    /// See [`Example::document`]; and a text that is not read whole.
    pub fn facts(&self, product: &'static Product) -> Result<Option<Facts>, String> {
        let Some(text) = self.facts_text(product)? else { return Ok(None) };
        let read = formats::facts::read(text.as_bytes());
        if let Some(problem) = read.problems.first() {
            return Err(format!("{}: {text}", problem.message.render(model::Lang::En)));
        }
        if read.unknown.is_empty() { Ok(read.facts) } else { Err(format!("{:?}", read.unknown)) }
    }
}

/// A preset of the product with edits; an empty name means the first one.
pub(crate) fn document_of<'e>(
    product: &Product,
    preset: &str,
    edits: impl Iterator<Item = (&'e str, &'e str)>,
) -> Result<ClusterSpec, String> {
    let preset = product
        .presets
        .iter()
        .find(|p| p.id == preset || preset.is_empty())
        .ok_or_else(|| format!("no preset {preset}"))?;
    let mut spec = document::read(preset.toml).spec;
    for (path, text) in edits {
        let path = resolve(path, product)?;
        let text = match (text, product.versions.last()) {
            ("<oldest>", Some(oldest)) => oldest.id,
            (text, _) => text,
        };
        change(&mut spec, &path, text)?;
    }
    Ok(spec)
}

fn change(spec: &mut ClusterSpec, path: &str, text: &str) -> Result<(), String> {
    if path == "nodes[+]" {
        let (name, roles) = text.split_once(' ').unwrap_or((text, ""));
        let roles = roles.split(',').filter(|r| !r.is_empty()).map(str::to_owned).collect();
        let node = Node { name: name.to_owned(), roles, ..Node::default() };
        apply(spec, &Edit::InsertNodes(spec.nodes.len(), vec![node]));
        return Ok(());
    }
    if path == "nodes" && text == "-" {
        spec.nodes.clear();
        return Ok(());
    }
    let bad = || format!("no place {path}");
    if let Some(node) = path.strip_suffix(".-") {
        let row = Place::parse(node, spec).and_then(|p| p.row()).ok_or_else(bad)?;
        apply(spec, &Edit::RemoveNode(row));
        return Ok(());
    }
    let place = Place::parse(path, spec).ok_or_else(bad)?;
    let edit = if text == "-" { Edit::Clear(place) } else { Edit::Set(place, text.to_owned()) };
    apply(spec, &edit);
    Ok(())
}

/// Replaces `<int>` and the like by the first such key of the catalogue, so that an example of a
/// general rule holds for every product. A letter after it makes it a typo, a capital letter in it
/// a key that begins with one.
fn resolve(path: &str, product: &Product) -> Result<String, String> {
    let Some((head, rest)) = path.split_once('<') else { return Ok(path.to_owned()) };
    let Some((what, tail)) = rest.split_once('>') else { return Ok(path.to_owned()) };
    let catalogue = crate::Catalogue::read(product.catalogue);
    let written = |k: &str| product.all_fields().any(|f| f.keys.contains(&k));
    let is = |k: &&crate::Key| {
        let live = !k.dead && !k.secret && k.removed.is_empty() && !written(&k.key);
        match what.to_ascii_lowercase().as_str() {
            "int" => live && k.kind == KeyType::Integer && k.range.is_empty(),
            "range" => live && !k.range.is_empty(),
            "bool" => live && k.kind == KeyType::Bool,
            "enum" => live && matches!(&k.kind, KeyType::Enum(_, open) if !open),
            "text" => live && k.kind == KeyType::Text,
            "same" => live && k.kind == KeyType::Bool && k.scope == "same",
            "host-ports" => live && k.kind == KeyType::HostPorts,
            "dead" => k.dead && !k.secret,
            "field" => written(&k.key) && !k.dead && k.kind == KeyType::Integer,
            _ => false,
        }
    };
    let key = match what {
        // One that every document has: its nodes may differ in it.
        "folder" => {
            let made = |f: &&crate::Field| f.made.is_some() && f.scope == crate::Scope::Both;
            product.all_fields().find(made).map(|f| f.key.to_owned())
        }
        "memory" => Some(product.budget.memory.to_owned()),
        "old" => catalogue.old_names().next().map(str::to_owned),
        "future" => product.versions.last().and_then(|oldest| {
            let later = |k: &&crate::Key| {
                let later = crate::context::compare_versions(&k.since, oldest.id).is_gt();
                !k.dead && k.removed.is_empty() && later
            };
            catalogue.keys().find(later).map(|k| k.key.clone())
        }),
        _ => catalogue.keys().filter(|k| !k.key.contains('<')).find(is).map(|k| k.key.clone()),
    };
    let capital = what.starts_with(|c: char| c.is_ascii_uppercase());
    let key = key.map(|key| {
        let mut chars = key.chars();
        match chars.next().filter(|_| capital) {
            Some(first) => format!("{}{}", first.to_ascii_uppercase(), chars.as_str()),
            None => key,
        }
    });
    key.map(|key| format!("{head}{key}{tail}")).ok_or_else(|| format!("no key of kind {what}"))
}
