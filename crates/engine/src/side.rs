//! A cluster that is compared with another one: a document, an archive, or files of one that runs.

use crate::document::{product_of, read_bytes};
use ::import::{Choices, Imported, NothingRead, Source};
use formats::document;
use model::{ClusterSpec, Lang, Message, msg};
use plan::Origin;
use rules::Product;
use std::collections::{BTreeMap, BTreeSet};

/// What of an archive counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// What stands in its files.
    Files,
    /// Its recipe, `cluster.toml`.
    Recipe,
}

/// One of two clusters.
pub struct Side {
    /// Its product.
    pub product: &'static Product,
    /// Its document.
    pub spec: ClusterSpec,
    /// Where it comes from: a document is of what its archive deployed.
    pub origin: Origin,
    /// What was read, where it was files.
    pub imported: Option<Imported>,
}

/// What an import reads, already unpacked, and what could not be. Files that leave their product open
/// are of that of the other cluster.
///
/// # Errors
/// Why nothing was read.
pub fn side(
    products: &'static [&'static Product],
    (sources, refused): (&[Source], &[(String, Message)]),
    other: Option<&'static Product>,
    reading: Reading,
    lang: Lang,
) -> Result<Side, Message> {
    if reading == Reading::Recipe
        && let Some(side) = recipe(products, sources)
    {
        return Ok(side);
    }
    let choices = |product: Option<&Product>| Choices {
        product: product.map(|p| p.id.to_owned()),
        language: lang,
        ..Choices::default()
    };
    let failed = |nothing: NothingRead| nothing.because(refused).reason;
    let import = |choices| ::import::import(products, sources, &choices);
    let first = import(choices(None)).map_err(failed)?;
    let same = other.filter(|o| first.guess.others.iter().any(|p| p.id == o.id));
    let imported = match same {
        Some(product) => import(choices(Some(product))).map_err(failed)?,
        None => first,
    };
    let (product, spec) = (imported.product, imported.spec.clone());
    Ok(Side { product, spec, origin: Origin::Foreign, imported: Some(imported) })
}

/// Gives a variable of the second side another name where both sides have a secret by it and the secrets
/// differ: what two programs are told is not the same then, although neither value may be shown.
pub fn tell_secrets_apart(first: &Side, second: &mut Side) {
    let (Some(one), Some(other)) = (&first.imported, &second.imported) else { return };
    let names = |side: &Imported| side.secrets.iter().map(|(name, _)| name.clone()).collect();
    let mut taken: BTreeSet<String> = names(one);
    taken.append(&mut names(other));
    let was: BTreeMap<&str, &str> =
        one.secrets.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let differ =
        |(name, value): &&(String, String)| was.get(name.as_str()).is_some_and(|w| w != value);
    let others: Vec<&str> =
        other.secrets.iter().filter(differ).map(|(name, _)| name.as_str()).collect();
    if others.is_empty() {
        return;
    }
    let mut text = document::write(&second.spec);
    for name in others {
        let free = (2..=u16::MAX).map(|n| format!("{name}_{n}")).find(|free| !taken.contains(free));
        let Some(free) = free else { continue };
        text = renamed(&text, name, &free);
        taken.insert(free);
    }
    // A name can stand in any text of the document, so it is its text in which it is changed.
    second.spec = document::read(&text).spec;
}

/// A text with another name wherever a name stands as a whole.
fn renamed(text: &str, name: &str, other: &str) -> String {
    let of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, found) = rest.split_at(at);
        let (found, after) = found.split_at(name.len());
        out.push_str(before);
        let whole = !before.ends_with(of_name) && !after.starts_with(of_name);
        // What was pushed last may end with a part of a longer name.
        let whole = whole && !(before.is_empty() && out.ends_with(of_name));
        out.push_str(if whole { other } else { found });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The recipe of an archive of Muster: the one `cluster.toml` beside a manifest.
pub fn recipe(products: &'static [&'static Product], sources: &[Source]) -> Option<Side> {
    const RECIPE: &str = "cluster.toml";
    let is_recipe = |path: &str| path == RECIPE || path.ends_with("/cluster.toml");
    let mut found = sources.iter().filter(|source| is_recipe(&source.path));
    let (source, None) = (found.next()?, found.next()) else { return None };
    let beside = source.path.strip_suffix(RECIPE)?;
    let manifest = format!("{beside}MANIFEST.json");
    sources.iter().find(|other| other.path == manifest)?;
    let loaded = read_bytes(products, &source.bytes);
    let spec = loaded.spec;
    let product = product_of(products, &spec)?;
    let side = Side { product, spec, origin: Origin::Archive, imported: None };
    loaded.complete.then_some(side)
}

/// Why two clusters have nothing to compare, if so; `before` and `after` say what is called so.
///
/// # Errors
/// When they are of two products.
pub fn of_one_product(
    (before, one): (&str, &Product),
    (after, other): (&str, &Product),
) -> Result<(), Message> {
    if one.id == other.id {
        return Ok(());
    }
    Err(msg!(
        en: "{a} is a cluster of {p}, {b} one of {q}: they have nothing to compare",
        zh: "{a} 是 {p} 集群，{b} 是 {q} 集群：无法比较",
        a = before, p = one.title, b = after, q = other.title))
}

/// Foreign files have no language: what is made of them to compare is in that of the other cluster, so
/// that no comment differs.
pub fn in_one_language(one: &mut Side, other: &mut Side) {
    match (one.origin, other.origin) {
        (Origin::Foreign, Origin::Archive) => one.spec.language = other.spec.language,
        (Origin::Archive, Origin::Foreign) => other.spec.language = one.spec.language,
        _ => {}
    }
}
