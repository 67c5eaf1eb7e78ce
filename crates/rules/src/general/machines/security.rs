//! `SELinux` on machines.

use super::{PREFLIGHT, about};
use crate::{Example, Rule, Source, Symptom};
use model::{RowId, Severity, Text, msg};

/// `SELinux` does not stand in the way of the services.
pub(in crate::general) static SELINUX_ENFORCES: Rule = Rule {
    id: "HST015",
    name: "selinux-enforces",
    severity: Severity::Info,
    title: Text::new(
        "SELinux does not stand in the way of the services.",
        "SELinux 不会妨碍各服务。",
    ),
    why: Text::new(
        "SELinux is enforcing: it may refuse a port, a folder or a log that its policy does not know, and a service then says nothing but permission denied. Units that systemd starts are confined where their programs have a domain, such as a load balancer. Where something is refused, ausearch -m avc -ts recent says what, and semanage allows it; a load balancer that may not connect to the nodes needs setsebool -P httpd_can_network_connect 1.",
        "SELinux 处于强制模式：策略未包含的端口、目录或日志可能被拒绝，而服务只会报权限不足。由 systemd 启动且有专用域的程序（例如负载均衡）会受到限制。被拒绝时，用 ausearch -m avc -ts recent 查看原因，用 semanage 放行；负载均衡不能连接节点时，执行 setsebool -P httpd_can_network_connect 1。",
    ),
    sources: &[
        PREFLIGHT,
        Source::new(
            "Red Hat: using SELinux",
            "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/9/html/using_selinux/index",
        ),
    ],
    symptoms: &[Symptom::new(
        "failed (13: Permission denied) while connecting to upstream",
        "nginx error.log",
    )],
    fires: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","selinux":"Enforcing"}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","selinux":"Permissive"}]}"#,
    ),
    check: |cx, sink| {
        let strict = cx.machines().filter(|(_, machine)| machine.selinux == "Enforcing");
        let rows: Vec<RowId> = strict.map(|(node, _)| node.row).collect();
        about(cx, sink, &rows, |n| {
            msg!(en: "SELinux is enforcing on {n}. Where a port or a file is refused, ausearch -m avc says so.",
                 zh: "{n} 上的 SELinux 处于强制模式。端口或文件被拒绝时，可用 ausearch -m avc 查看。", n = n)
        });
    },
};
