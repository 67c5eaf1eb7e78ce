//! How the cluster behaves, and how it is changed.

use super::{code, section};
use crate::alluxio::choice::{Topology, jobs};
use crate::alluxio::effective::{available, ports_of, topology};
use crate::alluxio::roles::{ALLUXIO, MASTER};
use crate::alluxio::services::home;
use crate::alluxio::versions::two;
use ::rules::{Context, Runbook};
use model::{Lang, Text};

pub(super) fn death(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(ALLUXIO).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let masters = cx.with_roles(&[MASTER]).len();
    let mut lines = vec![match topology(cx) {
        Topology::Single => t(const {
            Text::new(
                "- **The master dies**: nothing works until it is back; then the workers register again by themselves. A lost disk loses the journal: set up `fsadmin backup`.",
                "- **master 故障**：恢复之前整个集群不可用；恢复后 worker 会自动重新注册。磁盘损坏会丢失 Journal：请配置 `fsadmin backup`。",
            )
        }),
        Topology::ZooKeeper => t(const {
            Text::new(
                "- **The leader dies**: another master leads when its ZooKeeper session has run out. In the lab: 41 s with a session of 40 s, 52 s with 60 s, and 10 to 27 s more until a file could be read. One master is enough to go on, as long as ZooKeeper and the shared storage are there.",
                "- **主（leader）故障**：其 ZooKeeper 会话过期后由另一个 master 接任。实测：会话 40 秒时 41 秒，60 秒时 52 秒，再过 10 到 27 秒可以读取文件。只要 ZooKeeper 和共享存储正常，剩一个 master 也能继续。",
            )
        }),
        Topology::Embedded => match lang {
            Lang::En => format!(
                "- **The leader dies**: the others elect a new one; in the lab 23 s, and 28 to 45 s until a file could be read. More than half of the {masters} masters must be up: {} may be down at a time.",
                masters.saturating_sub(1) / 2
            ),
            Lang::Zh => format!(
                "- **主（leader）故障**：其余 master 选出新的主；实测 23 秒，28 到 45 秒后可以读取文件。{masters} 个 master 中须有过半正常：最多可同时停机 {} 个。",
                masters.saturating_sub(1) / 2
            ),
        },
    }];
    lines.push(t(const { Text::new("- For some seconds after that clients may be told \"Alluxio master is in safe mode\": they try again by themselves.",
        "- 之后几秒内客户端可能收到“Alluxio master is in safe mode”：客户端会自动重试。") }));
    lines.push(t(const { Text::new("- **A worker dies**: its cached blocks are read from the under storage again. What was written with MUST_CACHE, or with ASYNC_THROUGH and not yet persisted, is lost.",
        "- **worker 故障**：其缓存的数据块会重新从底层存储读取。以 MUST_CACHE 写入的，或以 ASYNC_THROUGH 写入但尚未持久化的数据会丢失。") }));
    if available(cx) && two(cx) {
        lines.push(t(const { Text::new("- **The leader's machine loses its power**, not only its process: no connection is closed, and it takes longer. In the lab another master led within a minute, and a file could be read after one to two minutes.",
            "- **主（leader）所在机器断电**（不只是进程退出）：连接不会被关闭，恢复需要更长时间。实测一分钟内有新的主，一到两分钟后可以读取文件。") }));
    } else if available(cx) {
        lines.push(t(const { Text::new("- **The leader's machine loses its power**, not only its process: no connection is closed, and workers and clients of 1.8 wait for the dead address as long as `alluxio.user.network.socket.timeout` says, 10 minutes by default. In the lab no file could be read in the three minutes that were watched; with 15 s it could after 30 s. Less also ends slow commands sooner, such as the first listing of a large folder: set a minute or two for the role worker.",
            "- **主（leader）所在机器断电**（不只是进程退出）：连接不会被关闭，1.8 的 worker 和客户端会一直等待已失效的地址，时长由 `alluxio.user.network.socket.timeout` 决定，默认 10 分钟。实测默认值下观察三分钟仍无法读取文件，设为 15 秒时 30 秒后即可读取。较小的值也会更早中断耗时的命令，例如首次列出大目录：请在 worker 角色上设为一两分钟。") }));
    }
    if available(cx) {
        lines.push(t(const { Text::new("- **A drill** that kills the leader, waits for the next one and reads a file again: `alluxio/failover.sh`. It starts the old leader afterwards, which comes back as standby.",
            "- **故障演练**：`alluxio/failover.sh` 会终止主（leader），等待新的主，再读取文件，最后启动原来的主，它会以备（standby）的身份回来。") }));
    }
    lines.push(match lang {
        Lang::En => format!("- **Who leads?** `{0}/bin/alluxio fs masterInfo`, on any node. An open port 19998 says nothing: standby masters open it, too.", home(cx)),
        Lang::Zh => format!("- **谁是主？** 在任一节点执行 `{0}/bin/alluxio fs masterInfo`。端口 19998 开放不能说明问题：备用 master 也会打开它。", home(cx)),
    });
    Some(section(lang, const { Text::new("When a node dies", "节点故障时") }, &lines))
}

pub(super) fn copy(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !available(cx) || cx.with_roles(&[MASTER]).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![if two(cx) {
        t(const {
            Text::new(
                "**Never run `bin/alluxio copyDir conf/`.** It copies this machine's folder to all masters and workers and overwrites each master's own `alluxio.master.hostname`: then two masters publish one name, and when that machine dies every client asks a dead address although another master leads.",
                "**切勿运行 `bin/alluxio copyDir conf/`。** 它会把本机的目录复制到所有 master 和 worker，覆盖每个 master 各自的 `alluxio.master.hostname`：此后两个 master 公布同一个名称，该机器故障时，即使另一个 master 已成为主，客户端仍会访问已失效的地址。",
            )
        })
    } else {
        t(const {
            Text::new(
                "**Do not use `bin/alluxio copyDir conf/`.** In 1.8 it copies to the workers only: other masters keep an old file, and workers get this master's own name.",
                "**不要使用 `bin/alluxio copyDir conf/`。** 1.8 中它只复制到 worker：其他 master 仍是旧文件，而 worker 会得到本 master 的名称。",
            )
        })
    }];
    lines.push(String::new());
    lines.push(t(const { Text::new("A change goes through Muster and `bin/deploy`, which brings every node its own file and notices a copy that came another way.",
        "变更请通过 Muster 和 `bin/deploy`：每个节点得到自己的文件，以其他方式复制来的文件会被发现。") }));
    Some(section(
        lang,
        const { Text::new("Each master has its own file", "每个 master 的文件各不相同") },
        &lines,
    ))
}

pub(super) fn changes(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(ALLUXIO).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![t(const {
        Text::new(
            "- Files are read when a process starts: after `bin/deploy`, `bin/start --restart`. With several masters do the standby ones first, node by node (`--node`), the leader last.",
            "- 文件在进程启动时读取：`bin/deploy` 之后执行 `bin/start --restart`。有多个 master 时先逐个重启备用节点（`--node`），最后重启主（leader）。",
        )
    })];
    if two(cx) {
        lines.push(t(const { Text::new("- A worker takes what its own file does not say from the leader's file. A key that only workers read and that you set for the cluster reaches them twice; set such keys for the role worker.",
            "- worker 自己的文件没有写的内容会取自主（leader）的文件。只供 worker 使用的配置项若在集群级设置，会从两处传到 worker；这类配置项请设置在 worker 角色上。") }));
    }
    if topology(cx) == Topology::Embedded {
        lines.push(t(const { Text::new("- **One more master**: add the node, `bin/deploy`, then `alluxio/first-start.sh --node NAME` on it alone and `bin/start --node NAME`; restart the others one at a time, because all of them list all. One at a time, and to an odd number.",
            "- **增加 master**：添加节点并执行 `bin/deploy`，只对它执行 `alluxio/first-start.sh --node NAME` 和 `bin/start --node NAME`；其他 master 都列出全部 master，因此逐个重启。每次只加一个，总数保持奇数。") }));
        lines.push(t(const {
            Text::new(
                "- **One master less**: stop it, then tell the others:",
                "- **移除 master**：先停止它，再告知其他 master：",
            )
        }));
        lines.push(code(
            2,
            &[format!(
                "{}/bin/alluxio fsadmin journal quorum remove -domain MASTER -address HOST:{}",
                home(cx),
                ports_of(cx, MASTER, "ports.journal").first().copied().flatten().unwrap_or(19200)
            )],
        ));
    }
    lines.push(t(const { Text::new("- **Another journal, another kind of high availability, another metadata store, a step from 1.x to 2.x**: `fsadmin backup`, stop, a new empty journal folder, format, and one start from the backup. Files in the under storage stay; their order, pins, permissions and mounts come from the backup only.",
        "- **更换 Journal、高可用方式、元数据存储，或从 1.x 升级到 2.x**：先 `fsadmin backup`，停止集群，使用新的空 Journal 目录并格式化，再从备份启动一次。底层存储中的文件不变；目录结构、固定（pin）、权限和挂载点只能从备份恢复。") }));
    lines.push(t(const { Text::new("- **Do two files disagree?** `fsadmin doctor configuration` compares the nodes letter by letter; wait a quarter of a minute after the start, and read its text: it always exits with 0.",
        "- **配置是否不一致？** `fsadmin doctor configuration` 会逐字符比较各节点；请在启动约 15 秒后运行，并阅读其输出：它的退出码总是 0。") }));
    Some(section(lang, const { Text::new("Changes", "变更") }, &lines))
}

pub(super) fn clients(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(ALLUXIO).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![
        t(const {
            Text::new(
                "- `client/` holds what programs need to find the masters: `alluxio-site.properties` for Alluxio's own client, the properties for Hadoop's `core-site.xml`, and lines for Spark. All say the same.",
                "- `client/` 中是程序查找 master 所需的内容：供 Alluxio 客户端使用的 `alluxio-site.properties`、用于 Hadoop `core-site.xml` 的属性，以及 Spark 的配置行。三者内容一致。",
            )
        }),
        t(const {
            Text::new(
                "- The client's jar has the version of the servers: 1.x and 2.x do not understand each other.",
                "- 客户端 jar 的版本须与服务端一致：1.x 与 2.x 互不兼容。",
            )
        }),
    ];
    match topology(cx) {
        Topology::Single => {}
        Topology::ZooKeeper => lines.push(t(const { Text::new("- Addresses are `alluxio:///folder`, without a host. With 2.x `alluxio://host:19998/` contradicts these files and is refused, or bypasses the high availability; with 1.8 the host is ignored.",
            "- 地址写作 `alluxio:///folder`，不带主机。2.x 中 `alluxio://host:19998/` 与这些文件矛盾，会被拒绝或绕过高可用；1.8 会忽略主机部分。") })),
        Topology::Embedded => lines.push(t(const { Text::new("- Addresses are `alluxio:///folder`, without a host; or all masters: `alluxio://m1:19998,m2:19998,m3:19998/folder` (in Spark with semicolons).",
            "- 地址写作 `alluxio:///folder`，不带主机；或列出全部 master：`alluxio://m1:19998,m2:19998,m3:19998/folder`（Spark 中用分号分隔）。") })),
    }
    if jobs(cx) {
        lines.push(t(const { Text::new("- A file that was just written can be TO_BE_PERSISTED for some seconds (`alluxio fs stat`): the job service writes it to the under storage.",
            "- 刚写入的文件可能在几秒内处于 TO_BE_PERSISTED 状态（`alluxio fs stat`）：由 Job 服务写入底层存储。") }));
    }
    Some(section(lang, const { Text::new("Clients", "客户端") }, &lines))
}

pub(super) fn known(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(ALLUXIO).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![
        t(const {
            Text::new(
                "- The old guide to clusters (1.8) fails on 2.x as it stands: the journal's type is EMBEDDED there by default, which stops beside ZooKeeper. Muster writes `alluxio.master.journal.type`.",
                "- 旧版集群文档（1.8）照搬到 2.x 会失败：2.x 的 Journal 类型默认为 EMBEDDED，与 ZooKeeper 同时使用会停止。Muster 会写明 `alluxio.master.journal.type`。",
            )
        }),
        t(const {
            Text::new(
                "- Unknown keys are accepted without a word, and a wrong size or time is found only when something asks for it. Muster reports them before the export.",
                "- 未知的配置项会被静默接受；错误的大小或时间要到用到时才会发现。Muster 会在导出前报告。",
            )
        }),
        t(const {
            Text::new(
                "- `jps | grep AlluxioMaster` also finds AlluxioMasterMonitor; the process ids stand in `logs/muster-*.pid`.",
                "- `jps | grep AlluxioMaster` 也会匹配 AlluxioMasterMonitor；进程号见 `logs/muster-*.pid`。",
            )
        }),
    ];
    if !two(cx) {
        lines.push(t(const { Text::new("- A 1.8 master is primary about 22 s after its start, a worker with a wrong size stays silent for 60 s and then ends.",
            "- 1.8 的 master 启动约 22 秒后才成为主；worker 的大小配置有误时会静默 60 秒后退出。") }));
        lines.push(t(const { Text::new("- In 1.8 the start script's `Mount` and `SudoMount` empty the ramdisk. Here the unit mounts it, and only when it is not mounted.",
            "- 1.8 启动脚本的 `Mount` 和 `SudoMount` 会清空 ramdisk。此处由 systemd 单元挂载，且只在未挂载时执行。") }));
    }
    Some(section(
        lang,
        const { Text::new("What the pages do not say", "文档没有说明的内容") },
        &lines,
    ))
}
