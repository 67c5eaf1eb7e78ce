//! Columns with commas, semicolons or tabs, with or without a head.

use super::builder::{Builder, Line};
use super::keys;
use super::sizes::{self, Amount};
use model::value::{ByteSize, Count, Host, Value, shown};
use model::{Node, msg};
use std::net::IpAddr;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Address,
    Roles,
    Setting(&'static str),
    Unknown,
}

const HEADS: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &[
            "name",
            "host",
            "hostname",
            "host name",
            "host_name",
            "node",
            "fqdn",
            "主机",
            "主机名",
            "名称",
            "节点",
            "节点名",
            "节点名称",
            "服务器",
        ],
    ),
    (
        Column::Address,
        &["address", "ip", "ip address", "ip_address", "addr", "地址", "ip 地址", "ip地址"],
    ),
    (Column::Roles, &["roles", "role", "mode", "角色", "模式", "用途"]),
    (
        Column::Setting(keys::CORES),
        &["cores", "cpu", "cpus", "vcpu", "vcpus", "core", "核数", "核", "cpu 核数", "cpu核数"],
    ),
    (
        Column::Setting(keys::MEMORY),
        &[
            "memory",
            "mem",
            "ram",
            "memory_gb",
            "memory gb",
            "memory (gb)",
            "memory(gb)",
            "mem_gb",
            "内存",
            "内存(gb)",
            "内存 (gb)",
            "内存（gb）",
        ],
    ),
    (Column::Setting(keys::SSH_USER), &["user", "ssh_user", "ssh user", "用户", "ssh 用户"]),
    (Column::Setting(keys::SSH_PORT), &["ssh_port", "ssh port", "ssh 端口"]),
];

fn column(head: &str) -> Column {
    let head = head.trim().to_ascii_lowercase();
    let known = HEADS.iter().find(|(_, names)| names.contains(&head.as_str()));
    known.map_or(Column::Unknown, |(column, _)| *column)
}

/// The field that a name means as the head of a column does, and its text.
pub(super) fn field(name: &str, text: &str) -> Option<(&'static str, String)> {
    match column(name) {
        Column::Setting(key) if !text.is_empty() => Some((key, amount(key, text))),
        _ => None,
    }
}

/// The words of a cell with roles.
pub(super) fn role_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(['+', '|', '/', ';', ',', ' ']).map(str::trim).filter(|w| !w.is_empty())
}

/// Whether a line is the first one of a table.
pub(super) fn is_first(text: &str, builder: &Builder) -> bool {
    let Some(separator) = separator(text) else { return false };
    let cells = cells(text, separator);
    if cells.iter().any(|c| column(c) == Column::Name)
        && cells.iter().filter(|c| column(c) != Column::Unknown).count() > 1
    {
        return true;
    }
    let second = cells.get(1).map(|c| c.trim()).unwrap_or_default();
    let first_is_name = cells
        .first()
        .is_some_and(|c| c.trim().parse::<IpAddr>().is_err() && Host::parse(c).is_ok());
    let tail = cells.get(1..).unwrap_or_default();
    let plain = tail.iter().all(|c| {
        !c.trim().is_empty()
            && Host::parse(c).is_ok()
            && !builder.are_roles(c)
            && Count::parse(c).is_err()
            && sizes::read(c.trim()).is_none()
    });
    let address = second.parse::<IpAddr>().is_ok();
    first_is_name
        && (address
            || (!plain
                && (second.is_empty()
                    || builder.are_roles(second)
                    || sizes::read(second).is_some()
                    || Count::parse(second).is_ok())))
}

fn separator(text: &str) -> Option<char> {
    ['\t', ',', ';'].into_iter().find(|s| text.contains(*s))
}

/// The cells of a line; quotes as in RFC 4180.
fn cells(text: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let (mut quoted, mut before) = (false, separator);
    for c in text.chars() {
        if let Some(cell) = cells.last_mut() {
            if c == '"' && (quoted || cell.trim().is_empty() || before == '"') {
                if !quoted && before == '"' && !cell.is_empty() {
                    cell.push('"');
                }
                quoted = !quoted;
            } else if c == separator && !quoted {
                cells.push(String::new());
            } else {
                cell.push(c);
            }
        }
        before = c;
    }
    cells
}

pub(super) fn read<'t>(lines: &[Line<'t>], builder: &mut Builder<'t>) {
    let mut rows = lines.iter().filter(|l| !l.is_blank()).peekable();
    let Some(first) = rows.peek() else { return };
    let separator = separator(first.text).unwrap_or(',');
    let head: Vec<Column> = cells(first.text, separator).iter().map(|c| column(c)).collect();
    let has_head = head.contains(&Column::Name);
    if has_head && let Some(line) = rows.next() {
        for (cell, column) in cells(line.text, separator).iter().zip(&head) {
            if *column == Column::Unknown && !cell.trim().is_empty() {
                builder.problem(
                    line,
                    msg!(
                    en: "the column \"{c}\" is not known and was not used",
                    zh: "不认识列“{c}”，没有使用", c = shown(cell.trim())),
                );
            }
        }
    }
    for line in rows {
        let cells = cells(line.without_comment(), separator);
        let columns = if has_head { head.clone() } else { guess(&cells, builder) };
        row(line, &cells, &columns, has_head, builder);
    }
}

/// The columns of a line without head: name, address, roles, cores, memory, each of which may be
/// missing.
fn guess(cells: &[String], builder: &Builder) -> Vec<Column> {
    let mut columns = vec![Column::Name];
    let mut last = 0;
    for cell in cells.iter().skip(1).map(|c| c.trim()) {
        let kind = if cell.is_empty() {
            last + 1
        } else if builder.are_roles(cell) {
            2
        } else if Count::parse(cell).is_ok() {
            if last >= 3 { 4 } else { 3 }
        } else if cores(cell).is_some() {
            3
        } else if ByteSize::parse(cell).is_ok() {
            4
        } else if last == 0 && Host::parse(cell).is_ok() {
            1
        } else {
            5
        };
        last = last.max(kind);
        columns.push(match kind {
            1 => Column::Address,
            2 => Column::Roles,
            3 => Column::Setting(keys::CORES),
            4 => Column::Setting(keys::MEMORY),
            _ => Column::Unknown,
        });
    }
    columns
}

fn row<'t>(
    line: &Line<'t>,
    cells: &[String],
    columns: &[Column],
    has_head: bool,
    builder: &mut Builder<'t>,
) {
    let mut node = Node::default();
    let (mut name, mut roles) = ("", "");
    for (at, cell) in cells.iter().enumerate() {
        let cell = cell.trim();
        match columns.get(at).copied().unwrap_or(Column::Unknown) {
            Column::Name => name = cell,
            Column::Roles => roles = cell,
            Column::Address if !cell.is_empty() => match Host::parse(cell) {
                Ok(_) => cell.clone_into(&mut node.address),
                Err(reason) => builder.problem(line, reason),
            },
            Column::Setting(key) if !cell.is_empty() => {
                node.settings.insert(key.to_owned(), amount(key, cell));
            }
            Column::Unknown if !cell.is_empty() && at >= columns.len() => {
                builder.problem(line, msg!(
                    en: "the line has more cells than the head has columns", zh: "该行的单元格多于表头的列"));
            }
            Column::Unknown if !cell.is_empty() && !has_head => {
                builder.problem(line, msg!(
                    en: "\"{c}\" is not an address, a role, a number of cores or a size and was not used",
                    zh: "“{c}”不是地址、角色、核数或大小，没有使用", c = shown(cell)));
            }
            _ => {}
        }
    }
    let name = if name.is_empty() { std::mem::take(&mut node.address) } else { name.to_owned() };
    if let Some(added) = builder.add(line, &name, &node) {
        builder.give_roles(line, added, roles);
    }
}

/// A number without unit in the memory column means GiB; a unit in the one of cores is left out.
fn amount(key: &str, cell: &str) -> String {
    match Count::parse(cell) {
        Ok(Count(n)) if key == keys::MEMORY && n <= 16_384 => format!("{n} GiB"),
        Err(_) if key == keys::CORES => cores(cell).unwrap_or_else(|| cell.to_owned()),
        _ => cell.to_owned(),
    }
}

/// The number of a cell such as `16c`, `16 vCPU`.
fn cores(cell: &str) -> Option<String> {
    let word: String = cell.split_whitespace().collect();
    match sizes::read(&word)?.as_slice() {
        [Amount::Of(keys::CORES, text)] => Some(text.clone()),
        _ => None,
    }
}
