//! The versions that can be chosen. What is known of each is the vendor's manual; none of them was
//! started.

use ::rules::{Evidence, Version};
use model::Text;

/// Preferred first.
pub(crate) static VERSIONS: &[Version] = &[
    Version {
        id: "2.5",
        sentence: Text::new(
            "The last line under this name, and the one whose manual the keys come from. Its successor is Kyligence Enterprise 3.",
            "使用此名称的最后一个系列，配置项即取自其手册。后继产品为 Kyligence Enterprise 3。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "2.4",
        sentence: Text::new(
            "The first with a database as metastore, and with nodes that find each other by themselves.",
            "首个支持以数据库作为元数据库、节点可自动互相发现的版本。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "2.3",
        sentence: Text::new(
            "As 2.2: metadata in HBase only, one node runs jobs unless the job engine is told otherwise.",
            "与 2.2 相同：元数据只能存放在 HBase 中；除非另行设置，只有一个节点运行任务。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "2.2",
        sentence: Text::new(
            "Metadata in HBase only; setenv.sh lies in bin/. Several job nodes need a key of their own, which Muster sets.",
            "元数据只能存放在 HBase 中；setenv.sh 位于 bin/。多个任务节点需要单独的配置项，由 Muster 设置。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "2.1",
        sentence: Text::new("As 2.2, as far as is known.", "就目前所知与 2.2 相同。"),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "2.0",
        sentence: Text::new("As 2.2, as far as is known.", "就目前所知与 2.2 相同。"),
        evidence: Evidence::Catalogue,
        also: &[],
    },
];
