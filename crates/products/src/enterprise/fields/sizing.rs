//! The step "Sizing and paths".

use crate::common::machine;
use crate::enterprise::sources::{CONFIGURATION, PREREQUISITES};
use crate::kylin::fields::sizing as kylin;
use ::rules::{Field, Kind};
use model::value::shown;
use model::{Message, Text, msg};

const STEP: &str = "sizing";
const PATHS: Text = Text::new("Paths", "路径");

const HEAP: Field = Field {
    help: Text::new(
        "Largest heap of the server; the manual's own second sample has 16 GiB. It is added at the end of the release's setenv.sh, where the last word counts.",
        "服务进程的最大堆内存；手册给出的第二个示例为 16 GiB。该值追加到发行包 setenv.sh 的末尾，以最后的设置为准。",
    ),
    ..kylin::HEAP.source(CONFIGURATION)
};

const JAVA: Field = Field {
    help: Text::new(
        "A Java 8 on the nodes, where setenv.sh was made for it. Empty: java on the PATH.",
        "节点上的 Java 8，发行包的 setenv.sh 即为其编写。留空则使用 PATH 中的 java。",
    ),
    ..kylin::JAVA_HOME.source(PREREQUISITES)
};

const PACKAGE: Field = Field::new(
    "paths.package",
    STEP,
    PATHS,
    Text::new("Package", "软件包"),
    Text::new(
        "The name of the archive that Kyligence gave you; put it into packages/. It depends on the build and on the Hadoop distribution.",
        "Kyligence 提供的安装包文件名；请放入 packages/。文件名取决于构建号和 Hadoop 发行版。",
    ),
    Kind::Custom(check_package),
)
.required();

fn check_package(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    if text.ends_with(".tar.gz") && text.chars().all(plain) && !text.starts_with(['-', '.']) {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not the name of a .tar.gz archive", zh: "“{t}”不是 .tar.gz 安装包的文件名",
        t = shown(text)),
    )
}

const fn fields(home: &'static str, example: &'static str) -> [Field; 14] {
    [
        HEAP,
        Field { help: EXTRA_HELP, ..kylin::EXTRA },
        Field { label: kylin::HOME.label, ..kylin::HOME.default(home) },
        PACKAGE.placeholder(example),
        JAVA,
        machine::service_user("kylin"),
        machine::SERVICE_GROUP,
        machine::SSH_USER,
        machine::SSH_PORT,
        machine::SSH_JUMP,
        machine::CORES,
        machine::MEMORY,
        kylin::STORE_DISKS,
        machine::RESERVED,
    ]
}

const EXTRA_HELP: Text = Text::new(
    "Words that begin with a hyphen, added after the release's own. A -D with a key of the product beats its files.",
    "以连字符开头的参数，追加到发行包自带的参数之后。用 -D 设置的产品配置项优先于文件。",
);

/// Of Kyligence Enterprise, in the order in which they are shown.
pub static KYLIGENCE: [Field; 14] =
    fields("/opt/kyligence", "Kyligence-Enterprise-3.4.5.2107-GA-hbase1.x.tar.gz");
/// Of KAP, in the order in which they are shown.
pub static KAP: [Field; 14] = fields("/opt/kap", "kap-2.5.6-GA-hbase1.x.tar.gz");

#[cfg(test)]
mod tests {
    use super::check_package;

    #[test]
    fn a_package_is_the_name_of_an_archive() {
        assert!(check_package("Kyligence-Enterprise-3.2.2.2022-GA-fi.tar.gz").is_ok());
        for bad in ["", "x.zip", "../x.tar.gz", "a b.tar.gz", "-x.tar.gz", "$(id).tar.gz"] {
            assert!(check_package(bad).is_err(), "{bad}");
        }
    }
}
