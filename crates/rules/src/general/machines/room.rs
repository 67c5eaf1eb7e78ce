//! Disks with less room than the deployment takes.

use crate::{Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Place, Severity, Text, msg};

/// Every disk has room for what is deployed onto it.
pub(in crate::general) static NO_ROOM: Rule = Rule {
    id: "HST013",
    name: "no-room",
    severity: Severity::Warning,
    title: Text::new(
        "Every disk has room for what is deployed onto it.",
        "每块磁盘都有足够空间容纳要部署的内容。",
    ),
    why: Text::new(
        "Packages as they come and unpacked, the files, what they replace, and the deployment's own notes were counted on each file system. install.sh counts again and refuses before it writes a byte, so the node gets nothing. Make room there, or choose other folders in the document.",
        "已按文件系统统计安装包及其解压后的内容、各文件、被替换的内容和部署记录。install.sh 会再次统计，空间不足时一个字节也不写就拒绝，节点什么也得不到。请腾出空间，或在文档中选择其他目录。",
    ),
    sources: &[Source::own(
        "Muster: lib/room.sh of an archive, which install.sh and bin/preflight use",
    )],
    symptoms: &[Symptom::new("MiB are needed and … MiB are free, for", "output of bin/deploy")],
    fires: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","rooms":["/opt=4194304/1048576"]}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","rooms":["/opt=1048576/4194304"]}]}"#,
    ),
    check: |cx, sink| {
        for (node, machine) in cx.machines() {
            for room in machine.rooms.iter().filter(|room| room.needed > room.free) {
                let mib = |bytes: u64| bytes >> 20;
                sink.report(
                    Place::Node(node.row),
                    msg!(en: "On {n} the deployment needs {need} MiB on {m}, and {free} MiB are free. Make room, or choose other folders.",
                         zh: "在 {n} 上，部署需要 {m} 有 {need} MiB 空间，而空闲 {free} MiB。请腾出空间，或选择其他目录。",
                         n = cx.name(node.row), need = mib(room.needed) + 1, m = shown(&room.mount), free = mib(room.free)),
                );
            }
        }
    },
};
