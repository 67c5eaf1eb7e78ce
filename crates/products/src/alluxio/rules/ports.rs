//! Ports of the processes of one role.

use super::rule;
use crate::alluxio::effective::port_on;
use crate::alluxio::roles::{MASTER, WORKER};
use ::rules::{Context, Source};
use model::{Node, Place, Text, msg};

/// The fields with the ports that are opened beside a role; of those that are not shown nothing is.
const OPENED: [(&str, &[&str]); 2] = [
    (
        MASTER,
        &[
            "ports.master_rpc",
            "ports.master_web",
            "ports.journal",
            "ports.job_master_rpc",
            "ports.job_master_web",
            "ports.job_journal",
        ],
    ),
    (
        WORKER,
        &[
            "ports.worker_rpc",
            "ports.worker_data",
            "ports.worker_web",
            "ports.job_worker_rpc",
            "ports.job_worker_web",
        ],
    ),
];

/// The first two fields of a node that are one port, with it.
fn clash(cx: &Context, node: &Node) -> Option<(&'static str, &'static str, u16)> {
    let roles = OPENED.iter().filter(|(role, _)| node.roles.contains(*role));
    roles.into_iter().find_map(|(_, fields)| {
        let open = fields.iter().copied().filter(|field| cx.shown(field));
        let open: Vec<(&str, u16)> =
            open.filter_map(|field| Some((field, port_on(cx, node, field)?))).collect();
        open.iter().enumerate().find_map(|(at, (field, port))| {
            let before = open.iter().take(at).find(|(_, known)| known == port)?;
            Some((before.0, *field, *port))
        })
    })
}

rule!(
    /// One port for two things.
    ONE_PORT, "ALX068", "one-port-twice", Error,
    ["A master or worker has another port for each thing that it opens.", "master 或 worker 的每个监听端口互不相同。"],
    ["What opens the port second finds it taken, and the process ends at its start. Requests, the page, the embedded journal and the job service beside it need a port each. Change one of them.",
     "后打开端口的一方会发现端口已被占用，进程在启动时退出。RPC、Web 页面、内嵌 Journal 以及同机的 Job 服务各需要一个端口。请修改其中一个。"],
    [Source::new("POSIX bind: EADDRINUSE", "https://pubs.opengroup.org/onlinepubs/9699919799/functions/bind.html")], [],
    fires "alluxio-three" [("settings.ports.master_rpc", "19999")],
    clean "alluxio-three" [("settings.ports.master_rpc", "19990")],
    |cx, sink| {
        let mut seen: Vec<Place> = Vec::new();
        for config in cx.configs() {
            let Some(node) = cx.node(config.node()) else { continue };
            let Some((first, second, port)) = clash(cx, node) else { continue };
            let places = [first, second].map(|field| cx.place_of_field(node, field));
            // What somebody changed is wrong, not what stood there.
            let set = |place: &&Place| match place {
                Place::Setting(key) => cx.spec.settings.contains_key(key),
                _ => true,
            };
            let place = places.iter().find(set).or(places.first()).cloned().unwrap_or(Place::Document);
            if seen.contains(&place) {
                continue;
            }
            let label =
                |key: &str| cx.field(key).map_or(const { Text::same("") }, |field| field.label);
            let related = places.into_iter().filter(|other| *other != place);
            sink.report(place.clone(), msg!(en: "\"{a}\" and \"{b}\" are both port {p} on {n}: the process would end.",
                zh: "{n} 上“{a}”和“{b}”都是端口 {p}，进程会退出。", n = cx.name(node.row), a = label(first), b = label(second), p = port))
            .related(related);
            seen.push(place);
        }
    }
);
