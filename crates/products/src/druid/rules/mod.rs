//! The rules that concern Druid only. What the lab saw stop, split or lose data is an error; what it
//! saw working is none.

mod asked;
mod extensions;
mod hadoop;
mod logins;
mod metadata;
mod names;
mod storage;
mod store_access;
mod task_logs;
mod tls;
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
    &extensions::FORM,
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
    &zookeeper::KUBERNETES,
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
    &hadoop::LOW_PORT,
    &hadoop::EMPTY_RANGE,
];
