//! What Nginx's files say of the nodes behind it.

use super::balancer::{Balance, Member, Parsed, Pool, leave_rest, member_of};
use super::nginx_front::{Shared, outer, server_of};
use super::{At, Facts, nginx_form};
use formats::directives::{Directive, nginx::is_table};
use model::{Severity, msg};
use std::collections::{BTreeMap, BTreeSet};

/// Ways to choose a node; the last one in a block counts.
const METHODS: [&str; 7] =
    ["ip_hash", "least_conn", "hash", "random", "least_time", "sticky", "sticky_cookie_insert"];

pub(super) fn balance(files: &mut [Parsed], facts: &mut Facts) -> Balance {
    let mut balance = Balance::default();
    for file in &mut *files {
        pools(file, &mut balance, facts);
        includes(file, facts);
    }
    let shared = Shared { variables: variables(files), outer: outer(files) };
    let mut known: BTreeSet<String> = balance.pools.iter().map(|p| p.name.clone()).collect();
    for at in 0..files.len() {
        let Some(file) = files.get(at) else { continue };
        let is_server = |d: &Directive| {
            d.block
                && d.name() == "server"
                && !file.directives.around(d).any(|b| b.name() == "stream")
        };
        let all = file.directives.all.iter().enumerate();
        let servers: Vec<usize> = all.filter(|(_, d)| is_server(d)).map(|(at, _)| at).collect();
        for server in servers {
            server_of(files, at, server, &shared, &mut known, &mut balance, facts);
        }
    }
    folder(files, &mut balance);
    inner(files);
    nginx_form::judge(files, facts);
    leave_rest(
        files,
        |name| matches!(name, "http" | "events" | "server" | "upstream" | "location"),
        facts,
    );
    balance
}

/// `set $name value`.
fn variables(files: &[Parsed]) -> BTreeMap<String, String> {
    let all = files.iter().flat_map(|file| &file.directives.all);
    let sets = all.filter(|d| d.name() == "set" && d.words.len() == 3);
    sets.map(|d| (d.word(1).to_owned(), d.word(2).to_owned())).collect()
}

fn includes(file: &mut Parsed, facts: &mut Facts) {
    for number in 0..file.directives.all.len() {
        let Some(d) = file.directives.all.get(number) else { continue };
        if d.name() == "include" && !d.word(1).contains("mime.types") {
            let message = msg!(
                en: "Includes {f}: what stands there is read only where that file was brought, too.",
                zh: "引用了 {f}：只有同时提供该文件，其中的内容才会被读取。", f = model::value::shown(d.word(1)));
            facts.note(Severity::Info, &file.at(number), message);
            file.take(number);
        }
    }
}

fn pools(file: &mut Parsed, balance: &mut Balance, facts: &mut Facts) {
    let blocks: Vec<(usize, String)> = file
        .directives
        .all
        .iter()
        .enumerate()
        .filter(|(_, d)| d.block && d.name() == "upstream")
        .map(|(at, d)| (at, d.word(1).to_owned()))
        .collect();
    for (block, name) in blocks {
        let mut pool = Pool { name, members: Vec::new(), said: Vec::new(), at: file.at(block) };
        let mut method: Option<(String, At)> = None;
        let inside: Vec<usize> = file.directives.inside(Some(block)).map(|(at, _)| at).collect();
        for number in inside {
            let Some(d) = file.directives.all.get(number).cloned() else { continue };
            let at = file.at(number);
            if d.name() == "server" {
                pool.members.push(member(d.arguments(), &at, facts));
                file.take(number);
            } else if METHODS.contains(&d.name()) {
                file.take(number);
                if method.is_some() {
                    facts.note(Severity::Warning, &at, msg!(
                        en: "A second way to choose a node in {p}: Nginx takes the last one.",
                        zh: "{p} 中有第二种分发方式：Nginx 以最后一个为准。", p = model::value::shown(&pool.name)));
                }
                method = Some((d.line(), at));
            }
        }
        judge(&pool, method.as_ref(), facts);
        if let Some((words, at)) = method {
            pool.said.push(("method", words, at));
        }
        balance.pools.push(pool);
    }
}

fn judge(pool: &Pool, method: Option<&(String, At)>, facts: &mut Facts) {
    let hashed = method.filter(|(m, _)| m.starts_with("ip_hash") || m.starts_with("hash"));
    let backup = pool.members.iter().find(|m| m.words.contains("backup"));
    if let (Some((method, _)), Some(member)) = (hashed, backup) {
        facts.note(Severity::Error, &member.at, msg!(
            en: "\"backup\" cannot stand beside {m}: Nginx refuses the file (\"balancing method does not support parameter\").",
            zh: "“backup”不能与 {m} 同用：Nginx 会拒绝该文件（“balancing method does not support parameter”）。",
            m = model::value::shown(method)));
    }
    if pool.name.contains('_') {
        facts.note(Severity::Info, &pool.at, msg!(
            en: "The name {p} has an underscore: where no Host header is set, Nginx sends it as one, and a newer Tomcat answers 400.",
            zh: "名称 {p} 含下划线：若未设置 Host 头，Nginx 会以它作为 Host 发送，较新的 Tomcat 返回 400。",
            p = model::value::shown(&pool.name)));
    }
}

/// A line of an upstream.
pub(super) fn member(arguments: &[String], at: &At, facts: &mut Facts) -> Member {
    let (address, options) =
        arguments.split_first().map_or(("", &[][..]), |(a, o)| (a.as_str(), o));
    let own = |o: &&String| {
        matches!(o.as_str(), "backup" | "down") || o.starts_with("weight=") && *o != "weight=1"
    };
    let mut words: Vec<&str> = options.iter().filter(own).map(String::as_str).collect();
    words.sort_unstable();
    let others: Vec<&str> = options.iter().filter(|o| !own(o)).map(String::as_str).collect();
    if !others.is_empty() {
        facts.leave(format!("server {address} {}", others.join(" ")), at);
    }
    Member {
        address: with_port(address, 80),
        name: String::new(),
        words: words.join(" "),
        at: at.clone(),
    }
}

/// An address with its port.
pub(super) fn with_port(address: &str, port: u16) -> String {
    match member_of(address) {
        _ if address.starts_with("unix:") => address.to_owned(),
        (host, None) if host.contains(':') => format!("[{host}]:{port}"),
        (host, None) => format!("{host}:{port}"),
        _ => address.to_owned(),
    }
}

/// The instance's own folder: pid file and log in one.
fn folder(files: &mut [Parsed], balance: &mut Balance) {
    let parent = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    for file in files {
        let top = |name: &str| {
            let found = file.directives.inside(None).find(|(_, d)| d.name() == name);
            found.and_then(|(at, d)| Some((at, parent(d.word(1))?)))
        };
        if let (Some((number, pid)), Some((_, log))) = (top("pid"), top("error_log"))
            && pid == log
            && pid.starts_with('/')
        {
            balance.said.push(("folder", pid, file.at(number)));
        }
    }
}

/// What stands in blocks of tables is told by the block alone.
fn inner(files: &mut [Parsed]) {
    for file in files {
        for number in 0..file.directives.all.len() {
            let Some(d) = file.directives.all.get(number) else { continue };
            let table = |b: &Directive| is_table(b.name()) || matches!(b.name(), "stream" | "mail");
            if file.directives.around(d).any(table) || d.block && d.name() == "types" {
                file.take(number);
            }
        }
    }
}
