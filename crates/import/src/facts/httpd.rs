//! What Apache httpd's files say of the nodes behind it.

use super::balancer::{Balance, Front, Member, Parsed, Pool, leave_rest, member_of};
use super::{At, Facts, seconds};
use formats::directives::Directive;
use model::{Severity, msg};
use std::collections::BTreeMap;

const SCHEME: &str = "balancer://";

pub(super) fn balance(files: &mut [Parsed], facts: &mut Facts) -> Balance {
    let mut balance = Balance::default();
    let mut pools: BTreeMap<String, usize> = BTreeMap::new();
    let mut listens: Vec<String> = Vec::new();
    for file in &mut *files {
        for number in 0..file.directives.all.len() {
            let Some(d) = file.directives.all.get(number).cloned() else { continue };
            match d.name().to_ascii_lowercase().as_str() {
                "balancermember" | "proxyset" => {
                    member_or_set(file, number, &d, &mut pools, &mut balance, facts);
                }
                "listen" => listens.push(port(d.word(1))),
                "include" | "includeoptional" => {
                    facts.note(Severity::Info, &file.at(number), msg!(
                        en: "Includes {f}: what stands there is read only where that file was brought, too.",
                        zh: "引用了 {f}：只有同时提供该文件，其中的内容才会被读取。", f = model::value::shown(d.word(1))));
                    file.take(number);
                }
                _ => {}
            }
        }
    }
    for file in &mut *files {
        fronts(file, &pools, &mut balance, facts);
        folder(file, &mut balance);
    }
    for front in &mut balance.fronts {
        if !front.said.iter().any(|(key, ..)| *key == "listen")
            && let [only] = listens.as_slice()
        {
            let at = front.said.first().map(|(.., at)| at.clone());
            front.said.extend(at.map(|at| ("listen", only.clone(), at)));
        }
    }
    for file in &mut *files {
        for number in 0..file.directives.all.len() {
            let listen = file
                .directives
                .all
                .get(number)
                .map(|d| (d.name().to_ascii_lowercase(), port(d.word(1))));
            let said = |port: &String| {
                balance
                    .fronts
                    .iter()
                    .flat_map(|f| &f.said)
                    .any(|(k, v, _)| *k == "listen" && v == port)
            };
            if listen.is_some_and(|(name, port)| name == "listen" && said(&port)) {
                file.take(number);
            }
        }
    }
    leave_rest(files, |name| !name.eq_ignore_ascii_case("RewriteRule"), facts);
    balance
}

/// `balancer://name`, in whatever case, without a path.
fn pool_name(url: &str) -> Option<&str> {
    let head = url.get(..SCHEME.len()).filter(|head| head.eq_ignore_ascii_case(SCHEME))?;
    url.get(head.len()..)?.split('/').next().filter(|name| !name.is_empty())
}

/// The pool in whose block a directive stands.
fn around<'f>(file: &'f Parsed, d: &Directive) -> Option<&'f str> {
    file.directives.around(d).find_map(|block| pool_name(block.word(1)))
}

fn pool_of(
    name: &str,
    at: &At,
    pools: &mut BTreeMap<String, usize>,
    balance: &mut Balance,
) -> usize {
    *pools.entry(name.to_owned()).or_insert_with(|| {
        let pool =
            Pool { name: name.to_owned(), members: Vec::new(), said: Vec::new(), at: at.clone() };
        balance.pools.push(pool);
        balance.pools.len() - 1
    })
}

fn member_or_set(
    file: &mut Parsed,
    number: usize,
    d: &Directive,
    pools: &mut BTreeMap<String, usize>,
    balance: &mut Balance,
    facts: &mut Facts,
) {
    let at = file.at(number);
    let named = pool_name(d.word(1)).map(str::to_owned);
    let arguments = d.arguments().get(usize::from(named.is_some())..).unwrap_or_default();
    let Some(name) = named.or_else(|| around(file, d).map(str::to_owned)) else { return };
    file.take(number);
    let number = pool_of(&name, &at, pools, balance);
    let Some(pool) = balance.pools.get_mut(number) else { return };
    if d.name().eq_ignore_ascii_case("ProxySet") {
        settings(arguments, &at, pool, facts);
        return;
    }
    let Some((url, options)) = arguments.split_first() else { return };
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let address = rest.split('/').next().unwrap_or_default();
    let default = match scheme.to_ascii_lowercase().as_str() {
        "https" => 443,
        "ajp" => 8009,
        _ => 80,
    };
    let address = match member_of(address) {
        (host, None) if host.contains(':') => format!("[{host}]:{default}"),
        (host, None) => format!("{host}:{default}"),
        _ => address.to_owned(),
    };
    if address.contains("${") {
        facts.leave(d.line(), &at);
        return;
    }
    let mut words: Vec<String> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    for option in options {
        match option.split_once('=') {
            Some(("status", status)) if status.contains(['H', 'h', 'R', 'r']) => {
                words.push("backup".to_owned());
            }
            Some(("status", status)) if status.contains(['D', 'd']) => {
                words.push("down".to_owned());
            }
            Some(("loadfactor", weight)) if weight != "1" => words.push(format!("weight={weight}")),
            Some(("connectiontimeout", time)) => {
                let known = pool.said.iter().any(|(key, ..)| *key == "connect_timeout");
                let time = seconds(time, "s").filter(|_| !known);
                pool.said.extend(time.map(|time| ("connect_timeout", time, at.clone())));
            }
            Some(("loadfactor", _)) => {}
            _ => others.push(option),
        }
    }
    words.sort();
    if !others.is_empty() {
        facts.leave(format!("BalancerMember {address} {}", others.join(" ")), &at);
    }
    pool.members.push(Member { address, name: String::new(), words: words.join(" "), at });
}

/// `key=value` of `ProxySet`, or behind the address of `ProxyPass`.
fn settings(arguments: &[String], at: &At, pool: &mut Pool, facts: &mut Facts) {
    let mut sticky = None;
    let mut method = None;
    for argument in arguments {
        match argument.split_once('=') {
            Some(("lbmethod", name)) => method = Some(name),
            Some(("stickysession", name)) => sticky = Some(name),
            Some(("timeout", time)) => {
                pool.said.push((
                    "read_timeout",
                    seconds(time, "s").unwrap_or_else(|| time.to_owned()),
                    at.clone(),
                ));
            }
            _ => facts.leave(argument.as_str(), at),
        }
    }
    let known = pool.said.iter().position(|(key, ..)| *key == "method");
    let old = known.map(|at| pool.said.swap_remove(at).1).unwrap_or_default();
    let was_sticky = old.ends_with(" sticky");
    let name =
        method.map(str::to_owned).or_else(|| Some(old.trim_end_matches(" sticky").to_owned()));
    let name = name.filter(|n| !n.is_empty()).unwrap_or_else(|| "byrequests".to_owned());
    if method.is_some() || sticky.is_some() || !old.is_empty() {
        let tail = if sticky.is_some() || was_sticky { " sticky" } else { "" };
        pool.said.push(("method", format!("{name}{tail}"), at.clone()));
    }
    if let Some(cookie) = sticky.filter(|cookie| cookie.contains("JSESSIONID")) {
        facts.leave(format!("stickysession={cookie}"), at);
    }
}

fn port(address: &str) -> String {
    match member_of(address) {
        (_, Some(port)) => port.to_string(),
        (host, None) => host.to_owned(),
    }
}

/// Virtual hosts, and the server itself where it hands requests on.
fn fronts(
    file: &mut Parsed,
    pools: &BTreeMap<String, usize>,
    balance: &mut Balance,
    facts: &mut Facts,
) {
    let mut of_block: BTreeMap<Option<usize>, Front> = BTreeMap::new();
    let mut outer: Vec<(&'static str, String, At)> = Vec::new();
    let mut closed: BTreeMap<Option<usize>, (Vec<String>, At)> = BTreeMap::new();
    for number in 0..file.directives.all.len() {
        let Some(d) = file.directives.all.get(number).cloned() else { continue };
        let host = host_of(file, number);
        let at = file.at(number);
        let name = d.name().to_ascii_lowercase();
        let key = match name.as_str() {
            "proxypass" | "proxypassmatch" | "rewriterule" => {
                let Some((pool, path, options)) = passes(file, &d) else { continue };
                file.take(number);
                if let Some(pool) = pools.get(&pool).and_then(|at| balance.pools.get_mut(*at)) {
                    settings(&options, &at, pool, facts);
                }
                let front = of_block.entry(host).or_insert_with(|| Front {
                    leads: Vec::new(),
                    said: Vec::new(),
                    tls: false,
                });
                front.leads.push((pool, path));
                continue;
            }
            "require"
                if d.word(1).eq_ignore_ascii_case("all")
                    && d.word(2).eq_ignore_ascii_case("denied") =>
            {
                "closed"
            }
            "deny" if d.word(2).eq_ignore_ascii_case("all") => "closed",
            "servername" => "name",
            "sslcertificatefile" => "certificate",
            "sslcertificatekeyfile" => "key",
            "sslengine" => "tls",
            "proxytimeout" => "read_timeout",
            "timeout" => "timeout",
            _ => continue,
        };
        if key == "closed" {
            let block = file
                .directives
                .around(&d)
                .find(|b| b.name().to_ascii_lowercase().starts_with("location"));
            if let Some(path) = block.and_then(|b| b.words.last().cloned()) {
                closed.entry(host).or_insert_with(|| (Vec::new(), at)).0.push(path);
                file.take(number);
            }
            continue;
        }
        let said = value(key, &d, at);
        if let Some(said) = said {
            file.take(number);
            match host {
                Some(_) => of_block
                    .entry(host)
                    .or_insert_with(|| Front { leads: Vec::new(), said: Vec::new(), tls: false })
                    .said
                    .push(said),
                None => outer.push(said),
            }
        }
    }
    for (host, mut front) in of_block {
        front.said.extend(outer.iter().cloned());
        let plain = front
            .said
            .iter()
            .position(|(key, ..)| *key == "timeout")
            .map(|at| front.said.swap_remove(at));
        if let Some((_, time, at)) =
            plain.filter(|_| !front.said.iter().any(|(key, ..)| *key == "read_timeout"))
        {
            front.said.push(("read_timeout", time, at));
        }
        front.tls = front.said.iter().any(|(key, value, _)| *key == "tls" && value == "on");
        let listen =
            host.and_then(|at| Some((file.directives.all.get(at)?.word(1).to_owned(), at)));
        if let Some((address, number)) = listen.filter(|(a, _)| member_of(a).1.is_some()) {
            front.said.push(("listen", port(&address), file.at(number)));
        }
        if let Some((paths, at)) = closed.remove(&host) {
            front.said.push(("closed", paths.join(" "), at));
        }
        if !front.leads.is_empty() {
            balance.fronts.push(front);
        }
    }
}

/// A directive's value as a fact; nothing where it says nothing.
fn value(key: &'static str, d: &Directive, at: At) -> Option<(&'static str, String, At)> {
    let word = d.word(1);
    let value = match key {
        "name" => member_of(word.rsplit("://").next().unwrap_or(word)).0.to_owned(),
        "tls" => Some("on".to_owned()).filter(|_| word.eq_ignore_ascii_case("on"))?,
        "read_timeout" | "timeout" => seconds(word, "s").unwrap_or_else(|| word.to_owned()),
        _ => word.to_owned(),
    };
    let of_itself = key == "name" && matches!(value.as_str(), "localhost" | "127.0.0.1");
    (!of_itself).then_some((key, value, at))
}

/// The virtual host around a directive.
fn host_of(file: &Parsed, number: usize) -> Option<usize> {
    let mut at = file.directives.all.get(number)?.parent;
    while let Some(block) = at {
        let d = file.directives.all.get(block)?;
        if d.name().eq_ignore_ascii_case("VirtualHost") {
            return Some(block);
        }
        at = d.parent;
    }
    None
}

/// The pool to which a directive hands requests, the path, and what is said behind them.
fn passes(file: &Parsed, d: &Directive) -> Option<(String, String, Vec<String>)> {
    let at = d.words.iter().position(|word| pool_name(word).is_some())?;
    let pool = pool_name(d.words.get(at)?)?.to_owned();
    let own = (at > 1).then(|| d.word(1).trim_start_matches('^').to_owned());
    let location =
        file.directives.around(d).find(|b| b.name().to_ascii_lowercase().starts_with("location"));
    let path = own.or_else(|| location.and_then(|l| l.words.last().cloned())).unwrap_or_default();
    let rewrites = d.name().eq_ignore_ascii_case("RewriteRule");
    let options =
        if rewrites { Vec::new() } else { d.words.get(at + 1..).unwrap_or_default().to_vec() };
    Some((pool, path, options))
}

/// The instance's own folder: its root, with the pid file in it.
fn folder(file: &mut Parsed, balance: &mut Balance) {
    let top = |name: &str| {
        let mut all = file.directives.inside(None).filter(|(_, d)| !d.block);
        all.find(|(_, d)| d.name().eq_ignore_ascii_case(name))
            .map(|(at, d)| (at, d.word(1).to_owned()))
    };
    if let (Some((number, root)), Some((_, pid))) = (top("ServerRoot"), top("PidFile"))
        && pid.strip_prefix(root.as_str()).is_some_and(|rest| rest == "/httpd.pid")
    {
        balance.said.push(("folder", root, file.at(number)));
        file.take(number);
    }
}
