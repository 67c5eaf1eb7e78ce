//! Masters and Routers: a Coordinator like a Broker, an Overlord a quarter of it.

use super::{COORDINATOR_SHARE, MASTER_SHARE, OVERLORD_SHARE, STEPS};
use ::rules::Formula;

/// A gibibyte and a half for each core for the Coordinator, a quarter of that for the Overlord: 15 GiB
/// on the shipped hardware.
pub(crate) static TOGETHER: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::AtMost(
                    &Formula::Part(
                        &Formula::Times(&[Formula::mib(1536), Formula::Field("host.cores")]),
                        5,
                        4,
                    ),
                    &Formula::gib(31),
                ),
                &Formula::Part(&MASTER_SHARE, 3, 4),
            ),
            STEPS,
        ),
        &Formula::mib(256),
    ),
    &Formula::gib(1),
);

/// The Coordinator alone.
pub(crate) static COORDINATOR: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::AtMost(
                    &Formula::Times(&[Formula::mib(1536), Formula::Field("host.cores")]),
                    &Formula::gib(31),
                ),
                &Formula::Part(&COORDINATOR_SHARE, 3, 4),
            ),
            STEPS,
        ),
        &Formula::mib(256),
    ),
    &Formula::gib(1),
);

/// The Overlord alone.
pub(crate) static OVERLORD: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::AtMost(
                    &Formula::Times(&[Formula::mib(384), Formula::Field("host.cores")]),
                    &Formula::gib(16),
                ),
                &Formula::Part(&OVERLORD_SHARE, 3, 4),
            ),
            STEPS,
        ),
        &Formula::mib(256),
    ),
    &Formula::mib(512),
);

/// A sixteenth of the memory, 128 MiB to 1 GiB.
pub(crate) static ROUTER: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(&Formula::Part(&crate::common::memory::NODE, 1, 16), &Formula::gib(1)),
            STEPS,
        ),
        &Formula::mib(128),
    ),
    &Formula::mib(256),
);
