//! The step "Clients".

use crate::alluxio::choice::jobs;
use crate::alluxio::sources::PROPERTY_KEY;
use crate::alluxio::versions::WITH_1_8;
use ::rules::{Answer, Choice, Condition, Field, Kind, Pick};
use model::Text;

const STEP: &str = "clients";
const DEFAULTS: Text = Text::new("Defaults of programs", "程序的默认值");

static WRITE_TYPES: &[Choice] = &[
    Choice::new(
        "ASYNC_THROUGH",
        Text::same("ASYNC_THROUGH"),
        Text::new(
            "To the cache at once, to the under storage afterwards, by the job service. A worker that dies before that loses the file.",
            "先写缓存，随后由 Job 服务写入底层存储。worker 若在此之前故障，文件会丢失。",
        ),
    ),
    Choice::new(
        "CACHE_THROUGH",
        Text::same("CACHE_THROUGH"),
        Text::new(
            "To both before the program goes on: as slow as the under storage, and nothing is lost.",
            "同时写入两处后程序才继续：与底层存储一样慢，但不会丢失数据。",
        ),
    ),
    Choice::new(
        "THROUGH",
        Text::same("THROUGH"),
        Text::new("To the under storage only.", "只写入底层存储。"),
    ),
    Choice::new(
        "MUST_CACHE",
        Text::same("MUST_CACHE"),
        Text::new(
            "To the cache only: for scratch data that may be lost.",
            "只写入缓存：用于可以丢失的临时数据。",
        ),
    ),
];

/// In the order in which they are shown.
pub(super) static FIELDS: &[Field] = &[
    Field::new(
        "clients.write_type",
        STEP,
        DEFAULTS,
        Text::new("Where files are written", "文件写到哪里"),
        Text::new(
            "What a program gets that says nothing else. With 2.x the masters hand it to clients; with 1.8 it stands in the client's own file.",
            "程序未另行指定时的写入方式。2.x 由 master 下发给客户端；1.8 写在客户端自己的文件中。",
        ),
        Kind::Choice(WRITE_TYPES),
    )
    .pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("with the job service", "有 Job 服务时"), |cx, _| jobs(cx)), Answer::Is("ASYNC_THROUGH")),
    ],
    otherwise: Answer::Is("CACHE_THROUGH"),
})
    .required()
    .keys(&["alluxio.user.file.writetype.default"])
    .source(PROPERTY_KEY),
    Field::new(
        "clients.block_size",
        STEP,
        DEFAULTS,
        Text::new("Block size", "块大小"),
        Text::new(
            "Files are cached in blocks of this size. A worker must hold several of them.",
            "文件按此大小分块缓存。worker 的容量必须能放下若干个块。",
        ),
        Kind::Bytes,
    )
    .within(64 << 10, u64::MAX / 2)
    .pick(&Pick {
    cases: &[
        (&WITH_1_8, Answer::Is("512 MiB")),
    ],
    otherwise: Answer::Is("64 MiB"),
})
    .required()
    .keys(&["alluxio.user.block.size.bytes.default"])
    .source(PROPERTY_KEY),
];
