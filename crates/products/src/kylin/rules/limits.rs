//! Numbers that are taken for "no limit" and mean something else.

use crate::kylin::sources::config_base;
use ::rules::{Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Edit, Severity, Text, msg};

/// Limits below which nothing is built, each with the least that lets something through.
const LIMITS: [(&str, i64); 2] =
    [("kylin.cube.max-building-segments", 1), ("kylin.snapshot.max-mb", 0)];

/// A limit that refuses every build.
pub(super) static BUILDS: Rule = Rule {
    id: "KYL095",
    name: "limit-that-refuses-every-build",
    severity: Severity::Error,
    title: Text::new(
        "The limits of builds let something through.",
        "构建的上限必须允许至少一次构建。",
    ),
    why: Text::new(
        "-1 does not switch these limits off. Kylin compares the number as it stands: with kylin.cube.max-building-segments below 1 every build is refused before it begins, as if too many were running; with kylin.snapshot.max-mb below 0 no snapshot of a lookup table is small enough, and every build of a cube that has one fails. Write a number that is large enough, or leave the key out.",
        "-1 并不表示取消这些上限。Kylin 直接比较数值：kylin.cube.max-building-segments 小于 1 时，每次构建都会在开始前被拒绝，如同正在构建的过多；kylin.snapshot.max-mb 小于 0 时，任何维表快照都会超限，使用维表的 Cube 构建全部失败。请填写足够大的数值，或不写该项。",
    ),
    sources: &[
        Source::new(
            "CubeManager.java (3.1.3): checkBuildingSegment",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-cube/src/main/java/org/apache/kylin/cube/CubeManager.java",
        ),
        Source::new(
            "SnapshotManager.java (3.1.3): buildSnapshot",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-dictionary/src/main/java/org/apache/kylin/dict/lookup/SnapshotManager.java",
        ),
    ],
    symptoms: &[
        Symptom::new("There is already 0 building segment", "logs/kylin.log"),
        Symptom::new("Table snapshot should be no greater than -", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.cube.max-building-segments", "-1")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.cube.max-building-segments", "1")],
    ),
    check: |cx, sink| {
        for (key, least) in LIMITS {
            for found in cx.set_values_of(key) {
                let number = found.literal().and_then(|text| text.parse::<i64>().ok());
                if number.is_none_or(|number| number >= least) {
                    continue;
                }
                sink.report(
                    found.place.clone(),
                    msg!(en: "{k}={v} is no \"unlimited\": every build is refused.",
                         zh: "{k}={v} 并不表示不限制：每次构建都会被拒绝。", k = key, v = shown(&found.value)),
                )
                .fix(msg!(en: "Remove it", zh: "删除该项"), vec![Edit::Clear(found.place.clone())]);
            }
        }
    },
};

/// A time that ends queries, where none was meant to.
pub(super) static TIMEOUT: Rule = Rule {
    id: "KYL096",
    name: "query-timeout-below-zero",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.query.timeout-seconds is not below 0: 0 means no limit.",
        "kylin.query.timeout-seconds 不能小于 0：0 表示不限制。",
    ),
    why: Text::new(
        "Only 0 switches the limit off. Kylin raises everything else that is not above 60 to 60 seconds, a number below 0 too, and then ends every query that takes longer. Write 0, or the seconds that you mean.",
        "只有 0 表示不限制。其他不大于 60 的值（包括负数）都会被 Kylin 提高到 60 秒，超过该时间的查询会被终止。请填写 0，或所需的秒数。",
    ),
    sources: &[config_base!(2030)],
    symptoms: &[Symptom::new(
        "query timeout seconds less than 60 sec, set to 60 sec.",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.query.timeout-seconds", "-1")],
    ),
    clean: Example::Edits("kylin-three", &[("overrides.cluster.kylin.query.timeout-seconds", "0")]),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.query.timeout-seconds") {
            let number = found.literal().and_then(|text| text.parse::<i64>().ok());
            if number.is_some_and(|number| number < 0) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "kylin.query.timeout-seconds={v} becomes 60 s: every longer query is ended. 0 means no limit.",
                         zh: "kylin.query.timeout-seconds={v} 会变为 60 秒：更久的查询会被终止。0 表示不限制。", v = shown(&found.value)),
                )
                .fix(
                    msg!(en: "Write 0", zh: "改为 0"),
                    vec![Edit::Set(found.place.clone(), "0".to_owned())],
                );
            }
        }
    },
};
