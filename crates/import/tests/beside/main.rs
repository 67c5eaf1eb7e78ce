//! Files of what stands beside a product, as many hands write them: what a document gets of them, what is
//! told, and what is not.

use import::{Choices, Imported, Source, import};
use model::Lang;
use std::collections::BTreeMap;

mod balancers;
mod sessions;

use balancers::CASES;
use sessions::SESSIONS;

/// Two nodes that answer queries, and one that runs jobs, each with its list of servers.
fn cluster() -> Vec<Source> {
    let list = "kylin.server.cluster-servers=k1.example.com:7070,k2.example.com:7070,k3.example.com:7070\n";
    [("k1", "job"), ("k2", "query"), ("k3", "query")]
        .map(|(host, mode)| {
            source(
                &format!("{host}.example.com/conf/kylin.properties"),
                format!("kylin.server.mode={mode}\n{list}").as_bytes(),
            )
        })
        .to_vec()
}

fn source(path: &str, bytes: &[u8]) -> Source {
    Source { path: path.to_owned(), bytes: bytes.to_vec() }
}

fn imported(files: &[Source]) -> Imported {
    let choices = Choices { product: Some("kylin".to_owned()), ..Choices::default() };
    import(products::ALL, files, &choices).unwrap_or_else(|e| panic!("{e:?}"))
}

fn told(imported: &Imported) -> String {
    let one = |n: &import::Note| {
        format!("{}:{}:{}: {}\n", n.path, n.span.line, n.span.column, n.message.render(Lang::En))
    };
    imported.notes.iter().map(one).collect()
}

/// The settings of the two steps.
fn settings(imported: &Imported) -> BTreeMap<&str, &str> {
    let of = |key: &str| key.starts_with("lb.") || key.starts_with("session.");
    let all = imported.spec.settings.iter().filter(|(key, _)| of(key));
    all.map(|(key, text)| (key.as_str(), text.as_str())).collect()
}

#[test]
fn files_of_many_hands_are_read() {
    let mut wrong = Vec::new();
    for case in CASES {
        let mut files = cluster();
        // Latin-1 where no character is another one: as bytes of a file in GBK.
        let gbk = case.name.contains("GBK");
        let bytes = if gbk {
            case.text.chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect()
        } else {
            case.text.as_bytes().to_vec()
        };
        files.push(source(case.path, &bytes));
        let imported = imported(&files);
        let expected: BTreeMap<&str, &str> = case.settings.iter().copied().collect();
        let told = told(&imported);
        if settings(&imported) != expected {
            wrong.push(format!("{}: {:#?}\n{told}", case.name, settings(&imported)));
        }
        let missing: Vec<&&str> =
            case.told.iter().filter(|words| !told.contains(**words)).collect();
        let false_words: Vec<&&str> =
            case.not.iter().filter(|words| told.contains(**words)).collect();
        if !missing.is_empty() || !false_words.is_empty() {
            let roles: Vec<_> = imported.spec.nodes.iter().map(|n| (&n.name, &n.roles)).collect();
            wrong.push(format!(
                "{}: missing {missing:?}, wrong {false_words:?}\n{told}{roles:?}",
                case.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn session_managers_become_choices_and_their_logins_leave() {
    let mut wrong = Vec::new();
    for (name, texts, expected, words) in SESSIONS {
        let mut files = cluster();
        for host in ["k2", "k3"] {
            for (file, text) in *texts {
                files.push(source(
                    &format!("{host}.example.com/tomcat/conf/{file}"),
                    text.as_bytes(),
                ));
            }
        }
        let imported = imported(&files);
        let told = told(&imported);
        let expected: BTreeMap<&str, &str> = expected.iter().copied().collect();
        let missing: Vec<&&str> = words.iter().filter(|words| !told.contains(**words)).collect();
        if settings(&imported) != expected || !missing.is_empty() {
            wrong.push(format!("{name}: {:#?} {missing:?}\n{told}", settings(&imported)));
        }
        let document = formats::document::write(&imported.spec);
        assert!(!document.contains("Zuf4llig") && !told.contains("Zuf4llig"), "{document}\n{told}");
        let offered = imported.secrets.iter().any(|(_, secret)| secret.contains("Zuf4llig"));
        assert_eq!(
            offered,
            texts.iter().any(|(_, text)| text.contains("Zuf4llig")),
            "{name}: {:?}",
            imported.secrets
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn logins_of_a_balancer_are_offered() {
    let mut files = cluster();
    files.push(source("lb1/haproxy.cfg", b"userlist u\n user ann insecure-password Zuf4llig-81\nlisten k\n bind :80\n server k2.example.com k2.example.com:7070\n stats auth admin:Zuf4llig-82\n"));
    let imported = imported(&files);
    let secrets: Vec<&str> = imported.secrets.iter().map(|(_, secret)| secret.as_str()).collect();
    assert_eq!(secrets, ["Zuf4llig-82", "Zuf4llig-81"]);
    assert!(!told(&imported).contains("Zuf4llig"), "{}", told(&imported));
}

#[test]
fn addresses_are_those_of_nodes() {
    let mut files = cluster();
    files.push(source("lb1/haproxy.cfg", b"listen k\n bind :80\n balance source\n timeout server 5m\n server k2 10.0.0.2:7070\n server k3 10.0.0.3:7070\n server k4 10.0.0.4:7070\n"));
    let imported = imported(&files);
    let nodes: Vec<String> = imported
        .spec
        .nodes
        .iter()
        .map(|n| format!("{} {} {:?}", n.name, n.address, n.roles))
        .collect();
    assert_eq!(
        nodes,
        [
            "k1.example.com  {\"job\"}",
            "k2.example.com 10.0.0.2 {\"query\"}",
            "k3.example.com 10.0.0.3 {\"query\"}",
            "lb1  {\"load_balancer\"}",
            "10.0.0.4  {\"query\"}",
        ]
    );
}

#[test]
fn what_exists_outside_is_proposed_and_told() {
    let hdfs = "<configuration><property><name>dfs.nameservices</name><value>ns1, ns2</value></property>\
        <property><name>dfs.ha.namenodes.ns1</name><value>a,b</value></property>\
        <property><name>dfs.namenode.rpc-address.ns1.a</name><value>nn1.example.com:8020</value></property>\
        <property><name>dfs.namenode.rpc-address.ns1.b</name><value>nn2.example.com:8020</value></property>\
        <property><name>dfs.ha.namenodes.ns2</name><value>c</value></property>\
        <property><name>dfs.namenode.rpc-address.ns2.c</name><value>other.example.com:8020</value></property></configuration>";
    let site = "alluxio.master.hostname=m1.example.com\nalluxio.master.mount.table.root.ufs=hdfs://ns1/alluxio\n";
    let files = vec![
        source("m1.example.com/conf/alluxio-site.properties", site.as_bytes()),
        source("m1.example.com/conf/hdfs-site.xml", hdfs.as_bytes()),
    ];
    let choices = Choices { product: Some("alluxio".to_owned()), ..Choices::default() };
    let imported = import(products::ALL, &files, &choices).expect("a document");
    let nodes = imported.spec.settings.get("storage.namenodes").map(String::as_str);
    assert_eq!(nodes, Some("nn1.example.com:8020,nn2.example.com:8020"), "{}", told(&imported));
    assert!(told(&imported).contains("from hdfs-site.xml"), "{}", told(&imported));

    let properties = "kylin.metadata.url=kylin_metadata@jdbc,url=jdbc:mysql://db.example.com:3306/kylin,username=kylin,driverClassName=com.mysql.jdbc.Driver\n";
    let hbase = "<configuration><property><name>hbase.zookeeper.quorum</name><value>zk1.example.com,zk2.example.com</value></property>\
        <property><name>hbase.zookeeper.property.clientPort</name><value>2182</value></property></configuration>";
    let files = vec![
        source("k1/conf/kylin.properties", properties.as_bytes()),
        source("k1/conf/hbase-site.xml", hbase.as_bytes()),
    ];
    let imported = self::imported(&files);
    assert!(told(&imported).contains("hbase.zookeeper.quorum"), "{}", told(&imported));
}

#[test]
fn what_stands_beside_a_product_alone_makes_no_document() {
    let files = [source(
        "lb1/nginx.conf",
        b"upstream a { server k1:7070; } server { location / { proxy_pass http://a; } }",
    )];
    assert!(import(products::ALL, &files, &Choices::default()).is_err());
}

#[test]
fn copies_of_such_files_are_told() {
    let mut files = cluster();
    files.push(source("lb1/nginx.conf.bak", b"upstream"));
    let imported = imported(&files);
    let copy = imported.files.iter().find(|f| f.path == "lb1/nginx.conf.bak").map(|f| f.kind);
    assert_eq!(copy, Some(Err(import::Kept::Copy)));
}
