//! Real-time OLAP: who coordinates the receivers.

use super::support::{MODE, SERVER_MODE, place_of, roles_place, rows_with_mode, words};
use ::rules::{Example, Rule, Source};
use model::{Edit, Layer, Place, Severity, Text, msg};

fn coordinates(mode: &str) -> bool {
    words(mode).iter().any(|w| w == "stream_coordinator")
}

/// Nobody coordinates.
pub(super) static NO_COORDINATOR: Rule = Rule {
    id: "KYL078",
    name: "no-stream-coordinator",
    severity: Severity::Warning,
    title: Text::new(
        "Where real-time OLAP is configured, a node is the stream coordinator.",
        "配置了实时 OLAP 时，须有节点担任 stream_coordinator。",
    ),
    why: Text::new(
        "Up to 3.1.2 a node in the mode all was a coordinator too; 3.1.3 ended that. Without one, receivers get no assignments and real-time cubes stand still. The overrides set kylin.stream keys, so real-time OLAP is probably wanted: give a node of its own the role stream_coordinator.",
        "3.1.2 及以前，all 模式的节点同时也是协调器；3.1.3 起不再如此。没有协调器，接收器得不到分配，实时 Cube 停滞不前。覆盖项中设置了 kylin.stream 配置项，说明可能需要实时 OLAP：请为一个专用节点选择 stream_coordinator 角色。",
    ),
    sources: &[
        SERVER_MODE,
        Source::new(
            "Apache Kylin 3.1: how to upgrade",
            "https://kylin.apache.org/docs31/howto/howto_upgrade.html",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.stream.index.checkpoint.intervals", "600")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("overrides.cluster.kylin.stream.index.checkpoint.intervals", "600"),
            ("nodes[+]", "k4.example.com stream_coordinator"),
        ],
    ),
    check: |cx, sink| {
        if !cx.since("3.1.3") || !rows_with_mode(cx, coordinates).is_empty() {
            return;
        }
        let key = cx
            .overrides()
            .find(|(_, key, value)| {
                // A default that stands in a file says nothing of what anybody wants.
                key.starts_with("kylin.stream.") && value.trim() != cx.catalogue().default_of(key)
            })
            .map(|(place, ..)| place);
        if let Some(place) = key {
            sink.report(
                roles_place(cx),
                msg!(en: "Real-time keys are set, but no node has the role stream_coordinator; since 3.1.3 the mode all does not coordinate any more.",
                     zh: "设置了实时相关的配置项，但没有节点担任 stream_coordinator；自 3.1.3 起 all 模式不再承担协调。"),
            )
            .related([place]);
        }
    },
};

/// A coordinator that does other work too.
pub(super) static MIXED: Rule = Rule {
    id: "KYL079",
    name: "several-modes",
    severity: Severity::Warning,
    title: Text::new(
        "A node has one mode, not a list of them.",
        "一个节点只设置一个模式，而不是多个。",
    ),
    why: Text::new(
        "After a build, merging and retention run only when the mode is the word job or all, compared as a whole: with all,stream_coordinator they are silently off, and segments pile up. Use a node of its own for the coordinator.",
        "构建完成后，自动合并和保留策略只在模式恰好为 job 或 all（整体比较）时运行：写成 all,stream_coordinator 会静默失效，Segment 越积越多。请为协调器使用专用节点。",
    ),
    sources: &[
        Source::new(
            "CubeService.java:759-763 (3.1.3)",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/server-base/src/main/java/org/apache/kylin/rest/service/CubeService.java#L759",
        ),
        SERVER_MODE,
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("nodes[0].overrides.kylin.server.mode", "all,stream_coordinator")],
    ),
    clean: Example::Edits("kylin-three", &[("nodes[+]", "k4.example.com stream_coordinator")]),
    check: |cx, sink| {
        for found in cx.set_values_of(MODE).iter().filter(|f| f.overridden()) {
            let modes = words(&found.value);
            if found.literal().is_some() && modes.len() > 1 {
                let report = sink.report(
                    place_of(found),
                    msg!(en: "{nodes}: \"{m}\" is a list: automatic merging and retention compare the whole text and stay off.",
                         zh: "{nodes}：“{m}”是多个模式：自动合并和保留策略按整体文本比较，不会运行。",
                         nodes = cx.names(&found.nodes), m = model::value::shown(&found.value)),
                );
                if let Place::Override(Layer::Node(_) | Layer::Role(_) | Layer::Cluster, _) =
                    &found.place
                {
                    report.fix(
                        msg!(en: "Remove the override: the role decides", zh: "删除覆盖项，由角色决定"),
                        vec![Edit::Clear(found.place.clone())],
                    );
                }
            }
        }
    },
};
