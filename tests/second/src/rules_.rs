//! The product's one rule.

use model::value::ByteSize;
use model::{Edit, Place, Severity, Text, msg};
use rules::{Context, Example, Rule, Sink, Source};

pub(crate) static RULES: &[&Rule] = &[&HEAP];

static HEAP: Rule = Rule {
    id: "TDM001",
    name: "heap-beyond-memory",
    severity: Severity::Error,
    title: Text::new("The heap is larger than the memory", "堆内存大于节点内存"),
    why: Text::new("The process would not start.", "进程将无法启动。"),
    sources: &[Source::own("made up for the tests")],
    symptoms: &[],
    fires: Example::Edits("tandem-two", &[("settings.tuning.heap", "9 GiB")]),
    clean: Example::Edits("tandem-two", &[("settings.tuning.heap", "8 GiB")]),
    check,
};

fn check(cx: &Context, sink: &mut Sink) {
    for node in &cx.spec.nodes {
        let Some(config) = cx.config_of(node.row) else { continue };
        let mebibytes = cx.value(config, "tandem.heap").trim().parse::<u64>();
        let memory = cx.get_for::<ByteSize>(node, "tuning.memory");
        let (Ok(mebibytes), Ok(memory)) = (mebibytes, memory) else { continue };
        let heap = ByteSize(mebibytes.saturating_mul(ByteSize::MIB));
        if heap > memory {
            let by_hand = cx.overridden(node, cx.main_file(), "tandem.heap").map(|(at, _)| at);
            let field = Place::NodeSetting(node.row, "tuning.heap".to_owned());
            sink.report(
                by_hand.clone().unwrap_or_else(|| field.clone()),
                msg!(en: "The heap of {n} is {h}, but it has {m}.",
                     zh: "{n} 的堆内存为 {h}，但该节点只有 {m}。",
                     n = cx.name(node.row), h = heap.to_string(), m = memory.to_string()),
            )
            .fix(
                msg!(en: "Use the default", zh: "使用默认值"),
                [Edit::Clear(Place::Setting("tuning.heap".to_owned())), Edit::Clear(field)]
                    .into_iter()
                    .chain(by_hand.map(Edit::Clear))
                    .collect(),
            );
        }
    }
}
