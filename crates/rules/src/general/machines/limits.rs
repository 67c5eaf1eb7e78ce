//! How many files a process may open.

use super::PREFLIGHT;
use crate::{Example, Rule, Source, Symptom};
use model::{Place, Severity, Text, msg};

/// The service user may open as many files as the services need.
pub(in crate::general) static FEW_OPEN_FILES: Rule = Rule {
    id: "HST017",
    name: "few-open-files",
    severity: Severity::Warning,
    title: Text::new(
        "The service user may open as many files as the services need.",
        "服务用户可打开的文件数满足各服务的需要。",
    ),
    why: Text::new(
        "Connections and files of data are open files of a process. Beyond the limit a program refuses connections or loses what it was writing. root-once.sh of the node writes the limit for logins and units; a session that was open before still has the old one. Run it as root, log in anew, and look again.",
        "连接和数据文件都算进程打开的文件。超过上限，程序会拒绝连接或丢失正在写入的内容。节点的 root-once.sh 会为登录会话和 systemd 单元写入上限；在此之前已打开的会话仍沿用旧值。请以 root 运行它，重新登录后再检查。",
    ),
    sources: &[
        PREFLIGHT,
        Source::new("limits.conf(5)", "https://man7.org/linux/man-pages/man5/limits.conf.5.html"),
        Source::own("Muster: the limits of each service, which root-once.sh writes"),
    ],
    symptoms: &[Symptom::new("Too many open files", "any log")],
    fires: Example::Machines("", &[], r#"{"schema":1,"nodes":[{"node":"<0>","open_files":1024}]}"#),
    clean: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","open_files":"unlimited"}]}"#,
    ),
    check: |cx, sink| {
        for (node, machine) in cx.machines() {
            let Some(may) = machine.open_files else { continue };
            let limits = cx.services_of(node).into_iter().flat_map(|service| service.limits);
            let wanted =
                limits.filter(|(what, _)| *what == "nofile").map(|(_, n)| u64::from(*n)).max();
            if let Some(wanted) = wanted.filter(|wanted| may < *wanted) {
                sink.report(
                    Place::Node(node.row),
                    msg!(en: "A process may open {may} files on {n}, and its services want {w}. Run root-once.sh there.",
                         zh: "{n} 上一个进程可打开 {may} 个文件，而服务需要 {w} 个。请在该节点运行 root-once.sh。",
                         n = cx.name(node.row), may = may, w = wanted),
                );
            }
        }
    },
};
