//! The jars in the Tomcat's `lib`.

use super::{Tomcat, shared, shares};
use ::rules::{Context, Package};
use model::value::shown;
use model::{Message, Node, Text, msg};

/// A jar that is known.
pub struct Jar {
    /// Its file name.
    pub file: &'static str,
    /// Group, artifact and version; empty group when no Maven repository has it.
    pub coordinates: (&'static str, &'static str, &'static str),
    /// SHA-256 of the file on Maven Central; empty when it is not there.
    pub sha256: &'static str,
    /// What it is.
    pub title: Text,
}

macro_rules! jar {
    ($group:literal, $artifact:literal, $version:literal, $sha256:literal, $title:expr) => {
        Jar {
            file: concat!($artifact, "-", $version, ".jar"),
            coordinates: ($group, $artifact, $version),
            sha256: $sha256,
            title: $title,
        }
    };
}

const JEDIS: Text = Text::new("Jedis, a client for Redis", "Redis 客户端 Jedis");
const POOL: Text = Text::new("Pool of connections for Jedis", "Jedis 的连接池");
const MSM: Text = Text::same("memcached-session-manager");
const DRIVER: Text =
    Text::new("JDBC driver of the database for sessions", "存放 Session 的数据库的 JDBC 驱动");
const SPY: Text = Text::new("Client for memcached", "memcached 客户端");

/// Those with a known sum were fetched and hashed; the two managers for Redis are on no public
/// Maven repository.
pub static KNOWN: &[Jar] = &[
    jar!(
        "",
        "tomcat-cluster-redis-session-manager",
        "3.0.4",
        "",
        Text::new(
            "Session manager of ran-jit: a jar in the zip of release 3.0.4 on GitHub",
            "ran-jit 的 Session 管理器：GitHub 上 3.0.4 发行 zip 中的 jar"
        )
    ),
    jar!(
        "redis.clients",
        "jedis",
        "3.0.1",
        "a94e11d64a0b40b45122d68efbc6f6c4499462f774e97b8435001dfaff71142e",
        JEDIS
    ),
    jar!(
        "org.apache.commons",
        "commons-pool2",
        "2.6.2",
        "689091759a3a4d8da3be38480e3df3fbcb3c3c9d81811d40cb64c56ae62e68f7",
        POOL
    ),
    jar!(
        "org.slf4j",
        "slf4j-api",
        "1.7.26",
        "6d9e5b86cfd1dd44c676899285b5bb4fa0d371cf583e8164f9c8a0366553242b",
        Text::new("Logging interface", "日志接口")
    ),
    jar!(
        "",
        "tomcat-redis-session-manager",
        "1.2-tomcat-7-java-7",
        "",
        Text::new(
            "Session manager of jcoleman, release 1.2; its author offers it no more",
            "jcoleman 的 Session 管理器 1.2；作者已不再提供下载"
        )
    ),
    jar!(
        "redis.clients",
        "jedis",
        "2.0.0",
        "a322b3cb4ed0654a95d0491b286e03d38864fad9a2409da357152b322af33b73",
        JEDIS
    ),
    jar!(
        "commons-pool",
        "commons-pool",
        "1.5.5",
        "31033df4b06efc7e449a657cc335a202e4ec845657c6e77a7684735c5941a3e7",
        POOL
    ),
    jar!(
        "de.javakaffee.msm",
        "memcached-session-manager",
        "2.1.1",
        "7a4d085f185900109d7cea570710451d4580974da66928ed6cf060ed631da038",
        MSM
    ),
    jar!(
        "de.javakaffee.msm",
        "memcached-session-manager-tc7",
        "2.1.1",
        "7e73b024a456029571bea40a97e2350c7757e86eaeec56381a38a27488c4ddfa",
        MSM
    ),
    jar!(
        "net.spy",
        "spymemcached",
        "2.12.0",
        "9f280de960fbe4cbecb4324f5e9dc3f67aeefc112d88f0cc11c3eea614d85d4a",
        SPY
    ),
    jar!(
        "de.javakaffee.msm",
        "memcached-session-manager",
        "2.3.2",
        "c3b9c42e75349a8195a1007d7fa50dffe019b1b3858a872e8ea50a3c6ae7aba2",
        MSM
    ),
    jar!(
        "de.javakaffee.msm",
        "memcached-session-manager-tc8",
        "2.3.2",
        "b4e1060d5a23638f3dc0c861b872e3f08f6ed9ded6611a593c7963ff666b7525",
        MSM
    ),
    jar!(
        "de.javakaffee.msm",
        "memcached-session-manager-tc9",
        "2.3.2",
        "8b8135c3ff1420191434d5e3f4185a29b39cd39e8072fc62f6e1980339ed97dd",
        MSM
    ),
    jar!(
        "net.spy",
        "spymemcached",
        "2.12.3",
        "133092565f8308b9bcbfce83909d11f505d4094b856ead24e299ac93679bb4e2",
        SPY
    ),
    jar!(
        "mysql",
        "mysql-connector-java",
        "5.1.49",
        "5bba9ff50e5e637a0996a730619dee19ccae274883a4d28c890d945252bb0e12",
        DRIVER
    ),
    jar!(
        "com.mysql",
        "mysql-connector-j",
        "8.0.33",
        "e2a3b2fc726a1ac64e998585db86b30fa8bf3f706195b78bb77c5f99bf877bd9",
        DRIVER
    ),
    jar!(
        "org.mariadb.jdbc",
        "mariadb-java-client",
        "2.7.12",
        "ccf16f38a7bc5bd55e59aa5e3590d74faebb2fb92d111ed5641d5175c4a3624a",
        DRIVER
    ),
];

/// The jars that fit the chosen manager and Tomcat, the manager first.
pub fn fitting(cx: &Context) -> Vec<String> {
    if super::database::chosen(cx) {
        return vec![super::database::fitting(cx)];
    }
    of_manager(cx).iter().map(|file| (*file).to_owned()).collect()
}

fn of_manager(cx: &Context) -> &'static [&'static str] {
    let tomcat = cx.get::<Tomcat>("session.tomcat").map_or(7, |t| t.major);
    match (cx.text("session.kind").as_ref(), tomcat) {
        ("redis_ranjit", _) => &[
            "tomcat-cluster-redis-session-manager-3.0.4.jar",
            "jedis-3.0.1.jar",
            "commons-pool2-2.6.2.jar",
            "slf4j-api-1.7.26.jar",
        ],
        ("redis_jcoleman", _) => &[
            "tomcat-redis-session-manager-1.2-tomcat-7-java-7.jar",
            "jedis-2.0.0.jar",
            "commons-pool-1.5.5.jar",
        ],
        ("memcached", 8) => &[
            "memcached-session-manager-2.3.2.jar",
            "memcached-session-manager-tc8-2.3.2.jar",
            "spymemcached-2.12.3.jar",
        ],
        ("memcached", 9) => &[
            "memcached-session-manager-2.3.2.jar",
            "memcached-session-manager-tc9-2.3.2.jar",
            "spymemcached-2.12.3.jar",
        ],
        ("memcached", _) => &[
            "memcached-session-manager-2.1.1.jar",
            "memcached-session-manager-tc7-2.1.1.jar",
            "spymemcached-2.12.0.jar",
        ],
        _ => &[],
    }
}

/// The jars of the field, those that are file names.
pub fn chosen(cx: &Context) -> Vec<String> {
    let text = cx.text("session.jars");
    words(&text).filter(|w| is_jar(w)).map(str::to_owned).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ']).filter(|w| !w.is_empty())
}

fn is_jar(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    name.len() > 4
        && name.ends_with(".jar")
        && name.chars().all(plain)
        && !name.starts_with(['.', '-'])
}

/// Whether a text is a list of file names of jars.
pub fn check(text: &str) -> Result<(), Message> {
    match words(text).find(|w| !is_jar(w)) {
        Some(word) => Err(msg!(en: "\"{t}\" is not the file name of a jar",
            zh: "“{t}”不是 jar 的文件名", t = shown(word))),
        None => Ok(()),
    }
}

/// Name and version of a jar, by its file name: `jedis` and `3.0.1`.
pub fn split(file: &str) -> (&str, &str) {
    let stem = file.strip_suffix(".jar").unwrap_or(file);
    let version = stem.match_indices('-').map(|(at, _)| at).find(|at| {
        stem.get(at + 1..).and_then(|rest| rest.chars().next()).is_some_and(|c| c.is_ascii_digit())
    });
    match version {
        Some(at) => (stem.get(..at).unwrap_or(stem), stem.get(at + 1..).unwrap_or_default()),
        None => (stem, ""),
    }
}

/// What a service's script puts into the Tomcat's `lib`: file names with blanks between them.
pub fn variable(cx: &Context, node: &Node) -> String {
    if shares(cx, node) { chosen(cx).join(" ") } else { String::new() }
}

/// The jars as packages that the product's service needs, but for those that it has already, such
/// as the metastore's driver; and Redis or memcached themselves.
pub fn packages(
    cx: &Context,
    services: &'static [&'static str],
    already: &[Package],
) -> Vec<Package> {
    if !shared(cx) {
        return Vec::new();
    }
    let mirror = cx.text("session.mirror");
    let mirror = mirror.trim_end_matches('/');
    let own = chosen(cx).into_iter().filter(|file| already.iter().all(|p| p.file != *file));
    let mut all: Vec<Package> = own.map(|file| package(file, mirror, services)).collect();
    all.sort_by(|a, b| a.file.cmp(&b.file));
    all.dedup_by(|a, b| a.file == b.file);
    all.extend(super::service::programs(cx));
    all
}

fn package(file: String, mirror: &str, services: &'static [&'static str]) -> Package {
    let known = KNOWN.iter().find(|jar| jar.file == file);
    let url = match known.map(|jar| jar.coordinates) {
        Some((group, artifact, version)) if !group.is_empty() && !mirror.is_empty() => {
            format!("{mirror}/{}/{artifact}/{version}/{file}", group.replace('.', "/"))
        }
        _ => String::new(),
    };
    Package {
        id: "session-sharing",
        title: known.map_or(
            const { Text::new("Library for session sharing", "Session 共享所需的库") },
            |jar| jar.title,
        ),
        version: split(&file).1.to_owned(),
        architecture: "any",
        url,
        sha256: known.map_or("", |jar| jar.sha256),
        services,
        file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_has_a_name_and_a_version() {
        assert_eq!(split("jedis-3.0.1.jar"), ("jedis", "3.0.1"));
        assert_eq!(
            split("memcached-session-manager-tc7-2.1.1.jar"),
            ("memcached-session-manager-tc7", "2.1.1")
        );
        assert_eq!(split("x.jar"), ("x", ""));
        for jar in KNOWN {
            let (_, artifact, version) = jar.coordinates;
            assert_eq!(split(jar.file), (artifact, version));
            assert_eq!(jar.sha256.is_empty(), jar.coordinates.0.is_empty(), "{}", jar.file);
        }
    }

    #[test]
    fn only_file_names_are_jars() {
        assert!(check("a-1.jar, b.jar").is_ok() && check("").is_ok());
        for bad in ["../a.jar", "a", "a.jar;id", "-a.jar", "/x/a.jar", ".jar"] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
