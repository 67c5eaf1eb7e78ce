//! The fields.

use model::{Node, Place, Text};
use rules::{Budget, Claim, Class, Context, Field, Formula, Kind, Measured, Scope, Use};

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
        .measured(Measured::Memory)
        .default("16 GiB"),
    field("store.heap", Text::new("Heap of the store", "store 堆内存"), Kind::Bytes)
        .scope(Scope::Both)
        .roles(&["store"])
        .formula(&Formula::Part(&Formula::Field("machine.memory"), 1, 2))
        .keys(&["conf/store/jvm.config:-Xmx"]),
    field("store.cache", Text::new("Cache of the store", "store 缓存"), Kind::Bytes)
        .scope(Scope::Both)
        .roles(&["store"])
        .formula(&Formula::Part(&Formula::Field("machine.memory"), 1, 4))
        .keys(&["conf/store/runtime.properties:trio.cache.bytes"]),
];

const fn field(key: &'static str, label: Text, kind: Kind) -> Field {
    let group = Text::new("Sizes", "容量");
    Field::new(key, "sizing", group, label, Text::new("What it says.", "如其名称所示。"), kind)
}

/// What takes a node's memory.
pub(crate) static BUDGET: Budget =
    Budget { steps: &["sizing"], memory: "machine.memory", claims, disks: None };

fn claims(cx: &Context, node: &Node) -> Vec<Claim> {
    let class = Class::of(node);
    let heap =
        |title: Text, bytes: u64, place: Place| Claim { title, bytes, place, kind: Use::Program };
    let mut all = Vec::new();
    for role in ["gate", "keeper"] {
        if node.roles.contains(role) {
            all.push(heap(
                const { Text::new("small heaps", "小型进程的堆内存") },
                512 << 20,
                Place::NodeRoles(node.row),
            ));
        }
    }
    if node.roles.contains("store") {
        for (key, title) in [
            ("store.heap", const { Text::new("heap of the store", "store 堆内存") }),
            ("store.cache", const { Text::new("cache of the store", "store 缓存") }),
        ] {
            let bytes = cx.quantity(Some(&class), key).unwrap_or_default();
            all.push(heap(title, bytes, cx.place_of_field(node, key)));
        }
    }
    all
}
