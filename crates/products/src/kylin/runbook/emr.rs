//! Amazon EMR: from nothing to a node on which Kylin can start, and back.

use super::{commands, section, word};
use crate::kylin::emr::{active, client_dir, glue, master_unknown, on_s3, split};
use crate::kylin::roles::KYLIN;
use ::rules::{Context, Runbook};
use model::{Lang, Text};

pub(super) fn clusters(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !active(cx) {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![
        t(const {
            Text::new(
                "Everything for this lies in `emr/`. The scripts ask AWS first whether account, release, subnet, key pair and buckets are right, and only then create what costs money. When one of them stops it says what exists by then. Run again, it goes on where it stopped.",
                "所需文件都在 `emr/` 中。脚本先向 AWS 核对账号、发行版、子网、密钥对和存储桶，确认无误后才创建收费资源。中途停止时会说明已经创建了什么；再次运行即从该处继续。",
            )
        }),
        String::new(),
        t(const {
            Text::new(
                "1. On your machine, with the AWS CLI and credentials that may create clusters:",
                "1. 在您的机器上，使用 AWS CLI 和有权创建集群的凭据：",
            )
        }),
        commands(3, &["sh emr/create-all.sh".to_owned()]),
        t(const {
            Text::new(
                "   Where clusters are kept as CloudFormation stacks, `sh emr/create-stack.sh` makes the same ones from `emr/template.json` instead.",
                "   如果以 CloudFormation 管理集群，可改用 `sh emr/create-stack.sh`，它按 `emr/template.json` 创建同样的集群。",
            )
        }),
    ];
    if split(cx) {
        lines.push(if master_unknown(cx) {
            t(const { Text::new("   The HBase cluster comes first: the private DNS name of its master, by which its `hbase.rootdir` begins, is read back and written into `secrets.env` as `KYLIN_HBASE_MASTER`. The deployment puts it into `kylin.storage.hbase.cluster-fs`.",
                "   首先创建 HBase 集群：读回其 master 的内网 DNS 名称（即 `hbase.rootdir` 中的主机名），以 `KYLIN_HBASE_MASTER` 写入 `secrets.env`，部署时填入 `kylin.storage.hbase.cluster-fs`。") })
        } else {
            t(const { Text::new("   The HBase cluster comes first.", "   首先创建 HBase 集群。") })
        });
    }
    lines.extend([
        t(const { Text::new("2. Names: every node of this document must resolve, on every other one, to its machine. The build cluster's master (its name is in `emr/state.env`) is one node; the others are EC2 instances in the same subnet, onto which the Hadoop, Hive, Spark and HBase clients of that master were copied. A private zone of Route 53 is the usual place for the names.",
            "2. 名称：文档中的每个节点名必须在其他节点上解析到对应的机器。构建集群的 master（名称见 `emr/state.env`）是其中一个节点；其余为同一子网内的 EC2 实例，并已从该 master 复制 Hadoop、Hive、Spark 和 HBase 客户端。通常用 Route 53 私有托管区管理这些名称。") }),
    ]);
    let title = const { Text::new("Before the first start: Amazon EMR", "首次启动前：Amazon EMR") };
    Some(section(lang, title, &lines))
}

/// Between the deployment and the start: what Kylin needs of the machines of EMR.
pub(super) fn prepare(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !active(cx) || cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let nodes: Vec<String> = cx.with_roles(KYLIN).iter().map(|node| word(&node.name)).collect();
    let mut lines = vec![
        t(const { Text::new("On every node of Kylin, once, as a user who may use sudo; EMR's machines have `hadoop`:",
            "在每个 Kylin 节点上执行一次，使用可以 sudo 的用户；EMR 的机器上为 `hadoop`：") }),
        commands(
            0,
            &[
                format!("for node in {}; do", nodes.join(" ")),
                "    scp -rq emr \"hadoop@$node:\" &&".to_owned(),
                "        ssh -t \"hadoop@$node\" 'sudo sh emr/prepare-kylin-node.sh && sh emr/check-connectivity.sh'".to_owned(),
                "done".to_owned(),
            ],
        ),
    ];
    if let Some(dir) = client_dir(cx) {
        lines.push(match lang {
            Lang::En => format!(
                "- The first script backs `{dir}` up and copies the HBase cluster's client configuration there, refuses it when its `hbase.rootdir` is on another file system than `kylin.storage.hbase.cluster-fs`, and puts that cluster's ZooKeeper into `conf/kylin_job_conf*.xml`: build tasks run on machines that do not know it."
            ),
            Lang::Zh => format!(
                "- 前一个脚本备份 `{dir}`，把 HBase 集群的客户端配置复制到该处；若其 `hbase.rootdir` 与 `kylin.storage.hbase.cluster-fs` 不在同一文件系统则拒绝；并把该集群的 ZooKeeper 写入 `conf/kylin_job_conf*.xml`，因为运行构建任务的机器不知道它。"
            ),
        });
    }
    lines.extend([
        t(const { Text::new("- It also makes the working folder on both file systems, writes the environment for people's shells, sets aside Hive's copy of the Joda classes, packs Spark's jars and removes `bin/cached-*`. A second run changes nothing.",
            "- 它还会在两个文件系统上创建工作目录、为交互式 shell 写入环境变量、移开 Hive 自带的 Joda 类、打包 Spark 的 jar，并删除 `bin/cached-*`。重复执行不会再做改动。") }),
        t(const { Text::new("- From a core node of the build cluster too, where the tasks run: `sh emr/check-connectivity.sh --core`.",
            "- 在构建集群的 core 节点（任务运行处）上也要检查：`sh emr/check-connectivity.sh --core`。") }),
    ]);
    if glue(cx) {
        lines.push(t(const { Text::new("- Glue: build `aws-glue-datacatalog-client-common` and `aws-glue-datacatalog-hive2-client` from awslabs/aws-glue-data-catalog-client-for-apache-hive-metastore and put both jars into `lib/` of KYLIN_HOME on every node.",
            "- Glue：从 awslabs/aws-glue-data-catalog-client-for-apache-hive-metastore 编译 `aws-glue-datacatalog-client-common` 和 `aws-glue-datacatalog-hive2-client`，把两个 jar 放入每个节点 KYLIN_HOME 的 `lib/`。") }));
    }
    let title = const { Text::new("Prepare Kylin's machines on EMR", "准备 EMR 上的 Kylin 机器") };
    Some(section(lang, title, &lines))
}

pub(super) fn end(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !active(cx) || cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![t(const {
        Text::new(
            "- First back the metadata up on a job node (`bin/metastore.sh backup` in KYLIN_HOME, then copy `meta_backups/` away) and stop Kylin: `bin/stop`.",
            "- 先在任务节点上备份元数据（在 KYLIN_HOME 执行 `bin/metastore.sh backup`，并把 `meta_backups/` 复制到别处），再停止 Kylin：`bin/stop`。",
        )
    })];
    if on_s3(cx) {
        lines.push(t(const { Text::new("- `sh emr/shutdown.sh --yes` disables all tables, so that what HBase holds in memory is written to S3, then ends the cluster. A cluster that is ended otherwise loses the newest metadata. The next one finds everything in the same folder; two at a time destroy it.",
            "- `sh emr/shutdown.sh --yes` 先禁用所有表，使 HBase 内存中的数据写入 S3，然后终止集群。用其他方式终止会丢失最新的元数据。下一个集群可从同一目录恢复；两个集群同时使用会破坏数据。") }));
    } else {
        lines.push(t(const { Text::new("- HBase keeps its files on the disks of its cluster: what is not backed up ends with it. `sh emr/shutdown.sh --yes --lose-cubes --backup s3://bucket/folder` copies Kylin's working directory first, then ends the build cluster, then the HBase cluster. Cubes are built anew from their sources.",
            "- HBase 的文件位于其集群的磁盘上：未备份的内容随集群消失。`sh emr/shutdown.sh --yes --lose-cubes --backup s3://bucket/folder` 先复制 Kylin 的工作目录，再终止构建集群，最后终止 HBase 集群。Cube 需要从源数据重新构建。") }));
    }
    lines.push(t(const {
        Text::new(
            "- EMR ends a cluster for good: there is no stopping and starting again.",
            "- EMR 集群一旦终止便无法恢复，不能先停止再启动。",
        )
    }));
    Some(section(lang, const { Text::new("Ending the EMR clusters", "关闭 EMR 集群") }, &lines))
}
