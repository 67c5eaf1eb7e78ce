//! Caches and how long queries may take.

use super::support::is_loopback;
use crate::kylin::sources::{DEFAULTS, MEMCACHED_NOBODY, config_base};
use ::rules::{Example, Rule, Source};
use model::value::{Duration, shown};
use model::{Edit, Place, Severity, Text, msg};

/// A cache that nobody uses.
pub(super) static MEMCACHED: Rule = Rule {
    id: "KYL075",
    name: "memcached-needs-an-edit",
    severity: Severity::Warning,
    title: Text::new(
        "With Memcached the beans in applicationContext.xml are changed too.",
        "使用 Memcached 时还须修改 applicationContext.xml 中的 bean。",
    ),
    why: Text::new(
        "The key alone changes nothing: Kylin goes on with its local cache until, in tomcat/webapps/kylin/WEB-INF/classes/applicationContext.xml, the Ehcache manager is commented out and the Memcached beans are put in. It also starts without a word when nothing listens at the address. That file is unpacked from the release, so the change is lost with the next version. Follow the runbook on every node, then accept this warning.",
        "仅设置该项不会有任何变化：必须在 tomcat/webapps/kylin/WEB-INF/classes/applicationContext.xml 中注释掉 Ehcache 并启用 Memcached 的 bean，否则 Kylin 仍使用本地缓存。即使该地址无人监听，启动时也没有提示。该文件由发行包解压得到，升级后修改会丢失。请在每个节点上按部署手册操作，然后接受该警告。",
    ),
    sources: &[
        config_base!(1983),
        Source::new(
            "Apache Kylin 3.1: configuration, distributed cache",
            "https://kylin.apache.org/docs31/install/configuration.html",
        ),
        MEMCACHED_NOBODY,
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.engine.cache", "memcached"),
            ("settings.engine.memcached_hosts", "cache1.example.com:11211"),
        ],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.cache.memcached.hosts") {
            if found.value.is_empty() {
                continue;
            }
            if cx.spec.nodes.len() > 1 && found.value.split(',').any(is_loopback) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "\"{h}\" is another Memcached on each node: the cache is not shared.",
                         zh: "“{h}”在每个节点上指不同的 Memcached，缓存不会共享。", h = shown(&found.value)),
                );
                continue;
            }
            sink.report(
                found.place.clone(),
                msg!(en: "kylin.cache.memcached.hosts has no effect until applicationContext.xml is changed on every node; the runbook says how.",
                     zh: "在每个节点上修改 applicationContext.xml 之前，kylin.cache.memcached.hosts 不起作用，部署手册中有说明。"),
            );
        }
    },
};

/// A timeout that does not reach the page.
pub(super) static PAGE_TIMEOUT: Rule = Rule {
    id: "KYL076",
    name: "page-timeout-without-effect",
    severity: Severity::Info,
    title: Text::new(
        "kylin.web.query-timeout does not change the page's timeout.",
        "kylin.web.query-timeout 不会改变页面的超时时间。",
    ),
    why: Text::new(
        "The page asks the server for a few keys only, and this is not one of them: it always waits 300 seconds. For the server, kylin.query.timeout-seconds limits a query. Leave the key out, and keep the load balancer's answer timeout above 300 seconds.",
        "页面只向服务器读取少数几个配置项，其中没有这一项：页面始终等待 300 秒。服务端由 kylin.query.timeout-seconds 限制查询时间。请删除该项，并让负载均衡的响应超时大于 300 秒。",
    ),
    sources: &[
        DEFAULTS,
        Source::own("Catalogue: the default whitelist does not give it to the page"),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.web.query-timeout", "600000")],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.web.query-timeout") {
            sink.report(
                found.place.clone(),
                msg!(en: "kylin.web.query-timeout never reaches the page, which waits 300 seconds in any case.",
                     zh: "kylin.web.query-timeout 不会传到页面，页面始终等待 300 秒。"),
            )
            .fix(msg!(en: "Remove it", zh: "删除该项"), vec![Edit::Clear(found.place.clone())]);
        }
    },
};

/// A balancer that hangs up first.
pub(super) static BALANCER_TIMEOUT: Rule = Rule {
    id: "KYL077",
    name: "balancer-hangs-up-first",
    severity: Severity::Warning,
    title: Text::new(
        "The load balancer waits longer than kylin.query.timeout-seconds.",
        "负载均衡的等待时间大于 kylin.query.timeout-seconds。",
    ),
    why: Text::new(
        "When the load balancer hangs up first, the client sees error 504 while the query goes on and holds its resources; the client tries again, and there are two. Kylin raises values up to 60 to 60. Set the answer timeout above it.",
        "负载均衡先断开时，客户端看到 504 错误，而查询仍在继续并占用资源；客户端重试后就变成两个。Kylin 会把不大于 60 的值提高到 60。请将响应超时设为更大的值。",
    ),
    sources: &[
        Source::new(
            "nginx: proxy_read_timeout",
            "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout",
        ),
        Source::lab(
            "balancer-answer-timeout",
            "Load balancers: the answer timeout against the query timeout",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.query.timeout-seconds", "900")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.query.timeout-seconds", "120")],
    ),
    check: |cx, sink| {
        if cx.is("lb.kind", "none") {
            return;
        }
        let Ok(limit) = cx.get::<Duration>("lb.read_timeout") else { return };
        for found in cx.set_values_of("kylin.query.timeout-seconds") {
            let Ok(seconds) = found.value.parse::<i64>() else { continue };
            let seconds = if seconds == 0 { 0 } else { seconds.max(60).unsigned_abs() };
            if seconds < limit.seconds() {
                continue;
            }
            let place = Place::Setting("lb.read_timeout".to_owned());
            let right = format!("{} s", seconds.saturating_add(30));
            sink.report(
                place.clone(),
                msg!(en: "The load balancer hangs up after {l}, but queries may take {q} s.",
                     zh: "负载均衡在 {l} 后断开，但查询最长可达 {q} 秒。", l = limit.to_string(), q = seconds),
            )
            .related([found.place.clone()])
            .fix(msg!(en: "Set it to {t}", zh: "设为 {t}", t = right.as_str()), vec![Edit::Set(place, right.clone())]);
        }
    },
};
