//! What the processes of Alluxio will read, whoever set it: a field, an override, an imported file.
//! Rules, units, scripts, runbook and picture ask here; [`super::choice`] is for what writes the
//! files.

mod election;
pub(crate) mod jvm;
mod ports;
mod root;
mod tiers;

pub(crate) use election::{
    ADDRESSES, Election, JOURNAL_FOLDER, JOURNAL_TYPE, ZOOKEEPER_ADDRESS, ZOOKEEPER_ENABLED,
    available, connect, election_of, journal_folder, journal_is_ufs, topology, zookeeper_on,
};
pub(crate) use ports::{port_on, ports_of};
pub(crate) use root::{endpoint, name_service, own_client, root, store, writes_client};
pub(crate) use tiers::{Tier, ramdisks, tiers};
