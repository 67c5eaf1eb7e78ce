//! Whatever is pasted: nothing is lost, nothing hangs, no bad name becomes a node.

use formats::node_list::{MOST_NODES, read};
use model::value::{Host, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

const ROLES: &[&str] = &["all", "job", "query", "zookeeper"];

fn line() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "k1",
        "k[1-3]",
        "k[01:10:3]",
        "k[",
        "]",
        ",",
        " ",
        ";",
        "，",
        "；",
        "=",
        "all",
        "job+query",
        "10.0.0.1",
        "fd00::1",
        "[fd00::1]:80",
        ":7070",
        ".example.com",
        "[query]",
        "[all:vars]",
        "[a:children]",
        "ansible_host=",
        "ansible_user=x",
        "'",
        "\"",
        "#",
        "name,address,roles",
        "主机名",
        "\t",
        "-",
        "_",
        "$(id)",
        "..",
        "/",
        "@",
        "http://",
        "127.0.0.1 localhost",
        "64 GiB",
        "16",
        "{{ x }}",
        "\u{202E}",
        "\0",
        "[0-99999999999999999]",
    ]);
    prop_oneof![
        3 => vec(piece, 0..6).prop_map(|pieces| pieces.concat()),
        1 => any::<String>().prop_map(|s| s.replace(['\n', '\r'], "")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_list_is_read(lines in vec(line(), 0..12)) {
        let text = lines.join("\n");
        let list = read(&text, ROLES);
        let mut seen = BTreeSet::new();
        for node in &list.nodes {
            let host = Host::parse(&node.name);
            prop_assert!(host.is_ok(), "{:?}", node.name);
            prop_assert!(seen.insert(host.ok()), "{:?}", node.name);
            prop_assert!(node.address.is_empty() || Host::parse(&node.address).is_ok());
            prop_assert!(node.roles.iter().all(|r| ROLES.contains(&r.as_str())));
        }
        for problem in &list.problems {
            let original = lines.get(problem.line as usize - 1).map(|l| l.trim_start_matches('\u{FEFF}').trim_end());
            prop_assert_eq!(original, Some(problem.text.trim_start_matches('\u{FEFF}')));
        }
    }

    #[test]
    fn good_names_in_any_form_of_list_are_the_nodes(
        names in prop::collection::btree_set("[a-j][a-z0-9]{0,5}(\\.[a-z]{1,5})?", 1..20),
        separator in prop::sample::select(vec!["\n", ", ", " ", "; ", "，", "\r\n", "\t"]),
    ) {
        prop_assume!(names.iter().all(|n| !ROLES.contains(&n.as_str())));
        let names: Vec<String> = names.into_iter().collect();
        let list = read(&names.join(separator), ROLES);
        prop_assert_eq!(&list.problems, &[]);
        let read: Vec<String> = list.nodes.into_iter().map(|n| n.name).collect();
        prop_assert_eq!(read, names);
    }

    #[test]
    fn a_range_makes_what_counting_makes(from in 0_u32..200, more in 0_u32..50, width in 1_usize..5) {
        let to = from + more;
        let text = format!("k[{from:0width$}-{to}].x");
        let padded = format!("{from:0width$}").starts_with('0');
        let list = read(&text, ROLES);
        let expected: Vec<String> = (from..=to)
            .map(|n| if padded { format!("k{n:0width$}.x") } else { format!("k{n}.x") })
            .collect();
        let read: Vec<String> = list.nodes.into_iter().map(|n| n.name).collect();
        prop_assert_eq!(read, expected);
    }
}

fn lines(count: u32, line: impl Fn(u32) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

#[test]
fn ten_thousand_lines_and_more_are_read() {
    let text =
        lines(10_000, |n| format!("node{n}.example.org,10.1.{}.{},all,16,64\n", n / 250, n % 250));
    let list = read(&text, ROLES);
    assert_eq!((list.nodes.len(), list.problems.len()), (10_000, 0));
    let text = lines(10_000, |n| format!("host'{n}\n"));
    assert_eq!(read(&text, ROLES).problems.len(), 10_000);
    let text = lines(20, |n| format!("r{n}-[1-9999]\n"));
    let list = read(&text, ROLES);
    assert_eq!((list.nodes.len(), list.problems.len()), (MOST_NODES, 1));
}
