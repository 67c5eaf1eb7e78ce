//! What the rules say of an imported document.

use crate::Imported;
use model::{Finding, Place};
use rules::{Context, Report};
use std::collections::BTreeSet;

/// The findings of an import, by what they are about.
pub struct Judged {
    /// What is wrong in the files.
    pub report: Report,
    /// What is not there: the files of other nodes may not have been brought.
    pub absent: Vec<Finding>,
}

/// A value under `example.com` comes from an example of Muster's, unless a file says it.
const EXAMPLE: &str = "GEN030";
/// What is said of Muster's own form, and of how its archive brings secrets: nothing of the files.
const OF_MUSTER: &[&str] = &["GEN027", "GEN029"];
/// Fewer members of the ensemble than nodes: the others may not have been brought.
const FEW_MEMBERS: &str = "ZOO002";
/// A field without a value: the form asks for more than the files of a cluster that runs have to say.
const MISSING: &str = "GEN008";

/// Checks the document of an import.
pub fn judged(imported: &Imported, cx: &Context) -> Judged {
    let mut report = rules::check(cx);
    // A field whose lines would all stand in files that were not brought.
    let read: BTreeSet<&str> =
        imported.files.iter().filter_map(|f| f.kind.as_ref().ok().copied()).collect();
    let elsewhere = |place: &Place| {
        let field = match place {
            Place::Setting(key) | Place::NodeSetting(_, key) => Place::Setting(key.clone()),
            _ => return false,
        };
        let mut lines = cx
            .configs()
            .iter()
            .flat_map(rules::NodeConfig::all_entries)
            .filter(|(_, entry)| entry.places.contains(&field))
            .peekable();
        lines.peek().is_some() && lines.all(|(file, _)| !read.contains(file.name))
    };
    let absent = |finding: &Finding| {
        imported.product.import.absent.contains(&finding.rule)
            || finding.rule == FEW_MEMBERS
            || finding.rule == MISSING
            || imported.spots.at(&finding.place).is_none() && elsewhere(&finding.place)
    };
    let (absent, rest): (Vec<Finding>, Vec<Finding>) = std::mem::take(&mut report.findings)
        .into_iter()
        .filter(|f| {
            !OF_MUSTER.contains(&f.rule) && !imported.product.import.of_muster.contains(&f.rule)
        })
        .filter(|f| !(f.rule == EXAMPLE && imported.spots.at(&f.place).is_some()))
        .partition(absent);
    report.findings = rest;
    Judged { report, absent }
}
