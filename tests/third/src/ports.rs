//! The product's one rule, about what two processes read for one key.

use crate::services::place;
use model::value::{Port, Value};
use model::{Severity, Text, msg};
use rules::{Context, Example, Rule, Sink, Source};

pub(crate) static TAKEN: Rule = Rule {
    id: "TRI001",
    name: "one-port-for-two-processes",
    severity: Severity::Error,
    title: Text::new(
        "Processes of one node have ports of their own",
        "同一节点上的进程使用不同端口",
    ),
    why: Text::new(
        "The later one would not start. Give it another port.",
        "后启动的进程会失败。请改用其他端口。",
    ),
    sources: &[Source::own("made up for the tests")],
    symptoms: &[],
    fires: Example::Edits("trio-three", &[("settings.gate.port", "7003")]),
    clean: Example::Edits(
        "trio-three",
        &[
            ("settings.gate.port", "7003"),
            ("overrides.cluster.conf/gate/jvm.config:-Dtrio.port", "7004"),
        ],
    ),
    check,
};

fn check(cx: &Context, sink: &mut Sink) {
    for node in &cx.spec.nodes {
        let ports: Vec<_> = cx
            .processes_on(node)
            .filter_map(|p| Some((p, Port::parse(&cx.read_by(p, node, "trio.port")).ok()?)))
            .collect();
        for (at, (process, port)) in ports.iter().enumerate() {
            let Some((other, _)) = ports.iter().take(at).find(|(_, earlier)| earlier == port)
            else {
                continue;
            };
            sink.report(
                place(cx, process, node),
                msg!(en: "On {n}, {a} and {b} listen on {p}.", zh: "在 {n} 上，{a} 与 {b} 都监听 {p}。",
                     n = cx.name(node.row), a = other.id, b = process.id, p = port.0),
            )
            .related([place(cx, other, node)]);
        }
    }
}
