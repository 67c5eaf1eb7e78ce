//! Times in which no other machine can have answered.

use super::session_redis::redis;
use crate::common::load_balancer::fields::any;
use crate::common::session::shared;
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::Duration;
use model::{Edit, Place, Severity, Text, msg};

/// What one lost packet costs before it is sent again, in milliseconds: less than this is no patience.
const LEAST: u64 = 200;

const RETRANSMISSION: Source = Source::new(
    "tcp(7), RFC 6298: Linux sends a lost packet again after 200 ms at the soonest, the first of a connection after one second",
    "https://www.rfc-editor.org/rfc/rfc6298",
);

/// Reports a field whose time is too short, with the usual one.
fn hurried(cx: &Context, sink: &mut Sink, key: &'static str) {
    let Ok(time) = cx.get::<Duration>(key) else { return };
    let Some(field) = cx.field(key).filter(|_| time.0 < LEAST) else { return };
    let (place, usual) = (Place::Setting(key.to_owned()), cx.default(field, None));
    let message = msg!(en: "{f} is {t}: one lost packet takes longer. Usual is {u}.", zh: "“{f}”为 {t}：丢失一个数据包就会超过它。通常为 {u}。",
        f = field.label, t = time.to_string(), u = usual.as_str());
    sink.report(place.clone(), message).fix(
        msg!(en: "Set it to {u}", zh: "设为 {u}", u = usual.as_str()),
        vec![Edit::Set(place, usual)],
    );
}

/// A balancer that gives up at once.
pub(super) static CONNECT: Rule = Rule {
    id: "LB020",
    name: "hurried-connect-timeout",
    severity: Severity::Warning,
    title: Text::new(
        "The load balancer waits for a connection longer than one lost packet takes.",
        "负载均衡等待连接的时间应长于重发一个数据包所需的时间。",
    ),
    why: Text::new(
        "A packet that was lost is sent again after 200 ms at the soonest, the first one of a connection after a second. A balancer that waits less takes each such node for dead, and answers with an error when it has tried all of them. Use 2 to 5 seconds.",
        "丢失的数据包最早在 200 毫秒后重发，连接的第一个数据包要一秒。等待时间更短的负载均衡会把这样的节点都当作故障，全部尝试后返回错误。请使用 2 到 5 秒。",
    ),
    sources: &[RETRANSMISSION],
    symptoms: &[Symptom::new("no live upstreams while connecting to upstream", "nginx error.log")],
    fires: Example::Edits("kylin-three", &[("settings.lb.connect_timeout", "1 ms")]),
    clean: Example::Edits("kylin-three", &[("settings.lb.connect_timeout", "1 s")]),
    check: |cx, sink| {
        if any(cx) {
            hurried(cx, sink, "lb.connect_timeout");
        }
    },
};

/// A session that is lost at the first delay.
pub(super) static ANSWER: Rule = Rule {
    id: "SES043",
    name: "hurried-session-store",
    severity: Severity::Warning,
    title: Text::new(
        "A request waits for the session store longer than one lost packet takes.",
        "请求等待会话存储的时间应长于重发一个数据包所需的时间。",
    ),
    why: Text::new(
        "A packet that was lost is sent again after 200 ms at the soonest. A request that waits less goes on without its session: the person has to log in again, or gets an error. Use 2 seconds.",
        "丢失的数据包最早在 200 毫秒后重发。等待时间更短的请求会在没有会话的情况下继续：用户需要重新登录，或收到错误。请使用 2 秒。",
    ),
    sources: &[RETRANSMISSION],
    symptoms: &[],
    fires: Example::Edits("kylin-memcached", &[("settings.session.timeout", "1 ms")]),
    clean: Example::Edits("kylin-memcached", &[("settings.session.timeout", "1 s")]),
    check: |cx, sink| {
        // With Redis the manager itself waits two seconds.
        if shared(cx) && !redis(cx) {
            hurried(cx, sink, "session.timeout");
        }
    },
};
