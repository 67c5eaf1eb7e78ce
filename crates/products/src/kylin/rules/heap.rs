//! How much memory the server has.

use super::support::PROFILE;
use crate::kylin::fields::sizing::{EXTRA as EXTRA_OPTIONS, HEAP as HEAP_SIZE};
use crate::kylin::memory::heap_of;
use crate::kylin::sources::SETENV;
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::{ByteSize, shown};
use model::{Edit, Node, Place, Severity, Text, msg};
use std::collections::BTreeSet;

/// The least heap beside a login cache of 2 GiB that was seen to work is 2300 MiB; some to spare.
const LEAST_HEAP: u64 = 5 * ByteSize::GIB / 2;

const HEAP_FIELD: &str = HEAP_SIZE.key;
pub(super) const EXTRA: &str = EXTRA_OPTIONS.key;

/// A cache that does not fit.
pub(super) static HEAP: Rule = Rule {
    id: "KYL065",
    name: "heap-too-small-for-login-cache",
    severity: Severity::Error,
    title: Text::new(
        "With LDAP or SAML the heap is at least 2.5 GiB.",
        "使用 LDAP 或 SAML 时，堆内存至少 2.5 GiB。",
    ),
    why: Text::new(
        "Every profile but testing uses a cache configuration that claims 2048 MB of the heap, and Ehcache refuses to start when the heap, less one survivor space, is not larger. -Xmx 2100m fails, 2300m works. Give the node 2.5 GiB or more; 4 GiB is what the release brings.",
        "除 testing 外的安全配置都使用占用 2048 MB 堆内存的缓存配置，堆内存（扣除一个 survivor 区）不大于该值时 Ehcache 拒绝启动。-Xmx 2100m 失败，2300m 可用。请设为 2.5 GiB 或更大，发行包自带 4 GiB。",
    ),
    sources: &[
        Source::new(
            "ehcache.xml (3.1.3): maxBytesLocalHeap 2048M",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/server/src/main/resources/ehcache.xml",
        ),
        Source::lab(
            "kylin-small-heap-with-ldap",
            "Lab, F1: profile ldap with -Xmx 512m, 2047m, 2100m and 2300m",
        ),
    ],
    symptoms: &[Symptom::new(
        "You've assigned more memory to the on-heap than the VM can sustain, please adjust your -Xmx setting accordingly",
        "logs/kylin.log",
    )],
    fires: Example::Edits("kylin-three", &[("settings.jvm.heap", "2 GiB")]),
    clean: Example::Edits("kylin-three", &[("settings.jvm.heap", "2560 MiB")]),
    check: heap,
};

fn heap(cx: &Context, sink: &mut Sink) {
    let profiles = cx.values_of(PROFILE);
    let mut reported: BTreeSet<Place> = BTreeSet::new();
    // Nodes of one class have one heap.
    let mut enough: BTreeSet<usize> = BTreeSet::new();
    for found in profiles.iter().filter(|f| matches!(f.value.as_str(), "ldap" | "saml")) {
        for node in found.nodes.iter().filter_map(|row| cx.node(*row)) {
            let class = cx.position(node.row).and_then(|at| cx.class_of().get(at)).copied();
            if class.is_some_and(|class| enough.contains(&class)) {
                continue;
            }
            let small = heap_of(cx, node).filter(|(size, _)| size.0 < LEAST_HEAP);
            let Some((size, place)) = small else {
                enough.extend(class);
                continue;
            };
            if !reported.insert(place.clone()) {
                continue;
            }
            let report = sink
                .report(
                    place.clone(),
                    msg!(en: "A heap of {s} is too small for the security profile {p}: its login cache claims 2 GiB, and Kylin will not start. Use at least 2.5 GiB.",
                         zh: "堆内存 {s} 对安全配置 {p} 来说太小：登录缓存占用 2 GiB，Kylin 将无法启动。请至少设为 2.5 GiB。",
                         s = size.to_string(), p = found.value.as_str()),
                )
                .related([found.place.clone()]);
            if place.field().ends_with(HEAP_FIELD) {
                report.fix(
                    msg!(en: "Set it to 4 GiB", zh: "设为 4 GiB"),
                    vec![Edit::Set(place, "4 GiB".to_owned())],
                );
            }
        }
    }
}

/// Where a field is set for a node.
pub(super) fn field_place(node: &Node, key: &str) -> Place {
    if node.settings.contains_key(key) {
        Place::NodeSetting(node.row, key.to_owned())
    } else {
        Place::Setting(key.to_owned())
    }
}

/// The heap, said twice.
pub(super) static HEAP_IN_EXTRA: Rule = Rule {
    id: "KYL072",
    name: "heap-in-extra-options",
    severity: Severity::Warning,
    title: Text::new(
        "The heap is set in its field, not in the extra options.",
        "堆内存在其字段中设置，而不是写在额外选项中。",
    ),
    why: Text::new(
        "Java takes the last -Xmx it meets. With two of them the form shows one heap and the process has another, and nothing here reckons with the real one. Use the field.",
        "Java 以最后一个 -Xmx 为准。出现两个时，界面显示的与进程实际使用的不同，所有相关检查也不会按实际值进行。请使用字段。",
    ),
    sources: &[SETENV],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.jvm.extra", "-Xmx6g")]),
    clean: Example::Edits("kylin-three", &[("settings.jvm.extra", "-Dfile.encoding=UTF-8")]),
    check: |cx, sink| {
        let of_nodes = cx.spec.nodes.iter().filter_map(|n| {
            n.settings
                .get("jvm.extra")
                .map(|t| (Place::NodeSetting(n.row, "jvm.extra".to_owned()), t.as_str()))
        });
        let of_cluster = cx
            .spec
            .settings
            .get("jvm.extra")
            .map(|t| (Place::Setting("jvm.extra".to_owned()), t.as_str()));
        for (place, text) in of_cluster.into_iter().chain(of_nodes) {
            let heap = |w: &&str| w.starts_with("-Xmx") || w.starts_with("-Xms");
            if let Some(word) = text.split_whitespace().find(heap) {
                let rest: Vec<&str> = text.split_whitespace().filter(|w| !heap(w)).collect();
                sink.report(
                    place.clone(),
                    msg!(en: "{w} stands beside the heap of the field, and the last one counts. Use the field.",
                         zh: "{w} 与字段中的堆内存同时存在，以最后一个为准。请使用字段。", w = shown(word)),
                )
                .fix(msg!(en: "Remove it from the extra options", zh: "从额外选项中删除"), vec![Edit::Set(place, rest.join(" "))]);
            }
        }
    },
};
