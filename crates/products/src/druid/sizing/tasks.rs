//! Tasks: how many at once, and what each takes.

use super::{CORES, INDEXER_SHARE, STEPS, TASKS_SHARE, WHOLE, WHOLE_MIB};
use crate::druid::roles::{HISTORICAL, INDEXER};
use ::rules::Formula;
use ::rules::formula::Condition;
use model::Text;

static BESIDE_HISTORICAL: Condition =
    Condition::new(Text::new("beside a Historical", "与 Historical 同机时"), |_, class| {
        class.is_some_and(|class| class.has(HISTORICAL))
    });
static OF_INDEXER: Condition =
    Condition::new(Text::new("with an Indexer", "使用 Indexer 时"), |_, class| {
        class.is_some_and(|class| class.has(INDEXER))
    });

/// A quarter of the cores beside a Historical, otherwise all but one; at least two.
pub(crate) static CAPACITY: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::Where(
                &[(&BESIDE_HISTORICAL, Formula::Part(&CORES, 1, 4))],
                &Formula::Less(&CORES, &[Formula::count(1)]),
            ),
            WHOLE,
        ),
        &Formula::count(2),
    ),
    &Formula::count(2),
);

/// 1 GiB and lookups twice; less where the share does not suffice for all: half of it for heaps.
pub(crate) static HEAP: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::Sum(&[
                    Formula::gib(1),
                    Formula::Times(&[Formula::count(2), Formula::Field("data.lookups")]),
                ]),
                &Formula::Over(
                    &Formula::Part(&TASKS_SHARE, 9, 20),
                    &Formula::Field("tasks.capacity"),
                ),
            ),
            STEPS,
        ),
        &Formula::mib(256),
    ),
    &Formula::mib(512),
);

/// As much as the heap of a task, at most 1 GiB; that where the heap is not known.
pub(crate) static DIRECT: Formula = Formula::Known(
    &Formula::AtMost(&Formula::Field("tasks.heap"), &Formula::gib(1)),
    &Formula::gib(1),
);

static BUFFERS: Formula = Formula::Sum(&[
    Formula::Field("tasks.threads"),
    Formula::Field("tasks.merge_buffers"),
    Formula::count(1),
]);

/// 100 MiB; less where the direct memory of a task is small; as shipped where it is not known.
pub(crate) static BUFFER: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::mib(100),
                &Formula::Where(
                    &[(&OF_INDEXER, Formula::Over(&Formula::Field("indexer.direct"), &BUFFERS))],
                    &Formula::Over(&Formula::Field("tasks.direct"), &BUFFERS),
                ),
            ),
            WHOLE_MIB,
        ),
        &Formula::mib(1),
    ),
    &Formula::mib(100),
);

/// One in a task of its own JVM; in an Indexer one for each task.
pub(crate) static THREADS: Formula =
    Formula::Where(&[(&OF_INDEXER, Formula::Field("tasks.capacity"))], &Formula::count(1));

/// 1 GiB for each task, lookups twice.
pub(crate) static INDEXER_HEAP: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::Sum(&[
                    Formula::Times(&[Formula::gib(1), Formula::Field("tasks.capacity")]),
                    Formula::Times(&[Formula::count(2), Formula::Field("data.lookups")]),
                ]),
                &Formula::Part(&INDEXER_SHARE, 1, 2),
            ),
            STEPS,
        ),
        &Formula::mib(512),
    ),
    &Formula::gib(1),
);
