//! What is prepared before the first start.

use crate::common::sql::{mysql_name, mysql_text, sqlserver_name};
use crate::enterprise::fields::engine::can_announce;
use crate::enterprise::fields::storage::split;
use crate::enterprise::kyligence;
use crate::kylin::effective::{self, Server, ldap};
use crate::kylin::roles::KYLIN;
use crate::kylin::runbook::{code, section, word};
use ::rules::{Context, Runbook};
use model::value::{Uri, UserName, Value};
use model::{Lang, Text};

fn user(cx: &Context) -> String {
    cx.get::<UserName>("service.user").map_or_else(|_| "kylin".to_owned(), |u| u.0)
}

pub(super) fn machines(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let (user, folder) = (user(cx), word(&cx.read("storage.working_dir")));
    let mut lines = vec![
        t(const {
            Text::new(
                "On every node of the product, before `bin/preflight`:",
                "在产品的每个节点上，运行 `bin/preflight` 之前：",
            )
        }),
        String::new(),
        if kyligence(cx) {
            t(const {
                Text::new(
                    "- **Java 8**: the manual says 8 or later, but the options in the release's own `setenv.sh` are those of Java 8, and later ones stop at them.",
                    "- **Java 8**：手册写的是 8 或更高，但发行包自带的 `setenv.sh` 使用 Java 8 的参数，更高版本会因此无法启动。",
                )
            })
        } else {
            t(const {
                Text::new(
                    "- **Java 7 or 8**, as the Hadoop cluster has.",
                    "- **Java 7 或 8**，与 Hadoop 集群一致。",
                )
            })
        },
        if effective::hbase(cx) || cx.is("storage.edition", "enterprise") {
            t(const {
                Text::new(
                    "- The clients `hadoop`, `hive` and `hbase` on the PATH of the service user, with the configuration of your cluster.",
                    "- 服务用户的 PATH 中有 `hadoop`、`hive` 和 `hbase` 客户端，并带有集群配置。",
                )
            })
        } else {
            t(const {
                Text::new(
                    "- The clients `hadoop` and `hive` on the PATH of the service user, with the configuration of your cluster.",
                    "- 服务用户的 PATH 中有 `hadoop` 和 `hive` 客户端，并带有集群配置。",
                )
            })
        },
        t(const {
            Text::new(
                "- **The same cluster everywhere**: preflight reads the clients' files on every node and compares them, above all what names the cluster (`fs.defaultFS`, `hbase.rootdir`, `hive.metastore.uris` and others). A node with another client would be a cluster of its own.",
                "- **各节点使用同一个集群**：preflight 会读取每个节点的客户端配置并进行比较，特别是标识集群的配置项（`fs.defaultFS`、`hbase.rootdir`、`hive.metastore.uris` 等）。客户端不同的节点会自成一个集群。",
            )
        }),
        t(const {
            Text::new(
                "- Clocks that agree (chrony or ntpd).",
                "- 各节点时钟同步（chrony 或 ntpd）。",
            )
        }),
        t(const {
            Text::new(
                "- A license: without one nobody can log in. It is uploaded in the page after the first start, or comes with the package.",
                "- 许可证：没有许可证无法登录。首次启动后在页面中上传，或随安装包提供。",
            )
        }),
    ];
    if can_announce(cx) {
        lines.push(t(const { Text::new("- Nodes announce themselves in ZooKeeper by their host name, unless the archive sets `KYLIN_REST_ADDRESS`: the unit and `bin/start` pass it. Whoever starts `bin/kylin.sh` by hand must set it too.",
            "- 节点以主机名在 ZooKeeper 中注册，除非部署包设置了 `KYLIN_REST_ADDRESS`：systemd 单元和 `bin/start` 会传入该变量。手工执行 `bin/kylin.sh` 时也必须设置。") }));
    }
    if Uri::parse(&cx.read("storage.working_dir")).map_or(true, |u| u.scheme == "hdfs") {
        lines.push(t(const {
            Text::new(
                "- The working directory and the user's home, made once by a user who may:",
                "- 工作目录和用户主目录，由有权限的用户创建一次：",
            )
        }));
        lines.push(code(
            2,
            &[
                format!("hadoop fs -mkdir -p {folder} /user/{user}"),
                format!("hadoop fs -chown {user} {folder} /user/{user}"),
            ],
        ));
    }
    let title =
        const { Text::new("Before the first start: the machines", "首次启动前：准备机器") };
    Some(section(lang, title, &lines))
}

pub(super) fn database(cx: &Context, lang: Lang) -> Option<Runbook> {
    let database = effective::databases(cx).into_iter().next()?;
    let t = |text: Text| text.get(lang).to_owned();
    let nodes = u32::try_from(cx.with_roles(KYLIN).len()).unwrap_or(u32::MAX);
    let pool = database.connections;
    let sqlserver = database.server == Server::SqlServer;
    let user = database.user.as_str();
    let database = database.name.as_deref().unwrap_or("kylin");
    let commands = if sqlserver {
        let (database, user) = (sqlserver_name(database), sqlserver_name(user));
        vec![
            format!("CREATE DATABASE {database};"),
            format!("CREATE LOGIN {user} WITH PASSWORD = '…';"),
            format!("USE {database}; CREATE USER {user} FOR LOGIN {user};"),
            format!("ALTER ROLE db_owner ADD MEMBER {user};"),
        ]
    } else {
        let (database, user) = (mysql_name(database), mysql_text(user));
        vec![
            format!("CREATE DATABASE {database} CHARACTER SET utf8;"),
            format!("CREATE USER {user}@'%' IDENTIFIED BY '…';"),
            format!("GRANT ALL ON {database}.* TO {user}@'%';"),
        ]
    };
    let mut lines = vec![
        t(const {
            Text::new(
                "Make database and user once; the product makes its tables itself:",
                "数据库和用户须先创建；表由产品自己创建：",
            )
        }),
        code(0, &commands),
        match lang {
            Lang::En => format!(
                "- The server must take more than {} connections ({nodes} nodes with {pool} each).",
                nodes.saturating_mul(pool)
            ),
            Lang::Zh => format!(
                "- 数据库允许的连接数应大于 {}（{nodes} 个节点，每个 {pool} 个连接）。",
                nodes.saturating_mul(pool)
            ),
        },
        t(const {
            Text::new(
                "- The password may hold any character, `@` and `,` included: the node encrypts it with the product's own class, and only the cipher text stands in the file. The manual warns of these characters for passwords in clear.",
                "- 密码可以包含任意字符，包括 `@` 和 `,`：在节点上用产品自带的类加密，文件中只有密文。手册关于这些字符的警告针对明文密码。",
            )
        }),
    ];
    if !sqlserver {
        lines.push(t(const {
            Text::new(
                "- MySQL 5.5, 5.6 and 5.7 are what the manual names; 8 is not among them.",
                "- 手册列出的版本是 MySQL 5.5、5.6 和 5.7，不包括 8。",
            )
        }));
    }
    lines.push(t(const { Text::new("- Coming from HBase: `bin/metastore.sh backup` with the old URL, deploy, then `bin/metastore.sh restore` with the folder that it named, before the first start.",
        "- 从 HBase 迁移：用原 URL 执行 `bin/metastore.sh backup`，部署之后、首次启动之前，对其给出的目录执行 `bin/metastore.sh restore`。") }));
    let title =
        const { Text::new("Before the first start: the database", "首次启动前：数据库") };
    Some(section(lang, title, &lines))
}

pub(super) fn apart(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !split(cx) {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let fs = word(&format!("{}/", cx.read("storage.query_fs").trim_end_matches('/')));
    let lines = vec![
        t(const {
            Text::new(
                "1. Both Hadoop clusters have the same version. Job nodes have the client of the build cluster, query nodes that of the query cluster; preflight compares within each side.",
                "1. 两个 Hadoop 集群的版本必须相同。任务节点使用构建集群的客户端，查询节点使用查询集群的客户端；preflight 在每一侧内部进行比较。",
            )
        }),
        t(const {
            Text::new(
                "2. With highly available HDFS the name services have different names, and the job nodes' `hdfs-site.xml` knows both. On a job node:",
                "2. HDFS 高可用时，两侧的名称服务不能同名，且任务节点的 `hdfs-site.xml` 须包含两者。在任务节点上验证：",
            )
        }),
        code(3, &[format!("hadoop fs -ls {fs}")]),
        t(const {
            Text::new(
                "3. The ZooKeeper named here is the one of the query cluster; the job nodes must reach it.",
                "3. 此处填写的 ZooKeeper 属于查询集群；任务节点必须能访问。",
            )
        }),
        t(const {
            Text::new(
                "4. Copy the build cluster's `hive-site.xml` into `conf/` of every query node: they read Hive's tables there, also for queries that are pushed down.",
                "4. 将构建集群的 `hive-site.xml` 复制到每个查询节点的 `conf/`：查询节点（包括查询下压）通过它读取 Hive 表。",
            )
        }),
        t(const {
            Text::new(
                "5. Cleaning up (`RoutineTool`) runs on a job node only.",
                "5. 清理工具（`RoutineTool`）只在任务节点上运行。",
            )
        }),
    ];
    let title = const {
        Text::new("Before the first start: two Hadoop clusters", "首次启动前：两个 Hadoop 集群")
    };
    Some(section(lang, title, &lines))
}

pub(super) fn kerberos(cx: &Context, lang: Lang) -> Option<Runbook> {
    let t = |text: Text| text.get(lang).to_owned();
    let mut more = vec![t(const {
        Text::new(
            "Copy `mapred-site.xml` of the client into `conf/` of the installation on every node, with `mapreduce.job.complete.cancel.delegation.tokens` set to `false`: or the tokens of one job end with the one before it.",
            "将客户端的 `mapred-site.xml` 复制到每个节点安装目录的 `conf/`，并将 `mapreduce.job.complete.cancel.delegation.tokens` 设为 `false`：否则前一个作业结束时会取消令牌。",
        )
    })];
    if split(cx) {
        more.push(t(const { Text::new("The clusters belong to different realms that trust each other. Into `conf/kylin_job_conf.xml` of the job nodes goes `mapreduce.job.hdfs-servers` with both file systems.",
            "两个集群属于不同的 realm，且互相信任。在任务节点的 `conf/kylin_job_conf.xml` 中将 `mapreduce.job.hdfs-servers` 设为两个文件系统。") }));
    }
    if cx.is("kerberos.platform", "FI") {
        more.push(t(const { Text::new("FusionInsight: `krb5.conf` and `jaas.conf` as its manual says go into `conf/`, and principal and keytab into the parameters of beeline too.",
            "FusionInsight：按其手册将 `krb5.conf` 和 `jaas.conf` 放入 `conf/`，并在 beeline 参数中写明 principal 和 keytab。") }));
    }
    crate::kylin::runbook::users::kerberos(cx, lang, more)
}

pub(super) fn directory(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !ldap(cx) {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![
        t(const {
            Text::new(
                "- The password is encrypted on the node with the product's own `CryptTool`, which needs a whole installation and the Hadoop clients: so it works after the package was unpacked, which the deployment does first.",
                "- 密码在节点上用产品自带的 `CryptTool` 加密，它需要完整的安装和 Hadoop 客户端：因此部署时会先解压安装包。",
            )
        }),
        t(const {
            Text::new(
                "- That tool takes the password as an argument: while it runs, users of the same machine can see it in the list of processes. Deploy while nobody else is logged in there.",
                "- 该工具以命令行参数接收密码：运行期间，同一台机器上的用户可在进程列表中看到。请在没有其他人登录时部署。",
            )
        }),
        t(const {
            Text::new(
                "- For `ldaps://` the Java of the nodes must trust the server's certificate.",
                "- 使用 `ldaps://` 时，节点的 Java 必须信任服务器证书。",
            )
        }),
        t(const {
            Text::new(
                "- `bin/verify` needs a user of the directory who is an administrator of the product.",
                "- `bin/verify` 需要一个目录用户，且为产品管理员。",
            )
        }),
    ];
    if !kyligence(cx) {
        lines.push(t(const {
            Text::new(
                "- KAP takes the administrators' group as `ROLE_` and its name in upper case.",
                "- KAP 的管理员组写作 `ROLE_` 加大写的组名。",
            )
        }));
    }
    Some(section(
        lang,
        const { Text::new("Before the first start: LDAP", "首次启动前：LDAP") },
        &lines,
    ))
}

pub(super) fn adopt(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![
        t(const {
            Text::new(
                "- An installation of the same version is adopted: it is not unpacked again. `conf/kylin.properties` stays the release's own, and our values go into `conf/kylin.properties.override`, which wins; what stood there before is backed up and replaced, so take its keys over into the overrides first.",
                "- 相同版本的已有安装会被沿用，不会重新解压。`conf/kylin.properties` 保持发行包原样，我们的值写入优先级更高的 `conf/kylin.properties.override`；该文件原有内容会先备份再替换，请先将其中的键迁移到覆盖项。",
            )
        }),
        t(const {
            Text::new(
                "- `setenv.sh` is changed in place: only the lines between our two marks at its end are ours.",
                "- `setenv.sh` 就地修改：只有末尾两个标记之间的内容由我们写入。",
            )
        }),
        t(const {
            Text::new(
                "- Keep the metastore and the working directory of the old cluster, or it starts empty. Back the metadata up first: `bin/metastore.sh backup`.",
                "- 保持原集群的元数据库和工作目录不变，否则启动后是空的集群。请先备份元数据：`bin/metastore.sh backup`。",
            )
        }),
    ];
    if kyligence(cx) {
        lines.push(t(const { Text::new("- From KAP 2.x: the first start converts the metadata and may take an hour; the folders `tomcat/conf` and `spark/conf` are not carried over, so session sharing is set up anew.",
            "- 从 KAP 2.x 升级：首次启动会转换元数据，可能需要一小时；`tomcat/conf` 和 `spark/conf` 不会迁移，因此 Session 共享须重新配置。") }));
    }
    let title = const { Text::new("Adopting an installation that exists", "沿用已有的安装") };
    Some(section(lang, title, &lines))
}
