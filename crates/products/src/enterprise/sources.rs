//! Where the facts come from: the two manuals, and the code that both products descend from.

use ::rules::Source;

/// A page of the manual of Kyligence Enterprise 3.4.5, below `en/`.
macro_rules! manual {
    ($title:literal, $page:literal) => {
        ::rules::Source::new(
            concat!("Kyligence Enterprise 3.4.5 manual: ", $title),
            concat!("https://github.com/fishcus/KAP-manual/blob/KM-KE-fix/en/", $page),
        )
    };
}

/// Discovery, roles of the nodes, the announced address.
pub const HIGH_AVAILABILITY: Source =
    manual!("service discovery and job engine HA", "installation/deploy/ha.en.md");
/// Build and query clusters.
pub const SPLIT: Source =
    manual!("read/write separation", "installation/deploy/rw_separation.en.md");
/// MySQL as metastore.
pub const MYSQL: Source =
    manual!("MySQL as metastore", "installation/rdbms_metastore/mysql_metastore.en.md");
/// SQL Server as metastore.
pub const SQLSERVER: Source =
    manual!("SQL Server as metastore", "installation/rdbms_metastore/sqlserver_metastore.en.md");
/// Main keys, the override file, the profiles.
pub const CONFIGURATION: Source =
    manual!("basic configuration", "installation/config/configuration.en.md");
/// The cache of query results.
pub const QUERY_CACHE: Source = manual!("query cache", "installation/config/query_cache.en.md");
/// LDAP.
pub const LDAP: Source = manual!("LDAP", "security/ldap.en.md");
/// Kerberos.
pub const KERBEROS: Source = manual!("Kerberos", "security/kerberos.en.md");
/// Java, Hadoop, rights.
pub const PREREQUISITES: Source = manual!("prerequisites", "installation/prerequisite.en.md");
/// From KAP 2.x.
pub const UPGRADE: Source =
    manual!("upgrade from KAP 2.x", "operation/upgrade/upgrade_from_2x.en.md");
/// Several nodes behind a load balancer.
pub const BALANCING: Source =
    manual!("cluster and load balancing", "installation/deploy/cluster_lb.en.md");
/// KAP 2.5: discovery and roles.
pub const KAP_HIGH_AVAILABILITY: Source = Source::new(
    "KAP 2.5 manual: service discovery and job engine HA",
    "https://github.com/wormholer/KAP-manual/blob/master/en/install/adv_install_ha.en.md",
);
/// KAP 2.5: a database as metastore.
pub const KAP_JDBC: Source = Source::new(
    "KAP 2.5 manual: metastore by JDBC",
    "https://github.com/wormholer/KAP-manual/blob/master/en/config/metadata_jdbc.en.md",
);
/// KAP 2.5: read/write deployment.
pub const KAP_SPLIT: Source = Source::new(
    "KAP 2.5 manual: read/write deployment",
    "https://github.com/wormholer/KAP-manual/blob/master/en/install/adv_install_rw.en.md",
);
/// KAP 2.5: LDAP.
pub const KAP_LDAP: Source = Source::new(
    "KAP 2.5 manual: LDAP",
    "https://github.com/wormholer/KAP-manual/blob/master/en/security/ldap.en.md",
);
/// KAP 2.2: the job engine before discovery.
pub const KAP_OLD_ENGINE: Source = Source::new(
    "KAP 2.2 manual: job engine HA",
    "https://github.com/fishcus/KAP-manual/blob/KAP2.2/en/config/jobengine_ha.en.md",
);
/// KAP 2.3: the keys of the job engine have other names.
pub const KAP_HELIX: Source = Source::new(
    "KAP manual, issue 46: the keys of job engine HA in 2.3",
    "https://github.com/Kyligence/KAP-manual/issues/46",
);
/// The loader of the property files, in the code that both products descend from.
pub const LOADER: Source = Source::new(
    "KylinConfig.java:395 (Apache Kylin 3.1.3): kylin.properties.override wins",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/KylinConfig.java#L395",
);
/// Kyligence Enterprise 4 is another product.
pub const NEXT: Source = Source::new(
    "Apache Kylin 5 (the same line as Kyligence 4): deployment",
    "https://kylin.apache.org/5.0/docs/deployment/intro",
);

/// What stands on the product's page.
pub static ALL: &[Source] = &[
    HIGH_AVAILABILITY,
    SPLIT,
    MYSQL,
    SQLSERVER,
    CONFIGURATION,
    QUERY_CACHE,
    LDAP,
    KERBEROS,
    PREREQUISITES,
    BALANCING,
];
/// The same for KAP.
pub static KAP: &[Source] =
    &[KAP_HIGH_AVAILABILITY, KAP_JDBC, KAP_SPLIT, KAP_LDAP, KAP_OLD_ENGINE, KAP_HELIX, UPGRADE];
