//! Facts in which the nodes have to agree, and do not.

use crate::read::Note;
use crate::target::{Line, Target};
use model::value::shown;
use model::{ClusterSpec, Message, RowId, Severity, msg};
use rules::{Beside, Context, Product, Reader};
use std::collections::BTreeMap;

/// What differs between the files of the nodes, a note for each node that has another value than the
/// first.
pub(crate) fn told(product: &'static Product, spec: &ClusterSpec, target: &Target) -> Vec<Note> {
    let cx = Context::new(spec, product);
    let mut notes = Vec::new();
    for beside in product.import.beside.iter().filter(|b| !b.shared.is_empty()) {
        let of_nodes: Vec<(RowId, &BTreeMap<String, Line>)> = target
            .beyond
            .iter()
            .filter_map(|(row, said)| Some((*row, said.get(beside.subject)?)))
            .collect();
        let Some((first, rest)) = of_nodes.split_first() else { continue };
        for fact in beside.shared {
            let text = |lines: &BTreeMap<String, Line>| {
                let line = lines.get(*fact).map(|line| line.value.trim().to_owned());
                line.unwrap_or_else(|| beside.default_of(fact).to_owned())
            };
            let own = text(first.1);
            for (row, lines) in rest.iter().filter(|(_, lines)| text(lines) != own) {
                let line = lines.get(*fact).or_else(|| lines.values().min_by_key(|l| l.span));
                let Some(line) = line else { continue };
                let quoted = |text: &str| format!("\"{}\"", shown(text));
                notes.push(Note {
                    severity: Severity::Warning,
                    path: line.path.to_string(),
                    span: line.span,
                    message: message(
                        beside,
                        fact,
                        (&quoted(&own), cx.name(first.0)),
                        (&quoted(&text(lines)), cx.name(*row)),
                    ),
                });
            }
        }
    }
    notes
}

/// That two nodes disagree in a fact: each value, with its node.
fn message(beside: &Beside, fact: &str, one: (&str, String), other: (&str, String)) -> Message {
    let subject = beside.subject;
    if beside.reader == Reader::Floating {
        return msg!(
            en: "{f} of {s} is {a} on {n}, and {b} on {m}: neither takes what the other says for its own group's, and both hold their address at once.",
            zh: "{s} 中的 {f}：{n} 上是 {a}，{m} 上是 {b}。两台互不承认对方的通告，会同时持有各自的地址。",
            f = fact, s = subject, a = one.0, n = one.1, b = other.0, m = other.1);
    }
    msg!(
        en: "{f} of {s} is {a} on {n}, and {b} on {m}: nodes behind one load balancer need the same, or they do not share their sessions.",
        zh: "{s} 中的 {f}：{n} 上是 {a}，{m} 上是 {b}。同一负载均衡后面的节点必须一致，否则无法共享 Session。",
        f = fact, s = subject, a = one.0, n = one.1, b = other.0, m = other.1)
}
