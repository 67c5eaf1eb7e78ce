//! Logins: of users, and of the processes at each other.

use super::asked::{Seen, each, is_variable, loading, loads, only_core, place_or, report};
use super::rule;
use crate::druid::notation::{as_list, list};
use crate::druid::programs::{PROGRAMS, Program};
use crate::druid::sources::{DOC_AUTH, DOC_BASIC, DOC_CONFIGURATION, DOC_KERBEROS, issue, lab};
use ::rules::{Context, Sink, Source};
use model::value::shown;
use model::{Edit, Environment, Node, Place, msg};

const CHAIN: &str = "druid.auth.authenticatorChain";
const AUTHORIZERS: &str = "druid.auth.authorizers";
const KIND: &str = "security.kind";
const ESCALATOR: &str = "druid.escalator.type";

fn authenticator(name: &str, key: &str) -> String {
    format!("druid.auth.authenticator.{name}.{key}")
}

/// The authenticators that a program asks, each with its type; the two that need no words of their own
/// have their name as type.
fn chain(cx: &Context, node: &Node, program: &Program) -> Vec<(String, String)> {
    let names = list(&program.reads(cx, node, CHAIN)).unwrap_or_default();
    let typed = names.into_iter().map(|name| {
        let kind = program.reads(cx, node, &authenticator(&name, "type"));
        let kind = if kind.is_empty() && name == "allowAll" { name.clone() } else { kind };
        (name, kind)
    });
    typed.collect()
}

/// The authorizers that a program lists, each with its type.
fn authorizers(cx: &Context, node: &Node, program: &Program) -> Vec<(String, String)> {
    let names = list(&program.reads(cx, node, AUTHORIZERS)).unwrap_or_default();
    let typed = names.into_iter().map(|name| {
        let kind = program.reads(cx, node, &format!("druid.auth.authorizer.{name}.type"));
        (name, kind)
    });
    typed.collect()
}

/// The extension that brings a kind of login, of rights or of escalator; nothing for what Druid has
/// itself or what nobody is known to bring.
fn brought_by(kind: &str) -> Option<&'static str> {
    match kind {
        "basic" => Some("druid-basic-security"),
        "kerberos" => Some("druid-kerberos"),
        "pac4j" | "jwt" => Some("druid-pac4j"),
        "ranger" => Some("druid-ranger-security"),
        _ => None,
    }
}

/// Whether nothing that a program loads brings a kind. Of extensions that are not the release's nobody
/// knows here what they bring.
fn lacking(cx: &Context, node: &Node, program: &Program, kind: &str) -> bool {
    let lacks = match brought_by(kind) {
        Some(extension) => !loads(cx, node, program, extension),
        None => only_core(cx, node, program),
    };
    lacks && !is_variable(kind)
}

/// Whether an authenticator lets everybody in.
fn open(kind: &str) -> bool {
    matches!(kind, "allowAll" | "anonymous")
}

rule!(
    /// Everybody may do everything.
    NOBODY_LOGS_IN, "DRU038", "no-logins-in-production", Warning,
    ["In production users log in.", "生产环境应要求用户登录。"],
    ["Whoever reaches a port may read everything, delete it, and run tasks as Druid's user. Take user and password, and TLS with it.",
     "任何能访问端口的人都可以读取和删除全部数据，并以 Druid 的用户运行任务。请使用用户名与密码，并同时启用 TLS。"],
    [DOC_BASIC], [],
    fires "druid-ha" [("settings.security.kind", "none")],
    clean "druid-kinds" [("settings.security.kind", "none")],
    |cx, sink| {
        if cx.spec.environment != Environment::Production {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let all = chain(cx, node, program);
            let place = place_or(cx, node, program, CHAIN, KIND);
            if !all.is_empty() && all.iter().all(|(_, kind)| open(kind)) && seen.first(&place) {
                report(sink, place, msg!(en: "Nobody has to log in at {p}.", zh: "访问 {p} 无需登录。", p = program.title));
            }
        }
    }
);

rule!(
    /// The processes' password is not that of their user.
    PASSWORD, "DRU039", "two-internal-passwords", Warning,
    ["The processes log in with the password that their user is made with.", "进程登录所用的密码应与创建其用户时的密码一致。"],
    ["druid.escalator.internalClientPassword is the password of the user druid_system, who is made at the first start with initialInternalClientPassword: with two of them every request between processes ends in 401. Later the metadata store counts and the initial one is not read any more: change the password by the Coordinator's API, then the escalator's on all nodes.",
     "druid.escalator.internalClientPassword 是用户 druid_system 的密码，该用户在首次启动时以 initialInternalClientPassword 创建：两者不同时，进程之间的所有请求都返回 401。之后以元数据存储为准，不再读取初始密码：请通过 Coordinator 的 API 修改密码，再修改所有节点上 escalator 的密码。"],
    [DOC_BASIC, issue("apache/druid #14549: passwords that are changed later", "https://github.com/apache/druid/issues/14549")],
    [("status[401 Unauthorized]", "log/router.log")],
    fires "druid-ha" [("overrides.cluster.druid.escalator.internalClientPassword", "${OTHER_PASSWORD}")],
    clean "druid-ha" [("overrides.cluster.druid.escalator.internalClientPassword", "${DRUID_INTERNAL_PASSWORD}")],
    |cx, sink| {
        const KEY: &str = "druid.escalator.internalClientPassword";
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let basic = chain(cx, node, program).into_iter().find(|(_, kind)| kind == "basic");
            let Some((name, _)) = basic.filter(|_| program.reads(cx, node, ESCALATOR) == "basic") else { continue };
            // The processes may log in as the first admin, too.
            let admin = program.reads(cx, node, "druid.escalator.internalClientUsername") == "admin";
            let first = authenticator(&name, if admin { "initialAdminPassword" } else { "initialInternalClientPassword" });
            let (own, user) = (program.reads(cx, node, KEY), program.reads(cx, node, &first));
            if own == user || own.is_empty() || user.is_empty() {
                continue;
            }
            let places = [KEY, &first].map(|key| place_or(cx, node, program, key, "security.internal_password"));
            let place = places.iter().find(|place| matches!(place, Place::Override(..))).or(places.first());
            if let Some(place) = place.filter(|place| seen.first(place)) {
                report(sink, place.clone(), msg!(en: "{p} logs in with another password than the user is made with.",
                    zh: "{p} 登录所用的密码与创建用户时的密码不同。", p = program.title));
            }
        }
    }
);

rule!(
    /// Logins that are never asked for.
    ANONYMOUS_FIRST, "DRU130", "anonymous-before-others", Warning,
    ["Who lets everybody in is asked last.", "放行所有人的 authenticator 应排在最后。"],
    ["Authenticators are asked in the order of the list, until one knows the request. anonymous and allowAll know every one: what stands behind them is never asked, and users with a password are nobody in particular. Put it at the end.",
     "authenticator 按列表顺序询问，直到其中一个认可请求。anonymous 和 allowAll 认可所有请求：排在其后的永远不会被询问，使用密码登录的用户也只是匿名用户。请放到末尾。"],
    [DOC_AUTH], [],
    fires "druid-ha" [("overrides.cluster.druid.auth.authenticatorChain", "[\"guest\", \"Metadata\"]"), ("overrides.cluster.druid.auth.authenticator.guest.type", "anonymous")],
    clean "druid-ha" [("overrides.cluster.druid.auth.authenticatorChain", "[\"Metadata\", \"guest\"]"), ("overrides.cluster.druid.auth.authenticator.guest.type", "anonymous")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let all = chain(cx, node, program);
            let Some(first) = all.iter().position(|(_, kind)| open(kind)) else { continue };
            let behind = all.iter().skip(first).any(|(_, kind)| !open(kind) && !kind.is_empty());
            let place = place_or(cx, node, program, CHAIN, KIND);
            if !behind || !seen.first(&place) {
                continue;
            }
            let name = all.get(first).map_or("", |(name, _)| name.as_str());
            let found = sink.report(place.clone(), msg!(en: "{p} asks \"{n}\" before others, and that lets everybody in.",
                zh: "{p} 先询问“{n}”，而它会放行所有人。", p = program.title, n = shown(name)));
            if matches!(place, Place::Override(..)) {
                let (last, others): (Vec<_>, Vec<_>) = all.iter().partition(|(_, kind)| open(kind));
                let names: Vec<&str> = others.into_iter().chain(last).map(|(name, _)| name.as_str()).collect();
                found.fix(msg!(en: "Put it at the end", zh: "移到末尾"), vec![Edit::Set(place, as_list(&names))]);
            }
        }
    }
);

rule!(
    /// Processes that are nobody.
    ESCALATOR_MISSING, "DRU040", "no-escalator", Warning,
    ["Where users log in, the processes do so, too.", "要求用户登录时，进程之间也必须登录。"],
    ["Requests between processes go through the same authenticators: without an escalator they carry no login and end in 401, so that no query and no task works. Set druid.escalator.type with its user and password.",
     "进程之间的请求同样经过这些 authenticator：没有 escalator 时请求不带登录信息，返回 401，查询和任务都无法进行。请设置 druid.escalator.type 及其用户和密码。"],
    [DOC_BASIC, DOC_CONFIGURATION], [],
    fires "druid-ha" [("overrides.cluster.druid.escalator.type", "noop")],
    clean "druid-kinds" [("overrides.cluster.druid.escalator.type", "noop")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let all = chain(cx, node, program);
            let asked = !all.is_empty() && all.iter().all(|(_, kind)| matches!(kind.as_str(), "basic" | "kerberos"));
            let none = matches!(program.reads(cx, node, ESCALATOR).as_str(), "noop" | "");
            let place = match place_or(cx, node, program, ESCALATOR, KIND) {
                place @ Place::Override(..) => place,
                _ => place_or(cx, node, program, CHAIN, KIND),
            };
            if asked && none && seen.first(&place) {
                report(sink, place, msg!(en: "{p} asks others to log in and does not log in itself.", zh: "{p} 要求登录，自己却不登录。", p = program.title));
            }
        }
    }
);

rule!(
    /// Rights that nobody gives.
    AUTHORIZER, "DRU041", "unknown-authorizer", Warning,
    ["Every authorizer that is named is in the list.", "引用的 authorizer 必须在列表中。"],
    ["An authenticator, or the escalator, hands over to the authorizer that it names; when druid.auth.authorizers does not list that, every request of such a user fails. Name one that is listed.",
     "authenticator 或 escalator 会把请求交给它指定的 authorizer；若 druid.auth.authorizers 中没有列出，该类用户的所有请求都会失败。请使用列表中的名称。"],
    [DOC_BASIC, DOC_CONFIGURATION], [],
    fires "druid-ha" [("overrides.cluster.druid.escalator.authorizerName", "MyBasicMetadataAuthorizer")],
    clean "druid-ha" [("overrides.cluster.druid.escalator.authorizerName", "Metadata")],
    authorizer
);

fn authorizer(cx: &Context, sink: &mut Sink) {
    let mut seen = Seen::default();
    for (program, node) in each(cx) {
        let Some(listed) = list(&program.reads(cx, node, AUTHORIZERS)) else { continue };
        let names = chain(cx, node, program);
        let mut keys: Vec<String> =
            names.iter().map(|(name, _)| authenticator(name, "authorizerName")).collect();
        if !matches!(program.reads(cx, node, ESCALATOR).as_str(), "noop" | "") {
            keys.push("druid.escalator.authorizerName".to_owned());
        }
        for key in keys {
            let name = program.reads(cx, node, &key);
            if name.is_empty() || is_variable(&name) || listed.contains(&name) {
                continue;
            }
            let place = match place_or(cx, node, program, &key, KIND) {
                place @ Place::Override(..) => place,
                _ => place_or(cx, node, program, AUTHORIZERS, KIND),
            };
            if seen.first(&place) {
                let message = msg!(en: "{k} is \"{n}\", and druid.auth.authorizers does not list that.",
                    zh: "{k} 是“{n}”，而 druid.auth.authorizers 中没有列出。", k = key, n = shown(&name));
                report(sink, place, message);
            }
        }
    }
}

rule!(
    /// A name without a type.
    UNTYPED, "DRU042", "login-without-type", Error,
    ["Each authenticator and authorizer that is listed has a type.", "列出的每个 authenticator 和 authorizer 都必须有类型。"],
    ["A name in druid.auth.authenticatorChain or druid.auth.authorizers stands for keys with that name in them; without its .type every process stops. Names in keys are case-sensitive.",
     "druid.auth.authenticatorChain 或 druid.auth.authorizers 中的名称对应带有该名称的配置项；缺少其 .type 时所有进程都会停止。配置项中的名称区分大小写。"],
    [lab("druid-login-without-type"), DOC_CONFIGURATION],
    [("missing type id property 'type'", "output of the start")],
    fires "druid-ha" [("overrides.cluster.druid.auth.authenticatorChain", "[\"MyBasicMetadataAuthenticator\"]")],
    clean "druid-ha" [("overrides.cluster.druid.auth.authenticatorChain", "[\"Metadata\"]")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            for (key, part) in [(CHAIN, "authenticator"), (AUTHORIZERS, "authorizer")] {
                let place = place_or(cx, node, program, key, KIND);
                for name in list(&program.reads(cx, node, key)).unwrap_or_default() {
                    let typed = format!("druid.auth.{part}.{name}.type");
                    if name == "allowAll" || !program.reads(cx, node, &typed).is_empty() || !seen.first(&place) {
                        continue;
                    }
                    report(sink, place.clone(), msg!(en: "\"{n}\" is listed, and {t} is not set: no process would start.",
                        zh: "列出了“{n}”，但没有设置 {t}：任何进程都无法启动。", n = shown(&name), t = typed));
                }
            }
        }
    }
);

rule!(
    /// A kind of login that nothing knows.
    NO_EXTENSION, "DRU043", "logins-without-extension", Error,
    ["The extension of a kind of login is loaded.", "已加载登录方式所需的扩展。"],
    ["Every process stops when nothing that it loads knows the type of an authenticator or authorizer: basic is in druid-basic-security, kerberos in druid-kerberos, pac4j in druid-pac4j. Add it to druid.extensions.loadList.",
     "加载的扩展都不支持 authenticator 或 authorizer 的类型时，所有进程都会停止：basic 在 druid-basic-security 中，kerberos 在 druid-kerberos 中，pac4j 在 druid-pac4j 中。请加入 druid.extensions.loadList。"],
    [lab("druid-login-without-extension"), DOC_BASIC],
    [("Please make sure to load all the necessary extensions and jars with type '…' on", "output of the start"),
     ("as a subtype of `org.apache.druid.server.security.Authenticator` known type ids", "output of the start"),
     ("as a subtype of `org.apache.druid.server.security.Authorizer` known type ids", "output of the start")],
    fires "druid-ha" [("overrides.cluster.druid.extensions.loadList", "[\"druid-s3-extensions\", \"postgresql-metadata-storage\", \"druid-kafka-indexing-service\", \"druid-datasketches\"]")],
    clean "druid-ha" [("overrides.cluster.druid.extensions.loadList", "[\"druid-s3-extensions\", \"postgresql-metadata-storage\", \"druid-kafka-indexing-service\", \"druid-datasketches\", \"druid-basic-security\"]")],
    no_extension
);

fn no_extension(cx: &Context, sink: &mut Sink) {
    let mut seen = Seen::default();
    for (program, node) in each(cx) {
        let own = ["", "allowAll", "anonymous", "trustedDomain"];
        let logins = chain(cx, node, program).into_iter();
        let logins = logins.map(|(name, kind)| (authenticator(&name, "type"), kind));
        let rights = authorizers(cx, node, program).into_iter();
        let rights =
            rights.map(|(name, kind)| (format!("druid.auth.authorizer.{name}.type"), kind));
        for (key, kind) in logins.chain(rights).filter(|(_, kind)| !own.contains(&kind.as_str())) {
            let place = place_or(cx, node, program, &key, KIND);
            if !lacking(cx, node, program, &kind) || !seen.first(&place) {
                continue;
            }
            let message = msg!(en: "Nothing that {p} loads knows {k} \"{v}\": it would stop.",
                zh: "{p} 加载的扩展都不支持 {k} 的取值“{v}”：它会停止。", p = program.title, k = key, v = shown(&kind));
            match brought_by(&kind) {
                Some(extension) => {
                    let (title, edits) = loading(cx, program, node, extension);
                    sink.report(place, message).fix(title, edits);
                }
                None => report(sink, place, message),
            }
        }
    }
}

rule!(
    /// A kind of escalator that nothing knows.
    NO_ESCALATOR, "DRU144", "escalator-without-extension", Warning,
    ["The extension of the escalator's kind is loaded.", "已加载 escalator 所需的扩展。"],
    ["druid.escalator.type says how a process logs in at the others. A Router started all the same with a kind that nothing knows; a process that asks others has no login then. basic is in druid-basic-security, kerberos in druid-kerberos. Load the extension, or correct the kind.",
     "druid.escalator.type 决定进程如何登录其他进程。实测 Router 遇到无人认识的类型时仍能启动；向其他进程发请求时则没有登录信息。basic 在 druid-basic-security 中，kerberos 在 druid-kerberos 中。请加载扩展，或更正类型。"],
    [lab("druid-unknown-escalator"), DOC_BASIC], [],
    fires "druid-ha" [("overrides.cluster.druid.escalator.type", "basics")],
    clean "druid-ha" [("overrides.cluster.druid.escalator.type", "basic")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let kind = program.reads(cx, node, ESCALATOR);
            if matches!(kind.as_str(), "noop" | "") {
                continue;
            }
            let place = place_or(cx, node, program, ESCALATOR, KIND);
            if !lacking(cx, node, program, &kind) || !seen.first(&place) {
                continue;
            }
            let message = msg!(en: "Nothing that {p} loads knows {k} \"{v}\".", zh: "{p} 加载的扩展都不支持 {k} 的取值“{v}”。",
                p = program.title, k = ESCALATOR, v = shown(&kind));
            match brought_by(&kind) {
                Some(extension) => {
                    let (title, edits) = loading(cx, program, node, extension);
                    sink.report(place, message).fix(title, edits);
                }
                None => report(sink, place, message),
            }
        }
    }
);

const COOKIES: Source = issue(
    "apache/druid #11669: Invalid signed text between services",
    "https://github.com/apache/druid/issues/11669",
);

/// Reports authenticators by Kerberos whose cookies nobody else can read.
fn cookies(cx: &Context, sink: &mut Sink) {
    let mut seen = Seen::default();
    for (program, node) in
        PROGRAMS.iter().flat_map(|p| cx.spec.with_role(p.role).map(move |n| (*p, n)))
    {
        for (name, _) in chain(cx, node, program).iter().filter(|(_, kind)| kind == "kerberos") {
            let key = authenticator(name, "cookieSignatureSecret");
            let place = place_or(cx, node, program, &authenticator(name, "type"), KIND);
            if program.reads(cx, node, &key).is_empty() && seen.first(&place) {
                sink.report(place, msg!(en: "{k} is not set.", zh: "没有设置 {k}。", k = key));
            }
        }
    }
}

rule!(
    /// Cookies that only the process that signed them can read.
    COOKIES_UNREAD, "DRU044", "kerberos-cookies-of-each-process", Warning,
    ["With Kerberos all processes sign cookies with one secret.", "使用 Kerberos 时，所有进程应以同一密钥签名 cookie。"],
    ["Without cookieSignatureSecret each process takes a random one: a cookie that one has signed is refused by the next, requests between processes and in the console end in 403 here and there. Set one secret, the same on all nodes; from 35 on nothing starts without it.",
     "没有 cookieSignatureSecret 时，每个进程使用随机密钥：一个进程签名的 cookie 会被另一个拒绝，进程之间和控制台的请求时常返回 403。请设置一个密钥，所有节点相同；自 35 起缺少它无法启动。"],
    [COOKIES, DOC_KERBEROS],
    [("org.apache.hadoop.security.authentication.util.SignerException: Invalid signed text", "log/router.log"),
     ("'signature.secret' configuration not set, using a random value as secret", "log/router.log")],
    fires "druid-33" [("settings.ingestion.more", "druid-kerberos"), ("overrides.cluster.druid.auth.authenticatorChain", "[\"Kerberos\"]"), ("overrides.cluster.druid.auth.authenticator.Kerberos.type", "kerberos")],
    clean "druid-33" [("settings.ingestion.more", "druid-kerberos"), ("overrides.cluster.druid.auth.authenticatorChain", "[\"Kerberos\"]"), ("overrides.cluster.druid.auth.authenticator.Kerberos.type", "kerberos"), ("overrides.cluster.druid.auth.authenticator.Kerberos.cookieSignatureSecret", "${COOKIE_SECRET}")],
    |cx, sink| if !cx.since("35") { cookies(cx, sink) }
);

rule!(
    /// The same where it stops the process.
    COOKIE_SECRET, "DRU045", "kerberos-without-cookie-secret", Error,
    ["From 35 on an authenticator by Kerberos has a secret for its cookies.", "自 35 起，Kerberos authenticator 必须设置 cookie 签名密钥。"],
    ["It became a condition of the start. Set cookieSignatureSecret to one secret, the same on all nodes.",
     "自 35 起它是启动的必要条件。请把 cookieSignatureSecret 设为同一个密钥，所有节点相同。"],
    [issue("apache/druid #18368: the secret is required", "https://github.com/apache/druid/pull/18368"), DOC_KERBEROS],
    [("[cookieSignatureSecret] is not set for Kerberos authenticator", "output of the start")],
    fires "druid-ha" [("settings.ingestion.more", "druid-kerberos"), ("overrides.cluster.druid.auth.authenticatorChain", "[\"Kerberos\"]"), ("overrides.cluster.druid.auth.authenticator.Kerberos.type", "kerberos")],
    clean "druid-ha" [("settings.ingestion.more", "druid-kerberos"), ("overrides.cluster.druid.auth.authenticatorChain", "[\"Kerberos\"]"), ("overrides.cluster.druid.auth.authenticator.Kerberos.type", "kerberos"), ("overrides.cluster.druid.auth.authenticator.Kerberos.cookieSignatureSecret", "${COOKIE_SECRET}")],
    |cx, sink| if cx.since("35") { cookies(cx, sink) }
);
