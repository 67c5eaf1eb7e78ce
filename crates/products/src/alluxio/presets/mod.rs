//! Example documents.

use ::rules::Preset;
use model::Text;

/// The first is the start page's.
pub(crate) static PRESETS: &[Preset] = &[
    Preset {
        id: "alluxio-three",
        title: Text::new("Three masters among themselves", "三个 master 自行选举"),
        sentence: Text::new(
            "Three masters with the embedded journal, three workers, in front of a highly available HDFS. Any one machine may die.",
            "三个使用内嵌 Journal 的 master，三个 worker，底层是高可用的 HDFS。任何一台机器都可以故障。",
        ),
        toml: include_str!("three.toml"),
    },
    Preset {
        id: "alluxio-zookeeper",
        title: Text::new("ZooKeeper and a shared journal", "ZooKeeper 与共享 Journal"),
        sentence: Text::new(
            "Three masters elect through ZooKeeper, which is made on the same nodes; the journal lies on HDFS; workers with memory and SSD, proxies for S3 clients.",
            "三个 master 通过建在相同节点上的 ZooKeeper 选主；Journal 位于 HDFS；worker 使用内存和 SSD，并为 S3 客户端运行 proxy。",
        ),
        toml: include_str!("zookeeper.toml"),
    },
    Preset {
        id: "alluxio-single",
        title: Text::new("One master, NFS", "单 master，NFS"),
        sentence: Text::new(
            "One master and two workers in front of a shared mount: the smallest cluster. Nothing works while the master is down.",
            "一个 master 和两个 worker，底层是共享挂载：最小的集群。master 停机期间不可用。",
        ),
        toml: include_str!("single.toml"),
    },
    Preset {
        id: "alluxio-s3",
        title: Text::new("S3-compatible storage", "S3 兼容存储"),
        sentence: Text::new(
            "Three nodes that are master and worker, SSD and HDD tiers, in front of a MinIO; keys by secrets.env only.",
            "三个节点同时是 master 和 worker，SSD 与 HDD 两层，底层是 MinIO；密钥只通过 secrets.env 提供。",
        ),
        toml: include_str!("s3.toml"),
    },
    Preset {
        id: "alluxio-legacy",
        title: Text::new("Alluxio 1.8 with ZooKeeper", "Alluxio 1.8 与 ZooKeeper"),
        sentence: Text::new(
            "Two masters of the 1.8 line with an ensemble that exists and the journal on HDFS, as the old guide describes it.",
            "1.8 系列的两个 master，使用已有的 ZooKeeper 集群，Journal 位于 HDFS，与旧版文档描述一致。",
        ),
        toml: include_str!("legacy.toml"),
    },
    Preset {
        id: "alluxio-one",
        title: Text::new("One machine", "单机"),
        sentence: Text::new(
            "Master and worker on one machine, files in a folder of it: to try Alluxio.",
            "master 和 worker 在同一台机器上，文件在其本地目录：用于试用 Alluxio。",
        ),
        toml: include_str!("one.toml"),
    },
];
