//! What is prepared before the first start.

use crate::common::markdown::{code, section, word};
use crate::druid::effective::{
    Store, database, first_reads, folder, is_derby, is_mysql, logs_folder, metadata_user, store,
};
use crate::druid::fields::{security, storage};
use crate::druid::files::name_service;
use crate::druid::packages::driver;
use crate::druid::programs::HISTORICALS;
use crate::druid::services::home;
use crate::druid::versions::javas;
use ::rules::{Context, Runbook};
use model::value::UserName;
use model::{Lang, Text};

fn user(cx: &Context) -> String {
    cx.get::<UserName>("service.user").map_or_else(|_| "druid".to_owned(), |u| u.0)
}

pub(super) fn machines(cx: &Context, lang: Lang) -> Runbook {
    let t = |text: Text| text.get(lang).to_owned();
    let javas: Vec<String> = javas(cx).iter().map(ToString::to_string).collect();
    let all = javas.join(if lang == Lang::En { " or " } else { " 或 " });
    let mut lines = vec![
        t(const {
            Text::new(
                "On every node, before `bin/preflight`:",
                "在每个节点上，运行 `bin/preflight` 之前：",
            )
        }),
        String::new(),
        match lang {
            Lang::En => format!(
                "- **Java {all}**, the same on all nodes, and `bash`. Tasks are started with the same Java: the service puts it first on their PATH."
            ),
            Lang::Zh => format!(
                "- **Java {all}**，所有节点相同，以及 `bash`。任务使用同一个 Java：服务会把它放在 PATH 最前面。"
            ),
        },
        t(const {
            Text::new(
                "- Every node resolves every name of the list to an address that the others reach. Each process tells the others the name in this list; one that announces localhost is healthy and stops all queries.",
                "- 各节点能把列表中的每个名称解析为其他节点可访问的地址。每个进程向其他进程公布列表中的名称；若公布 localhost，它自身健康，却会使全部查询停止。",
            )
        }),
        t(const {
            Text::new(
                "- Clocks that agree (chrony or ntpd), in UTC or not: Druid itself runs in UTC.",
                "- 各节点时钟同步（chrony 或 ntpd）。系统时区不限：Druid 自身以 UTC 运行。",
            )
        }),
        t(const {
            Text::new(
                "- No swap on data and query nodes, transparent huge pages on `madvise`. `bin/preflight` looks at both.",
                "- data 和 query 节点关闭 swap，透明大页设为 `madvise`。`bin/preflight` 会检查两者。",
            )
        }),
    ];
    if cx.spec.with_role(HISTORICALS.role).next().is_some() {
        lines.push(t(const { Text::new(
            "- Each segment is a mapped file: root-once.sh raises `vm.max_map_count` to 1048576 where it is lower, since 262144 is too few for some 100 000 segments. Where swap has to stay, `vm.swappiness=1`.",
            "- 每个 Segment 都是内存映射文件：root-once.sh 会把较低的 `vm.max_map_count` 提高到 1048576，因为约 10 万个 Segment 时 262144 已不够。如必须保留 swap，请设置 `vm.swappiness=1`。") }));
        lines.push(t(const { Text::new(
            "- The disks of the node table are mounted, with `noatime`, and are as large as said: `bin/preflight` compares. Never NFS: tasks lock files in their folders.",
            "- 节点表中的磁盘已挂载（带 `noatime`），容量与填写一致：`bin/preflight` 会比较。不要用 NFS：任务会在其目录中锁定文件。") }));
    }
    section(
        lang,
        const { Text::new("Before the first start: the machines", "首次启动前：准备机器") },
        &lines,
    )
}

/// The name of the database that the masters use.
pub(super) fn database_name(cx: &Context) -> String {
    database(cx).map_or_else(String::new, |database| database.name)
}

pub(super) fn metadata(cx: &Context, lang: Lang) -> Runbook {
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = Vec::new();
    if is_derby(cx) {
        lines.push(t(const { Text::new(
            "Nothing: Derby runs inside of the Coordinator. It is for trials: nothing can take over when that machine is gone, and what it knows is gone with it.",
            "无需准备：Derby 运行在 Coordinator 进程内。仅供试用：该机器不在时无法接管，其中的数据也随之丢失。") }));
    } else {
        let mysql = is_mysql(cx);
        let server = database(cx).and_then(|d| d.servers.into_iter().next());
        let (host, port) = server.map_or_else(
            || ("HOST".to_owned(), if mysql { 3306 } else { 5432 }),
            |s| (s.host.to_string(), s.port.map_or(if mysql { 3306 } else { 5432 }, |p| p.0)),
        );
        lines.push(t(const { Text::new(
            "- The database and its user, once. Put the password of `secrets.env` between the quotes of `database/create.sql`, run it, and empty the quotes again:",
            "- 创建数据库和用户，执行一次。在 `database/create.sql` 的引号中填入 `secrets.env` 中的密码，执行后清空：") }));
        let (host, name) = (word(&host), word(&database_name(cx)));
        let line = if mysql {
            format!("mysql -h {host} -P {port} -u root -p <database/create.sql")
        } else {
            format!("psql -h {host} -p {port} -U postgres -f database/create.sql")
        };
        lines.push(code(2, &[line]));
        lines.push(t(const { Text::new("- From a master it must answer as Druid's user; the tables come with the first start:",
            "- 从 master 上以 Druid 的用户应能连接；表在首次启动时创建：") }));
        let user = word(&metadata_user(cx));
        let line = if mysql {
            format!("mysql -h {host} -P {port} -u {user} -p {name} -e 'SELECT 1'")
        } else {
            format!("psql -h {host} -p {port} -U {user} -d {name} -c 'SELECT 1'")
        };
        lines.push(code(2, &[line]));
        if let Some(driver) = driver(cx) {
            lines.push(match lang {
                Lang::En => format!("- The driver `{}` is not part of the release: put it into `packages/`. The deployment copies it beside the extension, `extensions/mysql-metadata-storage/`, on the masters.", driver.file),
                Lang::Zh => format!("- 驱动 `{}` 不在发行包中：放入 `packages/`。部署时会复制到 master 的 `extensions/mysql-metadata-storage/`，与扩展放在一起。", driver.file),
            });
        }
        lines.push(t(const { Text::new(
            "- Back it up: it is the only list of which segments there are. Without it the files in deep storage are of no use.",
            "- 请做好备份：它是 Segment 的唯一清单，丢失后深度存储中的文件也无法使用。") }));
    }
    section(
        lang,
        const {
            Text::new("Before the first start: the metadata store", "首次启动前：元数据存储")
        },
        &lines,
    )
}

pub(super) fn storage(cx: &Context, lang: Lang) -> Runbook {
    let t = |text: Text| text.get(lang).to_owned();
    let user = user(cx);
    let mut lines = Vec::new();
    match store(cx) {
        Store::Hdfs => {
            let (segments, logs) = (word(&folder(cx)), word(&logs_folder(cx)));
            lines.push(t(const { Text::new("- Two folders, made once by a user who may:", "- 由有权限的用户创建两个目录，执行一次：") }));
            lines.push(code(2, &[
                format!("hdfs dfs -mkdir -p {segments} {logs}"),
                format!("hdfs dfs -chown {user} {segments} {logs}"),
            ]));
            if name_service(cx).is_none() {
                lines.push(match lang {
                    Lang::En => format!("- `core-site.xml` and `hdfs-site.xml` of the Hadoop cluster, on every node, into `{}/conf/druid/cluster/_common/`: without them Druid takes the path for one of its own disk.", home(cx)),
                    Lang::Zh => format!("- 在每个节点上，把 Hadoop 集群的 `core-site.xml` 和 `hdfs-site.xml` 放入 `{}/conf/druid/cluster/_common/`：缺少时 Druid 会把该路径当作本机磁盘。", home(cx)),
                });
            }
        }
        Store::S3 => {
            lines.push(t(const { Text::new("- The bucket exists already: Druid does not make it.", "- bucket 必须已存在：Druid 不会创建。") }));
            lines.push(if storage::s3_keys(cx) {
                t(const { Text::new("- The keys' user may get, put, list and delete objects of the bucket, and read and set their access lists unless these are switched off (`druid.storage.disableAcl=true`).",
                    "- 密钥对应的用户可以读取、写入、列出和删除该 bucket 中的对象，还需能读写 ACL，除非已关闭（`druid.storage.disableAcl=true`）。") })
            } else {
                t(const { Text::new("- The machines' role may get, put, list and delete objects of the bucket.", "- 机器的角色可以读取、写入、列出和删除该 bucket 中的对象。") })
            });
        }
        Store::Local if cx.is(storage::KIND, "mount") => lines.push(match lang {
            Lang::En => format!("- The share is mounted at one path on all masters and data nodes, and can be written by {user}, who has the same number everywhere."),
            Lang::Zh => format!("- 共享存储在所有 master 和 data 节点上挂载到同一路径，{user} 可写，且其 uid 在各机器上相同。"),
        }),
        Store::Local => lines.push(t(const { Text::new("- Nothing: segments lie on this machine's disk. It works as long as one machine is the whole cluster.",
            "- 无需准备：Segment 位于本机磁盘。仅当整个集群只有一台机器时可用。") })),
        Store::Azure | Store::Google | Store::Other => lines.push(t(const { Text::new("- The bucket or container exists already, and the machines may use it.", "- bucket 或 container 必须已存在，且机器有权使用。") })),
    }
    section(
        lang,
        const { Text::new("Before the first start: deep storage", "首次启动前：深度存储") },
        &lines,
    )
}

pub(super) fn certificates(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !security::tls(cx) {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = vec![
        match lang {
            Lang::En => format!(
                "- On each node a key store at `{}` with that node's own certificate: its subject alternative name is the name in the node list, since from 35 on a request for another name is refused with 400. The alias is `{}`.",
                first_reads(cx, "druid.server.https.keyStorePath"),
                first_reads(cx, "druid.server.https.certAlias")
            ),
            Lang::Zh => format!(
                "- 每个节点在 `{}` 放置含本节点证书的密钥库：证书的 SAN 须为节点列表中的名称，自 35 起名称不符的请求会返回 400。别名为 `{}`。",
                first_reads(cx, "druid.server.https.keyStorePath"),
                first_reads(cx, "druid.server.https.certAlias")
            ),
        },
        match lang {
            Lang::En => format!(
                "- On each node a trust store at `{}` with the authority that signed them.",
                first_reads(cx, "druid.client.https.trustStorePath")
            ),
            Lang::Zh => format!(
                "- 每个节点在 `{}` 放置含签发 CA 的信任库。",
                first_reads(cx, "druid.client.https.trustStorePath")
            ),
        },
        t(const {
            Text::new(
                "- Both belong to the service user, mode 0400.",
                "- 两者属于服务用户，权限 0400。",
            )
        }),
    ];
    Some(section(
        lang,
        const { Text::new("Before the first start: certificates", "首次启动前：证书") },
        &lines,
    ))
}

/// Where the user may not make tables by himself.
pub(super) fn tables(cx: &Context, lang: Lang) -> Option<Runbook> {
    if is_derby(cx) || first_reads(cx, "druid.metadata.storage.connector.createTables") != "false" {
        return None;
    }
    let home = word(&home(cx));
    let lines = vec![
        match lang {
            Lang::En => "Druid does not make its tables here. Once before the first start, and before the first start of each new version, on a master, with a user who may:".to_owned(),
            Lang::Zh => "此处 Druid 不会自行建表。首次启动之前，以及每个新版本首次启动之前，在 master 上以有权限的用户执行：".to_owned(),
        },
        code(0, &[
            format!("cd {home}"),
            "java -cp 'lib/*' -Ddruid.extensions.directory=extensions -Ddruid.extensions.loadList='[\"mysql-metadata-storage\"]' -Ddruid.metadata.storage.type=mysql org.apache.druid.cli.Main tools metadata-init --connectURI URI --user USER --password PASSWORD --base druid".replace(
                "mysql",
                if is_mysql(cx) { "mysql" } else { "postgresql" },
            ),
        ]),
    ];
    Some(section(lang, const { Text::new("Make the tables, once", "建表（仅一次）") }, &lines))
}
