//! `bin/deploy` and `bin/rollback` with the real scripts on nodes in temporary folders, and an ssh that
//! loses a node between the look at all of them and its turn.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod node;

use node::Node;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An ssh without a network: what it is asked for runs here. The host named `$AWAY` answers once.
const SSH: &str = r#"#!/bin/sh
for word; do :; done
host=''
while [ $# -gt 1 ]; do
    [ "$1" != -- ] || host=$2
    shift
done
printf '%s\n' "$host" >>"$LOG"
if [ "$host" = "$AWAY" ] && [ "$(grep -cxF "$host" "$LOG")" -gt 1 ]; then
    echo "ssh: connect to host $host port 22: No route to host" >&2
    exit 255
fi
exec sh -c "$word"
"#;

const NAMES: [&str; 3] = ["n1", "n2", "n3"];

/// The machine of an admin with two archives, and three nodes.
struct Site {
    folder: tempfile::TempDir,
    nodes: Vec<Node>,
}

impl Site {
    fn new(name: &str) -> Site {
        let folder = tempfile::tempdir().expect("a folder");
        let installable = |n: &str| node::installable(&format!("deploy-{name}-{n}"));
        let site = Site { folder, nodes: NAMES.map(installable).into() };
        std::fs::write(site.at("ssh"), SSH).expect("a file");
        std::fs::create_dir_all(site.at("state/c")).expect("a folder");
        for (name, node) in NAMES.iter().zip(&site.nodes) {
            let state = site.at("state/c").join(name);
            std::os::unix::fs::symlink(node.0.join("state"), state).expect("a link");
        }
        site.archive("first", "# why\nP=@{PW}\n");
        site.archive("second", "# why\nP=@{PW}\nQ=2\n");
        site
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// An archive of the three nodes, whose one file has this text.
    fn archive(&self, name: &str, text: &str) {
        let top = self.at(name);
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scripts");
        std::fs::create_dir_all(top.join("bin")).expect("a folder");
        for script in ["deploy", "rollback"] {
            let from = scripts.join(format!("{script}.sh"));
            std::fs::copy(from, top.join("bin").join(script)).expect("a script");
        }
        let lib = std::fs::read_to_string(scripts.join("lib.sh")).expect("lib.sh");
        let here = self.at("state").display().to_string();
        assert!(lib.contains("state=/var/lib/muster/$MUSTER_CLUSTER"), "lib.sh names the state");
        let lib = lib.replace("/var/lib/muster", &here);
        std::fs::write(top.join("bin/lib.sh"), lib).expect("a file");
        let env = format!("MUSTER_CLUSTER=c\nMUSTER_ARCHIVE={name}\nMUSTER_ORDER=app\n");
        std::fs::write(top.join("bin/cluster.env"), env).expect("a file");
        let user = Command::new("id").arg("-un").output().expect("id").stdout;
        let user = String::from_utf8(user).expect("a name");
        let user = user.trim();
        let mut table = "# node\n".to_owned();
        for (each, node) in NAMES.iter().zip(&self.nodes) {
            table.push_str(&format!("{each}\t{each}\t{each}\t{user}\t22\t-\tapp\tall\t{user}\n"));
            let to = top.join("nodes").join(each);
            std::fs::create_dir_all(top.join("nodes")).expect("a folder");
            let copied = Command::new("cp").arg("-R").arg(node.0.join("node")).arg(&to).status();
            assert!(copied.expect("cp").success());
            let env = std::fs::read_to_string(to.join("node.env")).expect("node.env");
            let env = env.replace("MUSTER_NODE=n1", &format!("MUSTER_NODE={each}"));
            std::fs::write(to.join("node.env"), env).expect("a file");
            std::fs::write(to.join("archive.tsv"), format!("archive\t{name}\n")).expect("a file");
            std::fs::write(to.join("session/app.properties.part"), text).expect("a file");
        }
        std::fs::write(top.join("bin/nodes.tsv"), table).expect("a file");
        let secrets = top.join("secrets.env");
        std::fs::copy(self.nodes[0].0.join("secrets.env"), secrets).expect("a file");
    }

    /// Runs a script of an archive: whether it succeeded, and all that it said.
    fn run(&self, line: &str, away: &str) -> (bool, String) {
        let log = self.at("asked");
        let _ = std::fs::remove_file(&log);
        let output = Command::new("sh")
            .args(line.split(' '))
            .current_dir(self.folder.path())
            .env("MUSTER_SSH", format!("sh {}", self.at("ssh").display()))
            .env("LOG", &log)
            .env("AWAY", away)
            // A folder of the same name elsewhere is no folder of this archive.
            .env("CDPATH", self.at("elsewhere"))
            .output()
            .expect("sh");
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    /// Gives an archive another secret.
    fn secret(&self, archive: &str, value: &str) {
        std::fs::write(self.at(archive).join("secrets.env"), format!("PW={value}\n"))
            .expect("a file");
    }

    fn done(&self, line: &str) -> String {
        let (good, said) = self.run(line, "");
        assert!(good, "{line}: {said}");
        said
    }

    /// What the archives change, on each node.
    fn homes(&self) -> Vec<[String; 2]> {
        self.nodes.iter().map(Node::home).collect()
    }
}

#[test]
fn a_node_that_is_lost_between_look_and_deployment_is_named_and_the_advice_is_right() {
    let site = Site::new("lost");
    let before = site.homes();
    site.done("first/bin/deploy --adopt");
    let first = site.homes();
    assert!((0..3).all(|at| first[at] != before[at]), "{first:?}");

    let (good, said) = site.run("second/bin/deploy", "n2");
    assert!(!good, "{said}");
    for words in [
        "n2 can't be reached by ssh",
        "done:       n1\n",
        "failed:     n2\n",
        "untouched:  n3\n",
        "run second/bin/deploy again",
        "on the nodes where it did something: bin/rollback",
    ] {
        let words = words.replace("second/", "");
        assert!(said.contains(&words), "{words:?}: {said}");
    }
    let half = site.homes();
    assert!(half[0] != first[0] && half[1..] == first[1..], "{half:?}");

    // One advice: take back what it did. Nodes where it did nothing keep what runs.
    let said = site.done("second/bin/rollback");
    assert_eq!(
        said.matches("rolled back; here is now the deployment of first").count(),
        1,
        "{said}"
    );
    assert_eq!(
        said.matches("nothing to go back to; here is the deployment of").count(),
        2,
        "{said}"
    );
    assert!(said.contains("rolled back: n1. "), "{said}");
    assert_eq!(site.homes(), first);

    // The other one: mend it, and run it again.
    let (good, said) = site.run("second/bin/deploy", "n2");
    assert!(!good, "{said}");
    let said = site.done("second/bin/deploy");
    assert_eq!(said.matches("n1: nothing to do").count(), 2, "{said}");
    let second = site.homes();
    assert!((0..3).all(|at| second[at] != first[at]), "{second:?}");
    assert!(second.iter().all(|home| home[1].contains("Q=2")), "{second:?}");

    // Both archives go the way that they came.
    site.done("second/bin/rollback");
    assert_eq!(site.homes(), first);
    site.done("first/bin/rollback");
    assert_eq!(site.homes(), before);
}

#[test]
fn a_node_that_is_lost_while_an_archive_is_taken_back_is_gone_on_with() {
    let site = Site::new("back");
    let before = site.homes();
    site.done("first/bin/deploy --adopt");
    // The nodes are taken in the opposite order, and there is no look before: the lock comes first.
    let (good, said) = site.run("first/bin/rollback", "n1");
    assert!(!good && said.contains("n1 can't be reached by ssh"), "{said}");
    assert!(said.contains("done before it: n3 n2"), "{said}");
    assert!(said.contains("nodes that are back are left alone"), "{said}");
    let half = site.homes();
    assert!(half[0] != before[0] && half[1..] == before[1..], "{half:?}");
    site.done("first/bin/rollback");
    assert_eq!(site.homes(), before);
}

/// The same archive once more, with another secret, and it breaks: what ran before is not touched.
#[test]
fn a_redeployment_that_broke_is_taken_back_alone() {
    let site = Site::new("twice");
    let before = site.homes();
    site.done("first/bin/deploy --adopt");
    let first = site.homes();
    site.secret("first", "another one");
    let (good, said) = site.run("first/bin/deploy", "n2");
    assert!(!good && said.contains("done:       n1\n"), "{said}");
    let half = site.homes();
    assert!(half[0] != first[0] && half[1..] == first[1..], "{half:?}");

    let said = site.done("first/bin/rollback --dry-run");
    assert_eq!(said.matches("would take back the deployment of first").count(), 1, "{said}");
    assert!(said.contains("n1: would restore"), "{said}");
    assert_eq!(
        said.matches("nothing to go back to; here is the deployment of").count(),
        2,
        "{said}"
    );
    assert_eq!(site.homes(), half);
    let said = site.done("first/bin/rollback");
    assert!(said.contains("\nrolled back: n1. "), "{said}");
    assert_eq!(site.homes(), first);

    // It breaks again, and is gone on with: all of it is one deployment.
    let (good, said) = site.run("first/bin/deploy", "n2");
    assert!(!good, "{said}");
    site.done("first/bin/deploy");
    let second = site.homes();
    assert!((0..3).all(|at| second[at] != first[at]), "{second:?}");
    let said = site.done("first/bin/rollback");
    assert!(said.contains("\nrolled back: n3 n2 n1. "), "{said}");
    assert_eq!(site.homes(), first);
    // The one before is the next one's turn.
    site.done("first/bin/rollback");
    assert_eq!(site.homes(), before);
    let said = site.done("first/bin/rollback");
    assert!(said.contains("nothing to go back to: ") && !said.contains("rolled back"), "{said}");
}

/// It broke before it changed anything: there is nothing to take back, least of all what runs.
#[test]
fn a_deployment_that_did_nothing_leaves_nothing_to_take_back() {
    let site = Site::new("nothing");
    site.done("first/bin/deploy --adopt");
    let first = site.homes();
    site.secret("first", "another one");
    let (good, said) = site.run("first/bin/deploy", "n1");
    assert!(!good && said.contains("done:       none\n"), "{said}");
    let said = site.done("first/bin/rollback");
    assert!(said.contains("nothing to go back to: ") && !said.contains("rolled back:"), "{said}");
    assert_eq!(site.homes(), first);
}

/// What was broken off on one node is another deployment there, where that node had come to its end.
#[test]
fn a_node_that_was_done_and_is_changed_again_begins_another_deployment() {
    let site = Site::new("again");
    site.done("first/bin/deploy --adopt");
    let first = site.homes();
    site.secret("first", "another one");
    let (good, said) = site.run("first/bin/deploy", "n2");
    assert!(!good, "{said}");
    let half = site.homes();
    site.secret("first", "a third one");
    site.done("first/bin/deploy");
    let said = site.done("first/bin/rollback");
    assert!(said.contains("\nrolled back: n3 n2 n1. "), "{said}");
    assert_eq!(site.homes(), half);
    let said = site.done("first/bin/rollback");
    assert!(said.contains("\nrolled back: n1. "), "{said}");
    assert_eq!(site.homes(), first);
}

/// What a dry run promises is what the run does, and what it would refuse is refused.
#[test]
fn a_dry_run_of_a_rollback_refuses_what_the_rollback_refuses() {
    let site = Site::new("dry");
    site.done("first/bin/deploy --adopt");
    site.done("second/bin/deploy");
    site.nodes[1].write("home/app.properties", "mine\n");
    for dry in [" --dry-run", ""] {
        let (good, said) = site.run(&format!("second/bin/rollback{dry}"), "");
        assert!(!good && said.contains("was edited since the deployment wrote it"), "{said}");
        assert!(said.contains("error: n2 c"), "{said}");
    }
    // Of one node alone it is the last deployment there.
    let said = site.done("second/bin/rollback --node n1");
    assert!(said.contains("\nrolled back: n1. "), "{said}");
}
