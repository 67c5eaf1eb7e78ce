//! What stands in `conf/alluxio-env.sh`: its keys are variables, and a value stands between double
//! quotes, where a shell puts other variables in.

use crate::alluxio::effective::jvm::{
    JAVA, JAVA_HOME, JOB_MASTER_JVM, JOB_WORKER_JVM, MASTER_JVM, WORKER_JVM, folder, processes,
};
use crate::alluxio::roles::ALLUXIO;
use ::rules::{Class, ConfigFile, ConfigKind, Context, Entry, Format};
use formats::shell;
use model::value::{AbsolutePath, ByteSize, Value, shown};
use model::{Message, Node, Text, msg};

/// The file, inside a node's folder.
pub(crate) const NAME: &str = "conf/alluxio-env.sh";

/// It as a configuration file.
pub(crate) const KIND: ConfigKind =
    ConfigKind::beside(NAME).in_format(Format::Shell).holding(holds);

/// Variables of which the release's scripts make an option of Java, and the property that it defines. That
/// of the root has the name of 1.8 there, too, where the later one takes its value from it.
pub(crate) const VARIABLES: [(&str, &str); 7] = [
    ("ALLUXIO_MASTER_HOSTNAME", "alluxio.master.hostname"),
    ("ALLUXIO_MASTER_MOUNT_TABLE_ROOT_UFS", "alluxio.master.mount.table.root.ufs"),
    ("ALLUXIO_RAM_FOLDER", "alluxio.worker.tieredstore.level0.dirs.path"),
    ("ALLUXIO_UNDERFS_ADDRESS", "alluxio.master.mount.table.root.ufs"),
    ("ALLUXIO_UNDERFS_ADDRESS", "alluxio.underfs.address"),
    ("ALLUXIO_WORKER_MEMORY_SIZE", "alluxio.worker.memory.size"),
    ("ALLUXIO_WORKER_RAMDISK_SIZE", "alluxio.worker.ramdisk.size"),
];

fn holds(key: &str, value: &str) -> Result<(), Message> {
    if !shell::is_name(key) {
        return Err(msg!(en: "\"{k}\" is no name of a variable: letters, digits and underscores",
            zh: "“{k}”不是变量名：只能含字母、数字和下划线", k = shown(key)));
    }
    match folder(value) {
        Some(home) if key == JAVA_HOME => AbsolutePath::parse(home).map(|_| ()),
        _ => Ok(()),
    }
}

/// What stands in it.
pub(super) fn configure(cx: &Context, class: &Class) -> Option<ConfigFile> {
    if !ALLUXIO.iter().any(|role| class.has(role)) {
        return None;
    }
    let node = class.node();
    let mut entries = java(cx, class);
    let said = processes(cx, &node).into_iter().filter_map(|key| Some((key, why(key)?)));
    entries.extend(said.map(|(key, (fields, reason))| match of_fields(cx, &node, key) {
        Ok(words) => Entry::new(key, words, fields, reason.into()),
        Err(why) => Entry::new(key, "", fields, reason.into()).broken(why),
    }));
    Some(ConfigFile::new(NAME, entries))
}

fn java(cx: &Context, class: &Class) -> Vec<Entry> {
    const FIELDS: &[&str] = &["paths.java_home"];
    let home = cx.text_of(Some(class), "paths.java_home");
    if home.is_empty() {
        return Vec::new();
    }
    let reason = || {
        msg!(en: "Both: the scripts look at the PATH before JAVA_HOME.",
             zh: "两者都要写：脚本会先查找 PATH，再看 JAVA_HOME。")
    };
    let entry = match AbsolutePath::parse(&home) {
        Ok(home) => Entry::new(JAVA_HOME, home.0, FIELDS, reason()),
        Err(why) => return vec![Entry::new(JAVA_HOME, "", FIELDS, reason()).broken(why)],
    };
    vec![entry, Entry::new(JAVA, "$JAVA_HOME/bin/java", FIELDS, reason())]
}

/// The fields that make the options of a process, and why they are there; nothing of one that has
/// no field.
fn why(key: &str) -> Option<(&'static [&'static str], Text)> {
    Some(match key {
        MASTER_JVM => (
            &["jvm.master_heap"],
            const {
                Text::new(
                    "The heap of the master; the scripts would take 8 GiB.",
                    "master 的堆内存；不设置时脚本使用 8 GiB。",
                )
            },
        ),
        WORKER_JVM => (
            &["jvm.worker_heap", "jvm.worker_direct"],
            const {
                Text::new(
                    "Heap and direct memory of the worker; the scripts would take 4 GiB each.",
                    "worker 的堆内存与堆外内存；不设置时脚本各使用 4 GiB。",
                )
            },
        ),
        JOB_MASTER_JVM => (
            &["jvm.job_heap"],
            const { Text::new("The heap of the job master.", "job master 的堆内存。") },
        ),
        JOB_WORKER_JVM => (
            &["jvm.job_heap"],
            const { Text::new("The heap of the job worker.", "job worker 的堆内存。") },
        ),
        _ => return None,
    })
}

/// The options of a process as the fields say them.
///
/// # Errors
/// Why a field cannot be used.
pub(crate) fn of_fields(cx: &Context, node: &Node, key: &str) -> Result<String, Message> {
    let mut words = Vec::new();
    for field in why(key).map_or(&[][..], |(fields, _)| fields) {
        let size = cx.get_for::<ByteSize>(node, field)?.0.div_ceil(ByteSize::MIB);
        words.push(if *field == "jvm.worker_direct" {
            format!("-XX:MaxDirectMemorySize={size}m")
        } else {
            format!("-Xms{size}m -Xmx{size}m")
        });
    }
    Ok(words.join(" "))
}
