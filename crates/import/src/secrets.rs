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
    removed
}
