//! The runbook: what to prepare for shared sessions, and what becomes of a login and of a query
//! when a node dies.

mod database;

use super::fields::{made, redis_made};
use super::store::{Mode, Sharing, sharing};
use super::{POOL, promise, shared};
use crate::common::load_balancer::fields::any;
use ::rules::{Context, Runbook, When};
use model::value::Duration;
use model::{Lang, Text, msg};

fn section(lang: Lang, before: bool, title: Text, lines: &[String]) -> Runbook {
    let when = if before { When::Before } else { When::After };
    Runbook { when, title: title.get(lang).to_owned(), body: format!("{}\n", lines.join("\n")) }
}

/// What is prepared before the first start; `None` when sessions are not shared.
pub fn before(cx: &Context, lang: Lang) -> Option<Runbook> {
    let Some(Ok(sharing)) = sharing(cx) else { return None };
    let mut own = Vec::new();
    let mut lines = Vec::new();
    match sharing {
        Sharing::Ranjit(_) => lines.push(const { Text::new(
            "- The manager's jar is on no public repository: take it out of `tomcat-cluster-redis-session-manager.zip` of release 3.0.4 on GitHub (folder `lib`), put it into `packages/` and compare its name with PACKAGES.tsv. The other jars in that zip are not needed.",
            "- 管理器的 jar 不在公共仓库中：请从 GitHub 上 3.0.4 发行的 `tomcat-cluster-redis-session-manager.zip`（`lib` 目录）中取出，放入 `packages/`，并与 PACKAGES.tsv 中的文件名核对。该 zip 中的其他 jar 不需要。",
        ) }),
        Sharing::Jcoleman(_) => lines.push(const { Text::new(
            "- The manager's author offers its jar no more: use the one you have, and put it into `packages/`. `commons-pool2`, which an older manual of KAP names, does not go with Jedis 2.0.0: with it Tomcat stops with `NoClassDefFoundError: org/apache/commons/pool/impl/GenericObjectPool$Config`.",
            "- 管理器的作者已不再提供 jar：请使用已有的文件，放入 `packages/`。KAP 旧版手册所写的 `commons-pool2` 与 Jedis 2.0.0 不匹配：Tomcat 会报 `NoClassDefFoundError: org/apache/commons/pool/impl/GenericObjectPool$Config`。",
        ) }),
        Sharing::Memcached(..) => {}
        Sharing::Database(ref database) => own = database::before(database, lang),
    }
    lines.push(const { Text::new(
        "- `tomcat/conf/context.xml` gets the manager's elements before its last end tag; the `<Loader>` and all else stay. `bin/rollback` puts the file back byte for byte. Edit around the lines `muster:begin` and `muster:end` as you like, never between them.",
        "- 管理器的元素会插入 `tomcat/conf/context.xml` 的最后一个结束标签之前，`<Loader>` 等其余内容保持不变；`bin/rollback` 会逐字节还原该文件。可以修改 `muster:begin` 与 `muster:end` 两行以外的内容，不要修改其间的内容。",
    ) });
    lines.push(const { Text::new(
        "- On nodes that already run: Tomcat notices another `context.xml` within seconds and reloads the web application, which fails until the restart, because the new jars are not loaded yet. So go node by node: `bin/deploy --node NAME`, at once `bin/start --restart --node NAME`.",
        "- 对于已在运行的节点：Tomcat 会在数秒内发现 `context.xml` 的变化并重新加载 Web 应用，而此时新的 jar 尚未载入，应用会失败，直到重启。因此请逐个节点进行：先 `bin/deploy --node NAME`，随即 `bin/start --restart --node NAME`。",
    ) });
    if super::database::chosen(cx) {
        // Its own lines say it all.
    } else if made(cx) {
        lines.push(const { Text::new(
            "- Redis and memcached come from the operating system's packages; their own services are not used and should not run: `systemctl disable --now redis-server redis-sentinel memcached`, as far as they are there.",
            "- Redis 和 memcached 来自操作系统的软件包；软件包自带的服务不使用，也不应运行：对已安装的部分执行 `systemctl disable --now redis-server redis-sentinel memcached`。",
        ) });
    } else if !cx.is("session.kind", "memcached") {
        lines.push(const { Text::new(
            "- The Redis that exists: `maxmemory-policy volatile-ttl` (with `noeviction`, its default, a full Redis refuses every login), a database of its own, a password, no TLS, no user name. Only the nodes may reach it: whoever can write to it makes Tomcat load Java objects of their choice.",
            "- 已有的 Redis：设置 `maxmemory-policy volatile-ttl`（默认的 `noeviction` 在写满时会拒绝所有登录）、独立的数据库和密码，不使用 TLS 和用户名。只允许节点访问：能写入它的人可以让 Tomcat 加载任意 Java 对象。",
        ) });
    } else {
        lines.push(const { Text::new(
            "- The memcached that exists: only the nodes may reach it, because it knows no password, and it must not cache anything else that could push sessions out.",
            "- 已有的 memcached：只允许节点访问，因为它没有密码；也不能缓存其他可能挤出 Session 的内容。",
        ) });
    }
    own.extend(lines.iter().map(|line| line.get(lang).to_owned()));
    Some(section(
        lang,
        true,
        const {
            Text::new("Before the first start: shared sessions", "首次启动前：Session 共享")
        },
        &own,
    ))
}

const TRY: Text = Text::new(
    "- **To try it**: `bin/verify --drill` logs in through one node, asks the others with that login, stops the server of the first, asks the others and the load balancer again, and starts it. In a browser: log in, stop one node (`bin/stop --node NAME`), reload the page, start the node again.",
    "- **验证方法**：`bin/verify --drill` 在一个节点上登录，用该登录询问其他节点，然后停止该节点上的服务，再次询问其他节点和负载均衡，最后重新启动。在浏览器中：登录后停止一个节点（`bin/stop --node NAME`），刷新页面，再启动该节点。",
);

/// What becomes of a login, and of a query in flight, with what is chosen; `None` when there is one
/// node only.
pub fn death(cx: &Context, lang: Lang) -> Option<Runbook> {
    if cx.with_roles(POOL).len() < 2 {
        return None;
    }
    let own = |text: Text| text.get(lang).to_owned();
    let login = database::login(cx, lang).unwrap_or_else(|| own(login(cx)));
    let mut lines = vec![login, own(query(cx)), next(cx, lang)];
    lines.extend(store(cx, lang));
    if shared(cx) {
        lines.push(own(TRY));
    }
    Some(section(
        lang,
        false,
        const {
            Text::new("A login, and a query, when a node dies", "节点故障时的登录与查询")
        },
        &lines,
    ))
}

fn login(cx: &Context) -> Text {
    let rounds = cx.is("lb.method", "round_robin") || cx.is("lb.method", "least_conn");
    match (shared(cx), any(cx)) {
        (true, true) => {
            const {
                Text::new(
                    "- **A login** is kept: the node that gets the next request reads the session from the store. Nobody logs in again, whichever way the load balancer distributes.",
                    "- **登录**不会丢失：收到下一个请求的节点会从存储中读取 Session。无论负载均衡如何分发，用户都无需重新登录。",
                )
            }
        }
        (true, false) => {
            const {
                Text::new(
                    "- **A login** is kept in the store, but without a load balancer people must enter another node's address themselves; the browser's cookie belongs to a host name, so under another name they log in again.",
                    "- **登录**保存在存储中，但没有负载均衡时用户须自行改用其他节点的地址；浏览器的 Cookie 与主机名绑定，换了主机名仍需重新登录。",
                )
            }
        }
        (false, true) if rounds => {
            const {
                Text::new(
                    "- **A login** is known to one node only, and requests go round: people are redirected to the login (302) all the time, not only when a node dies. Only programs that send their password with every request work.",
                    "- **登录**只有一个节点知道，而请求轮流分发：用户会不断被重定向到登录页（302），不只是在节点故障时。只有每次请求都带密码的程序可用。",
                )
            }
        }
        (false, true) => {
            const {
                Text::new(
                    "- **A login** is known to one node only. Who was sent to the dead one meets another node, which does not know the login and redirects to the login page (302); when the node is back, they are sent there again and log in once more. Everybody else notices nothing.",
                    "- **登录**只有一个节点知道。原本访问故障节点的用户会转到另一节点，该节点不认识其登录，会重定向到登录页（302）；节点恢复后他们又被发回原节点，需再登录一次。其他用户不受影响。",
                )
            }
        }
        (false, false) => {
            const {
                Text::new(
                    "- **A login** dies with its node: people open another node's address and log in there.",
                    "- **登录**随节点一起失效：用户须打开另一节点的地址重新登录。",
                )
            }
        }
    }
}

fn query(cx: &Context) -> Text {
    match cx.text("lb.kind").as_ref() {
        "haproxy" => {
            const {
                Text::new(
                    "- **A query in flight** is lost: a query is a POST, and the load balancer sends none a second time to another node, since it might have been done already. The client gets 502 at once when the process died, or after 25 s when the machine lost its power; it asks again.",
                    "- **正在执行的查询**会丢失：查询是 POST 请求，负载均衡不会把它再次发往另一节点，因为它可能已被执行。进程退出时客户端立即得到 502，机器断电时在 25 秒后得到 502；客户端需重新提交。",
                )
            }
        }
        "nginx" | "httpd" => {
            const {
                Text::new(
                    "- **A query in flight** is lost: a query is a POST, and the load balancer sends none a second time to another node, since it might have been done already. The client gets 502 at once when the process died, or 504 after the answer timeout when the machine lost its power; it asks again.",
                    "- **正在执行的查询**会丢失：查询是 POST 请求，负载均衡不会把它再次发往另一节点，因为它可能已被执行。进程退出时客户端立即得到 502，机器断电时在响应超时后得到 504；客户端需重新提交。",
                )
            }
        }
        "external" | "alb" => {
            const {
                Text::new(
                    "- **A query in flight** is lost: the client gets an error and asks again. The load balancer must not repeat a POST by itself: the query might have been done already.",
                    "- **正在执行的查询**会丢失：客户端得到错误后需重新提交。负载均衡不能自行重发 POST：查询可能已被执行。",
                )
            }
        }
        _ => {
            const {
                Text::new(
                    "- **A query in flight** is lost: the connection breaks, or stays silent when the machine lost its power; the client asks another node.",
                    "- **正在执行的查询**会丢失：连接断开；机器断电时则没有任何响应。客户端需改向另一节点提交。",
                )
            }
        }
    }
}

fn next(cx: &Context, lang: Lang) -> String {
    let connect = cx.get::<Duration>("lb.connect_timeout").map_or(0, Duration::seconds);
    let text = match cx.text("lb.kind").as_ref() {
        "nginx" => return msg!(
            en: "- **The next request**: Nginx finds the dead node when it tries it. A refused connection costs nothing, a machine without power {c} s, once in 15 s: for so long the node is left out then. A node that came back is therefore asked again up to 15 s later; when the other ones go meanwhile, it is tried all the same, after at most {t} s. Clients get 502 only when no node answers.",
            zh: "- **下一个请求**：Nginx 在尝试连接时才发现故障节点。连接被拒绝几乎没有代价；机器断电则花费 {c} 秒，每 15 秒一次，因为该节点随后会停用 15 秒。因此恢复的节点最多 15 秒后才重新使用；若其间其他节点故障，则仍会尝试它，最多等待 {t} 秒。只有所有节点都无应答时客户端才会得到 502。",
            c = connect, t = connect.saturating_mul(2)).render(lang),
        "haproxy" => return msg!(
            en: "- **The next request**: HAProxy tries another node when a connection fails; a machine without power costs {c} s for that. It leaves the dead node out after two failed checks, at most some ten seconds later, and uses it again a second after it answers.",
            zh: "- **下一个请求**：连接失败时 HAProxy 会换一个节点，机器断电时为此花费 {c} 秒。两次检查失败后（最多约十秒）摘除故障节点，其恢复应答一秒后重新使用。",
            c = connect).render(lang),
        "httpd" => {
            const {
                Text::new(
                    "- **The next request**: Apache httpd tries another node when a connection fails, and leaves the dead one out after two failed checks, at most some ten seconds later. A client whose cookie names the dead node is given to another one, and a new cookie with it.",
                    "- **下一个请求**：连接失败时 Apache httpd 会换一个节点，并在两次检查失败后（最多约十秒）摘除故障节点。Cookie 指向故障节点的客户端会被转到另一节点，并得到新的 Cookie。",
                )
            }
        }
        "external" | "alb" => {
            const {
                Text::new(
                    "- **The next request** depends on the load balancer's health check: it should ask the path on the sheet every five seconds.",
                    "- **下一个请求**取决于负载均衡的健康检查：应每五秒检查一次配置单中的路径。",
                )
            }
        }
        _ => {
            const {
                Text::new(
                    "- **The next request** has to be sent to another node by the client.",
                    "- **下一个请求**须由客户端发往另一节点。",
                )
            }
        }
    };
    text.get(lang).to_owned()
}

/// When the store itself dies.
fn store(cx: &Context, lang: Lang) -> Vec<String> {
    let texts = match sharing(cx) {
        Some(Ok(Sharing::Ranjit(redis) | Sharing::Jcoleman(redis))) => {
            let mut lines = vec![match redis.mode {
                Mode::Single => {
                    const {
                        Text::new(
                            "- **Redis dies**: every request ends with HTTP 500 after about four seconds, until it is back. Logins are still there then, when it keeps them on disk. To go on without it, choose no sharing, deploy, and restart.",
                            "- **Redis 故障**：恢复之前每个请求约四秒后返回 HTTP 500。若 Redis 落盘，恢复后登录仍在。若要先行恢复服务，可改为不共享，部署后重启。",
                        )
                    }
                }
                Mode::Sentinel => {
                    const {
                        Text::new(
                            "- **The Redis master dies**: for some ten seconds requests end with HTTP 500, until the sentinels have missed it for five seconds and chosen another; logins of the last second may be lost. A node that starts while no sentinel answers does not come up (404): start it again.",
                            "- **Redis 主节点故障**：约十秒内请求返回 HTTP 500，直到各 Sentinel 连续五秒联系不上并选出新的主节点；最后一秒内的登录可能丢失。启动时若没有 Sentinel 应答，节点无法启动（404），需再次启动。",
                        )
                    }
                }
                Mode::Cluster => {
                    const {
                        Text::new(
                            "- **A Redis master dies**: its replica takes over after some seconds, in which requests of its sessions end with HTTP 500. Without a replica those people log in again. A node that starts while the cluster does not answer does not come up (404): start it again.",
                            "- **某个 Redis 主节点故障**：数秒后由副本接管，期间其上 Session 的请求返回 HTTP 500。没有副本时，这些用户需重新登录。启动时若集群无应答，节点无法启动（404），需再次启动。",
                        )
                    }
                }
            }];
            if redis_made(cx) {
                lines.push(const { Text::new(
                    "- **To look at Redis**: `running.conf` in its folder is the file it was started with, and holds whose replica it is. Never edit it; change the fields and deploy.",
                    "- **查看 Redis**：其目录中的 `running.conf` 是启动所用的文件，记录它是谁的副本。不要手工修改；请更改字段后重新部署。",
                ) });
            }
            lines
        }
        Some(Ok(Sharing::Database(_))) => return database::store(cx, lang),
        Some(Ok(Sharing::Memcached(..))) if promise::memcached(cx).is_some() => {
            return memcached(cx, lang);
        }
        Some(Ok(Sharing::Memcached(..))) => vec![
            const {
                Text::new(
                    "- **memcached dies, or is restarted**: it keeps nothing on disk, so everybody logs in again. A second one keeps every session twice.",
                    "- **memcached 故障或重启**：它不落盘，所有用户需重新登录。增加第二个后，每个 Session 会保存两份。",
                )
            },
        ],
        _ => Vec::new(),
    };
    texts.iter().map(|text| text.get(lang).to_owned()).collect()
}

/// With two memcached servers or more. The numbers are what `cargo xtask lab sessions` measures.
fn memcached(cx: &Context, lang: Lang) -> Vec<String> {
    let wait = promise::memcached(cx).unwrap_or_default();
    vec![
        msg!(en: "- **A memcached's process dies**: every session is kept on two of them, and the next answer brings a cookie that names another one. Nobody is logged out, but for those whose request is being answered in that very millisecond.",
             zh: "- **某个 memcached 进程退出**：每个 Session 保存在两个 memcached 上，下一次应答会带来指向另一个 memcached 的 Cookie。没有用户掉线，仅在那一毫秒内正被处理的请求除外。").render(lang),
        msg!(en: "- **A memcached's machine loses its power**: nobody is logged out, but a machine without power refuses nothing. An answer to somebody whose session it held takes up to {w} s, once; a login that would go to it as long; until it is back, or until the system gives up its connections, after a quarter of an hour. A restart of one node after the other (`bin/start --restart`) ends that at once.",
             zh: "- **某个 memcached 的机器断电**：没有用户掉线，但断电的机器不会拒绝连接。Session 存放于其上的用户，其一次应答最多需要 {w} 秒；本应存入其上的新登录也是如此；直到机器恢复，或系统在约一刻钟后放弃其连接。逐个重启节点（`bin/start --restart`）可立即结束这种状况。", w = wait).render(lang),
        msg!(en: "- **A memcached comes back** (after a crash systemd starts it ten seconds later): it kept nothing on disk and is empty. Who asked for nothing in the meantime, and whose session id names it, logs in again; that may be half of all who are logged in and idle. Restart one, if you can choose the time, when few are logged in.",
             zh: "- **某个 memcached 恢复**（崩溃后 systemd 会在十秒后重新启动它）：它不落盘，恢复后是空的。其间没有操作、且 Session ID 指向它的用户需重新登录，最多可能是一半的空闲用户。如果可以选择时间，请在登录用户较少时重启。").render(lang),
    ]
}
