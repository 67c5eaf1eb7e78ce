//! Logins, TLS and metrics.

use super::{fixed, of_field, secret};
use crate::druid::fields::security::{NAME, basic, tls};
use crate::druid::notation::as_list;
use crate::druid::programs::{PROGRAMS, Program};
use ::rules::{Class, Context, Entry};
use model::msg;
use model::value::Port;

pub(super) fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let mut all = Vec::new();
    if basic(cx) {
        all.extend(logins(cx, class));
    }
    if tls(cx) {
        all.extend(encryption(cx, class));
    }
    all
}

fn logins(cx: &Context, class: &Class) -> Vec<Entry> {
    let kind: &[&str] = &["security.kind"];
    let reason = || msg!(en: "Users log in with a password; they are kept in the metadata store.", zh: "用户以密码登录；用户信息保存在元数据存储中。");
    let first = || msg!(en: "Read at the first start only; later the store counts.", zh: "只在首次启动时读取；之后以存储中的为准。");
    let each =
        || msg!(en: "As whom the processes log in at each other.", zh: "进程之间登录所用的用户。");
    let of = |key: &str| format!("druid.auth.authenticator.{NAME}.{key}");
    let entry = |key: &str, value: &str, reason| Entry::new(key, value, kind, reason);
    vec![
        entry("druid.auth.authenticatorChain", &as_list(&[NAME]), reason()),
        entry(&of("type"), "basic", reason()),
        entry(&of("credentialsValidator.type"), "metadata", reason()),
        entry(&of("skipOnFailure"), "false", reason()),
        entry(&of("authorizerName"), NAME, reason()),
        entry("druid.auth.authorizers", &as_list(&[NAME]), reason()),
        entry(&format!("druid.auth.authorizer.{NAME}.type"), "basic", reason()),
        secret(cx, class, &of("initialAdminPassword"), "security.first_password", first()),
        secret(
            cx,
            class,
            &of("initialInternalClientPassword"),
            "security.internal_password",
            first(),
        ),
        entry("druid.escalator.type", "basic", each()),
        entry("druid.escalator.internalClientUsername", "druid_system", each()),
        secret(
            cx,
            class,
            "druid.escalator.internalClientPassword",
            "security.internal_password",
            each(),
        ),
        entry("druid.escalator.authorizerName", NAME, each()),
    ]
}

fn encryption(cx: &Context, class: &Class) -> Vec<Entry> {
    let on: &[&str] = &["security.tls"];
    let ports =
        || msg!(en: "TLS alone: nothing listens without it.", zh: "仅使用 TLS：没有明文端口。");
    let server = || msg!(en: "This node's certificate.", zh: "本节点的证书。");
    let client = || msg!(en: "Whose certificates it believes.", zh: "信任哪些 CA 签发的证书。");
    vec![
        Entry::new("druid.enablePlaintextPort", "false", on, ports()),
        Entry::new("druid.enableTlsPort", "true", on, ports()),
        of_field(cx, class, "druid.server.https.keyStorePath", "security.keystore", server()),
        Entry::new("druid.server.https.keyStoreType", "PKCS12", on, server()),
        of_field(cx, class, "druid.server.https.certAlias", "security.keystore_alias", server()),
        secret(
            cx,
            class,
            "druid.server.https.keyStorePassword",
            "security.keystore_password",
            server(),
        ),
        Entry::new("druid.client.https.protocol", "TLSv1.2", on, client()),
        of_field(cx, class, "druid.client.https.trustStorePath", "security.truststore", client()),
        Entry::new("druid.client.https.trustStoreType", "PKCS12", on, client()),
        secret(
            cx,
            class,
            "druid.client.https.trustStorePassword",
            "security.truststore_password",
            client(),
        ),
    ]
}

pub(super) fn metrics(cx: &Context) -> Vec<Entry> {
    let reason =
        || msg!(en: "What is measured, and where it goes.", zh: "采集哪些指标，输出到哪里。");
    let mut monitors = vec!["org.apache.druid.java.util.metrics.JvmMonitor"];
    if cx.since("28") {
        monitors.push("org.apache.druid.server.metrics.ServiceStatusMonitor");
    }
    let emitter = cx.text("metrics.emitter");
    let mut all = vec![
        fixed("druid.monitoring.monitors", as_list(&monitors), reason()),
        Entry::new("druid.emitter", emitter.as_ref(), &["metrics.emitter"], reason()),
        fixed("druid.emitter.logging.logLevel", "info", reason()),
    ];
    if emitter == "prometheus" {
        all.push(Entry::new(
            "druid.emitter.prometheus.strategy",
            "exporter",
            &["metrics.emitter"],
            reason(),
        ));
    }
    all
}

/// The port on which Prometheus reads a program: each of a node its own.
pub(super) fn metrics_port(cx: &Context, class: &Class, program: &Program) -> Option<Entry> {
    if !cx.is("metrics.emitter", "prometheus") {
        return None;
    }
    let reason =
        msg!(en: "Where Prometheus reads this process.", zh: "Prometheus 读取本进程的端口。");
    let mut entry = of_field(cx, class, "druid.emitter.prometheus.port", "metrics.port", reason);
    let before = PROGRAMS.iter().take_while(|p| p.id != program.id).filter(|p| class.has(p.role));
    let at = u16::try_from(before.count()).unwrap_or(u16::MAX);
    if let Ok(Port(first)) = cx.get::<Port>("metrics.port") {
        match first.checked_add(at) {
            Some(port) => entry = entry.with(port.to_string()),
            None => {
                entry = entry
                    .broken(msg!(en: "there is no port after 65535", zh: "65535 之后没有端口"));
            }
        }
    }
    Some(entry)
}
