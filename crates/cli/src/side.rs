//! The clusters that two commands compare: a document, an archive, or a folder of files.

use crate::input::shown;
use crate::output::Failure;
use crate::sources::{self, Brought};
use ::import::Choices;
use model::{ClusterSpec, Lang, msg};
use plan::Origin;
use rules::Product;
use std::path::Path;

/// What of an archive counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// What stands in its files.
    Files,
    /// Its recipe, `cluster.toml`.
    Recipe,
}

/// One of the two.
pub(crate) struct Side {
    pub(crate) product: &'static Product,
    pub(crate) spec: ClusterSpec,
    /// Where it comes from: a document is of what its archive deployed.
    pub(crate) origin: Origin,
}

/// Both, which must be of one product.
pub(crate) fn two(
    before: &Path,
    after: &Path,
    reading: Reading,
    lang: Lang,
) -> Result<(&'static Product, Side, Side), Failure> {
    let first = side(before, None, reading, lang)?;
    let second = side(after, Some(first.product), reading, lang)?;
    if first.product.id != second.product.id {
        return Err(msg!(
            en: "{a} is a cluster of {p}, {b} one of {q}: they have nothing to compare",
            zh: "{a} 是 {p} 集群，{b} 是 {q} 集群：无法比较",
            a = shown(before), p = first.product.title, b = shown(after), q = second.product.title)
        .into());
    }
    Ok((first.product, first, second))
}

/// One alone.
pub(crate) fn one(path: &Path, reading: Reading, lang: Lang) -> Result<Side, Failure> {
    side(path, None, reading, lang)
}

/// A document, or whatever an import reads. Files that leave their product open are of that of the
/// other side.
fn side(
    path: &Path,
    other: Option<&'static Product>,
    reading: Reading,
    lang: Lang,
) -> Result<Side, Failure> {
    if path.extension().is_some_and(|e| e == "toml") && !path.is_dir() {
        let opened = crate::check::open(path)?;
        return Ok(Side {
            product: opened.product,
            spec: opened.loaded.spec,
            origin: Origin::Archive,
        });
    }
    let brought = sources::read(&[path.to_owned()])?;
    if reading == Reading::Recipe
        && let Some(side) = recipe(&brought)
    {
        return Ok(side);
    }
    let choices = |product: Option<&Product>| Choices {
        product: product.map(|p| p.id.to_owned()),
        language: lang,
        ..Choices::default()
    };
    let failed = |nothing: ::import::NothingRead| {
        Failure::Message(msg!(
        en: "{p}: {why}", zh: "{p}：{why}", p = shown(path), why = nothing.reason))
    };
    let import = |choices| ::import::import(products::ALL, &brought.sources, &choices);
    let first = import(choices(None)).map_err(failed)?;
    let same = other.filter(|o| first.guess.others.iter().any(|p| p.id == o.id));
    let imported = match same {
        Some(product) => import(choices(Some(product))).map_err(failed)?,
        None => first,
    };
    let (product, spec) = (imported.product, imported.spec);
    Ok(Side { product, spec, origin: Origin::Foreign })
}

/// The recipe of an archive of Muster: the one `cluster.toml` beside a manifest.
fn recipe(brought: &Brought) -> Option<Side> {
    const RECIPE: &str = "cluster.toml";
    let is_recipe = |path: &str| path == RECIPE || path.ends_with("/cluster.toml");
    let mut found = brought.sources.iter().filter(|source| is_recipe(&source.path));
    let (source, None) = (found.next()?, found.next()) else { return None };
    let beside = source.path.strip_suffix(RECIPE)?;
    let manifest = format!("{beside}MANIFEST.json");
    brought.sources.iter().find(|other| other.path == manifest)?;
    let loaded = engine::read_bytes(products::ALL, &source.bytes);
    let spec = loaded.spec;
    let product = engine::product_of(products::ALL, &spec)?;
    loaded.complete.then_some(Side { product, spec, origin: Origin::Archive })
}
