//! What the cases of Kylin and Alluxio say of nodes and lines, and in which words.

use super::read;
use import::{Choices, Imported, Kept, Source, import, judged};
use model::{Lang, Severity};
use rules::Context;

struct Fact {
    folder: &'static str,
    nodes: &'static [&'static str],
    /// What was seen while reading: how bad, the end of the path, the line, a word in both languages.
    notes: &'static [(Severity, &'static str, u32, &'static str)],
    /// Words of the reasons.
    reasons: &'static [&'static str],
}

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;
const INFO: Severity = Severity::Info;

const FACTS: &[Fact] = &[
    Fact {
        folder: "alluxio-01-java-opts-without-lists",
        nodes: &["made-up-master-0", "made-up-master-1", "made-up-master-2"],
        notes: &[],
        reasons: &[],
    },
    Fact {
        folder: "alluxio-03-addresses-nobody-reads",
        nodes: &["m1", "s7", "s2", "s3"],
        notes: &[],
        reasons: &[],
    },
    Fact {
        folder: "alluxio-11-lists-with-cr",
        nodes: &["m1", "w1", "w2", "w3"],
        notes: &[
            (WARNING, "alluxio-env.sh", 1, "dos2unix"),
            (ERROR, "masters", 1, "m1\\r"),
            (ERROR, "workers", 1, "w1\\r"),
        ],
        reasons: &[],
    },
    Fact {
        folder: "alluxio-12-all-by-java-opts",
        nodes: &["made-up-master-0", "made-up-master-1", "made-up-master-2", "w1"],
        notes: &[],
        reasons: &["2.9.6"],
    },
    Fact {
        folder: "alluxio-16-called-otherwise-than-listed",
        nodes: &["other1", "other2", "other3", "w1"],
        notes: &[],
        reasons: &[],
    },
    Fact {
        folder: "alluxio-19-folder-that-names-no-host",
        nodes: &[
            "ec2-192-0-2-46.example.net",
            "ec2-192-0-2-72.example.net",
            "ec2-192-0-2-73.example.net",
        ],
        notes: &[],
        reasons: &[],
    },
    Fact {
        folder: "alluxio-20-file-of-a-client",
        nodes: &["hive1"],
        notes: &[(WARNING, "alluxio-site.properties", 1, "hive1")],
        reasons: &[],
    },
    Fact {
        folder: "alluxio-21-template-not-filled-in",
        nodes: &["box"],
        notes: &[(WARNING, "alluxio-site.properties", 1, "11")],
        reasons: &[],
    },
    Fact {
        folder: "alluxio-22-beside-kylin",
        nodes: &["tree"],
        notes: &[],
        reasons: &["Apache Kylin", "--product kylin"],
    },
    Fact {
        folder: "alluxio-31-keys-of-enterprise",
        nodes: &["m1", "w1"],
        notes: &[
            (WARNING, "alluxio-site.properties", 4, "Alluxio"),
            (INFO, "alluxio-site.properties.client-only", 1, "client-only"),
        ],
        reasons: &["Alluxio"],
    },
    Fact {
        folder: "kylin-03-old-names-of-264",
        nodes: &["app-1", "app-2", "app-3"],
        notes: &[
            (INFO, "app-1/conf/kylin.properties", 7, "kylin.job.mapreduce.default.reduce.input.mb"),
            (INFO, "app-1/conf/kylin.properties", 8, "kylin.job.concurrent.max.limit"),
            (
                INFO,
                "app-1/conf/kylin.properties",
                9,
                "kylin.job.yarn.app.rest.check.interval.seconds",
            ),
            (
                INFO,
                "app-1/conf/kylin.properties",
                10,
                "kylin.job.hive.database.for.intermediatetable",
            ),
            (INFO, "app-1/conf/kylin.properties", 11, "kylin.hbase.default.compression.codec"),
            (INFO, "app-1/conf/kylin.properties", 12, "kylin.hbase.hfile.size.gb"),
            (INFO, "app-1/conf/kylin.properties", 13, "kylin.hbase.cluster.fs"),
            (INFO, "app-1/conf/kylin.properties", 14, "kylin.job.jar"),
            (INFO, "app-1/conf/kylin.properties", 15, "kylin.coprocessor.local.jar"),
        ],
        reasons: &["Apache Kylin 2.6.4"],
    },
    Fact { folder: "kylin-05-login-in-the-list", nodes: &["k1", "k2"], notes: &[], reasons: &[] },
    Fact {
        folder: "kylin-06-key-twice-in-a-line",
        nodes: &["k1"],
        notes: &[(WARNING, "kylin.properties", 3, "kylin.source.hive.beeline-params")],
        reasons: &["environment"],
    },
    Fact {
        folder: "kylin-07-full-width-equals",
        nodes: &["k1", "k2"],
        notes: &[
            (WARNING, "k1/conf/kylin.properties", 2, "kylin.server.mode=all"),
            (WARNING, "k2/conf/kylin.properties", 2, "kylin.server.mode=query"),
        ],
        reasons: &[],
    },
    Fact {
        folder: "kylin-16-key-behind-an-open-quote",
        nodes: &["k1"],
        notes: &[(WARNING, "kylin.properties", 3, "kap.kerberos.enabled")],
        reasons: &["KAP"],
    },
    Fact {
        folder: "kylin-23-shell-with-cr",
        nodes: &["k1"],
        notes: &[(WARNING, "setenv.sh", 1, "dos2unix")],
        reasons: &[],
    },
    Fact {
        folder: "kylin-30-file-of-kylin-5",
        nodes: &["k1"],
        notes: &[(WARNING, "kylin.properties", 1, "Apache Kylin 4")],
        reasons: &["Apache Kylin 4"],
    },
];

#[test]
fn nodes_lines_and_words_are_those_of_the_files() {
    let mut wrong = Vec::new();
    for fact in FACTS {
        let imported = read(fact.folder);
        let mut say = |what: String| wrong.push(format!("{}: {what}", fact.folder));
        let nodes: Vec<&str> = imported.spec.nodes.iter().map(|n| n.name.as_str()).collect();
        let mut expected = fact.nodes.to_vec();
        let mut sorted = nodes.clone();
        sorted.sort_unstable();
        expected.sort_unstable();
        if sorted != expected {
            say(format!("nodes {nodes:?}"));
        }
        // What is only proposed for fields comes from elsewhere.
        if imported.notes.len() != fact.notes.len() {
            say(format!("notes {:?}", imported.notes));
        }
        for (severity, path, line, word) in fact.notes {
            let there = imported.notes.iter().any(|note| {
                note.severity == *severity
                    && note.path.ends_with(path)
                    && note.span.line == *line
                    && [Lang::En, Lang::Zh].map(|l| note.message.render(l).contains(word))
                        == [true; 2]
            });
            if !there {
                say(format!("no {severity:?} {path}:{line} {word}: {:?}", imported.notes));
            }
        }
        for lang in [Lang::En, Lang::Zh] {
            let reasons: Vec<String> =
                imported.guess.reasons.iter().map(|r| r.render(lang)).collect();
            for word in fact.reasons.iter().filter(|w| !reasons.concat().contains(**w)) {
                say(format!("{word} is not in {reasons:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn messages(imported: &Imported) -> Vec<String> {
    let cx = Context::new(&imported.spec, imported.product);
    let report = judged(imported, &cx).report;
    report.findings.iter().map(|f| f.message.render(Lang::En)).collect()
}

#[test]
fn nothing_wins_over_a_file_that_is_not_there() {
    let messages = messages(&read("alluxio-12-all-by-java-opts"));
    assert!(messages.iter().all(|m| !m.contains("wins over the file")), "{messages:?}");
}

#[test]
fn a_switch_that_no_line_turns_on_is_not_on() {
    let imported = read("kylin-16-key-behind-an-open-quote");
    assert!(!imported.spec.settings.contains_key("kerberos.enabled"), "{:?}", imported.spec);
}

#[test]
fn a_line_with_a_full_width_sign_differs_from_no_other_node() {
    let imported = read("kylin-07-full-width-equals");
    assert!(imported.drift.is_empty(), "{:?}", imported.drift);
}

#[test]
fn files_of_another_product_are_called_so() {
    let imported = read("alluxio-22-beside-kylin");
    let other = imported.files.iter().filter(|f| f.kind == Err(Kept::Other));
    let other: Vec<&str> = other.map(|f| f.path.as_str()).collect();
    assert_eq!(other.len(), 2, "{:?}", imported.files);
    assert!(other.iter().all(|path| path.contains("kylin/conf/")), "{other:?}");
}

#[test]
fn a_value_that_is_not_utf_8_is_told_and_a_comment_is_not() {
    let notes = |text: &[u8]| {
        let path = "m1/conf/alluxio-site.properties".to_owned();
        let sources = [Source { path, bytes: [b"alluxio.master.hostname=m1\n", text].concat() }];
        let imported = import(products::ALL, &sources, &Choices::default());
        imported.unwrap_or_else(|e| panic!("{e:?}")).notes
    };
    let told = notes(b"alluxio.master.mount.table.root.ufs=hdfs://nn:8020/\xca\xfd\xbe\xdd\n");
    let [note] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((note.severity, note.span.line), (WARNING, 2));
    assert!(note.message.render(Lang::Zh).contains("GBK"), "{note:?}");
    assert!(notes(b"# \xca\xfd\xbe\xdd\n").is_empty());
}
