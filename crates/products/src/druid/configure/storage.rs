//! Deep storage, and the logs of tasks beside it.

use super::{of_field, of_result, secret};
use crate::druid::fields::storage::{DIRECTORY, KIND, LOGS_DIRECTORY, LOGS_TYPE, TYPE, s3_keys};
use ::rules::{Class, Context, Entry};
use model::value::Duration;
use model::{Message, msg};

pub(super) fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let where_ = || msg!(en: "Where segments lie for good.", zh: "Segment 长期存放的位置。");
    let logs =
        || msg!(en: "Where masters find what a task said.", zh: "master 查找任务输出的位置。");
    let field = |key: &str, field: &str, reason: Message| of_field(cx, class, key, field, reason);
    let kind = cx.text(KIND);
    let (storage, logs_kind) = match kind.as_ref() {
        "local" | "mount" => (Ok("local".to_owned()), "file"),
        other => (cx.check_text(KIND, other).map(|()| other.to_owned()), other),
    };
    let mut all = vec![of_result(TYPE, storage, &[KIND], where_())];
    match kind.as_ref() {
        "local" | "mount" => all.push(field(DIRECTORY, "storage.folder", where_())),
        "hdfs" => all.push(field(DIRECTORY, "storage.hdfs", where_())),
        "s3" => all.extend(s3(cx, class)),
        "google" => {
            all.push(field("druid.google.bucket", "storage.bucket", where_()));
            all.push(field("druid.google.prefix", "storage.prefix", where_()));
        }
        "azure" => {
            all.push(field("druid.azure.account", "storage.azure_account", where_()));
            all.push(field("druid.azure.container", "storage.azure_container", where_()));
            all.push(field("druid.azure.prefix", "storage.prefix", where_()));
            let reason = msg!(en: "Put in on the machine, from secrets.env.", zh: "在机器上由 secrets.env 填入。");
            all.push(secret(cx, class, "druid.azure.key", "storage.azure_key", reason));
        }
        _ => {}
    }
    all.push(Entry::new(LOGS_TYPE, logs_kind, &[KIND], logs()));
    match kind.as_ref() {
        "local" | "mount" | "hdfs" => all.push(field(LOGS_DIRECTORY, "logs.folder", logs())),
        "s3" => {
            all.push(field("druid.indexer.logs.s3Bucket", "storage.bucket", logs()));
            all.push(field("druid.indexer.logs.s3Prefix", "logs.prefix", logs()));
        }
        "google" => {
            all.push(field("druid.indexer.logs.bucket", "storage.bucket", logs()));
            all.push(field("druid.indexer.logs.prefix", "logs.prefix", logs()));
        }
        "azure" => {
            all.push(field("druid.indexer.logs.container", "storage.azure_container", logs()));
            all.push(field("druid.indexer.logs.prefix", "logs.prefix", logs()));
        }
        _ => {}
    }
    all.extend(kept(cx));
    all
}

fn kept(cx: &Context) -> Vec<Entry> {
    let text = cx.text("logs.kept");
    if text.is_empty() {
        return Vec::new();
    }
    let reason = || msg!(en: "Logs of tasks are deleted after this; Druid itself keeps them for ever.", zh: "任务日志超过此时间后删除；Druid 默认永久保留。");
    let value = cx.check_text("logs.kept", &text).and_then(|()| cx.get::<Duration>("logs.kept"));
    vec![
        Entry::new("druid.indexer.logs.kill.enabled", "true", &["logs.kept"], reason()),
        of_result(
            "druid.indexer.logs.kill.durationToRetain",
            value.map(|kept| kept.0.to_string()),
            &["logs.kept"],
            reason(),
        ),
    ]
}

fn s3(cx: &Context, class: &Class) -> Vec<Entry> {
    let where_ = || msg!(en: "Where segments lie for good.", zh: "Segment 长期存放的位置。");
    let mut all = vec![
        of_field(cx, class, "druid.storage.bucket", "storage.bucket", where_()),
        of_field(cx, class, "druid.storage.baseKey", "storage.prefix", where_()),
    ];
    if s3_keys(cx) {
        let reason = || msg!(en: "From the environment, so that it is in no file that Druid shows.", zh: "从环境变量读取，不会出现在 Druid 展示的文件中。");
        all.push(secret(cx, class, "druid.s3.accessKey", "storage.s3_access_key", reason()));
        all.push(secret(cx, class, "druid.s3.secretKey", "storage.s3_secret_key", reason()));
    }
    if !cx.text("storage.s3_endpoint").is_empty() {
        let reason = msg!(en: "The store's own address.", zh: "存储服务自身的地址。");
        all.push(of_field(cx, class, "druid.s3.endpoint.url", "storage.s3_endpoint", reason));
        if !cx.text("storage.s3_region").is_empty() {
            let reason = msg!(en: "From 37 on a region is needed for every store.", zh: "自 37 起任何存储都需要区域。");
            all.push(of_field(
                cx,
                class,
                "druid.s3.endpoint.signingRegion",
                "storage.s3_region",
                reason,
            ));
        }
    }
    if cx.on("storage.s3_path_style") {
        let reason = msg!(en: "The bucket stands in the path, not in the host's name.", zh: "bucket 写在路径中，而不是主机名中。");
        all.push(of_field(
            cx,
            class,
            "druid.s3.enablePathStyleAccess",
            "storage.s3_path_style",
            reason,
        ));
    }
    all
}
