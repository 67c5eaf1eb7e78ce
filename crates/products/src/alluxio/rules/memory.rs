//! Memory, Java, and what is not written down.

use super::rule;
use super::tiers::place_of;
use crate::alluxio::choice::jobs;
use crate::alluxio::configure::env;
use crate::alluxio::effective::jvm;
use crate::alluxio::memory::{place_of_ramdisk, ramdisk};
use crate::alluxio::roles::{ALLUXIO, WORKER};
use crate::alluxio::sources::{PROPERTY_KEY, SCRIPTS, lab};
use crate::alluxio::versions::{javas, two};
use crate::common::java::named;
use ::rules::Context;
use model::value::{ByteSize, shown};
use model::{Environment, Place, msg};

rule!(
    /// More ramdisk than memory.
    RAMDISK, "ALX045", "ramdisk-beyond-memory", Error,
    ["The ramdisk is smaller than the machine's memory.", "ramdisk 必须小于机器内存。"],
    ["It is memory. The release's scripts refuse to mount more than there is, and a tmpfs that is smaller than the configured size stops the worker. Make it smaller.",
     "它就是内存。发行包的脚本拒绝挂载超过内存的大小；tmpfs 小于配置值时 worker 会停止。请减小它。"],
    [lab("alluxio-ramdisk"), SCRIPTS], [("tmpfs is smaller than the configured size", "logs/worker.log"), ("Failed to verify memory capacity", "logs/worker.log")],
    fires "alluxio-three" [("settings.tiers.quota0", "80 GiB")], clean "alluxio-three" [("settings.tiers.quota0", "30 GiB")],
    |cx, sink| for node in cx.with_roles(&[WORKER]) {
        let Some(memory) = cx.memory_of(node) else { continue };
        let ramdisk = ramdisk(cx, node);
        if ramdisk > memory {
            sink.report(place_of_ramdisk(cx, node), msg!(en: "The ramdisk of {n} has {r}, but the machine has {m}.", zh: "{n} 的 ramdisk 为 {r}，但机器内存只有 {m}。",
                n = cx.name(node.row), r = ByteSize(ramdisk).to_string(), m = ByteSize(memory).to_string()));
        }
    }
);

const WRITE_TYPE: &str = "alluxio.user.file.writetype.default";

/// Where it is decided that files are written so: the field, or what stands instead of it.
fn written_with(cx: &Context, write_type: &str) -> Vec<Place> {
    let mut places = Vec::new();
    for found in cx.values_of(WRITE_TYPE) {
        let place = if found.overridden() {
            found.place
        } else {
            Place::Setting("clients.write_type".to_owned())
        };
        if found.value.eq_ignore_ascii_case(write_type) && !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

rule!(
    /// Files that nobody persists.
    NOT_PERSISTED, "ALX048", "never-persisted", Warning,
    ["What is written asynchronously is persisted by somebody.", "异步写入的数据必须有程序负责持久化。"],
    ["ASYNC_THROUGH leaves the writing to the job service. Without it the program is told that all is well, and the file stays TO_BE_PERSISTED until a worker dies with it. Switch the job service on, or write with CACHE_THROUGH.",
     "ASYNC_THROUGH 由 Job 服务完成写入。没有它时程序会得到成功的结果，文件却一直处于 TO_BE_PERSISTED，直到 worker 故障而丢失。请开启 Job 服务，或使用 CACHE_THROUGH。"],
    [lab("alluxio-never-persisted")], [],
    fires "alluxio-three" [("settings.masters.jobs", "false"), ("settings.clients.write_type", "ASYNC_THROUGH")],
    clean "alluxio-three" [("settings.masters.jobs", "false")],
    |cx, sink| if two(cx) && !jobs(cx) {
        for place in written_with(cx, "ASYNC_THROUGH") {
            sink.report(place, msg!(en: "Files are written with ASYNC_THROUGH, but there is no job service to persist them.",
                zh: "文件以 ASYNC_THROUGH 写入，但没有 Job 服务负责持久化。"));
        }
    }
);

rule!(
    /// Files that are only cached.
    CACHE_ONLY, "ALX049", "written-to-the-cache-only", Warning,
    ["Files of a production cluster reach the under storage.", "生产集群的文件应写入底层存储。"],
    ["With MUST_CACHE a file is only in a worker's memory: gone when the worker restarts or needs the room. It is 1.8's own default. Use CACHE_THROUGH, and MUST_CACHE where a program asks for it.",
     "使用 MUST_CACHE 时文件只在 worker 的内存中：worker 重启或需要空间时即丢失。这是 1.8 的默认值。请使用 CACHE_THROUGH，仅在程序明确需要时使用 MUST_CACHE。"],
    [PROPERTY_KEY, lab("alluxio-cached-only")], [],
    fires "alluxio-legacy" [("settings.clients.write_type", "MUST_CACHE")], clean "alluxio-legacy" [],
    |cx, sink| if cx.spec.environment == Environment::Production {
        for place in written_with(cx, "MUST_CACHE") {
            sink.report(place, msg!(en: "Files are written to the cache only and are lost with a worker.", zh: "文件只写入缓存，会随 worker 丢失。"));
        }
    }
);

rule!(
    /// A folder of another Java.
    JAVA, "ALX056", "java-not-supported", Warning,
    ["Java is a version that the release's scripts accept.", "Java 必须是发行包脚本接受的版本。"],
    ["The scripts of 2.9 end with anything but Java 8 or 11, those of 1.8 are made for 8; the classes themselves ran on 17 in the lab. The name of the folder says another version. Point it at one of these.",
     "2.9 的脚本遇到 Java 8 或 11 以外的版本会退出，1.8 的脚本针对 Java 8；代码本身在 17 上实测可以运行。该目录名表明是其他版本。请指向受支持的版本。"],
    [SCRIPTS, lab("alluxio-java")], [("Alluxio requires Java 8 or Java 11", "output of the start")],
    fires "alluxio-three" [("settings.paths.java_home", "/usr/lib/jvm/java-17-openjdk-amd64")],
    clean "alluxio-three" [("settings.paths.java_home", "/usr/lib/jvm/java-11-openjdk-amd64")],
    |cx, sink| {
        let mut seen = Vec::new();
        for node in cx.with_roles(ALLUXIO) {
            let hand = cx.overridden(node, env::NAME, jvm::JAVA_HOME).map(|(place, _)| place);
            let place = hand.unwrap_or_else(|| place_of(node, "paths.java_home"));
            let path = jvm::java_home(cx, node);
            let fine: Vec<String> = javas(cx, node).iter().map(u32::to_string).collect();
            if let Some(version) = named(&path).filter(|v| !fine.contains(v) && !seen.contains(&place)) {
                sink.report(place.clone(), msg!(en: "{p} looks like Java {v}; Alluxio {a} wants {f}.", zh: "{p} 看起来是 Java {v}；Alluxio {a} 需要 {f}。",
                    p = shown(&path), v = version, a = cx.spec.version.as_str(), f = fine.join(", ")));
                seen.push(place);
            }
        }
    }
);
