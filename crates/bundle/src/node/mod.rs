//! What lies in a node's folder beside the product's own files.

mod env;
mod root_once;
mod table;
mod unit;

use crate::script;
use formats::File;
use model::Node;
use rules::{Context, Secret, Service};
use std::sync::Arc;

/// One of the product's files on a node.
pub(crate) struct OwnFile {
    pub(crate) name: &'static str,
    pub(crate) file: Arc<File>,
    pub(crate) to: String,
    pub(crate) mode: &'static str,
    pub(crate) render: &'static str,
}

/// A node and what is known about it.
pub(crate) struct Site<'s> {
    pub(crate) cx: &'s Context<'s>,
    pub(crate) node: &'s Node,
    pub(crate) cluster: &'s str,
    pub(crate) folder: &'s str,
    pub(crate) services: Vec<&'static Service>,
    pub(crate) files: &'s [OwnFile],
    pub(crate) secrets: &'s [Secret],
}

impl Site<'_> {
    /// Where the node keeps what it needs to know about its deployment.
    pub(crate) fn state(&self) -> String {
        format!("/var/lib/muster/{}/{}", self.cluster, self.folder)
    }

    /// The names of the secrets that the node's files mention after `open`: `@{` for those that are
    /// rendered into files, `${` for those that a process reads from its environment.
    pub(crate) fn secrets(&self, open: &str) -> Vec<&str> {
        let named = |text: &str, variable: &str| {
            text.match_indices(open).any(|(at, _)| {
                text.get(at + open.len()..)
                    .and_then(|rest| rest.strip_prefix(variable))
                    .is_some_and(|rest| rest.starts_with('}'))
            })
        };
        let used = |secret: &&Secret| {
            self.files
                .iter()
                .any(|own| own.file.lines.iter().any(|line| named(&line.text, &secret.variable)))
        };
        self.secrets.iter().filter(used).map(|secret| secret.variable.as_str()).collect()
    }
}

/// The generated and static files of a node.
pub(crate) fn files(site: &Site) -> Vec<(String, Arc<File>)> {
    let mut files = vec![
        ("install.sh".to_owned(), script::install()),
        ("lib.sh".to_owned(), script::node_lib()),
        ("preflight.sh".to_owned(), script::preflight()),
        ("node.env".to_owned(), Arc::new(env::file(site))),
        ("files.tsv".to_owned(), Arc::new(table::file(site))),
        ("root-once.sh".to_owned(), Arc::new(root_once::file(site))),
    ];
    for service in &site.services {
        files.push((format!("service/{}.sh", service.id), script::service(service)));
        files.push((
            format!("systemd/{}", unit::name(service)),
            Arc::new(unit::file(site, service)),
        ));
    }
    files
}
