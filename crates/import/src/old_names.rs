//! Old names of keys: the product takes them for what they are called now, so that is what they
//! become.

use crate::read::Note;
use crate::target::{Files, Line, Target};
use model::value::shown;
use model::{Severity, msg};
use rules::{Catalogue, Product};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Gives each key of the catalogue its present name. Of two lines of one key the one that the product
/// reads last counts.
pub(crate) fn mapped(
    product: &'static Product,
    version: &'static str,
    target: &mut Target,
) -> Vec<Note> {
    let catalogue = Catalogue::of(product.catalogue, version);
    let known: BTreeSet<&str> =
        product.configs.iter().filter(|c| c.catalogue).map(|c| c.name).collect();
    // One for each old name, at the first file that has it; one of two lines in each file.
    let mut notes: BTreeMap<(String, String), Note> = BTreeMap::new();
    for (_, files) in &mut target.rows {
        let old = |files: &Files| {
            let lines = files.iter().filter(|(name, _)| known.contains(*name));
            lines.flat_map(|(_, lines)| lines.keys()).any(|key| catalogue.renamed(key).is_some())
        };
        if !old(files) {
            continue;
        }
        let mut own: Files = (**files).clone();
        for (_, lines) in own.iter_mut().filter(|(name, _)| known.contains(*name)) {
            let keys: Vec<String> = lines.keys().cloned().collect();
            for key in keys {
                let Some(present) = catalogue.renamed(&key) else { continue };
                let Some(line) = lines.remove(&key) else { continue };
                let other = lines.get(present.as_ref());
                let counts = other.is_none_or(|other| line.is_read_after(other));
                let note = note(&key, &present, &line, other, counts);
                let told = if note.severity == Severity::Info { "" } else { note.path.as_str() };
                notes.entry((key.clone(), told.to_owned())).or_insert(note);
                if counts {
                    lines.insert(present.into_owned(), line);
                }
            }
        }
        *files = Rc::new(own);
    }
    notes.into_values().collect()
}

fn note(old: &str, present: &str, line: &Line, other: Option<&Line>, counts: bool) -> Note {
    let (k, n) = (shown(old), shown(present));
    let (severity, message) = match other.filter(|other| other.value != line.value) {
        None => (
            Severity::Info,
            msg!(en: "{k} is an old name; it is called {n} now, and so it is written.", zh: "{k} 是旧名称，现在称为 {n}，写出时使用新名称。", k = k, n = n),
        ),
        Some(other) if counts => (
            Severity::Warning,
            msg!(en: "{k} is an old name of {n}, which stands in line {l} with another value: this one counts, since it comes later.",
                 zh: "{k} 是 {n} 的旧名称，而 {n} 在第 {l} 行有另一个值：此处在后，以此处为准。", k = k, n = n, l = other.span.line),
        ),
        Some(other) => (
            Severity::Warning,
            msg!(en: "{k} is an old name of {n}, which stands in line {l} with another value: that one counts, since it comes later.",
                 zh: "{k} 是 {n} 的旧名称，而 {n} 在第 {l} 行有另一个值：那一行在后，以其为准。", k = k, n = n, l = other.span.line),
        ),
    };
    Note { severity, path: line.path.to_string(), span: line.span, message }
}
