//! Files of what stands beside several products, and the fields that they speak of.

use super::load_balancer::ROLE;
use super::session::PROPERTY;
use ::rules::{Beside, Hint, Reader};

const NONE: Beside = Beside {
    subject: "",
    ends: &[],
    reader: Reader::Site,
    writes: &[],
    part: false,
    step: "",
    role: "",
    hints: &[],
    shared: &[],
    defaults: &[],
};

/// `330` is seconds; another unit stands behind its number.
fn time(value: &str) -> Option<String> {
    let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let (number, unit) = value.split_at(digits);
    let good = !number.is_empty() && matches!(unit, "" | "ms");
    good.then(|| if unit.is_empty() { format!("{number} s") } else { format!("{number} ms") })
}

fn milliseconds(value: &str) -> Option<String> {
    let number: u64 = value.trim().parse().ok()?;
    Some(if number.is_multiple_of(1000) {
        format!("{} s", number / 1000)
    } else {
        format!("{number} ms")
    })
}

/// A load balancer, whichever program it is. How long Nginx and Apache httpd wait when nobody says it is
/// a minute.
pub(crate) const BALANCER: Beside = Beside {
    subject: "load balancer",
    ends: &[
        "nginx.conf",
        "*nginx*.conf",
        "haproxy.cfg",
        "*haproxy*.cfg",
        "httpd.conf",
        "*httpd*.conf",
        "apache2.conf",
        "conf.d/*.conf",
        "conf.d/*.cfg",
        "sites-enabled/*",
        "sites-available/*",
        "conf-enabled/*.conf",
        "vhosts/*.conf",
        "upstream*.conf",
    ],
    reader: Reader::Balancer,
    writes: &["load-balancer/nginx.conf", "load-balancer/haproxy.cfg", "load-balancer/httpd.conf"],
    step: "load_balancer",
    role: ROLE,
    hints: &[
        Hint::new("listen", "lb.port"),
        Hint::new("name", "lb.name"),
        Hint::new("certificate", "lb.certificate"),
        Hint::new("key", "lb.key"),
        Hint::new("certificate", "lb.key"),
        Hint::new("read_timeout", "lb.read_timeout").made(time),
        Hint::new("connect_timeout", "lb.connect_timeout").made(time),
        Hint::new("folder", "lb.dir"),
    ],
    defaults: &[],
    ..NONE
};

/// The address that moves from one load balancer to the next.
pub(crate) const FLOATING: Beside = Beside {
    subject: "keepalived",
    ends: &["keepalived.conf", "*keepalived*.conf"],
    reader: Reader::Floating,
    writes: &["load-balancer/keepalived.conf"],
    step: "load_balancer",
    hints: &[
        Hint::new("address", "lb.floating_address"),
        Hint::new("interface", "lb.floating_interface"),
        Hint::new("router", "lb.virtual_router_id"),
    ],
    shared: &["address", "router"],
    ..NONE
};

/// The JDBC address of a store, without the limits that the answer timeout adds.
fn without_limits(url: &str) -> Option<String> {
    let (base, options) = url.split_once('?')?;
    let own = |o: &&str| !o.starts_with("connectTimeout=") && !o.starts_with("socketTimeout=");
    let rest: Vec<&str> = options.split('&').filter(own).collect();
    Some(if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) })
}

fn limit(url: &str) -> Option<String> {
    let (_, options) = url.split_once('?')?;
    milliseconds(options.split('&').find_map(|o| o.strip_prefix("socketTimeout="))?)
}

/// The user in a JDBC address.
fn user(url: &str) -> Option<String> {
    let (_, options) = url.split_once('?')?;
    options.split('&').find_map(|o| o.strip_prefix("user=")).map(str::to_owned)
}

/// The session manager of Tomcat.
pub(crate) const CONTEXT: Beside = Beside {
    subject: "context.xml",
    ends: &["context.xml", "context.xml.part"],
    reader: Reader::Context,
    writes: &["session/context.xml.part"],
    part: true,
    step: "session",
    hints: &[
        Hint::new("servers", "session.redis_hosts"),
        Hint::new("servers", "session.memcached_hosts"),
        Hint::new("Manager database", "session.database"),
        Hint::new("Manager password", "session.password"),
        Hint::new("Manager timeout", "session.timeout").made(milliseconds),
        Hint::new("Manager operationTimeout", "session.timeout").made(milliseconds),
        Hint::new("Manager/Store connectionURL", "session.jdbc_url").made(without_limits),
        Hint::new("Manager/Store connectionURL", "session.jdbc_url"),
        Hint::new("Manager/Store connectionURL", "session.timeout").made(limit),
        Hint::new("Manager/Store connectionURL", "session.username").made(user),
        Hint::new("Manager/Store connectionName", "session.username"),
        Hint::new("Manager/Store connectionPassword", "session.database_password"),
        Hint::new("Manager/Store sessionTable", "session.table"),
    ],
    shared: &[
        "Loader loaderClass",
        "Manager className",
        "Manager database",
        "Manager memcachedNodes",
        "Manager/Store connectionURL",
        "Manager/Store sessionTable",
        "servers",
    ],
    // What memcached's manager takes where nobody says it (memcached-session-manager 2.1.1).
    defaults: &[
        ("Manager sticky", "true"),
        ("Manager sessionBackupAsync", "true"),
        ("Manager lockingMode", "none"),
        ("Manager operationTimeout", "1000"),
        ("Manager database", "0"),
        ("Manager timeout", "2000"),
    ],
    ..NONE
};

/// Ports and names of Tomcat: Muster writes none of it.
pub(crate) const SERVER: Beside = Beside {
    subject: "server.xml",
    ends: &["server.xml"],
    reader: Reader::Server,
    part: true,
    ..NONE
};

/// What ran-jit's manager reads: all of its keys, with what it takes where nobody says it
/// (tomcat-cluster-redis-session-manager 3.0.4, `Config.java`).
pub(crate) const DATA_CACHE: Beside = Beside {
    subject: "redis-data-cache.properties",
    ends: &["redis-data-cache.properties"],
    reader: Reader::Properties,
    writes: &["session/redis-data-cache.properties"],
    step: "session",
    hints: &[
        Hint::new("redis.hosts", "session.redis_hosts"),
        Hint::new("redis.sentinel.master", "session.sentinel_master"),
        Hint::new("redis.database", "session.database"),
        Hint::new("redis.password", "session.password"),
        Hint::new("redis.timeout", "session.timeout").made(milliseconds),
        Hint::new("redis.max.active", "session.connections"),
    ],
    shared: &[
        "redis.cluster.enabled",
        "redis.database",
        "redis.hosts",
        "redis.sentinel.enabled",
        "redis.sentinel.master",
    ],
    defaults: &[
        ("redis.hosts", "127.0.0.1:6379"),
        ("redis.cluster.enabled", "false"),
        ("redis.sentinel.enabled", "false"),
        ("redis.sentinel.master", "mymaster"),
        ("redis.password", ""),
        ("redis.database", "0"),
        ("redis.timeout", "2000"),
        ("redis.max.active", "10"),
        ("redis.max.idle", "5"),
        ("redis.min.idle", "1"),
        ("redis.test.onBorrow", "true"),
        ("redis.test.onReturn", "true"),
        ("redis.test.whileIdle", "true"),
        ("redis.test.numPerEviction", "10"),
        ("redis.time.betweenEviction", "60000"),
        ("lb.sticky-session.enabled", "false"),
        ("redis.session.expiry.job.interval", "60"),
        ("redis.session.data-sync.job.interval", "10"),
        ("session.persistent.policies", "DEFAULT"),
    ],
    ..NONE
};

/// System properties that were added to Tomcat's own.
pub(crate) const CATALINA: Beside = Beside {
    subject: "catalina.properties",
    ends: &["catalina.properties", "catalina.properties.part"],
    reader: Reader::SystemProperties,
    writes: &["session/catalina.properties.part"],
    part: true,
    step: "session",
    hints: &[
        Hint::new(PROPERTY, "session.password"),
        Hint::new("session.database.password", "session.database_password"),
    ],
    ..NONE
};

/// What an archive of Muster's tells the scripts of a node.
pub(crate) const NODE: Beside = Beside {
    subject: "node.env",
    ends: &["node.env"],
    reader: Reader::Environment,
    step: "session",
    hints: &[
        Hint::new("HAPROXY_CERTIFICATE", "lb.certificate"),
        Hint::new("HAPROXY_KEY", "lb.key"),
    ],
    ..NONE
};

const SITE: Beside = Beside { reader: Reader::Site, part: true, ..NONE };

/// Name nodes of the name services that a client's file has.
const NAME_NODES: Hint = Hint::new("name nodes of *", "storage.namenodes");

/// A client's `hdfs-site.xml`; a product says which file it writes.
pub(crate) const HDFS: Beside =
    Beside { subject: "hdfs-site.xml", ends: &["hdfs-site.xml"], hints: &[NAME_NODES], ..SITE };

/// Hadoop's general settings.
pub(crate) const CORE: Beside =
    Beside { subject: "core-site.xml", ends: &["core-site.xml"], hints: &[NAME_NODES], ..SITE };

/// HBase's.
pub(crate) const HBASE: Beside = Beside {
    subject: "hbase-site.xml",
    ends: &["hbase-site.xml"],
    hints: &[Hint::new("ZooKeeper", "zookeeper.connect"), NAME_NODES],
    ..SITE
};
