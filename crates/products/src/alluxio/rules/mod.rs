//! The rules that concern Alluxio only. What the lab saw stop, split or lose data is an error;
//! what it saw working is none.

mod addresses;
mod apart;
mod consistency;
mod folders;
mod journal;
mod keys;
mod memory;
mod ports;
mod raft;
mod roles;
mod scripts;
mod storage;
mod tiers;
mod times;
mod values;
mod variables;
mod zookeeper;

use ::rules::{Context, Found, Rule};
use model::{Edit, Message, msg};

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
    &roles::NO_MASTER,
    &roles::NO_WORKER,
    &roles::SEVERAL_ALONE,
    &roles::ONE_OF_MANY,
    &zookeeper::JOURNAL_TYPE,
    &zookeeper::HALF_SET,
    &journal::PRIVATE,
    &raft::TWO,
    &raft::EVEN,
    &raft::NOT_LISTED,
    &raft::NO_PORT,
    &raft::OTHER_PORT,
    &raft::STRANGERS,
    &roles::ONE_NAME,
    &roles::LOOPBACK,
    &zookeeper::ONE_PATH,
    &zookeeper::PATH_FORM,
    &zookeeper::DEFAULT_PATHS,
    &journal::OBJECT_STORE,
    &journal::CIRCULAR,
    &journal::EMBEDDED_ADDRESS,
    &journal::OVERLAP,
    &journal::LOST_AT_BOOT,
    &journal::TYPE,
    &journal::NOOP,
    &raft::ELECTION,
    &roles::HEARTBEAT,
    &storage::LOCAL,
    &storage::EMPTY_ROOT,
    &storage::S3_SCHEME,
    &storage::S3_SLASH,
    &storage::S3_REGION,
    &keys::FORBIDDEN,
    &keys::IGNORED,
    &values::SIZE,
    &values::UNIT,
    &values::BOOLEAN,
    &values::OPTION,
    &values::PORT,
    &tiers::ORDER,
    &tiers::TWICE,
    &tiers::COUNT,
    &tiers::FOLDER_TWICE,
    &tiers::LEVELS,
    &memory::RAMDISK,
    &tiers::BLOCK,
    &memory::NOT_PERSISTED,
    &memory::CACHE_ONLY,
    &keys::WORKER_KEY,
    &consistency::ENFORCED,
    &consistency::ADVISED,
    &zookeeper::SESSION,
    &roles::IPV6,
    &zookeeper::UNUSED,
    &memory::JAVA,
    &variables::FILLED_IN,
    &variables::ONE_NAME,
    &variables::REFERENCE,
    &addresses::SHARE,
    &addresses::NO_LIBRARY,
    &tiers::INCOMPLETE,
    &addresses::NAME_SERVICE,
    &scripts::OPTIONS,
    &scripts::LIST,
    &scripts::LOCALHOST,
    &scripts::PROPERTY,
    &ports::ONE_PORT,
    &roles::NO_HOST,
    &raft::OTHER_LIST,
    &tiers::UNKNOWN,
    &tiers::WATERMARKS,
    &times::NOTHING,
    &times::ODD_TIME,
    &keys::ACTING,
    &apart::MASTERS,
    &apart::SEEKERS,
    &folders::NOWHERE,
    &folders::BLOCKS,
    &folders::RELATIVE,
    &times::SLOW_WORKER,
    &tiers::SMALL,
    &folders::NO_FOLDER,
    &addresses::ONE_WORKER,
    &journal::BELOW_ROOT,
    &storage::S3_BUCKET,
];

/// What somebody set by hand for a key, as it stands, each place once.
fn by_hand(cx: &Context, key: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for one in cx.set_values_of(key) {
        if one.overridden() && one.literal().is_some() && found.iter().all(|f| f.place != one.place)
        {
            found.push(one);
        }
    }
    found
}

/// The title and the edit that take an override away.
fn removal(found: &Found) -> (Message, Vec<Edit>) {
    (msg!(en: "Remove the override", zh: "删除该覆盖项"), vec![Edit::Clear(found.place.clone())])
}
