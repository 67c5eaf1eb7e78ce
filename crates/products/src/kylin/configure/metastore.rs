//! `kylin.metadata.url`: IDENT@SCHEME, then `key=value` parts with commas and without any escape.

use super::{is_default, of_field, unless_default, usable};
use crate::common::jdbc::{Driver, LOADBALANCE, MYSQL_DRIVER};
use crate::kylin::fields::metastore::{check_part, database as is_database, sqlserver};
use ::rules::{Context, Entry};
use model::{Message, msg};

const KEY: &str = "kylin.metadata.url";

/// Its entries.
pub(crate) fn entries(cx: &Context) -> Vec<Entry> {
    if !is_database(cx) {
        return hbase(cx);
    }
    let mut entries = vec![database(cx)];
    if sqlserver(cx) {
        let reason = msg!(
            en: "The statements for the metastore are written in the words of SQL Server.",
            zh: "元数据库的语句使用 SQL Server 的写法。");
        let key = "kylin.metadata.jdbc.dialect";
        entries.push(Entry::new(key, "sqlserver", &["metastore.kind"], reason));
    }
    entries
}

fn hbase(cx: &Context) -> Vec<Entry> {
    let fields = ["metastore.ident", "metastore.namespace", "metastore.kind"];
    let reason = msg!(
        en: "The metadata table in HBase; the same on all nodes, which makes them one cluster.",
        zh: "HBase 中的元数据表；所有节点相同，从而组成一个集群。");
    let namespace = cx.text("metastore.namespace");
    let named = !namespace.is_empty() && namespace != "default";
    let value = usable(cx, "metastore.ident").and_then(|ident| {
        let namespace = usable(cx, "metastore.namespace")?;
        Ok(if named { format!("{namespace}:{ident}@hbase") } else { format!("{ident}@hbase") })
    });
    let mut entries = Vec::new();
    match value {
        Ok(value) if is_default(cx, KEY, &value) => {}
        Ok(value) => entries.push(Entry::new(KEY, value, &fields, reason)),
        Err(why) => {
            let value = format!("{}@hbase", cx.text("metastore.ident"));
            entries.push(Entry::new(KEY, value, &fields, reason).broken(why));
        }
    }
    if named && cx.catalogue().find("kylin.storage.hbase.namespace").is_some() {
        let reason = msg!(
            en: "The HBase namespace of the cubes' tables; it must exist.",
            zh: "Cube 表所在的 HBase 命名空间；必须已存在。");
        entries.push(of_field(cx, "kylin.storage.hbase.namespace", "metastore.namespace", reason));
    }
    entries.extend(unless_default(
        cx,
        "kylin.storage.hbase.table-name-prefix",
        "storage.hbase_table_prefix",
        msg!(en: "Begins the name of every HBase table of a cube.", zh: "Cube 的每张 HBase 表名的前缀。"),
    ));
    entries
}

fn database(cx: &Context) -> Entry {
    const FIELDS: &[&str] = &[
        "metastore.jdbc_url",
        "metastore.ident",
        "metastore.username",
        "metastore.password",
        "metastore.max_active",
        "metastore.driver",
        "metastore.kind",
    ];
    let reason = msg!(
        en: "The metadata in a database; the same on all nodes. The password is put in on the node, encrypted with the product's own class.",
        zh: "数据库中的元数据；所有节点相同。密码在节点上填入，并用产品自带的类加密。");
    match url(cx) {
        Ok(url) => Entry::new(KEY, url, FIELDS, reason),
        Err(why) => {
            let url = cx.text("metastore.jdbc_url");
            let value = format!("{}@jdbc,url={url}", cx.text("metastore.ident"));
            Entry::new(KEY, value, FIELDS, reason).broken(why)
        }
    }
}

fn url(cx: &Context) -> Result<String, Message> {
    let ident = usable(cx, "metastore.ident")?;
    let url = usable(cx, "metastore.jdbc_url")?;
    let user = usable(cx, "metastore.username")?;
    let password = usable(cx, "metastore.password")?;
    let pool = usable(cx, "metastore.max_active")?;
    let driver = usable(cx, "metastore.driver")?;
    let class = if sqlserver(cx) {
        "com.microsoft.sqlserver.jdbc.SQLServerDriver"
    } else {
        Driver::of(&driver).map_or(MYSQL_DRIVER, Driver::class)
    };
    // The one form with commas that a manual of the family shows; a rule speaks about it.
    if !url.starts_with(LOADBALANCE) {
        check_part(&url)?;
    }
    check_part(&user)?;
    // dbcp 1.4 closes what exceeds maxIdle at once; equal numbers keep connections open.
    Ok(format!(
        "{ident}@jdbc,url={url},username={user},password=@{{{password}}},driverClassName={class},maxActive={pool},maxIdle={pool},passwordEncrypted=true"
    ))
}
