//! The step "Deep storage": the logs of tasks.

use super::storage::{DIRECTORY, LOGS_DIRECTORY, check_prefix, is};
use crate::druid::effective::said;
use crate::druid::roles::DRUID;
use crate::druid::sources::DOC_CONFIGURATION;
use ::rules::{Answer, Condition, Field, Kind, Pick};
use model::Text;

const STEP: &str = "storage";
const TASKS: Text = Text::new("Logs of tasks", "任务日志");

static HDFS: Condition =
    Condition::new(Text::new("with HDFS", "使用 HDFS 时"), |cx, _| is(cx, "hdfs"));

/// The fields about logs of tasks.
pub(super) static FIELDS: &[Field] = &[
    Field::new(
        "logs.prefix",
        STEP,
        TASKS,
        Text::new("Folder in the bucket", "Bucket 中的目录"),
        Text::new("Beside the segments, in the same bucket.", "与 Segment 在同一 bucket 中。"),
        Kind::Custom(check_prefix),
    )
    .shown(|cx| is(cx, "s3") || is(cx, "google") || is(cx, "azure"))
    .default("druid/indexing-logs")
    .required()
    .keys(&["druid.indexer.logs.s3Prefix", "druid.indexer.logs.prefix"]),
    Field::new(
        "logs.folder",
        STEP,
        TASKS,
        Text::new("Folder", "目录"),
        Text::new(
            "Where all masters can read what a task said, after its machine is gone too.",
            "所有 master 都能读取任务输出的位置，即使任务所在的机器已不在。",
        ),
        Kind::PathOrUri,
    )
    .shown(|cx| is(cx, "mount") || is(cx, "local") || is(cx, "hdfs"))
    .pick(&Pick {
        cases: &[(&HDFS, Answer::Is("/druid/indexing-logs"))],
        otherwise: Answer::Made(
            Text::new("indexing-logs beside the segments", "Segment 旁的 indexing-logs"),
            |cx, class| {
                let folder = said(cx, class, DIRECTORY, "storage.folder");
                let parent = folder.trim_end_matches('/').rsplit_once('/').map_or("", |(p, _)| p);
                if parent.is_empty() { String::new() } else { format!("{parent}/indexing-logs") }
            },
        ),
    })
    .required()
    .keys(&[LOGS_DIRECTORY]),
    Field::new(
        "logs.kept",
        STEP,
        TASKS,
        Text::new("Kept for", "保留时间"),
        Text::new(
            "Older logs are deleted. Empty: they are kept for ever, as Druid does by itself.",
            "更早的日志会被删除。留空则永久保留（Druid 的默认行为）。",
        ),
        Kind::Duration,
    )
    .within(3_600_000, 3_650 * 86_400_000)
    .default("30 d")
    .roles(DRUID)
    .keys(&["druid.indexer.logs.kill.durationToRetain"])
    .source(DOC_CONFIGURATION),
];
