//! Files of a product that is not read here, and has a file of the same name.

use crate::read::Note;
use crate::target::{Line, Read};
use model::value::shown;
use model::{Severity, msg};
use rules::{Catalogue, Product, Stranger};
use std::collections::BTreeMap;

/// The product that a line is of, where it is none of those that are read here.
pub(crate) fn of(product: &Product, key: &str, value: &str) -> Option<&'static Stranger> {
    product.import.strangers.iter().find(|stranger| {
        let known = || {
            let relative = product.relative.map(|r| Catalogue::of(r.catalogue, r.version));
            Catalogue::of(product.catalogue, "").find(key).is_some()
                || relative.is_some_and(|r| r.find(key).is_some())
        };
        stranger.values.contains(&(key, value.trim()))
            || stranger.begins.iter().any(|begins| key.starts_with(begins)) && !known()
    })
}

/// The product that a release with this product's name is of, where it is not read here.
pub(crate) fn of_release(product: &Product, version: &str) -> Option<&'static Stranger> {
    product.import.strangers.iter().find(|stranger| stranger.has_release(version))
}

/// The stranger with the most lines, and its lines.
fn most<'r>(
    product: &Product,
    read: &'r Read,
) -> Option<(&'static Stranger, Vec<(&'r String, &'r Line)>)> {
    let lines = || read.hosts.values().flat_map(|files| files.values()).flatten();
    let of_stranger = |stranger: &'static Stranger| {
        let own = |(key, line): &(&String, &Line)| {
            of(product, key, &line.value).is_some_and(|s| std::ptr::eq(s, stranger))
        };
        (stranger, lines().filter(own).collect::<Vec<_>>())
    };
    let all = product.import.strangers.iter().map(of_stranger);
    all.max_by_key(|(_, lines)| lines.len()).filter(|(_, lines)| !lines.is_empty())
}

/// Tells it once, where the first of its lines stands.
pub(crate) fn told(product: &Product, read: &Read) -> Option<Note> {
    let (stranger, mut lines) = most(product, read)?;
    lines.sort_by_key(|(_, line)| (line.path.clone(), line.span));
    let (key, first) = lines.first()?;
    Some(Note {
        severity: Severity::Warning,
        path: first.path.to_string(),
        span: first.span,
        message: msg!(
            en: "{k} is a setting of {t}, which is not read here; there are {n} such lines. They are kept as they are, and nothing is said of each. If that is what runs, what is said of the rest does not hold for it.",
            zh: "{k} 是 {t} 的设置，此处不支持该产品；这样的行共有 {n} 行。它们原样保留，不逐行提示。如果实际运行的就是该产品，对其余内容的判断也不适用。",
            k = shown(key), t = stranger.title, n = lines.len()),
    })
}

/// How many of the lines are another product's at least, for the files to look like it.
const SOME: usize = 3;

/// The product that the files look like, with its lines and all.
pub(crate) fn looks_like(
    product: &Product,
    read: &Read,
) -> Option<(&'static Stranger, usize, usize)> {
    let all = read.hosts.values().flat_map(|files| files.values()).map(BTreeMap::len).sum();
    let (stranger, lines) = most(product, read)?;
    (lines.len() >= SOME).then_some((stranger, lines.len(), all))
}

/// Keeps the files of clients aside where servers' files are there, too: a client is no node. Where
/// there are only clients, that is told.
pub(crate) fn clients(product: &Product, read: &mut Read) -> Vec<Note> {
    let clients = (product.import.clients)(&read.foreign());
    let servers = read.hosts.iter().any(|(host, files)| {
        !clients.contains(host) && files.values().any(|lines| !lines.is_empty())
    });
    let mut notes = Vec::new();
    for client in clients {
        let first = read.hosts.get(&client).and_then(|files| {
            let lines = files.values().flat_map(|lines| lines.values());
            lines.min_by_key(|line| line.span)
        });
        let Some(line) = first else { continue };
        let message = if servers {
            msg!(
                en: "The file of {h} is a client's: it says where the masters are, and nothing of a server. Kept aside, since a client is no node.",
                zh: "{h} 的文件是客户端的：只说明 master 在哪里，没有服务器的内容。已搁置，因为客户端不是节点。",
                h = shown(&client))
        } else {
            msg!(
                en: "The file of {h} is a client's: it says where the masters are, and nothing of a server. The servers' own files were not brought, so nothing is known of them.",
                zh: "{h} 的文件是客户端的：只说明 master 在哪里，没有服务器的内容。没有提供服务器自己的文件，因此无法得知它们的情况。",
                h = shown(&client))
        };
        notes.push(Note {
            severity: if servers { Severity::Info } else { Severity::Warning },
            path: line.path.to_string(),
            span: line.span,
            message,
        });
        if servers {
            read.hosts.remove(&client);
        }
    }
    notes
}

/// Keeps the files of programs aside that make no node.
pub(crate) fn others(product: &Product, read: &mut Read) -> Vec<Note> {
    let others = (product.import.elsewhere)(&read.foreign());
    if read.hosts.keys().all(|host| others.iter().any(|(other, _)| other == host)) {
        return Vec::new();
    }
    let mut notes = Vec::new();
    for (host, what) in others {
        let files = read.hosts.remove(&host).unwrap_or_default();
        let lines = files.values().flat_map(|lines| lines.values());
        let Some(line) = lines.min_by_key(|line| line.span) else { continue };
        notes.push(Note {
            severity: Severity::Info,
            path: line.path.to_string(),
            span: line.span,
            message: msg!(
                en: "The file of {h} is that of {w}, which is no node here: kept aside.",
                zh: "{h} 的文件属于{w}，此处不作为节点：已搁置。", h = shown(&host), w = what),
        });
    }
    notes
}
