//! Secrets leave what was read before anything is made of it.

use crate::target::Read;
use model::secret::{Names, Slot};
use rules::Product;

/// Puts the names of variables where secrets stand; what was taken out, each with its variable.
pub(crate) fn take(product: &Product, read: &mut Read) -> Vec<(String, String)> {
    let marks = product.secret_marks();
    let mut names = Names::default();
    let lines = |read: &Read| {
        let files = read.hosts.values().flat_map(std::collections::BTreeMap::values);
        files.flat_map(|lines| lines.values().map(|line| line.value.clone())).collect::<Vec<_>>()
    };
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
    for files in read.hosts.values_mut() {
        for (key, line) in files.values_mut().flatten() {
            if let Some(safe) =
                names.protect(Slot::Property, key, &line.value, &marks, &mut removed)
            {
                line.value = safe;
            }
        }
    }
    removed.sort();
    removed.dedup();
    everywhere(read, &removed);
    removed
}

/// What was found to be a secret in one place is one in every other, also where nothing else tells it.
fn everywhere(read: &mut Read, removed: &[(String, String)]) {
    /// Shorter ones stand in many words.
    const LEAST: usize = 6;
    let mut secrets: Vec<&(String, String)> =
        removed.iter().filter(|(_, secret)| secret.chars().count() >= LEAST).collect();
    // The longest first: one may be a part of another.
    secrets.sort_by_key(|(name, secret)| (std::cmp::Reverse(secret.len()), name.clone()));
    for files in read.hosts.values_mut() {
        for line in files.values_mut().flat_map(std::collections::BTreeMap::values_mut) {
            for (name, secret) in &secrets {
                if line.value.contains(secret.as_str()) {
                    line.value = line.value.replace(secret.as_str(), &format!("${{{name}}}"));
                }
            }
        }
    }
}
