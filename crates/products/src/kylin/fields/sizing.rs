//! The step "Sizing and paths".

use crate::common::disks;
use crate::common::jvm::{LEAST_HEAP, MOST_HEAP};
use crate::common::machine;
use crate::common::session::roles::REDIS_ID;
use crate::kylin::sources::{JAVA_LATER, SETENV};
use ::rules::{Field, Kind, Scope};
use model::value::{AbsolutePath, Value, shown};
use model::{Message, Text, msg};

const STEP: &str = "sizing";
const MEMORY: Text = Text::new("Memory", "内存");
const PATHS: Text = Text::new("Paths", "路径");

/// The heap that the release's own `setenv.sh` gives.
pub const SHIPPED_HEAP: &str = "4 GiB";

/// The field `jvm.heap`.
pub(crate) const HEAP: Field = Field::new(
    "jvm.heap",
    STEP,
    MEMORY,
    Text::new("Heap of Kylin", "Kylin 堆内存"),
    Text::new(
        "Largest heap of the server. 4 GiB is what the release brings; with LDAP less than 2.5 GiB does not start.",
        "服务进程的最大堆内存。发行包自带 4 GiB；使用 LDAP 时小于 2.5 GiB 无法启动。",
    ),
    Kind::Bytes,
)
.within(LEAST_HEAP, MOST_HEAP)
.scope(Scope::Both)
.default(SHIPPED_HEAP)
.among(crate::kylin::memory::heap_among)
.required()
.source(SETENV);

/// The field `jvm.extra`.
pub(crate) const EXTRA: Field = Field::new(
    "jvm.extra",
    STEP,
    MEMORY,
    Text::new("More JVM options", "附加 JVM 参数"),
    Text::new(
        "Words that begin with a hyphen, added to the release's own. A -D with a Kylin key beats kylin.properties.",
        "以连字符开头的参数，追加到发行包自带的参数之后。用 -D 设置的 Kylin 键优先于 kylin.properties。",
    ),
    Kind::Custom(check_options),
)
.scope(Scope::Both)
.placeholder("-XX:+UseG1GC")
.source(SETENV);

/// The field `paths.home`.
pub(crate) const HOME: Field = Field::new(
    "paths.home",
    STEP,
    PATHS,
    Text::new("KYLIN_HOME", "KYLIN_HOME"),
    Text::new(
        "Where Kylin is unpacked, or where an existing installation lies: that one is adopted, not replaced.",
        "Kylin 的解压位置，或已有安装所在的位置：已有安装会被沿用而不是替换。",
    ),
    Kind::Path,
)
.scope(Scope::Both)
.default("/opt/kylin")
.made(&[])
.required();

/// The field `paths.java_home`.
pub(crate) const JAVA_HOME: Field = Field::new(
    "paths.java_home",
    STEP,
    PATHS,
    Text::new("JAVA_HOME", "JAVA_HOME"),
    Text::new(
        "A Java 8 on the nodes: nothing later works with Kylin 3.1. Empty: java on the PATH.",
        "节点上的 Java 8：更高版本无法运行 Kylin 3.1。留空则使用 PATH 中的 java。",
    ),
    Kind::Custom(check_java_home),
)
.scope(Scope::Both)
.placeholder("/usr/lib/jvm/java-8-openjdk-amd64")
.source(JAVA_LATER);

/// The disks of a node that keeps sessions.
pub(crate) const STORE_DISKS: Field = disks::field(
    Text::new("Disks", "磁盘"),
    Text::new(
        "Where each disk is mounted, and how large it is, with commas between them: what Redis writes down is checked against it.",
        "每块磁盘的挂载点和容量，以逗号分隔：用于检查 Redis 的持久化数据是否放得下。",
    ),
    &[REDIS_ID],
);

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    HEAP,
    EXTRA,
    HOME,
    JAVA_HOME,
    machine::service_user("kylin"),
    machine::SERVICE_GROUP,
    machine::SSH_USER,
    machine::SSH_PORT,
    machine::SSH_JUMP,
    machine::CORES,
    machine::MEMORY,
    STORE_DISKS,
    machine::RESERVED,
];

/// The words of a text with JVM options.
pub fn options(text: &str) -> Result<Vec<&str>, Message> {
    let plain = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '+' | '=' | ':' | '.' | '_' | '/' | ',' | '@' | '%')
    };
    text.split_ascii_whitespace()
        .map(|word| {
            if let Some(c) = word.chars().find(|c| !plain(*c)) {
                return Err(msg!(en: "the option \"{w}\" has the character {c}, which a shell would change",
                    zh: "参数“{w}”含有会被 shell 改变的字符 {c}", w = shown(word), c = c.escape_debug().to_string()));
            }
            if !word.starts_with('-') || word.len() < 2 {
                return Err(msg!(en: "\"{w}\" is not a JVM option: they begin with a hyphen",
                    zh: "“{w}”不是 JVM 参数：应以连字符开头", w = shown(word)));
            }
            Ok(word)
        })
        .collect()
}

fn check_options(text: &str) -> Result<(), Message> {
    options(text).map(|_| ())
}

fn check_java_home(text: &str) -> Result<(), Message> {
    AbsolutePath::parse(text).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::options;

    #[test]
    fn jvm_options_are_plain_words() {
        assert_eq!(options(" -Xss1m  -Da.b=c/d ").map(|o| o.len()), Ok(2));
        for bad in ["Xmx1g", "-D$(id)", "-Da='b'", "-Da;b", "-Da\"", "-Da`", "-", "-Da*"] {
            assert!(options(bad).is_err(), "{bad}");
        }
    }
}
