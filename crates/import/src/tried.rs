//! Fields are tried against what files beside the product say: Muster's own file is written, read by the
//! same reader, and what comes nearer is kept.

use crate::beside::Said;
use crate::facts::{self, CALLED, LOADER, Piece};
use crate::fit::{EXTRA, WRONG, said_by};
use crate::likeness::distance;
use crate::target::{Line, Target};
use crate::variants::{usable, variants};
use formats::File;
use model::{ClusterSpec, Node, RowId};
use rules::{Beside, Context, Field, Hint, Kind, Product, Reach, Scope};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How often all fields are gone through.
const ROUNDS: usize = 3;

/// What Muster would write beside the product on a node.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) said: BTreeMap<String, String>,
    pub(crate) rest: BTreeSet<String>,
}

/// Renders the files of a subject, and reads them as foreign ones are read.
pub(crate) fn written(cx: &Context, node: &Node, beside: &Beside) -> Written {
    let mut pieces = Vec::new();
    for kind in cx.product.all_files().filter(|kind| beside.writes.contains(&kind.name)) {
        let file: Option<File> = match &kind.reach {
            Reach::Class { applies, render, .. } | Reach::Node { applies, render, .. } => {
                applies(cx, node).then(|| render(cx, node))
            }
            Reach::Cluster { .. } => None,
        };
        let piece = |f: File| Piece { path: Rc::from(kind.name), text: f.to_text().into_owned() };
        pieces.extend(file.map(piece));
    }
    let facts = facts::read(beside, cx.product.site, &pieces);
    let said = facts.said.into_iter().map(|f| (f.key, f.value)).collect();
    let rest = facts.rest.into_iter().map(|(_, text)| text).collect();
    Written { said, rest }
}

/// Whether a fact is a login: what stands there is a variable of one side or of the other.
fn is_secret(product: &Product, beside: &Beside, key: &str) -> bool {
    let hints = beside.hints.iter().filter(|hint| hint.fact == key);
    hints.filter_map(|hint| product.field(hint.field)).any(|f| matches!(f.kind, Kind::Secret))
}

/// Whether Muster would write what was read.
pub(crate) fn same(product: &Product, beside: &Beside, key: &str, read: &str, own: &str) -> bool {
    read == own || is_secret(product, beside, key) && read.is_empty() == own.is_empty()
}

/// Whether a fact is compared with what Muster would write. How a file calls an address matters to nobody
/// else, and what comes with a release stays.
pub(crate) fn counts(key: &str) -> bool {
    !key.starts_with(CALLED) && key != LOADER
}

/// Facts that say what a file is of: nothing else makes up for them.
const TELLING: [&str; 2] = ["kind", "Manager className"];
/// How many others they weigh.
const HEAVY: u64 = 50;

/// Whether it matters that Muster would add a fact: where its own instance lies is nobody's.
pub(crate) fn adds(key: &str) -> bool {
    counts(key) && key != "folder"
}

/// How far a document is from what was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Distance {
    whole: u64,
    /// How many facts are not as they were read.
    wrong: u64,
    /// How many Muster would add.
    more: u64,
}

/// A text as a field takes it; of a login the variable that it has become.
pub(crate) fn text_of(field: &Field, text: &str) -> Option<String> {
    if matches!(field.kind, Kind::Secret) {
        return variants(field, &BTreeSet::from([text.to_owned()])).into_iter().next();
    }
    usable(field, text).then(|| text.trim().to_owned())
}

struct Judge<'t> {
    product: &'static Product,
    rows: Vec<&'t (RowId, Said)>,
}

impl Judge<'_> {
    /// How far a document is from what was read.
    fn distance(&self, spec: &ClusterSpec) -> Distance {
        let cx = Context::new(spec, self.product);
        let mut sum = Distance::default();
        for (row, said) in &self.rows {
            let Some(node) = cx.node(*row) else { continue };
            for beside in self.product.import.beside.iter().filter(|b| !b.writes.is_empty()) {
                let Some(lines) = said.get(beside.subject) else { continue };
                let own = written(&cx, node, beside).said;
                for (key, line) in lines.iter().filter(|(key, _)| counts(key)) {
                    let text = own.get(key).map_or(beside.default_of(key), String::as_str);
                    if !same(self.product, beside, key, &line.value, text) {
                        let there = own.contains_key(key);
                        let apart = if there { distance(&line.value, text) } else { WRONG };
                        sum.whole +=
                            if TELLING.contains(&key.as_str()) { HEAVY * WRONG } else { apart };
                        sum.wrong += 1;
                    }
                }
                for (key, text) in own.iter().filter(|(k, _)| adds(k) && !lines.contains_key(*k)) {
                    if !same(self.product, beside, key, beside.default_of(key), text) {
                        sum.whole += EXTRA;
                        sum.more += 1;
                    }
                }
            }
        }
        sum
    }

    /// The texts that facts give for a field, the simpler ones first; also what a program takes where its
    /// file says nothing.
    fn texts(&self, field: &Field) -> Vec<String> {
        if matches!(field.kind, Kind::Choice(_) | Kind::Switch) {
            return variants(field, &BTreeSet::new());
        }
        let mut texts: Vec<String> = Vec::new();
        for (hint, value) in self.hints(field) {
            if let Some(text) = (hint.text)(&value) {
                texts.extend(text_of(field, &text).filter(|text| !texts.contains(text)));
            }
        }
        if !field.required {
            texts.push(String::new());
        }
        texts
    }

    fn hints(&self, field: &Field) -> Vec<(&'static Hint, String)> {
        let mut all = Vec::new();
        for (_, said) in &self.rows {
            for beside in self.product.import.beside {
                let Some(lines) = said.get(beside.subject) else { continue };
                for hint in beside.hints.iter().filter(|hint| hint.field == field.key) {
                    let line = lines.get(hint.fact).map(|line| line.value.as_str());
                    let value = line.unwrap_or_else(|| beside.default_of(hint.fact));
                    if !value.is_empty() {
                        all.push((hint, value.to_owned()));
                    }
                }
            }
        }
        all
    }
}

/// What was read of a host, to tell equal hosts.
type Contents<'s> = Vec<(&'s str, Vec<(String, String)>)>;

/// Sets the fields that decide what stands beside the product.
pub(crate) fn fit(product: &'static Product, spec: &mut ClusterSpec, target: &Target) {
    let mut seen: BTreeSet<(BTreeSet<String>, Contents)> = BTreeSet::new();
    let values = |lines: &BTreeMap<String, Line>| {
        lines.iter().map(|(k, line)| (k.clone(), line.value.clone())).collect::<Vec<_>>()
    };
    let rows = target.beyond.iter().filter(|(row, said)| {
        let roles = spec.node(*row).map(|n| n.roles.clone()).unwrap_or_default();
        let own = said.iter().map(|(subject, lines)| (*subject, values(lines))).collect();
        seen.insert((roles, own))
    });
    let judge = Judge { product, rows: rows.collect() };
    let steps: BTreeSet<&str> = judge
        .rows
        .iter()
        .flat_map(|(_, said)| said.keys())
        .filter_map(|subject| product.import.beside.iter().find(|b| b.subject == *subject))
        .map(|beside| beside.step)
        .filter(|step| !step.is_empty())
        .collect();
    if steps.is_empty() {
        return;
    }
    let fields: Vec<&'static Field> = product
        .all_fields()
        .filter(|f| {
            steps.contains(f.step) && f.scope != Scope::Node && !said_by(product, spec, target, f)
        })
        .collect();
    let mut now = judge.distance(spec);
    for _ in 0..ROUNDS {
        let before = now;
        for field in &fields {
            if now.whole == 0 || !(field.shown)(&Context::new(spec, product)) {
                continue;
            }
            let old = now;
            try_field(&judge, spec, field, &mut now);
            if old == now && matches!(field.kind, Kind::Choice(_)) {
                try_with_others(&judge, spec, field, &fields, &mut now);
            }
        }
        if now == before {
            break;
        }
    }
    prune(&judge, spec, &fields);
    secrets(&judge, spec, &fields);
}

fn set(spec: &mut ClusterSpec, key: &str, text: Option<String>) {
    match text {
        Some(text) => spec.settings.insert(key.to_owned(), text),
        None => spec.settings.remove(key),
    };
}

fn try_field(judge: &Judge, spec: &mut ClusterSpec, field: &'static Field, now: &mut Distance) {
    let mut best = spec.settings.get(field.key).cloned();
    for text in judge.texts(field) {
        set(spec, field.key, Some(text.clone()));
        let trial = judge.distance(spec);
        if trial.whole < now.whole {
            *now = trial;
            best = Some(text);
        }
    }
    set(spec, field.key, best);
}

/// A choice that helps only together with others: those that it asks for are given the first text that facts
/// have for them, and then all of them are tried.
fn try_with_others(
    judge: &Judge,
    spec: &mut ClusterSpec,
    field: &'static Field,
    fields: &[&'static Field],
    now: &mut Distance,
) {
    let mut best: Option<ClusterSpec> = None;
    for option in judge.texts(field) {
        let mut trial = spec.clone();
        set(&mut trial, field.key, Some(option));
        let open: Vec<&&'static Field> = fields
            .iter()
            .filter(|f| f.key != field.key && !trial.settings.contains_key(f.key))
            .filter(|f| (f.shown)(&Context::new(&trial, judge.product)))
            .collect();
        for other in open.iter().filter(|other| other.required) {
            let text = judge.texts(other).into_iter().next();
            let empty = Context::new(&trial, judge.product).text(other.key).is_empty();
            if let Some(text) = text.filter(|_| empty) {
                set(&mut trial, other.key, Some(text));
            }
        }
        let mut distance = judge.distance(&trial);
        for other in &open {
            try_field(judge, &mut trial, other, &mut distance);
        }
        if distance.whole < now.whole {
            *now = distance;
            best = Some(trial);
        }
    }
    if let Some(best) = best {
        *spec = best;
    }
}

/// Takes away what makes no fact right, and keeps Muster from adding none: nearer is not enough, because
/// nothing can put right by hand what stands in these files. What depends on a choice that went goes, too.
fn prune(judge: &Judge, spec: &mut ClusterSpec, fields: &[&'static Field]) {
    let now = judge.distance(spec);
    let mut best = (now.wrong, now.more);
    for field in fields.iter().rev().chain(fields.iter().rev()) {
        let Some(text) = spec.settings.remove(field.key) else { continue };
        let now = judge.distance(spec);
        if (now.wrong, now.more) > best {
            spec.settings.insert(field.key.to_owned(), text);
        } else {
            best = (now.wrong, now.more);
        }
    }
}

/// The variables that logins have become.
fn secrets(judge: &Judge, spec: &mut ClusterSpec, fields: &[&'static Field]) {
    for field in fields.iter().filter(|f| matches!(f.kind, Kind::Secret)) {
        if !(field.shown)(&Context::new(spec, judge.product))
            || spec.settings.contains_key(field.key)
        {
            continue;
        }
        let known: BTreeSet<String> = judge
            .rows
            .iter()
            .flat_map(|(_, said)| said.values().flat_map(|lines| lines.keys().cloned()))
            .collect();
        let texts = judge.hints(field).into_iter().filter_map(|(hint, value)| (hint.text)(&value));
        let names: Vec<String> = texts.filter_map(|text| text_of(field, &text)).collect();
        // A system property is set in another file, which names the variable.
        let name = names.iter().find(|name| !known.contains(*name)).or(names.first()).cloned();
        if let Some(name) =
            name.filter(|name| Context::new(spec, judge.product).text(field.key) != name.as_str())
        {
            set(spec, field.key, Some(name));
        }
    }
}
