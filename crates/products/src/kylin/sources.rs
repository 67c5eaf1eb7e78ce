//! Where the facts come from: files of the release 3.1.3, its documentation, our own lab.

use ::rules::Source;

/// A line of `KylinConfigBase.java`.
macro_rules! config_base {
    ($line:literal) => {
        ::rules::Source::new(
            concat!("KylinConfigBase.java:", $line, " (3.1.3)"),
            concat!(
                "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/KylinConfigBase.java#L",
                $line
            ),
        )
    };
}
pub(crate) use config_base;

/// The grammar of `kylin.metadata.url`.
pub const STORAGE_URL: Source = Source::new(
    "StorageURL.java:60-110 (3.1.3)",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/StorageURL.java#L60",
);
/// The pool of the MySQL metastore.
pub const JDBC_MANAGER: Source = Source::new(
    "JDBCConnectionManager.java:78-102 (3.1.3)",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/persistence/JDBCConnectionManager.java#L78",
);
/// The ZooKeeper client.
pub const ZOOKEEPER_UTIL: Source = Source::new(
    "ZKUtil.java:103-226 (3.1.3)",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/util/ZKUtil.java#L103",
);
/// The shipped defaults.
pub const DEFAULTS: Source = Source::new(
    "kylin-defaults.properties (3.1.3)",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/resources/kylin-defaults.properties",
);
/// Logins, LDAP and what needs no login.
pub const SECURITY_XML: Source = Source::new(
    "kylinSecurity.xml (3.1.3)",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/server/src/main/resources/kylinSecurity.xml",
);
/// The JVM options of the release.
pub const SETENV: Source = Source::new(
    "build/conf/setenv.sh (3.1.3)",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/build/conf/setenv.sh",
);
/// The documentation of the cluster mode.
pub const DOC_CLUSTER: Source = Source::new(
    "Apache Kylin 3.1: deploy in cluster mode",
    "https://kylin.apache.org/docs31/install/kylin_cluster.html",
);
/// The documentation of the MySQL metastore.
pub const DOC_MYSQL: Source = Source::new(
    "Apache Kylin 3.1: MySQL as metastore",
    "https://kylin.apache.org/docs31/tutorial/mysql_metastore.html",
);
/// The security page, with the CVEs.
pub const DOC_SECURITY: Source =
    Source::new("Apache Kylin: security issues", "https://kylin.apache.org/docs/security.html");
/// The article about a separate HBase cluster.
pub const BLOG_SPLIT: Source = Source::new(
    "Deploy Apache Kylin with a standalone HBase cluster",
    "https://kylin.apache.org/blog/2016/06/10/standalone-hbase-cluster/",
);
/// The official page about EMR.
pub const DOC_EMR: Source = Source::new(
    "Apache Kylin 3.1: install on AWS EMR",
    "https://kylin.apache.org/docs31/install/kylin_aws_emr.html",
);
/// HBase on S3.
pub const AWS_HBASE_S3: Source = Source::new(
    "Amazon EMR: HBase on Amazon S3",
    "https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-hbase-s3.html",
);
/// Security groups of clusters.
pub const AWS_GROUPS: Source = Source::new(
    "Amazon EMR: managed security groups",
    "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html",
);
/// Only hosts of memcached.
pub const MEMCACHED_NOBODY: Source =
    Source::lab("kylin-memcached-nobody", "Lab: hosts of memcached where nothing listens");
/// A later Java.
pub const JAVA_LATER: Source = Source::lab(
    "kylin-java-11-and-17",
    "Lab: Java 11 and 17, with and without the shipped options",
);

/// What stands on the product's page.
pub static ALL: &[Source] =
    &[DOC_CLUSTER, DOC_MYSQL, DOC_SECURITY, BLOG_SPLIT, DEFAULTS, SECURITY_XML, SEEN];

const SEEN: Source = Source::own("Lab: Kylin 3.1.3 started, docs/lab-observations.md");
