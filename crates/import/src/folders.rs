//! Which folders of a path name a host, and which belong to the layout of an installation.

use rules::Import;
use std::collections::BTreeSet;

/// Whether a folder belongs to the layout of an installation, and names no host.
fn is_layout(import: &Import, folder: &str) -> bool {
    const COMMON: &str = "etc opt usr local home var lib srv data apps app root \
        current config configs dist nodes hosts nginx haproxy httpd apache2 load-balancer \
        session hadoop hbase hadoop-conf hbase-conf tomcat conf";
    let lower = folder.to_ascii_lowercase();
    COMMON.split(' ').any(|common| common == lower)
        || import.folders.contains(&folder)
        || is_release(import, folder)
}

fn is_release(import: &Import, folder: &str) -> bool {
    let lower = folder.to_ascii_lowercase();
    import.releases.iter().any(|word| {
        let word = word.to_ascii_lowercase();
        let bare = word.trim_end_matches(['-', ':']);
        lower == bare
            || lower
                .strip_prefix(&word)
                .is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// Whether a folder is what an archive of some release unpacks to: `imply-3.4`, `suite-1.2.3`.
fn is_distribution(folder: &str) -> bool {
    let Some((name, version)) = folder.rsplit_once('-') else { return false };
    let parts = version.split('.').collect::<Vec<_>>();
    let number = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    (2..=3).contains(&parts.len())
        && parts.iter().all(number)
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'))
}

/// The path before a second layout beside `conf`, such as `conf-quickstart/`, and that of the first.
pub(crate) fn second_layout(import: &Import, path: &str) -> Option<String> {
    let mut above = String::new();
    for folder in path.split('/') {
        if folder.starts_with("conf-") && import.folders.contains(&folder) {
            return Some(format!("{above}conf/"));
        }
        above.push_str(folder);
        above.push('/');
    }
    None
}

/// The folders of a path that may name its host.
pub(crate) fn candidates(import: &Import, folders: &[&str]) -> Vec<String> {
    let named = folders.iter().rposition(|f| matches!(*f, "nodes" | "hosts" | "host_files"));
    if let Some(host) = named.and_then(|at| folders.get(at + 1)) {
        return vec![(*host).to_owned()];
    }
    let of_folder = |folder: &&str| {
        if is_layout(import, folder) || is_distribution(folder) {
            return None;
        }
        // `conf.k1`, `conf-k1`.
        let own = folder.strip_prefix("conf").and_then(|f| f.strip_prefix(['.', '-', '_']));
        match own {
            Some(own) if !own.is_empty() && !own.starts_with(|c: char| c.is_ascii_digit()) => {
                Some(own.to_owned())
            }
            _ => Some((*folder).to_owned()),
        }
    };
    folders.iter().filter_map(of_folder).collect()
}

/// The folder that tells hosts apart: the place among the candidates with the most different names.
pub(crate) fn hosts(all: &[Vec<String>]) -> Vec<String> {
    let most = all.iter().map(Vec::len).max().unwrap_or_default();
    let different = |at: usize| {
        let names: BTreeSet<&String> = all.iter().filter_map(|c| c.get(at)).collect();
        names.len()
    };
    // Of equal ones the last, which stands nearer to the files.
    let best = (0..most).max_by_key(|at| (different(*at), *at)).unwrap_or_default();
    let best = if most > 0 && different(best) == 1 { most - 1 } else { best };
    all.iter().map(|c| c.get(best).or(c.last()).cloned().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::is_distribution;

    #[test]
    fn a_release_is_no_host() {
        for release in ["imply-3.4", "druid-suite-1.2.3"] {
            assert!(is_distribution(release), "{release}");
        }
        for host in ["data-1", "node-10.0.0.1", "web1", "k1.example.com", "-1.2", "h-1.2.x"] {
            assert!(!is_distribution(host), "{host}");
        }
    }
}
