//! The services of `docker-compose.yml` that read a file of variables: one file there is of several hosts.
//! Of the format only what these files use is read: indentation, lists and scalars.

use crate::Source;

/// A service that is given a file of variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Service {
    /// Its name, with the word that its command begins with where the name lacks that.
    pub(crate) name: String,
    /// The paths of its files, as the files were brought.
    pub(crate) files: Vec<String>,
}

/// Files longer than that are no lists of services.
const SHORT: usize = 256 * 1024;

/// All services of the files that were brought.
pub(crate) fn services(sources: &[Source]) -> Vec<Service> {
    let mut all = Vec::new();
    for source in sources.iter().filter(|source| source.bytes.len() <= SHORT) {
        let (folder, name) = source.path.rsplit_once('/').unwrap_or(("", &source.path));
        let yaml = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml"));
        if !yaml.is_some_and(|name| name.ends_with("compose") || name.contains("compose.")) {
            continue;
        }
        if let Ok(text) = std::str::from_utf8(&source.bytes) {
            all.extend(of(folder, text));
        }
    }
    all
}

/// A scalar without its quotes.
fn bare(text: &str) -> &str {
    text.trim().trim_matches(['"', '\'']).trim()
}

/// What stands behind a key on its line: one value, or a list in brackets.
fn inline(text: &str) -> Vec<&str> {
    let text = text.trim();
    let list = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    let parts: Vec<&str> = list.map_or_else(|| vec![text], |list| list.split(',').collect());
    parts.into_iter().map(bare).filter(|part| !part.is_empty()).collect()
}

fn of(folder: &str, text: &str) -> Vec<Service> {
    let mut all: Vec<(String, Vec<&str>, Vec<&str>)> = Vec::new();
    let (mut inside, mut names, mut keys) = (false, None, None);
    let mut key = "";
    for line in text.lines() {
        let start = line.trim_start();
        let depth = line.len() - start.len();
        let start = start.trim_end();
        if start.is_empty() || start.starts_with('#') {
            continue;
        }
        if depth == 0 {
            inside = start == "services:";
            (names, keys) = (None, None);
            continue;
        }
        if !inside {
            continue;
        }
        if depth == *names.get_or_insert(depth) {
            let name = start.trim_end_matches(':');
            all.push((bare(name).to_owned(), Vec::new(), Vec::new()));
            (keys, key) = (None, "");
            continue;
        }
        let Some((_, command, files)) = all.last_mut() else { continue };
        let item = start.strip_prefix("- ");
        let values = match item {
            Some(item) => inline(item.strip_prefix("path:").unwrap_or(item)),
            None if depth <= *keys.get_or_insert(depth) => {
                let (name, value) = start.split_once(':').unwrap_or((start, ""));
                key = name;
                inline(value)
            }
            None => Vec::new(),
        };
        match key {
            "command" => command.extend(values),
            "env_file" => files.extend(values),
            _ => {}
        }
    }
    let service = |(name, command, files): (String, Vec<&str>, Vec<&str>)| {
        let word = command.first()?.split_whitespace().next()?.to_owned();
        let letters = |text: &str| -> String {
            text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
        };
        let told = letters(&name).contains(&letters(&word));
        let path = |file: &&str| {
            let file = file.trim_start_matches("./");
            if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
        };
        Some(Service {
            name: if told { name } else { format!("{name}-{word}") },
            files: files.iter().map(path).collect(),
        })
    };
    all.into_iter().filter_map(service).filter(|service| !service.files.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn services_have_a_command_and_files() {
        let text = "version: \"2.2\"\nvolumes:\n  shared: {}\nservices:\n  postgres:\n    image: postgres\n\
            \n  # comment\n  coordinator:\n    image: apache/druid:33.0.0\n    command:\n      - coordinator\n    env_file:\n      - environment\n\
            \x20\x20q1:\n    command: [\"broker\"]\n    environment:\n      - X=y\n    env_file: ./environment\n";
        let found = of("src", text);
        let named: Vec<_> = found.iter().map(|s| (s.name.as_str(), s.files.join(" "))).collect();
        let file = || "src/environment".to_owned();
        assert_eq!(named, [("coordinator", file()), ("q1-broker", file())]);
        assert_eq!(of("", "services:\n\x20a:\n  command: x\n"), []);
        assert_eq!(of("", ":\n - \nservices:\n  - x\n   -"), []);
    }
}
