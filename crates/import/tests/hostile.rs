//! Whatever is in the files: nothing panics, no secret gets through, nothing is lost without a word.

use import::{Choices, Imported, Source, import, judged};
use proptest::prelude::*;
use rules::Context;
use std::time::{Duration, Instant};

/// Files that every product has, each with a place.
const NAMES: &[&str] = &[
    "k1/conf/kylin.properties",
    "k2/conf/kylin.properties.override",
    "k1/conf/setenv.sh",
    "a1/conf/alluxio-site.properties",
    "a1/conf/alluxio-env.sh",
    "a1/conf/masters",
    "a2/conf/workers",
    "d1/conf/druid/cluster/_common/common.runtime.properties",
    "d1/conf/druid/cluster/data/historical/runtime.properties",
    "d1/conf/druid/cluster/data/historical/jvm.config",
    "d2/environment",
    "z1/conf/zoo.cfg",
    "hosts",
    "k1/host.txt",
];

fn read(sources: &[Source]) -> Option<Imported> {
    let imported = import(products::ALL, sources, &Choices::default()).ok()?;
    let cx = Context::new(&imported.spec, imported.product);
    let _ = judged(&imported, &cx);
    // What was imported can be written and read.
    let text = formats::document::write(&imported.spec);
    let again = formats::document::read(&text);
    assert!(again.complete, "{:?}\n{text}", again.problems);
    Some(imported)
}

fn line() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "kylin.server.mode",
        "kylin.metadata.url",
        "kylin.server.cluster-servers",
        "druid.host",
        "druid.zk.service.host",
        "druid.extensions.loadList",
        "alluxio.master.hostname",
        "server.1",
        "export KYLIN_JVM_SETTINGS",
        "druid_zk_service_host",
        "-Xmx",
        "a",
        "",
        "clientPort",
    ]);
    let value = prop_oneof![
        "\\PC{0,30}",
        prop::sample::select(vec![
            "all",
            "k1:7070,k2:7070",
            "localhost",
            "[\"x",
            "${A}",
            "{{ x }}",
            "\"a b",
            "'",
            "$(id)",
            "-Xmx8g -Xms8g",
            "zk1:2181,zk2/druid",
            "a=b=c",
            "\\",
            "\\u00",
            "\u{202e}",
            "中文 # 注释",
        ])
        .prop_map(str::to_owned),
    ];
    let sign = prop::sample::select(vec!["=", ":", " ", "", " = "]);
    let end = prop::sample::select(vec!["\n", "\r\n", "\\\n", "\r", ""]);
    (key, sign, value, end).prop_map(|(key, sign, value, end)| format!("{key}{sign}{value}{end}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_of_any_kind_are_read(
        files in prop::collection::vec((prop::sample::select(NAMES), prop::collection::vec(line(), 0..8)), 1..5),
    ) {
        let sources: Vec<Source> = files
            .into_iter()
            .map(|(path, lines)| Source { path: path.to_owned(), bytes: lines.concat().into_bytes() })
            .collect();
        let _ = read(&sources);
    }

    #[test]
    fn bytes_of_any_kind_are_read(
        files in prop::collection::vec((prop::sample::select(NAMES), prop::collection::vec(any::<u8>(), 0..200)), 1..4),
        path in "\\PC{0,40}",
    ) {
        let mut sources: Vec<Source> = files
            .into_iter()
            .map(|(path, bytes)| Source { path: path.to_owned(), bytes })
            .collect();
        sources.push(Source { path: format!("{path}/kylin.properties"), bytes: b"kylin.env=DEV".to_vec() });
        let _ = read(&sources);
    }
}

#[test]
fn no_secret_gets_into_the_document_or_into_what_is_told() {
    const SECRET: &str = "Tr0ub4dor-and-3";
    let text = format!(
        "kylin.metadata.url=kylin@jdbc,url=jdbc:mysql://h:3306/k,username=u,password={SECRET}\n\
         kylin.security.ldap.connection-password={SECRET}\n\
         kylin.source.hive.beeline-params=-n hive -p {SECRET} -u jdbc:hive2://h:10000\n\
         kylin.storage.hbase.note=https://u:{SECRET}@h/ # {SECRET}\n\
         kylin.password={SECRET}\n"
    );
    for host in ["k1", "k2"] {
        let changed = text.replace("mysql://h", &format!("mysql://{host}"));
        let sources = [
            Source { path: "k1/conf/kylin.properties".into(), bytes: text.clone().into_bytes() },
            Source { path: "k2/conf/kylin.properties".into(), bytes: changed.into_bytes() },
        ];
        let imported = read(&sources).expect("a document");
        let document = formats::document::write(&imported.spec);
        assert!(!document.contains(SECRET), "{document}");
        assert!(imported.secrets.iter().any(|(_, secret)| secret == SECRET));
        let told = |m: &model::Message| model::Lang::ALL.map(|lang| m.render(lang)).join(" ");
        for note in &imported.notes {
            let told = told(&note.message);
            assert!(!told.contains(SECRET) || told.contains('#'), "{told}");
        }
        for drift in &imported.drift {
            assert!(!format!("{drift:?}").contains(SECRET), "{drift:?}");
        }
    }
}

#[test]
fn a_password_that_is_a_word_changes_no_path() {
    let text = "kylin.metadata.url=kylin@jdbc,url=jdbc:mysql://h:3306/k,username=hadoop,password=hadoop\n\
                kylin.env.hdfs-working-dir=hdfs://nn/hadoop/kylin\n";
    let source = Source { path: "k1/conf/kylin.properties".into(), bytes: text.into() };
    let imported = read(&[source]).expect("a document");
    let document = formats::document::write(&imported.spec);
    assert!(document.contains("hdfs://nn/hadoop/kylin"), "{document}");
    assert!(!document.contains("password=hadoop"), "{document}");
}

#[test]
fn other_encodings_line_ends_and_copies_are_told_apart() {
    // A comment in GBK, a byte-order mark, line ends of Windows, a doubled key.
    let mut bytes = b"# ".to_vec();
    bytes.extend([0xd6, 0xd0, 0xce, 0xc4]);
    bytes.extend(b"\r\nkylin.env=DEV\r\nkylin.env=PROD\r\n");
    let mut marked = "\u{feff}".as_bytes().to_vec();
    marked.extend(b"kylin.env=PROD\n");
    let sources = [
        Source { path: "k1/conf/kylin.properties".into(), bytes },
        Source { path: "k2/conf/kylin.properties".into(), bytes: marked },
        Source { path: "k2/conf/kylin.properties.bak".into(), bytes: b"kylin.env=OLD".to_vec() },
        Source {
            path: "k2/conf/kylin.properties.20230101".into(),
            bytes: b"kylin.env=OLD".to_vec(),
        },
        Source { path: "k3/conf/kylin.properties".into(), bytes: vec![0; 10] },
    ];
    let imported = read(&sources).expect("a document");
    let names: Vec<&str> = imported.spec.nodes.iter().map(|n| n.name.as_str()).collect();
    assert_eq!(names, ["k1", "k2"]);
    assert_eq!(imported.files.iter().filter(|f| f.kind.is_err()).count(), 3);
    assert!(imported.notes.iter().any(|n| n.span.line == 3), "{:?}", imported.notes);
    assert!(imported.drift.is_empty(), "{:?}", imported.drift);
}

#[test]
fn hosts_stand_in_folders_of_every_kind() {
    let of = |paths: &[&str]| -> Vec<String> {
        let sources: Vec<Source> = paths
            .iter()
            .map(|p| Source { path: (*p).to_owned(), bytes: b"kylin.env=PROD\n".to_vec() })
            .collect();
        let imported = read(&sources).expect("a document");
        imported.spec.nodes.into_iter().map(|n| n.name).collect()
    };
    for paths in [
        ["k1/conf/kylin.properties", "k2/conf/kylin.properties"],
        ["backup/k1/kylin.properties", "backup/k2/kylin.properties"],
        ["hosts/k1/opt/kylin/conf/kylin.properties", "hosts/k2/opt/kylin/conf/kylin.properties"],
        ["conf.k1/kylin.properties", "conf.k2/kylin.properties"],
        [
            "k1/apache-kylin-3.1.3-bin/conf/kylin.properties",
            "k2/apache-kylin-3.1.3-bin/conf/kylin.properties",
        ],
        ["kylin.properties.k1", "kylin.properties.k2"],
        ["k1-kylin.properties", "k2-kylin.properties"],
        ["site/files/nodes/k1/conf/kylin.properties", "site/files/nodes/k2/conf/kylin.properties"],
        ["C:\\b\\k1\\conf\\kylin.properties", "C:\\b\\k2\\conf\\kylin.properties"],
    ] {
        assert_eq!(of(&paths), ["k1", "k2"], "{paths:?}");
    }
    assert_eq!(of(&["kylin.properties"]).len(), 1);
}

#[test]
fn two_thousand_hosts_take_no_longer_than_their_files() {
    let text = "kylin.server.mode=query\nkylin.env=PROD\nkylin.web.timezone=GMT+8\n".repeat(5);
    let sources: Vec<Source> = (0..2000)
        .map(|n| Source {
            path: format!("k{n}/conf/kylin.properties"),
            bytes: text.clone().into_bytes(),
        })
        .collect();
    let begun = Instant::now();
    let imported = read(&sources).expect("a document");
    assert_eq!(imported.spec.nodes.len(), 2000);
    // Far from what a quadratic walk takes; a slow machine has room.
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
}
