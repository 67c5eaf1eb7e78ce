//! KAP 2.0 to 2.5.

mod presets;
mod versions;

use crate::common::{kerberos, session, zookeeper};
use crate::{enterprise, kylin};
use ::rules::{Field, Product, Role};
use model::Text;

/// No manual says which Tomcat a release brings, so the field has no default.
static SESSION: [Field; 23] = session::fields::fields("", "/opt/kylin-session");

static FIELDS: &[&[Field]] = &[
    enterprise::fields::metastore::KAP,
    kylin::fields::zookeeper::GIVEN,
    zookeeper::fields::MADE_ON_NODES,
    enterprise::fields::storage::KAP,
    enterprise::fields::engine::KAP,
    enterprise::fields::security::KAP,
    kerberos::FIELDS,
    &kylin::fields::LOAD_BALANCER,
    crate::common::load_balancer::floating::FIELDS,
    crate::common::load_balancer::alb::FIELDS,
    &SESSION,
    &enterprise::fields::sizing::KAP,
];

/// KAP.
pub static PRODUCT: Product = Product {
    id: "kap",
    title: "KAP",
    sentence: Text::new(
        "Kyligence Analytics Platform 2.x, the commercial Kylin before Kyligence Enterprise.",
        "Kyligence Analytics Platform 2.x，即 Kyligence Enterprise 之前的商业版 Kylin。",
    ),
    versions: versions::VERSIONS,
    refused: &[],
    steps: kylin::steps::WITHOUT_EMR,
    fields: FIELDS,
    roles: ROLES,
    server_types: &[],
    rules: &[
        kylin::rules::SHARED,
        enterprise::rules::RULES,
        enterprise::rules::KAP,
        crate::common::rules::DISKS,
        crate::common::rules::ZOOKEEPER,
        crate::common::rules::LOAD_BALANCER,
        crate::common::rules::SESSION,
        crate::kylin::rules::SESSION,
    ],
    catalogue: include_str!("catalogue.tsv"),
    relative: Some(&enterprise::RELATIVE),
    configs: enterprise::configure::CONFIGS,
    import: &enterprise::import::KAP,
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
    services: enterprise::services::KAP,
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
    sources: enterprise::sources::KAP,
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
