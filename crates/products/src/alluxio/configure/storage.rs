//! The under storage: what lies below the root.

use super::{of_field, of_result, unless_default};
use crate::alluxio::choice::journal_is_ufs;
use crate::alluxio::fields::storage::{Storage, root_field, s3_keys, storage};
use crate::alluxio::roles::MASTER;
use crate::alluxio::versions::two;
use ::rules::{Class, Context, Entry};
use model::value::{AbsolutePath, Value, Variable};
use model::{Message, msg};

pub(super) fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let mut entries = Vec::new();
    // 2.x workers hear of the root from the master.
    if class.has(MASTER) || !two(cx) {
        let key =
            if two(cx) { "alluxio.master.mount.table.root.ufs" } else { "alluxio.underfs.address" };
        let reason = msg!(
            en: "What Alluxio's root shows. Unset or empty it would be a folder of each machine, or the machine's own root.",
            zh: "Alluxio 根目录对应的存储。未设置或留空时会变成各机器本地的目录，甚至机器自身的根目录。");
        entries.push(of_field(cx, key, root_field(cx), reason));
    }
    match storage(cx) {
        Storage::Hdfs => entries.extend(hdfs(cx, class)),
        Storage::S3 => entries.extend(s3(cx)),
        Storage::Mount | Storage::Local => {}
    }
    entries
}

fn hdfs(cx: &Context, class: &Class) -> Vec<Entry> {
    let mut entries = Vec::new();
    let folder = cx.text("storage.hdfs_conf");
    if !folder.is_empty() {
        let pair = AbsolutePath::parse(&folder).map(|f| f.0).map(|f| {
            format!(
                "{}/core-site.xml:{}/hdfs-site.xml",
                f.trim_end_matches('/'),
                f.trim_end_matches('/')
            )
        });
        entries.push(of_result(
            "alluxio.underfs.hdfs.configuration",
            pair,
            &["storage.hdfs_conf"],
            msg!(en: "The Hadoop client's files of this machine.", zh: "本机 Hadoop 客户端的配置文件。"),
        ));
    }
    if two(cx) && class.has(MASTER) && !cx.text("storage.hdfs_version").is_empty() {
        entries.push(of_field(
            cx,
            "alluxio.master.mount.table.root.option.alluxio.underfs.version",
            "storage.hdfs_version",
            msg!(en: "Which of Alluxio's HDFS clients speaks with the root.", zh: "访问根目录时使用的 HDFS 客户端版本。"),
        ));
        if journal_is_ufs(cx) && cx.text("masters.journal_folder").starts_with("hdfs://") {
            entries.push(of_field(
                cx,
                "alluxio.master.journal.ufs.option.alluxio.underfs.version",
                "storage.hdfs_version",
                msg!(en: "The same for the journal, which inherits nothing from the root.", zh: "Journal 不会继承根目录的选项，因此需再写一次。"),
            ));
        }
    }
    entries
}

fn s3(cx: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    if two(cx) && !cx.text("storage.s3_region").is_empty() {
        entries.push(of_field(
            cx,
            "alluxio.underfs.s3.region",
            "storage.s3_region",
            msg!(en: "The bucket's region.", zh: "bucket 所在的区域。"),
        ));
    }
    if !cx.text("storage.s3_endpoint").is_empty() {
        entries.push(of_field(
            cx,
            "alluxio.underfs.s3.endpoint",
            "storage.s3_endpoint",
            msg!(en: "The store's own address.", zh: "存储服务自身的地址。"),
        ));
    }
    entries.extend(unless_default(
        cx,
        "alluxio.underfs.s3.disable.dns.buckets",
        "storage.s3_path_style",
        msg!(en: "The bucket stands in the path, not in the host's name.", zh: "bucket 写在路径中，而不是主机名中。"),
    ));
    let inherit =
        if two(cx) { "alluxio.underfs.s3.inherit.acl" } else { "alluxio.underfs.s3a.inherit_acl" };
    entries.extend(unless_default(
        cx,
        inherit,
        "storage.s3_inherit_acl",
        msg!(en: "The store has no access lists to take owners from.", zh: "该存储没有可用于取得属主的 ACL。"),
    ));
    if s3_keys(cx) {
        let [access, secret] = if two(cx) {
            ["s3a.accessKeyId", "s3a.secretKey"]
        } else {
            ["aws.accessKeyId", "aws.secretKey"]
        };
        let reason = msg!(en: "Put in on the machine, from secrets.env.", zh: "在机器上由 secrets.env 填入。");
        entries.push(secret_of(cx, access, "storage.s3_access_key", reason.clone()));
        entries.push(secret_of(cx, secret, "storage.s3_secret_key", reason));
    }
    entries
}

/// A marker that the node replaces.
fn secret_of(cx: &Context, key: &str, field: &str, reason: Message) -> Entry {
    let value = cx.get::<Variable>(field).map(|name| format!("@{{{}}}", name.0));
    of_result(key, value, &[field], reason)
}
