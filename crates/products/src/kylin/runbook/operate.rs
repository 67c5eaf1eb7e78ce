//! How the cluster behaves, and how it is changed.

use super::section;
use crate::common::load_balancer::fields::any;
use crate::common::zookeeper::fields::made;
use crate::kylin::balancer::site;
use crate::kylin::roles::{JOB, KYLIN, QUERY};
use ::rules::{Context, Runbook};
use model::{Lang, Text};

pub(super) fn death(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let (jobs, queries) = (cx.with_roles(JOB).len(), cx.with_roles(QUERY).len());
    let scheduler = match cx.read("engine.scheduler").as_str() {
        "2" if jobs > 1 => t(const {
            Text::new(
                "- **A job node dies** (scheduler 2): the other job nodes go on with their own jobs; its jobs are taken over when its ZooKeeper session has run out, at most the server's `maxSessionTimeout` (40 s unless set).",
                "- **任务节点故障**（调度器 2）：其他任务节点继续运行各自的任务；其 ZooKeeper 会话过期后（最长为服务端的 `maxSessionTimeout`，默认 40 秒），任务由其他节点接手。",
            )
        }),
        "100" if jobs > 1 => t(const {
            Text::new(
                "- **The leader of the jobs dies** (scheduler 100): another job node leads after 29 to 40 s, when the ZooKeeper session has run out. Ask who leads: `GET /kylin/api/service_discovery/state/is_active_job_node` is true on exactly one node.",
                "- **任务 leader 故障**（调度器 100）：ZooKeeper 会话过期后，29 至 40 秒内由另一个任务节点接任。查询谁是 leader：`GET /kylin/api/service_discovery/state/is_active_job_node` 仅在一个节点上为 true。",
            )
        }),
        _ => t(const {
            Text::new(
                "- **The job node dies**: no job runs until it is back. After `kill -9` its old ZooKeeper session still holds the lock for up to 40 s; a start within that time fails with \"lack of job lock\" and leaves a Tomcat that answers 404. Wait, then `bin/start --restart`.",
                "- **任务节点故障**：恢复之前没有任务运行。`kill -9` 之后，旧的 ZooKeeper 会话仍持有锁，最长 40 秒；在此期间启动会以“lack of job lock”失败，留下一个只返回 404 的 Tomcat。请稍候再执行 `bin/start --restart`。",
            )
        }),
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
    let lines = vec![
        scheduler,
        query,
        t(const {
            Text::new(
                "- **A node starts, but is of no use**: when the web application fails, Tomcat keeps port 7070 open and answers 404 to everything. Only `GET /kylin/api/admin/version` with 200 proves that it works; `bin/verify` asks that and more.",
                "- **节点已启动却不可用**：Web 应用失败时，Tomcat 仍开放 7070 端口，但所有请求都返回 404。只有 `GET /kylin/api/admin/version` 返回 200 才说明可用；`bin/verify` 会检查这一点及更多内容。",
            )
        }),
        t(const {
            Text::new(
                "- **A change on one node is not seen on another for a second or two**: nodes tell each other afterwards. For ever: then the list in `kylin.server.cluster-servers` is incomplete on the node where the change was made, or the port is closed between them.",
                "- **某节点上的变更需一两秒才在其他节点可见**：节点是事后互相通知的。若始终不可见，则变更所在节点的 `kylin.server.cluster-servers` 不完整，或节点间端口不通。",
            )
        }),
    ];
    Some(section(lang, const { Text::new("When a node dies", "节点故障时") }, &lines))
}

/// What stands in front of the nodes.
pub(crate) fn balancer(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !any(cx) {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let mut lines = Vec::new();
    match cx.text("lb.kind").as_ref() {
        "nginx" => lines.push(t(const { Text::new("- Nginx notices a node that does not answer at all, and gives the request to the next one. It does not notice a node whose web application failed (404 to everything): its free edition has no health checks. `bin/verify` does, and HAProxy does by itself.",
            "- Nginx 能发现完全不应答的节点，并把请求转给下一个。它发现不了 Web 应用失败的节点（所有请求返回 404）：开源版没有主动健康检查。`bin/verify` 可以发现，HAProxy 会自动发现。") })),
        "haproxy" => lines.push(t(const { Text::new("- HAProxy asks every node every 5 s for `HEALTH`; after two failures the node gets nothing more. `echo 'show stat' | socat - UNIX-CONNECT:haproxy.sock` in its folder prints what it thinks of the nodes.",
            "- HAProxy 每 5 秒向各节点请求 `HEALTH`；失败两次后不再向其转发。在其目录执行 `echo 'show stat' | socat - UNIX-CONNECT:haproxy.sock` 可查看各节点状态。") }).replace("HEALTH", site(cx).health)),
        "httpd" => lines.push(t(const { Text::new("- Apache httpd asks every node every 5 s for `HEALTH`; after two failures the node gets nothing more. A client is led to its node by the cookie `MUSTER_ROUTE`; when that node is gone, to another one, where it must log in again unless sessions are shared.",
            "- Apache httpd 每 5 秒向各节点请求 `HEALTH`；失败两次后不再向其转发。客户端由 Cookie `MUSTER_ROUTE` 引到其节点；该节点不可用时转到另一个，除非共享了 Session，否则需要重新登录。") }).replace("HEALTH", site(cx).health)),
        "alb" => lines.push(t(const { Text::new("- `sh alb/create-alb.sh` on a machine with the AWS CLI creates it, and changes it when it is run again. Then let its name lead to it, and run `bin/verify`. Try one closed path by hand too, since only AWS itself can show that its rules hold: `curl -i -X PUT https://NAME/kylin/api/cache/all/all/update` must answer 403.",
            "- 在装有 AWS CLI 的机器上执行 `sh alb/create-alb.sh` 创建负载均衡，再次执行则更新。然后把其名称解析到它，并运行 `bin/verify`。规则是否生效只有 AWS 自身能证明，请再手工试一个被关闭的路径：`curl -i -X PUT https://NAME/kylin/api/cache/all/all/update` 必须返回 403。") })),
        _ => lines.push(t(const { Text::new("- Give `load-balancer/SHEET.md` to those who run the load balancer, then run `bin/verify`: it asks through the load balancer too.",
            "- 把 `load-balancer/SHEET.md` 交给负责负载均衡的人员，然后运行 `bin/verify`：它也会通过负载均衡进行检查。") })),
    }
    if crate::common::load_balancer::fields::made(cx) {
        lines.push(t(const { Text::new("- It is an instance of its own: folder, process and unit are not those of the package. If the package's own service runs on the same port, disable it: `systemctl disable --now nginx`, `haproxy`, `apache2` or `httpd`.",
            "- 这是独立实例：目录、进程和单元都与软件包自带的不同。若软件包自带的服务占用同一端口，请停用：`systemctl disable --now nginx`、`haproxy`、`apache2` 或 `httpd`。") }));
    }
    if cx.is("lb.kind", "nginx") {
        lines.push(t(const { Text::new("- Its `access.log` grows: let logrotate move it and send the process USR1, or run `nginx -s reopen` with its configuration.",
            "- `access.log` 会不断增长：请用 logrotate 轮转并向进程发送 USR1，或用该配置执行 `nginx -s reopen`。") }));
    }
    if cx.on("lb.tls") && crate::common::load_balancer::fields::made(cx) {
        lines.push(t(const { Text::new("- A new certificate: put the files in the place of the old ones, then `bin/deploy` and `bin/start --restart` for this node.",
            "- 更换证书：用新文件替换旧文件，然后对该节点执行 `bin/deploy` 和 `bin/start --restart`。") }));
    }
    if !cx.on("lb.tls") {
        lines.push(t(const { Text::new("- Without TLS, passwords cross the network in clear (Basic authentication sends one with every request).",
            "- 未启用 TLS 时，密码以明文在网络上传输（Basic 认证每次请求都会发送密码）。") }));
    }
    if crate::common::load_balancer::floating::wanted(cx) {
        lines.push(t(const { Text::new("- The floating address belongs to the first load balancer in the list of nodes that lives and answers; when its machine dies it moves within about four seconds, and back when that one returns. Open connections break, and their queries with them; a login survives, since every load balancer sends a client to the same node (with Apache httpd by its cookie).",
            "- 浮动地址属于节点列表中第一台存活且能应答的负载均衡；其机器故障后约四秒内转移，恢复后转回。已建立的连接及其上的查询会中断；登录状态不受影响，因为每台负载均衡都会把同一客户端转到同一节点（Apache httpd 通过其 Cookie）。") }));
        lines.push(t(const { Text::new("- keepalived needs its systemd unit, which may change addresses without being root; `ip -br addr` shows where the address is.",
            "- keepalived 必须通过其 systemd 单元运行，该单元无需 root 即可更改地址；`ip -br addr` 可查看地址所在的机器。") }));
    }
    if cx.with_roles(&["load_balancer"]).len() == 1 {
        lines.push(t(const { Text::new("- There is one load balancer: when its machine dies, clients need a node's own address, or a virtual address with a second one (keepalived).",
            "- 只有一台负载均衡：其机器故障时，客户端需要直接使用节点地址；或配置第二台并使用虚拟地址（keepalived）。") }));
    }
    Some(section(lang, const { Text::new("The load balancer", "负载均衡") }, &lines))
}

/// The ensemble that is made on the nodes.
pub(crate) fn ensemble(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !made(cx) {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = vec![
        t(const {
            Text::new(
                "- It works as long as more than half of its members do: of three, one may die; of five, two.",
                "- 过半成员正常即可工作：三个成员可容忍一个故障，五个可容忍两个。",
            )
        }),
        t(const {
            Text::new(
                "- The number in `myid` follows from the order of the nodes. To replace a machine, put the new one at the old one's place in the list; never change the order of a running ensemble.",
                "- `myid` 中的编号由节点顺序决定。更换机器时请放在列表中原来的位置；不要改变运行中集群的节点顺序。",
            )
        }),
        t(const {
            Text::new(
                "- A longer `maxSessionTimeout` makes short pauses harmless and fail-over slower; a shorter one the opposite.",
                "- `maxSessionTimeout` 越长，越能容忍短暂停顿，但故障切换越慢；越短则相反。",
            )
        }),
        t(const {
            Text::new(
                "- Its ports have no login: open them only to the nodes that FIREWALL.md names.",
                "- 其端口无需登录：只对 FIREWALL.md 中列出的节点开放。",
            )
        }),
    ];
    Some(section(lang, const { Text::new("The ZooKeeper ensemble", "ZooKeeper 集群") }, &lines))
}

pub(super) fn streaming(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(&["stream_coordinator"]).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = vec![
        t(const {
            Text::new(
                "- This archive makes the coordinator, not the receivers. On machines of their own, with the same `conf/kylin.properties`: `bin/kylin.sh streaming start`; they listen on port 9090.",
                "- 本部署包只建立协调器，不包含接收器。请在独立的机器上使用相同的 `conf/kylin.properties` 执行 `bin/kylin.sh streaming start`；其端口为 9090。",
            )
        }),
        t(const {
            Text::new(
                "- The coordinator's own paths need no login: that is why the load balancer closes them, and why port 7070 must not be open to everybody.",
                "- 协调器自身的接口无需登录：因此负载均衡会关闭它们，7070 端口也不能对所有人开放。",
            )
        }),
    ];
    Some(section(lang, const { Text::new("Real-time OLAP", "实时 OLAP") }, &lines))
}

pub(super) fn changes(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = vec![
        t(const {
            Text::new(
                "- Kylin reads its configuration when it starts: after `bin/deploy`, `bin/start --restart`, node by node, job nodes first.",
                "- Kylin 只在启动时读取配置：`bin/deploy` 之后逐个节点执行 `bin/start --restart`，先任务节点。",
            )
        }),
        t(const {
            Text::new(
                "- **Another scheduler**: stop all job nodes first. With two kinds at once, two engines run the same jobs: they do not see each other's locks.",
                "- **更换调度器**：先停止所有任务节点。两种调度器同时运行时，两个引擎会运行同一个任务：它们看不到对方的锁。",
            )
        }),
        t(const {
            Text::new(
                "- **One more node**: all nodes get a new `kylin.server.cluster-servers`, so all are restarted, except with scheduler 100, where the list is kept up to date in ZooKeeper.",
                "- **增加节点**：所有节点的 `kylin.server.cluster-servers` 都会改变，因此都需要重启；使用调度器 100 时列表由 ZooKeeper 保持更新，无需重启。",
            )
        }),
        t(const {
            Text::new(
                "- **Another Hadoop, HBase or Hive client**: `rm -f bin/cached-*` in KYLIN_HOME before the start. `kylin.sh start --reload-dependency` does nothing in 3.1.3.",
                "- **更换 Hadoop、HBase 或 Hive 客户端**：启动前在 KYLIN_HOME 执行 `rm -f bin/cached-*`。3.1.3 的 `kylin.sh start --reload-dependency` 不起作用。",
            )
        }),
        t(const {
            Text::new(
                "- **`tomcat/conf/server.xml`**: `kylin.sh` looks for `<Connector port=` and `protocol=\"HTTP/1.1\"` on one line. Broken over two lines, or with a second such connector, Kylin does not start.",
                "- **`tomcat/conf/server.xml`**：`kylin.sh` 要求 `<Connector port=` 与 `protocol=\"HTTP/1.1\"` 在同一行。若换行，或有第二个这样的 Connector，Kylin 将无法启动。",
            )
        }),
    ];
    Some(section(lang, const { Text::new("Changes", "变更") }, &lines))
}
