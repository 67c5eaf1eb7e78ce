//! Folders with little room left.

use super::{PREFLIGHT, some};
use crate::{Example, Rule, Symptom};
use model::value::ByteSize;
use model::{Place, Severity, Text, msg};

/// What bin/preflight calls wise, too.
const WISE: u64 = 2 * ByteSize::GIB;

/// Every folder of the deployment has 2 GiB free.
pub(in crate::general) static LITTLE_ROOM: Rule = Rule {
    id: "HST014",
    name: "little-room",
    severity: Severity::Warning,
    title: Text::new(
        "Every folder of the deployment has 2 GiB free.",
        "部署使用的每个目录都有 2 GiB 空闲空间。",
    ),
    why: Text::new(
        "Programs, logs and backups of replaced files share these folders. A disk that is full stops what writes to it: a database of sessions, a journal, a log, the next deployment. Make room, or choose a folder on another disk.",
        "程序、日志和被替换文件的备份都放在这些目录中。磁盘写满后，会话数据、日志（journal）、日志文件和下一次部署都会停止。请腾出空间，或选择其他磁盘上的目录。",
    ),
    sources: &[PREFLIGHT],
    symptoms: &[Symptom::new("No space left on device", "any log")],
    fires: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","folders":["/opt=1048576"]}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","folders":["/opt=4194304"]}]}"#,
    ),
    check: |cx, sink| {
        for (node, machine) in cx.machines() {
            let full = machine.folders.iter().filter(|(_, free)| *free < WISE);
            let full: Vec<&str> = full.map(|(folder, _)| folder.as_str()).collect();
            if !full.is_empty() {
                sink.report(
                    Place::Node(node.row),
                    msg!(en: "On {n} less than 2 GiB are free in {folders}. Make room.",
                         zh: "{n} 的 {folders} 空闲空间不足 2 GiB。请腾出空间。",
                         n = cx.name(node.row), folders = some(&full)),
                );
            }
        }
    },
};
