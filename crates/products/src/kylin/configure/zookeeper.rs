//! Which ensemble holds the locks.

use super::{unless_default, usable};
use crate::common::zookeeper::{Connect, ensemble};
use ::rules::{Context, Entry};
use model::value::Value;
use model::{Message, Place, msg};

/// The connect string, when Kylin is told one; `Ok(None)` when it takes HBase's.
pub fn connect_string(cx: &Context) -> Result<Option<Connect>, Message> {
    match cx.text("zookeeper.kind").as_ref() {
        "given" => Connect::parse(&usable(cx, "zookeeper.connect")?).map(Some),
        "nodes" => ensemble::clients(cx).map(Some),
        _ => Ok(None),
    }
}

/// Its entries.
pub(crate) fn entries(cx: &Context) -> Vec<Entry> {
    let name = "kylin.env.zookeeper-connect-string";
    let made = cx.is("zookeeper.kind", "nodes");
    let reason = if made {
        msg!(en: "The ensemble that is made on these nodes: it holds the locks of the jobs.",
             zh: "在这些节点上建立的 ZooKeeper 集群：保存任务锁。")
    } else {
        msg!(en: "The ensemble that holds the locks of the jobs.", zh: "保存任务锁的 ZooKeeper 集群。")
    };
    let places = |entry: Entry| {
        if made {
            let setting = |key: &str| Place::Setting(key.to_owned());
            entry.at(vec![
                Place::Nodes,
                setting("zookeeper.client_port"),
                setting("zookeeper.kind"),
            ])
        } else {
            entry
        }
    };
    let fields = &["zookeeper.connect", "zookeeper.kind"];
    let mut entries = Vec::new();
    match connect_string(cx) {
        Ok(None) => {}
        Ok(Some(connect)) => {
            entries.push(places(Entry::new(name, connect.to_string(), fields, reason)));
        }
        Err(why) => {
            let typed = if made { "".into() } else { cx.text("zookeeper.connect") };
            entries.push(places(Entry::new(name, typed, fields, reason)).broken(why));
        }
    }
    entries.extend(unless_default(
        cx,
        "kylin.env.zookeeper-base-path",
        "zookeeper.base_path",
        msg!(en: "The znode below which the locks of this cluster lie.", zh: "本集群的锁所在的上级 znode。"),
    ));
    entries
}
