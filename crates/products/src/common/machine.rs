//! Fields about machines: users, ssh, cores and memory. Every product has them.

use ::rules::{Answer, Field, Kind, Measured, Pick, Scope};
use model::value::{AbsolutePath, ByteSize, HostPort, UserName, Value};
use model::{Message, Text, msg};

/// The step in which they stand.
const STEP: &str = "sizing";
const USERS: Text = Text::new("User and access", "用户与访问");
const HOST: Text = Text::new("Machine", "机器");

/// The operating-system user that owns and runs everything.
pub const fn service_user(name: &'static str) -> Field {
    Field::new(
        "service.user",
        STEP,
        USERS,
        Text::new("Service user", "服务用户"),
        Text::new(
            "Owns the files and runs the programs; root-once.sh creates it where it is missing. Never root.",
            "拥有文件并运行程序的用户；若不存在，由 root-once.sh 创建。不要使用 root。",
        ),
        Kind::User,
    )
    .scope(Scope::Both)
    .default(name)
    .required()
}

/// The same name as the service user's.
static AS_SERVICE_USER: Pick = Pick { cases: &[], otherwise: Answer::Field("service.user") };

/// Its group.
pub const SERVICE_GROUP: Field = Field::new(
    "service.group",
    STEP,
    USERS,
    Text::new("Service group", "服务用户组"),
    Text::new(
        "The group of the service user; only its members may read the logs.",
        "服务用户所属的组；只有组成员可以读取日志。",
    ),
    Kind::User,
)
.scope(Scope::Both)
.pick(&AS_SERVICE_USER)
.required();

/// Who logs in by ssh.
pub const SSH_USER: Field = Field::new(
    "ssh.user",
    STEP,
    USERS,
    Text::new("ssh user", "ssh 用户"),
    Text::new(
        "bin/deploy logs in as this user. If it is not the service user, it needs sudo to become that one.",
        "bin/deploy 以此用户登录。若与服务用户不同，则需要能通过 sudo 切换为服务用户。",
    ),
    Kind::User,
)
.scope(Scope::Both)
.pick(&AS_SERVICE_USER)
.required();

/// Where sshd listens.
pub const SSH_PORT: Field = Field::new(
    "ssh.port",
    STEP,
    USERS,
    Text::new("ssh port", "ssh 端口"),
    Text::new("The port of sshd on the nodes.", "各节点 sshd 的端口。"),
    Kind::Port,
)
.scope(Scope::Both)
.default("22")
.required();

/// The way in.
pub const SSH_JUMP: Field = Field::new(
    "ssh.jump",
    STEP,
    USERS,
    Text::new("Jump host", "跳板机"),
    Text::new(
        "Goes through this host when the nodes cannot be reached directly: user@host or user@host:port.",
        "无法直接访问节点时经由此主机：user@host 或 user@host:port。",
    ),
    Kind::Custom(check_jump),
)
.scope(Scope::Both)
.placeholder("admin@jump.example.com:22");

/// How many cores a machine has.
pub const CORES: Field = Field::new(
    "host.cores",
    STEP,
    HOST,
    Text::new("Cores", "CPU 核数"),
    Text::new("Logical cores of the machine, where known.", "机器的逻辑核数（如已知）。"),
    Kind::Count(1, 4096),
)
.measured(Measured::Cores)
.scope(Scope::Node);

/// More memory than any machine has, in bytes: 1 PiB.
pub const MOST_MEMORY: u64 = 1 << 50;

/// How much memory a machine has.
pub const MEMORY: Field = Field::new(
    "host.memory",
    STEP,
    HOST,
    Text::new("Memory", "内存"),
    Text::new(
        "Physical memory of the machine, where known: heaps are checked against it.",
        "机器的物理内存（如已知）：用于检查堆内存是否超出。",
    ),
    Kind::Bytes,
)
.within(ByteSize::MIB, MOST_MEMORY)
.measured(Measured::Memory)
.scope(Scope::Node)
.placeholder("32 GiB");

/// How much memory of a machine other programs may take.
pub const RESERVED: Field = Field::new(
    "host.reserved",
    STEP,
    HOST,
    Text::new("Memory for other programs", "为其他程序保留的内存"),
    Text::new(
        "What programs that Muster does not know take on the machine, such as a DataNode: it is left free.",
        "Muster 之外的程序（例如 DataNode）在该机器上占用的内存：会为其留出。",
    ),
    Kind::Bytes,
)
.within(0, MOST_MEMORY)
.scope(Scope::Both)
.placeholder("8 GiB");

/// Lines of a systemd unit for a program that needs Java: `JAVA_HOME`, and its `java` first on the
/// PATH, because scripts of the products call `java` without a path. Nothing when no folder is
/// named.
pub fn java_environment(cx: &::rules::Context, node: &model::Node) -> Vec<String> {
    java_environment_of(&cx.node_text(node, "paths.java_home"))
}

/// The same for a folder that is known.
pub fn java_environment_of(home: &str) -> Vec<String> {
    match AbsolutePath::parse(home) {
        Ok(home) => vec![
            format!("Environment=JAVA_HOME={home}"),
            format!(
                "Environment=PATH={home}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
            ),
        ],
        Err(_) => Vec::new(),
    }
}

/// A path of a node, without a slash at the end. What is not a path gives one that does not exist:
/// it is reported by a rule, and no other text may stand in a unit or a list of files.
pub fn path(cx: &::rules::Context, node: &model::Node, key: &str) -> String {
    match AbsolutePath::parse(&cx.node_text(node, key)) {
        Ok(path) => path.0,
        Err(_) => NO_PATH.to_owned(),
    }
}

/// Stands where a path cannot be used.
pub const NO_PATH: &str = "/nonexistent";

/// `user@host`, `user@host:port`, or the same without the user.
fn check_jump(text: &str) -> Result<(), Message> {
    let (user, host) = text.split_once('@').unwrap_or(("", text));
    if text.contains(',') {
        return Err(msg!(en: "only one jump host can be given", zh: "只能指定一台跳板机"));
    }
    if text.contains('@') {
        UserName::parse(user)?;
    }
    HostPort::parse(host).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::check_jump;

    #[test]
    fn a_jump_host_is_one_host_with_an_optional_user_and_port() {
        for good in ["jump", "admin@jump.example.com", "admin@jump:2222", "10.0.0.1:22"] {
            assert!(check_jump(good).is_ok(), "{good}");
        }
        for bad in ["@jump", "-oProxyCommand=x@h", "a@b@c", "a b@c", "admin@", "h1,h2", "h:0"] {
            assert!(check_jump(bad).is_err(), "{bad}");
        }
    }
}
