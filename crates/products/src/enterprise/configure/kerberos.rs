//! The product's own login, beside the ticket that the scripts keep.

use crate::common::kerberos;
use crate::enterprise::fields::storage::split;
use crate::kylin::configure::servers::runs_jobs;
use crate::kylin::configure::{of_field, usable};
use ::rules::{Class, Context, Entry};
use model::msg;

/// Nothing where the manual knows no such keys: then the ticket is all there is.
pub(super) fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    if !kerberos::enabled(cx) || cx.catalogue().find("kap.kerberos.enabled").is_none() {
        return Vec::new();
    }
    let reason = msg!(en: "Hadoop asks for Kerberos.", zh: "Hadoop 启用了 Kerberos。");
    let mut entries = vec![
        Entry::new("kap.kerberos.enabled", "true", &["kerberos.enabled"], reason),
        of_field(
            cx,
            "kap.kerberos.platform",
            "kerberos.platform",
            msg!(en: "The way of the login depends on the Hadoop distribution.", zh: "登录方式取决于 Hadoop 发行版。"),
        ),
        of_field(
            cx,
            "kap.kerberos.principal",
            "kerberos.principal",
            msg!(en: "Whom Hadoop takes the product for.", zh: "产品访问 Hadoop 时的身份。"),
        ),
    ];
    let fields = &["kerberos.keytab"];
    let reason = msg!(
        en: "The name of the keytab, without its folder: the deployment copies it into conf/, where it is looked for.",
        zh: "keytab 的文件名，不含目录：部署时会将其复制到产品查找的 conf/ 目录。");
    let keytab = Entry::new("kap.kerberos.keytab", kerberos::keytab_name(cx), fields, reason);
    entries.push(match usable(cx, "kerberos.keytab") {
        Ok(_) => keytab,
        Err(why) => keytab.broken(why),
    });
    if split(cx) {
        entries.extend(both_clusters(cx, class));
    }
    entries
}

/// Spark asks for tokens of the file systems that it is told.
fn both_clusters(cx: &Context, class: &Class) -> Vec<Entry> {
    let fields = &["storage.query_fs", "storage.build_fs", "kerberos.enabled"];
    let both = usable(cx, "storage.query_fs").and_then(|query| {
        let build = usable(cx, "storage.build_fs")?;
        Ok(format!("{},{}", query.trim_end_matches('/'), build.trim_end_matches('/')))
    });
    let entry = |key: &str| {
        let reason = msg!(
            en: "Spark gets tokens for the file systems of both clusters.",
            zh: "Spark 获取两个集群文件系统的令牌。");
        match &both {
            Ok(value) => Entry::new(key, value.clone(), fields, reason),
            Err(why) => Entry::new(key, "", fields, reason).broken(why.clone()),
        }
    };
    let mut entries = vec![entry("kap.storage.columnar.spark-conf.spark.yarn.access.namenodes")];
    if runs_jobs(class) {
        entries.push(entry("kylin.engine.spark-conf.spark.yarn.access.namenodes"));
    }
    entries
}
