//! Kylin as a client of ZooKeeper.

use super::support::{CONNECT, METADATA, MetadataUrl, kylin_rows, place_of};
use crate::kylin::sources::{DOC_MYSQL, ZOOKEEPER_UTIL, config_base};
use ::rules::{Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Edit, Place, Severity, Text, msg};

/// MySQL and no ensemble.
pub(super) static MISSING: Rule = Rule {
    id: "KYL045",
    name: "jdbc-without-zookeeper",
    severity: Severity::Error,
    title: Text::new(
        "With a JDBC metastore kylin.env.zookeeper-connect-string is set.",
        "使用 JDBC 元数据库时必须设置 kylin.env.zookeeper-connect-string。",
    ),
    why: Text::new(
        "Without it Kylin takes the ensemble from hbase-site.xml; where there is none, HBase's own default localhost:2181. The message is about a znode and a lost connection, not about the missing key, and the web application does not start. Name the ensemble.",
        "不设置时，Kylin 从 hbase-site.xml 取得 ZooKeeper 集群；如果没有，就使用 HBase 的默认值 localhost:2181。报错内容是 znode 和连接丢失，并不提示缺少该配置项，Web 应用无法启动。请指定 ZooKeeper 集群。",
    ),
    sources: &[
        ZOOKEEPER_UTIL,
        DOC_MYSQL,
        Source::lab("kylin-without-zookeeper", "Lab, F3: connect string absent, no hbase-site.xml"),
    ],
    symptoms: &[
        Symptom::new("Fail to check or create znode for chRoot … due to", "logs/kylin.log"),
        Symptom::new("Please set 'kylin.env.zookeeper-connect-string'", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW}",
        )],
    ),
    clean: Example::Edits("kylin-six", &[]),
    check: |cx, sink| {
        let jdbc = cx.values_of(METADATA).into_iter().find(|f| MetadataUrl::read(&f.value).jdbc());
        let Some(jdbc) = jdbc else { return };
        let broken =
            cx.configs().iter().any(|c| c.get(CONNECT).is_some_and(|e| e.broken.is_some()));
        let missing = cx.values_of(CONNECT).into_iter().find(|f| !f.set);
        if let Some(missing) = missing.filter(|_| !broken) {
            sink.report(
                Place::Setting("zookeeper.kind".to_owned()),
                msg!(en: "{nodes}: the metastore is a database, but no ZooKeeper is named. Kylin will try localhost:2181 and not start.",
                     zh: "{nodes}：元数据存放在数据库中，但没有指定 ZooKeeper。Kylin 会尝试 localhost:2181，无法启动。",
                     nodes = cx.names(&missing.nodes)),
            )
            .related([jdbc.place.clone()]);
        }
    },
};

/// The key with nothing behind it.
pub(super) static EMPTY: Rule = Rule {
    id: "KYL046",
    name: "empty-zookeeper-connect-string",
    severity: Severity::Error,
    title: Text::new(
        "kylin.env.zookeeper-connect-string is not set to nothing.",
        "kylin.env.zookeeper-connect-string 不能设为空。",
    ),
    why: Text::new(
        "Left out, the key means the ensemble of HBase; with nothing behind it, it means no servers at all, and Kylin stops. Leave it out, or name the servers.",
        "不写该项表示使用 HBase 的 ZooKeeper；写了却没有值，表示没有任何服务器，Kylin 会停止。请删除该项，或填写服务器。",
    ),
    sources: &[
        Source::new(
            "ZKUtil.java:125 (3.1.3)",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/util/ZKUtil.java#L125",
        ),
        Source::lab("kylin-connect-string-empty", "Lab: an empty connect string"),
    ],
    symptoms: &[Symptom::new("ZOOKEEPER_QUORUM is empty!", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.env.zookeeper-connect-string", "")],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in cx.set_values_of(CONNECT).iter().filter(|f| f.value.is_empty()) {
            let report = sink.report(
                place_of(found),
                msg!(en: "kylin.env.zookeeper-connect-string is set to nothing, which is not the same as leaving it out: Kylin will not start.",
                     zh: "kylin.env.zookeeper-connect-string 设为空，这与不写该项不同，Kylin 将无法启动。"),
            );
            if found.overridden() {
                report.fix(
                    msg!(en: "Remove it", zh: "删除该项"),
                    vec![Edit::Clear(found.place.clone())],
                );
            }
        }
    },
};

/// A path in ZooKeeper that ZooKeeper refuses.
pub(super) static BASE_PATH: Rule = Rule {
    id: "KYL047",
    name: "relative-znode",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.env.zookeeper-base-path begins with a slash and does not end with one.",
        "kylin.env.zookeeper-base-path 以斜杠开头，且不以斜杠结尾。",
    ),
    why: Text::new(
        "Kylin puts path, a slash and the cluster's name behind the list of servers. Without the slash at the beginning the path becomes a part of the last server's port; with one at the end the znode has an empty part. Write /kylin.",
        "Kylin 会把该路径、斜杠和集群名接在服务器列表之后。开头没有斜杠时，路径会成为最后一个服务器端口的一部分；末尾有斜杠时，znode 会出现空段。请写成 /kylin。",
    ),
    sources: &[
        Source::new(
            "ZKUtil.java:56 and 199 (3.1.3)",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/util/ZKUtil.java#L56",
        ),
        config_base!(378),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.env.zookeeper-base-path", "kylin")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.env.zookeeper-base-path", "/olap/kylin")],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.env.zookeeper-base-path") {
            let Some(path) = found.literal() else { continue };
            if path.starts_with('/') && !path.ends_with('/') && !path.contains("//") {
                continue;
            }
            let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
            let report = sink.report(
                found.place.clone(),
                msg!(en: "\"{p}\" is no znode: it begins with a slash and has none at the end.",
                     zh: "“{p}”不是合法的 znode：应以斜杠开头，且末尾没有斜杠。", p = shown(path)),
            );
            if found.overridden() && !parts.is_empty() {
                let right = format!("/{}", parts.join("/"));
                report.fix(
                    msg!(en: "Write {p}", zh: "改为 {p}", p = right.as_str()),
                    vec![Edit::Set(found.place.clone(), right.clone())],
                );
            }
        }
    },
};

/// Locks of the whole cluster, on one machine.
pub(super) static SESSION: Rule = Rule {
    id: "KYL048",
    name: "lock-outlives-a-kill",
    severity: Severity::Info,
    title: Text::new(
        "A single job node that was killed can be started again after its ZooKeeper session ran out.",
        "被强制终止的单任务节点，须等 ZooKeeper 会话过期后才能重新启动。",
    ),
    why: Text::new(
        "With scheduler 0 the lock belongs to the session of the killed process. ZooKeeper keeps it until its own maxSessionTimeout has passed, 40 seconds unless set; a start before that fails as if a second job node were running. Wait, and start again. Reported for clusters in production with several nodes; scheduler 2 does not have it.",
        "使用调度器 0 时，锁属于被终止进程的会话。ZooKeeper 会保留到其 maxSessionTimeout（默认 40 秒）之后；在此之前启动，会像存在第二个任务节点一样失败。请等待后再启动。本提示针对多节点的生产集群；调度器 2 没有此问题。",
    ),
    sources: &[Source::lab(
        "kylin-only-job-node-killed",
        "Lab, case A2 and F11: kill -9 of the only job node, start succeeds after 40 s",
    )],
    symptoms: &[Symptom::new(
        "Cannot start job scheduler due to lack of job lock",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[("nodes[1].roles", "query"), ("settings.engine.scheduler", "0")],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        if cx.spec.environment != model::Environment::Production || kylin_rows(cx).len() < 2 {
            return;
        }
        let jobs = super::support::rows_with_mode(cx, super::support::runs_jobs);
        let [only] = jobs.as_slice() else { return };
        for found in super::support::values_on(cx, super::support::SCHEDULER, &jobs) {
            if found.value == "0" {
                sink.report(
                    found.place.clone(),
                    msg!(en: "After a kill or a power cut {n} can only be started again when its ZooKeeper session ran out, up to 40 s; no other node runs jobs meanwhile. Scheduler 2 with a second job node avoids both.",
                         zh: "{n} 被终止或断电后，须等 ZooKeeper 会话过期（最长 40 秒）才能重新启动，期间没有其他节点运行任务。使用调度器 2 并增加一个任务节点可避免这两点。", n = cx.name(*only)),
                );
            }
        }
    },
};
