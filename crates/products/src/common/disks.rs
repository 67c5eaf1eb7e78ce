//! The disks of a machine, as a field has them (`/data1 1.9 TB, /data2 1.9 TB`), and what programs that
//! several products share keep on them.

use super::memory::redis_memory;
use super::session::redis::{REDIS_CONF, first_word};
use super::session::roles::is_redis;
use ::rules::{Class, Context, DiskNotation, Field, Kind, Measured, OnDisk, Scope};
use model::value::{AbsolutePath, Value, shown};
use model::{Message, Node, Text, msg};

/// The field's key.
pub(crate) const KEY: &str = "host.disks";

/// The field of a node, for nodes with the roles; for all nodes where there are none.
pub(crate) const fn field(label: Text, help: Text, roles: &'static [&'static str]) -> Field {
    let group = Text::new("Machine", "机器");
    Field::new(KEY, "sizing", group, label, help, Kind::Custom(check))
        .scope(Scope::Node)
        .roles(roles)
        .measured(Measured::Disks(DiskNotation { write, read }))
        .placeholder("/data1 1.9 TB, /data2 1.9 TB")
}

/// Disks as the field has them, never larger than they are. One whose mount point cannot stand there is
/// left out.
fn write(disks: &[(&str, u64)]) -> String {
    let size = |bytes: u64| match bytes / 1_000_000_000 {
        gb @ 1000.. => match (gb / 1000, gb % 1000 / 10) {
            (whole, 0) => format!("{whole} TB"),
            (whole, part) => format!("{whole}.{part:02} TB"),
        },
        0 => format!("{} MB", bytes / 1_000_000),
        gb => format!("{gb} GB"),
    };
    let shown = disks.iter().map(|(mount, bytes)| format!("{mount} {}", size(*bytes)));
    shown.filter(|text| parse(text).is_ok_and(|all| all.len() == 1)).collect::<Vec<_>>().join(", ")
}

fn read(text: &str) -> Vec<(String, u64)> {
    let disks = parse(text).unwrap_or_default();
    disks.into_iter().map(|disk| (disk.path, disk.size)).collect()
}

/// One disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Disk {
    /// Where it is mounted.
    pub(crate) path: String,
    /// Its size in bytes.
    pub(crate) size: u64,
}

/// The disks of a text.
///
/// # Errors
/// What cannot be read, and how it is written.
pub(crate) fn parse(text: &str) -> Result<Vec<Disk>, Message> {
    let mut all: Vec<Disk> = Vec::new();
    for part in text.split([',', ';', '，', '；']).map(str::trim).filter(|p| !p.is_empty()) {
        if !part.starts_with('/') {
            return Err(msg!(
                en: "\"{t}\" does not say where the disk is mounted: write each as a path and a size, such as /data1 1.9 TB, /data2 1.9 TB",
                zh: "“{t}”没有写明磁盘的挂载点：每块磁盘写作路径加容量，例如 /data1 1.9 TB, /data2 1.9 TB", t = shown(part)));
        }
        let at = part.find([' ', ':', '=', '\t']).unwrap_or(part.len());
        let (path, size) = part.split_at(at);
        let path = AbsolutePath::parse(path)?.0;
        let size = capacity(size.trim_start_matches([' ', ':', '=', '\t']).trim())?;
        if all.iter().any(|disk| disk.path == path) {
            return Err(msg!(en: "{p} is named twice", zh: "{p} 出现了两次", p = shown(&path)));
        }
        all.push(Disk { path, size });
    }
    Ok(all)
}

/// A capacity as makers of disks write it: `TB` and `GB` are decimal, `TiB` and `GiB` binary; a
/// fraction may stand in it.
///
/// # Errors
/// Why it is none.
pub(crate) fn capacity(text: &str) -> Result<u64, Message> {
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let factor: Option<u64> = match unit.trim().to_ascii_lowercase().as_str() {
        "g" | "gb" => Some(1_000_000_000),
        "t" | "tb" => Some(1_000_000_000_000),
        "m" | "mb" => Some(1_000_000),
        "mi" | "mib" => Some(1 << 20),
        "gi" | "gib" => Some(1 << 30),
        "ti" | "tib" => Some(1 << 40),
        _ => None,
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let thousandths = format!("{part:0<3}").get(..3).and_then(|p| p.parse::<u64>().ok());
    let amount = whole.parse::<u64>().ok().zip(thousandths).filter(|_| part.len() <= 3);
    let bytes = amount.zip(factor).and_then(|((whole, thousandths), factor)| {
        whole.checked_mul(factor)?.checked_add(thousandths * (factor / 1000))
    });
    bytes.filter(|bytes| *bytes > 0).ok_or_else(|| {
        msg!(en: "\"{t}\" is not a capacity such as 1.9 TB or 500 GiB",
            zh: "“{t}”不是容量，例如 1.9 TB 或 500 GiB", t = shown(text))
    })
}

fn check(text: &str) -> Result<(), Message> {
    parse(text).map(|_| ())
}

/// The disks of the nodes of a class; none while they are not known.
pub(crate) fn of_class(cx: &Context, class: Option<&Class>) -> Vec<Disk> {
    let text = cx.text_of(class, KEY);
    parse(&text).unwrap_or_default()
}

/// What Redis may write down on a node where it is made, as far as its file says; it is not known
/// where its memory has no limit.
///
/// The log of changes is written anew when it has grown by so many hundredths of what it was, and the
/// old one stays until the new one is whole (`auto-aof-rewrite-percentage`); so does a snapshot. What
/// it holds is no more than the sessions take in memory.
pub(crate) fn services(cx: &Context, node: &Node) -> Vec<OnDisk> {
    if !is_redis(cx, node) {
        return Vec::new();
    }
    let said = |key: &str| first_word(cx, node, REDIS_CONF, key);
    let Some(folder) = said("dir").filter(|dir| AbsolutePath::parse(dir).is_ok()) else {
        return Vec::new();
    };
    let (memory, place) = redis_memory(cx, node);
    let logs = said("appendonly").is_some_and(|word| word.eq_ignore_ascii_case("yes"));
    // Where no line says when, snapshots are made; an empty one says never.
    let snapshots = said("save").is_none_or(|word| !word.is_empty());
    let grown = said("auto-aof-rewrite-percentage").and_then(|p| p.parse::<u64>().ok());
    // Of zero it is never written anew, and grows without an end that anything would say.
    let log = memory.saturating_mul(200 + grown.unwrap_or(100)) / 100;
    let copies = memory.saturating_mul(2);
    let bytes = match (logs, snapshots) {
        (true, true) => log.saturating_add(copies),
        (true, false) => log,
        (false, true) => copies,
        (false, false) => 0,
    };
    let title = const { Text::new("data of Redis", "Redis 数据") };
    vec![OnDisk { title, folder, bytes, place, judged_by: None }]
}

#[cfg(test)]
mod tests {
    use super::{parse, read, write};

    #[test]
    fn what_was_measured_is_written_as_people_do() {
        let disks = [
            ("/data1", 1_920_383_410_176),
            ("/a b", 1 << 40),
            ("/d2", 2_000_000_000_000),
            ("/d3", 499_999_999_999),
        ];
        let text = write(&disks);
        assert_eq!(text, "/data1 1.92 TB, /d2 2 TB, /d3 499 GB");
        assert_eq!(read(&text)[0], ("/data1".to_owned(), 1_920_000_000_000));
        assert_eq!(write(&[("/x", 5)]), "");
    }

    #[test]
    fn disks_are_paths_and_sizes() {
        let all = parse("/data1 1.9 TB, /data2:500 GiB").unwrap();
        assert_eq!(all[0].path, "/data1");
        assert_eq!((all[0].size, all[1].size), (1_900_000_000_000, 500 << 30));
        for bad in ["2 x 1.9TB", "1.9 TB", "/data1", "/data1 big", "/a 1 TB, /a 2 TB", "data 1 TB"]
        {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
