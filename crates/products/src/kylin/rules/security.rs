//! Who may log in, and what is open.

use super::support::{PLACEHOLDER, PROFILE, give, is_true, place_of};
use crate::kylin::sources::{DOC_SECURITY, SECURITY_XML, SETENV, config_base};
use ::rules::{Context, Example, Found, Rule, Sink, Source, Symptom};
use model::value::{ByteSize, Value, shown};
use model::{Edit, Environment, Node, Place, Severity, Text, msg};

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
    sources: &[SECURITY_XML, Source::lab("Lab: profile=foo, profile empty")],
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
                msg!(en: "The testing profile has the well-known login ADMIN/KYLIN, and this is a production cluster. Use LDAP, or change the three passwords.",
                     zh: "testing 配置使用众所周知的登录 ADMIN/KYLIN，而这是生产集群。请使用 LDAP，或修改三个默认密码。"),
            );
        }
    },
};

/// A password that Kylin decrypts.
pub(super) static LDAP_PASSWORD: Rule = Rule {
    id: "KYL064",
    name: "ldap-password-by-hand",
    severity: Severity::Warning,
    title: Text::new(
        "The LDAP password is given by its field, which encrypts it.",
        "LDAP 密码应通过字段设置，由字段完成加密。",
    ),
    why: Text::new(
        "Spring decrypts every property whose name holds \"password\": kylin.security.ldap.connection-password must be Kylin's cipher text, and plain text stops the start. With the field, the deployment encrypts the password on the host with Kylin's own class; a variable in an override would have to hold the cipher text.",
        "凡名称中含有“password”的属性，Spring 都会解密：kylin.security.ldap.connection-password 必须是 Kylin 的密文，明文会导致启动失败。使用字段时，部署脚本会在主机上用 Kylin 自带的类加密；覆盖项中的变量则必须保存密文。",
    ),
    sources: &[PLACEHOLDER, Source::lab("Lab: profile=ldap, plain LDAP password")],
    symptoms: &[Symptom::new(
        "Input length must be multiple of 16 when decrypting with padded cipher",
        "logs/kylin.log",
    )],
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
                msg!(en: "Kylin always decrypts kylin.security.ldap.connection-password. Use the field \"Password variable\": then the deployment encrypts it.",
                     zh: "Kylin 总会对 kylin.security.ldap.connection-password 解密。请使用字段“密码变量名”，由部署脚本加密。"),
            )
            .related([Place::Setting("security.ldap_password".to_owned())])
            .fix(msg!(en: "Remove the override", zh: "删除覆盖项"), vec![Edit::Clear(found.place.clone())]);
        }
    },
};

/// The least heap beside a login cache of 2 GiB that was seen to work is 2300 MiB; some to spare.
const LEAST_HEAP: u64 = 5 * ByteSize::GIB / 2;

/// A cache that does not fit.
pub(super) static HEAP: Rule = Rule {
    id: "KYL065",
    name: "heap-too-small-for-login-cache",
    severity: Severity::Error,
    title: Text::new(
        "With LDAP or SAML the heap is at least 2.5 GiB.",
        "使用 LDAP 或 SAML 时，堆内存至少 2.5 GiB。",
    ),
    why: Text::new(
        "Every profile but testing uses a cache configuration that claims 2048 MB of the heap, and Ehcache refuses to start when the heap, less one survivor space, is not larger. -Xmx 2100m fails, 2300m works. Give the node 2.5 GiB or more; 4 GiB is what the release brings.",
        "除 testing 外的安全配置都使用占用 2048 MB 堆内存的缓存配置，堆内存（扣除一个 survivor 区）不大于该值时 Ehcache 拒绝启动。-Xmx 2100m 失败，2300m 可用。请设为 2.5 GiB 或更大，发行包自带 4 GiB。",
    ),
    sources: &[
        Source::new(
            "ehcache.xml (3.1.3): maxBytesLocalHeap 2048M",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/server/src/main/resources/ehcache.xml",
        ),
        Source::lab("Lab, F1: profile ldap with -Xmx 512m, 2047m, 2100m and 2300m"),
    ],
    symptoms: &[Symptom::new(
        "You've assigned more memory to the on-heap than the VM can sustain, please adjust your -Xmx setting accordingly",
        "logs/kylin.log",
    )],
    fires: Example::Edits("kylin-three", &[("settings.jvm.heap", "2 GiB")]),
    clean: Example::Edits("kylin-three", &[("settings.jvm.heap", "2560 MiB")]),
    check: heap,
};

fn heap(cx: &Context, sink: &mut Sink) {
    let profiles = cx.values_of(PROFILE);
    let mut reported: Vec<Place> = Vec::new();
    for found in profiles.iter().filter(|f| matches!(f.value.as_str(), "ldap" | "saml")) {
        for node in found.nodes.iter().filter_map(|row| cx.node(*row)) {
            let Some((size, place)) = heap_of(cx, node) else { continue };
            if size.0 >= LEAST_HEAP || reported.contains(&place) {
                continue;
            }
            reported.push(place.clone());
            let report = sink
                .report(
                    place.clone(),
                    msg!(en: "A heap of {s} is too small for the security profile {p}: its login cache claims 2 GiB, and Kylin will not start. Use at least 2.5 GiB.",
                         zh: "堆内存 {s} 对安全配置 {p} 来说太小：登录缓存占用 2 GiB，Kylin 将无法启动。请至少设为 2.5 GiB。",
                         s = size.to_string(), p = found.value.as_str()),
                )
                .related([found.place.clone()]);
            if !place.field().ends_with("jvm.extra") {
                report.fix(
                    msg!(en: "Set it to 4 GiB", zh: "设为 4 GiB"),
                    vec![Edit::Set(place, "4 GiB".to_owned())],
                );
            }
        }
    }
}

/// The heap that a node's JVM will have, and where that is said: the last `-Xmx` of the extra
/// options, or the field.
pub(super) fn heap_of(cx: &Context, node: &Node) -> Option<(ByteSize, Place)> {
    let place = |key: &str| match node.settings.contains_key(key) {
        true => Place::NodeSetting(node.row, key.to_owned()),
        false => Place::Setting(key.to_owned()),
    };
    let extra = cx.node_text(node, "jvm.extra");
    let option = extra.split_whitespace().rev().find_map(|word| word.strip_prefix("-Xmx"));
    if let Some(size) = option.and_then(|text| ByteSize::parse(text).ok()) {
        return Some((size, place("jvm.extra")));
    }
    cx.get_for::<ByteSize>(node, "jvm.heap").ok().map(|size| (size, place("jvm.heap")))
}

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
        Source::lab("Lab: ivSpec of 8 characters, another ivSpec than when encrypted"),
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

/// Holes with numbers.
pub(super) static VERSION: Rule = Rule {
    id: "KYL068",
    name: "vulnerable-version",
    severity: Severity::Warning,
    title: Text::new("The version is 3.1.3.", "版本应为 3.1.3。"),
    why: Text::new(
        "3.1.0 gives its whole configuration to anybody who asks (CVE-2020-13937, mended in 3.1.1). Up to 3.1.2 the addresses of the streaming coordinator need no login (CVE-2021-27738), a request can name any class to be loaded (CVE-2021-31522), a MySQL JDBC URL to a hostile server runs code (CVE-2021-36774), every other site may call the API with the login of whoever opens it (CVE-2021-45457), and passwords are encrypted with a fixed key and start (CVE-2021-45458). 3.1.3 mends these.",
        "3.1.0 会把全部配置交给任何请求者（CVE-2020-13937，3.1.1 已修复）。3.1.2 及以前：流式协调器的接口无需登录（CVE-2021-27738），请求可指定加载任意类（CVE-2021-31522），指向恶意服务器的 MySQL JDBC URL 可执行代码（CVE-2021-36774），任何其他站点都可带着访问者的登录信息调用 API（CVE-2021-45457），密码使用固定的密钥和初始向量加密（CVE-2021-45458）。这些问题在 3.1.3 中已修复。",
    ),
    sources: &[DOC_SECURITY],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("version", "3.1.0")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        if cx.product.version(&cx.spec.version).is_some() && !cx.since("3.1.3") {
            let cves = if cx.since("3.1.1") {
                "CVE-2021-27738, CVE-2021-31522, CVE-2021-36774, CVE-2021-45457, CVE-2021-45458"
            } else {
                "CVE-2020-13937, CVE-2021-27738, CVE-2021-31522, CVE-2021-36774, CVE-2021-45457, CVE-2021-45458"
            };
            sink.report(
                Place::Version,
                msg!(en: "{v} has known security holes ({c}). Use 3.1.3.", zh: "{v} 存在已知安全漏洞（{c}），请使用 3.1.3。",
                     v = cx.spec.version.as_str(), c = cves),
            )
            .fix(msg!(en: "Take 3.1.3", zh: "改用 3.1.3"), vec![Edit::Set(Place::Version, "3.1.3".to_owned())]);
        }
    },
};

/// Every site may call.
pub(super) static CROSS_DOMAIN: Rule = Rule {
    id: "KYL069",
    name: "cross-domain-calls",
    severity: Severity::Info,
    title: Text::new(
        "kylin.web.cross-domain-enabled is off unless pages of other sites need the API.",
        "除非其他站点的网页需要调用 API，否则应关闭 kylin.web.cross-domain-enabled。",
    ),
    why: Text::new(
        "Switched on, which is Kylin's own default, any page that a logged-in person opens may call the API in that person's name; up to 3.1.2 with the login as well (CVE-2021-45457). Switch it off unless a page of yours on another host needs it.",
        "打开时（这是 Kylin 的默认值），已登录用户打开的任何网页都可以其名义调用 API，3.1.2 及以前还会带上登录信息（CVE-2021-45457）。除非自己部署在其他主机上的网页需要，否则请关闭。",
    ),
    sources: &[config_base!(2270), DOC_SECURITY],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.security.cross_domain", "true")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in
            cx.values_of("kylin.web.cross-domain-enabled").iter().filter(|f| is_true(&f.value))
        {
            sink.report(
                found.place.clone(),
                msg!(en: "Pages of any other site may call the API in the name of whoever is logged in.",
                     zh: "任何其他站点的网页都可以已登录用户的名义调用 API。"),
            )
            .fix(msg!(en: "Switch it off", zh: "关闭"), give(found, "false", "security.cross_domain"));
        }
    },
};

/// Configuration by browser.
pub(super) static SET_CONFIG: Rule = Rule {
    id: "KYL070",
    name: "configuration-through-the-page",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.web.set-config-enable stays off.",
        "kylin.web.set-config-enable 应保持关闭。",
    ),
    why: Text::new(
        "Switched on, an administrator's browser can change the configuration of the running server, for that node only and until it is restarted: the nodes drift apart and the files no longer say what is running. It is off since 3.1.0 for security. Change the document and deploy it.",
        "打开后，管理员可在浏览器中更改正在运行的服务的配置，只影响该节点，且重启后失效：各节点逐渐不一致，文件也不再反映实际状态。自 3.1.0 起出于安全考虑默认关闭。请修改文档后重新部署。",
    ),
    sources: &[
        config_base!(2286),
        Source::new(
            "Apache Kylin 3.1: how to upgrade",
            "https://kylin.apache.org/docs31/howto/howto_upgrade.html",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.web.set-config-enable", "true")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.web.set-config-enable", "false")],
    ),
    check: |cx, sink| {
        for found in
            cx.set_values_of("kylin.web.set-config-enable").iter().filter(|f| is_true(&f.value))
        {
            sink.report(
                found.place.clone(),
                msg!(en: "The configuration of a running node can be changed through the page, past the files. Leave this off.",
                     zh: "运行中节点的配置可绕过文件在页面上更改，请保持关闭。"),
            )
            .fix(msg!(en: "Remove it", zh: "删除该项"), vec![Edit::Clear(found.place.clone())]);
        }
    },
};

/// More keys that the page may read and write.
pub(super) static WHITELIST: Rule = Rule {
    id: "KYL071",
    name: "writable-whitelist",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.web.properties.whitelist stays at its default.",
        "kylin.web.properties.whitelist 应保持默认值。",
    ),
    why: Text::new(
        "The keys in this list are given to every browser without a login, and the administration API may change them. Each key that is added is shown and writable. Leave it as it is.",
        "列表中的配置项无需登录即可被任何浏览器读取，并可通过管理 API 修改。每增加一项，就多一项可见且可写的配置。请保持默认。",
    ),
    sources: &[
        SECURITY_XML,
        Source::lab(
            "Catalogue: the whitelist decides what /admin/public_config shows and the admin API writes",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.web.properties.whitelist",
            "kylin.web.timezone,kylin.metadata.url",
        )],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.web.properties.whitelist") {
            if found.value != cx.catalogue().default_of("kylin.web.properties.whitelist") {
                sink.report(
                    found.place.clone(),
                    msg!(en: "Every key in this list is shown without a login and can be written through the administration API.",
                         zh: "该列表中的每个配置项都无需登录即可查看，并可通过管理 API 修改。"),
                )
                .fix(msg!(en: "Remove it", zh: "删除该项"), vec![Edit::Clear(found.place.clone())]);
            }
        }
    },
};

/// The heap, said twice.
pub(super) static HEAP_IN_EXTRA: Rule = Rule {
    id: "KYL072",
    name: "heap-in-extra-options",
    severity: Severity::Warning,
    title: Text::new(
        "The heap is set in its field, not in the extra options.",
        "堆内存在其字段中设置，而不是写在额外选项中。",
    ),
    why: Text::new(
        "Java takes the last -Xmx it meets. With two of them the form shows one heap and the process has another, and nothing here reckons with the real one. Use the field.",
        "Java 以最后一个 -Xmx 为准。出现两个时，界面显示的与进程实际使用的不同，所有相关检查也不会按实际值进行。请使用字段。",
    ),
    sources: &[SETENV],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.jvm.extra", "-Xmx6g")]),
    clean: Example::Edits("kylin-three", &[("settings.jvm.extra", "-Dfile.encoding=UTF-8")]),
    check: |cx, sink| {
        let of_nodes = cx.spec.nodes.iter().filter_map(|n| {
            n.settings
                .get("jvm.extra")
                .map(|t| (Place::NodeSetting(n.row, "jvm.extra".to_owned()), t.as_str()))
        });
        let of_cluster = cx
            .spec
            .settings
            .get("jvm.extra")
            .map(|t| (Place::Setting("jvm.extra".to_owned()), t.as_str()));
        for (place, text) in of_cluster.into_iter().chain(of_nodes) {
            let heap = |w: &&str| w.starts_with("-Xmx") || w.starts_with("-Xms");
            if let Some(word) = text.split_whitespace().find(heap) {
                let rest: Vec<&str> = text.split_whitespace().filter(|w| !heap(w)).collect();
                sink.report(
                    place.clone(),
                    msg!(en: "{w} stands beside the heap of the field, and the last one counts. Use the field.",
                         zh: "{w} 与字段中的堆内存同时存在，以最后一个为准。请使用字段。", w = shown(word)),
                )
                .fix(msg!(en: "Remove it from the extra options", zh: "从额外选项中删除"), vec![Edit::Set(place, rest.join(" "))]);
            }
        }
    },
};
