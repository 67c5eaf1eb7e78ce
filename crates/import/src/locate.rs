//! Which file is which, and of which host.

use crate::beside::{Brought, piece};
use crate::compose;
use crate::folders::{hosts, second_layout};
use crate::hit::{Hit, Is, by_content, given, hit, parts};
use crate::machines::of_machines;
use crate::read::{Read as Lines, of_bytes, text};
use crate::target::Read;
use crate::{Choices, FileRead, Source};
use model::Text;
use rules::{Format, Import, Known};
use std::collections::{BTreeMap, BTreeSet};

/// Why a file is no part of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// Nobody knows it.
    Unknown,
    /// A copy of another one: `kylin.properties.bak`.
    Copy,
    /// Another file of the host is the one that is read.
    Second,
    /// Another product's.
    Other,
    /// No text.
    Binary,
    /// The document itself, or another part of an archive of Muster's.
    Own,
}

impl Kept {
    /// The reason in one sentence.
    pub fn sentence(self) -> Text {
        match self {
            Kept::Unknown => {
                const {
                    Text::new(
                        "Not a configuration file that is read here: kept aside, not part of the archive.",
                        "不是此处会读取的配置文件：已搁置，不进入部署包。",
                    )
                }
            }
            Kept::Copy => {
                const {
                    Text::new(
                        "Looks like a copy of another file, which no program reads: kept aside.",
                        "看起来是另一文件的副本，没有程序会读取：已搁置。",
                    )
                }
            }
            Kept::Second => {
                const {
                    Text::new(
                        "This host has the same file in a folder nearer to its root, which is taken: which of the two the program reads, only its start script says. Name the other one alone to have it read.",
                        "该主机在更靠近根目录的位置有同名文件，已采用那一个：程序究竟读取哪一个，只有启动脚本知道。若要读取此文件，请单独指定它。",
                    )
                }
            }
            Kept::Other => {
                const {
                    Text::new(
                        "A file of another product: kept aside here. Import it on its own, with that product chosen.",
                        "另一个产品的文件：此处已搁置。请选择该产品后单独导入。",
                    )
                }
            }
            Kept::Binary => const { Text::new("Not a text: kept aside.", "不是文本：已搁置。") },
            Kept::Own => {
                const {
                    Text::new(
                        "Made by Muster from the document; it will be made anew.",
                        "由 Muster 根据文档生成；将重新生成。",
                    )
                }
            }
        }
    }
}

/// A file that was found, with what stands in it.
pub(crate) struct Found {
    pub(crate) path: String,
    pub(crate) host: String,
    pub(crate) known: &'static Known,
    pub(crate) lines: Lines,
    /// Whether it is a part of a file that has others: the variables of a service.
    pub(crate) part: bool,
}

/// All files of a product.
pub(crate) struct Located {
    pub(crate) found: Vec<Found>,
    /// Files of what stands beside the product.
    pub(crate) beside: Vec<Brought>,
    pub(crate) kept: Vec<(String, Kept)>,
    /// The folder that all stand in, as a name for the cluster.
    pub(crate) name: Option<String>,
}

impl Located {
    /// The files that nobody knew, each with the host in whose folder it stands.
    pub(crate) fn unknown<'s>(&self, sources: &'s [Source]) -> Vec<(&'s Source, Option<&'s str>)> {
        let of_beside = self.beside.iter().map(|f| f.host.as_str());
        let hosts: BTreeSet<&str> =
            self.found.iter().map(|f| f.host.as_str()).chain(of_beside).collect();
        let kept = self.kept.iter().filter(|(_, why)| *why == Kept::Unknown);
        let unknown: BTreeSet<&str> = kept.map(|(path, _)| path.as_str()).collect();
        let sources = sources.iter().filter(|s| unknown.contains(s.path.as_str()));
        sources
            .map(|s| {
                let host = s.path.split('/').find(|part| !part.is_empty() && hosts.contains(part));
                (s, host)
            })
            .collect()
    }

    /// What became of each file, by path.
    pub(crate) fn files(
        &self,
        read: &Read,
        machines: &BTreeMap<String, &'static str>,
    ) -> Vec<FileRead> {
        let found = self.found.iter().map(|f| FileRead {
            path: f.path.clone(),
            host: f.host.clone(),
            kind: Ok(f.known.file),
            keys: read.of_path(&f.path),
        });
        let kept = self.kept.iter().filter(|(path, _)| !machines.contains_key(path));
        let kept = kept.map(|(path, why)| FileRead {
            path: path.clone(),
            host: String::new(),
            kind: Err(*why),
            keys: 0,
        });
        let machines = machines.iter().map(|(path, what)| FileRead {
            path: path.clone(),
            host: String::new(),
            kind: Ok(what),
            keys: usize::from(!of_machines(what)),
        });
        let beside = self.beside.iter().map(|f| FileRead {
            path: f.piece.path.to_string(),
            host: f.host.clone(),
            kind: Ok(f.beside.subject),
            keys: read.of_path(&f.piece.path),
        });
        let mut files: Vec<FileRead> = found.chain(beside).chain(kept).chain(machines).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        // One that is of several hosts is of none alone.
        files.dedup_by(|next, known| {
            let same = next.path == known.path && next.kind == known.kind;
            if same && next.host != known.host {
                known.host.clear();
            }
            same
        });
        files
    }
}

/// The folder of an archive of Muster, with a slash at its end: a recipe stands there beside a manifest.
fn archive(sources: &[Source]) -> Option<&str> {
    let manifests = sources.iter().filter_map(|s| s.path.strip_suffix("MANIFEST.json"));
    let mut folders = manifests.filter(|folder| folder.is_empty() || folder.ends_with('/'));
    folders
        .find(|folder| sources.iter().any(|s| s.path.strip_prefix(folder) == Some("cluster.toml")))
}

/// Finds a product's files.
pub(crate) fn locate(import: &Import, sources: &[Source], choices: &Choices) -> Located {
    let mut hits: Vec<Hit> = Vec::new();
    let mut kept = Vec::new();
    let own = archive(sources);
    // What an archive has for clients and for the admin's machine is no node's.
    let no_node = |path: &str| {
        let inside = own.and_then(|folder| path.strip_prefix(folder));
        inside.is_some_and(|path| !path.starts_with("nodes/"))
    };
    let own = own.is_some();
    let paths: BTreeSet<Vec<&str>> = sources.iter().map(|s| parts(&s.path)).collect();
    let services = compose::services(sources);
    let variables = import.known.iter().find(|k| matches!(k.format, Format::Environment(_)));
    for (number, source) in sources.iter().enumerate() {
        let found = hit(import, number, &source.path, &paths);
        let found = found.or_else(|why| by_content(import, number, source, why));
        match found.or_else(|why| given(import, number, source, &services, variables, why)) {
            _ if no_node(&source.path) => kept.push((source.path.clone(), Kept::Own)),
            Ok(hit) => hits.push(hit),
            Err(Kept::Unknown) if own => kept.push((source.path.clone(), Kept::Own)),
            Err(why) => kept.push((source.path.clone(), why)),
        }
    }
    let all: Vec<Vec<String>> = hits.iter().map(|hit| hit.folders.clone()).collect();
    let name = name(&all);
    let hosts = hosts(&all);
    let mut found: Vec<Found> = Vec::new();
    let mut beside: Vec<Brought> = Vec::new();
    for (hit, host) in hits.into_iter().zip(hosts) {
        let Some(source) = sources.get(hit.number) else { continue };
        let said = choices.hosts.iter().rev().find(|(prefix, _)| source.path.starts_with(*prefix));
        let host = said.map(|(_, host)| host.clone()).or(hit.host).unwrap_or(host);
        let path = source.path.clone();
        let read = match hit.is {
            Is::Known(known) => of_bytes(known.format, &source.bytes).map(|lines| {
                let of = services.iter().filter(|s| s.files.contains(&path) && said.is_none());
                let of: Vec<String> = match known.format {
                    Format::Environment(_) => of.map(|service| service.name.clone()).collect(),
                    _ => Vec::new(),
                };
                let hosts = if of.is_empty() { vec![host] } else { of };
                let one = |host| Found {
                    path: path.clone(),
                    host,
                    known,
                    lines: lines.clone(),
                    part: false,
                };
                found.extend(hosts.into_iter().map(one));
            }),
            Is::Beside(of) => text(&source.bytes)
                .map(|text| beside.push(Brought { beside: of, host, piece: piece(&path, text) })),
        };
        if read.is_none() {
            kept.push((source.path.clone(), Kept::Binary));
        }
    }
    for (service, known) in services.iter().filter_map(|service| Some((service, variables?))) {
        let lines = service.lines(known.format);
        if !lines.said.is_empty() {
            kept.retain(|(path, _)| *path != service.path);
            let (path, host) = (service.path.clone(), service.name.clone());
            found.push(Found { path, host, known, lines, part: true });
        }
    }
    let layouts: BTreeSet<String> = found
        .iter()
        .filter_map(|f| f.path.find("conf/").and_then(|at| f.path.get(..at + 5)).map(str::to_owned))
        .collect();
    found.retain(|f| {
        let second = second_layout(import, &f.path).is_some_and(|first| layouts.contains(&first));
        if second {
            kept.push((f.path.clone(), Kept::Second));
        }
        !second
    });
    // The one in the fewest folders is taken; what stands in a service counts before its file.
    let depth = |path: &str| path.matches('/').count();
    found.sort_by_key(|f| (f.part, depth(&f.path), f.path.clone()));
    let mut taken: BTreeSet<(String, &'static str, &'static str)> = BTreeSet::new();
    found.retain(|f| {
        let first = f.part || taken.insert((f.host.clone(), f.known.file, f.known.ends));
        if !first {
            kept.push((f.path.clone(), Kept::Second));
        }
        first
    });
    beside.sort_by(|a, b| a.piece.path.cmp(&b.piece.path));
    kept.sort();
    Located { found, beside, kept, name }
}

/// The first folder, when all files stand in it and it is no host's.
fn name(all: &[Vec<String>]) -> Option<String> {
    let first = all.first()?.first()?;
    let shared = all.iter().all(|c| c.len() > 1 && c.first() == Some(first));
    shared.then(|| first.clone())
}
