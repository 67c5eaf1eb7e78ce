//! What stands in `sentinel.conf`.

use super::{
    PORT, SENTINEL_CONF, SENTINEL_PORT, announce, announced, because, listen, missing, password,
    secret, unusable,
};
use crate::common::session::fields::sentinel_made;
use crate::common::session::roles::REDIS_ID;
use crate::common::session::service::sentinel_folder;
use ::rules::{Class, ConfigFile, Context, Entry};
use formats::redis::quote;
use model::value::Port;
use model::{Message, Text};

pub(super) const LISTENS: Text = Text::new(
    "Where it listens. Without a password, because the session manager could not send one: open it to the nodes only.",
    "监听地址。不设密码，因为 Session 管理器无法发送：只对节点开放。",
);

const NAMES: Text = Text::new(
    "Machines are known by name, as in the list of nodes.",
    "按节点列表中的名称识别机器。",
);

/// How many sentinels must agree: more than half.
fn quorum(sentinels: usize) -> usize {
    sentinels / 2 + 1
}

/// The file of the nodes that run a sentinel.
pub(super) fn configure(cx: &Context, class: &Class) -> Option<ConfigFile> {
    if !sentinel_made(cx) || !class.has(REDIS_ID) {
        return None;
    }
    let mut entries = vec![listen(LISTENS), SENTINEL_PORT.entry(cx, class)];
    entries.extend(because(
        &[
            ("protected-mode", String::from("no")),
            ("dir", quote(&sentinel_folder(cx))),
            ("daemonize", String::from("no")),
        ],
        &[SENTINEL_PORT.field, "session.dir"],
        LISTENS,
    ));
    entries.extend(because(
        &[
            ("sentinel resolve-hostnames", String::from("yes")),
            ("sentinel announce-hostnames", String::from("yes")),
        ],
        &["session.redis_mode"],
        NAMES,
    ));
    entries.push(announce("sentinel announce-ip", NAMES));
    entries.extend(master(cx));
    Some(ConfigFile::new(SENTINEL_CONF, entries))
}

/// The master that is watched.
fn master(cx: &Context) -> Vec<Entry> {
    const FIELDS: &[&str] = &["session.sentinel_master", "session.redis_port"];
    const REASON: Text = Text::new(
        "The first master, and how many sentinels must miss it for five seconds before another takes its place: more than half.",
        "最初的主节点，以及多少个 Sentinel 连续五秒联系不上它时进行切换：过半。",
    );
    let name = cx.text("session.sentinel_master");
    let of = |directive: &str| format!("sentinel {directive} {name}");
    let key = of("monitor");
    let mut entries = vec![match monitor(cx) {
        Ok(value) => Entry::new(&key, value, FIELDS, REASON.into()),
        Err(why) => missing(&key, FIELDS, REASON, why),
    }];
    if let Some(variable) = password(cx) {
        entries.push(secret(&of("auth-pass"), &variable.0, REASON));
    }
    for (directive, value) in [
        ("down-after-milliseconds", "5000"),
        ("failover-timeout", "60000"),
        ("parallel-syncs", "1"),
    ] {
        entries.push(Entry::new(&of(directive), value, FIELDS, REASON.into()));
    }
    entries
}

/// The first node, where its Redis listens, and the quorum.
fn monitor(cx: &Context) -> Result<String, Message> {
    let nodes = cx.with_roles(&[REDIS_ID]);
    let first = nodes.first().ok_or_else(unusable)?;
    let host = announced(first)?;
    let port: Port = cx.effective_as(first, &PORT)?;
    Ok(format!("{host} {port} {}", quorum(nodes.len())))
}

#[cfg(test)]
mod tests {
    use super::quorum;

    #[test]
    fn a_quorum_is_more_than_half() {
        assert_eq!((quorum(3), quorum(4), quorum(5)), (2, 3, 3));
    }
}
