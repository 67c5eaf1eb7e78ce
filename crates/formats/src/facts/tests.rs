use super::*;
use model::Lang;
use model::facts::{Disk, Room};

/// As the first version of preflight wrote it: it opens for ever.
const OLD: &str = include_str!("../../tests/stored/facts-1.json");

fn said(read: &Read) -> Vec<String> {
    let one = |p: &Problem| {
        let at = p.span.map_or_else(String::new, |s| format!("{}:{} ", s.line, s.column));
        format!("{at}{}", p.message.render(Lang::En))
    };
    read.problems.iter().map(one).collect()
}

#[test]
fn the_first_files_are_read_as_ever() {
    let read = read(OLD.as_bytes());
    assert_eq!((said(&read), &read.unknown), (Vec::new(), &Vec::new()));
    let facts = read.facts.unwrap();
    assert_eq!((facts.day(), facts.cluster.as_str()), ("", "deploy-lab"));
    let h1 = facts.machine("h1.lab.test").unwrap();
    assert_eq!((h1.cores, h1.memory, h1.clock_skew), (Some(2), Some(4_112_449_536), Some(0)));
    assert_eq!(h1.resolves[1], ("h2.lab.test".to_owned(), String::new()));
    assert_eq!(h1.disks, [Disk { mount: "/".into(), size: None, free: Some(1 << 30) }]);
    assert_eq!((h1.open_files, h1.java.as_str()), (Some(1024), "1.8.0_392"));
    // What nobody looked at.
    assert_eq!((h1.running.clone(), h1.time_service.as_str(), h1.boot.as_str()), (None, "", ""));
    assert_eq!(facts.machine("h2.lab.test").unwrap().reachable, Some(false));
}

#[test]
fn today_says_more() {
    let text = r#"{"schema":1,"date":"2026-11-29T08:55:46Z","cluster":"c","archive":"a","nodes":[{
        "node":" k1 ","disk_sizes":["/a=b=2","/=1"],"disks":["/=1"],"rooms":["/opt=3=4/5"],"running":"front back",
        "open_files":"unlimited","hostname":17,"time_service":"none","boot":"b"}]}"#;
    let read = read(text.as_bytes());
    assert_eq!(said(&read), [""; 0]);
    let facts = read.facts.unwrap();
    assert_eq!(facts.day(), "2026-11-29");
    let k1 = facts.machine("k1").unwrap();
    assert_eq!(k1.disks[0], Disk { mount: "/a=b".into(), size: Some(2048), free: None });
    assert_eq!(k1.disks[1], Disk { mount: "/".into(), size: Some(1024), free: Some(1024) });
    assert_eq!(k1.rooms, [Room { mount: "/opt=3".into(), needed: 4096, free: 5120 }]);
    assert_eq!(k1.running.as_deref(), Some(&["front".to_owned(), "back".to_owned()][..]));
    assert_eq!((k1.open_files, k1.hostname.as_str()), (Some(u64::MAX), "17"));
}

#[test]
fn what_is_of_another_type_is_told_and_the_rest_is_kept() {
    let text = "{\"schema\": 1,\n \"date\": \"yesterday\", \"colour\": 1,\n \"nodes\": [\n  {\"node\": \"k1\", \"cores\": \"many\", \"memory_bytes\": 1024,\n   \"listening\": [22, \"x\"], \"colour\": []},\n  7, {\"cores\": 1}, {\"node\": \"k1\"}]}";
    let read = read(text.as_bytes());
    assert_eq!(
        said(&read),
        [
            "2:10 date should be a time as 2026-11-29T08:55:46Z; it is left out.",
            "4:27 cores should be a whole number, not negative; it is left out.",
            "5:22 listening should be a port; it is left out.",
            "6:3 An entry of nodes should be an object; it is left out.",
            "6:6 An entry of nodes does not say which node it is of; it is left out.",
            "6:20 k1 is there twice; the first entry counts.",
        ]
    );
    assert_eq!(read.unknown, ["colour"]);
    let facts = read.facts.unwrap();
    assert_eq!((facts.machines.len(), facts.machines[0].memory), (1, Some(1024)));
    assert_eq!((facts.machines[0].cores, facts.date.as_str()), (None, ""));
}

#[test]
fn what_is_no_facts_file_is_told() {
    for (text, expected) in [
        ("", "1:1 This is not JSON, and so no facts.json: here should stand a value."),
        (
            "{\"nodes\": [}",
            "1:12 This is not JSON, and so no facts.json: here should stand a value.",
        ),
        (
            "[]",
            "This is no facts.json: it has no list of nodes. bin/preflight of an archive writes one.",
        ),
        (
            "{\"nodes\": {}}",
            "This is no facts.json: it has no list of nodes. bin/preflight of an archive writes one.",
        ),
        ("name = \"c\"", "1:1 This is not JSON, and so no facts.json: here should stand a value."),
    ] {
        let read = read(text.as_bytes());
        assert!(read.facts.is_none() && !is_facts(text.as_bytes()), "{text}");
        assert_eq!(said(&read), [expected], "{text}");
    }
    let newer = read(br#"{"schema": 9, "nodes": []}"#);
    assert!(
        newer.facts.is_some()
            && said(&newer)[0].starts_with("1:12 The file was written by a newer")
    );
    assert!(is_facts(OLD.as_bytes()));
}

#[test]
fn a_thousand_mistakes_are_told_shortly() {
    let nodes = vec!["1"; 100_000].join(",");
    let read = read(format!("{{\"nodes\": [{nodes}]}}").as_bytes());
    assert_eq!(
        (read.problems.len(), said(&read)[MOST].as_str()),
        (MOST + 1, "99950 more of this kind.")
    );
}

#[test]
fn bytes_of_no_text_are_read_too() {
    let read = read(b"{\"nodes\": [{\"node\": \"k\xff1\", \"cores\": 4}]}");
    assert_eq!(read.facts.unwrap().machines[0].node, "k\u{fffd}1");
}
