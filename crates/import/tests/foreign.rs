//! What admins post: files that say one thing only together, or contradict one another.

mod files;

use files::{read, said};
use import::Imported;
use model::Lang;

fn told(imported: &Imported) -> Vec<(String, String)> {
    let note = |n: &import::Note| (n.path.clone(), n.message.render(Lang::En));
    imported.notes.iter().map(note).collect()
}

fn rules(imported: &Imported) -> Vec<&'static str> {
    said(imported).report.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn the_number_of_a_member_stands_in_a_file_of_its_own() {
    let zoo = "dataDir=/var/lib/zookeeper\nclientPort=2181\n\
        server.1=zk1:2888:3888\nserver.2=zk2:2888:3888\nserver.3=zk3:2888:3888\n";
    let common = "druid.zk.service.host=zk1,zk2,zk3\n";
    let with = |third: &str, second: &str| {
        read(&[
            ("zk1/conf/zoo.cfg", zoo),
            ("zk2/conf/zoo.cfg", zoo),
            ("zk3/conf/zoo.cfg", zoo),
            ("zk1/conf/druid/cluster/_common/common.runtime.properties", common),
            ("zk1/var/lib/zookeeper/myid", "1\n"),
            ("zk2/var/lib/zookeeper/myid", second),
            ("zk3/var/lib/zookeeper/myid", third),
        ])
    };
    let at = |imported: &Imported| {
        let of = told(imported).into_iter().filter(|(path, _)| path.ends_with("myid"));
        of.map(|(path, text)| format!("{path}: {text}")).collect::<Vec<_>>()
    };
    let right = with("3", "2\n");
    assert_eq!(at(&right), Vec::<String>::new());
    assert!(right.files.iter().filter(|f| f.path.ends_with("myid")).all(|f| f.kind.is_ok()));
    let twice = at(&with("1", "2"));
    assert!(
        twice.len() == 1 && twice.iter().all(|t| t.starts_with("zk3/") && t.contains("zk1")),
        "{twice:?}"
    );
    let crossed = at(&with("2", "3"));
    assert!(
        crossed.len() == 2 && crossed.iter().all(|t| t.contains("another member")),
        "{crossed:?}"
    );
    let missing = at(&with("4", "2"));
    assert!(missing.iter().any(|t| t.contains("server.4")), "{missing:?}");
    let words = at(&with("three", "2"));
    assert!(words.iter().any(|t| t.contains("no number")), "{words:?}");
}

#[test]
fn two_programs_of_one_host_are_not_mixed() {
    let node = |mode: &str| {
        format!("kylin.server.mode={mode}\nkylin.server.cluster-servers=k1:7070,k2:7070,k3:7070\n")
    };
    let (job, query) = (node("job"), node("query"));
    let imported = read(&[
        ("k1/conf/kylin.properties", &job),
        ("k2/conf/kylin.properties", &query),
        ("k3/conf/kylin.properties", &query),
        (
            "lb/etc/nginx/conf.d/kylin.conf",
            "upstream kylin { ip_hash; server k2:7070; server k3:7070; }\n\
            server { listen 8081; location / { proxy_pass http://kylin; proxy_read_timeout 600s; } }\n",
        ),
        (
            "lb/etc/httpd/conf.d/kylin.conf",
            "<Proxy balancer://kylin>\n BalancerMember http://k2:7070\n</Proxy>\n\
            <VirtualHost *:8080>\n ProxyPass /kylin balancer://kylin/kylin timeout=30\n</VirtualHost>\n",
        ),
    ]);
    let of = |key: &str| imported.spec.settings.get(key).map(String::as_str);
    assert_eq!(
        (of("lb.kind"), of("lb.port")),
        (Some("nginx"), Some("8081")),
        "{:?}",
        imported.spec
    );
    assert!(!rules(&imported).contains(&"LB005"), "{:?}", rules(&imported));
    let told = told(&imported);
    let aside = |(path, text): &(String, String)| {
        path.contains("httpd") && text.contains("httpd and nginx both run")
    };
    assert!(told.iter().any(aside), "{told:?}");
    assert!(told.iter().any(|(path, text)| path.contains("httpd") && text.contains("k2:7070")));
}

#[test]
fn a_member_that_runs_jobs_alone_answers_nobody() {
    let node = |mode: &str| {
        format!("kylin.server.mode={mode}\nkylin.server.cluster-servers=k1:7070,k2:7070\n")
    };
    let (job, query) = (node("job"), node("query"));
    let with = |servers: &str| {
        let text = format!(
            "defaults\n mode http\nfrontend f\n bind :80\n default_backend b\nbackend b\n{servers}"
        );
        let imported = read(&[
            ("k1/conf/kylin.properties", &job),
            ("k2/conf/kylin.properties", &query),
            ("lb/haproxy.cfg", &text),
        ]);
        told(&imported).into_iter().filter(|(_, t)| t.contains("answers no queries")).count()
    };
    assert_eq!(with(" server k1 k1:7070 check\n server k2 k2:7070 check\n"), 1);
    assert_eq!(with(" server k2 k2:7070 check\n"), 0);
}

#[test]
fn a_node_does_what_its_own_file_says() {
    let file = |mode: &str| {
        format!(
            "kylin.server.mode={mode}\nkylin.server.cluster-servers-with-mode=k1:7070:query,k2:7070:all\n"
        )
    };
    let (query, job) = (file("query"), file("job"));
    let imported =
        read(&[("k1/conf/kylin.properties", &query), ("k2/conf/kylin.properties", &job)]);
    let roles = |name: &str| {
        let node = imported.spec.nodes.iter().find(|n| n.name == name);
        node.map(|n| n.roles.iter().cloned().collect::<Vec<_>>()).unwrap_or_default()
    };
    assert_eq!((roles("k1"), roles("k2")), (vec!["query".to_owned()], vec!["job".to_owned()]));
}

#[test]
fn variables_of_inventories_say_the_version() {
    let site = "alluxio.master.hostname=m1\nalluxio.master.mount.table.root.ufs=hdfs://ns/a\n";
    let version = |path: &str, text: &str| {
        let imported = read(&[("m1/conf/alluxio-site.properties", site), (path, text)]);
        (imported.spec.version.clone(), told(&imported).len())
    };
    assert_eq!(version("group_vars/all.yml", "alluxio_version: \"1.8.1\"\n").0, "1.8.1");
    assert_eq!(version("hosts.ini", "[all:vars]\nalluxio_version=1.8.2\n").0, "1.8.2");
}

#[test]
fn the_sample_of_compose_is_a_password_that_everybody_knows() {
    let imported = read(&[(
        "b1/environment",
        "druid_zk_service_host=zk1\ndruid_metadata_storage_connector_password=FoolishPassword\n",
    )]);
    assert!(told(&imported).iter().any(|(_, text)| text.contains("everybody knows")));
}
