//! Where the facts come from: Druid's documentation and sources, our own lab.

use ::rules::Source;

/// Deploying a cluster, with the shipped example.
pub const DOC_CLUSTER: Source = Source::new(
    "Druid: clustered deployment",
    "https://druid.apache.org/docs/latest/tutorials/cluster",
);
/// Every property.
pub const DOC_CONFIGURATION: Source = Source::new(
    "Druid: configuration reference",
    "https://druid.apache.org/docs/latest/configuration/",
);
/// Heaps, threads, buffers.
pub const DOC_TUNING: Source = Source::new(
    "Druid: basic cluster tuning",
    "https://druid.apache.org/docs/latest/operations/basic-cluster-tuning",
);
/// Several masters.
pub const DOC_HA: Source = Source::new(
    "Druid: high availability",
    "https://druid.apache.org/docs/latest/operations/high-availability",
);
/// The metadata store.
pub const DOC_METADATA: Source = Source::new(
    "Druid: metadata storage",
    "https://druid.apache.org/docs/latest/design/metadata-storage",
);
/// MySQL and MariaDB.
pub const DOC_MYSQL: Source = Source::new(
    "Druid: MySQL metadata store",
    "https://druid.apache.org/docs/latest/development/extensions-core/mysql",
);
/// PostgreSQL.
pub const DOC_POSTGRESQL: Source = Source::new(
    "Druid: PostgreSQL metadata store",
    "https://druid.apache.org/docs/latest/development/extensions-core/postgresql",
);
/// S3.
pub const DOC_S3: Source = Source::new(
    "Druid: S3-compatible storage",
    "https://druid.apache.org/docs/latest/development/extensions-core/s3",
);
/// HDFS.
pub const DOC_HDFS: Source = Source::new(
    "Druid: HDFS",
    "https://druid.apache.org/docs/latest/development/extensions-core/hdfs",
);
/// Deep storage.
pub const DOC_STORAGE: Source =
    Source::new("Druid: deep storage", "https://druid.apache.org/docs/latest/design/deep-storage");
/// Extensions.
pub const DOC_EXTENSIONS: Source = Source::new(
    "Druid: extensions",
    "https://druid.apache.org/docs/latest/configuration/extensions",
);
/// Logins.
pub const DOC_BASIC: Source = Source::new(
    "Druid: basic security",
    "https://druid.apache.org/docs/latest/development/extensions-core/druid-basic-security",
);
/// In which order logins are asked.
pub const DOC_AUTH: Source = Source::new(
    "Druid: authentication and authorization",
    "https://druid.apache.org/docs/latest/operations/auth",
);
/// TLS.
pub const DOC_TLS: Source = Source::new(
    "Druid: TLS support",
    "https://druid.apache.org/docs/latest/operations/tls-support",
);
/// Passwords out of files.
pub const DOC_PASSWORDS: Source = Source::new(
    "Druid: password providers",
    "https://druid.apache.org/docs/latest/operations/password-provider",
);
/// Java.
pub const DOC_JAVA: Source =
    Source::new("Druid: Java runtime", "https://druid.apache.org/docs/latest/operations/java");
/// What each release changed.
pub const DOC_UPGRADE: Source = Source::new(
    "Druid: upgrade notes",
    "https://druid.apache.org/docs/latest/release-info/upgrade-notes",
);
/// Order of a rolling update.
pub const DOC_ROLLING: Source = Source::new(
    "Druid: rolling updates",
    "https://druid.apache.org/docs/latest/operations/rolling-updates",
);
/// Tiers and rules.
pub const DOC_TIERING: Source = Source::new(
    "Druid: mixed workloads and tiers",
    "https://druid.apache.org/docs/latest/operations/mixed-workloads",
);
/// The check of direct memory, and the limits of its parts.
pub const PROCESSING: Source = Source::new(
    "DruidProcessingModule.java, BrokerProcessingModule.java",
    "https://github.com/apache/druid/tree/37.0.0/server/src/main/java/org/apache/druid/guice",
);
/// Which driver of MySQL is looked for.
pub const MYSQL_DRIVER: Source = Source::new(
    "MySQLConnector.java",
    "https://github.com/apache/druid/blob/30.0.0/extensions-core/mysql-metadata-storage/src/main/java/org/apache/druid/metadata/storage/mysql/MySQLConnector.java",
);
/// The connection to S3, and its region.
pub const S3_MODULE: Source = Source::new(
    "S3StorageDruidModule.java",
    "https://github.com/apache/druid/blob/37.0.0/extensions-core/s3-extensions/src/main/java/org/apache/druid/storage/s3/S3StorageDruidModule.java",
);
/// Kerberos.
pub const DOC_KERBEROS: Source = Source::new(
    "Druid: Kerberos",
    "https://druid.apache.org/docs/latest/development/extensions-core/druid-kerberos",
);
/// Druid on Kubernetes.
pub const DOC_KUBERNETES: Source = Source::new(
    "Druid: Kubernetes",
    "https://druid.apache.org/docs/latest/development/extensions-core/kubernetes",
);
/// How a process names itself.
pub const DRUID_NODE: Source = Source::new(
    "DruidNode.java",
    "https://github.com/apache/druid/blob/37.0.0/server/src/main/java/org/apache/druid/server/DruidNode.java",
);
/// How sizes are read.
pub const HUMAN_READABLE: Source = Source::new(
    "HumanReadableBytes.java",
    "https://github.com/apache/druid/blob/37.0.0/processing/src/main/java/org/apache/druid/java/util/common/HumanReadableBytes.java",
);
/// What a configuration cannot be without: each property is checked when its class is made.
pub const NOT_NULL: Source = Source::new(
    "JsonConfigurator.java, and @NotNull in HttpEmitterConfig, S3TaskLogsConfig, AzureTaskLogsConfig and others",
    "https://github.com/apache/druid/blob/37.0.0/processing/src/main/java/org/apache/druid/guice/JsonConfigurator.java",
);
/// The kinds of request logs.
pub const REQUEST_LOGGER: Source = Source::new(
    "RequestLoggerProvider.java",
    "https://github.com/apache/druid/blob/37.0.0/server/src/main/java/org/apache/druid/server/log/RequestLoggerProvider.java",
);
/// The kinds of caches, and which one is taken for a kind that nobody knows.
pub const CACHE_PROVIDER: Source = Source::new(
    "CacheProvider.java",
    "https://github.com/apache/druid/blob/37.0.0/server/src/main/java/org/apache/druid/client/cache/CacheProvider.java",
);
/// What the Coordinator checks of its deletions.
pub const KILL: Source = Source::new(
    "DruidCoordinatorConfig.java, KillUnusedSegments.java",
    "https://github.com/apache/druid/blob/master/server/src/main/java/org/apache/druid/server/coordinator/config/DruidCoordinatorConfig.java",
);
/// What stops the start.
pub const STARTUP: Source = Source::new(
    "StartupInjectorBuilder.java",
    "https://github.com/apache/druid/blob/master/processing/src/main/java/org/apache/druid/guice/StartupInjectorBuilder.java",
);
/// How 0.20 reads its properties.
pub const LAUNCHER: Source = Source::new(
    "PropertiesModule.java, JsonConfigurator.java of 0.20",
    "https://github.com/apache/druid/blob/0.20.0/server/src/main/java/org/apache/druid/guice/PropertiesModule.java",
);
/// Where ZooKeeper is looked for.
pub const CURATOR: Source = Source::new(
    "CuratorConfig.java: druid.zk.service.host is localhost",
    "https://github.com/apache/druid/blob/33.0.0/server/src/main/java/org/apache/druid/curator/CuratorConfig.java",
);
/// How the client of 0.20 takes a list of servers apart.
pub const ZOOKEEPER_34: Source = Source::new(
    "ZooKeeper 3.4.14: ConnectStringParser.java",
    "https://github.com/apache/zookeeper/blob/release-3.4.14/zookeeper-server/src/main/java/org/apache/zookeeper/client/ConnectStringParser.java",
);
/// What is checked of the cluster's name.
pub const K8S_DISCOVERY: Source = Source::new(
    "K8sDiscoveryConfig.java",
    "https://github.com/apache/druid/blob/33.0.0/extensions-core/kubernetes-extensions/src/main/java/org/apache/druid/k8s/discovery/K8sDiscoveryConfig.java",
);
/// Who brings the runners of tasks in pods.
pub const K8S_RUNNER: Source = Source::new(
    "KubernetesOverlordModule.java",
    "https://github.com/apache/druid/blob/37.0.0/extensions-core/kubernetes-overlord-extensions/src/main/java/org/apache/druid/k8s/overlord/KubernetesOverlordModule.java",
);
/// Which ways of discovery there are without an extension.
pub const DISCOVERY: Source = Source::new(
    "DiscoveryModule.java",
    "https://github.com/apache/druid/blob/37.0.0/server/src/main/java/org/apache/druid/curator/discovery/DiscoveryModule.java",
);
/// Where the tables of the metadata store are.
pub const TABLES: Source = Source::new(
    "MetadataStorageTablesConfig.java, MetadataStorageConnectorConfig.java",
    "https://github.com/apache/druid/tree/33.0.0/processing/src/main/java/org/apache/druid/metadata",
);
/// How the Coordinator reads its rules.
pub const RULE_MANAGER: Source = Source::new(
    "SQLMetadataRuleManager.java: start",
    "https://github.com/apache/druid/blob/33.0.0/server/src/main/java/org/apache/druid/metadata/SQLMetadataRuleManager.java",
);
/// The ports of tasks.
pub const PORTS: Source = Source::new(
    "PortFinder.java",
    "https://github.com/apache/druid/blob/37.0.0/indexing-service/src/main/java/org/apache/druid/indexing/overlord/PortFinder.java",
);
/// How monitors are made.
pub const MONITORS: Source = Source::new(
    "MetricsModule.java, MonitorsConfig.java",
    "https://github.com/apache/druid/tree/33.0.0/server/src/main/java/org/apache/druid/server/metrics",
);
/// Remote access to a JVM by JMX.
pub const JMX: Source = Source::new(
    "Java: monitoring and management using JMX",
    "https://docs.oracle.com/en/java/javase/17/management/monitoring-and-management-using-jmx-technology.html",
);
/// How a task's JVM is started.
pub const FORKING: Source = Source::new(
    "ForkingTaskRunner.java",
    "https://github.com/apache/druid/blob/37.0.0/indexing-service/src/main/java/org/apache/druid/indexing/overlord/ForkingTaskRunner.java",
);
/// The release's own scripts and example files.
pub const SHIPPED: Source = Source::new(
    "examples/bin, examples/conf of the release",
    "https://github.com/apache/druid/tree/37.0.0/examples",
);
/// What the real processes did: an observation of theirs.
pub const fn lab(observation: &'static str) -> Source {
    Source::lab(observation, "Lab: Druid started with this value")
}
/// An issue of the project.
pub const fn issue(title: &'static str, url: &'static str) -> Source {
    Source::new(title, url)
}

/// What stands on the product's page.
pub static ALL: &[Source] = &[
    DOC_CLUSTER,
    DOC_CONFIGURATION,
    DOC_TUNING,
    DOC_HA,
    DOC_METADATA,
    DOC_STORAGE,
    DOC_EXTENSIONS,
    DOC_BASIC,
    DOC_TLS,
    DOC_JAVA,
    DOC_UPGRADE,
    DOC_ROLLING,
    SHIPPED,
    Source::own("Lab: Druid 0.20.0, 25.0.0 and 33.0.0 started, docs/lab-observations.md"),
];
