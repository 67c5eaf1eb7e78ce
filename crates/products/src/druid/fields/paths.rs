//! The step "Sizing and paths": folders, the package, users and the machine.

use crate::common::disks;
use crate::common::machine;
use crate::druid::sources::{DOC_JAVA, SHIPPED};
use ::rules::{Answer, Field, Kind, Pick, Scope};
use model::value::{AbsolutePath, Value, shown};
use model::{Message, Text, msg};

const STEP: &str = "sizing";
const PATHS: Text = Text::new("Paths and package", "路径与安装包");

/// In the order in which they are shown.
pub(super) static FIELDS: &[Field] = &[
    Field::new(
        "paths.home",
        STEP,
        PATHS,
        Text::new("Install folder", "安装目录"),
        Text::new(
            "Where Druid is unpacked, or where an existing installation lies.",
            "Druid 的解压位置，或已有安装所在的位置。",
        ),
        Kind::Path,
    )
    .default("/opt/druid")
    .made(&[])
    .required(),
    Field::new(
        "paths.data",
        STEP,
        PATHS,
        Text::new("Data folder", "数据目录"),
        Text::new(
            "Temporary files, tasks, and what is not on disks of its own lie below it: a local disk, never NFS.",
            "临时文件、任务，以及没有独立磁盘的内容都在其下：使用本地磁盘，不要用 NFS。",
        ),
        Kind::Path,
    )
    .scope(Scope::Both)
    .default("/var/lib/druid")
    .made(&[])
    .required()
    .source(SHIPPED),
    Field::new(
        "paths.java_home",
        STEP,
        PATHS,
        Text::new("JAVA_HOME", "JAVA_HOME"),
        Text::new(
            "21 for 38 and 37, 17 from 32 on, 8 before. Empty: java on the PATH. Tasks get the same one.",
            "38 和 37 用 21，32 起用 17，更早用 8。留空则使用 PATH 中的 java。任务使用同一个 Java。",
        ),
        Kind::Path,
    )
    .scope(Scope::Both)
    .placeholder("/usr/lib/jvm/temurin-21-jdk-amd64")
    .source(DOC_JAVA),
    Field::new(
        "paths.package",
        STEP,
        PATHS,
        Text::new("Package", "安装包"),
        Text::new("The file in packages/.", "packages/ 中的文件名。"),
        Kind::Custom(check_package),
    )
    .pick(&Pick {
        cases: &[],
        otherwise: Answer::Made(
            Text::new("apache-druid-VERSION-bin.tar.gz", "apache-druid-版本号-bin.tar.gz"),
            |cx, _| {
                let file = format!("apache-druid-{}-bin.tar.gz", cx.spec.version.trim());
                if check_package(&file).is_ok() { file } else { String::new() }
            },
        ),
    })
    .required(),
    machine::service_user("druid"),
    machine::SERVICE_GROUP,
    machine::SSH_USER,
    machine::SSH_PORT,
    machine::SSH_JUMP,
    machine::CORES,
    machine::MEMORY,
    disks::field(
        Text::new("Disks for segments", "存放 Segment 的磁盘"),
        Text::new(
            "Where each disk is mounted, and how large it is, with commas between them. Segments and tasks are spread over them.",
            "每块磁盘的挂载点和容量，以逗号分隔。Segment 和任务会分布到这些磁盘上。",
        ),
        &[],
    ),
    machine::RESERVED,
];

fn check_package(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if text.chars().all(plain) && text.ends_with(".tar.gz") && !text.starts_with(['.', '-']) {
        return Ok(());
    }
    Err(msg!(en: "\"{t}\" is no file name such as apache-druid-38.0.0-bin.tar.gz",
        zh: "“{t}”不是文件名，例如 apache-druid-38.0.0-bin.tar.gz", t = shown(text)))
}

/// A path that is read, without a slash at its end.
pub(crate) fn folder(text: &str) -> Option<String> {
    AbsolutePath::parse(text).ok().map(|p| p.0)
}
