//! What the fields and roles write into `conf/alluxio-site.properties`: only what differs from
//! the version's own defaults, each entry with its reason and with what caused it. One line
//! differs from master to master: its own host name.
//!
//! A 2.9 worker inherits what its own file does not say from the leader's file, so that keys of
//! workers stand in the files of workers only.

pub(crate) mod env;
pub(crate) mod hosts;
mod masters;
mod storage;
mod workers;

pub(crate) use masters::HOSTNAME;
pub use masters::client_entries;

use super::roles::{ALLUXIO, MASTER, PROXY, WORKER};
use super::versions::two;
use crate::alluxio::effective::jvm;
use ::rules::{Class, ConfigFile, ConfigKind, Context, Entry, Process, Reads};
use model::value::{ByteSize, Value};
use model::{Message, msg};

/// The file, inside a node's folder.
pub const NAME: &str = "conf/alluxio-site.properties";

/// The configuration files of the nodes.
pub static CONFIGS: &[ConfigKind] = &[
    ConfigKind::of_product(NAME),
    crate::common::zookeeper::KIND,
    env::KIND,
    hosts::MASTERS_KIND,
    hosts::WORKERS_KIND,
];

/// Its processes: what their JVM defines wins over the file.
pub static PROCESSES: &[Process] = &[
    process("master", &[MASTER], &READS_OF_MASTER),
    process("worker", &[WORKER], &READS_OF_WORKER),
    process("job-master", &[MASTER], &READS_OF_JOB_MASTER),
    process("job-worker", &[WORKER], &READS_OF_JOB_WORKER),
    process("proxy", &[PROXY], &READS_OF_PROXY),
];

static READS_OF_MASTER: [Reads; 10] = reads(jvm::MASTER_JVM);
static READS_OF_WORKER: [Reads; 10] = reads(jvm::WORKER_JVM);
static READS_OF_JOB_MASTER: [Reads; 10] = reads(jvm::JOB_MASTER_JVM);
static READS_OF_JOB_WORKER: [Reads; 10] = reads(jvm::JOB_WORKER_JVM);
static READS_OF_PROXY: [Reads; 10] = reads(jvm::PROXY_JVM);

const fn reads(own: &'static str) -> [Reads; 10] {
    let [hostname, root, folder, storage, address, memory, ramdisk] = env::VARIABLES;
    [
        Reads::Keys(NAME),
        Reads::OptionsIn(env::NAME, jvm::EVERY_JVM),
        variable(hostname),
        variable(root),
        variable(folder),
        variable(storage),
        variable(address),
        variable(memory),
        variable(ramdisk),
        Reads::OptionsIn(env::NAME, own),
    ]
}

const fn variable((name, key): (&'static str, &'static str)) -> Reads {
    Reads::Variable(env::NAME, name, key)
}

const fn process(
    id: &'static str,
    roles: &'static [&'static str],
    reads: &'static [Reads],
) -> Process {
    Process { id, roles, reads }
}

/// The files of a class of nodes: the product's own where it runs, those of what stands beside it.
pub fn configure(cx: &Context, class: &Class) -> Vec<ConfigFile> {
    let runs = ALLUXIO.iter().any(|role| class.has(role));
    let own = runs.then(|| ConfigFile::new(NAME, entries(cx, class)));
    let mut files: Vec<ConfigFile> = own.into_iter().collect();
    files.extend(crate::common::zookeeper::configure(cx, class));
    files.extend(env::configure(cx, class));
    files.extend(hosts::configure(cx, class));
    files
}

fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let mut entries = masters::entries(cx, class);
    if class.has(MASTER) || class.has(WORKER) {
        entries.extend(storage::entries(cx, class));
    }
    if class.has(WORKER) {
        entries.extend(workers::entries(cx, &class.node()));
    }
    if class.has(PROXY) {
        entries.extend(port(cx, "alluxio.proxy.web.port", "ports.proxy"));
    }
    entries.extend(client_defaults(cx));
    entries
}

/// A field's text, when it can be used: present if required, and of its kind.
pub fn usable(cx: &Context, key: &str) -> Result<String, Message> {
    let text = cx.text(key);
    cx.check_text(key, &text)?;
    Ok(text.into_owned())
}

/// An entry with the text of one field; a marked one when that cannot be used.
fn of_field(cx: &Context, key: &str, field: &str, reason: Message) -> Entry {
    match usable(cx, field) {
        Ok(value) => Entry::new(key, value, &[field], reason),
        Err(why) => Entry::new(key, cx.text(field), &[field], reason).broken(why),
    }
}

/// An entry with a value that was computed, or why it cannot be.
fn of_result(key: &str, value: Result<String, Message>, fields: &[&str], reason: Message) -> Entry {
    match value {
        Ok(value) => Entry::new(key, value, fields, reason),
        Err(why) => Entry::new(key, "", fields, reason).broken(why),
    }
}

/// The same as [`of_field`], but nothing when it is the version's own default anyway.
fn unless_default(cx: &Context, key: &str, field: &str, reason: Message) -> Option<Entry> {
    let entry = of_field(cx, key, field, reason);
    (entry.broken.is_some() || *entry.text() != *cx.catalogue().default_of(key)).then_some(entry)
}

/// A port that is not the version's own.
fn port(cx: &Context, key: &str, field: &str) -> Option<Entry> {
    let reason = msg!(en: "Another port than the version's own.", zh: "与该版本默认值不同的端口。");
    unless_default(cx, key, field, reason)
}

/// What clients get from the masters, or read in their own files.
pub(crate) fn client_defaults(cx: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    entries.extend(unless_default(
        cx,
        "alluxio.user.file.writetype.default",
        "clients.write_type",
        msg!(en: "Where files go that are written without saying more.", zh: "未另行指定时文件的写入方式。"),
    ));
    let size = cx.get::<ByteSize>("clients.block_size");
    let default = ByteSize::parse(if two(cx) { "64MB" } else { "512MB" });
    if size != default {
        entries.push(of_result(
            "alluxio.user.block.size.bytes.default",
            size.map(bytes),
            &["clients.block_size"],
            msg!(en: "The size of the blocks in which files are cached.", zh: "缓存文件时的块大小。"),
        ));
    }
    entries
}

/// A size as Alluxio reads it: a number and a unit, without a blank.
pub(crate) fn bytes(size: ByteSize) -> String {
    let units = [(1_u64 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];
    for (unit, name) in units {
        if size.0 >= unit && size.0.is_multiple_of(unit) {
            return format!("{}{name}", size.0 / unit);
        }
    }
    format!("{}B", size.0)
}

#[cfg(test)]
mod tests {
    use super::bytes;
    use model::value::ByteSize;

    #[test]
    fn sizes_are_what_alluxio_reads() {
        assert_eq!(bytes(ByteSize(16 << 30)), "16GB");
        assert_eq!(bytes(ByteSize(1536 << 20)), "1536MB");
        assert_eq!(bytes(ByteSize(1000)), "1000B");
    }
}
