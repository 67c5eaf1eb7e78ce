//! `bin/preflight` of an exported archive: what it writes into `facts.json`, whatever nodes say.

mod unpacked;

use model::Lang;
use model::facts::Facts;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

/// An ssh without a network: what it is asked for runs here, except on hosts whose words lie in a
/// file, which say these.
const SSH: &str = r#"#!/bin/sh
for word; do :; done
host=''
while [ $# -gt 1 ]; do
    [ "$1" != -- ] || host=$2
    shift
done
case $word in
*"date +%s"*) sh -c "$word" ;;
*)
    if [ -e "$SAID/$host" ]; then
        cat >/dev/null
        cat "$SAID/$host"
    elif [ "$host" = "$AWAY" ]; then
        exit 255
    else
        sh -c "$word"
    fi
    ;;
esac
"#;

/// The awks that admins have: the system's own (`mawk` or `gawk`), that of `BusyBox`, and that of macOS and BSD.
const AWKS: [&str; 3] = ["awk", "busybox awk", "original-awk"];

/// The output and the file.
fn preflight(top: &Path, awk: &str, said: &[(&str, &[u8])]) -> (String, Vec<u8>) {
    let path = std::env::var("PATH").unwrap_or_default();
    let program = awk.split(' ').next().unwrap_or_default();
    let there = std::env::split_paths(&path).any(|folder| folder.join(program).exists());
    assert!(there, "{program} is missing; install it with: apt-get install {program}");
    let own = top.join("awks");
    std::fs::create_dir_all(&own).expect("a folder");
    let wrapper = format!("#!/bin/sh\nPATH='{path}' exec {awk} \"$@\"\n");
    std::fs::write(own.join("awk"), wrapper).expect("a file");
    std::fs::set_permissions(own.join("awk"), std::fs::Permissions::from_mode(0o755))
        .expect("a mode");
    let folder = top.join("said");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (host, lines) in said {
        std::fs::write(folder.join(host), lines).expect("a file");
    }
    std::fs::write(top.join("ssh"), SSH).expect("a file");
    let output = Command::new("sh")
        .arg(top.join("bin/preflight"))
        .env("MUSTER_SSH", format!("sh {}", top.join("ssh").display()))
        .env("SAID", &folder)
        .env("PATH", format!("{}:{path}", own.display()))
        .output()
        .expect("sh");
    let text =
        String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned();
    let facts = std::fs::read(top.join("facts.json")).unwrap_or_else(|_| panic!("{text}"));
    (text, facts)
}

/// What was read, without a problem and without a member that is not known.
fn read(bytes: &[u8]) -> Facts {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let strict: Result<serde_json::Value, _> = serde_json::from_str(text);
    assert!(strict.is_ok(), "{strict:?}\n{text}");
    let read = formats::facts::read(bytes);
    let said: Vec<String> = read.problems.iter().map(|p| p.message.render(Lang::En)).collect();
    assert_eq!((said, read.unknown), (Vec::new(), Vec::new()), "{text}");
    read.facts.expect("facts")
}

#[test]
fn what_a_node_is_stands_in_the_file() {
    AWKS.into_iter().for_each(one_node);
}

fn one_node(awk: &str) {
    let archive = unpacked::archive("kylin-one");
    let (text, bytes) = preflight(archive.path(), awk, &[]);
    let facts = read(&bytes);
    assert_eq!(facts.date.len(), 20, "{facts:?}");
    assert!(facts.date.starts_with("20") && !facts.archive.is_empty(), "{facts:?}");
    let machine = facts.machines.first().unwrap_or_else(|| panic!("{text}"));
    assert_eq!(machine.reachable, Some(true), "{text}");
    assert!(machine.cores > Some(0) && machine.memory > Some(1 << 20), "{machine:?}\n{text}");
    assert!(!machine.boot.is_empty() && !machine.time_service.is_empty(), "{machine:?}\n{text}");
    assert_eq!(machine.running.as_deref(), Some(&[][..]), "{machine:?}");
    assert!(machine.clock_skew.is_some_and(|skew| skew.abs() < 5), "{machine:?}");
    assert!(!machine.java.is_empty(), "{machine:?}");
    let whole = |disk: &model::facts::Disk| disk.size >= disk.free && disk.free.is_some();
    assert!(machine.disks.iter().any(|d| d.mount == "/" && whole(d)), "{machine:?}");
    assert!(!machine.rooms.is_empty(), "{machine:?}\n{text}");
}

#[test]
fn whatever_nodes_say_the_file_is_json_and_each_speaks_of_itself_alone() {
    AWKS.into_iter().for_each(hostile);
}

fn hostile(awk: &str) {
    let archive = unpacked::archive("kylin-three");
    let hostile: &[u8] = b"fact\tdistribution\t\\\"}],\"x\":\"\x1b[2J\x07\n\
        fact\thostname\t\xff\xfe\xe4\xb8\xad\xe6\x96\x87\n\
        fact\tnode\tk1.example.com\n\
        fact\tnode[]\tk1.example.com\n\
        fact\treachable\tno\n\
        fact\tclock_skew_seconds\t99999\n\
        fact\tcores\": 1, \"memory_bytes\t1\n\
        fact\t\t1\n\
        fact\tfolders[]\t/a \\ \"b\"=12\n\
        fact\tfqdn\t007\n\
        fact\tarchitecture\t99999999999999999999\n\
        fact\tselinux\ta\tb\n\
        fact\tcores\t3\n\
        ok\t\x1b[31mred\x1b[0m\n";
    let calm: &[u8] = b"fact\tcores\t4\n";
    let (text, bytes) = preflight(
        archive.path(),
        awk,
        &[
            ("k1.example.com", calm),
            ("k2.example.com", hostile),
            ("k3.example.com", b""),
            ("lb1.example.com", b""),
        ],
    );
    let facts = read(&bytes);
    let nodes: Vec<&str> = facts.machines.iter().map(|m| m.node.as_str()).collect();
    assert_eq!(nodes[..3], ["k1.example.com", "k2.example.com", "k3.example.com"], "{text}");
    assert_eq!(facts.machines[0].cores, Some(4));
    let other = &facts.machines[1];
    assert_eq!(other.distribution, "\\\"}],\"x\":\"[2J");
    assert_eq!(other.hostname, "????????");
    assert_eq!((other.reachable, other.cores, other.memory), (Some(true), Some(3), None));
    assert!(other.clock_skew.is_some_and(|skew| skew.abs() < 5), "{other:?}");
    assert_eq!(other.folders, [("/a \\ \"b\"".to_owned(), 12 << 10)]);
    assert_eq!((other.fqdn.as_str(), other.architecture.as_str()), ("007", "99999999999999999999"));
    assert_eq!(other.selinux, "a");
    // Nothing that a node says reaches the terminal as a command.
    assert!(!text.contains('\u{1b}') && text.contains("[31mred"), "{text:?}");
}

#[test]
fn text_of_all_languages_stays() {
    AWKS.into_iter().for_each(languages);
}

fn languages(awk: &str) {
    let archive = unpacked::archive("kylin-one");
    let host = "kylin.example.com";
    let said = "fact\tdistribution\t麒麟 V10 — 服务器 😀 é\n";
    let (text, bytes) = preflight(archive.path(), awk, &[(host, said.as_bytes())]);
    let facts = read(&bytes);
    assert_eq!(facts.machines[0].distribution, "麒麟 V10 — 服务器 😀 é", "{text}");
}
