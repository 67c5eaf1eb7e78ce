//! Files of Alluxio as people keep them: lists beside them, folders called otherwise than addresses, releases
//! that are not on offer.

mod files;

use files::{read, said};
use import::Imported;
use model::{Lang, Severity};

fn rules_of(imported: &Imported) -> Vec<&'static str> {
    said(imported).report.findings.iter().map(|f| f.rule).collect()
}

fn roles(imported: &Imported) -> Vec<String> {
    let of = |node: &model::Node| {
        let roles: Vec<&str> = node.roles.iter().map(String::as_str).collect();
        format!("{}: {}", node.name, roles.join(","))
    };
    let mut all: Vec<String> = imported.spec.nodes.iter().map(of).collect();
    all.sort();
    all
}

fn reasons(imported: &Imported) -> String {
    let all: Vec<String> = imported.guess.reasons.iter().map(|r| r.render(Lang::En)).collect();
    all.join(" ")
}

const ONE: &str = "alluxio.master.hostname=m1\nalluxio.master.mount.table.root.ufs=hdfs://nn.example.net:8020/a\n";

#[test]
fn a_release_that_is_not_on_offer_stands_near_one_of_its_own_line() {
    for (folder, version) in [
        ("alluxio-2.3.0", "2.9.6"),
        ("alluxio-2.9.5", "2.9.5"),
        ("alluxio-2.9.3", "2.9.6"),
        ("alluxio-1.8.1-hadoop-2.7", "1.8.1"),
        ("alluxio-1.7.0", "1.8.2"),
    ] {
        let imported = read(&[(&format!("{folder}/conf/alluxio-site.properties"), ONE)]);
        assert_eq!(imported.spec.version, version, "{folder}");
        assert!(!imported.guess.foreign, "{folder}");
    }
    let druid = |version| {
        products::ALL.iter().find(|p| p.id == "druid").and_then(|p| p.nearest_version(version))
    };
    for (release, stands) in [
        ("0.12.3", "0.20.0"),
        ("0.22.1", "0.20.0"),
        ("0.23.0", "25.0.0"),
        ("24.0.0", "25.0.0"),
        ("26.0.0", "30.0.0"),
        ("29.0.1", "30.0.0"),
        ("31.0.2", "31.0.0"),
        ("32.0.1", "33.0.0"),
        ("35.0.0", "36.0.0"),
        ("99", "38.0.0"),
    ] {
        assert_eq!(druid(release), Some(stands), "{release}");
    }
}

#[test]
fn releases_of_another_product_with_the_name_are_told() {
    let site = format!("{ONE}alluxio.made.up=1\n");
    let three = read(&[("alluxio-3.2/conf/alluxio-site.properties", &site)]);
    assert!(
        three.guess.foreign && reasons(&three).contains("Alluxio 3 (Dora)"),
        "{}",
        reasons(&three)
    );
    let four = "kylin.env.hdfs-working-dir=/kylin\nkylin.metadata.url=kylin@jdbc,url=jdbc:mysql://db.example.net/k\nkylin.made.up=1\n";
    for folder in ["apache-kylin-4.0.1-bin", "apache-kylin-5.0.0"] {
        let kylin = read(&[(&format!("{folder}/conf/kylin.properties"), four)]);
        assert!(
            kylin.guess.foreign && reasons(&kylin).contains("Apache Kylin 4 or 5"),
            "{}",
            reasons(&kylin)
        );
        let said = said(&kylin).report.findings;
        assert!(
            said.iter().all(|f| f.rule != "GEN018" && f.severity != Severity::Error),
            "{said:?}"
        );
    }
    let own = read(&[("apache-kylin-3.1.2-bin/conf/kylin.properties", four)]);
    assert!(!own.guess.foreign && rules_of(&own).contains(&"GEN018"));
    let dora = read(&[(
        "alluxio-site.properties",
        &format!("{ONE}alluxio.dora.client.read.location.policy.enabled=true\n"),
    )]);
    assert!(!rules_of(&dora).contains(&"GEN018"));
    assert!(dora.notes.iter().any(|n| n.message.render(Lang::En).contains("Dora")));
}

#[test]
fn lists_beside_the_file_are_read_wherever_it_stands() {
    let imported = read(&[
        (
            "host1/alluxio-site.properties",
            "alluxio.master.hostname=host1\nalluxio.master.mount.table.root.ufs=hdfs://nn.example.net:9000/a\n",
        ),
        ("host1/masters", "host1\n"),
        ("host1/workers", "# all on one line\nhost2 host3\n"),
        ("elsewhere/workers", "host9\n"),
    ]);
    assert_eq!(roles(&imported), ["host1: master", "host2: worker", "host3: worker"]);
    assert_eq!(imported.spec.version, "2.9.6");
}

#[test]
fn a_folder_with_a_listed_address_of_its_own_is_that_master() {
    let list = "10.5.0.11:19200,10.5.0.12:19200,10.5.0.13:19200";
    let of = |own: &str| {
        format!(
            "alluxio.master.hostname={own}\nalluxio.master.mount.table.root.ufs=hdfs://nn.example.net:8020/a\nalluxio.master.embedded.journal.addresses={list}\n"
        )
    };
    let texts: Vec<(String, String)> = (1..=3)
        .map(|n| (format!("m{n}/conf/alluxio-site.properties"), of(&format!("10.5.0.1{n}"))))
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let imported = read(&files);
    assert_eq!(roles(&imported), ["10.5.0.11: master", "10.5.0.12: master", "10.5.0.13: master"]);
    // Workers that look for the one master are none.
    let site = "alluxio.master.hostname=10.5.0.11\n";
    let imported = read(&[
        ("a/conf/alluxio-site.properties", ONE),
        ("a/conf/masters", "m1\n"),
        ("w1/conf/alluxio-site.properties", site),
        ("w2/conf/alluxio-site.properties", site),
    ]);
    assert!(
        !roles(&imported).iter().any(|node| node.starts_with("10.5.0.11")),
        "{:?}",
        roles(&imported)
    );
}

#[test]
fn no_file_says_that_there_is_no_job_service() {
    let site = |own: &str| {
        format!(
            "alluxio.master.hostname={own}\nalluxio.master.mount.table.root.ufs=hdfs://nn.example.net:8020/a\nalluxio.zookeeper.enabled=true\nalluxio.zookeeper.address=zk1:2181,zk2:2181,zk3:2181\nalluxio.master.journal.type=UFS\nalluxio.master.journal.folder=hdfs://nn.example.net:8020/journal\n"
        )
    };
    let (one, two) = (site("am1"), site("am2"));
    let imported = read(&[
        ("am1/conf/alluxio-site.properties", &one),
        ("am1/conf/masters", "am1\nam2\n"),
        ("am1/conf/workers", "aw1\naw2\naw3\n"),
        ("am2/conf/alluxio-site.properties", &two),
    ]);
    let settings = &imported.spec.settings;
    assert_eq!(settings.get("masters.jobs"), None);
    assert_eq!(settings.get("masters.kind").map(String::as_str), Some("zookeeper"), "{settings:?}");
    assert_eq!(imported.spec.version, "2.9.6");
}

#[test]
fn the_templates_line_is_the_one_master() {
    let imported = read(&[
        (
            "host1/conf/alluxio-site.properties",
            "alluxio.master.hostname=host1\nalluxio.master.mount.table.root.ufs=hdfs://nn.example.net:9000/a\n",
        ),
        ("host1/conf/masters", "localhost\n"),
        ("host1/conf/workers", "localhost\nhost2\n"),
    ]);
    assert_eq!(roles(&imported), ["host1: master,worker", "host2: worker"]);
    let said = rules_of(&imported);
    assert!(!said.iter().any(|rule| ["ALX065", "ALX066"].contains(rule)), "{said:?}");
    // Three masters on one machine, as Alluxio's own guide has them.
    let imported = read(&[(
        "alluxio-site.properties",
        "alluxio.master.hostname=localhost\nalluxio.master.mount.table.root.ufs=/mnt/a\nalluxio.master.embedded.journal.addresses=localhost:19200,localhost:19201,localhost:19202\nalluxio.master.rpc.addresses=localhost:19998,localhost:19988,localhost:19978\n",
    )]);
    let said = rules_of(&imported);
    assert!(!said.iter().any(|rule| ["ALX010", "ALX013", "ALX070"].contains(rule)), "{said:?}");
}

#[test]
fn a_root_that_nobody_sets_is_a_folder_of_each_machine() {
    let lists = [("masters", "m1\n"), ("workers", "w1\nw2\n")];
    for (root, fires) in [
        ("", true),
        ("alluxio.master.mount.table.root.ufs=${alluxio.work.dir}/underFSStorage\n", true),
        ("alluxio.underfs.address=hdfs://nn.example.net:8020/a\n", false),
    ] {
        let site = format!("alluxio.master.hostname=m1\n{root}");
        let mut files = vec![("alluxio-site.properties", site.as_str())];
        files.extend(lists);
        assert_eq!(rules_of(&read(&files)).contains(&"ALX028"), fires, "{root}");
    }
}

#[test]
fn a_variable_beside_the_other_name_of_its_property_is_no_lonely_one() {
    for (home, other) in [
        ("alluxio-1.8.1", "alluxio.underfs.address"),
        ("alluxio-2.9.6", "alluxio.underfs.address"),
        ("alluxio-2.9.6", "alluxio.master.mount.table.root.ufs"),
    ] {
        let site = format!("alluxio.master.hostname=m1\n{other}=hdfs://nn.example.net:8020/a\n");
        let imported = read(&[
            (&format!("{home}/conf/alluxio-site.properties"), &site),
            (
                &format!("{home}/conf/alluxio-env.sh"),
                "ALLUXIO_UNDERFS_ADDRESS=hdfs://nn.example.net:8020/a\n",
            ),
        ]);
        let found = said(&imported).report.findings;
        let told: Vec<String> = found
            .iter()
            .filter(|f| f.rule == "ALX067")
            .map(|f| f.message.render(Lang::En))
            .collect();
        assert!(
            matches!(told.as_slice(), [one] if one.contains("wins over the file")),
            "{home} {other}: {told:?}"
        );
    }
}

#[test]
fn a_journal_without_a_folder_of_its_own_is_an_error_of_the_files() {
    const UFS: &str = "alluxio.master.journal.type=UFS\n";
    const ITS_RULES: [&str; 4] = ["ALX022", "ALX060", "ALX078", "GEN060"];
    let found = |release: &str, kind: &str, folder: &str| {
        let site = format!("{ONE}{kind}alluxio.master.journal.folder={folder}\n");
        let imported = read(&[(&format!("{release}/conf/alluxio-site.properties"), &site)]);
        let findings = said(&imported).report.findings;
        let errors = findings.iter().filter(|f| f.severity == Severity::Error);
        errors.map(|f| f.rule).filter(|rule| ITS_RULES.contains(rule)).collect::<Vec<_>>()
    };

    for (release, kind) in [("alluxio-2.9.6", ""), ("alluxio-2.9.6", UFS), ("alluxio-1.8.2", "")] {
        for folder in ["", "/", "//", "/etc", "/x/..", "journal"] {
            assert!(!found(release, kind, folder).is_empty(), "{release} {kind}{folder}");
        }
        for folder in ["/journal", "/data/alluxio/journal", "${alluxio.work.dir}/journal"] {
            assert_eq!(found(release, kind, folder), [""; 0], "{release} {kind}{folder}");
        }
    }
}
