//! Rules that concern Apache Kylin only. `docs/decisions/candidates.md` says which candidate of the
//! reference became which rule, and which did not and why.

mod jvm;
mod metadata_url;
mod modes;
mod queries;
mod realtime;
mod schedulers;
mod security;
mod servers;
mod storage;
mod support;
mod time;
mod zookeeper;

use ::rules::Rule;

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
    &schedulers::DEAD_JOB_LOCK,
    &schedulers::WRONG_LOCK,
    &schedulers::NO_CONCURRENT_JOBS,
    &schedulers::SHORT_POLL_INTERVAL,
    &schedulers::ASSIGNED_SERVERS,
    &servers::INCOMPLETE,
    &servers::LOOPBACK,
    &servers::MALFORMED,
    &servers::DUPLICATE,
    &servers::STRANGER,
    &servers::BALANCER,
    &servers::IGNORED,
    &servers::ADDRESS_AS_NAME,
    &servers::ONE_MACHINE,
    &servers::WITH_MODE,
    &servers::SMALL_CLIENT_POOL,
    &metadata_url::DIFFERS,
    &metadata_url::SCHEME,
    &metadata_url::COMMA,
    &metadata_url::INCOMPLETE,
    &metadata_url::DIALECT,
    &metadata_url::IDENTIFIER,
    &metadata_url::ROOT_USER,
    &metadata_url::SMALL_POOL,
    &metadata_url::MAX_TOTAL,
    &metadata_url::DRIVER_CLASS,
    &metadata_url::ENCRYPTED_SPELLING,
    &metadata_url::ENCRYPTED_VARIABLE,
    &metadata_url::PASSWORD_IN_LOG,
    &metadata_url::MAX_CELL_SIZE,
    &metadata_url::NAMESPACE,
    &metadata_url::SHARED_IDENTIFIER,
    &metadata_url::LOOPBACK,
    &zookeeper::MISSING,
    &zookeeper::EMPTY,
    &zookeeper::BASE_PATH,
    &zookeeper::SESSION,
    &storage::WORKING,
    &storage::SCHEME,
    &storage::S3,
    &storage::SAME_FILE_SYSTEM,
    &storage::ROOT_DIR,
    &storage::NAME_SERVICE,
    &storage::SPARK_HISTORY,
    &storage::STORAGE_URL,
    &storage::LOOPBACK,
    &storage::NAME_NODES_OF_A_HOST,
    &storage::LOCATIONS_DIFFER,
    &time::BLANK,
    &time::UNKNOWN,
    &security::UNKNOWN_PROFILE,
    &security::TESTING_PROFILE,
    &security::LDAP_PASSWORD,
    &security::HEAP,
    &security::IV_SPEC,
    &security::NO_LDAP_SERVER,
    &security::VERSION,
    &security::CROSS_DOMAIN,
    &security::SET_CONFIG,
    &security::WHITELIST,
    &security::HEAP_IN_EXTRA,
    &jvm::JAVA_HOME,
    &jvm::TOO_LARGE,
    &queries::MEMCACHED,
    &queries::PAGE_TIMEOUT,
    &queries::BALANCER_TIMEOUT,
    &realtime::NO_COORDINATOR,
    &realtime::MIXED,
];
