//! Whatever is pasted: nothing is lost, nothing hangs, no bad name becomes a node.

use formats::node_list::{MOST_EXPANDED, MOST_NODES, NodeList, RoleWords};
use model::value::{Host, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

const ROLES: &[&str] = &["all", "job", "query", "zookeeper"];

fn only<'r>(id: &'r &'r str) -> RoleWords<'r> {
    RoleWords { id, words: &[], roles: std::slice::from_ref(id) }
}

fn read(text: &str, roles: &[&str]) -> NodeList {
    let roles: Vec<RoleWords> = roles.iter().map(only).collect();
    formats::node_list::read(text, &roles, &["worker"])
}

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
        "all:",
        "  hosts:",
        "    children:",
        "      k1: {",
        "}",
        "- ",
        ": ",
        "64G",
        "16核",
        "4x1.8T",
        "worker",
        "*x",
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
        // A name such as `db.pass` may be a key with its secret behind it; `.pw` is a domain.
        let host = |n: &String| n.ends_with(".pw") || !model::secret::is_secret_key(n);
        prop_assume!(names.iter().all(host));
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
    // That there are too many, and each line that was not read any more.
    assert_eq!((list.nodes.len(), list.problems.len()), (MOST_NODES, 10));
}

/// Eleven kilobytes that mean ten million names, in every form: the work and what is told stay small.
#[test]
fn ranges_that_are_written_again_and_again_are_told_once_each() {
    let forms: [fn(&str) -> String; 5] = [
        |range| format!("{range}\n"),
        |range| format!("{range} "),
        |range| format!("{range} job ansible_host=x_y\n"),
        |range| format!("[g]\n{range} ansible_host=x_y ansible_port=y\n"),
        |range| format!("all:\n  hosts:\n    {range}:\n"),
    ];
    for range in ["k[1-10000]", "_[1-10000]", "k[1-10000]:7070", "k[1:10000]"] {
        for form in forms {
            let text = form(range).repeat(1000);
            let list = read(&text, ROLES);
            assert!(list.nodes.len() <= MOST_NODES, "{range}");
            let told: usize = list.problems.iter().map(|p| p.text.len()).sum();
            assert!(told <= 10 * text.len() + 10_000, "{range}: {told} of {}", text.len());
            let made: usize = list.ranges.iter().map(|(_, n)| *n as usize).sum();
            assert!(made <= MOST_EXPANDED + 10_000, "{made}");
        }
    }
    let list = read(&"k[1-10000]\n".repeat(1000), ROLES);
    assert_eq!(
        (list.nodes.len(), list.problems.iter().map(|p| p.line).max()),
        (10_000, Some(1000))
    );
}

/// A line as long as the list, with a mistake in each word, and a range that gets role upon role.
#[test]
fn a_long_line_is_read_once() {
    for word in ["_ ", "k:1 ", "a+b ", "1.8T ", "ansible_user=- "] {
        let text = format!("k1 {}", word.repeat(100_000));
        let list = read(&text, ROLES);
        assert!(list.problems.len() < 100, "{word}: {}", list.problems.len());
        // Nothing of it is lost: the line stays in the box.
        assert!(
            word == "k:1 " || list.problems.iter().all(|p| p.text.len() == text.trim_end().len())
        );
    }
    let list = read(&format!("k[1-10000] {}", "all job ".repeat(100_000)), ROLES);
    assert!(list.nodes.iter().all(|n| n.roles.len() == 2));
    let list = read(&format!("k[1-10000]{}", "x".repeat(1_000_000)), ROLES);
    assert_eq!((list.nodes.len(), list.problems.len()), (0, 1));
    let list = read(&format!("k[1-10000] ansible_user={}", "x".repeat(1_000_000)), ROLES);
    assert!(list.problems.len() <= 9, "{}", list.problems.len());
}

/// Groups of groups of groups: followed for so many steps, then told.
#[test]
fn deep_groups_end() {
    let chain = lines(20_000, |n| format!("[g{}:children]\ng{n}\n", n + 1));
    let hosts = lines(20_000, |n| format!("[g{n}]\nh{n}\n"));
    let list = read(&(chain + &hosts), ROLES);
    assert!(
        list.problems.iter().any(|p| p.reason.render(model::Lang::En).contains("too many groups"))
    );
    assert!(!list.nodes.is_empty());
    let list = read(&lines(20_000, |n| format!("{}a:\n", " ".repeat(n as usize % 400))), ROLES);
    assert!(list.nodes.len() < 20_000);
}
