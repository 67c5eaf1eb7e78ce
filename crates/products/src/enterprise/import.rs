//! The files of Kyligence Enterprise and KAP among foreign ones.

use super::configure::NAME;
use super::setenv;
use crate::kylin::import::{ABSENT, BESIDE, FOLDERS, STRANGERS, environment, known, servers};
use ::rules::{Import, Known};

static KNOWN: [Known; 5] = known(NAME, setenv::NAME);

/// What both have in common.
const FAMILY: Import = Import {
    known: &KNOWN,
    beside: BESIDE,
    folders: FOLDERS,
    beginnings: &["kap."],
    absent: ABSENT,
    named: |foreign| servers(foreign, NAME),
    environment: Some(|foreign| environment(foreign, NAME)),
    strangers: STRANGERS,
    ..Import::NONE
};

/// Kyligence Enterprise's.
pub(crate) static KYLIGENCE: Import =
    Import { releases: &["Kyligence-Enterprise-", "kyligence-enterprise-"], ..FAMILY };

/// KAP's.
pub(crate) static KAP: Import = Import {
    releases: &["kap-", "KAP-", "kap-plus-"],
    // Keys that the manual asks for before 2.4, and that later ones need not.
    of_version: &["KYE003"],
    ..FAMILY
};
