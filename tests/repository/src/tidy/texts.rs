//! The engine's module holds no words of a text: they come from a file per language.

use super::Problem;
use site_files::texts::{Texts, collect, is_engine};
use site_files::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Problem> {
    let mut texts = Texts::new();
    let engine = tree.files.iter().filter(|file| is_engine(&file.path));
    let faults = engine.flat_map(|file| collect(&file.path, &file.text, &mut texts));
    let problem = |fault: site_files::texts::Fault| Problem {
        at: fault.path,
        line: fault.line,
        what: fault.what.sentence().to_owned(),
    };
    faults.map(problem).collect()
}
