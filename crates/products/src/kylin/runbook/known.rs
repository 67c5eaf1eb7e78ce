//! What is known about the versions, and what well-known instructions get wrong.

use super::section;
use crate::kylin::fields::storage::split;
use crate::kylin::roles::KYLIN;
use crate::kylin::rules::support::is_true;
use ::rules::{Context, Runbook};
use model::{Lang, Text};

pub(super) fn versions(cx: &Context, lang: Lang) -> Option<Runbook> {
    let t = |text: Text| text.get(lang).to_owned();
    let version =
        crate::kylin::versions::VERSIONS.iter().find(|v| v.id == cx.spec.version.trim())?;
    let mut lines = vec![
        format!(
            "**{}**{}{}",
            version.id,
            t(const { Text::new(": ", "：") }),
            version.sentence.get(lang)
        ),
        String::new(),
        version.evidence.sentence().get(lang).to_owned(),
        String::new(),
    ];
    if cx.read_values("security.cross_domain").iter().all(|on| !is_true(on)) {
        lines.push(t(const { Text::new("- CVE-2021-45457: calls from other sites are switched off here (`kylin.web.cross-domain-enabled=false`).",
            "- CVE-2021-45457：此处已关闭跨域调用（`kylin.web.cross-domain-enabled=false`）。") }));
    }
    lines.push(t(const { Text::new("- CVE-2021-45458: the cipher for passwords has the same key in every Kylin. 3.1.3 can be given a start value of its own, `kylin.security.encrypt.cipher.ivSpec` (exactly 16 characters, the same on all nodes): set it in the overrides before the first deployment, since it changes every encrypted password.",
        "- CVE-2021-45458：密码加密所用的密钥在所有 Kylin 中相同。3.1.3 可设置自己的初始向量 `kylin.security.encrypt.cipher.ivSpec`（恰好 16 个字符，所有节点相同）：请在首次部署之前写入覆盖项，因为它会改变所有密文。") }));
    lines.push(t(const { Text::new("- In every version some paths need no login, because nodes use them among themselves. Open port 7070 to the nodes and the load balancer only (FIREWALL.md).",
        "- 在所有版本中，部分路径供节点之间使用，无需登录。7070 端口只应对节点和负载均衡开放（见 FIREWALL.md）。") }));
    lines.push(t(const {
        Text::new("- 3.1.3 is the last release of this line.", "- 3.1.3 是该系列的最后一个版本。")
    }));
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
                "Instructions that are easily found, the official pages included, say some things that do not hold for 3.1. This archive does what works:",
                "网上容易找到的说明（包括官方页面）中，有些内容对 3.1 不成立。本部署包采用的是可行的做法：",
            )
        }),
        String::new(),
        t(const {
            Text::new(
                "- `kylin.job.lock=…ZookeeperJobLock`: nothing reads this key since 2.3, and the class is gone. The lock is built in; `kylin.job.scheduler.default` alone decides.",
                "- `kylin.job.lock=…ZookeeperJobLock`：自 2.3 起没有代码读取该键，该类也已不存在。锁是内置的，只由 `kylin.job.scheduler.default` 决定。",
            )
        }),
        t(const {
            Text::new(
                "- \"Two ways to run jobs\": there is a third, scheduler 100 with `kylin.server.self-discovery-enabled=true`.",
                "- “两种任务引擎”：还有第三种，即调度器 100 配合 `kylin.server.self-discovery-enabled=true`。",
            )
        }),
        t(const {
            Text::new(
                "- \"Three modes\": there is a fourth, `stream_coordinator`; from 3.1.3 on `all` does not include it.",
                "- “三种模式”：还有第四种 `stream_coordinator`；自 3.1.3 起 `all` 不再包含它。",
            )
        }),
        t(const {
            Text::new(
                "- \"The metastore is HBase\": MySQL works since 2.5; the official example for it has keys with a capital K, which nothing reads, and a password cipher that 3.1 cannot decrypt.",
                "- “元数据库是 HBase”：自 2.5 起可以使用 MySQL；但官方示例中的键以大写 K 开头，不会被读取，且其密码密文 3.1 无法解密。",
            )
        }),
        t(const {
            Text::new(
                "- `kylin.server.host-address`: ignored, because `kylin.sh` passes `hostname -f` and wins.",
                "- `kylin.server.host-address`：会被忽略，因为 `kylin.sh` 传入 `hostname -f`，优先级更高。",
            )
        }),
        t(const {
            Text::new(
                "- Sizes such as `1mb` or `5s` in Kylin's own keys: they are plain numbers, and a unit stops the start or the first use.",
                "- Kylin 自身键中的 `1mb`、`5s` 等写法：应为纯数字，带单位会导致启动或首次使用时失败。",
            )
        }),
    ];
    let zone = cx.read("engine.timezone");
    if zone.chars().any(|c| c.is_ascii_lowercase()) {
        lines.push(t(const { Text::new("- Kylin writes the time zone in capitals for its own metrics, and Java takes a name in capitals for GMT. If you switch `kylin.metrics.monitor-enabled` on, set `kylin.metrics.event-time-zone` to a form such as GMT+8 in the overrides.",
            "- Kylin 会把时区名转成大写用于自身指标，而 Java 会把大写的名称当作 GMT。若启用 `kylin.metrics.monitor-enabled`，请在覆盖项中把 `kylin.metrics.event-time-zone` 设为 GMT+8 这样的形式。") }));
    }
    if split(cx) {
        lines.push(t(const { Text::new("- `kylin.storage.hbase.cluster-fs=HOST:8020`: without `hdfs://` it fails with \"Relative path in absolute URI\", not at the start but at the first cube. And `hadoop fs -fs HOST:8020` is the old way to write `hadoop fs -ls hdfs://HOST:8020/`.",
            "- `kylin.storage.hbase.cluster-fs=HOST:8020`：缺少 `hdfs://` 会以“Relative path in absolute URI”失败，且不是在启动时，而是在读取首个 Cube 时。另外 `hadoop fs -fs HOST:8020` 是旧写法，应写 `hadoop fs -ls hdfs://HOST:8020/`。") }));
        lines.push(t(const { Text::new("- \"Copy the HBase configuration\": that alone gives no command `hbase`, without which Kylin does not start; and the old configuration should be kept.",
            "- “拷贝 HBase 的配置”：仅此并不会带来 `hbase` 命令，而没有它 Kylin 无法启动；并且应先备份原有配置。") }));
    }
    Some(section(
        lang,
        const { Text::new("Where well-known instructions are wrong", "常见说明中的错误") },
        &lines,
    ))
}
