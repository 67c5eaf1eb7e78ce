//! Example documents.

use ::rules::Preset;
use model::Text;

/// The first is the start page's.
pub(crate) static PRESETS: &[Preset] = &[
    Preset {
        id: "druid-ha",
        title: Text::new("Three masters, no single point of failure", "三个 master，无单点故障"),
        sentence: Text::new(
            "38 on Java 21: three masters with ZooKeeper, three data servers, two query servers; PostgreSQL, S3, logins. Any one machine may die.",
            "38，Java 21：三个 master（含 ZooKeeper）、三个 data、两个 query；PostgreSQL、S3、登录。任何一台机器都可以故障。",
        ),
        toml: include_str!("ha.toml"),
    },
    Preset {
        id: "druid-kinds",
        title: Text::new("One master, two data, one query", "一个 master、两个 data、一个 query"),
        sentence: Text::new(
            "The smallest real cluster, of 38, on the hardware of Druid's own example: with an ensemble that exists and HDFS.",
            "最小的真实集群（38），硬件与 Druid 官方示例相同：使用已有的 ZooKeeper 集群和 HDFS。",
        ),
        toml: include_str!("kinds.toml"),
    },
    Preset {
        id: "druid-tiered",
        title: Text::new("Hot and cold tiers on S3", "S3 上的冷热分层"),
        sentence: Text::new(
            "Recent data on fast disks and many cores, all data on large ones; Coordinator and Overlord apart, MiddleManagers on machines of their own, basic security and TLS.",
            "近期数据位于快速磁盘和多核机器，全部数据位于大容量机器；Coordinator 与 Overlord 分开，MiddleManager 独占机器，启用登录和 TLS。",
        ),
        toml: include_str!("tiered.toml"),
    },
    Preset {
        id: "druid-migrated",
        title: Text::new("Grown out of one server (medium)", "由单机 medium 迁移而来"),
        sentence: Text::new(
            "What a single-server medium becomes with two data servers: half of its cores and memory each, MySQL in place of Derby, a shared mount in place of the local disk.",
            "single-server medium 拆成两个 data 后的样子：每个各占一半的核数和内存，MySQL 取代 Derby，共享挂载取代本机磁盘。",
        ),
        toml: include_str!("migrated.toml"),
    },
    Preset {
        id: "druid-33",
        title: Text::new("33 on Java 17, with Indexers", "33，Java 17，使用 Indexer"),
        sentence: Text::new(
            "Two masters, three data servers that load with Indexers, a shared mount, MariaDB.",
            "两个 master，三个用 Indexer 导入的 data，共享挂载，MariaDB。",
        ),
        toml: include_str!("legacy33.toml"),
    },
    Preset {
        id: "druid-25",
        title: Text::new("25 with MySQL and S3-compatible storage", "25，MySQL 与 S3 兼容存储"),
        sentence: Text::new(
            "A cluster of 2022 as it is found: Java 11, a MinIO, an ensemble that exists.",
            "2022 年常见的集群：Java 11、MinIO、已有的 ZooKeeper 集群。",
        ),
        toml: include_str!("legacy25.toml"),
    },
    Preset {
        id: "druid-020",
        title: Text::new("0.20 as the Chinese guide has it", "0.20，与中文部署文档一致"),
        sentence: Text::new(
            "One master, two data servers, one query server on m5.2xlarge and i3.4xlarge; MySQL, HDFS and Hadoop jobs.",
            "一个 master、两个 data、一个 query，机型 m5.2xlarge 与 i3.4xlarge；MySQL、HDFS 与 Hadoop 作业。",
        ),
        toml: include_str!("legacy020.toml"),
    },
    Preset {
        id: "druid-small",
        title: Text::new("One machine", "单机"),
        sentence: Text::new(
            "Everything on one machine with 16 GiB: to try Druid. Derby, local disk, nobody has to log in.",
            "全部在一台 16 GiB 的机器上：用于试用。Derby、本机磁盘、无需登录。",
        ),
        toml: include_str!("small.toml"),
    },
];
