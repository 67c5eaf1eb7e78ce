//! The files of Kyligence Enterprise and KAP among foreign ones.

use super::configure::NAME;
use super::setenv;
use crate::kylin::import::{FOLDERS, known, servers};
use ::rules::{Import, Known};

static KNOWN: [Known; 4] = known(NAME, setenv::NAME);

/// Kyligence Enterprise's.
pub(crate) static KYLIGENCE: Import = Import {
    known: &KNOWN,
    folders: FOLDERS,
    releases: &["Kyligence-Enterprise-", "kyligence-enterprise-"],
    samples: &[],
    either: &[],
    absent: &["KYL002", "KYL003"],
    of_muster: &[],
    of_version: &[],
    value: |_, _| None,
    named: |foreign| servers(foreign, NAME),
};

/// KAP's.
pub(crate) static KAP: Import =
    Import { releases: &["kap-", "KAP-", "kap-plus-"], ..KYLIGENCE_LIKE };

const KYLIGENCE_LIKE: Import = Import {
    known: &KNOWN,
    folders: FOLDERS,
    releases: &[],
    samples: &[],
    either: &[],
    absent: &["KYL002", "KYL003"],
    of_muster: &[],
    of_version: &[],
    value: |_, _| None,
    named: |foreign| servers(foreign, NAME),
};
