//! The memory of a node: how it is shared out, and what takes it.

use super::configure::env;
use super::effective::{jvm, ramdisks, tiers};
use super::roles::WORKER;
use crate::common::disks;
use crate::common::jvm::Options;
use crate::common::memory as common;
use ::rules::formula::{Condition, Measure};
use ::rules::{Among, Budget, Claim, Class, Context, Disks, Formula, OnDisk, Unit};
use model::value::ByteSize;
use model::{Node, Place, Text};

const GIB: u64 = ByteSize::GIB;
const MIB: u64 = ByteSize::MIB;

/// Sizes that read well: whole gibibytes from 2 on, else whole 64 mebibytes.
const STEPS: &[(u64, u64)] = &[(2 * GIB, GIB), (0, 64 * MIB)];

static BESIDE_WORKER: Condition =
    Condition::new(Text::new("beside a worker", "与 worker 同机时"), |_, class| {
        class.is_some_and(|class| class.has(WORKER))
    });

/// Half of the memory, a quarter where a worker stands beside it.
pub(super) static MASTER_HEAP: Formula = Formula::Known(
    &Formula::InSteps(
        &Formula::AtMost(
            &Formula::AtLeast(
                &Formula::Where(
                    &[(&BESIDE_WORKER, Formula::Part(&common::NODE, 1, 4))],
                    &Formula::Part(&common::NODE, 1, 2),
                ),
                &Formula::mib(512),
            ),
            &Formula::gib(31),
        ),
        STEPS,
    ),
    &Formula::gib(8),
);

/// An eighth of the memory.
pub(super) static WORKER_HEAP: Formula = Formula::Known(
    &Formula::InSteps(
        &Formula::AtMost(
            &Formula::AtLeast(&Formula::Part(&common::NODE, 1, 8), &Formula::mib(512)),
            &Formula::gib(8),
        ),
        STEPS,
    ),
    &Formula::gib(4),
);

/// What a field says that one of the processes takes, on nodes with its role.
const fn of_role(name: Text, of: fn(&Context, Option<&Class>) -> Option<u64>) -> Measure {
    Measure { name, unit: Unit::Bytes, of }
}

const MASTER_NAME: Text = Text::new("master heap", "master 堆内存");
const WORKER_NAME: Text = Text::new("worker heap", "worker 堆内存");
const DIRECT_NAME: Text = Text::new("worker direct memory", "worker 堆外内存");
const PROXY_NAME: Text = Text::new("proxy heap", "proxy 堆内存");
const JOBS_NAME: Text = Text::new("job service heaps", "Job 服务堆内存");

static MASTER_TAKES: Measure =
    of_role(MASTER_NAME, |cx, class| Some(size(cx, class, Process::Master)));
static WORKER_TAKES: Measure =
    of_role(WORKER_NAME, |cx, class| Some(size(cx, class, Process::Worker)));
static DIRECT_TAKES: Measure =
    of_role(DIRECT_NAME, |cx, class| Some(size(cx, class, Process::Direct)));
static PROXY_TAKES: Measure =
    of_role(PROXY_NAME, |cx, class| Some(size(cx, class, Process::Proxy)));
static JOBS_TAKE: Measure = of_role(JOBS_NAME, |cx, class| Some(size(cx, class, Process::Jobs)));

/// What is left for the ramdisk.
pub(super) static RAMDISK_SIZE: Formula = Formula::Known(
    &Formula::AtLeast(
        &Formula::InSteps(
            &Formula::AtMost(
                &Formula::Less(
                    &common::NODE,
                    &[
                        Formula::Named(common::SYSTEM_NAME, &common::SYSTEM),
                        Formula::Measure(&MASTER_TAKES),
                        Formula::Measure(&WORKER_TAKES),
                        Formula::Measure(&DIRECT_TAKES),
                        Formula::Measure(&JOBS_TAKE),
                        Formula::Measure(&PROXY_TAKES),
                        Formula::Measure(&common::ZOOKEEPER),
                        Formula::Measure(&common::RESERVED),
                    ],
                ),
                &Formula::Part(&common::NODE, 2, 3),
            ),
            STEPS,
        ),
        &Formula::mib(64),
    ),
    &Formula::gib(4),
);

/// What takes memory outside of the ramdisk.
#[derive(Clone, Copy)]
enum Process {
    Master,
    Worker,
    Direct,
    Jobs,
    Proxy,
}

impl Process {
    /// The variables with the options of its JVMs.
    fn options(self) -> &'static [&'static str] {
        match self {
            Process::Master => &[jvm::MASTER_JVM],
            Process::Worker | Process::Direct => &[jvm::WORKER_JVM],
            // A job master beside each master, a job worker beside each worker.
            Process::Jobs => &[jvm::JOB_MASTER_JVM, jvm::JOB_WORKER_JVM],
            Process::Proxy => &[jvm::PROXY_JVM],
        }
    }

    /// What an override of the options says; without a size Java has a default of its own.
    fn by_hand(self, cx: &Context, node: &Node) -> Option<(Option<u64>, Place)> {
        let said = |key| cx.overridden(node, env::NAME, key);
        let own = self.options().iter().find_map(|key| Some((*key, said(key)?.0)));
        // What is said for every process stands behind each one's own.
        let every = said(jvm::EVERY_JVM)
            .filter(|(_, text)| self.among(&Options::new(*text)).is_some())
            .map(|(place, _)| place);
        let key = own.as_ref().map(|(key, _)| *key).or(self.options().first().copied())?;
        let place = every.or(own.map(|(_, place)| place))?;
        Some((self.among(&jvm::options(cx, node, key)), place))
    }

    /// Its size among options of Java, in bytes.
    fn among(self, options: &Options) -> Option<u64> {
        let direct = matches!(self, Process::Direct);
        let size = if direct { options.direct() } else { options.heap() };
        size.map(|size| size.0)
    }

    /// Where it is set: an override of the options, or the field.
    fn place(self, cx: &Context, node: &Node) -> Place {
        let field = match self {
            Process::Master => "jvm.master_heap",
            Process::Worker => "jvm.worker_heap",
            Process::Direct => "jvm.worker_direct",
            Process::Jobs => "jvm.job_heap",
            Process::Proxy => return Place::NodeRoles(node.row),
        };
        let by_hand = self.by_hand(cx, node);
        by_hand.map_or_else(|| cx.place_of_field(node, field), |(_, place)| place)
    }
}

/// What a process takes on the nodes of a class, in bytes: nothing where it does not run. It asks
/// the document alone, so that the ramdisk's size can be made of it.
fn size(cx: &Context, class: Option<&Class>, process: Process) -> u64 {
    let Some(node) = class.map(Class::node) else { return 0 };
    let runs = jvm::processes(cx, &node);
    let of = |key: &&str| process.among(&jvm::options(cx, &node, key)).unwrap_or_default();
    let keys = process.options().iter().filter(|key| runs.contains(key));
    keys.map(of).fold(0, u64::saturating_add)
}

/// What overrides of the options say in place of the fields with the heaps.
pub(super) const MASTER_AMONG: Among = |cx, node| Process::Master.by_hand(cx, node);
pub(super) const WORKER_AMONG: Among = |cx, node| Process::Worker.by_hand(cx, node);
pub(super) const DIRECT_AMONG: Among = |cx, node| Process::Direct.by_hand(cx, node);
pub(super) const JOBS_AMONG: Among = |cx, node| Process::Jobs.by_hand(cx, node);

/// What takes a node's memory.
pub(super) static BUDGET: Budget = Budget {
    steps: &["sizing", "tiers"],
    memory: crate::common::machine::MEMORY.key,
    claims,
    disks: Some(DISKS),
};

/// What lies on disks.
const DISKS: Disks = Disks { field: disks::KEY, holds };

/// The folders of tiers that are not in memory, each with what its worker may fill of it.
fn holds(cx: &Context, node: &Node) -> Vec<OnDisk> {
    let mut all = Vec::new();
    for tier in tiers(cx, node) {
        let on_disk = tier.folders.into_iter().filter(|f| !f.medium.eq_ignore_ascii_case("MEM"));
        all.extend(on_disk.filter_map(|folder| {
            Some(OnDisk {
                title: const { Text::new("tier of the worker", "worker 存储层") },
                folder: folder.path,
                bytes: folder.bytes?,
                place: tier.places[2].clone(),
                judged_by: None,
            })
        }));
    }
    all.extend(disks::services(cx, node));
    all
}

fn claims(cx: &Context, node: &Node) -> Vec<Claim> {
    let class = Class::of(node);
    let processes = [
        (Process::Master, MASTER_NAME),
        (Process::Worker, WORKER_NAME),
        (Process::Direct, DIRECT_NAME),
        (Process::Jobs, JOBS_NAME),
        (Process::Proxy, PROXY_NAME),
    ];
    let mut all: Vec<Claim> = Vec::new();
    for (process, name) in processes {
        let bytes = size(cx, Some(&class), process);
        all.push(common::claim(name, bytes, process.place(cx, node)));
    }
    let name = const { Text::same("ramdisk") };
    all.push(common::claim(name, ramdisk(cx, node), place_of_ramdisk(cx, node)));
    all.extend(common::services(cx, node));
    all.push(common::others(cx, node));
    all.push(common::system(cx, node));
    all
}

/// What a worker keeps in memory, in bytes; as far as it is known.
pub(super) fn ramdisk(cx: &Context, node: &Node) -> u64 {
    ramdisks(cx, node).into_iter().filter_map(|(_, bytes)| bytes).fold(0, u64::saturating_add)
}

/// Where its size is set: at the tier that has folders in memory.
pub(super) fn place_of_ramdisk(cx: &Context, node: &Node) -> Place {
    let tiers = tiers(cx, node);
    let in_memory = tiers.iter().find(|t| t.folders.iter().any(|f| f.medium == "MEM"));
    in_memory.map_or_else(|| cx.place_of_field(node, "tiers.quota0"), |tier| tier.places[2].clone())
}
