//! The time zone of the server.

use super::support::kylin_rows;
use crate::kylin::fields::timezone::{is_timezone, near};
use crate::kylin::sources::config_base;
use ::rules::{Example, Rule, Source};
use model::value::shown;
use model::{Edit, Place, Severity, Text, msg};

const TIMEZONE: &str = "kylin.web.timezone";
const JOB_SERVICE: Source = Source::new(
    "JobService.java:121 (3.1.3): the zone becomes the JVM's default",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/server-base/src/main/java/org/apache/kylin/rest/service/JobService.java#L121",
);

/// Each node its own.
pub(super) static BLANK: Rule = Rule {
    id: "KYL060",
    name: "blank-timezone",
    severity: Severity::Warning,
    title: Text::new(
        "With several nodes kylin.web.timezone is set.",
        "有多个节点时应设置 kylin.web.timezone。",
    ),
    why: Text::new(
        "Left blank, each node takes the zone of its machine. Where two machines differ, so do the times in the page and the limits of the segments that are built. Name a zone such as GMT+8 or Asia/Shanghai.",
        "留空时，各节点使用机器自身的时区。机器时区不一致，页面显示的时间和所构建 Segment 的边界就会不一致。请指定时区，例如 GMT+8 或 Asia/Shanghai。",
    ),
    sources: &[
        config_base!(2263),
        JOB_SERVICE,
        Source::lab("loader-time-zone", "Oracle: an empty file has the zone of the JVM"),
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("overrides.cluster.kylin.web.timezone", "")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        if kylin_rows(cx).len() < 2 {
            return;
        }
        for found in cx.values_of(TIMEZONE).iter().filter(|f| f.value.is_empty()) {
            let report = sink.report(
                found.place.clone(),
                msg!(en: "{nodes}: without kylin.web.timezone each node takes the zone of its machine.",
                     zh: "{nodes}：没有设置 kylin.web.timezone，各节点使用机器自身的时区。", nodes = cx.names(&found.nodes)),
            );
            if found.overridden() {
                report.fix(
                    msg!(en: "Remove the override", zh: "删除覆盖项"),
                    vec![Edit::Clear(found.place.clone())],
                );
            }
        }
    },
};

/// A zone that Java does not know.
pub(super) static UNKNOWN: Rule = Rule {
    id: "KYL061",
    name: "unknown-timezone",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.web.timezone is a zone that Java knows.",
        "kylin.web.timezone 必须是 Java 认识的时区。",
    ),
    why: Text::new(
        "Java takes a name that it does not know, be it a typo, UTC+8 or GMT+25, for GMT, without a message. The server starts and runs in GMT: days begin at another hour, and segments are built with wrong limits, which nobody sees until figures do not match. Write the zone as Java does: GMT+8, Asia/Shanghai.",
        "Java 会把不认识的名称（拼写错误、UTC+8 或 GMT+25）静默当作 GMT。服务能启动，但运行在 GMT：一天的起点改变，Segment 的边界随之出错，直到数据对不上才会被发现。请按 Java 的写法填写：GMT+8、Asia/Shanghai。",
    ),
    sources: &[
        Source::new(
            "java.util.TimeZone.getTimeZone: GMT if the given ID cannot be understood",
            "https://docs.oracle.com/javase/8/docs/api/java/util/TimeZone.html#getTimeZone-java.lang.String-",
        ),
        JOB_SERVICE,
        Source::lab(
            "kylin-time-zone-misspelt",
            "Lab: timezone=Asia/Shangai and GMT+25 silently run in GMT",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.web.timezone", "Asia/Shangai")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.web.timezone", "Asia/Shanghai")],
    ),
    check: |cx, sink| {
        let mut seen: Vec<Place> = Vec::new();
        let typed = cx.text("engine.timezone").into_owned();
        let typed = (Place::Setting("engine.timezone".to_owned()), typed);
        let found = cx.set_values_of(TIMEZONE).into_iter().filter(|f| f.literal().is_some());
        for (place, text) in found.map(|f| (f.place, f.value)).chain([typed]) {
            if text.is_empty() || seen.contains(&place) {
                continue;
            }
            if !is_timezone(&text) {
                let meant = near(&text);
                let message = if let Some(near) = &meant {
                    msg!(
                        en: "Java does not know the time zone \"{t}\" and would silently take GMT. Did you mean {near}?",
                        zh: "Java 不认识时区“{t}”，会静默使用 GMT。是否指 {near}？",
                        t = shown(&text), near = near.as_str())
                } else {
                    msg!(
                        en: "Java does not know the time zone \"{t}\" and would silently take GMT. Write GMT+8 or Asia/Shanghai.",
                        zh: "Java 不认识时区“{t}”，会静默使用 GMT。请写成 GMT+8 或 Asia/Shanghai。",
                        t = shown(&text))
                };
                let report = sink.report(place.clone(), message);
                if let Some(near) = meant {
                    report.fix(
                        msg!(en: "Write {z}", zh: "改为 {z}", z = near.as_str()),
                        vec![Edit::Set(place.clone(), near.clone())],
                    );
                }
            }
            seen.push(place);
        }
    },
};
