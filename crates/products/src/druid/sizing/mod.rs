//! How a machine's cores and memory are shared out among the programs on it: Druid's own guide where
//! a machine has room, a share of the memory where several programs stand on a small one.

pub(crate) mod broker;
pub(crate) mod data;
pub(crate) mod historical;
pub(crate) mod master;
pub(crate) mod tasks;

use super::roles::{
    BROKER, COORDINATOR, HISTORICAL, INDEXER, MASTER, MIDDLE_MANAGER, OVERLORD, ROUTER,
};
use crate::common::machine;
use crate::common::memory as common;
use ::rules::formula::{Exact, Measure};
use ::rules::{Class, Context, Formula, Unit};
use model::Text;
use model::value::ByteSize;

pub(crate) const GIB: u64 = ByteSize::GIB;
pub(crate) const MIB: u64 = ByteSize::MIB;

/// Sizes that read well: whole gibibytes from 2 on, else whole 64 mebibytes.
pub(crate) const STEPS: &[(u64, u64)] = &[(2 * GIB, GIB), (0, 64 * MIB)];
/// Whole mebibytes.
pub(crate) const WHOLE_MIB: &[(u64, u64)] = &[(0, MIB)];
/// Whole numbers.
pub(crate) const WHOLE: &[(u64, u64)] = &[(0, 1)];

/// The cores of the machine.
pub(crate) static CORES: Formula = Formula::Measure(&Measure {
    name: Text::new("cores", "核数"),
    unit: Unit::Count,
    of: |cx, class| cx.quantity(class, machine::CORES.key),
});

/// What is left of a machine's memory for Druid: without what the system keeps, what other programs
/// take, and a ZooKeeper beside it.
static AVAILABLE: Formula = Formula::Less(
    &common::NODE,
    &[
        Formula::Named(common::SYSTEM_NAME, &common::SYSTEM),
        Formula::Measure(&common::RESERVED),
        Formula::Measure(&common::ZOOKEEPER),
    ],
);

/// How much of the memory each program gets where several share a machine: the weights of Druid's
/// own `start-druid` (examples/bin/start-druid-main.py), tasks and the MiddleManager as one.
const WEIGHTS: &[(&str, u64)] = &[
    (MASTER, 30),
    (COORDINATOR, 30),
    (OVERLORD, 15),
    (HISTORICAL, 80),
    (MIDDLE_MANAGER, 31),
    (INDEXER, 32),
    (BROKER, 46),
    (ROUTER, 2),
];

/// The share of a program of what is left of the memory, in bytes.
fn share(cx: &Context, class: Option<&Class>, role: &str) -> Option<u64> {
    let class = class?;
    let weight = |(of, weight): &(&str, u64)| if class.has(of) { *weight } else { 0 };
    let all: u64 = WEIGHTS.iter().map(weight).sum();
    let own = WEIGHTS.iter().find(|(of, _)| *of == role).map_or(0, weight);
    if own == 0 {
        return None;
    }
    AVAILABLE.compute(cx, Some(class))?.part(own, all).map(Exact::floor)
}

macro_rules! share {
    ($name:ident, $role:expr, $words:expr) => {
        /// A program's share of the memory.
        pub(crate) static $name: Formula = Formula::Measure(&Measure {
            name: $words,
            unit: Unit::Bytes,
            of: |cx, class| share(cx, class, $role),
        });
    };
}

share!(
    MASTER_SHARE,
    MASTER,
    Text::new("the Coordinator-Overlord's share of the memory", "Coordinator-Overlord 的内存份额")
);
share!(
    COORDINATOR_SHARE,
    COORDINATOR,
    Text::new("the Coordinator's share of the memory", "Coordinator 的内存份额")
);
share!(
    OVERLORD_SHARE,
    OVERLORD,
    Text::new("the Overlord's share of the memory", "Overlord 的内存份额")
);
share!(
    HISTORICAL_SHARE,
    HISTORICAL,
    Text::new("the Historical's share of the memory", "Historical 的内存份额")
);
share!(TASKS_SHARE, MIDDLE_MANAGER, Text::new("the tasks' share of the memory", "任务的内存份额"));
share!(
    INDEXER_SHARE,
    INDEXER,
    Text::new("the Indexer's share of the memory", "Indexer 的内存份额")
);
share!(BROKER_SHARE, BROKER, Text::new("the Broker's share of the memory", "Broker 的内存份额"));

/// The number of nodes with one of some roles.
pub(crate) const fn number_of(
    name: Text,
    of: fn(&Context, Option<&Class>) -> Option<u64>,
) -> Measure {
    Measure { name, unit: Unit::Count, of }
}

/// How many nodes of the cluster have a role, at least one.
pub(crate) fn nodes(cx: &Context, roles: &[&str]) -> Option<u64> {
    u64::try_from(cx.with_roles(roles).len()).ok().map(|n| n.max(1))
}
