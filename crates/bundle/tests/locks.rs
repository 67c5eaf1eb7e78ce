//! The lock of a node: of many that want it at once, some of them over one whose process is gone, one
//! has it.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod node;

use node::Node;
use std::process::Command;

/// One that takes the lock, looks whether it is alone, and gives it back.
const CONTENDER: &str = r#"set -eu
say() { :; }
fail() { exit 7; }
. ./lib/lock.sh
take_lock somebody
mkdir inside 2>/dev/null || echo overlap >>overlaps
echo in >>entered
rmdir inside 2>/dev/null || :
[ "$(readlink "$lock")" = "$mine" ] || echo lost >>overlaps
give_lock
"#;

/// Rounds of a shell in which all of them begin at the same moment, with a lock of a process that is gone.
const ROUNDS: &str = r#"i=0
while [ $i -lt $ROUNDS ]; do
    ln -s "1/1/another-boot/then/bob $i" lock
    k=0
    while [ $k -lt $MANY ]; do
        $SHELL_ contender.sh &
        k=$((k + 1))
    done
    wait
    [ ! -L lock ] || echo "left: $(readlink lock)" >>overlaps
    i=$((i + 1))
done
ls -A | grep broken >>overlaps
cat overlaps 2>/dev/null || :
"#;

fn rounds(shell: &str, rounds: u32, many: u32) {
    let node = Node::new(&format!("lock-{}", shell.replace(' ', "-")));
    node.write("contender.sh", CONTENDER);
    let output = Command::new("sh")
        .args(["-c", ROUNDS])
        .current_dir(&node.0)
        .env("MUSTER_STATE", &node.0)
        .env("SHELL_", shell)
        .env("ROUNDS", rounds.to_string())
        .env("MANY", many.to_string())
        .output()
        .unwrap();
    let wrong = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(wrong, "", "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    let entered = std::fs::read_to_string(node.0.join("entered")).unwrap().lines().count();
    assert!(entered >= usize::try_from(rounds).unwrap(), "{shell}: somebody has it: {entered}");
}

#[test]
fn of_many_that_find_a_stale_lock_one_has_it() {
    for shell in ["dash", "busybox sh", "bash"] {
        rounds(shell, 15, 6);
    }
}

/// Who was to remove a stale lock was killed at it: the next one does it.
#[test]
fn a_lock_that_somebody_was_killed_at_breaking_is_broken() {
    let node = Node::new("lock-broken");
    node.write("contender.sh", CONTENDER);
    let line = r#"text='1/1/another-boot/then/bob'
        ln -s "$text" lock
        sum=$(printf '%s' "$text" | sha256sum | cut -c1-16)
        ln -s 1/1/another-boot/then/eve "lock.broken.$sum.1"
        MUSTER_STATE=$PWD sh contender.sh
        cat entered; ls -A | grep lock || echo none"#;
    // lib/lock.sh has its name.
    assert_eq!(node.prints(line), "in\nnone\n");
}

/// A process that was killed and that nobody looked after is none.
#[test]
fn a_dead_process_that_is_not_buried_holds_nothing() {
    let node = Node::new("lock-dead");
    let line = r#". ./lib/lock.sh
        sh -c 'sleep 30 & echo $! >pid; exec sleep 60' & parent=$!
        # A shell would still bury it.
        until tr '\0' ' ' <"/proc/$parent/cmdline" | grep -q '^sleep 60'; do :; done
        pid=$(cat pid)
        text="$pid/$(started "$pid")/$(booted)/then/bob"
        held "$text" && echo lives
        kill -9 "$pid"
        until grep -q ') Z' "/proc/$pid/stat"; do sleep 0; done
        held "$text" || echo dead
        held "$pid//$(booted)/then/bob" || echo nobody
        kill "$parent""#;
    assert_eq!(node.prints(line), "lives\ndead\nnobody\n");
}

/// A lock that was removed by hand and taken by somebody else is not given away.
#[test]
fn only_the_own_lock_is_given_back() {
    let node = Node::new("lock-own");
    let line = r#"MUSTER_STATE=$PWD
        . ./lib/lock.sh
        take_lock me
        rm lock
        ln -s "1/1/b/then/other" lock
        give_lock
        readlink lock"#;
    assert_eq!(node.prints(line), "1/1/b/then/other\n");
}

/// What a run over all nodes is called: until it came to its end, the next one goes on with it.
#[test]
fn a_run_is_gone_on_with_until_it_came_to_its_end() {
    let node = Node::new("lock-run");
    let line = r"MUSTER_STATE=$PWD
        . ./lib/lock.sh
        open_run A r1 ''
        open_run A r2 ''
        open_run A r3 'r0 r1'
        open_run B r4 ''
        open_run A r5 ''
        open_run A r6 -
        rm run
        open_run A r7 ''";
    assert_eq!(node.prints(line), "r1\nr1\nr3\nr4\nr5\nr6\nr7\n");
}
