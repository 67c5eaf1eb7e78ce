//! How the cluster behaves, how it is changed, and what the manuals get wrong.

use crate::enterprise::configure::old_high_availability;
use crate::enterprise::kyligence;
use crate::kylin::effective::ldap;
use crate::kylin::roles::{JOB, KYLIN, QUERY};
use crate::kylin::runbook::section;
use ::rules::{Context, Runbook};
use model::{Lang, Text};

pub(super) fn first_login(cx: &Context, lang: Lang) -> Option<Runbook> {
    if ldap(cx) || cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = [t(const {
        Text::new(
            "ADMIN/KYLIN is known to everybody. Log in with it after the first start, choose another password where the page asks for it (at least 8 characters, with a letter, a digit and a special one), and put it into secrets.env for `bin/verify`. Upload the license in the same session.",
            "ADMIN/KYLIN 人尽皆知。首次启动后请用它登录，按页面提示修改密码（至少 8 个字符，含字母、数字和特殊字符），并写入 secrets.env 供 `bin/verify` 使用。同时上传许可证。",
        )
    })];
    let title = const {
        Text::new("After the first start: password and license", "首次启动后：密码与许可证")
    };
    Some(section(lang, title, &lines))
}

pub(super) fn death(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let (jobs, queries) = (cx.with_roles(JOB).len(), cx.with_roles(QUERY).len());
    let job = if jobs < 2 {
        t(const {
            Text::new(
                "- **The job node dies**: no job runs until it is back.",
                "- **任务节点故障**：恢复之前没有任务运行。",
            )
        })
    } else if kyligence(cx) && cx.since("3.4") {
        t(const {
            Text::new(
                "- **A job node dies**: all job nodes work at once, each on the jobs that a hash of their ids gives it; the others take over those of the dead one.",
                "- **任务节点故障**：所有任务节点同时工作，任务按 id 的哈希分配；故障节点的任务由其他节点接手。",
            )
        })
    } else {
        t(const {
            Text::new(
                "- **The leader of the jobs dies**: another node with the role job or all is chosen in ZooKeeper and goes on.",
                "- **任务 leader 故障**：通过 ZooKeeper 选出另一个具有 job 或 all 角色的节点继续执行。",
            )
        })
    };
    let query = if queries > 1 {
        t(const {
            Text::new(
                "- **A query node dies**: the others answer; what becomes of logins and of queries in flight stands below.",
                "- **查询节点故障**：由其他节点应答；登录和正在执行的查询的情况见下文。",
            )
        })
    } else {
        t(const {
            Text::new(
                "- **The query node dies**: nobody answers queries.",
                "- **查询节点故障**：没有节点响应查询。",
            )
        })
    };
    let mut lines = vec![job, query];
    if old_high_availability(cx) {
        let key = cx.catalogue().name_here("kylin.job.scheduler.default");
        lines.push(t(const { Text::new("- `{k}=1` is what makes the choice of a job node possible before KAP 2.4; with several job nodes and without it, the same job runs twice.",
            "- 在 KAP 2.4 之前，只有设置 `{k}=1` 才会选出任务节点；有多个任务节点而不设置时，同一个任务会运行两次。") }).replace("{k}", key));
    }
    lines.push(t(const { Text::new("- **A node starts, but is of no use**: when the web application fails, Tomcat keeps port 7070 open and answers 404. Only an answer of `/kylin/` shows that it works.",
        "- **节点已启动却不可用**：Web 应用失败时，Tomcat 仍开放 7070 端口，但返回 404。只有 `/kylin/` 有应答才说明可用。") }));
    Some(section(lang, const { Text::new("When a node dies", "节点故障时") }, &lines))
}

pub(super) fn changes(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = vec![
        t(const {
            Text::new(
                "- The configuration is read at the start: after `bin/deploy`, `bin/start --restart`, node by node, job nodes first.",
                "- 配置只在启动时读取：`bin/deploy` 之后逐个节点执行 `bin/start --restart`，先任务节点。",
            )
        }),
        t(const {
            Text::new(
                "- **One more node**: deploy and start it. Nodes with the same metastore find each other; the others need no restart, the load balancer does.",
                "- **增加节点**：部署并启动即可。使用同一元数据库的节点会互相发现；其他节点无需重启，负载均衡需要更新。",
            )
        }),
        t(const {
            Text::new(
                "- **Another profile**: `conf/profile` is set at the next start; what the other set of files says about memory counts then.",
                "- **更换配置方案**：下次启动时设置 `conf/profile`；内存等参数随之采用另一套文件中的值。",
            )
        }),
        t(const {
            Text::new(
                "- **Another Hadoop, HBase or Hive client**: `rm -f bin/cached-*` in KYLIN_HOME before the start, where there are such files.",
                "- **更换 Hadoop、HBase 或 Hive 客户端**：启动前在 KYLIN_HOME 执行 `rm -f bin/cached-*`（如果存在）。",
            )
        }),
    ];
    Some(section(lang, const { Text::new("Changes", "变更") }, &lines))
}

pub(super) fn versions(cx: &Context, lang: Lang) -> Option<Runbook> {
    let t = |text: Text| text.get(lang).to_owned();
    let version = cx.product.version(cx.spec.version.trim())?;
    let mut lines = vec![
        format!(
            "**{}**{}{}",
            version.id,
            t(const { Text::new(": ", "：") }),
            version.sentence.get(lang)
        ),
        String::new(),
        version.evidence.sentence().get(lang).to_owned(),
        t(const {
            Text::new(
                "The product is closed source: its keys come from its manual, and that the files can be read was tried with the class of Apache Kylin 3.1.3 that both products descend from. Try this archive on a test cluster first.",
                "本产品不开源：配置项取自其手册，文件能否读取是用两款产品共同的前身 Apache Kylin 3.1.3 的类验证的。请先在测试集群上试用本部署包。",
            )
        }),
        String::new(),
        t(const {
            Text::new(
                "- Some paths need no login, because nodes use them among themselves. Open port 7070 to the nodes and the load balancer only (FIREWALL.md).",
                "- 部分路径供节点之间使用，无需登录。7070 端口只应对节点和负载均衡开放（见 FIREWALL.md）。",
            )
        }),
    ];
    if kyligence(cx) {
        lines.push(t(const { Text::new("- Kyligence Enterprise 4 is another product with the same name: no Tomcat folder, a database of its own, `spring.session.store-type=JDBC` for shared sessions. Nothing of this archive fits it.",
            "- Kyligence Enterprise 4 名称相同但架构不同：没有 Tomcat 目录，自带数据库，用 `spring.session.store-type=JDBC` 共享 Session。本部署包不适用于它。") }));
    }
    Some(section(lang, const { Text::new("Version and security", "版本与安全") }, &lines))
}

pub(super) fn pages(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![
        t(const {
            Text::new(
                "Instructions that are easily found, the vendor's own pages included, say some things that do not hold. This archive does what works:",
                "网上容易找到的说明（包括厂商自己的页面）中，有些内容并不成立。本部署包采用的是可行的做法：",
            )
        }),
        String::new(),
        t(const {
            Text::new(
                "- The Nginx sample has no `ip_hash`, no timeouts and no closed paths: logins get lost, and queries over 60 s are cut.",
                "- Nginx 示例没有 `ip_hash`、超时设置，也没有关闭内部路径：会丢失登录，且超过 60 秒的查询会被中断。",
            )
        }),
        t(const {
            Text::new(
                "- \"A failed node is removed by itself\": Nginx notices only that a request failed; a node whose web application failed still answers.",
                "- “失效的实例会被自动剔除”：Nginx 只能发现请求失败；Web 应用失败的节点仍会应答。",
            )
        }),
        t(const {
            Text::new(
                "- `kylin.source.hive.beeline.params`: the key has a hyphen, `beeline-params`.",
                "- `kylin.source.hive.beeline.params`：正确的键是连字符形式 `beeline-params`。",
            )
        }),
        t(const {
            Text::new(
                "- 1.1.1.1 and 1.1.1.2 in the samples are real addresses on the internet, not yours.",
                "- 示例中的 1.1.1.1 和 1.1.1.2 是互联网上真实存在的地址，不是您的节点。",
            )
        }),
    ];
    if kyligence(cx) {
        lines.push(t(const { Text::new("- The pages about load balancing do not mention `kylin.env.zookeeper-connect-string`, without which nodes with a database as metastore do not find each other.",
            "- 负载均衡的页面没有提到 `kylin.env.zookeeper-connect-string`：使用数据库作为元数据库时，缺少它节点无法互相发现。") }));
    } else {
        lines.push(t(const { Text::new("- The page about load balancing asks for the same HBase cluster: since 2.4 the metadata may lie in a database.",
            "- 负载均衡的页面要求使用同一个 HBase 集群：自 2.4 起元数据也可以存放在数据库中。") }));
        lines.push(t(const { Text::new("- The page about read and write apart writes `kylin.hbase.cluster.fs＝hdfs://…` with a full-width equals sign: the line is then one key without a value.",
            "- 读写分离的页面把 `kylin.hbase.cluster.fs＝hdfs://…` 中的等号写成了全角字符：整行成为一个没有值的键。") }));
    }
    let title =
        const { Text::new("Where well-known instructions are wrong", "常见说明中的错误") };
    Some(section(lang, title, &lines))
}
