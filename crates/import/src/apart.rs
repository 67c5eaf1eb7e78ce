//! Folders that are called as hosts are, and lists that name addresses: which is which.

use crate::beside::Said;
use crate::facts::{MEMBER, member_of};
use crate::read::Note;
use crate::target::{Read, Target};
use model::value::shown;
use model::{Severity, msg};
use rules::{Named, same_machine};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// As many folders as addresses, and nothing that tells which is which.
pub(crate) struct Apart {
    /// Names of the folders.
    folders: Vec<String>,
    /// Addresses in the lists.
    addresses: Vec<String>,
}

impl Apart {
    /// Whether a host is one of the addresses.
    pub(crate) fn has(&self, host: &str) -> bool {
        self.addresses.iter().any(|address| address == host)
    }

    /// The names to call the members of a load balancer by: only where all of them stand there and the
    /// same is said of each, so that it makes no difference which is which.
    pub(crate) fn pairs(&self, said: &Said) -> Vec<(String, String)> {
        let members = said.values().flatten().filter_map(|(key, line)| {
            let host = member_of(key.strip_prefix(MEMBER)?).0;
            self.has(host).then_some((host, line.value.as_str()))
        });
        let members: BTreeMap<&str, &str> = members.collect();
        let words: BTreeSet<&str> = members.values().copied().collect();
        if members.len() != self.addresses.len() || words.len() != 1 {
            return Vec::new();
        }
        self.addresses.iter().cloned().zip(self.folders.iter().cloned()).collect()
    }
}

/// What is known of folders and addresses.
#[derive(Default)]
pub(crate) struct Same {
    /// Names with their addresses.
    pub(crate) known: Vec<(String, String)>,
    pub(crate) apart: Option<Apart>,
}

/// Whether a host is told by a number.
pub(crate) fn is_address(host: &str) -> bool {
    host.parse::<IpAddr>().is_ok()
}

/// Calls the addresses of lists as the folders are called, where a file says which is which, or where
/// there is one of each. Where there are as many of one as of the other, they are the same machines, and
/// none of the addresses is one more.
pub(crate) fn apart(
    read: &Read,
    called: &BTreeMap<String, String>,
    addresses: &BTreeMap<String, String>,
    listed: &mut Vec<Named>,
) -> Same {
    let mut same = Same::default();
    let own = |host: &&String| {
        read.hosts.get(*host).is_some_and(|files| files.values().any(|lines| !lines.is_empty()))
    };
    let folders: Vec<&String> = called
        .iter()
        .filter(|(host, name)| !host.is_empty() && own(host) && !is_address(name))
        .map(|(_, name)| name)
        .collect();
    for node in listed.iter_mut().filter(|node| is_address(&node.host)) {
        let name = addresses.get(&node.host);
        if let Some(folder) = name.and_then(|n| folders.iter().find(|f| same_machine(f, n))) {
            same.known.push(((*folder).clone(), node.host.clone()));
            (*folder).clone_into(&mut node.host);
        }
    }
    let named: BTreeSet<String> = listed.iter().map(|node| node.host.clone()).collect();
    let folders: Vec<String> =
        folders.into_iter().filter(|f| !named.contains(*f)).cloned().collect();
    let role = |host: &str| {
        let mut of_host = listed.iter().filter(|n| n.host == host).map(|n| n.role);
        of_host.find(|role| !role.is_empty())
    };
    let free = |host: &&String| is_address(host) && !called.values().any(|name| name == *host);
    let free: Vec<String> = named.iter().filter(free).cloned().collect();
    // Of an address that a list gives a role the files of its folder say so, too.
    let says = |folder: &String, role: &str| {
        let hosts = called.iter().filter(|(_, name)| *name == folder);
        let mut files = hosts.filter_map(|(host, _)| read.hosts.get(host)).flat_map(|f| f.values());
        files.any(|lines| lines.values().any(|line| line.value.trim() == role))
    };
    let (given, free): (Vec<String>, Vec<String>) =
        free.into_iter().partition(|h| role(h).is_some());
    let pairs = by_role(&given, &folders, role, says);
    let free: Vec<String> = match &pairs {
        Some(_) => given.into_iter().chain(free).collect(),
        None => free,
    };
    if folders.is_empty() || free.len() != folders.len() {
        return same;
    }
    let mut pairs = pairs.unwrap_or_default();
    if let ([folder], [address]) = (folders.as_slice(), free.as_slice()) {
        pairs = vec![(folder.clone(), address.clone())];
    }
    if pairs.len() == folders.len() {
        for (folder, address) in pairs {
            for node in listed.iter_mut().filter(|node| node.host == address) {
                folder.clone_into(&mut node.host);
            }
            same.known.push((folder, address));
        }
        return same;
    }
    listed.retain(|node| !free.contains(&node.host));
    same.apart = Some(Apart { folders, addresses: free });
    same
}

/// The addresses to which a list gives roles, with the folders whose files say the same: those of which
/// there is one of each. Nothing when others are as many: they are other machines.
fn by_role<'r>(
    given: &[String],
    folders: &[String],
    role: impl Fn(&str) -> Option<&'r str>,
    says: impl Fn(&String, &str) -> bool,
) -> Option<Vec<(String, String)>> {
    let mut of_role: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for address in given {
        of_role.entry(role(address)?).or_default().push(address);
    }
    let mut pairs = Vec::new();
    for (role, addresses) in of_role {
        let own: Vec<&String> = folders.iter().filter(|folder| says(folder, role)).collect();
        match (own.as_slice(), addresses.as_slice()) {
            ([folder], [address]) => pairs.push(((*folder).clone(), (*address).clone())),
            (own, addresses) if own.len() == addresses.len() => {}
            _ => return None,
        }
    }
    Some(pairs)
}

/// That nothing says which is which, at the first folder's file.
pub(crate) fn told(read: &Read, target: &Target) -> Option<Note> {
    let apart = target.apart.as_ref()?;
    let (folder, address) = apart.folders.first().zip(apart.addresses.first())?;
    let row =
        target.hosts.iter().find(|(host, _)| same_machine(host, folder)).map(|(host, _)| host);
    let files = read.hosts.get(row?)?;
    let line = files.values().flat_map(BTreeMap::values).min_by_key(|line| line.span)?;
    let part = format!("/{}/", row?);
    let path = format!("/{}", line.path);
    let path = path.find(&part).and_then(|at| path.get(1..at + part.len()));
    let path = path.unwrap_or(folder).trim_end_matches('/');
    Some(Note {
        severity: Severity::Warning,
        path: line.path.to_string(),
        span: line.span,
        message: msg!(
            en: "The folders are called {f}, and the lists name {a}: as many machines, and nothing says which is which. So the nodes have the folders' names and no addresses. Say it for each, such as --host {p}={e}, or bring /etc/hosts.",
            zh: "目录名是 {f}，而列表中是 {a}：数量相同，但没有内容说明如何对应。因此节点采用目录名，不带地址。请逐一指明，例如 --host {p}={e}，或提供 /etc/hosts。",
            f = shown(&apart.folders.join(", ")), a = shown(&apart.addresses.join(", ")),
            p = shown(path), e = shown(address)),
    })
}
