//! Apache Kylin 3.1.

pub mod configure;
pub mod fields;
mod files;
mod presets;
pub mod roles;
pub mod rules;
mod secrets;
pub mod sources;
mod steps;
mod versions;

use ::rules::Product;

/// Apache Kylin.
pub static PRODUCT: Product = Product {
    id: "kylin",
    title: "Apache Kylin",
    versions: versions::VERSIONS,
    steps: steps::STEPS,
    fields: fields::FIELDS,
    roles: roles::ROLES,
    rules: &[rules::RULES, crate::common::rules::ZOOKEEPER, crate::common::rules::LOAD_BALANCER],
    catalogue: include_str!("catalogue.tsv"),
    configure: configure::configure,
    files: &[files::FILES],
    services: &[],
    packages: |_| Vec::new(),
    connections: |_| Vec::new(),
    secrets: secrets::secrets,
    runbook: |_, _| Vec::new(),
    verify: |_| Vec::new(),
    verify_script: "",
    presets: presets::PRESETS,
    sources: sources::ALL,
};
