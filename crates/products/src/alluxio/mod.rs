//! Alluxio 2.9 and 1.8.

pub mod choice;
pub mod configure;
mod connections;
mod effective;
pub mod fields;
mod files;
pub(crate) mod import;
mod memory;
mod notation;
mod packages;
mod picture;
mod presets;
pub mod roles;
pub mod rules;
mod runbook;
mod secrets;
mod services;
pub mod sources;
mod steps;
mod survey;
mod transitions;
mod verify;
mod versions;

use ::rules::Product;
use model::Text;

/// Alluxio.
pub static PRODUCT: Product = Product {
    id: "alluxio",
    title: "Alluxio",
    sentence: Text::new(
        "A cache of files between programs such as Spark and storage such as HDFS or S3.",
        "位于 Spark 等程序与 HDFS、S3 等存储之间的文件缓存。",
    ),
    versions: versions::VERSIONS,
    refused: &[],
    steps: steps::STEPS,
    fields: fields::FIELDS,
    roles: roles::ROLES,
    server_types: &[],
    rules: &[rules::RULES, crate::common::rules::DISKS, crate::common::rules::ZOOKEEPER],
    catalogue: include_str!("catalogue.tsv"),
    relative: None,
    configs: configure::CONFIGS,
    import: &import::IMPORT,
    processes: configure::PROCESSES,
    configure: configure::configure,
    site: None,
    budget: &memory::BUDGET,
    javas: versions::javas,
    files: &[files::FILES, crate::common::zookeeper::FILES],
    services: services::SERVICES,
    transitions: &[transitions::TRANSITIONS, crate::common::transitions::ZOOKEEPER],
    survey: survey::survey,
    packages: packages::packages,
    connections: connections::connections,
    picture: &picture::PICTURE,
    secrets: secrets::secrets,
    runbook: runbook::runbook,
    verify: verify::verify,
    verify_script: include_str!("scripts/verify.sh"),
    presets: presets::PRESETS,
    sources: sources::ALL,
};
