//! The sheet for those who run a load balancer that exists already.

use super::{Balancer, Method};
use crate::common::text::{cell, header, not_usable, origin};
use ::rules::Context;
use formats::{File, Origin};
use model::{Lang, Place, Text, msg};

const ABOUT: Text = Text::new(
    "What the network team sets up on the load balancer that exists.",
    "交给网络团队的配置单：在已有的负载均衡上设置。",
);

/// Writes it as Markdown.
pub fn sheet(cx: &Context, balancer: &Balancer) -> File {
    let lang = cx.spec.language;
    let t = |en: &'static str, zh: &'static str| lang.pick(en, zh);
    let b = balancer;
    let mut file = File::new(ABOUT);
    let mut head = File::new(ABOUT);
    header(cx, "", &mut head);
    file.line(format!("# {}{}", t("Load balancer: ", "负载均衡配置单："), cell(&b.url())));
    file.line("");
    for line in head.lines() {
        file.line(cell(line.text.trim()));
    }
    for (place, why) in &b.broken {
        let origin = Origin { reason: why.clone(), places: vec![place.clone()] };
        file.line("");
        file.because(format!("**{}**", cell(&not_usable(why, lang))), origin);
    }
    file.line("");
    file.line(format!("| {} | {} |", t("What", "项目"), t("Value", "取值")));
    file.line("|---|---|");
    for (name, value, fields) in rows(b, lang) {
        let reason = msg!(en: "What the network team sets up.", zh: "由网络团队设置。");
        file.because(format!("| {name} | {value} |"), origin(reason, fields));
    }
    members(&mut file, b, lang);
    closed(&mut file, b, lang);
    checks(&mut file, b, lang);
    file
}

type Row = (&'static str, String, &'static [&'static str]);

fn rows(b: &Balancer, lang: Lang) -> Vec<Row> {
    let t = |en: &'static str, zh: &'static str| lang.pick(en, zh);
    let comma = t(", ", "，");
    let name = b.name.as_ref().map(ToString::to_string).unwrap_or_default();
    let kind = if b.tls.is_some() {
        t(
            "HTTPS (TLS 1.2 or later ends here, plain HTTP to the nodes)",
            "HTTPS（TLS 1.2 及以上，在此终止；到节点为 HTTP）",
        )
    } else {
        "HTTP"
    };
    let method = match b.method {
        Method::RoundRobin => t("in turn (round robin)", "轮询（round robin）"),
        Method::LeastConnections => {
            t("fewest connections (least connections)", "最少连接（least connections）")
        }
        Method::ClientAddress | Method::Consistent => t("by source address (hash)", "按源地址哈希"),
    };
    let persistence = match b.method {
        _ if b.shared_sessions => {
            t("not needed: every node knows every login", "不需要：每个节点都能识别所有登录")
        }
        Method::ClientAddress | Method::Consistent => t(
            "by source address; where many clients share one address, take a cookie of the load balancer's own instead",
            "按源地址保持；若许多客户端共用一个地址，请改用负载均衡自身的 Cookie",
        ),
        _ => t(
            "none: people in the page lose their login; switch a cookie of the load balancer's own on if people use the page",
            "无：页面用户会丢失登录状态；若有人使用页面，请启用负载均衡自身的 Cookie",
        ),
    };
    let timeouts = msg!(
        en: "connect {c} s, answer (idle) {r} s: the page waits up to 300 s for a query",
        zh: "连接 {c} 秒，应答（空闲）{r} 秒：页面等待查询最长 300 秒",
        c = b.connect_timeout, r = b.read_timeout);
    let forwarded = if b.tls.is_some() {
        t(
            "X-Forwarded-For and X-Forwarded-Proto: https; Host unchanged; rewrite http:// in the Location of answers to https://",
            "X-Forwarded-For 和 X-Forwarded-Proto: https；Host 保持不变；把应答 Location 中的 http:// 改写为 https://",
        )
    } else {
        t("X-Forwarded-For; Host unchanged", "X-Forwarded-For；Host 保持不变")
    };
    vec![
        (t("Address for clients", "客户端地址"), cell(&b.url()), &["lb.name", "lb.port", "lb.tls"]),
        (t("DNS name", "DNS 名称"), cell(&name), &["lb.name"]),
        (
            t("Listens on", "监听"),
            format!("TCP {}{}{kind}", b.port, t(", ", "，")),
            &["lb.port", "lb.tls"],
        ),
        (
            t("Path", "路径"),
            format!(
                "`{}/` {}",
                b.site.path,
                t("and all below it, unchanged", "及其下全部路径，保持不变")
            ),
            &["lb.kind"],
        ),
        (t("Method", "分发方式"), method.to_owned(), &["lb.method"]),
        (t("Persistence", "会话保持"), persistence.to_owned(), &["lb.method", "session.kind"]),
        (
            t("Health check", "健康检查"),
            format!(
                "`GET {}` HTTP/1.1{comma}`Host: {}`{comma}{}{}",
                b.site.health,
                cell(&name),
                if b.site.redirects {
                    t("expect 200 or a redirect (30x)", "期望 200 或重定向（30x）")
                } else {
                    t("expect 200", "期望 200")
                },
                t(
                    "; every 5 s, two failures take a node out, two successes take it back. A check of the TCP port is not enough: a node whose web application failed keeps its port open and answers 404.",
                    "；每 5 秒一次，连续失败 2 次摘除，成功 2 次恢复。仅检查 TCP 端口不够：Web 应用失败的节点端口仍开放，但返回 404。"
                )
            ),
            &["lb.kind"],
        ),
        (t("Timeouts", "超时"), timeouts.render(lang), &["lb.connect_timeout", "lb.read_timeout"]),
        (t("Headers", "请求头"), forwarded.to_owned(), &["lb.tls"]),
        (t("Request body", "请求体"), t("up to 64 MiB", "上限 64 MiB").to_owned(), &["lb.kind"]),
    ]
}

fn members(file: &mut File, b: &Balancer, lang: Lang) {
    let t = |en: &'static str, zh: &'static str| lang.pick(en, zh);
    file.line("");
    file.line(format!("## {}", t("Members", "成员")));
    file.line("");
    file.line(t("Only these: other nodes refuse queries.", "只有以下节点：其他节点会拒绝查询。"));
    file.line("");
    file.line(format!("| {} | {} |", t("Node", "节点"), t("Priority", "优先级")));
    file.line("|---|---|");
    let because = Origin {
        reason: msg!(en: "A node that answers queries.", zh: "响应查询的节点。"),
        places: vec![Place::Nodes],
    };
    for m in &b.members {
        let priority = if m.reserve {
            t("2: only when no node of priority 1 lives", "2：仅当优先级 1 的节点全部不可用时")
        } else {
            "1"
        };
        file.because(format!("| {} | {priority} |", cell(&m.address)), because.clone());
    }
}

fn closed(file: &mut File, b: &Balancer, lang: Lang) {
    if !b.close_internal {
        return;
    }
    let t = |en: &'static str, zh: &'static str| lang.pick(en, zh);
    file.line("");
    file.line(format!("## {}", t("Closed paths", "须关闭的路径")));
    file.line("");
    file.line(t(
        "Answer 403 to these. Nodes call them among themselves without any login; they reach each other directly, so nothing is lost. Compare the decoded path, as regular expressions:",
        "对以下路径返回 403。它们仅供节点之间调用，无需任何登录；节点之间直接通信，因此不受影响。请用正则表达式匹配解码后的路径：",
    ));
    file.line("");
    let because = origin(
        msg!(en: "Nodes call these among themselves, without a login; nobody else may.",
             zh: "这些接口仅供节点之间调用，无需登录；其他人不得访问。"),
        &["lb.close_internal"],
    );
    for pattern in b.site.internal {
        file.because(format!("- `{pattern}`"), because.clone());
    }
    file.because(
        format!(
            "- `[;\\\\]` {}",
            t("(a semicolon or a backslash anywhere: the web server behind would let them hide one of the above)",
              "（任何位置的分号或反斜杠：后端 Web 服务器会使其掩盖上述路径）")
        ),
        because.clone(),
    );
    if !b.site.open.is_empty() {
        file.line("");
        file.line(t("Except, because the page itself calls it:", "例外，因为页面自身会调用："));
        file.line("");
        for pattern in b.site.open {
            file.because(format!("- `{pattern}`"), because.clone());
        }
    }
}

fn checks(file: &mut File, b: &Balancer, lang: Lang) {
    let t = |en: &'static str, zh: &'static str| lang.pick(en, zh);
    file.line("");
    file.line(format!("## {}", t("How to check", "如何验证")));
    file.line("");
    file.line(t("From a client's machine:", "在客户端机器上："));
    file.line("");
    let url = b.url();
    file.line(format!("    curl -sS -o /dev/null -w '%{{http_code}}\\n' {url}{}", b.site.health));
    file.line("");
    file.line(t("prints 200.", "应输出 200。"));
    if b.close_internal {
        file.line("");
        file.line(t("And a closed path prints 403:", "访问被关闭的路径应输出 403："));
        file.line("");
        file.line(format!(
            "    curl -sS -o /dev/null -w '%{{http_code}}\\n' -X PUT {url}{}/api/cache/project/x/update",
            b.site.path
        ));
    }
}
