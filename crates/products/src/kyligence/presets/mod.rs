//! Example documents.

use ::rules::Preset;
use model::Text;

/// The first is the start page's.
pub(crate) static PRESETS: &[Preset] = &[
    Preset {
        id: "kyligence-balanced",
        title: Text::new("Job and query nodes behind Nginx", "任务与查询节点加 Nginx"),
        sentence: Text::new(
            "Two job nodes and two query nodes, MySQL metastore, LDAP; logins are shared through a Redis cluster.",
            "两个任务节点和两个查询节点，MySQL 元数据库，LDAP；通过 Redis 集群共享登录。",
        ),
        toml: include_str!("balanced.toml"),
    },
    Preset {
        id: "kyligence-one",
        title: Text::new("One node", "单节点"),
        sentence: Text::new(
            "Everything on one machine with the minimal profile: to try it.",
            "全部在一台机器上，使用最小配置方案：用于试用。",
        ),
        toml: include_str!("one.toml"),
    },
    Preset {
        id: "kyligence-split",
        title: Text::new("Build and query clusters apart", "读写分离"),
        sentence: Text::new(
            "Two Hadoop clusters with Kerberos, SQL Server metastore, one query cache in Redis, HAProxy with TLS.",
            "两个启用 Kerberos 的 Hadoop 集群，SQL Server 元数据库，Redis 查询缓存，HAProxy 加 TLS。",
        ),
        toml: include_str!("split.toml"),
    },
];
