//! Machines whose clock nobody keeps.

use super::{PREFLIGHT, about};
use crate::{Example, Rule, Source};
use model::{RowId, Severity, Text, msg};

/// On every machine a time service keeps the clock right.
pub(in crate::general) static NO_TIME_SERVICE: Rule = Rule {
    id: "HST010",
    name: "no-time-service",
    severity: Severity::Info,
    title: Text::new(
        "On every machine a time service keeps the clock right.",
        "每台机器都由时间服务保持时钟准确。",
    ),
    why: Text::new(
        "A clock that is right today drifts by seconds a week, and by hours where a virtual machine was paused. No NTP client was seen among the processes of the machine. Install chrony, or see that the host keeps the clock of its guests.",
        "今天准确的时钟每周会偏差数秒；虚拟机暂停过，则会偏差数小时。该机器的进程中没有 NTP 客户端。请安装 chrony，或确认由宿主机为虚拟机校时。",
    ),
    sources: &[
        PREFLIGHT,
        Source::new("chrony: frequently asked questions", "https://chrony-project.org/faq.html"),
    ],
    symptoms: &[],
    fires: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","time_service":"none"}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","time_service":"chronyd"}]}"#,
    ),
    check: |cx, sink| {
        let none = cx.machines().filter(|(_, machine)| machine.time_service == "none");
        let rows: Vec<RowId> = none.map(|(node, _)| node.row).collect();
        about(cx, sink, &rows, |n| {
            msg!(en: "Nothing keeps the clock right on {n}. Install chrony or another NTP client.",
                 zh: "{n} 上没有时间服务。请安装 chrony 或其他 NTP 客户端。", n = n)
        });
    },
};
