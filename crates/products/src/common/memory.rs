//! What takes a node's memory beside the product's own programs, and what formulas reckon with.

use super::load_balancer::{self, is_load_balancer};
use super::session::redis::{REDIS_CONF, notation};
use super::session::roles::{is_memcached, is_redis};
use super::zookeeper::ensemble::{ROLE, is_member};
use ::rules::formula::{Exact, Measure};
use ::rules::{Claim, Class, Context, Formula, Unit, Use};
use model::{Node, Place, Text};

/// The memory of the machine.
pub(crate) static NODE: Formula = Formula::Measure(&Measure {
    name: Text::new("node memory", "节点内存"),
    unit: Unit::Bytes,
    of: |cx, class| cx.quantity(class, super::machine::MEMORY.key),
});

pub(crate) const SYSTEM_NAME: Text = Text::new("system", "系统保留");

/// What the system and its caches keep of a machine: an eighth, at least 1 GiB.
pub(crate) static SYSTEM: Formula = Formula::AtLeast(&Formula::Part(&NODE, 1, 8), &Formula::gib(1));

const OTHERS: Text = Text::new("other programs", "其他程序");

/// What is reserved for programs that Muster does not know.
pub(crate) static RESERVED: Measure =
    Measure { name: OTHERS, unit: Unit::Bytes, of: |cx, class| Some(reserved(cx, class)) };

fn reserved(cx: &Context, class: Option<&Class>) -> u64 {
    cx.quantity(class, super::machine::RESERVED.key).unwrap_or_default()
}

const ZOOKEEPER_HEAP: Text = Text::new("ZooKeeper heap", "ZooKeeper 堆内存");

/// The heap of a member of the ensemble that is made on the nodes; nothing elsewhere.
pub(crate) static ZOOKEEPER: Measure =
    Measure { name: ZOOKEEPER_HEAP, unit: Unit::Bytes, of: |cx, class| Some(zookeeper(cx, class)) };

fn zookeeper(cx: &Context, class: Option<&Class>) -> u64 {
    let member = class.is_some_and(|class| class.has(ROLE)) && cx.is("zookeeper.kind", "nodes");
    if member { cx.quantity(class, "zookeeper.heap").unwrap_or_default() } else { 0 }
}

/// What a program takes, by a field.
pub(crate) fn claim(title: Text, bytes: u64, place: Place) -> Claim {
    Claim { title, bytes, place, kind: Use::Program }
}

/// What is kept free.
pub(crate) fn kept(title: Text, bytes: u64, place: Place) -> Claim {
    Claim { kind: Use::Kept, ..claim(title, bytes, place) }
}

/// The memory of a machine, as a place.
fn of_node(node: &Node) -> Place {
    Place::NodeSetting(node.row, super::machine::MEMORY.key.to_owned())
}

/// What the system keeps on a node; nothing while its memory is not known.
pub(crate) fn system(cx: &Context, node: &Node) -> Claim {
    let bytes = SYSTEM.compute(cx, Some(&Class::of(node))).map_or(0, Exact::floor);
    kept(SYSTEM_NAME, bytes, of_node(node))
}

/// Whether a claim of [`services`] is the heap of a JVM.
pub(crate) fn is_heap(claim: &Claim) -> bool {
    claim.title == ZOOKEEPER_HEAP
}

/// ZooKeeper, Redis, memcached and a load balancer, where they are made on a node.
pub(crate) fn services(cx: &Context, node: &Node) -> Vec<Claim> {
    let class = Class::of(node);
    let mut all = Vec::new();
    if is_member(cx, node) {
        let bytes = zookeeper(cx, Some(&class));
        all.push(claim(ZOOKEEPER_HEAP, bytes, cx.place_of_field(node, "zookeeper.heap")));
    }
    if is_redis(cx, node) {
        let (bytes, place) = redis_memory(cx, node);
        all.push(claim(const { Text::same("Redis") }, bytes, place));
    }
    if is_memcached(cx, node) {
        let (bytes, place) = store(cx, node);
        all.push(claim(const { Text::same("memcached") }, bytes, place));
    }
    if is_load_balancer(cx, node) {
        let bytes = load_balancer::memory(cx);
        let place = Place::Setting("lb.kind".to_owned());
        all.push(claim(const { Text::new("load balancer", "负载均衡") }, bytes, place));
    }
    all
}

/// What sessions may take of a node's memory by the field, in bytes, and where that is said.
fn store(cx: &Context, node: &Node) -> (u64, Place) {
    let bytes = cx.quantity(Some(&Class::of(node)), "session.memory").unwrap_or_default();
    (bytes, cx.place_of_field(node, "session.memory"))
}

/// The same by what the file of Redis says in the end; nothing where it has no limit.
pub(crate) fn redis_memory(cx: &Context, node: &Node) -> (u64, Place) {
    let by_hand = cx.overridden(node, REDIS_CONF, "maxmemory");
    let read = |text: &str| notation::size(text).unwrap_or_default();
    by_hand.map_or_else(|| store(cx, node), |(place, text)| (read(text), place))
}

/// What is reserved for other programs on a node.
pub(crate) fn others(cx: &Context, node: &Node) -> Claim {
    let bytes = reserved(cx, Some(&Class::of(node)));
    kept(OTHERS, bytes, cx.place_of_field(node, super::machine::RESERVED.key))
}

/// What JVMs need beside these heaps, for threads, classes and buffers: a quarter.
pub(crate) fn beside_heaps(node: &Node, heaps: u64) -> Claim {
    kept(const { Text::new("beside the heaps", "堆内存之外") }, heaps / 4, of_node(node))
}
