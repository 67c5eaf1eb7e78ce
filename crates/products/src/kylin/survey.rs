//! What Kylin and its relatives do, and what it takes: seen in the lab, where nodes lost their power.

use super::roles::{JOB, QUERY};
use crate::common::session;
use crate::common::survey::{balancer, ensemble};
use ::rules::{Ability, Context, Need, Survey};
use model::{Message, Text, msg};

/// Who takes a dead node's jobs over, and when.
fn jobs_go_on(cx: &Context) -> Message {
    match cx.read("engine.scheduler").as_str() {
        "2" => {
            msg!(en: "the others go on; its jobs are taken over when its ZooKeeper session has run out, at most 40 s unless the server allows more",
            zh: "其余节点继续；其 ZooKeeper 会话过期后（默认最长 40 秒）任务由其他节点接手")
        }
        "100" => {
            msg!(en: "if it led, another one leads after 29 to 40 s", zh: "若故障的是 leader，29 至 40 秒内由另一个接任")
        }
        _ => {
            msg!(en: "another one is chosen in ZooKeeper and goes on", zh: "通过 ZooKeeper 选出另一个继续执行")
        }
    }
}

/// How many job nodes can take over: with the first scheduler one node runs all jobs, whoever stands beside it.
fn job_nodes(cx: &Context) -> Option<Need> {
    let title = const { Text::new("job node", "任务节点") };
    let need = Need::one_of(cx, JOB, title, jobs_go_on(cx))?;
    let alone = cx.read("engine.scheduler") == "0";
    Some(if alone { Need { least: need.rows.len(), ..need } } else { need })
}

pub(crate) fn survey(cx: &Context) -> Survey {
    let query = Need::one_of(
        cx,
        QUERY,
        const { Text::new("query node", "查询节点") },
        if session::shared(cx) {
            msg!(en: "the others answer, and know the logins; queries in flight are lost", zh: "由其他节点应答，登录仍然有效；正在执行的查询会中断")
        } else {
            msg!(en: "the others answer; who was logged in there logs in again, and queries in flight are lost", zh: "由其他节点应答；登录在该节点的用户须重新登录，正在执行的查询会中断")
        },
    );
    let mut abilities = vec![
        Ability {
            title: const { Text::new("Queries", "查询") },
            needs: [balancer(cx), query].into_iter().flatten().collect(),
        },
        Ability {
            title: const { Text::new("Jobs", "构建任务") },
            needs: [job_nodes(cx), ensemble(cx)].into_iter().flatten().collect(),
        },
    ];
    let store = Need::one_of(
        cx,
        &[session::roles::REDIS_ID, session::roles::MEMCACHED_ID],
        const { Text::new("session store", "Session 存储") },
        msg!(en: "logins go on; what is written in that moment may wait some seconds", zh: "登录不受影响；此刻的写入可能等待数秒"),
    );
    if let Some(store) = store {
        abilities.push(Ability {
            title: const { Text::new("Logins known by all nodes", "各节点共享登录") },
            needs: vec![store],
        });
    }
    Survey { abilities, holdings: Vec::new() }
}
