//! What the fields and roles write: the file that all programs read, and for each program its
//! `runtime.properties` and `jvm.config`.

mod common;
mod data;
mod extensions;
mod jvm;
mod masters;
mod metadata;
mod query;
mod security;
mod storage;
mod tasks;

pub use super::programs::COMMON;
pub(crate) use common::connect;
pub(crate) use extensions::{CORE, core, wanted};

use super::programs::{
    BROKERS, COORDINATOR_ALONE, COORDINATOR_OVERLORD, HISTORICALS, INDEXERS, MIDDLE_MANAGERS,
    OVERLORD_ALONE, PROGRAMS, Program, ROUTERS,
};
use super::roles::DRUID;
use crate::common::zookeeper;
use ::rules::{Class, ConfigFile, ConfigKind, Context, Entry, Format, Process, Reads};
use model::value::{ByteSize, Value};
use model::{Message, Place, msg};
use std::rc::Rc;

/// The configuration files of the nodes, the one of all programs first.
pub static CONFIGS: &[ConfigKind] = &[
    ConfigKind::of_product(COMMON),
    ConfigKind::of_product(COORDINATOR_OVERLORD.runtime),
    ConfigKind::of_product(COORDINATOR_ALONE.runtime),
    ConfigKind::of_product(OVERLORD_ALONE.runtime),
    ConfigKind::of_product(HISTORICALS.runtime),
    ConfigKind::of_product(MIDDLE_MANAGERS.runtime),
    ConfigKind::of_product(INDEXERS.runtime),
    ConfigKind::of_product(BROKERS.runtime),
    ConfigKind::of_product(ROUTERS.runtime),
    jvm_config(&COORDINATOR_OVERLORD),
    jvm_config(&COORDINATOR_ALONE),
    jvm_config(&OVERLORD_ALONE),
    jvm_config(&HISTORICALS),
    jvm_config(&MIDDLE_MANAGERS),
    jvm_config(&INDEXERS),
    jvm_config(&BROKERS),
    jvm_config(&ROUTERS),
    zookeeper::KIND,
];

/// `bin/run-druid` hands the file to `xargs`: a blank ends an option, quotes and backslashes are
/// eaten, and there are no comments.
const fn jvm_config(program: &Program) -> ConfigKind {
    ConfigKind::beside(program.jvm).in_format(Format::Options).holding(holds_option)
}

fn holds_option(key: &str, value: &str) -> Result<(), Message> {
    let wrong = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\');
    if let Some(c) = key.chars().chain(value.chars()).find(|c| wrong(*c)) {
        let sign = if c.is_whitespace() {
            msg!(en: "a blank", zh: "空格")
        } else {
            msg!(en: "{c}", zh: "{c}", c = c.to_string())
        };
        return Err(msg!(
            en: "the file goes through xargs, which a blank, a quotation mark or a backslash mean something to: {c}",
            zh: "该文件会经过 xargs 处理，空格、引号和反斜杠在其中有特殊含义：{c}",
            c = sign));
    }
    if !key.starts_with('-') {
        return Err(msg!(
            en: "an option of Java begins with a hyphen, such as -Xmx",
            zh: "Java 参数以连字符开头，例如 -Xmx"));
    }
    Ok(())
}

macro_rules! process {
    ($program:ident, $reads:ident) => {
        Process { id: $program.id, roles: &[$program.role], reads: &$reads }
    };
}
macro_rules! reads {
    ($name:ident, $program:ident) => {
        static $name: [Reads; 3] =
            [Reads::Keys(COMMON), Reads::Keys($program.runtime), Reads::Options($program.jvm)];
    };
}
reads!(BY_MASTER, COORDINATOR_OVERLORD);
reads!(BY_COORDINATOR, COORDINATOR_ALONE);
reads!(BY_OVERLORD, OVERLORD_ALONE);
reads!(BY_HISTORICAL, HISTORICALS);
reads!(BY_MIDDLE_MANAGER, MIDDLE_MANAGERS);
reads!(BY_INDEXER, INDEXERS);
reads!(BY_BROKER, BROKERS);
reads!(BY_ROUTER, ROUTERS);

/// Its processes: the common file, then each one's own, then what its JVM defines.
pub static PROCESSES: &[Process] = &[
    process!(COORDINATOR_OVERLORD, BY_MASTER),
    process!(COORDINATOR_ALONE, BY_COORDINATOR),
    process!(OVERLORD_ALONE, BY_OVERLORD),
    process!(HISTORICALS, BY_HISTORICAL),
    process!(MIDDLE_MANAGERS, BY_MIDDLE_MANAGER),
    process!(INDEXERS, BY_INDEXER),
    process!(BROKERS, BY_BROKER),
    process!(ROUTERS, BY_ROUTER),
];

/// The files of a class of nodes.
pub fn configure(cx: &Context, class: &Class) -> Vec<ConfigFile> {
    let mut files = Vec::new();
    if DRUID.iter().any(|role| class.has(role)) {
        files.push(ConfigFile::new(COMMON, common::entries(cx, class)));
    }
    for program in PROGRAMS.iter().filter(|program| class.has(program.role)) {
        files.push(ConfigFile::new(program.runtime, runtime(cx, class, program)));
        files.push(ConfigFile::new(program.jvm, jvm::entries(cx, class, program)));
    }
    files.extend(zookeeper::configure(cx, class));
    files
}

fn runtime(cx: &Context, class: &Class, program: &Program) -> Vec<Entry> {
    let mut all = vec![
        fixed(
            "druid.service",
            program.service,
            msg!(en: "Its name in discovery.", zh: "在服务发现中的名称。"),
        ),
        of_field(
            cx,
            class,
            "druid.plaintextPort",
            program.port,
            msg!(en: "Where it listens.", zh: "监听端口。"),
        ),
    ];
    all.extend(match program.id {
        "coordinator-overlord" => masters::together(cx),
        "coordinator" => masters::coordinator(cx),
        "overlord" => masters::overlord(cx),
        "historical" => data::historical(cx, class),
        "middleManager" => tasks::middle_manager(cx, class),
        "indexer" => tasks::indexer(cx, class),
        "broker" => query::broker(cx, class),
        _ => query::router(),
    });
    all.extend(security::metrics_port(cx, class, program));
    all
}

/// An entry that no field decides.
fn fixed(key: &str, value: impl Into<Rc<str>>, reason: Message) -> Entry {
    Entry::new(key, value, &[], reason).at(vec![Place::Product])
}

/// A field's text for a class, when it can be used: present if required, and of its kind.
fn usable(cx: &Context, class: &Class, field: &str) -> Result<String, Message> {
    let text = cx.text_of(Some(class), field);
    cx.check_text(field, &text)?;
    Ok(text.into_owned())
}

/// An entry with the text of one field; a marked one when that cannot be used.
fn of_field(cx: &Context, class: &Class, key: &str, field: &str, reason: Message) -> Entry {
    match usable(cx, class, field) {
        Ok(value) => Entry::new(key, value, &[field], reason),
        Err(why) => {
            Entry::new(key, cx.text_of(Some(class), field).as_ref(), &[field], reason).broken(why)
        }
    }
}

/// The same, nothing while the field is empty.
fn if_said(cx: &Context, class: &Class, key: &str, field: &str, reason: Message) -> Option<Entry> {
    let empty = cx.text_of(Some(class), field).is_empty();
    (!empty).then(|| of_field(cx, class, key, field, reason))
}

/// An entry with a value that was computed, or why it cannot be.
fn of_result(key: &str, value: Result<String, Message>, fields: &[&str], reason: Message) -> Entry {
    match value {
        Ok(value) => Entry::new(key, value, fields, reason),
        Err(why) => Entry::new(key, "", fields, reason).broken(why),
    }
}

/// A size, as `written` writes it.
fn of_size(
    cx: &Context,
    class: &Class,
    key: &str,
    field: &str,
    written: fn(u64) -> String,
    reason: Message,
) -> Entry {
    match usable(cx, class, field).and_then(|text| ByteSize::parse(&text)) {
        Ok(ByteSize(bytes)) => Entry::new(key, written(bytes), &[field], reason),
        Err(why) => {
            Entry::new(key, cx.text_of(Some(class), field).as_ref(), &[field], reason).broken(why)
        }
    }
}

/// A secret, as the name of the variable that holds it.
fn secret(cx: &Context, class: &Class, key: &str, field: &str, reason: Message) -> Entry {
    let mut entry = of_field(cx, class, key, field, reason);
    if entry.broken.is_none() {
        let named = format!("${{{}}}", entry.text());
        entry = entry.with(named);
    }
    entry
}

/// A path below the data folder of a class.
fn below_data(cx: &Context, class: &Class, name: &str) -> Result<String, Message> {
    let data = usable(cx, class, "paths.data")?;
    Ok(format!("{}/{name}", data.trim_end_matches('/')))
}
