//! What is found on real machines: filled into documents, and judged.

use model::facts::Facts;
use model::{ClusterSpec, Edit, Lang, Place, apply_all};
use products::find;
use rules::{Context, Product, check, fill};

fn preset(id: &str) -> (&'static Product, ClusterSpec) {
    let (product, preset) = products::presets().find(|(_, p)| p.id == id).expect("the preset");
    (product, formats::document::read(preset.toml).spec)
}

fn facts(nodes: &str) -> Facts {
    let text = format!("{{\"schema\": 1, \"nodes\": [{nodes}]}}");
    let read = formats::facts::read(text.as_bytes());
    assert!(read.problems.is_empty() && read.unknown.is_empty(), "{read:?}");
    read.facts.expect("facts")
}

/// What is filled in, in words.
fn filled(product: &'static Product, spec: &ClusterSpec, facts: &Facts) -> Vec<String> {
    let cx = Context::new(spec, product).with_facts(Some(facts));
    fill(&cx).iter().map(|filled| filled.message.render(Lang::En)).collect()
}

/// The findings of a rule.
fn said(product: &'static Product, spec: &ClusterSpec, facts: &Facts, rule: &str) -> Vec<String> {
    let cx = Context::new(spec, product).with_facts(Some(facts));
    let findings = check(&cx).findings;
    let own = findings.iter().filter(|f| f.rule == rule);
    own.map(|f| f.message.render(Lang::En)).collect()
}

/// Three nodes of Kylin, without anything about their machines.
fn bare() -> (&'static Product, ClusterSpec) {
    let (product, mut spec) = preset("kylin-three");
    spec.nodes.truncate(2);
    for node in &mut spec.nodes {
        node.settings.retain(|key, _| !key.starts_with("host."));
        node.address.clear();
    }
    (product, spec)
}

#[test]
fn what_the_document_does_not_say_is_filled_in_and_nothing_else() {
    let (product, mut spec) = bare();
    let found = facts(
        r#"{"node":"k1.example.com","cores":8,"memory_bytes":67345678336,"addresses":["172.17.0.1","10.0.0.1"],
            "resolves":["k1.example.com=10.0.0.1","k2.example.com=10.0.0.2"]},
           {"node":"k2.example.com","cores":4,"memory_bytes":4112449536,"addresses":["10.0.0.2","10.9.9.2"]}"#,
    );
    let expected = [
        "k1.example.com: address 10.0.0.1",
        "k1.example.com: Cores 8",
        "k1.example.com: Memory 62 GiB",
        "k2.example.com: address 10.0.0.2",
        "k2.example.com: Cores 4",
        "k2.example.com: Memory 3921 MiB",
    ];
    assert_eq!(filled(product, &spec, &found), expected);
    // What is filled in is what the rules then call right, and there is nothing more to fill in.
    let edits: Vec<Edit> = {
        let cx = Context::new(&spec, product).with_facts(Some(&found));
        fill(&cx).into_iter().map(|filled| filled.edit).collect()
    };
    apply_all(&mut spec, &edits);
    assert_eq!(filled(product, &spec, &found), [""; 0]);
    assert_eq!(said(product, &spec, &found, "HST004"), [""; 0]);
    // What somebody wrote stays.
    let (_, mut spec) = bare();
    spec.nodes[0].settings.insert("host.cores".to_owned(), "16".to_owned());
    spec.nodes[0].address = "k1.internal".to_owned();
    assert_eq!(filled(product, &spec, &found)[0], "k1.example.com: Memory 62 GiB");
    assert_eq!(
        said(product, &spec, &found, "HST004"),
        ["k1.example.com: Cores is 16 in the document, and the machine has 8."]
    );
}

#[test]
fn an_address_is_filled_in_only_where_there_is_one_answer() {
    let (product, spec) = bare();
    let address = |nodes: &str| -> Vec<String> {
        let all = filled(product, &spec, &facts(nodes));
        all.into_iter().filter(|line| line.contains("address")).collect()
    };
    // Two addresses, and nobody says which; an address that the machine does not have.
    assert_eq!(
        address(
            r#"{"node":"k1.example.com","addresses":["10.0.0.1","10.1.0.1"],"resolves":["k1.example.com=10.7.7.7"]}"#
        ),
        [""; 0]
    );
    assert_eq!(address(r#"{"node":"k1.example.com","addresses":["fe80::1%eth0","x y"]}"#), [""; 0]);
    assert_eq!(
        address(r#"{"node":"k1.example.com","addresses":["10.0.0.1","2001:db8::1"]}"#),
        ["k1.example.com: address 10.0.0.1"]
    );
}

#[test]
fn disks_are_written_as_the_product_reads_them() {
    let (product, mut spec) = preset("druid-ha");
    for node in &mut spec.nodes {
        node.settings.remove("host.disks");
    }
    let name = spec.nodes[0].name.clone();
    let found = facts(&format!(
        r#"{{"node":"{name}","disks":["/=1","/data1=1"],"disk_sizes":["/=52428800","/boot/efi=500000","/data1=1875374424","/data,2=5"]}}"#
    ));
    let disks = filled(product, &spec, &found).pop().unwrap_or_default();
    assert_eq!(disks, format!("{name}: Disks for segments /data1 1.92 TB"));
    spec.nodes[0].settings.insert("host.disks".to_owned(), "/data1 3.8 TB".to_owned());
    assert_eq!(
        said(product, &spec, &found, "HST004"),
        [format!(
            "{name}: Disks for segments is /data1 3.8 TB in the document, and the machine has /data1 1.92 TB."
        )]
    );
}

#[test]
fn a_machine_that_is_too_small_is_told_once() {
    let (product, mut spec) = bare();
    let found = facts(r#"{"node":"k1.example.com","memory_bytes":1073741824}"#);
    assert_eq!(said(product, &spec, &found, "HST003").len(), 1);
    assert_eq!(said(product, &spec, &found, "GEN063"), [""; 0]);
    spec.nodes[0].settings.insert("host.memory".to_owned(), "1 GiB".to_owned());
    assert_eq!(said(product, &spec, &found, "HST003"), [""; 0]);
    assert_eq!(said(product, &spec, &found, "GEN063").len(), 1);
}

#[test]
fn a_port_is_taken_only_while_the_service_itself_does_not_run() {
    let (product, spec) = bare();
    let taken = |running: &str| {
        let node = format!(r#"{{"node":"k1.example.com","listening":[22,7070]{running}}}"#);
        said(product, &spec, &facts(&node), "HST012").len()
    };
    assert_eq!(taken(r#","running":"""#), 1);
    assert_eq!(taken(r#","running":"zookeeper kylin""#), 0);
    // An older preflight did not look.
    assert_eq!(taken(""), 0);
}

#[test]
fn clocks_are_held_against_each_other_and_not_against_who_looked() {
    let (product, mut spec) = preset("kylin-three");
    spec.nodes.truncate(3);
    let with = |skews: [i64; 3]| {
        let nodes: Vec<String> = (1..=3)
            .zip(skews)
            .map(|(n, skew)| {
                format!(r#"{{"node":"k{n}.example.com","clock_skew_seconds":{skew}}}"#)
            })
            .collect();
        said(product, &spec, &facts(&nodes.join(",")), "HST009")
    };
    assert_eq!(with([3600, 3601, 3598]), [""; 0]);
    assert_eq!(
        with([0, 1, 60]),
        ["The clock of k3.example.com is 59 s ahead of that of k2.example.com. Set it by NTP."]
    );
    assert_eq!(with([i64::MIN, 0, i64::MAX]).len(), 2);
}

#[test]
fn one_machine_under_two_names_is_found_by_older_facts_too() {
    let (product, mut spec) = bare();
    let twice = |spec: &ClusterSpec, more: [&str; 2]| {
        let node = |n: usize| format!(r#"{{"node":"k{n}.example.com"{}}}"#, more[n - 1]);
        said(product, spec, &facts(&format!("{},{}", node(1), node(2))), "HST008").len()
    };
    let same = r#","hostname":"m","addresses":["10.0.0.1","172.17.0.1"]"#;
    let other = r#","hostname":"n","addresses":["10.0.0.2","172.17.0.1"]"#;
    assert_eq!((twice(&spec, [same, same]), twice(&spec, [same, other])), (1, 0));
    let boot = r#","boot":"b""#;
    assert_eq!(twice(&spec, [boot, boot]), 1);
    // Two installations on one machine are meant where both nodes have one address.
    for node in &mut spec.nodes {
        node.address = "10.0.0.1".to_owned();
    }
    assert_eq!(twice(&spec, [boot, boot]), 0);
}

#[test]
fn java_is_that_of_each_products_version() {
    for (id, fine, wrong) in [
        ("kylin-one", "1.8.0_392", "11.0.2"),
        ("kap-one", "1.7.0_80", "9.0.4"),
        ("alluxio-one", "11.0.2", "17.0.1"),
        ("druid-ha", "21.0.8", "1.8.0_392"),
        ("druid-020", "1.8.0_392", "17.0.1"),
    ] {
        let (product, spec) = preset(id);
        let node = spec.nodes.iter().find(|node| {
            let cx = Context::new(&spec, product);
            !(product.javas)(&cx, node).is_empty()
        });
        let name = &node.expect("a node with Java").name;
        let with = |java: &str| {
            let found = facts(&format!(r#"{{"node":"{name}","java":"{java}"}}"#));
            said(product, &spec, &found, "HST011").len()
        };
        assert_eq!((with(fine), with(wrong), with("none"), with("")), (0, 1, 1, 0), "{id}");
    }
}

#[test]
fn what_could_not_be_reached_and_what_is_strange_is_told_and_judges_nothing() {
    let (product, spec) = bare();
    let found = facts(
        r#"{"node":"k1.example.com","reachable":"no","cores":1},{"node":"old.example.com","selinux":"Enforcing"}"#,
    );
    assert_eq!(
        said(product, &spec, &found, "HST001"),
        [
            "Nobody looked at k2.example.com: the facts do not have them. Run bin/preflight of an archive with these nodes.",
            "bin/preflight could not log in to k1.example.com, so nothing is known of these machines.",
        ]
    );
    assert_eq!(
        said(product, &spec, &found, "HST002"),
        ["The facts have machines that the document does not have: old.example.com."]
    );
    assert_eq!(said(product, &spec, &found, "HST015"), [""; 0]);
    assert_eq!(filled(product, &spec, &found), [""; 0]);
}

/// A warning about a machine that somebody accepted waits while nobody says what the machine is.
#[test]
fn an_acceptance_does_not_lapse_without_facts() {
    let (product, mut spec) = bare();
    let found = facts(r#"{"node":"k1.example.com","java":"none"}"#);
    let finding = check(&Context::new(&spec, product).with_facts(Some(&found)))
        .findings
        .into_iter()
        .find(|f| f.rule == "HST011")
        .expect("the warning");
    let accepted = model::Accepted {
        rule: finding.rule.to_owned(),
        node: finding.place.row(),
        field: finding.place.field(),
        reason: "it comes with the image".to_owned(),
        facts: finding.facts(),
    };
    apply_all(&mut spec, &[Edit::Accept(accepted)]);
    let report = |facts| check(&Context::new(&spec, product).with_facts(facts));
    assert_eq!((report(Some(&found)).accepted.len(), report(None).lapsed.len()), (1, 0));
    let mended = facts(r#"{"node":"k1.example.com","java":"1.8.0_392"}"#);
    assert_eq!(report(Some(&mended)).lapsed, [0]);
}

/// Whatever stands in a file of facts, for whatever product, judging ends, and no finding is an error:
/// facts are of one day, and an archive is not refused by them.
#[test]
fn facts_never_refuse_an_archive() {
    for (product, preset) in products::presets() {
        let spec = formats::document::read(preset.toml).spec;
        let nodes: Vec<String> = spec
            .nodes
            .iter()
            .map(|node| {
                format!(
                    r#"{{"node":{:?},"cores":1,"memory_bytes":1,"java":"none","listening":[22,80,2181,7070,8081,8082,8083,19998],
                    "running":"","rooms":["/=9/1"],"folders":["/=1"],"open_files":1,"selinux":"Enforcing","firewalld":"running",
                    "boot":"b","resolves":["{}=127.0.0.1"],"addresses":["10.0.0.1"],"time_service":"none"}}"#,
                    node.name, node.name
                )
            })
            .collect();
        let found = facts(&nodes.join(","));
        let cx = Context::new(&spec, product).with_facts(Some(&found));
        let report = check(&cx);
        assert_eq!(report.count(model::Severity::Error), 0, "{}", preset.id);
        assert!(report.findings.iter().any(|f| f.rule.starts_with("HST")), "{}", preset.id);
        let at_home = |place: &Place| !cx.path(place).contains('?');
        assert!(report.findings.iter().all(|f| at_home(&f.place)), "{}", preset.id);
    }
    assert!(find("kylin").is_some());
}
