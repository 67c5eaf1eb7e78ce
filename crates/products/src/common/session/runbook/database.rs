//! The runbook's sentences about sessions in MySQL or MariaDB. The numbers are what `cargo xtask
//! lab sessions` measures.

use super::super::database::Database;
use super::super::promise;
use crate::common::load_balancer::fields::any;
use crate::common::text::one_line;
use ::rules::Context;
use model::{Lang, msg};

/// What is made before the first start.
pub(super) fn before(database: &Database, lang: Lang) -> Vec<String> {
    // In SQL a name stands in back-ticks or quotes; what could end them is left out.
    let name = |text: &str| -> String {
        one_line(text).chars().filter(|c| !matches!(c, '`' | '\'' | '"' | '\\')).collect()
    };
    let (schema, user, table) = (&database.url.database, name(&database.user), &database.table);
    let server = database.url.servers.first();
    let host = server.map(|s| s.host.to_string()).unwrap_or_default();
    let port = server.and_then(|s| s.port).map_or(3306, |p| p.0);
    let mut lines = vec![
        msg!(en: "- Make database, table and user once, before the first deployment: Tomcat makes none of them, and starts without, too. Then nothing is kept, and only its log says so (\"Table … doesn't exist\", \"Access denied for user\").",
             zh: "- 首次部署前创建一次数据库、表和用户：Tomcat 不会创建它们，没有时也照常启动，但不会保存任何 Session，且只在日志中报错（“Table … doesn't exist”“Access denied for user”）。").render(lang),
        String::new(),
    ];
    lines.extend(
        [
            "```sh".to_owned(),
            format!(
                "mysql -h {host} -P {port} -u root -p -e 'CREATE DATABASE IF NOT EXISTS `{schema}`'"
            ),
            format!("mysql -h {host} -P {port} -u root -p {schema} <database/sessions.sql"),
            "```".to_owned(),
            String::new(),
            "```sql".to_owned(),
            format!("CREATE USER '{user}'@'%' IDENTIFIED BY '…';"),
            format!("GRANT SELECT, INSERT, DELETE ON `{schema}`.`{table}` TO '{user}'@'%';"),
            "```".to_owned(),
            String::new(),
        ]
        .map(|line| if line.is_empty() { line } else { format!("  {line}") }),
    );
    lines.push(
        msg!(en: "- Each node keeps one connection to that database, whoever is logged in. The table needs no backup: it holds logins of the last 480 minutes.",
             zh: "- 无论登录用户多少，每个节点只占用该数据库的一个连接。该表不需要备份：其中只有最近 480 分钟内的登录。").render(lang),
    );
    lines
}

/// What becomes of a login; `None` when sessions are kept elsewhere, or clients have no balancer
/// that finds them another node.
pub(super) fn login(cx: &Context, lang: Lang) -> Option<String> {
    let seconds = promise::saved(cx).filter(|_| any(cx))?;
    Some(msg!(en: "- **A login** is kept if it is older than {s} s: the node that gets the next request reads the session from the table. Tomcat writes sessions that were used every ten seconds, so a younger one may not be there yet, and its person logs in again. After a stop in order (`bin/stop`) every login is there. The load balancer must send a client to one node as long as that lives.",
              zh: "- **登录**超过 {s} 秒即不会丢失：收到下一个请求的节点会从数据表中读取 Session。Tomcat 每十秒写入使用过的 Session，更新的登录可能尚未写入，相应用户需重新登录。正常停止（`bin/stop`）时所有登录都会写入。负载均衡须使客户端保持在同一节点，直到该节点故障。", s = seconds).render(lang))
}

/// When the database itself dies, what a logout does, and what all of it costs.
pub(super) fn store(cx: &Context, lang: Lang) -> Vec<String> {
    let wait = promise::database(cx).unwrap_or_default();
    vec![
        msg!(en: "- **The database dies**: nobody who is logged in notices, and people can log in, because each node has its sessions in memory. Until it is back, no login outlives its node; what a node could not write then it writes after the next request with that login. Without power it refuses nothing: then a logout, and who comes to a node that does not know them, waits up to {w} s, longer when very many are logged in, because a node asks for one at a time; an answer timeout below 2 s shortens that.",
             zh: "- **数据库故障**：已登录的用户不受影响，也可以登录，因为各节点的 Session 都在内存中；但恢复之前，登录会随节点一起失效；期间未能写入的登录要等该用户下一次请求后才会写入。断电的数据库不会拒绝连接：此时退出登录和转到另一节点的用户最多等待 {w} 秒；登录用户极多时会更久，因为每个节点一次只查询一个。把响应超时设为小于 2 秒可缩短等待。", w = wait).render(lang),
        msg!(en: "- **A logout** counts on the node that answers it, and in the table. Another node that had answered the same person keeps what it knows in its memory until 480 minutes after the last request; the browser has thrown that cookie away. While the database is away a logout leaves its row behind.",
             zh: "- **退出登录**在应答的节点和数据表中生效。曾应答过该用户的其他节点会在内存中保留其 Session，直到最后一次请求 480 分钟之后；浏览器已丢弃相应的 Cookie。数据库不可用期间退出登录会留下对应的行。").render(lang),
        msg!(en: "- **What it costs**: a session that is used is written once in ten seconds at most (a DELETE and an INSERT, not within a transaction; 1.8 KB as measured with Apache Kylin's own users), whatever the number of requests; each node also asks once in ten seconds which rows have expired.",
             zh: "- **代价**：无论请求多少，每个使用中的 Session 每十秒最多写入一次（一次 DELETE 加一次 INSERT，不在同一事务中；以 Apache Kylin 自带用户实测为 1.8 KB）；各节点每十秒还会查询一次过期的行。").render(lang),
    ]
}
