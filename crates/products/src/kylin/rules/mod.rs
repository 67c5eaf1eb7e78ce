//! Rules that concern Apache Kylin only. `docs/decisions/candidates.md` says which candidate of the
//! reference became which rule, and which did not and why.

mod cluster_fs;
mod directory;
pub(crate) mod emr;
mod exposure;
mod file_systems;
mod heap;
mod identity;
mod jobs;
mod jvm;
mod limits;
mod mail;
mod metadata_driver;
mod metadata_jdbc;
mod metadata_login;
mod metadata_table;
pub(crate) mod metadata_url;
mod modes;
mod queries;
mod realtime;
mod schedulers;
mod security;
mod servers;
mod sessions;
mod storage;
mod strangers;
pub(crate) mod support;
mod time;
mod zookeeper;

use ::rules::Rule;

/// Those that hold for the other products of the family as well, by id.
pub static SHARED: &[&Rule] = &[
    &modes::NO_JOB_NODE,
    &modes::NO_QUERY_NODE,
    &modes::MODE_AGAINST_ROLE,
    &modes::JOB_NODE_IN_POOL,
    &jobs::NO_CONCURRENT_JOBS,
    &identity::ONE_MACHINE,
    &metadata_url::DIFFERS,
    &metadata_url::SCHEME,
    &metadata_jdbc::INCOMPLETE,
    &metadata_jdbc::IDENTIFIER,
    &metadata_login::ROOT_USER,
    &metadata_login::SMALL_POOL,
    &metadata_login::MAX_TOTAL,
    &metadata_login::ENCRYPTED_SPELLING,
    &metadata_login::PASSWORD_IN_LOG,
    &metadata_url::SHARED_IDENTIFIER,
    &metadata_jdbc::LOOPBACK,
    &zookeeper::MISSING,
    &storage::WORKING,
    &cluster_fs::SCHEME,
    &storage::LOCATIONS_DIFFER,
    &time::BLANK,
    &time::UNKNOWN,
    &security::TESTING_PROFILE,
    &security::NO_LDAP_SERVER,
    &heap::HEAP_IN_EXTRA,
    &queries::BALANCER_TIMEOUT,
    &file_systems::PATH,
    &file_systems::NAMELESS,
    &file_systems::UNKNOWN,
    &file_systems::CONTAINER,
    &file_systems::LOCAL,
    &metadata_driver::OTHER_MAKER,
    &metadata_driver::SCHEME,
    &metadata_driver::SHARED,
    &directory::ONE_GROUP,
    &directory::SEARCH,
    &jvm::OPTIONS,
    &jvm::PROPERTY,
    &metadata_table::NAME,
];

/// Shared sessions beside what the family keeps itself, by id: of all its products.
pub static SESSION: &[&Rule] = &[&sessions::QUERY_CACHE, &sessions::TABLE];

/// All of them, by id.
pub static RULES: &[&Rule] = &[
    &modes::UNKNOWN_MODE,
    &modes::NO_JOB_NODE,
    &modes::NO_QUERY_NODE,
    &modes::MODE_AGAINST_ROLE,
    &modes::JOB_NODE_IN_POOL,
    &schedulers::SECOND_JOB_NODE,
    &schedulers::UNKNOWN_SCHEDULER,
    &schedulers::MIXED_SCHEDULERS,
    &schedulers::NOOP_SCHEDULER,
    &schedulers::SINGLE_JOB_NODE,
    &schedulers::CURATOR_WITHOUT_DISCOVERY,
    &jobs::DEAD_JOB_LOCK,
    &jobs::WRONG_LOCK,
    &jobs::NO_CONCURRENT_JOBS,
    &jobs::SHORT_POLL_INTERVAL,
    &jobs::ASSIGNED_SERVERS,
    &servers::INCOMPLETE,
    &servers::LOOPBACK,
    &servers::MALFORMED,
    &servers::DUPLICATE,
    &strangers::STRANGER,
    &strangers::BALANCER,
    &identity::IGNORED,
    &identity::ADDRESS_AS_NAME,
    &identity::ONE_MACHINE,
    &identity::WITH_MODE,
    &identity::SMALL_CLIENT_POOL,
    &metadata_url::DIFFERS,
    &metadata_url::SCHEME,
    &metadata_url::COMMA,
    &metadata_jdbc::INCOMPLETE,
    &metadata_jdbc::DIALECT,
    &metadata_jdbc::IDENTIFIER,
    &metadata_login::ROOT_USER,
    &metadata_login::SMALL_POOL,
    &metadata_login::MAX_TOTAL,
    &metadata_jdbc::DRIVER_CLASS,
    &metadata_login::ENCRYPTED_SPELLING,
    &metadata_login::ENCRYPTED_VARIABLE,
    &metadata_login::PASSWORD_IN_LOG,
    &metadata_jdbc::MAX_CELL_SIZE,
    &metadata_url::NAMESPACE,
    &metadata_url::SHARED_IDENTIFIER,
    &metadata_jdbc::LOOPBACK,
    &zookeeper::MISSING,
    &zookeeper::EMPTY,
    &zookeeper::BASE_PATH,
    &zookeeper::SESSION,
    &storage::WORKING,
    &cluster_fs::SCHEME,
    &cluster_fs::S3,
    &cluster_fs::SAME_FILE_SYSTEM,
    &cluster_fs::ROOT_DIR,
    &cluster_fs::NAME_SERVICE,
    &storage::SPARK_HISTORY,
    &storage::STORAGE_URL,
    &storage::LOOPBACK,
    &cluster_fs::NAME_NODES_OF_A_HOST,
    &storage::LOCATIONS_DIFFER,
    &time::BLANK,
    &time::UNKNOWN,
    &security::UNKNOWN_PROFILE,
    &security::TESTING_PROFILE,
    &security::LDAP_PASSWORD,
    &heap::HEAP,
    &security::IV_SPEC,
    &security::NO_LDAP_SERVER,
    &exposure::VERSION,
    &exposure::CROSS_DOMAIN,
    &exposure::SET_CONFIG,
    &exposure::WHITELIST,
    &heap::HEAP_IN_EXTRA,
    &jvm::JAVA_HOME,
    &queries::MEMCACHED,
    &queries::PAGE_TIMEOUT,
    &queries::BALANCER_TIMEOUT,
    &realtime::NO_COORDINATOR,
    &realtime::MIXED,
    &file_systems::PATH,
    &file_systems::NAMELESS,
    &file_systems::UNKNOWN,
    &file_systems::CONTAINER,
    &file_systems::LOCAL,
    &metadata_driver::OTHER_MAKER,
    &metadata_driver::SCHEME,
    &metadata_driver::SHARED,
    &directory::ONE_GROUP,
    &directory::ROLE_PREFIX,
    &directory::SEARCH,
    &jvm::OPTIONS,
    &jvm::PROPERTY,
    &mail::NO_HOST,
    &metadata_table::NAME,
    &limits::BUILDS,
    &limits::TIMEOUT,
    &security::LDAP_ADDRESS,
];
