//! Who talks to whom: the firewall sheet and the picture are made of this.

use super::effective::{self, Server, ldap};
use super::emr;
use super::fields::security::ldap_server;
use super::fields::storage::split;
use super::roles::{KYLIN, PORT, QUERY};
use crate::common::connections::outside;
use crate::common::load_balancer::fields as lb;
use crate::common::zookeeper;
use ::rules::{Connection, Context, Party};
use model::Text;
use model::value::{HostPort, Port, parse_list};

/// HBase, on the cluster that the nodes have anyway.
pub(crate) const HBASE: Text = Text::same("HBase");
/// HBase on a cluster of its own.
pub(crate) const HBASE_CLUSTER: Text = Text::new("HBase cluster", "HBase 集群");
/// The file system of that cluster.
pub(crate) const HBASE_HDFS: Text = Text::new("HBase's HDFS", "HBase 的 HDFS");
/// The ensemble of HBase, where it is another one than that of the locks.
pub(crate) const HBASE_ZOOKEEPER: Text = Text::new("HBase's ZooKeeper", "HBase 的 ZooKeeper");
/// Files, tables and jobs.
pub(crate) const HADOOP: Text = Text::same("Hadoop");
/// The ensemble that exists.
pub(crate) const ZOOKEEPER: Text = Text::same("ZooKeeper");

/// From the clients down.
pub(crate) fn connections(cx: &Context) -> Vec<Connection> {
    let mut all = clients(cx);
    let kylin = || roles(cx, KYLIN);
    all.push(Connection {
        from: kylin(),
        to: kylin(),
        port: Some(PORT),
        last: None,
        protocol: "HTTP",
        purpose: const { Text::new("Nodes tell each other what changed", "节点之间通知变更") },
    });
    all.extend(metastore(cx));
    all.extend(ensemble(cx));
    all.extend(crate::common::session::connections(cx));
    all.extend(storage(cx));
    all.extend(directory(cx));
    all.extend(crate::common::kerberos::connection(cx, roles(cx, KYLIN)));
    for list in effective::memcached(cx) {
        let hosts = parse_list::<HostPort>(&list);
        all.extend(outside(
            &kylin(),
            const { Text::same("Memcached") },
            hosts.into_iter().filter_map(Result::ok).collect(),
            11211,
            "Memcached",
            const { Text::new("Query results", "查询结果") },
        ));
    }
    all
}

/// The metastore's database.
pub(crate) fn metastore(cx: &Context) -> Vec<Connection> {
    let purpose = const { Text::new("Metadata", "元数据") };
    let mut all: Vec<Connection> = Vec::new();
    for database in effective::databases(cx) {
        let (name, title) = match database.server {
            Server::SqlServer => ("SQL Server", const { Text::same("SQL Server") }),
            Server::MySql => ("MySQL", const { Text::same("MySQL") }),
        };
        let port = database.server.port();
        all.extend(outside(&roles(cx, KYLIN), title, database.hosts, port, name, purpose));
    }
    all.dedup();
    all
}

/// The servers of LDAP, and whether each is asked by TLS.
pub(crate) fn directory_servers(cx: &Context) -> Vec<(bool, HostPort)> {
    if !ldap(cx) {
        return Vec::new();
    }
    let servers = cx.read_values("security.ldap_server");
    // Spring takes several URLs, with blanks between them.
    let servers = servers.iter().flat_map(|list| list.split_ascii_whitespace());
    servers.filter_map(|url| ldap_server(url).ok()).collect()
}

/// The name nodes of the file system of HBase, where it is a name service.
pub(crate) fn name_nodes(cx: &Context) -> Vec<HostPort> {
    if effective::name_service(cx).is_none() {
        return Vec::new();
    }
    parse_list::<HostPort>(&cx.text("storage.namenodes"))
        .into_iter()
        .filter_map(Result::ok)
        .collect()
}

/// The directory of LDAP.
pub(crate) fn directory(cx: &Context) -> Vec<Connection> {
    let mut all = Vec::new();
    for (secure, server) in directory_servers(cx) {
        all.extend(outside(
            &roles(cx, KYLIN),
            const { Text::same("LDAP") },
            vec![server],
            if secure { 636 } else { 389 },
            if secure { "LDAPS" } else { "LDAP" },
            const { Text::new("Logins", "登录验证") },
        ));
    }
    all
}

/// Those of some roles that nodes have; all of them when no node has any.
pub(crate) fn roles(cx: &Context, all: &[&'static str]) -> Party {
    let used: Vec<&'static str> = all.iter().copied().filter(|role| cx.has_role(role)).collect();
    Party::Roles(if used.is_empty() { all.to_vec() } else { used })
}

/// Clients, and the load balancer between.
pub(crate) fn clients(cx: &Context) -> Vec<Connection> {
    let purpose = const { Text::new("Page, SQL and REST", "页面、SQL 和 REST") };
    let web = if cx.on("lb.tls") && lb::any(cx) { "HTTPS" } else { "HTTP" };
    let port = cx.get::<Port>("lb.port").ok().map(|p| p.0);
    let nodes = |from| Connection {
        from,
        to: roles(cx, QUERY),
        port: Some(PORT),
        last: None,
        protocol: "HTTP",
        purpose,
    };
    match cx.text("lb.kind").as_ref() {
        "nginx" | "haproxy" | "httpd" => {
            let own = || Party::Roles(vec![crate::common::load_balancer::ROLE]);
            let mut all = vec![
                Connection {
                    from: Party::Clients,
                    to: own(),
                    port,
                    last: None,
                    protocol: web,
                    purpose,
                },
                nodes(own()),
            ];
            if crate::common::load_balancer::floating::wanted(cx) {
                all.push(Connection { last: None,
                    from: own(),
                    to: own(),
                    port: None,
                    protocol: "VRRP",
                    purpose: const { Text::new(
                        "Who has the floating address (IP protocol 112, to 224.0.0.18 unless all addresses are known)",
                        "由谁持有浮动地址（IP 协议 112；除非各节点地址已知，否则发往 224.0.0.18）",
                    ) },
                });
            }
            all
        }
        "external" | "alb" => {
            let address = cx.text("lb.name").into_owned();
            let own = || {
                let title = const { Text::new("Load balancer", "负载均衡") };
                Party::Outside(title, vec![address.clone()])
            };
            vec![
                Connection {
                    from: Party::Clients,
                    to: own(),
                    port,
                    last: None,
                    protocol: web,
                    purpose,
                },
                nodes(own()),
            ]
        }
        _ => vec![nodes(Party::Clients)],
    }
}

/// The ensemble.
pub(crate) fn ensemble(cx: &Context) -> Vec<Connection> {
    let title = ZOOKEEPER;
    let purpose = const { Text::new("Locks and discovery", "任务锁与服务发现") };
    let kylin = roles(cx, KYLIN);
    let mut all = Vec::new();
    if zookeeper::fields::made(cx) {
        all.extend(zookeeper::connections(cx, &kylin));
    }
    let others = effective::others(cx);
    if !others.is_empty() {
        all.extend(outside(&kylin, title, others, 2181, "ZooKeeper", purpose));
    }
    if all.is_empty() {
        let to = Party::Outside(title, Vec::new());
        all.push(Connection {
            from: kylin,
            to,
            port: Some(2181),
            last: None,
            protocol: "ZooKeeper",
            purpose,
        });
    }
    all
}

fn storage(cx: &Context) -> Vec<Connection> {
    let kylin = || roles(cx, KYLIN);
    let unknown = |from: Party, title: Text, port: Option<u16>, protocol, purpose| Connection {
        from,
        to: Party::Outside(title, Vec::new()),
        port,
        last: None,
        protocol,
        purpose,
    };
    let hbase = if split(cx) { HBASE_CLUSTER } else { HBASE };
    let mut all = vec![
        unknown(
            kylin(),
            hbase,
            Some(16020),
            "HBase",
            const {
                Text::new(
                    "Cubes (16000 for the master, 16020 for region servers, unless set otherwise)",
                    "Cube（除非另有设置，master 为 16000，region server 为 16020）",
                )
            },
        ),
        unknown(
            kylin(),
            HADOOP,
            None,
            "Hadoop",
            const {
                Text::new(
                    "HDFS and Hive, and YARN from nodes that run jobs; the ports stand in the Hadoop client's own files",
                    "HDFS、Hive，以及任务节点访问的 YARN；端口见 Hadoop 客户端的配置文件",
                )
            },
        ),
    ];
    // HBase's clients find its tables there, whichever ensemble holds Kylin's own locks.
    if effective::told_of_one(cx) {
        all.push(unknown(
            kylin(),
            HBASE_ZOOKEEPER,
            Some(2181),
            "ZooKeeper",
            const { Text::new("Where HBase's tables are", "查询 HBase 表的位置") },
        ));
    }
    if emr::split(cx) && !emr::on_s3(cx) {
        all.push(unknown(
            kylin(),
            HBASE_HDFS,
            Some(8020),
            "HDFS",
            const { Text::new(
                "Dictionaries, snapshots, HFiles; its data nodes (50010) too, and from all machines of the build cluster",
                "字典、快照、HFile；还包括其 DataNode（50010），以及来自构建集群所有机器的访问",
            ) },
        ));
    }
    let name_nodes = name_nodes(cx);
    if !name_nodes.is_empty() {
        all.extend(outside(
            &kylin(),
            HBASE_HDFS,
            name_nodes,
            8020,
            "HDFS",
            const {
                Text::new(
                    "Dictionaries, snapshots, HFiles; its data nodes (50010 or 9866) too",
                    "字典、快照、HFile；还包括其 DataNode（50010 或 9866）",
                )
            },
        ));
    }
    all
}
