//! The metadata store: only masters connect to it, but every program may read its lines.

use super::{below_data, fixed, if_said, of_result, secret};
use crate::druid::fields::metadata::{KIND, PASSWORD, TYPE, URI, USER, is_mysql, is_server};
use crate::druid::roles::COORDINATORS;
use ::rules::{Class, Context, Entry};
use model::value::{Host, Identifier, Port, Value};
use model::{Message, msg};

pub(super) fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let reason = || msg!(en: "The metadata store.", zh: "元数据存储。");
    let kind = match cx.text(KIND).as_ref() {
        "mysql" | "mariadb" => Ok("mysql".to_owned()),
        other => cx.check_text(KIND, other).map(|()| other.to_owned()),
    };
    let mut all = vec![
        of_result(TYPE, kind, &[KIND], reason()),
        of_result(
            URI,
            address(cx, class),
            &["metadata.host", "metadata.port", "metadata.database", KIND, "paths.data"],
            reason(),
        ),
    ];
    if !is_server(cx) {
        all.push(of_result(
            "druid.metadata.storage.connector.host",
            coordinator(cx).map(|host| host.to_string()),
            &[KIND],
            reason(),
        ));
        all.push(fixed("druid.metadata.storage.connector.port", "1527", reason()));
        return all;
    }
    all.extend(if_said(cx, class, USER, "metadata.user", reason()));
    all.push(secret(
        cx,
        class,
        PASSWORD,
        "metadata.password",
        msg!(en: "From the environment, so that it is in no file that Druid shows.", zh: "从环境变量读取，不会出现在 Druid 展示的文件中。"),
    ));
    if is_mysql(cx) && cx.is(KIND, "mariadb") && cx.since("0.22") {
        all.push(Entry::new(
            "druid.metadata.mysql.driver.driverClassName",
            "org.mariadb.jdbc.Driver",
            &[KIND],
            msg!(en: "MariaDB's own driver; without this line Druid asks for MySQL's.", zh: "MariaDB 自带的驱动；没有这一行时 Druid 会使用 MySQL 驱动。"),
        ));
    }
    if cx.on("metadata.tls") {
        let key = if is_mysql(cx) {
            "druid.metadata.mysql.ssl.useSSL"
        } else {
            "druid.metadata.postgres.ssl.useSSL"
        };
        all.push(Entry::new(
            key,
            "true",
            &["metadata.tls"],
            msg!(en: "The wire to the database is encrypted.", zh: "到数据库的连接加密。"),
        ));
    }
    if cx.is(KIND, "postgresql") && !cx.is("metadata.schema", "public") {
        let reason = msg!(en: "The user owns this schema.", zh: "用户拥有此 schema。");
        all.extend(if_said(
            cx,
            class,
            "druid.metadata.postgres.dbTableSchema",
            "metadata.schema",
            reason,
        ));
    }
    if !cx.on("metadata.create_tables") {
        all.push(Entry::new(
            "druid.metadata.storage.connector.createTables",
            "false",
            &["metadata.create_tables"],
            msg!(en: "Tables are made by metadata-init, before a start of a new version.", zh: "由 metadata-init 建表，在启动新版本之前执行。"),
        ));
    }
    all
}

/// The node in whose Coordinator Derby runs: the first.
fn coordinator(cx: &Context) -> Result<Host, Message> {
    let first = cx.with_roles(COORDINATORS).into_iter().next();
    first.map_or_else(
        || Err(msg!(en: "no node runs a Coordinator", zh: "没有节点运行 Coordinator")),
        |node| Host::parse(&node.name),
    )
}

/// The address of the database.
fn address(cx: &Context, class: &Class) -> Result<String, Message> {
    let field = |key: &str| {
        let text = cx.text(key);
        cx.check_text(key, &text).map(|()| text.into_owned())
    };
    if !is_server(cx) {
        let file = below_data(cx, class, "metadata.db")?;
        return Ok(format!("jdbc:derby://{}:1527{file};create=true", coordinator(cx)?));
    }
    let host = Host::parse(&field("metadata.host")?)?;
    let port = Port::parse(&field("metadata.port")?)?;
    let name = Identifier::parse(&field("metadata.database")?)?.0;
    let host = model::value::HostPort { host, port: Some(port) };
    if !is_mysql(cx) {
        return Ok(format!("jdbc:postgresql://{host}/{name}"));
    }
    // The old driver tries TLS with every server that offers it, and warns at each connection.
    let plain = if cx.since("31") || cx.on("metadata.tls") { "" } else { "?useSSL=false" };
    Ok(format!("jdbc:mysql://{host}/{name}{plain}"))
}
