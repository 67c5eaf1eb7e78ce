//! Secrets leave what was read before anything is made of it.

use crate::read::Note;
use crate::target::{Line, Read};
use model::secret::{Names, Slot, is_telling};
use model::{Severity, Span, msg};
use rules::Product;
use std::collections::BTreeMap;

/// Puts the names of variables where secrets stand; what was taken out, each with its variable.
pub(crate) fn take(
    product: &Product,
    read: &mut Read,
    notes: &mut Vec<Note>,
) -> Vec<(String, String)> {
    let marks = product.secret_marks();
    let mut names = Names::default();
    let lines = |read: &mut Read| all(read).map(|(_, line)| line.value.clone()).collect::<Vec<_>>();
    for files in read.hosts.values_mut() {
        for (key, line) in files.values_mut().flatten() {
            if let Some(value) = (product.import.value)(key, &line.value) {
                line.value = value;
            }
        }
    }
    for text in lines(read) {
        names.keep(&text);
    }
    let mut removed = Vec::new();
    let mut keys: Vec<(String, String, String)> = Vec::new();
    // By key: where it first stands, and in how many files.
    let mut samples: BTreeMap<String, (String, Span, usize)> = BTreeMap::new();
    for (key, line) in all(read) {
        let mut own = Vec::new();
        let safe = names.protect(Slot::Property, key, &line.value, &marks, &mut own);
        if own.iter().any(|(_, secret)| product.import.samples.contains(&secret.as_str())) {
            let first = || (line.path.to_string(), line.span, 0);
            samples.entry(key.clone()).or_insert_with(first).2 += 1;
        }
        if let Some(safe) = safe {
            line.taken = true;
            line.value = safe;
        }
        keys.extend(own.iter().map(|(name, secret)| (key.clone(), name.clone(), secret.clone())));
        removed.extend(own);
    }
    notes.extend(samples.into_iter().map(|(key, (path, span, files))| Note {
        severity: Severity::Warning,
        path,
        span,
        message: if files == 1 {
            msg!(
                en: "{k} is a password of {p}'s own documentation, which everybody knows: change it.",
                zh: "{k} 是 {p} 官方文档中的示例密码，人人皆知：请更换。",
                k = model::value::shown(&key), p = product.title)
        } else {
            msg!(
                en: "{k}, which stands in {n} files, is a password of {p}'s own documentation, which everybody knows: change it.",
                zh: "{k}（出现在 {n} 个文件中）是 {p} 官方文档中的示例密码，人人皆知：请更换。",
                k = model::value::shown(&key), n = files, p = product.title)
        },
    }));
    together(product, read, &keys, &mut removed);
    removed.sort();
    removed.dedup();
    everywhere(read, &removed);
    removed
}

/// Of two keys that hold one secret, the second takes the variable of the first, where they do: two
/// names for it would look like two passwords.
fn together(
    product: &Product,
    read: &mut Read,
    keys: &[(String, String, String)],
    removed: &mut [(String, String)],
) {
    for (first, second) in product.import.one_secret {
        for (_, name, secret) in keys.iter().filter(|(key, ..)| key.ends_with(first)) {
            let same = |(key, other, value): &&(String, String, String)| {
                key.ends_with(second) && value == secret && other != name
            };
            for (_, other, _) in keys.iter().filter(same) {
                let (from, to) = (format!("${{{other}}}"), format!("${{{name}}}"));
                for (_, line) in all(read).filter(|(_, line)| line.value.contains(&from)) {
                    line.value = line.value.replace(&from, &to);
                }
                for (known, _) in removed.iter_mut().filter(|(known, _)| known == other) {
                    name.clone_into(known);
                }
            }
        }
    }
}

/// Every line that was read, of the product's files and of those beside it.
fn all(read: &mut Read) -> impl Iterator<Item = (&String, &mut Line)> {
    let files = read.hosts.values_mut().chain(read.beyond.hosts.values_mut());
    files.flat_map(BTreeMap::values_mut).flatten()
}

/// What was found to be a secret in one place is one in every other, also where nothing else tells it.
fn everywhere(read: &mut Read, removed: &[(String, String)]) {
    // A word such as `hadoop` is a part of paths and names, whoever took it for a password.
    let mut secrets: Vec<&(String, String)> =
        removed.iter().filter(|(_, secret)| is_telling(secret)).collect();
    // The longest first: one may be a part of another.
    secrets.sort_by_key(|(name, secret)| (std::cmp::Reverse(secret.len()), name.clone()));
    for (_, line) in all(read) {
        for (name, secret) in &secrets {
            if line.value.contains(secret.as_str()) {
                line.value = line.value.replace(secret.as_str(), &format!("${{{name}}}"));
            }
        }
    }
}
