//! Historicals: half a gibibyte of heap for each core, a thread for each core but one, a merge buffer
//! for four threads (Druid: basic cluster tuning).

use super::{CORES, HISTORICAL_SHARE, STEPS, WHOLE, WHOLE_MIB};
use ::rules::Formula;
use model::Text;

const BUFFERS: Text = Text::new("what the buffers need", "缓冲区所需");

/// A thread for each core but one.
pub(crate) static THREADS: Formula = Formula::Known(
    &Formula::AtLeast(&Formula::Less(&CORES, &[Formula::count(1)]), &Formula::count(1)),
    &Formula::count(3),
);

/// A quarter of the threads, rounded up, at least two.
pub(crate) static MERGE: Formula = Formula::AtLeast(
    &Formula::InSteps(
        &Formula::Part(
            &Formula::Sum(&[Formula::Field("historical.threads"), Formula::count(3)]),
            1,
            4,
        ),
        WHOLE,
    ),
    &Formula::count(2),
);

/// Threads, merge buffers, and one more.
static ALL_BUFFERS: Formula = Formula::Sum(&[
    Formula::Field("historical.threads"),
    Formula::Field("historical.merge_buffers"),
    Formula::count(1),
]);

/// 500 MiB, less on small machines: of the share a third of headroom and the heap stay.
pub(crate) static BUFFER: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::Fixed(500 << 20, ::rules::Unit::Bytes),
                &Formula::Over(&Formula::Part(&HISTORICAL_SHARE, 9, 20), &ALL_BUFFERS),
            ),
            WHOLE_MIB,
        ),
        &Formula::mib(16),
    ),
    &Formula::mib(100),
);

static NEEDED: Formula = Formula::Times(&[
    Formula::Sum(&[
        Formula::Field("historical.threads"),
        Formula::Field("historical.merge_buffers"),
        Formula::count(1),
    ]),
    Formula::Field("historical.buffer"),
]);

/// What the buffers need, and a third of headroom.
pub(crate) static DIRECT: Formula = Formula::AtLeast(
    &Formula::InSteps(
        &Formula::Part(
            &Formula::Times(&[
                Formula::Sum(&[
                    Formula::Field("historical.threads"),
                    Formula::Field("historical.merge_buffers"),
                    Formula::count(1),
                ]),
                Formula::Field("historical.buffer"),
            ]),
            4,
            3,
        ),
        STEPS,
    ),
    &Formula::Named(BUFFERS, &NEEDED),
);

/// 16 MiB for each core: 256 MiB on the shipped hardware.
pub(crate) static CACHE: Formula = Formula::Known(
    &Formula::AtMost(&Formula::Times(&[Formula::mib(16), CORES_AGAIN]), &Formula::gib(2)),
    &Formula::mib(64),
);

/// Cores, as a value that can stand in a list.
const CORES_AGAIN: Formula = Formula::Field("host.cores");

/// Half a gibibyte for each core, the cache, and lookups twice: they are loaded anew beside the old.
pub(crate) static HEAP: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::Sum(&[
                    Formula::Times(&[Formula::mib(512), CORES_AGAIN]),
                    Formula::Field("historical.cache"),
                    Formula::Times(&[Formula::count(2), Formula::Field("data.lookups")]),
                ]),
                &Formula::Part(&HISTORICAL_SHARE, 2, 5),
            ),
            STEPS,
        ),
        &Formula::mib(256),
    ),
    &Formula::gib(1),
);
