//! Apache Kylin 3.1.

mod fields;
mod presets;
mod roles;
pub mod rules;
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
    configure: |_, _| Vec::new(),
    files: &[],
    services: &[],
    packages: |_| Vec::new(),
    connections: |_| Vec::new(),
    secrets: |_| Vec::new(),
    runbook: |_, _| Vec::new(),
    verify: |_| Vec::new(),
    verify_script: "",
    presets: presets::PRESETS,
    sources: sources::ALL,
};
