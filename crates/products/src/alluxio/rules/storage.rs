//! The under storage.

use super::rule;
use crate::alluxio::effective::{endpoint, store};
use crate::alluxio::fields::storage::Storage;
use crate::alluxio::roles::{MASTER, WORKER};
use crate::alluxio::sources::{DOC_S3, lab};
use crate::alluxio::versions::two;
use crate::common::s3;
use ::rules::{Context, Found};
use model::value::{Host, Uri, Value, shown};
use model::{Edit, Place, msg};

const ROOT: &str = "alluxio.master.mount.table.root.ufs";
const ROOT_1_8: &str = "alluxio.underfs.address";

/// The key that says the root: with 1.8 the old one, unless the later one is set, whose default it is.
fn key(cx: &Context) -> &'static str {
    if two(cx) || !cx.set_values_of(ROOT).is_empty() { ROOT } else { ROOT_1_8 }
}

/// The default of a root that nobody sets, where a master reads it: a folder below Alluxio's own.
fn unset(cx: &Context) -> Option<Found> {
    let of_master = |found: &Found| {
        found.nodes.iter().any(|row| cx.node(*row).is_some_and(|n| n.roles.contains(MASTER)))
    };
    let mut found = cx.values_of(key(cx)).into_iter();
    found.find(|found| !found.set && of_master(found))
}

/// Whether an address is a folder of the machine: as it stands, or below Alluxio's own.
fn local(address: &str) -> bool {
    ["/", "file:", "${alluxio.work.dir}", "${alluxio.home}"].iter().any(|b| address.starts_with(b))
}

/// The roots of the document, each place once.
fn roots(cx: &Context) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for found in cx.set_values_of(key(cx)) {
        if all.iter().all(|f| f.place != found.place) {
            all.push(found);
        }
    }
    all
}

rule!(
    /// A folder that each machine has for itself.
    LOCAL, "ALX028", "local-root-of-several-machines", Error,
    ["With several machines the root is storage that all of them share.", "有多台机器时，根目录必须是共享的存储。"],
    ["A folder of one machine is another folder on each. In the lab writes were reported as persisted and lay on one worker's disk, where neither the master nor another worker found them; deleting left them there. With 1.8 writes into a new folder fail. Use HDFS, S3 or a mount that all machines have.",
     "单机目录在每台机器上是不同的目录。实测写入显示已持久化，却只在某个 worker 的磁盘上，master 和其他 worker 都看不到；删除后文件仍留在那里。1.8 中写入新目录会失败。请使用 HDFS、S3 或所有机器都有的挂载。"],
    [lab("alluxio-own-root")], [("Failed to write data packet due to Channel to …: … (No such file or directory)", "client")],
    fires "alluxio-single" [("settings.storage.kind", "local")], clean "alluxio-single" [],
    |cx, sink| {
        let machines = cx.with_roles(&[MASTER, WORKER]).len();
        if machines < 2 {
            return;
        }
        let shared = store(cx) == Storage::Mount;
        for found in roots(cx).into_iter().chain(unset(cx)) {
            if !local(&found.value) || (shared && !found.overridden()) {
                continue;
            }
            sink.report(found.place, msg!(en: "The root {r} is a folder of each of {n} machines: files would lie where the others do not see them.",
                zh: "根目录 {r} 在 {n} 台机器上各不相同：文件会落在其他机器看不到的地方。", r = shown(&found.value), n = machines));
        }
    }
);

rule!(
    /// The machine's own root.
    EMPTY_ROOT, "ALX029", "empty-root", Error,
    ["The root of the under storage is not empty.", "底层存储的根目录不能为空。"],
    ["An empty value is no address: the master of an exported archive stops at it in the lab. With a file written by hand the machine's own / was seen as the root instead: `fs ls /` listed the host's system folders, and deleting there would delete them. Remove the override.",
     "空值不是地址：实测导出的部署包中 master 会因此停止。在手写的文件中也曾见过把机器自身的 / 当作根目录：`fs ls /` 列出了主机的系统目录，在其中删除就会真的删除。请删除覆盖项。"],
    [lab("alluxio-empty-root")], [],
    fires "alluxio-single" [("overrides.cluster.alluxio.master.mount.table.root.ufs", "")],
    clean "alluxio-single" [("overrides.cluster.alluxio.master.mount.table.root.ufs", "hdfs://nn.example.com:8020/alluxio")],
    |cx, sink| {
        for found in roots(cx).into_iter().filter(|f| f.overridden() && f.value.is_empty()) {
            let (title, edits) = super::removal(&found);
            sink.report(found.place.clone(), msg!(en: "An empty root is no address: the master stops, or takes the machine's own /.",
                zh: "根目录为空，不是有效地址：master 会停止，或使用机器自身的 /。"))
            .fix(title, edits);
        }
    }
);

rule!(
    /// A scheme that 1.8 does not know.
    S3_SCHEME, "ALX030", "s3-scheme", Error,
    ["With 1.8 an address of S3 begins with s3a://.", "1.8 中 S3 地址必须以 s3a:// 开头。"],
    ["1.8 has no code for s3:// and the master stops. 2.x takes both. Write s3a://.",
     "1.8 没有处理 s3:// 的代码，master 会停止。2.x 两者都支持。请写 s3a://。"],
    [lab("alluxio-s3-with-1-8")], [("No Under File System Factory found for: s3://", "logs/master.log")],
    fires "alluxio-s3" [("version", "1.8.2"), ("settings.masters.kind", "single")],
    clean "alluxio-s3" [],
    |cx, sink| {
        for found in roots(cx).into_iter().filter(|f| !two(cx) && f.value.starts_with("s3://")) {
            let right = found.value.replacen("s3://", "s3a://", 1);
            sink.report(found.place.clone(), msg!(en: "{v}: Alluxio 1.8 reads s3a:// only.", zh: "{v}：Alluxio 1.8 只支持 s3a://。", v = shown(&found.value)))
                .fix(msg!(en: "Write s3a://", zh: "改为 s3a://"), vec![Edit::Set(found.place, right)]);
        }
    }
);

rule!(
    /// A bucket without its slash.
    S3_SLASH, "ALX031", "bucket-without-slash", Warning,
    ["The address of a whole bucket ends with a slash.", "以整个 bucket 为根时，地址末尾应有斜杠。"],
    ["The documentation asks for the slash at the end of a bucket's address. Add it, or name a folder.",
     "官方文档要求 bucket 地址末尾有斜杠。请加上斜杠，或填写目录。"],
    [DOC_S3], [],
    fires "alluxio-s3" [("settings.storage.s3_uri", "s3://bucket")], clean "alluxio-s3" [("settings.storage.s3_uri", "s3://bucket/")],
    |cx, sink| {
        for found in roots(cx) {
            let bare = Uri::parse(&found.value).is_ok_and(|u| matches!(u.scheme.as_str(), "s3" | "s3a") && u.path.is_empty());
            if bare {
                let right = format!("{}/", found.value);
                sink.report(found.place.clone(), msg!(en: "{v} is a bucket without a slash at its end.", zh: "{v} 是 bucket 地址，但末尾没有斜杠。", v = shown(&found.value)))
                    .fix(msg!(en: "Add the slash", zh: "加上斜杠"), vec![Edit::Set(found.place, right)]);
            }
        }
    }
);

rule!(
    /// A region that is guessed.
    S3_REGION, "ALX032", "s3-without-region", Info,
    ["Amazon S3 is given with its region.", "使用 Amazon S3 时应写明区域。"],
    ["Without endpoint and region us-east-1 is taken, with a warning in the log. Name the bucket's region.",
     "没有 Endpoint 和区域时会使用 us-east-1，日志中有警告。请填写 bucket 所在区域。"],
    [lab("alluxio-s3-without-region")], [("Cannot find S3 endpoint or s3 region in Alluxio configuration", "logs/master.log"), ("The authorization header is malformed; the region … is wrong; expecting", "logs/master.log")],
    fires "alluxio-s3" [("settings.storage.s3_endpoint", "")], clean "alluxio-s3" [("settings.storage.s3_endpoint", ""), ("settings.storage.s3_region", "eu-west-1")],
    |cx, sink| {
        let bare = store(cx) == Storage::S3 && two(cx) && endpoint(cx).is_empty();
        if bare && cx.read("storage.s3_region").is_empty() {
            sink.report(Place::Setting("storage.s3_region".to_owned()), msg!(en: "No region is given; us-east-1 will be taken.",
                zh: "没有填写区域，将使用 us-east-1。"));
        }
    }
);

const IN_PATH: &str = "alluxio.underfs.s3.disable.dns.buckets";

rule!(
    /// A bucket in front of a name that has none.
    S3_BUCKET, "ALX086", "bucket-before-the-host", Warning,
    ["A store of one's own has the bucket in the path.", "自建存储以路径方式访问 bucket。"],
    ["Unless alluxio.underfs.s3.disable.dns.buckets is true, the client puts the bucket before the endpoint's name, bucket.minio.example.com, which no name server knows unless somebody has set that up: nothing of the store is found. Only in front of an IP address it does not. Switch it on.",
     "alluxio.underfs.s3.disable.dns.buckets 不为 true 时，客户端会把 bucket 放在 Endpoint 的主机名之前，如 bucket.minio.example.com，没有专门设置时 DNS 无法解析，存储中的内容全都无法访问。只有 IP 地址不受影响。请启用该项。"],
    [DOC_S3], [],
    fires "alluxio-s3" [("settings.storage.s3_path_style", "false")],
    clean "alluxio-s3" [("nodes[+]", "a4.example.com proxy")],
    |cx, sink| {
        let Some(host) = s3::host_of(endpoint(cx).trim()) else { return };
        let name = host.to_string();
        if !matches!(host, Host::Name(_)) || s3::takes_buckets_in_front(&name) {
            return;
        }
        // Those that talk to the store; the others' files need not say it.
        let asks = |found: &Found| {
            let mut nodes = found.nodes.iter().filter_map(|row| cx.node(*row));
            nodes.any(|node| [MASTER, WORKER].iter().any(|role| node.roles.contains(*role)))
        };
        let in_front = |found: &Found| !found.value.trim().eq_ignore_ascii_case("true");
        let mut seen = Vec::new();
        for found in cx.values_of(IN_PATH).into_iter().filter(|found| in_front(found) && asks(found)) {
            let (place, mut edits) = if found.overridden() {
                (found.place, Vec::new())
            } else {
                (Place::Setting("storage.s3_path_style".to_owned()), cx.spec.put_back(&[IN_PATH]))
            };
            if seen.contains(&place) {
                continue;
            }
            edits.push(Edit::Set(place.clone(), "true".to_owned()));
            sink.report(place.clone(), msg!(en: "Alluxio would ask for the bucket in front of {h}.", zh: "Alluxio 会把 bucket 放在 {h} 之前来访问。", h = shown(&name)))
                .fix(msg!(en: "Put the bucket into the path", zh: "以路径方式访问"), edits);
            seen.push(place);
        }
    }
);
