//! Which files beside the product were brought, of which host, and what they say.

use crate::facts::{self, CALLED, Facts, MEMBER, Piece, SERVICES};
use crate::read::Note;
use crate::target::Line;
use rules::{Beside, Product, Reader};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A file beside the product.
pub(crate) struct Brought {
    pub(crate) beside: &'static Beside,
    pub(crate) host: String,
    pub(crate) piece: Piece,
}

/// The facts of a host, by subject and key.
pub(crate) type Said = BTreeMap<&'static str, BTreeMap<String, Line>>;

/// What the files beside the product say.
#[derive(Default)]
pub(crate) struct Beyond {
    /// By host.
    pub(crate) hosts: BTreeMap<String, Said>,
    /// What is no fact, by host and subject.
    pub(crate) rest: BTreeMap<(String, &'static str), Vec<(facts::At, String)>>,
    /// How many facts each file has.
    pub(crate) paths: BTreeMap<String, usize>,
}

impl Beyond {
    /// Reads them; what was seen while reading goes to `notes`.
    pub(crate) fn of(product: &Product, brought: &[Brought], notes: &mut Vec<Note>) -> Beyond {
        let mut groups: BTreeMap<(&str, &'static str), (&'static Beside, Vec<Piece>)> =
            BTreeMap::new();
        for file in brought {
            let key = (file.host.as_str(), file.beside.subject);
            let group = groups.entry(key).or_insert_with(|| (file.beside, Vec::new()));
            group.1.push(file.piece.clone());
        }
        let mut beyond = Beyond::default();
        for ((host, subject), (beside, pieces)) in groups {
            let Facts { said, rest, notes: seen } = facts::read(beside, product.site, &pieces);
            notes.extend(seen.into_iter().map(|(severity, at, message)| Note {
                severity,
                path: at.path.to_string(),
                span: at.span,
                message,
            }));
            for piece in &pieces {
                beyond.paths.insert(piece.path.to_string(), 0);
            }
            let own = beyond.hosts.entry(host.to_owned()).or_default().entry(subject).or_default();
            for fact in said {
                *beyond.paths.entry(fact.at.path.to_string()).or_default() += 1;
                own.insert(fact.key, Line::new(fact.value, &fact.at.path, fact.at.span));
            }
            beyond.rest.insert((host.to_owned(), subject), rest);
        }
        beyond
    }

    /// The hosts that stand behind the balancer of a host, with what else the file calls each.
    pub(crate) fn members(said: &Said) -> Vec<(String, Option<String>)> {
        let lines = said.values().flat_map(BTreeMap::iter);
        let keys = lines.filter_map(|(key, _)| key.strip_prefix(MEMBER));
        keys.map(|address| {
            let called = said.values().find_map(|lines| lines.get(&format!("{CALLED}{address}")));
            (facts::member_of(address).0.to_owned(), called.map(|line| line.value.clone()))
        })
        .collect()
    }

    /// The names of the services that an archive of Muster's has for a host.
    pub(crate) fn services(product: &Product, said: &Said) -> Vec<String> {
        let own = product.import.beside.iter().filter(|b| b.reader == Reader::Environment);
        let line = own.filter_map(|b| said.get(b.subject)?.get(SERVICES));
        line.flat_map(|line| line.value.split_whitespace().map(str::to_owned)).collect()
    }
}

/// How many parts of a path are before what a pattern names; nothing when it does not name it.
pub(crate) fn before(parts: &[&str], pattern: &str) -> Option<usize> {
    let pattern: Vec<&str> = pattern.split('/').collect();
    let at = parts.len().checked_sub(pattern.len())?;
    let tail = parts.get(at..)?;
    tail.iter().zip(&pattern).all(|(part, pattern)| named(part, pattern)).then_some(at)
}

/// Whether a name is as a pattern says; `*` stands for anything. Letters' case counts.
fn named(name: &str, pattern: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.find(piece) {
            Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

/// The file's path as the pieces share it.
pub(crate) fn piece(path: &str, text: String) -> Piece {
    Piece { path: Rc::from(path), text }
}

#[cfg(test)]
mod tests {
    use super::before;

    #[test]
    fn patterns_name_the_end_of_a_path() {
        let of = |path: &str, pattern: &str| before(&path.split('/').collect::<Vec<_>>(), pattern);
        assert_eq!(of("lb1/etc/nginx/nginx.conf", "nginx.conf"), Some(3));
        assert_eq!(of("lb1/conf.d/a.conf", "conf.d/*.conf"), Some(1));
        assert_eq!(of("lb1/my-nginx-1.conf", "*nginx*.conf"), Some(1));
        assert_eq!(of("a/sites-enabled/default", "sites-enabled/*"), Some(1));
        for (path, pattern) in [
            ("a/conf.d/x.cfg", "conf.d/*.conf"),
            ("a/nginx.conf.x", "*nginx*.conf"),
            ("x", "a/x"),
            ("a/b", "c"),
        ] {
            assert_eq!(of(path, pattern), None, "{path} {pattern}");
        }
    }
}
