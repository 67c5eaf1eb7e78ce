//! `redis.conf` and `sentinel.conf` of a Redis that is made on the nodes.
//!
//! Both programs rewrite their own file when a master dies. What is generated never changes by
//! itself: the programs are started with a file of their own, made from it (`redis.sh`).

use super::roles::REDIS_ID;
use super::service::{redis_folder, sentinel_folder};
use super::store::{Mode, password};
use crate::common::text::{header, not_usable, origin};
use ::rules::Context;
use formats::{File, Origin};
use model::value::{ByteSize, Host, Port, Value};
use model::{Message, Node, Place, Text, msg};

/// Lines with the reason why they are there, and the fields that caused them.
struct Writer<'a> {
    cx: &'a Context<'a>,
    file: File,
}

impl Writer<'_> {
    fn put(&mut self, lines: &[String], reason: Message, fields: &[&str]) {
        let because = origin(reason, fields);
        self.file.line("");
        let words = because.reason.render(self.cx.spec.language);
        self.file.because(format!("# {words}"), because.clone());
        for line in lines {
            self.file.because(line, because.clone());
        }
    }

    fn broken(&mut self, place: Place, why: Message) {
        let words = format!("# {}", not_usable(&why, self.cx.spec.language));
        self.file.because(words, Origin { reason: why, places: vec![place] });
    }
}

/// Where it listens: at the node's address where one is given. A name is not enough: on Debian a
/// machine's own name leads to 127.0.1.1.
fn bind(node: &Node) -> String {
    match Host::parse(&node.address) {
        Ok(host) if host.is_loopback() => "bind 127.0.0.1".to_owned(),
        Ok(host @ (Host::V4(_) | Host::V6(_))) => format!("bind {host} 127.0.0.1"),
        _ => "bind * -::*".to_owned(),
    }
}

/// What other machines call this node.
fn announced(node: &Node) -> Result<Host, Message> {
    Host::parse(&node.address).or_else(|_| Host::parse(&node.name))
}

fn port(cx: &Context, key: &str) -> Result<Port, Message> {
    cx.get(key)
}

/// Writes `redis.conf`.
pub(super) fn redis_conf(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "Redis for sessions; redis-server reads it by way of running.conf beside it.",
        "存放 Session 的 Redis 配置；redis-server 通过同目录的 running.conf 读取它。",
    );
    let mode = Mode::read(cx);
    let mut w = Writer { cx, file: File::new(ABOUT) };
    header(cx, "#", &mut w.file);
    match port(cx, "session.redis_port") {
        Ok(port) => w.put(
            &[bind(node), format!("port {port}"), "protected-mode yes".to_owned(), "tcp-keepalive 300".to_owned(), "timeout 0".to_owned()],
            msg!(en: "Where it listens. Only the nodes may reach it: whoever can write here can make Tomcat load what it likes.",
                 zh: "监听地址。只允许节点访问：能写入这里的人可以让 Tomcat 加载任意对象。"),
            &["session.redis_port"],
        ),
        Err(why) => w.broken(Place::Setting("session.redis_port".to_owned()), why),
    }
    w.put(
        &[format!("dir {}", redis_folder(cx)), "daemonize no".to_owned()],
        msg!(en: "Its folder.", zh: "其目录。"),
        &["session.dir"],
    );
    if let Some(variable) = password(cx) {
        let mut lines = vec![format!("requirepass \"@{{{}}}\"", variable.0)];
        if mode != Mode::Single {
            lines.push(format!("masterauth \"@{{{}}}\"", variable.0));
        }
        w.put(
            &lines,
            msg!(en: "The password of clients, and of replicas with their master.",
                 zh: "客户端的密码，也用于副本连接主节点。"),
            &["session.password"],
        );
    }
    memory(&mut w);
    w.put(
        &["appendonly yes".to_owned(), "appendfsync everysec".to_owned(), "save \"\"".to_owned()],
        msg!(en: "After a restart logins are still there: every change is written to disk, at most a second later. Snapshots besides would add nothing.",
             zh: "重启后登录仍在：每次变更最迟一秒后写入磁盘。无需再做快照。"),
        &["session.kind"],
    );
    w.put(
        &["rename-command FLUSHALL \"\"".to_owned(), "rename-command FLUSHDB \"\"".to_owned()],
        msg!(en: "Nobody empties it by mistake.", zh: "防止误清空。"),
        &["session.kind"],
    );
    of_mode(&mut w, mode, node);
    w.file
}

fn memory(w: &mut Writer) {
    match w.cx.get::<ByteSize>("session.memory") {
        Ok(size) => w.put(
            &[format!("maxmemory {}", size.0), "maxmemory-policy volatile-ttl".to_owned()],
            msg!(en: "When this is full, the sessions nearest to their end go, which are those that were not used for longest. Redis' own default would refuse every new login instead.",
                 zh: "写满时丢弃最接近过期的 Session，即最久未使用的。Redis 的默认策略会拒绝所有新登录。"),
            &["session.memory"],
        ),
        Err(why) => w.broken(Place::Setting("session.memory".to_owned()), why),
    }
}

fn of_mode(w: &mut Writer, mode: Mode, node: &Node) {
    match (mode, announced(node)) {
        (Mode::Single, _) => {}
        (Mode::Sentinel, Ok(host)) => w.put(
            &[format!("replica-announce-ip {host}"), "replica-read-only yes".to_owned()],
            msg!(en: "The name under which the sentinels and the master know this server. Which one is the master stands in running.conf.",
                 zh: "Sentinel 和主节点识别本服务所用的名称。当前主节点记录在 running.conf 中。"),
            &["session.redis_mode"],
        ),
        (Mode::Cluster, Ok(_)) => w.put(
            &["cluster-enabled yes".to_owned(), "cluster-config-file nodes.conf".to_owned(), "cluster-node-timeout 5000".to_owned(), "cluster-require-full-coverage no".to_owned()],
            msg!(en: "A member of the cluster. A master without a replica that dies takes only its own sessions along.",
                 zh: "集群成员。没有副本的主节点故障时，只影响其上的 Session。"),
            &["session.redis_mode"],
        ),
        (_, Err(why)) => w.broken(Place::NodeName(node.row), why),
    }
}

/// How many sentinels must agree: more than half.
fn quorum(sentinels: usize) -> usize {
    sentinels / 2 + 1
}

/// Writes `sentinel.conf`.
pub(super) fn sentinel_conf(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "A sentinel: it watches Redis, and with the others chooses a new master.",
        "Sentinel：监视 Redis，并与其他 Sentinel 一起选出新的主节点。",
    );
    let mut w = Writer { cx, file: File::new(ABOUT) };
    header(cx, "#", &mut w.file);
    let nodes = cx.with_roles(&[REDIS_ID]);
    let master = cx.text("session.sentinel_master");
    let first = nodes.first().map(|n| announced(n));
    let own = announced(node);
    let ports = (port(cx, "session.sentinel_port"), port(cx, "session.redis_port"));
    let (Some(Ok(first)), Ok(own), (Ok(sentinel), Ok(redis))) = (first, own, ports) else {
        let why = msg!(en: "a port or a node's name cannot be used", zh: "端口或节点名称无法使用");
        w.broken(Place::Setting("session.sentinel_port".to_owned()), why);
        return w.file;
    };
    w.put(
        &[bind(node), format!("port {sentinel}"), "protected-mode no".to_owned(), format!("dir {}", sentinel_folder(cx)), "daemonize no".to_owned()],
        msg!(en: "Where it listens. Without a password, because the session manager could not send one: open it to the nodes only.",
             zh: "监听地址。不设密码，因为 Session 管理器无法发送：只对节点开放。"),
        &["session.sentinel_port", "session.dir"],
    );
    w.put(
        &["sentinel resolve-hostnames yes".to_owned(), "sentinel announce-hostnames yes".to_owned(), format!("sentinel announce-ip {own}")],
        msg!(en: "Machines are known by name, as in the list of nodes.", zh: "按节点列表中的名称识别机器。"),
        &["session.redis_mode"],
    );
    let mut lines =
        vec![format!("sentinel monitor {master} {first} {redis} {}", quorum(nodes.len()))];
    if let Some(variable) = password(cx) {
        lines.push(format!("sentinel auth-pass {master} \"@{{{}}}\"", variable.0));
    }
    lines.extend([
        format!("sentinel down-after-milliseconds {master} 5000"),
        format!("sentinel failover-timeout {master} 60000"),
        format!("sentinel parallel-syncs {master} 1"),
    ]);
    w.put(
        &lines,
        msg!(en: "The first master, and how many sentinels must miss it for five seconds before another takes its place: more than half.",
             zh: "最初的主节点，以及多少个 Sentinel 连续五秒联系不上它时进行切换：过半。"),
        &["session.sentinel_master", "session.redis_port"],
    );
    w.file
}

#[cfg(test)]
mod tests {
    use super::quorum;

    #[test]
    fn a_quorum_is_more_than_half() {
        assert_eq!((quorum(3), quorum(4), quorum(5)), (2, 3, 3));
    }
}
