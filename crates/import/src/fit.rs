//! Fields are tried, and kept where what Muster would write comes nearer to what was read.

use crate::likeness::distance;
use crate::target::{Files, Target};
use crate::variants::variants;
use model::{ClusterSpec, Place, Property, RowId};
use rules::{Context, Field, Kind, Product, Scope};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How often all fields are tried: a choice may make another field's lines appear.
const ROUNDS: usize = 4;

/// What a line costs that was not read though Muster would write it; one that was read and is
/// missing or quite different costs [`WRONG`].
pub(crate) const EXTRA: u64 = 50;
pub(crate) const WRONG: u64 = 100;
/// How many nodes with the same roles are asked at most: each is configured anew for each text that is
/// tried.
const MOST_ALIKE: usize = 16;

/// Tells how far a document is from what was read, on nodes that stand for all: of equal ones one.
pub(crate) struct Judge {
    product: &'static Product,
    rows: Vec<(RowId, Rc<Files>)>,
}

impl Judge {
    pub(crate) fn new(product: &'static Product, rows: Vec<(RowId, Rc<Files>)>) -> Judge {
        Judge { product, rows }
    }

    /// A judge over nodes that differ in roles or in what was read of them: of many with the same roles
    /// some, from the first to the last. What they want of a cluster's fields the others want as well,
    /// and what is only theirs becomes an override of theirs whoever judges.
    fn of(product: &'static Product, spec: &ClusterSpec, target: &Target) -> Judge {
        let mut kinds: BTreeMap<_, Vec<&(RowId, Rc<Files>)>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for row in &target.rows {
            let roles = spec.node(row.0).map(|node| node.roles.clone()).unwrap_or_default();
            if seen.insert((roles.clone(), contents(&row.1))) {
                kinds.entry(roles).or_default().push(row);
            }
        }
        let few = |rows: Vec<&(RowId, Rc<Files>)>| {
            let step = rows.len().div_ceil(MOST_ALIKE).max(1);
            rows.into_iter().step_by(step).cloned().collect::<Vec<_>>()
        };
        Judge::new(product, kinds.into_values().flat_map(few).collect())
    }

    /// The sum over all lines; 0 when Muster would write what was read.
    pub(crate) fn distance(&self, spec: &ClusterSpec) -> u64 {
        self.sum(spec, distance, EXTRA, WRONG)
    }

    /// How many lines are not as they were read.
    pub(crate) fn wrong(&self, spec: &ClusterSpec) -> u64 {
        self.sum(spec, |a, b| u64::from(a != b), 1, 1)
    }

    /// How many of the lines that roles cause, and no field, are not as they were read.
    pub(crate) fn of_roles(&self, spec: &ClusterSpec) -> usize {
        let cx = Context::new(spec, self.product);
        let of_row = |(row, files): &(RowId, Rc<Files>)| {
            let (Some(node), Some(config)) = (cx.node(*row), cx.config_of(*row)) else { return 0 };
            let entries = config.all_entries().filter(|(_, entry)| {
                !entry.places.iter().any(|place| matches!(place, Place::Setting(_)))
            });
            let wrong = entries.filter(|(file, entry)| {
                let read = files.get(file.name).and_then(|lines| lines.get(&entry.key));
                let text = entry.on(&cx, node);
                files.contains_key(file.name)
                    && !text.is_ok_and(|t| match read {
                        Some(line) => *t == *line.value,
                        None => *t == *unset(&cx, &entry.key),
                    })
            });
            wrong.count()
        };
        self.rows.iter().map(of_row).sum()
    }

    fn sum(
        &self,
        spec: &ClusterSpec,
        distance: fn(&str, &str) -> u64,
        extra: u64,
        wrong: u64,
    ) -> u64 {
        let cx = Context::new(spec, self.product);
        let of_row = |(row, files): &(RowId, Rc<Files>)| {
            let (Some(node), Some(config)) = (cx.node(*row), cx.config_of(*row)) else { return 0 };
            let mut sum = 0;
            for (name, lines) in files.iter() {
                let Some(file) = config.file(name) else {
                    sum += wrong * u64::try_from(lines.len()).unwrap_or(u64::MAX);
                    continue;
                };
                for (key, line) in lines {
                    sum += match file.get(key).map(|entry| entry.on(&cx, node)) {
                        Some(Ok(text)) => distance(&text, &line.value),
                        None if unset(&cx, key) == line.value => 0,
                        Some(Err(_)) | None => wrong,
                    };
                }
                for entry in file.entries().iter().filter(|e| !lines.contains_key(&e.key)) {
                    let same = entry.on(&cx, node).is_ok_and(|t| *t == *unset(&cx, &entry.key));
                    sum += if same { 0 } else { extra };
                }
            }
            sum
        };
        self.rows.iter().map(of_row).sum()
    }

    /// The values that were read where fields write something else, by field.
    fn wanted(&self, spec: &ClusterSpec) -> BTreeMap<&'static str, BTreeSet<String>> {
        let cx = Context::new(spec, self.product);
        let mut wanted: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        for (row, files) in &self.rows {
            let (Some(node), Some(config)) = (cx.node(*row), cx.config_of(*row)) else { continue };
            for (name, lines) in files.iter() {
                let Some(file) = config.file(name) else { continue };
                for (key, line) in lines {
                    let entry = file.get(key);
                    let same =
                        entry.is_some_and(|e| e.on(&cx, node).is_ok_and(|t| *t == *line.value));
                    if same {
                        continue;
                    }
                    for place in entry.into_iter().flat_map(|e| &e.places) {
                        let Place::Setting(field) = place else { continue };
                        if let Some(field) = cx.field(field) {
                            wanted.entry(field.key).or_default().insert(line.value.clone());
                        }
                    }
                    for field in cx.product.all_fields().filter(|f| writes(&cx, f, name, key)) {
                        wanted.entry(field.key).or_default().insert(line.value.clone());
                    }
                }
            }
        }
        wanted
    }
}

/// The keys that a field names as its own, each with its file, by the names that the version has.
fn own_keys<'c>(cx: &'c Context, field: &Field) -> impl Iterator<Item = (String, String)> + 'c {
    let keys = field.keys.iter();
    keys.map(|own| {
        let own = cx.name_here(own);
        let (file, key) = Property::parts(&own);
        let file = if file.is_empty() { cx.main_file() } else { file };
        (file.to_owned(), key.to_owned())
    })
}

/// Whether a field names a key of a file as its own.
pub(crate) fn writes(cx: &Context, field: &Field, file: &str, key: &str) -> bool {
    own_keys(cx, field).any(|(of, name)| name == key && of == file)
}

/// How far documents are from what the product's own files say.
pub(crate) struct Distance(Judge);

impl Distance {
    /// For the nodes of a document.
    pub(crate) fn of(product: &'static Product, spec: &ClusterSpec, target: &Target) -> Distance {
        Distance(Judge::of(product, spec, target))
    }

    /// The distance of a document with these nodes.
    pub(crate) fn now(&self, spec: &ClusterSpec) -> u64 {
        self.0.distance(spec)
    }
}

/// Whether the product's own files say what a field says.
pub(crate) fn said_by(
    product: &'static Product,
    spec: &ClusterSpec,
    target: &Target,
    field: &Field,
) -> bool {
    let cx = Context::new(spec, product);
    own_keys(&cx, field).any(|(file, key)| {
        let said = |files: &Files| files.get(&*file).is_some_and(|f| f.contains_key(&key));
        target.rows.iter().any(|(_, files)| said(files))
    })
}

/// What a program reads of a key that no file says: the product's default.
pub(crate) fn unset<'c>(cx: &'c Context, key: &'c str) -> &'c str {
    let catalogue = cx.catalogue();
    catalogue.default_of(catalogue.name_here(key))
}

/// What was read of a host, to tell equal hosts.
pub(crate) fn contents(files: &Files) -> Vec<(&'static str, Vec<(String, String)>)> {
    let lines = |lines: &BTreeMap<String, crate::target::Line>| {
        lines.iter().map(|(key, line)| (key.clone(), line.value.clone())).collect()
    };
    files.iter().map(|(name, of_file)| (*name, lines(of_file))).collect()
}

/// Sets the fields of a document so that it says as much as possible of what was read.
pub(crate) fn fit(product: &'static Product, spec: &mut ClusterSpec, target: &Target) {
    let judge = Judge::of(product, spec, target);
    let mut distance = judge.distance(spec);
    for _ in 0..ROUNDS {
        let before = distance;
        let wanted = judge.wanted(spec);
        for field in product.all_fields().filter(|field| field.scope != Scope::Node) {
            let choice = matches!(field.kind, Kind::Choice(_) | Kind::Switch);
            let none = BTreeSet::new();
            let values = match wanted.get(field.key) {
                Some(values) => values,
                None if choice && distance > 0 => &none,
                None => continue,
            };
            // What means nothing for this document is no choice.
            if choice && !(field.shown)(&Context::new(spec, product)) {
                continue;
            }
            let tried = try_field(&judge, spec, field, values, &mut distance);
            if choice && !tried {
                try_with_others(&judge, spec, field, &wanted, &mut distance);
            }
        }
        if distance == before || distance == 0 {
            break;
        }
    }
    of_nodes(product, spec, target);
    prune(product, spec, target);
}

/// Takes away what makes no line right: it came nearer, and its line has to be set by hand anyway.
fn prune(product: &'static Product, spec: &mut ClusterSpec, target: &Target) {
    for key in switched_by_nobody(product, spec, target) {
        spec.settings.remove(key);
    }
    let judge = Judge::of(product, spec, target);
    drop_if(&judge, spec, |now, wrong| now <= wrong);
    // Fields of which no file speaks were tried, so that their lines speak against no other choice.
    let mut unspoken = product.import.unspoken.iter();
    if unspoken.any(|key| spec.settings.remove(*key).is_some()) {
        drop_if(&judge, spec, |now, wrong| now == wrong);
    }
}

/// Takes settings away where the wrong lines without one and with it are as many as asked.
fn drop_if(judge: &Judge, spec: &mut ClusterSpec, asked: fn(u64, u64) -> bool) {
    let mut wrong = judge.wrong(spec);
    loop {
        let before = spec.settings.len();
        for key in spec.settings.keys().cloned().collect::<Vec<_>>() {
            let Some(text) = spec.settings.remove(&key) else { continue };
            match judge.wrong(spec) {
                now if asked(now, wrong) => wrong = now,
                _ => drop(spec.settings.insert(key, text)),
            }
        }
        // Without a choice, texts that it brought may say nothing any more.
        if spec.settings.len() == before {
            break;
        }
    }
}

/// Switches whose own line no file has, though Muster would write it: the lines that they bring are there,
/// and what turns them on is not.
fn switched_by_nobody(
    product: &'static Product,
    spec: &ClusterSpec,
    target: &Target,
) -> Vec<&'static str> {
    let cx = Context::new(spec, product);
    let writes_own = |field: &Field| {
        target.rows.iter().any(|(row, files)| {
            let (Some(node), Some(config)) = (cx.node(*row), cx.config_of(*row)) else {
                return false;
            };
            own_keys(&cx, field).any(|(file, key)| {
                let entry = config.at(&file, &key).filter(|_| files.contains_key(&*file));
                let text = entry.map(|entry| entry.on(&cx, node));
                text.is_some_and(|text| text.is_ok_and(|text| *text != *unset(&cx, &key)))
            })
        })
    };
    let switches = product.all_fields().filter(|f| matches!(f.kind, Kind::Switch));
    switches
        .filter(|field| spec.settings.contains_key(field.key) && writes_own(field))
        .filter(|field| !said_by(product, spec, target, field))
        .map(|field| field.key)
        .collect()
}

/// Keeps the text of a field that brings the document nearest, if one does.
fn try_field(
    judge: &Judge,
    spec: &mut ClusterSpec,
    field: &'static Field,
    values: &BTreeSet<String>,
    distance: &mut u64,
) -> bool {
    let before = *distance;
    let old = spec.settings.get(field.key).cloned();
    let mut best = old.clone();
    for text in variants(field, values) {
        spec.settings.insert(field.key.to_owned(), text.clone());
        let now = judge.distance(spec);
        if now < *distance {
            *distance = now;
            best = Some(text);
        }
    }
    match best {
        Some(text) => spec.settings.insert(field.key.to_owned(), text),
        None => spec.settings.remove(field.key),
    };
    *distance < before
}

/// A choice that helps only together with the fields that it brings: each of its options is tried with
/// the best texts of those.
fn try_with_others(
    judge: &Judge,
    spec: &mut ClusterSpec,
    field: &'static Field,
    known: &BTreeMap<&'static str, BTreeSet<String>>,
    distance: &mut u64,
) {
    for option in variants(field, &BTreeSet::new()) {
        if spec.settings.get(field.key) == Some(&option) {
            continue;
        }
        let mut trial = spec.clone();
        trial.settings.insert(field.key.to_owned(), option);
        let mut now = judge.distance(&trial);
        for (key, values) in judge.wanted(&trial) {
            let Some(other) = judge.product.field(key) else { continue };
            let shown = |spec: &ClusterSpec| (other.shown)(&Context::new(spec, judge.product));
            let brought = known.get(key) != Some(&values) || (shown(&trial) && !shown(spec));
            let alone = matches!(other.kind, Kind::Choice(_) | Kind::Switch);
            if brought && !alone && other.scope != Scope::Node {
                try_field(judge, &mut trial, other, &values, &mut now);
            }
        }
        if now < *distance {
            *distance = now;
            *spec = trial;
        }
    }
}

/// Fields of single nodes, where their files still differ from what the cluster's fields make.
fn of_nodes(product: &'static Product, spec: &mut ClusterSpec, target: &Target) {
    let mut known: BTreeMap<_, BTreeMap<String, String>> = BTreeMap::new();
    for (row, files) in &target.rows {
        let Some(node) = spec.node(*row) else { continue };
        let same = (node.roles.clone(), contents(files));
        if let Some(settings) = known.get(&same) {
            let settings = settings.clone();
            if let Some(node) = spec.node_mut(*row) {
                node.settings.extend(settings);
            }
            continue;
        }
        let judge = Judge::new(product, vec![(*row, Rc::clone(files))]);
        let mut distance = judge.distance(spec);
        let wanted = judge.wanted(spec);
        let mut set = BTreeMap::new();
        for field in product.all_fields().filter(|field| field.scope != Scope::Cluster) {
            let Some(values) = wanted.get(field.key).filter(|_| distance > 0) else { continue };
            for text in variants(field, values) {
                let Some(node) = spec.node_mut(*row) else { continue };
                let old = node.settings.insert(field.key.to_owned(), text.clone());
                let now = judge.distance(spec);
                if now < distance {
                    distance = now;
                    set.insert(field.key.to_owned(), text);
                } else if let Some(node) = spec.node_mut(*row) {
                    match old {
                        Some(old) => node.settings.insert(field.key.to_owned(), old),
                        None => node.settings.remove(field.key),
                    };
                }
            }
        }
        known.insert(same, set);
    }
}
