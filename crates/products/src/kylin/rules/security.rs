//! Who may log in, and what is open.

use super::support::{PLACEHOLDER, PROFILE, place_of};
use crate::kylin::fields::security::ldap_server;
use crate::kylin::sources::{DOC_SECURITY, SECURITY_XML, config_base};
use ::rules::{Example, Found, Rule, Source, Symptom};
use model::value::shown;
use model::{Edit, Environment, Place, Severity, Text, msg};

/// A profile that selects nothing.
pub(super) static UNKNOWN_PROFILE: Rule = Rule {
    id: "KYL062",
    name: "unknown-security-profile",
    severity: Severity::Error,
    title: Text::new(
        "kylin.security.profile is testing, ldap or saml.",
        "kylin.security.profile 只能是 testing、ldap 或 saml。",
    ),
    why: Text::new(
        "The profile selects a part of kylinSecurity.xml. With another word no part is selected, so the security filter is missing and the web application fails, with a message in Tomcat's own log only and nothing in kylin.log. With nothing at all kylin.sh does not start.",
        "该值用于选择 kylinSecurity.xml 中的一段配置。写成其他单词时没有任何一段被选中，缺少安全过滤器，Web 应用启动失败，而且只有 Tomcat 自己的日志中有提示，kylin.log 中什么也没有。值为空时 kylin.sh 不会启动。",
    ),
    sources: &[
        SECURITY_XML,
        Source::lab("kylin-security-profile", "Lab: profile=foo, profile empty"),
    ],
    symptoms: &[
        Symptom::new(
            "No bean named 'springSecurityFilterChain' available",
            "tomcat/logs/localhost.*.log",
        ),
        Symptom::new(
            "Please set kylin.security.profile in kylin.properties, options are: testing, ldap, saml.",
            "output of kylin.sh start",
        ),
    ],
    fires: Example::Edits("kylin-three", &[("overrides.cluster.kylin.security.profile", "none")]),
    clean: Example::Edits("kylin-three", &[("overrides.cluster.kylin.security.profile", "ldap")]),
    check: |cx, sink| {
        for found in cx.set_values_of(PROFILE) {
            let Some(text) = found.literal() else { continue };
            if !matches!(text, "testing" | "ldap" | "saml") {
                let report = sink.report(
                    found.place.clone(),
                    msg!(en: "There is no security profile \"{p}\": Kylin will not start. Use testing, ldap or saml.",
                         zh: "没有安全配置“{p}”，Kylin 将无法启动。请使用 testing、ldap 或 saml。", p = shown(text)),
                );
                if found.overridden() {
                    report.fix(
                        msg!(en: "Remove the override", zh: "删除覆盖项"),
                        vec![Edit::Clear(found.place.clone())],
                    );
                }
            }
        }
    },
};

/// ADMIN/KYLIN in production.
pub(super) static TESTING_PROFILE: Rule = Rule {
    id: "KYL063",
    name: "testing-profile-in-production",
    severity: Severity::Warning,
    title: Text::new(
        "In production users do not come from the testing profile.",
        "生产环境不使用 testing 安全配置。",
    ),
    why: Text::new(
        "The testing profile has three users whose passwords stand in the documentation: ADMIN/KYLIN, MODELER/MODELER and ANALYST/ANALYST. Whoever reaches the port is administrator. Use LDAP; or change all three passwords after the first start and accept this warning with that reason.",
        "testing 配置自带三个用户，密码就写在文档中：ADMIN/KYLIN、MODELER/MODELER 和 ANALYST/ANALYST。能访问端口的人都是管理员。请使用 LDAP；或在首次启动后修改全部三个密码，并以此为理由接受该警告。",
    ),
    sources: &[SECURITY_XML, DOC_SECURITY],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.security.profile", "testing")]),
    clean: Example::Edits("kylin-one", &[("settings.security.profile", "testing")]),
    check: |cx, sink| {
        if cx.spec.environment != Environment::Production {
            return;
        }
        for found in cx.values_of(PROFILE).iter().filter(|f| f.value == "testing") {
            sink.report(
                found.place.clone(),
                msg!(en: "The testing profile has the well-known login ADMIN/KYLIN: whoever reaches the port is administrator. Use LDAP, or change the three passwords; a cluster that is not for production is marked as one (Environment).",
                     zh: "testing 配置使用众所周知的登录 ADMIN/KYLIN：能访问端口的人都是管理员。请使用 LDAP，或修改三个默认密码；非生产集群请在“环境”中标明。"),
            );
        }
    },
};

/// A password that Kylin decrypts.
pub(super) static LDAP_PASSWORD: Rule = Rule {
    id: "KYL064",
    name: "ldap-password-by-hand",
    severity: Severity::Info,
    title: Text::new(
        "The LDAP password is given by its field, which encrypts it.",
        "LDAP 密码应通过字段设置，由字段完成加密。",
    ),
    why: Text::new(
        "Spring decrypts every property whose name holds \"password\": kylin.security.ldap.connection-password must be Kylin's cipher text, and plain text stops the start. With the field, the deployment encrypts the password on the host with Kylin's own class; a variable in an override would have to hold the cipher text.",
        "凡名称中含有“password”的属性，Spring 都会解密：kylin.security.ldap.connection-password 必须是 Kylin 的密文，明文会导致启动失败。使用字段时，部署脚本会在主机上用 Kylin 自带的类加密；覆盖项中的变量则必须保存密文。",
    ),
    sources: &[
        PLACEHOLDER,
        Source::lab("kylin-ldap-password-in-clear", "Lab: profile=ldap, plain LDAP password"),
    ],
    symptoms: &[
        Symptom::new(
            "Input length must be multiple of 16 when decrypting with padded cipher",
            "logs/kylin.log",
        ),
        Symptom::new("[LDAP: error code 49 - ", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.security.ldap.connection-password", "${LDAP_PW}")],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in cx
            .set_values_of("kylin.security.ldap.connection-password")
            .iter()
            .filter(|f| f.overridden())
        {
            sink.report(
                found.place.clone(),
                msg!(en: "Kylin always decrypts kylin.security.ldap.connection-password: what is put in here must be its cipher text. The field \"Password variable\" takes the password itself, and the deployment encrypts it.",
                     zh: "Kylin 总会对 kylin.security.ldap.connection-password 解密：此处填入的必须是密文。字段“密码变量名”使用密码本身，由部署脚本加密。"),
            )
            .related([Place::Setting("security.ldap_password".to_owned())]);
        }
    },
};

const IV: &str = "kylin.security.encrypt.cipher.ivSpec";

/// A cipher's start that does not fit.
pub(super) static IV_SPEC: Rule = Rule {
    id: "KYL066",
    name: "iv-spec-length",
    severity: Severity::Error,
    title: Text::new(
        "kylin.security.encrypt.cipher.ivSpec has 16 bytes, the same on all nodes.",
        "kylin.security.encrypt.cipher.ivSpec 必须是 16 字节，且所有节点相同。",
    ),
    why: Text::new(
        "AES takes exactly 16 bytes here; any other length stops every decryption, so Kylin does not start with an encrypted password. A change makes all passwords that were encrypted before unreadable; with different values a node cannot read what was made for another.",
        "AES 在此处必须是 16 字节，其他长度会使所有解密失败，只要有加密的密码，Kylin 就无法启动。更改该值后，以前加密的密码都无法读取；各节点取值不同时，一个节点无法读取为另一个节点加密的内容。",
    ),
    sources: &[
        config_base!(2743),
        Source::lab(
            "kylin-cipher-vector",
            "Lab: ivSpec of 8 characters, another ivSpec than when encrypted",
        ),
    ],
    symptoms: &[
        Symptom::new("Wrong IV length: must be 16 bytes long", "logs/kylin.log"),
        Symptom::new("Given final block not properly padded", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.security.encrypt.cipher.ivSpec", "short")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.security.encrypt.cipher.ivSpec", "0123456789abcdef")],
    ),
    check: |cx, sink| {
        let found = cx.values_of(IV);
        for value in found.iter().filter(|f| f.set && cx.since("3.1.3")) {
            if value.literal().is_some_and(|t| t.len() != 16) {
                sink.report(
                    value.place.clone(),
                    msg!(en: "ivSpec has {n} bytes; it must have 16, or no password can be decrypted.",
                         zh: "ivSpec 有 {n} 字节，必须是 16 字节，否则无法解密任何密码。", n = value.value.len()),
                )
                .fix(msg!(en: "Remove it: the default has 16", zh: "删除该项，默认值为 16 字节"), vec![Edit::Clear(value.place.clone())]);
            }
        }
        let Some(first) = found.first() else { return };
        for other in found.iter().filter(|f| f.value != first.value) {
            let odd: &Found = if other.overridden() { other } else { first };
            sink.report(
                odd.place.clone(),
                msg!(en: "ivSpec differs between {a} and {b}: they cannot read the same encrypted passwords.",
                     zh: "{a} 与 {b} 的 ivSpec 不同，无法读取同样的加密密码。", a = cx.names(&first.nodes), b = cx.names(&other.nodes)),
            )
            .fix(msg!(en: "Remove the override", zh: "删除覆盖项"), vec![Edit::Clear(odd.place.clone())]);
        }
    },
};

/// LDAP without a directory.
pub(super) static NO_LDAP_SERVER: Rule = Rule {
    id: "KYL067",
    name: "ldap-without-server",
    severity: Severity::Warning,
    title: Text::new(
        "With the profile ldap a directory server is named.",
        "使用 ldap 安全配置时须指定目录服务器。",
    ),
    why: Text::new(
        "Kylin starts, and nobody can log in: there is no directory to ask, and the built-in users belong to the testing profile. Choose LDAP in the field, which asks for server, user and search bases.",
        "Kylin 能够启动，但没有人能登录：没有可查询的目录，内置用户又只属于 testing 配置。请在字段中选择 LDAP，并填写服务器、用户和搜索起点。",
    ),
    sources: &[SECURITY_XML, config_base!(2235)],
    symptoms: &[],
    fires: Example::Edits("kylin-one", &[("overrides.cluster.kylin.security.profile", "ldap")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        let server = "kylin.security.ldap.connection-server";
        let broken = cx.configs().iter().any(|c| c.get(server).is_some_and(|e| e.broken.is_some()));
        // The default is a placeholder, not a server.
        let named = cx.values_of(server).iter().all(|f| f.set && !f.value.is_empty());
        for found in cx.set_values_of(PROFILE).iter().filter(|f| f.value == "ldap") {
            if !named && !broken {
                sink.report(
                    place_of(found),
                    msg!(en: "The profile is ldap, but no directory server is named: nobody will be able to log in.",
                         zh: "安全配置为 ldap，但没有指定目录服务器，将没有人能登录。"),
                );
            }
        }
    },
};

/// A directory that cannot be asked.
pub(super) static LDAP_ADDRESS: Rule = Rule {
    id: "KYL097",
    name: "ldap-address-that-is-none",
    severity: Severity::Warning,
    title: Text::new(
        "The directory server is named as ldap://host:389 or ldaps://host:636.",
        "目录服务器写作 ldap://host:389 或 ldaps://host:636。",
    ),
    why: Text::new(
        "Spring takes what does not begin with ldap: or ldaps: for the name of a part of a directory of its own, which Kylin does not have: Kylin starts, and nobody can log in. Several servers stand with blanks between them.",
        "不以 ldap: 或 ldaps: 开头的内容会被 Spring 当作其内置目录中的名称，而 Kylin 没有这种目录：Kylin 能够启动，但没有人能登录。多个服务器之间用空格分隔。",
    ),
    sources: &[
        SECURITY_XML,
        Source::new(
            "Spring Security 4.2, LdapUtils.parseRootDnFromUrl",
            "https://github.com/spring-projects/spring-security/blob/4.2.x/ldap/src/main/java/org/springframework/security/ldap/LdapUtils.java",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("overrides.cluster.kylin.security.profile", "ldap"),
            ("overrides.cluster.kylin.security.ldap.connection-server", "ldap.example.com:389"),
        ],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("overrides.cluster.kylin.security.profile", "ldap"),
            (
                "overrides.cluster.kylin.security.ldap.connection-server",
                "ldap://a.example.com ldaps://b.example.com:636",
            ),
        ],
    ),
    check: |cx, sink| {
        let asked =
            cx.values_of(PROFILE).iter().any(|f| ["ldap", "saml"].contains(&f.value.as_str()));
        for found in cx.set_values_of("kylin.security.ldap.connection-server") {
            // What the field holds it judges itself.
            let Some(text) = found.literal().filter(|_| asked && found.overridden()) else {
                continue;
            };
            let Some(bad) = text.split_whitespace().find(|one| ldap_server(one).is_err()) else {
                continue;
            };
            let report = sink.report(
                found.place.clone(),
                msg!(en: "\"{v}\" is no address of a directory: nobody will be able to log in.",
                     zh: "“{v}”不是目录服务器的地址，将没有人能登录。", v = shown(bad)),
            );
            let right = format!("ldap://{bad}");
            if text == bad && ldap_server(&right).is_ok() {
                report.fix(
                    msg!(en: "Write {t}", zh: "改为 {t}", t = right.as_str()),
                    vec![Edit::Set(found.place.clone(), right.clone())],
                );
            }
        }
    },
};
