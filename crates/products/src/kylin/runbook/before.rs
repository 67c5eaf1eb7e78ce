//! What is prepared before the first start.

use super::{code, section, word};
use crate::common::sql::{mysql_name, mysql_text};
use crate::common::text::one_line;
use crate::kylin::effective::{self, Server};
use crate::kylin::fields::storage::split;
use crate::kylin::roles::KYLIN;
use ::rules::{Context, Runbook};
use model::value::{Uri, UserName, Value};
use model::{Lang, Text};

/// The service user.
pub(super) fn user(cx: &Context) -> String {
    cx.get::<UserName>("service.user").map_or_else(|_| "kylin".to_owned(), |u| u.0)
}

/// The folder on the file system, with a scheme where it has one.
fn working_dir(cx: &Context) -> String {
    word(&cx.read("storage.working_dir"))
}

pub(super) fn machines(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let (user, folder) = (user(cx), working_dir(cx));
    let scheme = Uri::parse(&cx.read("storage.working_dir"))
        .map_or_else(|_| "hdfs".to_owned(), |u| u.scheme);
    let mut lines = vec![
        t(const {
            Text::new(
                "On every Kylin node, before `bin/preflight`:",
                "在每个 Kylin 节点上，运行 `bin/preflight` 之前：",
            )
        }),
        String::new(),
        t(const {
            Text::new(
                "- **Java 8**, and no later one: with 11 or 17 the release's own options stop the JVM, and a MySQL metastore is not found.",
                "- **Java 8**，不能更高：使用 11 或 17 时，发行包自带的参数会使 JVM 无法启动，且找不到 MySQL 元数据库的方言文件。",
            )
        }),
        t(const {
            Text::new(
                "- The clients `hadoop`, `hbase` (1.x) and `hive` on the PATH of the service user, with the configuration of your cluster: Kylin starts its server through the command `hbase`.",
                "- 服务用户的 PATH 中有 `hadoop`、`hbase`（1.x）和 `hive` 客户端，并带有集群配置：Kylin 通过 `hbase` 命令启动服务进程。",
            )
        }),
        t(const {
            Text::new(
                "- `nc`, `ps`, `netstat` and `curl`: Kylin's scripts call the first three, and some distributions have no `nc`.",
                "- `nc`、`ps`、`netstat` 和 `curl`：前三个由 Kylin 的脚本调用，部分发行版默认没有 `nc`。",
            )
        }),
        t(const {
            Text::new(
                "- `hostname -f` prints the name that stands in the node list, and every node resolves every name. Kylin registers under that name; a setting cannot change it.",
                "- `hostname -f` 的输出与节点列表中的名称一致，且各节点能互相解析。Kylin 以该名称注册，无法通过配置更改。",
            )
        }),
        t(const {
            Text::new(
                "- Clocks that agree (chrony or ntpd).",
                "- 各节点时钟同步（chrony 或 ntpd）。",
            )
        }),
    ];
    // Object stores have no folders to make and no owners.
    if scheme == "hdfs" {
        lines.push(t(const {
            Text::new(
                "- The working directory, made once by a user who may:",
                "- 工作目录，由有权限的用户创建一次：",
            )
        }));
        lines.push(code(
            2,
            &[format!("hadoop fs -mkdir -p {folder}"), format!("hadoop fs -chown {user} {folder}")],
        ));
    }
    Some(section(
        lang,
        const { Text::new("Before the first start: the machines", "首次启动前：准备机器") },
        &lines,
    ))
}

pub(super) fn database(cx: &Context, lang: Lang) -> Option<Runbook> {
    let database = effective::databases(cx).into_iter().find(|d| d.server == Server::MySql)?;
    let t = |text: Text| text.get(lang).to_owned();
    let nodes = u32::try_from(cx.with_roles(KYLIN).len()).unwrap_or(u32::MAX);
    let pool = database.connections;
    // Between Markdown's back-ticks, which nothing escapes.
    let ident = one_line(&database.ident).replace('`', "");
    let user = mysql_text(&database.user);
    let database = mysql_name(database.name.as_deref().unwrap_or("kylin"));
    let lines = vec![
        t(const {
            Text::new(
                "Make database and user once; Kylin makes the tables itself:",
                "数据库和用户须先创建；表由 Kylin 自己创建：",
            )
        }),
        code(
            0,
            &[
                format!("CREATE DATABASE {database} CHARACTER SET utf8;"),
                format!("CREATE USER {user}@'%' IDENTIFIED BY '…';"),
                format!("GRANT ALL ON {database}.* TO {user}@'%';"),
            ],
        ),
        match lang {
            Lang::En => format!(
                "- `max_connections` of the server: more than {} ({nodes} nodes with {pool} connections each).",
                nodes.saturating_mul(pool)
            ),
            Lang::Zh => format!(
                "- 数据库的 `max_connections` 应大于 {}（{nodes} 个节点，每个 {pool} 个连接）。",
                nodes.saturating_mul(pool)
            ),
        },
        t(const {
            Text::new(
                "- The password may hold any character: it is encrypted on the node, and the cipher text has no comma. The key of that cipher is the same in every Kylin, so it hides the password from a glance, not from somebody who has the file; the file is 0600.",
                "- 密码可以包含任意字符：它在节点上加密，密文中没有逗号。该加密的密钥在所有 Kylin 中相同，因此只能防止被随意看到，不能防住拿到文件的人；文件权限为 0600。",
            )
        }),
        t(const {
            Text::new(
                "- A cipher text from Kylin 3.0 or older, or from the example on the official page, does not decrypt with 3.1: the mode of the cipher changed. The deployment makes a new one.",
                "- Kylin 3.0 及更早版本的密文，或官方页面示例中的密文，在 3.1 中无法解密：加密模式已改变。部署时会重新生成。",
            )
        }),
        t(const {
            Text::new(
                "- Kylin writes the metadata URL into kylin.log at every start, and administrators can read it in the page.",
                "- 每次启动时 Kylin 会把元数据 URL 写入 kylin.log，管理员也能在页面中看到。",
            )
        }),
        match lang {
            Lang::En => format!(
                "- Back the tables `{ident}` and `{ident}_log` up with the database: they are the cluster."
            ),
            Lang::Zh => {
                format!("- 请随数据库备份表 `{ident}` 和 `{ident}_log`：它们就是整个集群。")
            }
        },
    ];
    Some(section(
        lang,
        const { Text::new("Before the first start: MySQL", "首次启动前：MySQL") },
        &lines,
    ))
}

pub(super) fn separate_hbase(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !split(cx) || crate::kylin::emr::active(cx) {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let uri = effective::cluster_fs(cx);
    let fs = uri.as_ref().map_or_else(
        || "hdfs://…".to_owned(),
        |u| u.file_system().trim_end_matches('/').to_owned(),
    );
    let folder = cx.read("storage.working_dir");
    let folder = folder.split_once("://").map_or(folder.as_str(), |(_, rest)| {
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
    });
    let path = word(&format!("{fs}{folder}"));
    let user = user(cx);
    let mut items = vec![
        t(const {
            Text::new(
                "Install an HBase client on every Kylin node: the configuration of the other cluster alone is not enough, Kylin starts through the command `hbase`. Keep a copy of what is in its configuration folder, then put the other cluster's files there, as root:",
                "在每个 Kylin 节点安装 HBase 客户端：只有另一个集群的配置文件是不够的，Kylin 通过 `hbase` 命令启动。以 root 先备份其配置目录，再放入另一个集群的文件：",
            )
        }) + "\n"
            + &code(
                3,
                &[
                    "cp -a /etc/hbase/conf /etc/hbase/conf.before".to_owned(),
                    "scp hbase-master:/etc/hbase/conf/hbase-site.xml /etc/hbase/conf/".to_owned(),
                ],
            ),
        t(const {
            Text::new(
                "Compare with `hbase.rootdir` in that file: scheme and host must be those of `kylin.storage.hbase.cluster-fs`, or region servers refuse the files with \"Wrong FS\". `bin/preflight` compares them, too.",
                "与该文件中的 `hbase.rootdir` 比较：scheme 和主机必须与 `kylin.storage.hbase.cluster-fs` 一致，否则 region server 会以“Wrong FS”拒绝文件。`bin/preflight` 也会比较。",
            )
        }),
    ];
    items.extend(known_service(cx, lang));
    items.push(
        t(const {
            Text::new(
                "The same folder must exist on that file system too: dictionaries and snapshots are read from there. Made once, on a machine of that cluster, by a user who may:",
                "该文件系统上也必须有同样的目录：字典和快照从那里读取。在该集群的一台机器上由有权限的用户创建一次：",
            )
        }) + "\n"
            + &code(
                3,
                &[format!("hadoop fs -mkdir -p {path}"), format!("hadoop fs -chown {user} {path}")],
            ),
    );
    items.push(
        t(const {
            Text::new(
                "On every Kylin node this must work:",
                "在每个 Kylin 节点上，以下命令必须成功：",
            )
        }) + "\n"
            + &code(3, &[format!("hadoop fs -ls {path}")]),
    );
    items.push(t(const {
        Text::new(
            "Build tasks run on machines that have no HBase configuration: put `hbase.zookeeper.quorum` (and `hbase.zookeeper.property.clientPort`, unless 2181) of the other cluster into `conf/kylin_job_conf.xml` and `conf/kylin_job_conf_inmem.xml` of every job node.",
            "构建任务运行在没有 HBase 配置的机器上：请把另一个集群的 `hbase.zookeeper.quorum`（端口非 2181 时还有 `hbase.zookeeper.property.clientPort`）写入每个任务节点的 `conf/kylin_job_conf.xml` 和 `conf/kylin_job_conf_inmem.xml`。",
        )
    }));
    items.push(t(const {
        Text::new(
            "Open from all machines of the build cluster to the other one: name nodes 8020, data nodes 50010 (Hadoop 2) or 9866 (Hadoop 3), ZooKeeper 2181, HBase 16000 and 16020.",
            "从构建集群的所有机器到另一个集群放行：NameNode 8020、DataNode 50010（Hadoop 2）或 9866（Hadoop 3）、ZooKeeper 2181、HBase 16000 和 16020。",
        )
    }));
    let mut lines = vec![
        t(const {
            Text::new(
                "The nodes' `hadoop` and `hive` belong to the build cluster, their `hbase` to the other one:",
                "节点上的 `hadoop` 和 `hive` 属于构建集群，`hbase` 属于另一个集群：",
            )
        }),
        String::new(),
    ];
    lines.extend(items.iter().enumerate().map(|(at, item)| format!("{}. {item}", at + 1)));
    lines.push(String::new());
    lines.push(t(const { Text::new("After any change of the Hadoop or HBase client: `rm -f bin/cached-*` in KYLIN_HOME before the next start, because Kylin keeps what it found for ever.",
        "更改 Hadoop 或 HBase 客户端之后：在下次启动前于 KYLIN_HOME 执行 `rm -f bin/cached-*`，因为 Kylin 会一直沿用缓存的结果。") }));
    Some(section(
        lang,
        const {
            Text::new(
                "Before the first start: the separate HBase cluster",
                "首次启动前：独立的 HBase 集群",
            )
        },
        &lines,
    ))
}

/// What the nodes' clients must know when the other file system is a name service.
fn known_service(cx: &Context, lang: Lang) -> Option<String> {
    let service = effective::name_service(cx)?;
    Some(match lang {
        Lang::En => format!(
            "Let the clients know the name nodes of `{service}`: put the properties of `conf/hbase.hdfs.xml` (in this archive below `nodes/`) into `hdfs-site.xml` on every Kylin node, and for YARN's tasks into `conf/kylin_job_conf.xml`. Where the build cluster has a name service of its own, with another name, `dfs.nameservices` names both. HBase's client looks into `hbase.rootdir` as soon as it connects, and reads the clients' files alone: without this Kylin stops with `UnknownHostException: {service}`."
        ),
        Lang::Zh => format!(
            "让客户端认识 `{service}` 的 NameNode：把 `conf/hbase.hdfs.xml`（位于本部署包的 `nodes/` 下）中的属性写入每个 Kylin 节点的 `hdfs-site.xml`，并为 YARN 任务写入 `conf/kylin_job_conf.xml`。若构建集群也有名称服务（名称须不同），`dfs.nameservices` 应包含两者。HBase 客户端一连接就会访问 `hbase.rootdir`，且只读取客户端的配置文件：缺少这些属性时 Kylin 会因 `UnknownHostException: {service}` 停止。"
        ),
    })
}

pub(super) fn memcached(cx: &Context, lang: Lang) -> Option<Runbook> {
    if effective::memcached(cx).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = vec![t(const {
        Text::new(
            "The servers' names alone change nothing, and Kylin does not complain. On every node, in `tomcat/webapps/kylin/WEB-INF/classes/applicationContext.xml` of KYLIN_HOME, put the `ehcache` cache manager into a comment and take the memcached beans out of theirs, then restart. A new version of Kylin brings the file anew.",
            "仅填写服务器地址不会生效，Kylin 也不会报错。请在每个节点 KYLIN_HOME 的 `tomcat/webapps/kylin/WEB-INF/classes/applicationContext.xml` 中注释掉 `ehcache` 缓存管理器，并取消 memcached 相关 bean 的注释，然后重启。升级 Kylin 会覆盖该文件。",
        )
    })];
    Some(section(
        lang,
        const { Text::new("Before the first start: Memcached", "首次启动前：Memcached") },
        &lines,
    ))
}

pub(super) fn adopt(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = vec![
        t(const {
            Text::new(
                "- A Kylin of the same version in KYLIN_HOME is adopted: it is not unpacked again, its files are compared, kept as a backup and replaced. One of another version is never touched.",
                "- 若 KYLIN_HOME 中已有相同版本的 Kylin，则直接沿用：不会重新解压，其文件会先比较、备份再替换。其他版本的安装不会被改动。",
            )
        }),
        t(const {
            Text::new(
                "- Before that, take over what you had set: every key of your `conf/kylin.properties` that no field covers belongs into the overrides. A file `conf/kylin.properties.override` wins over all of it: empty it.",
                "- 在此之前请迁移原有设置：`conf/kylin.properties` 中没有对应字段的键应写入覆盖项。`conf/kylin.properties.override` 的优先级更高：请将其清空。",
            )
        }),
        t(const {
            Text::new(
                "- Keep the identifier, the namespace and the working directory of the old cluster, or it starts empty.",
                "- 保持原集群的标识、命名空间和工作目录不变，否则启动后是空的集群。",
            )
        }),
        t(const {
            Text::new(
                "- Back the metadata up first: `bin/metastore.sh backup` in KYLIN_HOME.",
                "- 先备份元数据：在 KYLIN_HOME 执行 `bin/metastore.sh backup`。",
            )
        }),
        t(const {
            Text::new(
                "- Stop every old job node before the first new one starts.",
                "- 启动第一个新的任务节点之前，停止所有旧的任务节点。",
            )
        }),
    ];
    Some(section(
        lang,
        const { Text::new("Adopting an installation that exists", "沿用已有的安装") },
        &lines,
    ))
}
