//! `kylin.metadata.url`, whoever wrote it.

use super::support::{HBASE_CONNECTION, METADATA, MetadataUrl, place_of};
use crate::kylin::effective::{databases, store};
use crate::kylin::emr;
use crate::kylin::sources::{STORAGE_URL, config_base};
use ::rules::{Apart, Context, Example, Found, Rule, Sink, Source, Symptom, apart};
use model::value::shown;
use model::{Edit, Environment, Place, Severity, Text, msg};

/// The URL without what stands in place of the password, for a message.
fn head(text: &str) -> String {
    shown(text.split(',').next().unwrap_or_default())
}

/// Nodes on different metastores.
pub(super) static DIFFERS: Rule = Rule {
    id: "KYL028",
    name: "metadata-url-differs",
    severity: Severity::Error,
    title: Text::new(
        "All Kylin nodes have the same kylin.metadata.url.",
        "所有 Kylin 节点的 kylin.metadata.url 必须相同。",
    ),
    why: Text::new(
        "The URL is what makes nodes one cluster: its identifier names the table, the folder and the znode of the locks. With another one a node belongs to another cluster, shares nothing with the rest, and no message says so. Set it for the cluster.",
        "该 URL 决定节点是否属于同一集群：其中的标识决定表名、目录和锁的 znode。取值不同的节点属于另一个集群，与其他节点没有任何共享，而且没有提示。请在集群级设置。",
    ),
    sources: &[
        STORAGE_URL,
        Source::lab(
            "kylin-two-identifiers",
            "Lab, case E: another identifier: two separate clusters, no error",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("nodes[2].overrides.kylin.metadata.url", "kylin_other@hbase")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.metadata.url", "kylin_other@hbase")],
    ),
    check: |cx, sink| {
        let found = cx.values_of(METADATA);
        for Apart { odd, rest } in apart(&found, |a, b| store(&a.value) == store(&b.value)) {
            let report = sink
                .report(
                    odd.place.clone(),
                    msg!(en: "{a} has another metastore ({u}) than {b} ({v}): they are not one cluster.",
                         zh: "{a} 的元数据库（{u}）与 {b}（{v}）不同，它们不属于同一集群。",
                         a = cx.names(&odd.nodes), b = cx.names(&rest.nodes),
                         u = shown(&store(&odd.value)), v = shown(&store(&rest.value))),
                )
                .related([rest.place.clone()]);
            if odd.overridden() {
                report.fix(
                    msg!(en: "Remove the override", zh: "删除覆盖项"),
                    vec![Edit::Clear(odd.place.clone())],
                );
            }
        }
    },
};

/// A store that the server does not have.
pub(super) static SCHEME: Rule = Rule {
    id: "KYL029",
    name: "unknown-metadata-scheme",
    severity: Severity::Error,
    title: Text::new(
        "kylin.metadata.url is IDENT@hbase or IDENT@jdbc,….",
        "kylin.metadata.url 的形式为 IDENT@hbase 或 IDENT@jdbc,…。",
    ),
    why: Text::new(
        "A server keeps its metadata in HBase or in MySQL, called hbase and jdbc here, to the letter. Anything else, such as @mysql or the @hbase:host:2181:/hbase of the first releases, ends in a NullPointerException that names no cause. Which HBase it is comes from hbase-site.xml.",
        "服务端的元数据存放在 HBase 或 MySQL 中，此处必须准确写为 hbase 或 jdbc。其他写法，例如 @mysql，或早期版本的 @hbase:host:2181:/hbase，会以没有说明原因的 NullPointerException 失败。使用哪个 HBase 由 hbase-site.xml 决定。",
    ),
    sources: &[
        HBASE_CONNECTION,
        config_base!(430),
        Source::lab(
            "kylin-metadata-scheme",
            "Lab: @hbase:host:2181:/hbase and @mysql: does not start",
        ),
    ],
    symptoms: &[Symptom::new("Failed to find metadata store by url: …", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.metadata.url", "kylin_metadata@hbase:zk1:2181:/hbase")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.metadata.url", "kylin_metadata@hbase")],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of(METADATA) {
            let url = MetadataUrl::read(&found.value);
            if found.value.starts_with("${") || matches!(url.scheme, "hbase" | "jdbc") {
                continue;
            }
            sink.report(
                place_of(&found),
                msg!(en: "\"{u}\" names no metastore that Kylin 3.1 has: write IDENT@hbase or IDENT@jdbc,url=….",
                     zh: "“{u}”不是 Kylin 3.1 支持的元数据库，应写为 IDENT@hbase 或 IDENT@jdbc,url=…。", u = head(&found.value)),
            );
        }
    },
};

/// Cut at a comma.
pub(super) static COMMA: Rule = Rule {
    id: "KYL030",
    name: "comma-in-metadata-url",
    severity: Severity::Error,
    title: Text::new(
        "No part of kylin.metadata.url has a comma.",
        "kylin.metadata.url 的任何部分都不能含有逗号。",
    ),
    why: Text::new(
        "Kylin cuts the URL at every comma, and there is no way to escape one. A JDBC URL with two hosts ends after the first, a password ends in its middle and looks like a wrong one, a ZooKeeper quorum loses its members. Name one host (a virtual address or a proxy for several), and choose a password without comma.",
        "Kylin 会在每个逗号处截断该 URL，且无法转义。含两个主机的 JDBC URL 只剩第一个，密码从中间断开、看起来像密码错误，ZooKeeper 的成员会丢失。请只写一个主机（多个时使用虚拟地址或代理），密码中不要使用逗号。",
    ),
    sources: &[
        STORAGE_URL,
        Source::lab(
            "kylin-metadata-comma",
            "Lab: password with a comma, mysql:loadbalance://h1,h2/db",
        ),
    ],
    symptoms: &[
        Symptom::new("Access denied for user … (using password: YES)", "logs/kylin.log"),
        Symptom::new("SQLException: No database selected", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-six",
        &[("settings.metastore.jdbc_url", "jdbc:mysql://db1.example.com,db2.example.com/kylin")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[("settings.metastore.jdbc_url", "jdbc:mysql://db1.example.com/kylin")],
    ),
    check: comma,
};

fn comma(cx: &Context, sink: &mut Sink) {
    for key in ["metastore.jdbc_url", "metastore.username"] {
        if !cx.shown(key) || !cx.text(key).contains(',') {
            continue;
        }
        let place = Place::Setting(key.to_owned());
        let found = sink.report(
            place.clone(),
            msg!(en: "\"{t}\" has a comma: Kylin cuts its metadata URL there, and what follows is lost. Name one host.",
                 zh: "“{t}”含有逗号：Kylin 会在此处截断元数据 URL，其后的内容丢失。请只写一个主机。", t = shown(&cx.text(key))),
        );
        if let Some(right) = with_ampersands(&cx.text(key)) {
            let title = msg!(en: "Write & between the options", zh: "用 & 分隔各选项");
            found.fix(title, vec![Edit::Set(place, right)]);
        }
    }
    for found in cx.set_values_of(METADATA) {
        let url = MetadataUrl::read(&found.value);
        if let Some(option) = url.parts.iter().map(|(name, _)| *name).find(|n| is_option(n)) {
            let place = place_of(&found);
            let message = msg!(en: "{o} is an option of the database's driver: behind a comma it is lost. In the JDBC URL options have & between them.",
                zh: "{o} 是数据库驱动的选项，写在逗号之后会丢失。JDBC URL 中的选项之间用 & 分隔。", o = option);
            let report = sink.report(place.clone(), message);
            if found.overridden() && url.get("url").is_some_and(|url| url.contains('?')) {
                let title = msg!(en: "Write & between the options", zh: "用 & 分隔各选项");
                report.fix(title, vec![Edit::Set(place, joined(&found.value))]);
            }
        } else if let Some(cut) = url.cut.first() {
            sink.report(
                place_of(&found),
                msg!(en: "\"{t}\" stands alone after a comma: Kylin cuts the URL at every comma, and what follows is lost.",
                     zh: "“{t}”单独出现在逗号之后：Kylin 会在每个逗号处截断该 URL，其后的内容丢失。", t = shown(cut)),
            );
        }
    }
}

/// Options of the drivers for MySQL that are often set: no setting of Kylin's pool has such a name.
const OPTIONS: [&str; 13] = [
    "allowPublicKeyRetrieval",
    "autoReconnect",
    "characterEncoding",
    "connectTimeout",
    "requireSSL",
    "rewriteBatchedStatements",
    "serverTimezone",
    "socketTimeout",
    "sslMode",
    "useSSL",
    "useTimezone",
    "useUnicode",
    "zeroDateTimeBehavior",
];

fn is_option(name: &str) -> bool {
    OPTIONS.iter().any(|option| option.eq_ignore_ascii_case(name))
}

/// A JDBC URL with `&` between its options, where commas stand between them and nowhere else.
fn with_ampersands(url: &str) -> Option<String> {
    let (head, options) = url.split_once('?').filter(|(head, _)| !head.contains(','))?;
    let option = |text: &str| text.split_once('=').is_some_and(|(name, _)| is_option(name.trim()));
    let mut behind = options.split(',').skip(1).peekable();
    (behind.peek().is_some() && behind.all(option)).then(|| {
        format!("{head}?{}", options.split(',').map(str::trim).collect::<Vec<_>>().join("&"))
    })
}

/// A metadata URL in which the options of the driver are with its JDBC URL again.
fn joined(text: &str) -> String {
    let option = |part: &&str| part.split_once('=').is_some_and(|(name, _)| is_option(name.trim()));
    let (options, rest): (Vec<&str>, Vec<&str>) = text.split(',').partition(option);
    let parts = rest.into_iter().map(|part| {
        if !part.trim().starts_with("url=") {
            return part.to_owned();
        }
        let whole: Vec<&str> = [part].iter().chain(&options).map(|p| p.trim()).collect();
        whole.join("&")
    });
    parts.collect::<Vec<_>>().join(",")
}

/// The JDBC URLs of the overrides and fields, each read.
pub(crate) fn jdbc(cx: &Context) -> Vec<Found> {
    let mut found = cx.set_values_of(METADATA);
    found.retain(|f| MetadataUrl::read(&f.value).jdbc());
    found
}

/// A namespace that somebody must make.
pub(super) static NAMESPACE: Rule = Rule {
    id: "KYL042",
    name: "namespace-must-exist",
    severity: Severity::Info,
    title: Text::new(
        "An HBase namespace in kylin.metadata.url exists before the first start.",
        "kylin.metadata.url 中的 HBase 命名空间须在首次启动前存在。",
    ),
    why: Text::new(
        "Kylin makes its table, not the namespace. Without it the start fails. Make it once in the HBase shell: create_namespace 'name'.",
        "Kylin 会创建表，但不会创建命名空间，缺少时启动失败。请在 HBase shell 中执行一次：create_namespace '名称'。",
    ),
    sources: &[
        HBASE_CONNECTION,
        Source::lab("kylin-namespace-missing", "Lab: nons:kylin_metadata@hbase"),
    ],
    symptoms: &[Symptom::new("NamespaceNotFoundException: …", "logs/kylin.log")],
    fires: Example::Edits("kylin-three", &[("settings.metastore.namespace", "olap")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in cx.set_values_of(METADATA) {
            let url = MetadataUrl::read(&found.value);
            let Some((namespace, _)) = url.ident.split_once(':').filter(|_| url.scheme == "hbase")
            else {
                continue;
            };
            if namespace != "default" {
                let place = if found.overridden() {
                    found.place.clone()
                } else {
                    Place::Setting("metastore.namespace".to_owned())
                };
                sink.report(
                    place,
                    msg!(en: "The HBase namespace \"{n}\" must exist before the first start: create_namespace '{n}' in the HBase shell.",
                         zh: "HBase 命名空间“{n}”须在首次启动前存在：在 HBase shell 中执行 create_namespace '{n}'。", n = shown(namespace)),
                );
            }
        }
    },
};

/// A name that another cluster may have too.
pub(super) static SHARED_IDENTIFIER: Rule = Rule {
    id: "KYL043",
    name: "default-identifier-in-test",
    severity: Severity::Info,
    title: Text::new(
        "A test cluster that shares HBase or ZooKeeper has an identifier of its own.",
        "与生产共用 HBase 或 ZooKeeper 的测试集群须使用不同的标识。",
    ),
    why: Text::new(
        "The identifier names the metadata table, the folder and the znode of the locks. Two clusters that share HBase or ZooKeeper and have the same one are a single cluster without knowing it: they take each other's locks and overwrite each other's cubes. Test clusters are often put beside production with the default name; and a server that was moved meets the old one, which still holds the lock, so that the new one does not start. Give it an identifier of its own, or stop the other.",
        "标识决定元数据表名、目录和锁的 znode。共用 HBase 或 ZooKeeper 且标识相同的两个集群，实际上成了同一个集群：它们会争用彼此的锁、覆盖彼此的 Cube。测试集群常常就这样以默认名称与生产放在一起；服务器迁移后，旧服务器若仍在运行并持有锁，新服务器就无法启动。请使用不同的标识，或停止另一台。",
    ),
    sources: &[
        Source::new(
            "ZKUtil.java:56 (3.1.3): base path and cluster name make the znode",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/util/ZKUtil.java#L56",
        ),
        config_base!(2193),
    ],
    symptoms: &[Symptom::new(
        "Cannot start job scheduler due to lack of job lock",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("environment", "test"),
            ("settings.zookeeper.kind", "given"),
            ("settings.zookeeper.connect", "zk1.example.com:2181"),
        ],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("environment", "test"), ("settings.metastore.ident", "kylin_test")],
    ),
    check: |cx, sink| {
        let own = cx.is("zookeeper.kind", "nodes") && !databases(cx).is_empty();
        // A cluster of Amazon's has an HBase that is made with it.
        if cx.spec.environment != Environment::Test || own || emr::active(cx) {
            return;
        }
        let default = cx.field("metastore.ident").map(|f| cx.default(f, None));
        for found in cx.values_of(METADATA) {
            let ident = MetadataUrl::read(&found.value).ident;
            if Some(ident) == default.as_deref() {
                let place = if found.overridden() {
                    found.place.clone()
                } else {
                    Place::Setting("metastore.ident".to_owned())
                };
                sink.report(
                    place,
                    msg!(en: "This test has the default identifier {i}. If another server uses the same HBase, database or ZooKeeper with it, they are one cluster, and the lock of its jobs may be held there.",
                         zh: "该测试环境使用默认标识 {i}。如果有其他服务器以同样的标识使用同一个 HBase、数据库或 ZooKeeper，它们就是同一个集群，任务锁可能被对方持有。", i = shown(ident)),
                );
            }
        }
    },
};
