//! Kinds of request logs and of caches: what nothing that is loaded knows.

use super::asked::{Seen, each, is_variable, loading, loads, only_known};
use super::rule;
use crate::druid::effective::place_of;
use crate::druid::programs::Program;
use crate::druid::roles::{BROKER, HISTORICAL, INDEXER, MIDDLE_MANAGER, ROUTER};
use crate::druid::sources::{CACHE_PROVIDER, DOC_CONFIGURATION, REQUEST_LOGGER, lab};
use ::rules::{Context, Sink};
use model::value::shown;
use model::{Edit, Message, Place, msg};

/// What stands without an extension, and with one, by key.
struct Kinds {
    key: &'static str,
    own: &'static [&'static str],
    of_extensions: &'static [(&'static str, &'static str)],
    roles: &'static [&'static str],
}

static LOGGERS: Kinds = Kinds {
    key: "druid.request.logging.type",
    own: &["noop", "file", "emitter", "slf4j", "filtered", "composing", "switching"],
    of_extensions: &[("openlineage", "openlineage-emitter")],
    roles: &[HISTORICAL, BROKER, ROUTER],
};

static CACHES: Kinds = Kinds {
    key: "druid.cache.type",
    own: &["local", "memcached", "hybrid", "caffeine"],
    of_extensions: &[("redis", "druid-redis-cache")],
    roles: &[HISTORICAL, BROKER, MIDDLE_MANAGER, INDEXER],
};

/// Calls `say` for each kind that nothing loaded knows, with the extension that it is in, or the kind that
/// was meant.
fn unknown(cx: &Context, sink: &mut Sink, kinds: &Kinds, message: fn(&Program, &str) -> Message) {
    let mut seen = Seen::default();
    for (program, node) in each(cx).filter(|(program, _)| kinds.roles.contains(&program.role)) {
        let kind = program.reads(cx, node, kinds.key);
        if kind.is_empty() || kinds.own.contains(&kind.as_str()) || is_variable(&kind) {
            continue;
        }
        let extension = kinds.of_extensions.iter().find(|(of, _)| *of == kind);
        let lacking = match extension {
            Some((_, name)) => !loads(cx, node, program, name),
            None => only_known(cx, node, program),
        };
        let place = place_of(cx, node, program, kinds.key);
        if !lacking || !seen.first(&place) {
            continue;
        }
        let near = kinds.own.iter().find(|own| strsim::damerau_levenshtein(own, &kind) <= 2);
        let found = sink.report(place.clone(), message(program, &kind));
        if let Some((_, name)) = extension {
            let (title, edits) = loading(cx, program, node, name);
            found.fix(title, edits);
        } else if let (Some(near), Place::Override(..)) = (near, &place) {
            let edits = vec![Edit::Set(place, (*near).to_owned())];
            found.fix(msg!(en: "Write {t}", zh: "改为 {t}", t = *near), edits);
        }
    }
}

rule!(
    /// A request log of a kind that nothing knows.
    LOGGER, "DRU124", "unknown-request-logger", Error,
    ["Requests are logged in a way that exists.", "请求日志的类型必须存在。"],
    ["Druid reads the type as the name of a class of its own or of a loaded extension; with another one Brokers, Historicals and Routers end at their start.",
     "Druid 把类型当作自身或已加载扩展中某个类的名称；类型未知时 Broker、Historical 和 Router 启动即退出。"],
    [REQUEST_LOGGER, DOC_CONFIGURATION],
    [("as a subtype of `org.apache.druid.server.log.RequestLoggerProvider`", "output of the start")],
    fires "druid-kinds" [("overrides.cluster.druid.request.logging.type", "slf4")],
    clean "druid-kinds" [("overrides.cluster.druid.request.logging.type", "slf4j")],
    |cx, sink| unknown(cx, sink, &LOGGERS, |p, kind| msg!(en: "{p} knows no request log of the type \"{k}\": it would stop.",
        zh: "{p} 不支持“{k}”类型的请求日志：它会停止。", p = p.title, k = shown(kind)))
);

rule!(
    /// A cache of a kind that nothing knows.
    CACHE, "DRU125", "unknown-cache", Warning,
    ["The cache is of a kind that exists.", "缓存类型必须存在。"],
    ["Whatever Druid does not know here is taken as caffeine, each process's own memory, without a word: a misspelt name, and redis where druid-redis-cache is not loaded. The keys of the other kind then say nothing.",
     "此处不认识的类型都会被悄悄当作 caffeine，即各进程自己的内存：拼写错误的名称如此，没有加载 druid-redis-cache 时的 redis 也如此。另一类型的配置项随之失去作用。"],
    [lab("druid-unknown-cache"), CACHE_PROVIDER, DOC_CONFIGURATION], [],
    fires "druid-kinds" [("overrides.cluster.druid.cache.type", "caffein")],
    clean "druid-kinds" [("overrides.cluster.druid.cache.type", "caffeine")],
    |cx, sink| unknown(cx, sink, &CACHES, |p, kind| msg!(en: "{p} knows no cache of the type \"{k}\" and takes caffeine.",
        zh: "{p} 不支持“{k}”类型的缓存，会改用 caffeine。", p = p.title, k = shown(kind)))
);
