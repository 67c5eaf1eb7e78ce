//! From one server to a cluster: machines, values side by side with the rule that made them, and how
//! metadata and segments move (Druid: clustered deployment, metadata migration).

use crate::common::markdown::{code, section, word};
use crate::druid::effective::{
    Store, direct, first_reads, folder, heap, is_mysql, number, size, store,
};
use crate::druid::fields::data::FROM;
use crate::druid::notation;
use crate::druid::programs::{HISTORICALS, MIDDLE_MANAGERS};
use crate::druid::roles::HISTORICAL;
use ::rules::{Context, Runbook};
use model::value::ByteSize;
use model::{Lang, Text};

/// What a shipped preset for one server has (`conf/druid/single-server` of the release).
pub(crate) struct Single {
    /// Its name.
    pub(crate) id: &'static str,
    /// Cores of the machine that it is for.
    pub(crate) cores: u64,
    /// Memory of that machine, in GiB.
    pub(crate) memory: u64,
    /// Heap of the Coordinator-Overlord, in MiB.
    master: u64,
    /// Heap and direct memory of the Broker, in MiB.
    broker: (u64, u64),
    /// Heap of the Router, in MiB.
    router: u64,
    /// Heap and direct memory of the Historical, in MiB.
    historical: (u64, u64),
    /// Its threads, merge buffers, and the size of a buffer in MiB.
    buffers: (u64, u64, u64),
    /// Tasks at once.
    capacity: u64,
}

/// All of them, smallest first.
pub(crate) static SINGLES: &[Single] = &[
    single("nano", (1, 4), 256, (512, 400), 128, (512, 400), (1, 2, 50), 2),
    single("micro", (4, 16), 256, (512, 768), 128, (512, 1280), (2, 2, 200), 2),
    single("small", (8, 64), 4500, (4096, 3072), 512, (4096, 8192), (7, 2, 500), 3),
    single("medium", (16, 128), 9216, (8192, 5120), 512, (8192, 13312), (15, 4, 500), 4),
    single("large", (32, 256), 15360, (12288, 11264), 1024, (16384, 25600), (31, 8, 500), 8),
    single("xlarge", (64, 512), 18432, (16384, 12288), 1024, (24576, 45056), (63, 16, 500), 16),
];

#[expect(clippy::too_many_arguments, reason = "a row of a table")]
const fn single(
    id: &'static str,
    (cores, memory): (u64, u64),
    master: u64,
    broker: (u64, u64),
    router: u64,
    historical: (u64, u64),
    buffers: (u64, u64, u64),
    capacity: u64,
) -> Single {
    Single { id, cores, memory, master, broker, router, historical, buffers, capacity }
}

/// The preset that the cluster grew out of.
pub(crate) fn from(cx: &Context) -> Option<&'static Single> {
    let text = cx.text(FROM);
    SINGLES.iter().find(|single| single.id == text)
}

fn mib(mib: u64) -> String {
    ByteSize(mib * ByteSize::MIB).to_string()
}

/// The tables that the tool writes out, with the columns of each file (Druid: export-metadata).
const TABLES: &[(&str, &str)] = &[
    ("segments", "id,dataSource,created_date,start,end,partitioned,version,used,payload"),
    ("rules", "id,dataSource,version,payload"),
    ("config", "name,payload"),
    ("dataSource", "dataSource,created_date,commit_metadata_payload,commit_metadata_sha1"),
    ("supervisors", "id,spec_id,created_date,payload"),
];

/// Rounded up to a multiple.
fn up(n: u64, step: u64) -> u64 {
    n.div_ceil(step) * step
}

/// The machines, and the values that change.
pub(super) fn before(cx: &Context, lang: Lang) -> Option<Runbook> {
    let old = from(cx)?;
    let t = |text: Text| text.get(lang).to_owned();
    let n = u64::try_from(cx.with_roles(&[HISTORICAL]).len()).unwrap_or(1).max(1);
    let quarter = old.cores.div_ceil(4).max(1);
    // Heaps, what a JVM takes beside them, and the system.
    let master = up((old.master * 5 / 4).div_ceil(1024) + 2, 2);
    let query = up((old.broker.0 + old.broker.1 + old.router * 5 / 4).div_ceil(1024) + 2, 2);
    let mut lines = vec![
        t(const {
            Text::new(
                "Machines at least as large as these take over what the one server did:",
                "至少需要以下规格的机器来接替原来的单机：",
            )
        }),
        String::new(),
        t(const {
            Text::new(
                "| server | how many | cores | memory | rule |",
                "| 服务器 | 数量 | 核数 | 内存 | 规则 |",
            )
        }),
        "|---|---|---|---|---|".to_owned(),
        match lang {
            Lang::En => format!(
                "| Master | 1, 2 or 3 for availability | {quarter} | {master} GiB | a quarter of the cores; the heap of {} and room for the system |",
                mib(old.master)
            ),
            Lang::Zh => format!(
                "| Master | 1 个，高可用需 2 或 3 个 | {quarter} | {master} GiB | 核数的四分之一；堆内存 {} 加系统余量 |",
                mib(old.master)
            ),
        },
        match lang {
            Lang::En => format!(
                "| Data | {n} | {} | {} GiB | cores and memory of the old server over {n}, SSDs |",
                (old.cores / n).max(1),
                (old.memory / n).max(1)
            ),
            Lang::Zh => format!(
                "| Data | {n} | {} | {} GiB | 原服务器核数和内存除以 {n}，SSD |",
                (old.cores / n).max(1),
                (old.memory / n).max(1)
            ),
        },
        match lang {
            Lang::En => format!(
                "| Query | 1, 2 for availability | {quarter} | {query} GiB | a quarter of the cores; Broker's heap {} and direct memory {}, Router's heap {} |",
                mib(old.broker.0),
                mib(old.broker.1),
                mib(old.router)
            ),
            Lang::Zh => format!(
                "| Query | 1 个，高可用需 2 个 | {quarter} | {query} GiB | 核数的四分之一；Broker 堆内存 {}、堆外内存 {}，Router 堆内存 {} |",
                mib(old.broker.0),
                mib(old.broker.1),
                mib(old.router)
            ),
        },
        String::new(),
        match lang {
            Lang::En => format!(
                "What changes on a data server, and what the files of this archive say ({} → {n} data servers):",
                old.id
            ),
            Lang::Zh => {
                format!("data 服务器上的变化，以及本部署包文件中的值（{} → {n} 台 data）：", old.id)
            }
        },
        String::new(),
        t(const {
            Text::new(
                "| key | old | by the rule | here | rule |",
                "| 配置项 | 旧值 | 按规则 | 此处 | 规则 |",
            )
        }),
        "|---|---|---|---|---|".to_owned(),
    ];
    lines.extend(changes(cx, lang, old, n));
    lines.push(String::new());
    lines.push(t(const { Text::new(
        "Broker, Router and Coordinator-Overlord keep their values; what you set by hand on the old server goes into the overrides. `druid.host=localhost` does not come along.",
        "Broker、Router 和 Coordinator-Overlord 的值保持不变；在旧服务器上手工设置的内容请写入覆盖项。`druid.host=localhost` 不要带过来。") }));
    Some(section(
        lang,
        const { Text::new("Migration: machines and values", "迁移：机器与取值") },
        &lines,
    ))
}

/// The keys that change on a data server: old, by the rule, here, the rule; a row each.
fn changes(cx: &Context, lang: Lang, old: &Single, n: u64) -> Vec<String> {
    let mut lines = Vec::new();
    let first = cx.with_roles(&[HISTORICAL]).into_iter().next();
    let here = |key: &str| {
        let value = first.and_then(|node| number(cx, node, &HISTORICALS, key));
        value.map_or_else(|| "–".to_owned(), |v| v.to_string())
    };
    let tasks = first.and_then(|node| number(cx, node, &MIDDLE_MANAGERS, "druid.worker.capacity"));
    let buffer =
        first.and_then(|node| size(cx, node, &HISTORICALS, "druid.processing.buffer.sizeBytes"));
    let (threads, merge, bytes) = old.buffers;
    let rows = [
        (
            "historical druid.processing.numThreads",
            threads.to_string(),
            (old.cores / n).saturating_sub(1).max(1).to_string(),
            here("druid.processing.numThreads"),
            const { Text::new("new cores − 1", "新核数 − 1") },
        ),
        (
            "historical druid.processing.numMergeBuffers",
            merge.to_string(),
            (merge / n).max(1).to_string(),
            here("druid.processing.numMergeBuffers"),
            const { Text::new("old over N", "旧值除以 N") },
        ),
        (
            "historical druid.processing.buffer.sizeBytes",
            format!("{bytes}MiB"),
            format!("{bytes}MiB"),
            buffer.map_or_else(|| "–".to_owned(), notation::written),
            const { Text::new("unchanged", "不变") },
        ),
        (
            "middleManager druid.worker.capacity",
            old.capacity.to_string(),
            (old.capacity / n).max(1).to_string(),
            tasks.map_or_else(|| "–".to_owned(), |v| v.to_string()),
            const { Text::new("old over N", "旧值除以 N") },
        ),
    ];
    let shown =
        |bytes: Option<u64>| bytes.map_or_else(|| "–".to_owned(), |b| ByteSize(b).to_string());
    let sizing = const { Text::new("from cores and buffers", "由核数和缓冲区推算") };
    let (heap_here, direct_here) = (
        shown(first.and_then(|node| heap(cx, node, &HISTORICALS))),
        shown(first.and_then(|node| direct(cx, node, &HISTORICALS))),
    );
    let more = [
        ("historical -Xmx", mib(old.historical.0), "–".to_owned(), heap_here, sizing),
        (
            "historical -XX:MaxDirectMemorySize",
            mib(old.historical.1),
            "–".to_owned(),
            direct_here,
            sizing,
        ),
    ];
    for (key, was, by_rule, is, rule) in rows.into_iter().chain(more) {
        lines.push(format!("| `{key}` | {was} | {by_rule} | {is} | {} |", rule.get(lang)));
    }
    lines
}

/// How metadata and segments move.
pub(super) fn data(cx: &Context, lang: Lang) -> Option<Runbook> {
    from(cx)?;
    let t = |text: Text| text.get(lang).to_owned();
    let (option, target) = match store(cx) {
        Store::S3 => (
            format!(
                " --s3bucket {} --s3baseKey {}",
                word(&first_reads(cx, "druid.storage.bucket")),
                word(&first_reads(cx, "druid.storage.baseKey"))
            ),
            format!(
                "aws s3 cp --recursive var/druid/segments s3://{}/{}",
                word(&first_reads(cx, "druid.storage.bucket")),
                word(&first_reads(cx, "druid.storage.baseKey"))
            ),
        ),
        Store::Hdfs => (
            format!(" --hadoopStorageDirectory {}", word(&folder(cx))),
            format!("hdfs dfs -put var/druid/segments/* {}", word(&folder(cx))),
        ),
        _ => (
            format!(" --newLocalPath {}", word(&folder(cx))),
            format!("cp -R var/druid/segments/. {}/", word(&folder(cx))),
        ),
    };
    let mut lines = vec![
        t(const {
            Text::new(
                "With Derby and the local disk, as the presets for one server ship. Where metadata and segments lie on servers already, nothing has to be moved: name them in Muster.",
                "适用于单机预设自带的 Derby 和本机磁盘。若元数据和 Segment 已在独立的服务上，则无需迁移：在 Muster 中填写即可。",
            )
        }),
        String::new(),
        t(const {
            Text::new(
                "1. On the old server stop everything but the Coordinator, in whose process Derby runs.",
                "1. 在旧服务器上停止除 Coordinator 之外的全部进程（Derby 运行在其进程内）。",
            )
        }),
        t(const {
            Text::new(
                "2. There, in Druid's folder, write out the metadata with the new place of the segments in it:",
                "2. 在该服务器的 Druid 目录中导出元数据，同时写入 Segment 的新位置：",
            )
        }),
        code(
            3,
            &[
                "mkdir -p /tmp/druid-metadata".to_owned(),
                format!(
                    "java -cp 'lib/*' -Ddruid.extensions.loadList='[]' -Ddruid.metadata.storage.type=derby org.apache.druid.cli.Main tools export-metadata --connectURI 'jdbc:derby://localhost:1527/var/druid/metadata.db;' -o /tmp/druid-metadata{option}"
                ),
            ],
        ),
        t(const {
            Text::new(
                "3. Copy the segments, their folders unchanged, and stop the Coordinator:",
                "3. 复制 Segment（目录结构不变），然后停止 Coordinator：",
            )
        }),
        code(3, &[target]),
        t(const {
            Text::new(
                "4. Deploy the new cluster and start its masters once, so that the tables are made; stop them.",
                "4. 部署新集群，启动 master 一次以创建表，然后停止。",
            )
        }),
        code(3, &["bin/deploy".to_owned(), "bin/start".to_owned(), "bin/stop".to_owned()]),
        t(const {
            Text::new(
                "5. Read the metadata in, on the database's machine:",
                "5. 在数据库所在机器上导入元数据：",
            )
        }),
    ];
    let name = word(&super::before::database_name(cx));
    lines.push(code(3, &TABLES.iter().map(|(table, columns)| {
        let file = format!("/tmp/druid-metadata/druid_{table}.csv");
        if is_mysql(cx) {
            format!("mysql --local-infile=1 {name} -e \"LOAD DATA LOCAL INFILE '{file}' INTO TABLE druid_{table} FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\\\"' ({columns})\"")
        } else {
            let columns = columns.replace(",end,", ",\\\"end\\\",");
            format!("psql -d {name} -c \"\\\\copy druid_{table}({columns}) FROM '{file}' DELIMITER ',' CSV\"")
        }
    }).collect::<Vec<_>>()));
    lines.push(t(const { Text::new("6. Start the cluster; the console shows all segments as soon as the Historicals have loaded them.", "6. 启动集群；Historical 加载完成后，控制台会显示全部 Segment。") }));
    lines.push(code(3, &["bin/start".to_owned(), "bin/verify".to_owned()]));
    Some(section(
        lang,
        const { Text::new("Migration: metadata and segments", "迁移：元数据与 Segment") },
        &lines,
    ))
}
