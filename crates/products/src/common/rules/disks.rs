//! The disks of a node and what lies on them: of every product that has a field for them.

use ::rules::formula::Exact;
use ::rules::{Context, Disk, Example, OnDisk, Rule, Sink, Source, Unit};
use model::value::shown;
use model::{Message, Node, Place, Severity, Text, msg};

/// More than a disk holds.
pub(super) static OVERCOMMITTED: Rule = Rule {
    id: "DSK001",
    name: "disk-overcommitted",
    severity: Severity::Warning,
    title: Text::new(
        "What may lie on a disk fits onto it.",
        "磁盘上可能存放的数据总量不超过磁盘容量。",
    ),
    why: Text::new(
        "Counted is what the configuration gives a size: caches, tiers, folders of tasks, what a store writes down, each on the disk whose mount point is nearest above its folder. Programs believe these sizes and do not ask the disk: when it is full, whoever writes next fails, not only the one that took too much. Make one of them smaller, move a folder to another disk, or take a larger one. Logs, and whatever else no file gives a size, come on top.",
        "统计的是配置中写明大小的内容：缓存、存储层、任务目录、持久化数据，各计入挂载点离其目录最近的磁盘。程序只相信这些大小，不检查磁盘：写满后，失败的是下一个写入者，而不只是占用过多的那个。请减小其中一项，将目录移到其他磁盘，或使用更大的磁盘。日志等没有写明大小的内容还要另外占用。",
    ),
    sources: &[Source::own("Muster: the product's table of what lies on a node's disks")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-redis-sentinel",
        &[("nodes[2].settings.host.disks", "/ 40 GB"), ("settings.session.memory", "64 GiB")],
    ),
    clean: Example::Edits(
        "kylin-redis-sentinel",
        &[("nodes[2].settings.host.disks", "/ 400 GB"), ("settings.session.memory", "64 GiB")],
    ),
    check: |cx, sink| {
        for config in cx.configs() {
            // Equal nodes have equal disks and equal folders, only the places of some are their own.
            let Some(node) = cx.node(config.node()) else { continue };
            if cx.disks(node).iter().any(beyond) {
                let nodes = config.nodes.iter().filter_map(|row| cx.node(*row));
                nodes.for_each(|node| report(cx, sink, node));
            }
        }
    },
};

/// Whether more may lie on a disk than it holds, and no rule of the product says so of a part alone.
fn beyond(disk: &Disk) -> bool {
    let alone = |rule: &'static str| {
        let own = disk.holds.iter().filter(|one| one.judged_by == Some(rule));
        own.fold(0_u64, |sum, one| sum.saturating_add(one.bytes))
    };
    let said = disk.holds.iter().filter_map(|one| one.judged_by).any(|r| alone(r) > disk.size);
    disk.sum() > disk.size && !said
}

fn report(cx: &Context, sink: &mut Sink, node: &Node) {
    let Some(budget) = &cx.product.budget.disks else { return };
    let size = |bytes: u64| Exact::whole(bytes).shown(Unit::Bytes);
    for disk in cx.disks(node).into_iter().filter(beyond) {
        let Some(parts) = added(&disk.holds) else { continue };
        let place = Place::NodeSetting(node.row, budget.field.to_owned());
        let found = sink.report(
                    place.clone(),
                    msg!(en: "The disk {d} of {n} has {s}, and what may lie on it is {t}: {parts}.",
                         zh: "{n} 的磁盘 {d} 容量为 {s}，而其上的数据可达 {t}：{parts}。",
                         d = shown(&disk.mount), n = cx.name(node.row), s = size(disk.size), t = size(disk.sum()), parts = parts),
                );
        let mut related: Vec<Place> = disk.holds.into_iter().map(|one| one.place).collect();
        related.retain(|other| *other != place);
        related.dedup();
        found.related(related);
    }
}

/// "segment cache 1.6 TiB + folders of tasks 300 GiB".
fn added(all: &[OnDisk]) -> Option<Message> {
    let words = all.iter().map(|one| {
        let size = Exact::whole(one.bytes).shown(Unit::Bytes);
        msg!(en: "{t} {s}", zh: "{t} {s}", t = one.title, s = size)
    });
    words.reduce(|all, next| msg!(en: "{a} + {b}", zh: "{a} + {b}", a = all, b = next))
}
