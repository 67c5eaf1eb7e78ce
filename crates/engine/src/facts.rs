//! What `bin/preflight` found on the machines, as the page brings it.

use formats::facts::Read;
use model::facts::Facts;
use model::{ClusterSpec, Lang, Message, msg};
use protocol::FactsView;
use rules::{Context, Product};

/// Most lines of one kind that are told; the command line tells all.
const MOST: usize = 30;

/// The facts of a file, and what is told about it.
///
/// # Errors
/// Why it is no such file.
pub(crate) fn read(
    spec: &ClusterSpec,
    product: &'static Product,
    bytes: &[u8],
    lang: Lang,
) -> Result<(Facts, FactsView), String> {
    let Read { facts, problems, unknown } = formats::facts::read(bytes);
    let mut told: Vec<String> = problems
        .iter()
        .map(|problem| {
            let message = problem.message.render(lang);
            match problem.span {
                Some(span) => format!("{}:{}: {message}", span.line, span.column),
                None => message,
            }
        })
        .collect();
    let Some(facts) = facts else { return Err(told.join(" ")) };
    if !are_of(&facts, spec) {
        return Err(msg!(
            en: "None of these machines is a node of this document.",
            zh: "这些机器都不是当前文档中的节点。")
        .render(lang));
    }
    if !unknown.is_empty() {
        let names = unknown.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
        let kept = msg!(en: "Kept aside, because it is not known here: {n}", zh: "无法识别、不予采用：{n}", n = names);
        told.push(kept.render(lang));
    }
    let cx = Context::new(spec, product).with_facts(Some(&facts));
    let filled = rules::fill(&cx);
    let looked_at = cx.machines().count();
    let sum = msg!(en: "{n} machines: {d}", zh: "{n} 台机器：{d}", n = looked_at, d = machines_checked(&facts));
    let mut lines = some(told, lang);
    lines.extend(some(filled.iter().map(|f| f.message.render(lang)).collect(), lang));
    for line in &mut lines {
        *line = model::secret::masked(line);
    }
    let edits = filled.into_iter().map(|filled| filled.edit).collect();
    Ok((facts, FactsView { sum: sum.render(lang), lines, edits }))
}

/// Whether facts are of this document's machines: of at least one of them.
pub(crate) fn are_of(facts: &Facts, spec: &ClusterSpec) -> bool {
    spec.nodes.iter().any(|node| facts.machine(&node.name).is_some())
}

/// When the machines were looked at, in words.
pub fn machines_checked(facts: &Facts) -> Message {
    match facts.day() {
        "" => {
            msg!(en: "machines checked, on a day that the facts do not say", zh: "已检查实际机器，facts 中没有日期")
        }
        day => msg!(en: "machines checked on {d}", zh: "已于 {d} 检查实际机器", d = day),
    }
}

fn some(mut lines: Vec<String>, lang: Lang) -> Vec<String> {
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    if more > 0 {
        lines.push(msg!(en: "… and {n} more", zh: "……另有 {n} 条", n = more).render(lang));
    }
    lines
}
