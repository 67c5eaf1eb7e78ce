//! The step "Data and replicas".

use crate::druid::roles::HISTORICAL;
use crate::druid::sizing::data as formulas;
use crate::druid::sources::{DOC_CLUSTER, DOC_TIERING, DOC_TUNING};
use ::rules::{Choice, Field, Kind, Scope};
use model::value::{ByteSize, Identifier, Value};
use model::{Message, Text};

const STEP: &str = "data";
const HOW_MUCH: Text = Text::new("How much", "数据量");
const TIERS: Text = Text::new("Tiers", "层级（Tier）");

const MOST: u64 = 1 << 60;
const BEFORE: Text = Text::new("Where it comes from", "从何而来");

/// The field with the preset for one server that the cluster grew out of.
pub const FROM: &str = "data.from";

static SINGLES: &[Choice] = &[
    Choice::new(
        "new",
        Text::new("A new cluster", "新集群"),
        Text::new("There is no data yet, or it comes in anew.", "还没有数据，或重新导入。"),
    ),
    Choice::new("nano", Text::same("nano"), Text::new("1 core, 4 GiB.", "1 核，4 GiB。")),
    Choice::new("micro", Text::same("micro"), Text::new("4 cores, 16 GiB.", "4 核，16 GiB。")),
    Choice::new("small", Text::same("small"), Text::new("8 cores, 64 GiB.", "8 核，64 GiB。")),
    Choice::new(
        "medium",
        Text::same("medium"),
        Text::new("16 cores, 128 GiB.", "16 核，128 GiB。"),
    ),
    Choice::new("large", Text::same("large"), Text::new("32 cores, 256 GiB.", "32 核，256 GiB。")),
    Choice::new(
        "xlarge",
        Text::same("xlarge"),
        Text::new("64 cores, 512 GiB.", "64 核，512 GiB。"),
    ),
];

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    Field::new(
        "data.size",
        STEP,
        HOW_MUCH,
        Text::new("Data, as segments", "数据量（Segment 大小）"),
        Text::new(
            "What one copy of all segments takes that queries may ask for. Segments are often a tenth to a third of the raw data.",
            "供查询的全部 Segment 一份的大小。Segment 通常是原始数据的十分之一到三分之一。",
        ),
        Kind::Bytes,
    )
    .within(ByteSize::MIB, MOST)
    .placeholder("2 TB")
    .source(DOC_TUNING),
    Field::new(
        "data.daily",
        STEP,
        HOW_MUCH,
        Text::new("Growth a day", "每日增量"),
        Text::new("New segments of a day.", "每天新增的 Segment 大小。"),
        Kind::Bytes,
    )
    .within(ByteSize::MIB, MOST)
    .placeholder("10 GB"),
    Field::new(
        "data.days",
        STEP,
        HOW_MUCH,
        Text::new("Days until it is sized anew", "下次扩容前的天数"),
        Text::new(
            "So much growth has room; rules that drop old data make it less.",
            "为这么多天的增长预留空间；若有删除旧数据的规则可相应减少。",
        ),
        Kind::Count(0, 3650),
    )
    .default("90"),
    Field::new(
        "data.replicas",
        STEP,
        HOW_MUCH,
        Text::new("Copies", "副本数"),
        Text::new(
            "How many Historicals hold each segment: two, so that queries go on when one dies. druid/load.sh sets it as the cluster's rule.",
            "每个 Segment 由几个 Historical 持有：取两个，使一个故障时查询仍可继续。druid/load.sh 会将其设为集群的规则。",
        ),
        Kind::Count(1, 10),
    )
    .formula(&formulas::REPLICAS)
    .required()
    .source(DOC_TIERING),
    Field::new(
        "data.nodes",
        STEP,
        HOW_MUCH,
        Text::new("Data nodes needed", "所需数据节点数"),
        Text::new(
            "A proposal: all copies with growth and a fifth of room, over what one node's segment cache holds. Nothing is written from it.",
            "建议值：全部副本加上增长和五分之一余量，除以单个节点 Segment 缓存的容量。仅供参考，不写入任何文件。",
        ),
        Kind::Count(1, 100_000),
    )
    .formula(&formulas::NODES),
    Field::new(
        FROM,
        STEP,
        BEFORE,
        Text::new("One server before", "之前的单机"),
        Text::new(
            "The shipped preset for one server that the cluster grows out of: the runbook then says which machines take over, what becomes of each value, and how metadata and segments move.",
            "集群由哪个单机预设扩展而来：运行手册会给出接替的机器、各项取值的变化，以及元数据和 Segment 的迁移步骤。",
        ),
        Kind::Choice(SINGLES),
    )
    .default("new")
    .required()
    .source(DOC_CLUSTER),
    Field::new(
        "historical.tier",
        STEP,
        TIERS,
        Text::new("Tier", "Tier"),
        Text::new(
            "Historicals of one tier hold the same kind of data, such as hot for the last month. Rules in the console say which; data without a rule for a tier is not there.",
            "同一 Tier 的 Historical 保存同类数据，例如 hot 保存最近一个月。由控制台中的规则决定；没有对应规则的数据不会加载到该 Tier。",
        ),
        Kind::Custom(check_tier),
    )
    .scope(Scope::Both)
    .roles(&[HISTORICAL])
    .default("_default_tier")
    .required()
    .keys(&["conf/druid/cluster/data/historical/runtime.properties:druid.server.tier"])
    .source(DOC_TIERING),
    Field::new(
        "historical.priority",
        STEP,
        TIERS,
        Text::new("Priority of the tier", "Tier 优先级"),
        Text::new(
            "Brokers ask the tier with the highest one first where two hold the same data.",
            "两个 Tier 有同一份数据时，Broker 优先请求优先级高的。",
        ),
        Kind::Count(0, 1000),
    )
    .scope(Scope::Both)
    .roles(&[HISTORICAL])
    .default("0")
    .required()
    .keys(&["conf/druid/cluster/data/historical/runtime.properties:druid.server.priority"]),
];

fn check_tier(text: &str) -> Result<(), Message> {
    Identifier::parse(text).map(|_| ())
}
