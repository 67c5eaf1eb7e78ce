//! Files of Kylin's family as sites have them: what is told of them, what is an error, and what is none.

mod files;

use files::{read, said};
use import::Imported;
use model::{Lang, Severity};
use rules::Context;

fn rules(imported: &Imported) -> Vec<&'static str> {
    said(imported).report.findings.iter().map(|finding| finding.rule).collect()
}

/// The rules of all errors, also of those that only the document has.
fn errors(imported: &Imported) -> Vec<&'static str> {
    let report = rules::check(&Context::new(&imported.spec, imported.product));
    let errors = report.findings.iter().filter(|f| f.severity == Severity::Error);
    errors.map(|f| f.rule).collect()
}

fn names(imported: &Imported) -> Vec<&str> {
    imported.spec.nodes.iter().map(|node| node.name.as_str()).collect()
}

/// Notes with their places, in English.
fn told(imported: &Imported) -> Vec<(Severity, String)> {
    let one = |n: &import::Note| {
        let text = format!("{}:{}: {}", n.path, n.span.line, n.message.render(Lang::En));
        (n.severity, text)
    };
    imported.notes.iter().map(one).collect()
}

fn of<'t>(told: &'t [(Severity, String)], words: &str) -> Vec<&'t (Severity, String)> {
    told.iter().filter(|(_, text)| text.contains(words)).collect()
}

/// Where a rule's finding stands in the files.
fn place(imported: &Imported, rule: &str) -> Option<(String, u32)> {
    let judged = said(imported);
    let finding = judged.report.findings.iter().find(|f| f.rule == rule)?;
    let spot = imported.spots.at(&finding.place)?;
    Some((spot.path.clone(), spot.line))
}

const HBASE: &str = "kylin.env=PROD\nkylin.metadata.url=kylin_metadata@hbase\n";

fn nginx(members: &[&str]) -> String {
    let members: Vec<String> = members.iter().map(|m| format!("server {m}:7070;")).collect();
    format!(
        "upstream kylin {{ ip_hash; {} }}\n\
         server {{ listen 80; server_name k.corp; location / {{ proxy_pass http://kylin; proxy_read_timeout 600s; }} }}\n",
        members.join(" ")
    )
}

/// A load balancer's node writes no line of the metadata, and so says nothing of its fields.
#[test]
fn a_value_that_stands_in_the_file_is_not_missing() {
    let text = "kylin.metadata.url=kylin_metadata@jdbc,url=jdbc:mysql://db1:3306/kylin,username=kylin,password=Geheim12,maxActive=20\n\
                kylin.env.zookeeper-connect-string=zk1:2181,zk2:2181,zk3:2181\n";
    let imported = read(&[("h1/kylin.properties", text), ("lb/nginx.conf", &nginx(&["h1"]))]);
    assert_eq!(names(&imported), ["h1", "lb"]);
    assert_eq!(errors(&imported), Vec::<&str>::new());
    // Where nothing says it, it is.
    let mut spec = imported.spec.clone();
    spec.overrides.cluster.clear();
    let report = rules::check(&Context::new(&spec, imported.product));
    assert!(report.findings.iter().any(|f| f.rule == "GEN008"));
}

fn by_address(mode: &str) -> String {
    format!(
        "{HBASE}kylin.server.mode={mode}\nkylin.server.cluster-servers=192.168.10.11:7070,192.168.10.12:7070\n"
    )
}

#[test]
fn folders_by_name_and_lists_by_address_are_the_same_machines() {
    let (all, query) = (by_address("all"), by_address("query"));
    let lb = nginx(&["192.168.10.11", "192.168.10.12"]);
    let files = [
        ("in/kylin01/conf/kylin.properties", all.as_str()),
        ("in/kylin02/conf/kylin.properties", query.as_str()),
        ("in/lb/nginx.conf", lb.as_str()),
    ];
    let imported = read(&files);
    assert_eq!(names(&imported), ["kylin01", "kylin02", "lb"]);
    assert_eq!(errors(&imported), Vec::<&str>::new());
    let found = rules(&imported);
    assert!(!found.contains(&"KYL021") && !found.contains(&"GEN017"), "{found:?}");
    let told_of = told(&imported);
    let one = of(&told_of, "--host in/kylin01=192.168.10.11");
    assert_eq!(one.len(), 1, "{told_of:?}");
    assert!(of(&told_of, "member").is_empty(), "{told_of:?}");
    // A file that says which is which.
    let mut files = files.to_vec();
    files.push(("in/etc/hosts", "192.168.10.12 kylin01.corp kylin01\n192.168.10.11 kylin02\n"));
    let imported = read(&files);
    let mut nodes: Vec<(&str, &str)> = imported
        .spec
        .nodes
        .iter()
        .map(|node| (node.name.as_str(), node.address.as_str()))
        .filter(|(name, _)| *name != "lb")
        .collect();
    nodes.sort_unstable();
    assert_eq!(nodes, [("kylin01", "192.168.10.12"), ("kylin02", "192.168.10.11")]);
    assert_eq!(errors(&imported), Vec::<&str>::new());
    assert!(of(&told(&imported), "--host").is_empty());
    // One of each is one machine; two and one are not.
    let one = read(&[(
        "k1/kylin.properties",
        &format!("{HBASE}kylin.server.cluster-servers=10.0.0.5:7070\n"),
    )]);
    assert_eq!((names(&one), one.spec.nodes[0].address.as_str()), (vec!["k1"], "10.0.0.5"));
    let three = "kylin.server.cluster-servers=10.0.0.5:7070,10.0.0.6:7070,10.0.0.7:7070\n";
    let more = read(&[("k1/kylin.properties", three), ("k2/kylin.properties", three)]);
    assert_eq!(more.spec.nodes.len(), 5);
}

#[test]
fn the_class_of_the_driver_tells_its_file() {
    let text = |class: &str| {
        format!(
            "kylin.metadata.url=kylin_metadata@jdbc,url=jdbc:mysql://db1:3306/kylin?useSSL=false,username=kylin,password=Geheim12,driverClassName={class}\n\
             kylin.env.zookeeper-connect-string=zk1:2181\n"
        )
    };
    for class in ["com.mysql.cj.jdbc.Driver", "com.mysql.jdbc.Driver", "org.mariadb.jdbc.Driver"] {
        let imported = read(&[("q1/conf/kylin.properties", &text(class))]);
        let found = rules(&imported);
        let wrong = ["KYL037", "KYL085", "KYL086"].iter().any(|rule| found.contains(rule));
        assert!(!wrong, "{class}: {found:?}");
    }
}

#[test]
fn folders_of_an_installation_are_no_machines() {
    let imported = read(&[
        ("n1/conf/kylin.properties", HBASE),
        ("n1/conf/setenv.sh", "export KYLIN_JVM_SETTINGS=\"-Xmx16g\"\n"),
        ("n1/bin/setenv.sh", "export KYLIN_JVM_SETTINGS=\"-Xmx4g\"\n"),
        ("n1/hadoop_conf/core-site.xml", "<configuration></configuration>"),
    ]);
    assert_eq!(names(&imported), ["n1"]);
    // The start script reads the one in conf/ last.
    assert!(formats::document::write(&imported.spec).contains("-Xmx16g"));
}

#[test]
fn a_key_with_nothing_behind_it_is_not_lost() {
    let text = format!("{HBASE}kylin.env.zookeeper-connect-string=\n");
    let imported = read(&[("k1/conf/kylin.properties", &text)]);
    assert_eq!(place(&imported, "KYL046"), Some(("k1/conf/kylin.properties".to_owned(), 3)));
}

#[test]
fn the_file_system_is_compared_with_that_of_hbase() {
    let site = |root: &str| {
        format!(
            "<configuration><property><name>hbase.rootdir</name><value>{root}</value></property></configuration>"
        )
    };
    let text = format!("{HBASE}kylin.storage.hbase.cluster-fs=hdfs://nn1.hb.corp:8020\n");
    let of_root = |root: &str| {
        let imported =
            read(&[("k1/conf/kylin.properties", &text), ("k1/conf/hbase-site.xml", &site(root))]);
        let told = told(&imported);
        let asked = rules(&imported).contains(&"KYL053");
        (of(&told, "k1/conf/kylin.properties:3: ").len(), asked)
    };
    assert_eq!(of_root("hdfs://hbasecluster/hbase"), (1, false));
    assert_eq!(of_root("hdfs://nn1.hb.corp:8020/hbase"), (0, false));
    // Nothing that could be compared.
    assert_eq!(of_root("/hbase"), (0, true));
}

#[test]
fn a_login_is_an_error_where_kylin_could_not_decrypt_it() {
    let of_login = |profile: &str, password: &str| {
        let text = format!(
            "{HBASE}kylin.security.profile={profile}\nkylin.security.ldap.connection-server=ldap://l:389\nkylin.security.ldap.connection-password={password}\n"
        );
        let imported = read(&[("k1/conf/kylin.properties", &text)]);
        assert!(!rules(&imported).contains(&"KYL064"));
        let told = told(&imported);
        assert!(!told.iter().any(|(_, text)| text.contains(password)), "{told:?}");
        of(&told, "is no cipher text").iter().map(|(severity, _)| *severity).collect::<Vec<_>>()
    };
    assert_eq!(of_login("ldap", "PlainSecret9"), [Severity::Error]);
    assert_eq!(of_login("ldap", "RY/z8cv5DXzPbAB3o2250g=="), []);
    assert_eq!(of_login("testing", "PlainSecret9"), []);
}

#[test]
fn keys_of_one_product_tell_it_and_its_version() {
    let text = "kylin.metadata.url=kylin_default_instance@hbase\nkylin.server.mode=all\n\
                kylin.job.scheduler.default=1\nkylin.server.cluster-servers=kap1:7070\n\
                kap.job.helix.zookeeper-address=zk0:2181,zk1:2181\n\
                kap.storage.columnar.spark-conf.spark.executor.instances=3\n";
    let imported = read(&[("kap1/conf/kylin.properties", text)]);
    assert_eq!((imported.product.id, imported.spec.version.as_str()), ("kap", "2.3"));
    let found = rules(&imported);
    assert!(!found.contains(&"KYE003") && !found.contains(&"GEN018"), "{found:?}");
}

#[test]
fn a_load_balancer_without_a_host_gets_one() {
    let list = "kylin.server.cluster-servers=b1:7070,b2:7070\nkylin.server.mode=all\nkylin.job.scheduler.default=2\n";
    let imported =
        read(&[("conf/kylin.properties", list), ("conf/nginx.conf", &nginx(&["b1", "b2"]))]);
    assert_eq!(names(&imported), ["b1", "b2", "lb1"]);
    assert!(!rules(&imported).contains(&"LB011"), "{:?}", rules(&imported));
    assert_eq!(of(&told(&imported), "the node lb1 stands for it").len(), 1);
    assert_eq!(imported.spec.settings.get("lb.name").map(String::as_str), Some("k.corp"));
}

/// Manuals call it after the product.
#[test]
fn a_load_balancer_is_known_by_what_is_in_its_file() {
    let text = |host: &str| {
        format!("{HBASE}kylin.server.mode={host}\nkylin.server.cluster-servers=h1:7070,h2:7070\n")
    };
    let (all, query, lb) = (text("all"), text("query"), nginx(&["h1", "h2"]));
    let of_lb = |name: &str, lb: &str| {
        let imported = read(&[
            ("h1/kylin.properties", &all),
            ("h2/kylin.properties", &query),
            (&format!("lb/{name}"), lb),
        ]);
        imported.spec.settings.get("lb.kind").cloned()
    };
    assert_eq!(of_lb("kylin.conf", &lb).as_deref(), Some("nginx"));
    let haproxy = "frontend f\n  bind *:80\n  default_backend b\nbackend b\n  balance roundrobin\n  server a h1:7070\n  server b h2:7070\n";
    assert_eq!(of_lb("kylin.cfg", haproxy).as_deref(), Some("haproxy"));
    assert_eq!(of_lb("kylin.txt", &lb), None);
    assert_eq!(of_lb("other.conf", "# upstream x { }\nupstream = yes\nserver h1\n"), None);
}

#[test]
fn localhost_among_the_names_of_nodes_is_one_name_more() {
    let text = |mode: &str| {
        format!(
            "{HBASE}kylin.server.mode={mode}\nkylin.server.cluster-servers=h1:7070,localhost:7070,h2:7070\n"
        )
    };
    let (all, query) = (text("all"), text("query"));
    let imported = read(&[("h1/kylin.properties", &all), ("h2/kylin.properties", &query)]);
    let found = rules(&imported);
    assert!(!found.contains(&"KYL018") && !found.contains(&"KYL017"), "{found:?}");
    assert!(found.contains(&"KYL020"), "{found:?}");
}

#[test]
fn jars_say_the_version() {
    for line in [
        "kylin.job.jar=/usr/kylin/lib/kylin-job-2.3.1.jar",
        "kylin.coprocessor.local.jar=/usr/kylin/lib/kylin-coprocessor-2.3.1.jar",
    ] {
        let imported = read(&[("k1/conf/kylin.properties", &format!("{HBASE}{line}\n"))]);
        let reasons: Vec<String> =
            imported.guess.reasons.iter().map(|r| r.render(Lang::En)).collect();
        assert!(reasons.iter().any(|r| r.contains("2.3.1")), "{line}: {reasons:?}");
    }
}

#[test]
fn a_finding_stands_where_the_file_says_it() {
    let of_kap = |mode: &str, more: &str| {
        format!(
            "kylin.metadata.url=k@hbase\nkap.storage.columnar.x=1\n{more}kylin.env=PROD\nkylin.server.mode={mode}\n"
        )
    };
    let (all, job) = (of_kap("all", ""), of_kap("job", ""));
    let kap = read(&[("k1/conf/kylin.properties", &all), ("k2/conf/kylin.properties", &job)]);
    assert_eq!(place(&kap, "KYE004"), Some(("k1/conf/kylin.properties".to_owned(), 4)));
    // The other node's line is not what this one lacks.
    let own = of_kap("query", "kylin.security.profile=ldap\n");
    let kap = read(&[("k1/conf/kylin.properties", &own), ("k2/conf/kylin.properties", &job)]);
    assert!(rules(&kap).contains(&"KYL063"));
    assert_eq!(place(&kap, "KYL063"), None);
    let s3 = "kylin.env.hdfs-working-dir=s3://b/kylin\nkylin.storage.hbase.cluster-fs=s3://b\nkylin.source.hive.redistribute-flat-table=false\n";
    let s3 = read(&[("k1/conf/kylin.properties", s3)]);
    assert_eq!(place(&s3, "KYL053"), Some(("k1/conf/kylin.properties".to_owned(), 2)));
}

#[test]
fn nodes_that_keep_their_sessions_apart_are_told() {
    let text = |mode: &str| {
        format!("{HBASE}kylin.server.mode={mode}\nkylin.server.cluster-servers=k1:7070,k2:7070\n")
    };
    let (all, query) = (text("all"), text("query"));
    let context = |loader: &str| {
        format!(
            "<Context>{loader}<Valve className=\"tomcat.request.session.redis.SessionHandlerValve\"/><Manager className=\"tomcat.request.session.redis.SessionManager\"/></Context>"
        )
    };
    let loader = "<Loader loaderClass=\"org.apache.kylin.ext.CustomizedWebappClassloader\"/>";
    let of_second = |second: &str, hosts: &str| {
        let imported = read(&[
            ("k1/conf/kylin.properties", &all),
            ("k1/tomcat/conf/context.xml", &context(loader)),
            ("k1/tomcat/conf/redis-data-cache.properties", "redis.hosts=10.0.0.9:6379\n"),
            ("k2/conf/kylin.properties", &query),
            ("k2/tomcat/conf/context.xml", &context(second)),
            ("k2/tomcat/conf/redis-data-cache.properties", &format!("redis.hosts={hosts}\n")),
        ]);
        let told = told(&imported);
        assert!(of(&told, "Muster").iter().all(|(_, text)| !text.contains("Loader")), "{told:?}");
        of(&told, "do not share their sessions").len()
    };
    assert_eq!(of_second(loader, "10.0.0.9:6379"), 0);
    assert_eq!(of_second("", "127.0.0.1:6379"), 2);
}

#[test]
fn a_streaming_receiver_is_no_server() {
    let server = |mode: &str| {
        format!("{HBASE}kylin.server.mode={mode}\nkylin.server.cluster-servers=h1:7070,h2:7070\n")
    };
    let (h1, h2) = (server("stream_coordinator"), server("all"));
    let receiver = format!("{HBASE}kylin.stream.node=r1:9090\n");
    let imported = read(&[
        ("h1/kylin.properties", &h1),
        ("h2/kylin.properties", &h2),
        ("r1/kylin.properties", &receiver),
    ]);
    assert_eq!(names(&imported), ["h1", "h2"]);
    assert_eq!(errors(&imported), Vec::<&str>::new());
    assert_eq!(of(&told(&imported), "streaming receiver").len(), 1);
}

/// What Muster would write is not what was read.
#[test]
fn nodes_wait_behind_a_load_balancer_where_its_file_says_so() {
    let text = |mode: &str| {
        format!("{HBASE}kylin.server.mode={mode}\nkylin.server.cluster-servers=h1:7070,h2:7070\n")
    };
    let (all, query) = (text("all"), text("query"));
    let of_word = |word: &str| {
        let lb = format!(
            "frontend k\n  bind *:80\n  default_backend kb\nbackend kb\n  balance roundrobin\n  server s1 h1:7070 check{word}\n  server s2 h2:7070 check\n"
        );
        let imported = read(&[
            ("h1/kylin.properties", &all),
            ("h2/kylin.properties", &query),
            ("lb/haproxy.cfg", &lb),
        ]);
        ["LB019", "LB003"].map(|rule| rules(&imported).contains(&rule))
    };
    assert_eq!(of_word(" backup"), [true, false], "requests go round among one node");
    assert_eq!(of_word(""), [false, true]);
}

/// The first that somebody brings is often one copy of the folder conf, under a name of its own.
#[test]
fn one_folder_of_no_listed_name_is_that_of_each_server() {
    let list = "kylin.metadata.url=kylin_metadata@hbase\nkylin.server.cluster-servers=k1:7070,k2:7070,k3:7070\n";
    let told = |folder: &str, list: &str| {
        let imported = read(&[(&format!("{folder}/kylin.properties"), list)]);
        let nodes =
            imported.spec.nodes.iter().map(|n| n.name.clone()).collect::<Vec<_>>().join(" ");
        let noted = imported
            .notes
            .iter()
            .any(|n| n.message.render(Lang::En).contains("none of the servers"));
        (nodes, noted)
    };
    assert_eq!(told("kylin-conf", list), ("k1 k2 k3".to_owned(), true));
    let addresses =
        list.replace("k1:", "10.0.0.1:").replace("k2:", "10.0.0.2:").replace("k3:", "10.0.0.3:");
    assert_eq!(told("kylin01", &addresses), ("10.0.0.1 10.0.0.2 10.0.0.3".to_owned(), true));
    // A server that the list lacks is called as the others are.
    assert_eq!(told("k7", list), ("k1 k2 k3 k7".to_owned(), false));
    assert_eq!(told("k2", list), ("k1 k2 k3".to_owned(), false));
}
