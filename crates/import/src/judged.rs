//! What the rules say of an imported document.

use crate::{Imported, odd, strangers};
use model::{ClusterSpec, Finding, Place, Property, Severity};
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

/// A key that the catalogue does not have: most likely one of the product that the files are of.
const UNKNOWN_KEY: &str = "GEN018";

/// Whether a place is one of many of which one note was made: a template's, or another product's.
fn told_already(imported: &Imported, cx: &Context, place: &Place) -> bool {
    let Some(value) = text_at(&imported.spec, place) else { return false };
    let of_stranger =
        |property: &Property| strangers::of(cx.product, property.key(), value).is_some();
    let full_width = |property: &Property| property.key().contains(odd::FULL_WIDTH);
    let of_line = |property: &Property| full_width(property) || of_stranger(property);
    odd::is_template(value) || matches!(place, Place::Override(_, p) if of_line(p))
}

/// What a field or an override of the document says.
fn text_at<'s>(spec: &'s ClusterSpec, place: &Place) -> Option<&'s str> {
    match place {
        Place::Setting(field) => spec.settings.get(field).map(String::as_str),
        Place::NodeSetting(row, field) => spec.node(*row)?.settings.get(field).map(String::as_str),
        Place::Override(layer, property) => spec.override_of(layer, property),
        _ => None,
    }
}

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
        .filter(|f| !imported.answered.contains(&f.rule))
        .filter(|f| !(f.rule == EXAMPLE && imported.spots.at(&f.place).is_some()))
        .filter(|f| !(f.rule == UNKNOWN_KEY && imported.guess.foreign))
        .filter(|f| !told_already(imported, cx, &f.place))
        .partition(absent);
    report.findings = rest;
    // What runs is most likely another product, for which none of it need hold.
    if imported.guess.foreign {
        for finding in report.findings.iter_mut().filter(|f| f.severity == Severity::Error) {
            finding.severity = Severity::Warning;
        }
    }
    Judged { report, absent }
}
