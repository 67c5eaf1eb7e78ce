//! What was read, by host, file and key; and of which nodes of the document it is.

use crate::apart::Apart;
use crate::beside::{Beyond, Said};
use crate::locate::{Found, Located};
use crate::read::Note;
use model::{RowId, Span};
use rules::{Foreign, Format, Product};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A line that was read.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) value: String,
    pub(crate) path: Rc<str>,
    pub(crate) span: Span,
    /// Whether a secret was taken out of it.
    pub(crate) taken: bool,
    weight: u8,
}

impl Line {
    /// A line from its place.
    pub(crate) fn new(value: String, path: &Rc<str>, span: Span) -> Line {
        Line { value, path: Rc::clone(path), span, taken: false, weight: 0 }
    }

    /// Whether the product reads it after another one of the same host, so that it counts.
    pub(crate) fn is_read_after(&self, other: &Line) -> bool {
        (self.weight, self.span) > (other.weight, other.span)
    }
}

/// The files of a host, each with its keys.
pub(crate) type Files = BTreeMap<&'static str, BTreeMap<String, Line>>;

/// Everything that was read.
#[derive(Default)]
pub(crate) struct Read {
    pub(crate) hosts: BTreeMap<String, Files>,
    /// What files beside the product say.
    pub(crate) beyond: Beyond,
    /// The hosts of which only the variables of a container were brought.
    pub(crate) containers: BTreeSet<String>,
    paths: BTreeMap<String, usize>,
}

impl Read {
    /// Sorts what the files say by host; what was seen while reading goes to `notes`.
    pub(crate) fn of(product: &Product, located: &Located, notes: &mut Vec<Note>) -> Read {
        let beyond = Beyond::of(product, &located.beside, notes);
        let mut read = Read { beyond, ..Read::default() };
        // A host of which nothing else is known is one.
        for host in read.beyond.hosts.keys().filter(|host| !host.is_empty()) {
            read.hosts.entry(host.clone()).or_default();
        }
        let variables = |f: &&Found| matches!(f.known.format, Format::Environment(_));
        let hosts = |of: bool| located.found.iter().filter(move |f| variables(f) == of);
        read.containers = hosts(true).map(|f| f.host.clone()).collect();
        for found in hosts(false) {
            read.containers.remove(&found.host);
        }
        for found in &located.found {
            let path: Rc<str> = Rc::from(found.path.as_str());
            let host = read.hosts.entry(found.host.clone()).or_default();
            let file = host.entry(found.known.file).or_default();
            let keys = read.paths.entry(found.path.clone()).or_default();
            *keys = found.lines.said.len() + if found.part { *keys } else { 0 };
            for said in &found.lines.said {
                let weight = found.known.weight;
                let line = Line {
                    value: said.value.clone(),
                    path: Rc::clone(&path),
                    span: said.span,
                    taken: false,
                    weight,
                };
                match file.get(&said.key) {
                    Some(old) if old.weight > weight => {}
                    _ => {
                        file.insert(said.key.clone(), line);
                    }
                }
            }
            notes.extend(found.lines.notes.iter().map(|(severity, span, message)| Note {
                severity: *severity,
                path: found.path.clone(),
                span: *span,
                message: message.clone(),
            }));
        }
        read
    }

    /// How many keys all files have.
    pub(crate) fn keys(&self) -> usize {
        self.paths.values().chain(self.beyond.paths.values()).sum()
    }

    /// How many keys a file has.
    pub(crate) fn of_path(&self, path: &str) -> usize {
        let own = self.paths.get(path).or_else(|| self.beyond.paths.get(path));
        own.copied().unwrap_or_default()
    }

    /// The same, as the products look at it.
    pub(crate) fn foreign(&self) -> Foreign {
        let file = |lines: &BTreeMap<String, Line>| {
            lines.iter().map(|(key, line)| (key.clone(), line.value.clone())).collect()
        };
        let host = |files: &Files| files.iter().map(|(name, lines)| (*name, file(lines))).collect();
        let all = |hosts: &BTreeMap<String, Files>| {
            hosts.iter().map(|(name, files)| (name.clone(), host(files))).collect()
        };
        Foreign {
            hosts: all(&self.hosts),
            beside: all(&self.beyond.hosts),
            containers: self.containers.clone(),
        }
    }
}

/// Of which nodes it is: a host's files are those of one node, or of several where no file says
/// whose they are.
#[derive(Default)]
pub(crate) struct Target {
    /// The node of each host, as its folder is called.
    pub(crate) hosts: BTreeMap<String, RowId>,
    pub(crate) rows: Vec<(RowId, Rc<Files>)>,
    /// What files beside the product say of a node.
    pub(crate) beyond: Vec<(RowId, Said)>,
    /// The nodes of which only the variables of a container were brought.
    pub(crate) containers: BTreeSet<RowId>,
    /// Whether each host has the files of all programs, and not every name says what it runs.
    pub(crate) untold: bool,
    /// Folders of hosts and addresses of lists, of which nothing says which is which.
    pub(crate) apart: Option<Apart>,
    /// The node of a load balancer whose host nothing names, with a line of its file.
    pub(crate) nameless: Option<(RowId, Line)>,
}
