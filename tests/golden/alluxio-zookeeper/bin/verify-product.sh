# Alluxio's part of bin/verify: who leads, how many workers live, and a file that is written on one
# node and read on another. Sourced by bin/verify, which has remote, read_node, is_silent, good,
# bad and note.
# shellcheck shell=sh
# shellcheck disable=SC2154
# What is not defined here comes from bin/lib.sh and bin/cluster.env.

verify_plan() { printf '%s' "leader, live workers, a file written and read"; }

# Runs Alluxio's own command on the node of the last read_node, with the Java of its services.
alluxio() { # words
    # Without a leader its commands try again for minutes.
    line="timeout 60 bash $(quoted "$ALLUXIO_HOME/bin/alluxio")"
    for word in "$@"; do line="$line $(quoted "$word")"; done
    remote_quiet "set -a; . $state/node/node.env; set +a; [ -z \"\$JAVA_HOME\" ] && unset JAVA_HOME || PATH=\$JAVA_HOME/bin:\$PATH; $line" 2>&1
}

runs_alluxio() { case " $services " in *' alluxio-'*) ! is_silent ;; *) return 1 ;; esac; }

# Calls a function on the nodes until it is content with one; five are enough to know.
on_one() { # function
    asked=0
    while read_node; do
        runs_alluxio || continue
        if "$1"; then return 0; fi
        asked=$((asked + 1))
        [ "$asked" -lt 5 ] || break
    done 3<"$work/nodes"
    return 1
}

ask_leader() {
    alluxio fs masterInfo >"$work/answer" || :
    leader=$(sed -n 's/^Current leader master: *//p' "$work/answer" | sed 's|[/:].*||' | head -n 1)
    [ "$leader" ]
}

# The seconds since $begin: a command can take half a minute itself.
since() { echo $(($(date +%s) - begin)); }

# The report needs the leader's word; after a failover it is refused for some seconds.
ask_report() {
    begin=$(date +%s)
    while :; do
        alluxio fsadmin report >"$work/answer" || :
        live=$(sed -n 's/.*Live Workers: *\([0-9][0-9]*\).*/\1/p' "$work/answer" | head -n 1)
        if [ "${live:-0}" -ge "$ALLUXIO_WORKERS" ] || [ "$(since)" -ge 60 ]; then break; fi
        sleep 5
    done
    [ "$live" ]
}

name=/muster_verify_$$
written=''

write_file() {
    begin=$(date +%s)
    while :; do
        remote_quiet "printf '%s\n' $(quoted "muster $name") >/tmp/muster_verify_$$" || return 1
        if alluxio fs copyFromLocal "/tmp/muster_verify_$$" "$name" >"$work/answer"; then
            written=$node
            break
        fi
        # A new leader is in safe mode until the workers have come back to it.
        [ "$(since)" -lt 60 ] || break
        sleep 5
    done
    remote_quiet "rm -f /tmp/muster_verify_$$" || :
    [ "$written" ]
}

read_file() {
    [ "$node" != "$written" ] || return 1
    read_on=$node
    alluxio fs cat "$name" >"$work/answer" || :
    grep -qxF "muster $name" "$work/answer"
}

read_file_anywhere() {
    read_on=$node
    alluxio fs cat "$name" >"$work/answer" || :
    grep -qxF "muster $name" "$work/answer"
}

remove_file() { alluxio fs rm "$name" >/dev/null; }

brief() { grep -v '^$' "$work/answer" | tail -n 2 | tr '\n' ' ' | cut -c1-300; }

verify_product() {
    if on_one ask_leader; then
        good "the leader is $leader"
    else
        bad "no node knows a leader: $(brief)" "look at logs/master.log of the masters"
        return 0
    fi
    if on_one ask_report; then
        if [ "$live" -ge "$ALLUXIO_WORKERS" ]; then
            good "$live of $ALLUXIO_WORKERS workers live; $(sed -n 's/^ *\(Total Capacity: .*\)/\1/p' "$work/answer" | head -n 1)"
        else
            bad "only $live of $ALLUXIO_WORKERS workers live" "look at logs/worker.log of those that are missing: bin/alluxio fsadmin report capacity names the live ones"
        fi
    else
        bad "the leader gives no report: $(brief)" "look at logs/master.log on $leader"
        return 0
    fi
    trap 'on_one remove_file || :; rm -rf "$work"' EXIT
    if on_one write_file; then
        good "$written: a file was written"
    else
        bad "no node can write a file: $(brief)" "can masters and workers write the under storage as $account?"
        return 0
    fi
    if on_one read_file || on_one read_file_anywhere; then
        good "$read_on: the file has the same bytes"
    else
        bad "the file can't be read: $(brief)" "are the workers' ports open (FIREWALL.md)?"
    fi
    if on_one remove_file; then
        trap 'rm -rf "$work"' EXIT
    else
        note "the file $name could not be removed"
    fi
}
