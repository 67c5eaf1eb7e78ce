//! Deployments on a node: one after the other, taken back, interrupted, and never two at once. What
//! happens when one is killed at any of its steps is `cargo xtask lab kill`.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod node;

use node::{Node, installable};
use std::path::Path;
use std::process::{Command, Stdio};

/// A node with one file of each of two archives, `node` and `later`; both want the same file.
fn two(name: &str) -> Node {
    let node = installable(name);
    let top = node.0.display().to_string();
    node.write("node/files.tsv", &format!("0644\tno\tapp.conf\t{top}/home/conf/app.conf\tapp\n"));
    node.write("node/app.conf", "first\n");
    copy(&node.0.join("node"), &node.0.join("later"));
    node.write("later/archive.tsv", "archive\tsecond\n");
    node.write("later/app.conf", "second\n");
    node
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-R").args([from, to]).status().unwrap().success());
}

fn conf(node: &Node) -> Option<String> {
    std::fs::read_to_string(node.0.join("home/conf/app.conf")).ok()
}

#[track_caller]
fn done((done, said): (bool, String), words: &[&str]) {
    assert!(done, "{said}");
    for word in words {
        assert!(said.contains(word), "{word:?} is not in:\n{said}");
    }
}

#[track_caller]
fn refused((done, said): (bool, String), words: &[&str]) {
    assert!(!done, "{said}");
    for word in words {
        assert!(said.contains(word), "{word:?} is not in:\n{said}");
    }
}

#[test]
fn an_archive_takes_back_its_own_deployments_and_no_others() {
    let node = two("own");
    done(node.install(""), &["installed"]);
    done(node.install_from("later", ""), &["replace", "installed"]);
    // The first archive is not what runs: it leaves it alone.
    done(
        node.install("--rollback --of first"),
        &["nothing to go back to; here is now the deployment of second"],
    );
    assert_eq!(conf(&node).as_deref(), Some("second\n"));
    done(
        node.install_from("later", "--rollback --of second --dry-run"),
        &["would take back the deployment of second", "would restore"],
    );
    done(
        node.install_from("later", "--rollback --of second"),
        &["rolled back; here is now the deployment of first"],
    );
    assert_eq!(conf(&node).as_deref(), Some("first\n"));
    // Again: what runs is another archive's.
    done(node.install_from("later", "--rollback --of second"), &["nothing to go back to"]);
    assert_eq!(conf(&node).as_deref(), Some("first\n"));
    // The deployment before can be taken back as well.
    done(node.install("--rollback --of first"), &["rolled back; no deployment is here"]);
    assert_eq!(conf(&node), None);
    assert!(!node.0.join("home/conf").exists(), "the folder was made for the file");
    done(node.install("--rollback"), &["nothing to go back to; no deployment is here"]);
}

/// The same archive deployed twice in a row: each run over all nodes is one deployment.
#[test]
fn what_one_run_did_is_taken_back_and_nothing_before_it() {
    let node = two("runs");
    done(node.install("--run r1"), &["installed"]);
    node.write("node/app.conf", "first again\n");
    done(node.install("--run r2"), &["replace", "installed"]);
    done(node.install("--rollback --of first --run r1"), &["nothing to go back to"]);
    done(
        node.install("--rollback --of first --run r2 --dry-run"),
        &["would take back the deployment of first", "would restore"],
    );
    assert_eq!(conf(&node).as_deref(), Some("first again\n"));
    done(
        node.install("--rollback --of first --run r2"),
        &["rolled back; here is now the deployment of first"],
    );
    assert_eq!(conf(&node).as_deref(), Some("first\n"));
    // Once more, because ssh broke before the answer came.
    done(node.install("--rollback --of first --run r2"), &["nothing to go back to; here is now"]);
    assert_eq!(conf(&node).as_deref(), Some("first\n"));
    // Without the run's name it is one of them, too.
    node.write("node/app.conf", "first again\n");
    done(node.install(""), &["replace"]);
    done(node.install("--rollback --of first"), &["here is now the deployment of first"]);
    assert_eq!(conf(&node).as_deref(), Some("first\n"));
}

#[test]
fn a_dry_run_of_a_rollback_refuses_what_the_run_refuses() {
    let node = two("dry-back");
    done(node.install(""), &[]);
    node.write("home/conf/app.conf", "mine\n");
    let words =
        ["was edited since the deployment wrote it", "going back would throw away 1 edit(s)"];
    refused(node.install("--rollback --dry-run"), &words);
    refused(node.install("--rollback"), &words);
    assert_eq!(conf(&node).as_deref(), Some("mine\n"));
}

#[test]
fn a_start_says_what_changed_hands() {
    let node = two("hands");
    done(node.install(""), &["installed"]);
    assert_eq!(node.start(), "n1: app is started\n");
    std::fs::write(node.0.join("home/conf/app.conf"), "by hand\n").unwrap();
    std::fs::create_dir(node.0.join("state/data")).unwrap();
    // Whoever made the folder is not the service user any more.
    let env = node.0.join("node/node.env");
    let text = std::fs::read_to_string(&env).unwrap() + "MUSTER_USER=daemon\nMUSTER_GROUP=daemon\n";
    std::fs::write(&env, text).unwrap();
    let said = node.start();
    for words in
        ["app.conf was edited since the deployment", "state/data belongs to", "not to daemon"]
    {
        assert!(said.contains(words), "{said}");
    }
    std::fs::remove_file(node.0.join("home/conf/app.conf")).unwrap();
    assert!(node.start().contains("app.conf is gone"));
}

#[test]
fn an_older_archive_can_be_deployed_again_and_taken_back_to_the_newer_one() {
    let node = two("older");
    done(node.install(""), &[]);
    done(node.install_from("later", ""), &[]);
    done(node.install(""), &["replace"]);
    assert_eq!(conf(&node).as_deref(), Some("first\n"));
    done(node.install("--rollback --of first"), &["here is now the deployment of second"]);
    assert_eq!(conf(&node).as_deref(), Some("second\n"));
    done(node.install(""), &["replace"]);
    // By hand, without a name: the last one.
    done(node.install("--rollback"), &["here is now the deployment of second"]);
    done(node.install("--rollback"), &["here is now the deployment of first"]);
    assert_eq!(conf(&node).as_deref(), Some("first\n"));
}

#[test]
fn only_so_many_deployments_are_kept() {
    let node = two("kept");
    for _ in 0..7 {
        done(node.install(""), &[]);
        done(node.install_from("later", ""), &[]);
    }
    let kept = std::fs::read_dir(node.0.join("state/deployments")).unwrap().count();
    assert_eq!(kept, 10);
}

#[test]
fn what_was_edited_since_is_not_thrown_away_by_going_back() {
    let node = two("edited");
    done(node.install(""), &[]);
    done(node.install_from("later", ""), &[]);
    node.write("home/conf/app.conf", "mine\n");
    refused(
        node.install_from("later", "--rollback --of second"),
        &["was edited since the deployment wrote it", "nothing was changed"],
    );
    assert_eq!(conf(&node).as_deref(), Some("mine\n"));
    std::fs::remove_file(node.0.join("home/conf/app.conf")).unwrap();
    done(node.install_from("later", "--rollback --of second"), &["restored"]);
    assert_eq!(conf(&node).as_deref(), Some("first\n"));
}

/// A link in the place of a file is nobody's to follow.
#[test]
fn a_link_is_neither_followed_nor_replaced() {
    let node = two("link");
    std::fs::create_dir_all(node.0.join("home/conf")).unwrap();
    node.write("elsewhere", "theirs\n");
    std::os::unix::fs::symlink(node.0.join("elsewhere"), node.0.join("home/conf/app.conf"))
        .unwrap();
    for words in ["", "--adopt"] {
        refused(node.install(words), &["is a link to", "nothing was changed"]);
    }
    assert_eq!(std::fs::read_to_string(node.0.join("elsewhere")).unwrap(), "theirs\n");
    assert!(!node.0.join("state/deployments").exists());
}

/// A lock of a process that lives, made as the scripts make it.
#[test]
fn two_runs_at_once_are_refused_with_who_and_since_when() {
    let node = two("locked");
    let lock =
        "here=$PWD; MUSTER_STATE=$PWD/state; . ./lib/lock.sh; take_lock 'alice@desk, bin/deploy'";
    let mut holder = Command::new("sh")
        .args(["-c", &format!("{lock}; echo held; exec sleep 60")])
        .current_dir(&node.0)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = std::io::BufReader::new(holder.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut out, &mut line).unwrap();
    assert_eq!(line, "held\n");
    refused(
        node.install(""),
        &[
            "another run is at work on this node: alice@desk, bin deploy, since 20",
            &format!("process {}", holder.id()),
        ],
    );
    // Looking is allowed meanwhile, and changes nothing.
    done(node.install("--check"), &["would write"]);
    assert_eq!(conf(&node), None);
    // It is killed: its lock is known to be stale.
    holder.kill().unwrap();
    holder.wait().unwrap();
    done(
        node.install(""),
        &["note: a run by alice@desk, bin deploy, begun 20", "has not ended properly", "installed"],
    );
    assert!(!node.0.join("state/lock").exists());
    // The process has another one's number: the machine was started anew, or the number is used again.
    for text in [
        "1/1/other-boot/then/bob",
        &format!("{}/1/-/then/bob", std::process::id()),
        "no lock of ours",
    ] {
        std::os::unix::fs::symlink(text, node.0.join("state/lock")).unwrap();
        done(node.install(""), &["has not ended properly"]);
    }
}

/// A deployment whose process ended half-way: the next one says what becomes of it.
#[test]
fn an_interrupted_deployment_is_gone_on_with_or_taken_back() {
    let node = two("interrupted");
    done(node.install(""), &[]);
    // The later archive writes a second file, where nothing can be written.
    let top = node.0.display().to_string();
    let blocked = "0644\tno\tb.conf\tTOP/home/blocked/b.conf\tapp\n".replace("TOP", &top);
    let table = std::fs::read_to_string(node.0.join("later/files.tsv")).unwrap();
    node.write("later/files.tsv", &format!("{table}{blocked}"));
    node.write("later/b.conf", "b\n");
    // A file in the place of the folder, made after it was looked at, as a full disk would be.
    node.write(
        "later/service/app.sh",
        &std::fs::read_to_string(node.0.join("node/service/app.sh")).unwrap().replace(
            "do_changed() { :; }",
            "do_changed() { [ ! -e \"$MUSTER_STATE/../fail\" ] || fail \"no room\" \"make some\"; }",
        ),
    );
    node.write("fail", "");
    refused(node.install_from("later", ""), &["no room"]);
    assert_eq!(conf(&node).as_deref(), Some("second\n"));
    done(
        node.install_from("later", "--check"),
        &["was interrupted; it would be finished or taken back first"],
    );
    // An edit in between is nobody's to throw away.
    node.write("home/conf/app.conf", "mine\n");
    std::fs::remove_file(node.0.join("fail")).unwrap();
    refused(
        node.install_from("later", ""),
        &["was edited since the deployment began", "nothing was changed"],
    );
    node.write("home/conf/app.conf", "second\n");
    done(
        node.install_from("later", ""),
        &["was interrupted; this run goes on with it", "nothing to do"],
    );
    assert_eq!(conf(&node).as_deref(), Some("second\n"));
    // Interrupted again, and the other archive comes.
    node.write("later/app.conf", "third\n");
    node.write("fail", "");
    refused(node.install_from("later", ""), &["no room"]);
    assert_eq!(conf(&node).as_deref(), Some("third\n"));
    done(node.install(""), &["was interrupted; it is taken back first", "restored", "replace"]);
    assert_eq!(conf(&node).as_deref(), Some("first\n"));
}
