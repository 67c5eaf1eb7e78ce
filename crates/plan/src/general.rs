//! Changes that mean the same for every product.

use model::{Message, Node, Text, msg};
use rules::{Back, Moment, Move, Source, Still, Task, Transition};
use std::collections::BTreeSet;

const SCRIPTS: Source =
    Source { title: "Muster: install.sh and root-once.sh of a node", url: "", observation: "" };

/// Nodes that stay, as they were and will be, for which something differs.
fn differing<'m>(m: &'m Move<'_, '_>, key: &str) -> Vec<(&'m Node, &'m Node)> {
    let old = |node: &Node| m.before.spec.nodes.iter().find(|n| n.name.trim() == node.name.trim());
    let pairs = m.after.spec.nodes.iter().filter_map(|node| Some((old(node)?, node)));
    pairs.filter(|(a, b)| m.before.node_text(a, key) != m.after.node_text(b, key)).collect()
}

fn account_differs(m: &Move) -> bool {
    !differing(m, "service.user").is_empty() || !differing(m, "service.group").is_empty()
}

/// Folders that a service which stays on its node no longer names.
fn left_behind(m: &Move) -> BTreeSet<String> {
    let mut left = BTreeSet::new();
    for new in &m.after.spec.nodes {
        let same = |node: &&Node| node.name.trim() == new.name.trim();
        let Some(old) = m.before.spec.nodes.iter().find(same) else { continue };
        let kept = bundle::services(m.before, old);
        for service in bundle::services(m.after, new) {
            if kept.iter().any(|other| other.id == service.id) {
                let now: BTreeSet<String> = (service.folders)(m.after, new).into_iter().collect();
                let then = (service.folders)(m.before, old).into_iter();
                left.extend(then.filter(|folder| !now.contains(folder)));
            }
        }
    }
    left
}

fn to_whom(_: &Move) -> Message {
    msg!(en: "As root, give the new account what lies in the service's folders: root-once.sh makes the account and the folders, and leaves what is in them to its owner",
        zh: "以 root 身份把服务目录中已有的内容交给新账号：root-once.sh 会创建账号和目录，但不改变其中内容的属主")
}

pub(crate) static TRANSITIONS: &[Transition] = &[
    Transition {
        id: "name",
        title: Text::new("The cluster has another name", "集群名称有变化"),
        happens: |m| m.before.spec.name.trim() != m.after.spec.name.trim(),
        still: Still::Everything,
        back: Back::Files,
        why: Text::new(
            "The name is the folder in which each node keeps what was deployed. Under another name the scripts know nothing of the older deployment: they take its files for somebody's own and refuse to replace them. Keep the name, unless that is what you want.",
            "每个节点以集群名称为目录保存部署记录。名称改变后，脚本不了解先前的部署：会把其文件当作他人的文件而拒绝替换。除非确有此意，请保持名称不变。",
        ),
        tasks: &[],
        sources: &[SCRIPTS],
    },
    Transition {
        id: "account",
        title: Text::new("The services run as somebody else", "服务使用的账号有变化"),
        happens: account_differs,
        still: Still::Everything,
        back: Back::More(Text::new(
            "What was given to the new account has to be given back.",
            "交给新账号的内容须再交还。",
        )),
        why: Text::new(
            "Files that belong to the older account can be neither read nor replaced by the new one.",
            "属于旧账号的文件，新账号既不能读取也不能替换。",
        ),
        tasks: &[Task::in_words(Moment::Standing, to_whom)],
        sources: &[SCRIPTS],
    },
    Transition {
        id: "folders",
        title: Text::new("Folders move", "目录有变化"),
        happens: |m| !left_behind(m).is_empty(),
        still: Still::Nothing,
        back: Back::Files,
        why: Text::new(
            "The scripts install into the new folders and leave what lies in the older ones: data and logs there are neither moved nor removed.",
            "脚本会安装到新目录，旧目录中的内容保持不变：其中的数据和日志既不移动也不删除。",
        ),
        tasks: &[Task::in_words(Moment::Standing, |m| {
            let left = left_behind(m).into_iter().collect::<Vec<_>>().join(", ");
            msg!(en: "Move what should come along out of {l}, while the services of that node stand (bin/stop --node NAME in the older archive)",
                    zh: "{l} 不再使用：在该节点的服务停止时（在旧部署包中执行 bin/stop --node NAME），把需要保留的内容移动过来", l = left)
        })],
        sources: &[SCRIPTS],
    },
];
