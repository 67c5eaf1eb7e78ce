//! The step "Session sharing".

use super::redis::{REDIS_CONF, SENTINEL_CONF};
use super::store::{MASTER, Mode};
use super::{choices, database, everywhere, jars, shared, tomcat};
use crate::common::machine::MOST_MEMORY;
use ::rules::{Answer, Context, Field, Kind, Pick, Source};
use model::value::{ByteSize, Uri, Value, shown};
use model::{Message, Text, msg};

/// The longest time that the managers can read, a Java `int` of milliseconds.
const LONGEST: u64 = 2_147_483_647;

/// The step in which they stand.
pub(super) const STEP: &str = "session";
const WHAT: Text = Text::new("Session sharing", "Session 共享");
pub(super) const STORE: Text = Text::new("Where sessions are kept", "Session 存放位置");
const MADE: Text = Text::new("Made on the nodes", "在节点上建立");
const LIBRARIES: Text = Text::new("Libraries", "库文件");

/// The manager of ran-jit.
pub const RANJIT: Source = Source::new(
    "tomcat-cluster-redis-session-manager 3.0.4",
    "https://github.com/ran-jit/tomcat-cluster-redis-session-manager/tree/3.0.4",
);
/// The manager of jcoleman.
pub const JCOLEMAN: Source = Source::new(
    "tomcat-redis-session-manager 1.2",
    "https://github.com/jcoleman/tomcat-redis-session-manager/tree/1.2-tomcat-7-java-7",
);
/// memcached-session-manager.
pub const MSM: Source = Source::new(
    "memcached-session-manager 2.1.1",
    "https://github.com/magro/memcached-session-manager/tree/v2.1.1",
);

fn redis(cx: &Context) -> bool {
    everywhere(cx) && !memcached(cx)
}
fn ranjit(cx: &Context) -> bool {
    cx.is("session.kind", "redis_ranjit")
}
fn memcached(cx: &Context) -> bool {
    cx.is("session.kind", "memcached")
}
/// Whether the store is made on the nodes.
pub fn made(cx: &Context) -> bool {
    everywhere(cx) && cx.is("session.store", "nodes")
}
fn given(cx: &Context) -> bool {
    everywhere(cx) && !made(cx)
}
/// Which jars there are when nothing else was said.
static FITTING_JARS: Pick = Pick {
    cases: &[],
    otherwise: Answer::Made(
        Text::new("the jars that fit the manager and the Tomcat", "与管理器和 Tomcat 匹配的 jar"),
        |cx, _| jars::fitting(cx).join(", "),
    ),
};

/// Whether Redis is made on the nodes.
pub fn redis_made(cx: &Context) -> bool {
    made(cx) && redis(cx)
}
/// Whether memcached is made on the nodes.
pub fn memcached_made(cx: &Context) -> bool {
    made(cx) && memcached(cx)
}
/// Whether sentinels are made on the nodes.
pub fn sentinel_made(cx: &Context) -> bool {
    redis_made(cx) && Mode::read(cx) == Mode::Sentinel
}

const fn field(key: &'static str, group: Text, label: Text, help: Text, kind: Kind) -> Field {
    Field::new(key, STEP, group, label, help, kind)
}

/// All of them. `tomcat` is the version in the product's release, empty when its administrator has
/// to say; `folder` is where Redis keeps its files.
#[expect(clippy::too_many_lines, reason = "a table: one entry after the other")]
pub const fn fields(tomcat: &'static str, folder: &'static str) -> [Field; 23] {
    [
        field(
            "session.kind",
            WHAT,
            Text::new("Session sharing", "Session 共享"),
            Text::new(
                "A login lasts 480 minutes: WEB-INF/web.xml of the web application says so and wins over Tomcat's web.xml and over maxInactiveInterval in context.xml, which Tomcat ignores although older manuals set it to 60.",
                "登录有效期为 480 分钟：由 Web 应用的 WEB-INF/web.xml 决定，优先于 Tomcat 的 web.xml；旧版手册在 context.xml 中设置的 maxInactiveInterval=\"60\" 会被 Tomcat 忽略。",
            ),
            Kind::Choice(choices::KINDS),
        )
        .default("none"),
        field(
            "session.tomcat",
            WHAT,
            Text::new("Tomcat of the release", "发行包中的 Tomcat"),
            Text::new(
                "Decides which manager loads. tomcat/bin/version.sh in the product's folder prints it.",
                "决定可用的管理器。可在产品目录中用 tomcat/bin/version.sh 查看。",
            ),
            Kind::Custom(tomcat::check),
        )
        .shown(shared)
        .required()
        .default(tomcat)
        .placeholder("7.0.100"),
        field(
            "session.store",
            STORE,
            Text::new("Store", "存储"),
            Text::new(
                "Whether Redis or memcached exists already or is made on nodes of this cluster.",
                "使用已有的 Redis 或 memcached，还是在本集群的节点上建立。",
            ),
            Kind::Choice(choices::STORES),
        )
        .shown(everywhere)
        .default("given"),
        field(
            "session.redis_mode",
            STORE,
            Text::new("Kind of Redis", "Redis 模式"),
            Text::new("How Redis itself stays available.", "Redis 自身的高可用方式。"),
            Kind::Choice(choices::MODES),
        )
        .shown(redis)
        .default("single"),
        field(
            "session.redis_hosts",
            STORE,
            Text::new("Addresses", "地址"),
            Text::new(
                "One Redis: its host and port; of several the manager would use only the first. Sentinel: the sentinels (port 26379), not the Redis servers. Cluster: some or all masters. Never IPv6 addresses: the manager cuts at colons.",
                "单个 Redis：主机和端口；若填多个，管理器只使用第一个。Sentinel：各 Sentinel 的地址（端口 26379），不是 Redis 的地址。Cluster：部分或全部主节点。不要使用 IPv6 地址：管理器按冒号切分。",
            ),
            Kind::HostPorts,
        )
        .shown(|cx| given(cx) && redis(cx))
        .required()
        .placeholder("redis1.example.com:6379")
        .source(RANJIT),
        field(
            "session.sentinel_master",
            STORE,
            Text::new("Name of the master", "主节点名称"),
            Text::new(
                "The name under which the sentinels watch the Redis that writes.",
                "Sentinel 监视的主节点的名称。",
            ),
            Kind::Custom(check_master),
        )
        .shown(|cx| ranjit(cx) && Mode::read(cx) == Mode::Sentinel)
        .required()
        .default(MASTER),
        field(
            "session.database",
            STORE,
            Text::new("Database", "数据库编号"),
            Text::new(
                "Keys are bare session ids without a prefix: use a database that nothing else uses. Redis has 16 unless told otherwise; a Cluster has only 0.",
                "键就是不带前缀的 Session ID：请使用没有其他用途的数据库。Redis 默认有 16 个；Cluster 只有 0。",
            ),
            Kind::Count(0, 9999),
        )
        .shown(redis)
        .default("0"),
        field(
            "session.password",
            STORE,
            Text::new("Password variable", "密码变量名"),
            Text::new(
                "The name under which secrets.env holds the password; empty: Redis asks for none. It goes into tomcat/conf/catalina.properties (0600), where the manager finds it; a variable of the environment, which a manual of Kyligence suggests, is never read, and the text ${…} itself would be sent. A user name and TLS are not possible with these managers.",
                "密码在 secrets.env 中的变量名；留空表示 Redis 无密码。密码写入 tomcat/conf/catalina.properties（0600），由管理器从中读取；Kyligence 手册中的环境变量写法不会生效，${…} 会被原样发送。这些管理器不支持用户名和 TLS。",
            ),
            Kind::Secret,
        )
        .shown(redis)
        .default("SESSION_REDIS_PASSWORD"),
        field(
            "session.memcached_hosts",
            STORE,
            Text::new("Addresses", "地址"),
            Text::new(
                "With two or more, every session is kept twice, and one may die. Not the memcached that caches query results: it would push sessions out.",
                "有两个及以上时，每个 Session 保存两份，可容忍一个故障。不要与查询结果缓存共用：缓存会挤出 Session。",
            ),
            Kind::HostPorts,
        )
        .shown(|cx| given(cx) && memcached(cx))
        .required()
        .placeholder("m1.example.com:11211,m2.example.com:11211")
        .source(MSM),
        database::URL,
        database::USER,
        database::PASSWORD,
        database::TABLE,
        field(
            "session.timeout",
            STORE,
            Text::new("Answer timeout", "响应超时"),
            Text::new(
                "How long a request waits for the store. ran-jit's manager raises everything below 2 seconds to 2. With a database, only who comes to another node, or logs out, waits at all.",
                "请求等待存储应答的时长。ran-jit 管理器会把小于 2 秒的值提高到 2 秒。使用数据库时，只有换到另一节点的请求和退出登录才需要等待。",
            ),
            Kind::Duration,
        )
        .within(1, LONGEST)
        .shown(shared)
        .required()
        .default("2 s"),
        field(
            "session.connections",
            STORE,
            Text::new("Connections", "连接数"),
            Text::new(
                "The most that one node opens to Redis. The manager's own 10 are few for Tomcat's 200 threads: requests would wait for one another.",
                "每个节点到 Redis 的最大连接数。管理器默认的 10 对 Tomcat 的 200 个线程太少，请求会互相等待。",
            ),
            Kind::Count(1, 1000),
        )
        .shown(ranjit)
        .default("50"),
        field(
            "session.redis_port",
            MADE,
            Text::new("Redis port", "Redis 端口"),
            Text::new(
                "Where Redis listens. A Cluster also uses this port plus 10000.",
                "Redis 的监听端口。Cluster 还会使用该端口加 10000。",
            ),
            Kind::Port,
        )
        .shown(redis_made)
        .required()
        .default("6379"),
        field(
            "session.sentinel_port",
            MADE,
            Text::new("Sentinel port", "Sentinel 端口"),
            Text::new(
                "Where the sentinels listen; without a password, because the manager could not send one.",
                "Sentinel 的监听端口；不设密码，因为管理器无法发送。",
            ),
            Kind::Port,
        )
        .shown(sentinel_made)
        .required()
        .default("26379"),
        field(
            "session.replicas",
            MADE,
            Text::new("Replicas per master", "每个主节点的副本数"),
            Text::new(
                "Without one, the death of a master logs out everybody whose session it held.",
                "没有副本时，某个主节点故障会使其上 Session 的用户全部掉线。",
            ),
            Kind::Count(0, 5),
        )
        .shown(|cx| redis_made(cx) && Mode::read(cx) == Mode::Cluster)
        .default("1"),
        field(
            "session.memcached_port",
            MADE,
            Text::new("memcached port", "memcached 端口"),
            Text::new(
                "Where memcached listens. It knows no password: open it to the nodes only.",
                "memcached 的监听端口。它没有密码：只对节点开放。",
            ),
            Kind::Port,
        )
        .shown(memcached_made)
        .required()
        .default("11211"),
        field(
            "session.memory",
            MADE,
            Text::new("Memory", "内存"),
            Text::new(
                "The most that sessions may take. When it is full, Redis drops the sessions nearest to their end, memcached the longest unused ones: those people log in again.",
                "Session 可用的最大内存。写满后，Redis 丢弃最接近过期的 Session，memcached 丢弃最久未用的：对应的用户需重新登录。",
            ),
            Kind::Bytes,
        )
        .within(ByteSize::MIB, MOST_MEMORY)
        .shown(made)
        .required()
        .default("512 MiB"),
        field(
            "session.dir",
            MADE,
            Text::new("Folder", "目录"),
            Text::new(
                "Configuration, data, pid files and logs of Redis and memcached; what the machine's own packages run is not touched.",
                "Redis 和 memcached 的配置、数据、pid 文件和日志；不影响机器上软件包自带的服务。",
            ),
            Kind::Path,
        )
        .shown(made)
        .required()
        .made(&[(REDIS_CONF, "dir"), (SENTINEL_CONF, "dir")])
        .default(folder),
        field(
            "session.jars",
            LIBRARIES,
            Text::new("Jars", "jar 文件"),
            Text::new(
                "File names in packages/; they go into tomcat/lib of every node that answers queries, where they also come before Hadoop's jars of the same kind. They depend on each other: change a version only if you know why.",
                "packages/ 中的文件名；会放入每个响应查询的节点的 tomcat/lib，并优先于 Hadoop 的同类 jar。它们互相依赖：不清楚时请勿更换版本。",
            ),
            Kind::Custom(jars::check),
        )
        .shown(shared)
        .required()
        .pick(&FITTING_JARS),
        field(
            "session.mirror",
            LIBRARIES,
            Text::new("Maven repository", "Maven 仓库"),
            Text::new(
                "Where bin/fetch finds the jars: Maven Central, or your own mirror of it. Empty: put them into packages/ by hand.",
                "bin/fetch 下载 jar 的地址：Maven 中央仓库或内部镜像。留空则需手工放入 packages/。",
            ),
            Kind::Custom(check_mirror),
        )
        .shown(shared)
        .placeholder("https://mirror.example.com/repository/central"),
    ]
}

/// The characters of `sentinel monitor`.
fn check_master(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if !text.is_empty() && text.len() <= 64 && text.chars().all(plain) {
        return Ok(());
    }
    Err(msg!(en: "\"{t}\" is not a name for Sentinel: letters, digits and . _ -",
        zh: "“{t}”不是 Sentinel 的名称：只能包含字母、数字和 . _ -", t = shown(text)))
}

/// `https://host/path`, of characters that mean nothing elsewhere.
fn check_mirror(text: &str) -> Result<(), Message> {
    let uri = Uri::parse(text)?;
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '.' | '_' | '-' | '~');
    if matches!(uri.scheme.as_str(), "https" | "http") && text.chars().all(plain) {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not the address of a Maven repository: https://host/path, without a login",
        zh: "“{t}”不是 Maven 仓库的地址：https://主机/路径，不含登录信息", t = shown(text)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_is_an_address_without_a_login() {
        assert!(check_mirror("https://mirror.example.com/repository/central/").is_ok());
        for bad in [
            "mirror.example.com",
            "ftp://a/b",
            "https://u:p@a/b",
            "https://a/$(id)",
            "https://a/b?c",
        ] {
            assert!(check_mirror(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_master_has_a_plain_name() {
        assert!(check_master("my-master.1").is_ok());
        for bad in ["", "a b", "a\"", &"x".repeat(65)] {
            assert!(check_master(bad).is_err(), "{bad}");
        }
    }
}
