//! Logins that outlive a node: what can be chosen, what is written, what is promised.

use super::{
    all_clean, begin, choose, clean, exported, fill, flagged, not_flagged, open, own_site, paste,
    refused, says, says_not, there,
};
use anyhow::{Result, ensure};

/// Redis with sentinels, then memcached: the files of the web application, and the words of the
/// runbook about what becomes of a login and of a query.
#[test]
fn redis_with_sentinels_then_memcached() -> Result<()> {
    let visit = begin("en-US")?;
    let nodes = ["k1.corp.internal", "k2.corp.internal", "k3.corp.internal", "lb1.corp.internal"];
    paste(
        &visit,
        "k1.corp.internal all\nk2.corp.internal all\nk3.corp.internal query\n\
         lb1.corp.internal load_balancer",
        &nodes,
    )?;
    open(&visit, "README.md")?;
    // Not shared, and by the client's address: a login dies with its node, and the words say so.
    says(&visit, "- **A login** is known to one node only. Who was sent to the dead one")?;
    says(&visit, "- **A query in flight** is lost")?;
    says(&visit, "- **The next request**: Nginx finds the dead node when it tries it")?;
    visit.step("load_balancer")?;
    choose(&visit, "lb.method", "round_robin")?;
    says(&visit, "requests go round: people are redirected to the login (302) all the time")?;
    choose(&visit, "lb.kind", "haproxy")?;
    says(&visit, "- **The next request**: HAProxy tries another node")?;
    says_not(&visit, "Nginx finds the dead node")?;

    visit.step("session")?;
    choose(&visit, "session.kind", "redis_ranjit")?;
    says(&visit, "- **A login** is kept: the node that gets the next request reads the session")?;
    flagged(&visit, "session.redis_hosts", "GEN008")?;
    fill(&visit, "session.redis_hosts", "r1.corp.internal:6379")?;
    says(&visit, "- **Redis dies**: every request ends with HTTP 500")?;
    choose(&visit, "session.redis_mode", "sentinel")?;
    fill(
        &visit,
        "session.redis_hosts",
        "s1.corp.internal:26379\ns2.corp.internal:26379\ns3.corp.internal:26379",
    )?;
    not_flagged(&visit, "session.redis_hosts", "GEN008")?;
    says(&visit, "- **The Redis master dies**")?;
    says_not(&visit, "- **Redis dies**")?;
    clean(&visit)?;
    open(&visit, "session/context.xml.part")?;
    says(&visit, "<Manager className=\"tomcat.request.session.redis.SessionManager\"/>")?;
    open(&visit, "session/redis-data-cache.properties")?;
    says(&visit, "s2.corp.internal:26379")?;

    // Another Tomcat: the old manager can't be chosen, and says why.
    fill(&visit, "session.tomcat", "8.5.100")?;
    let why = refused(&visit, "session.kind", "redis_jcoleman")?;
    ensure!(why.contains("Tomcat 8.5") && why.contains("This Tomcat is 8"), "{why}");
    // With the Tomcat of the release it can, for one Redis only.
    fill(&visit, "session.tomcat", "7.0.100")?;
    choose(&visit, "session.kind", "redis_jcoleman")?;
    let why = refused(&visit, "session.redis_mode", "cluster")?;
    ensure!(why.contains("one Redis only"), "{why}");
    open(&visit, "session/context.xml.part")?;
    says(&visit, "com.radiadesign.catalina.session.RedisSessionManager")?;
    says_not(&visit, "tomcat.request.session.redis")?;

    choose(&visit, "session.kind", "memcached")?;
    fill(&visit, "session.memcached_hosts", "m1.corp.internal:11211\nm2.corp.internal:11211")?;
    says(&visit, "memcachedNodes=\"n1:m1.corp.internal:11211,n2:m2.corp.internal:11211\"")?;
    visit.wait(
        "![...document.querySelectorAll('#file-name option')]
           .some((o) => o.value === 'session/redis-data-cache.properties')",
    )?;
    open(&visit, "README.md")?;
    says(&visit, "- **A memcached's process dies**: every session is kept on two of them")?;
    says_not(&visit, "Redis master")?;
    // One memcached is a weaker promise.
    fill(&visit, "session.memcached_hosts", "m1.corp.internal:11211")?;
    says(&visit, "- **memcached dies, or is restarted**")?;
    fill(&visit, "session.memcached_hosts", "m1.corp.internal:11211\nm2.corp.internal:11211")?;
    own_site(&visit)?;
    clean(&visit)?;
    exported(visit)
}

/// A table in a database: the balancer must keep a client on its node, and the words say what a
/// login lives through.
#[test]
fn a_table_in_a_database() -> Result<()> {
    let visit = begin("en-US")?;
    let nodes = ["k1.corp.internal", "k2.corp.internal", "lb1.corp.internal"];
    paste(
        &visit,
        "k1.corp.internal all\nk2.corp.internal query\nlb1.corp.internal load_balancer",
        &nodes,
    )?;
    visit.step("session")?;
    choose(&visit, "session.kind", "mysql")?;
    flagged(&visit, "session.jdbc_url", "GEN008")?;
    fill(&visit, "session.username", "kylin_session")?;
    let url = "jdbc:mysql://db.corp.internal/kylin_session?useSSL=false";
    fill(&visit, "session.jdbc_url", url)?;
    not_flagged(&visit, "session.jdbc_url", "GEN008")?;
    open(&visit, "README.md")?;
    says(&visit, "- **A login** is kept if it is older than 12 s")?;
    says(&visit, "- **The database dies**: nobody who is logged in notices")?;
    open(&visit, "session/context.xml.part")?;
    says(&visit, "<Manager className=\"org.apache.catalina.session.PersistentManager\"")?;
    open(&visit, "database/sessions.sql")?;
    says(&visit, "CREATE TABLE IF NOT EXISTS `tomcat_sessions` (")?;
    // In turn, the next node does not know a login yet.
    visit.step("load_balancer")?;
    choose(&visit, "lb.method", "round_robin")?;
    flagged(&visit, "lb.method", "SES023")?;
    choose(&visit, "lb.method", "hash")?;
    not_flagged(&visit, "lb.method", "SES023")?;
    own_site(&visit)?;
    clean(&visit)?;
    exported(visit)
}

/// The store on the cluster's own nodes, in Chinese.
#[test]
fn redis_is_made_on_the_nodes() -> Result<()> {
    let visit = begin("zh-CN")?;
    let list = "k1.corp.internal all+redis\nk2.corp.internal all+redis\n\
                k3.corp.internal query+redis\nlb1.corp.internal load_balancer";
    let nodes = ["k1.corp.internal", "k2.corp.internal", "k3.corp.internal", "lb1.corp.internal"];
    visit.step("session")?;
    choose(&visit, "session.kind", "redis_ranjit")?;
    choose(&visit, "session.store", "nodes")?;
    choose(&visit, "session.redis_mode", "sentinel")?;
    visit.some_errors()?;
    paste(&visit, list, &nodes)?;
    for file in ["session/redis.conf", "session/sentinel.conf", "session/context.xml.part"] {
        there(&visit, file)?;
    }
    open(&visit, "session/sentinel.conf")?;
    says(&visit, "sentinel monitor mymaster k1.corp.internal 6379 2")?;
    open(&visit, "README.md")?;
    visit.step("product")?;
    visit.click("[data-option=zh] label")?;
    says(&visit, "**登录**不会丢失")?;
    says(&visit, "**正在执行的查询**会丢失")?;
    says(&visit, "**Redis 主节点故障**")?;
    visit.step("session")?;
    choose(&visit, "session.redis_mode", "single")?;
    says_not(&visit, "**Redis 主节点故障**")?;
    choose(&visit, "session.redis_mode", "sentinel")?;
    says(&visit, "**Redis 主节点故障**")?;
    own_site(&visit)?;
    all_clean(&visit)?;
    exported(visit)
}
