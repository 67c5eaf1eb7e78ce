//! The path at the end of a connect string.

use super::connect_string::{GUIDE, LAB, PARSER, lists, split};
use ::rules::{Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Edit, Severity, Text, msg};
use std::collections::BTreeSet;

/// A path before the last server.
pub(super) static CHROOT_IN_THE_MIDDLE: Rule = Rule {
    id: "ZOO006",
    name: "chroot-before-the-end",
    severity: Severity::Error,
    title: Text::new(
        "The path of a connect string stands once, at its end.",
        "连接串中的路径只能写一次，放在末尾。",
    ),
    why: Text::new(
        "ZooKeeper takes all that follows the first slash for the path: h1:2181/a,h2:2181/a is one server with the path /a,h2:2181/a. The other servers are never asked, without any message.",
        "ZooKeeper 把第一个斜杠之后的全部内容当作路径：h1:2181/a,h2:2181/a 是一个服务器加上路径 /a,h2:2181/a。其他服务器不会被访问，也没有任何提示。",
    ),
    sources: &[PARSER, LAB],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-split",
        &[("settings.zookeeper.connect", "zk1.example.com:2181/olap,zk2.example.com:2181/olap")],
    ),
    clean: Example::Edits(
        "kylin-split",
        &[("settings.zookeeper.connect", "zk1.example.com:2181,zk2.example.com:2181/olap")],
    ),
    check: |cx, sink| {
        for (place, text) in lists(cx) {
            let (_, chroot) = split(&text);
            if !chroot.contains(',') {
                continue;
            }
            let report = sink.report(
                place.clone(),
                msg!(en: "\"{t}\" has a path before the last server: ZooKeeper takes all that follows for the path and asks the first server only.",
                     zh: "“{t}”在最后一个服务器之前出现了路径：ZooKeeper 会把其后全部内容当作路径，只访问第一个服务器。", t = shown(&text)),
            );
            let parts: Vec<(&str, &str)> = text
                .split(',')
                .map(|p| p.trim().split_at(p.trim().find('/').unwrap_or(p.trim().len())))
                .collect();
            let paths: BTreeSet<&str> =
                parts.iter().map(|(_, path)| *path).filter(|p| !p.is_empty()).collect();
            if let (1, Some(path)) = (paths.len(), paths.first()) {
                let servers: Vec<&str> = parts.iter().map(|(server, _)| *server).collect();
                let right = format!("{}{path}", servers.join(","));
                report.fix(
                    msg!(en: "Move the path to the end", zh: "将路径移到末尾"),
                    vec![Edit::Set(place, right)],
                );
            }
        }
    },
};

/// A path that somebody must make.
pub(super) static CHROOT_MUST_EXIST: Rule = Rule {
    id: "ZOO007",
    name: "chroot-must-exist",
    severity: Severity::Info,
    title: Text::new(
        "The path of a connect string exists before the first start.",
        "连接串末尾的路径须在首次启动前存在。",
    ),
    why: Text::new(
        "A client cannot make the path that it is confined to: when the znode is missing the first operation fails with NoNode; the product does not start, or waits for a leader without a word. Where the archive has a script for the first start, that makes it, as the runbook says. Otherwise make it once with ZooKeeper's own client: create /path.",
        "客户端无法创建自己所在的根路径：该 znode 不存在时，第一个操作就会以 NoNode 失败；产品无法启动，或一直静默地等待选主。若部署包带有首次启动脚本，该脚本会创建它，见部署手册；否则请用 ZooKeeper 自带的客户端创建一次：create /path。",
    ),
    sources: &[GUIDE, Source::lab("kylin-chroot-missing", "Lab: a chroot that does not exist")],
    symptoms: &[
        Symptom::new("KeeperErrorCode = NoNode for /", "logs"),
        Symptom::new("Failed to find leader master", "masterInfo of Alluxio"),
    ],
    fires: Example::Edits(
        "kylin-split",
        &[(
            "settings.zookeeper.connect",
            "zk1.example.com:2181,zk2.example.com:2181,zk3.example.com:2181/olap",
        )],
    ),
    clean: Example::Edits("kylin-split", &[]),
    check: |cx, sink| {
        for (place, text) in lists(cx) {
            let (_, chroot) = split(&text);
            if chroot.len() > 1
                && !chroot.contains(',')
                && !chroot.ends_with('/')
                && !chroot.contains("//")
            {
                sink.report(
                    place,
                    msg!(en: "The znode {c} must exist before the first start: a client that is confined to it cannot make it.",
                         zh: "znode {c} 须在首次启动前存在：被限制在其下的客户端无法创建它。", c = shown(chroot)),
                );
            }
        }
    },
};

/// A path that is none.
pub(super) static CHROOT_FORM: Rule = Rule {
    id: "ZOO012",
    name: "malformed-chroot",
    severity: Severity::Error,
    title: Text::new(
        "The path of a connect string has no slash at its end and no empty part.",
        "连接串的路径末尾没有斜杠，中间没有空段。",
    ),
    why: Text::new(
        "The client checks the path before it connects and throws when it ends with a slash or has two in a row. Remove the slash.",
        "客户端在连接前检查路径，以斜杠结尾或含有连续斜杠时会抛出异常。请删除多余的斜杠。",
    ),
    sources: &[
        Source::new(
            "ZooKeeper: PathUtils.validatePath",
            "https://github.com/apache/zookeeper/blob/release-3.4.14/zookeeper-server/src/main/java/org/apache/zookeeper/common/PathUtils.java",
        ),
        LAB,
    ],
    symptoms: &[Symptom::new("Path must not end with / character", "logs")],
    fires: Example::Edits(
        "kylin-split",
        &[("settings.zookeeper.connect", "zk1.example.com:2181,zk2.example.com:2181/olap/")],
    ),
    clean: Example::Edits(
        "kylin-split",
        &[("settings.zookeeper.connect", "zk1.example.com:2181,zk2.example.com:2181/olap")],
    ),
    check: |cx, sink| {
        for (place, text) in lists(cx) {
            let (servers, chroot) = split(&text);
            if chroot.contains(',') || !(chroot.ends_with('/') || chroot.contains("//")) {
                continue;
            }
            let parts: Vec<&str> = chroot.split('/').filter(|p| !p.is_empty()).collect();
            let right =
                if parts.is_empty() { String::new() } else { format!("/{}", parts.join("/")) };
            sink.report(
                place.clone(),
                msg!(en: "The path \"{c}\" is not one that ZooKeeper takes.", zh: "路径“{c}”不是 ZooKeeper 接受的形式。", c = shown(chroot)),
            )
            .fix(
                msg!(en: "Remove the slash", zh: "删除多余的斜杠"),
                vec![Edit::Set(place, format!("{}{right}", servers.join(",")))],
            );
        }
    },
};
