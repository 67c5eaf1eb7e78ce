//! What stands in a file: keys and values, each with its place.

use crate::odd;
use crate::options::options;
use formats::{properties, shell_read, shell_settings};
use model::{Message, Severity, Span, msg};
use rules::Format;
use std::collections::BTreeSet;

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The key.
    pub key: String,
    /// The value, as the program reads it.
    pub value: String,
    /// Where the key stands.
    pub span: Span,
}

/// Something that was seen while reading a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How much it matters.
    pub severity: Severity,
    /// The file.
    pub path: String,
    /// Where in it.
    pub span: Span,
    /// What was seen, and what it means.
    pub message: Message,
}

/// What a file says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Read {
    pub(crate) said: Vec<Said>,
    pub(crate) notes: Vec<(Severity, Span, Message)>,
}

/// A line by its number from 0, a column from 1.
pub(crate) fn at(number: usize, column: usize) -> Span {
    let fit = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span { line: fit(number.saturating_add(1)), column: fit(column) }
}

/// Reads a text.
pub(crate) fn lines(format: Format, text: &str) -> Read {
    let mut read = match format {
        Format::Properties => of_properties(text),
        Format::Options => options(text),
        Format::Hosts(key) => hosts(key, text),
        Format::Environment(prefix) => environment(prefix, text),
        Format::Shell => shell(text),
        Format::Directives => Read::default(),
    };
    odd::line_ends(format, text, &mut read.notes);
    once(&mut read);
    read
}

/// Reads the bytes of a file; nothing of what is no text.
pub(crate) fn of_bytes(format: Format, bytes: &[u8]) -> Option<Read> {
    let mut read = lines(format, &text(bytes)?);
    if std::str::from_utf8(bytes).is_err() {
        odd::encoding(format, &read.said, &mut read.notes);
    }
    Some(read)
}

/// The text of a file: UTF-8, or the bytes as `java.util.Properties` takes them.
pub(crate) fn text(bytes: &[u8]) -> Option<String> {
    if bytes.contains(&0) {
        return None;
    }
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    })
}

fn of_properties(text: &str) -> Read {
    let mut read = Read::default();
    for entry in properties::read(text) {
        if text.starts_with('\u{FEFF}') && entry.span.line == 1 {
            read.notes.push((
                Severity::Error,
                entry.span,
                msg!(
                en: "The file begins with a byte-order mark, which becomes part of the first key: {k} is not read. Save it as UTF-8 without BOM.",
                zh: "文件以字节顺序标记（BOM）开头，它会成为第一个键的一部分：{k} 不会被读取。请另存为不带 BOM 的 UTF-8。",
                k = model::value::shown(&entry.key)),
            ));
        }
        read.said.push(Said { key: entry.key, value: entry.value, span: entry.span });
    }
    odd::properties(&mut read.said, &mut read.notes);
    read
}

/// What the file sets for good. Of options and of Java that only a condition sets, that is told.
fn shell(text: &str) -> Read {
    let all = shell_read::read(text);
    let settings = shell_settings::settings(&all);
    let mut read = Read::default();
    let telling = |name: &str| name.ends_with("_OPTS") || name == "JAVA_HOME";
    let mut told = BTreeSet::new();
    for a in all.iter().filter(|a| a.conditional && telling(&a.name)) {
        if told.insert(&a.name) && settings.iter().all(|s| s.name != a.name) {
            read.notes.push((Severity::Info, a.span, msg!(
                en: "{n} is set under a condition only, which is not judged here: the document does not have it.",
                zh: "{n} 只在某个条件下设置，此处无法判断该条件：文档中没有这一项。", n = a.name.as_str())));
        }
    }
    read.said = settings
        .into_iter()
        .map(|a| Said { key: a.name, value: a.value.trim().to_owned(), span: a.span })
        .collect();
    read
}

fn hosts(key: &str, text: &str) -> Read {
    let mut read = Read::default();
    let mut hosts = Vec::new();
    let mut first = None;
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if !line.is_empty() {
            // A shell takes each word of the list.
            hosts.extend(line.split_whitespace().map(str::to_owned));
            first.get_or_insert(at(number, 1));
        }
    }
    let span = first.unwrap_or(Span { line: 1, column: 1 });
    if !hosts.is_empty() {
        read.said.push(Said { key: key.to_owned(), value: hosts.join(","), span });
    }
    read
}

/// Variables of a container: `druid_zk_service_host=zk`, also as `export`, `- name=value`, and in
/// quotes.
fn environment(prefix: &str, text: &str) -> Read {
    let mut read = Read::default();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim().trim_start_matches("- ").trim_start_matches("export ");
        let Some((name, value)) = line.split_once('=') else { continue };
        let name = name.trim();
        let own = name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('_'));
        if own {
            let key = name.replace('_', ".");
            let value = value.trim();
            let bare = |q: char| value.strip_prefix(q).and_then(|v| v.strip_suffix(q));
            let value = bare('"').or_else(|| bare('\'')).unwrap_or(value).to_owned();
            read.said.push(Said { key, value, span: at(number, 1) });
        } else if name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.')) {
            read.notes.push((Severity::Warning, at(number, 1), msg!(
                en: "{k} is not read: the container's start script takes the variables that begin with {p}_ alone. Write {n}.",
                zh: "{k} 不会被读取：容器的启动脚本只读取以 {p}_ 开头的变量。请写成 {n}。",
                k = model::value::shown(name), p = prefix, n = model::value::shown(&name.replace('.', "_")))));
        }
    }
    read
}

/// Of a key that stands twice the last counts, as the program takes it; where the two differ, that is
/// told.
fn once(read: &mut Read) {
    let mut kept: Vec<Said> = Vec::with_capacity(read.said.len());
    let mut index = std::collections::BTreeMap::new();
    for said in std::mem::take(&mut read.said) {
        let at: Option<usize> = index.get(&said.key).copied();
        let Some(old) = at.and_then(|at| kept.get_mut(at)) else {
            index.insert(said.key.clone(), kept.len());
            kept.push(said);
            continue;
        };
        if old.value != said.value {
            read.notes.push((Severity::Warning, said.span, msg!(
                en: "{k} stands in this file twice, first in line {l}, with different values: the last one counts.",
                zh: "{k} 在该文件中出现两次（第一次在第 {l} 行），取值不同：以最后一个为准。",
                k = model::value::shown(&said.key), l = old.span.line)));
        }
        *old = said;
    }
    read.said = kept;
}
