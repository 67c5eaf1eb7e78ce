//! Keys that stand there without a value. Most are then as if they were not there; these end a process.

use super::rule;
use super::shared::removal;
use super::values::{each, is_list};
use crate::druid::fields::metadata::{TYPE, URI};
use crate::druid::fields::storage::LOGS_TYPE;
use crate::druid::notation::list;
use crate::druid::sources::{HUMAN_READABLE, NOT_NULL, lab};
use ::rules::KeyType;
use model::msg;

/// Words and addresses that a process asks for when it starts.
const ASKED_FOR: &[&str] = &[
    "druid.discovery.type",
    "druid.indexer.runner.type",
    "druid.indexer.storage.type",
    LOGS_TYPE,
    URI,
    TYPE,
];

/// Lists of which one is to be asked at each request.
const OF_LOGINS: &[&str] = &["druid.auth.authenticatorChain", "druid.auth.authorizers"];

rule!(
    /// A key without the value that it needs.
    EMPTY, "DRU143", "empty-value", Error,
    ["What a process needs to start has a value.", "进程启动所需的配置项必须有值。"],
    ["A key with nothing behind it is set: the default does not count. A list of JSON, a size, the kind of discovery, of the metadata store, of tasks and of their logs, and the metadata store's address end the process then, some without naming the key; so does a list of logins with nobody in it. Write the value, or remove the line: then the default, or the field, counts.",
     "等号后面没有内容也算已设置，默认值不再生效。JSON 列表、大小、服务发现类型、元数据存储类型、任务存储与日志类型，以及元数据存储地址为空时，进程都会退出，有的甚至不指明配置项；登录方式列表中一个也没有时同样如此。请填写取值，或删除该行，由默认值或字段决定。"],
    [lab("druid-empty-values"), HUMAN_READABLE, NOT_NULL],
    [("Cannot coerce empty String (\"\") to element of", "output of the start"),
     ("Invalid format of number: number is blank", "output of the start"),
     ("Must have at least one Authenticator configured", "output of the start"),
     ("Must have at least one Authorizer configured", "output of the start"),
     ("Unknown provider [] of Key[type=", "output of the start"),
     ("Cannot create JDBC driver of class '…' for connect URL ''", "log/coordinator-overlord.log")],
    fires "druid-ha" [("overrides.cluster.druid.metadata.storage.connector.connectURI", "")],
    clean "druid-ha" [("overrides.cluster.druid.auth.authorizers", "[\"Metadata\"]")],
    |cx, sink| each(cx, |place, key, known, value| {
        let default = known.map_or("", |k| k.default.as_str());
        let size = known.is_some_and(|k| k.kind == KeyType::Size);
        let needed = ASKED_FOR.contains(&key) || size || is_list(key, default);
        let nobody = OF_LOGINS.contains(&key) && list(value).is_some_and(|names| names.is_empty());
        let message = if value.is_empty() && needed {
            msg!(en: "{k} is empty: a process that reads it would stop.", zh: "{k} 为空：读取它的进程会停止。", k = key)
        } else if nobody {
            msg!(en: "{k} is a list with nobody in it: no process would start.", zh: "{k} 是空列表：任何进程都无法启动。", k = key)
        } else {
            return;
        };
        let (title, edits) = removal(&place);
        sink.report(place, message).fix(title, edits);
    })
);
