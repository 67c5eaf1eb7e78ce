//! Where clients connect to Nginx, and where it hands their requests.

use super::balancer::{Balance, Front, Parsed, Pool, member_of};
use super::nginx::{member, with_port};
use super::{At, Facts, seconds};
use formats::directives::Directive;
use model::{Severity, msg};
use std::collections::{BTreeMap, BTreeSet};

/// The directives that hold for every server: of the outermost block, in whichever file. The last counts.
pub(super) type Outer = BTreeMap<String, (usize, usize)>;

/// They, by name: the file, and the number there.
pub(super) fn outer(files: &[Parsed]) -> Outer {
    let mut outer = Outer::new();
    for (file, parsed) in files.iter().enumerate() {
        for (number, d) in parsed.directives.all.iter().enumerate().filter(|(_, d)| !d.block) {
            if parsed.directives.around(d).all(|block| block.name() == "http") {
                outer.insert(d.name().to_owned(), (file, number));
            }
        }
    }
    outer
}

/// A directive of a block, or of one around it: its file, and its number there.
fn inherited(
    files: &[Parsed],
    outer: &Outer,
    at: usize,
    block: usize,
    name: &str,
) -> Option<(usize, usize)> {
    let directives = &files.get(at)?.directives;
    let mut block = Some(block);
    while let Some(number) = block {
        let here = directives.all.get(number)?;
        if here.name() == "http" {
            break;
        }
        let own = directives.inside(block).filter(|(_, d)| d.name() == name && !d.block).last();
        if let Some((number, _)) = own {
            return Some((at, number));
        }
        block = here.parent;
    }
    outer.get(name).copied()
}

/// What holds for all servers.
pub(super) struct Shared {
    pub(super) variables: BTreeMap<String, String>,
    pub(super) outer: Outer,
}

/// Reads one `server`.
pub(super) fn server_of(
    files: &mut [Parsed],
    at: usize,
    server: usize,
    shared: &Shared,
    known: &mut BTreeSet<String>,
    balance: &mut Balance,
    facts: &mut Facts,
) {
    let mut front = Front { leads: Vec::new(), said: Vec::new(), tls: false };
    let mut block = server;
    let Some(file) = files.get_mut(at) else { return };
    for number in inside_all(file, server, "proxy_pass") {
        let Some(pass) = pass(file, number, shared) else {
            if let Some(d) = file.directives.all.get(number) {
                facts.leave(d.line(), &file.at(number));
            }
            file.take(number);
            continue;
        };
        let place = file.at(number);
        file.take(number);
        if known.insert(pass.host.clone()) {
            let member = member(&[with_port(&pass.host, pass.port)], &place, facts);
            let (name, at) = (pass.host.clone(), place.clone());
            balance.pools.push(Pool { name, members: vec![member], said: Vec::new(), at });
        }
        let (path, uri) = (pass.path.as_str(), pass.uri.as_str());
        let plain = path.starts_with('/') && !uri.is_empty();
        if plain && uri.trim_end_matches('/') != path.trim_end_matches('/') {
            facts.note(Severity::Warning, &place, msg!(
                en: "{p} becomes {u}: the application's cookie names its own path, so a login there is lost. Keep the path.",
                zh: "{p} 被改写为 {u}：应用的 Cookie 绑定自己的路径，登录会丢失。请保持路径不变。",
                p = model::value::shown(path), u = model::value::shown(uri)));
        }
        if front.leads.is_empty() {
            block = pass.block.unwrap_or(server);
        }
        front.leads.push((pass.host, pass.path));
    }
    if front.leads.is_empty() {
        return;
    }
    closed(file, server, &mut front);
    listens(file, server, &mut front);
    for (name, key) in [
        ("ssl_certificate", "certificate"),
        ("ssl_certificate_key", "key"),
        ("proxy_read_timeout", "read_timeout"),
        ("proxy_connect_timeout", "connect_timeout"),
    ] {
        let Some((n, number)) = inherited(files, &shared.outer, at, block, name) else { continue };
        let Some(file) = files.get_mut(n) else { continue };
        let value =
            file.directives.all.get(number).map(|d| d.word(1).to_owned()).unwrap_or_default();
        let time = if key.ends_with("timeout") { seconds(&value, "s") } else { None };
        front.said.push((key, time.unwrap_or(value), file.at(number)));
        file.take(number);
    }
    retries(files, &shared.outer, at, block, facts);
    balance.fronts.push(front);
}

/// Where requests of a path go.
struct Pass {
    host: String,
    port: u16,
    uri: String,
    path: String,
    /// The block in which it stands.
    block: Option<usize>,
}

/// Reads `proxy_pass`; nothing where only a request tells where it goes.
fn pass(file: &Parsed, number: usize, shared: &Shared) -> Option<Pass> {
    let d = file.directives.all.get(number)?;
    let location = file.directives.around(d).find(|b| b.name() == "location");
    let path = location.and_then(|l| l.words.last().cloned()).unwrap_or_default();
    let named = |text: &str| shared.variables.get(text).cloned();
    let url = named(d.word(1)).unwrap_or_else(|| d.word(1).to_owned());
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", &url));
    let (host, uri) = rest.find('/').map_or((rest, ""), |cut| rest.split_at(cut));
    let host = named(host).unwrap_or_else(|| host.to_owned());
    let port = if scheme == "https" { 443 } else { 80 };
    let fixed = !host.contains('$') && !host.is_empty();
    fixed.then(|| Pass { host, port, uri: uri.to_owned(), path, block: d.parent })
}

/// Paths that are refused.
fn closed(file: &mut Parsed, server: usize, front: &mut Front) {
    let mut paths: Vec<String> = Vec::new();
    let mut first = None;
    for number in inside_all(file, server, "location") {
        let refusing = file.directives.inside(Some(number)).find(|(_, d)| {
            d.name() == "return" && d.word(1) == "403" || d.name() == "deny" && d.word(1) == "all"
        });
        if let Some((inner, _)) = refusing {
            paths.extend(file.directives.all.get(number).and_then(|d| d.words.last().cloned()));
            first.get_or_insert(file.at(number));
            file.take(inner);
        }
    }
    if let Some(place) = first {
        front.said.push(("closed", paths.join(" "), place));
    }
}

/// The blocks and directives of a name anywhere inside of a block.
fn inside_all(file: &Parsed, block: usize, name: &str) -> Vec<usize> {
    let within = |d: &Directive| {
        let mut at = d.parent;
        while let Some(number) = at {
            if number == block {
                return true;
            }
            at = file.directives.all.get(number).and_then(|d| d.parent);
        }
        false
    };
    let after = file.directives.all.iter().enumerate().skip(block.saturating_add(1));
    let until = after.take_while(|(_, d)| d.parent.is_some_and(|p| p >= block));
    until.filter(|(_, d)| d.name() == name && within(d)).map(|(at, _)| at).collect()
}

fn listens(file: &mut Parsed, server: usize, front: &mut Front) {
    let own: Vec<(usize, Vec<String>)> =
        file.directives.inside(Some(server)).map(|(at, d)| (at, d.words.clone())).collect();
    let on = own
        .iter()
        .any(|(_, w)| w.first().is_some_and(|n| n == "ssl") && w.get(1).is_some_and(|v| v == "on"));
    let mut listens: Vec<(bool, String, At)> = Vec::new();
    for (number, words) in &own {
        match words.split_first() {
            Some((name, [address, options @ ..])) if name == "listen" => {
                let tls = on || options.iter().any(|o| o == "ssl");
                let (_, port) = member_of(address);
                let port = address.parse::<u16>().ok().or(port).unwrap_or(80);
                // The same port on IPv6 is the same place.
                if !listens.iter().any(|(_, known, _)| *known == port.to_string()) {
                    listens.push((tls, port.to_string(), file.at(*number)));
                }
                file.take(*number);
            }
            Some((name, [first, others @ ..])) if name == "server_name" => {
                let names: Vec<&String> = std::iter::once(first).chain(others).collect();
                let good = |n: &&&String| {
                    !matches!(n.as_str(), "_" | "" | "localhost") && !n.starts_with('~')
                };
                for name in names.iter().filter(good) {
                    front.said.push(("name", (**name).clone(), file.at(*number)));
                }
                file.take(*number);
            }
            Some((name, _)) if name == "ssl" => file.take(*number),
            _ => {}
        }
    }
    listens.sort_by_key(|(tls, ..)| !tls);
    for (at, (tls, port, place)) in listens.into_iter().enumerate() {
        if at == 0 && tls {
            front.tls = true;
            front.said.push(("tls", "on".to_owned(), place.clone()));
        }
        front.said.push(("listen", port, place));
    }
}

fn retries(files: &[Parsed], outer: &Outer, at: usize, block: usize, facts: &mut Facts) {
    let found = inherited(files, outer, at, block, "proxy_next_upstream");
    let Some((file, number)) = found.and_then(|(n, number)| Some((files.get(n)?, number))) else {
        return;
    };
    let all = file.directives.all.get(number);
    if all.is_some_and(|d| d.arguments().iter().any(|a| a == "non_idempotent")) {
        facts.note(Severity::Warning, &file.at(number), msg!(
            en: "non_idempotent: a request that changes something is sent to a second node when the first is slow, so queries and builds may run twice.",
            zh: "non_idempotent：第一个节点较慢时，会修改数据的请求会再发给第二个节点，查询和构建可能执行两次。"));
    }
}
