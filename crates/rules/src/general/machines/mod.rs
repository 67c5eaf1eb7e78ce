//! Rules about the real machines, by what `bin/preflight` found on them. Without a `facts.json` they say
//! nothing; of what an older preflight did not look at they say nothing either.

mod architectures;
mod budget;
mod clocks;
mod differs;
mod elsewhere;
mod firewall;
mod java;
mod keeper;
mod limits;
mod little_room;
mod looked_at;
mod loopback;
mod ports;
mod room;
mod security;
mod strangers;
mod twice;
mod unresolved;

pub(super) use architectures::ARCHITECTURES_DIFFER;
pub(super) use budget::MACHINE_TOO_SMALL;
pub(super) use clocks::CLOCKS_DIFFER;
pub(super) use differs::MACHINE_IS_ANOTHER;
pub(super) use elsewhere::NAME_LEADS_ELSEWHERE;
pub(super) use firewall::FIREWALLD;
pub(super) use java::OTHER_JAVA;
pub(super) use keeper::NO_TIME_SERVICE;
pub(super) use limits::FEW_OPEN_FILES;
pub(super) use little_room::LITTLE_ROOM;
pub(super) use looked_at::NOT_LOOKED_AT;
pub(super) use loopback::NAME_IS_LOOPBACK;
pub(super) use ports::PORT_TAKEN;
pub(super) use room::NO_ROOM;
pub(super) use security::SELINUX_ENFORCES;
pub(super) use strangers::FACTS_OF_A_STRANGER;
pub(super) use twice::ONE_MACHINE_TWICE;
pub(super) use unresolved::NAME_UNRESOLVED;

use crate::{Context, Sink, Source};
use model::{Message, Place, RowId};

/// Where the facts come from.
const PREFLIGHT: Source =
    Source::own("Muster: what bin/preflight of an archive finds on each machine");

/// One finding about several nodes, at the list of nodes; nothing for none.
fn about(cx: &Context, sink: &mut Sink, rows: &[RowId], say: impl Fn(String) -> Message) {
    if !rows.is_empty() {
        let found = sink.report(Place::Nodes, say(cx.names(rows)));
        found.related(rows.iter().map(|row| Place::Node(*row)));
    }
}

/// Words of the machines, cut where they are many.
fn some(words: &[&str]) -> String {
    const MOST: usize = 6;
    let mut all: Vec<String> = words.iter().take(MOST).map(|w| model::value::shown(w)).collect();
    if words.len() > MOST {
        all.push(format!("+{}", words.len() - MOST));
    }
    all.join(", ")
}
