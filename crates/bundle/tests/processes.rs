//! Which process is a service's, and who may start one: by the nodes' own shell functions.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod node;

use node::Node;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

/// What a service's script says of itself.
const SERVICE: &str =
    "service=probe pid_file=$PWD/probe.pid; mkdir -p service; touch service/probe.sh";

fn refused(node: &Node, line: &str) -> String {
    let output = node.sh(&format!("{SERVICE}\n{line}"));
    assert!(!output.status.success(), "{line}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_pid_file_is_believed_for_its_program_alone() {
    let node = Node::new("alive");
    let stranger = "sleep 5 & until tr '\\0' ' ' </proc/$!/cmdline | grep -q '^sleep'; do :; done
        echo $! >probe.pid; alive probe.pid && echo believed; kill $!";
    assert_eq!(node.prints(&format!("{SERVICE}\n{stranger}")), "");
    let own = "sh -c 'sleep 5; : probe' & echo $! >probe.pid; alive probe.pid >/dev/null && echo believed; kill $!";
    assert_eq!(node.prints(&format!("{SERVICE}\n{own}")), "believed\n");
    for text in ["", "0x1", "-1", "999999999", "one"] {
        node.write("probe.pid", text);
        assert!(!node.sh(&format!("{SERVICE}\nalive probe.pid")).status.success(), "{text:?}");
    }
}

/// The kernel shows no command line while a process goes over from one program to the next: of 200
/// looks some meet that moment.
#[test]
fn a_program_that_just_begins_is_believed() {
    let node = Node::new("begins");
    let line = "known_by=sleep i=0
        while [ $i -lt 200 ]; do
            nohup sleep 60 >/dev/null 2>&1 </dev/null &
            echo $! >pid
            alive pid >/dev/null || echo \"not believed: $i\"
            kill $!
            i=$((i + 1))
        done";
    assert_eq!(node.prints(line), "");
    // One that is dead, and not yet buried, is none.
    let dead = "sh -c 'sleep 0 & echo $! >pid; exec sleep 60' & parent=$!
        until [ -s pid ] && grep -q ') Z' /proc/$(cat pid)/stat; do :; done
        alive pid || echo dead; kill $parent";
    assert_eq!(node.prints(dead), "dead\n");
}

#[test]
fn a_stranger_is_not_stopped() {
    let node = Node::new("stranger");
    let line = "sleep 60 >/dev/null & echo $! >pid
        known_by='nginx|haproxy'
        ! alive pid || echo taken
        stop_process pid 1
        kill -0 $! && echo lives
        known_by='haproxy|sleep'
        [ \"$(alive pid)\" = $! ] && echo ours
        stop_process pid 5
        kill -0 $! 2>/dev/null || echo stopped";
    assert_eq!(node.prints(line), "lives\nours\nstopped\n");
}

#[test]
fn of_two_that_start_a_service_one_goes_on() {
    let node = Node::new("claim");
    // The lock alone tells them apart: none of them has written its number yet.
    let both = "for i in 1 2 3 4; do (claim 2>/dev/null && echo one && sleep 1) & done; wait";
    assert_eq!(node.prints(&format!("{SERVICE}\n{both}")), "one\n");
    // It ends with who had it, however that ended.
    let killed = "sh -c 'exec 9<service/probe.sh; flock 9; exec sleep 9' & sleep 0.3; kill -9 $!; wait || :; claim; echo one";
    assert_eq!(node.prints(&format!("{SERVICE}\n{killed}")), "one\n");
}

#[test]
fn what_runs_is_not_started_again_and_a_strangers_number_is_removed() {
    let node = Node::new("claim-runs");
    let runs = "sh -c 'sleep 5; : probe' & echo $! >probe.pid; trap 'kill $!' EXIT; claim";
    let said = refused(&node, runs);
    assert!(said.contains("probe runs already, as process "), "{said}");
    let stranger = "sleep 5 & echo $! >probe.pid; claim; kill $!; [ ! -e probe.pid ] && echo gone";
    assert_eq!(node.prints(&format!("{SERVICE}\n{stranger}")), "gone\n");
}

/// A server that says one thing to everybody.
fn server(says: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut asked = [0; 4];
            // A look at the port asks nothing.
            let _ = stream.read(&mut asked);
            let _ = stream.write_all(says.as_bytes());
        }
    });
    address
}

#[test]
fn one_server_that_serves_is_enough() {
    let node = Node::new("needs");
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let waiting = server("This ZooKeeper instance is not currently serving requests\n");
    let leads = server("Zookeeper version: 3.8.0\nMode: leader\n");
    let silent = server("srvr is not executed because it is not in the whitelist.\n");
    let good = format!("wait_for_others 0 database={free},{silent} zookeeper={waiting},{leads}");
    assert_eq!(node.prints(&format!("{SERVICE}\n{good}\necho all")), "all\n");
    let barred = format!("wait_for_others 0 zookeeper={silent}; echo all");
    assert_eq!(node.prints(&format!("{SERVICE}\n{barred}")), "all\n");
    assert_eq!(node.prints(&format!("{SERVICE}\nwait_for_others 0; echo all")), "all\n");
    for (name, servers) in [("database", &free), ("zookeeper", &waiting)] {
        let said = refused(&node, &format!("wait_for_others 0 {name}={servers}"));
        assert!(said.contains(&format!("{name} does not answer: {servers}")), "{said}");
    }
}
