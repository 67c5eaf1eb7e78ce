//! `conf/alluxio-env.sh`: the JVMs of the processes of a node. Alluxio's scripts source it.

use crate::alluxio::choice::jobs;
use crate::alluxio::roles::{MASTER, WORKER};
use crate::common::text::{header, not_usable, origin};
use ::rules::Context;
use formats::{File, shell};
use model::value::{AbsolutePath, ByteSize, Value};
use model::{Message, Node, Place, Text, msg};

const ABOUT: Text = Text::new(
    "Java and the heaps of this node's processes; sourced by Alluxio's scripts.",
    "本节点各进程所用的 Java 和堆内存；由 Alluxio 的脚本载入。",
);

/// Writes it.
pub(super) fn render(cx: &Context, node: &Node) -> File {
    let mut file = File::new(ABOUT);
    file.line("#!/usr/bin/env bash");
    header(cx, "#", &mut file);
    let java = cx.node_text(node, "paths.java_home");
    if !java.is_empty() {
        let reason = msg!(
            en: "Both: the scripts look at the PATH before JAVA_HOME.",
            zh: "两者都要写：脚本会先查找 PATH，再看 JAVA_HOME。");
        let lines = AbsolutePath::parse(&java).map(|home| {
            vec![
                format!("export JAVA_HOME={}", shell::quote(&home.0)),
                "JAVA=\"$JAVA_HOME/bin/java\"".to_owned(),
            ]
        });
        put(cx, node, &mut file, reason, &["paths.java_home"], lines);
    }
    let heap = |key: &str| cx.get_for::<ByteSize>(node, key).map(mib);
    let same = |name: &str, heap: Result<u64, Message>| {
        heap.map(|m| vec![format!("{name}+=\" -Xms{m}m -Xmx{m}m\"")])
    };
    if node.roles.contains(MASTER) {
        let reason = msg!(en: "The heap of the master; the scripts would take 8 GiB.",
            zh: "master 的堆内存；不设置时脚本使用 8 GiB。");
        let lines = same("ALLUXIO_MASTER_JAVA_OPTS", heap("jvm.master_heap"));
        put(cx, node, &mut file, reason, &["jvm.master_heap"], lines);
        if jobs(cx) {
            let reason = msg!(en: "The heap of the job master.", zh: "job master 的堆内存。");
            let lines = same("ALLUXIO_JOB_MASTER_JAVA_OPTS", heap("jvm.job_heap"));
            put(cx, node, &mut file, reason, &["jvm.job_heap"], lines);
        }
    }
    if node.roles.contains(WORKER) {
        let reason = msg!(en: "Heap and direct memory of the worker; the scripts would take 4 GiB each.",
            zh: "worker 的堆内存与堆外内存；不设置时脚本各使用 4 GiB。");
        let lines = heap("jvm.worker_heap").and_then(|heap| {
            let direct = cx.get_for::<ByteSize>(node, "jvm.worker_direct").map(mib)?;
            Ok(vec![format!(
                "ALLUXIO_WORKER_JAVA_OPTS+=\" -Xms{heap}m -Xmx{heap}m -XX:MaxDirectMemorySize={direct}m\""
            )])
        });
        put(cx, node, &mut file, reason, &["jvm.worker_heap", "jvm.worker_direct"], lines);
        if jobs(cx) {
            let reason = msg!(en: "The heap of the job worker.", zh: "job worker 的堆内存。");
            let lines = same("ALLUXIO_JOB_WORKER_JAVA_OPTS", heap("jvm.job_heap"));
            put(cx, node, &mut file, reason, &["jvm.job_heap"], lines);
        }
    }
    file
}

fn mib(size: ByteSize) -> u64 {
    size.0.div_ceil(ByteSize::MIB)
}

fn put(
    cx: &Context,
    node: &Node,
    file: &mut File,
    reason: Message,
    fields: &[&str],
    lines: Result<Vec<String>, Message>,
) {
    let lang = cx.spec.language;
    let mut origin = origin(reason, fields);
    for field in fields.iter().filter(|f| node.settings.contains_key(**f)) {
        origin.places.insert(0, Place::NodeSetting(node.row, (*field).to_owned()));
    }
    file.line("");
    file.because(format!("# {}", origin.reason.render(lang)), origin.clone());
    match lines {
        Ok(lines) => {
            for line in lines {
                file.because(line, origin.clone());
            }
        }
        Err(why) => file.because(format!("# {}", not_usable(&why, lang)), origin),
    }
}
