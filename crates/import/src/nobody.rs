//! One folder that is called like none of the servers in its list: a copy of the files that are the same on
//! all of them.

use crate::apart::is_address;
use crate::locate::Located;
use crate::read::Note;
use crate::target::Read;
use model::value::shown;
use model::{Severity, Span, msg};
use rules::Product;
use std::collections::BTreeSet;

/// The letters that a name begins with, without its domain: those of `k1.example.com` are `k`.
fn letters(name: &str) -> String {
    let short = name.split('.').next().unwrap_or_default();
    short.chars().take_while(|c| !c.is_ascii_digit()).flat_map(char::to_lowercase).collect()
}

/// The folder, and the servers. A folder that is called as they are is a server that the list lacks, of
/// which a rule speaks.
fn folder(product: &Product, read: &Read) -> Option<(String, BTreeSet<String>)> {
    let own = read.hosts.iter().filter(|(_, files)| files.values().any(|lines| !lines.is_empty()));
    let own: Vec<&String> = own.map(|(host, _)| host).collect();
    let [folder] = own.as_slice() else { return None };
    let named = (product.import.named)(&read.foreign());
    let listed = named.iter().filter(|node| node.role.is_empty() && node.of.is_empty());
    let listed: BTreeSet<String> = listed.map(|node| node.host.clone()).collect();
    let alike =
        |host: &String| !is_address(host) && (host == *folder || letters(host) == letters(folder));
    let says = named.iter().any(|node| node.of == **folder);
    let is_host = folder.is_empty() || folder.contains('.') || says || listed.iter().any(alike);
    (listed.len() > 1 && !is_host).then(|| ((*folder).clone(), listed))
}

/// Takes the files of such a folder for those of each server, and says so.
pub(crate) fn shared(product: &Product, read: &Read, located: &mut Located) -> Option<Note> {
    let (folder, listed) = folder(product, read)?;
    let path = located.found.iter().find(|file| file.host == folder)?.path.clone();
    let hosts = located.found.iter_mut().map(|file| &mut file.host);
    for host in hosts.chain(located.beside.iter_mut().map(|file| &mut file.host)) {
        if *host == folder {
            host.clear();
        }
    }
    let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
    let one = listed.first().copied().unwrap_or_default();
    Some(Note {
        severity: Severity::Info,
        path,
        span: Span { line: 1, column: 1 },
        message: msg!(
            en: "{f} is none of the servers that the files list ({l}): the files are taken for those of each. If they are of one alone, say which: --host {f}={o}.",
            zh: "文件列出的服务器（{l}）中没有 {f}：视为每个服务器都使用这些文件。如果它们只属于其中一个，请指明：--host {f}={o}。",
            f = shown(&folder), l = shown(&listed.join(", ")), o = shown(one)),
    })
}
