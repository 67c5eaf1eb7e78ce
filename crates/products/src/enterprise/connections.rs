//! Who talks to whom.

use super::fields::engine::redis;
use super::fields::storage::split;
use crate::common::connections::outside;
use crate::common::{kerberos, session};
use crate::kylin::connections::{clients, directory, ensemble, metastore, roles};
use crate::kylin::effective;
use crate::kylin::roles::{JOB, KYLIN, PORT};
use ::rules::{Connection, Context, Party};
use model::Text;
use model::value::{HostPort, parse_list};

/// From the clients down.
pub(crate) fn connections(cx: &Context) -> Vec<Connection> {
    let servers = || roles(cx, KYLIN);
    let unknown = |from, title: Text, port, protocol, purpose: Text| Connection {
        from,
        to: Party::Outside(title, Vec::new()),
        port,
        last: None,
        protocol,
        purpose,
    };
    let mut all = clients(cx);
    all.push(Connection {
        from: servers(),
        to: servers(),
        port: Some(PORT),
        last: None,
        protocol: "HTTP",
        purpose: const { Text::new("Nodes tell each other what changed", "节点之间通知变更") },
    });
    all.extend(metastore(cx));
    all.extend(ensemble(cx));
    if effective::hbase(cx) || cx.is("storage.edition", "enterprise") {
        all.push(unknown(
            servers(),
            const { Text::same("HBase") },
            Some(16020),
            "HBase",
            const { Text::new(
                "Metadata and cubes (16000 for the master, 16020 for region servers, unless set otherwise)",
                "元数据和 Cube（除非另有设置，master 为 16000，region server 为 16020）",
            ) },
        ));
    }
    let hadoop = const {
        Text::new(
            "HDFS, YARN, Hive; the ports stand in the Hadoop client's own files",
            "HDFS、YARN、Hive；端口见 Hadoop 客户端的配置文件",
        )
    };
    if split(cx) {
        let build = const { Text::new("Build cluster", "构建集群") };
        let query = const { Text::new("Query cluster", "查询集群") };
        all.push(unknown(roles(cx, JOB), build, None, "Hadoop", hadoop));
        all.push(unknown(servers(), query, None, "Hadoop", hadoop));
    } else {
        all.push(unknown(servers(), const { Text::same("Hadoop") }, None, "Hadoop", hadoop));
    }
    all.extend(kerberos::connection(cx, servers()));
    all.extend(directory(cx));
    all.extend(session::connections(cx));
    if redis(cx) {
        let hosts = parse_list::<HostPort>(&cx.read("engine.redis_hosts"));
        all.extend(outside(
            &servers(),
            const { Text::same("Redis") },
            hosts.into_iter().filter_map(Result::ok).collect(),
            6379,
            "Redis",
            const { Text::new("Query results", "查询结果") },
        ));
    }
    all
}
