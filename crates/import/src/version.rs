//! The version of files that do not name it: somebody runs them, so it is one under which the least is
//! wrong with them.

use crate::guess::Guess;
use crate::judged::judged;
use crate::{Imported, Parsed};
use model::{Severity, msg};
use rules::{Catalogue, Context};
use std::collections::BTreeSet;

/// What the rules say of an import: the rules of its errors, sorted, and how often others say that the
/// version cannot be meant.
struct Verdict {
    errors: Vec<&'static str>,
    doubts: usize,
    /// Keys that the version does not read any more, and old names of keys, beyond the few that files keep:
    /// they only decide among equals.
    stale: usize,
}

/// So many keys of older releases stand in the files of newer ones.
const KEPT: usize = 2;
/// So many old names stand there: the last that was renamed is the last that people change.
const KEPT_NAMES: usize = 1;
/// A key of another version.
const OTHER_VERSION: &str = "GEN021";

impl Verdict {
    fn of(parsed: &Parsed, imported: &Imported) -> Verdict {
        let cx = Context::new(&imported.spec, imported.product);
        let report = judged(imported, &cx).report;
        let errors = report.findings.iter().filter(|f| f.severity == Severity::Error);
        let mut errors: Vec<&'static str> = errors.map(|f| f.rule).collect();
        errors.sort_unstable();
        let doubt = |rule: &&str| imported.product.import.of_version.contains(rule);
        let doubts = report.findings.iter().map(|f| f.rule).filter(doubt).count();
        let noted = imported.notes.iter().filter(|note| note.severity == Severity::Error).count();
        let stale = report.findings.iter().filter(|f| f.rule == OTHER_VERSION).count();
        let old = old_names(parsed, &imported.spec.version);
        let stale = stale.saturating_sub(KEPT) + old.saturating_sub(KEPT_NAMES);
        Verdict { errors, doubts: doubts + noted, stale }
    }

    fn count(&self) -> (usize, usize) {
        (self.errors.len() + self.doubts, self.stale)
    }
}

/// How many keys of the files are names that the version only takes for older files' sake.
fn old_names(parsed: &Parsed, version: &str) -> usize {
    let product = parsed.product;
    let version = product.version(version).map_or("", |version| version.id);
    let catalogue = Catalogue::of(product.catalogue, version);
    let lines = parsed.read.hosts.values().flat_map(|files| files.values()).flatten();
    let keys: BTreeSet<&String> = lines.map(|(key, _)| key).collect();
    let old = |key: &&&String| catalogue.find(key).is_none() && catalogue.renamed(key).is_some();
    keys.iter().filter(old).count()
}

/// The document for the best of the versions that know the keys, the preferred one among equals; and
/// what others would say.
pub(crate) fn settled(parsed: &Parsed, guess: Guess) -> Imported {
    let mut best: Option<((usize, usize), Imported)> = None;
    let mut all: Vec<(&'static str, Verdict)> = Vec::new();
    for version in guess.versions.iter().copied() {
        let imported = parsed.document(Guess { version: version.to_owned(), ..guess.clone() });
        let verdict = Verdict::of(parsed, &imported);
        // The preferred ones come first.
        if best.as_ref().is_none_or(|(fewest, _)| verdict.count() < *fewest) {
            best = Some((verdict.count(), imported));
        }
        all.push((version, verdict));
    }
    let Some((_, mut best)) = best else { return parsed.document(guess) };
    let taken = best.guess.version.clone();
    if taken != guess.version {
        best.guess.reasons.pop();
        best.guess.reasons.push(msg!(
            en: "No file says the version. Somebody runs these files, so {v} is taken, under which they have the fewest errors.",
            zh: "没有文件说明版本。这些文件正在使用，因此采用错误最少的 {v}。", v = taken.as_str()));
    }
    let own: Vec<&'static str> =
        all.iter().filter(|(v, _)| *v == taken).flat_map(|(_, v)| v.errors.clone()).collect();
    let worse = all.iter().filter_map(|(version, verdict)| {
        let mut more = verdict.errors.clone();
        more.retain(|rule| !own.contains(rule));
        more.dedup();
        (!more.is_empty()).then(|| format!("{version} ({})", more.join(", ")))
    });
    let worse: Vec<String> = worse.collect();
    if !worse.is_empty() {
        best.guess.reasons.push(msg!(
            en: "Under other versions there are more errors: {w}.", zh: "其他版本下会有更多错误：{w}。",
            w = worse.join("; ")));
    }
    best
}
