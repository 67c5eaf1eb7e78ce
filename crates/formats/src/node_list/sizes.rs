//! What a machine has, as people write it behind its name: `64G 16c`, `16 vCPU`, `16核64G`.

use super::keys;
use model::value::{ByteSize, Count, Value};

/// What a word says of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// A field and its text.
    Of(&'static str, String),
    /// Disks, which no field of a node takes.
    Disks,
}

const CORES: &[&str] = &[
    "c", "core", "cores", "cpu", "cpus", "vcpu", "vcpus", "vcore", "vcores", "核", "核心", "线程",
];
const MEMORY: &[&str] = &["m", "mb", "mib", "g", "gb", "gib", "t", "tb", "tib"];
/// Words that say once more what the size before them is.
const NAMES: &[&str] = &["ram", "mem", "memory", "内存"];

/// Whether a word says only what the size before it is.
pub(super) fn is_name_of_memory(word: &str) -> bool {
    NAMES.contains(&word.to_ascii_lowercase().as_str())
}

/// The unit that a word is, for a number before it.
pub(super) fn is_unit(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    CORES.contains(&word.as_str()) || MEMORY.contains(&word.as_str())
}

/// What a word says: numbers with units, nothing else. `None` for any other word.
pub(super) fn read(word: &str) -> Option<Vec<Amount>> {
    // The longest has two numbers of twenty digits.
    if word.len() > 80 || !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if is_disks(word) {
        return Some(vec![Amount::Disks]);
    }
    let mut amounts = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let lower = unit.to_ascii_lowercase();
        if CORES.contains(&lower.as_str()) {
            let Count(cores) = Count::parse(number).ok()?;
            amounts.push(Amount::Of(keys::CORES, cores.to_string()));
        } else if MEMORY.contains(&lower.as_str()) {
            let size = ByteSize::parse(&format!("{number}{lower}")).ok()?;
            amounts.push(Amount::Of(keys::MEMORY, size.to_string()));
        } else {
            return None;
        }
        rest = after.strip_prefix(['/', '*', '+', '-', '_']).unwrap_or(after);
        if rest.is_empty() && rest.len() != after.len() {
            return None;
        }
    }
    Some(amounts)
}

/// `4x1.8T`, `1.8T`, `12*4TB`, `2x480GB-SSD`.
fn is_disks(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let (size, several) = match lower.split_once(['x', '×', '*']) {
        Some((count, size)) if Count::parse(count).is_ok() && !count.is_empty() => (size, true),
        _ => (lower.as_str(), false),
    };
    let Some(end) = size.find(|c: char| !c.is_ascii_digit() && c != '.') else { return false };
    let (number, unit) = size.split_at(end);
    let unit = unit.split(['-', '_']).next().unwrap_or_default();
    MEMORY.contains(&unit)
        && number.starts_with(|c: char| c.is_ascii_digit())
        && (several || number.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_units_are_amounts_and_names_are_not() {
        let show = |word: &str| -> Option<Vec<String>> {
            let each = |a: Amount| match a {
                Amount::Of(key, text) => format!("{key}={text}"),
                Amount::Disks => "disks".to_owned(),
            };
            read(word).map(|amounts| amounts.into_iter().map(each).collect())
        };
        let is = |word: &str, all: &[&str]| {
            assert_eq!(
                show(word).as_deref(),
                Some(&all.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>()[..]),
                "{word}"
            );
        };
        for word in ["64G", "64g", "64GB", "64GiB", "65536M"] {
            is(word, &["host.memory=64 GiB"]);
        }
        for word in ["16c", "16C", "16cores", "16vCPU", "16核"] {
            is(word, &["host.cores=16"]);
        }
        for word in ["16c64g", "16核64G", "16C/64GB", "16c-64g"] {
            is(word, &["host.cores=16", "host.memory=64 GiB"]);
        }
        is("1536M", &["host.memory=1536 MiB"]);
        for word in ["4x1.8T", "12*4TB", "1.8T", "2x480GB-SSD"] {
            is(word, &["disks"]);
        }
        for word in [
            "k1",
            "16",
            "64",
            "c16",
            "16x",
            "16c-",
            "10.0.0.1",
            "1k",
            "",
            "16c64",
            "99999999999999999999c",
        ] {
            assert_eq!(show(word), None, "{word}");
        }
    }
}
