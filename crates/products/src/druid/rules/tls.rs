//! TLS: certificates, whom a process believes, and on which port it listens.

use super::asked::{Seen, each, loading, loads, place_or, report};
use super::rule;
use crate::druid::programs::Program;
use crate::druid::sources::{DOC_TLS, DRUID_NODE, issue, lab};
use ::rules::Context;
use model::value::{Host, Value, shown};
use model::{Edit, Node, Place, msg};

const ON: &str = "druid.enableTlsPort";
const PLAIN: &str = "druid.enablePlaintextPort";
const FIELD: &str = "security.tls";
const CONTEXT: &str = "simple-client-sslcontext";

/// Whether a program listens with TLS.
fn tls(cx: &Context, node: &Node, program: &Program) -> bool {
    program.reads(cx, node, ON).eq_ignore_ascii_case("true")
}

fn plain(cx: &Context, node: &Node, program: &Program) -> bool {
    !program.reads(cx, node, PLAIN).eq_ignore_ascii_case("false")
}

rule!(
    /// A server without a certificate.
    KEYSTORE, "DRU046", "tls-without-keystore", Error,
    ["A process that listens with TLS has a keystore.", "启用 TLS 端口的进程必须有 keystore。"],
    ["Without druid.server.https.keyStorePath the process stops with a message that names no key. Mind the capital S: keys are case-sensitive. Choose TLS in the form, which writes all of them.",
     "没有 druid.server.https.keyStorePath 时进程会停止，报错中不含任何配置项名。注意大写的 S：配置项区分大小写。请在表单中选择 TLS，会写入全部相关配置项。"],
    [lab("druid-tls-without-keystore"), DOC_TLS],
    [("NullPointerException: Cannot invoke \"…\" because \"resource\" is null", "output of the start")],
    fires "druid-ha" [("overrides.cluster.druid.enableTlsPort", "true")],
    clean "druid-tiered" [("overrides.cluster.druid.enableTlsPort", "true")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let place = place_or(cx, node, program, ON, FIELD);
            let lacking = program.reads(cx, node, "druid.server.https.keyStorePath").is_empty();
            // A path that cannot be used is said at its field.
            let field = cx.on(FIELD) && !matches!(place_or(cx, node, program, "druid.server.https.keyStorePath", FIELD), Place::Override(..));
            if tls(cx, node, program) && lacking && !field && seen.first(&place) {
                report(sink, place, msg!(en: "{p} is to listen with TLS and has no keystore: it would stop.",
                    zh: "{p} 启用了 TLS 端口，但没有 keystore：它会停止。", p = program.title));
            }
        }
    }
);

rule!(
    /// One half of what TLS needs.
    INCOMPLETE, "DRU047", "tls-half-set", Warning,
    ["TLS is set as a whole: server and client.", "TLS 的服务端与客户端配置应当完整。"],
    ["A server needs the keystore's type, the certificate's alias and the password; a client needs to know whom it believes. Choose TLS in the form, which writes all of them.",
     "服务端需要 keystore 类型、证书别名和密码；客户端需要知道信任哪些证书。请在表单中选择 TLS，会写入全部相关配置项。"],
    [DOC_TLS], [],
    fires "druid-tiered" [("overrides.cluster.druid.client.https.trustStorePath", "")],
    clean "druid-tiered" [("overrides.cluster.druid.client.https.trustStorePath", "/etc/druid/trust.p12")],
    |cx, sink| {
        const SERVER: [&str; 3] = ["druid.server.https.keyStoreType", "druid.server.https.certAlias", "druid.server.https.keyStorePassword"];
        const CLIENT: [&str; 2] = ["druid.client.https.trustStorePath", "druid.client.https.trustStorePassword"];
        let mut seen = Seen::default();
        for (program, node) in each(cx).filter(|(program, node)| tls(cx, node, program)) {
            let server = !program.reads(cx, node, "druid.server.https.keyStorePath").is_empty();
            let client = loads(cx, node, program, CONTEXT);
            let keys = SERVER.iter().filter(|_| server).chain(CLIENT.iter().filter(|_| client));
            for key in keys.filter(|key| program.reads(cx, node, key).is_empty()) {
                let by_hand = place_or(cx, node, program, key, FIELD);
                // What a field refuses is said there.
                let place = match by_hand {
                    place @ Place::Override(..) => place,
                    _ if cx.on(FIELD) => continue,
                    _ => place_or(cx, node, program, ON, FIELD),
                };
                if seen.first(&place) {
                    report(sink, place, msg!(en: "{p} has TLS switched on without {k}.", zh: "{p} 启用了 TLS，但缺少 {k}。", p = program.title, k = *key));
                }
            }
        }
    }
);

rule!(
    /// Settings of a client that nothing reads.
    NO_CONTEXT, "DRU048", "tls-without-client", Error,
    ["Where processes listen with TLS, they load what talks TLS.", "进程启用 TLS 端口时，必须加载 TLS 客户端扩展。"],
    ["druid.client.https.* is read by the extension simple-client-sslcontext: without it the processes listen with TLS and cannot call each other. Add it to druid.extensions.loadList.",
     "druid.client.https.* 由 simple-client-sslcontext 扩展读取：没有它时，进程虽以 TLS 监听，却无法互相调用。请把它加入 druid.extensions.loadList。"],
    [issue("apache/druid #19029: no SSL context between services", "https://github.com/apache/druid/issues/19029"), DOC_TLS],
    [("No sslcontext set, cannot do https", "log/coordinator-overlord.log")],
    fires "druid-tiered" [("overrides.cluster.druid.extensions.loadList", "[\"druid-s3-extensions\", \"postgresql-metadata-storage\", \"druid-kafka-indexing-service\", \"druid-datasketches\", \"druid-parquet-extensions\", \"druid-basic-security\"]")],
    clean "druid-tiered" [("overrides.cluster.druid.extensions.loadList", "[\"druid-s3-extensions\", \"postgresql-metadata-storage\", \"druid-kafka-indexing-service\", \"druid-datasketches\", \"druid-parquet-extensions\", \"druid-basic-security\", \"simple-client-sslcontext\"]")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx).filter(|(program, node)| tls(cx, node, program)) {
            let list = place_or(cx, node, program, "druid.extensions.loadList", FIELD);
            let place = if matches!(list, Place::Override(..)) { list } else { place_or(cx, node, program, ON, FIELD) };
            if loads(cx, node, program, CONTEXT) || !seen.first(&place) {
                continue;
            }
            let (title, edits) = loading(cx, program, node, CONTEXT);
            sink.report(place, msg!(en: "{p} listens with TLS and does not load {c}: it could call no other process.",
                zh: "{p} 以 TLS 监听，但没有加载 {c}：无法调用其他进程。", p = program.title, c = CONTEXT))
                .fix(title, edits);
        }
    }
);

rule!(
    /// A process that nobody can call.
    NO_PORT, "DRU049", "no-port-at-all", Error,
    ["A process listens on a plain port or with TLS.", "进程至少开放明文端口或 TLS 端口之一。"],
    ["With both switched off every process stops. Switch one on.", "两者都关闭时所有进程都会停止。请启用其中之一。"],
    [lab("druid-no-port"), DRUID_NODE],
    [("At least one of the druid.enablePlaintextPort or druid.enableTlsPort needs to be true", "output of the start")],
    fires "druid-ha" [("overrides.cluster.druid.enablePlaintextPort", "false")],
    clean "druid-tiered" [("overrides.cluster.druid.enablePlaintextPort", "false")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let places = [PLAIN, ON].map(|key| place_or(cx, node, program, key, FIELD));
            let place = places.iter().find(|place| matches!(place, Place::Override(..))).or(places.first());
            let Some(place) = place.filter(|_| !plain(cx, node, program) && !tls(cx, node, program)) else { continue };
            if seen.first(place) {
                report(sink, place.clone(), msg!(en: "{p} has neither a plain port nor one with TLS: it would stop.",
                    zh: "{p} 既没有明文端口也没有 TLS 端口：它会停止。", p = program.title));
            }
        }
    }
);

rule!(
    /// One number for two ports.
    EQUAL, "DRU050", "plain-and-tls-port-alike", Error,
    ["The plain port and the one with TLS differ.", "明文端口与 TLS 端口不能相同。"],
    ["With both switched on and one number for both the process stops. Give druid.tlsPort another number, or leave it out: each program has one of its own.",
     "两者都启用且端口号相同时，进程会停止。请为 druid.tlsPort 换一个端口，或不设置：每个程序有自己的默认端口。"],
    [lab("druid-no-port"), DRUID_NODE],
    [("plaintextPort and tlsPort cannot be null or same if both http and https connectors are enabled", "output of the start")],
    fires "druid-tiered" [("overrides.cluster.druid.enablePlaintextPort", "true"), ("overrides.role.broker.druid.tlsPort", "8082")],
    clean "druid-tiered" [("overrides.cluster.druid.enablePlaintextPort", "true"), ("overrides.role.broker.conf/druid/cluster/query/broker/runtime.properties:druid.tlsPort", "8282")],
    |cx, sink| {
        const KEY: &str = "druid.tlsPort";
        let mut seen = Seen::default();
        for (program, node) in each(cx).filter(|(program, node)| tls(cx, node, program) && plain(cx, node, program)) {
            let (own, open) = (program.reads(cx, node, KEY), program.plaintext_port(cx, node));
            let places = [KEY, "druid.plaintextPort"].map(|key| place_or(cx, node, program, key, program.port));
            let place = places.iter().find(|place| matches!(place, Place::Override(..))).or(places.first());
            let Some(place) = place.filter(|_| !own.is_empty() && own == open) else { continue };
            if seen.first(place) {
                report(sink, place.clone(), msg!(en: "{p} is to listen on {n} both plainly and with TLS: it would stop.",
                    zh: "{p} 的明文端口和 TLS 端口都是 {n}：它会停止。", p = program.title, n = shown(&own)));
            }
        }
    }
);

rule!(
    /// An address that is in no certificate.
    STRICT_SNI, "DRU051", "address-in-no-certificate", Warning,
    ["From 35 on a process with TLS is called by a name that is in its certificate.", "自 35 起，启用 TLS 的进程须以证书中的名称访问。"],
    ["The new server compares the name of each request with the certificate and answers 400 when it is not there; a keystore with one certificate was not asked before. An address stands in a certificate only when somebody put it there. Give the node a name that is in its certificate, or, as a bridge, set druid.server.http.enforceStrictSNIHostChecking=false; druid.client.https.validateHostnames=false does not help, it is the client's.",
     "新的服务端会把每个请求的名称与证书比较，不在其中则返回 400；此前只有一张证书的 keystore 不做检查。IP 地址只有专门写入时才会出现在证书中。请为节点使用证书中的名称，或暂时设置 druid.server.http.enforceStrictSNIHostChecking=false；druid.client.https.validateHostnames=false 没有用，那是客户端的设置。"],
    [issue("apache/druid #18623: strict checking of names", "https://github.com/apache/druid/pull/18623"), DOC_TLS],
    [("HTTP ERROR 400 Invalid SNI", "answer of a process"), ("BadMessageException: 400: Invalid SNI", "the process's log")],
    fires "druid-tiered" [("overrides.role.broker.druid.host", "10.0.0.21")],
    clean "druid-tiered" [("overrides.role.broker.druid.host", "10.0.0.21"), ("overrides.cluster.druid.server.http.enforceStrictSNIHostChecking", "false")],
    |cx, sink| {
        const KEY: &str = "druid.server.http.enforceStrictSNIHostChecking";
        if !cx.since("35") {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in crate::druid::programs::PROGRAMS.iter().flat_map(|p| cx.spec.with_role(p.role).map(move |n| (*p, n))) {
            if !tls(cx, node, program) || program.reads(cx, node, KEY).eq_ignore_ascii_case("false") {
                continue;
            }
            let host = program.reads(cx, node, "druid.host");
            let place = match place_or(cx, node, program, "druid.host", FIELD) {
                place @ Place::Override(..) => place,
                _ => Place::NodeName(node.row),
            };
            if matches!(Host::parse(&host), Ok(Host::V4(_) | Host::V6(_))) && seen.first(&place) {
                let edit = Edit::Set(Place::Override(model::Layer::Cluster, KEY.into()), "false".to_owned());
                sink.report(place, msg!(en: "{p} on {n} is called by the address {h}, which its certificate has to contain.",
                    zh: "{n} 上的 {p} 以地址 {h} 访问，其证书必须包含该地址。", p = program.title, n = cx.name(node.row), h = shown(&host)))
                    .fix(msg!(en: "Switch the check off for now", zh: "暂时关闭检查"), vec![edit]);
            }
        }
    }
);
