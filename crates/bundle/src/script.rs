//! The static scripts.

use formats::{File, Mode};
use model::Text;
use rules::Service;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

fn executable(about: Text, text: &str) -> Arc<File> {
    Arc::new(File::fixed(about, Mode::Executable, text))
}

/// The scripts of a node that know it only by `node.env`: path, what it does, mode, text.
const NODE: &[(&str, Text, Mode, &str)] = &[
    (
        "install.sh",
        Text::new(
            "Installs this folder on its node; works without ssh.",
            "在节点上安装本目录的内容，不需要 ssh。",
        ),
        Mode::Executable,
        include_str!("scripts/node/install.sh"),
    ),
    (
        "lib.sh",
        Text::new(
            "Functions that install.sh and the service scripts share.",
            "install.sh 与各服务脚本共用的函数。",
        ),
        Mode::Plain,
        include_str!("scripts/node/lib.sh"),
    ),
    (
        "lib/deployment.sh",
        Text::new(
            "A deployment: written down before it is done, finished or taken back as a whole.",
            "部署过程：执行前先记录，整体完成或整体撤销。",
        ),
        Mode::Plain,
        include_str!("scripts/node/lib/deployment.sh"),
    ),
    (
        "lib/lock.sh",
        Text::new("One run at a time on a node.", "同一节点上一次只运行一个部署。"),
        Mode::Plain,
        include_str!("scripts/node/lib/lock.sh"),
    ),
    (
        "lib/packages.sh",
        Text::new(
            "Unpacks packages, and takes away what they brought.",
            "解包软件包，并可移除其带来的文件。",
        ),
        Mode::Plain,
        include_str!("scripts/node/lib/packages.sh"),
    ),
    (
        "lib/parts.sh",
        Text::new("Files of which only a part is ours.", "仅有一部分由部署包管理的文件。"),
        Mode::Plain,
        include_str!("scripts/node/lib/parts.sh"),
    ),
    (
        "lib/plan.sh",
        Text::new("What an installation has to do here.", "本次安装需要执行的操作。"),
        Mode::Plain,
        include_str!("scripts/node/lib/plan.sh"),
    ),
    (
        "lib/room.sh",
        Text::new(
            "How much room a deployment needs, and where.",
            "一次部署需要多少磁盘空间、在哪里。",
        ),
        Mode::Plain,
        include_str!("scripts/node/lib/room.sh"),
    ),
    (
        "lib/undo.sh",
        Text::new("Takes a deployment back, finished or not.", "撤销一次部署，无论其是否已完成。"),
        Mode::Plain,
        include_str!("scripts/node/lib/undo.sh"),
    ),
    (
        "preflight.sh",
        Text::new("Looks at this node and changes nothing.", "检查本节点，不做任何改动。"),
        Mode::Executable,
        include_str!("scripts/node/preflight.sh"),
    ),
];

static ON_NODES: LazyLock<Vec<(&'static str, Arc<File>)>> = LazyLock::new(|| {
    let made = |(name, about, mode, text): &(&'static str, Text, Mode, &str)| {
        (*name, Arc::new(File::fixed(*about, *mode, text)))
    };
    NODE.iter().map(made).collect()
});

/// The scripts of a node that are the same on all of them, by path.
pub(crate) fn on_nodes() -> &'static [(&'static str, Arc<File>)] {
    &ON_NODES
}

/// `service/<id>.sh` of a node.
pub(crate) fn service(service: &Service) -> Arc<File> {
    let about = const {
        Text::new(
            "Installs, starts, checks and stops one service of this node.",
            "安装、启动、检查和停止本节点上的一个服务。",
        )
    };
    fixed(about, service.script)
}

/// The product's part of `bin/verify`.
pub(crate) fn verify_product(script: &'static str) -> Arc<File> {
    let about = const {
        Text::new("The product's part of bin/verify.", "bin/verify 中产品自身的部分。")
    };
    fixed(about, script)
}

/// A product's static script, split into lines once: every node and every check shares it.
fn fixed(about: Text, script: &'static str) -> Arc<File> {
    static SPLIT: Mutex<BTreeMap<&'static str, Arc<File>>> = Mutex::new(BTreeMap::new());
    let mut split = SPLIT.lock().unwrap_or_else(PoisonError::into_inner);
    let file =
        split.entry(script).or_insert_with(|| Arc::new(File::fixed(about, Mode::Plain, script)));
    Arc::clone(file)
}

/// The scripts for the admin: path, what it does, text.
const ADMIN: &[(&str, Text, &str)] = &[
    (
        "bin/deploy",
        Text::new(
            "Brings every node's files to it and installs them.",
            "把每个节点的文件传到节点并安装。",
        ),
        include_str!("scripts/deploy.sh"),
    ),
    (
        "bin/fetch",
        Text::new(
            "Fills packages/ on a machine with a connection.",
            "在可联网的机器上填充 packages/。",
        ),
        include_str!("scripts/fetch.sh"),
    ),
    (
        "bin/pack",
        Text::new(
            "Prints what goes to one node, for the playbook.",
            "输出要送到某个节点的内容，供 playbook 使用。",
        ),
        include_str!("scripts/pack.sh"),
    ),
    (
        "bin/preflight",
        Text::new("Looks at every node before anything is changed.", "在改动之前检查每个节点。"),
        include_str!("scripts/preflight.sh"),
    ),
    (
        "bin/rollback",
        Text::new("Puts back what the last deployment replaced.", "还原上一次部署所替换的内容。"),
        include_str!("scripts/rollback.sh"),
    ),
    (
        "bin/root-once",
        Text::new(
            "Runs every node's root-once.sh as root, by root's own login or by sudo.",
            "以 root（直接登录或通过 sudo）在每个节点上执行 root-once.sh。",
        ),
        include_str!("scripts/root-once.sh"),
    ),
    (
        "bin/start",
        Text::new(
            "Starts the services in order and waits for each one's own word.",
            "按顺序启动服务，并等待各服务自身的就绪信号。",
        ),
        include_str!("scripts/start.sh"),
    ),
    (
        "bin/stop",
        Text::new("Stops the services in the opposite order.", "按相反顺序停止服务。"),
        include_str!("scripts/stop.sh"),
    ),
    (
        "bin/verify",
        Text::new(
            "Asks for the product's own word and does a client's work.",
            "询问产品自身的状态，并完成一次客户端操作。",
        ),
        include_str!("scripts/verify.sh"),
    ),
];

static BIN: LazyLock<Vec<(&'static str, Arc<File>)>> = LazyLock::new(|| {
    let mut all: Vec<(&'static str, Arc<File>)> =
        ADMIN.iter().map(|(name, about, text)| (*name, executable(*about, text))).collect();
    let about = const {
        Text::new("Functions that the scripts in bin/ share.", "bin/ 中各脚本共用的函数。")
    };
    all.push((
        "bin/lib.sh",
        Arc::new(File::fixed(about, Mode::Plain, include_str!("scripts/lib.sh"))),
    ));
    all
});

/// The scripts of `bin/`, by path.
pub(crate) fn bin() -> &'static [(&'static str, Arc<File>)] {
    &BIN
}
