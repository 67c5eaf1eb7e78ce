//! What lies in a node's folder beside the product's own files.

mod env;
mod root_once;
mod table;
mod unit;

use crate::account::Account;
use crate::script;
use formats::File;
use model::{Node, Text};
use rules::{Context, Secret, Service};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// One of the product's files on a node.
pub(crate) struct OwnFile {
    pub(crate) name: &'static str,
    pub(crate) file: Arc<File>,
    pub(crate) to: String,
    pub(crate) mode: &'static str,
    pub(crate) render: &'static str,
    pub(crate) mentions: Rc<Mentions>,
}

/// A node and what is known about it.
pub(crate) struct Site<'s> {
    pub(crate) cx: &'s Context<'s>,
    pub(crate) node: &'s Node,
    pub(crate) cluster: &'s str,
    pub(crate) folder: &'s str,
    /// `archive.tsv`, which all nodes share.
    pub(crate) archive: &'s Arc<File>,
    pub(crate) account: Account,
    pub(crate) services: Vec<&'static Service>,
    /// The folders of each service, in the order of the services.
    pub(crate) folders: Vec<Vec<String>>,
    pub(crate) files: &'s [OwnFile],
    pub(crate) secrets: &'s [Secret],
}

impl Site<'_> {
    /// The services with their folders.
    pub(super) fn service_folders(&self) -> impl Iterator<Item = (&'static Service, &[String])> {
        self.services.iter().copied().zip(self.folders.iter().map(Vec::as_slice))
    }

    /// Where the node keeps what it needs to know about its deployment.
    pub(crate) fn state(&self) -> String {
        format!("/var/lib/muster/{}/{}", self.cluster, self.folder)
    }

    /// The names of the secrets that are rendered into the node's files.
    pub(crate) fn rendered(&self) -> Vec<&str> {
        self.named(|mentions| &mentions.rendered)
    }

    /// The names of the secrets that a process reads from its environment.
    pub(crate) fn environment(&self) -> Vec<&str> {
        self.named(|mentions| &mentions.environment)
    }

    fn named(&self, which: fn(&Mentions) -> &BTreeSet<usize>) -> Vec<&str> {
        let used: BTreeSet<usize> =
            self.files.iter().flat_map(|own| which(&own.mentions).iter().copied()).collect();
        used.iter().filter_map(|at| self.secrets.get(*at)).map(|s| s.variable.as_str()).collect()
    }
}

/// What stands in front of a variable's name in a provider of passwords.
const PROVIDER: &str = "\"variable\":\"";

/// Which of the product's secrets a file mentions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mentions {
    /// Whether it holds `@{` at all.
    marker: bool,
    /// As `@{NAME}`: the service's script renders them into the file.
    rendered: BTreeSet<usize>,
    /// As `${NAME}`: a process reads them from its environment.
    environment: BTreeSet<usize>,
}

impl Mentions {
    /// Those of a file. `lines` keeps what was found in lines that several files share, by their
    /// address: the files keep them alive.
    pub(crate) fn of(
        file: &File,
        secrets: &[Secret],
        lines: &mut BTreeMap<*const str, Mentions>,
    ) -> Mentions {
        let (own, shared) = file.parts();
        let mut mentions = Mentions::in_text(own, secrets);
        for line in shared {
            let known = lines.entry(std::ptr::from_ref(line.text()));
            let more = known.or_insert_with(|| Mentions::in_text(line.text(), secrets));
            mentions.marker |= more.marker;
            mentions.rendered.extend(&more.rendered);
            mentions.environment.extend(&more.environment);
        }
        mentions
    }

    fn in_text(text: &str, secrets: &[Secret]) -> Mentions {
        let mut mentions = Mentions { marker: text.contains("@{"), ..Mentions::default() };
        for line in text.lines() {
            for (at, _) in line.match_indices('{') {
                let (before, after) = line.split_at(at);
                let Some((name, _)) = after.get(1..).and_then(|rest| rest.split_once('}')) else {
                    continue;
                };
                // `${env:NAME}` asks for the environment by name, as log4j and others do.
                let (kind, name) = name.split_once(':').unwrap_or(("env", name));
                let index = secrets.iter().position(|s| s.variable == name && kind == "env");
                let Some(index) = index else { continue };
                match before.chars().next_back() {
                    Some('@') => mentions.rendered.insert(index),
                    Some('$') => mentions.environment.insert(index),
                    _ => false,
                };
            }
            // A provider of passwords in JSON: {"type":"environment","variable":"NAME"}.
            for (_, after) in
                line.match_indices(PROVIDER).map(|(at, p)| line.split_at(at + p.len()))
            {
                let name = after.split('"').next().unwrap_or_default();
                let index = secrets.iter().position(|s| s.variable == name);
                mentions.environment.extend(index);
            }
        }
        mentions
    }

    /// Whether anything may be rendered into the file: then it is installed as a secret.
    pub(super) fn marker(&self) -> bool {
        self.marker
    }
}

/// The file that names the archive. The archive's id stands in it, so it differs between any two
/// documents, and nobody reads it.
pub const ARCHIVE: &str = "archive.tsv";

/// `archive.tsv`: by which name a deployment of this archive is known on the node.
pub(crate) fn archive(id: &str) -> File {
    let mut file = File::new(
        const {
            Text::new(
                "The archive's name, by which a node knows what was deployed.",
                "部署包的标识，节点据此识别已部署的内容。",
            )
        },
    );
    file.line(format!("archive\t{id}"));
    file
}

/// The generated and static files of a node.
pub(crate) fn files(site: &Site) -> Vec<(String, Arc<File>)> {
    let mut files: Vec<(String, Arc<File>)> = script::on_nodes()
        .iter()
        .map(|(name, file)| ((*name).to_owned(), Arc::clone(file)))
        .collect();
    files.extend([
        (ARCHIVE.to_owned(), Arc::clone(site.archive)),
        ("node.env".to_owned(), Arc::new(env::file(site))),
        ("files.tsv".to_owned(), Arc::new(table::file(site))),
        ("root-once.sh".to_owned(), Arc::new(root_once::file(site))),
    ]);
    for service in &site.services {
        files.push((format!("service/{}.sh", service.id), script::service(service)));
        files.push((
            format!("systemd/{}", unit::name(service)),
            Arc::new(unit::file(site, service)),
        ));
    }
    files
}
