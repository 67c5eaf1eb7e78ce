//! How an S3 store is reached: region, keys, form of addresses.

use super::asked::{Seen, each, is_variable, place_or, report};
use super::rule;
use super::storage::DATA;
use crate::common::s3;
use crate::druid::effective::{options, storage_type, task_options, task_place};
use crate::druid::programs::{MIDDLE_MANAGERS, Program};
use crate::druid::roles::MIDDLE_MANAGER;
use crate::druid::sources::{DOC_S3, S3_MODULE, issue};
use ::rules::{Context, Source};
use model::value::shown;
use model::{Edit, Node, Place, msg};

const ENDPOINT: &str = "druid.s3.endpoint.url";
const REGION: &str = "druid.s3.endpoint.signingRegion";
const FIELD: &str = "storage.s3_region";
const TASK_REGION: &str = "druid.indexer.fork.property.aws.region";
const REGION_ISSUES: Source = issue(
    "apache/druid #10302, #11261: S3 without a region",
    "https://github.com/apache/druid/issues/11261",
);

/// Whether a program stores segments or logs in S3.
fn uses(cx: &Context, node: &Node, program: &Program) -> bool {
    storage_type(cx, node, program) == "s3"
        || program.reads(cx, node, crate::druid::fields::storage::LOGS_TYPE) == "s3"
}

fn defines_region(options: &crate::common::jvm::Options) -> bool {
    options.defined().any(|(key, value)| key == "aws.region" && !value.is_empty())
}

/// Whether tasks of a `MiddleManager` are told a region: by an option of theirs, or by a property that
/// becomes one.
fn task_region(cx: &Context, node: &Node) -> bool {
    defines_region(&task_options(cx, node))
        || !MIDDLE_MANAGERS.reads(cx, node, TASK_REGION).is_empty()
}

rule!(
    /// A store that may be reached without a region up to 36.
    ENDPOINT_REGION, "DRU017", "endpoint-without-region", Error,
    ["From 37 on a store with an endpoint has a region, too.", "自 37 起，填写了地址的存储也必须有区域。"],
    ["37 moved to another client of S3, which asks for a region in any case: every access fails without one, also with MinIO and the like, for which up to 36 the endpoint was enough. Any fixed name will do there: us-east-1.",
     "37 换用了新的 S3 客户端，无论如何都需要区域：缺少时所有访问都会失败，MinIO 等存储也不例外，而 36 及以前只需地址。此类存储任取一个固定名称即可：us-east-1。"],
    [S3_MODULE, issue("stackabletech/docker-images #1535: a region for MinIO from 37 on", "https://github.com/stackabletech/docker-images/pull/1535")],
    [("Unable to load region from any of the providers in the chain", "task log")],
    fires "druid-ha" [("settings.storage.s3_endpoint", "http://minio.example.com:9000"), ("settings.storage.s3_region", "")],
    clean "druid-25" [("settings.storage.s3_endpoint", "http://minio.example.com:9000"), ("settings.storage.s3_region", "")],
    |cx, sink| {
        if !cx.since("37") {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each(cx).filter(|(program, node)| uses(cx, node, program)) {
            let endpoint = !program.reads(cx, node, ENDPOINT).is_empty();
            let said = !program.reads(cx, node, REGION).is_empty() || defines_region(&options(cx, node, program));
            let place = match place_or(cx, node, program, REGION, FIELD) {
                place @ Place::Override(..) => place,
                place => match place_or(cx, node, program, ENDPOINT, FIELD) {
                    by_hand @ Place::Override(..) => by_hand,
                    _ => place,
                },
            };
            if !endpoint || said || !seen.first(&place) {
                continue;
            }
            let reported = sink.report(place.clone(), msg!(en: "{p} is told an endpoint and no region: it would reach nothing.",
                zh: "{p} 有地址而没有区域：将无法访问存储。", p = program.title));
            let region = match place {
                Place::Override(layer, key) if key.key() == ENDPOINT => {
                    Place::Override(layer, key.renamed(REGION))
                }
                place => place,
            };
            reported.fix(msg!(en: "Take us-east-1", zh: "使用 us-east-1"), vec![Edit::Set(region, "us-east-1".to_owned())]);
        }
    }
);

rule!(
    /// Amazon's S3, and nobody says where.
    NO_REGION, "DRU018", "no-region", Warning,
    ["Every process and every task is told the region of the bucket.", "每个进程和每个任务都要指定 bucket 所在的区域。"],
    ["Without a region the client asks the environment, the profile and the machine: outside of Amazon's own machines nothing answers, and the process stops. Tasks of a MiddleManager have options of their own. Set the region in the field: it is written for all of them.",
     "没有区域时，客户端会依次查询环境变量、配置文件和机器信息：不在 Amazon 自己的机器上时都没有结果，进程会停止。MiddleManager 的任务有自己的参数。请在字段中填写区域：会写入全部进程。"],
    [REGION_ISSUES, DOC_S3],
    [("Unable to find a region via the region provider chain", "log/historical.log")],
    fires "druid-ha" [("settings.storage.s3_region", "")],
    clean "druid-ha" [("settings.storage.s3_region", "us-east-1")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx).filter(|(program, node)| uses(cx, node, program)) {
            if !program.reads(cx, node, ENDPOINT).is_empty() {
                continue;
            }
            if !defines_region(&options(cx, node, program)) {
                let place = crate::druid::effective::place(cx, node, program, "-Daws.region");
                let place = if matches!(place, Place::Override(..)) { place } else { Place::Setting(FIELD.to_owned()) };
                if seen.first(&place) {
                    report(sink, place, msg!(en: "{p} is told no region for its bucket.", zh: "{p} 没有指定 bucket 所在的区域。", p = program.title));
                }
            } else if program.role == MIDDLE_MANAGER && !task_region(cx, node) {
                let place = match place_or(cx, node, program, TASK_REGION, FIELD) {
                    place @ Place::Override(..) => place,
                    _ => task_place(cx, node),
                };
                if seen.first(&place) {
                    report(sink, place, msg!(en: "Tasks on {n} are told no region for their bucket.", zh: "{n} 上的任务没有指定 bucket 所在的区域。", n = cx.name(node.row)));
                }
            }
        }
    }
);

rule!(
    /// One of two keys.
    HALF_KEYS, "DRU019", "half-a-key-pair", Warning,
    ["An access key has its secret key, and the other way round.", "Access Key 与 Secret Key 必须同时给出。"],
    ["With one of the two the pair is left out, and the environment, the profile and the machine's role are asked instead. Set both, or neither where the machines have a role.",
     "只有其中之一时，这一对会被忽略，转而查询环境变量、配置文件和机器角色。请同时设置，或在机器具有角色时都不设置。"],
    [DOC_S3], [],
    fires "druid-ha" [("overrides.cluster.druid.s3.secretKey", "")],
    clean "druid-ha" [("settings.storage.s3_keys", "false")],
    |cx, sink| {
        const PAIR: [&str; 2] = ["druid.s3.accessKey", "druid.s3.secretKey"];
        let mut seen = Seen::default();
        for (program, node) in each(cx).filter(|(program, node)| uses(cx, node, program)) {
            let [access, secret] = PAIR.map(|key| program.reads(cx, node, key).is_empty());
            if access == secret {
                continue;
            }
            let places = PAIR.map(|key| place_or(cx, node, program, key, "storage.s3_keys"));
            let place = places.iter().find(|place| matches!(place, Place::Override(..))).or(places.first());
            let Some(place) = place.filter(|place| seen.first(place)) else { continue };
            report(sink, place.clone(), msg!(en: "{p} has one of the two keys of S3.", zh: "{p} 只有 S3 两个密钥中的一个。", p = program.title));
        }
    }
);

rule!(
    /// Access lists for one half of a bucket.
    ACL, "DRU020", "access-lists-for-one-half", Warning,
    ["Segments and logs in one bucket agree on access lists.", "同一 bucket 中的 Segment 和日志对 ACL 的设置应一致。"],
    ["A bucket either takes access lists or refuses them: when druid.storage.disableAcl is true and druid.indexer.logs.disableAcl is not, tasks load their data and lose their logs. Set both alike.",
     "一个 bucket 要么接受 ACL，要么拒绝：druid.storage.disableAcl 为 true 而 druid.indexer.logs.disableAcl 不是时，任务能导入数据，但日志会丢失。请设为一致。"],
    [DOC_S3], [],
    fires "druid-ha" [("overrides.cluster.druid.storage.disableAcl", "true")],
    clean "druid-ha" [("overrides.cluster.druid.storage.disableAcl", "true"), ("overrides.cluster.druid.indexer.logs.disableAcl", "true")],
    |cx, sink| {
        const BOTH: [&str; 2] = ["druid.storage.disableAcl", "druid.indexer.logs.disableAcl"];
        let mut seen = Seen::default();
        for (program, node) in each(cx).filter(|(program, _)| DATA.contains(&program.role)) {
            let read = |key: &str| program.reads(cx, node, key);
            let one = read("druid.storage.type") == "s3" && read("druid.indexer.logs.type") == "s3"
                && read("druid.storage.bucket") == read("druid.indexer.logs.s3Bucket");
            let [segments, logs] = BOTH.map(|key| read(key).eq_ignore_ascii_case("true"));
            let place = place_or(cx, node, program, if segments { BOTH[0] } else { BOTH[1] }, "storage.bucket");
            if !one || segments == logs || !seen.first(&place) {
                continue;
            }
            let reported = sink.report(place.clone(), msg!(en: "Access lists are off for {a} and on for {b}, in one bucket.", zh: "同一 bucket 中，{a} 关闭了 ACL，而 {b} 没有。",
                a = if segments { BOTH[0] } else { BOTH[1] }, b = if segments { BOTH[1] } else { BOTH[0] }));
            if let Place::Override(layer, key) = place {
                let other = if segments { BOTH[1] } else { BOTH[0] };
                let edit = Edit::Set(Place::Override(layer, key.renamed(other)), "true".to_owned());
                reported.fix(msg!(en: "Switch both off", zh: "两处都关闭"), vec![edit]);
            }
        }
    }
);

rule!(
    /// A bucket in front of a name that has none.
    PATH_STYLE, "DRU021", "bucket-in-the-host", Warning,
    ["A store of one's own has the bucket in the path.", "自建存储以路径方式访问 bucket。"],
    ["Otherwise the client puts the bucket before the host's name, bucket.minio.example.com, which no name server knows unless somebody has set that up; before an address it cannot be put at all. Switch druid.s3.enablePathStyleAccess on.",
     "否则客户端会把 bucket 放在主机名之前，如 bucket.minio.example.com，没有专门设置时 DNS 无法解析；IP 地址之前则根本无法放置。请启用 druid.s3.enablePathStyleAccess。"],
    [DOC_S3], [],
    fires "druid-25" [("settings.storage.s3_path_style", "false")],
    clean "druid-25" [("settings.storage.s3_endpoint", "https://oss-cn-hangzhou.aliyuncs.com"), ("settings.storage.s3_path_style", "false")],
    |cx, sink| {
        const KEY: &str = "druid.s3.enablePathStyleAccess";
        let mut seen = Seen::default();
        for (program, node) in each(cx).filter(|(program, node)| uses(cx, node, program)) {
            let endpoint = program.reads(cx, node, ENDPOINT);
            if endpoint.is_empty() || is_variable(&endpoint) || program.reads(cx, node, KEY).eq_ignore_ascii_case("true") {
                continue;
            }
            let Some(host) = s3::host_of(&endpoint).map(|host| host.to_string()) else { continue };
            let place = match place_or(cx, node, program, KEY, "storage.s3_path_style") {
                place @ Place::Override(..) => place,
                place => match place_or(cx, node, program, ENDPOINT, "storage.s3_path_style") {
                    Place::Override(layer, key) => Place::Override(layer, key.renamed(KEY)),
                    _ => place,
                },
            };
            if !s3::takes_buckets_in_front(&host) && seen.first(&place) {
                sink.report(place.clone(), msg!(en: "{p} would ask for the bucket in front of {h}.", zh: "{p} 会把 bucket 放在 {h} 之前来访问。", p = program.title, h = shown(&host)))
                    .fix(msg!(en: "Put the bucket into the path", zh: "以路径方式访问"), vec![Edit::Set(place, "true".to_owned())]);
            }
        }
    }
);

rule!(
    /// Sizes of parts that nothing uses.
    PARTS, "DRU022", "part-sizes-without-effect", Warning,
    ["The sizes of an upload's parts are not set where nothing uses them.", "不起作用的上传分片大小无需设置。"],
    ["37 and 38 read druid.storage.transfer.minimumUploadPartSize and multipartUploadThreshold, and nothing uses them since the client of S3 changed. Leave them out.",
     "37 和 38 会读取 druid.storage.transfer.minimumUploadPartSize 和 multipartUploadThreshold，但更换 S3 客户端后已不再使用。请去掉。"],
    [S3_MODULE, issue("apache/druid #19890: sizes of parts are used again", "https://github.com/apache/druid/pull/19890")], [],
    fires "druid-ha" [("overrides.cluster.druid.storage.transfer.minimumUploadPartSize", "52428800")],
    clean "druid-33" [("overrides.cluster.druid.storage.transfer.minimumUploadPartSize", "52428800")],
    |cx, sink| {
        if !cx.since("37") || cx.since("39") {
            return;
        }
        for key in ["druid.storage.transfer.minimumUploadPartSize", "druid.storage.transfer.multipartUploadThreshold"] {
            let mut seen = Seen::default();
            for found in super::asked::set(cx, key) {
                if seen.first(&found.place) {
                    report(sink, found.place, msg!(en: "{k} has no effect in 37 and 38.", zh: "{k} 在 37 和 38 中不起作用。", k = key));
                }
            }
        }
    }
);
