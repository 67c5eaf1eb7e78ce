//! Documents through which a secret once came.

use model::{Lang, Property, Severity};
use rules::Context;

/// What is taken out of a document, with the values of its overrides that are left; nothing of it
/// is in any finding, and no error is said.
fn read(toml: &str) -> (Vec<String>, Vec<String>) {
    let loaded = engine::read_bytes(products::ALL, toml.as_bytes());
    let product = engine::product_of(products::ALL, &loaded.spec).expect("a product");
    let cx = Context::new(&loaded.spec, product);
    let said = engine::check_loaded(&cx, &loaded);
    for finding in &said.findings {
        assert!(finding.severity < Severity::Error, "{finding:?}");
        for (_, secret) in &loaded.secrets {
            for lang in Lang::ALL {
                assert!(!finding.message.render(lang).contains(secret.as_str()), "{finding:?}");
            }
        }
    }
    let written = formats::document::write(&loaded.spec);
    for (_, secret) in &loaded.secrets {
        assert!(!written.contains(secret.as_str()), "{secret}");
    }
    let left = loaded.spec.overrides.cluster.into_values().collect();
    (loaded.secrets.into_iter().map(|(_, secret)| secret).collect(), left)
}

/// One server with LDAP, Hive by beeline with user and password, and mail with a password.
#[test]
fn beeline_and_mail_with_passwords() {
    let toml = r#"schema = 1
name = "notes-312"
product = "kylin"
version = "3.1.2"
environment = "test"

[settings.security]
profile = "ldap"
ldap_server = "ldap://10.100.0.9:389"
ldap_user = "cn=Manager,dc=corp,dc=com"
ldap_user_base = "ou=People,dc=corp,dc=com"
ldap_user_pattern = "(&(cn={0}))"
ldap_group_base = "ou=Group,dc=corp,dc=com"
ldap_admin_role = "kylin"

[overrides.cluster]
"kylin.source.hive.client" = "beeline"
"kylin.source.hive.beeline-params" = "-n kylin -p s3cretPw1 --hiveconf hive.security.authorization.sqlstd.confwhitelist.append='mapreduce.job.*|dfs.*' -u jdbc:hive2://10.100.0.2:10000"
"kylin.job.notification-mail-username" = "kylinmail"
"kylin.job.notification-mail-password" = "Passw0rd@2018"
"kylin.job.notification-mail-sender" = "kylin@corp.com"
"kylin.security.ldap.service-search-base" = "ou=People,dc=corp,dc=com"

[[nodes]]
name = "10.100.0.1"
roles = ["all"]
"#;
    let (taken, left) = read(toml);
    assert_eq!(taken, ["Passw0rd@2018", "s3cretPw1"]);
    let params = "-n kylin -p ${KYLIN_SOURCE_HIVE_BEELINE_PARAMS_PASSWORD} --hiveconf hive.security.authorization.sqlstd.confwhitelist.append='mapreduce.job.*|dfs.*' -u jdbc:hive2://10.100.0.2:10000";
    assert_eq!(
        left,
        [
            "${KYLIN_JOB_NOTIFICATION_MAIL_PASSWORD}",
            "kylin@corp.com",
            "kylinmail",
            "ou=People,dc=corp,dc=com",
            params,
            "beeline",
        ]
    );
}

/// Keys of object stores, options, Oracle's form, a password with a semicolon, a reason.
#[test]
fn forms_that_were_not_recognised() {
    let toml = r#"schema = 1
name = "k"
product = "kylin"
version = "3.1.3"
[settings.zookeeper]
connect = "zk.corp.net:2181"
[overrides.cluster]
"kylin.engine.spark-conf.spark.hadoop.fs.s3a.access.key" = "AKIAone"
"kylin.engine.spark-conf.spark.hadoop.fs.s3a.secret.key" = "two-s3a"
"kylin.engine.mr.config-override.fs.s3a.secret.key" = "three-mr"
"kylin.source.hive.beeline-params" = "-n root -p four-bee -u jdbc:hive2://h:10000"
"kylin.source.jdbc.connection-url" = "jdbc:oracle:thin:scott/five-ora@//db:1521/x"
"kylin.query.pushdown.jdbc.url" = "jdbc:mysql://db/d?user=a&password=half;six-tail"
[[nodes]]
name = "k1.corp.net"
roles = ["all"]
[[accepted]]
rule = "KYL063"
field = "security.profile"
reason = "the password is password=seven-reason, see https://u:eight-wiki@wiki/"
"#;
    let (mut taken, left) = read(toml);
    taken.sort();
    let all = [
        "AKIAone",
        "eight-wiki",
        "five-ora",
        "four-bee",
        "half;six-tail",
        "seven-reason",
        "three-mr",
        "two-s3a",
    ];
    assert_eq!(taken, all);
    assert!(left.iter().all(|value| value.contains("${KYLIN_")), "{left:?}");
}

/// A second cloud's keys, and a secret that a mistake in the same line hides from the reader.
#[test]
fn forms_of_other_products() {
    let toml = "schema = 1\nproduct = \"alluxio\"\nversion = \"2.9.6\"\n[overrides.cluster]\n\
        \"fs.cos.secret.key\" = \"one-cos\"\n\"fs.azure.account.key.x\" = \"two-az\"\n\
        \"alluxio.underfs.s3.secret\" = \"three-s3\"\n";
    let loaded = engine::read_bytes(products::ALL, toml.as_bytes());
    assert_eq!(loaded.secrets.len(), 3);
    let azure = Property::from("fs.azure.account.key.x");
    assert_eq!(loaded.spec.overrides.cluster[&azure], "${FS_AZURE_ACCOUNT_KEY_X}");
    let broken = "schema = 1\n\"x\" = \"true\"3\"kylin.x.password\" = \"four-syn\"\n";
    let loaded = engine::read_bytes(products::ALL, broken.as_bytes());
    assert!(!format!("{:?} {:?}", loaded.spec, loaded.problems).contains("four-syn"));
}
