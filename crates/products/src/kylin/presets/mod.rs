//! Example documents.

use ::rules::Preset;
use model::Text;

/// The first is the start page's.
pub(crate) static PRESETS: &[Preset] = &[
    Preset {
        id: "kylin-three",
        title: Text::new("Three nodes with Nginx", "三节点加 Nginx"),
        sentence: Text::new(
            "Two nodes run jobs and answer queries, a third one only answers; jobs survive the loss of a node.",
            "两个节点运行任务并响应查询，第三个只响应查询；任一节点故障，任务仍可继续。",
        ),
        toml: include_str!("three.toml"),
    },
    Preset {
        id: "kylin-one",
        title: Text::new("One node", "单节点"),
        sentence: Text::new(
            "Everything on one machine: to try Kylin, or for a development team.",
            "全部在一台机器上：用于试用 Kylin 或开发团队。",
        ),
        toml: include_str!("one.toml"),
    },
    Preset {
        id: "kylin-six",
        title: Text::new("Six nodes, jobs and queries apart", "六节点，任务与查询分开"),
        sentence: Text::new(
            "Two job nodes (leader and standby), four query nodes, MySQL for metadata and logins, own ZooKeeper, HAProxy with TLS.",
            "两个任务节点（主备）、四个查询节点，元数据和登录存放在 MySQL，自建 ZooKeeper，HAProxy 加 TLS。",
        ),
        toml: include_str!("six.toml"),
    },
    Preset {
        id: "kylin-split",
        title: Text::new("Separate HBase cluster", "独立的 HBase 集群"),
        sentence: Text::new(
            "Builds on one cluster, cubes on another with highly available HDFS, behind an F5 that exists.",
            "在一个集群上构建，Cube 存放在另一个具有 HDFS 高可用的集群，前面是已有的 F5。",
        ),
        toml: include_str!("split.toml"),
    },
    Preset {
        id: "kylin-emr-split",
        title: Text::new("Amazon EMR, builds and queries apart", "Amazon EMR，读写分离"),
        sentence: Text::new(
            "Two EMR clusters that the archive creates: one builds, one holds HBase. Kylin on the build cluster's master, two query nodes.",
            "部署包创建两个 EMR 集群：一个负责构建，一个承载 HBase。Kylin 位于构建集群的 master，另有两个查询节点。",
        ),
        toml: include_str!("emr-split.toml"),
    },
    Preset {
        id: "kylin-emr-one",
        title: Text::new("Amazon EMR, one cluster on S3", "Amazon EMR，单集群加 S3"),
        sentence: Text::new(
            "One EMR cluster that may end when nobody needs it: cubes lie on S3, tables are known to Glue.",
            "一个可随时终止的 EMR 集群：Cube 存放在 S3，表元数据在 Glue 中。",
        ),
        toml: include_str!("emr-one.toml"),
    },
    Preset {
        id: "kylin-redis-sentinel",
        title: Text::new("Logins shared through Redis", "通过 Redis 共享登录"),
        sentence: Text::new(
            "Four query nodes share their sessions through Redis with three sentinels on the same machines, so that any node may answer, behind HAProxy.",
            "四个查询节点通过同机的 Redis（三个 Sentinel）共享 Session，任何节点都能应答，前面是 HAProxy。",
        ),
        toml: include_str!("sentinel.toml"),
    },
    Preset {
        id: "kylin-memcached",
        title: Text::new("Logins shared through memcached", "通过 memcached 共享登录"),
        sentence: Text::new(
            "Three nodes share their sessions through two memcached servers, behind Nginx.",
            "三个节点通过两个 memcached 共享 Session，前面是 Nginx。",
        ),
        toml: include_str!("memcached.toml"),
    },
];
