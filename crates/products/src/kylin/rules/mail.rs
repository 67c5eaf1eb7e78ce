//! Mail about jobs.

use super::support::{is_true, place_of, rows_with_mode, runs_jobs, values_on};
use ::rules::{Example, Rule, Source, Symptom};
use model::{Severity, Text, msg};

const ENABLED: &str = "kylin.job.notification-enabled";
const HOST: &str = "kylin.job.notification-mail-host";

/// Mail without a server.
pub(super) static NO_HOST: Rule = Rule {
    id: "KYL093",
    name: "mail-without-a-server",
    severity: Severity::Warning,
    title: Text::new(
        "Where jobs send mail, a mail server is named.",
        "开启任务邮件通知时，应写明邮件服务器。",
    ),
    why: Text::new(
        "With kylin.job.notification-enabled and no kylin.job.notification-mail-host the service that sends the mail refuses to be made: nobody hears of a job that failed, and kylin.log has an exception for each. Name the server and the sender, or switch the mail off.",
        "开启 kylin.job.notification-enabled 而没有 kylin.job.notification-mail-host 时，邮件服务无法创建：任务失败无人知晓，kylin.log 中每次都有异常。请写明邮件服务器和发件人，或关闭通知。",
    ),
    sources: &[Source::new(
        "MailService.java (3.1.3): mail service host is empty",
        "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/util/MailService.java",
    )],
    symptoms: &[Symptom::new("mail service host is empty", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.job.notification-enabled", "true")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("overrides.cluster.kylin.job.notification-enabled", "true"),
            ("overrides.cluster.kylin.job.notification-mail-host", "smtp.example.net"),
        ],
    ),
    check: |cx, sink| {
        let rows = rows_with_mode(cx, runs_jobs);
        for on in values_on(cx, ENABLED, &rows).into_iter().filter(|on| is_true(&on.value)) {
            let hosts = values_on(cx, HOST, &on.nodes);
            let named: Vec<_> = hosts
                .iter()
                .filter(|host| !host.value.trim().is_empty())
                .flat_map(|host| &host.nodes)
                .collect();
            let without: Vec<_> =
                on.nodes.iter().filter(|row| !named.contains(row)).copied().collect();
            if !without.is_empty() {
                sink.report(
                    place_of(&on),
                    msg!(en: "{n} would send mail about jobs, and kylin.job.notification-mail-host names no server.",
                         zh: "{n} 会发送任务邮件，但 kylin.job.notification-mail-host 没有写明服务器。", n = cx.names(&without)),
                );
            }
        }
    },
};
