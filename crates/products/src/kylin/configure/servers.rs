//! The mode of a node, and the list of all of them.

use crate::kylin::roles::{JOB, KYLIN, PORT};
use ::rules::{Class, Context, Entry};
use model::value::{Host, Value};
use model::{Message, Place, Text, msg};
use std::rc::Rc;

/// All Kylin nodes as `name:7070`, each once, or why there is no such list.
pub fn servers(cx: &Context) -> Result<Vec<String>, Message> {
    let mut servers: Vec<String> = Vec::new();
    for node in cx.with_roles(KYLIN) {
        let server = match Host::parse(&node.name)? {
            Host::V6(ip) => {
                return Err(msg!(
                    en: "{ip} is an IPv6 address: Kylin cannot read one in this list, and one bad entry silences all",
                    zh: "{ip} 是 IPv6 地址：Kylin 无法在此列表中识别，而一个错误条目会使整个列表失效",
                    ip = ip.to_string()));
            }
            host => format!("{host}:{PORT}"),
        };
        servers.push(server);
    }
    let mut seen = std::collections::BTreeSet::new();
    servers.retain(|s| seen.insert(s.clone()));
    Ok(servers)
}

/// The mode of the nodes of a class.
pub(crate) fn mode(class: &Class) -> Entry {
    let mut modes = KYLIN.iter().copied().filter(|role| class.has(role));
    let mode = modes.next().unwrap_or_default();
    let reason = match mode {
        "all" => {
            const {
                Text::new(
                    "This node runs jobs and answers queries; also Kylin's default, written down so that the nodes can be compared.",
                    "此节点既运行任务也响应查询；这也是 Kylin 的默认值，写出来便于比较各节点。",
                )
            }
        }
        "job" => {
            const {
                Text::new(
                    "This node runs jobs only: it refuses SQL, so no load balancer may send it any.",
                    "此节点只运行任务：它会拒绝 SQL，因此负载均衡不能向它转发查询。",
                )
            }
        }
        "query" => {
            const {
                Text::new(
                    "This node answers queries only: it never runs a job.",
                    "此节点只响应查询，从不运行任务。",
                )
            }
        }
        _ => {
            const {
                Text::new(
                    "This node coordinates real-time receivers; a node of its own, because a list of modes switches automatic merging off.",
                    "此节点协调实时接收器；须使用独立节点，因为同时设置多个模式会使自动合并失效。",
                )
            }
        }
    };
    let mut entry = Entry::new("kylin.server.mode", mode, &[], reason.into());
    if modes.next().is_some() {
        entry = entry.broken(msg!(
            en: "the node has several of the roles all, job, query and stream_coordinator; it can have one",
            zh: "该节点有多个角色（all、job、query、stream_coordinator 中只能选一个）"));
    }
    entry.at(vec![Place::Nodes])
}

/// The list of all nodes, which Apache Kylin needs and later products find out by themselves.
pub(super) fn list(cx: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    let reason = msg!(
        en: "Every Kylin node, this one included: they tell each other what changed. A node that is missing here keeps stale cubes for ever.",
        zh: "全部 Kylin 节点，包括本节点：节点之间互相通知变更。未列出的节点会一直使用过期的 Cube。");
    // The same for every class of nodes.
    let list = cx.once("kylin-servers", || servers(cx).map(|s| Rc::<str>::from(s.join(","))));
    let mut entry = Entry::new(
        "kylin.server.cluster-servers",
        list.as_ref().as_ref().map_or_else(|_| Rc::from(""), Rc::clone),
        &[],
        reason,
    )
    .at(vec![Place::Nodes]);
    if let Err(why) = list.as_ref() {
        entry = entry.broken(why.clone());
    }
    entries.push(entry);

    if cx.is("engine.scheduler", "100") {
        let reason = msg!(
            en: "Goes with scheduler 100: nodes register in ZooKeeper, and the list above is kept up to date from there.",
            zh: "与调度器 100 配套：节点在 ZooKeeper 注册，上面的列表由此保持更新。");
        entries.push(Entry::new(
            "kylin.server.self-discovery-enabled",
            "true",
            &["engine.scheduler"],
            reason,
        ));
    }
    entries
}

/// Whether the nodes of a class run jobs.
pub(crate) fn runs_jobs(class: &Class) -> bool {
    JOB.iter().any(|role| class.has(role))
}
