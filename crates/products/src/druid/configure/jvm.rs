//! The options with which a program's JVM starts: an option a line.

use super::{below_data, fixed, of_result, usable};
use crate::common::jvm::written;
use crate::druid::fields::{metadata, storage};
use crate::druid::programs::Program;
use crate::druid::roles::COORDINATORS;
use ::rules::{Class, Context, Entry};
use model::value::{ByteSize, Value};
use model::{Message, msg};

/// The field with the heap of a program, and the one with its direct memory.
fn sizes(program: &Program) -> (&'static str, Option<&'static str>) {
    match program.id {
        "coordinator-overlord" => ("master.heap", None),
        "coordinator" => ("coordinator.heap", None),
        "overlord" => ("overlord.heap", None),
        "historical" => ("historical.heap", Some("historical.direct")),
        "middleManager" => ("middle_manager.heap", None),
        "indexer" => ("indexer.heap", Some("indexer.direct")),
        "broker" => ("broker.heap", Some("broker.direct")),
        _ => ("router.heap", None),
    }
}

/// The region that every JVM is told, tasks included, where S3 is used.
pub(super) fn region(cx: &Context) -> Option<(&'static str, String)> {
    let needed = cx.is(storage::KIND, "s3") || cx.on("ingestion.s3");
    let region = cx.text("storage.s3_region").into_owned();
    let said = needed && !region.is_empty() && storage::check_region(&region).is_ok();
    said.then_some(("-Daws.region", region))
}

pub(super) fn entries(cx: &Context, class: &Class, program: &Program) -> Vec<Entry> {
    let (heap, direct) = sizes(program);
    let size = |field: &str| -> Result<String, Message> {
        Ok(written(ByteSize::parse(&usable(cx, class, field)?)?.0))
    };
    let memory = || msg!(en: "Heap and direct memory.", zh: "堆内存与堆外内存。");
    // The heap begins as large as it may become, whoever says how large that is.
    let by_hand = cx.overridden_for(class, program.jvm, "-Xmx").map(str::to_owned);
    let first = by_hand.map_or_else(|| size(heap), Ok);
    let plain = || msg!(en: "As shipped.", zh: "与发行包一致。");
    let mut all = vec![
        fixed("-server", "", plain()),
        of_result("-Xms", first, &[heap], memory()),
        of_result("-Xmx", size(heap), &[heap], memory()),
    ];
    if let Some(direct) = direct {
        all.push(of_result("-XX:MaxDirectMemorySize", size(direct), &[direct], memory()));
    } else if program.id == "router" {
        all.push(fixed("-XX:MaxDirectMemorySize", "128m", memory()));
    }
    all.push(fixed("-XX:+ExitOnOutOfMemoryError", "", plain()));
    // The collector that is Java's own from 11 on.
    let masters = COORDINATORS.contains(&program.role);
    if !cx.since("32") && (masters || program.id == "router") {
        all.push(fixed("-XX:+UseG1GC", "", plain()));
    }
    all.push(fixed("-Duser.timezone", "UTC", plain()));
    all.push(fixed("-Dfile.encoding", "UTF-8", plain()));
    all.push(of_result(
        "-Djava.io.tmpdir",
        below_data(cx, class, "tmp"),
        &["paths.data"],
        msg!(en: "Temporary files on a real disk: never in memory, never on NFS.", zh: "临时文件放在真正的磁盘上：不要用内存盘或 NFS。"),
    ));
    all.push(fixed(
        "-Djava.util.logging.manager",
        "org.apache.logging.log4j.jul.LogManager",
        plain(),
    ));
    if masters && !metadata::is_server(cx) {
        all.push(of_result(
            "-Dderby.stream.error.file",
            below_data(cx, class, "derby.log"),
            &["paths.data"],
            msg!(en: "Where Derby writes its log.", zh: "Derby 的日志位置。"),
        ));
    }
    if let Some((key, value)) = region(cx) {
        all.push(Entry::new(
            key,
            value,
            &["storage.s3_region"],
            msg!(en: "The region of the bucket: every process asks for it.", zh: "bucket 所在区域：每个进程都需要。"),
        ));
    }
    all
}
