//! The members of a `facts.json`, one row each: its name, and how it is taken.

use crate::json::read::Value;
use model::Text;
use model::facts::{Disk, Facts, Machine, Room};

/// What should have stood there, and in which element of a list.
pub(super) struct Wanted {
    pub(super) what: Text,
    pub(super) element: Option<usize>,
}

type Taken<T> = Result<T, Wanted>;

/// Takes a value into what it belongs to.
pub(super) type Set<T> = fn(&mut T, &Value) -> Taken<()>;

/// Of the file.
pub(super) static OF_FILE: &[(&str, Set<Facts>)] = &[
    ("schema", |_, v| number(v, const { Text::new("a whole number", "整数") }).map(|_: u32| ())),
    ("cluster", |of, v| text(v).map(|t| of.cluster = t)),
    ("archive", |of, v| text(v).map(|t| of.archive = t)),
    ("date", |of, v| date(v).map(|t| of.date = t)),
    // Read by itself, entry by entry.
    ("nodes", |_, _| Ok(())),
];

/// Of a machine. Sizes are told in KiB, as `df` tells them.
pub(super) static OF_MACHINE: &[(&str, Set<Machine>)] = &[
    ("node", |of, v| text(v).map(|t| t.trim().clone_into(&mut of.node))),
    ("reachable", |of, v| yes_or_no(v).map(|on| of.reachable = Some(on))),
    ("hostname", |of, v| text(v).map(|t| of.hostname = t)),
    ("fqdn", |of, v| text(v).map(|t| of.fqdn = t)),
    ("addresses", |of, v| list(v, text).map(|all| of.addresses = all)),
    ("architecture", |of, v| text(v).map(|t| of.architecture = t)),
    ("distribution", |of, v| text(v).map(|t| of.distribution = t)),
    // A machine that could not count them says 0.
    ("cores", |of, v| whole(v).map(|n| of.cores = Some(n).filter(|n| *n > 0))),
    ("memory_bytes", |of, v| whole(v).map(|n| of.memory = Some(n).filter(|n| *n > 0))),
    ("disks", |of, v| list(v, pair).map(|all| disks(of, all, |disk, kib| disk.free = Some(kib)))),
    ("disk_sizes", |of, v| {
        list(v, pair).map(|all| disks(of, all, |disk, kib| disk.size = Some(kib)))
    }),
    ("resolves", |of, v| list(v, name_and_address).map(|all| of.resolves = all)),
    ("folders", |of, v| list(v, pair).map(|all| of.folders = all)),
    ("rooms", |of, v| list(v, room).map(|all| of.rooms = all)),
    ("user", |_, v| text(v).map(|_| ())),
    ("open_files", |of, v| limit(v).map(|n| of.open_files = Some(n))),
    ("selinux", |of, v| text(v).map(|t| of.selinux = t)),
    ("firewalld", |of, v| text(v).map(|t| of.firewalld = t == "running")),
    ("listening", |of, v| list(v, port).map(|all| of.listening = all)),
    ("running", |of, v| text(v).map(|t| of.running = Some(words(&t)))),
    ("java", |of, v| text(v).map(|t| of.java = t)),
    ("boot", |of, v| text(v).map(|t| of.boot = t)),
    ("clock_epoch_seconds", |_, v| signed(v).map(|_| ())),
    ("clock_skew_seconds", |of, v| signed(v).map(|n| of.clock_skew = Some(n))),
    ("time_service", |of, v| text(v).map(|t| of.time_service = t)),
    // Of the Hadoop clients; preflight itself compares them.
    ("clients", |_, v| list(v, text).map(|_| ())),
];

fn wanted<T>(what: Text) -> Taken<T> {
    Err(Wanted { what, element: None })
}

/// A text. One that looks like a number was written as one.
fn text(value: &Value) -> Taken<String> {
    match value {
        Value::Text(text) | Value::Number(text) => Ok(text.clone()),
        _ => wanted(const { Text::new("a text", "文本") }),
    }
}

/// The parts of a text with blanks between them.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn number<T: std::str::FromStr>(value: &Value, what: Text) -> Taken<T> {
    match value {
        Value::Number(text) => text.parse().or_else(|_| wanted(what)),
        _ => wanted(what),
    }
}

fn whole<T: std::str::FromStr>(value: &Value) -> Taken<T> {
    number(value, const { Text::new("a whole number, not negative", "非负整数") })
}

fn signed(value: &Value) -> Taken<i64> {
    number(value, const { Text::new("a whole number", "整数") })
}

fn port(value: &Value) -> Taken<u16> {
    number(value, const { Text::new("a port", "端口号") })
}

fn limit(value: &Value) -> Taken<u64> {
    match value {
        Value::Text(text) if text == "unlimited" => Ok(u64::MAX),
        _ => number(value, const { Text::new("a whole number or unlimited", "整数或 unlimited") }),
    }
}

fn yes_or_no(value: &Value) -> Taken<bool> {
    match value.as_str() {
        Some("yes") => Ok(true),
        Some("no") => Ok(false),
        _ => wanted(const { Text::new("yes or no", "yes 或 no") }),
    }
}

/// `2026-11-29T08:55:46Z`, and nothing of another form.
fn date(value: &Value) -> Taken<String> {
    let form = "0000-00-00T00:00:00Z";
    let of_form = |text: &&str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(|(own, of_form)| match of_form {
                b'0' => own.is_ascii_digit(),
                other => own == other,
            })
    };
    match value.as_str().filter(of_form) {
        Some(text) => Ok(text.to_owned()),
        None => wanted(
            const {
                Text::new("a time as 2026-11-29T08:55:46Z", "形如 2026-11-29T08:55:46Z 的时间")
            },
        ),
    }
}

fn list<T>(value: &Value, take: fn(&Value) -> Taken<T>) -> Taken<Vec<T>> {
    let Value::List(all) = value else {
        return wanted(const { Text::new("a list", "列表") });
    };
    let element = |(at, value)| take(value).map_err(|wrong| Wanted { element: Some(at), ..wrong });
    all.iter().enumerate().map(element).collect()
}

/// `/opt=1048576`: a folder and KiB, as bytes. A folder's name may have the sign itself.
fn pair(value: &Value) -> Taken<(String, u64)> {
    let read = || {
        let (name, kib) = value.as_str()?.rsplit_once('=')?;
        Some((name.to_owned(), kib.parse::<u64>().ok()?.checked_mul(1024)?))
    };
    read()
        .map_or_else(|| wanted(const { Text::new("a folder, = and KiB", "目录、= 和 KiB 数") }), Ok)
}

/// `/opt=1024/4096`: where it is mounted, the KiB that are needed and those that are free.
fn room(value: &Value) -> Taken<Room> {
    let read = || {
        let (mount, numbers) = value.as_str()?.rsplit_once('=')?;
        let (needed, free) = numbers.split_once('/')?;
        let bytes = |kib: &str| kib.parse::<u64>().ok()?.checked_mul(1024);
        Some(Room { mount: mount.to_owned(), needed: bytes(needed)?, free: bytes(free)? })
    };
    read().map_or_else(
        || {
            wanted(
                const { Text::new("a folder, = and two numbers of KiB", "目录、= 和两个 KiB 数") },
            )
        },
        Ok,
    )
}

/// `k1.example.com=10.0.0.1`; no address for a name that has none.
fn name_and_address(value: &Value) -> Taken<(String, String)> {
    match value.as_str().and_then(|text| text.rsplit_once('=')) {
        Some((name, address)) => Ok((name.to_owned(), address.to_owned())),
        None => wanted(const { Text::new("a name, = and an address", "名称、= 和地址") }),
    }
}

fn disks(machine: &mut Machine, all: Vec<(String, u64)>, set: fn(&mut Disk, u64)) {
    for (mount, bytes) in all {
        let at = machine.disks.iter().position(|disk| disk.mount == mount);
        let at = at.unwrap_or_else(|| {
            machine.disks.push(Disk { mount, ..Disk::default() });
            machine.disks.len() - 1
        });
        if let Some(disk) = machine.disks.get_mut(at) {
            set(disk, bytes);
        }
    }
}
