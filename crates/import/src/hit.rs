//! What the path of a file says of it, or else its content.

use crate::Source;
use crate::beside::before;
use crate::compose;
use crate::facts::is_balancer;
use crate::folders::candidates;
use crate::locate::Kept;
use crate::read::of_bytes;
use rules::{Beside, Import, Known, Reader};
use std::collections::BTreeSet;

/// Words that tell a copy of a file.
const COPIES: [&str; 12] = [
    "bak", "backup", "orig", "old", "save", "rpmsave", "rpmnew", "template", "example", "sample",
    "tmp", "swp",
];

/// How the end of a path matches a known file.
enum Match {
    Yes { prefix: usize, host: Option<String> },
    Copy,
}

fn matches(parts: &[&str], known: &Known) -> Option<Match> {
    let ends: Vec<&str> = known.ends.split('/').collect();
    let (last, before) = ends.split_last()?;
    let (name, folders) = parts.split_last()?;
    let at = folders.len().checked_sub(before.len())?;
    // `conf/masters` may come without its folder.
    let placed = folders.get(at..)? == before;
    if !placed {
        return None;
    }
    if name == last {
        return Some(Match::Yes { prefix: at, host: None });
    }
    let rest = match name.strip_prefix(last) {
        Some(rest) if rest.starts_with(['.', '-', '_', '~']) => rest,
        _ => name.strip_suffix(last).filter(|rest| rest.ends_with(['.', '-', '_']))?,
    };
    let word = rest.trim_matches(['.', '-', '_', '~']);
    let lower = word.to_ascii_lowercase();
    // What a script fills in before the program starts.
    if matches!(lower.as_str(), "env" | "tpl" | "tmpl" | "j2" | "in") {
        return Some(Match::Yes { prefix: at, host: None });
    }
    let copy = word.is_empty()
        || COPIES.iter().any(|c| lower.starts_with(c) || lower.ends_with(c))
        || lower.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ':' | 't'));
    Some(if copy { Match::Copy } else { Match::Yes { prefix: at, host: Some(word.to_owned()) } })
}

/// What a file is.
pub(crate) enum Is {
    Known(&'static Known),
    Beside(&'static Beside),
}

/// A file that is one of the product's or beside it: its number, a host's name in its own, and the folders
/// that may name the host.
pub(crate) struct Hit {
    pub(crate) number: usize,
    pub(crate) is: Is,
    pub(crate) host: Option<String>,
    pub(crate) folders: Vec<String>,
}

/// The parts of a path: folders, and the name of the file.
pub(crate) fn parts(path: &str) -> Vec<&str> {
    path.split(['/', '\\']).filter(|p| !p.is_empty() && *p != ".").collect()
}

/// The folders of a path in parts.
fn above<'p, 's>(parts: &'p [&'s str]) -> &'p [&'s str] {
    parts.split_last().map_or(&[], |(_, folders)| folders)
}

/// What a path says of its file, among the paths of all.
pub(crate) fn hit(
    import: &Import,
    number: usize,
    path: &str,
    all: &BTreeSet<Vec<&str>>,
) -> Result<Hit, Kept> {
    let parts = parts(path);
    let of = |is: Is, host: Option<String>, prefix: usize| {
        let folders = candidates(import, parts.get(..prefix).unwrap_or_default());
        Hit { number, is, host, folders }
    };
    let stands =
        |name: &str| all.contains(&above(&parts).iter().copied().chain([name]).collect::<Vec<_>>());
    let placed = |k: &&Known| k.with.is_empty() || k.with.iter().any(|name| stands(name));
    let known = import.known.iter().filter(placed);
    let hits = known.filter_map(|k| matches(&parts, k).map(|m| (k, m)));
    let mut hits: Vec<(&'static Known, Match)> = hits.collect();
    let whole = hits.iter().position(|(_, m)| matches!(m, Match::Yes { host: None, .. }));
    let at = whole.or_else(|| hits.iter().position(|(_, m)| matches!(m, Match::Yes { .. })));
    match at.map(|at| hits.swap_remove(at)).or_else(|| hits.pop()) {
        Some((known, Match::Yes { prefix, host })) => {
            return Ok(of(Is::Known(known), host, prefix));
        }
        Some((_, Match::Copy)) => return Err(Kept::Copy),
        None => {}
    }
    for beside in import.beside {
        if let Some(prefix) = beside.ends.iter().find_map(|pattern| before(&parts, pattern)) {
            return Ok(of(Is::Beside(beside), None, prefix));
        }
    }
    let name = parts.last().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
    let bare =
        name.rsplit_once(['.', '~']).filter(|(_, end)| COPIES.contains(end) || end.is_empty());
    let copy = bare.is_some_and(|(bare, _)| {
        let mut whole = parts.clone();
        whole.pop();
        whole.push(bare);
        let mut patterns = import.beside.iter().flat_map(|b| b.ends);
        patterns.any(|pattern| before(&whole, pattern).is_some())
    });
    Err(if copy { Kept::Copy } else { Kept::Unknown })
}

/// A load balancer's file under a name that says nothing: manuals call it after the product.
pub(crate) fn by_content(
    import: &Import,
    number: usize,
    source: &Source,
    why: Kept,
) -> Result<Hit, Kept> {
    let path = source.path.to_ascii_lowercase();
    let named = why == Kept::Unknown && (path.ends_with(".conf") || path.ends_with(".cfg"));
    let balancer = import.beside.iter().find(|b| b.reader == Reader::Balancer);
    let (Some(beside), true) = (balancer, named && is_balancer(&source.bytes)) else {
        return Err(why);
    };
    Ok(Hit {
        number,
        is: Is::Beside(beside),
        host: None,
        folders: candidates(import, above(&parts(&source.path))),
    })
}

/// A file of variables that a service is given, whatever it is called.
pub(crate) fn given(
    import: &Import,
    number: usize,
    source: &Source,
    services: &[compose::Service],
    variables: Option<&'static Known>,
    why: Kept,
) -> Result<Hit, Kept> {
    let named = services.iter().any(|service| service.files.contains(&source.path));
    let Some(known) = variables.filter(|_| named) else { return Err(why) };
    let said = of_bytes(known.format, &source.bytes).is_some_and(|read| !read.said.is_empty());
    if !said {
        return Err(why);
    }
    Ok(Hit {
        number,
        is: Is::Known(known),
        host: None,
        folders: candidates(import, above(&parts(&source.path))),
    })
}
