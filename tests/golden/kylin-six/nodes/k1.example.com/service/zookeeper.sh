#!/bin/sh
# One member of a ZooKeeper ensemble on this node. Called as the service user; see ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

pid_file=$ZOOKEEPER_DATA/zookeeper.pid
known_by="$(as_program java)[^ ]*QuorumPeerMain $(literally "$ZOOKEEPER_CONFIG")( |\$)|$(begins_here zookeeper)"
data=$ZOOKEEPER_DATA
log=$ZOOKEEPER_DATA/zookeeper.log

version_there() {
    find "$ZOOKEEPER_HOME/lib" "$ZOOKEEPER_HOME" -maxdepth 1 -name 'zookeeper-[0-9]*.jar' 2>/dev/null |
        sed -n 's|.*/zookeeper-\([0-9.]*[0-9]\)\.jar$|\1|p' | head -n 1
}

do_package() { printf '%s\t%s\n' "$ZOOKEEPER_PACKAGE" "$ZOOKEEPER_HOME"; }

do_installed() {
    check_home "$ZOOKEEPER_HOME" zookeeper "Apache ZooKeeper" "$ZOOKEEPER_VERSION" "$(version_there)" || exit 3
}

do_install() {
    unpack "$MUSTER_PACKAGES/$ZOOKEEPER_PACKAGE" "$ZOOKEEPER_HOME" zookeeper
    there=$(version_there)
    [ "$there" = "$ZOOKEEPER_VERSION" ] || fail "$ZOOKEEPER_PACKAGE holds ${there:-no} ZooKeeper version, not $ZOOKEEPER_VERSION" "put the right package into packages/"
}

do_files() { :; }
do_changed() { :; }
do_render() { cp "$here/$1" "$2"; }
do_running() { alive "$pid_file" >/dev/null; }

# In the foreground, for systemd and for start; the same process keeps its pid.
do_run() {
    java=$(java_command) || exit 1
    claim
    printf '%s\n' "$$" >"$pid_file"
    cd "$ZOOKEEPER_DATA" || exit 1
    exec "$java" "-Xmx${ZOOKEEPER_HEAP}m" -Dzookeeper.log.dir="$ZOOKEEPER_DATA" \
        -cp "$(dirname "$ZOOKEEPER_CONFIG"):$ZOOKEEPER_HOME/lib/*:$ZOOKEEPER_HOME/*" \
        org.apache.zookeeper.server.quorum.QuorumPeerMain "$ZOOKEEPER_CONFIG"
}

mode() { tcp_ask 127.0.0.1 "$ZOOKEEPER_CLIENT_PORT" srvr | sed -n 's/^Mode: //p'; }

log_lines() { tail -n 200 "$log" 2>/dev/null | grep -E 'ERROR|Exception|Invalid config' | tail -n 3 | cut -c1-300 | sed 's/^/    /' >&2; }

# Up is enough here: a quorum needs the other members, which may start after this one.
do_start() {
    java_command >/dev/null || exit 1
    if unit_here; then
        systemctl_once start
    else
        # Nothing may keep our output open: over ssh that would hang for ever.
        nohup sh "$here/service/zookeeper.sh" run >>"$log" 2>&1 </dev/null &
    fi
    waited=0
    until port_open 127.0.0.1 "$ZOOKEEPER_CLIENT_PORT"; do
        sleep 1
        waited=$((waited + 1))
        if [ "$waited" -ge 3 ] && ! do_running; then
            log_lines
            fail "ZooKeeper's process has ended" "the lines above are from $log; is $ZOOKEEPER_DATA/myid there, and does zoo.cfg name this node?"
        fi
        [ "$waited" -lt 60 ] || fail "ZooKeeper does not listen on port $ZOOKEEPER_CLIENT_PORT after 60 seconds" "look at $log"
    done
}

do_stop() {
    stop_process "$pid_file" 60
    rm -f "$pid_file"
}

# Its own word: leader, follower or standalone; given some seconds to find the others.
do_check() {
    waited=0
    while :; do
        mode=$(mode) || mode=
        case $mode in
        leader | follower | standalone | observer)
            if [ "$mode" = standalone ] && [ "$ZOOKEEPER_MEMBERS" -gt 1 ]; then
                fail "ZooKeeper runs alone, but the ensemble has $ZOOKEEPER_MEMBERS members" "look at $ZOOKEEPER_CONFIG"
            fi
            good "zookeeper is $mode"
            return 0
            ;;
        esac
        do_running || fail "ZooKeeper does not run" "start it: bin/start --node $MUSTER_NODE"
        if [ "$waited" -ge "${ZOOKEEPER_WAIT:-30}" ]; then
            log_lines
            fail "ZooKeeper runs, but finds no quorum" "are most of the $ZOOKEEPER_MEMBERS members up, and are the ports $ZOOKEEPER_PEER_PORT and $ZOOKEEPER_ELECTION_PORT open between them (FIREWALL.md)?"
        fi
        sleep 1
        waited=$((waited + 1))
    done
}

do_preflight() {
    if java=$(java_command 2>/dev/null); then
        good "Java $(java_version "$java")"
    else
        bad "no Java for $MUSTER_USER" "install Java, or set the Java home in Muster"
    fi
    if do_running; then
        good "ZooKeeper runs already"
    else
        for port in "$ZOOKEEPER_CLIENT_PORT" "$ZOOKEEPER_PEER_PORT" "$ZOOKEEPER_ELECTION_PORT"; do
            if listening | grep -qx "$port"; then
                bad "port $port is in use by another program" "find it (ss -ltnp) and stop it, or choose another port in Muster"
            fi
        done
    fi
    # Data of another member: the ensemble would have two of one number, or none of the other.
    there=
    [ ! -r "$ZOOKEEPER_DATA/myid" ] || there=$(head -n 1 "$ZOOKEEPER_DATA/myid" | tr -d '[:space:]')
    if [ -n "$there" ] && [ "$there" != "$ZOOKEEPER_ID" ]; then
        bad "$ZOOKEEPER_DATA is that of member $there, but this node has the number $ZOOKEEPER_ID" "set the node's number in the ensemble to $there in Muster, or name another data folder"
    fi
    status=0
    (do_installed) || status=$?
    case $status in
    0) good "ZooKeeper $ZOOKEEPER_VERSION is in $ZOOKEEPER_HOME" ;;
    3) good "ZooKeeper $ZOOKEEPER_VERSION will be unpacked into $ZOOKEEPER_HOME" ;;
    *) bad "$ZOOKEEPER_HOME can't be used" "see the message above" ;;
    esac
}

service_main zookeeper "$@"
