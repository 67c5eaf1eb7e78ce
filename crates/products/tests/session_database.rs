//! Sessions in MySQL or MariaDB: what Tomcat is told, and what a rule says.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use model::ClusterSpec;
use shared::{preset, set, text};

/// The document with sessions in a database, and more settings.
fn in_database(more: &[(&str, &str)]) -> ClusterSpec {
    let mut spec = preset("kylin-three");
    set(
        &mut spec,
        &[
            ("settings.session.kind", "mysql"),
            ("settings.session.username", "sessions & <more>"),
            (
                "settings.session.jdbc_url",
                "jdbc:mysql://db.example.com/kylin_session?useSSL=false&socketTimeout=9000",
            ),
        ],
    );
    set(&mut spec, more);
    spec
}

fn ids(spec: &ClusterSpec) -> Vec<&'static str> {
    let product = products::find(&spec.product).unwrap();
    let report = rules::check(&rules::Context::new(spec, product));
    report.findings.iter().map(|f| f.rule).collect()
}

#[test]
fn tomcats_own_manager_reads_one_store_and_its_password_elsewhere() {
    let spec = in_database(&[("settings.session.table", "s1")]);
    let part = text(&spec, "k1.example.com", "session/context.xml.part");
    assert_eq!(part.matches("<Manager ").count(), 1, "{part}");
    for words in [
        "saveOnRestart=\"true\" maxIdleBackup=\"0\" processExpiresFrequency=\"1\">",
        "connectionURL=\"jdbc:mysql://db.example.com/kylin_session?useSSL=false&amp;socketTimeout=9000&amp;connectTimeout=2000\"",
        "connectionName=\"sessions &amp; &lt;more&gt;\"",
        "connectionPassword=\"${session.database.password}\"",
        "driverName=\"com.mysql.jdbc.Driver\"",
        "sessionTable=\"s1\"",
    ] {
        assert!(part.contains(words), "{words}:\n{part}");
    }
    assert!(!part.contains("Valve"), "{part}");
    let properties = text(&spec, "k1.example.com", "session/catalina.properties.part");
    let read = formats::properties::read(&properties);
    let pairs: Vec<(&str, &str)> =
        read.iter().map(|e| (e.key.as_str(), e.value.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("session.database.password", "@{SESSION_DATABASE_PASSWORD}"),
            ("org.apache.catalina.session.StandardSession.ACTIVITY_CHECK", "true"),
        ]
    );
}

#[test]
fn the_table_is_a_file_of_the_cluster_and_the_database_a_connection() {
    let spec = in_database(&[]);
    let product = products::find(&spec.product).unwrap();
    let cx = rules::Context::new(&spec, product);
    let kinds = product.files.iter().flat_map(|files| files.iter());
    let table = kinds
        .filter(|kind| kind.name == "database/sessions.sql")
        .find_map(|kind| match &kind.reach {
            rules::Reach::Cluster { applies, render } => applies(&cx).then(|| render(&cx)),
            _ => None,
        })
        .unwrap();
    let sql = table.to_text();
    assert!(sql.contains("CREATE TABLE IF NOT EXISTS `tomcat_sessions` ("), "{sql}");
    assert!(sql.contains("`session_data` mediumblob"), "{sql}");
    let to = (product.connections)(&cx);
    let outside = |c: &rules::Connection| match &c.to {
        rules::Party::Outside(title, hosts) => Some((title.get(model::Lang::En), hosts.clone())),
        _ => None,
    };
    let found = to.iter().find(|c| outside(c).is_some_and(|(title, _)| title == "MySQL")).unwrap();
    assert_eq!(found.port, Some(3306));
    assert_eq!(outside(found).unwrap().1, ["db.example.com"]);
    let secrets = (product.secrets)(&cx);
    assert!(secrets.iter().any(|s| s.variable == "SESSION_DATABASE_PASSWORD"));
    let packages = (product.packages)(&cx);
    assert_eq!(packages.iter().filter(|p| p.file.starts_with("mysql-connector")).count(), 1);
}

#[test]
fn a_driver_is_one_file_beside_the_metastores() {
    // The metastore's driver is the one of the sessions, and it is one package.
    let mut spec = preset("kylin-six");
    set(
        &mut spec,
        &[
            ("settings.session.kind", "mysql"),
            ("settings.session.username", "s"),
            ("settings.session.jdbc_url", "jdbc:mysql://db.example.com/kylin?useSSL=false"),
            ("settings.metastore.driver", "mysql-connector-java-8.0.28.jar"),
        ],
    );
    let product = products::find(&spec.product).unwrap();
    let cx = rules::Context::new(&spec, product);
    assert_eq!(cx.text("session.jars"), "mysql-connector-java-8.0.28.jar");
    let packages = (product.packages)(&cx);
    assert_eq!(packages.iter().filter(|p| p.file.starts_with("mysql-connector")).count(), 1);
    let part = text(&spec, "k3.example.com", "session/context.xml.part");
    assert!(part.contains("driverName=\"com.mysql.cj.jdbc.Driver\""), "{part}");
    set(&mut spec, &[("settings.session.jdbc_url", "jdbc:mariadb://db.example.com/kylin")]);
    let cx = rules::Context::new(&spec, product);
    assert_eq!(cx.text("session.jars"), "mariadb-java-client-2.7.12.jar");
}

#[test]
fn a_database_needs_a_balancer_that_keeps_clients() {
    for kind in ["nginx", "haproxy", "httpd", "external"] {
        for (method, wanted) in
            [("round_robin", true), ("least_conn", true), ("ip_hash", false), ("hash", false)]
        {
            let spec = in_database(&[("settings.lb.kind", kind), ("settings.lb.method", method)]);
            let found = ids(&spec);
            assert_eq!(found.contains(&"SES023"), wanted, "{kind} {method}: {found:?}");
            assert!(!found.contains(&"LB003"), "{kind} {method}: {found:?}");
        }
    }
    assert!(
        ids(&in_database(&[(
            "settings.session.jdbc_url",
            "jdbc:mysql://localhost/kylin_session?useSSL=false"
        )]))
        .contains(&"SES008")
    );
    for tomcat in ["7.0.100", "8.5.78", "9.0.98", "10.1.5"] {
        let found = ids(&in_database(&[("settings.session.tomcat", tomcat)]));
        assert_eq!(found.contains(&"GEN012"), tomcat.starts_with("10"), "{tomcat}: {found:?}");
    }
}
