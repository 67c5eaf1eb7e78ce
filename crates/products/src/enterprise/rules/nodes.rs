//! Versions, modes, and what nodes call themselves.

use crate::enterprise::configure::old_high_availability;
use crate::enterprise::fields::engine::can_announce;
use crate::enterprise::kyligence;
use crate::enterprise::sources::{
    BALANCING, HIGH_AVAILABILITY, KAP_HELIX, KAP_HIGH_AVAILABILITY, KAP_OLD_ENGINE, NEXT, UPGRADE,
};
use crate::kylin::rules::support::{CONNECT, MODE, SERVER_MODE, kylin_rows, place_of, words};
use ::rules::{Example, Rule};
use model::value::{Host, shown};
use model::{Edit, Environment, Place, Severity, Text, msg};

const MODES: [&str; 3] = ["all", "job", "query"];

/// Kyligence Enterprise 4.
pub(super) static NEXT_PRODUCT: Rule = Rule {
    id: "KYE001",
    name: "kyligence-4",
    severity: Severity::Error,
    title: Text::new(
        "Kyligence Enterprise is a 3.x: 4 and later are another product.",
        "Kyligence Enterprise 须为 3.x：4 及以上是另一个产品。",
    ),
    why: Text::new(
        "From 4.0 on the name stands for another program: no web application in a Tomcat folder, so no context.xml to change; metadata in PostgreSQL or MySQL only, with a database that it brings; Spark of its own. Logins are shared by spring.session.store-type=JDBC in kylin.properties, not by libraries in tomcat/lib, and passwords are written as ENC('…'). Nothing of a 3.x archive fits. Take a 3.x here, or set 4.x up with its own manual.",
        "自 4.0 起，该名称代表另一个程序：不再是 Tomcat 目录中的 Web 应用，因此没有可修改的 context.xml；元数据只能存放在 PostgreSQL 或 MySQL 中，并自带数据库；自带 Spark。登录由 kylin.properties 中的 spring.session.store-type=JDBC 共享，而不是 tomcat/lib 中的库；密码写作 ENC('…')。3.x 的部署包完全不适用。请在此选择 3.x，或按其手册部署 4.x。",
    ),
    sources: &[NEXT, BALANCING],
    symptoms: &[],
    fires: Example::Edits("kyligence-one", &[("version", "4.5")]),
    clean: Example::Edits("kyligence-one", &[("version", "3.3")]),
    check: |cx, sink| {
        if cx.since("4.0") {
            sink.report(
                Place::Version,
                msg!(en: "Kyligence Enterprise {v} is another product than 3.x: it has no Tomcat folder, and shares logins by spring.session.store-type=JDBC in its kylin.properties. Muster does not make it.",
                     zh: "Kyligence Enterprise {v} 与 3.x 是不同的产品：没有 Tomcat 目录，登录由其 kylin.properties 中的 spring.session.store-type=JDBC 共享。Muster 不支持该版本。",
                     v = shown(&cx.spec.version)),
            );
        }
    },
};

/// A mode that is none.
pub(super) static UNKNOWN_MODE: Rule = Rule {
    id: "KYE002",
    name: "unknown-mode-of-the-enterprise-products",
    severity: Severity::Error,
    title: Text::new(
        "kylin.server.mode is all, job or query.",
        "kylin.server.mode 只能是 all、job 或 query。",
    ),
    why: Text::new(
        "The manuals know these three; stream_coordinator is Apache Kylin's. The code that both products descend from takes any word in silence, and such a node neither runs jobs nor answers queries. Choose the role of the node, and remove the override.",
        "手册中只有这三种；stream_coordinator 属于 Apache Kylin。两款产品所基于的代码会静默接受任何单词，这样的节点既不运行任务也不响应查询。请为节点选择角色，并删除覆盖项。",
    ),
    sources: &[HIGH_AVAILABILITY, KAP_HIGH_AVAILABILITY, SERVER_MODE],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-balanced",
        &[("overrides.cluster.kylin.server.mode", "querry")],
    ),
    clean: Example::Edits(
        "kyligence-balanced",
        &[("overrides.role.query.kylin.server.mode", "query")],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of(MODE) {
            let Some(text) = found.literal() else { continue };
            if words(text).iter().all(|w| MODES.contains(&w.as_str())) {
                continue;
            }
            let report = sink.report(
                place_of(&found),
                msg!(en: "{nodes}: \"{m}\" is no mode. Choose all, job or query.",
                     zh: "{nodes}：“{m}”不是有效的模式，可选 all、job 或 query。",
                     nodes = cx.names(&found.nodes), m = shown(text)),
            );
            if found.overridden() {
                report.fix(
                    msg!(en: "Remove the override: the role decides", zh: "删除覆盖项，由角色决定"),
                    vec![Edit::Clear(found.place.clone())],
                );
            }
        }
    },
};

const NEEDLESS: [&str; 6] = [
    "kylin.enable.scheduler",
    "kylin.job.lock",
    "kylin.job.scheduler.default",
    "kylin.server.cluster-servers",
    "kylin.server.cluster-servers-with-mode",
    "kylin.server.self-discovery-enabled",
];

/// What Apache Kylin needs and these do by themselves.
pub(super) static NEEDLESS_KEY: Rule = Rule {
    id: "KYE003",
    name: "keys-of-apache-kylin",
    severity: Severity::Warning,
    title: Text::new(
        "Lists of nodes and schedulers are left to the product.",
        "节点列表和调度器由产品自行处理。",
    ),
    why: Text::new(
        "Kyligence Enterprise and KAP from 2.4 on find their nodes and share the jobs through ZooKeeper; their manuals name none of these keys. Taken over from a page about Apache Kylin, they may switch that off, or freeze a list of nodes. Remove them.",
        "Kyligence Enterprise 以及 2.4 之后的 KAP 通过 ZooKeeper 发现节点并分配任务；其手册没有这些配置项。照搬 Apache Kylin 的说明可能会关闭该功能，或使节点列表固定不变。请删除。",
    ),
    sources: &[HIGH_AVAILABILITY, KAP_HIGH_AVAILABILITY],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-balanced",
        &[("overrides.cluster.kylin.job.scheduler.default", "2")],
    ),
    clean: Example::Edits("kyligence-balanced", &[("overrides.cluster.kylin.job.retry", "3")]),
    check: |cx, sink| {
        if !can_announce(cx) {
            return;
        }
        for (place, key, _) in cx.overrides().filter(|(_, key, _)| NEEDLESS.contains(key)) {
            sink.report(
                place.clone(),
                msg!(en: "{k} is a key of Apache Kylin; here nodes find each other and share the jobs by themselves.",
                     zh: "{k} 是 Apache Kylin 的配置项；本产品的节点会自动互相发现并分配任务。", k = key),
            )
            .fix(msg!(en: "Remove it", zh: "删除该项"), vec![Edit::Clear(place)]);
        }
    },
};

/// Everything on every node.
pub(super) static ALL_IN_PRODUCTION: Rule = Rule {
    id: "KYE004",
    name: "all-in-production",
    severity: Severity::Warning,
    title: Text::new(
        "In production, job and query nodes are apart.",
        "生产环境中任务节点与查询节点分开。",
    ),
    why: Text::new(
        "The manual allows the mode all where resources are short and advises against it in production: a build takes memory and cores from the queries on the same machine. Give some nodes the role job and the others query.",
        "手册只允许在资源不足时使用 all 模式，不建议用于生产环境：构建会占用同一台机器上查询所需的内存和 CPU。请让部分节点承担 job，其余承担 query。",
    ),
    sources: &[HIGH_AVAILABILITY],
    symptoms: &[],
    fires: Example::Edits("kyligence-one", &[("environment", "production")]),
    clean: Example::Edits("kyligence-one", &[]),
    check: |cx, sink| {
        if cx.spec.environment != Environment::Production {
            return;
        }
        let nodes = cx.with_roles(&["all"]);
        if let Some(first) = nodes.first() {
            let rows: Vec<_> = nodes.iter().map(|n| n.row).collect();
            sink.report(
                Place::NodeRoles(first.row),
                msg!(en: "{nodes}: all is not meant for production; builds slow the queries on these nodes down.",
                     zh: "{nodes}：all 模式不适用于生产环境，构建会拖慢这些节点上的查询。",
                     nodes = cx.names(&rows)),
            );
        }
    },
};

/// A node that will announce a name nobody knows.
pub(super) static ADDRESS_AS_NAME: Rule = Rule {
    id: "KYE005",
    name: "announced-by-host-name",
    severity: Severity::Warning,
    title: Text::new(
        "A node that is listed by its address announces that address.",
        "以地址列出的节点对外公布该地址。",
    ),
    why: Text::new(
        "Nodes register in ZooKeeper by their host name unless KYLIN_REST_ADDRESS says otherwise. A list of addresses often means that these names do not resolve: then the nodes find each other's names and cannot connect. Let them announce the listed name, or the address.",
        "除非设置了 KYLIN_REST_ADDRESS，节点以主机名在 ZooKeeper 中注册。用地址列出节点往往意味着主机名无法解析：节点能看到彼此的名称却无法连接。请让节点公布列表中的名称或地址。",
    ),
    sources: &[HIGH_AVAILABILITY, KAP_HIGH_AVAILABILITY],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-one",
        &[("nodes[0].name", "10.0.0.11"), ("settings.engine.announce", "hostname")],
    ),
    clean: Example::Edits("kyligence-one", &[("nodes[0].name", "10.0.0.11")]),
    check: |cx, sink| {
        if !can_announce(cx) || !cx.is("engine.announce", "hostname") {
            return;
        }
        for row in kylin_rows(cx) {
            let name = cx.hosts_of(row).and_then(|h| h.name.as_ref());
            if matches!(name, Some(Host::V4(_) | Host::V6(_))) {
                let place = Place::Setting("engine.announce".to_owned());
                sink.report(
                    place.clone(),
                    msg!(en: "{n} is listed by its address, but will announce its host name; the other nodes may not know it.",
                         zh: "{n} 以地址列出，但会公布其主机名，其他节点可能无法解析。", n = cx.name(row)),
                )
                .related([Place::NodeName(row)])
                .fix(
                    msg!(en: "Announce the listed name", zh: "公布列表中的名称"),
                    vec![Edit::Set(place, "name".to_owned())],
                );
                return;
            }
        }
    },
};

/// KAP before discovery, with several job nodes and no ensemble.
pub(super) static OLD_WITHOUT_ZOOKEEPER: Rule = Rule {
    id: "KYE018",
    name: "old-kap-without-zookeeper",
    severity: Severity::Warning,
    title: Text::new(
        "Before KAP 2.4 several job nodes need ZooKeeper by name.",
        "KAP 2.4 之前，多个任务节点需要指定 ZooKeeper。",
    ),
    why: Text::new(
        "One of the job nodes is chosen through the ensemble that kylin.zookeeper.address names, kap.job.helix.zookeeper-address in 2.3; the manuals let nothing stand in for it. Name the servers, or let one node run the jobs.",
        "任务节点由 kylin.zookeeper.address（2.3 中为 kap.job.helix.zookeeper-address）指定的 ZooKeeper 集群选出；手册没有提供其他方式。请填写服务器，或只让一个节点运行任务。",
    ),
    sources: &[KAP_OLD_ENGINE, KAP_HELIX],
    symptoms: &[],
    fires: Example::Edits("kap-old", &[("settings.zookeeper.kind", "hbase")]),
    clean: Example::Edits("kap-old", &[]),
    check: |cx, sink| {
        let set = cx.set_values_of(CONNECT);
        let empty = set.iter().find(|f| f.overridden() && f.value.is_empty());
        let untold = set.is_empty() && cx.is("zookeeper.kind", "hbase");
        if old_high_availability(cx) && (untold || empty.is_some()) {
            let field = Place::Setting("zookeeper.kind".to_owned());
            sink.report(
                empty.map_or(field, |found| found.place.clone()),
                msg!(en: "Several nodes run jobs, but KAP {v} is not told the ZooKeeper through which one of them is chosen.",
                     zh: "有多个节点运行任务，但没有告诉 KAP {v} 用于选出任务节点的 ZooKeeper。",
                     v = shown(&cx.spec.version)),
            );
        }
    },
};

/// A line that has a better one after it.
pub(super) static OLD_LINE: Rule = Rule {
    id: "KYE019",
    name: "old-line",
    severity: Severity::Info,
    title: Text::new(
        "New clusters take the last line of the product.",
        "新集群使用产品的最后一个系列。",
    ),
    why: Text::new(
        "Before Kyligence Enterprise 3.4 one job node works and the others wait. KAP before 2.4 keeps its metadata in HBase only and does not find its nodes; the whole of KAP 2.x was succeeded by Kyligence Enterprise 3, which converts its metadata at the first start.",
        "Kyligence Enterprise 3.4 之前只有一个任务节点工作，其余待命。KAP 2.4 之前只能将元数据存放在 HBase 中，且不会自动发现节点；整个 KAP 2.x 已由 Kyligence Enterprise 3 取代，后者首次启动时会转换其元数据。",
    ),
    sources: &[HIGH_AVAILABILITY, KAP_HIGH_AVAILABILITY, UPGRADE],
    symptoms: &[],
    fires: Example::Edits("kyligence-one", &[("version", "3.2")]),
    clean: Example::Edits("kyligence-one", &[]),
    check: |cx, sink| {
        let last = if kyligence(cx) { "3.4" } else { "2.4" };
        if !cx.since(last) && cx.product.version(cx.spec.version.trim()).is_some() {
            sink.report(
                Place::Version,
                msg!(en: "{t} {v} is an old line; for a new cluster take the last one.",
                     zh: "{t} {v} 是旧系列；新集群请使用最后一个系列。",
                     t = cx.product.title, v = shown(&cx.spec.version)),
            );
        }
    },
};
