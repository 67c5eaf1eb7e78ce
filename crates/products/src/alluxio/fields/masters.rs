//! The step "Masters and journal".

use crate::alluxio::choice::{Topology, topology, usual};
use crate::alluxio::sources::{DOC_HA, DOC_JOURNAL, PROPERTY_KEY};
use crate::alluxio::versions::{WITH_1_8, two};
use ::rules::{Answer, Choice, Condition, Context, Field, Kind, Pick};
use model::{Text, msg};

const STEP: &str = "masters";
pub(crate) const METASTORE_DIR: &str = "alluxio.master.metastore.dir";
const WHO: Text = Text::new("High availability", "高可用");
const JOURNAL: Text = Text::new("Journal and metadata", "Journal 与元数据");
const JOBS: Text = Text::new("Beside the masters", "其他");

static KINDS: &[Choice] = &[
    Choice::new(
        "embedded",
        Text::new("Among themselves", "master 自行选举"),
        Text::new(
            "The embedded journal: each master keeps it on its own disk, and more than half of them must be up. Nothing else is needed; take three.",
            "内嵌 Journal：每个 master 在自己的磁盘上保存一份，过半的 master 正常即可工作。不需要其他组件；取三个。",
        ),
    )
    .blocked(|cx| {
        (!two(cx)).then(|| {
            msg!(en: "The embedded journal exists from 2.0 on: 1.8 stops with \"Unrecognized configuration value <EMBEDDED>\".",
                 zh: "内嵌 Journal 自 2.0 起才有：1.8 会以“Unrecognized configuration value <EMBEDDED>”停止。")
        })
    }),
    Choice::new(
        "zookeeper",
        Text::new("Through ZooKeeper", "通过 ZooKeeper"),
        Text::new(
            "The journal lies on storage that all masters share, on HDFS or a shared mount; one master is enough to go on. Take it when HDFS and ZooKeeper are there anyway.",
            "Journal 放在所有 master 共享的存储上（HDFS 或共享挂载）；只要还有一个 master 就能继续。已有 HDFS 和 ZooKeeper 时适用。",
        ),
    ),
    Choice::new(
        "single",
        Text::new("One master", "单个 master"),
        Text::new(
            "No high availability: while its machine is down, nothing works. For trials.",
            "没有高可用：该机器停机期间整个集群不可用。仅供试用。",
        ),
    ),
];

static STORES: &[Choice] = &[
    Choice::new(
        "ROCKS",
        Text::same("RocksDB"),
        Text::new(
            "Metadata on disk with a cache in the heap: for any number of files.",
            "元数据在磁盘上，堆内存作缓存：文件数量不限。",
        ),
    ),
    Choice::new(
        "HEAP",
        Text::new("Heap", "堆内存"),
        Text::new(
            "All metadata in the heap, about 2 KiB for each file.",
            "全部元数据在堆内存中，每个文件约 2 KiB。",
        ),
    ),
];

/// A journal beside the root of the under storage, where that can hold one.
fn beside_root(cx: &Context) -> String {
    let root = match cx.text("storage.kind").as_ref() {
        "hdfs" => cx.text("storage.hdfs_uri"),
        "mount" => cx.text("storage.path"),
        _ => return String::new(),
    };
    match root.trim_end_matches('/').rsplit_once('/') {
        Some((parent, _)) if !parent.is_empty() && !parent.ends_with('/') => {
            format!("{parent}/journal")
        }
        _ => String::new(),
    }
}

/// Whether the journal lies beside the root of a shared mount.
fn beside_mount(cx: &Context) -> bool {
    let root = cx.text("storage.path");
    let mount = root.trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
    let below = |j: &str| j.strip_prefix(mount).is_some_and(|rest| rest.starts_with('/'));
    let shared = cx.is("storage.kind", "mount") && !mount.is_empty();
    shared && below(&cx.text("masters.journal_folder"))
}

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    Field::new(
        "masters.kind",
        STEP,
        WHO,
        Text::new("How masters agree on a leader", "master 如何选主"),
        Text::new(
            "After the leader's machine died a new leader answers in about half a minute to a minute; files can be read again some seconds later.",
            "主（leader）所在机器故障后，约半分钟到一分钟有新的主应答，再过几秒即可继续读取文件。",
        ),
        Kind::Choice(KINDS),
    )
    .pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("with one master", "只有一个 master 时"), |cx, _| usual(cx) == Topology::Single), Answer::Is("single")),
        (&WITH_1_8, Answer::Is("zookeeper")),
    ],
    otherwise: Answer::Is("embedded"),
})
    .required()
    .keys(&["alluxio.master.journal.type", "alluxio.zookeeper.enabled"])
    .source(DOC_HA),
    Field::new(
        "masters.journal_folder",
        STEP,
        JOURNAL,
        Text::new("Journal", "Journal 目录"),
        Text::new(
            "With ZooKeeper an address on storage that all masters share: hdfs://… or a folder of a shared mount. Otherwise a folder of its own on each master's disk: formatting deletes all that is in it.",
            "使用 ZooKeeper 时，填写所有 master 共享的存储地址：hdfs://… 或共享挂载下的目录。否则填写每个 master 本地磁盘上的专用目录：格式化会删除其中全部内容。",
        ),
        Kind::PathOrUri,
    )
    .pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("with ZooKeeper", "使用 ZooKeeper 时"), |cx, _| topology(cx) == Topology::ZooKeeper), Answer::Made(
            Text::new("a folder beside the root of the under storage", "底层存储根目录旁的目录"),
            |cx, _| beside_root(cx),
        )),
    ],
    otherwise: Answer::Below("paths.data", "/journal"),
})
    .required()
    .placeholder("hdfs://nameservice1/alluxio/journal")
    .keys(&["alluxio.master.journal.folder"])
    .source(DOC_JOURNAL),
    Field::new(
        "masters.journal_shared",
        STEP,
        JOURNAL,
        Text::new("The folder is a shared mount", "该目录是共享挂载"),
        Text::new(
            "Say so when the journal above is a folder: every master must see the same one, NFS for instance. A folder on each master's own disk loses what the last leader knew.",
            "上面的 Journal 是目录时，请确认它是共享挂载（例如 NFS），每个 master 看到的是同一个目录。若是各自磁盘上的目录，切换时会丢失上一个主（leader）的元数据。",
        ),
        Kind::Switch,
    )
    .shown(|cx| {
        topology(cx) == Topology::ZooKeeper && cx.text("masters.journal_folder").starts_with('/')
    })
    .pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("when it lies beside the root of a shared mount", "位于共享挂载的根目录旁时"), |cx, _| beside_mount(cx)), Answer::Is("true")),
    ],
    otherwise: Answer::Is("false"),
})
    .source(DOC_JOURNAL),
    Field::new(
        "masters.metastore",
        STEP,
        JOURNAL,
        Text::new("Metadata store", "元数据存储"),
        Text::new(
            "Where the leader keeps what it read from the journal. Changing it on a cluster that holds data needs a backup, a format and a restore.",
            "主（leader）把从 Journal 读出的元数据放在哪里。集群已有数据时，更改它需要备份、格式化并恢复。",
        ),
        Kind::Choice(STORES),
    )
    .shown(two)
    .default("ROCKS")
    .keys(&["alluxio.master.metastore"])
    .source(PROPERTY_KEY),
    Field::new(
        "masters.metastore_dir",
        STEP,
        JOURNAL,
        Text::new("Folder of RocksDB", "RocksDB 目录"),
        Text::new(
            "On a fast local disk; 4 GB for each million files.",
            "放在快速的本地磁盘上；每百万文件约需 4 GB。",
        ),
        Kind::Path,
    )
    .shown(|cx| two(cx) && cx.is("masters.metastore", "ROCKS"))
    .pick(&Pick {
    cases: &[],
    otherwise: Answer::Below("paths.data", "/metastore"),
})
    .required()
    .made(&[("", METASTORE_DIR)])
    .keys(&[METASTORE_DIR])
    .source(PROPERTY_KEY),
    Field::new(
        "masters.jobs",
        STEP,
        JOBS,
        Text::new("Job service", "Job 服务"),
        Text::new(
            "A job master beside each master and a job worker beside each worker: they write files to the under storage after the program has gone on, load and replicate. Without it the write type ASYNC_THROUGH never persists anything.",
            "在每个 master 旁运行 job master，在每个 worker 旁运行 job worker：负责异步持久化、预加载和副本。没有它，写入类型 ASYNC_THROUGH 永远不会持久化数据。",
        ),
        Kind::Switch,
    )
    .shown(two)
    .default("true"),
    Field::new(
        "masters.update_check",
        STEP,
        JOBS,
        Text::new("Ask for updates", "检查更新"),
        Text::new(
            "Lets the leader ask diagnostics.alluxio.io once a week whether there is a new release. Off: nothing leaves your network.",
            "允许主（leader）每周访问 diagnostics.alluxio.io 查询新版本。关闭后不会有任何数据离开内网。",
        ),
        Kind::Switch,
    )
    .shown(two)
    .default("false")
    .keys(&["alluxio.master.update.check.enabled"])
    .source(PROPERTY_KEY),
];
