//! What stands in `common.runtime.properties`, which every program of a node reads. One line differs
//! from node to node: its own name.

use super::{extensions, fixed, metadata, of_result, security, storage};
use crate::common::zookeeper::{Connect, ensemble};
use crate::druid::effective::said;
use crate::druid::notation::as_list;
use ::rules::{Class, Context, Entry};
use model::value::{Duration, Host, Value};
use model::{Message, msg};

pub(super) fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let mut all = vec![extensions::entry(cx)];
    all.push(Entry::of_node(
        "druid.host",
        |_, node| Host::parse(&node.name).map(|host| host.to_string()),
        msg!(en: "This machine's name, as the others know it: each node has its own, so this file is never copied from one to another.",
             zh: "本机的名称，其他节点以此访问：每个节点不同，因此不要把此文件从一台复制到另一台。"),
    ));
    all.push(fixed(
        "druid.startup.logging.logProperties",
        "true",
        msg!(en: "What a process reads stands at the beginning of its log, secrets masked.", zh: "进程读取的配置会写在日志开头，密码会被遮盖。"),
    ));
    all.push(fixed(
        "druid.startup.logging.maskProperties",
        as_list(&["password", "secretKey", "accessKey", "token", "key"]),
        msg!(en: "What a process reads stands at the beginning of its log, secrets masked.", zh: "进程读取的配置会写在日志开头，密码会被遮盖。"),
    ));
    all.extend(zookeeper(cx, class));
    all.extend(metadata::entries(cx, class));
    all.extend(storage::entries(cx, class));
    all.extend(discovery(cx));
    all.extend(security::metrics(cx));
    all.extend(queries(cx));
    all.extend(security::entries(cx, class));
    all
}

/// The servers of ZooKeeper, given or made.
pub(crate) fn connect(cx: &Context) -> Result<Connect, Message> {
    if cx.is("zookeeper.kind", "nodes") {
        return ensemble::clients(cx);
    }
    let text = cx.text("zookeeper.connect");
    cx.check_text("zookeeper.connect", &text)?;
    Connect::parse(&text)
}

fn zookeeper(cx: &Context, class: &Class) -> Vec<Entry> {
    let servers = connect(cx).map(|connect| connect.to_string());
    let reason = || msg!(en: "Where the processes find each other.", zh: "各进程互相发现的位置。");
    let mut all = vec![
        of_result(
            "druid.zk.service.host",
            servers,
            &["zookeeper.kind", "zookeeper.connect"],
            reason(),
        ),
        {
            let text = cx.text("zookeeper.base_path");
            let value = cx.check_text("zookeeper.base_path", &text).map(|()| text.into_owned());
            of_result("druid.zk.paths.base", value, &["zookeeper.base_path"], reason())
        },
    ];
    let base = said(cx, Some(class), "druid.zk.paths.base", "zookeeper.base_path");
    if base != "/druid" && !cx.since("38") {
        all.push(Entry::new(
            "druid.discovery.curator.path",
            format!("{base}/discovery"),
            &["zookeeper.base_path"],
            msg!(en: "This path does not follow the base by itself: two clusters would meet in it.", zh: "此路径不会自动跟随 base：否则两个集群会在此相遇。"),
        ));
    }
    if let Ok(Duration(ms)) = cx.get::<Duration>("zookeeper.session")
        && ms != 30_000
    {
        all.push(Entry::new(
            "druid.zk.service.sessionTimeoutMs",
            ms.to_string(),
            &["zookeeper.session"],
            msg!(en: "After this a dead machine is noticed.", zh: "经过此时间后故障机器才会被发现。"),
        ));
    }
    all
}

/// The names of the masters; later versions find them by what they are.
fn discovery(cx: &Context) -> Vec<Entry> {
    let reason =
        || msg!(en: "The names under which masters are found.", zh: "查找 master 所用的名称。");
    let names = [
        ("druid.selectors.indexing.serviceName", "druid/overlord"),
        ("druid.selectors.coordinator.serviceName", "druid/coordinator"),
    ];
    let read = |key: &str| cx.catalogue().find(key).is_some_and(|k| k.is_read_by(&cx.spec.version));
    let read = names.into_iter().filter(|(key, _)| read(key));
    read.map(|(key, name)| fixed(key, name, reason())).collect()
}

/// What shipped files say about queries and what they show.
fn queries(cx: &Context) -> Vec<Entry> {
    let reason = || msg!(en: "As shipped.", zh: "与发行包一致。");
    let mut all = vec![
        fixed("druid.indexing.doubleStorage", "double", reason()),
        fixed(
            "druid.server.hiddenProperties",
            as_list(&[
                "druid.s3.accessKey",
                "druid.s3.secretKey",
                "druid.metadata.storage.connector.password",
                "password",
                "key",
                "token",
                "pwd",
            ]),
            msg!(en: "Not shown by /status/properties.", zh: "不会在 /status/properties 中显示。"),
        ),
        fixed("druid.sql.enable", "true", reason()),
    ];
    if cx.since("0.23") {
        all.push(fixed("druid.sql.planner.useGroupingSetForExactDistinct", "true", reason()));
    }
    if cx.since("0.23") && !cx.since("32") {
        all.push(fixed("druid.expressions.useStrictBooleans", "true", reason()));
    }
    if cx.since("0.23") && !cx.since("30") {
        all.push(fixed("druid.global.http.eagerInitialization", "false", reason()));
    }
    all.push(fixed(
        "druid.lookup.enableLookupSyncOnStartup",
        lookups(cx),
        msg!(
        en: "Whether a start waits for lookups: it need not where there are none.",
        zh: "启动时是否等待 Lookup：没有 Lookup 时无需等待。"),
    ));
    all
}

fn lookups(cx: &Context) -> &'static str {
    if cx.on("ingestion.lookups") { "true" } else { "false" }
}
