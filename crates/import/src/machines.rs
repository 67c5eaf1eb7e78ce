//! What files that no program of the product reads say of the machines: addresses of `/etc/hosts` and
//! of inventories, cores and memory in words, of `lscpu`, of `/proc/meminfo`.

use crate::Source;
use crate::locate::Located;
use crate::target::Target;
use formats::node_list;
use model::value::{ByteSize, Value};
use model::{ClusterSpec, Node};
use rules::Product;
use std::collections::BTreeMap;

/// Longer ones are logs and data. In bytes.
const SHORT: usize = 256 * 1024;
/// The fields of a node that a machine has.
const CORES: &str = "host.cores";
const MEMORY: &str = "host.memory";
/// What files that only speak of machines are called.
const HOSTS: &str = "hosts";
const MACHINE: &str = "machine";

/// Fills in what is not said yet; the files that said something, with what they are.
pub(crate) fn fill(
    product: &'static Product,
    spec: &mut ClusterSpec,
    sources: &[Source],
    located: &Located,
    target: &Target,
) -> BTreeMap<String, &'static str> {
    let mut read = BTreeMap::new();
    for (source, host) in located.unknown(sources) {
        let path = source.path.as_str();
        let Some(text) = std::str::from_utf8(&source.bytes).ok().filter(|t| t.len() <= SHORT)
        else {
            continue;
        };
        let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let what = if lists_hosts(&name) {
            listed(product, spec, text).then_some(HOSTS)
        } else {
            let row = host.and_then(|host| target.hosts.get(host));
            let said = machine(text).filter(|_| is_telling(&name));
            row.zip(said).is_some_and(|(row, said)| put(spec, *row, said)).then_some(MACHINE)
        };
        if let Some(what) = what {
            read.insert(path.to_owned(), what);
        }
    }
    read
}

/// Whether what a file is called here speaks of machines alone.
pub(crate) fn of_machines(what: &str) -> bool {
    matches!(what, HOSTS | MACHINE)
}

/// Whether a file's name says that it lists hosts.
fn lists_hosts(name: &str) -> bool {
    name == "hosts" || name.contains("inventory") || name.starts_with("hosts.")
}

/// The names that `/etc/hosts` and inventories give to addresses; of two for one the first.
pub(crate) fn addresses(
    product: &Product,
    sources: &[Source],
    located: &Located,
) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (source, _) in located.unknown(sources) {
        let name = source.path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let text = std::str::from_utf8(&source.bytes).ok().filter(|t| t.len() <= SHORT);
        let Some(text) = text.filter(|_| lists_hosts(&name)) else { continue };
        for found in node_list::read(text, &product.role_words(), &[]).nodes {
            if !found.address.is_empty() && found.address != found.name {
                all.entry(found.address).or_insert(found.name);
            }
        }
    }
    all
}

/// Whether a file's name says that it is about a machine.
fn is_telling(name: &str) -> bool {
    ["host", "fact", "machine", "hardware", "lscpu", "meminfo", "cpuinfo", "node"]
        .iter()
        .any(|word| name.contains(word))
}

/// Addresses and sizes of nodes that the document has.
fn listed(product: &Product, spec: &mut ClusterSpec, text: &str) -> bool {
    let list = node_list::read(text, &product.role_words(), &[]);
    let mut any = false;
    for found in &list.nodes {
        let short = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        let same = |node: &&mut Node| {
            node.name == found.name
                || short(&node.name) == short(&found.name)
                    && (!node.name.contains('.') || !found.name.contains('.'))
        };
        let Some(node) = spec.nodes.iter_mut().find(same) else { continue };
        if node.address.is_empty() && found.address != node.name {
            node.address.clone_from(&found.address);
        }
        for (key, value) in &found.settings {
            node.settings.entry(key.clone()).or_insert_with(|| value.clone());
        }
        any = true;
    }
    any
}

fn put(spec: &mut ClusterSpec, row: model::RowId, said: Machine) -> bool {
    let Some(node) = spec.node_mut(row) else { return false };
    let pairs = [(CORES, said.cores.map(|n| n.to_string())), (MEMORY, said.memory)];
    for (key, value) in pairs {
        if let Some(value) = value {
            node.settings.entry(key.to_owned()).or_insert(value);
        }
    }
    true
}

/// What a text says of a machine.
#[derive(Debug, Default, PartialEq, Eq)]
struct Machine {
    cores: Option<u32>,
    memory: Option<String>,
}

/// Reads words: `cpu 2, ram 4 GiB`, `20 cores, 32 GiB`, `CPU(s): 16`, `MemTotal: 16384 kB`. What a size
/// is of, the words of its part tell; a size of a disk is none of memory.
fn machine(text: &str) -> Option<Machine> {
    let mut machine = Machine::default();
    for part in text.split(['\n', ',', ';']) {
        let lower = part.to_lowercase();
        let words: Vec<&str> = lower
            .split(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '(' | ')'))
            .filter(|word| !word.is_empty())
            .collect();
        let has = |any: &[&str]| words.iter().any(|word| any.contains(word));
        if has(&["disk", "disks", "volume", "ssd", "hdd", "swap", "request"]) {
            continue;
        }
        let number = || words.iter().find_map(|word| word.parse::<u32>().ok());
        let joined = |units: &[&str]| {
            words.iter().find_map(|word| {
                units.iter().find_map(|unit| word.strip_suffix(unit)?.parse::<u32>().ok())
            })
        };
        let cores = ["core", "cores", "cpu", "cpus", "vcpu", "vcpus", "核"];
        let one_of = part.trim_start().to_lowercase();
        if machine.cores.is_none() && has(&cores) && !one_of.starts_with("on-line") {
            machine.cores = number();
        }
        machine.cores = machine.cores.or_else(|| joined(&["cores", "vcpu", "vcpus", "cpus", "核"]));
        if machine.memory.is_none() {
            let named = has(&["ram", "memory", "mem", "memtotal", "内存"]);
            machine.memory = size(&words).filter(|_| named || words.len() <= 3);
        }
    }
    (machine != Machine::default()).then_some(machine)
}

/// The first size among words: a number with its unit, together or apart.
fn size(words: &[&str]) -> Option<String> {
    let unit = |word: &str| {
        matches!(word, "kb" | "kib" | "mb" | "mib" | "gb" | "gib" | "g" | "m" | "tb" | "tib")
    };
    for (at, word) in words.iter().enumerate() {
        let apart = words.get(at + 1).filter(|next| unit(next) && word.parse::<u64>().is_ok());
        let whole = match apart {
            Some(unit) => format!("{word} {unit}"),
            None if word.starts_with(|c: char| c.is_ascii_digit())
                && word.ends_with(['b', 'g', 'm']) =>
            {
                (*word).to_owned()
            }
            None => continue,
        };
        if let Ok(size) = ByteSize::parse(&whole) {
            // `/proc/meminfo` counts what the kernel leaves: a machine has whole gibibytes.
            if whole.ends_with("kb") {
                return Some(format!("{} GiB", size.0.div_ceil(ByteSize::GIB)));
            }
            return Some(size.to_string());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Machine, machine};

    #[test]
    fn words_of_many_hands_tell_cores_and_memory() {
        let is = |text: &str, cores: Option<u32>, memory: Option<&str>| {
            let expected = Machine { cores, memory: memory.map(str::to_owned) };
            let read = machine(text).unwrap_or_default();
            assert_eq!(read, expected, "{text}");
        };
        is("cpu 2, ram 4 GiB; also runs ZooKeeper and Kafka", Some(2), Some("4 GiB"));
        is("pod: memory limit 4 GiB, request 1 GiB", None, Some("4 GiB"));
        is("pod: 20 cores, 32 GiB; 15 such pods", Some(20), Some("32 GiB"));
        is("2 cores", Some(2), None);
        is("disk for /var: 2 TB", None, None);
        is("16 vCPU, 64GB memory", Some(16), Some("64 GiB"));
        is("MemTotal:       16247108 kB\nSwapTotal: 2097148 kB", None, Some("16 GiB"));
        is("CPU(s):              8\nOn-line CPU(s) list: 0-7", Some(8), None);
        is("16核，64G 内存".replace('，', ",").as_str(), Some(16), Some("64 GiB"));
        is("nothing of the kind", None, None);
    }
}
