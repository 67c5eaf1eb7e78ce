//! The rules that concern Druid only. What the lab saw stop, hang or lose data is an error; what it
//! saw working is none.

mod connections;
mod disks;
mod java;
mod memory;
mod numbers;
mod options;
mod peons;
mod processes;
mod segments;
mod shared;
mod tasks;
mod values;
mod versions;

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
    &values::OPTION,
    &options::JUTE_BUFFER,
];
