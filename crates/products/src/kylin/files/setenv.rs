//! `conf/setenv.sh`: the JVM of the server. It keeps all that the release's own file sets; what
//! differs is the heap and the words that were added.
//!
//! As a configuration file its keys are variables, and a value stands between double quotes, where a
//! shell puts other variables in. `KYLIN_JVM_SETTINGS` is the release's whole list of JVM options.

use crate::common::entries;
use crate::common::jvm::{Options, written};
use crate::common::text::header;
use crate::kylin::emr;
use crate::kylin::fields::sizing::{SHIPPED_HEAP, options};
use crate::kylin::roles::{KYLIN, is_kylin};
use ::rules::{Class, ConfigFile, ConfigKind, Context, Entry, Format};
use formats::{File, shell};
use model::value::{ByteSize, Value, shown};
use model::{Message, Node, Place, Text, msg};

/// The file, inside a node's folder.
pub(crate) const NAME: &str = "conf/setenv.sh";
/// The lines at the end of a release's own `setenv.sh`, for products of the family that have one.
pub(crate) const LINES: &str = "conf/setenv-lines.sh";
/// The release's JVM options.
pub(crate) const SETTINGS: &str = "KYLIN_JVM_SETTINGS";
/// What stands behind them: the last of two options counts.
pub(crate) const MORE: &str = "KYLIN_EXTRA_START_OPTS";

/// It as a configuration file.
pub(crate) const KIND: ConfigKind =
    ConfigKind::beside(NAME).in_format(Format::Shell).holding(is_variable);

const ABOUT: Text = Text::new(
    "JVM options of Kylin's server; sourced by bin/kylin.sh.",
    "Kylin 服务进程的 JVM 参数；由 bin/kylin.sh 载入。",
);

/// Whether a key is the name of a variable.
///
/// # Errors
/// Why it is none.
pub(crate) fn is_variable(key: &str, _: &str) -> Result<(), Message> {
    if shell::is_name(key) {
        return Ok(());
    }
    Err(msg!(en: "\"{k}\" is no name of a variable: letters, digits and underscores",
        zh: "“{k}”不是变量名：只能含字母、数字和下划线", k = shown(key)))
}

/// Whether a node needs its own: another heap than the shipped one, more options, or a line by hand.
pub(crate) fn applies(cx: &Context, node: &Node) -> bool {
    let config = || cx.config_of(node.row).and_then(|config| config.file(NAME));
    let by_hand = |e: &Entry| matches!(e.places.first(), Some(Place::Override(..)));
    is_kylin(cx, node)
        && (cx.get_for::<ByteSize>(node, "jvm.heap").ok() != ByteSize::parse(SHIPPED_HEAP).ok()
            || !cx.node_text(node, "jvm.extra").is_empty()
            || emr::active(cx)
            || config().is_some_and(|file| file.entries().iter().any(by_hand)))
}

/// What stands in it, also where the release's own file stays because nothing differs from it.
pub(crate) fn configure(cx: &Context, class: &Class) -> Option<ConfigFile> {
    if !KYLIN.iter().any(|role| class.has(role)) {
        return None;
    }
    let places = jvm_places(cx, class);
    let mut entries = vec![
        match jvm_words(cx, class) {
            Ok((heap, extra)) => {
                let words =
                    format!("{heap} {SHIPPED}{}{extra}", if extra.is_empty() { "" } else { " " });
                Entry::new(SETTINGS, words, &[], jvm_reason())
            }
            Err(why) => Entry::new(SETTINGS, "", &[], jvm_reason()).broken(why),
        }
        .at(places),
    ];
    let more = msg!(en: "More options; the last of two counts, and these come last.",
        zh: "更多参数；重复时以最后一个为准，而这些位于最后。");
    entries.push(Entry::new(MORE, "", &[], more).at(vec![Place::Product]));
    let arenas = msg!(en: "glibc would reserve address space for many more arenas (HADOOP-7154).",
        zh: "否则 glibc 会为更多 arena 预留地址空间（HADOOP-7154）。");
    let arenas = Entry::new("MALLOC_ARENA_MAX", "${MALLOC_ARENA_MAX:-4}", &[], arenas);
    entries.push(arenas.at(vec![Place::Product]));
    if emr::active(cx) {
        // kylin.sh has found what Hive needs when it reads this file.
        let value = "${hive_dependency:-}:$HBASE_CLASSPATH_PREFIX";
        let reason = msg!(
            en: "On EMR Hive's classes must come before those that HBase brings.",
            zh: "在 EMR 上，Hive 的类必须先于 HBase 自带的类。");
        entries.push(Entry::new("HBASE_CLASSPATH_PREFIX", value, &["emr.kind"], reason));
    }
    Some(ConfigFile::new(NAME, entries))
}

/// The sizes of the heap, and the words that were added.
///
/// # Errors
/// Which of the two fields cannot be used.
pub(crate) fn jvm_words(cx: &Context, class: &Class) -> Result<(String, String), Message> {
    let heap = ByteSize::parse(&cx.text_of(Some(class), "jvm.heap"))?.0;
    let extra = options(&cx.text_of(Some(class), "jvm.extra"))?.join(" ");
    Ok((format!("-Xms{} -Xmx{}", written(heap.min(ByteSize::GIB)), written(heap)), extra))
}

/// The fields that say them, without a node's own: a class has none.
pub(crate) fn jvm_places(cx: &Context, class: &Class) -> Vec<Place> {
    let said = |key: &&str| *key == "jvm.heap" || !cx.text_of(Some(class), key).is_empty();
    let keys = ["jvm.heap", "jvm.extra"].into_iter().filter(said);
    keys.map(|key| Place::Setting(key.to_owned())).collect()
}

fn jvm_reason() -> Message {
    msg!(en: "The heap of the server, which begins with at most 1 GiB as in the release; the release's own options, which only Java 8 takes; and those that were added.",
         zh: "服务进程的堆内存，初始值与发行包一致，最多 1 GiB；发行包自带的参数，仅 Java 8 接受；以及附加的参数。")
}

/// The options of a node's server, as the JVM gets them; of a product whose release has a file of its
/// own, those that stand at its end. What a part of them is set by stands beside it.
pub(crate) fn jvm(cx: &Context, node: &Node) -> (Options, Vec<(Options, Place)>) {
    let config = cx.config_of(node.row);
    let file = config.and_then(|c| [NAME, LINES].into_iter().find_map(|name| c.file(name)));
    let entries = file.into_iter().flat_map(|f| [SETTINGS, MORE].map(|key| f.get(key))).flatten();
    let parts: Vec<(Options, Place)> = entries
        .filter(|entry| entry.broken.is_none())
        .filter_map(|e| Some((Options::new(e.text()), e.places.first().cloned()?)))
        .collect();
    let words = parts.iter().flat_map(|(options, _)| options.words());
    (Options::new(words.collect::<Vec<_>>().join(" ")), parts)
}

/// Writes it.
pub(crate) fn render(cx: &Context, node: &Node) -> File {
    let mut file = File::new(ABOUT);
    file.line("#!/bin/bash");
    let Some(config) = cx.config_of(node.row).and_then(|c| c.file(NAME)) else {
        header(cx, "#", &mut file);
        return file;
    };
    entries::write(cx, &mut file, config, assignment);
    file.text(REST);
    file
}

/// `export NAME="value"`.
pub(crate) fn assignment(name: &str, value: &str) -> String {
    format!("export {name}={}", shell::expanding(value))
}

/// What the release's own file sets beside the heap.
const SHIPPED: &str = "-Xss1024K -XX:MaxPermSize=512M -verbose:gc -XX:+PrintGCDetails -XX:+PrintGCDateStamps -Xloggc:$KYLIN_HOME/logs/kylin.gc.%p -XX:+UseGCLogFileRotation -XX:NumberOfGCLogFiles=10 -XX:GCLogFileSize=64M";

/// How the release's own file puts the variables together.
const REST: &str = r#"
# On HDP the stack's version must be known to Hadoop's own settings.
if [[ -d /usr/hdp/current/hadoop-client ]]; then
    kylin_hdp=$(readlink /usr/hdp/current/hadoop-client)
    kylin_hdp=${kylin_hdp#/usr/hdp/}
    KYLIN_EXTRA_START_OPTS="-Dhdp.version=${kylin_hdp%%/*} $KYLIN_EXTRA_START_OPTS"
    if [[ -d /usr/hdp/current/hadoop-client/lib/native ]]; then
        export KYLIN_LD_LIBRARY_SETTINGS="${KYLIN_LD_LIBRARY_SETTINGS:--Djava.library.path=/usr/hdp/current/hadoop-client/lib/native}"
    fi
fi

KYLIN_EXTRA_START_OPTS="${KYLIN_JVM_SETTINGS:-} $KYLIN_EXTRA_START_OPTS"
if [[ -n "${KYLIN_DEBUG_SETTINGS:-}" ]]; then
    KYLIN_EXTRA_START_OPTS="$KYLIN_DEBUG_SETTINGS $KYLIN_EXTRA_START_OPTS"
fi
if [[ -n "${KYLIN_LD_LIBRARY_SETTINGS:-}" ]]; then
    KYLIN_EXTRA_START_OPTS="$KYLIN_LD_LIBRARY_SETTINGS $KYLIN_EXTRA_START_OPTS"
fi
"#;
