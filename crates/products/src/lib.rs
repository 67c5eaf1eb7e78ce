//! What Muster knows: one folder per product, and what several of them share in `common`.

pub mod alluxio;
pub mod common;
pub mod druid;
pub mod enterprise;
pub mod kap;
pub mod kyligence;
pub mod kylin;

use rules::{Preset, Product, Rule};

/// All products. Adding one is a folder and a line here.
pub static ALL: &[&Product] =
    &[&kylin::PRODUCT, &kyligence::PRODUCT, &kap::PRODUCT, &alluxio::PRODUCT, &druid::PRODUCT];

/// The product with this id.
pub fn find(id: &str) -> Option<&'static Product> {
    ALL.iter().copied().find(|p| p.id == id)
}

/// All presets of all products, each with its product.
pub fn presets() -> impl Iterator<Item = (&'static Product, &'static Preset)> {
    ALL.iter().flat_map(|product| product.presets.iter().map(move |preset| (*product, preset)))
}

/// Every rule of every product, each once, by id.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = ALL.iter().flat_map(|p| p.all_rules()).collect();
    rules.sort_by_key(|r| r.id);
    rules.dedup_by_key(|r| r.id);
    rules
}
