//! The list of extensions.

use super::asked::{
    LOAD_LIST, MORE, Seen, each, emitters, is_variable, loading, loads, only_core, place_or, report,
};
use super::rule;
use crate::druid::configure::{CORE, core, wanted};
use crate::druid::effective::extensions;
use crate::druid::notation::as_list;
use crate::druid::programs::Program;
use crate::druid::sources::{DOC_EXTENSIONS, DOC_UPGRADE, lab};
use ::rules::{Context, Sink};
use model::value::shown;
use model::{Edit, Node, Place, msg};

/// Extensions that others contribute: `pull-deps` fetches them.
pub(super) const CONTRIBUTED: &[&str] = &[
    "aliyun-oss-extensions",
    "ambari-metrics-emitter",
    "dropwizard-emitter",
    "druid-cassandra-storage",
    "druid-cloudfiles-extensions",
    "druid-compressed-bigdecimal",
    "druid-consul-extensions",
    "druid-ddsketch",
    "druid-deltalake-extensions",
    "druid-distinctcount",
    "druid-exact-count-bitmap",
    "druid-iceberg-extensions",
    "druid-influx-extensions",
    "druid-influxdb-emitter",
    "druid-kubernetes-overlord-extensions",
    "druid-momentsketch",
    "druid-moving-average-query",
    "druid-multi-stage-query",
    "druid-opencensus-extensions",
    "druid-rabbit-indexing-service",
    "druid-redis-cache",
    "druid-spectator-histogram",
    "druid-tdigestsketch",
    "druid-thrift-extensions",
    "druid-time-min-max",
    "druid-virtual-columns",
    "gce-extensions",
    "graphite-emitter",
    "grpc-query",
    "kafka-emitter",
    "materialized-view-maintenance",
    "materialized-view-selection",
    "openlineage-emitter",
    "opentelemetry-emitter",
    "opentsdb-emitter",
    "prometheus-emitter",
    "sqlserver-metadata-storage",
    "statsd-emitter",
];

/// Loading by SQL.
const MULTI_STAGE_QUERY: &str = "druid-multi-stage-query";

/// The extension of the release that somebody must have meant by a name that nothing has.
fn meant(cx: &Context, name: &str) -> Option<&'static str> {
    let bare = |name: &str| {
        let name = name.trim().to_ascii_lowercase().replace('_', "-");
        let name = name.strip_prefix("druid-").unwrap_or(&name);
        let ends = ["-extensions", "-extension", "-storage", "-service"];
        ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).replace('-', "")
    };
    let own = bare(name);
    let mut known = CORE.iter().map(|(core, ..)| *core).filter(|one| core(cx, one) == Some(true));
    known.find(|one| bare(one) == own || strsim::damerau_levenshtein(one, name) <= 1)
}

/// Calls `say` with each name of the document's lists that the release does not have, once a place.
fn strangers<'c>(cx: &'c Context, mut say: impl FnMut(&str, Place, &'static Program, &'c Node)) {
    let mut seen: Vec<(Place, String)> = Vec::new();
    for (program, node) in each(cx) {
        let place = place_or(cx, node, program, LOAD_LIST, MORE);
        let field = Place::Setting(MORE.to_owned());
        let place = if matches!(place, Place::Override(..)) { place } else { field };
        for name in extensions(cx, node, program).unwrap_or_default() {
            let known = core(cx, &name).is_some() || CONTRIBUTED.contains(&name.as_str());
            let said = (place.clone(), name);
            if !known && !is_variable(&said.1) && !seen.contains(&said) {
                say(&said.1, place.clone(), program, node);
                seen.push(said);
            }
        }
    }
}

rule!(
    /// A name of nothing.
    MISSPELT, "DRU027", "misspelt-extension", Error,
    ["The name of an extension is the name of its folder.", "扩展名称必须与其目录名一致。"],
    ["A name that has no folder in extensions/ stops every process. This one is nearly that of an extension that the release has.",
     "名称在 extensions/ 中没有对应目录时，所有进程都会停止。此名称与发行包中的某个扩展只差一点。"],
    [lab("druid-unknown-extension"), DOC_EXTENSIONS],
    [("specified in \"druid.extensions.loadList\" didn't exist!?", "output of the start")],
    fires "druid-kinds" [("settings.ingestion.more", "druid-stat")],
    clean "druid-kinds" [("settings.ingestion.more", "druid-stats")],
    |cx, sink| {
        strangers(cx, |name, place, program, node| {
            let Some(right) = meant(cx, name) else { return };
            let edit = if matches!(place, Place::Override(..)) {
                let all = extensions(cx, node, program).unwrap_or_default();
                let mended: Vec<&str> = all.iter().map(|one| if one == name { right } else { one }).collect();
                Edit::Set(place.clone(), as_list(&mended))
            } else {
                let text = cx.text(MORE);
                let mended: Vec<&str> = text.split(',').map(str::trim).map(|one| if one == name { right } else { one }).collect();
                Edit::Set(place.clone(), mended.join(","))
            };
            sink.report(place, msg!(en: "There is no extension \"{n}\"; {r} was meant?", zh: "没有扩展“{n}”；是否指 {r}？", n = shown(name), r = right))
                .fix(msg!(en: "Write {r}", zh: "改为 {r}", r = right), vec![edit]);
        });
    }
);

rule!(
    /// A name that the release does not have.
    STRANGER, "DRU028", "extension-of-nobody", Warning,
    ["An extension that is loaded is in extensions/ of every node.", "加载的扩展必须存在于每个节点的 extensions/ 中。"],
    ["Neither the release nor the contributed extensions have this name; other distributions have some of their own, such as imply-utility-belt. A name that has no folder stops every process. Put the folder there on all nodes, or take the name out.",
     "发行包和社区贡献扩展中都没有此名称；其他发行版有自己的扩展，例如 imply-utility-belt。名称没有对应目录时，所有进程都会停止。请在所有节点放入该目录，或去掉此名称。"],
    [lab("druid-unknown-extension"), DOC_EXTENSIONS], [],
    fires "druid-kinds" [("settings.ingestion.more", "imply-utility-belt")],
    clean "druid-kinds" [("settings.ingestion.more", "prometheus-emitter")],
    |cx, sink| {
        strangers(cx, |name, place, _, _| {
            if meant(cx, name).is_none() {
                sink.report(place, msg!(en: "\"{n}\" is no extension of Apache Druid: its folder has to be put onto every node.",
                    zh: "“{n}”不是 Apache Druid 的扩展：须把其目录放到每个节点。", n = shown(name)));
            }
        });
    }
);

rule!(
    /// SQL loading is part of Druid by now.
    MULTI_STAGE, "DRU029", "multi-stage-query-is-built-in", Warning,
    ["From 35 on druid-multi-stage-query is not loaded as an extension.", "自 35 起不再把 druid-multi-stage-query 作为扩展加载。"],
    ["It became a part of Druid: the name is skipped with a line in the log, and later versions are said to stop at it. Take it out of the list.",
     "它已成为 Druid 的一部分：此名称会被跳过并写一行日志，今后的版本将因此停止。请从列表中去掉。"],
    [DOC_UPGRADE], [],
    fires "druid-kinds" [("settings.ingestion.more", "druid-multi-stage-query")],
    clean "druid-33" [("settings.ingestion.more", "druid-multi-stage-query")],
    |cx, sink| {
        const NAME: &str = MULTI_STAGE_QUERY;
        if !cx.since("35") {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let all = extensions(cx, node, program).unwrap_or_default();
            let place = place_or(cx, node, program, LOAD_LIST, MORE);
            if all.iter().all(|one| one != NAME) {
                continue;
            }
            let by_hand = matches!(place, Place::Override(..));
            let place = if by_hand { place } else { Place::Setting(MORE.to_owned()) };
            if !seen.first(&place) {
                continue;
            }
            let text = cx.text(MORE);
            let rest: Vec<&str> = if by_hand { all.iter().map(String::as_str).collect() } else { text.split(',').map(str::trim).collect() };
            let rest: Vec<&str> = rest.into_iter().filter(|one| *one != NAME).collect();
            let rest = if by_hand { as_list(&rest) } else { rest.join(",") };
            sink.report(place.clone(), msg!(en: "{n} is part of Druid since 35.", zh: "{n} 自 35 起已是 Druid 的一部分。", n = NAME))
                .fix(msg!(en: "Take it out of the list", zh: "从列表中去掉"), vec![Edit::Set(place, rest)]);
        }
    }
);

rule!(
    /// Metrics for a receiver that nothing knows.
    EMITTER, "DRU030", "unknown-emitter", Error,
    ["The emitter is one that is loaded.", "emitter 必须是已加载的类型。"],
    ["Every process stops when druid.emitter, or the list of a composing or switching one, names a kind that neither Druid nor a loaded extension has; prometheus is in prometheus-emitter, which is fetched by pull-deps. Load the extension, or take the override away.",
     "druid.emitter（或 composing、switching 的列表）所指的类型既不在 Druid 中、也不在已加载的扩展中时，所有进程都会停止；prometheus 在 prometheus-emitter 扩展中，需用 pull-deps 下载。请加载该扩展，或删除覆盖项。"],
    [lab("druid-unknown-emitter"), DOC_EXTENSIONS],
    [("Unknown emitter type[druid.emitter]=[…], known types", "output of the start")],
    fires "druid-kinds" [("overrides.cluster.druid.emitter", "prometheus")],
    clean "druid-kinds" [("overrides.cluster.druid.emitter", "logging")],
    emitter
);

/// Receivers of metrics that an extension brings, by any of its names.
const EMITTERS: &[(&str, &[&str])] = &[
    ("prometheus", &["prometheus-emitter"]),
    ("statsd", &["statsd-emitter"]),
    ("kafka", &["kafka-emitter"]),
    ("graphite", &["graphite-emitter"]),
    ("ambari-metrics", &["ambari-metrics-emitter"]),
    ("dropwizard", &["dropwizard-emitter"]),
    ("influxdb", &["druid-influxdb-emitter", "influxdb-emitter"]),
    ("opentelemetry", &["opentelemetry-emitter"]),
    ("opentsdb", &["opentsdb-emitter", "druid-opentsdb-emitter"]),
];

fn emitter(cx: &Context, sink: &mut Sink) {
    const OWN: &[&str] = &["noop", "logging", "http", "parametrized", "composing", "switching", ""];
    let mut seen = Seen::default();
    for (program, node) in each(cx) {
        for (kind, key) in emitters(cx, node, program) {
            if OWN.contains(&kind.as_str()) || is_variable(&kind) {
                continue;
            }
            let place = place_or(cx, node, program, key, "metrics.emitter");
            let message = msg!(en: "Nothing that {p} loads knows the emitter \"{k}\": it would stop.",
                zh: "{p} 加载的扩展都不支持 emitter“{k}”：它会停止。", p = program.title, k = shown(&kind));
            let known = EMITTERS.iter().find(|(of, _)| *of == kind);
            if let Some((name, names)) = known.and_then(|(_, names)| Some((names.first()?, names)))
            {
                let lacking = names.iter().all(|name| !loads(cx, node, program, name));
                if lacking && seen.first(&place) {
                    let (title, edits) = loading(cx, program, node, name);
                    sink.report(place, message).fix(title, edits);
                }
            } else if only_core(cx, node, program) && seen.first(&place) {
                report(sink, place, message);
            }
        }
    }
}

rule!(
    /// A list by hand that leaves out what was chosen.
    LEFT_OUT, "DRU031", "chosen-extension-left-out", Warning,
    ["A list of extensions by hand has what the form's choices need.", "手工填写的扩展列表应包含表单选择所需的扩展。"],
    ["An override takes the place of the whole list: guides that show one extension are copied, and Kafka, sketches or formats are gone without a word until a task or a query asks for them. Add the names, or take the override away and name yours among other extensions.",
     "覆盖项会替换整个列表：照搬只列出一个扩展的文档示例后，Kafka、sketch 或数据格式会悄悄消失，直到任务或查询用到时才发现。请补上名称，或删除覆盖项并把自己的扩展填入“其他扩展”。"],
    [DOC_EXTENSIONS], [("Could not resolve type id 'kafka' as a subtype of", "answer to a supervisor's spec")],
    fires "druid-kinds" [("overrides.cluster.druid.extensions.loadList", "[\"druid-hdfs-storage\", \"postgresql-metadata-storage\"]")],
    clean "druid-kinds" [("overrides.cluster.druid.extensions.loadList", "[\"druid-stats\", \"druid-hdfs-storage\", \"postgresql-metadata-storage\", \"druid-kafka-indexing-service\", \"druid-datasketches\"]")],
    |cx, sink| {
        let needed = wanted(cx);
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let place = place_or(cx, node, program, LOAD_LIST, MORE);
            let Some(all) = extensions(cx, node, program) else { continue };
            if !matches!(place, Place::Override(..)) {
                continue;
            }
            // What an extension for a place is for, other rules say of that place; and SQL loading is no choice
            // of the form.
            let lacking = |(name, field): &&(String, &str)| field.starts_with("ingestion.") && name != MULTI_STAGE_QUERY && !all.contains(name);
            let lacking: Vec<&str> = needed.iter().filter(lacking).map(|(name, _)| name.as_str()).collect();
            if lacking.is_empty() || !seen.first(&place) {
                continue;
            }
            let mut mended: Vec<&str> = all.iter().map(String::as_str).collect();
            mended.extend(&lacking);
            sink.report(place.clone(), msg!(en: "The list leaves out {l}, which the form's choices need.", zh: "列表缺少表单选择所需的 {l}。", l = lacking.join(", ")))
                .fix(msg!(en: "Add them", zh: "补上"), vec![Edit::Set(place, as_list(&mended))]);
        }
    }
);
