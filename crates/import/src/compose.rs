//! The services of `docker-compose.yml` that are given variables: in files, of which one is often of several
//! services, or in the service itself.

use crate::yaml::{self, Is, Node};
use crate::{Source, read};
use model::Span;
use rules::Format;

/// A service that is given variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Service {
    /// Its name, with the word that its command begins with where the name lacks that.
    pub(crate) name: String,
    /// The file that it stands in.
    pub(crate) path: String,
    /// The paths of its files of variables, as the files were brought.
    pub(crate) files: Vec<String>,
    /// The variables that stand in the service itself, each as a line of such a file, with its number.
    pub(crate) variables: Vec<(String, usize)>,
}

/// Files longer than that are no lists of services.
const SHORT: usize = 256 * 1024;

/// All services of the files that were brought.
pub(crate) fn services(sources: &[Source]) -> Vec<Service> {
    let mut all = Vec::new();
    for source in sources.iter().filter(|source| source.bytes.len() <= SHORT) {
        let (_, name) = source.path.rsplit_once('/').unwrap_or(("", &source.path));
        let yaml = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml"));
        if !yaml.is_some_and(|name| name.ends_with("compose") || name.contains("compose.")) {
            continue;
        }
        if let Ok(text) = std::str::from_utf8(&source.bytes) {
            all.extend(of(&source.path, text));
        }
    }
    all
}

fn of(path: &str, text: &str) -> Vec<Service> {
    let root = yaml::read(text);
    let services = root.get("services").map(Node::members).unwrap_or_default();
    services.iter().filter_map(|(name, node)| service(path, name, node)).collect()
}

fn service(path: &str, name: &str, node: &Node) -> Option<Service> {
    let word = node.get("command")?.texts().first()?.0.split_whitespace().next()?.to_owned();
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
    };
    let told = letters(name).contains(&letters(&word));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |file: &str| {
        let file = file.trim_start_matches("./");
        if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
    };
    let files = node.get("env_file").map(named).unwrap_or_default();
    let service = Service {
        name: if told { name.to_owned() } else { format!("{name}-{word}") },
        path: path.to_owned(),
        files: files.into_iter().map(beside).collect(),
        variables: node.get("environment").map(variables).unwrap_or_default(),
    };
    (!service.files.is_empty() || !service.variables.is_empty()).then_some(service)
}

/// The files of `env_file`: a path, paths, or maps that have one.
fn named(node: &Node) -> Vec<&str> {
    match &node.is {
        Is::Text(text) => vec![text],
        Is::List(all) => all.iter().flat_map(named).collect(),
        Is::Map(_) => node.get("path").map(named).unwrap_or_default(),
    }
}

/// What `environment` sets: a map, or a list of `NAME=value`.
fn variables(node: &Node) -> Vec<(String, usize)> {
    let text =
        |node: &Node| node.texts().first().map_or_else(String::new, |(text, _)| (*text).to_owned());
    match &node.is {
        Is::Map(all) => {
            all.iter().map(|(name, v)| (format!("{name}={}", text(v)), v.line)).collect()
        }
        Is::List(_) => {
            node.texts().into_iter().map(|(text, line)| (text.to_owned(), line)).collect()
        }
        Is::Text(_) => Vec::new(),
    }
}

impl Service {
    /// What its own variables say, read as a file of variables is.
    pub(crate) fn lines(&self, format: Format) -> read::Read {
        let mut all = read::Read::default();
        for (text, line) in &self.variables {
            // A value with a line end is one line to whoever sets it.
            let one = text.replace('\n', " ");
            let mut read = read::lines(format, &one);
            let span = Span { line: u32::try_from(*line).unwrap_or(u32::MAX), column: 1 };
            read.said.iter_mut().for_each(|said| said.span = span);
            all.said.append(&mut read.said);
            all.notes
                .extend(read.notes.into_iter().map(|(severity, _, note)| (severity, span, note)));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn services_have_a_command_and_files() {
        let text = "version: \"2.2\"\nvolumes:\n  shared: {}\nservices:\n  postgres:\n    image: postgres\n\
            \n  # comment\n  coordinator:\n    image: apache/druid:33.0.0\n    command:\n      - coordinator\n    env_file:\n      - environment\n\
            \x20\x20q1:\n    command: [\"broker\"]\n    environment:\n      - X=y\n    env_file: ./environment\n\
            \x20\x20h: {image: x, command: historical, env_file: [{path: a.env}]}\n";
        let found = of("src/docker-compose.yml", text);
        let named: Vec<_> = found.iter().map(|s| (s.name.as_str(), s.files.join(" "))).collect();
        let file = || "src/environment".to_owned();
        let third = ("h-historical", "src/a.env".to_owned());
        assert_eq!(named, [("coordinator", file()), ("q1-broker", file()), third]);
        assert_eq!(found[1].variables, [("X=y".to_owned(), 18)]);
        assert_eq!(of("", "services:\n\x20a:\n  command: x\n"), []);
        assert_eq!(of("", ":\n - \nservices:\n  - x\n   -"), []);
    }
}
