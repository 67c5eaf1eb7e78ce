//! What HAProxy's file says of the nodes behind it.

use super::balancer::{Balance, Front, Member, Parsed, Pool, leave_rest, member_of};
use super::{At, Facts, seconds};
use formats::directives::Directive;
use model::{Severity, msg};
use std::collections::{BTreeMap, BTreeSet};

/// A section: its directive, and those in it, by number.
struct Section {
    number: usize,
    kind: String,
    name: String,
    inside: Vec<usize>,
    /// By the first word, or the first two, the last directive that begins with them.
    last: BTreeMap<String, usize>,
    /// By the name of a list (`acl`), its lines.
    lists: BTreeMap<String, Vec<usize>>,
    /// The `defaults` that hold for it.
    defaults: Option<usize>,
}

pub(super) fn balance(files: &mut [Parsed], facts: &mut Facts) -> Balance {
    let mut balance = Balance::default();
    for file in &mut *files {
        let sections = sections(file);
        secrets(file, &sections, facts);
        folder(file, &sections, &mut balance);
        for section in &sections {
            if matches!(section.kind.as_str(), "backend" | "listen") {
                pool(file, section, &sections, &mut balance, facts);
            }
            if matches!(section.kind.as_str(), "frontend" | "listen") {
                front(file, section, &sections, &mut balance, facts);
            }
        }
    }
    leave_rest(files, |_| true, facts);
    balance
}

fn sections(file: &Parsed) -> Vec<Section> {
    let mut all: Vec<Section> = Vec::new();
    let mut of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut defaults = None;
    for (number, d) in file.directives.all.iter().enumerate() {
        if d.block {
            of.insert(number, all.len());
            let kind = d.name().to_owned();
            if kind == "defaults" {
                defaults = Some(all.len());
            }
            let name = d.word(1).to_owned();
            let (last, lists) = (BTreeMap::new(), BTreeMap::new());
            all.push(Section { number, kind, name, inside: Vec::new(), last, lists, defaults });
        } else if let Some(section) =
            d.parent.and_then(|p| of.get(&p)).and_then(|at| all.get_mut(*at))
        {
            section.inside.push(number);
            section.last.insert(d.name().to_owned(), number);
            section.last.insert(format!("{} {}", d.name(), d.word(1)), number);
            if d.name() == "acl" {
                section.lists.entry(d.word(1).to_owned()).or_default().push(number);
            }
        }
    }
    all
}

/// The directives of a section that begin with these words.
fn with<'f>(file: &'f Parsed, section: &Section, words: &[&str]) -> Vec<(usize, &'f Directive)> {
    let all = section.inside.iter().filter_map(|n| Some((*n, file.directives.all.get(*n)?)));
    all.filter(|(_, d)| d.words.iter().zip(words).filter(|(a, b)| a == b).count() == words.len())
        .collect()
}

/// Their own copies, for whoever marks them as read.
fn all(file: &Parsed, section: &Section, words: &[&str]) -> Vec<(usize, Directive)> {
    with(file, section, words).into_iter().map(|(number, d)| (number, d.clone())).collect()
}

/// The last of a section, or of the defaults that hold for it, that begins with one or two words.
fn last(
    file: &Parsed,
    section: &Section,
    sections: &[Section],
    words: &str,
) -> Option<(usize, Directive)> {
    let own = section.last.get(words);
    let defaults = || sections.get(section.defaults?)?.last.get(words);
    let number = *own.or_else(defaults)?;
    Some((number, file.directives.all.get(number)?.clone()))
}

/// Logins of the page with statistics, and of lists of users.
fn secrets(file: &mut Parsed, sections: &[Section], facts: &mut Facts) {
    for section in sections {
        for (number, d) in all(file, section, &["stats", "auth"]) {
            let (user, password) = d.word(2).split_once(':').unwrap_or((d.word(2), ""));
            facts.say(format!("stats auth {user} password"), password, &file.at(number));
            file.take(number);
        }
        let users = all(file, section, &["user"]);
        for (number, d) in users.into_iter().filter(|_| section.kind == "userlist") {
            facts.say(format!("user {} {}", d.word(1), d.word(2)), d.word(3), &file.at(number));
            file.take(number);
        }
    }
}

/// The instance's own folder: its socket has the name that Muster gives it.
fn folder(file: &mut Parsed, sections: &[Section], balance: &mut Balance) {
    for section in sections.iter().filter(|s| s.kind == "global") {
        let found = with(file, section, &["stats", "socket"]).pop();
        if let Some((number, folder)) =
            found.and_then(|(n, d)| Some((n, d.word(2).strip_suffix("/haproxy.sock")?.to_owned())))
        {
            balance.said.push(("folder", folder, file.at(number)));
        }
    }
}

fn pool(
    file: &mut Parsed,
    section: &Section,
    sections: &[Section],
    balance: &mut Balance,
    facts: &mut Facts,
) {
    let name = section.name.clone();
    let mut pool =
        Pool { name, members: Vec::new(), said: Vec::new(), at: file.at(section.number) };
    let servers = all(file, section, &["server"]);
    for (number, d) in servers {
        pool.members.push(member(&d, &file.at(number), facts));
        file.take(number);
    }
    let balance_by =
        last(file, section, sections, "balance").map(|(n, d)| (n, d.arguments().join(" ")));
    let cookie = last(file, section, sections, "cookie").map(|(n, d)| (n, d.line()));
    let consistent = last(file, section, sections, "hash-type consistent").map(|(n, _)| n);
    let taken = [balance_by.as_ref().map(|b| b.0), cookie.as_ref().map(|c| c.0), consistent];
    let http = last(file, section, sections, "mode").is_some_and(|(_, d)| d.word(1) == "http");
    if let Some((number, _)) = cookie.as_ref().filter(|_| !http) {
        facts.note(Severity::Warning, &file.at(*number), msg!(
            en: "{p} works in mode tcp, where HAProxy ignores the cookie (\"needs 'mode http'\"): a session does not stay on its node.",
            zh: "{p} 处于 tcp 模式，HAProxy 会忽略 cookie（“needs 'mode http'”）：会话不会停留在同一节点。", p = model::value::shown(&pool.name)));
    }
    let sticky = cookie.filter(|(_, words)| {
        let named = pool.members.iter().any(|m| m.words.contains("cookie "));
        http && (named || words.contains(" dynamic"))
    });
    match (&balance_by, &sticky) {
        (_, Some((number, words))) => pool.said.push(("method", words.clone(), file.at(*number))),
        (Some((number, words)), None) => {
            let tail = if consistent.is_some() { " consistent" } else { "" };
            pool.said.push(("method", format!("{words}{tail}"), file.at(*number)));
        }
        (None, None) => {}
    }
    // A cookie tells which node by a word that each of them has.
    for member in &mut pool.members {
        let own = |w: &&str| !w.starts_with("cookie ");
        member.words = member.words.split('\n').filter(own).collect::<Vec<_>>().join(" ");
    }
    for number in taken.into_iter().flatten() {
        file.take(number);
    }
    for (words, key) in [("timeout server", "read_timeout"), ("timeout connect", "connect_timeout")]
    {
        let found = last(file, section, sections, words).map(|(n, d)| (n, d.word(2).to_owned()));
        let Some((number, text)) = found else { continue };
        let at = file.at(number);
        if text.chars().all(|c| c.is_ascii_digit()) && !text.is_empty() {
            facts.note(
                Severity::Warning,
                &at,
                msg!(
                en: "{w} {t} has no unit: HAProxy takes it for milliseconds.",
                zh: "{w} {t} 没有单位：HAProxy 按毫秒处理。", w = words, t = text.as_str()),
            );
        }
        pool.said.push((key, seconds(&text, "ms").unwrap_or(text), at));
        file.take(number);
    }
    asked(file, section, &mut pool, facts);
    if !pool.members.is_empty() && !pool.said.iter().any(|(key, ..)| *key == "read_timeout") {
        facts.note(Severity::Warning, &pool.at, msg!(
            en: "{p} has no \"timeout server\": a node that takes a request and says nothing holds it for ever.",
            zh: "{p} 没有设置“timeout server”：接收请求后不应答的节点会使请求无限期挂起。", p = model::value::shown(&pool.name)));
    }
    balance.pools.push(pool);
}

/// The name under which nodes are asked how they are: the one that clients use.
fn asked(file: &mut Parsed, section: &Section, pool: &mut Pool, facts: &mut Facts) {
    for (number, d) in all(file, section, &["http-check", "send"]) {
        let at = file.at(number);
        let host = d.words.iter().position(|w| w.eq_ignore_ascii_case("host")).map(|at| at + 1);
        let name =
            host.map(|at| d.word(at).to_owned()).filter(|n| !n.is_empty() && n != "localhost");
        let others = d.words.iter().enumerate().filter(|(at, _)| Some(*at) != host);
        facts.leave(others.map(|(_, w)| w.as_str()).collect::<Vec<_>>().join(" "), &at);
        pool.said.extend(name.map(|name| ("name", name, at)));
        file.take(number);
    }
}

fn member(d: &Directive, at: &At, facts: &mut Facts) -> Member {
    let mut words: Vec<String> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    let mut options = d.words.iter().skip(3).map(String::as_str);
    while let Some(option) = options.next() {
        match option {
            "backup" => words.push("backup".to_owned()),
            "disabled" => words.push("down".to_owned()),
            "weight" => {
                words.extend(options.next().filter(|w| *w != "1").map(|w| format!("weight={w}")));
            }
            "cookie" => words.extend(options.next().map(|w| format!("cookie {w}"))),
            other => others.push(other),
        }
    }
    words.sort();
    if !others.is_empty() {
        facts.leave(format!("server {} {} {}", d.word(1), d.word(2), others.join(" ")), at);
    }
    Member {
        address: d.word(2).to_owned(),
        name: d.word(1).to_owned(),
        words: words.join("\n"),
        at: at.clone(),
    }
}

fn front(
    file: &mut Parsed,
    section: &Section,
    sections: &[Section],
    balance: &mut Balance,
    facts: &mut Facts,
) {
    let mut front = Front { leads: Vec::new(), said: Vec::new(), tls: false };
    if section.kind == "listen" {
        front.leads.push((section.name.clone(), String::new()));
    }
    let uses = last(file, section, sections, "default_backend");
    let mut others = all(file, section, &["use_backend"]);
    others.extend(uses);
    for (number, d) in others {
        front.leads.push((d.word(1).to_owned(), paths(file, section, &d)));
        file.take(number);
    }
    let binds = all(file, section, &["bind"]);
    let mut listens: Vec<(bool, String, At)> = Vec::new();
    for (number, d) in binds {
        let at = file.at(number);
        let tls = d.arguments().iter().any(|a| a == "ssl");
        let crt = d.words.iter().position(|w| w == "crt").map(|at| d.word(at + 1).to_owned());
        // Made of certificate and key when Muster's own instance is installed.
        let of_muster = |crt: &String| {
            let mut said = balance.said.iter().filter(|(key, ..)| *key == "folder");
            said.any(|(_, folder, _)| crt.strip_prefix(folder.as_str()) == Some("/server.pem"))
        };
        if let Some(crt) = crt.filter(|crt| tls && !of_muster(crt)) {
            front.said.push(("certificate", crt, at.clone()));
        }
        listens.extend(d.word(1).split(',').map(|a| (tls, port(a), at.clone())));
        file.take(number);
    }
    // As it was written before 1.5: the address behind the section's name.
    if let Some(d) = file.directives.all.get(section.number).filter(|d| d.word(2).contains(':')) {
        listens.extend(d.word(2).split(',').map(|a| (false, port(a), file.at(section.number))));
    }
    listens.sort_by_key(|(tls, ..)| !tls);
    listens.dedup_by(|a, b| a.1 == b.1);
    for (n, (tls, port, at)) in listens.into_iter().enumerate() {
        if n == 0 && tls {
            front.tls = true;
            front.said.push(("tls", "on".to_owned(), at.clone()));
        }
        front.said.push(("listen", port, at));
    }
    hosts(file, section, &mut front);
    closed(file, section, &mut front);
    let client =
        last(file, section, sections, "timeout client").map(|(n, d)| (n, d.word(2).to_owned()));
    if let Some((number, text)) = client {
        // The same time as the server's, or told.
        let at = file.at(number);
        facts.leave(format!("timeout client {text}"), &at);
        file.take(number);
    }
    balance.fronts.push(front);
}

fn port(address: &str) -> String {
    let plain = address.trim_start_matches("ipv4@").trim_start_matches("ipv6@");
    match member_of(plain) {
        (_, Some(port)) => port.to_string(),
        _ => plain.rsplit(':').next().unwrap_or_default().to_owned(),
    }
}

/// The path of a condition: its own, or the first of the lists that it names.
fn paths(file: &Parsed, section: &Section, d: &Directive) -> String {
    let first = |name: &String| section.lists.get(name.trim_start_matches('!'))?.first().copied();
    let lists = d.words.iter().filter_map(first).filter_map(|n| file.directives.all.get(n));
    let mut words = lists.flat_map(|list| list.words.iter()).chain(&d.words);
    words.find(|w| w.starts_with('/')).cloned().unwrap_or_default()
}

/// Names of hosts that requests are told apart by.
fn hosts(file: &mut Parsed, section: &Section, front: &mut Front) {
    for (number, d) in all(file, section, &["acl"]) {
        let of_host = d.word(2).starts_with("hdr(host)") || d.word(2).starts_with("req.hdr(host)");
        if let Some(name) = d.words.last().filter(|_| of_host && d.words.len() > 3) {
            front.said.push(("name", name.clone(), file.at(number)));
            file.take(number);
        }
    }
}

/// Requests that are refused, with the lists that say which.
fn closed(file: &mut Parsed, section: &Section, front: &mut Front) {
    let denials = all(file, section, &["http-request", "deny"]);
    let Some((first, _)) = denials.first() else { return };
    let place = file.at(*first);
    let named = denials.iter().flat_map(|(_, d)| &d.words).map(|w| w.trim_start_matches('!'));
    let named: BTreeSet<&str> = named.collect();
    let lists = named.iter().filter_map(|name| section.lists.get(*name)).flatten();
    let lists: BTreeSet<usize> = lists.copied().collect();
    let patterns = lists.iter().filter_map(|n| file.directives.all.get(*n)?.words.last().cloned());
    let patterns: Vec<String> = patterns.collect();
    front.said.push(("closed", patterns.join(" "), place));
    for number in denials.iter().map(|(n, _)| *n).chain(lists) {
        file.take(number);
    }
}
