//! Apache Druid from 0.20 to 38.

pub mod configure;
mod connections;
mod database;
mod effective;
pub mod fields;
mod files;
pub(crate) mod import;
mod memory;
mod notation;
mod on_disk;
mod packages;
mod picture;
mod presets;
pub mod programs;
pub mod roles;
pub mod rules;
mod runbook;
mod secrets;
mod services;
mod sizing;
pub mod sources;
mod steps;
mod survey;
mod transitions;
mod verify;
mod versions;

use ::rules::Product;
use model::Text;

/// Apache Druid.
pub static PRODUCT: Product = Product {
    id: "druid",
    title: "Apache Druid",
    sentence: Text::new(
        "Takes in events as they happen or in batches, and answers queries on them within a second.",
        "实时或批量摄入事件数据，并在秒级内应答查询。",
    ),
    versions: versions::VERSIONS,
    refused: &[],
    steps: steps::STEPS,
    fields: fields::FIELDS,
    roles: roles::ROLES,
    server_types: roles::SERVER_TYPES,
    rules: &[rules::RULES, crate::common::rules::DISKS, crate::common::rules::ZOOKEEPER],
    catalogue: include_str!("catalogue.tsv"),
    relative: None,
    configs: configure::CONFIGS,
    import: &import::IMPORT,
    processes: configure::PROCESSES,
    configure: configure::configure,
    site: None,
    budget: &memory::BUDGET,
    javas: |cx, node| if roles::is_druid(cx, node) { versions::javas(cx) } else { &[] },
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
