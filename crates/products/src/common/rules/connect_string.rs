//! The list of servers that a product is told, by the field or by an override of a key that the
//! field writes.

use ::rules::{Context, Example, Rule, Source, Symptom};
use model::value::{HostPort, Value, half_width, shown};
use model::{Edit, Place, Severity, Text, msg};
use std::collections::BTreeSet;

const FIELD: &str = "zookeeper.connect";
pub(super) const PARSER: Source = Source::new(
    "ZooKeeper: ConnectStringParser",
    "https://github.com/apache/zookeeper/blob/release-3.4.14/zookeeper-server/src/main/java/org/apache/zookeeper/client/ConnectStringParser.java",
);
pub(super) const GUIDE: Source = Source::new(
    "ZooKeeper programmer's guide: sessions and chroot",
    "https://zookeeper.apache.org/doc/r3.8.4/zookeeperProgrammers.html#ch_zkSessions",
);
pub(super) const LAB: Source = Source::lab(
    "zookeeper-connect-strings",
    "Session lab: the parser of ZooKeeper 3.8 on wrong lists",
);

/// The lists of the document: what was typed into the field, and what overrides say.
pub(super) fn lists(cx: &Context) -> Vec<(Place, String)> {
    let mut lists = Vec::new();
    if cx.shown(FIELD) {
        lists.push((Place::Setting(FIELD.to_owned()), cx.text(FIELD).into_owned()));
    }
    lists.extend(overrides(cx));
    lists.retain(|(_, text)| !text.is_empty());
    lists
}

fn overrides(cx: &Context) -> Vec<(Place, String)> {
    let keys = cx.product.field(FIELD).map_or(&[][..], |f| f.keys);
    let found = keys.iter().flat_map(|key| cx.set_values_of(key));
    let mut lists: Vec<(Place, String)> = Vec::new();
    for found in found.filter(|f| f.overridden() && f.literal().is_some()) {
        if lists.iter().all(|(place, _)| *place != found.place) {
            lists.push((found.place, found.value));
        }
    }
    lists
}

/// The servers, and the path after them.
pub(super) fn split(text: &str) -> (Vec<&str>, &str) {
    let (list, chroot) = match text.find('/') {
        Some(at) if !text[..at].ends_with(':') => text.split_at(at),
        _ => (text, ""),
    };
    (list.split(',').map(str::trim).collect(), chroot)
}

/// An entry that names no server.
pub(super) static MALFORMED: Rule = Rule {
    id: "ZOO004",
    name: "malformed-server",
    severity: Severity::Error,
    title: Text::new(
        "Every entry of a connect string is host:port.",
        "连接串的每一项都是 host:port。",
    ),
    why: Text::new(
        "The list is cut at commas and each entry at its last colon. With a scheme, a blank inside or a port that is no number from 1 to 65535 the client throws, or looks for a host that does not exist, and the product does not start.",
        "列表先按逗号、每项再按最后一个冒号拆分。带协议、中间有空格，或端口不是 1 到 65535 的数字时，客户端会抛出异常或去找不存在的主机，产品无法启动。",
    ),
    sources: &[PARSER, LAB],
    symptoms: &[Symptom::new("Invalid path string \"//… caused by empty node name", "logs")],
    fires: Example::Edits(
        "kylin-split",
        &[("settings.zookeeper.connect", "zk1.example.com:2181,zk2.example.com:21810000")],
    ),
    clean: Example::Edits(
        "kylin-split",
        &[("settings.zookeeper.connect", "zk1.example.com:2181, zk2.example.com:2181")],
    ),
    check: |cx, sink| {
        for (place, text) in lists(cx) {
            if text.contains([';', '|']) {
                continue; // That has a rule of its own.
            }
            let (servers, _) = split(&text);
            let bad =
                servers.iter().filter(|s| !s.is_empty()).find_map(|s| HostPort::parse(s).err());
            let Some(why) = bad else { continue };
            let message =
                msg!(en: "ZooKeeper servers: {why}.", zh: "ZooKeeper 服务器：{why}。", why = why);
            let found = sink.report(place.clone(), message);
            // With signs of a Chinese keyboard there is one right answer.
            let plain = half_width(&text);
            let good = |plain: &String| {
                let (servers, _) = split(plain);
                servers.iter().filter(|s| !s.is_empty()).all(|s| HostPort::parse(s).is_ok())
            };
            if let Some(plain) = plain.filter(good) {
                found.fix(
                    msg!(en: "Write {t}", zh: "改为 {t}", t = shown(&plain)),
                    vec![Edit::Set(place, plain)],
                );
            }
        }
    },
};

/// `;` between the servers.
pub(super) static SEPARATOR: Rule = Rule {
    id: "ZOO005",
    name: "wrong-separator",
    severity: Severity::Error,
    title: Text::new(
        "Only commas stand between the servers of a connect string.",
        "连接串中的服务器之间只能使用逗号。",
    ),
    why: Text::new(
        "ZooKeeper knows no other separator: with a semicolon the whole list is one server with a strange name, and nothing can be reached.",
        "ZooKeeper 不认识其他分隔符：使用分号时，整个列表会被当作一个名称怪异的服务器，无法连接。",
    ),
    sources: &[PARSER, LAB],
    symptoms: &[Symptom::new("Unable to resolve address: …;…<unresolved>", "logs")],
    fires: Example::Edits(
        "kylin-split",
        &[("settings.zookeeper.connect", "zk1.example.com:2181;zk2.example.com:2181")],
    ),
    clean: Example::Edits(
        "kylin-split",
        &[("settings.zookeeper.connect", "zk1.example.com:2181,zk2.example.com:2181")],
    ),
    check: |cx, sink| {
        for (place, text) in lists(cx) {
            if text.contains([';', '|']) {
                let right = text.replace([';', '|'], ",");
                sink.report(
                    place.clone(),
                    msg!(en: "\"{t}\": only commas separate ZooKeeper servers.", zh: "“{t}”：ZooKeeper 服务器之间只能使用逗号。", t = shown(&text)),
                )
                .fix(msg!(en: "Use commas", zh: "改用逗号"), vec![Edit::Set(place, right)]);
            }
        }
    },
};

/// A port that is guessed.
pub(super) static NO_PORT: Rule = Rule {
    id: "ZOO008",
    name: "server-without-port",
    severity: Severity::Info,
    title: Text::new(
        "Every server of a connect string has its port.",
        "连接串中的每个服务器都应写明端口。",
    ),
    why: Text::new(
        "The client takes 2181 when none is given. That works until the ensemble listens elsewhere, and other programs that read the same list do not all guess the same. Write the port.",
        "未写端口时客户端使用 2181。一旦集群使用其他端口就会失败，而且读取同一列表的其他程序不一定这样猜测。请写明端口。",
    ),
    sources: &[
        PARSER,
        Source::lab(
            "kylin-connect-string-without-port",
            "Lab, F4: a server without port works with 2181",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-split",
        &[(
            "overrides.cluster.kylin.env.zookeeper-connect-string",
            "zk1.example.com,zk2.example.com:2181",
        )],
    ),
    clean: Example::Edits(
        "kylin-split",
        &[("settings.zookeeper.connect", "zk1.example.com,zk2.example.com:2181")],
    ),
    check: |cx, sink| {
        // The field's own value is written with ports.
        for (place, text) in overrides(cx) {
            let (servers, chroot) = split(&text);
            let read: Vec<Option<HostPort>> =
                servers.iter().map(|s| HostPort::parse(s).ok()).collect();
            let Some(bare) = read.iter().flatten().find(|h| h.port.is_none()) else { continue };
            let report = sink.report(
                place.clone(),
                msg!(en: "{h} has no port; the client will take 2181.", zh: "{h} 没有端口，客户端会使用 2181。", h = bare.host.to_string()),
            );
            if read.iter().all(Option::is_some) {
                let with_port = |h: &HostPort| match h.port {
                    Some(_) => h.to_string(),
                    None => HostPort {
                        host: h.host.clone(),
                        port: Some(crate::common::zookeeper::DEFAULT_PORT),
                    }
                    .to_string(),
                };
                let list: Vec<String> = read.iter().flatten().map(with_port).collect();
                report.fix(
                    msg!(en: "Write :2181", zh: "写明 :2181"),
                    vec![Edit::Set(place, format!("{}{chroot}", list.join(",")))],
                );
            }
        }
    },
};

/// The same server twice.
pub(super) static DUPLICATE: Rule = Rule {
    id: "ZOO009",
    name: "duplicate-server",
    severity: Severity::Warning,
    title: Text::new("A connect string names every server once.", "连接串中每个服务器只出现一次。"),
    why: Text::new(
        "A server that is listed twice is chosen more often, and usually another one was meant, which is then missing when it is needed. Correct the list.",
        "重复的服务器会被更频繁地选中，而且通常本应填写另一个，需要时却没有。请更正列表。",
    ),
    sources: &[PARSER],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-split",
        &[(
            "settings.zookeeper.connect",
            "zk1.example.com:2181,ZK1.example.com,zk2.example.com:2181",
        )],
    ),
    clean: Example::Edits("kylin-split", &[]),
    check: |cx, sink| {
        for (place, text) in lists(cx) {
            let mut seen = BTreeSet::new();
            let key = |h: &HostPort| (h.host.to_string(), h.port.map_or(2181, |p| p.0));
            let (servers, chroot) = split(&text);
            let again =
                |s: &&str| HostPort::parse(s).is_ok_and(|server| !seen.insert(key(&server)));
            let (twice, once): (Vec<&str>, Vec<&str>) = servers.into_iter().partition(again);
            if let Some(twice) = twice.first() {
                sink.report(
                    place.clone(),
                    msg!(en: "{h} is in the list of ZooKeeper servers twice.", zh: "{h} 在 ZooKeeper 服务器列表中出现了两次。", h = shown(twice)),
                )
                .fix(
                    msg!(en: "Name it once", zh: "只保留一个"),
                    vec![Edit::Set(place, format!("{}{chroot}", once.join(",")))],
                );
            }
        }
    },
};

/// An ensemble on each node.
pub(super) static LOOPBACK: Rule = Rule {
    id: "ZOO010",
    name: "loopback-server",
    severity: Severity::Error,
    title: Text::new(
        "With several nodes no ZooKeeper server is localhost.",
        "有多个节点时，ZooKeeper 服务器不能是 localhost。",
    ),
    why: Text::new(
        "localhost is another machine on each node: nodes would take their locks in different places and not know of each other, or find no server and not start. Name the servers as all nodes know them.",
        "localhost 在每个节点上指不同的机器：各节点在不同的地方加锁、互不知晓，或找不到服务器而无法启动。请使用所有节点都认识的名称。",
    ),
    sources: &[
        Source::new(
            "RFC 6761, 6.3: localhost",
            "https://www.rfc-editor.org/rfc/rfc6761#section-6.3",
        ),
        Source::lab(
            "kylin-without-zookeeper",
            "Lab, F3: a client that falls back to localhost:2181 does not start",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-split", &[("settings.zookeeper.connect", "localhost:2181")]),
    clean: Example::Edits(
        "kylin-one",
        &[("settings.zookeeper.kind", "given"), ("settings.zookeeper.connect", "localhost:2181")],
    ),
    check: |cx, sink| {
        if cx.spec.nodes.len() < 2 {
            return;
        }
        for (place, text) in lists(cx) {
            let loopback = split(&text)
                .0
                .iter()
                .filter_map(|s| HostPort::parse(s).ok())
                .find(|h| h.host.is_loopback());
            if let Some(server) = loopback {
                sink.report(
                    place,
                    msg!(en: "{h} is another machine on each node: the nodes would not share their locks.",
                         zh: "{h} 在每个节点上指不同的机器，各节点不会共享锁。", h = server.to_string()),
                );
            }
        }
    },
};

/// A comma too many.
pub(super) static EMPTY_ENTRY: Rule = Rule {
    id: "ZOO011",
    name: "empty-entry",
    severity: Severity::Warning,
    title: Text::new("A connect string has no empty entries.", "连接串中没有空的条目。"),
    why: Text::new(
        "Two commas in a row, or one at the end, usually mean that a server is missing there. Add it, or remove the comma.",
        "连续的逗号或末尾的逗号，通常说明此处缺少一个服务器。请补上或删除逗号。",
    ),
    sources: &[PARSER],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-split",
        &[(
            "overrides.cluster.kylin.env.zookeeper-connect-string",
            "zk1.example.com:2181,zk2.example.com:2181,",
        )],
    ),
    clean: Example::Edits(
        "kylin-split",
        &[(
            "overrides.cluster.kylin.env.zookeeper-connect-string",
            "zk1.example.com:2181,zk2.example.com:2181",
        )],
    ),
    check: |cx, sink| {
        // In the field an empty entry cannot be read, and its kind says so.
        for (place, text) in overrides(cx).into_iter().filter(|(_, text)| !text.is_empty()) {
            let (servers, chroot) = split(&text);
            let full: Vec<&str> = servers.iter().copied().filter(|s| !s.is_empty()).collect();
            if full.len() < servers.len() && !chroot.contains(',') {
                sink.report(
                    place.clone(),
                    msg!(en: "\"{t}\" has a comma with no server behind it.", zh: "“{t}”中有逗号后面没有服务器。", t = shown(&text)),
                )
                .fix(
                    msg!(en: "Remove the comma", zh: "删除逗号"),
                    vec![Edit::Set(place, format!("{}{chroot}", full.join(",")))],
                );
            }
        }
    },
};

/// A list of one.
pub(super) static ONE_SERVER: Rule = Rule {
    id: "ZOO016",
    name: "single-server-named",
    severity: Severity::Info,
    title: Text::new(
        "A connect string names more than one server of the ensemble.",
        "连接串应填写 ZooKeeper 集群的多个服务器。",
    ),
    why: Text::new(
        "The client knows only the servers that are named. With one, the nodes stand still while that server is down, although the rest of the ensemble works. Name all members. When the ensemble really has one server, there is nothing to name.",
        "客户端只知道已填写的服务器。只填一个时，即使集群的其他成员正常，该服务器停止期间所有节点也会停滞。请填写全部成员。如果集群确实只有一个服务器，则无需更改。",
    ),
    sources: &[GUIDE],
    symptoms: &[],
    fires: Example::Edits("kylin-split", &[("settings.zookeeper.connect", "zk1.example.com:2181")]),
    clean: Example::Edits("kylin-split", &[]),
    check: |cx, sink| {
        if cx.spec.nodes.len() < 2 {
            return;
        }
        for (place, text) in lists(cx) {
            let servers: Vec<HostPort> =
                split(&text).0.iter().filter_map(|s| HostPort::parse(s).ok()).collect();
            if let ([only], false) = (servers.as_slice(), text.contains(','))
                && !only.host.is_loopback()
            {
                sink.report(
                        place,
                        msg!(en: "Only one ZooKeeper server is named, {h}: while it is down, no node gets a lock. Name all members.",
                             zh: "只填写了一个 ZooKeeper 服务器 {h}：它停止期间任何节点都拿不到锁。请填写全部成员。", h = only.to_string()),
                    );
            }
        }
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_before_its_path() {
        assert_eq!(split("a:1, b:2/x"), (vec!["a:1", "b:2"], "/x"));
        assert_eq!(split("a:1/x,b:2/x"), (vec!["a:1"], "/x,b:2/x"));
        assert_eq!(split("http://a:1"), (vec!["http://a:1"], ""));
        assert_eq!(split(""), (vec![""], ""));
    }
}
