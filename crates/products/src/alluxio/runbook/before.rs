//! What is prepared before the first start.

use super::{code, commands, section, word};
use crate::alluxio::choice::Topology;
use crate::alluxio::effective::{
    journal_folder, journal_is_ufs, own_client, root, store, topology,
};
use crate::alluxio::fields::storage::{Storage, s3_keys};
use crate::alluxio::roles::{ALLUXIO, MASTER, WORKER};
use crate::alluxio::services::{home, mounts};
use crate::alluxio::versions::two;
use ::rules::{Context, Runbook};
use model::value::UserName;
use model::{Lang, Text};

fn user(cx: &Context) -> String {
    cx.get::<UserName>("service.user").map_or_else(|_| "alluxio".to_owned(), |u| u.0)
}

pub(super) fn machines(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(ALLUXIO).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![
        t(const {
            Text::new(
                "On every node, before `bin/preflight`:",
                "在每个节点上，运行 `bin/preflight` 之前：",
            )
        }),
        String::new(),
        if two(cx) {
            t(const {
                Text::new(
                    "- **Java 8 or 11**: the release's own scripts refuse every other, although its classes run on 17 too.",
                    "- **Java 8 或 11**：发行包自带的脚本会拒绝其他版本，尽管其代码在 17 上也能运行。",
                )
            })
        } else {
            t(const { Text::new("- **Java 8** and `bash`.", "- **Java 8** 和 `bash`。") })
        },
        t(const {
            Text::new(
                "- Every node resolves every name of the list to an address that the others reach. Masters publish the name, workers what their machine calls itself: a name that `/etc/hosts` maps to 127.0.1.1 leads nowhere.",
                "- 各节点能把列表中的每个名称解析为其他节点可访问的地址。master 公布的是列表中的名称，worker 公布的是本机自认的名称：若 `/etc/hosts` 把它映射到 127.0.1.1，则无法访问。",
            )
        }),
        t(const {
            Text::new(
                "- Clocks that agree (chrony or ntpd). IPv4: Alluxio's scripts switch IPv6 off.",
                "- 各节点时钟同步（chrony 或 ntpd）。使用 IPv4：Alluxio 的脚本会关闭 IPv6。",
            )
        }),
    ];
    let ramdisk =
        cx.with_roles(&[WORKER]).into_iter().find_map(|node| mounts(cx, node).into_iter().next());
    if let Some((at, _)) = ramdisk {
        lines.push(match lang {
            Lang::En => format!("- The ramdisk `{at}` of a worker is mounted by its systemd unit, before the process starts; nobody needs sudo, and what is mounted is left alone. Where systemd does not run, mount it by hand: `bin/preflight` prints the line."),
            Lang::Zh => format!("- worker 的 ramdisk `{at}` 由其 systemd 单元在进程启动前挂载；不需要 sudo，已挂载的不会改动。没有 systemd 的机器请手工挂载：`bin/preflight` 会给出命令。"),
        });
    }
    Some(section(
        lang,
        const { Text::new("Before the first start: the machines", "首次启动前：准备机器") },
        &lines,
    ))
}

pub(super) fn storage(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(ALLUXIO).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let (user, root) = (user(cx), word(&root(cx)));
    let mut lines = Vec::new();
    match store(cx) {
        Storage::Hdfs => {
            lines.push(t(const { Text::new("- The root folder, made once by a user who may. For owners and permissions to come through, the service user must be a superuser of HDFS or in the group of `dfs.permissions.superusergroup`.",
                "- 根目录，由有权限的用户创建一次。要让属主和权限正确映射，服务用户必须是 HDFS 的超级用户，或属于 `dfs.permissions.superusergroup` 指定的组。") }));
            let mut commands = vec![
                format!("hdfs dfs -mkdir -p {root}"),
                format!("hdfs dfs -chown {user} {root}"),
            ];
            if topology(cx) == Topology::ZooKeeper {
                let first = cx.with_roles(&[MASTER]).first().map(|n| journal_folder(cx, n));
                let journal = word(&first.unwrap_or_default());
                commands.push(format!("hdfs dfs -mkdir -p {journal}"));
                commands.push(format!("hdfs dfs -chown {user} {journal}"));
            }
            lines.push(code(2, &commands));
            if !own_client(cx) {
                lines.push(t(const { Text::new("- `core-site.xml` and `hdfs-site.xml` of the HDFS on **every** master and worker: a worker without them fails at the first write only.",
                    "- **每个** master 和 worker 上都要有该 HDFS 的 `core-site.xml` 和 `hdfs-site.xml`：缺少它们的 worker 要到首次写入时才会失败。") }));
            }
        }
        Storage::S3 => lines.push(t(const { Text::new("- Bucket and folder exist already: Alluxio does not make them.",
            "- bucket 和目录必须已存在：Alluxio 不会创建。") })),
        Storage::Mount => lines.push(t(const { Text::new("- The share is mounted at the same path on every master and worker, NFS with `actimeo=0`, and can be written by the service user, which has the same number everywhere.",
            "- 共享存储在每个 master 和 worker 上挂载到同一路径，NFS 使用 `actimeo=0`；服务用户可写，且其 uid 在各机器上相同。") })),
        Storage::Local => lines.push(match lang {
            Lang::En => format!("- The folder {root} belongs to the service user: `mkdir -p {root} && chown {user} {root}`. It works as long as this one machine is the whole cluster."),
            Lang::Zh => format!("- 目录 {root} 属于服务用户：`mkdir -p {root} && chown {user} {root}`。仅当整个集群只有这一台机器时可用。"),
        }),
    }
    if s3_keys(cx) {
        lines.push(t(const { Text::new("- The keys stand in `secrets.env` on this machine and in `conf/alluxio-site.properties` (0600) on masters and workers, nowhere else. Clients never see them.",
            "- 密钥只在本机的 `secrets.env` 以及 master 和 worker 的 `conf/alluxio-site.properties`（0600）中，不会出现在其他地方。客户端不会接触到。") }));
    }
    Some(section(
        lang,
        const {
            Text::new("Before the first start: the under storage", "首次启动前：底层存储")
        },
        &lines,
    ))
}

pub(super) fn first(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(ALLUXIO).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![t(const {
        Text::new("Once, before the first start:", "首次启动之前，运行一次：")
    })];
    lines.push(commands(0, &["alluxio/first-start.sh".to_owned()]));
    lines.push(t(const { Text::new("It makes the znode at the end of ZooKeeper's address, when there is one, and formats the journal. It refuses where a master runs and where the journal's folder holds anything. It is no part of `bin/start`: a format deletes all metadata, mounts, pins, permissions, and every file that was not yet written to the under storage.",
        "它会创建 ZooKeeper 地址末尾的 znode（如有），并格式化 Journal。若有 master 在运行，或 Journal 目录中有任何内容，它会拒绝执行。它不是 `bin/start` 的一部分：格式化会删除全部元数据、挂载点、固定（pin）、权限，以及尚未写入底层存储的文件。") }));
    lines.push(String::new());
    if journal_is_ufs(cx) {
        lines.push(t(const { Text::new("- The journal lies on shared storage and is formatted once, from one master. Where it is an address, look yourself that nothing is there, then add `--journal-is-empty`.",
            "- Journal 位于共享存储，只从一个 master 格式化一次。若它是一个地址，请自行确认其中没有内容，再加上 `--journal-is-empty`。") }));
    } else {
        lines.push(t(const { Text::new("- The journal lies on each master's own disk and is formatted on each. A folder that is there counts as formatted, so nobody should make it by hand.",
            "- Journal 位于每个 master 的本地磁盘，需逐个格式化。目录只要存在就被视为已格式化，因此不要手工创建。") }));
    }
    lines.push(match lang {
        Lang::En => format!("- Never use `{0}/bin/alluxio format` or the option `-f` of its start script on a cluster that holds data: they ask nothing.", home(cx)),
        Lang::Zh => format!("- 集群已有数据时，切勿使用 `{0}/bin/alluxio format` 或启动脚本的 `-f` 选项：它们不会询问。", home(cx)),
    });
    Some(section(
        lang,
        const { Text::new("Format the journal, once", "格式化 Journal（仅一次）") },
        &lines,
    ))
}
