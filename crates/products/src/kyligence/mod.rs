//! Kyligence Enterprise 3.0 to 3.4.

mod presets;
mod versions;

use crate::common::{session, zookeeper};
use crate::{enterprise, kylin};
use ::rules::{Field, Product, Role};
use model::Text;

/// No manual says which Tomcat a release brings, so the field has no default.
static SESSION: [Field; 23] = session::fields::fields("", "/opt/kylin-session");

static FIELDS: &[&[Field]] = &[
    enterprise::fields::metastore::KYLIGENCE,
    kylin::fields::zookeeper::GIVEN,
    zookeeper::fields::MADE_ON_NODES,
    enterprise::fields::storage::KYLIGENCE,
    enterprise::fields::engine::KYLIGENCE,
    enterprise::fields::security::KYLIGENCE,
    enterprise::fields::security::KERBEROS_FIELDS,
    &kylin::fields::LOAD_BALANCER,
    crate::common::load_balancer::floating::FIELDS,
    crate::common::load_balancer::alb::FIELDS,
    &SESSION,
    &enterprise::fields::sizing::KYLIGENCE,
];

/// Kyligence Enterprise.
pub static PRODUCT: Product = Product {
    id: "kyligence",
    title: "Kyligence Enterprise",
    sentence: Text::new(
        "The commercial successor of KAP, version 3.x, with the same kinds of nodes as Kylin.",
        "KAP 的后继商业版本（3.x），节点类型与 Kylin 相同。",
    ),
    versions: versions::VERSIONS,
    refused: versions::REFUSED,
    steps: kylin::steps::WITHOUT_EMR,
    fields: FIELDS,
    roles: ROLES,
    server_types: &[],
    rules: &[
        kylin::rules::SHARED,
        enterprise::rules::RULES,
        enterprise::rules::KYLIGENCE,
        crate::common::rules::DISKS,
        crate::common::rules::ZOOKEEPER,
        crate::common::rules::LOAD_BALANCER,
        crate::common::rules::SESSION,
        crate::kylin::rules::SESSION,
    ],
    catalogue: include_str!("catalogue.tsv"),
    relative: Some(&enterprise::RELATIVE),
    configs: enterprise::configure::CONFIGS,
    import: &enterprise::import::KYLIGENCE,
    processes: enterprise::configure::PROCESSES,
    configure: enterprise::configure::configure,
    site: Some(&crate::enterprise::SITE),
    budget: &kylin::memory::BUDGET,
    javas: enterprise::services::javas,
    files: &[
        enterprise::files::FILES,
        session::FILES,
        kylin::files::LOAD_BALANCER,
        kylin::files::alb::FILES,
        zookeeper::FILES,
    ],
    services: enterprise::services::KYLIGENCE,
    transitions: &[crate::kylin::transitions::TRANSITIONS, crate::common::transitions::ZOOKEEPER],
    survey: crate::kylin::survey::survey,
    packages: enterprise::packages::packages,
    connections: enterprise::connections::connections,
    picture: &kylin::picture::WITHOUT_EMR,
    secrets: kylin::secrets::secrets,
    runbook: enterprise::runbook::runbook,
    verify: enterprise::verify::verify,
    verify_script: include_str!("../kylin/scripts/verify.sh"),
    presets: presets::PRESETS,
    sources: enterprise::sources::ALL,
};

/// In the order of the columns.
static ROLES: &[Role] = &[
    kylin::roles::ALL_ROLE,
    kylin::roles::JOB_ROLE,
    kylin::roles::QUERY_ROLE,
    kylin::roles::ZOOKEEPER_ROLE,
    kylin::roles::BALANCER_ROLE,
    session::roles::REDIS,
    session::roles::MEMCACHED,
];
