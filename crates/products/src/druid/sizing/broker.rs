//! Brokers: a gibibyte and a half of heap for each core, half as much beside it.

use super::{BROKER_SHARE, STEPS, WHOLE, WHOLE_MIB, nodes, number_of};
use crate::druid::roles::{BROKER, HISTORICAL};
use crate::druid::versions::broker_merges_only;
use ::rules::formula::{Condition, Measure};
use ::rules::{Formula, Unit};
use model::Text;

static BROKERS: Measure =
    number_of(Text::new("number of Brokers", "Broker 数"), |cx, _| nodes(cx, &[BROKER]));
static HISTORICALS: Measure =
    number_of(Text::new("number of Historicals", "Historical 数"), |cx, _| {
        nodes(cx, &[HISTORICAL])
    });
static WITH_THREADS: Condition =
    Condition::new(Text::new("before 0.23", "0.23 之前"), |cx, _| !broker_merges_only(cx));

/// A gibibyte and a half for each core: 12 GiB on the shipped hardware.
pub(crate) static HEAP: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::AtMost(
                    &Formula::Times(&[Formula::mib(1536), Formula::Field("host.cores")]),
                    &Formula::gib(31),
                ),
                &Formula::Part(&BROKER_SHARE, 1, 2),
            ),
            STEPS,
        ),
        &Formula::mib(256),
    ),
    &Formula::gib(1),
);

/// Three for four cores, at least two.
pub(crate) static MERGE: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(&Formula::Part(&super::CORES, 3, 4), WHOLE),
        &Formula::count(2),
    ),
    &Formula::count(2),
);

/// Merge buffers and one more, and before 0.23 a thread's.
static ALL_BUFFERS: Formula = Formula::Where(
    &[(&WITH_THREADS, Formula::Sum(&[Formula::Field("broker.merge_buffers"), Formula::count(2)]))],
    &Formula::Sum(&[Formula::Field("broker.merge_buffers"), Formula::count(1)]),
);

/// 500 MiB, less on small machines.
pub(crate) static BUFFER: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::Fixed(500 << 20, Unit::Bytes),
                &Formula::Over(&Formula::Part(&BROKER_SHARE, 3, 10), &ALL_BUFFERS),
            ),
            WHOLE_MIB,
        ),
        &Formula::mib(16),
    ),
    &Formula::mib(100),
);

static NEEDED: Formula = Formula::Where(
    &[(
        &WITH_THREADS,
        Formula::Times(&[
            Formula::Sum(&[Formula::Field("broker.merge_buffers"), Formula::count(2)]),
            Formula::Field("broker.buffer"),
        ]),
    )],
    &Formula::Times(&[
        Formula::Sum(&[Formula::Field("broker.merge_buffers"), Formula::count(1)]),
        Formula::Field("broker.buffer"),
    ]),
);

const BUFFERS: Text = Text::new("what the buffers need", "缓冲区所需");

/// Half of the heap, at least what the buffers need.
pub(crate) static DIRECT: Formula = Formula::AtLeast(
    &Formula::InSteps(&Formula::Part(&Formula::Field("broker.heap"), 1, 2), STEPS),
    &Formula::Named(BUFFERS, &NEEDED),
);

/// Fifty queries at once, shared out among the Brokers.
pub(crate) static CONNECTIONS: Formula = Formula::AtLeast(
    &Formula::InSteps(&Formula::Over(&Formula::count(50), &Formula::Measure(&BROKERS)), WHOLE),
    &Formula::count(1),
);

/// Its own connections and ten for others.
pub(crate) static THREADS: Formula =
    Formula::Sum(&[Formula::Field("broker.connections"), Formula::count(10)]);

/// 2 MiB for each Historical, at least 10.
pub(crate) static QUEUED: Formula = Formula::AtLeast(
    &Formula::Times(&[Formula::mib(2), Formula::Measure(&HISTORICALS)]),
    &Formula::mib(10),
);

/// What all Brokers may open at once, and ten for others.
pub(crate) static SERVED: Formula = Formula::Sum(&[
    Formula::Times(&[Formula::Field("broker.connections"), Formula::Measure(&BROKERS)]),
    Formula::count(10),
]);
