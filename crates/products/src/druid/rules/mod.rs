//! The rules that concern Druid only. What the lab saw stop, hang, split or lose data is an error; what it
//! saw working is none.

mod apart;
mod asked;
mod cache;
mod companions;
mod connections;
mod coordination;
mod disks;
mod empty;
mod extensions;
mod hadoop;
mod java;
mod jmx;
mod kinds;
mod kubernetes;
mod layers;
mod logins;
mod memory;
mod metadata;
mod monitors;
mod names;
mod numbers;
mod options;
mod peons;
mod processes;
mod providers;
mod references;
mod segments;
mod shared;
mod storage;
mod store_access;
mod task_logs;
mod tasks;
mod tls;
mod values;
mod versions;
mod zookeeper;

use ::rules::Rule;

/// A rule as a row: id, name, severity, title, why, sources, symptoms, examples, check.
macro_rules! rule {
    ($(#[$doc:meta])* $name:ident, $id:literal, $kebab:literal, $severity:ident,
     [$title_en:literal, $title_zh:literal], [$why_en:literal, $why_zh:literal],
     [$($source:expr),* $(,)?], [$(($words:literal, $log:literal)),* $(,)?],
     fires $fires:literal [$($fire:expr),* $(,)?], clean $clean:literal [$($keep:expr),* $(,)?],
     $check:expr) => {
        $(#[$doc])*
        pub(super) static $name: ::rules::Rule = ::rules::Rule {
            id: $id,
            name: $kebab,
            severity: model::Severity::$severity,
            title: model::Text::new($title_en, $title_zh),
            why: model::Text::new($why_en, $why_zh),
            sources: &[$($source),*],
            symptoms: &[$(::rules::Symptom::new($words, $log)),*],
            fires: ::rules::Example::Edits($fires, &[$($fire),*]),
            clean: ::rules::Example::Edits($clean, &[$($keep),*]),
            check: $check,
        };
    };
}
pub(crate) use rule;

/// By id.
pub static RULES: &[&Rule] = &[
    &names::LOOPBACK,
    &names::ONE_NAME,
    &names::FORM,
    &metadata::SEVERAL_MASTERS,
    &metadata::DERBY,
    &metadata::NO_EXTENSION,
    &metadata::OTHER_ADDRESS,
    &metadata::LOCALHOST,
    &metadata::DRIVER,
    &metadata::SCHEMAS_DIFFER,
    &metadata::SCHEMA,
    &metadata::TABLES,
    &storage::LOCAL,
    &storage::NO_EXTENSION,
    &storage::BUCKET,
    &storage::HDFS_FILES,
    &store_access::ENDPOINT_REGION,
    &store_access::NO_REGION,
    &store_access::HALF_KEYS,
    &store_access::ACL,
    &store_access::PATH_STYLE,
    &store_access::PARTS,
    &task_logs::ONE_MACHINE,
    &task_logs::POD,
    &task_logs::NO_EXTENSION,
    &extensions::MISSPELT,
    &extensions::STRANGER,
    &extensions::MULTI_STAGE,
    &extensions::EMITTER,
    &extensions::LEFT_OUT,
    &zookeeper::EMPTY,
    &zookeeper::BASES,
    &zookeeper::ENSEMBLES,
    &zookeeper::DISCOVERY,
    &zookeeper::SESSION,
    &kubernetes::DISCOVERY,
    &logins::NOBODY_LOGS_IN,
    &logins::PASSWORD,
    &logins::ESCALATOR_MISSING,
    &logins::AUTHORIZER,
    &logins::UNTYPED,
    &logins::NO_EXTENSION,
    &logins::COOKIES_UNREAD,
    &logins::COOKIE_SECRET,
    &tls::KEYSTORE,
    &tls::INCOMPLETE,
    &tls::NO_CONTEXT,
    &tls::NO_PORT,
    &tls::EQUAL,
    &tls::STRICT_SNI,
    &hadoop::NOT_ALLOWED,
    &hadoop::LOCAL_FOLDER,
    &memory::DIRECT,
    &memory::LARGE_BUFFER,
    &memory::SMALL_BUFFER,
    &memory::POINTERS,
    &memory::COLLECTOR,
    &memory::FIRST_HEAP,
    &memory::PAGE_CACHE,
    &memory::HISTORICAL_HEAP,
    &memory::MANAGER_HEAP,
    &numbers::LEAST,
    &numbers::NO_MERGE_BUFFERS,
    &numbers::THREADS_AND_CORES,
    &numbers::UNKNOWN_IN_PRODUCTION,
    &numbers::UNKNOWN,
    &peons::NO_HEAP,
    &peons::OLD_BUFFERS,
    &peons::NEW_BUFFERS,
    &peons::NO_FLAGS,
    &peons::NO_SCRIPT,
    &peons::FORK_PREFIX,
    &peons::SMALL_HEAP,
    &tasks::CAPACITY,
    &tasks::SLOTS,
    &tasks::PORTS,
    &tasks::LOCAL_RUNNER,
    &tasks::STORAGE,
    &tasks::METRICS_PORT,
    &tasks::NETWORK_FOLDER,
    &connections::SERVED,
    &connections::BROKER_THREADS,
    &connections::QUEUED,
    &segments::LOCATIONS,
    &disks::BEYOND,
    &disks::NEARLY_FULL,
    &disks::OFF_DISK,
    &disks::ONE_DISK,
    &disks::UNUSED,
    &disks::SHIPPED,
    &segments::TOTAL,
    &segments::ROOM,
    &java::VERSION,
    &java::BROKEN_21,
    &options::REMOVED,
    &options::WORDS,
    &options::TIME_ZONE,
    &options::TEMPORARY,
    &versions::REJECTED,
    &versions::HOLES,
    &processes::MISSING,
    &processes::TWO_STYLES,
    &processes::ALONE,
    &processes::TWO_WORKERS,
    &processes::NO_OVERLORD,
    &processes::BROKER_NAME,
    &values::SIZE,
    &values::TIME,
    &values::BOOLEAN,
    &values::JSON,
    &providers::OPTION,
    &options::JUTE_BUFFER,
    &peons::TWO_IN_ONE,
    &storage::PERHAPS_SHARED,
    &companions::STOPPED,
    &companions::FAILED,
    &kinds::LOGGER,
    &kinds::CACHE,
    &monitors::MISSPELT,
    &layers::SHADOWED,
    &coordination::KILL_PERIOD,
    &coordination::DEFAULT_TIER,
    &logins::ANONYMOUS_FIRST,
    &monitors::ELSEWHERE,
    &kubernetes::IDLE_WORKERS,
    &references::LITERAL,
    &kubernetes::IDENTIFIER_FORM,
    &zookeeper::BLANKS,
    &cache::HEAP,
    &jmx::ONE_PORT,
    &segments::TWICE,
    &apart::STORES,
    &apart::DATABASES,
    &apart::DISCOVERIES,
    &apart::STORAGES,
    &empty::EMPTY,
    &logins::NO_ESCALATOR,
    &coordination::NO_PAUSE,
];
