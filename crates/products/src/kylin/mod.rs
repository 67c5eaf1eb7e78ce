//! Apache Kylin 3.1.

pub(crate) mod balancer;
pub mod configure;
pub(crate) mod connections;
pub(crate) mod effective;
pub mod emr;
pub mod fields;
pub(crate) mod files;
pub(crate) mod import;
pub(crate) mod memory;
pub(crate) mod packages;
pub(crate) mod picture;
mod presets;
pub mod roles;
pub mod rules;
pub(crate) mod runbook;
pub(crate) mod secrets;
pub(crate) mod services;
pub mod sources;
pub(crate) mod steps;
pub(crate) mod survey;
mod told;
pub(crate) mod transitions;
pub(crate) mod verify;
mod versions;

use ::rules::Product;
use model::Text;

/// Apache Kylin.
pub static PRODUCT: Product = Product {
    id: "kylin",
    title: "Apache Kylin",
    sentence: Text::new(
        "Answers SQL from cubes that are computed beforehand on Hadoop and kept in HBase.",
        "在 Hadoop 上预先计算 Cube 并存入 HBase，用它应答 SQL 查询。",
    ),
    versions: versions::VERSIONS,
    refused: &[],
    steps: steps::STEPS,
    fields: fields::FIELDS,
    roles: roles::ROLES,
    server_types: &[],
    rules: &[
        rules::RULES,
        rules::emr::RULES,
        crate::common::rules::DISKS,
        crate::common::rules::ZOOKEEPER,
        crate::common::rules::LOAD_BALANCER,
        crate::common::rules::SESSION,
        rules::SESSION,
    ],
    catalogue: include_str!("catalogue.tsv"),
    relative: None,
    configs: configure::CONFIGS,
    import: &import::IMPORT,
    processes: configure::PROCESSES,
    configure: configure::configure,
    site: Some(&balancer::SITE),
    budget: &memory::BUDGET,
    javas: services::javas,
    files: &[
        files::FILES,
        crate::common::session::FILES,
        files::LOAD_BALANCER,
        files::alb::FILES,
        emr::FILES,
        crate::common::zookeeper::FILES,
    ],
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
