//! The JVMs of the processes of a node. What is asked here is the document's, since the default of
//! the ramdisk, which stands in a file, follows from it.

use crate::alluxio::choice::jobs;
use crate::alluxio::configure::env;
use crate::alluxio::roles::{MASTER, PROXY, WORKER};
use crate::common::jvm::Options;
use ::rules::Context;
use formats::shell;
use model::Node;
use model::value::ByteSize;

/// The options of a master.
pub(crate) const MASTER_JVM: &str = "ALLUXIO_MASTER_JAVA_OPTS";
/// The options of a job master.
pub(crate) const JOB_MASTER_JVM: &str = "ALLUXIO_JOB_MASTER_JAVA_OPTS";
/// The options of a worker.
pub(crate) const WORKER_JVM: &str = "ALLUXIO_WORKER_JAVA_OPTS";
/// The options of a job worker.
pub(crate) const JOB_WORKER_JVM: &str = "ALLUXIO_JOB_WORKER_JAVA_OPTS";
/// The options of a proxy.
pub(crate) const PROXY_JVM: &str = "ALLUXIO_PROXY_JAVA_OPTS";
/// The options of every process, which stand behind its own.
pub(crate) const EVERY_JVM: &str = "ALLUXIO_JAVA_OPTS";
/// The folder of Java.
pub(crate) const JAVA_HOME: &str = "JAVA_HOME";
/// Java itself, which the scripts call.
pub(crate) const JAVA: &str = "JAVA";

/// The variables with the options of the processes that run on a node.
pub(crate) fn processes(cx: &Context, node: &Node) -> Vec<&'static str> {
    let of = |role: &str, own, job| {
        let keys = if jobs(cx) { vec![own, job] } else { vec![own] };
        if node.roles.contains(role) { keys } else { Vec::new() }
    };
    let mut all = of(MASTER, MASTER_JVM, JOB_MASTER_JVM);
    all.extend(of(WORKER, WORKER_JVM, JOB_WORKER_JVM));
    if node.roles.contains(PROXY) {
        all.push(PROXY_JVM);
    }
    all
}

/// The options of a process of a node, as the JVM gets them: its own, those of every process, and
/// what the release's scripts add where nothing says it.
pub(crate) fn options(cx: &Context, node: &Node, key: &str) -> Options {
    let by_hand = |key| cx.overridden(node, env::NAME, key).map(|(_, text)| text.to_owned());
    let own = by_hand(key).unwrap_or_else(|| env::of_fields(cx, node, key).unwrap_or_default());
    let mut text = format!("{own} {}", by_hand(EVERY_JVM).unwrap_or_default());
    let added: &[(&str, &str)] = match key {
        MASTER_JVM => &[("Xmx", "-Xmx8g")],
        WORKER_JVM => {
            &[("Xmx", "-Xmx4g"), ("XX:MaxDirectMemorySize", "-XX:MaxDirectMemorySize=4g")]
        }
        _ => &[],
    };
    for (word, option) in added {
        if !text.contains(word) {
            text.push(' ');
            text.push_str(option);
        }
    }
    Options::new(text)
}

/// The heap of the worker of a node in whole mebibytes; empty where there is none.
pub(crate) fn worker_heap(cx: &Context, node: &Node) -> String {
    let mib = |b: ByteSize| b.0.div_ceil(ByteSize::MIB).to_string();
    let runs = node.roles.contains(WORKER);
    let heap = runs.then(|| options(cx, node, WORKER_JVM).heap()).flatten();
    heap.map_or_else(String::new, mib)
}

/// The folder of the Java with which the processes of a node run; empty for the one on the PATH.
pub(crate) fn java_home(cx: &Context, node: &Node) -> String {
    match cx.overridden(node, env::NAME, JAVA_HOME) {
        Some((_, text)) => folder(text).unwrap_or_default().to_owned(),
        None => cx.node_text(node, "paths.java_home"),
    }
}

/// The folder that a value of `JAVA_HOME` names: of `${JAVA_HOME:-/usr/java}`, as it often stands
/// there, what is taken where the environment says nothing; nothing where only a shell knows.
pub(crate) fn folder(value: &str) -> Option<&str> {
    let value = value.trim();
    let inner = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let word = inner.and_then(|text| text.split_once(":-").or_else(|| text.split_once('-')));
    let taken = word.filter(|(name, _)| shell::is_name(name)).map_or(value, |(_, word)| word);
    (!taken.contains(['$', '`'])).then_some(taken)
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn the_folder_of_java_is_what_a_shell_takes_without_an_environment() {
        for (value, taken) in [
            ("/usr/java", Some("/usr/java")),
            (" ${JAVA_HOME:-/usr/java} ", Some("/usr/java")),
            ("${JAVA_HOME-/usr/java}", Some("/usr/java")),
            ("${JAVA_HOME:-java}", Some("java")),
            ("$JAVA8_HOME", None),
            ("${JAVA8_HOME}/jre", None),
            ("$(dirname /usr/java/bin)", None),
            ("`which java`", None),
            ("${A:-${B}}", None),
        ] {
            assert_eq!(folder(value), taken, "{value}");
        }
    }
}
