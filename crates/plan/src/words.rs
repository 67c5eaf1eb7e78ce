//! What a plan says, in words: the same for whoever shows it.

use crate::{OnNodes, Place, Plan};
use model::{Lang, Message, msg};
use rules::{Back, Still};

/// More nodes than this are counted, not named.
const NAMED: usize = 8;

/// Some nodes: the first of them by name, and how many more.
pub fn names(nodes: &[String], lang: Lang) -> String {
    let comma = lang.pick(", ", "、");
    if nodes.len() <= NAMED {
        return nodes.join(comma);
    }
    let some: Vec<&str> = nodes.iter().take(NAMED).map(String::as_str).collect();
    let (some, more) = (some.join(comma), nodes.len() - NAMED);
    msg!(en: "{s} and {n} more", zh: "{s} 等，另有 {n} 个", s = some, n = more).render(lang)
}

/// How much changes.
pub fn sum(plan: &Plan) -> Message {
    if plan.steps.is_empty() {
        return msg!(
            en: "Nothing to do: no file of a node changes.", zh: "无需任何操作：没有节点的文件发生变化。");
    }
    msg!(
        en: "Nodes that stay: {s}, that join: {j}, that leave: {l}; files that change: {f}.",
        zh: "{s} 个节点保留，{j} 个加入，{l} 个移除；{f} 个文件有变化。",
        s = plan.stays, j = plan.joins.len(), l = plan.leaves.len(), f = plan.files.len())
}

/// What must stand still for a change.
pub fn stands(still: Still) -> Message {
    match still {
        Still::Nothing => msg!(en: "Nothing has to stand still.", zh: "无需停止任何服务。"),
        Still::Everything => {
            msg!(en: "Stands still: the whole cluster.", zh: "须停止：整个集群。")
        }
        Still::Services(ids) => {
            msg!(en: "Stands still: {s}, on all nodes.", zh: "须停止：所有节点上的 {s}。", s = ids.join(", "))
        }
    }
}

/// How one goes back after a change.
pub fn goes_back(back: &Back) -> Message {
    match back {
        Back::Files => msg!(en: "Back: with the older files.", zh: "回退：还原旧文件即可。"),
        Back::More(more) => msg!(en: "Back: {m}", zh: "回退：{m}", m = *more),
    }
}

/// Where a step's commands are typed; empty where the words of the step say it.
pub fn place(place: &Place, lang: Lang) -> String {
    let said = match place {
        Place::New => msg!(en: "in the new archive", zh: "在新部署包中"),
        Place::Old => msg!(en: "in the older archive", zh: "在旧部署包中"),
        Place::Nodes(nodes) if nodes.is_empty() => return String::new(),
        Place::Nodes(nodes) => {
            let nodes = names(nodes, lang);
            msg!(en: "on {n}", zh: "在 {n} 上", n = nodes)
        }
    };
    said.render(lang)
}

/// The services by what happens to them, those of which something does.
pub fn services(plan: &Plan) -> Vec<(Message, &[OnNodes])> {
    let services = &plan.services;
    let kinds = [
        (msg!(en: "Restarted", zh: "重启"), services.restarted.as_slice()),
        (msg!(en: "New on a node", zh: "新增"), services.started.as_slice()),
        (msg!(en: "No longer on a node", zh: "移除"), services.stopped.as_slice()),
    ];
    kinds.into_iter().filter(|(_, all)| !all.is_empty()).collect()
}
