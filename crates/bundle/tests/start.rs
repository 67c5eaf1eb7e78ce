//! `bin/start` of an exported archive, with an ssh that only writes down what it was asked for.

mod unpacked;

use std::path::Path;
use std::process::{Command, Output};

/// An ssh that notes when a node begins and ends. A node that is not the first of its service waits
/// until as many as `$TOGETHER` have begun; the one named `$BAD` fails. Those in `$RUN` run already.
const SSH: &str = r#"#!/bin/sh
for word; do :; done
host=''
while [ $# -gt 1 ]; do
    [ "$1" != -- ] || host=$2
    shift
done
service=${word##*/service/}
verb=${service#*.sh }
case $verb in *--stopped*) case " $RUN " in *" $host "*) exit 5 ;; esac ;; esac
again=''
case $verb in *--restart*) again=re ;; esac
verb=$again${verb%%[!a-z]*}
service=${service%%.sh*}
begun() { ls "$LOG" | grep -c "^$service.$verb.begun."; }
printf 'begin %s %s %s\n' "$service" "$verb" "$host" >>"$LOG/all"
: >"$LOG/$service.$verb.begun.$host"
if [ "$service.$verb" = "${TOGETHER%% *}" ] && [ "$(begun)" -gt 1 ]; then
    tries=0
    until [ "$(begun)" -ge "${TOGETHER#* }" ]; do
        sleep 0.1
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || { echo "alone" >&2; exit 1; }
    done
fi
printf 'end %s %s %s\n' "$service" "$verb" "$host" >>"$LOG/all"
if [ "$host" = "$BAD" ]; then
    echo "no room on the disk" >&2
    exit "${CODE:-1}"
fi
[ "$verb" != check ] || printf 'ok\t%s answers\n' "$service"
"#;

/// An exported archive, with a folder for what is asked and the ssh that writes it there.
fn archive(preset: &str) -> tempfile::TempDir {
    let folder = unpacked::archive(preset);
    std::fs::create_dir_all(folder.path().join("log")).expect("a folder");
    std::fs::write(folder.path().join("ssh"), SSH).expect("a file");
    folder
}

fn start(top: &Path, options: &[&str], together: &str, bad: &str) -> (Output, Vec<String>) {
    started(top, options, together, bad, "")
}

fn started(
    top: &Path,
    options: &[&str],
    together: &str,
    bad: &str,
    run: &str,
) -> (Output, Vec<String>) {
    let output = Command::new("sh")
        .arg(top.join("bin/start"))
        .args(options)
        .env("MUSTER_SSH", format!("sh {}", top.join("ssh").display()))
        .env("LOG", top.join("log"))
        .env("TOGETHER", together)
        .env("BAD", bad)
        .env("RUN", run)
        .output()
        .expect("sh");
    let log = std::fs::read_to_string(top.join("log/all")).unwrap_or_default();
    (output, log.lines().map(str::to_owned).collect())
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[test]
fn the_first_node_comes_up_alone_and_the_others_at_once() {
    // Six nodes run the product; five wait for each other.
    let folder = archive("kylin-six");
    let (output, log) = start(folder.path(), &[], "kylin.start 6", "");
    assert!(output.status.success(), "{}\n{log:#?}", text(&output));
    let of = |verb: &str| -> Vec<&String> {
        log.iter().filter(|l| l.contains(&format!(" kylin {verb} "))).collect()
    };
    let starts = of("start");
    assert_eq!(starts.len(), 12, "{log:#?}");
    assert!(starts[0].ends_with(" k1.example.com") && starts[1].starts_with("end"), "{starts:#?}");
    assert_eq!(starts[2..7].iter().filter(|l| l.starts_with("begin")).count(), 5, "{starts:#?}");
    // Nobody is asked for its word before all have been started, and each gives one line.
    let last = log.iter().rposition(|l| l.starts_with("end kylin start"));
    let first = log.iter().position(|l| l.starts_with("begin kylin check"));
    assert!(last < first, "{log:#?}");
    let said = text(&output);
    for node in 1..=6 {
        let line = format!("k{node}.example.com: kylin answers");
        assert_eq!(said.lines().filter(|l| *l == line).count(), 1, "{said}");
    }
    // ZooKeeper stands before those that need it.
    let zookeeper = log.iter().rposition(|l| l.contains(" zookeeper "));
    assert!(zookeeper < log.iter().position(|l| l.contains(" kylin ")), "{log:#?}");
}

#[test]
fn checks_are_made_at_once() {
    let folder = archive("kylin-six");
    let (output, log) = start(folder.path(), &[], "kylin.check 6", "");
    assert!(output.status.success(), "{}\n{log:#?}", text(&output));
}

/// What is asked of Kylin, in order: the verb and the node's number.
fn of_kylin(log: &[String]) -> Vec<String> {
    let begun = log.iter().filter_map(|line| line.strip_prefix("begin kylin "));
    begun.map(|line| line.replace(".example.com", "")).collect()
}

#[test]
fn a_restart_goes_from_node_to_node() {
    let all: Vec<String> = (1..=6).map(|n| format!("k{n}.example.com")).collect();
    let run = format!("{} lb1.example.com", all.join(" "));
    let folder = archive("kylin-six");
    let (output, log) = started(folder.path(), &["--restart"], "none 1", "", &run);
    assert!(output.status.success(), "{}", text(&output));
    for pair in log.chunks(2) {
        assert!(pair[0].starts_with("begin") && pair[1].starts_with("end"), "{log:#?}");
    }
    let asked = of_kylin(&log);
    let each = (1..=6).flat_map(|n| [format!("restart k{n}"), format!("check k{n}")]);
    assert_eq!(asked, each.collect::<Vec<_>>());
}

#[test]
fn a_restart_starts_first_what_stands() {
    // Nothing runs: as bin/start does, with the words asked for together.
    let folder = archive("kylin-six");
    let (output, log) = start(folder.path(), &["--restart"], "kylin.check 6", "");
    assert!(output.status.success(), "{}\n{log:#?}", text(&output));
    assert!(!log.iter().any(|line| line.contains("restart")), "{log:#?}");
    // One of them stands: it comes first, and nobody else is touched before all have given their word.
    let folder = archive("kylin-six");
    let run = "k1.example.com k2.example.com k3.example.com k4.example.com k6.example.com";
    let (output, log) = started(folder.path(), &["--restart"], "none 1", "", run);
    assert!(output.status.success(), "{}", text(&output));
    let asked = of_kylin(&log);
    assert_eq!(asked[0], "start k5", "{asked:?}");
    assert_eq!(asked.iter().filter(|line| line.starts_with("restart")).count(), 5, "{asked:?}");
    let first = asked.iter().position(|line| line.starts_with("restart"));
    assert_eq!(first, Some(7), "{asked:?}");
}

#[test]
fn single_services_can_be_named() {
    let folder = archive("kylin-six");
    let (output, log) =
        start(folder.path(), &["--service", "haproxy", "--service=zookeeper"], "none 1", "");
    assert!(output.status.success(), "{}", text(&output));
    assert!(log.iter().any(|line| line.contains(" zookeeper start ")), "{log:#?}");
    assert!(log.iter().any(|line| line.contains(" haproxy start ")), "{log:#?}");
    assert!(!log.iter().any(|line| line.contains(" kylin ")), "{log:#?}");
    let (output, _) = start(folder.path(), &["--service", "zoo"], "none 1", "");
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("there is no service zoo") && said.contains("zookeeper"), "{said}");
}

#[test]
fn who_failed_is_named_and_nothing_later_is_started() {
    let folder = archive("kylin-six");
    let (output, log) = start(folder.path(), &[], "none 1", "k4.example.com");
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("no room on the disk"), "{said}");
    assert!(said.contains("kylin on k4.example.com: start has failed"), "{said}");
    // The others were started; nobody was asked for its word, and no balancer came up.
    assert_eq!(log.iter().filter(|l| l.starts_with("end kylin start")).count(), 6, "{log:#?}");
    assert!(!log.iter().any(|l| l.contains("kylin check") || l.contains("haproxy")), "{log:#?}");
    assert!(!said.contains("started. Next"), "{said}");
}

/// The word for "it runs already" is one of `start --stopped` alone: a program that ends with the same
/// number has failed, at a start, at a restart and at a check.
#[test]
fn a_failure_is_none_by_another_number() {
    for (options, run) in [(&[][..], ""), (&["--restart"], "k4.example.com k1.example.com")] {
        let folder = archive("kylin-six");
        let output = Command::new("sh")
            .arg(folder.path().join("bin/start"))
            .args(options)
            .env("MUSTER_SSH", format!("sh {}", folder.path().join("ssh").display()))
            .env("LOG", folder.path().join("log"))
            .env("TOGETHER", "none 1")
            .env("BAD", "k4.example.com")
            .env("CODE", "5")
            .env("RUN", run)
            .output()
            .expect("sh");
        let said = text(&output);
        assert_eq!(output.status.code(), Some(1), "{options:?}: {said}");
        let failed = said.lines().find(|line| line.contains("kylin on k4.example.com: "));
        assert!(failed.is_some_and(|line| line.contains("has failed")), "{options:?}: {said}");
    }
}
