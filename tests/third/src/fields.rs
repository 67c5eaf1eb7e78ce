//! The fields.

use model::value::ByteSize;
use model::{Node, Text};
use rules::{Context, Field, Kind, Scope};

pub(crate) static FIELDS: &[Field] = &[
    field("trio.cluster", Text::new("Name in the cluster", "集群内名称"), Kind::Identifier)
        .default("trio")
        .keys(&["trio.cluster"]),
    field("gate.port", Text::new("Port of the gate", "gate 端口"), Kind::Port)
        .default("7001")
        .keys(&["conf/gate/runtime.properties:trio.port"]),
    field("keeper.port", Text::new("Port of the keeper", "keeper 端口"), Kind::Port)
        .default("7002")
        .keys(&["conf/keeper/runtime.properties:trio.port"]),
    field("store.port", Text::new("Port of the store", "store 端口"), Kind::Port)
        .default("7003")
        .keys(&["conf/store/runtime.properties:trio.port"]),
    field("machine.memory", Text::new("Memory of a node", "节点内存"), Kind::Bytes)
        .scope(Scope::Both)
        .default("16 GiB"),
    field("store.heap", Text::new("Heap of the store", "store 堆内存"), Kind::Bytes)
        .scope(Scope::Both)
        .derived(Text::new("half of the node's memory", "节点内存的一半"), |cx, node| {
            part(cx, node, 2)
        })
        .keys(&["conf/store/jvm.config:-Xmx"]),
    field("store.cache", Text::new("Cache of the store", "store 缓存"), Kind::Bytes)
        .scope(Scope::Both)
        .derived(
            Text::new("a quarter of the node's memory", "节点内存的四分之一"),
            |cx, node| part(cx, node, 4),
        )
        .keys(&["conf/store/runtime.properties:trio.cache.bytes"]),
];

const fn field(key: &'static str, label: Text, kind: Kind) -> Field {
    let group = Text::new("Sizes", "容量");
    Field::new(key, "sizing", group, label, Text::new("What it says.", "如其名称所示。"), kind)
}

fn part(cx: &Context, node: Option<&Node>, parts: u64) -> String {
    let memory = match node {
        Some(node) => cx.get_for::<ByteSize>(node, "machine.memory"),
        None => cx.get::<ByteSize>("machine.memory"),
    };
    memory.map_or_else(|_| String::new(), |ByteSize(n)| ByteSize(n / parts).to_string())
}
