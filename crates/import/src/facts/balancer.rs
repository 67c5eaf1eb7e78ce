//! What the files of a load balancer say, whichever program reads them.

use super::{At, Facts, Piece, haproxy, httpd, nginx};
use formats::directives::Directives;
use model::{Severity, msg};
use rules::Site;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The key of a member: its address follows.
pub(crate) const MEMBER: &str = "member ";
/// The key of the name by which a file calls an address.
pub(crate) const CALLED: &str = "called ";

/// A node behind the balancer.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) address: String,
    /// What the file calls it, where that may be a host's name.
    pub(crate) name: String,
    /// `backup`, `down`, `weight=2`: the words that change who is asked.
    pub(crate) words: String,
    pub(crate) at: At,
}

/// Nodes among which requests are spread.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    pub(crate) name: String,
    pub(crate) members: Vec<Member>,
    /// What is said of the whole pool.
    pub(crate) said: Vec<(&'static str, String, At)>,
    pub(crate) at: At,
}

/// Where clients connect.
#[derive(Clone, Debug)]
pub(crate) struct Front {
    /// The pools that it hands requests to, each with the path.
    pub(crate) leads: Vec<(String, String)>,
    /// What is said of it.
    pub(crate) said: Vec<(&'static str, String, At)>,
    pub(crate) tls: bool,
}

/// A balancer as one of the three programs has it.
#[derive(Default)]
pub(crate) struct Balance {
    pub(crate) pools: Vec<Pool>,
    pub(crate) fronts: Vec<Front>,
    /// What is said of the whole instance.
    pub(crate) said: Vec<(&'static str, String, At)>,
}

impl Balance {
    /// How many of the product's nodes stand in its pools, first those that a front hands requests to.
    fn asked(&self, site: Option<&Site>) -> (usize, usize) {
        let port = site.map_or(0, |site| site.port);
        let own = |pool: &Pool| {
            pool.members.iter().filter(|m| member_of(&m.address).1 == Some(port)).count()
        };
        let led = |pool: &&Pool| {
            self.fronts.iter().any(|f| f.leads.iter().any(|(name, _)| *name == pool.name))
        };
        let fronts: usize = self.pools.iter().filter(led).map(own).sum();
        (fronts, self.pools.iter().map(own).sum())
    }

    /// What it says is told, and is no fact, since another program of the host is the document's.
    fn set_aside(&self, own: Program, taken: Program, facts: &mut Facts) {
        let first = self.pools.first().map(|pool| &pool.at);
        let said = self.fronts.iter().flat_map(|f| &f.said).chain(&self.said);
        let said = || said.clone().chain(self.pools.iter().flat_map(|pool| &pool.said));
        if let Some(at) = first.or_else(|| said().next().map(|(.., at)| at)) {
            facts.note(Severity::Info, at, msg!(
                en: "{a} and {b} both run on this host; the document has one, and {b} is taken, which asks more of the nodes. What {a} says is not judged.",
                zh: "该主机上同时有 {a} 和 {b}；文档中只能有一个，采用指向更多节点的 {b}。{a} 的内容未作判断。",
                a = own.id(), b = taken.id()));
        }
        for pool in &self.pools {
            leave(pool, facts);
        }
        for (key, value, at) in said() {
            facts.leave(format!("{key} {value}"), at);
        }
    }
}

/// The programs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Program {
    Nginx,
    HaProxy,
    Httpd,
}

impl Program {
    fn id(self) -> &'static str {
        match self {
            Program::Nginx => "nginx",
            Program::HaProxy => "haproxy",
            Program::Httpd => "httpd",
        }
    }

    /// What it takes where its files say nothing.
    fn defaults(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Program::Nginx => {
                &[("method", "round_robin"), ("read_timeout", "60"), ("connect_timeout", "60")]
            }
            Program::HaProxy => &[("method", "roundrobin")],
            Program::Httpd => &[("method", "byrequests"), ("read_timeout", "60")],
        }
    }

    /// Which program reads a file: by its path, or by the words in it.
    fn of(piece: &Piece) -> Option<Program> {
        let path = piece.path.to_ascii_lowercase();
        let by_path = [
            ("nginx", Program::Nginx),
            ("haproxy", Program::HaProxy),
            ("httpd", Program::Httpd),
            ("apache2", Program::Httpd),
        ];
        // The name of the file tells more than those of its folders.
        let at = |word: &str| path.rfind(word);
        let named = by_path.iter().filter_map(|(word, program)| Some((at(word)?, *program))).max();
        if let Some((_, program)) = named {
            return Some(program);
        }
        let mut lines = piece.text.lines().map(str::trim_start);
        lines.find_map(|line| {
            let first = line.split([' ', '\t', '{', ';']).next().unwrap_or_default();
            match first {
                "upstream" | "server" | "proxy_pass" | "location" | "http" => Some(Program::Nginx),
                "frontend" | "backend" | "listen" | "defaults" | "global" => Some(Program::HaProxy),
                "ProxyPass" | "BalancerMember" | "LoadModule" | "ServerName" => {
                    Some(Program::Httpd)
                }
                _ if line.starts_with("<Proxy") || line.starts_with("<VirtualHost") => {
                    Some(Program::Httpd)
                }
                _ => None,
            }
        })
    }
}

/// Whether a file is a load balancer's, whatever it is called: it has nodes, and hands requests to them.
pub(crate) fn is_balancer(bytes: &[u8]) -> bool {
    /// Longer ones are logs and data.
    const SHORT: usize = 256 * 1024;
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= SHORT);
    let lines = text.unwrap_or_default().lines();
    let lines: Vec<&str> = lines.map(|l| l.split('#').next().unwrap_or_default().trim()).collect();
    // What stands behind the first word of each line that begins with it.
    let begins = |word: &str| -> Vec<&str> {
        let of_word = lines.iter().filter_map(|line| line.strip_prefix(word));
        of_word.filter(|rest| rest.starts_with([' ', '\t'])).map(str::trim).collect()
    };
    let has = |words: &str| lines.iter().any(|line| line.contains(words));
    let block = |rest: &&str| {
        let name = rest.find(['{', ' ', '\t']).and_then(|end| rest.get(end..));
        name.is_some_and(|rest| rest.trim_start().starts_with('{'))
    };
    let nginx =
        begins("upstream").iter().any(block) || has("proxy_pass ") && has("location ") && has("{");
    let haproxy = !(begins("backend").is_empty() && begins("listen").is_empty())
        && begins("server").iter().any(|rest| rest.split_whitespace().count() > 1);
    nginx || haproxy || has("BalancerMember ")
}

/// Directives of a file, with its path.
pub(crate) struct Parsed {
    pub(crate) path: Rc<str>,
    pub(crate) directives: Directives,
    /// Those that were made something of.
    pub(crate) used: Vec<bool>,
}

impl Parsed {
    fn of(piece: &Piece, read: fn(&str) -> Directives, facts: &mut Facts) -> Parsed {
        let directives = read(&piece.text);
        let path = Rc::clone(&piece.path);
        for (span, message) in &directives.problems {
            let at = At { path: Rc::clone(&path), span: *span };
            facts.note(Severity::Error, &at, message.clone());
        }
        let used = vec![false; directives.all.len()];
        Parsed { path, directives, used }
    }

    pub(crate) fn at(&self, number: usize) -> At {
        let span = self.directives.all.get(number).map(|d| d.span);
        let span = span.unwrap_or(model::Span { line: 1, column: 1 });
        At { path: Rc::clone(&self.path), span }
    }

    pub(crate) fn take(&mut self, number: usize) {
        if let Some(used) = self.used.get_mut(number) {
            *used = true;
        }
    }
}

/// Reads the files of a host.
pub(super) fn read(site: Option<&Site>, pieces: &[Piece], facts: &mut Facts) {
    let mut all: Vec<(Program, Balance)> = Vec::new();
    for program in [Program::Nginx, Program::HaProxy, Program::Httpd] {
        let own: Vec<&Piece> = pieces.iter().filter(|p| Program::of(p) == Some(program)).collect();
        if own.is_empty() {
            continue;
        }
        let read = match program {
            Program::Nginx => formats::directives::nginx::read,
            Program::HaProxy => formats::directives::haproxy::read,
            Program::Httpd => formats::directives::httpd::read,
        };
        for piece in own.iter().filter(|p| program == Program::HaProxy && !p.text.ends_with('\n')) {
            let last = u32::try_from(piece.text.lines().count()).unwrap_or(u32::MAX);
            let at = At {
                path: Rc::clone(&piece.path),
                span: model::Span { line: last.max(1), column: 1 },
            };
            facts.note(Severity::Warning, &at, msg!(
                en: "The last line has no end: HAProxy refuses the file from 2.4 on (\"Missing LF on last line\").",
                zh: "最后一行没有换行：HAProxy 自 2.4 起会拒绝该文件（“Missing LF on last line”）。"));
        }
        let mut files: Vec<Parsed> = own.iter().map(|p| Parsed::of(p, read, facts)).collect();
        let balance = match program {
            Program::Nginx => nginx::balance(&mut files, facts),
            Program::HaProxy => haproxy::balance(&mut files, facts),
            Program::Httpd => httpd::balance(&mut files, facts),
        };
        all.push((program, balance));
    }
    // The document has one for each host: the facts of two would be mixed, each at the other's file.
    let most =
        |(at, (_, balance)): &(usize, &(Program, Balance))| (balance.asked(site), usize::MAX - at);
    let best = all.iter().enumerate().max_by_key(most).map(|(at, _)| at);
    if let Some((program, balance)) = best.and_then(|at| all.get(at)) {
        tell(*program, site, balance, facts);
        let others = all.iter().enumerate().filter(|(at, _)| Some(*at) != best);
        for (_, (other, balance)) in others {
            balance.set_aside(*other, *program, facts);
        }
    }
    for piece in pieces.iter().filter(|p| Program::of(p).is_none()) {
        facts.leave("", &super::top(piece));
    }
}

/// The facts of the pool in which the product's nodes stand, and of the front that leads there.
fn tell(program: Program, site: Option<&Site>, balance: &Balance, facts: &mut Facts) {
    let port = site.map_or(0, |site| site.port);
    let path = site.map_or("", |site| site.path);
    let here = |pool: &Pool| {
        let of_port = |m: &&Member| member_of(&m.address).1 == Some(port);
        pool.members.iter().filter(of_port).count()
    };
    let mut paths: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, path) in balance.fronts.iter().flat_map(|f| &f.leads) {
        paths.entry(name).or_default().push(path);
    }
    let leads = |pool: &Pool, below: &str| {
        paths.get(pool.name.as_str()).is_some_and(|all| all.iter().any(|p| p.starts_with(below)))
    };
    let rank = |(at, pool): &(usize, &Pool)| {
        let of_path = !path.is_empty() && leads(pool, path);
        (
            !pool.members.is_empty(),
            here(pool) > 0,
            of_path,
            leads(pool, ""),
            here(pool),
            usize::MAX - at,
        )
    };
    let ours = |pool: &&Pool| here(pool) > 0 || !path.is_empty() && leads(pool, path);
    let best = balance.pools.iter().enumerate().max_by_key(rank);
    let pool = best.map(|(_, pool)| pool).filter(|p| !p.members.is_empty()).filter(ours);
    let Some(pool) = pool else {
        for pool in &balance.pools {
            leave(pool, facts);
        }
        return;
    };
    let kind = program.id();
    facts.say("kind", kind, &pool.at);
    let mut seen = BTreeSet::new();
    for member in &pool.members {
        if !seen.insert(member.address.to_ascii_lowercase()) {
            facts.note(Severity::Warning, &member.at, msg!(
                en: "{m} stands in {p} twice: it gets twice as many requests, and its failures are counted apart.",
                zh: "{m} 在 {p} 中出现两次：它会得到两倍的请求，且失败次数分开统计。",
                m = model::value::shown(&member.address), p = model::value::shown(&pool.name)));
            continue;
        }
        let words = if member.words.is_empty() { "on" } else { member.words.as_str() };
        facts.say(format!("{MEMBER}{}", member.address), words, &member.at);
        if !member.name.is_empty() {
            facts.say(format!("{CALLED}{}", member.address), member.name.as_str(), &member.at);
        }
    }
    let fronts = balance.fronts.iter().filter(|f| f.leads.iter().any(|(p, _)| *p == pool.name));
    // The one with TLS: the other sends clients there.
    let front = fronts.max_by_key(|f| f.tls);
    let of_front = front.into_iter().flat_map(|f| &f.said);
    let mut told = BTreeSet::new();
    for (key, value, at) in pool.said.iter().chain(of_front).chain(&balance.said) {
        if told.insert(*key) {
            facts.say(*key, value.as_str(), at);
        } else {
            facts.leave(format!("{key} {value}"), at);
        }
    }
    for (key, value) in program.defaults().iter().filter(|(key, _)| !told.contains(key)) {
        facts.say(*key, *value, &pool.at);
    }
    for other in balance.pools.iter().filter(|p| p.name != pool.name) {
        leave(other, facts);
    }
    let chosen = |f: &&Front| front.is_some_and(|front| std::ptr::eq(*f, front));
    for other in balance.fronts.iter().filter(|f| !chosen(f)) {
        for (key, value, at) in &other.said {
            facts.leave(format!("{key} {value}"), at);
        }
    }
}

/// A pool of other programs.
fn leave(pool: &Pool, facts: &mut Facts) {
    let members: Vec<&str> = pool.members.iter().map(|m| m.address.as_str()).collect();
    facts.leave(format!("{}: {}", pool.name, members.join(", ")), &pool.at);
}

/// Host and port of an address; an IPv6 address loses its brackets.
pub(crate) fn member_of(address: &str) -> (&str, Option<u16>) {
    if let Some((host, rest)) = address.strip_prefix('[').and_then(|a| a.split_once(']')) {
        return (host, rest.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match address.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => (host, port.parse().ok()),
        _ => (address, None),
    }
}

/// What no reader of a program made anything of.
pub(super) fn leave_rest(files: &[Parsed], skip: fn(&str) -> bool, facts: &mut Facts) {
    for file in files {
        for (number, directive) in file.directives.all.iter().enumerate() {
            let used = file.used.get(number).copied().unwrap_or_default();
            if !(used || directive.block && skip(directive.name())) {
                facts.leave(directive.line(), &file.at(number));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::member_of;

    #[test]
    fn addresses_have_hosts_and_ports() {
        assert_eq!(member_of("k1:7070"), ("k1", Some(7070)));
        assert_eq!(member_of("[2001:db8::1]:7070"), ("2001:db8::1", Some(7070)));
        assert_eq!(member_of("[::1]"), ("::1", None));
        assert_eq!(member_of("k1"), ("k1", None));
        assert_eq!(member_of("2001:db8::1"), ("2001:db8::1", None));
        assert_eq!(member_of("k1:x"), ("k1", None));
    }
}
