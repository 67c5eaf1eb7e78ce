//! What a product says of values as its files have them, before secrets leave.

use crate::read::Note;
use crate::target::Read;
use rules::Product;
use std::collections::BTreeSet;

/// Tells what is wrong with them; the rules that have their answer.
pub(crate) fn asked(
    product: &Product,
    read: &Read,
    notes: &mut Vec<Note>,
) -> BTreeSet<&'static str> {
    let told = (product.import.told)(&read.foreign());
    let mut answered = BTreeSet::new();
    for told in told {
        answered.insert(told.answers);
        let files = read.hosts.get(&told.host);
        let line = files.and_then(|files| files.get(told.file)?.get(&told.key));
        if let (Some((severity, message)), Some(line)) = (told.said, line) {
            let path = line.path.to_string();
            notes.push(Note { severity, path, span: line.span, message });
        }
    }
    answered
}
