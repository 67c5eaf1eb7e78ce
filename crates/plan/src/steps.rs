//! What to do, in order.

use crate::Origin;
use crate::files::{FileChange, Sides, Stays};
use crate::serious::Stand;
use crate::services::{OnNodes, Services, nodes_of};
use formats::shell::quote;
use model::{Message, Node, RowId, msg};
use rules::{Moment, Move, Transition};
use std::collections::BTreeSet;

/// Where a step's commands are typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the admin's machine, in the new archive's folder.
    New,
    /// On the admin's machine, in the folder of the archive that was deployed.
    Old,
    /// On these nodes, as the service user; on none where it is no matter of a command.
    Nodes(Vec<String>),
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub title: Message,
    /// Where.
    pub place: Place,
    /// What to type, line by line.
    pub commands: Vec<String>,
    /// How to see that it is done; nothing where the words say it.
    pub check: Option<Message>,
}

pub(crate) struct Known<'k, 'm> {
    pub(crate) m: &'k Move<'m, 'm>,
    pub(crate) origin: Origin,
    pub(crate) sides: &'k Sides<'m>,
    pub(crate) serious: &'k [&'static Transition],
    pub(crate) services: &'k Services,
    pub(crate) changes: &'k [FileChange],
}

fn step(title: Message, place: Place, commands: &[&str], check: Option<Message>) -> Step {
    let commands = commands.iter().map(|line| (*line).to_owned()).collect();
    Step { title, place, commands, check }
}

/// The last line of a script that went well.
fn last_line(line: &'static str) -> Message {
    msg!(en: "the last line begins with “{l}”", zh: "最后一行以 “{l}” 开头", l = line)
}

/// ` --node a --node b`, or nothing where all are meant.
fn nodes_option(nodes: &[String], all: usize) -> String {
    if nodes.len() == all {
        return String::new();
    }
    nodes.iter().fold(String::new(), |all, name| all + " --node " + &quote(name))
}

/// What is done by hand at a moment: the same thing once, whoever asks for it.
fn tasks(known: &Known, moment: Moment) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for task in known.serious.iter().flat_map(|one| one.tasks).filter(|t| t.moment == moment) {
        let commands = (task.commands)(known.m);
        let on = (task.on)(known.m);
        // A command without a node is one of the archive.
        let ours = on.is_empty() && !commands.is_empty();
        let place = if ours { Place::New } else { Place::Nodes(on) };
        let step = Step { title: (task.words)(known.m), place, commands, check: None };
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}

/// A foreign cluster has everything before it, whatever its files say: the archive is not deployed.
fn is_nothing(known: &Known) -> bool {
    let Services { restarted, started, stopped } = known.services;
    known.origin == Origin::Archive
        && known.changes.is_empty()
        && known.sides.joins.is_empty()
        && known.sides.leaves.is_empty()
        && known.serious.is_empty()
        && restarted.is_empty()
        && started.is_empty()
        && stopped.is_empty()
}

/// All steps; none when nothing of a node changes.
pub(crate) fn steps(known: &Known) -> Vec<Step> {
    if is_nothing(known) {
        return Vec::new();
    }
    let mut all = tasks(known, Moment::Running);
    all.extend(prepare(known));
    all.extend(stops(known));
    all.extend(tasks(known, Moment::Standing));
    all.push(step(
        msg!(en: "Deploy", zh: "部署"),
        Place::New,
        &["bin/deploy --dry-run", "bin/deploy"],
        Some(last_line("deployed:")),
    ));
    all.extend(tasks(known, Moment::Deployed));
    all.extend(starts(known));
    all.push(step(
        msg!(en: "Verify: it does a client's work on the cluster", zh: "验证：在集群上完成一次客户端操作"),
        Place::New,
        &["bin/verify"],
        Some(last_line("verified")),
    ));
    all.extend(tasks(known, Moment::Started));
    all
}

/// The new archive, its packages and secrets, what root does, the look before.
fn prepare(known: &Known) -> Vec<Step> {
    let mut all = Vec::new();
    all.push(step(
        msg!(en: "Export the new document, unpack the archive beside the older one, and check it", zh: "导出新文档，把部署包解压到旧部署包旁边并校验"),
        Place::New,
        &["sha256sum -c --quiet SHA256SUMS"],
        Some(msg!(en: "no output: every file is whole", zh: "没有输出即表示所有文件完整")),
    ));
    let of_cluster = &known.sides.of_cluster;
    let foreign = known.origin == Origin::Foreign;
    let joins = !known.sides.joins.is_empty();
    if of_cluster.contains("PACKAGES.tsv") || joins || foreign {
        all.push(step(
            msg!(en: "Fill packages/; those that did not change can be copied from the older archive", zh: "填充 packages/；没有变化的可从旧部署包复制"),
            Place::New,
            &["bin/fetch"],
            Some(last_line("packages/ is complete")),
        ));
    }
    all.extend(secrets(known));
    let root: Vec<String> = root_again(known);
    if !root.is_empty() {
        let nodes = nodes_option(&root, known.m.after.spec.nodes.len());
        all.push(Step {
            title: msg!(en: "Root's part, where it changed: accounts, folders, units, limits", zh: "root 的部分（有变化的节点）：账号、目录、systemd 单元、资源限制"),
            place: Place::New,
            commands: vec![
                format!("bin/root-once --dry-run{nodes}"),
                format!("bin/root-once{nodes}"),
            ],
            check: Some(last_line("root-once is done")),
        });
    }
    all.push(step(
        msg!(en: "Look before anything is changed; what runs is left alone", zh: "改动之前检查；正在运行的服务不受影响"),
        Place::New,
        &["bin/preflight"],
        Some(last_line("preflight is green")),
    ));
    all
}

fn secrets(known: &Known) -> Option<Step> {
    let names = |cx: &rules::Context| -> BTreeSet<String> {
        cx.secrets().iter().map(|s| s.variable.clone()).collect()
    };
    let (then, now) = (names(known.m.before), names(known.m.after));
    if now.is_empty() {
        return None;
    }
    let new: Vec<&str> = now.difference(&then).map(String::as_str).collect();
    let (place, title) = match (known.origin, new.as_slice()) {
        (Origin::Archive, []) => (
            vec!["(umask 077; cp ../OLDER/secrets.env secrets.env)".to_owned()],
            msg!(en: "Take secrets.env over from the older archive, whose folder is OLDER here", zh: "从旧部署包（此处目录为 OLDER）复制 secrets.env"),
        ),
        (Origin::Archive, some) => (
            vec![
                "(umask 077; cp ../OLDER/secrets.env secrets.env)".to_owned(),
                "vi secrets.env".to_owned(),
            ],
            msg!(en: "Take secrets.env over from the older archive, whose folder is OLDER here, and add {n}", zh: "从旧部署包（此处目录为 OLDER）复制 secrets.env，并添加 {n}", n = some.join(", ")),
        ),
        (Origin::Foreign, _) => (
            vec![
                "(umask 077; cp secrets.env.example secrets.env)".to_owned(),
                "vi secrets.env".to_owned(),
            ],
            msg!(en: "Fill in the secrets; muster import --secrets FILE kept those of the files", zh: "填写密码；muster import --secrets FILE 保存了文件中的密码"),
        ),
    };
    Some(Step { title, place: Place::New, commands: place, check: None })
}

/// The nodes on which root has something to do: new ones, and those whose script differs.
fn root_again(known: &Known) -> Vec<String> {
    const SCRIPT: &str = "root-once.sh";
    let sides = known.sides;
    let foreign = known.origin == Origin::Foreign;
    let same = |node: &&Stays| !foreign && !node.files.contains_key(SCRIPT);
    let same: BTreeSet<RowId> = sides.stays.iter().filter(same).map(|node| node.new.row).collect();
    let nodes = known.m.after.spec.nodes.iter().filter(|node| !same.contains(&node.row));
    nodes.map(|node| node.name.trim().to_owned()).collect()
}

/// What stops before the new files come.
fn stops(known: &Known) -> Vec<Step> {
    let mut all = Vec::new();
    let stand = Stand::of(known.serious);
    if known.origin == Origin::Foreign {
        all.push(Step {
            title: msg!(en: "Stop the cluster with what starts it today, and take that away: its units, cron lines, boot scripts. Two programs on one data folder damage it", zh: "用目前启动集群的方式停止它，并移除这些方式：systemd 单元、cron、启动脚本。两个程序使用同一数据目录会造成损坏"),
            place: Place::Nodes(names(&known.m.before.spec.nodes)),
            commands: Vec::new(),
            check: None,
        });
        return all;
    }
    let leaves: Vec<String> = known.sides.leaves.iter().map(|n| n.name.trim().to_owned()).collect();
    let total = known.m.before.spec.nodes.len();
    match &stand {
        Stand::Everything => {
            all.push(step(
                msg!(en: "Stop the whole cluster", zh: "停止整个集群"),
                Place::Old,
                &["bin/stop"],
                Some(last_line("stopped")),
            ));
            return all;
        }
        Stand::Services(ids) if !ids.is_empty() => {
            let there = |id: &&&str| !nodes_of(known.m.before, id).is_empty();
            let options: String =
                ids.iter().filter(there).fold(String::new(), |all, id| all + " --service " + id);
            all.push(Step {
                title: msg!(en: "Stop what must not run in both ways at once", zh: "停止不能新旧并存的服务"),
                place: Place::Old,
                commands: vec![format!("bin/stop{options}")],
                check: Some(last_line("stopped")),
            });
        }
        Stand::Services(_) => {}
    }
    if !leaves.is_empty() {
        all.push(Step {
            title: msg!(en: "Stop the nodes that go", zh: "停止将要移除的节点"),
            place: Place::Old,
            commands: vec![format!("bin/stop{}", nodes_option(&leaves, total))],
            check: Some(last_line("stopped")),
        });
    }
    for (service, nodes) in &known.services.stopped {
        let count = nodes_of(known.m.before, service).len();
        all.push(Step {
            title: msg!(en: "Stop {s} where it is no longer to run", zh: "在不再运行 {s} 的节点上停止它", s = *service),
            place: Place::Old,
            commands: vec![format!("bin/stop --service {service}{}", nodes_option(nodes, count))],
            check: Some(last_line("stopped")),
        });
    }
    all
}

fn names(nodes: &[Node]) -> Vec<String> {
    nodes.iter().map(|node| node.name.trim().to_owned()).collect()
}

/// Restarts in the order of a rolling update, then what does not run yet.
fn starts(known: &Known) -> Vec<Step> {
    let stand = Stand::of(known.serious);
    let foreign = known.origin == Origin::Foreign;
    let rolling: Vec<&OnNodes> =
        known.services.restarted.iter().filter(|(id, _)| !foreign && !stand.has(id)).collect();
    let mut all = Vec::new();
    if !rolling.is_empty() {
        all.push(Step {
            title: msg!(en: "Restart what reads something new, node by node; the next one goes when this one gives its word", zh: "逐个节点重启读取了新内容的服务；前一个就绪之后才轮到下一个"),
            place: Place::New,
            commands: restarts(known, &rolling),
            check: Some(last_line("started")),
        });
    }
    let start = step(
        msg!(en: "Start what does not run yet", zh: "启动尚未运行的服务"),
        Place::New,
        &["bin/start"],
        Some(last_line("started")),
    );
    // A load balancer gives its word when somebody behind it answers: what stood comes first. New
    // nodes of another version come last, as they would in a rolling update.
    if !stand.is_nothing() || foreign {
        all.insert(0, start);
    } else if !known.services.started.is_empty() {
        all.push(start);
    }
    all
}

/// One command for services in a row that restart on the same nodes.
fn restarts(known: &Known, rolling: &[&OnNodes]) -> Vec<String> {
    let all = |id: &str, nodes: &[String]| nodes_of(known.m.after, id).len() == nodes.len();
    let services: BTreeSet<&str> = known
        .m
        .after
        .spec
        .nodes
        .iter()
        .flat_map(|node| bundle::services(known.m.after, node))
        .map(|s| s.id)
        .collect();
    if services.len() == rolling.len() && rolling.iter().all(|(id, nodes)| all(id, nodes)) {
        return vec!["bin/start --restart".to_owned()];
    }
    let mut commands: Vec<(String, String)> = Vec::new();
    for (id, nodes) in rolling {
        let nodes = if all(id, nodes) { String::new() } else { nodes_option(nodes, usize::MAX) };
        match commands.last_mut().filter(|(_, of)| *of == nodes) {
            Some((services, _)) => services.push_str(&format!(" --service {id}")),
            None => commands.push((format!(" --service {id}"), nodes)),
        }
    }
    let command = |(services, nodes)| format!("bin/start --restart{services}{nodes}");
    commands.into_iter().map(command).collect()
}
