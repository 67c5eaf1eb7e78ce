//! The step "Worker storage".

use crate::alluxio::memory::RAMDISK_SIZE;
use crate::alluxio::roles::WORKER;
use crate::alluxio::sources::{TIERS, lab};
use ::rules::{Answer, Choice, Condition, Context, Field, Kind, Pick, Scope, Unit};
use model::value::{AbsolutePath, ByteSize, parse_list};
use model::{Message, Node, Text, msg};

const STEP: &str = "tiers";
const FIRST: Text = Text::new("First tier", "第一层");
const SECOND: Text = Text::new("Second tier", "第二层");
const THIRD: Text = Text::new("Third tier", "第三层");

/// Where the ramdisk is mounted unless something else was said: Alluxio's own default.
pub const RAMDISK: &str = "/mnt/ramdisk";

static FIRST_MEDIA: &[Choice] = &[
    Choice::new(
        "MEM",
        Text::new("Memory", "内存"),
        Text::new(
            "A ramdisk (tmpfs) that the worker's unit mounts.",
            "ramdisk（tmpfs），由 worker 的 systemd 单元挂载。",
        ),
    ),
    Choice::new(
        "SSD",
        Text::same("SSD"),
        Text::new("Folders on solid-state disks.", "固态硬盘上的目录。"),
    ),
    Choice::new(
        "HDD",
        Text::same("HDD"),
        Text::new("Folders on spinning disks.", "机械硬盘上的目录。"),
    ),
];

static NEXT_MEDIA: &[Choice] = &[
    Choice::new("none", Text::new("None", "无"), Text::new("No such tier.", "没有这一层。")),
    Choice::new(
        "SSD",
        Text::same("SSD"),
        Text::new("Folders on solid-state disks.", "固态硬盘上的目录。"),
    ),
    Choice::new(
        "HDD",
        Text::same("HDD"),
        Text::new("Folders on spinning disks.", "机械硬盘上的目录。"),
    ),
];

/// One tier of a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// `MEM`, `SSD` or `HDD`.
    pub medium: String,
    /// Its folders as typed.
    pub paths: String,
    /// Their sizes as typed.
    pub quota: String,
}

/// The fields of the tiers: medium, folders, sizes.
pub const KEYS: [[&str; 3]; 3] = [
    ["tiers.medium0", "tiers.paths0", "tiers.quota0"],
    ["tiers.medium1", "tiers.paths1", "tiers.quota1"],
    ["tiers.medium2", "tiers.paths2", "tiers.quota2"],
];

/// The tiers of a node, the fastest first.
pub fn tiers(cx: &Context, node: &Node) -> Vec<Tier> {
    let text = |key: &str| cx.node_text(node, key);
    let mut tiers = Vec::new();
    for [medium, paths, quota] in KEYS {
        let medium = text(medium);
        if medium == "none" {
            break;
        }
        tiers.push(Tier { medium, paths: text(paths), quota: text(quota) });
    }
    tiers
}

/// The folders of a list.
pub fn folders(list: &str) -> Result<Vec<AbsolutePath>, Message> {
    parse_list::<AbsolutePath>(list).into_iter().collect()
}

/// The sizes of a list.
pub fn sizes(list: &str) -> Result<Vec<ByteSize>, Message> {
    parse_list::<ByteSize>(list).into_iter().collect()
}

fn check_folders(text: &str) -> Result<(), Message> {
    folders(text).map(|_| ())
}

fn check_sizes(text: &str) -> Result<(), Message> {
    if sizes(text)?.iter().any(|size| size.0 == 0) {
        return Err(
            msg!(en: "a tier of 0 bytes holds nothing", zh: "0 字节的存储层放不下任何数据"),
        );
    }
    Ok(())
}

/// The size of a disk is not known here: it has no default.
static ON_DISKS: Condition =
    Condition::new(Text::new("on disks", "使用磁盘时"), |cx, class| {
        cx.text_of(class, "tiers.medium0") != "MEM"
    });

/// Whether workers have a second tier.
fn second(cx: &Context) -> bool {
    !cx.is("tiers.medium1", "none")
}

fn third(cx: &Context) -> bool {
    second(cx) && !cx.is("tiers.medium2", "none")
}

const fn paths(
    key: &'static str,
    group: Text,
    keys: &'static [&'static str],
    made: &'static [(&'static str, &'static str)],
) -> Field {
    Field::new(
        key,
        STEP,
        group,
        Text::new("Folders", "目录"),
        Text::new(
            "Absolute paths with commas, one for each disk. The worker makes a folder of its own in each.",
            "绝对路径，以逗号分隔，每块磁盘一个。worker 会在其中建立自己的目录。",
        ),
        Kind::Custom(check_folders),
    )
    .scope(Scope::Both)
    .roles(&[WORKER])
    .required()
    .keys(keys)
    .made(made)
    .source(TIERS)
}

const fn quota(key: &'static str, group: Text, keys: &'static [&'static str]) -> Field {
    Field::new(
        key,
        STEP,
        group,
        Text::new("Sizes", "容量"),
        Text::new(
            "One for each folder, with commas. Alluxio does not compare it with the disk: a full disk fails writes.",
            "每个目录一个，以逗号分隔。Alluxio 不会与磁盘实际大小比较：磁盘写满会导致写入失败。",
        ),
        Kind::Custom(check_sizes),
    )
    .scope(Scope::Both)
    .roles(&[WORKER])
    .required()
    .keys(keys)
    .source(TIERS)
}

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    Field::new(
        "tiers.medium0",
        STEP,
        FIRST,
        Text::new("Kind", "类型"),
        Text::new(
            "New blocks come here; what is used little moves to the next tier, or out.",
            "新的数据块先放在这里；较少使用的移到下一层或被淘汰。",
        ),
        Kind::Choice(FIRST_MEDIA),
    )
    .scope(Scope::Both)
    .roles(&[WORKER])
    .default("MEM")
    .required()
    .keys(&["alluxio.worker.tieredstore.level0.alias"])
    .source(TIERS),
    Field::new(
        "tiers.paths0",
        STEP,
        FIRST,
        Text::new("Folders", "目录"),
        Text::new(
            "Where the ramdisk is mounted, or absolute paths with commas, one for each disk.",
            "ramdisk 的挂载点；或以逗号分隔的绝对路径，每块磁盘一个。",
        ),
        Kind::Custom(check_folders),
    )
    .scope(Scope::Both)
    .roles(&[WORKER])
    .pick(&Pick {
    cases: &[
        (&ON_DISKS, Answer::Below("paths.data", "/cache")),
    ],
    otherwise: Answer::Is(RAMDISK),
})
    .required()
    .made(&[("", "alluxio.worker.tieredstore.level0.dirs.path")])
    .keys(&["alluxio.worker.tieredstore.level0.dirs.path"])
    .source(TIERS),
    Field::new(
        "tiers.quota0",
        STEP,
        FIRST,
        Text::new("Sizes", "容量"),
        Text::new(
            "The ramdisk's size, or one size for each folder. Alluxio's own default, two thirds of the memory, leaves too little for its heap on machines below 24 GB.",
            "ramdisk 的大小，或每个目录一个容量。Alluxio 自身的默认值是内存的三分之二，在小于 24 GB 的机器上留给堆内存的空间不足。",
        ),
        Kind::Custom(check_sizes),
    )
    .scope(Scope::Both)
    .roles(&[WORKER])
    .pick(&Pick {
    cases: &[
        (&ON_DISKS, Answer::Nothing ),
    ],
    otherwise: Answer::Computed(&RAMDISK_SIZE),
})
    .written(Unit::Bytes, crate::alluxio::notation::bytes)
    .required()
    .keys(&[
        "alluxio.worker.ramdisk.size",
        "alluxio.worker.memory.size",
        "alluxio.worker.tieredstore.level0.dirs.quota",
    ])
    .source(lab("alluxio-tier-without-size")),
    Field::new(
        "tiers.medium1",
        STEP,
        SECOND,
        Text::new("Kind", "类型"),
        Text::new("Slower than the first, and larger.", "比第一层慢，但更大。"),
        Kind::Choice(NEXT_MEDIA),
    )
    .default("none")
    .keys(&["alluxio.worker.tieredstore.level1.alias", "alluxio.worker.tieredstore.levels"])
    .source(TIERS),
    paths(
        "tiers.paths1",
        SECOND,
        &["alluxio.worker.tieredstore.level1.dirs.path"],
        &[("", "alluxio.worker.tieredstore.level1.dirs.path")],
    )
    .shown(second),
    quota("tiers.quota1", SECOND, &["alluxio.worker.tieredstore.level1.dirs.quota"]).shown(second),
    Field::new(
        "tiers.medium2",
        STEP,
        THIRD,
        Text::new("Kind", "类型"),
        Text::new("Slower than the second.", "比第二层更慢。"),
        Kind::Choice(NEXT_MEDIA),
    )
    .shown(second)
    .default("none")
    .keys(&["alluxio.worker.tieredstore.level2.alias"])
    .source(TIERS),
    paths(
        "tiers.paths2",
        THIRD,
        &["alluxio.worker.tieredstore.level2.dirs.path"],
        &[("", "alluxio.worker.tieredstore.level2.dirs.path")],
    )
    .shown(third),
    quota("tiers.quota2", THIRD, &["alluxio.worker.tieredstore.level2.dirs.quota"]).shown(third),
];
