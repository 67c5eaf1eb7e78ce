//! Addresses of a storage: which can be opened at all.

use super::{by_hand, rule};
use crate::alluxio::effective::JOURNAL_FOLDER;
use crate::alluxio::fields::addresses::check_hdfs_version;
use crate::alluxio::fields::storage::{name_service, service_of, writes_client};
use crate::alluxio::roles::WORKER;
use crate::alluxio::sources::{CONFIGURATION, WORKER_ID, lab};
use ::rules::{Context, Found};
use model::value::shown;
use model::{Edit, Place, RowId, msg};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where an address of a storage stands.
const KEYS: [&str; 3] =
    ["alluxio.master.mount.table.root.ufs", "alluxio.underfs.address", JOURNAL_FOLDER];

/// The addresses that something set, each place once.
fn addresses(cx: &Context) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for found in KEYS.iter().flat_map(|key| cx.set_values_of(key)) {
        let known = all.iter().any(|f| f.place == found.place);
        if !known && found.literal().is_some_and(|t| !t.is_empty()) {
            all.push(found);
        }
    }
    all
}

/// The scheme of an address, in lower case; nothing for a path. Java takes all before the first
/// colon for it.
fn scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once(':')?;
    (!scheme.contains('/')).then(|| scheme.to_ascii_lowercase())
}

/// Shares of another machine that the operating system mounts.
const SHARES: [&str; 5] = ["cifs", "nfs", "nfs4", "sftp", "smb"];

/// Schemes for which releases have a library, or plug-ins are known.
const KNOWN: [&str; 28] = [
    "abfs",
    "abfss",
    "adl",
    "adls",
    "alluxio",
    "ceph",
    "cephfs",
    "cephfs-hadoop",
    "cos",
    "cosn",
    "file",
    "glusterfs",
    "gs",
    "hdfs",
    "http",
    "https",
    "kodo",
    "maprfs",
    "o3fs",
    "obs",
    "ofs",
    "oss",
    "ozone",
    "s3",
    "s3a",
    "s3n",
    "swift",
    "wasb",
];

/// Whether a text is a path, or begins like `scheme://`.
fn is_address(text: &str) -> bool {
    let plain = |s: &str| {
        s.starts_with(|c: char| c.is_ascii_alphabetic())
            && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    text.starts_with('/')
        || scheme(text).is_some_and(|s| plain(&s) && (text.contains("://") || s == "file"))
}

/// Where an address is typed, and the text: a field that cannot be read writes nothing that could be
/// found. Not where an override decides.
fn typed<'a>(cx: &Context<'a>) -> Vec<(Place, Cow<'a, str>)> {
    let fields = [
        ("storage.path", cx.text("storage.path"), &KEYS[..2]),
        ("masters.journal_folder", cx.text("masters.journal_folder"), &KEYS[2..]),
    ];
    let overridden =
        |keys: &[&str]| keys.iter().flat_map(|k| cx.set_values_of(k)).any(|f| f.overridden());
    let open = |(field, text, keys): &(&str, Cow<str>, &[&str])| {
        cx.shown(field) && !text.is_empty() && !is_address(text) && !overridden(keys)
    };
    let open = fields.into_iter().filter(open);
    open.map(|(field, text, _)| (Place::Setting(field.to_owned()), text)).collect()
}

rule!(
    /// Another machine's folder.
    SHARE, "ALX060", "server-in-place-of-mount", Error,
    ["A shared folder is mounted by the system, and named by its path.", "共享目录由系统挂载，填写挂载后的路径。"],
    ["Alluxio takes what stands before the colon for the scheme of an address: host:/folder, as mount and /etc/fstab have it, is one that nobody can open, and the master stops. Mount the share at the same path on every master and worker, with the option actimeo=0, and name that path.",
     "Alluxio 把冒号前的部分当作地址的 scheme：mount 和 /etc/fstab 使用的 host:/目录 没有任何库能打开，master 会停止。请在每个 master 和 worker 上把共享目录挂载到同一路径（使用 actimeo=0 选项），并填写该路径。"],
    [CONFIGURATION, lab("alluxio-scheme-of-nobody")], [("Illegal character in scheme name at index 0", "logs/master.log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.mount.table.root.ufs", "10.0.0.9:/export")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.mount.table.root.ufs", "/mnt/nfs/alluxio")],
    |cx, sink| {
        let found = addresses(cx).into_iter().map(|f| (f.place, Cow::Owned(f.value)));
        for (place, text) in found.chain(typed(cx)) {
            let share = scheme(&text).is_some_and(|s| SHARES.contains(&s.as_str()));
            if share || !is_address(&text) {
                sink.report(place, msg!(en: "\"{v}\" is no address that Alluxio can open. Mount it on every master and worker, and name the path.",
                    zh: "“{v}”不是 Alluxio 能打开的地址。请在每个 master 和 worker 上挂载，并填写路径。", v = shown(&text)));
            }
        }
    }
);

/// Which client of HDFS is taken.
const VERSIONS: [&str; 3] = [
    "alluxio.master.mount.table.root.option.alluxio.underfs.version",
    "alluxio.master.journal.ufs.option.alluxio.underfs.version",
    "alluxio.underfs.version",
];

rule!(
    /// A storage without a library.
    NO_LIBRARY, "ALX061", "storage-without-library", Warning,
    ["The release has a library for the storage's address and version.", "发行包中有对应该存储地址和版本的库。"],
    ["The master asks every library in lib/ whether it can open the address, and stops when none can. Either no library knows the scheme; or it is HDFS of a version for which there is none: alluxio.underfs.version is two numbers such as 2.7 or 3.3, and lib/alluxio-underfs-hdfs-*.jar must be there. With a plug-in of your own in extensions/, accept this warning.",
     "master 会询问 lib/ 中的每个库能否打开该地址，都不能时停止。要么没有库认识该 scheme；要么是 HDFS 但没有对应版本的库：alluxio.underfs.version 为两段数字，例如 2.7 或 3.3，且 lib/alluxio-underfs-hdfs-*.jar 必须存在。如果 extensions/ 中有自备的插件，可以接受此警告。"],
    [lab("alluxio-scheme-of-nobody")], [("No Under File System Factory found for:", "logs/master.log"), ("No factory implementation supports the path", "logs/master.log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.mount.table.root.ufs", "foo://x/y")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.mount.table.root.ufs", "gs://bucket/alluxio/")],
    |cx, sink| {
        let prefixes = "alluxio.underfs.hdfs.prefixes";
        let taken = |s: &str| cx.set_values_of(prefixes).iter().any(|f| f.value.contains(&format!("{s}:")));
        for found in addresses(cx).into_iter().filter(|f| is_address(&f.value)) {
            let Some(name) = scheme(&found.value).filter(|s| !SHARES.contains(&s.as_str())) else { continue };
            if !KNOWN.contains(&name.as_str()) && !["wasbs", "viewfs"].contains(&name.as_str()) && !taken(&name) {
                sink.report(found.place, msg!(en: "No library of Alluxio opens {s}://.", zh: "Alluxio 没有能打开 {s}:// 的库。", s = shown(&name)));
            }
        }
        for found in VERSIONS.iter().flat_map(|key| super::by_hand(cx, key)) {
            if let Err(why) = check_hdfs_version(&found.value) {
                sink.report(found.place, msg!(en: "{why}: no library of Alluxio has this version.", zh: "{why}：Alluxio 没有该版本的库。", why = why));
            }
        }
    }
);

/// What tells Alluxio where the client of HDFS is described.
const CLIENT: &str = "alluxio.underfs.hdfs.configuration";

rule!(
    /// A name that no file explains.
    NAME_SERVICE, "ALX063", "unexplained-name-service-of-a-storage", Warning,
    ["The name nodes of a name service are written down.", "名称服务的 NameNode 须写明。"],
    ["A name without port and dot is usually an HDFS name service, which exists in a client's hdfs-site.xml only. Where no file explains it no master starts: it is looked up as a host. The field \"Root folder\" and its name nodes write such a file for the root; for another name service, name the folder with core-site.xml and hdfs-site.xml.",
     "没有端口和点的名称通常是 HDFS 名称服务，它只存在于客户端的 hdfs-site.xml 中。没有文件说明时，它会被当作主机名查找，master 无法启动。“根目录”字段及其 NameNode 会为根目录写入该文件；使用其他名称服务时，请填写 core-site.xml 和 hdfs-site.xml 所在目录。"],
    [lab("alluxio-name-service")], [("IllegalArgumentException: java.net.UnknownHostException:", "logs/master.log")],
    fires "alluxio-single" [("overrides.cluster.alluxio.master.mount.table.root.ufs", "hdfs://nameservice9/alluxio")],
    clean "alluxio-single" [("overrides.cluster.alluxio.master.mount.table.root.ufs", "hdfs://nn.example.com:8020/alluxio")],
    |cx, sink| {
        let written = name_service(cx).filter(|_| writes_client(cx));
        if !cx.set_values_of(CLIENT).is_empty() {
            return;
        }
        for found in addresses(cx).into_iter().filter(Found::overridden) {
            let Some(name) = service_of(&found.value).filter(|name| Some(name) != written.as_ref()) else { continue };
            sink.report(found.place, msg!(en: "\"{n}\" looks like a name service that no file here explains.", zh: "“{n}”看起来是名称服务，但没有文件说明它。", n = shown(&name)));
        }
    }
);

rule!(
    /// One name for several workers.
    ONE_WORKER, "ALX084", "workers-share-a-name", Warning,
    ["Each worker has its own host name.", "每个 worker 都有自己的主机名。"],
    ["A worker publishes alluxio.worker.hostname as its address, and masters know workers by their addresses: those that publish the same one are one worker to them, with the blocks of whichever spoke last, and clients ask that one machine for the blocks of all. A file that was copied from one worker to the others does it. Remove the override: a worker finds its own name.",
     "worker 以 alluxio.worker.hostname 公布自己的地址，master 按地址识别 worker：公布同一地址的多个 worker 会被当成一个，只保留最后一个上报的数据块，客户端则到同一台机器读取所有数据块。把一个 worker 的文件复制到其他 worker 就会这样。请删除覆盖项：worker 会自行取得自己的名称。"],
    [WORKER_ID], [],
    fires "alluxio-three" [("overrides.role.worker.alluxio.worker.hostname", "w1.example.com")],
    clean "alluxio-three" [("overrides.role.worker.alluxio.worker.hostname", "${alluxio.worker.bind.host}")],
    |cx, sink| {
        let mut names: BTreeMap<String, (Vec<RowId>, Vec<Place>)> = BTreeMap::new();
        for found in by_hand(cx, "alluxio.worker.hostname") {
            let worker = |row: &&RowId| cx.node(**row).is_some_and(|n| n.roles.contains(WORKER));
            let name = found.literal().map(|name| name.trim().to_ascii_lowercase()).unwrap_or_default();
            // 0.0.0.0 counts as nothing.
            if name.is_empty() || name == "0.0.0.0" || name.contains("${") {
                continue;
            }
            let (rows, places) = names.entry(name).or_default();
            rows.extend(found.nodes.iter().filter(worker));
            places.push(found.place.clone());
        }
        for (name, (rows, places)) in names.into_iter().filter(|(_, (rows, _))| rows.len() > 1) {
            let Some(first) = places.first().cloned() else { continue };
            sink.report(first, msg!(en: "{n} workers ({w}) call themselves {h}: to the masters they are one.",
                zh: "{n} 个 worker（{w}）都自称 {h}：对 master 来说它们是同一个。", n = rows.len(), w = cx.names(&rows), h = shown(&name)))
                .fix(msg!(en: "Remove the override", zh: "删除该覆盖项"), places.into_iter().map(Edit::Clear).collect());
        }
    }
);
