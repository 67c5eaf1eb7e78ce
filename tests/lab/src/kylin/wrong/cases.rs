//! The mistakes.

/// Who notices a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judge {
    /// `bin/deploy` stops: Kylin's own class does not encrypt the password.
    Deploy,
    /// `bin/start` stops: Kylin does not start.
    Start,
    /// Kylin starts, and its log complains when a project is made.
    Broadcast,
    /// Kylin's `KylinConfig` throws when it is asked; in a running Kylin that is the first build.
    Getter,
}

/// A mistake: what is put in the place of what in the good document, and what is added at its end.
pub(super) struct Case {
    /// The rule that rejects it.
    pub(super) rule: &'static str,
    /// Pairs of what stands once in the good document, and what stands there instead.
    pub(super) replace: &'static [(&'static str, &'static str)],
    /// Overrides for the cluster.
    pub(super) overrides: &'static [(&'static str, &'static str)],
    /// Who notices.
    pub(super) judge: Judge,
}

const fn overriding(
    rule: &'static str,
    judge: Judge,
    overrides: &'static [(&'static str, &'static str)],
) -> Case {
    Case { rule, replace: &[], overrides, judge }
}

/// In the order of the rules' numbers.
pub(super) static CASES: &[Case] = &[
    overriding("KYL007", Judge::Start, &[("kylin.job.scheduler.default", "1")]),
    overriding(
        "KYL019",
        Judge::Broadcast,
        &[("kylin.server.cluster-servers", "h2.lab.test:7070,http://h3.lab.test:7070")],
    ),
    overriding(
        "KYL029",
        Judge::Start,
        &[("kylin.metadata.url", "kylin_metadata@hbase:h1.lab.test:2181:/hbase")],
    ),
    overriding(
        "KYL030",
        Judge::Start,
        &[(
            "kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql:loadbalance://h1.lab.test:3306,h1.lab.test:3307/kylin,username=plain,\
             password=${LAB_PASSWORD}",
        )],
    ),
    overriding(
        "KYL031",
        Judge::Start,
        &[(
            "kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://h1.lab.test:3306/kylin,password=${LAB_PASSWORD}",
        )],
    ),
    overriding("KYL032", Judge::Start, &[("kylin.metadata.jdbc.dialect", "postgresql")]),
    overriding(
        "KYL033",
        Judge::Start,
        &[(
            "kylin.metadata.url",
            "kylin-lab@jdbc,url=jdbc:mysql://h1.lab.test:3306/kylin,username=plain,password=${LAB_PASSWORD}",
        )],
    ),
    overriding(
        "KYL037",
        Judge::Start,
        &[(
            "kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://h1.lab.test:3306/kylin,username=plain,password=${LAB_PASSWORD},\
             driverClassName=com.mysql.cj.jdbc.Driver",
        )],
    ),
    overriding("KYL041", Judge::Start, &[("kylin.metadata.jdbc.max-cell-size", "1mb")]),
    overriding("KYL046", Judge::Start, &[("kylin.env.zookeeper-connect-string", "")]),
    overriding("KYL049", Judge::Getter, &[("kylin.env.hdfs-working-dir", "kylin")]),
    overriding("KYL050", Judge::Getter, &[("kylin.storage.hbase.cluster-fs", "h1.lab.test:8020")]),
    overriding("KYL062", Judge::Start, &[("kylin.security.profile", "")]),
    Case {
        rule: "KYL065",
        replace: &[(
            "[settings.jvm]",
            "[settings.security]\n\
             profile = \"ldap\"\n\
             ldap_server = \"ldap://h1.lab.test:389\"\n\
             ldap_user = \"cn=kylin,dc=lab,dc=test\"\n\
             ldap_user_base = \"ou=people,dc=lab,dc=test\"\n\
             ldap_group_base = \"ou=groups,dc=lab,dc=test\"\n\
             ldap_admin_role = \"admins\"\n\n\
             [settings.jvm]",
        )],
        overrides: &[],
        judge: Judge::Start,
    },
    overriding("KYL066", Judge::Deploy, &[("kylin.security.encrypt.cipher.ivSpec", "short")]),
];
