//! Which node runs jobs and which answers queries.

use super::support::{
    MODE, QUERY_SERVICE, SERVER_MODE, answers, kylin_rows, place_of, roles_place, rows_with_mode,
    runs_jobs, words,
};
use crate::kylin::roles::mode;
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::shown;
use model::{Edit, Severity, Text, msg};

const MODES: [&str; 4] = ["all", "job", "query", "stream_coordinator"];

/// A mode that Kylin does not know.
pub(super) static UNKNOWN_MODE: Rule = Rule {
    id: "KYL001",
    name: "unknown-server-mode",
    severity: Severity::Error,
    title: Text::new(
        "kylin.server.mode is all, job, query or stream_coordinator.",
        "kylin.server.mode 只能是 all、job、query 或 stream_coordinator。",
    ),
    why: Text::new(
        "Kylin accepts any word without a message. A node with a mode that does not exist, or with an empty one, starts, its page opens, and it neither runs jobs nor serves what was meant. Upper case makes no difference. Choose the role of the node, and remove the override.",
        "Kylin 会静默接受任何单词。模式不存在或为空的节点能够启动，页面也能打开，但既不运行任务，也不提供预期的服务。大小写没有影响。请为节点选择角色，并删除覆盖项。",
    ),
    sources: &[
        SERVER_MODE,
        Source::lab(
            "kylin-mode-unknown",
            "Lab: server.mode=foo and an empty mode: up, serves no jobs",
        ),
    ],
    symptoms: &[Symptom::new("server mode: …, no need to run job scheduler", "logs/kylin.log")],
    fires: Example::Edits("kylin-three", &[("overrides.cluster.kylin.server.mode", "querry")]),
    clean: Example::Edits("kylin-three", &[("overrides.role.query.kylin.server.mode", "QUERY")]),
    check: |cx, sink| {
        for found in cx.set_values_of(MODE) {
            let Some(text) = found.literal() else { continue };
            if words(text).iter().any(|w| !MODES.contains(&w.as_str())) {
                let report = sink.report(
                    place_of(&found),
                    msg!(en: "{nodes}: \"{m}\" is no mode of Kylin. Choose all, job, query or stream_coordinator.",
                         zh: "{nodes}：“{m}”不是 Kylin 的模式，可选 all、job、query 或 stream_coordinator。",
                         nodes = cx.names(&found.nodes), m = shown(text)),
                );
                if found.overridden() {
                    report.fix(
                        msg!(en: "Remove the override: the role decides", zh: "删除覆盖项，由角色决定"),
                        vec![Edit::Clear(found.place.clone())],
                    );
                }
            }
        }
    },
};

/// Nobody runs jobs.
pub(super) static NO_JOB_NODE: Rule = Rule {
    id: "KYL002",
    name: "no-job-node",
    severity: Severity::Error,
    title: Text::new("At least one node runs jobs.", "至少有一个节点运行任务。"),
    why: Text::new(
        "Only nodes in the modes job and all have a job engine. Without one every build waits for ever, and no message says so. Give a node the role job or all.",
        "只有 job 和 all 模式的节点带有任务引擎。没有这样的节点，所有构建任务会一直等待，而且没有任何提示。请为某个节点选择 job 或 all 角色。",
    ),
    sources: &[SERVER_MODE, Source::lab("kylin-query-node", "Lab: log of a query node")],
    symptoms: &[Symptom::new("server mode: …, no need to run job scheduler", "logs/kylin.log")],
    fires: Example::Edits("kylin-one", &[("nodes[0].roles", "query")]),
    clean: Example::Edits("kylin-one", &[("nodes[0].roles", "all")]),
    check: |cx, sink| {
        if !cx.spec.nodes.is_empty() && rows_with_mode(cx, runs_jobs).is_empty() {
            sink.report(
                roles_place(cx),
                msg!(en: "No node runs jobs, so no cube will ever be built. Give one the role job or all.",
                     zh: "没有节点运行任务，Cube 永远无法构建。请为某个节点选择 job 或 all 角色。"),
            );
        }
    },
};

/// Nobody answers queries.
pub(super) static NO_QUERY_NODE: Rule = Rule {
    id: "KYL003",
    name: "no-query-node",
    severity: Severity::Error,
    title: Text::new("At least one node answers queries.", "至少有一个节点响应查询。"),
    why: Text::new(
        "Only nodes in the modes query and all take SQL; a job node refuses it with HTTP 400. Give a node the role query or all.",
        "只有 query 和 all 模式的节点接受 SQL，job 节点会以 HTTP 400 拒绝。请为某个节点选择 query 或 all 角色。",
    ),
    sources: &[
        QUERY_SERVICE,
        Source::lab("kylin-sql-on-a-job-node", "Lab: SQL on a job node: HTTP 400"),
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-one", &[("nodes[0].roles", "job")]),
    clean: Example::Edits("kylin-one", &[("nodes[0].roles", "all")]),
    check: |cx, sink| {
        if !cx.spec.nodes.is_empty() && rows_with_mode(cx, answers).is_empty() {
            sink.report(
                roles_place(cx),
                msg!(en: "No node answers queries: every SQL statement will be refused. Give one the role query or all.",
                     zh: "没有节点响应查询，所有 SQL 都会被拒绝。请为某个节点选择 query 或 all 角色。"),
            );
        }
    },
};

/// The override says one thing, the role another.
pub(super) static MODE_AGAINST_ROLE: Rule = Rule {
    id: "KYL004",
    name: "mode-against-role",
    severity: Severity::Warning,
    title: Text::new("The mode of a node is the one of its role.", "节点的模式与其角色一致。"),
    why: Text::new(
        "The override wins in the file, but load balancer, firewall sheet, picture and start order follow the role: they would send queries to a node that refuses them, or count a job engine that is not there. Change the role, and remove the override.",
        "文件中以覆盖项为准，但负载均衡、防火墙清单、拓扑图和启动顺序都取决于角色：查询可能被发往拒绝它的节点，或把不存在的任务引擎计算在内。请更改角色并删除覆盖项。",
    ),
    sources: &[SERVER_MODE],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("nodes[2].overrides.kylin.server.mode", "all")]),
    clean: Example::Edits("kylin-three", &[("nodes[2].overrides.kylin.server.mode", "query")]),
    check: |cx, sink| {
        for found in cx.set_values_of(MODE).into_iter().filter(::rules::Found::overridden) {
            let Some(text) = found.literal() else { continue };
            let other = found.nodes.iter().copied().filter(|row| {
                cx.node(*row).and_then(mode).is_some_and(|role| words(text) != [role])
            });
            let rows: Vec<_> = other.collect();
            let known = words(text).iter().all(|w| MODES.contains(&w.as_str()));
            // A list of modes, and a node that refuses queries behind the load balancer, have
            // rules of their own.
            let special = words(text).len() > 1
                || (!cx.is("lb.kind", "none")
                    && !answers(text)
                    && rows.iter().all(|row| cx.node(*row).and_then(mode).is_some_and(answers)));
            if !rows.is_empty() && known && !special {
                sink.report(
                    found.place.clone(),
                    msg!(en: "{nodes}: the override makes the mode \"{m}\", the role says something else. Change the role instead.",
                         zh: "{nodes}：覆盖项将模式设为“{m}”，与角色不符。请改为更改角色。",
                         nodes = cx.names(&rows), m = shown(text)),
                )
                .fix(
                    msg!(en: "Remove the override: the role decides", zh: "删除覆盖项，由角色决定"),
                    vec![Edit::Clear(found.place.clone())],
                );
            }
        }
    },
};

/// A node that refuses queries behind the load balancer.
pub(super) static JOB_NODE_IN_POOL: Rule = Rule {
    id: "KYL005",
    name: "job-node-in-pool",
    severity: Severity::Error,
    title: Text::new(
        "Every node behind the load balancer answers queries.",
        "负载均衡后面的每个节点都能响应查询。",
    ),
    why: Text::new(
        "The load balancer sends queries to the nodes with the roles query and all. One whose mode was changed to job by an override refuses them with HTTP 400, so a part of the clients fails while the others work. Change the role, or remove the override.",
        "负载均衡会把查询发往 query 和 all 角色的节点。如果覆盖项把其中某个节点的模式改成了 job，它会以 HTTP 400 拒绝查询，于是部分客户端失败而其他正常。请更改角色或删除覆盖项。",
    ),
    sources: &[
        QUERY_SERVICE,
        Source::lab("kylin-sql-on-a-job-node", "Lab: SQL on a job node: HTTP 400"),
    ],
    symptoms: &[Symptom::new("Query is not allowed in 'job' mode.", "HTTP 400")],
    fires: Example::Edits("kylin-three", &[("nodes[2].overrides.kylin.server.mode", "job")]),
    clean: Example::Edits("kylin-three", &[("nodes[2].roles", "job")]),
    check: job_node_in_pool,
};

fn job_node_in_pool(cx: &Context, sink: &mut Sink) {
    if cx.is("lb.kind", "none") {
        return;
    }
    let rows = kylin_rows(cx);
    for found in cx.set_values_of(MODE).into_iter().filter(::rules::Found::overridden) {
        let known = |m: &str| words(m).iter().all(|w| MODES.contains(&w.as_str()));
        if found.literal().is_none_or(|m| answers(m) || !known(m)) {
            continue;
        }
        let pool =
            found.nodes.iter().copied().filter(|row| {
                rows.contains(row) && cx.node(*row).and_then(mode).is_some_and(answers)
            });
        let pool: Vec<_> = pool.collect();
        if !pool.is_empty() {
            sink.report(
                found.place.clone(),
                msg!(en: "{nodes}: in the mode \"{m}\" SQL is refused, but the load balancer sends queries there, because the role says so.",
                     zh: "{nodes}：模式“{m}”会拒绝 SQL，但负载均衡按角色仍会将查询发往该节点。",
                     nodes = cx.names(&pool), m = shown(&found.value)),
            )
            .fix(
                msg!(en: "Remove the override: the role decides", zh: "删除覆盖项，由角色决定"),
                vec![Edit::Clear(found.place.clone())],
            );
        }
    }
}
