//! What the fields write, file by file.

use model::value::{ByteSize, Value};
use model::{Text, msg};
use rules::{Binding, Class, ConfigFile, ConfigKind, Context, Entry};

/// What all processes read.
pub(crate) const COMMON: &str = "conf/_common/common.properties";
pub(crate) const GATE: &str = "conf/gate/runtime.properties";
pub(crate) const GATE_JVM: &str = "conf/gate/jvm.config";
pub(crate) const KEEPER: &str = "conf/keeper/runtime.properties";
pub(crate) const KEEPER_JVM: &str = "conf/keeper/jvm.config";
pub(crate) const STORE: &str = "conf/store/runtime.properties";
pub(crate) const STORE_JVM: &str = "conf/store/jvm.config";

pub(crate) static CONFIGS: &[ConfigKind] = &[
    ConfigKind::of_product(COMMON),
    ConfigKind::of_product(GATE),
    ConfigKind::beside(GATE_JVM).in_format(rules::Format::Options),
    ConfigKind::of_product(KEEPER),
    ConfigKind::beside(KEEPER_JVM).in_format(rules::Format::Options),
    ConfigKind::of_product(STORE),
    ConfigKind::beside(STORE_JVM).in_format(rules::Format::Options),
];

static BINDINGS: &[Binding] = &[
    bound(COMMON, "trio.cluster", "trio.cluster"),
    bound(GATE, "trio.port", "gate.port"),
    bound(KEEPER, "trio.port", "keeper.port"),
    bound(STORE, "trio.port", "store.port"),
];

const fn bound(file: &'static str, key: &'static str, field: &'static str) -> Binding {
    Binding { file, key, field, reason: Text::new("As the field says.", "由字段指定。") }
}

pub(crate) fn configure(cx: &Context, class: &Class) -> Vec<ConfigFile> {
    let mut files = Vec::new();
    if class.roles.is_empty() {
        return files;
    }
    files.push(bound_entries(cx, class, COMMON));
    for (role, runtime, jvm) in
        [("gate", GATE, GATE_JVM), ("keeper", KEEPER, KEEPER_JVM), ("store", STORE, STORE_JVM)]
    {
        if !class.has(role) {
            continue;
        }
        let mut own = bound_entries(cx, class, runtime);
        let mut options = ConfigFile::new(jvm, Vec::new());
        if role == "store" {
            own.set(size(cx, class, "trio.cache.bytes", "store.cache", |n| n.to_string()));
            options
                .set(size(cx, class, "-Xmx", "store.heap", |n| format!("{}m", n / ByteSize::MIB)));
        } else {
            let reason = msg!(en: "Enough for a small process.", zh: "对小型进程已足够。");
            options.set(Entry::new("-Xmx", "512m", &[], reason));
        }
        files.push(own);
        files.push(options);
    }
    files
}

fn bound_entries(cx: &Context, class: &Class, file: &'static str) -> ConfigFile {
    let rows = BINDINGS.iter().filter(|b| b.file == file);
    ConfigFile::new(file, rows.map(|b| b.entry(cx, class)).collect())
}

fn size(cx: &Context, class: &Class, key: &str, field: &str, write: fn(u64) -> String) -> Entry {
    let text = cx.text_of(Some(class), field);
    let reason = msg!(en: "A share of the machine.", zh: "机器的一部分。");
    match ByteSize::parse(&text) {
        Ok(ByteSize(n)) => Entry::new(key, write(n), &[field], reason),
        Err(why) => Entry::new(key, text.as_ref(), &[field], reason).broken(why),
    }
}
