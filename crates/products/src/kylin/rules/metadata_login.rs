//! A metastore in a database: who logs in, and how many at once.

use super::metadata_url::jdbc;
use super::support::{MetadataUrl, kylin_rows};
use crate::kylin::sources::{DOC_MYSQL, JDBC_MANAGER};
use ::rules::{Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Edit, Place, Severity, Text, msg};

/// The database's owner.
pub(super) static ROOT_USER: Rule = Rule {
    id: "KYL034",
    name: "metastore-as-root",
    severity: Severity::Warning,
    title: Text::new(
        "Kylin has a database user of its own, with a password.",
        "Kylin 使用专用的数据库用户，并设有密码。",
    ),
    why: Text::new(
        "The user's name and password stand on every node, and Kylin's log and its administration page show the URL. As root, or without a password, whoever sees one of these owns the whole database server. Make a user with rights to this database only.",
        "用户名和密码会写在每个节点上，Kylin 的日志和管理页面也会显示该 URL。使用 root 或空密码，意味着看到其中任何一处的人都能控制整个数据库服务器。请创建只对该库有权限的用户。",
    ),
    sources: &[
        DOC_MYSQL,
        Source::lab(
            "kylin-password-in-logs",
            "Lab, F9: /admin/config and kylin.log show the metadata URL",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("settings.metastore.username", "root")]),
    clean: Example::Edits("kylin-six", &[("settings.metastore.username", "kylin")]),
    check: |cx, sink| {
        for found in jdbc(cx) {
            let url = MetadataUrl::read(&found.value);
            let place = if found.overridden() {
                found.place.clone()
            } else {
                Place::Setting("metastore.username".to_owned())
            };
            if url.get("username").is_some_and(|u| u.eq_ignore_ascii_case("root")) {
                sink.report(
                    place,
                    msg!(en: "Kylin logs in to the database as root. Make a user with rights to this database only.",
                         zh: "Kylin 以 root 登录数据库。请创建只对该库有权限的用户。"),
                );
            } else if url.get("password") == Some("") {
                sink.report(
                    place,
                    msg!(en: "The database user has an empty password. Set one.", zh: "数据库用户的密码为空，请设置密码。"),
                );
            }
        }
    },
};

/// Five connections.
pub(super) static SMALL_POOL: Rule = Rule {
    id: "KYL035",
    name: "small-connection-pool",
    severity: Severity::Warning,
    title: Text::new(
        "A JDBC metastore of several nodes has more than five connections per node.",
        "多节点的 JDBC 元数据库，每个节点的连接数应大于五个。",
    ),
    why: Text::new(
        "Without maxActive the pool has five connections, and who gets none within one second gets an error. With several nodes and users that happens in daily work. Use 10 to 20 per node; all nodes together must stay below max_connections of the database.",
        "不设置 maxActive 时，连接池只有五个连接，一秒内拿不到连接就会报错。在多节点、多用户的日常使用中很容易发生。请设为每节点 10 到 20 个；所有节点之和必须小于数据库的 max_connections。",
    ),
    sources: &[JDBC_MANAGER, DOC_MYSQL],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("settings.metastore.max_active", "5")]),
    clean: Example::Edits("kylin-six", &[("settings.metastore.max_active", "10")]),
    check: |cx, sink| {
        if kylin_rows(cx).len() < 3 {
            return;
        }
        for found in jdbc(cx) {
            let url = MetadataUrl::read(&found.value);
            let active = url.get("maxActive").map_or(Some(5), |n| n.parse::<u32>().ok());
            let Some(active) = active.filter(|n| *n <= 5) else { continue };
            let message = msg!(en: "Each node has {n} connections to the database, too few for {nodes} nodes: the wait is one second, then comes an error. Use 10 to 20.",
                zh: "每个节点只有 {n} 个数据库连接，对 {nodes} 个节点来说太少：等待一秒后就会报错。请使用 10 到 20。",
                n = active, nodes = kylin_rows(cx).len());
            if found.overridden() {
                sink.report(found.place.clone(), message);
            } else {
                let place = Place::Setting("metastore.max_active".to_owned());
                sink.report(place.clone(), message).fix(
                    msg!(en: "Set it to 20", zh: "设为 20"),
                    vec![Edit::Set(place, "20".to_owned())],
                );
            }
        }
    },
};

/// A setting of a later pool.
pub(super) static MAX_TOTAL: Rule = Rule {
    id: "KYL036",
    name: "max-total-in-metadata-url",
    severity: Severity::Warning,
    title: Text::new(
        "The pool's size is called maxActive, not maxTotal.",
        "连接池大小的参数是 maxActive，不是 maxTotal。",
    ),
    why: Text::new(
        "Kylin 3.1 has commons-dbcp 1.4, which knows maxActive; maxTotal came with version 2 and is ignored without a word, so the pool has five connections. Rename it.",
        "Kylin 3.1 使用 commons-dbcp 1.4，只认识 maxActive；maxTotal 是 2.x 版才有的参数，会被静默忽略，连接池仍只有五个连接。请改名。",
    ),
    sources: &[
        JDBC_MANAGER,
        Source::lab("kylin-jdbc-max-total", "Lab: maxTotal=20 in the jdbc URL: silently ignored"),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},maxTotal=20",
        )],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},maxActive=20",
        )],
    ),
    check: |cx, sink| {
        for found in jdbc(cx) {
            let url = MetadataUrl::read(&found.value);
            if url.get("maxTotal").is_none() {
                continue;
            }
            let report = sink.report(
                found.place.clone(),
                msg!(en: "maxTotal is ignored: the pool of Kylin 3.1 calls it maxActive.",
                     zh: "maxTotal 会被忽略：Kylin 3.1 的连接池使用 maxActive。"),
            );
            if found.overridden() {
                let renamed = found.value.replace("maxTotal=", "maxActive=");
                report.fix(
                    msg!(en: "Rename it to maxActive", zh: "改名为 maxActive"),
                    vec![Edit::Set(found.place.clone(), renamed)],
                );
            }
        }
    },
};

/// `True` is not `true`.
pub(super) static ENCRYPTED_SPELLING: Rule = Rule {
    id: "KYL038",
    name: "password-encrypted-spelling",
    severity: Severity::Warning,
    title: Text::new(
        "passwordEncrypted is written true, in lower case.",
        "passwordEncrypted 必须写成小写的 true。",
    ),
    why: Text::new(
        "The value is compared with true to the letter. With True, TRUE or yes the password is not decrypted: the database is given the cipher text and refuses it.",
        "该值与 true 逐字比较。写成 True、TRUE 或 yes 时密码不会解密，数据库收到的是密文并拒绝登录。",
    ),
    sources: &[JDBC_MANAGER],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},passwordEncrypted=True",
        )],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},passwordEncrypted=true",
        )],
    ),
    check: |cx, sink| {
        for found in jdbc(cx).iter().filter(|f| f.overridden()) {
            let url = MetadataUrl::read(&found.value);
            let Some(text) = url.get("passwordEncrypted") else { continue };
            if matches!(text, "true" | "false") {
                continue;
            }
            let fixed =
                found.value.replace(&format!("passwordEncrypted={text}"), "passwordEncrypted=true");
            sink.report(
                found.place.clone(),
                msg!(en: "passwordEncrypted={t} does not count as true: the cipher text would be sent as the password.",
                     zh: "passwordEncrypted={t} 不算 true：密文会被当作密码发送。", t = shown(text)),
            )
            .fix(msg!(en: "Write passwordEncrypted=true", zh: "改为 passwordEncrypted=true"), vec![Edit::Set(found.place.clone(), fixed)]);
        }
    },
};

/// What the variable must hold.
pub(super) static ENCRYPTED_VARIABLE: Rule = Rule {
    id: "KYL039",
    name: "encrypted-password-by-hand",
    severity: Severity::Info,
    title: Text::new(
        "With passwordEncrypted=true the variable holds Kylin's cipher text.",
        "使用 passwordEncrypted=true 时，变量的值必须是 Kylin 的密文。",
    ),
    why: Text::new(
        "Kylin decrypts the value before it is used. Plain text, or cipher text made by Kylin before 3.1, which used another mode of the cipher, stops the start. Make it on a node with `kylin.sh org.apache.kylin.rest.security.PasswordPlaceholderConfigurer AES <password>`, or use the fields: then the deployment does it.",
        "Kylin 会先解密该值再使用。明文，或由 3.1 之前的 Kylin 生成的密文（加密模式不同），都会导致启动失败。请在节点上执行 `kylin.sh org.apache.kylin.rest.security.PasswordPlaceholderConfigurer AES <密码>` 生成，或使用字段，由部署脚本完成。",
    ),
    sources: &[
        JDBC_MANAGER,
        Source::new(
            "Apache Kylin 3.1: how to upgrade (KYLIN-4478)",
            "https://kylin.apache.org/docs31/howto/howto_upgrade.html",
        ),
        Source::lab("kylin-password-not-encrypted", "Lab: passwordEncrypted=true with plain text"),
    ],
    symptoms: &[Symptom::new(
        "Input length must be multiple of 16 when decrypting with padded cipher",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},passwordEncrypted=true",
        )],
    ),
    clean: Example::Edits("kylin-six", &[]),
    check: |cx, sink| {
        for found in jdbc(cx).iter().filter(|f| f.overridden()) {
            let url = MetadataUrl::read(&found.value);
            let variable = url.get("password").filter(|p| p.contains("${"));
            if let Some(variable) =
                variable.filter(|_| url.get("passwordEncrypted") == Some("true"))
            {
                sink.report(
                    found.place.clone(),
                    msg!(en: "{v} must hold the cipher text that Kylin 3.1 makes, not the password itself.",
                         zh: "{v} 的值必须是 Kylin 3.1 生成的密文，而不是密码本身。", v = shown(variable)),
                );
            }
        }
    },
};

/// A password that the log prints.
pub(super) static PASSWORD_IN_LOG: Rule = Rule {
    id: "KYL040",
    name: "password-in-log",
    severity: Severity::Info,
    title: Text::new(
        "The password in kylin.metadata.url is encrypted.",
        "kylin.metadata.url 中的密码应当加密。",
    ),
    why: Text::new(
        "Kylin puts the variable's value in before it logs the URL, several times at each start, and its administration page shows the URL too. Encrypted, it is at least not readable at a glance; the cipher's key is public, so the log needs 0640 in any case. The fields do both.",
        "Kylin 会先代入变量的值再记录该 URL，每次启动都会多次写入日志，管理页面也会显示。加密后至少不会一眼看到；由于密钥是公开的，日志文件仍须设为 0640。使用字段时会同时完成这两点。",
    ),
    sources: &[Source::lab(
        "kylin-password-in-logs",
        "Lab, F9: five log lines with the clear password in one start",
    )],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW}",
        )],
    ),
    clean: Example::Edits("kylin-six", &[]),
    check: |cx, sink| {
        for found in jdbc(cx).iter().filter(|f| f.overridden()) {
            let url = MetadataUrl::read(&found.value);
            if url.get("password").is_some_and(|p| !p.is_empty())
                && url.get("passwordEncrypted") != Some("true")
            {
                sink.report(
                    found.place.clone(),
                    msg!(en: "The database password will stand in kylin.log in clear. Use the fields of the metastore: they encrypt it.",
                         zh: "数据库密码会以明文出现在 kylin.log 中。请使用元数据库的字段，它们会将其加密。"),
                );
            }
        }
    },
};
