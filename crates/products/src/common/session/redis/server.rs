//! What stands in `redis.conf`.

use super::{PORT, REDIS_CONF, announce, because, listen, missing, password, secret};
use crate::common::session::fields::redis_made;
use crate::common::session::roles::REDIS_ID;
use crate::common::session::service::redis_folder;
use crate::common::session::store::Mode;
use ::rules::{Class, ConfigFile, Context, Entry};
use formats::redis::quote;
use model::Text;
use model::value::ByteSize;

pub(super) const LISTENS: Text = Text::new(
    "Where it listens. Only the nodes may reach it: whoever can write here can make Tomcat load what it likes.",
    "监听地址。只允许节点访问：能写入这里的人可以让 Tomcat 加载任意对象。",
);

const FOLDER: Text = Text::new("Its folder.", "其目录。");
const ON_DISK: Text = Text::new(
    "After a restart logins are still there: every change is written to disk, at most a second later. Snapshots besides would add nothing.",
    "重启后登录仍在：每次变更最迟一秒后写入磁盘。无需再做快照。",
);
const NOT_EMPTIED: Text = Text::new("Nobody empties it by mistake.", "防止误清空。");
const MEMBER: Text = Text::new(
    "A member of the cluster. A master without a replica that dies takes only its own sessions along.",
    "集群成员。没有副本的主节点故障时，只影响其上的 Session。",
);

/// The file of the nodes that run Redis.
pub(super) fn configure(cx: &Context, class: &Class) -> Option<ConfigFile> {
    if !redis_made(cx) || !class.has(REDIS_ID) {
        return None;
    }
    let mode = Mode::read(cx);
    let kind = &["session.kind"];
    let mut entries = vec![listen(LISTENS), PORT.entry(cx, class)];
    let fixed = [("protected-mode", "yes"), ("tcp-keepalive", "300"), ("timeout", "0")];
    entries.extend(because(&fixed.map(|(k, v)| (k, v.to_owned())), &[PORT.field], LISTENS));
    entries.extend(because(
        &[("dir", quote(&redis_folder(cx))), ("daemonize", String::from("no"))],
        &["session.dir"],
        FOLDER,
    ));
    if let Some(variable) = password(cx) {
        const REASON: Text = Text::new(
            "The password of clients, and of replicas with their master.",
            "客户端的密码，也用于副本连接主节点。",
        );
        entries.push(secret("requirepass", &variable.0, REASON));
        if mode != Mode::Single {
            entries.push(secret("masterauth", &variable.0, REASON));
        }
    }
    entries.extend(memory(cx));
    entries.extend(because(
        &[
            ("appendonly", String::from("yes")),
            ("appendfsync", String::from("everysec")),
            ("save", quote("")),
        ],
        kind,
        ON_DISK,
    ));
    entries.extend(because(
        &[("rename-command FLUSHALL", quote("")), ("rename-command FLUSHDB", quote(""))],
        kind,
        NOT_EMPTIED,
    ));
    entries.extend(of_mode(mode));
    Some(ConfigFile::new(REDIS_CONF, entries))
}

fn memory(cx: &Context) -> Vec<Entry> {
    const FIELDS: &[&str] = &["session.memory"];
    const REASON: Text = Text::new(
        "When this is full, the sessions nearest to their end go, which are those that were not used for longest. Redis' own default would refuse every new login instead.",
        "写满时丢弃最接近过期的 Session，即最久未使用的。Redis 的默认策略会拒绝所有新登录。",
    );
    let size = match cx.get::<ByteSize>("session.memory") {
        Ok(size) => Entry::new("maxmemory", size.0.to_string(), FIELDS, REASON.into()),
        Err(why) => missing("maxmemory", FIELDS, REASON, why),
    };
    let policy = Entry::new("maxmemory-policy", "volatile-ttl", FIELDS, REASON.into());
    vec![size, policy]
}

fn of_mode(mode: Mode) -> Vec<Entry> {
    const FIELDS: &[&str] = &["session.redis_mode"];
    match mode {
        Mode::Single => Vec::new(),
        Mode::Sentinel => {
            const REASON: Text = Text::new(
                "The name under which the sentinels and the master know this server. Which one is the master stands in running.conf.",
                "Sentinel 和主节点识别本服务所用的名称。当前主节点记录在 running.conf 中。",
            );
            let mut entries = vec![announce("replica-announce-ip", REASON)];
            entries.extend(because(&[("replica-read-only", String::from("yes"))], FIELDS, REASON));
            entries
        }
        Mode::Cluster => because(
            &[
                ("cluster-enabled", String::from("yes")),
                ("cluster-config-file", String::from("nodes.conf")),
                ("cluster-node-timeout", String::from("5000")),
                ("cluster-require-full-coverage", String::from("no")),
            ],
            FIELDS,
            MEMBER,
        ),
    }
}
