//! Clocks of machines that differ.

use super::PREFLIGHT;
use crate::{Example, Rule, Source, Symptom};
use model::{Place, RowId, Severity, Text, msg};

/// A longer way than one that ssh takes, in seconds.
const MOST: u64 = 5;

/// The clocks of all machines agree within five seconds.
pub(in crate::general) static CLOCKS_DIFFER: Rule = Rule {
    id: "HST009",
    name: "clocks-differ",
    severity: Severity::Warning,
    title: Text::new(
        "The clocks of all machines agree within five seconds.",
        "所有机器的时钟相差不超过五秒。",
    ),
    why: Text::new(
        "Leases, sessions, tokens and the order of events are told by clocks. Servers refuse members whose clock is half a minute away, Kerberos refuses tickets at five minutes, and logs of several nodes cannot be read together. Let chrony or another NTP client keep all of them, against the same servers.",
        "租约、会话、令牌和事件的先后都以时钟为准。时钟相差半分钟，服务器会拒绝成员；相差五分钟，Kerberos 会拒绝票据；多个节点的日志也无法对照。请用 chrony 或其他 NTP 客户端使所有机器与相同的服务器同步。",
    ),
    sources: &[
        PREFLIGHT,
        Source::new("RFC 4120: clock skew", "https://www.rfc-editor.org/rfc/rfc4120#section-1.6"),
    ],
    symptoms: &[Symptom::new("Clock skew too great", "any log")],
    fires: Example::Machines(
        "",
        &[("nodes[+]", "other.example.net ")],
        r#"{"schema":1,"nodes":[{"node":"<0>","clock_skew_seconds":0},{"node":"other.example.net","clock_skew_seconds":-40}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[("nodes[+]", "other.example.net ")],
        r#"{"schema":1,"nodes":[{"node":"<0>","clock_skew_seconds":-300},{"node":"other.example.net","clock_skew_seconds":-301}]}"#,
    ),
    check: |cx, sink| {
        let known = cx.machines().filter_map(|(node, m)| Some((m.clock_skew?, node.row)));
        let mut known: Vec<(i64, RowId)> = known.collect();
        // The machine that looked may be the one that is wrong: what counts is how they differ.
        known.sort_by_key(|(skew, row)| (*skew, cx.position(*row)));
        let Some((middle, right)) = known.get(known.len().saturating_sub(1) / 2).copied() else {
            return;
        };
        for (skew, row) in known {
            let apart = skew.saturating_sub(middle);
            if apart.unsigned_abs() <= MOST {
                continue;
            }
            let (n, m, s) = (cx.name(row), cx.name(right), apart.unsigned_abs());
            let message = if apart > 0 {
                msg!(en: "The clock of {n} is {s} s ahead of that of {m}. Set it by NTP.",
                     zh: "{n} 的时钟比 {m} 快 {s} 秒。请用 NTP 校准。", n = n, m = m, s = s)
            } else {
                msg!(en: "The clock of {n} is {s} s behind that of {m}. Set it by NTP.",
                     zh: "{n} 的时钟比 {m} 慢 {s} 秒。请用 NTP 校准。", n = n, m = m, s = s)
            };
            sink.report(Place::Node(row), message).related([Place::Node(right)]);
        }
    },
};
