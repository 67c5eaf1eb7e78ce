//! Files that are pasted where nobody can drop any: each with its name and its node.

use super::{App, Slot};
use crate::platform::dom;
use crate::text::{self, tr};
use leptos::prelude::*;
use protocol::{Ask, Body};

/// The dialog's element.
pub const DIALOG: &str = "dialog-paste-files";

/// A file that was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// Its path, as if it had been dropped.
    pub path: String,
    /// Its text. It may have secrets: it stays here until it is read, and is stored nowhere.
    pub text: String,
}

/// What stands in the dialog.
#[derive(Clone, Copy)]
pub struct Pasting {
    /// The node's name.
    pub node: RwSignal<String>,
    /// The file's name.
    pub file: RwSignal<String>,
    /// Its text.
    pub text: RwSignal<String>,
    /// The files before it.
    pub files: RwSignal<Vec<Pasted>>,
    /// What files are called that are read.
    pub names: RwSignal<Vec<String>>,
    /// What is missing, or why nothing could be read.
    pub problem: RwSignal<String>,
}

impl Pasting {
    pub(super) fn new() -> Pasting {
        Pasting {
            node: RwSignal::new(String::new()),
            file: RwSignal::new(String::new()),
            text: RwSignal::new(String::new()),
            files: RwSignal::new(Vec::new()),
            names: RwSignal::new(Vec::new()),
            problem: RwSignal::new(String::new()),
        }
    }
}

/// A name without what would make other folders of it.
fn harmless(name: &str) -> String {
    let parts = name.trim().split(['/', '\\']).map(str::trim);
    parts.filter(|part| !matches!(*part, "" | "." | "..")).collect::<Vec<_>>().join("/")
}

/// The path of a file of a node: what stands behind `hosts` is a host's name, whatever it is.
fn path_of(node: &str, file: &str) -> String {
    let (node, file) = (harmless(node).replace('/', "-"), harmless(file));
    if node.is_empty() { file } else { format!("hosts/{node}/{file}") }
}

impl App {
    /// Opens the dialog.
    pub fn paste_files(self) {
        self.pasting.problem.set(String::new());
        self.ask(Slot::Names, Ask::Names, move |body| {
            if let Body::Names(names) = body {
                self.pasting.names.set(names);
            }
        });
        dom::show_dialog(DIALOG);
        dom::focus_soon(vec!["brought-node".to_owned()]);
    }

    /// Puts the text to the files; one with the same name and node takes the other's place. The node
    /// stays, for its next file. False when something is missing.
    pub fn add_pasted(self) -> bool {
        let pasting = self.pasting;
        let (file, text) = (pasting.file.get_untracked(), pasting.text.get_untracked());
        let missing = match (harmless(&file).is_empty(), text.trim().is_empty()) {
            (true, _) => Some((text::PASTE_NEEDS_NAME, "brought-name")),
            (_, true) => Some((text::PASTE_NEEDS_TEXT, "brought-text")),
            _ => None,
        };
        if let Some((problem, target)) = missing {
            pasting.problem.set(tr(problem).to_owned());
            dom::focus(target);
            return false;
        }
        let path = path_of(&pasting.node.get_untracked(), &file);
        pasting.files.update(|files| {
            files.retain(|there| there.path != path);
            files.push(Pasted { path, text });
        });
        for done in [pasting.file, pasting.text, pasting.problem] {
            done.set(String::new());
        }
        true
    }

    /// Takes a file out again, to be changed. What is being written is put to the others before; false
    /// when something of it is missing.
    pub fn take_back_pasted(self, path: &str) -> bool {
        let pasting = self.pasting;
        let begun = pasting.text.with_untracked(|text| !text.trim().is_empty());
        if begun && !self.add_pasted() {
            return false;
        }
        let mut taken = None;
        pasting.files.update(|files| {
            let at = files.iter().position(|there| there.path == path);
            taken = at.map(|at| files.remove(at));
        });
        if let Some(taken) = taken {
            let rest = taken.path.strip_prefix("hosts/").and_then(|rest| rest.split_once('/'));
            let (node, file) = rest.unwrap_or(("", &taken.path));
            pasting.node.set(node.to_owned());
            pasting.file.set(file.to_owned());
            pasting.text.set(taken.text);
        }
        true
    }

    /// Reads all of them, the one that is being written among them, as if they had been dropped.
    pub fn read_pasted(self) {
        let pasting = self.pasting;
        let begun = pasting.text.with_untracked(|text| !text.trim().is_empty());
        let none = pasting.files.with_untracked(Vec::is_empty);
        if (begun || none) && !self.add_pasted() {
            return;
        }
        let files = pasting.files.get_untracked();
        let bytes = |file: Pasted| (file.path, file.text.into_bytes());
        let files = files.into_iter().map(bytes).collect();
        let failed = move |why: String| pasting.problem.set(why);
        self.open_bytes(files, failed, move || {
            pasting.files.set(Vec::new());
            dom::close_dialog(DIALOG);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn a_pasted_file_has_the_path_of_a_dropped_one() {
        assert_eq!(
            path_of(" k1.internal ", "kylin.properties"),
            "hosts/k1.internal/kylin.properties"
        );
        assert_eq!(path_of("", "/conf/../conf/masters"), "conf/conf/masters");
        assert_eq!(path_of("a/b", "x\\y"), "hosts/a-b/x/y");
        assert_eq!(path_of("..", ".."), "");
    }
}
