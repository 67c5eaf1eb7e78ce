#!/bin/sh
# A drill: writes a file, kills the leader's process the hard way, waits for another master to
# lead, reads the file again, starts the old leader and removes the file.
#
#   alluxio/failover.sh [--dry-run]
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
# shellcheck disable=SC1091
. "$(dirname "$0")/../bin/lib.sh"
me=alluxio/failover.sh
parse "$@"
[ -z "$wanted" ] || fail "a drill is for the whole cluster" "leave --node away"
wanted_nodes "$work/nodes"
good() { say "${green}ok${plain}    $1"; }
bad() { fail "$1" "${2:-}"; }
note() { say "note  $1"; }
silent=' '
is_silent() { case $silent in *" $node "*) ;; *) return 1 ;; esac; }
# shellcheck disable=SC1091
. "$top/bin/verify-product.sh"

if [ "$dry" ]; then
    say "would write a file, kill the leader's master process, wait for a new leader, read the file, start the old leader"
    exit 0
fi

on_one ask_leader || fail "there is no leader" "bin/start first"
old=$leader
say "the leader is $old"
trap 'on_one remove_file || :; rm -rf "$work"' EXIT
on_one write_file || fail "no file could be written: $(brief)" "bin/verify says more"
say "$written: wrote $name"
if [ "$ALLUXIO_JOBS" = yes ]; then
    # Written to the under storage afterwards: what was not is lost with a worker, not a master.
    sleep 5
fi

killed=''
while read_node; do
    [ "$node" = "$old" ] || continue
    remote_quiet "kill -9 \$(cat $(quoted "$ALLUXIO_HOME/logs/muster-master.pid"))" && killed=$node
done 3<"$work/nodes"
[ "$killed" ] || fail "the leader $old could not be killed" "is its name that of a node? $(cut -f1 "$work/nodes" | tr '\n' ' ')"
silent="$silent$killed "
say "$killed: killed"

died=$(date +%s)
since_death() { echo $(($(date +%s) - died)); }
while :; do
    if on_one ask_leader && [ "$leader" != "$old" ]; then break; fi
    [ "$(since_death)" -lt 240 ] || fail "there is no new leader after $(since_death) s" "look at logs/master.log of the other masters"
    sleep 2
done
say "the leader is $leader (after about $(since_death) s)"
while ! on_one read_file_anywhere; do
    [ "$(since_death)" -lt 420 ] || fail "the file can't be read: $(brief)" "look at logs/master.log on $leader"
    sleep 3
done
good "the file has the same bytes (after about $(since_death) s)"

silent=' '
while read_node; do
    [ "$node" = "$killed" ] || continue
    # Under systemd it comes back by itself.
    remote_quiet "MUSTER_WAIT=300 sh $state/node/service/alluxio-master.sh start && sh $state/node/service/alluxio-master.sh check" >"$work/out" ||
        fail "$killed does not come back" "look at logs/master.log there"
done 3<"$work/nodes"
on_one ask_leader || fail "there is no leader" "look at logs/master.log of the masters"
good "$killed is back; the leader is $leader"
