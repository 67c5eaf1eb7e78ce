//! How the cluster behaves, and how it is changed.

use crate::common::markdown::{commands, section};
use crate::druid::effective::{is_derby, ports};
use crate::druid::fields::security;
use crate::druid::programs::ROUTERS;
use crate::druid::roles::{BROKER, COORDINATORS, HISTORICAL};
use ::rules::{Context, Runbook};
use model::{Lang, Text};

pub(super) fn load(cx: &Context, lang: Lang) -> Runbook {
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![
        t(const { Text::new("After the first start, once:", "首次启动之后，运行一次：") }),
        commands(0, &["druid/load.sh".to_owned()]),
        match lang {
            Lang::En => format!(
                "It sets the cluster's rule ({} copies of each segment), loads three rows into `muster_first` by a task, and shows them by a query. From then on the same in the console, \"Load data\", or by SQL.",
                cx.text("data.replicas")
            ),
            Lang::Zh => format!(
                "它设置集群的规则（每个 Segment {} 个副本），用一个任务把三行数据导入 `muster_first`，并查询显示。之后可在控制台的“Load data”或用 SQL 导入。",
                cx.text("data.replicas")
            ),
        },
    ];
    if let Some(port) = ports(cx, &ROUTERS).first() {
        let first =
            cx.with_roles(&[ROUTERS.role]).first().map(|n| crate::common::text::one_line(&n.name));
        let scheme = if security::tls(cx) { "https" } else { "http" };
        lines.push(String::new());
        lines.push(match lang {
            Lang::En => {
                format!("The console is at <{scheme}://{}:{port}>.", first.unwrap_or_default())
            }
            Lang::Zh => format!("控制台地址为 <{scheme}://{}:{port}>。", first.unwrap_or_default()),
        });
    }
    if cx.since("24") {
        lines.push(String::new());
        lines.push(t(const {
            Text::new(
                "By SQL, into a table of your own, with the same three rows:",
                "用 SQL 导入到自己的表，同样三行数据：",
            )
        }));
        lines.push(crate::common::markdown::code(0, &[
            "REPLACE INTO first_by_sql OVERWRITE ALL".to_owned(),
            "SELECT TIME_PARSE(\"time\") AS __time, city, visits FROM TABLE(EXTERN(".to_owned(),
            "  '{\"type\":\"inline\",\"data\":\"2024-01-01T00:00:00Z,berlin,3\\n2024-01-01T01:00:00Z,beijing,4\"}',".to_owned(),
            "  '{\"type\":\"csv\",\"columns\":[\"time\",\"city\",\"visits\"]}'))".to_owned(),
            "EXTEND (\"time\" VARCHAR, city VARCHAR, visits BIGINT)".to_owned(),
            "PARTITIONED BY DAY".to_owned(),
        ]));
    }
    section(lang, const { Text::new("The first load", "首次导入数据") }, &lines)
}

pub(super) fn death(cx: &Context, lang: Lang) -> Runbook {
    let t = |text: Text| text.get(lang).to_owned();
    let masters = cx.with_roles(COORDINATORS).len();
    let mut lines = vec![
        if masters > 1 && !is_derby(cx) {
            t(const {
                Text::new(
                    "- **The leading master dies**: another one leads, as Coordinator and as Overlord, after 24 to 34 s in the lab: the session timeout of ZooKeeper. Queries are answered all the time; new tasks wait.",
                    "- **主 master 故障**：另一个 master 接任 Coordinator 和 Overlord 的主，实测 24 到 34 秒，取决于 ZooKeeper 会话超时。期间查询照常，新任务等待。",
                )
            })
        } else {
            t(const {
                Text::new(
                    "- **The master dies**: queries are answered, nothing new is loaded and no segment is moved until it is back; after a crash it leads only when its old session has run out, some 30 s.",
                    "- **master 故障**：查询照常，恢复之前无法导入新数据，也不会移动 Segment；崩溃后重启，须等旧会话过期（约 30 秒）才会成为主。",
                )
            })
        },
        t(const {
            Text::new(
                "- **A Historical dies**: with two copies no row is lost; until the dead one is noticed, some 30 s, queries about its segments may fail once. Then the others load its segments again from deep storage.",
                "- **Historical 故障**：有两个副本时不会丢失任何行；故障被发现之前（约 30 秒）涉及其 Segment 的查询可能失败一次。之后其他节点会从深度存储重新加载这些 Segment。",
            )
        }),
        t(const {
            Text::new(
                "- **A MiddleManager dies**: its tasks fail, and the Overlord says so. Streaming tasks are started again elsewhere from the last offsets; a batch load is started again by you.",
                "- **MiddleManager 故障**：其上的任务失败，Overlord 会标记。流式任务会在其他节点从上次的 offset 重新开始；批量导入需手工重新提交。",
            )
        }),
    ];
    if cx.with_roles(&[BROKER]).len() > 1 {
        lines.push(t(const { Text::new(
            "- **A Broker dies**: until its session has run out, some 30 s, the Router sends it every second query, which ends with 502. A client tries again, or a shorter `druid.zk.service.sessionTimeoutMs` is set.",
            "- **Broker 故障**：其会话过期之前（约 30 秒）Router 仍会把一半的查询发给它，返回 502。请让客户端重试，或缩短 `druid.zk.service.sessionTimeoutMs`。") }));
    }
    if !is_derby(cx) {
        lines.push(t(const { Text::new(
            "- **The metadata store is away**: queries are answered, health pages say true, and submitting a task hangs. It goes on by itself when the database is back.",
            "- **元数据存储不可用**：查询照常，健康检查仍返回 true，但提交任务会挂起。数据库恢复后自动继续。") }));
    }
    lines.push(t(const { Text::new(
        "- A page that says \"true\" under `/status/health` says that a process runs, not that the cluster works. `bin/verify` asks who is known by which name, and reads rows.",
        "- `/status/health` 返回 true 只说明进程在运行，不代表集群可用。`bin/verify` 会检查各进程公布的名称，并实际读取数据。") }));
    section(lang, const { Text::new("When something dies", "故障时的表现") }, &lines)
}

/// A rolling update goes from the data to the masters (docs/operations/rolling-updates); the order
/// stands with the services.
pub(super) fn update(lang: Lang) -> Runbook {
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![t(const {
        Text::new(
            "A changed file is read at the next start of a process, so is a new version. `bin/start --restart` goes in the order of a rolling update, so that queries go on: Historicals, MiddleManagers or Indexers, Brokers, Routers, Overlords, Coordinators, one node after the other. The next node waits until a Historical has loaded its segments again, and a Broker knows what can be asked:",
            "修改后的文件和新版本都在进程下次启动时生效。`bin/start --restart` 按滚动升级的顺序逐个节点进行，使查询不中断：Historical、MiddleManager 或 Indexer、Broker、Router、Overlord、Coordinator。Historical 重新加载完 Segment、Broker 获知可查询的数据后，才轮到下一个节点：",
        )
    })];
    let all = ["bin/deploy", "bin/start --restart", "bin/verify"].map(str::to_owned);
    lines.push(commands(0, &all));
    lines.push(t(const { Text::new(
        "With one copy of a segment its queries wait while its node is restarted. A MiddleManager ends its tasks when it stops: disable it in the console first, and wait until it has none.",
        "Segment 只有一个副本时，重启其所在节点期间相关查询需要等待。MiddleManager 停止时会结束其任务：请先在控制台将其禁用，等任务清空。") }));
    lines.push(String::new());
    lines.push(t(const { Text::new(
        "A new version: read its upgrade notes, change the version in Muster, put the package into `packages/`, export, then the same. No rolling update leads from before 0.23 to 37 or newer: stop all, deploy, start. From 28 on tables are made that 27 cannot use: there is no way back.",
        "升级版本：先阅读升级说明，在 Muster 中修改版本，把安装包放入 `packages/`，重新导出，然后同上。0.23 之前的版本不能滚动升级到 37 或更新：须全部停止、部署、启动。28 起创建的表 27 无法使用：无法回退。") }));
    section(lang, const { Text::new("Changes and rolling updates", "变更与滚动升级") }, &lines)
}

pub(super) fn grow(cx: &Context, lang: Lang) -> Runbook {
    let t = |text: Text| text.get(lang).to_owned();
    let historicals = cx.with_roles(&[HISTORICAL]).len();
    let lines = vec![
        match lang {
            Lang::En => format!(
                "- **More data nodes**: add them in Muster, deploy, start; segments move by themselves. More Brokers than one for {} Historicals are worth it; their connections are shared out anew in all files.",
                historicals.max(15)
            ),
            Lang::Zh => format!(
                "- **增加 data 节点**：在 Muster 中添加、部署、启动；Segment 会自动迁移。每 {} 个 Historical 以上可增加一个 Broker；各文件中的连接数会重新分配。",
                historicals.max(15)
            ),
        },
        t(const {
            Text::new(
                "- **Retention**: rules in the console say how long which data lies in which tier. What no rule names is not loaded by any Historical, and still lies in deep storage.",
                "- **数据保留**：由控制台中的规则决定哪些数据在哪个 Tier 保留多久。没有规则的数据不会被任何 Historical 加载，但仍在深度存储中。",
            )
        }),
        t(const {
            Text::new(
                "- **A data node that goes**: set its tier's rule or, in the Coordinator's dynamic configuration, put it on `decommissioningNodes`; stop it when it has no segments.",
                "- **下线 data 节点**：在 Coordinator 动态配置中将其加入 `decommissioningNodes`；待其没有 Segment 后再停止。",
            )
        }),
    ];
    section(lang, const { Text::new("Growing, keeping, dropping", "扩容与数据保留") }, &lines)
}

pub(super) fn passwords(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !security::basic(cx) {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = vec![
        t(const {
            Text::new(
                "- The two first passwords are read at the first start, when the metadata store knows no users yet. A later change of `secrets.env` alone changes nothing there.",
                "- 两个初始密码只在首次启动、元数据存储中还没有用户时读取。之后仅修改 `secrets.env` 不会生效。",
            )
        }),
        t(const {
            Text::new(
                "- **admin**: change it by the Coordinator's API, then in `secrets.env`, since `bin/verify` logs in with it: `POST /druid-ext/basic-security/authentication/db/Metadata/users/admin/credentials` with `{\"password\":\"…\"}`.",
                "- **admin**：先通过 Coordinator 的 API 修改，再更新 `secrets.env`（`bin/verify` 用它登录）：`POST /druid-ext/basic-security/authentication/db/Metadata/users/admin/credentials`，内容为 `{\"password\":\"…\"}`。",
            )
        }),
        t(const {
            Text::new(
                "- **druid_system**: the same for the user `druid_system`, then at once `secrets.env`, `bin/deploy` and a restart of all processes: in between they refuse each other.",
                "- **druid_system**：对用户 `druid_system` 同样操作，随后立即更新 `secrets.env`、执行 `bin/deploy` 并重启全部进程：期间进程之间会互相拒绝。",
            )
        }),
    ];
    Some(section(lang, const { Text::new("Passwords", "修改密码") }, &lines))
}

pub(super) fn known(cx: &Context, lang: Lang) -> Runbook {
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = vec![
        t(const {
            Text::new(
                "- The guide's list of ports names 8088 for the Router: it listens on 8888. An Overlord that runs inside of a Coordinator listens on 8081, not on 8090.",
                "- 部署文档的端口列表中 Router 写作 8088：实际监听 8888。与 Coordinator 合并的 Overlord 监听 8081，而不是 8090。",
            )
        }),
        t(const {
            Text::new(
                "- `conf/zoo.cfg`, which the guide tells to edit, is `conf/zk/zoo.cfg`; and it has no ensemble. Here ZooKeeper is a service of its own.",
                "- 文档让修改的 `conf/zoo.cfg` 实际是 `conf/zk/zoo.cfg`，而且其中没有配置集群。此处 ZooKeeper 是独立的服务。",
            )
        }),
        t(const {
            Text::new(
                "- In properties `300g` is 300·10⁹ bytes and `300GiB` is more; `GB` is refused. In options of Java `8g` is 8 GiB.",
                "- 属性文件中 `300g` 是 300·10⁹ 字节，`300GiB` 更大，`GB` 会被拒绝。Java 参数中 `8g` 是 8 GiB。",
            )
        }),
        t(const {
            Text::new(
                "- A key that Druid does not know is ignored without a word: a misspelt one too. Muster says so.",
                "- Druid 会静默忽略不认识的配置项，拼写错误也一样。Muster 会指出。",
            )
        }),
    ];
    if !cx.since("25") {
        lines.push(t(const { Text::new(
            "- The guide's result of a migration prints 31 threads and 8 merge buffers for 16 cores: 15 and 4 are meant.",
            "- 文档中迁移结果对 16 核写作 31 个线程和 8 个合并缓冲区：应为 15 和 4。") }));
    }
    section(
        lang,
        const { Text::new("What the official pages get wrong", "官方文档中的错误") },
        &lines,
    )
}
