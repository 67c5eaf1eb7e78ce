//! Logins, keys that cannot be read, Redis.

use crate::enterprise::sources::{BALANCING, KAP_LDAP, KAP_SPLIT, KERBEROS, QUERY_CACHE};
use crate::kylin::rules::support::is_true;
use ::rules::{Example, Rule, Source};
use model::value::shown;
use model::{Edit, Place, RowId, Severity, Text, msg};
use std::collections::BTreeSet;

const ADMIN: &str = "kylin.security.acl.admin-role";

/// A group as LDAP writes it.
pub(super) static ADMIN_ROLE: Rule = Rule {
    id: "KYE013",
    name: "kap-administrators-group",
    severity: Severity::Warning,
    title: Text::new(
        "KAP's administrators are ROLE_ and a group in upper case.",
        "KAP 的管理员组写作 ROLE_ 加大写的组名。",
    ),
    why: Text::new(
        "KAP compares with the group's name in upper case behind ROLE_: with the name as it stands in the directory nobody is an administrator. The group kap-admins is ROLE_KAP-ADMINS.",
        "KAP 用 ROLE_ 加大写的组名进行比较：直接写目录中的名称时，没有人是管理员。组 kap-admins 写作 ROLE_KAP-ADMINS。",
    ),
    sources: &[KAP_LDAP],
    symptoms: &[],
    fires: Example::Edits("kap-balanced", &[("settings.security.ldap_admin_role", "kap-admins")]),
    clean: Example::Edits(
        "kap-balanced",
        &[("settings.security.ldap_admin_role", "ROLE_KAP-ADMINS")],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of(ADMIN) {
            // A list, or a distinguished name, has a rule of its own.
            let one = |t: &&str| !t.is_empty() && !t.contains([',', ';', '=']);
            let Some(text) = found.literal().filter(one) else { continue };
            let upper = text.strip_prefix("ROLE_").unwrap_or(text).to_uppercase();
            let wanted = format!("ROLE_{upper}");
            if text != wanted {
                sink.report(
                    found.place.clone(),
                    msg!(en: "KAP knows the group as {w}, not as \"{t}\": nobody would be an administrator.",
                         zh: "KAP 以 {w} 识别该组，而不是“{t}”：没有人会成为管理员。", w = shown(&wanted), t = shown(text)),
                )
                .fix(msg!(en: "Write {w}", zh: "改为 {w}", w = shown(&wanted)), vec![Edit::Set(found.place.clone(), wanted)]);
            }
        }
    },
};

/// A line that is one key.
pub(super) static FULL_WIDTH: Rule = Rule {
    id: "KYE014",
    name: "full-width-equals-sign",
    severity: Severity::Error,
    title: Text::new("Keys end at an ASCII equals sign.", "键与值之间使用半角等号。"),
    why: Text::new(
        "The manual of KAP 2.5 prints kylin.hbase.cluster.fs＝hdfs://… with a full-width sign. Java's reader of properties does not know it: the line, up to its first colon, becomes a key that nothing reads, and the setting is missing without a word. Write the value with an ASCII sign.",
        "KAP 2.5 手册中的 kylin.hbase.cluster.fs＝hdfs://… 使用了全角等号。Java 读取属性文件时不识别它：直到第一个冒号为止都成为没有人读取的键，该设置静默丢失。请使用半角等号。",
    ),
    sources: &[
        KAP_SPLIT,
        Source::new(
            "java.util.Properties.load: what ends a key",
            "https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader-",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-one",
        &[("overrides.cluster.kylin.hbase.cluster.fs＝hdfs", "//hbase.example.com:8020")],
    ),
    clean: Example::Edits("kyligence-one", &[]),
    check: |cx, sink| {
        for (place, key, value) in cx.overrides() {
            let Some((name, begun)) = key.split_once('＝') else { continue };
            // What Java took for the end of the key was a colon of the value.
            let rest = if value.is_empty() { String::new() } else { format!(":{value}") };
            let whole = format!("{}{rest}", begun.trim());
            let report = sink.report(
                place.clone(),
                msg!(en: "\"{k}\" has a full-width equals sign: the whole of it is read as the name of a key.",
                     zh: "“{k}”含有全角等号，会被整体当作键名。", k = shown(key)),
            );
            if let Place::Override(layer, _) = &place {
                let right = Place::Override(layer.clone(), name.trim().into());
                report.fix(
                    msg!(en: "Make it {k}", zh: "改为 {k}", k = shown(name.trim())),
                    vec![Edit::Clear(place.clone()), Edit::Set(right, whole)],
                );
            }
        }
    },
};

/// A path where a name is wanted.
pub(super) static KEYTAB_PATH: Rule = Rule {
    id: "KYE015",
    name: "keytab-with-a-folder",
    severity: Severity::Warning,
    title: Text::new(
        "kap.kerberos.keytab is the name of a file in conf/.",
        "kap.kerberos.keytab 是 conf/ 中的文件名。",
    ),
    why: Text::new(
        "The keytab is looked for in the conf/ folder of the installation. A path is put behind that folder and leads nowhere. The field takes the path on the node, and the deployment copies the file.",
        "产品在安装目录的 conf/ 中查找 keytab。写成路径时会接在该目录之后，找不到文件。请在字段中填写节点上的路径，部署时会复制该文件。",
    ),
    sources: &[KERBEROS],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-split",
        &[("overrides.cluster.kap.kerberos.keytab", "/etc/security/keytabs/kylin.keytab")],
    ),
    clean: Example::Edits(
        "kyligence-split",
        &[("overrides.cluster.kap.kerberos.keytab", "other.keytab")],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of("kap.kerberos.keytab") {
            if found.overridden() && found.value.contains('/') {
                sink.report(
                    found.place.clone(),
                    msg!(en: "\"{t}\" is a path; the keytab is looked for in conf/ by its name alone.",
                         zh: "“{t}”是路径；keytab 只按文件名在 conf/ 中查找。", t = shown(&found.value)),
                )
                .fix(msg!(en: "Remove it and use the field", zh: "删除该项并使用字段"), vec![Edit::Clear(found.place.clone())]);
            }
        }
    },
};

/// Whether the servers of the cache are a Redis cluster.
const CLUSTER: &str = "kylin.cache.redis.cluster-enabled";

/// Several servers, no cluster.
pub(super) static REDIS_HOSTS: Rule = Rule {
    id: "KYE016",
    name: "several-cache-servers-without-cluster",
    severity: Severity::Warning,
    title: Text::new(
        "Several Redis servers of the query cache are a Redis cluster.",
        "查询缓存的多个 Redis 服务器须为 Redis 集群。",
    ),
    why: Text::new(
        "The manual takes several hosts for a Redis cluster only, with kylin.cache.redis.cluster-enabled. Without it one server is used, or none.",
        "手册中只有在开启 kylin.cache.redis.cluster-enabled 的 Redis 集群时才填写多个主机。否则只会使用其中一个，或全部不可用。",
    ),
    sources: &[QUERY_CACHE],
    symptoms: &[],
    fires: Example::Edits("kyligence-split", &[("settings.engine.redis_cluster", "false")]),
    clean: Example::Edits("kyligence-split", &[]),
    check: |cx, sink| {
        let on = |row: &RowId, key: &str| {
            cx.config_of(*row).is_some_and(|config| is_true(cx.value(config, key)))
        };
        let mut told = BTreeSet::new();
        for found in cx.set_values_of("kylin.cache.redis.hosts") {
            let alone = |row: &&RowId| on(row, "kylin.cache.redis.enabled") && !on(row, CLUSTER);
            let Some(row) = found.nodes.iter().find(alone).filter(|_| found.value.contains(','))
            else {
                continue;
            };
            let field = Place::Setting("engine.redis_cluster".to_owned());
            let entry = cx.config_of(*row).and_then(|config| config.get(CLUSTER));
            let place = entry.and_then(|e| e.places.first().cloned()).unwrap_or(field);
            if !told.insert(place.clone()) {
                continue;
            }
            sink.report(
                place.clone(),
                msg!(en: "Several Redis servers are named, but they are not taken for a cluster. Say that it is one, or name one server.",
                     zh: "填写了多个 Redis 服务器，但未开启集群模式。请开启集群模式，或只填写一个。"),
            )
            .fix(
                msg!(en: "It is a Redis cluster", zh: "是 Redis 集群"),
                vec![Edit::Set(place, "true".to_owned())],
            );
        }
    },
};

/// The build in a package's name: `Kyligence-Enterprise-3.4.5.2099…` is 2099.
fn build(file: &str) -> Option<u32> {
    let rest = file.split_once("3.4.5.")?.1;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

/// Sessions that hold passwords.
pub(super) static CLEAR_SESSIONS: Rule = Rule {
    id: "KYE017",
    name: "passwords-in-shared-sessions",
    severity: Severity::Warning,
    title: Text::new(
        "Sessions are shared from build 3.4.5.2099 on.",
        "自构建 3.4.5.2099 起才共享 Session。",
    ),
    why: Text::new(
        "Before it, the session that goes to the store holds user and password in clear, says the vendor's own list of changes: whoever can read that store has all passwords. Take a later build, or keep clients on one node without sharing.",
        "根据厂商的更新说明，在此之前，写入存储的 Session 中含有明文的用户名和密码：能读取该存储的人就能得到所有密码。请使用更高的构建，或不共享 Session 而让客户端固定访问同一节点。",
    ),
    sources: &[
        BALANCING,
        Source::new(
            "Kyligence Enterprise 3.4.5 manual: release notes",
            "https://github.com/fishcus/KAP-manual/blob/KM-KE-fix/en/release/ke_3_4/ke_3_4_5.en.md",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-balanced",
        &[("settings.paths.package", "Kyligence-Enterprise-3.4.5.2032.tar.gz")],
    ),
    clean: Example::Edits("kyligence-balanced", &[]),
    check: |cx, sink| {
        if !crate::common::session::shared(cx) {
            return;
        }
        let old = !cx.since("3.4.5") || build(&cx.text("paths.package")).is_some_and(|b| b < 2099);
        if old {
            let place = if cx.since("3.4.5") {
                Place::Setting("paths.package".to_owned())
            } else {
                Place::Version
            };
            sink.report(
                place,
                msg!(en: "Before build 3.4.5.2099 a shared session holds user and password in clear.",
                     zh: "在构建 3.4.5.2099 之前，共享的 Session 中含有明文的用户名和密码。"),
            )
            .related([Place::Setting("session.kind".to_owned())]);
        }
    },
};

#[cfg(test)]
mod tests {
    use super::build;

    #[test]
    fn the_build_stands_in_the_packages_name() {
        assert_eq!(build("Kyligence-Enterprise-3.4.5.2107-GA-hbase1.x.tar.gz"), Some(2107));
        assert_eq!(build("Kyligence-Enterprise-3.4.1.2000.tar.gz"), None);
        assert_eq!(build("3.4.5."), None);
    }
}
